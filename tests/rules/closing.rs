//! The end of a case, and opening it again.

use daybook::domain::entry::{CaseFact, ChildsView, ParentsDecision};
use daybook::domain::next;
use daybook::domain::status::Status;
use serde_json::json;

use crate::log::{Log, about, closing, playtime};

/// A case with nothing left to do but close it.
fn settled() -> Log {
    let mut log = Log::new();
    log.concern(about(1, json!({})));
    log.follow(
        "contact",
        json!({ "method": "phone", "result": "informed" }),
    );
    log
}

fn closed() -> Log {
    let mut log = settled();
    log.follow("close", closing(json!({ "parents": "told" })));
    log
}

#[test]
fn a_case_closes_only_with_an_outcome() {
    settled().no("close", closing(json!({ "outcome": "" })), "outcome");
    settled().no(
        "close",
        closing(json!({ "outcome": "forgotten" })),
        "outcome",
    );
}

#[test]
fn a_case_closes_only_with_a_rationale() {
    settled().no("close", closing(json!({ "rationale": "  " })), "rationale");
}

#[test]
fn a_case_closes_only_with_the_childs_view_or_why_it_was_not_sought() {
    let mut log = settled();
    let none = json!({ "childs_view": "", "parents": "told" });
    log.no("close", closing(none), "childs_view");
    let why =
        json!({ "childs_view": "", "view_not_sought": "Sam is in hospital.", "parents": "told" });
    log.follow("close", closing(why));
    let closure = log.case().closure.clone().unwrap();
    assert_eq!(
        closure.childs_view,
        ChildsView::NotSought("Sam is in hospital.".into())
    );
}

#[test]
fn a_case_closes_only_with_a_decision_about_parents() {
    settled().no("close", closing(json!({ "parents": "" })), "parents");
    settled().no(
        "close",
        closing(json!({ "parents_reason": "" })),
        "parents_reason",
    );
    let mut log = settled();
    log.follow("close", closing(json!({})));
    let closure = log.case().closure.clone().unwrap();
    assert_eq!(
        closure.parents,
        ParentsDecision::Withheld("It would put Sam at risk.".into())
    );
}

#[test]
fn told_is_borne_out_by_a_contact_in_the_log() {
    let mut log = Log::new();
    log.concern(json!({}));
    log.follow(
        "contact",
        json!({ "about": "A", "method": "phone", "result": "informed" }),
    );
    log.follow(
        "contact",
        json!({ "about": "B", "method": "phone", "result": "message-left" }),
    );
    let say = log.no("close", closing(json!({ "parents": "told" })), "parents");
    assert!(
        say.contains("Alex Pretend") && !say.contains("Sam"),
        "{say}"
    );
    // Withheld with a reason settles it as telling does.
    log.follow(
        "contact",
        json!({ "about": "B", "result": "withheld-risk", "reason": "Fear." }),
    );
    log.follow("close", closing(json!({ "parents": "told" })));
}

#[test]
fn parents_of_a_child_at_the_centre_are_never_unconcerned() {
    let aside = json!({ "parents": "not-concerned", "parents_reason": "Not needed." });
    let say = settled().no("close", closing(aside.clone()), "parents");
    assert!(
        say.contains("Sam Invented") && say.contains("withheld"),
        "{say}"
    );
    let mut log = Log::new();
    log.concern(json!({ "participants": [{ "pupil": 1, "part": "bystander" }] }));
    log.follow("close", closing(aside));
}

#[test]
fn a_case_does_not_close_while_a_sanction_is_active() {
    let mut log = settled();
    log.follow("sanction", playtime(json!({})));
    let told = || closing(json!({ "parents": "told" }));
    let say = log.no("close", told(), "sanctions");
    assert!(say.contains("Playtime loss (Active)"), "{say}");
    log.follow("sanction", json!({ "number": 1, "state": "served" }));
    log.follow("sanction", playtime(json!({ "state": "proposed" })));
    log.no("close", told(), "sanctions");
    log.follow(
        "sanction",
        json!({ "number": 2, "state": "overturned", "reason": "Unfair." }),
    );
    log.follow("close", told());
}

#[test]
fn what_is_left_to_do_needs_a_reason() {
    let mut log = settled();
    log.follow("action", json!({ "text": "Teach 5E again", "due": "Fri" }));
    let say = log.no("close", closing(json!({ "left_open": "" })), "left_open");
    assert!(say.contains("Teach 5E again"), "{say}");
    log.follow("close", closing(json!({ "left_open": "It is planned." })));
}

