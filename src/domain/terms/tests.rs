use super::*;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn half(text: &str) -> String {
    Terms::shipped().half_of(day(text)).to_string()
}

#[test]
fn the_shipped_file_reads() {
    let terms = Terms::parse(SHIPPED).unwrap();
    let years: Vec<_> = terms.years().map(|dates| dates.year.to_string()).collect();
    assert_eq!(years, ["2024-25", "2025-26", "2026-27", "2027-28"]);
    for dates in terms.years() {
        for term in Term::ALL {
            let TermDates {
                first,
                half_term: [from, until],
                last,
            } = *dates.term(term);
            assert!(
                !is_weekend(first) && !is_weekend(last),
                "{term} {}",
                dates.year
            );
            assert_eq!(
                (from.weekday(), until.weekday()),
                (Weekday::Mon, Weekday::Fri)
            );
        }
    }
}

#[test]
fn a_holiday_belongs_to_the_half_before_it() {
    assert_eq!(half("2026-08-31"), "second half of the summer term 2025-26");
    assert_eq!(half("2026-09-01"), "first half of the autumn term 2026-27");
    assert_eq!(half("2026-10-28"), "first half of the autumn term 2026-27");
    assert_eq!(half("2026-11-01"), "first half of the autumn term 2026-27");
    assert_eq!(half("2026-11-02"), "second half of the autumn term 2026-27");
    assert_eq!(half("2026-12-25"), "second half of the autumn term 2026-27");
    assert_eq!(half("2027-01-04"), "first half of the spring term 2026-27");
    assert_eq!(half("2027-04-11"), "second half of the spring term 2026-27");
    assert_eq!(half("2027-08-01"), "second half of the summer term 2026-27");
}

#[test]
fn a_half_begins_on_a_weekday_and_the_autumn_on_the_first_of_september() {
    let terms = Terms::shipped();
    let starts: Vec<_> = HalfTerm::of_year(AcademicYear::of(day("2026-11-25")))
        .map(|half| terms.starts(half).to_string())
        .to_vec();
    assert_eq!(
        starts,
        [
            "2026-09-01",
            "2026-11-02",
            "2027-01-04",
            "2027-02-22",
            "2027-04-12",
            "2027-06-07"
        ]
    );
    let spring = terms.term_days(AcademicYear::of(day("2027-01-01")), Term::Spring);
    assert_eq!(
        (spring.first, spring.last),
        (day("2027-01-04"), day("2027-04-11"))
    );
}

#[test]
fn holidays_and_weekends_are_told_from_school_days() {
    let terms = Terms::shipped();
    for open in ["2026-09-02", "2026-10-23", "2026-11-02", "2027-07-21"] {
        assert!(!terms.is_holiday(day(open)), "{open}");
    }
    for shut in [
        "2026-09-01",
        "2026-10-26",
        "2026-11-21",
        "2026-12-25",
        "2027-07-22",
    ] {
        assert!(terms.is_holiday(day(shut)), "{shut}");
    }
}

#[test]
fn a_schools_own_dates_are_laid_over_the_shipped_ones() {
    let year = AcademicYear::of(day("2026-09-01"));
    let mut own = Terms::shipped().year(year);
    own.autumn.half_term = [day("2026-10-19"), day("2026-10-30")];
    let terms = Terms::shipped().with([&own]);
    assert_eq!(terms.year(year), own);
    assert_eq!(terms.years().count(), Terms::shipped().years().count());
    let unknown = AcademicYear::of(day("2031-09-01"));
    assert!(!terms.knows(unknown));
    assert_eq!(terms.year(unknown), YearDates::usual(unknown));
}

const ONE: &str = r#"
[[years]]
year = "2026-27"
autumn = { first = 2026-09-02, half-term = [2026-10-26, 2026-10-30], last = 2026-12-18 }
spring = { first = 2027-01-04, half-term = [2027-02-15, 2027-02-19], last = 2027-03-25 }
summer = { first = 2027-04-12, half-term = [2027-05-31, 2027-06-04], last = 2027-07-21 }
"#;

