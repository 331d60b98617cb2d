//! Which cases a query finds.

use super::test::{Beside, Known, Test};
use super::texts::Needle;
use super::{Ask, Ground, Query, value};
use crate::domain::case::Case;
use crate::domain::cases::Cases;
use crate::domain::rows::Row;
use crate::domain::search::Index;

/// A query made ready: its days worked out, its names looked up.
pub struct Filter<'a> {
    terms: Vec<Asked>,
    beside: Beside<'a>,
}

struct Asked {
    negated: bool,
    either: Vec<Test>,
}

/// Where every part of what is looked for stands; nothing where it has none that the index keeps.
fn standing(needle: &Needle, index: &Index) -> Option<Known> {
    let (runs, alone) = needle.runs();
    let mut each = runs.iter().map(|run| index.standing(run));
    let mut standing = each.next()?;
    each.for_each(|other| standing.keep(&other));
    Some(Known {
        needle: needle.clone(),
        standing,
        surely: alone,
    })
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
                && let Some(known) = standing(needle, index)
            {
                *test = Test::Known(known);
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

    /// The rows of those of the cases that are found, in their own order: only where the row does not say it, the case is read.
    #[must_use]
    pub fn of_cases<'c>(&self, cases: &'c Cases) -> Vec<&'c Row> {
        let of_row = |test| Test::of_row(test, cases.things(), &self.beside);
        let terms: Vec<_> = self
            .terms
            .iter()
            .map(|term| {
                let either = term.either.iter().map(|test| (of_row(test), test));
                (either.collect::<Vec<_>>(), term.negated)
            })
            .collect();
        cases.rows_where(|look| {
            terms.iter().all(|(either, negated)| {
                let mut either = either.iter();
                let held = either.any(|(of_row, test)| {
                    let of_case = || test.holds(look.case(), &self.beside);
                    of_row(look.row()).unwrap_or_else(of_case)
                });
                held != *negated
            })
        })
    }
}
