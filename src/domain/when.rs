//! When something happened, or is due, as people in a school say it.
//!
//! Reading is by four tables of phrases (`grammar`) over a table of words (`lexicon`).
//! Where English is ambiguous, this is what was chosen; a screen shows the reading at once:
//!
//! | said | read as |
//! |---|---|
//! | `3/11` | day/month, always |
//! | `14/11` | past: the most recent; plain date: the nearest; due: the next, but one up to 60 days gone is refused rather than moved a year on |
//! | `Tue` | past: the most recent, today included; due: the next, after today; plain date: the next, today included |
//! | `last Tue` | the most recent before today |
//! | `next Tue` | the Tuesday of next week (Monday to Sunday) |
//! | `2:30`, `half past 2` | 14:30: an hour from 1 to 6 with no leading zero, am or pm is in the afternoon |
//! | `last night 2am` | the small hours of today |
//! | `14 Nov 26` | a number after a month is a year, when it can be one |
//! | `about 10:40`, `around 10` | about that time, within half an hour |
//! | `3 days` | from today on; back only with `ago` |

mod grammar;
mod lexicon;
mod read;
#[cfg(test)]
mod tests;

use std::fmt;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use read::{WhenError, read_date, read_due, read_past};

/// How far from the time that was said "about" may be.
const ROUGHLY: TimeDelta = TimeDelta::minutes(30);

/// When something happened, as exactly as anybody knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// A day and a time, to the minute.
    Exact(
        #[serde(with = "minute")]
        #[schemars(with = "String", extend("pattern" = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$"))]
        NaiveDateTime,
    ),
    /// About that time of a day.
    Around(
        #[serde(with = "minute")]
        #[schemars(with = "String", extend("pattern" = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$"))]
        NaiveDateTime,
    ),
    /// A day, and the part of it where that is known.
    About {
        /// The day.
        date: NaiveDate,
        /// The part of the day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        part: Option<DayPart>,
    },
    /// Nobody knows.
    #[default]
    Unknown,
}

/// A part of a school day.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DayPart {
    /// Before noon.
    Morning,
    /// Morning break.
    Break,
    /// The midday break.
    Lunchtime,
    /// After noon.
    Afternoon,
    /// After school.
    Evening,
    /// After bedtime.
    Night,
}

impl DayPart {
    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Morning => "morning",
            Self::Break => "break",
            Self::Lunchtime => "lunchtime",
            Self::Afternoon => "afternoon",
            Self::Evening => "evening",
            Self::Night => "night",
        }
    }

    /// The hour by which it is over in every school.
    const fn latest_hour(self) -> u32 {
        match self {
            Self::Morning | Self::Break => 12,
            Self::Lunchtime => 14,
            Self::Afternoon => 18,
            Self::Evening | Self::Night => 24,
        }
    }

    /// The hour before which it has begun in no school.
    #[must_use]
    pub const fn earliest_hour(self) -> u32 {
        match self {
            Self::Morning => 0,
            Self::Break => 9,
            Self::Lunchtime => 11,
            Self::Afternoon => 12,
            Self::Evening => 16,
            Self::Night => 18,
        }
    }
}

impl fmt::Display for DayPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl When {
    /// An exact time; its seconds are dropped.
    #[must_use]
    pub fn exact(at: NaiveDateTime) -> Self {
        Self::Exact(to_minute(at))
    }

    /// The day, where one is known.
    #[must_use]
    pub fn date(self) -> Option<NaiveDate> {
        match self {
            Self::Exact(at) | Self::Around(at) => Some(at.date()),
            Self::About { date, .. } => Some(date),
            Self::Unknown => None,
        }
    }

