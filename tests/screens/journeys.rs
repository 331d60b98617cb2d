//! The concern form under the hands: what is missing, what is offered, what is said.

use daybook::app::state::Overlay;
use daybook::domain::people::Part;

use crate::desk::{Desk, PASSPHRASE};
use crate::scenes::filled;

#[test]
fn what_is_missing_is_said_in_words_and_the_first_field_has_the_focus() {
    let mut desk = Desk::open();
    desk.play(&["n", "ctrl-s"]);
    assert_eq!(desk.focus(), "participants");
    assert!(desk.text().contains("Say who is in it."), "{}", desk.text());
    assert!(
        desk.toast().contains("things to put right, each marked !"),
        "{}",
        desk.toast()
    );
    desk.play(&["'rob", "enter", "ctrl-s"]);
    assert_eq!(desk.focus(), "clauses", "{}", desk.text());
    desk.play(&["'photo", "enter", "ctrl-s"]);
    assert_eq!(desk.focus(), "happened");
    let text = desk.text();
    assert!(text.contains("Say when it happened: today 10:40"), "{text}");
    desk.play(&["'soonish", "ctrl-s"]);
    assert_eq!(desk.focus(), "happened", "a day that is none is said too");
    desk.play(&["ctrl-u", "'unknown", "ctrl-s"]);
    assert_eq!(desk.focus(), "came_through");
    desk.play(&["'filter", "enter", "alt-e", "'home", "enter", "ctrl-s"]);
    assert_eq!(
        desk.focus(),
        "account",
        "a filter has no name to report under"
    );
    assert!(desk.text().contains("Write what happened, as fact."));
    assert_eq!(
        desk.toast(),
        "Not saved yet: one thing to put right, marked !."
    );
    desk.play(&["'A search was stopped.", "ctrl-s"]);
    assert_eq!(desk.toast(), "Saved as OS-2026-0001.");
}

#[test]
fn a_new_pupil_is_added_on_the_spot() {
    let mut desk = Desk::open();
    desk.play(&["n", "'Lou Newcomer", "enter"]);
    assert!(desk.text().contains("New pupil"));
    desk.play(&["enter"]);
    assert_eq!(
        desk.focus(),
        "class",
        "Nursery is the first; Enter takes it"
    );
    desk.play(&["shift-tab", "'year 4", "enter", "'4B", "enter"]);
    assert!(desk.state.overlays.is_empty(), "{}", desk.text());
    desk.play(&[
        "tab", "'safe 1", "enter", "alt-w", "'today", "tab", "'anon", "enter",
    ]);
    desk.play(&[
        "alt-e",
        "'club",
        "enter",
        "alt-a",
        "'Lou was left out.",
        "ctrl-s",
    ]);
    assert_eq!(desk.toast(), "Saved as OS-2026-0001.", "{}", desk.text());
    let opened = desk.state.opened.as_ref().unwrap();
    let pupil = opened.school.pupils.values().next_back().unwrap();
    assert_eq!(
        (pupil.name.as_str(), pupil.class.as_str()),
        ("Lou Newcomer", "4B")
    );
    assert_eq!(pupil.year.to_string(), "Year 4");
}

#[test]
fn the_part_of_a_person_is_changed_by_one_key_and_needs_are_noted() {
    let mut desk = Desk::open();
    desk.play(&["n", "'rob", "enter", "ctrl-r", "ctrl-o", "tab"]);
    desk.play(&["'Speech and language", "enter"]);
    desk.play(&[
        "tab", "'safe 1", "enter", "alt-w", "'today", "tab", "'anon", "enter",
    ]);
    desk.play(&[
        "alt-e",
        "'club",
        "enter",
        "alt-a",
        "'Robin typed it.",
        "ctrl-s",
    ]);
    let case = desk.case();
    let (_, one) = case.people().next().unwrap();
    assert_eq!(
        (one.part, one.relevant.as_str()),
        (Part::Alleged, "Speech and language")
    );
}

