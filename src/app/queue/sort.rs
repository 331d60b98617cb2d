//! The orders in which the list can stand.

use std::cmp::{Ordering, Reverse};

use chrono::Datelike as _;

use crate::domain::case::Case;
use crate::domain::next::days_due;
use crate::domain::people::Who;
use crate::domain::policy::YearGroup;
use crate::domain::school::School;
use crate::domain::status::Severity;
use crate::domain::words::name_key;

/// By what the list can be sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// What is due.
    Due,
    /// The last entry.
    Updated,
    /// The reference.
    Reference,
    /// The severity.
    Severity,
    /// Who looks after it.
    Owner,
    /// The year group of the child whose name stands in the list.
    Year,
}

/// An order: a column, as it begins or reversed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sorting {
    /// By what.
    pub column: Column,
    /// The other way round.
    pub reversed: bool,
}

/// What a case has in a column: a number or a text.
type Rank = (i64, String);

impl Column {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Due,
        Self::Updated,
        Self::Reference,
        Self::Severity,
        Self::Owner,
        Self::Year,
    ];

    /// Over the column.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Due => "Due",
            Self::Updated => "Updated",
            Self::Reference => "Reference",
            Self::Severity => "Severity",
            Self::Owner => "Owner",
            Self::Year => "Year group",
        }
    }

    /// What comes first, as it begins and reversed.
    #[must_use]
    pub const fn first(self, reversed: bool) -> &'static str {
        match (self, reversed) {
            (Self::Due, false) => "the soonest first",
            (Self::Due, true) => "the latest first",
            (Self::Updated | Self::Reference, false) => "the newest first",
            (Self::Updated | Self::Reference, true) => "the oldest first",
            (Self::Severity, false) => "the gravest first",
            (Self::Severity, true) => "the least grave first",
            (Self::Owner, false) => "from A to Z",
            (Self::Owner, true) => "from Z to A",
            (Self::Year, false) => "the youngest first",
            (Self::Year, true) => "the oldest first",
        }
    }

    /// The greater rank comes later; none comes last.
    fn rank(self, case: &Case, school: &School) -> Option<Rank> {
        let number = |number: i64| Some((number, String::new()));
        match self {
            Self::Due => number(i64::from(days_due(case).min()?.num_days_from_ce())),
            Self::Updated => {
                let seq = case.chronology.trail().last?.0;
                number(-i64::try_from(seq).unwrap_or(i64::MAX))
            }
            Self::Reference => {
                let reference = case.reference;
                number(-(i64::from(reference.year) << 32) - i64::from(reference.number))
            }
            Self::Severity => {
                let place = Severity::ALL.iter().position(|one| *one == case.severity)?;
                number(-i64::try_from(place).unwrap_or(i64::MAX))
            }
            Self::Owner if case.owner.is_empty() => None,
            Self::Owner => Some((0, name_key(school.person_name(&case.owner)))),
            Self::Year => {
                let year = year(case)?;
                let place = YearGroup::ALL.iter().position(|one| *one == year)?;
                number(i64::try_from(place).unwrap_or(i64::MAX))
            }
        }
    }
}

/// The year group of the child whose name stands in the list.
#[must_use]
pub fn year(case: &Case) -> Option<YearGroup> {
    match &case.lead()?.who {
        Who::Pupil { year, .. } => Some(*year),
        Who::Adult { .. } => None,
    }
}

impl Sorting {
    /// The cases in this order; what has nothing in the column comes last, either way, and of two that are alike the newer
    /// one first.
    #[must_use]
    pub fn sorted<'a>(self, cases: Vec<&'a Case>, school: &School) -> Vec<&'a Case> {
        let mut ranked: Vec<_> = cases
            .into_iter()
            .map(|case| (self.column.rank(case, school), case))
            .collect();
        ranked.sort_by(|(a, one), (b, other)| {
            let ranks = match (a, b) {
                (Some(a), Some(b)) if self.reversed => b.cmp(a),
                (Some(a), Some(b)) => a.cmp(b),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            };
            ranks.then_with(|| Reverse(one.reference).cmp(&Reverse(other.reference)))
        });
        ranked.into_iter().map(|(_, case)| case).collect()
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> String {
        let what = self.column.title().to_lowercase();
        format!("Sorted by {what}, {}.", self.column.first(self.reversed))
    }
}
