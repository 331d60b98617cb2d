//! A form taken up again is about whom and what it was about when it was put away, whatever has been recorded meanwhile.

use chrono::Duration;
use daybook::app::state::Overlay;
use daybook::domain::entry::{CaseFact, Change};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::scenes::filled;

/// What is chosen in a field of the form, by label; empty when nothing is.
#[track_caller]
fn chosen(desk: &Desk, field: &str) -> String {
    let picker = desk.form().field(field).unwrap().picker().unwrap();
    picker.summary()
}

/// Something recorded in the case by another form.
fn follow(desk: &mut Desk, command: &str, mut rest: Value) {
    rest["command"] = json!(command);
    rest["case"] = json!(desk.case().reference);
    desk.log(rest);
}

/// Opens a form, and goes on with the draft that waits for it.
#[track_caller]
fn go_on(desk: &mut Desk, key: &str) {
    desk.press(key);
    let Some(Overlay::Choose(choosing)) = desk.state.overlays.last() else {
        panic!("nothing was asked:\n{}", desk.text())
    };
    let mut answers = choosing.answers.iter();
    let at = answers.position(|one| one.words.starts_with("Go on"));
    for _ in 0..at.unwrap() {
        desk.press("down");
    }
    desk.press("enter");
}

/// A contact with Robin's parents, the newest entry of the case on the screen.
fn with_a_contact() -> Desk {
    let mut desk = Desk::in_a_case();
    follow(
        &mut desk,
        "contact",
        json!({ "about": "A", "result": "informed", "method": "phone", "happened": "today 9:15" }),
    );
    desk.press("end");
    desk
}

fn amended(desk: &Desk) -> (&'static str, &Change) {
    let CaseFact::Amended(amendment) = desk.newest() else {
        panic!("{}", desk.text())
    };
    let lines = &desk.case().chronology;
    let line = lines.iter().find(|line| line.seq == amendment.entry);
    (line.unwrap().fact.title(), &amendment.change)
}

#[test]
fn an_amendment_corrects_the_entry_for_which_it_was_begun() {
    for (leave, back) in [
        ("ctrl-l", "d"),
        ("ctrl-l", "enter m"),
        ("esc enter", "m"),
        ("esc enter esc", "d"),
    ] {
        let mut desk = with_a_contact();
        desk.play(&["m", "'when", "enter", "'today 9am", "tab", "'wrong tim"]);
        let entry = chosen(&desk, "entry");
        assert!(entry.ends_with("Parent contact"), "{entry}");
        desk.press(leave);
        if desk.state.opened.is_none() {
            desk.unlock();
        }
        match back {
            "d" => desk.press(back),
            "m" => go_on(&mut desk, back),
            _ => {
                desk.press("enter end");
                go_on(&mut desk, "m");
            }
        }
        assert_eq!(chosen(&desk, "entry"), entry, "{leave}, {back}");
        desk.press("ctrl-s");
        let (title, change) = amended(&desk);
        assert_eq!(title, "Parent contact", "{leave}, {back}");
        assert!(matches!(change, Change::Happened(_)), "{change:?}");
    }
}

#[test]
fn an_amendment_of_a_note_is_not_refused_for_want_of_its_field() {
    let mut desk = Desk::in_a_case();
    desk.play(&["n", "'bench note one", "ctrl-s"]);
    desk.play(&["m", "'note", "enter", "' plus", "tab", "'reason h"]);
    desk.press("esc enter");
    go_on(&mut desk, "m");
    assert!(chosen(&desk, "entry").ends_with("Note"), "{}", desk.text());
    assert_eq!(desk.form().text("to"), "bench note one plus");
    desk.press("ctrl-s");
    let (title, change) = amended(&desk);
    assert_eq!(title, "Note");
    assert!(
        matches!(change, Change::Text { to, .. } if to == "bench note one plus"),
        "{change:?}"
    );
}