#[test]
fn the_clauses_of_the_document_that_fits_come_first() {
    for (who, first) in [
        ("'rob", "SJ24 KS2 "),
        ("'kit", "SJ24 KS1 "),
        ("'noor", "SJ24 KS1 "),
        ("'alex", "SJ24 SEND L2-4 "),
    ] {
        let mut desk = Desk::open();
        desk.play(&["n", who, "enter", "tab"]);
        let offers = desk.offers();
        assert!(offers[0].starts_with(first), "{who}: {}", offers[0]);
        desk.write("photo");
        let offers = desk.offers();
        assert!(!offers.is_empty(), "{who}");
    }
    for (kind, first) in [
        ("'parent", "SJ24 Parent "),
        ("'staff", "SJ24 Staff "),
        ("'visitor", "SJ24 Visitor "),
        ("'volunteer", "SJ24 Visitor "),
    ] {
        let mut desk = Desk::open();
        desk.play(&["n", "'Val Grown", "down down enter"]);
        assert!(desk.text().contains("An adult"), "{}", desk.text());
        desk.play(&[kind, "enter", "'not known", "enter", "tab"]);
        let offers = desk.offers();
        assert!(offers[0].starts_with(first), "{kind}: {}", offers[0]);
    }
}

#[test]
fn whose_conduct_it_is_decides_whose_rules_come_first() {
    let mut desk = Desk::open();
    // Robin in Year 4 was harmed; Kit in Year 1 is alleged to have done it.
    desk.play(&["n", "'rob", "enter", "'kit", "enter", "tab", "'kind"]);
    let offers = desk.offers();
    let place = |document: &str| offers.iter().position(|offer| offer.contains(document));
    assert!(place("KS1 4") < place("KS2 Safe 1"), "{offers:?}");
}

#[test]
fn days_are_read_as_people_say_them() {
    for (said, read) in [
        ("today 10:40", "= Tue 24 Nov 2026, 10:40"),
        ("yesterday pm", "= Mon 23 Nov 2026, afternoon"),
        ("last fri", "= Fri 20 Nov 2026"),
        ("14/11 9am", "= Sat 14 Nov 2026, 09:00"),
        ("half an hour ago", "= Tue 24 Nov 2026, 10:20"),
    ] {
        let mut desk = Desk::open();
        desk.press("n alt-w");
        desk.write(said);
        assert!(desk.text().contains(read), "{said}: {}", desk.text());
    }
    let mut desk = Desk::open();
    desk.play(&["n", "alt-z", "'yesterday"]);
    assert!(desk.text().contains("Why late"), "a late entry asks why");
}

#[test]
fn a_critical_concern_and_a_protecting_clause_say_so() {
    let mut desk = filled();
    desk.play(&["alt-s", "'crit", "enter"]);
    assert!(
        desk.text()
            .contains("Critical: speak to the DSL in person now."),
        "{}",
        desk.text()
    );
    desk.press("ctrl-s");
    assert!(matches!(
        desk.state.overlays.last(),
        Some(Overlay::Read { .. })
    ));
    assert!(
        desk.text().contains("call the police (999) first"),
        "{}",
        desk.text()
    );

    let mut desk = Desk::open();
    desk.play(&["n", "'kit", "enter", "tab", "'telling", "enter"]);
    assert!(
        desk.text().contains("Telling an adult is never a breach"),
        "{}",
        desk.text()
    );
}

#[test]
fn a_wrong_passphrase_says_what_to_try() {
    let mut desk = Desk::locked("default");
    desk.play(&["'wrong", "enter"]);
    assert!(
        desk.text().contains("That is not the passphrase"),
        "{}",
        desk.text()
    );
    desk.write(PASSPHRASE);
    desk.press("enter");
    assert!(desk.state.opened.is_some());
}

