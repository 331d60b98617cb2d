//! What is said, put together and held against today: the three readers and what they refuse.

use chrono::{Months, NaiveDate, NaiveDateTime, NaiveTime};

use super::grammar::{Reader, Sense};
use super::lexicon::{self, Clock, Token};
use super::{DayPart, When, full_day, to_minute};

/// Nobody who was at school then is a pupil now.
const OLDEST: Months = Months::new(20 * 12);
/// No date is said in more than this.
const LONGEST: usize = 60;

/// Why a text is no date, and what would be one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhenError {
    /// Nothing was written.
    #[error("No date is written. Try {0}.")]
    Empty(&'static str),
    /// A word or phrase that no date holds.
    #[error("“{said}” was not understood as a date. Try {examples}.")]
    Unreadable {
        /// What was written, shortened.
        said: String,
        /// What would be understood.
        examples: &'static str,
    },
    /// A day that no calendar has.
    #[error("{0} is not a day in the calendar. Write day/month, such as 14/11 or 14/11/26.")]
    NotADay(String),
    /// A time that no clock shows.
    #[error("{0} is not a time of day. Write one such as 10:40, 9am or 1440.")]
    NotATime(String),
    /// A weekday and a date that do not belong together.
    #[error("{date} is not a {said}. Write one of the two.")]
    OtherWeekday {
        /// The weekday that was written.
        said: String,
        /// The date, with the weekday that it has.
        date: String,
    },
    /// Two days, two times or two parts of the day.
    #[error("That names more than one {0}. Write one.")]
    Twice(&'static str),
    /// Beyond what a record could mean.
    #[error("That is too many years away. Write a day such as 14/11/26.")]
    TooFar,
    /// Before any pupil of today was at school.
    #[error("{0} is more than 20 years ago. Write the year it was, such as 14/11/26.")]
    TooLongAgo(String),
    /// It has not happened yet.
    #[error(
        "{0} has not come yet. Write when it happened, such as “yesterday 14:05” or “last Tue”."
    )]
    Future(String),
    /// It can no longer be due.
    #[error(
        "{0} has gone. Write today or later, such as “Fri”, “in 2 weeks” or a date with its year."
    )]
    Gone(String),
    /// A day was asked for, and a time was written too.
    #[error("Only a day is needed here. Leave out the time.")]
    TimeGiven,
}

impl Sense {
    const fn examples(self) -> &'static str {
        match self {
            Self::Past => "“today 10:40”, “yesterday pm”, “last Tue”, “14/11 9am” or “unknown”",
            Self::Due => "“tomorrow”, “Fri”, “in 2 weeks”, “+14” or “14/12”",
            Self::Date => "“today”, “Fri”, “in 2 weeks”, “14/12” or “14 Dec 2026”",
        }
    }
}

/// Reads when something happened. Nothing later than `now` is taken.
///
/// # Errors
/// A [`WhenError`] that says what was understood and what would work.
pub fn read_past(text: &str, now: NaiveDateTime) -> Result<When, WhenError> {
    let said = text.trim().to_lowercase();
    if lexicon::UNKNOWN.contains(&said.as_str()) {
        return Ok(When::Unknown);
    }
    let when = Reading::of(text, now, Sense::Past)?.when(now)?;
    if when.earliest().is_some_and(|earliest| earliest > now) {
        return Err(WhenError::Future(when.to_string()));
    }
    let oldest = now.date().checked_sub_months(OLDEST);
    match when.date().zip(oldest) {
        Some((date, oldest)) if date < oldest => Err(WhenError::TooLongAgo(full_day(date))),
        _ => Ok(when),
    }
}

/// Reads when something is due: today or later.
///
/// # Errors
/// A [`WhenError`] that says what was understood and what would work.
pub fn read_due(text: &str, today: NaiveDate) -> Result<NaiveDate, WhenError> {
    let date = read_day(text, today, Sense::Due)?;
    if date < today {
        Err(WhenError::Gone(full_day(date)))
    } else {
        Ok(date)
    }
}

/// Reads a day, past or to come: from when and until when a sanction holds.
///
/// # Errors
/// A [`WhenError`] that says what would work.
pub fn read_date(text: &str, today: NaiveDate) -> Result<NaiveDate, WhenError> {
    read_day(text, today, Sense::Date)
}

