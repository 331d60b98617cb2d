//! From cases to facts: one concern, one lead value in each table, and the pupils it is about.
//!
//! Counted is every concern that was reported in the term and can be read, those recorded in error and
//! those sealed to the headteacher apart. What followed is counted as it was on the last day of the term,
//! whenever the concern was recorded; what was put right since is counted as it was put right.

use std::collections::HashSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::leads;
use super::menu::{Lead, Menu};
use crate::domain::case::Case;
use crate::domain::ids::{PupilId, Reference};
use crate::domain::people::Part;
use crate::domain::policy::Policies;
use crate::domain::rows::{Flag, Row};
use crate::domain::school::School;
use crate::domain::status::Status;
use crate::domain::terms::{Days, Term, Terms};
use crate::domain::year::AcademicYear;

/// Ids from here on stand for pupils that nobody has named, one for each concern.
const NAMELESS: u32 = 0x8000_0000;

/// One concern, as it is counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fact {
    /// Which.
    pub case: Reference,
    /// The place of its value in each dimension, in the order of [`Lead::ALL`].
    pub values: [u8; Lead::ALL.len()],
    /// The pupils it is about: those harmed, alleged to have caused harm or taking part.
    pub pupils: Vec<u32>,
}

impl Fact {
    /// The same with that value in a dimension.
    fn with(mut self, lead: Lead, value: usize) -> Self {
        if let (Some(known), Ok(value)) = (self.values.get_mut(lead.place()), u8::try_from(value)) {
            *known = value;
        }
        self
    }

    /// Its value in a dimension.
    #[must_use]
    pub fn value(&self, lead: Lead) -> usize {
        self.values
            .get(lead.place())
            .copied()
            .map_or(0, usize::from)
    }
}

/// What facts are read from, besides the cases.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The menu.
    pub menu: &'a Menu,
    /// Policies, for the headings of clauses.
    pub policies: &'a Policies,
    /// When terms begin and end.
    pub terms: &'a Terms,
}

/// The facts of each term of a year, in the order of their references: all three in one pass, since
/// whether a pupil was in a concern before is asked over the whole year.
#[must_use]
pub fn facts(school: &School, reading: Reading<'_>, year: AcademicYear) -> [Vec<Fact>; 3] {
    let terms = Term::ALL.map(|term| reading.terms.term_days(year, term));
    let of_year = Days {
        first: year.starts(),
        last: year.ends(),
    };
    let within = |row: &Row| row.reported.day().is_some_and(|on| of_year.contains(on));
    let each = |case: &Case| {
        let on = reported(case);
        let mut pupils: Vec<_> = central(case).map(|(id, _)| id).collect();
        pupils.sort_unstable();
        pupils.dedup();
        let of_term = terms.map(|days| {
            let counts = days.contains(on);
            counts.then(|| fact(case, &pupils, reading, days.last))
        });
        ((on, case.reference), pupils, of_term)
    };
    let wanted = |row: &Row| is_counted(row) && within(row);
    let mut counted = school.cases.each_of_rows(wanted, each);
    counted.sort_by_key(|(when, ..)| *when);
    let mut seen: HashSet<PupilId> = HashSet::new();
    let mut facts = [const { Vec::new() }; 3];
    for (_, pupils, of_term) in counted {
        let again = pupils.iter().any(|pupil| seen.contains(pupil));
        seen.extend(&pupils);
        for (fact, facts) in of_term.into_iter().zip(&mut facts) {
            facts.extend(fact.map(|fact| fact.with(Lead::Repeat, usize::from(!again))));
        }
    }
    for of_term in &mut facts {
        of_term.sort_by_key(|fact| fact.case);
    }
    facts
}

fn is_counted(row: &Row) -> bool {
    row.status != Status::RecordedInError && !row.is(Flag::Sealed)
}

/// The day on which the DSL was told.
pub(super) fn reported(case: &Case) -> NaiveDate {
    case.concern.reported.date_naive()
}

/// The pupils whom a case is about, those harmed first.
pub(super) fn central(case: &Case) -> impl Iterator<Item = (PupilId, Part)> {
    let of = |wanted: fn(Part) -> bool| {
        case.people()
            .filter(move |(_, one)| one.part.is_central() && wanted(one.part))
            .filter_map(|(_, one)| Some((one.who.pupil()?, one.part)))
    };
    of(|part| part == Part::Harmed).chain(of(|part| part != Part::Harmed))
}

fn fact(case: &Case, central: &[PupilId], reading: Reading<'_>, last: NaiveDate) -> Fact {
    let done = leads::Done::of(case, last);
    let value = |lead: Lead| -> usize {
        match lead {
            Lead::Area => leads::area(case, reading.menu),
            Lead::Phase => leads::phase(case),
            Lead::Rule => leads::rule(case, reading),
            Lead::Place => leads::place(case),
            Lead::Source => leads::source(case),
            Lead::Action => done.lead(),
            Lead::FirstAction => done.first_action(),
            Lead::ParentContact => done.parent_contact(),
            Lead::Closure => done.closure(),
            // Only what came before it can say so.
            Lead::Repeat => 0,
        }
    };
    let mut pupils: Vec<u32> = central.iter().map(|pupil| pupil.0).collect();
    if pupils.is_empty() {
        pupils.push(NAMELESS | case.reference.number);
    }
    Fact {
        case: case.reference,
        values: Lead::ALL.map(|lead| u8::try_from(value(lead)).unwrap_or(u8::MAX)),
        pupils,
    }
}
