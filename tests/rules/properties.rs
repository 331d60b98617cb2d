//! What holds whatever is asked, in whatever order.

use std::collections::{BTreeMap, BTreeSet};

use daybook::domain::case::Case;
use daybook::domain::command::Command;
use daybook::domain::entry::{CaseFact, Change, Entry, SchoolFact, What};
use daybook::domain::next::list_order;
use daybook::domain::people::Agreement;
use daybook::domain::rows::{Row, list_rank, sorted};
use daybook::domain::school::School;
use daybook::domain::status::{SanctionState, Status};
use daybook::vault::summary;
use proptest::prelude::*;
use serde_json::json;

use crate::commands::command;
use crate::log::{Log, author, concern};

/// How many sequences are tried, and how long they are.
const CASES: u32 = 96;
const LENGTH: usize = 40;

/// Requests about the two cases that there are, and about others.
fn sequences() -> impl Strategy<Value = Vec<Command>> {
    prop::collection::vec(command(), 1..LENGTH)
}

/// The headteacher asks, who reads what is sealed too: what holds, holds of that as well.
fn begun() -> Log {
    let mut log = Log::new();
    log.me = author("head", "Harper Sample", "headteacher");
    log.ask(concern(
        json!({ "clauses": ["SJ24 KS2 Safe 2", "SJ24 Staff 20"] }),
    ));
    log.ask(crate::log::about(1, json!({})));
    log
}

/// Asks; records what is allowed. Says whether it was.
fn ask(log: &mut Log, command: &Command) -> bool {
    match log.desk().decide(command) {
        Ok(decided) => {
            for what in decided.facts {
                log.append(what);
            }
            true
        }
        Err(_) => false,
    }
}

fn replayed(entries: &[Entry]) -> School {
    let mut school = School::default();
    for (place, entry) in entries.iter().enumerate() {
        school.apply(place as u64 + 1, entry);
    }
    school
}

fn numbers_are_unique(case: &Case) -> bool {
    let actions: BTreeSet<_> = case.actions.iter().map(|one| one.action.number).collect();
    let sanctions: BTreeSet<_> = case
        .sanctions
        .iter()
        .map(|one| one.sanction.number)
        .collect();
    actions.len() == case.actions.len()
        && sanctions.len() == case.sanctions.len()
        && !actions.contains(&0)
        && !sanctions.contains(&0)
}

/// The same as the case says, worked out anew from its chronology.
fn status_from_its_lines(case: &Case) -> Status {
    let mut status = Status::New;
    for line in &case.chronology {
        status = match &line.fact {
            CaseFact::Concern(_) => Status::New,
            CaseFact::Closed(closure) if closure.in_error => Status::RecordedInError,
            CaseFact::Closed(_) => Status::Closed,
            CaseFact::Reopened { .. } => Status::Open,
            CaseFact::StatusSet(set) => set.status,
            CaseFact::Referral(one) if one.awaiting && status.is_open() => Status::AwaitingAgency,
            CaseFact::ActionSet(_)
            | CaseFact::Linked(_)
            | CaseFact::Tagged(_)
            | CaseFact::Review(_) => status,
            _ if status == Status::New => Status::Open,
            _ => status,
        };
    }
    status
}

