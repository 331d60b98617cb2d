use proptest::prelude::*;

use super::*;

/// Tuesday 24 November 2026, 15:00.
fn now() -> NaiveDateTime {
    "2026-11-24T15:00:00".parse().unwrap()
}

fn today() -> NaiveDate {
    now().date()
}

fn past(text: &str) -> String {
    match read_past(text, now()) {
        Ok(when) => when.to_string(),
        Err(error) => format!("{error:?}"),
    }
}

#[test]
fn what_happened_is_read_as_people_say_it() {
    for (said, expected) in [
        ("today 10:40", "Tue 24 Nov 2026, 10:40"),
        ("10:40", "Tue 24 Nov 2026, 10:40"),
        ("10.40", "Tue 24 Nov 2026, 10:40"),
        ("1040", "Tue 24 Nov 2026, 10:40"),
        ("0910", "Tue 24 Nov 2026, 09:10"),
        ("9am", "Tue 24 Nov 2026, 09:00"),
        ("9 a.m.", "Tue 24 Nov 2026, 09:00"),
        ("at 9 o'clock", "Tue 24 Nov 2026, 09:00"),
        ("half past 2", "Tue 24 Nov 2026, 14:30"),
        ("half past two in the afternoon", "Tue 24 Nov 2026, 14:30"),
        ("half an hour ago", "Tue 24 Nov 2026, 14:30"),
        ("ten to 9", "Tue 24 Nov 2026, 08:50"),
        ("quarter to 12 pm", "Tue 24 Nov 2026, 11:45"),
        ("quarter to one", "Tue 24 Nov 2026, 12:45"),
        ("20 past 8 am", "Tue 24 Nov 2026, 08:20"),
        ("2:30", "Tue 24 Nov 2026, 14:30"),
        ("02:30", "Tue 24 Nov 2026, 02:30"),
        ("noon", "Tue 24 Nov 2026, 12:00"),
        ("now", "Tue 24 Nov 2026, 15:00"),
        ("20 mins ago", "Tue 24 Nov 2026, 14:40"),
        ("an hour ago", "Tue 24 Nov 2026, 14:00"),
        ("about an hour ago", "Tue 24 Nov 2026, about 14:00"),
        ("about 10:40", "Tue 24 Nov 2026, about 10:40"),
        ("around 10am", "Tue 24 Nov 2026, about 10:00"),
        ("about 10", "Tue 24 Nov 2026, about 10:00"),
        ("yesterday about ten", "Mon 23 Nov 2026, about 10:00"),
        ("about 10 yesterday", "Mon 23 Nov 2026, about 10:00"),
        ("about 2", "Tue 24 Nov 2026, about 14:00"),
        ("about 10 Nov", "Tue 10 Nov 2026"),
        ("about 3 days ago", "Sat 21 Nov 2026"),
        ("today", "Tue 24 Nov 2026"),
        ("yesterday", "Mon 23 Nov 2026"),
        ("Yesterday PM", "Mon 23 Nov 2026, afternoon"),
        ("this morning", "Tue 24 Nov 2026, morning"),
        ("this morning at 6:30", "Tue 24 Nov 2026, 06:30"),
        ("last night", "Mon 23 Nov 2026, night"),
        ("last night 9:30", "Mon 23 Nov 2026, 21:30"),
        ("last night at 2am", "Tue 24 Nov 2026, 02:00"),
        ("yesterday evening 8:15", "Mon 23 Nov 2026, 20:15"),
        ("lunchtime", "Tue 24 Nov 2026, lunchtime"),
        ("at lunch time yesterday", "Mon 23 Nov 2026, lunchtime"),
        ("last Tue", "Tue 17 Nov 2026"),
        ("Tuesday", "Tue 24 Nov 2026"),
        ("Tue 14:05", "Tue 24 Nov 2026, 14:05"),
        ("14:05 on Weds", "Wed 18 Nov 2026, 14:05"),
        ("Thurs last week", "Thu 19 Nov 2026"),
        ("14/11 9am", "Sat 14 Nov 2026, 09:00"),
        ("14/11/26", "Sat 14 Nov 2026"),
        ("14.11.26 1.15pm", "Sat 14 Nov 2026, 13:15"),
        ("14 Nov", "Sat 14 Nov 2026"),
        ("14 Nov 10am", "Sat 14 Nov 2026, 10:00"),
        ("14 Nov 1040", "Sat 14 Nov 2026, 10:40"),
        ("14th of November 2026", "Sat 14 Nov 2026"),
        ("Nov 14th, 2026", "Sat 14 Nov 2026"),
        ("14/12", "Sun 14 Dec 2025"),
        ("29/2", "Thu 29 Feb 2024"),
        ("2026-11-14T10:40:30", "Sat 14 Nov 2026, 10:40"),
        ("2 days ago", "Sun 22 Nov 2026"),
        ("a week ago", "Tue 17 Nov 2026"),
        ("last week", "Tue 17 Nov 2026"),
        ("a fortnight ago", "Tue 10 Nov 2026"),
        ("unknown", "not known"),
        ("Not known", "not known"),
        (" ? ", "not known"),
    ] {
        assert_eq!(past(said), expected, "{said}");
        assert_eq!(past(expected), expected, "what a form keeps is read again");
    }
}

