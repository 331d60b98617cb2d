//! Cover, waiting and the handover on one page.

use chrono::{Days, NaiveDate};
use daybook::domain::command::NewCover;
use daybook::domain::entry::{CaseFact, SchoolFact, What};
use daybook::domain::next::waits;
use daybook::domain::query::{Ground, parse};
use daybook::domain::school::School;
use daybook::domain::sheet::{brief, mine, plain};
use daybook::domain::story::Teller;
use daybook::domain::today::{Tile, Today};
use daybook::domain::vocabulary::{List, Vocabulary};
use serde_json::json;

use crate::log::{Log, about, author};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn cover(log: &Log, person: &str, by: &str, from: &str, until: &str) -> Result<Vec<What>, String> {
    let new = NewCover {
        person: person.into(),
        by: by.into(),
        from: from.into(),
        until: until.into(),
        note: String::new(),
    };
    log.desk()
        .cover(&new)
        .map_err(|refused| refused.to_string())
}

fn arrange(log: &mut Log, person: &str, by: &str, from: &str, until: &str) {
    for what in cover(log, person, by, from, until).unwrap() {
        log.append(what);
    }
}

/// Who looks after the newest case on each of these days.
fn on(log: &Log, days: &[&str]) -> Vec<String> {
    let who = |text: &&str| log.school.looks_after(log.case(), day(text)).to_owned();
    days.iter().map(who).collect()
}

#[test]
fn cover_holds_for_its_days_and_the_owner_stays() {
    let mut log = Log::new();
    log.concern(json!({}));
    let before = log.entries.len();
    arrange(&mut log, "dsl", "Devi Sample", "26/11", "4/12");
    assert_eq!(
        log.entries.len(),
        before + 1,
        "one entry, however many cases"
    );
    let days = ["2026-11-25", "2026-11-26", "2026-12-04", "2026-12-05"];
    assert_eq!(on(&log, &days), ["dsl", "deputy", "deputy", "dsl"]);
    assert_eq!(log.case().owner, "dsl");
    // A case that comes in the meantime is covered too, and needs no entry for that.
    log.concern(json!({}));
    assert_eq!(on(&log, &days), ["dsl", "deputy", "deputy", "dsl"]);
    // One that was given to somebody meanwhile is theirs, during the cover and after it.
    log.follow("assign", json!({ "owner": "head" }));
    assert_eq!(on(&log, &days), ["head"; 4]);
}

#[test]
fn cover_without_an_end_is_ended_and_what_was_stays_so() {
    let mut log = Log::new();
    log.concern(json!({}));
    arrange(&mut log, "me", "deputy", "", "");
    let seq = log.school.covers[0].seq;
    log.now = log.now.checked_add_days(Days::new(3)).unwrap();
    let today = log.now.date_naive();
    assert_eq!(mine(&log.school, "deputy", today).len(), 1);
    for what in log.desk().end_cover(seq).unwrap() {
        log.append(what);
    }
    let days = ["2026-11-23", "2026-11-24", "2026-11-26", "2026-11-27"];
    assert_eq!(on(&log, &days), ["dsl", "deputy", "deputy", "dsl"]);
    assert!(log.desk().end_cover(seq).is_err(), "it is over");
    assert!(mine(&log.school, "deputy", today).is_empty());
}

#[test]
fn cover_is_refused_where_it_would_come_to_nothing() {
    let mut log = Log::new();
    for (person, by, from, until, say) in [
        ("dsl", "dsl", "", "", "Nobody covers for themselves."),
        ("dsl", "", "", "", "Say who looks after them."),
        ("dsl", "nobody", "", "", "has no key to this log"),
        (
            "dsl",
            "deputy",
            "4/12",
            "1/12",
            "That is before the first day.",
        ),
        ("dsl", "deputy", "soonish", "", "soonish"),
    ] {
        let refused = cover(&log, person, by, from, until).unwrap_err();
        assert!(refused.contains(say), "{refused}");
    }
    arrange(&mut log, "deputy", "dsl", "30/11", "4/12");
    let refused = cover(&log, "dsl", "deputy", "1/12", "2/12").unwrap_err();
    assert!(
        refused.contains("own cases are covered by them"),
        "{refused}"
    );
    assert!(cover(&log, "dsl", "deputy", "5/12", "").is_ok());
    log.school.invited.insert("head".into());
    let refused = cover(&log, "dsl", "head", "", "").unwrap_err();
    assert!(refused.contains("has not been in yet"), "{refused}");
}