fn check(case: &Case) {
    assert!(
        numbers_are_unique(case),
        "{:?} {:?}",
        case.actions,
        case.sanctions
    );
    assert_eq!(case.status, status_from_its_lines(case));
    assert_eq!(case.status.is_open(), case.closure.is_none());
    if !case.status.is_open() {
        assert_eq!(case.review, None);
        let standing = |state| matches!(state, SanctionState::Active | SanctionState::Proposed);
        assert!(!case.sanctions.iter().any(|one| standing(one.state)));
    }
    assert!(!case.concern.clauses.is_empty());
    let mut linked: Vec<_> = case.links.iter().map(|link| link.to).collect();
    linked.sort_unstable();
    linked.dedup();
    assert_eq!(linked.len(), case.links.len());
    assert!(!linked.contains(&case.reference));
    assert!(case.chronology.is_sorted_by_key(|line| line.seq));
    for line in &case.chronology {
        for seq in &line.amended_by {
            assert!(*seq > line.seq && case.chronology.iter().any(|other| other.seq == *seq));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_allowed_is_applied_and_every_case_stays_sound(commands in sequences()) {
        let mut log = begun();
        for command in &commands {
            let before = log.entries.len();
            let lines = |log: &Log| log.school.cases.all().map(|case| case.chronology.len()).sum::<usize>();
            let were = lines(&log);
            let allowed = ask(&mut log, command);
            let new = log.entries[before..].iter();
            let about_cases = new.filter(|entry| matches!(entry.what, What::Case { .. })).count();
            // Whatever was allowed is in a chronology, and nothing else is.
            prop_assert_eq!(lines(&log) - were, about_cases);
            prop_assert_eq!(allowed, about_cases > 0);
            log.school.cases.all().for_each(check);
        }
    }

    /// A row says what its case says, and comes where its case does.
    #[test]
    fn rows_follow_the_log(commands in sequences()) {
        let mut log = begun();
        for command in &commands {
            ask(&mut log, command);
            let mut things = log.school.cases.things().clone();
            for (row, case) in log.school.cases.rows().zip(log.school.cases.all()) {
                prop_assert_eq!(row, &Row::of(case, &mut things));
            }
            prop_assert_eq!(log.school.cases.things(), &things);
        }
        let mut used = BTreeMap::new();
        for case in log.school.cases.all() {
            case.tags.iter().for_each(|tag| *used.entry(tag.clone()).or_default() += 1);
        }
        prop_assert_eq!(&log.school.tag_use, &used);
        let rows: Vec<_> = log.school.cases.rows().collect();
        let by_row = sorted(&rows, list_rank);
        let mut by_case: Vec<_> = log.school.cases.all().collect();
        by_case.sort_by_cached_key(|case| list_order(case));
        prop_assert_eq!(
            by_row.iter().map(|row| row.reference).collect::<Vec<_>>(),
            by_case.iter().map(|case| case.reference).collect::<Vec<_>>()
        );
    }

    /// Cases that were packed are read as they were, and written to as if they had not been.
    #[test]
    fn what_is_packed_is_read_again(commands in sequences()) {
        let (mut packed, mut read) = (begun(), begun());
        for command in &commands {
            packed.school.cases.pack();
            let asked = ask(&mut packed, command);
            prop_assert_eq!(asked, ask(&mut read, command));
        }
        packed.school.cases.pack();
        prop_assert_eq!(&packed.school.cases, &read.school.cases);
    }

    /// What lists and counts know of the entries is what the entries say.
    #[test]
    fn a_trail_says_what_the_entries_say(commands in sequences()) {
        let mut log = begun();
        for command in &commands {
            ask(&mut log, command);
        }
        for case in log.school.cases.all() {
            let (trail, lines) = (case.chronology.trail().clone(), &case.chronology[..]);
            let first = lines.first().unwrap();
            prop_assert_eq!(trail.begun.as_ref(), Some(&(first.by.id.clone(), first.at)));
            prop_assert_eq!(trail.last, lines.last().map(|line| (line.seq, line.at)));
            for (by, last) in &trail.by {
                let of = lines.iter().rev().find(|line| line.by.id == *by).map(|line| line.seq);
                prop_assert_eq!(of, Some(*last));
            }
            prop_assert!(lines.iter().all(|line| trail.by.iter().any(|(by, _)| *by == line.by.id)));
            let asked = |agency: &String| lines.iter().any(|line| {
                matches!(&line.fact, CaseFact::Referral(referral) if referral.agency == *agency)
            });
            prop_assert!(trail.agencies.iter().all(asked));
            for line in lines {
                if let CaseFact::Referral(referral) = &line.fact {
                    prop_assert!(trail.agencies.contains(&referral.agency));
                }
            }
            for (letter, _) in case.people() {
                let mut said = case.contacts().filter(|one| one.about == letter && (one.told || one.withheld));
                let last = said.next_back().map(|one| one.told);
                let known = trail.settled.iter().find(|(about, _)| *about == letter);
                prop_assert_eq!(known.map(|(_, told)| *told), last);
            }
        }
    }

    #[test]
    fn a_refusal_says_why_and_changes_nothing(commands in sequences()) {
        let mut log = begun();
        for command in &commands {
            let before = log.school.clone();
            let answer = log.desk().decide(command);
            prop_assert_eq!(&answer, &log.desk().decide(command), "the same question, the same answer");
            match answer {
                Ok(_) => { ask(&mut log, command); }
                Err(refused) => {
                    prop_assert!(!refused.problems.is_empty());
                    for problem in &refused.problems {
                        prop_assert!(!problem.field.is_empty() && problem.say.len() > 7, "{:?}", problem);
                    }
                    prop_assert_eq!(&before, &log.school);
                }
            }
        }
    }

    #[test]
    fn replaying_the_log_gives_the_same_school(commands in sequences()) {
        let mut log = begun();
        for command in &commands {
            ask(&mut log, command);
        }
        prop_assert_eq!(&replayed(&log.entries), &log.school);
        // A snapshot read back and the rest replayed is the same too.
        let half = log.entries.len() / 2;
        let snapshot = summary::write(&replayed(&log.entries[..half])).unwrap();
        let mut school = summary::read(&mut snapshot.as_slice()).unwrap();
        for (place, entry) in log.entries.iter().enumerate().skip(half) {
            school.apply(place as u64 + 1, entry);
        }
        prop_assert_eq!(&school, &log.school);
    }

    #[test]
    fn nothing_recorded_is_ever_changed_or_lost(commands in sequences()) {
        let mut log = begun();
        for command in &commands {
            let before = log.school.clone();
            ask(&mut log, command);
            for case in before.cases.all() {
                let now = log.school.cases.get(&case.reference).unwrap();
                for (was, is) in case.chronology.iter().zip(&now.chronology) {
                    prop_assert_eq!((was.seq, was.at, &was.by, &was.fact), (is.seq, is.at, &is.by, &is.fact));
                }
                prop_assert!(now.chronology.len() >= case.chronology.len());
                prop_assert!(now.participants.len() >= case.participants.len(), "letters are kept");
                prop_assert!(now.actions.len() >= case.actions.len());
            }
        }
    }

    #[test]
    fn a_closed_case_takes_only_notes_corrections_links_tags_and_reopening(commands in sequences()) {
        let mut log = begun();
        for command in &commands {
            let closed: Vec<_> = log.school.cases.all().filter(|case| !case.status.is_open()).map(|case| case.reference).collect();
            let before = log.entries.len();
            ask(&mut log, command);
            for entry in &log.entries[before..] {
                let What::Case { reference, fact, .. } = &entry.what else { continue };
                if closed.contains(reference) {
                    let brought = matches!(command, Command::Amend(_)) && matches!(**fact, CaseFact::ActionSet(_));
                    let may = matches!(**fact, CaseFact::Note(_) | CaseFact::Amended(_) | CaseFact::Linked(_) | CaseFact::Tagged(_) | CaseFact::Reopened { .. });
                    prop_assert!(may || brought, "{:?}", fact);
                }
            }
        }
    }

    #[test]
    fn commands_and_entries_are_read_back_as_they_were_written(commands in sequences()) {
        let mut log = begun();
        for command in &commands {
            let text = serde_json::to_string(command).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Command>(&text).unwrap(), command);
            ask(&mut log, command);
        }
        for entry in &log.entries {
            let text = serde_json::to_string(entry).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Entry>(&text).unwrap(), entry);
        }
    }
}