#[test]
fn a_case_recorded_in_error_is_kept_and_marked() {
    let mut log = Log::new();
    let reference = log.concern(json!({}));
    log.no(
        "close",
        json!({ "outcome": "recorded-in-error" }),
        "rationale",
    );
    log.follow(
        "close",
        json!({ "outcome": "recorded-in-error", "rationale": "It was a drill." }),
    );
    assert_eq!(log.case().status, Status::RecordedInError);
    assert!(log.school.cases.contains_key(&reference));
    assert_eq!(log.first_version().account, log.case().concern.account);
}

#[test]
fn a_closed_case_takes_notes_corrections_tags_and_links_and_nothing_else() {
    let mut log = closed();
    for (command, rest) in [
        ("action", json!({ "text": "x" })),
        (
            "contact",
            json!({ "method": "phone", "result": "informed" }),
        ),
        ("sanction", playtime(json!({}))),
        ("referral", json!({ "agency": "police", "text": "x" })),
        ("decision", json!({ "what": "x", "why": "x" })),
        ("review", json!({ "on": "tomorrow" })),
        ("assign", json!({ "owner": "deputy" })),
        ("status", json!({ "status": "open" })),
        ("severity", json!({ "severity": "low", "reason": "x" })),
        ("close", closing(json!({}))),
    ] {
        let say = log.no(command, rest, "case");
        assert!(say.contains("Reopen it first, with the reason"), "{say}");
    }
    log.follow("tag", json!({ "add": ["photo"] }));
    log.follow("note", json!({ "text": "Sam still plays with Alex." }));
    log.follow(
        "amend",
        json!({ "field": "seen", "to": "Calm.", "reason": "It was left out." }),
    );
    assert_eq!(log.case().status, Status::Closed);
}

fn seq_of(log: &Log, title: &str) -> u64 {
    let mut lines = log.case().chronology.iter();
    lines.find(|line| line.fact.title() == title).unwrap().seq
}

#[test]
fn no_correction_takes_the_ground_away_on_which_a_case_was_closed() {
    // Both parents told, a sanction served.
    let mut log = Log::new();
    log.concern(json!({}));
    for about in ["A", "B"] {
        log.follow(
            "contact",
            json!({ "about": about, "method": "phone", "result": "informed", "text": "Told." }),
        );
    }
    log.follow("sanction", playtime(json!({ "state": "served" })));
    log.follow("close", closing(json!({ "parents": "told" })));
    let (contact, sanction) = (seq_of(&log, "Parent contact"), seq_of(&log, "Sanction"));
    let fix = |entry: u64, field: &str, to: &str| json!({ "entry": entry, "field": field, "to": to, "reason": "A slip." });
    for (undone, todo) in [
        (
            fix(contact, "result", "no-answer"),
            "Contact Sam Invented's parents",
        ),
        (fix(contact, "about", "B"), "Contact Sam Invented's parents"),
        (
            json!({ "field": "add-participant", "to": "Jo Fictional", "part": "took-part", "reason": "Joined in." }),
            "Contact Jo Fictional's parents",
        ),
        (
            json!({ "field": "add-clause", "to": "SJ24 Staff 20", "reason": "It was out." }),
            "Tell IT technician",
        ),
    ] {
        let say = log.no("amend", undone, "case");
        assert!(say.contains("Reopen it first, with the reason"), "{say}");
        assert!(say.contains(todo), "{say}");
    }
    // What leaves nothing to do is taken as before.
    let witness = json!({ "field": "add-participant", "to": "Jo Fictional", "part": "witness", "reason": "Was there." });
    log.follow("amend", witness);
    log.follow("amend", fix(contact, "method", "letter"));
    log.follow("amend", fix(sanction, "minutes", "10"));
    assert_eq!(log.case().status, Status::Closed);
    assert!(log.to_do().is_empty());
    // Opened again it is taken, and is to do.
    log.follow("reopen", json!({ "reason": "Nobody answered." }));
    log.follow("amend", fix(contact, "result", "no-answer"));
    assert_eq!(log.to_do(), ["Contact Sam Invented's parents"]);
}

#[test]
fn what_was_left_when_a_case_was_closed_hinders_no_correction() {
    let mut log = Log::new();
    log.concern(json!({}));
    log.follow("close", closing(json!({})));
    log.follow(
        "amend",
        json!({ "field": "seen", "to": "Calm.", "reason": "It was left out." }),
    );
    // What was recorded in error has nobody to tell.
    let mut log = settled();
    log.follow(
        "close",
        json!({ "outcome": "recorded-in-error", "rationale": "It was a drill." }),
    );
    let added = json!({ "field": "add-participant", "to": "Jo Fictional", "part": "harmed", "reason": "Was in it." });
    log.follow("amend", added);
    let clause = json!({ "field": "add-clause", "to": "SJ24 Staff 20", "reason": "It was out." });
    log.follow("amend", clause);
    assert!(log.to_do().is_empty());
}