#[test]
fn whoever_covers_can_be_covered_for_and_no_ring_holds() {
    let mut log = Log::new();
    log.concern(json!({}));
    arrange(&mut log, "dsl", "deputy", "", "");
    arrange(&mut log, "deputy", "head", "1/12", "2/12");
    let days = ["2026-11-30", "2026-12-01", "2026-12-03"];
    assert_eq!(on(&log, &days), ["deputy", "head", "deputy"]);
    // The rules refuse a ring of two; one of three, or of another program, comes to nothing.
    let mut ring = log.school.covers[0].cover.clone();
    (ring.person, ring.by) = ("head".into(), "dsl".into());
    log.fact(SchoolFact::CoverArranged(ring));
    assert_eq!(on(&log, &days), ["deputy", "dsl", "deputy"]);
}

#[test]
fn nobody_without_a_key_covers_and_what_is_sealed_is_covered_by_a_headteacher() {
    let mut log = Log::new().as_headteacher();
    log.concern(json!({ "participants": [
        { "name": "Mx Coach", "adult": "staff", "job": "coach", "part": "alleged" },
    ], "clauses": ["SJ24 Staff 2"] }));
    assert!(log.case().sealed, "a concern about staff");
    let owner = log.case().owner.clone();
    arrange(&mut log, &owner, "deputy", "", "");
    assert_eq!(on(&log, &["2026-11-24"]), [owner.as_str()]);
    log.fact(SchoolFact::PersonAdded(author(
        "co-head",
        "Co Sample",
        "headteacher",
    )));
    arrange(&mut log, &owner, "co-head", "", "");
    assert_eq!(on(&log, &["2026-11-24"]), ["co-head"]);
    log.school.people.retain(|person| person.id != "co-head");
    assert_eq!(on(&log, &["2026-11-24"]), [owner.as_str()]);
}

#[test]
fn a_log_without_covers_reads_as_before() {
    let log = Log::new();
    let mut json = serde_json::to_value(&log.school).unwrap();
    assert!(json.as_object_mut().unwrap().remove("covers").is_none());
    assert_eq!(serde_json::from_value::<School>(json).unwrap(), log.school);
}

#[test]
fn a_referral_can_say_when_to_ask_again() {
    let mut log = Log::new();
    log.concern(about(
        1,
        json!({ "parents": "withheld", "parents_reason": "Not safe yet." }),
    ));
    let say = |agency: &str| Vocabulary::shipped().label(List::Agency, agency).to_owned();
    assert!(waits(log.case(), &say).is_empty());
    log.follow(
        "referral",
        json!({ "agency": "ceop", "text": "Reported.", "awaiting": true, "chase": "in 1 week" }),
    );
    let found = waits(log.case(), &say);
    assert_eq!(
        found.len(),
        1,
        "once, though the case waits as well: {found:?}"
    );
    assert_eq!(found[0].who, say("ceop"));
    assert_eq!(found[0].due, Some(day("2026-12-01")));
    assert!(matches!(
        &log.case().chronology.last().unwrap().fact,
        CaseFact::ActionSet(action) if action.text == "Hear from CEOP"
    ));
    log.no(
        "referral",
        json!({ "agency": "ceop", "text": "Told.", "chase": "Fri" }),
        "chase",
    );
}

#[test]
fn an_action_of_somebody_else_is_waited_for() {
    let mut log = Log::new();
    log.concern(about(1, json!({})));
    log.follow(
        "action",
        json!({ "text": "Look through the filter's log", "who": "IT technician", "due": "Fri" }),
    );
    log.follow("status", json!({ "status": "awaiting-agency" }));
    let found = waits(log.case(), &str::to_owned);
    let who: Vec<_> = found.iter().map(|wait| wait.who.as_str()).collect();
    assert_eq!(who, ["IT technician", "an agency"]);
}

