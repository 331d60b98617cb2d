//! The brief, "A record": what a concern holds, and what it asks for.

use daybook::domain::decide::CRITICAL;
use daybook::domain::entry::SchoolFact;
use daybook::domain::next;
use daybook::domain::people::{Pupil, Who};
use daybook::domain::status::{Severity, Status};
use daybook::domain::story::case as paper;
use daybook::domain::vocabulary::{List, Vocabulary};
use daybook::domain::when::When;
use serde_json::json;

use crate::log::{Log, about, concern};

#[test]
fn a_reference_is_of_the_academic_year_of_the_report_and_never_used_again() {
    let mut log = Log::new();
    let late =
        json!({ "happened": "31/8/2026", "reported": "31/8/2026", "late_reason": "Holidays." });
    assert_eq!(log.concern(late).to_string(), "OS-2025-0001");
    assert_eq!(log.concern(json!({})).to_string(), "OS-2026-0001");
    log.follow(
        "close",
        json!({ "outcome": "recorded-in-error", "rationale": "Written twice." }),
    );
    assert_eq!(log.concern(json!({})).to_string(), "OS-2026-0002");
}

#[test]
fn reported_and_recorded_are_noted_by_themselves() {
    let mut log = Log::new();
    log.concern(json!({}));
    assert_eq!(log.first_version().reported, log.now);
    assert_eq!(log.case().recorded(), Some(log.now));
    assert_eq!(log.case().status, Status::New);
}

#[test]
fn a_late_record_asks_why() {
    let mut log = Log::new();
    let late = json!({ "happened": "20/11 9am", "reported": "yesterday 15:00" });
    let say = log.refused(concern(late.clone()), "late_reason");
    assert!(say.contains("why it is recorded late"), "{say}");
    let why = json!({ "happened": "20/11 9am", "reported": "yesterday 15:00", "late_reason": "On a school trip." });
    log.concern(why);
    assert_eq!(log.first_version().late_reason, "On a school trip.");
    // The report counts, not the event: an old event told of today is not recorded late.
    log.concern(json!({ "happened": "20/11 9am" }));
    assert_eq!(log.first_version().late_reason, "");
}

#[test]
fn nothing_is_reported_before_it_happened() {
    let mut log = Log::new();
    for (happened, reported) in [
        ("today 10:40", "yesterday 9am"),
        ("yesterday 14:00", "yesterday 13:00"),
        ("yesterday pm", "yesterday 9am"),
    ] {
        let say = log.refused(
            concern(
                json!({ "happened": happened, "reported": reported, "late_reason": "A trip." }),
            ),
            "reported",
        );
        assert!(say.contains("before it happened"), "{say}");
    }
    // What is said roughly is not held to the minute.
    for (happened, reported) in [
        ("yesterday about 14:00", "yesterday 13:45"),
        ("yesterday 14:00", "yesterday pm"),
        ("yesterday 14:00", "yesterday"),
        ("unknown", "yesterday 9am"),
    ] {
        log.concern(
            json!({ "happened": happened, "reported": reported, "late_reason": "A trip." }),
        );
    }
    let amended = json!({ "field": "happened", "to": "today 9am", "reason": "A slip." });
    let say = log.no("amend", amended, "to");
    assert!(say.contains("after it was reported"), "{say}");
}

#[test]
fn happened_is_exact_approximate_or_unknown_and_never_to_come() {
    let mut log = Log::new();
    let happened = |log: &mut Log, text: &str| {
        log.concern(json!({ "happened": text }));
        log.first_version().happened
    };
    assert!(matches!(happened(&mut log, "today 9:15"), When::Exact(_)));
    assert!(matches!(
        happened(&mut log, "yesterday pm"),
        When::About { .. }
    ));
    // A time that is about right is kept, and is known to be no more than that.
    for about in ["about 10:40", "around 10:40", "~10.40", "about 1040"] {
        assert_eq!(
            happened(&mut log, about).to_string(),
            "Tue 24 Nov 2026, about 10:40"
        );
    }
    assert_eq!(
        happened(&mut log, "about 10").to_string(),
        "Tue 24 Nov 2026, about 10:00"
    );
    assert_eq!(happened(&mut log, "unknown"), When::Unknown);
    let say = log.refused(concern(json!({ "happened": "1/1/1900" })), "happened");
    assert!(say.contains("more than 20 years ago"), "{say}");
    log.refused(concern(json!({ "happened": "tomorrow" })), "happened");
    log.refused(concern(json!({ "happened": "" })), "happened");
}