/// A generator that never gets past the first refusal would prove nothing.
#[test]
fn the_random_requests_reach_every_kind_of_entry() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut kinds = BTreeSet::new();
    let mut changes = BTreeSet::new();
    for _ in 0..240 {
        let mut log = begun();
        for command in sequences().new_tree(&mut runner).unwrap().current() {
            ask(&mut log, &command);
        }
        for line in log.school.cases.all().flat_map(|case| &case.chronology) {
            kinds.insert(variant(&serde_json::to_value(&line.fact).unwrap()));
            if let CaseFact::Amended(one) = &line.fact {
                changes.insert(variant(
                    &serde_json::to_value::<&Change>(&one.change).unwrap(),
                ));
            }
        }
    }
    // Every kind of entry; and corrections of each kind, of which those of a lone contact or sanction are rare.
    assert!(
        kinds.len() == 18 && changes.len() >= 10,
        "{kinds:?} {changes:?}"
    );
}

fn variant(value: &serde_json::Value) -> String {
    value.as_object().unwrap().keys().next().unwrap().clone()
}

#[test]
fn facts_about_the_school_are_read_back_too() {
    let mut log = Log::new();
    log.fact(SchoolFact::VocabularyAdopted {
        text: "role = []".into(),
    });
    log.fact(SchoolFact::AgreementSigned(Agreement {
        pupil: daybook::domain::ids::PupilId(1),
        document: "SJ24 Agreement".into(),
        signed: "2026-09-10".parse().unwrap(),
        parent: String::new(),
    }));
    for entry in &log.entries {
        let text = serde_json::to_string(entry).unwrap();
        assert_eq!(&serde_json::from_str::<Entry>(&text).unwrap(), entry);
    }
}
