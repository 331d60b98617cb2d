//! Who is told: by clause, the parents, and of whom this log keeps nothing.

use daybook::app::form;
use daybook::app::form::picker::Choice;
use daybook::domain::entry::SchoolFact;
use daybook::domain::ids::{Letter, PupilId};
use daybook::domain::people::Agreement;
use serde_json::json;

use crate::log::{Log, about, author, concern};

#[test]
fn a_clause_suggests_whom_to_tell_and_the_untold_stay_an_open_action() {
    for (policy, clause, untold) in [
        // About pupils or parents: the DSL, who is sitting here.
        ("st-james-2024", "SJ24 Staff 33", &[][..]),
        // About staff: the headteacher, not the DSL.
        ("st-james-2024", "SJ24 Staff 34", &["Tell headteacher"]),
        // Filtering: the DSL and the IT technician.
        ("st-james-2024", "SJ24 Staff 20", &["Tell IT technician"]),
        // Malware.
        (
            "st-james-2024",
            "SJ24 Staff 16",
            &["Tell computing lead or IT technician"],
        ),
        // Lost documents.
        (
            "borough-green-2023",
            "BG23 Staff 16",
            &["Tell IT system manager", "Tell DPO"],
        ),
        // Crime.
        (
            "st-james-2024",
            "SJ24 Staff 39",
            &["Tell headteacher", "Tell police"],
        ),
        // A visitor at Borough Green: DSL or headteacher.
        ("borough-green-2023", "BG23 Visitor 8", &[]),
    ] {
        let mut log = Log::under(policy);
        log.concern(
            json!({ "clauses": [clause], "parents": "withheld", "parents_reason": "Risk." }),
        );
        assert_eq!(log.to_do(), untold, "{clause}");
    }
}

#[test]
fn who_was_told_already_is_recorded_as_told() {
    let mut log = Log::new();
    log.me = author("deputy", "Devi Sample", "deputy");
    let clauses = json!(["SJ24 Staff 20", "SJ24 Staff 33"]);
    log.concern(json!({ "clauses": clauses, "told": ["it-technician"] }));
    let tells: Vec<_> = log
        .to_do()
        .into_iter()
        .filter(|text| text.starts_with("Tell"))
        .collect();
    assert_eq!(tells, ["Tell DSL"]);
    log.refused(concern(json!({ "told": ["the caretaker"] })), "told");
}

#[test]
fn a_clause_added_later_brings_those_it_names() {
    let mut log = Log::new();
    log.concern(json!({ "clauses": ["SJ24 Staff 20"] }));
    let add =
        |clause| json!({ "field": "add-clause", "to": clause, "reason": "It touches this too." });
    log.follow("amend", add("SJ24 Staff 39"));
    let tells: Vec<_> = log
        .to_do()
        .into_iter()
        .filter(|text| text.starts_with("Tell"))
        .collect();
    assert_eq!(
        tells,
        ["Tell IT technician", "Tell headteacher", "Tell police"]
    );
    // Who was named by an earlier clause is not set twice.
    log.follow("amend", add("SJ24 Visitor 12"));
    assert_eq!(log.case().actions.len(), 5);
}

#[test]
fn telling_an_adult_is_never_a_breach() {
    let mut log = Log::new();
    log.concern(json!({ "clauses": ["SJ24 KS2 Tell 1", "SJ24 KS2 Safe 2"] }));
    let kept: Vec<_> = log
        .case()
        .concern
        .clauses
        .iter()
        .map(|cited| cited.kept)
        .collect();
    assert_eq!(kept, [true, false]);
    log.follow(
        "amend",
        json!({ "field": "add-clause", "to": "SJ24 KS2 Tell 3", "reason": "A friend told." }),
    );
    assert!(log.case().concern.clauses[2].kept);
}

#[test]
fn the_form_says_so_when_a_protective_clause_is_picked() {
    let log = Log::new();
    let mut form = form::concern::form(&log.desk());
    let said = |form: &form::Form| form.advice.iter().any(|say| say.contains("never a breach"));
    for (clause, says) in [("SJ24 KS2 Safe 2", false), ("SJ24 KS2 Tell 1", true)] {
        let picker = form.field_mut("clauses").unwrap().picker_mut().unwrap();
        picker.choose(Choice::plain(clause, clause), json!(clause));
        form::concern::refresh(&log.desk(), &mut form);
        assert_eq!(said(&form), says, "{:?}", form.advice);
    }
}