fn read_day(text: &str, today: NaiveDate, sense: Sense) -> Result<NaiveDate, WhenError> {
    let reading = Reading::of(text, today.and_time(NaiveTime::MIN), sense)?;
    if reading.clock.is_some() || reading.part.is_some() || reading.moment.is_some() {
        return Err(WhenError::TimeGiven);
    }
    reading.date.ok_or_else(|| unreadable(text, sense))
}

fn unreadable(text: &str, sense: Sense) -> WhenError {
    let said = crate::domain::words::fit(&crate::domain::words::clean_line(text.trim()), 40);
    WhenError::Unreadable {
        said,
        examples: sense.examples(),
    }
}

/// What a text named, each at most once.
#[derive(Default)]
struct Reading {
    date: Option<NaiveDate>,
    clock: Option<Clock>,
    part: Option<DayPart>,
    moment: Option<NaiveDateTime>,
    roughly: bool,
}

impl Reading {
    fn of(text: &str, now: NaiveDateTime, sense: Sense) -> Result<Self, WhenError> {
        if text.trim().is_empty() {
            return Err(WhenError::Empty(sense.examples()));
        }
        let short = Some(text).filter(|text| text.chars().count() <= LONGEST);
        let words = short
            .and_then(lexicon::words)
            .ok_or_else(|| unreadable(text, sense))?;
        let mut reading = Self::default();
        for token in (Reader { now, sense }).read(words)? {
            match token {
                Token::Date(date) => once(&mut reading.date, date, "day")?,
                Token::Clock(clock) => once(&mut reading.clock, clock, "time")?,
                Token::Around(clock) => {
                    reading.roughly = true;
                    once(&mut reading.clock, clock, "time")?;
                }
                Token::Part(part) => once(&mut reading.part, part, "part of the day")?,
                Token::Moment(moment) => once(&mut reading.moment, moment, "time")?,
                Token::Roughly => reading.roughly = true,
                Token::At | Token::In => {} // `at lunchtime`, `in the morning`
                _ => return Err(unreadable(text, sense)),
            }
        }
        Ok(reading)
    }

    /// That time, as exactly as it was said.
    fn at(&self, at: NaiveDateTime) -> When {
        if self.roughly {
            When::Around(to_minute(at))
        } else {
            When::exact(at)
        }
    }

    fn when(self, now: NaiveDateTime) -> Result<When, WhenError> {
        if let Some(moment) = self.moment {
            if self.date.is_some() || self.clock.is_some() || self.part.is_some() {
                return Err(WhenError::Twice("time"));
            }
            return Ok(self.at(moment));
        }
        let date = self.date.unwrap_or_else(|| now.date());
        match self.clock {
            Some(clock) => {
                let at = at(date, clock, self.part).ok_or(WhenError::TooFar)?;
                Ok(self.at(at))
            }
            None if self.date.is_none() && self.part.is_none() => {
                Err(WhenError::Empty(Sense::Past.examples()))
            }
            None => Ok(When::About {
                date,
                part: self.part,
            }),
        }
    }
}

fn once<T>(slot: &mut Option<T>, value: T, what: &'static str) -> Result<(), WhenError> {
    match slot.replace(value) {
        Some(_) => Err(WhenError::Twice(what)),
        None => Ok(()),
    }
}

/// The clock's time on that day, or in that part of it: `evening 8:15` is 20:15, `morning 6:30`
/// is 06:30, and the small hours of a night belong to the day after.
fn at(date: NaiveDate, clock: Clock, part: Option<DayPart>) -> Option<NaiveDateTime> {
    let twelve = clock.hour % 12;
    let hour = match part {
        _ if clock.sure => clock.hour,
        Some(DayPart::Morning) if clock.hour != 12 => twelve,
        Some(DayPart::Night) if twelve < 6 => twelve,
        Some(DayPart::Afternoon | DayPart::Evening | DayPart::Night) => twelve + 12,
        _ => clock.hour,
    };
    let small_hours = part == Some(DayPart::Night) && hour < 6;
    let date = if small_hours { date.succ_opt()? } else { date };
    Some(date.and_time(NaiveTime::from_hms_opt(hour, clock.minute, 0)?))
}
