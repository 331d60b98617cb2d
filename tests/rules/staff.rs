//! Concerns about adults of the school: not kept here, and where they go.

use serde_json::json;

use crate::log::{Log, author, concern};

#[test]
fn a_concern_about_staff_a_visitor_or_a_volunteer_goes_to_the_headteacher() {
    let log = Log::new();
    for kind in ["staff", "visitor", "volunteer"] {
        for part in ["alleged", "took-part"] {
            let who = json!([{ "name": "Pat Nobody", "adult": kind, "part": part }]);
            let say = log.refused(concern(json!({ "participants": who })), "participants");
            assert!(
                say.contains("Tell the headteacher") && say.contains("not the DSL"),
                "{say}"
            );
            assert!(!say.contains("Pat"), "{say}");
        }
    }
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
fn no_amendment_brings_a_concern_about_staff_in_by_the_back_door() {
    let mut log = Log::new();
    let who = json!([{ "pupil": 1, "part": "harmed" }, { "name": "Pat Nobody", "adult": "staff", "part": "witness" }]);
    log.concern(json!({ "participants": who }));
    let part =
        json!({ "field": "part", "to": "B", "part": "alleged", "reason": "So it turns out." });
    assert!(log.no("amend", part, "to").contains("Tell the headteacher"));
    let add = json!({
        "field": "add-participant", "reason": "So it turns out.",
        "participant": { "name": "Harper Sample", "adult": "headteacher", "part": "alleged" },
    });
    assert!(log.no("amend", add, "to").contains("chair of governors"));
}
