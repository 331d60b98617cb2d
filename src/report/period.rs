//! What a summary is of: a term, or the year once its terms are released.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::protect::{Part, WHOLE};
use crate::domain::terms::{Days, Term, Terms};
use crate::domain::year::AcademicYear;

/// A term, or a whole academic year. Written `2026-autumn`, `2026-year`: the year is that of its
/// September.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    /// The academic year.
    pub year: AcademicYear,
    /// The term; none is the whole year.
    pub term: Option<Term>,
}

/// Text that names no period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no term; one is written 2026-autumn, 2026-spring, 2026-summer or 2026-year, by the year of its September"
)]
pub struct PeriodError(String);

impl Period {
    /// Its terms, as bits.
    #[must_use]
    pub fn part(self) -> Part {
        self.term.map_or(WHOLE, |term| 1 << term as u8)
    }

    /// Its days.
    #[must_use]
    pub fn days(self, terms: &Terms) -> Days {
        self.term.map_or(
            Days {
                first: self.year.starts(),
                last: self.year.ends(),
            },
            |term| terms.term_days(self.year, term),
        )
    }

    /// Whether its last day, holidays included, is past.
    #[must_use]
    pub fn is_over(self, terms: &Terms, today: NaiveDate) -> bool {
        self.days(terms).last < today
    }

    /// The term before it; the year before a year.
    #[must_use]
    pub fn previous(self) -> Self {
        let (year, term) = match self.term {
            None => (self.year.previous(), None),
            Some(Term::Autumn) => (self.year.previous(), Some(Term::Summer)),
            Some(Term::Spring) => (self.year, Some(Term::Autumn)),
            Some(Term::Summer) => (self.year, Some(Term::Spring)),
        };
        Self { year, term }
    }

    /// The same term of the year before.
    #[must_use]
    pub fn last_year(self) -> Self {
        Self {
            year: self.year.previous(),
            ..self
        }
    }

    /// The period that a day falls in: its term.
    #[must_use]
    pub fn of(terms: &Terms, day: NaiveDate) -> Self {
        let half = terms.half_of(day);
        Self {
            year: half.year,
            term: Some(half.term),
        }
    }

    /// In words: "Autumn term 2026-27".
    #[must_use]
    pub fn words(self) -> String {
        words(self.year, self.part())
    }
}

/// Some terms of a year in words: "Autumn and spring terms 2026-27".
#[must_use]
pub fn words(year: AcademicYear, part: Part) -> String {
    let names: Vec<&str> = Term::ALL
        .into_iter()
        .filter(|term| part & (1 << *term as u8) != 0)
        .map(Term::name)
        .collect();
    let text = match names.as_slice() {
        [one] => format!("{one} term {year}"),
        [one, other] => format!("{one} and {other} terms {year}"),
        _ => format!("academic year {year}"),
    };
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let term = self.term.map_or("year", Term::name);
        f.pad(&format!("{:04}-{term}", self.year.first_year()))
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let wrong = || PeriodError(text.to_owned());
        let (year, term) = text.trim().split_once('-').ok_or_else(wrong)?;
        let first: i32 = year.parse().map_err(|_| wrong())?;
        let september = NaiveDate::from_ymd_opt(first, 9, 1).ok_or_else(wrong)?;
        let term = match term {
            "year" => None,
            term => Some(Term::named(term).ok_or_else(wrong)?),
        };
        let period = Self {
            year: AcademicYear::of(september),
            term,
        };
        if (1900..2200).contains(&first) {
            Ok(period)
        } else {
            Err(wrong())
        }
    }
}

impl TryFrom<String> for Period {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Self, PeriodError> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}