    /// The first moment that it can mean: for sorting, and for telling what has not come yet.
    #[must_use]
    pub fn earliest(self) -> Option<NaiveDateTime> {
        match self {
            Self::Exact(at) => Some(at),
            Self::Around(at) => at.checked_sub_signed(ROUGHLY),
            Self::About { date, part } => {
                let hour = part.map_or(0, DayPart::earliest_hour);
                Some(date.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default()))
            }
            Self::Unknown => None,
        }
    }

    /// The last moment that it can mean.
    #[must_use]
    pub fn latest(self) -> Option<NaiveDateTime> {
        match self {
            Self::Exact(at) => Some(at),
            Self::Around(at) => at.checked_add_signed(ROUGHLY),
            Self::About { date, part } => {
                let hours = part.map_or(24, DayPart::latest_hour);
                let midnight = date.and_time(NaiveTime::MIN);
                midnight.checked_add_signed(TimeDelta::hours(i64::from(hours)))
            }
            Self::Unknown => None,
        }
    }

    /// For a narrow column: `today 10:40`, `yesterday afternoon`, `Mon 23 Nov`, `not known`.
    #[must_use]
    pub fn short(self, today: NaiveDate) -> String {
        match self {
            Self::Exact(at) => format!("{} {}", day(at.date(), today), at.format("%H:%M")),
            Self::Around(at) => {
                format!("{} about {}", day(at.date(), today), at.format("%H:%M"))
            }
            Self::About {
                date,
                part: Some(part),
            } => format!("{} {part}", day(date, today)),
            Self::About { date, part: None } => day(date, today),
            Self::Unknown => self.to_string(),
        }
    }
}

/// For reading: `Tue 24 Nov 2026, 10:40`, `Mon 23 Nov 2026, afternoon`, `not known`.
impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(at) => write!(f, "{}, {}", full_day(at.date()), at.format("%H:%M")),
            Self::Around(at) => {
                write!(f, "{}, about {}", full_day(at.date()), at.format("%H:%M"))
            }
            Self::About {
                date,
                part: Some(part),
            } => write!(f, "{}, {part}", full_day(*date)),
            Self::About { date, part: None } => f.write_str(&full_day(*date)),
            Self::Unknown => f.write_str("not known"),
        }
    }
}

/// A day in full: `Tue 24 Nov 2026`.
#[must_use]
pub fn full_day(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

/// A day seen from today: `today`, `yesterday`, `tomorrow`, `Fri 27 Nov`, or in full where the
/// calendar year is another.
#[must_use]
pub fn day(date: NaiveDate, today: NaiveDate) -> String {
    match (date - today).num_days() {
        0 => "today".to_owned(),
        -1 => "yesterday".to_owned(),
        1 => "tomorrow".to_owned(),
        _ if date.year() == today.year() => date.format("%a %-d %b").to_string(),
        _ => full_day(date),
    }
}

/// How long is left: `today`, `tomorrow`, `in 3 days`, `1 day overdue`, `2 days overdue`.
#[must_use]
pub fn due_words(date: NaiveDate, today: NaiveDate) -> String {
    match (date - today).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "1 day overdue".to_owned(),
        days if days > 0 => format!("in {days} days"),
        days => format!("{} days overdue", -days),
    }
}

fn to_minute(at: NaiveDateTime) -> NaiveDateTime {
    let minute = NaiveTime::from_hms_opt(at.hour(), at.minute(), 0);
    at.date().and_time(minute.unwrap_or_default())
}

/// `2026-11-24T10:40`, as a person writes it; seconds are read and dropped.
mod minute {
    use chrono::NaiveDateTime;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    const FORMAT: &str = "%Y-%m-%dT%H:%M";

    pub(super) fn serialize<S: Serializer>(at: &NaiveDateTime, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&at.format(FORMAT))
    }

    pub(super) fn deserialize<'de, D>(from: D) -> Result<NaiveDateTime, D::Error>
    where
        D: Deserializer<'de>,
    {
        let text = String::deserialize(from)?;
        NaiveDateTime::parse_from_str(&text, FORMAT)
            .or_else(|_| NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S"))
            .map(super::to_minute)
            .map_err(|_| D::Error::custom("a time is written like 2026-11-24T10:40"))
    }
}
