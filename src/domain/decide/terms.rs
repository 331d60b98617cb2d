//! Term dates that a school sets.

use chrono::{Datelike, NaiveDate};

use super::{Desk, Problems, Refused};
use crate::domain::command::{NewTerm, NewTermDates};
use crate::domain::entry::{SchoolFact, What};
use crate::domain::terms::{Term, TermDates, YearDates};
use crate::domain::when::read_date;
use crate::domain::words::capital;
use crate::domain::year::AcademicYear;

/// The fields of the form: of each term its first day, its half-term from and until, its last day.
const FIELDS: [[&str; 4]; 3] = [
    [
        "autumn-first",
        "autumn-half-term-from",
        "autumn-half-term-until",
        "autumn-last",
    ],
    [
        "spring-first",
        "spring-half-term-from",
        "spring-half-term-until",
        "spring-last",
    ],
    [
        "summer-first",
        "summer-half-term-from",
        "summer-half-term-until",
        "summer-last",
    ],
];

impl Desk<'_> {
    /// Sets the term dates of an academic year. The field of a problem is `year`, or the term and the
    /// date: `spring-half-term-until`.
    ///
    /// # Errors
    /// When a date is missing, cannot be read, or cannot be right beside the others.
    pub fn set_terms(&self, new: &NewTermDates) -> Result<Vec<What>, Refused> {
        let mut wrong = Problems::default();
        let year = new.year.parse::<AcademicYear>();
        let year = wrong.take("year", year.map_err(|error| error.to_string()));
        let typed = [&new.autumn, &new.spring, &new.summer];
        let read =
            |(term, fields)| year.and_then(|year| self.term_dates(&mut wrong, year, term, fields));
        let terms: Vec<_> = typed.into_iter().zip(&FIELDS).map(read).collect();
        let dates = match (year, terms.as_slice()) {
            (Some(year), [Some(autumn), Some(spring), Some(summer)]) => Some(YearDates {
                year,
                autumn: *autumn,
                spring: *spring,
                summer: *summer,
            }),
            _ => None,
        };
        if let Some(dates) = &dates
            && let Err(fault) = dates.check()
        {
            wrong.add(
                field(fault.term, fault.place),
                format!("{}.", capital(&fault.say)),
            );
        }
        if dates.is_some_and(|dates| self.school.terms.contains(&dates)) {
            wrong.add("year", "These are the school's dates already.");
        }
        let fact = dates.map(|dates| vec![What::School(SchoolFact::TermDatesSet(dates))]);
        wrong.settle(fact)
    }

    fn term_dates(
        &self,
        wrong: &mut Problems,
        year: AcademicYear,
        new: &NewTerm,
        fields: &[&'static str; 4],
    ) -> Option<TermDates> {
        let typed = [
            &new.first,
            &new.half_term_from,
            &new.half_term_until,
            &new.last,
        ];
        let mut dates = Vec::new();
        for (field, text) in fields.iter().zip(typed) {
            dates.extend(wrong.take(field, day_of(year, text)));
        }
        match dates.as_slice() {
            [first, from, until, last] => Some(TermDates {
                first: *first,
                half_term: [*from, *until],
                last: *last,
            }),
            _ => None,
        }
    }
}

/// A day of an academic year: where no calendar year is typed, the one that puts it there.
fn day_of(year: AcademicYear, text: &str) -> Result<NaiveDate, String> {
    if text.trim().is_empty() {
        return Err("Give the day.".to_owned());
    }
    let middle = NaiveDate::from_ymd_opt(year.first_year() + 1, 3, 1).unwrap_or(year.starts());
    let far = middle.with_year(year.first_year() + 9).unwrap_or(middle);
    let day = read_date(text, middle).map_err(|error| error.to_string())?;
    // Where it reads the same from years away, its year was typed.
    if read_date(text, far) == Ok(day) {
        return Ok(day);
    }
    let moved = [year.first_year(), year.first_year() + 1].map(|calendar| day.with_year(calendar));
    let in_year = moved.into_iter().flatten().find(|day| year.contains(*day));
    Ok(in_year.unwrap_or(day))
}

fn field(term: Term, place: usize) -> &'static str {
    let of_term = match term {
        Term::Autumn => 0,
        Term::Spring => 1,
        Term::Summer => 2,
    };
    let fields = FIELDS.get(of_term).and_then(|fields| fields.get(place));
    fields.copied().unwrap_or("year")
}
