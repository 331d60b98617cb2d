use std::collections::BTreeSet;

use super::*;
use crate::domain::entry::{CaseFact, ParentsDecision};
use crate::domain::school::School;
use crate::domain::status::{SanctionState, Severity, Status};

fn until() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-24T10:30:00+00:00").unwrap()
}

fn school(cases: u32, seed: u64) -> School {
    let plan = Plan {
        cases,
        seed,
        until: until(),
    };
    let founded = founded(&plan, "x", WorkFactor::new(1)).unwrap();
    let person = founded.person.clone();
    let locked = live(founded.into_locked(), &person, "x", &plan, &mut |_, _| {}).unwrap();
    let room = Room::in_memory(locked);
    let with = Unlocking {
        person,
        passphrase: "x".to_owned().into(),
        key_file: None,
        now: until(),
    };
    let session = room.unlock(&with, &mut |_, _| {}).map_err(|e| e.1);
    session.unwrap().school().clone()
}

#[test]
fn the_rules_allow_every_step_of_many_schools() {
    for seed in 0..4 {
        let school = school(60, seed);
        assert_eq!(school.cases.len(), 60, "seed {seed}");
    }
}

#[test]
fn one_seed_gives_one_school_and_another_another() {
    assert_eq!(school(30, 5), school(30, 5));
    assert_ne!(school(30, 5).cases, school(30, 6).cases);
}

#[test]
fn a_school_of_any_size_and_day_lives() {
    for (cases, day) in [
        (0, "2026-11-24T10:30:00+00:00"),
        (1, "2026-08-15T23:59:00+01:00"),
        (13, "2024-09-02T00:05:00+00:00"),
        (20, "2027-01-01T08:00:00-05:00"),
    ] {
        let until = DateTime::parse_from_rfc3339(day).unwrap();
        let plan = Plan {
            cases,
            seed: 3,
            until,
        };
        let founded = founded(&plan, "x", WorkFactor::new(1)).unwrap();
        let person = founded.person.clone();
        let locked = live(founded.into_locked(), &person, "x", &plan, &mut |_, _| {}).unwrap();
        assert!(locked.store().tip().unwrap().seq > 200, "{day}");
    }
}

#[test]
fn the_log_runs_forward_and_ends_in_time() {
    let school = school(80, 2);
    let mut lines: Vec<_> = school
        .cases
        .all()
        .flat_map(|case| &case.chronology)
        .collect();
    lines.sort_by_key(|line| line.seq);
    assert!(lines.is_sorted_by_key(|line| line.at));
    assert!(lines.iter().all(|line| line.at <= until()));
}

#[test]
fn every_kind_of_entry_and_every_worry_is_there() {
    let school = school(40, 1);
    let facts = || {
        school
            .cases
            .all()
            .flat_map(|case| case.chronology.iter().map(|line| &line.fact))
    };
    let kinds: BTreeSet<String> = facts()
        .map(|fact| {
            let json = serde_json::to_value(fact).unwrap();
            json.as_object().unwrap().keys().next().unwrap().clone()
        })
        .collect();
    let all = [
        "action-done",
        "action-set",
        "amended",
        "assigned",
        "closed",
        "concern",
        "contact",
        "decision",
        "linked",
        "note",
        "referral",
        "reopened",
        "review",
        "sanction",
        "sanction-changed",
        "severity-set",
    ];
    for kind in all {
        assert!(kinds.contains(kind), "no {kind} in {kinds:?}");
    }
    let today = until().date_naive();
    let open: Vec<_> = school
        .cases
        .all()
        .filter(|case| case.status.is_open())
        .collect();
    assert!((8..25).contains(&open.len()), "{} open", open.len());
    assert!(open.iter().any(|case| case.severity == Severity::Critical));
    assert!(open.iter().any(|case| case.status == Status::New));
    assert!(
        open.iter()
            .any(|case| case.status == Status::AwaitingAgency)
    );
    assert!(
        open.iter()
            .any(|case| case.open_actions().any(|action| action.due < today))
    );
    assert!(open.iter().any(|case| !case.concern.device_kept.is_empty()));
    assert!(
        open.iter()
            .any(|case| case.contacts().any(|contact| contact.withheld))
    );
    let lapsed = |case: &&crate::domain::case::Case| {
        case.sanctions.iter().any(|one| {
            one.state == SanctionState::Active
                && one.sanction.until.is_some_and(|until| until < today)
        })
    };
    assert!(open.iter().any(lapsed));
    assert!(facts().any(
        |fact| matches!(fact, CaseFact::Closed(closed) if closed.parents == ParentsDecision::Told)
    ));
    let watch = school
        .cases
        .all()
        .find(|case| case.concern.account.contains("watch") && case.reference.year == 2025);
    assert_eq!(watch.unwrap().status, Status::Closed);
}

#[test]
fn its_texts_have_ever_more_different_words_as_real_ones_do() {
    let school = school(300, 1);
    let words = |cases: usize| {
        let cases: Vec<_> = school.cases.all().take(cases).collect();
        let json = serde_json::to_string(&cases).unwrap();
        let words: BTreeSet<_> = json
            .split(|c: char| !c.is_alphabetic())
            .map(str::to_lowercase)
            .filter(|word| word.len() > 2)
            .collect();
        words.len()
    };
    let (few, many) = (words(150), words(300));
    assert!(many > 2_900, "{many} words");
    // Heaps: twice the text has some 1.4 times the words.
    let grown = many as f64 / few as f64;
    assert!((1.25..1.7).contains(&grown), "{few}, {many} words");
}

#[test]
fn the_demo_school_opens_and_cannot_be_mistaken_for_a_real_one() {
    let mut heard = 0;
    let session = open_in_memory(until(), &mut |_, _| heard += 1).unwrap();
    assert!(session.school().name.contains("invented"));
    assert_eq!(session.school().cases.len(), 40);
    assert!(heard > 0 && session.notices.is_empty());
}
