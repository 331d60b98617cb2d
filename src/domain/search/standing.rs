//! In which cases a few letters stand, letter by letter: for the list's filter, which finds parts of words.

use std::collections::BTreeSet;

use super::Index;
use super::near::mask;
use super::postings::{Held, each_bit};
use super::shard::Shard;
use crate::domain::cores::each_on_its_core;
use crate::domain::ids::Reference;

/// A sign in small letters; quotation marks and blanks of every make are alike.
pub fn small(sign: char) -> impl Iterator<Item = char> {
    let sign = match sign {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' => '"',
        sign if sign.is_whitespace() => ' ',
        sign => sign,
    };
    sign.to_lowercase()
}

/// Greater numbers of a year, which no school has, are kept otherwise: they need not have room for all below them.
const DENSE: usize = 1 << 20;

/// Some cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// By the number of each case of a year.
    years: Vec<(u16, Vec<bool>)>,
    beyond: BTreeSet<Reference>,
}

impl Standing {
    fn note(&mut self, reference: Reference) {
        let Some(number) = dense(reference) else {
            self.beyond.insert(reference);
            return;
        };
        let known = self.years.iter().position(|(y, _)| *y == reference.year);
        let place = known.unwrap_or_else(|| {
            self.years.push((reference.year, Vec::new()));
            self.years.len() - 1
        });
        if let Some((_, cases)) = self.years.get_mut(place) {
            if cases.len() <= number {
                cases.resize(number + 1, false);
            }
            if let Some(stands) = cases.get_mut(number) {
                *stands = true;
            }
        }
    }

    /// Whether a case is among them.
    #[must_use]
    pub fn has(&self, reference: Reference) -> bool {
        let Some(number) = dense(reference) else {
            return self.beyond.contains(&reference);
        };
        let mut years = self.years.iter();
        let year = years.find(|(year, _)| *year == reference.year);
        year.and_then(|(_, cases)| cases.get(number))
            .is_some_and(|stands| *stands)
    }

    /// Leaves those only that are among others too.
    pub fn keep(&mut self, others: &Self) {
        for (year, cases) in &mut self.years {
            for (number, stands) in (0..).zip(cases) {
                let year = *year;
                *stands = *stands && others.has(Reference { year, number });
            }
        }
        self.beyond.retain(|one| others.has(*one));
    }
}

fn dense(reference: Reference) -> Option<usize> {
    let number = usize::try_from(reference.number).ok();
    number.filter(|number| *number < DENSE)
}

impl Index {
    /// Where so many plain letters and digits stand next to each other; `letters` are small, plain ones.
    #[must_use]
    pub fn standing(&self, letters: &str) -> Standing {
        let shards = self.shards.iter().collect();
        let each = each_on_its_core(shards, |shard: &Shard| shard.standing(letters));
        let mut all = Standing::default();
        for (shard, found) in self.shards.iter().zip(each) {
            for (start, some) in (0..).step_by(64).zip(found) {
                each_bit(start, some, |place| {
                    let known = shard.cases.get(place as usize);
                    if let Some(known) = known.filter(|known| !known.stale) {
                        all.note(known.reference);
                    }
                });
            }
        }
        all
    }
}

impl Shard {
    /// Whether they stand in each case: a bit for each, by its place.
    fn standing(&self, letters: &str) -> Vec<u64> {
        let mut found = vec![0; self.cases.len().div_ceil(64)];
        // There are no cases beyond the last: these bits say nothing.
        if let Some(last) = found.last_mut() {
            *last = u64::MAX.unbounded_shl((self.cases.len() as u32 - 1) % 64 + 1);
        }
        let mut fews = Vec::new();
        let wanted = mask(letters);
        let mut otherwise = self.otherwise.iter().peekable();
        for (id, (word, has)) in self.each_word().enumerate() {
            let within = match otherwise.next_if(|(other, _)| *other as usize == id) {
                Some((_, written)) => written.contains(letters),
                None => wanted & !has == 0 && word.contains(letters),
            };
            match self.cases_of.held(id).filter(|_| within) {
                None => {}
                Some(Held::Few(few)) => fews.push(few),
                Some(Held::Many(cases)) => {
                    for (_, cases) in cases.by_weight() {
                        found
                            .iter_mut()
                            .zip(cases)
                            .for_each(|(found, some)| *found |= some);
                    }
                }
            }
        }
        // A letter or two stand somewhere in every case: nothing is left to be looked for.
        if found.iter().all(|some| *some == u64::MAX) {
            return found;
        }
        for few in fews {
            self.cases_of.each_few(few, |place, _| {
                if let Some(some) = found.get_mut(place as usize / 64) {
                    *some |= 1 << (place % 64);
                }
            });
        }
        found
    }
}