fn handover(log: &Log, person: &str) -> String {
    let name = |name: &str| name.to_owned();
    let teller = Teller {
        school: &log.school,
        words: Vocabulary::shipped(),
        name: &name,
        today: log.now.date_naive(),
    };
    plain(&brief(&teller, person))
}

#[test]
fn a_handover_says_what_is_open_what_is_next_and_who_waits() {
    let mut log = Log::new();
    assert!(handover(&log, "dsl").contains("Nothing is open."));
    log.concern(about(1, json!({ "parents_due": "tomorrow" })));
    log.concern(about(
        2,
        json!({ "severity": "critical", "parents_due": "tomorrow" }),
    ));
    log.follow(
        "referral",
        json!({ "agency": "police", "text": "Told.", "awaiting": true, "chase": "tomorrow" }),
    );
    log.concern(about(3, json!({ "owner": "deputy" })));
    log.now = log.now.checked_add_days(Days::new(2)).unwrap();
    let text = handover(&log, "dsl");
    let first: Vec<_> = text.lines().take(2).collect();
    assert_eq!(
        first[0],
        "Handover of Dana Example's cases, Thu 26 Nov 2026"
    );
    assert_eq!(
        first[1],
        "2 cases are open: 1 critical, 2 with something overdue, 1 waiting for somebody, 2 with parents not told."
    );
    let at = |text: &str, what: &str| text.find(what).unwrap_or_else(|| panic!("{what}: {text}"));
    assert!(at(&text, "OS-2026-0001") > at(&text, "OS-2026-0002 · Critical · Awaiting agency"));
    assert!(
        text.contains("  Waiting for: Police (1 day overdue)"),
        "{text}"
    );
    assert!(
        text.contains("  Next: Contact Alex Pretend's parents · 1 day overdue · and "),
        "{text}"
    );
    assert!(text.contains("  Parents not told: Sam Invented"), "{text}");
    assert!(
        !text.contains("OS-2026-0003"),
        "that is the deputy's: {text}"
    );
    arrange(&mut log, "dsl", "deputy", "", "4/12");
    let text = handover(&log, "deputy");
    assert!(
        text.contains("With those of Dana Example until Fri 4 Dec."),
        "{text}"
    );
    assert!(
        text.contains("OS-2026-0003") && text.contains("OS-2026-0001"),
        "{text}"
    );
    let text = handover(&log, "dsl");
    assert!(
        text.contains("Devi Sample looks after them until Fri 4 Dec."),
        "{text}"
    );
    assert!(text.contains("Nothing is open."), "{text}");
}

#[test]
fn a_handover_is_one_page_and_names_what_is_not_on_it() {
    let mut log = Log::new();
    for _ in 0..30 {
        log.concern(json!({}));
    }
    let text = handover(&log, "dsl");
    assert!(text.lines().count() <= 60, "{}", text.lines().count());
    let named = (1..=30).filter(|number| text.contains(&format!("OS-2026-{number:04}")));
    assert_eq!(named.count(), 30, "{text}");
    assert!(text.contains("more, less pressing"));
    for _ in 0..40 {
        log.concern(json!({}));
    }
    let text = handover(&log, "dsl");
    let longest = text.lines().map(str::len).max().unwrap();
    assert!(longest < 600, "still one page: {longest}");
    assert!(text.contains(" others, in Daybook"), "{text}");
}

/// "Mine" is what I have to look to: in the filter, and in what is counted today.
#[test]
fn what_somebody_covers_is_theirs_to_look_to_as_well() {
    let mut log = Log::new();
    log.concern(json!({}));
    arrange(&mut log, "dsl", "Devi Sample", "26/11", "4/12");
    let found = |today: &str, me: &str| {
        let ground = Ground {
            today: day(today),
            me,
            ..crate::query::ground(&log)
        };
        let query = parse("owner:me", &ground).unwrap();
        let by_filter = query.matches(log.case(), &ground);
        let today = Today::of(&log.school, Vocabulary::shipped(), me, &[], day(today));
        assert_eq!(!today.cases(Tile::Mine).is_empty(), by_filter, "{me}");
        by_filter
    };
    assert!(!found("2026-11-25", "deputy"));
    assert!(found("2026-11-26", "deputy"));
    assert!(found("2026-11-26", "dsl"), "it stays the owner's too");
    assert!(!found("2026-12-05", "deputy"));
}