#[test]
fn a_day_that_is_none_is_said_on_leaving_its_field() {
    for (said, why) in [
        ("tomorrow", "has not come yet"),
        ("31/2", "is not a day in the calendar"),
        ("1/1/1900", "more than 20 years ago"),
        ("soonish", "was not understood as a date"),
    ] {
        let mut desk = Desk::open();
        desk.press("n alt-w");
        desk.write(said);
        desk.press("tab");
        assert_eq!(desk.focus(), "came_through", "{said}");
        let text = desk.text();
        assert!(text.contains("W !Happened"), "{said}: {text}");
        assert!(desk.toast().contains(why), "{said}: {}", desk.toast());
        desk.press("alt-w backspace");
        assert!(desk.form().problem("happened").is_none(), "{said}");
    }
    let mut desk = Desk::open();
    desk.play(&["n", "alt-w", "'unknown", "tab", "alt-1", "'tomorrow", "tab"]);
    assert!(desk.form().problems.is_empty(), "{}", desk.toast());
    let mut desk = Desk::in_a_case();
    desk.play(&["v", "'none", "tab"]);
    assert!(desk.form().problems.is_empty(), "{}", desk.toast());
}

#[test]
fn a_reminder_is_not_said_to_be_named_by_a_policy() {
    let mut desk = Desk::in_a_case();
    desk.press("s");
    let text = desk.text();
    let reminder = text.lines().find(|line| line.contains("Reminder")).unwrap();
    assert!(!reminder.contains("named for"), "{text}");
    assert!(text.contains("named for Key Stage 2"), "{text}");
}

#[test]
fn the_send_document_is_set_on_the_spot_and_kept_in_the_list() {
    let mut desk = Desk::open();
    // Robin is not marked as having SEND; the box over the form says which document is used with them.
    desk.play(&["n", "'rob", "enter", "ctrl-o", "'p7", "enter", "enter"]);
    assert!(desk.state.overlays.is_empty(), "{}", desk.text());
    desk.press("tab");
    let offers = desk.offers();
    assert!(offers[0].starts_with("SJ24 SEND P7-L1 "), "{}", offers[0]);
    desk.play(&[
        "'safe 2", "enter", "alt-w", "'today", "tab", "'anon", "enter",
    ]);
    desk.play(&["alt-e", "enter", "alt-a", "'Robin said so.", "ctrl-s"]);
    assert_eq!(desk.toast(), "Saved as OS-2026-0001.", "{}", desk.text());
    let opened = desk.state.opened.as_ref().unwrap();
    let robin = opened
        .school
        .pupils
        .values()
        .find(|one| one.name == "Robin Sample");
    assert_eq!(robin.unwrap().send.unwrap().name(), "P7-L1");
    desk.press("esc n");
    assert!(
        desk.text().contains("Robin Sample  Year 4 4B · SEND P7-L1"),
        "{}",
        desk.text()
    );

    // And of a new pupil, where the box asks for the year.
    desk.play(&[
        "'Lou Newcomer",
        "enter",
        "'year 5",
        "enter",
        "shift-tab shift-tab",
        "'l2",
        "enter",
    ]);
    desk.play(&["ctrl-s", "tab"]);
    let offers = desk.offers();
    assert!(offers[0].starts_with("SJ24 SEND L2-4 "), "{}", offers[0]);
}

#[test]
fn a_pupil_with_send_and_no_document_is_offered_the_own_one_and_all_three() {
    let mut desk = Desk::open();
    desk.play(&["n", "'rob", "enter", "ctrl-o", "'yes", "enter", "ctrl-s"]);
    desk.play(&["tab", "'photo"]);
    let offers = desk.offers();
    assert!(offers[0].starts_with("SJ24 KS2 "), "{offers:?}");
    let place = |document: &str| offers.iter().position(|offer| offer.starts_with(document));
    assert!(
        place("SJ24 SEND L2-4 ") < place("SJ24 Staff "),
        "{offers:?}"
    );
}