#[test]
fn every_mistake_is_said_with_its_line() {
    assert!(Terms::parse(ONE).is_ok());
    for (from, to, says) in [
        (
            "2027-01-04",
            "2026-12-17",
            "line 5: the spring term overlaps the one before: it begins Thu 17 Dec 2026, and that ends Fri 18 Dec 2026",
        ),
        (
            "2027-01-04",
            "2027-02-01",
            "line 5: there is a gap before the spring term: nothing between Fri 18 Dec 2026 and Mon 1 Feb 2027",
        ),
        (
            "2026-10-26",
            "2026-09-01",
            "line 4: the autumn half-term begins Tue 1 Sep 2026, before the term has begun (Wed 2 Sep 2026)",
        ),
        (
            "2026-10-30",
            "2026-10-20",
            "line 4: the autumn half-term ends Tue 20 Oct 2026, before it begins (Mon 26 Oct 2026)",
        ),
        (
            "2026-10-30",
            "2026-11-20",
            "line 4: the autumn half-term lasts over 21 days",
        ),
        (
            "2027-07-21",
            "2027-06-04",
            "line 6: the summer term ends Fri 4 Jun 2027, before its half-term is over (Fri 4 Jun 2027)",
        ),
        (
            "2027-07-21",
            "2028-07-21",
            "line 6: Fri 21 Jul 2028 is not in 2026-27",
        ),
        (
            "2027-07-21",
            "2027-07-21T10:00:00",
            "line 6: `2027-07-21T10:00:00` is not a day: one looks like 2026-09-02",
        ),
        (
            "\"2026-27\"",
            "\"2026\"",
            "line 3: `2026` is not an academic year: one looks like 2026-27",
        ),
        (
            "spring",
            "sprung",
            "line 5: unknown field `sprung`, expected one of `year`, `autumn`, `spring`, `summer`; did you mean `spring`?",
        ),
    ] {
        let wrong = ONE.replacen(from, to, 1);
        assert_eq!(Terms::parse(&wrong).unwrap_err().to_string(), says);
    }
    let again = format!("{ONE}{ONE}");
    assert_eq!(
        Terms::parse(&again).unwrap_err().to_string(),
        "line 9: after 2026-27 comes 2027-28, without a gap and in order; this is 2026-27"
    );
}

#[test]
fn dates_are_kept_as_people_write_them() {
    let dates = Terms::parse(ONE)
        .unwrap()
        .year(AcademicYear::of(day("2026-09-01")));
    let json = serde_json::to_string(&dates).unwrap();
    assert!(json.starts_with(
        r#"{"year":"2026-27","autumn":{"first":"2026-09-02","half-term":["2026-10-26","2026-10-30"],"last":"2026-12-18"}"#
    ), "{json}");
    assert_eq!(serde_json::from_str::<YearDates>(&json).unwrap(), dates);
}

proptest! {
    #[test]
    fn every_day_belongs_to_exactly_one_half(days in 0_i64..80_000) {
        let day = day("1950-01-01") + chrono::TimeDelta::days(days);
        let terms = Terms::shipped();
        let year = AcademicYear::of(day);
        let around = [year.previous(), year, year.next()];
        let having: Vec<_> = around
            .into_iter()
            .flat_map(HalfTerm::of_year)
            .filter(|half| terms.days(*half).contains(day))
            .collect();
        prop_assert_eq!(having, [terms.half_of(day)]);
        prop_assert_eq!(terms.half_of(day).year, year);
    }

    #[test]
    fn halves_follow_one_another(first in 1950_i32..2150, place in 0_usize..6) {
        let year = AcademicYear::of(NaiveDate::from_ymd_opt(first, 9, 1).unwrap());
        let half = HalfTerm::of_year(year)[place];
        prop_assert_eq!(half.next().previous(), half);
        prop_assert_eq!(half.previous().next(), half);
        prop_assert!(half < half.next());
        let terms = Terms::shipped();
        let days = terms.days(half);
        prop_assert_eq!(days.last.succ_opt().unwrap(), terms.starts(half.next()));
        prop_assert!(!is_weekend(days.first) || days.first == year.starts() || !terms.knows(year));
    }

    #[test]
    fn the_usual_dates_hold_in_any_year(first in 1900_i32..2200) {
        let year = AcademicYear::of(NaiveDate::from_ymd_opt(first, 9, 1).unwrap());
        prop_assert_eq!(YearDates::usual(year).check(), Ok(()));
    }

    /// What comes out of a log is read whatever it says.
    #[test]
    fn dates_in_any_order_still_give_every_day_a_half(days in prop::array::uniform12(0_i64..500), on in 0_i64..500) {
        let at = |days: i64| day("2026-08-01") + chrono::TimeDelta::days(days);
        let term = |place: usize| TermDates {
            first: at(days[place]),
            half_term: [at(days[place + 1]), at(days[place + 2])],
            last: at(days[place + 3]),
        };
        let year = AcademicYear::of(day("2026-09-01"));
        let own = YearDates { year, autumn: term(0), spring: term(4), summer: term(8) };
        let terms = Terms::default().with([&own]);
        let half = terms.half_of(at(on));
        prop_assert_eq!(half.year, AcademicYear::of(at(on)));
    }

    #[test]
    fn no_text_makes_reading_panic(text in "\\PC{0,80}", cut in 0_usize..400) {
        let _ = Terms::parse(&text);
        let cut = ONE.char_indices().nth(cut).map_or(ONE.len(), |(at, _)| at);
        let _ = Terms::parse(&format!("{}{text}", &ONE[..cut]));
    }
}
