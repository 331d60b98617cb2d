//! Search as you type, over the references, names, clauses and texts of every case.
//!
//! **What is found.** What is typed is cut into words ([`tokens`]). A case is found when each of them is near
//! ([`near`]) to some word of the case. Its points for a word are those of the nearest, and more where that is part of its reference, of
//! a name or of a clause ([`texts`]), times what the word tells: one that hardly any case has tells most ([`Sought`]). Its points are the
//! sum over the words. The most points come first, then what was written to last. Nothing typed finds every case.
//!
//! **How.** Cases have far more words than there are different words, so each different word is looked at once,
//! and has the list of its cases ([`postings`]). The cases are in two or more shares, so that each core looks through its own; the
//! answer is the same for any number of them. No text is kept: [`excerpt()`] finds the places again in the few
//! cases that are shown. Like the school it is made of, the index is dropped when the vault is locked.

mod excerpt;
mod near;
mod postings;
mod shard;
mod sought;
mod standing;
#[cfg(test)]
mod tests;
mod texts;
mod tokens;

pub use excerpt::{Excerpt, excerpt, marks};
pub use shard::Hit;
pub use sought::Sought;
pub use standing::{Standing, small};
pub use texts::{Place, each_text};

use super::case::Case;
use super::cores::{FEW, each_on_its_core};
use super::school::School;
use super::vocabulary::Vocabulary;
use near::{Asked, asked};
use shard::{Column, Shard, keep_best};
use sought::weight;

/// So many words that were typed last are remembered: those before the one that is being typed, and its beginnings.
const REMEMBERED: usize = 12;

/// Everything that can be found.
pub struct Index {
    shards: Vec<Shard>,
    /// How often it has changed.
    revision: u64,
}

/// What was worked out for the last words that were typed, so that the next letter costs one word only.
#[derive(Default)]
pub struct Memo {
    revision: u64,
    shards: Vec<Vec<(Asked, Column)>>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// How many cases.
    pub total: usize,
    /// The best of them, in order.
    pub best: Vec<Hit>,
    /// What was looked for, and how much each word of it tells.
    pub sought: Sought,
}

/// It says nothing of what it knows.
impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").finish_non_exhaustive()
    }
}

impl Index {
    /// Reads the whole school, on so many cores at most.
    #[must_use]
    pub fn of(school: &School, words: &Vocabulary, cores: usize) -> Self {
        let many = school.cases.len();
        let shares = if many < FEW { 1 } else { cores.max(1) };
        let share = many.div_ceil(shares).max(1);
        let share_at = |n: usize| {
            school
                .cases
                .some_in_passing(n * share..many.min((n + 1) * share))
        };
        let shards = each_on_its_core((0..shares).collect(), |n| Shard::of(share_at(n), words));
        Self {
            shards,
            revision: 0,
        }
    }

    /// Takes in a case that is new or was written to.
    pub fn update(&mut self, case: &Case, words: &Vocabulary) {
        self.revision += 1;
        let had = self
            .shards
            .iter_mut()
            .position(|shard| shard.forget(case.reference));
        let least = || {
            let sizes = self.shards.iter().map(Shard::len).enumerate();
            sizes.min_by_key(|(_, len)| *len).map(|(n, _)| n)
        };
        let place = had.or_else(least).unwrap_or(0);
        if let Some(shard) = self.shards.get_mut(place) {
            shard.add(case, words);
        }
    }

    /// The cases in which every word that was typed is found, the best `limit` of them in order.
    #[must_use]
    pub fn find(&self, typed: &str, limit: usize, memo: &mut Memo) -> Found {
        let asked = asked(typed);
        if memo.revision != self.revision || memo.shards.len() != self.shards.len() {
            memo.revision = self.revision;
            memo.shards = self.shards.iter().map(|_| Vec::new()).collect();
        }
        let shards = self.shards.iter().zip(&mut memo.shards).collect();
        let having = each_on_its_core(shards, |(shard, memo): (&Shard, &mut Vec<_>)| {
            remember(shard, memo, &asked);
            let columns = memo.iter().take(asked.len());
            columns.map(|(_, column)| column.having).collect::<Vec<_>>()
        });
        let cases = self.shards.iter().map(Shard::len).sum();
        let weights: Vec<_> = (0..asked.len())
            .map(|n| weight(cases, having.iter().filter_map(|one| one.get(n)).sum()))
            .collect();
        let shards = self.shards.iter().zip(&memo.shards).collect();
        let all = each_on_its_core(shards, |(shard, memo): (&Shard, &Vec<_>)| {
            let columns: Vec<_> = memo
                .iter()
                .map(|(_, column)| column)
                .zip(&weights)
                .collect();
            shard.best(&columns, limit)
        });
        let mut found = Found::default();
        for (total, best) in all {
            found.total += total;
            found.best.extend(best);
        }
        keep_best(&mut found.best, limit);
        found.sought = Sought::of(asked, &weights);
        found
    }

    /// How many different words there are.
    #[must_use]
    pub fn words(&self) -> usize {
        let words: std::collections::BTreeSet<_> =
            self.shards.iter().flat_map(Shard::words).collect();
        words.len()
    }

    /// What it takes of memory, in bytes, as far as it can say.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.shards.iter().map(Shard::bytes).sum()
    }
}

/// Works out the columns that are not remembered; those of the words that were typed come first, in their order.
fn remember(shard: &Shard, memo: &mut Vec<(Asked, Column)>, asked: &[Asked]) {
    let mut fresh: Vec<(Asked, Column)> = Vec::with_capacity(asked.len());
    for one in asked {
        let known = memo.iter().position(|(known, _)| known == one);
        let column = match known {
            Some(place) => memo.remove(place).1,
            None => shard.column(one),
        };
        fresh.push((one.clone(), column));
    }
    let keep = REMEMBERED.saturating_sub(fresh.len());
    memo.truncate(keep);
    fresh.append(memo);
    *memo = fresh;
}
