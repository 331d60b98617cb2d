//! Concerns about adults of the school: sealed to the headteacher, or not stored at all.

use daybook::domain::entry::What;
use serde_json::{Value, json};

use crate::log::{Log, author, concern};

fn about_staff(kind: &str, part: &str) -> Value {
    let who = json!([
        { "name": "Pat Nobody", "adult": kind, "part": part },
        { "pupil": 1, "part": "harmed" },
    ]);
    concern(json!({ "participants": who, "clauses": ["SJ24 Staff 39"] }))
}

#[test]
fn a_concern_about_staff_a_visitor_or_a_volunteer_is_sealed_to_the_headteacher() {
    let mut log = Log::new();
    let mut number = 0;
    for kind in ["staff", "visitor", "volunteer"] {
        for part in ["alleged", "took-part"] {
            let filed = log.ask(about_staff(kind, part));
            number += 1;
            assert_eq!(filed.reference.number, number);
            assert!(filed.say[0].contains("you neither"), "{:?}", filed.say);
            assert!(filed.say[0].contains("Tell the headteacher in person"));
            // All of it but that it is there, and when.
            let about_it = filed
                .facts
                .iter()
                .filter(|what| matches!(what, What::Case { .. }));
            assert!(about_it.clone().count() > 1 && about_it.clone().all(What::is_sealed));
            let others = serde_json::to_string(
                &filed
                    .facts
                    .iter()
                    .filter(|what| !what.is_sealed())
                    .collect::<Vec<_>>(),
            );
            assert!(!others.unwrap().contains("Pat"));
        }
    }
    assert!(log.school.cases.is_empty());
    assert_eq!(log.school.sealed.len(), 6);
    // The next concern is given a reference that none of these has.
    assert_eq!(log.concern(json!({})).number, 7);
}

#[test]
fn who_filed_it_cannot_read_it_back_and_the_headteacher_goes_on_with_it() {
    let mut log = Log::new();
    let filed = log.ask(about_staff("staff", "alleged"));
    let note = json!({ "command": "note", "case": filed.reference.to_string(), "text": "More." });
    let say = log.refused(note.clone(), "case");
    assert!(
        say.contains("sealed to the headteacher (Tue 24 Nov 2026)"),
        "{say}"
    );
    let mut head = log.as_headteacher();
    let case = head.school.cases.get(&filed.reference).unwrap();
    assert!(case.sealed);
    assert_eq!(case.owner, "head");
    let to_do: Vec<_> = case.open_actions().map(|one| one.text.as_str()).collect();
    // The headteacher knows by reading it; the DSL is not told.
    assert!(to_do.contains(&"Tell police") && !to_do.iter().any(|text| text.contains("DSL")));
    assert!(!to_do.contains(&"Tell headteacher"));
    let more = head.ask(note);
    assert!(more.facts.iter().all(What::is_sealed));
    assert_eq!(
        head.school
            .cases
            .get(&filed.reference)
            .unwrap()
            .chronology
            .len(),
        4
    );
}

#[test]
fn a_tie_to_a_sealed_case_is_sealed_too() {
    let mut log = Log::new();
    let filed = log.ask(about_staff("visitor", "alleged")).reference;
    let other = log.concern(json!({}));
    let mut head = log.as_headteacher();
    let link = |case: &str, to: &str| json!({ "command": "link", "case": case, "to": to });
    let (filed, other) = (filed.to_string(), other.to_string());
    let say = head.refused(link(&other, &filed), "to");
    assert!(say.contains("link it from there"), "{say}");
    assert!(
        head.ask(link(&filed, &other))
            .facts
            .iter()
            .all(What::is_sealed)
    );
}

#[test]
fn a_concern_about_the_headteacher_is_not_stored() {
    let mut log = Log::new();
    let who = json!([{ "name": "Harper Sample", "adult": "headteacher", "part": "alleged" }]);
    let say = log.refused(concern(json!({ "participants": who })), "participants");
    assert!(
        say.contains("chair of governors") && say.contains("LADO") && say.contains("not stored"),
        "{say}"
    );
    // Whoever asks.
    log.me = author("head", "Harper Sample", "headteacher");
    log.refused(concern(json!({ "participants": who })), "participants");
}

#[test]
fn nor_where_the_headteacher_is_said_to_be_somebody_else() {
    let mut log = Log::new();
    let about = |name: &str, adult: &str, job: &str, part: &str| {
        let who = json!([
            { "name": name, "adult": adult, "job": job, "part": part },
            { "pupil": 1, "part": "harmed" },
        ]);
        concern(json!({ "participants": who }))
    };
    for (name, adult, job) in [
        ("Harper Sample", "staff", ""),
        ("  harper  SAMPLE ", "visitor", "Inspector"),
        ("Harper Sample", "outside", ""),
        ("Pat Nobody", "staff", "Head teacher"),
        ("Pat Nobody", "volunteer", "headteacher"),
    ] {
        let say = log.refused(about(name, adult, job, "alleged"), "participants");
        assert!(say.contains("chair of governors"), "{name}: {say}");
    }
    // As somebody who saw or told it the headteacher is in many a concern, and others may have heads in their titles.
    log.ask(about("Harper Sample", "staff", "Headteacher", "witness"));
    log.ask(about("Pat Nobody", "staff", "Head of Year 5", "alleged"));
}

#[test]
fn no_amendment_brings_a_concern_about_staff_in_by_the_back_door() {
    let mut log = Log::new();
    let who = json!([{ "pupil": 1, "part": "harmed" }, { "name": "Pat Nobody", "adult": "staff", "part": "witness" }]);
    log.concern(json!({ "participants": who }));
    let part =
        json!({ "field": "part", "to": "B", "part": "alleged", "reason": "So it turns out." });
    let say = log.no("amend", part, "to");
    assert!(
        say.contains("Tell the headteacher") && say.contains("new concern"),
        "{say}"
    );
    let add = json!({
        "field": "add-participant", "reason": "So it turns out.",
        "participant": { "name": "Harper Sample", "adult": "headteacher", "part": "alleged" },
    });
    assert!(log.no("amend", add, "to").contains("chair of governors"));
}
