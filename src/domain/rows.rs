//! What lists ask of every case, in a few bytes that lie next to those of all the others: a very large school is so narrowed
//! and sorted without going to each of its cases.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};

use super::case::Case;
use super::entry::{ActionKind, Entry, What};
use super::ids::Reference;
use super::next::days_due;
use super::people::Who;
use super::policy::YearGroup;
use super::school::School;
use super::status::{Severity, Status};
use super::story::standing::{self, Parents};
use super::vocabulary::area_of;
use super::words::name_key;

/// A case in a few bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub reference: Reference,
    /// The number of its last entry.
    pub touched: u64,
    /// The first day on which something is due, and the first on which a sanction in force ends; none comes after all days.
    pub due: Day,
    /// As [`Self::due`], of sanctions in force.
    pub ends: Day,
    /// When it was reported.
    pub reported: Day,
    /// Where it stands.
    pub status: Status,
    /// How severe it is.
    pub severity: Severity,
    /// The place of its owner among the rows' owners.
    pub owner: u16,
    /// The year groups of its pupils, a bit for each.
    pub years: u8,
    /// The place of the year group of the child whose name stands in the list; none is [`u8::MAX`].
    pub lead: u8,
    flags: u16,
    /// A bit for each thing that it has, which some other thing may share.
    marks: u128,
}

/// A day as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(i32);

impl Day {
    /// No day.
    pub const NONE: Self = Self(i32::MAX);

    fn first(days: impl Iterator<Item = NaiveDate>) -> Self {
        days.map(Self::from).min().unwrap_or(Self::NONE)
    }

    /// Where it comes among all days.
    #[must_use]
    pub const fn place(self) -> i32 {
        self.0
    }
}

impl From<NaiveDate> for Day {
    fn from(day: NaiveDate) -> Self {
        Self(day.num_days_from_ce())
    }
}

/// What is so of a case or is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
#[allow(missing_docs)] // the names say it
pub enum Flag {
    Sealed = 1,
    Late = 1 << 1,
    Linked = 1 << 2,
    Sanctioned = 1 << 3,
    ToContact = 1 << 4,
    AnyNotTold = 1 << 5,
    AnyWithheld = 1 << 6,
    AllTold = 1 << 7,
}

/// Of what kind a thing is that a case has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)] // the names say it
pub enum Mark {
    Category,
    Class,
    Clause,
    Document,
    Place,
    Through,
    Sanction,
    SanctionState,
    Agency,
    Tag,
}

impl Mark {
    /// The bit of one thing of this kind.
    fn bit(self, what: &str) -> u128 {
        // FNV-1a, of which the highest bits are the best mixed.
        let each = std::iter::once(self as u8).chain(what.bytes());
        let hash = each.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        1 << (hash >> 57)
    }
}

impl Row {
    fn of(case: &Case, owner: u16) -> Self {
        let mut row = Self {
            reference: case.reference,
            touched: case.chronology.trail().last.map_or(0, |(seq, _)| seq),
            due: Day::first(days_due(case)),
            ends: Day::first(case.active_sanctions().filter_map(|one| one.until)),
            reported: case.concern.reported.date_naive().into(),
            status: case.status,
            severity: case.severity,
            owner,
            years: 0,
            lead: case.lead().map_or(u8::MAX, |one| year(&one.who)),
            flags: 0,
            marks: 0,
        };
        let contact = |kind: &ActionKind| matches!(kind, ActionKind::ContactParents(_));
        let to_contact = case.status.is_open() && case.open_actions().any(|one| contact(&one.kind));
        let parents: Vec<_> = case
            .pupils_with_parents()
            .filter_map(|(letter, one)| standing::parents(case, letter, one))
            .collect();
        for (flag, is) in [
            (Flag::Sealed, case.sealed),
            (Flag::Late, !case.concern.late_reason.is_empty()),
            (Flag::Linked, !case.links.is_empty()),
            (Flag::Sanctioned, !case.sanctions.is_empty()),
            (Flag::ToContact, to_contact),
            (Flag::AnyNotTold, parents.contains(&Parents::NotTold)),
            (Flag::AnyWithheld, parents.contains(&Parents::Withheld)),
            (
                Flag::AllTold,
                !parents.is_empty() && parents.iter().all(|one| *one == Parents::Told),
            ),
        ] {
            if is {
                row.flags |= flag as u16;
            }
        }
        row.mark(case);
        row
    }

