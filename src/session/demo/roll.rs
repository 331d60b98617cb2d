//! The children of an invented school, and how they move up each September.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};
use rand::Rng;
use rand::seq::SliceRandom as _;

use super::prose::pick;
use super::stock::{Scenario, Stock};
use crate::domain::entry::{SchoolFact, What};
use crate::domain::ids::PupilId;
use crate::domain::people::{Agreement, Pupil};
use crate::domain::policy::{SendLevel, YearGroup};
use crate::domain::year::AcademicYear;

/// Children in one class.
const CLASS: u32 = 30;
/// The years of a school without a nursery.
const YEARS: [YearGroup; 7] = [
    YearGroup::Reception,
    YearGroup::Year1,
    YearGroup::Year2,
    YearGroup::Year3,
    YearGroup::Year4,
    YearGroup::Year5,
    YearGroup::Year6,
];

/// Who is at the school now.
#[derive(Default)]
pub struct Roll {
    pupils: Vec<Pupil>,
    taken: BTreeSet<String>,
    last: u32,
    classes: u8,
}

/// The place of a year group in the school.
fn place(year: YearGroup) -> u32 {
    (0..)
        .zip(YEARS)
        .find(|(_, one)| *one == year)
        .map_or(0, |(place, _)| place)
}

impl Roll {
    /// A school of so many classes in each year, and the entries that list its children.
    pub fn begin(
        stock: &Stock,
        rng: &mut impl Rng,
        classes: u8,
        day: NaiveDate,
    ) -> (Self, Vec<What>) {
        let mut roll = Self {
            classes,
            ..Self::default()
        };
        let mut facts = Vec::new();
        for year in YEARS {
            roll.join(stock, rng, year, day, &mut facts);
        }
        (roll, facts)
    }

    /// Everybody moves up; the oldest leave and a new Reception comes.
    pub fn move_up(&mut self, stock: &Stock, rng: &mut impl Rng, day: NaiveDate) -> Vec<What> {
        let mut facts = Vec::new();
        self.pupils.retain(|pupil| pupil.year != YearGroup::Year6);
        for pupil in &mut self.pupils {
            let next = place(pupil.year) + 1;
            pupil.year = YEARS.get(next as usize).copied().unwrap_or(pupil.year);
            let letter = pupil.class.pop().unwrap_or('A');
            pupil.class = format!("{next}{letter}");
            facts.push(What::School(SchoolFact::PupilListed(pupil.clone())));
        }
        self.join(stock, rng, YearGroup::Reception, day, &mut facts);
        facts
    }

    fn join(
        &mut self,
        stock: &Stock,
        rng: &mut impl Rng,
        year: YearGroup,
        day: NaiveDate,
        facts: &mut Vec<What>,
    ) {
        for class in 0..self.classes {
            let stem = match place(year) {
                0 => "R".to_owned(),
                n => n.to_string(),
            };
            for seat in 0..CLASS {
                self.last += 1;
                let name = self.new_name(stock, rng);
                // One child in each class has a SEND document, so that it is always there to be seen.
                let send = match (seat, place(year) > 1) {
                    (0, true) => Some(SendLevel::L2To4),
                    (1, _) if rng.gen_bool(0.3) => Some(SendLevel::P7ToL1),
                    (2, _) if rng.gen_bool(0.15) => Some(SendLevel::P4ToP7),
                    _ => None,
                };
                let pupil = Pupil {
                    upn: String::new(),
                    id: PupilId(self.last),
                    name,
                    year,
                    class: format!("{stem}{}", char::from(b'A' + class)),
                    born: born(rng, year, day),
                    send,
                    has_send: send.is_some() || rng.gen_bool(0.1),
                };
                facts.push(What::School(SchoolFact::PupilListed(pupil.clone())));
                if rng.gen_bool(0.9) {
                    let adult = pupil.name.rsplit(' ').next().unwrap_or_default();
                    let title = stock.names.get("title").map_or("", |list| pick(rng, list));
                    facts.push(What::School(SchoolFact::AgreementSigned(Agreement {
                        pupil: pupil.id,
                        document: "SJ24 Agreement".to_owned(),
                        signed: day,
                        parent: format!("{title} {adult}"),
                    })));
                }
                self.pupils.push(pupil);
            }
        }
    }

    /// A name that nobody at this school has had.
    fn new_name(&mut self, stock: &Stock, rng: &mut impl Rng) -> String {
        loop {
            let mut of = |list: &str| stock.names.get(list).map_or("", |list| pick(rng, list));
            let name = format!(
                "{} {}{}",
                of("first"),
                of("surname_start"),
                of("surname_end")
            );
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }

    /// A child to whom the scenario can happen. Some children are drawn oftener than others.
    pub fn child(&self, rng: &mut impl Rng, scenario: &Scenario) -> Option<&Pupil> {
        let [youngest, oldest] = scenario.ages.map(place);
        let can: Vec<_> = self
            .pupils
            .iter()
            .filter(|pupil| (youngest..=oldest).contains(&place(pupil.year)))
            .filter(|pupil| pupil.send == scenario.send)
            .collect();
        let often = rng.gen_range(0.0..1.0_f64).powi(2);
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss
        )]
        let at = (often * can.len() as f64) as usize;
        can.get(at).or(can.first()).copied()
    }

    /// Another child of the same age.
    pub fn peer(&self, rng: &mut impl Rng, of: &Pupil, not: &[PupilId]) -> Option<&Pupil> {
        let can: Vec<_> = self
            .pupils
            .iter()
            .filter(|pupil| pupil.year == of.year && !not.contains(&pupil.id))
            .collect();
        can.choose(rng).copied()
    }
}

/// A birthday that fits the year group.
fn born(rng: &mut impl Rng, year: YearGroup, day: NaiveDate) -> Option<NaiveDate> {
    let age = 5 + i32::try_from(place(year)).unwrap_or(0);
    let first = AcademicYear::of(day)
        .starts()
        .with_year(AcademicYear::of(day).first_year() - age)?;
    Some(super::calendar::after(first, rng.gen_range(0..365)))
}
