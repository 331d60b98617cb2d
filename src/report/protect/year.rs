//! What is known of an academic year when a release is made.

use serde::{Deserialize, Serialize};

use crate::report::facts::Fact;

/// The terms of a year, as bits: autumn 1, spring 2, summer 4.
pub type Part = u8;

/// The whole year.
pub const WHOLE: Part = 7;

/// Something that was printed: the categories whose sum it is, and of which terms.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Shown {
    /// The table it stood in.
    pub table: String,
    /// The terms, as bits.
    pub terms: Part,
    /// The ids of its rows' categories; none means all.
    pub rows: Vec<String>,
    /// The ids of its columns' categories; none means all.
    pub columns: Vec<String>,
}

/// A year's terms as far as they are counted, and what of them is public.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The facts of each term, as they were when it was released.
    pub terms: [Option<Vec<Fact>>; 3],
    /// For each term, places of rules that did not exist then.
    pub missing_rules: [Vec<usize>; 3],
    /// Terms, or terms taken together, whose total is public.
    pub totals: Vec<Part>,
    /// What else is.
    pub shown: Vec<Shown>,
}

impl Known {
    /// The terms that are counted.
    #[must_use]
    pub fn counted(&self) -> Part {
        let bit = |(place, term): (usize, &Option<Vec<Fact>>)| term.as_ref().map(|_| 1 << place);
        self.terms.iter().enumerate().filter_map(bit).sum()
    }

    /// The terms that are counted and whose total is not public, alone or with others.
    #[must_use]
    pub fn pending(&self) -> Part {
        let public = self.totals.iter().fold(0, |all, part| all | part);
        self.counted() & !public
    }

    /// Every counted concern and the place of its term.
    pub fn facts(&self) -> impl Iterator<Item = (usize, &Fact)> {
        self.terms
            .iter()
            .enumerate()
            .flat_map(|(place, term)| term.iter().flatten().map(move |fact| (place, fact)))
    }
}

/// Every part of these terms, smallest numbers first.
pub(super) fn parts(of: Part) -> impl Iterator<Item = Part> {
    (1..=WHOLE).filter(move |part| part & of == *part)
}