#[test]
fn an_alert_or_an_anonymous_report_has_no_reporter_and_all_else_has() {
    let mut log = Log::new();
    for nameless in ["filter-alert", "monitoring-alert", "anonymous"] {
        log.concern(json!({ "came_through": nameless, "reporter": "" }));
    }
    let nobody = json!({ "came_through": "teacher", "reporter": " " });
    log.refused(concern(nobody), "reporter");
}

#[test]
fn what_a_record_must_have_is_asked_for_all_at_once() {
    let refused = Log::new()
        .decide(&json!({ "command": "concern", "came_through": "teacher" }))
        .unwrap_err();
    let fields: Vec<_> = refused.problems.iter().map(|one| one.field).collect();
    for field in [
        "happened",
        "participants",
        "clauses",
        "category",
        "severity",
        "place",
        "reporter",
        "account",
    ] {
        assert!(fields.contains(&field), "{field} is not among {fields:?}");
    }
    assert!(refused.problems.iter().all(|one| one.say.ends_with('.')));
}

#[test]
fn the_childs_own_words_are_verbatim_with_the_question() {
    let mut log = Log::new();
    let words = "  I sayed no no NO\n\nan he dun it anyway!!1  :(";
    let asked = json!({ "question": "What happened?", "words": words });
    log.concern(asked);
    assert_eq!(log.first_version().childs_words.words, words);
    assert_eq!(log.first_version().childs_words.question, "What happened?");
    log.refused(concern(json!({ "words": words })), "question");
    log.refused(concern(json!({ "question": "What happened?" })), "words");
}

#[test]
fn opinion_is_kept_apart_from_fact() {
    let mut log = Log::new();
    log.concern(json!({ "opinion": "I think that Sam is afraid." }));
    let first = log.first_version();
    assert!(!first.account.contains("afraid") && first.opinion.contains("afraid"));
    log.follow(
        "note",
        json!({ "text": "It may happen again.", "opinion": true }),
    );
    let note = log.case().chronology.last().unwrap();
    assert_eq!(note.fact.title(), "Note (opinion)");
}

#[test]
fn participants_stay_as_they_were_that_day() {
    let mut log = Log::new();
    log.concern(json!({}));
    let moved = Pupil {
        year: "Year 6".parse().unwrap(),
        class: "6E".into(),
        name: "Sam Renamed".into(),
        ..log.school.pupils.values().next().unwrap().clone()
    };
    log.fact(SchoolFact::PupilListed(moved));
    let Who::Pupil {
        year, class, name, ..
    } = &log.case().people().next().unwrap().1.who
    else {
        panic!("Sam is a pupil");
    };
    assert_eq!(
        (year.name(), class.as_str(), name.as_str()),
        ("Year 5", "5E", "Sam Invented")
    );
}

