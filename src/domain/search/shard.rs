//! The words of a share of the cases, and which case has which.

use std::borrow::Cow;
use std::collections::HashMap;

use super::near::{Asked, mask};
use super::postings::{Held, Postings, each_bit};
use super::texts::each_text;
use super::tokens::each_word;
use crate::domain::case::Case;
use crate::domain::folded::fold;
use crate::domain::ids::Reference;
use crate::domain::vocabulary::Vocabulary;

/// A case as the shard knows it. Its place in the shard never changes; a case that was written to has a
/// new one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub reference: Reference,
    /// The number of its last entry: the greater, the more recent.
    touched: u64,
    /// Superseded by a later place.
    pub stale: bool,
}

/// A case that has every word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which.
    pub reference: Reference,
    /// How well it matches, the greater the better; 0 when nothing was asked.
    pub points: u32,
    /// The number of its last entry.
    pub touched: u64,
}

impl Hit {
    /// The best match comes first, then what was written to last.
    pub(super) fn order(&self) -> impl Ord + use<> {
        std::cmp::Reverse((self.points, self.touched, self.reference))
    }
}

/// So few hits are put in order only once all are there.
const FEW: usize = 500;

/// In the key of a word that is compared in part, or as a number, what comes before the whole of it: no word has it.
const OTHERWISE: char = '\0';

/// The points that each case has for a word.
#[derive(Debug, Default)]
pub struct Column {
    points: Vec<u16>,
    /// How many cases have any.
    pub having: usize,
}

/// A share of the cases.
#[derive(Default)]
pub struct Shard {
    pub(super) cases: Vec<Known>,
    ids: HashMap<Box<str>, u32>,
    /// Every word's letters, one after the other, and where each word ends.
    letters: String,
    ends: Vec<u32>,
    masks: Vec<u64>,
    pub(super) cases_of: Postings,
    /// Words of which a part is compared, or the value of the number, by their ids in order, and all their letters. One that is
    /// written so here and otherwise there (`42` and `0042`) is two.
    pub(super) otherwise: Vec<(u32, Box<str>)>,
}

