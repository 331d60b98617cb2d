//! The school's year: 1 September to 31 August.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// An academic year, written `2026-27`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct AcademicYear(i32);

/// Text that is not an academic year.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("An academic year is written like 2026-27.")]
pub struct YearError;

impl AcademicYear {
    /// The academic year that a date falls in.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        Self(if date.month() >= 9 {
            date.year()
        } else {
            date.year() - 1
        })
    }

    /// The calendar year of its 1 September, as references use it.
    #[must_use]
    pub const fn first_year(self) -> i32 {
        self.0
    }

    /// Its first day, 1 September.
    #[must_use]
    pub fn starts(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0, 9, 1).unwrap_or(NaiveDate::MIN)
    }

    /// Its last day, 31 August.
    #[must_use]
    pub fn ends(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0 + 1, 8, 31).unwrap_or(NaiveDate::MAX)
    }

    /// Whether a date falls in it.
    #[must_use]
    pub fn contains(self, date: NaiveDate) -> bool {
        Self::of(date) == self
    }

    /// The year before.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self(self.0 - 1)
    }

    /// The year after.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for AcademicYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.0, (self.0 + 1).rem_euclid(100))
    }
}

impl From<AcademicYear> for String {
    fn from(year: AcademicYear) -> Self {
        year.to_string()
    }
}

impl TryFrom<String> for AcademicYear {
    type Error = YearError;

    fn try_from(text: String) -> Result<Self, YearError> {
        text.parse()
    }
}

impl FromStr for AcademicYear {
    type Err = YearError;

    fn from_str(text: &str) -> Result<Self, YearError> {
        let first = text.trim().split('-').next().unwrap_or_default();
        let year = first.parse().map(Self).map_err(|_| YearError)?;
        let sensible = (1900..2200).contains(&year.0);
        if sensible && year.to_string() == text.trim() {
            Ok(year)
        } else {
            Err(YearError)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_year_turns_on_the_first_of_september() {
        let year = AcademicYear::of(day("2026-09-01"));
        assert_eq!(year.to_string(), "2026-27");
        assert_eq!(
            (year.starts(), year.ends()),
            (day("2026-09-01"), day("2027-08-31"))
        );
        assert_eq!(AcademicYear::of(day("2026-08-31")), year.previous());
        assert!(year.contains(day("2027-08-31")) && !year.contains(day("2027-09-01")));
        assert_eq!(AcademicYear::of(day("2027-09-01")), year.next());
    }

    #[test]
    fn it_reads_what_it_writes_and_nothing_else() {
        assert_eq!("2026-27".parse(), Ok(AcademicYear(2026)));
        assert_eq!("2099-00".parse(), Ok(AcademicYear(2099)));
        for wrong in ["2026", "2026-28", "26-27", "", "-", "+2026-27", "2026-27-"] {
            assert_eq!(wrong.parse::<AcademicYear>(), Err(YearError), "{wrong}");
        }
    }
}
