//! From term dates in TOML to [`Terms`], with every mistake named by line.

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::{TermDates, Terms, YearDates};
use crate::domain::data_error::DataError;
use crate::domain::year::AcademicYear;

/// A mistake in a file of term dates.
pub type TermsError = DataError;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    years: Vec<RawYear>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawYear {
    year: Spanned<String>,
    autumn: RawTerm,
    spring: RawTerm,
    summer: RawTerm,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawTerm {
    first: Spanned<Datetime>,
    half_term: [Spanned<Datetime>; 2],
    last: Spanned<Datetime>,
}

impl Terms {
    /// Reads a file of term dates.
    ///
    /// # Errors
    /// The first mistake, with its line: a date that is none, dates out of order, terms that overlap,
    /// a year left out.
    pub fn parse(text: &str) -> Result<Self, TermsError> {
        let raw: RawFile =
            toml::from_str(text).map_err(|error| TermsError::from_toml(text, &error))?;
        let mut made = Self::default();
        for raw in raw.years {
            let dates = raw.check(text)?;
            let at = raw.year.span().start;
            if let Some((last, _)) = made.years.last_key_value()
                && dates.year != last.next()
            {
                let say = format!(
                    "after {last} comes {}, without a gap and in order; this is {}",
                    last.next(),
                    dates.year
                );
                return Err(TermsError::at(text, at, say));
            }
            made.years.insert(dates.year, dates);
        }
        Ok(made)
    }
}

impl RawYear {
    fn check(&self, text: &str) -> Result<YearDates, TermsError> {
        let year = self.year.get_ref().parse::<AcademicYear>();
        let year = year.map_err(|_| {
            let say = format!(
                "`{}` is not an academic year: one looks like 2026-27",
                self.year.get_ref()
            );
            TermsError::at(text, self.year.span().start, say)
        })?;
        let dates = YearDates {
            year,
            autumn: self.autumn.read(text)?,
            spring: self.spring.read(text)?,
            summer: self.summer.read(text)?,
        };
        dates.check().map_err(|fault| {
            let raw = match fault.term {
                super::Term::Autumn => &self.autumn,
                super::Term::Spring => &self.spring,
                super::Term::Summer => &self.summer,
            };
            TermsError::at(text, raw.place(fault.place), fault.say)
        })?;
        Ok(dates)
    }
}

impl RawTerm {
    fn read(&self, text: &str) -> Result<TermDates, TermsError> {
        let [from, until] = &self.half_term;
        Ok(TermDates {
            first: date(text, &self.first)?,
            half_term: [date(text, from)?, date(text, until)?],
            last: date(text, &self.last)?,
        })
    }

    fn place(&self, place: usize) -> usize {
        let [from, until] = &self.half_term;
        let all = [&self.first, from, until, &self.last];
        all.get(place).map_or(0, |one| one.span().start)
    }
}

fn date(text: &str, raw: &Spanned<Datetime>) -> Result<NaiveDate, TermsError> {
    let date = match raw.get_ref() {
        Datetime {
            date: Some(date),
            time: None,
            offset: None,
        } => NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()),
        _ => None,
    };
    date.ok_or_else(|| {
        let say = format!(
            "`{}` is not a day: one looks like 2026-09-02",
            raw.get_ref()
        );
        TermsError::at(text, raw.span().start, say)
    })
}