#[test]
fn what_cannot_be_meant_is_refused_in_words() {
    let day = "is not a day in the calendar. Write day/month, such as 14/11 or 14/11/26.";
    let time = "is not a time of day. Write one such as 10:40, 9am or 1440.";
    let future =
        "has not come yet. Write when it happened, such as “yesterday 14:05” or “last Tue”.";
    let examples = "Try “today 10:40”, “yesterday pm”, “last Tue”, “14/11 9am” or “unknown”.";
    for (said, expected) in [
        ("31/2", format!("31/2 {day}")),
        ("14/11/1066", format!("14/11/1066 {day}")),
        ("25:70", format!("25:70 {time}")),
        ("13am", format!("13:00am {time}")),
        ("15:01", format!("Tue 24 Nov 2026, 15:01 {future}")),
        ("this evening", format!("Tue 24 Nov 2026, evening {future}")),
        ("tomorrow", format!("Wed 25 Nov 2026 {future}")),
        ("3 days", format!("Fri 27 Nov 2026 {future}")),
        (
            "Mon 14/11/26",
            "Sat 14 Nov 2026 is not a Mon. Write one of the two.".to_owned(),
        ),
        (
            "today yesterday",
            "That names more than one day. Write one.".to_owned(),
        ),
        (
            "blue",
            format!("“blue” was not understood as a date. {examples}"),
        ),
        (
            "10",
            format!("“10” was not understood as a date. {examples}"),
        ),
        (
            "99999 months ago",
            "That is too many years away. Write a day such as 14/11/26.".to_owned(),
        ),
        ("  ", format!("No date is written. {examples}")),
    ] {
        assert_eq!(
            read_past(said, now()).unwrap_err().to_string(),
            expected,
            "{said}"
        );
    }
}

#[test]
fn what_is_due_is_today_or_later() {
    for (said, expected) in [
        ("today", "2026-11-24"),
        ("tomorrow", "2026-11-25"),
        ("Fri", "2026-11-27"),
        ("Tue", "2026-12-01"),
        ("next Tue", "2026-12-01"),
        ("next Fri", "2026-12-04"),
        ("in 2 weeks", "2026-12-08"),
        ("in two weeks' time", "2026-12-08"),
        ("2w", "2026-12-08"),
        ("3 days", "2026-11-27"),
        ("+14", "2026-12-08"),
        ("a week", "2026-12-01"),
        ("next week", "2026-12-01"),
        ("a month", "2026-12-24"),
        ("end of week", "2026-11-27"),
        ("by the end of this week", "2026-11-27"),
        ("14/12", "2026-12-14"),
        ("14 December", "2026-12-14"),
        ("14/1", "2027-01-14"),
        ("20/7", "2027-07-20"),
        ("2027-03-01", "2027-03-01"),
    ] {
        assert_eq!(
            read_due(said, today()).map(|date| date.to_string()),
            Ok(expected.into()),
            "{said}"
        );
    }
    let gone = "Fri 20 Nov 2026 has gone. Write today or later, such as “Fri”, “in 2 weeks” or a date with its year.";
    assert_eq!(read_due("20/11", today()).unwrap_err().to_string(), gone);
    assert_eq!(read_due("Fri 10am", today()), Err(WhenError::TimeGiven));
}

#[test]
fn a_plain_date_is_the_nearest() {
    for (said, expected) in [
        ("20/11", "2026-11-20"),
        ("1/2", "2027-02-01"),
        ("Fri", "2026-11-27"),
        ("last Fri", "2026-11-20"),
        ("Tue", "2026-11-24"),
        ("yesterday", "2026-11-23"),
        ("2 weeks", "2026-12-08"),
        ("-3", "2026-11-21"),
    ] {
        assert_eq!(
            read_date(said, today()).map(|date| date.to_string()),
            Ok(expected.into()),
            "{said}"
        );
    }
}

