//! School days: when an invented school is open.

use chrono::{DateTime, Datelike as _, Days, FixedOffset, NaiveDate, NaiveDateTime, Weekday};
use rand::Rng;

use super::Plan;

/// Days of a school's story, at least and at most.
const SHORTEST: u32 = 280;
const LONGEST: u32 = 3_650;

/// Whether children are in school, near enough: weekends and the usual holidays are not.
pub fn is_school_day(day: NaiveDate) -> bool {
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let holiday = matches!(
        (day.month(), day.day()),
        (1, 1..=4)
            | (2, 14..=20)
            | (4, 3..=17)
            | (5, 25..=31)
            | (7, 22..)
            | (8, _)
            | (10, 24..)
            | (12, 20..)
    );
    !weekend && !holiday
}

/// That day, or the next one on which there is school.
pub fn on_or_after(mut day: NaiveDate) -> NaiveDate {
    while !is_school_day(day) {
        day = day.succ_opt().unwrap_or(day);
    }
    day
}

/// That day, or the last one before it on which there was school.
pub fn on_or_before(mut day: NaiveDate) -> NaiveDate {
    while !is_school_day(day) {
        day = day.pred_opt().unwrap_or(day);
    }
    day
}

/// A time of that day at which a DSL writes.
pub fn hour(rng: &mut impl Rng, day: NaiveDate) -> NaiveDateTime {
    at(day, 8 * 60 + rng.gen_range(15..525))
}

/// So many minutes after midnight.
pub fn at(day: NaiveDate, minutes: u32) -> NaiveDateTime {
    day.and_hms_opt(minutes / 60 % 24, minutes % 60, 0)
        .unwrap_or_default()
}

/// Some days later, when there is school, at some hour; always later than before.
pub fn later(rng: &mut impl Rng, than: NaiveDateTime, days: u64) -> NaiveDateTime {
    if days == 0 {
        return than + chrono::Duration::minutes(rng.gen_range(12..95));
    }
    hour(rng, on_or_after(after(than.date(), days)))
}

/// So many days later.
pub fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

/// So many days earlier.
pub fn before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

/// A school day of the last spring term that is over.
pub fn last_spring(today: NaiveDate) -> NaiveDate {
    let march = |year| NaiveDate::from_ymd_opt(year, 3, 11).unwrap_or(today);
    let this = march(today.year());
    on_or_after(if before(today, 60) > this {
        this
    } else {
        march(today.year() - 1)
    })
}

/// The school's first moment: early enough for last spring, and for so many cases.
pub fn begins(plan: &Plan) -> DateTime<FixedOffset> {
    let today = plan.until.date_naive();
    let days = plan.cases.saturating_mul(3).clamp(SHORTEST, LONGEST);
    let first = before(today, u64::from(days)).min(before(last_spring(today), 14));
    at(on_or_before(first), 7 * 60)
        .and_local_timezone(*plan.until.offset())
        .single()
        .unwrap_or(plan.until)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_school_at_weekends_or_in_august() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert!(is_school_day(day("2026-11-24")));
        assert!(!is_school_day(day("2026-11-22")));
        assert_eq!(on_or_after(day("2026-07-30")), day("2026-09-01"));
        assert_eq!(on_or_before(day("2026-12-25")), day("2026-12-18"));
        assert_eq!(last_spring(day("2026-11-24")), day("2026-03-11"));
        assert_eq!(last_spring(day("2026-04-20")), day("2025-03-11"));
    }
}
