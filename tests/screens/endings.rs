//! Sanctions to their end, and cases to theirs.

use daybook::domain::entry::{CaseFact, ChildsView, ParentsDecision};
use daybook::domain::status::SanctionState;
use serde_json::json;

use crate::desk::Desk;
use crate::school::{chat, story};

#[test]
fn a_sanction_of_the_pupils_own_document_then_lifted() {
    let mut desk = Desk::in_a_case();
    desk.press("s");
    assert_eq!(
        desk.form().chosen("about"),
        "B",
        "whose conduct it is comes first"
    );
    desk.play(&["'tech", "enter", "'acc", "enter", "tab", "'fri", "tab"]);
    desk.play(&["'None known.", "tab", "'So that the chat stops.", "ctrl-s"]);
    let sanction = desk.case().active_sanctions().next().unwrap().clone();
    assert_eq!(
        (sanction.kind.as_str(), sanction.scope.as_str()),
        ("technology-removed", "account")
    );
    assert_eq!(sanction.until.unwrap().to_string(), "2026-11-27");
    assert!(sanction.outside_policy.is_empty());

    desk.play(&["t", "'lif", "enter", "ctrl-s"]);
    assert!(desk.text().contains("Say why."), "{}", desk.text());
    assert_eq!(desk.focus(), "reason");
    desk.play(&["'The chat is deleted.", "ctrl-s"]);
    let CaseFact::SanctionChanged(change) = desk.newest() else {
        panic!("{}", desk.text())
    };
    assert_eq!(change.state, SanctionState::Lifted);
    assert_eq!(desk.case().active_sanctions().count(), 0);
}

#[test]
fn a_sanction_that_the_document_does_not_name_asks_why() {
    let mut desk = Desk::open();
    let mut concern = chat();
    concern["participants"] = json!([{ "pupil": 3, "part": "alleged" }]);
    concern["clauses"] = json!(["SJ24 KS1 4"]);
    desk.log(concern);
    desk.play(&["enter", "s", "'play", "enter"]);
    let text = desk.text();
    assert!(
        text.contains("not named for EYFS and Key Stage 1 pupils: say why"),
        "{text}"
    );
    assert!(
        text.contains("never takes away eating, drinking or toilet time"),
        "{text}"
    );
    desk.play(&[
        "'15",
        "tab tab tab",
        "'None known.",
        "tab",
        "'Agreed with Kit.",
        "ctrl-s",
    ]);
    assert_eq!(desk.focus(), "outside_policy", "{}", desk.text());
    desk.play(&["'Kit asked for a quiet playtime.", "ctrl-s"]);
    let sanction = desk.case().active_sanctions().next().unwrap();
    assert_eq!(
        (sanction.minutes, sanction.outside_policy.is_empty()),
        (Some(15), false)
    );
}

#[test]
fn a_case_closes_whole_or_not_at_all_and_opens_again() {
    let mut desk = story();
    desk.play(&["x", "'with edu", "enter", "'The chat has stopped.", "tab"]);
    desk.play(&["'Robin feels safe.", "tab tab", "'wit", "enter"]);
    desk.play(&[
        "'Sam's parents are abroad.",
        "tab",
        "'A letter is on its way.",
        "ctrl-s",
    ]);
    assert!(
        desk.toast()
            .contains("cannot be closed while a sanction stands"),
        "{}",
        desk.toast()
    );
    assert!(desk.case().status.is_open());
    desk.play(&["esc down enter", "t", "'ser", "enter", "ctrl-s"]);
    desk.play(&["x", "'with edu", "enter", "'The chat has stopped.", "tab"]);
    desk.play(&["'Robin feels safe.", "tab tab", "'wit", "enter"]);
    desk.play(&[
        "'Sam's parents are abroad.",
        "tab",
        "'A letter is on its way.",
        "ctrl-s",
    ]);
    let CaseFact::Closed(closure) = desk.newest() else {
        panic!("{}", desk.text())
    };
    assert_eq!(closure.outcome, "education");
    assert_eq!(
        closure.childs_view,
        ChildsView::Said("Robin feels safe.".into())
    );
    assert!(matches!(&closure.parents, ParentsDecision::Withheld(why) if !why.is_empty()));

    desk.press("c");
    assert!(desk.toast().contains("X reopens it"), "{}", desk.toast());
    desk.play(&["X", "'It began again.", "ctrl-s"]);
    assert!(matches!(desk.newest(), CaseFact::Reopened { reason } if reason == "It began again."));
    assert!(desk.case().status.is_open());
}
