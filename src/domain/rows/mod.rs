//! What lists ask of every case, in a few numbers: a very large school is so narrowed, sorted and counted without reading
//! its cases, which are kept small ([`super::cases`]).

mod order;
mod things;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

pub use order::{list_rank, sorted};
pub use things::{Number, Thing, Things, Which};

use super::case::Case;
use super::entry::ActionKind;
use super::ids::Reference;
use super::next::days_due;
use super::people::Who;
use super::policy::YearGroup;
use super::status::{Severity, Status};
use super::story::standing::{self, Parents};
use super::today::AREAS;
use super::vocabulary::area_of;

/// A case in a few numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Row {
    /// Its name.
    pub reference: Reference,
    /// The number of its last entry.
    pub touched: u64,
    /// The first day on which something is due, and the first on which a sanction in force ends; none comes after all days.
    pub due: Day,
    /// As [`Self::due`], of sanctions in force.
    pub ends: Day,
    /// As [`Self::due`], of parents to be contacted.
    pub contact: Day,
    /// When it is to be looked at again, while it is open.
    pub review: Day,
    /// When it was reported.
    pub reported: Day,
    /// Where it stands.
    pub status: Status,
    /// How severe it is.
    pub severity: Severity,
    /// The number of its owner among all things.
    pub owner: Number,
    /// The year groups of its pupils, a bit for each.
    years: u8,
    /// The place of the year group of the child whose name stands in the list; none is [`u8::MAX`].
    pub lead: u8,
    /// The place of its category's area among [`AREAS`]; none is [`u8::MAX`].
    pub area: u8,
    flags: u16,
    /// The name that stands in the list, as the number of a thing.
    called: Number,
    /// What it has.
    things: Box<[Number]>,
    /// Who wrote in it, and the number of their last entry.
    by: Box<[(Number, u64)]>,
}

/// A row as it is written.
type Written = (
    (u16, u32),
    u64,
    [i32; 5],
    Status,
    Severity,
    [Number; 2],
    [u8; 3],
    u16,
    Box<[Number]>,
    Box<[(Number, u64)]>,
);

impl From<Written> for Row {
    fn from(written: Written) -> Self {
        let (reference, touched, days, status, severity, names, places, flags, things, by) =
            written;
        let [owner, called] = names;
        let (year, number) = reference;
        let [due, ends, contact, review, reported] = days.map(Day);
        let [years, lead, area] = places;
        Self {
            reference: Reference { year, number },
            touched,
            due,
            ends,
            contact,
            review,
            reported,
            status,
            severity,
            owner,
            years,
            lead,
            area,
            flags,
            called,
            things,
            by,
        }
    }
}

impl From<Row> for Written {
    fn from(row: Row) -> Self {
        (
            (row.reference.year, row.reference.number),
            row.touched,
            [row.due, row.ends, row.contact, row.review, row.reported].map(Day::place),
            row.status,
            row.severity,
            [row.owner, row.called],
            [row.years, row.lead, row.area],
            row.flags,
            row.things,
            row.by,
        )
    }
}

/// In the place of a name, where there is none.
const NOBODY: Number = Number::MAX;

/// A day as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(i32);

impl Day {
    /// No day.
    pub const NONE: Self = Self(i32::MAX);

    fn first(days: impl Iterator<Item = NaiveDate>) -> Self {
        days.map(Self::from).min().unwrap_or(Self::NONE)
    }

    /// The day, where it is one.
    #[must_use]
    pub fn day(self) -> Option<NaiveDate> {
        NaiveDate::from_num_days_from_ce_opt(self.0).filter(|_| self != Self::NONE)
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
    AnyNotTold = 1 << 4,
    AnyWithheld = 1 << 5,
    AllTold = 1 << 6,
    /// Some sanction is in force, whether or not the case is open.
    InForce = 1 << 7,
    /// Some sanction is in force that has no last day.
    Endless = 1 << 8,
}

impl Row {
    /// The row of a case; what it has is among the things from now on.
    #[must_use]
    pub fn of(case: &Case, things: &mut Things) -> Self {
        let open = case.status.is_open();
        let contact = |kind: &ActionKind| matches!(kind, ActionKind::ContactParents(_));
        let contacts = case
            .open_actions()
            .filter(|one| open && contact(&one.kind))
            .map(|one| one.due);
        let trail = case.chronology.trail();
        let mut person = |id: &String| things.number(Thing::Person(id.clone()));
        let by = trail.by.iter().map(|(id, last)| (person(id), *last));
        let by = by.collect();
        Self {
            reference: case.reference,
            touched: trail.last.map_or(0, |(seq, _)| seq),
            due: Day::first(days_due(case)),
            ends: Day::first(case.active_sanctions().filter_map(|one| one.until)),
            contact: Day::first(contacts),
            review: Day::first(case.review.filter(|_| open).into_iter()),
            reported: case.concern.reported.date_naive().into(),
            status: case.status,
            severity: case.severity,
            by,
            owner: person(&case.owner),
            years: years(case),
            lead: case.lead().map_or(u8::MAX, |one| year(&one.who)),
            area: area(&case.concern.category),
            flags: flags(case),
            called: case.lead().map_or(NOBODY, |one| {
                things.number(Thing::Called(one.who.name().to_owned()))
            }),
            things: had(case).map(|thing| things.number(thing)).collect(),
        }
    }

