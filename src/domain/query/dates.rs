//! Days and spans of days as people say them, with the school's terms.

use chrono::{Datelike, Months, NaiveDate, NaiveTime, TimeDelta};

use super::Ground;
use super::value::Wrong;
use crate::domain::terms::{Days, HalfTerm, Term};
use crate::domain::when::{read_date, read_due, read_past};
use crate::domain::year::AcademicYear;

/// Which of several possible days is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    /// One that has been.
    Past,
    /// One to come.
    Due,
}

/// Words for a span of days that moves with the calendar, and what each means.
pub(super) const PAST: &[(&str, &str)] = &[
    ("today", "today"),
    ("week", "this week, from Monday"),
    ("last-week", "the week before"),
    ("month", "this month"),
    ("last-month", "the month before"),
    ("half-term", "this half of the term"),
    ("last-half-term", "the half before"),
    ("term", "this term"),
    ("last-term", "the term before"),
    ("autumn", "the latest autumn term"),
    ("spring", "the latest spring term"),
    ("summer", "the latest summer term"),
    ("year", "this academic year"),
    ("last-year", "the academic year before"),
];

/// The same of what is to come.
pub(super) const DUE: &[(&str, &str)] = &[
    ("overdue", "before today"),
    ("today", "today"),
    ("tomorrow", "tomorrow"),
    ("week", "this week, Monday to Sunday"),
    ("next-week", "the week after"),
    ("half-term", "this half of the term"),
    ("term", "this term"),
    ("none", "no day is set"),
];

/// The days that a text means, and how it is kept.
pub(super) fn read(text: &str, sense: Sense, ground: &Ground<'_>) -> Result<(String, Days), Wrong> {
    let said = text.to_lowercase();
    let words: Vec<&str> = said
        .split(|sign: char| sign == '-' || sign.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect();
    let name = words.join("-");
    let name = ["this-", "the-", "academic-", "school-"]
        .iter()
        .fold(name.as_str(), |name, word| {
            name.strip_prefix(word).unwrap_or(name)
        });
    if let Some(days) = span(name, ground) {
        return Ok((name.to_owned(), days));
    }
    let day = read_as(text, sense, ground.today)?;
    let far = ground.today + TimeDelta::days(400);
    // What is the same day of a year from far away names a day of the calendar, and is pinned to it; what moves along
    // (`last Tue`, `2 weeks ago`) stays as it was said.
    let fixed = read_as(text, sense, far)
        .is_ok_and(|other| (other.month(), other.day()) == (day.month(), day.day()));
    let kept = if fixed {
        day.to_string()
    } else {
        words.join(" ")
    };
    let same = |text: &str| read_as(text, sense, ground.today).is_ok_and(|read| read == day);
    let kept = if same(&kept) { kept } else { day.to_string() };
    Ok((
        kept,
        Days {
            first: day,
            last: day,
        },
    ))
}

fn read_as(text: &str, sense: Sense, today: NaiveDate) -> Result<NaiveDate, Wrong> {
    let end = today.and_time(NaiveTime::from_hms_opt(23, 59, 0).unwrap_or_default());
    // A day on the other side of today is one all the same, where its year says so.
    let plain = read_date(text, today);
    let read = match sense {
        Sense::Past => read_past(text, end).map(|when| when.date()),
        Sense::Due => read_due(text, today).map(Some),
    };
    match (read, plain) {
        (Ok(Some(day)), Ok(_)) | (_, Ok(day)) => Ok(day),
        (_, Err(error)) => {
            let known = if sense == Sense::Past { PAST } else { DUE };
            let known = known.iter().map(|(word, _)| *word);
            Err(Wrong {
                say: error.to_string(),
                near: crate::domain::data_error::nearest(text, known),
            })
        }
    }
}

fn span(name: &str, ground: &Ground<'_>) -> Option<Days> {
    let today = ground.today;
    let (ago, name) = match name.split_once('-') {
        Some(("last" | "previous", rest)) => (-1, rest),
        Some(("next", rest)) => (1, rest),
        _ => (0, name),
    };
    match name {
        "week" => {
            let monday = today - TimeDelta::days(i64::from(today.weekday().num_days_from_monday()));
            let first = monday + TimeDelta::days(7 * ago);
            let last = first + TimeDelta::days(6);
            Some(Days { first, last })
        }
        "month" => {
            let first = today.with_day(1)?;
            let first = match ago {
                0 => first,
                1 => first.checked_add_months(Months::new(1))?,
                _ => first.checked_sub_months(Months::new(1))?,
            };
            let last = first.checked_add_months(Months::new(1))?.pred_opt()?;
            Some(Days { first, last })
        }
        "half-term" | "half" | "halfterm" => {
            let half = ground.terms.half_of(today);
            Some(ground.terms.days(moved(half, ago)))
        }
        "term" => {
            let half = ground.terms.half_of(today);
            let term = moved(moved(half, ago), ago);
            Some(ground.terms.term_days(term.year, term.term))
        }
        "year" => {
            let year = moved_year(AcademicYear::of(today), ago);
            Some(year_days(year))
        }
        name => of_a_year(name, ago, ground),
    }
}

/// `spring`, `spring-term`, `spring-2025-26`, `2025-26`.
fn of_a_year(name: &str, ago: i64, ground: &Ground<'_>) -> Option<Days> {
    if let Ok(year) = name.parse::<AcademicYear>() {
        return (ago == 0).then(|| year_days(year));
    }
    let (term, rest) = name.split_once('-').unwrap_or((name, ""));
    let term = Term::named(term)?;
    let rest = rest.strip_prefix("term").unwrap_or(rest);
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    if !rest.is_empty() {
        let year = rest.parse().ok().filter(|_| ago == 0)?;
        return Some(ground.terms.term_days(year, term));
    }
    let year = AcademicYear::of(ground.today);
    let this = ground.terms.term_days(year, term);
    // The latest is this year's once it has begun; the last one is never the one that is.
    let back = this.first > ground.today || (ago == -1 && this.contains(ground.today));
    match ago {
        1 if this.first <= ground.today => Some(ground.terms.term_days(year.next(), term)),
        0 | -1 if back => Some(ground.terms.term_days(year.previous(), term)),
        _ => Some(this),
    }
}

const fn moved(half: HalfTerm, by: i64) -> HalfTerm {
    match by {
        -1 => half.previous(),
        1 => half.next(),
        _ => half,
    }
}

const fn moved_year(year: AcademicYear, by: i64) -> AcademicYear {
    match by {
        -1 => year.previous(),
        1 => year.next(),
        _ => year,
    }
}

fn year_days(year: AcademicYear) -> Days {
    Days {
        first: year.starts(),
        last: year.ends(),
    }
}