#[test]
fn a_clock_that_was_set_back_is_marked_and_orders_nothing() {
    let mut log = Log::new();
    let case = log.concern(json!({}));
    log.follow("note", json!({ "text": "First." }));
    let right = log.now;
    log.now -= chrono::TimeDelta::days(400);
    log.follow("note", json!({ "text": "Second." }));
    log.now = right;
    log.follow("note", json!({ "text": "Third." }));
    let lines = log.case().chronology.last_chunk::<3>().unwrap();
    let marked: Vec<_> = lines.iter().map(|line| line.set_back).collect();
    assert_eq!(marked, [false, true, false]);
    let seqs: Vec<_> = lines.iter().map(|line| line.seq).collect();
    assert!(seqs.is_sorted_by(|one, next| one < next), "{seqs:?}");
    assert!(lines[1].at < lines[0].at);
    let day = log.now.date_naive();
    let paper = paper(&log.school, Vocabulary::shipped(), log.case(), day);
    assert_eq!(paper.matches("clock was set back").count(), 1, "{paper}");
    // The next case has the next number of its own year, whatever the clock said.
    log.now -= chrono::TimeDelta::days(1);
    let next = log.concern(json!({}));
    assert_eq!((next.year, next.number), (case.year, case.number + 1));
}

#[test]
fn a_role_belongs_to_one_case() {
    let mut log = Log::new();
    let first = log.concern(json!({}));
    let turned = json!([{ "pupil": 1, "part": "alleged" }, { "pupil": 2, "part": "harmed" }]);
    let second = log.concern(json!({ "participants": turned }));
    let parts = |case| -> Vec<&str> {
        let case = log.school.cases.get(&case).unwrap();
        case.people().map(|(_, one)| one.part.id()).collect()
    };
    assert_eq!(parts(first), ["harmed", "alleged"]);
    assert_eq!(parts(second), ["alleged", "harmed"]);
}

#[test]
fn namesakes_are_told_apart() {
    let mut log = Log::new();
    let by_name = json!({ "participants": [{ "name": "Robin Sample", "part": "alleged" }] });
    let say = log.refused(concern(by_name), "participants");
    assert!(
        say.contains("number 3") && say.contains("number 6"),
        "{say}"
    );
    let both = json!({ "participants": [{ "pupil": 3, "part": "alleged" }, { "pupil": 6, "part": "alleged" }] });
    log.concern(both);
    let contact = json!({ "about": "Robin Sample", "method": "phone", "result": "informed" });
    let say = log.no("contact", contact, "about");
    assert!(
        say.contains("A (Robin Sample, Reception, RS)") && say.contains("B ("),
        "{say}"
    );
}

#[test]
fn a_critical_concern_says_to_speak_now() {
    let mut log = Log::new();
    let decided = log.ask(concern(json!({ "severity": "critical" })));
    assert_eq!(decided.say, [CRITICAL]);
    for word in ["DSL", "now", "danger", "police", "999"] {
        assert!(CRITICAL.contains(word), "{word}");
    }
    log.concern(json!({}));
    let judged = json!({ "severity": "critical", "reason": "There is a threat." });
    assert_eq!(log.follow("severity", judged).say, [CRITICAL]);
    // Grooming suggests it where nobody judged.
    let decided = log.ask(about(1, json!({ "category": "contact.grooming" })));
    assert_eq!(log.case().severity, Severity::Critical);
    assert_eq!(decided.say, [CRITICAL]);
}

#[test]
fn what_a_critical_concern_sets_is_due_the_same_day() {
    let mut log = Log::new();
    let clauses = json!(["SJ24 Staff 39", "SJ24 Staff 20"]);
    log.concern(json!({ "severity": "critical", "clauses": clauses, "told": ["police"] }));
    let today = log.now.date_naive();
    assert_eq!(log.to_do().len(), 4);
    assert!(log.case().open_actions().all(|action| action.due == today));
    assert_eq!(next::steps(log.case(), &str::to_owned).len(), 4);
}

#[test]
fn severity_is_the_recorders_to_judge_and_a_change_needs_a_reason() {
    let mut log = Log::new();
    log.concern(json!({ "category": "contact.grooming", "severity": "low" }));
    assert_eq!(log.case().severity, Severity::Low);
    log.no("severity", json!({ "severity": "high" }), "reason");
    log.follow(
        "severity",
        json!({ "severity": "high", "reason": "A second message." }),
    );
    assert_eq!(log.case().severity, Severity::High);
    assert_eq!(log.first_version().severity, Severity::Low);
}