    /// Whether something is so.
    #[must_use]
    pub const fn is(&self, flag: Flag) -> bool {
        self.flags & flag as u16 != 0
    }

    /// The number of that name among all things.
    #[must_use]
    pub const fn name_in_list(&self) -> Number {
        self.called
    }

    /// The name that stands in the list; empty where nobody is in the case.
    #[must_use]
    pub fn called<'t>(&self, things: &'t Things) -> &'t str {
        match things.get(self.called) {
            Some(Thing::Called(name)) => name,
            _ => "",
        }
    }

    /// The id of its category.
    #[must_use]
    pub fn category<'t>(&self, things: &'t Things) -> &'t str {
        let mut all = self.things.iter().filter_map(|one| things.get(*one));
        let id = all.find_map(|thing| match thing {
            Thing::Category(id) => Some(id.as_str()),
            _ => None,
        });
        id.unwrap_or_default()
    }

    /// What it has.
    #[must_use]
    pub const fn things(&self) -> &[Number] {
        &self.things
    }

    /// Whether it has one of some things.
    #[must_use]
    pub fn has(&self, which: &Which) -> bool {
        self.things.iter().any(|one| which.has(*one))
    }

    /// Who wrote in it, and the number of their last entry.
    #[must_use]
    pub const fn by(&self) -> &[(Number, u64)] {
        &self.by
    }

    /// Whether one of its pupils is of a year group for which this is so.
    #[must_use]
    pub fn has_year(&self, is: impl Fn(YearGroup) -> bool) -> bool {
        let years = YearGroup::ALL.into_iter().enumerate();
        let mut having = years.filter(|(place, _)| self.years >> place & 1 == 1);
        having.any(|(_, year)| is(year))
    }
}

fn flags(case: &Case) -> u16 {
    let parents: Vec<_> = case
        .pupils_with_parents()
        .filter_map(|(letter, one)| standing::parents(case, letter, one))
        .collect();
    let told = !parents.is_empty() && parents.iter().all(|one| *one == Parents::Told);
    let endless = case.active_sanctions().any(|one| one.until.is_none());
    let each = [
        (Flag::Sealed, case.sealed),
        (Flag::Late, !case.concern.late_reason.is_empty()),
        (Flag::Linked, !case.links.is_empty()),
        (Flag::Sanctioned, !case.sanctions.is_empty()),
        (Flag::AnyNotTold, parents.contains(&Parents::NotTold)),
        (Flag::AnyWithheld, parents.contains(&Parents::Withheld)),
        (Flag::AllTold, told),
        (Flag::InForce, case.active_sanctions().next().is_some()),
        (Flag::Endless, endless),
    ];
    let so = each.into_iter().filter(|(_, is)| *is);
    so.fold(0, |flags, (flag, _)| flags | flag as u16)
}

/// Everything that a case has.
fn had(case: &Case) -> impl Iterator<Item = Thing> {
    let concern = &case.concern;
    let of_concern = [
        Thing::Category(concern.category.clone()),
        Thing::Place(concern.place.clone()),
        Thing::Through(concern.came_through.clone()),
    ];
    let pupils = case.people().filter_map(|(_, one)| match &one.who {
        Who::Pupil {
            id, name, class, ..
        } => Some([Thing::Pupil(*id, name.clone()), Thing::Class(class.clone())]),
        Who::Adult { .. } => None,
    });
    let sanctions = case.sanctions.iter().flat_map(|one| {
        [
            Thing::Sanction(one.sanction.kind.clone()),
            Thing::SanctionState(one.state),
        ]
    });
    let agencies = case.chronology.trail().agencies.iter();
    let cited = concern.clauses.iter();
    of_concern
        .into_iter()
        .chain(pupils.flatten())
        .chain(cited.map(|one| Thing::Clause(one.clause.clone())))
        .chain(sanctions)
        .chain(agencies.map(|agency| Thing::Agency(agency.clone())))
        .chain(case.tags.iter().map(|tag| Thing::Tag(tag.clone())))
        .chain(case.links.iter().map(|link| Thing::Link(link.to)))
}

fn area(category: &str) -> u8 {
    let place = |area| AREAS.iter().position(|one| *one == area);
    let place = area_of(category).and_then(place);
    place
        .and_then(|place| u8::try_from(place).ok())
        .unwrap_or(u8::MAX)
}

fn years(case: &Case) -> u8 {
    let places = case.people().map(|(_, one)| year(&one.who));
    places.fold(0, |years, place| years | bit_of(place))
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