impl Shard {
    /// A share with those cases.
    pub fn of<'a>(cases: impl Iterator<Item = Cow<'a, Case>>, words: &Vocabulary) -> Self {
        let mut shard = Self::default();
        for case in cases {
            shard.add(&case, words);
        }
        shard.letters.shrink_to_fit();
        shard
    }

    /// How many cases it has.
    pub fn len(&self) -> usize {
        self.cases.iter().filter(|known| !known.stale).count()
    }

    /// Takes a case in at a new place.
    pub fn add(&mut self, case: &Case, words: &Vocabulary) {
        let Ok(place) = u32::try_from(self.cases.len()) else {
            return;
        };
        self.cases.push(Known {
            reference: case.reference,
            touched: case.chronology.trail().last.map_or(0, |(seq, _)| seq),
            stale: false,
        });
        let mut word = String::new();
        each_text(case, words, &mut |within, text| {
            each_word(text, &mut word, &mut |at, word| {
                let written = text.get(at).unwrap_or_default();
                let id = self.id(word, written);
                self.cases_of.add(id, place, within.weight());
            });
        });
    }

    /// Lets go of a case, if it has it.
    pub fn forget(&mut self, reference: Reference) -> bool {
        let mut had = false;
        for known in &mut self.cases {
            if known.reference == reference && !known.stale {
                known.stale = true;
                had = true;
            }
        }
        had
    }

    fn id(&mut self, word: &str, written: &str) -> usize {
        let otherwise = (!written.eq_ignore_ascii_case(word)).then(|| {
            let mut key = format!("{word}{OTHERWISE}");
            written.chars().for_each(|c| fold(c, &mut |c| key.push(c)));
            key
        });
        let whole = |key: &&str| key.get(word.len() + 1..) != Some(word);
        let key = otherwise.as_deref().filter(whole).unwrap_or(word);
        if let Some(id) = self.ids.get(key) {
            return *id as usize;
        }
        let id = self.masks.len();
        self.letters.push_str(word);
        self.ends
            .push(u32::try_from(self.letters.len()).unwrap_or(u32::MAX));
        self.masks.push(mask(word));
        self.cases_of.begin();
        if let Ok(id) = u32::try_from(id) {
            if let Some((_, written)) = key.split_once(OTHERWISE) {
                self.otherwise.push((id, written.into()));
            }
            self.ids.insert(key.into(), id);
        }
        id
    }

    /// Every word by its id, with the letters that it has.
    pub(super) fn each_word(&self) -> impl Iterator<Item = (&str, u64)> {
        let mut start = 0;
        self.ends.iter().zip(&self.masks).map(move |(end, mask)| {
            let end = *end as usize;
            let word = self.letters.get(start..end).unwrap_or_default();
            start = end;
            (word, *mask)
        })
    }

    /// How many different words its cases have.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let word = |key| str::split(key, OTHERWISE).next();
        self.ids.keys().filter_map(move |key| word(key))
    }

    /// What it takes of memory, in bytes, as far as it can say.
    pub fn bytes(&self) -> usize {
        let entry = size_of::<Box<str>>() + size_of::<u64>() + 1;
        self.cases_of.bytes()
            + self.cases.capacity() * size_of::<Known>()
            + self.letters.capacity() * 2
            + self.ids.capacity() * entry
            + self.ends.capacity() * size_of::<u32>()
            + self.masks.capacity() * size_of::<u64>()
            + self.otherwise.capacity() * size_of::<(u32, Box<str>)>()
            + self
                .otherwise
                .iter()
                .map(|(_, written)| written.len())
                .sum::<usize>()
                * 2
    }

    /// The points of every case for a word that was typed: those of its best word.
    pub fn column(&self, asked: &Asked) -> Column {
        let mut column = vec![0; self.cases.len()];
        let mut many = Vec::new();
        for (id, (word, mask)) in self.each_word().enumerate() {
            let Some(near) = asked.points_of(word, mask) else {
                continue;
            };
            match self.cases_of.held(id) {
                None => {}
                Some(Held::Few(few)) => {
                    let points = [0, 1, 2, 3].map(|weight| near + asked.more(weight));
                    self.cases_of.each_few(few, |place, weight| {
                        let points = points.get(usize::from(weight)).copied().unwrap_or(near);
                        if let Some(best) = column.get_mut(place as usize) {
                            *best = points.max(*best);
                        }
                    });
                }
                Some(Held::Many(cases)) => {
                    let each = cases.by_weight();
                    many.extend(each.map(|(weight, cases)| (near + asked.more(weight), cases)));
                }
            }
        }
        raise(&mut column, many);
        let cases = self.cases.iter().zip(&column);
        let having = cases.filter(|(known, points)| !known.stale && **points > 0);
        Column {
            having: having.count(),
            points: column,
        }
    }

    /// The best of the cases that have points in every column, each with its weight, and how many have.
    pub fn best(&self, columns: &[(&Column, &u32)], limit: usize) -> (usize, Vec<Hit>) {
        let mut hits = Vec::new();
        let mut total = 0;
        // Nobody looks at what is worse than so many others.
        let enough = 2 * limit.max(FEW);
        let mut worst = None;
        // The newest first: of those with the same points they are the best.
        'cases: for (place, known) in self.cases.iter().enumerate().rev() {
            if known.stale {
                continue;
            }
            let mut points = 0;
            for (column, weight) in columns {
                match column.points.get(place) {
                    None | Some(0) => continue 'cases,
                    Some(more) => points += u32::from(*more) * **weight,
                }
            }
            total += 1;
            let hit = Hit {
                reference: known.reference,
                points,
                touched: known.touched,
            };
            if worst.as_ref().is_some_and(|worst| hit.order() > *worst) {
                continue;
            }
            hits.push(hit);
            if hits.len() >= enough {
                keep_best(&mut hits, limit);
                worst = hits.last().map(Hit::order);
            }
        }
        keep_best(&mut hits, limit);
        (total, hits)
    }
}

/// Gives each case the most points of the words that many cases have. What has the most comes first, so that each case
/// is looked at once.
fn raise(column: &mut [u16], mut many: Vec<(u16, &[u64])>) {
    many.sort_unstable_by_key(|(points, _)| std::cmp::Reverse(*points));
    let mut left = vec![u64::MAX; column.len().div_ceil(64)];
    for (points, cases) in many {
        for ((start, left), some) in (0..).step_by(64).zip(&mut left).zip(cases) {
            each_bit(start, some & *left, |place| {
                if let Some(best) = column.get_mut(place as usize) {
                    *best = points.max(*best);
                }
            });
            *left &= !some;
        }
    }
}

/// Sorts what is best to the front and drops the rest.
pub fn keep_best(hits: &mut Vec<Hit>, limit: usize) {
    if limit < hits.len() {
        hits.select_nth_unstable_by_key(limit, Hit::order);
        hits.truncate(limit);
    }
    hits.sort_unstable_by_key(Hit::order);
}
