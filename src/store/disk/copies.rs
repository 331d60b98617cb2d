//! The two copies of the log held against each other: the journal, and sled beside it.

use super::DiskStore;
use super::journal::Journal;
use super::sled_side::{Fault, SledSide};
use crate::store::Odd;

/// Entries that are compared at a time.
const PAGE: usize = 1_000;

impl DiskStore {
    /// What of the log the two copies do not both hold as it was written.
    pub(super) fn odd_copies(&self) -> Vec<Odd> {
        let mut sled = self.sled.borrow_mut();
        let Some(side) = sled.wait(&self.journal) else {
            let what = "The second copy of the log, the folder `sled`, is not in use: it was damaged, or could not be built.";
            return vec![Odd::of_all(what)];
        };
        let (odd, journal_is_whole) = match compare(&self.journal, side) {
            Ok(compared) => compared,
            Err(fault) => {
                let what = format!("The second copy of the log cannot be read: {fault}.");
                (vec![Odd::of_all(&what)], false)
            }
        };
        // It is not kept as the journal's equal, and is made anew at the next opening: but never where it
        // has what the journal lacks.
        if !odd.is_empty() && journal_is_whole {
            sled.give_up();
        }
        odd
    }
}

/// What is odd, and whether the journal at least is as it was written.
fn compare(journal: &Journal, side: &SledSide) -> Result<(Vec<Odd>, bool), Fault> {
    let tip = journal.tip().seq;
    let (mut odd, mut journal_is_whole) = (Vec::new(), true);
    let mut after = 0;
    while after < tip {
        let places = journal.places(after, PAGE);
        let copies = side.read(after, places.len())?;
        let mut copies = copies.iter();
        for place in places {
            after += 1;
            let copy = copies.next();
            let first = journal.is_whole(place);
            journal_is_whole &= first;
            let second = copy.is_some_and(|bytes| place.check(bytes).is_some());
            if let Some(what) = said(first, second, copy.is_some()) {
                odd.push(Odd::of(after, what));
            }
            // Behind one that it does not have, sled is asked again.
            if copy.is_none() {
                break;
            }
        }
    }
    let (last, count) = side.extent()?;
    if last > tip {
        let what = format!(
            "The second copy of the log goes on to entry {last}, and the log ends at entry {tip}."
        );
        odd.push(Odd::of_all(&what));
    } else if count != tip && odd.is_empty() {
        let what = format!("The second copy of the log holds {count} entries, the log {tip}.");
        odd.push(Odd::of_all(&what));
    }
    Ok((odd, journal_is_whole))
}

fn said(first: bool, second: bool, there: bool) -> Option<&'static str> {
    match (first, second, there) {
        (true, true, _) => None,
        (true, false, true) => Some("is not in the second copy of the log as it is in the first"),
        (true, false, false) => Some("is not in the second copy of the log"),
        (false, true, _) => {
            Some("is no longer in the first copy of the log as it was written; the second has it")
        }
        (false, false, _) => Some("is no longer in either copy of the log as it was written"),
    }
}