    fn mark(&mut self, case: &Case) {
        let mut mark = |kind: Mark, what: &str| self.marks |= kind.bit(what);
        let concern = &case.concern;
        mark(Mark::Category, &concern.category);
        if let Some(area) = area_of(&concern.category) {
            mark(Mark::Category, area);
        }
        mark(Mark::Place, &concern.place);
        mark(Mark::Through, &concern.came_through);
        for cited in &concern.clauses {
            let clause = &cited.clause;
            mark(Mark::Document, clause.document.as_str());
            mark(Mark::Clause, &clause.number.to_string());
            if let Some(parent) = clause.number.parent() {
                mark(Mark::Clause, &parent.to_string());
            }
        }
        for one in &case.sanctions {
            mark(Mark::Sanction, &one.sanction.kind);
            mark(Mark::SanctionState, one.state.id());
        }
        let agencies = &case.chronology.trail().agencies;
        agencies
            .iter()
            .for_each(|agency| mark(Mark::Agency, agency));
        case.tags.iter().for_each(|tag| mark(Mark::Tag, tag));
        let mut years = 0;
        for (_, one) in case.people() {
            if let Who::Pupil { class, .. } = &one.who {
                mark(Mark::Class, &name_key(class));
                years |= bit_of(year(&one.who));
            }
        }
        self.years = years;
    }

    /// Whether something is so.
    #[must_use]
    pub const fn is(&self, flag: Flag) -> bool {
        self.flags & flag as u16 != 0
    }

    /// Whether the case may have something; where not, it does not.
    #[must_use]
    pub fn may_have(&self, kind: Mark, what: &str) -> bool {
        self.marks & kind.bit(what) != 0
    }

    /// Whether one of its pupils is of a year group for which this is so.
    #[must_use]
    pub fn has_year(&self, is: impl Fn(YearGroup) -> bool) -> bool {
        let years = YearGroup::ALL.into_iter().enumerate();
        let mut having = years.filter(|(place, _)| self.years >> place & 1 == 1);
        having.any(|(_, year)| is(year))
    }
}

/// The place of a pupil's year group.
fn year(who: &Who) -> u8 {
    let Who::Pupil { year, .. } = who else {
        return u8::MAX;
    };
    let place = YearGroup::ALL.iter().position(|one| one == year);
    place
        .and_then(|place| u8::try_from(place).ok())
        .unwrap_or(u8::MAX)
}

const fn bit_of(place: u8) -> u8 {
    if place < 8 { 1 << place } else { 0 }
}

/// The rows of every case, in the order of their references.
#[derive(Debug, Default)]
pub struct Rows {
    rows: Vec<Row>,
    owners: Vec<String>,
    /// The last entry that they know of.
    seq: u64,
}

impl Rows {
    /// The rows of a school.
    #[must_use]
    pub fn of(school: &School) -> Self {
        let mut rows = Self::default();
        rows.follow(school);
        rows
    }

    /// Whether they are what the school says now.
    #[must_use]
    pub fn are_of(&self, school: &School) -> bool {
        self.seq == school.seq && self.rows.len() == school.cases.len()
    }

    /// Makes them anew, unless they are what the school says now.
    pub fn follow(&mut self, school: &School) {
        if self.are_of(school) {
            return;
        }
        self.rows.clear();
        self.owners.clear();
        self.rows.reserve_exact(school.cases.len());
        for case in school.cases.values() {
            let row = self.row(case);
            self.rows.push(row);
        }
        self.seq = school.seq;
    }

    /// Takes up what was written into the log: the cases that it is about, and those that are tied to them.
    pub fn take<'e>(&mut self, entries: impl IntoIterator<Item = &'e Entry>, school: &School) {
        let mut about = BTreeSet::new();
        for entry in entries {
            if let What::Case { reference, .. } = &entry.what {
                let case = school.cases.get(reference);
                about.extend(
                    case.into_iter()
                        .flat_map(|case| &case.links)
                        .map(|link| link.to),
                );
                about.insert(*reference);
            }
        }
        for case in about.iter().filter_map(|one| school.cases.get(one)) {
            let row = self.row(case);
            match self
                .rows
                .binary_search_by_key(&case.reference, |row| row.reference)
            {
                Ok(at) => {
                    if let Some(known) = self.rows.get_mut(at) {
                        *known = row;
                    }
                }
                Err(at) => self.rows.insert(at, row),
            }
        }
        self.seq = school.seq;
    }

    fn row(&mut self, case: &Case) -> Row {
        let known = self.owners.iter().position(|one| *one == case.owner);
        let place = known.unwrap_or_else(|| {
            self.owners.push(case.owner.clone());
            self.owners.len() - 1
        });
        Row::of(case, u16::try_from(place).unwrap_or(u16::MAX))
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Row] {
        &self.rows
    }

    /// The ids of the owners, by their places.
    #[must_use]
    pub fn owners(&self) -> &[String] {
        &self.owners
    }

    /// The id of a row's owner.
    #[must_use]
    pub fn owner_of(&self, row: &Row) -> &str {
        let owner = self.owners.get(usize::from(row.owner));
        owner.map_or("", String::as_str)
    }
}
