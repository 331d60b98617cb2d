//! Which cases a query finds.

use std::cell::OnceCell;

use super::test::{Beside, Test};
use super::texts::Needle;
use super::{Ask, Ground, Query, value};
use crate::domain::case::Case;
use crate::domain::cases::Cases;
use crate::domain::rows::{Row, Rows};
use crate::domain::search::{Index, Standing};

/// So few cases are not worth a second core.
const FEW: usize = 2_000;

/// A query made ready: its days worked out, its names looked up.
pub struct Filter<'a> {
    terms: Vec<Asked>,
    beside: Beside<'a>,
}

struct Asked {
    negated: bool,
    either: Vec<Test>,
}

/// Where all of what is looked for can stand; nothing where it has no letters that the index keeps.
fn standing(needle: &Needle, index: &Index) -> Option<Standing> {
    let (runs, alone) = needle.runs();
    let mut each = runs.iter().map(|run| index.standing(run));
    let mut both = each.next()?;
    for other in each {
        both.retain(|case, _| other.contains_key(case));
    }
    // Where the parts stand, the whole may still not.
    if !alone {
        both.values_mut().for_each(|surely| *surely = false);
    }
    Some(both)
}

impl Query {
    /// Makes it ready for today. A value that the school no longer has finds nothing: [`super::parse`] says so.
    #[must_use]
    pub fn filter<'a>(&self, ground: &Ground<'a>) -> Filter<'a> {
        let mut terms: Vec<_> = self
            .terms
            .iter()
            .map(|term| Asked {
                negated: term.negated,
                either: match &term.ask {
                    Ask::Text(texts) => {
                        let needles = texts.iter().map(|text| Needle::new(text));
                        needles.map(Test::Text).collect()
                    }
                    Ask::Key(key, values) => {
                        let test = |text: &String| {
                            let read = value::read(*key, text, ground);
                            read.map_or(Test::Nothing, |(_, test)| test)
                        };
                        values.iter().map(test).collect()
                    }
                },
            })
            .collect();
        terms.sort_by_key(|term| term.either.iter().map(Test::cost).max());
        let agreements = ground.school.agreements.iter();
        Filter {
            terms,
            beside: Beside {
                today: ground.today,
                words: ground.words,
                unread: ground.unread,
                signed: agreements.map(|agreement| agreement.pupil).collect(),
            },
        }
    }

    /// Whether one case is found; for many, make a [`Filter`] once.
    #[must_use]
    pub fn matches(&self, case: &Case, ground: &Ground<'_>) -> bool {
        self.filter(ground).matches(case)
    }
}

impl Filter<'_> {
    /// Lets the index say where texts can stand. It must know every case.
    #[must_use]
    pub fn with(mut self, index: &Index) -> Self {
        for test in self.terms.iter_mut().flat_map(|term| &mut term.either) {
            if let Test::Text(needle) = test
                && let Some(standing) = standing(needle, index)
            {
                *test = Test::Known(needle.clone(), standing);
            }
        }
        self
    }

    /// Whether a case has everything that is asked for, and nothing that is not wanted.
    #[must_use]
    pub fn matches(&self, case: &Case) -> bool {
        self.terms.iter().all(|term| {
            let mut either = term.either.iter();
            either.any(|test| test.holds(case, &self.beside)) != term.negated
        })
    }

    /// The rows of those of the cases that are found, in their own order, looked through on so many cores at most: only where
    /// the row does not say it, the case is asked.
    #[must_use]
    pub fn of_rows<'r>(&self, rows: &'r Rows, cases: &Cases, cores: usize) -> Vec<&'r Row> {
        let holds = |row: &Row| {
            let case = OnceCell::new();
            let case = || *case.get_or_init(|| cases.get(&row.reference));
            self.terms.iter().all(|term| {
                let mut either = term.either.iter();
                let held = either.any(|test| {
                    let known = test.of_row(row, rows, &self.beside);
                    let of_case = || case().is_some_and(|case| test.holds(case, &self.beside));
                    known.unwrap_or_else(of_case)
                });
                held != term.negated
            })
        };
        keep(rows.all(), cores, holds)
    }
}

/// The rows that are to be kept, in their order, looked through on so many cores at most.
fn keep(all: &[Row], cores: usize, keep: impl Fn(&Row) -> bool + Sync) -> Vec<&Row> {
    let kept = |share| {
        <[Row]>::iter(share)
            .filter(|one| keep(one))
            .collect::<Vec<_>>()
    };
    if all.len() < FEW || cores < 2 {
        return kept(all);
    }
    let share = all.len().div_ceil(cores);
    std::thread::scope(|scope| {
        let kept = &kept;
        let (first, rest) = all.split_at(share);
        let others: Vec<_> = rest
            .chunks(share)
            .map(|share| (share, scope.spawn(move || kept(share))))
            .collect();
        let mut all = kept(first);
        for (share, other) in others {
            all.extend(other.join().unwrap_or_else(|_| kept(share)));
        }
        all
    })
}