#[test]
fn reopening_needs_a_reason_and_keeps_how_it_was_closed() {
    let mut log = closed();
    log.no("reopen", json!({}), "reason");
    log.follow("reopen", json!({ "reason": "Another copy has turned up." }));
    assert_eq!(
        (log.case().status, &log.case().closure),
        (Status::Open, &None)
    );
    let has = |title| {
        log.case()
            .chronology
            .iter()
            .any(|line| line.fact.title() == title)
    };
    assert!(has("Closed") && has("Reopened"));
    log.no("reopen", json!({ "reason": "Again." }), "case");
}

#[test]
fn a_status_set_by_hand_is_open_monitoring_or_awaiting_agency() {
    let mut log = settled();
    for status in ["open", "monitoring", "awaiting agency"] {
        log.follow("status", json!({ "status": status }));
    }
    assert_eq!(log.case().status, Status::AwaitingAgency);
    for status in ["new", "closed", "recorded-in-error", ""] {
        log.no("status", json!({ "status": status }), "status");
    }
}

#[test]
fn a_referral_says_what_was_said_and_may_leave_the_case_waiting() {
    let mut log = settled();
    log.no("referral", json!({ "agency": "lado" }), "text");
    log.no(
        "referral",
        json!({ "agency": "the press", "text": "x" }),
        "agency",
    );
    log.follow(
        "referral",
        json!({ "agency": "Early Help", "text": "Asked for a workshop." }),
    );
    assert_eq!(log.case().status, Status::Open);
    log.follow(
        "referral",
        json!({ "agency": "social-care", "text": "Told them.", "awaiting": true }),
    );
    assert_eq!(log.case().status, Status::AwaitingAgency);
}

#[test]
fn a_decision_says_what_and_why() {
    let mut log = settled();
    log.no("decision", json!({ "why": "x" }), "what");
    log.no("decision", json!({ "what": "x" }), "why");
    log.follow(
        "decision",
        json!({ "what": "No sanction", "why": "Alex said sorry.", "rejected": "Playtime." }),
    );
    let CaseFact::Decision(decision) = &log.case().chronology.last().unwrap().fact else {
        panic!("a decision is an entry of its own");
    };
    assert_eq!(decision.rejected, "Playtime.");
}

#[test]
fn a_review_date_is_set_moved_and_gone_with_the_closing() {
    let mut log = Log::new();
    log.concern(about(1, json!({ "review": "in 2 weeks" })));
    assert_eq!(log.case().review.unwrap().to_string(), "2026-12-08");
    log.follow("review", json!({ "on": "14/12" }));
    assert_eq!(log.case().review.unwrap().to_string(), "2026-12-14");
    log.no("review", json!({ "on": "" }), "on");
    log.no("review", json!({ "on": "yesterday" }), "on");
    log.follow("close", closing(json!({})));
    assert_eq!(log.case().review, None);
    assert!(next::steps(log.case(), &str::to_owned).is_empty());
}

#[test]
fn the_owner_is_a_person_with_a_key() {
    let mut log = settled();
    let say = log.no("assign", json!({ "owner": "the caretaker" }), "owner");
    assert!(say.contains("Devi Sample"), "{say}");
    log.follow("assign", json!({ "owner": "Devi Sample" }));
    assert_eq!(log.case().owner, "deputy");
    let say = log.no("assign", json!({ "owner": "Devi Sample" }), "owner");
    assert_eq!(say, "Devi Sample looks after it already.");
    log.follow(
        "assign",
        json!({ "owner": "Devi Sample", "note": "Until Easter too." }),
    );
}

#[test]
fn an_action_ends_done_or_dropped_with_a_reason() {
    let mut log = settled();
    log.follow(
        "action",
        json!({ "text": "Ask 5E's teacher", "who": "Tim Example", "due": "Fri" }),
    );
    let number = log.case().open_actions().next().unwrap().number;
    log.no(
        "action",
        json!({ "number": number, "dropped": true }),
        "text",
    );
    // What could be either is neither: no number, or the terms of a new action with one.
    let say = log.no(
        "action",
        json!({ "dropped": true, "text": "She is away." }),
        "number",
    );
    assert!(say.contains("Ask 5E's teacher"), "{say}");
    log.no(
        "action",
        json!({ "number": number, "due": "Fri" }),
        "number",
    );
    log.follow("action", json!({ "number": number, "text": "Asked." }));
    assert!(log.to_do().is_empty());
    log.no("action", json!({ "number": number }), "number");
}
