//! Checking a whole log, entry by entry, and saying what is wrong with which.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    chain::PAGE,
    fault::{Fault, Problem, Report},
    keyring::{Keyring, Opener},
    open::Content,
    parallel,
    roll::{Roll, Unsigned},
    slot,
};
use crate::store::{Audience, Hash, Odd, Sealed, Store, Tip};

/// So many unreadable entries are named one by one; what lies behind them is named as one gap.
const HOPELESS: usize = 1000;

/// The links of a log that were seen, by number.
#[derive(Default)]
struct Links {
    seen: BTreeMap<u64, (Hash, Hash)>, // prev, own
    unreadable: BTreeSet<u64>,
    highest: u64,
    entries: u64,
    opened: u64,
}

/// Checks everything that can be checked with what is at hand.
pub(super) fn run(
    store: &dyn Store,
    roll: &Roll,
    keys: Option<&Keyring>,
    expected: Vec<Tip>,
    progress: &mut dyn FnMut(u64),
) -> Report {
    let mut roll = roll.anew();
    let mut problems = Vec::new();
    let mut links = Links::default();
    let said = match store.tip() {
        Ok(tip) => tip,
        Err(error) => {
            problems.push(
                Fault::Store.problem(None, format!("The log's end cannot be read: {error}.")),
            );
            Tip::EMPTY
        }
    };
    let mut after = 0;
    let mut limit = PAGE;
    loop {
        let page = match store.read(after, limit) {
            Ok(page) => page,
            // Close in on the one that cannot be read, name it, and go on behind it.
            Err(_) if limit > 1 => {
                limit /= 2;
                continue;
            }
            Err(error) => {
                after += 1;
                links.unreadable.insert(after);
                let what = format!("cannot be read from the disk ({error})");
                problems.push(Fault::Store.at(after, &what));
                if after >= said.seq || links.unreadable.len() >= HOPELESS {
                    break;
                }
                continue;
            }
        };
        limit = (limit * 2).min(PAGE);
        let Some(end) = page.iter().map(|sealed| sealed.header.seq).max() else {
            break;
        };
        roll.take_all(&page);
        let opener = keys.map(|keys| Opener::new(keys, &roll));
        let found = parallel::map(&page, |sealed| check_one(&roll, opener.as_ref(), sealed));
        for (sealed, (fault, opened)) in page.iter().zip(found) {
            links.opened += u64::from(opened);
            links.take(sealed, &mut problems);
            problems.extend(fault);
        }
        progress(links.entries);
        if end <= after {
            break;
        }
        after = end;
    }
    links.check(&roll, said, &mut problems);
    problems.extend(
        slot::missing(store, &roll)
            .into_iter()
            .map(|what| Fault::Slot.problem(None, what)),
    );
    problems.extend(store.odd_copies().into_iter().map(|odd| {
        let Odd { seq, what } = odd;
        Fault::Copy.problem(seq, what)
    }));
    for problem in expected
        .into_iter()
        .filter_map(|tip| links.hold_against(tip))
    {
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
    problems.sort_by_key(|problem| problem.seq.unwrap_or(u64::MAX));
    Report {
        vault: roll.vault,
        entries: links.entries,
        opened: links.opened,
        tip: links.tip(),
        problems,
    }
}

/// What one entry says of itself: its signature, its body, and whether it opens.
fn check_one(roll: &Roll, keys: Option<&Opener>, sealed: &Sealed) -> (Option<Problem>, bool) {
    let seq = sealed.header.seq;
    let wrong = |fault: Fault, what: &str| (Some(fault.at(seq, what)), false);
    let author = match roll.check(&sealed.header) {
        Ok(signer) => &signer.person,
        Err(unsigned) => {
            let fault = match unsigned {
                Unsigned::Unknown => Fault::UnknownAuthor,
                Unsigned::Forged(_) => Fault::Forged,
                Unsigned::NoLonger(..) | Unsigned::NotYet(_) => Fault::NotThen,
                Unsigned::Invited(_) => Fault::NotTheirs,
            };
            return wrong(fault, &unsigned.to_string());
        }
    };
    if !sealed.is_whole() {
        return match sealed.header.audience {
            Audience::Everyone => {
                let what = "says who has a key, and is not the one that was signed: it was altered or damaged";
                wrong(Fault::KeysAltered, what)
            }
            _ => wrong(
                Fault::Altered,
                "is not the one that was signed: it was altered or damaged",
            ),
        };
    }
    if sealed.header.audience == Audience::Everyone {
        return match roll.refusal(seq) {
            Some(why) => wrong(Fault::NotTheirs, why),
            None => (None, true),
        };
    }
    match keys.map(|keys| keys.body(sealed)) {
        None | Some(Content::SealedToHeadteacher) => (None, false),
        Some(Content::Plain(plain)) => match serde_json::from_slice(&plain) {
            Ok(entry) => match roll.agrees(&sealed.header, author, &entry) {
                Ok(()) => (None, true),
                Err(why) => wrong(Fault::OtherAuthor, &why),
            },
            Err(_) => (None, true),
        },
        Some(Content::Broken(reason)) => {
            let what = format!("is signed and whole, and {reason}");
            wrong(Fault::Unreadable, &what)
        }
    }
}

impl Links {
    fn take(&mut self, sealed: &Sealed, problems: &mut Vec<Problem>) {
        let header = &sealed.header;
        self.entries += 1;
        if self.seen.contains_key(&header.seq) {
            problems.push(Fault::Duplicated.at(header.seq, "is there twice"));
            return;
        }
        if header.seq < self.highest {
            let what = format!("stands behind entry {}", self.highest);
            problems.push(Fault::OutOfOrder.at(header.seq, &what));
        }
        self.highest = self.highest.max(header.seq);
        self.seen.insert(header.seq, (header.prev, header.hash()));
    }

    fn tip(&self) -> Tip {
        self.seen
            .last_key_value()
            .map_or(Tip::EMPTY, |(seq, (_, hash))| Tip {
                seq: *seq,
                hash: *hash,
            })
    }

    /// The chain, and what is not there.
    fn check(&self, roll: &Roll, said: Tip, problems: &mut Vec<Problem>) {
        let mut last = 0;
        let mut before = Some(roll.vault.chain_start());
        for (seq, (prev, own)) in &self.seen {
            self.name_gaps(last + 1, *seq, problems);
            if last + 1 != *seq {
                before = None;
            }
            match before {
                Some(before) if before != *prev && *seq == 1 => problems
                    .push(Fault::OtherVault.at(1, "was written for another vault than this one")),
                Some(before) if before != *prev => {
                    let what = format!(
                        "does not follow from entry {last}: one of the two is not what was written"
                    );
                    problems.push(Fault::NotChained.at(*seq, &what));
                }
                _ => {}
            }
            before = Some(*own);
            last = *seq;
        }
        let tip = self.tip();
        if said.seq > tip.seq {
            self.name_gaps(tip.seq + 1, said.seq.saturating_add(1), problems);
        } else if said != tip && said != Tip::EMPTY {
            let what = format!(
                "The store says that the log ends at entry {}, and it does not.",
                said.seq
            );
            problems.push(Fault::Store.problem(None, what));
        }
    }

    fn hold_against(&self, expected: Tip) -> Option<Problem> {
        let end = self.tip().seq;
        if expected.seq > end {
            let what = format!(
                "The log ends at entry {end}, but entry {} has been seen: its end was cut off, or an older copy put in its place.",
                expected.seq
            );
            return Some(Fault::CutOff.problem(None, what));
        }
        let (_, own) = self.seen.get(&expected.seq)?;
        (*own != expected.hash).then(|| {
            let what = format!(
                "Entry {} is not the one that was there when its tip was noted.",
                expected.seq
            );
            Fault::Diverged.problem(Some(expected.seq), what)
        })
    }

    /// Names what is missing in `from..to`, each gap once however wide. What could not be read is
    /// named already.
    fn name_gaps(&self, mut from: u64, to: u64, problems: &mut Vec<Problem>) {
        if from >= to {
            return;
        }
        for unreadable in self.unreadable.range(from..to) {
            problems.extend(gap(from, *unreadable));
            from = unreadable + 1;
        }
        problems.extend(gap(from, to));
    }
}

fn gap(from: u64, to: u64) -> Option<Problem> {
    match to.saturating_sub(from) {
        0 => None,
        1 => Some(Fault::Missing.at(from, "is missing")),
        _ => {
            let what = format!("Entries {from} to {} are missing.", to - 1);
            Some(Fault::Missing.problem(Some(from), what))
        }
    }
}