#[test]
fn the_words_are_those_of_the_brief() {
    let words = Vocabulary::shipped();
    let count = |list| words.offered(list).count();
    for (list, at_least) in [
        (List::Status, 6),
        (List::Severity, 4),
        (List::Area, 4),
        (List::Category, 25),
        (List::Source, 11),
        (List::ContactMethod, 6),
        (List::ContactResult, 9),
        (List::Sanction, 7),
        (List::SanctionState, 5),
        (List::Agency, 12),
        (List::Outcome, 8),
        (List::Role, 5),
    ] {
        assert_eq!(count(list), at_least, "{list}");
    }
}

#[test]
fn linked_cases_know_of_each_other() {
    let mut log = Log::new();
    let first = log.concern(json!({}));
    let second = log.concern(json!({ "linked": [first, first] }));
    let links = |case| -> Vec<_> {
        log.school
            .cases
            .get(&case)
            .unwrap()
            .links
            .iter()
            .map(|link| link.to)
            .collect()
    };
    assert_eq!((links(first), links(second)), (vec![second], vec![first]));
    log.no("link", json!({ "to": first }), "to");
    log.no("link", json!({ "to": second }), "to");
    log.no("link", json!({ "to": "OS-2026-0099" }), "to");
}

#[test]
fn a_clause_that_is_graver_than_its_category_says_so() {
    let mut log = Log::new();
    let suggested = |clause: &str| json!({ "clauses": [clause], "category": "", "severity": "", "device_kept": "Head's safe." });
    let said = log.ask(concern(suggested("SJ24 Staff 30")));
    assert_eq!(said.say, [CRITICAL]);
    let first = log.first_version();
    assert_eq!(first.severity, Severity::Critical);
    // An image of abuse is an image: what rule 1 says of it is asked.
    assert_eq!(first.category, "conduct.nude-image");
    let unkept = json!({ "clauses": ["SJ24 Staff 30"], "category": "", "device_kept": "" });
    log.refused(concern(unkept), "device_kept");
    log.concern(suggested("SJ24 KS2 Safe 4"));
    assert_eq!(log.first_version().severity, Severity::Low);
    // Under another category than the clause's own, that category's severity counts.
    log.concern(json!({
        "clauses": ["SJ24 KS2 Safe 4"], "category": "contact.grooming", "severity": ""
    }));
    assert_eq!(log.first_version().severity, Severity::Critical);
}

#[test]
fn a_pupils_send_document_can_be_set_where_they_are_named() {
    let mut log = Log::new();
    let named =
        |send: &str| json!({ "participants": [{ "pupil": 1, "part": "harmed", "send": send }] });
    let say = log.refused(concern(named("P9")), "participants");
    assert!(say.contains("P4-P7, P7-L1, L2-4"), "{say}");
    for (said, document, has_send) in [
        ("", None, false),
        ("SEND P7–L1", Some("P7-L1"), true),
        ("yes", None, true),
        ("", None, true),
        ("no", None, false),
    ] {
        log.concern(named(said));
        let pupil = &log.school.pupils[&daybook::domain::ids::PupilId(1)];
        let level = pupil.send.map(daybook::domain::policy::SendLevel::name);
        assert_eq!((level, pupil.has_send), (document, has_send), "{said}");
        let who = &log.first_version().participants[0].who;
        assert!(
            matches!(who, Who::Pupil { send, .. } if *send == pupil.send),
            "as they are that day: {who:?}"
        );
    }
    // Whose SEND is set takes no number from the pupils who are new.
    let both = json!({ "participants": [
        { "pupil": 1, "part": "harmed", "send": "L2-4" },
        { "name": "Nell Invented", "year": "Year 4", "part": "alleged", "send": "P4-P7" },
    ] });
    log.concern(both);
    let newest = log.school.pupils.values().next_back().unwrap();
    assert_eq!((newest.id.0, newest.name.as_str()), (7, "Nell Invented"));
}