#[test]
fn a_contact_stays_about_the_child_for_whom_it_was_begun() {
    let mut desk = Desk::in_a_case();
    desk.play(&["c", "'inform", "enter", "'phon", "enter", "'Mother", "tab"]);
    desk.play(&["'DRAFT about ROBIN", "esc enter"]);
    follow(
        &mut desk,
        "contact",
        json!({ "about": "A", "result": "informed", "method": "phone" }),
    );
    go_on(&mut desk, "c");
    assert_eq!(chosen(&desk, "about"), "Robin Sample", "{}", desk.text());
    assert_eq!(desk.form().text("text"), "DRAFT about ROBIN");
    desk.press("ctrl-s");
    let CaseFact::Contact(contact) = desk.newest() else {
        panic!("{}", desk.text())
    };
    assert_eq!(contact.about.to_string(), "A");
}

#[test]
fn a_sanction_stays_the_pupils_for_whom_it_was_begun() {
    let mut desk = Desk::in_a_case();
    desk.play(&["s", "'playtime", "enter", "esc enter"]);
    follow(
        &mut desk,
        "amend",
        json!({ "field": "part", "to": "B", "part": "witness", "reason": "Only saw it." }),
    );
    follow(
        &mut desk,
        "amend",
        json!({ "field": "part", "to": "A", "part": "took-part", "reason": "Joined in." }),
    );
    go_on(&mut desk, "s");
    assert_eq!(chosen(&desk, "about"), "Sam Invented", "{}", desk.text());
}

fn sanction(desk: &mut Desk) {
    follow(
        desk,
        "sanction",
        json!({ "about": "B", "kind": "technology-removed", "scope": "account",
        "why": "So that it stops.", "send_considered": "None known." }),
    );
}

#[test]
fn what_became_of_a_sanction_is_not_written_to_another() {
    let mut desk = Desk::in_a_case();
    sanction(&mut desk);
    desk.play(&["t", "'lifted", "enter", "'It has stopped.", "esc enter"]);
    follow(
        &mut desk,
        "sanction",
        json!({ "number": 1, "state": "served" }),
    );
    sanction(&mut desk);
    go_on(&mut desk, "t");
    let field = desk.form().field("number").unwrap();
    assert_eq!(field.picker().unwrap().id(), Some("1"), "{}", desk.text());
    // It was served meanwhile: that it is lifted can no longer be said, and is said to be so.
    assert_eq!(chosen(&desk, "state"), "");
    assert_eq!(desk.focus(), "state");
    let say = "“Lifted” can no longer be chosen";
    assert!(desk.toast().contains(say), "{}", desk.toast());
    assert!(desk.form().problem("state").unwrap().contains(say));
    assert_eq!(desk.form().text("reason"), "It has stopped.");
}

#[test]
fn an_action_that_was_done_meanwhile_is_not_taken_for_another() {
    let mut desk = Desk::in_a_case();
    follow(
        &mut desk,
        "contact",
        json!({ "about": "A", "result": "informed", "method": "phone" }),
    );
    desk.play(&["d", "'Rang her.", "esc enter"]);
    follow(
        &mut desk,
        "contact",
        json!({ "about": "B", "result": "informed", "method": "phone" }),
    );
    follow(&mut desk, "action", json!({ "text": "Teach 4B again" }));
    let before = desk.case().chronology.len();
    go_on(&mut desk, "d");
    assert_eq!(chosen(&desk, "number"), "", "{}", desk.text());
    assert_eq!(desk.focus(), "number");
    let say = "“Contact Sam Invented's parents” can no longer be chosen";
    assert!(desk.toast().contains(say), "{}", desk.toast());
    desk.press("ctrl-s");
    assert_eq!(desk.case().chronology.len(), before, "{}", desk.text());
}