#[test]
fn days_seen_from_today() {
    let at = |text: &str| text.parse::<NaiveDate>().unwrap();
    for (date, seen, due) in [
        ("2026-11-24", "today", "today"),
        ("2026-11-25", "tomorrow", "tomorrow"),
        ("2026-11-23", "yesterday", "1 day overdue"),
        ("2026-11-27", "Fri 27 Nov", "in 3 days"),
        ("2025-11-24", "Mon 24 Nov 2025", "365 days overdue"),
    ] {
        assert_eq!(
            (
                day(at(date), today()).as_str(),
                due_words(at(date), today()).as_str()
            ),
            (seen, due)
        );
    }
    assert_eq!(
        read_past("10:40", now()).unwrap().short(today()),
        "today 10:40"
    );
    assert_eq!(
        read_past("yesterday pm", now()).unwrap().short(today()),
        "yesterday afternoon"
    );
    assert_eq!(When::Unknown.short(today()), "not known");
}

#[test]
fn json_is_for_people_too() {
    for (said, json) in [
        ("10:40", r#"{"exact":"2026-11-24T10:40"}"#),
        (
            "yesterday pm",
            r#"{"about":{"date":"2026-11-23","part":"afternoon"}}"#,
        ),
        ("yesterday", r#"{"about":{"date":"2026-11-23"}}"#),
        ("?", r#""unknown""#),
    ] {
        let when = read_past(said, now()).unwrap();
        assert_eq!(serde_json::to_string(&when).unwrap(), json);
        assert_eq!(serde_json::from_str::<When>(json).unwrap(), when);
    }
    let seconds: When = serde_json::from_str(r#"{"exact":"2026-11-24T10:40:59"}"#).unwrap();
    assert_eq!(seconds, read_past("10:40", now()).unwrap());
    assert!(
        schemars::schema_for!(When)
            .to_value()
            .to_string()
            .contains("exact")
    );
}

/// Texts made of the words that mean something, which random ones hardly ever hit.
fn phrase() -> impl Strategy<Value = String> {
    let words = [
        "last",
        "next",
        "this",
        "tue",
        "fri",
        "week",
        "days",
        "month",
        "hours",
        "ago",
        "in",
        "a",
        "2",
        "14",
        "29",
        "31",
        "/",
        "/2",
        "/11",
        "/26",
        "2026",
        "9999",
        "10:40",
        ":",
        ".",
        "-",
        "+",
        "1040",
        "9am",
        "pm",
        "half",
        "past",
        "quarter",
        "to",
        "at",
        "night",
        "morning",
        "lunch",
        "end",
        "of",
        "yesterday",
        "now",
        "feb",
        "nov",
        "th",
        "about",
        "4294967295",
        "today",
        "0",
        "12",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 1..7)
        .prop_flat_map(|words| prop_oneof![Just(words.join(" ")), Just(words.concat())])
}

fn moments() -> impl Strategy<Value = NaiveDateTime> {
    (0_i64..150 * 365 * 24 * 60).prop_map(|minutes| {
        let start: NaiveDateTime = "1950-01-01T00:00:00".parse().unwrap();
        start + chrono::TimeDelta::minutes(minutes)
    })
}

proptest! {
    #[test]
    fn no_text_panics_and_nothing_is_read_beyond_its_bounds(
        text in prop_oneof![phrase(), any::<String>()], now in moments(),
    ) {
        if let Ok(when) = read_past(&text, now) {
            prop_assert!(when.earliest().is_none_or(|earliest| earliest <= now), "{when}");
        }
        if let Ok(due) = read_due(&text, now.date()) {
            prop_assert!(due >= now.date());
        }
        let _ = read_date(&text, now.date());
    }

    #[test]
    fn what_is_shown_can_be_typed(at in moments(), part in 0_usize..7) {
        let parts = [
            None, Some(DayPart::Morning), Some(DayPart::Break), Some(DayPart::Lunchtime),
            Some(DayPart::Afternoon), Some(DayPart::Evening), Some(DayPart::Night),
        ];
        let about = When::About { date: at.date(), part: parts[part] };
        let later = at + chrono::TimeDelta::days(1);
        for when in [When::exact(at), When::Around(at), about, When::Unknown] {
            prop_assert_eq!(read_past(&when.to_string(), later), Ok(when));
        }
    }
}

#[test]
fn the_ends_of_the_calendar_are_no_danger() {
    for now in [NaiveDateTime::MIN, NaiveDateTime::MAX] {
        for text in [
            "last tue",
            "next tue",
            "tue",
            "in 2 weeks",
            "2 months ago",
            "14/11",
            "last night 2am",
            "fri last week",
            "9 hours ago",
            "end of week",
        ] {
            let _ = (
                read_past(text, now),
                read_due(text, now.date()),
                read_date(text, now.date()),
            );
        }
    }
}
