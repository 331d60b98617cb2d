//! The dates of one academic year, and what can be wrong with them.

use chrono::{Datelike, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use super::{Term, back};
use crate::domain::when::full_day;
use crate::domain::year::AcademicYear;

/// Longer than any half-term break there is: a slip of the month.
const LONGEST_BREAK: i64 = 21;
/// Longer than any Christmas or Easter holiday.
const LONGEST_HOLIDAY: i64 = 35;

/// The dates of one term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct TermDates {
    /// The first day for pupils.
    pub first: NaiveDate,
    /// The first and the last day of the half-term break.
    pub half_term: [NaiveDate; 2],
    /// The last day for pupils.
    pub last: NaiveDate,
}

/// The dates of one academic year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearDates {
    /// Which.
    pub year: AcademicYear,
    /// Its autumn term.
    pub autumn: TermDates,
    /// Its spring term.
    pub spring: TermDates,
    /// Its summer term.
    pub summer: TermDates,
}

/// Two dates of a year that cannot both be right, or one that cannot.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{say}")]
pub struct DatesFault {
    /// The term that it was found in.
    pub term: Term,
    /// Which of its dates: 0 the first day, 1 and 2 the break, 3 the last day.
    pub place: usize,
    /// One plain sentence, without its full stop.
    pub say: String,
}

impl YearDates {
    /// The dates of one of its terms.
    #[must_use]
    pub const fn term(&self, term: Term) -> &TermDates {
        match term {
            Term::Autumn => &self.autumn,
            Term::Spring => &self.spring,
            Term::Summer => &self.summer,
        }
    }

    /// What an English school's year looks like, near enough, where nobody gave its dates.
    #[must_use]
    pub fn usual(year: AcademicYear) -> Self {
        let autumn = year.first_year();
        let on = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        let week_of = |day: NaiveDate| {
            let monday = day - TimeDelta::days(i64::from(day.weekday().num_days_from_monday()));
            [monday, monday + TimeDelta::days(4)]
        };
        let term = |year, first: (u32, u32), half: (u32, u32), last: (u32, u32)| TermDates {
            first: on(year, first.0, first.1),
            half_term: week_of(on(year, half.0, half.1)),
            last: on(year, last.0, last.1),
        };
        Self {
            year,
            autumn: term(autumn, (9, 2), (10, 28), (12, 19)),
            spring: term(autumn + 1, (1, 5), (2, 17), (3, 31)),
            summer: term(autumn + 1, (4, 16), (5, 28), (7, 21)),
        }
    }

    /// The first thing that is wrong with these dates.
    ///
    /// # Errors
    /// The date, and why it cannot be.
    pub fn check(&self) -> Result<(), DatesFault> {
        let mut before: Option<TermDates> = None;
        for term in Term::ALL {
            let dates = self.term(term);
            let fault = |place, say| Err(DatesFault { term, place, say });
            for (place, date) in dates.in_order().into_iter().enumerate() {
                if !self.year.contains(date) {
                    let say = format!("{} is not in {}", full_day(date), self.year);
                    return fault(place, say);
                }
            }
            if let Some(last) = before.map(|term| term.last) {
                let (ended, begins) = (full_day(last), full_day(dates.first));
                if dates.first <= last {
                    let say = format!(
                        "the {term} term overlaps the one before: it begins {begins}, and that ends {ended}"
                    );
                    return fault(0, say);
                }
                if (dates.first - last).num_days() > LONGEST_HOLIDAY {
                    let say = format!(
                        "there is a gap before the {term} term: nothing between {ended} and {begins}"
                    );
                    return fault(0, say);
                }
            }
            dates.check(term)?;
            before = Some(*dates);
        }
        Ok(())
    }
}

impl TermDates {
    const fn in_order(&self) -> [NaiveDate; 4] {
        let [from, until] = self.half_term;
        [self.first, from, until, self.last]
    }

    fn check(&self, term: Term) -> Result<(), DatesFault> {
        let fault = |place, say| Err(DatesFault { term, place, say });
        let [first, from, until, last] = self.in_order();
        if from <= first {
            let say = format!(
                "the {term} half-term begins {}, before the term has begun ({})",
                full_day(from),
                full_day(first)
            );
            return fault(1, say);
        }
        if until < from {
            let say = format!(
                "the {term} half-term ends {}, before it begins ({})",
                full_day(until),
                full_day(from)
            );
            return fault(2, say);
        }
        if (until - from).num_days() >= LONGEST_BREAK {
            let say = format!("the {term} half-term lasts over {LONGEST_BREAK} days");
            return fault(2, say);
        }
        if last < back(until) {
            let say = format!(
                "the {term} term ends {}, before its half-term is over ({})",
                full_day(last),
                full_day(until)
            );
            return fault(3, say);
        }
        Ok(())
    }
}