#[test]
fn the_policy_in_force_that_day_stays_with_the_case() {
    let mut log = Log::new();
    log.adopt("borough-green-2023", "2026-11-01");
    let say = log.refused(concern(json!({})), "clauses");
    assert!(say.contains("not in force"), "{say}");
    // It happened while the former policy held.
    let before = json!({ "happened": "20/10", "reported": "20/10", "late_reason": "Half-term." });
    log.concern(before);
    let cited = &log.case().concern.clauses[0];
    assert_eq!(cited.policy, "st-james-2024");
    assert!(!cited.text.is_empty());
    assert!(
        log.case().concern.clauses[0]
            .clause
            .to_string()
            .starts_with("SJ24")
    );
    let later = json!({ "clauses": ["BG23 KS2 Safe 3"] });
    log.concern(later);
    assert_eq!(log.case().concern.clauses[0].policy, "borough-green-2023");
}

#[test]
fn every_child_at_the_centre_has_parents_to_contact() {
    let mut log = Log::new();
    let who = json!([
        { "pupil": 1, "part": "harmed" }, { "pupil": 2, "part": "alleged" },
        { "pupil": 3, "part": "took-part" }, { "pupil": 4, "part": "witness" }, { "pupil": 5, "part": "bystander" },
    ]);
    log.concern(json!({ "participants": who, "parents_due": "tomorrow" }));
    assert_eq!(
        log.to_do(),
        [
            "Contact Sam Invented's parents",
            "Contact Alex Pretend's parents",
            "Contact Robin Sample's parents"
        ]
    );
}

#[test]
fn contact_that_tells_completes_the_step_and_no_answer_does_not() {
    for (result, settles) in [
        ("informed", true),
        ("supportive", true),
        ("disputes", true),
        ("no-answer", false),
        ("message-left", false),
        ("meeting-booked", false),
        ("declined", false),
    ] {
        let mut log = Log::new();
        log.concern(about(1, json!({})));
        log.follow("contact", json!({ "method": "phone", "result": result }));
        assert_eq!(
            log.case().parents_settled(Letter::at(0)),
            settles,
            "{result}"
        );
        assert_eq!(log.to_do().is_empty(), settles, "{result}");
    }
}

#[test]
fn withholding_with_a_reason_completes_the_step() {
    let mut log = Log::new();
    log.concern(about(1, json!({})));
    for result in ["withheld-risk", "withheld-agency"] {
        let say = log.no("contact", json!({ "result": result }), "reason");
        assert!(say.contains("why contact is withheld"), "{say}");
    }
    log.follow(
        "contact",
        json!({ "result": "withheld-risk", "reason": "Sam is afraid of home." }),
    );
    assert!(log.case().parents_settled(Letter::at(0)) && log.to_do().is_empty());
    let contact = log.case().contacts().next().unwrap();
    assert!(contact.withheld && !contact.told);
}

#[test]
fn contact_can_be_withheld_from_the_first_moment() {
    let mut log = Log::new();
    log.refused(concern(json!({ "parents": "withheld" })), "parents_reason");
    log.concern(json!({ "parents": "withheld", "parents_reason": "A parent is alleged." }));
    assert!(log.to_do().is_empty());
    assert_eq!(log.case().contacts().filter(|one| one.withheld).count(), 2);
}

#[test]
fn one_childs_parents_are_not_anothers() {
    let mut log = Log::new();
    log.concern(json!({}));
    let say = log.no(
        "contact",
        json!({ "method": "phone", "result": "informed" }),
        "about",
    );
    assert!(say.contains("A (Sam") && say.contains("B (Alex"), "{say}");
    log.follow(
        "contact",
        json!({ "about": "B", "method": "gate", "result": "informed" }),
    );
    assert_eq!(log.to_do(), ["Contact Sam Invented's parents"]);
}

#[test]
fn trying_again_is_an_action_with_a_date() {
    let mut log = Log::new();
    log.concern(about(1, json!({})));
    log.follow(
        "contact",
        json!({ "method": "phone", "result": "no-answer", "again": "tomorrow" }),
    );
    let again = log.case().open_actions().last().unwrap();
    assert_eq!(again.due.to_string(), "2026-11-25");
    log.follow(
        "contact",
        json!({ "method": "phone", "result": "informed" }),
    );
    assert!(
        log.to_do().is_empty(),
        "one contact that tells completes every try"
    );
}

#[test]
fn a_case_can_show_whether_the_agreement_was_signed() {
    let mut log = Log::new();
    log.fact(SchoolFact::AgreementSigned(Agreement {
        pupil: PupilId(1),
        document: "SJ24 Agreement".into(),
        signed: "2026-09-10".parse().unwrap(),
        parent: "Ada Invented".into(),
    }));
    assert_eq!(
        log.school.agreement(PupilId(1)).unwrap().parent,
        "Ada Invented"
    );
    assert_eq!(log.school.agreement(PupilId(2)), None);
}