#[test]
fn a_child_who_was_taken_out_meanwhile_is_not_replaced_by_the_other() {
    for (key, what) in [("c", "'informed"), ("s", "'reminder")] {
        let mut desk = Desk::in_a_case();
        desk.play(&[
            key,
            "shift-tab",
            "'sam",
            "enter",
            what,
            "enter",
            "esc enter",
        ]);
        follow(
            &mut desk,
            "amend",
            json!({ "field": "remove-participant", "to": "B", "reason": "It was not Sam." }),
        );
        let before = desk.case().chronology.len();
        go_on(&mut desk, key);
        assert_eq!(chosen(&desk, "about"), "", "{key}: {}", desk.text());
        assert!(
            desk.toast()
                .contains("“Sam Invented” can no longer be chosen"),
            "{}",
            desk.toast()
        );
        desk.press("ctrl-s");
        assert_eq!(desk.focus(), "about", "{key}: {}", desk.text());
        assert_eq!(desk.case().chronology.len(), before, "{}", desk.text());
    }
}

#[test]
fn what_was_taken_out_of_a_field_is_not_suggested_again() {
    let mut desk = Desk::in_a_case();
    desk.play(&["n", "'Seen.", "ctrl-s", "m", "'note", "enter"]);
    desk.play(&["ctrl-u", "shift-tab shift-tab", "backspace"]);
    assert_eq!(chosen(&desk, "entry"), "");
    desk.press("esc enter");
    go_on(&mut desk, "m");
    assert_eq!(chosen(&desk, "entry"), "", "{}", desk.text());
}

#[test]
fn what_the_clause_suggests_goes_on_following_it() {
    let mut desk = Desk::open();
    desk.play(&["n", "'rob", "enter", "tab", "'Safe 1", "enter"]);
    let category = chosen(&desk, "category");
    assert!(!category.is_empty());
    desk.press("esc enter d");
    assert_eq!(chosen(&desk, "category"), category);
    assert_eq!(chosen(&desk, "owner"), "Ada Example");
    desk.play(&["alt-c backspace", "'learning 2", "enter"]);
    assert_ne!(chosen(&desk, "category"), category, "{}", desk.text());
}

/// When the newest concern was reported, by the clock.
fn reported(desk: &Desk) -> String {
    desk.case()
        .concern
        .reported
        .format("%d %b %H:%M")
        .to_string()
}

#[test]
fn what_was_reported_when_the_form_was_begun_was_reported_then() {
    let mut desk = filled();
    desk.press("ctrl-l");
    desk.now += Duration::minutes(13);
    desk.unlock();
    desk.press("d ctrl-s");
    assert_eq!(desk.toast(), "Saved as OS-2026-0001.", "{}", desk.text());
    assert_eq!(reported(&desk), "24 Nov 10:50");
    // A word typed in the field is what counts.
    let mut desk = filled();
    desk.wait(Duration::minutes(3));
    desk.play(&["alt-z", "'10:52", "ctrl-s"]);
    assert_eq!(reported(&desk), "24 Nov 10:52", "{}", desk.text());
}

#[test]
fn what_happened_after_the_form_was_begun_was_reported_when_it_was_saved() {
    let mut desk = filled();
    desk.wait(Duration::minutes(4));
    desk.play(&["alt-w", "ctrl-u", "'10:53", "ctrl-s"]);
    assert_eq!(desk.toast(), "Saved as OS-2026-0001.", "{}", desk.text());
    assert_eq!(reported(&desk), "24 Nov 10:54");
}

#[test]
fn a_contact_was_made_when_its_form_was_begun() {
    let mut desk = Desk::in_a_case();
    desk.play(&["c", "'inform", "enter", "'phon", "enter", "esc enter"]);
    desk.now += Duration::hours(2);
    desk.press("c enter ctrl-s");
    let CaseFact::Contact(contact) = desk.newest() else {
        panic!("{}", desk.text())
    };
    assert_eq!(contact.happened.to_string(), "Tue 24 Nov 2026, 10:50");
    // A clock that was set back meanwhile leaves nothing in the future.
    desk.play(&["c", "'inform", "enter", "'phon", "enter"]);
    desk.now -= Duration::minutes(30);
    desk.press("ctrl-s");
    let CaseFact::Contact(contact) = desk.newest() else {
        panic!("{}", desk.text())
    };
    assert_eq!(contact.happened.to_string(), "Tue 24 Nov 2026, 12:20");
}
