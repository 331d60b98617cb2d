//! The orders in which the list can stand.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::case::Case;
use crate::domain::people::Who;
use crate::domain::policy::YearGroup;
use crate::domain::rows::{Day, Row, Thing, sorted};
use crate::domain::school::School;
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
    /// Where it stands.
    Status,
    /// The severity.
    Severity,
    /// For how long it has been known.
    Days,
    /// The child whose name stands in the list.
    Pupil,
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

impl Column {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::Due,
        Self::Updated,
        Self::Reference,
        Self::Severity,
        Self::Owner,
        Self::Year,
        Self::Status,
        Self::Days,
        Self::Pupil,
    ];

    /// Over the column.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Due => "Due",
            Self::Updated => "Updated",
            Self::Reference => "Reference",
            Self::Status => "Status",
            Self::Severity => "Severity",
            Self::Days => "Days",
            Self::Pupil => "Pupil",
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
            (Self::Status, false) => "new ones first",
            (Self::Status, true) => "closed ones first",
            (Self::Days, false) => "the longest known first",
            (Self::Days, true) => "the latest first",
            (Self::Severity, false) => "the gravest first",
            (Self::Severity, true) => "the least grave first",
            (Self::Owner | Self::Pupil, false) => "from A to Z",
            (Self::Owner | Self::Pupil, true) => "from Z to A",
            (Self::Year, false) => "the youngest first",
            (Self::Year, true) => "the oldest first",
        }
    }

    /// The greater rank comes later; none comes last.
    fn rank(self, row: &Row, names: &[Option<i64>]) -> Option<i64> {
        let named = |number| names.get(usize::try_from(number).ok()?).copied().flatten();
        match self {
            Self::Due => (row.due != Day::NONE).then(|| i64::from(row.due.place())),
            Self::Updated => i64::try_from(row.touched).ok().map(|seq| -seq),
            Self::Reference => {
                let reference = row.reference;
                Some(-(i64::from(reference.year) << 32) - i64::from(reference.number))
            }
            Self::Status => Some(row.status as i64),
            Self::Severity => Some(-(row.severity as i64)),
            Self::Days => Some(i64::from(row.reported.place())),
            Self::Pupil => named(row.name_in_list()),
            Self::Owner => named(row.owner),
            Self::Year => (row.lead != u8::MAX).then(|| i64::from(row.lead)),
        }
    }
}

/// Of each thing that is somebody's name, its place among all of them from A to Z; none where nobody is.
fn places(school: &School) -> Vec<Option<i64>> {
    let things = school.cases.things().all();
    let names = things.iter().map(|thing| match thing {
        Thing::Person(id) if !id.is_empty() => Some(name_key(school.person_name(id))),
        Thing::Called(name) => Some(name_key(name)),
        _ => None,
    });
    let names: Vec<_> = names.collect();
    let order: BTreeSet<_> = names.iter().flatten().collect();
    let order: BTreeMap<_, i64> = order.into_iter().zip(0..).collect();
    let place = |name: &String| order.get(name).copied();
    names.iter().map(|name| place(name.as_ref()?)).collect()
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
    pub fn sorted<'a>(self, found: &[&'a Row], school: &School) -> Vec<&'a Row> {
        let names = places(school);
        sorted(found, |row| match self.column.rank(row, &names) {
            None => u64::MAX,
            // The lowest of all numbers comes first, and is none.
            Some(rank) if self.reversed => (-rank).cast_unsigned() ^ 1 << 63,
            Some(rank) => rank.cast_unsigned() ^ 1 << 63,
        })
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> String {
        let what = self.column.title().to_lowercase();
        format!("Sorted by {what}, {}.", self.column.first(self.reversed))
    }
}
