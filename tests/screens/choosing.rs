//! Choosing: Enter takes the marked line, what was typed is never passed over in silence, and nothing that was only
//! looked at is recorded.

use daybook::domain::entry::CaseFact;

use crate::desk::Desk;
use crate::scenes::filled;
use crate::school::chat;

/// The labels chosen in a field.
fn chosen(desk: &Desk, field: &str) -> Vec<String> {
    let picker = desk.form().field(field).unwrap().picker().unwrap();
    let labels = picker.chosen.iter().map(|one| one.choice.label.clone());
    labels.collect()
}

#[test]
fn text_that_was_not_taken_is_never_saved_over() {
    let mut desk = Desk::in_a_case();
    desk.play(&[
        "c",
        "'inf",
        "enter",
        "'ph",
        "enter",
        "'P. Sample",
        "tab",
        "'Told.",
    ]);
    desk.play(&["shift-tab shift-tab shift-tab shift-tab", "'Ben Samplr"]);
    assert_eq!(desk.focus(), "about");
    let before = desk.case().chronology.len();
    desk.press("ctrl-s");
    assert_eq!(desk.focus(), "about");
    assert_eq!(desk.case().chronology.len(), before, "{}", desk.text());
    let text = desk.text();
    assert!(text.contains("Nothing fits “Ben Samplr”."), "{text}");
    desk.press("esc ctrl-s");
    assert!(
        matches!(desk.newest(), CaseFact::Contact(contact) if contact.about.to_string() == "A"),
        "cleared, it is the suggestion again: {}",
        desk.text()
    );
}

#[test]
fn what_was_typed_stays_in_sight_until_it_is_taken_or_cleared() {
    for key in ["enter", "tab", "shift-tab", "alt-a"] {
        let mut desk = Desk::open();
        desk.play(&["n", "alt-e", "'moon base", key]);
        assert_eq!(desk.focus(), "place", "{key}");
        let text = desk.text();
        assert!(text.contains("Nothing fits “moon base”"), "{key}: {text}");
        desk.play(&["esc", "alt-a"]);
        assert_eq!(desk.focus(), "account", "{key}: cleared, one can go on");
    }
}

#[test]
fn a_choice_that_was_only_looked_at_is_not_recorded() {
    let mut desk = Desk::open();
    desk.play(&["n", "'rob", "enter", "alt-c", "'P7", "alt-p"]);
    assert_eq!(desk.focus(), "clauses");
    assert!(chosen(&desk, "clauses").is_empty());
    let text = desk.text();
    assert!(
        text.contains("“P7” is not chosen yet: Enter takes the marked line"),
        "{text}"
    );
    desk.press("esc down down alt-p");
    assert_eq!(desk.focus(), "participants");
    assert!(
        chosen(&desk, "clauses").is_empty(),
        "a line that was moved to is no more than looked at"
    );
    desk.play(&["alt-e", "'classroom", "tab"]);
    assert_eq!(
        chosen(&desk, "place"),
        ["Classroom"],
        "a name in full is no doubt"
    );
}

#[test]
fn esc_clears_what_was_typed_before_it_leaves() {
    let mut desk = filled();
    desk.play(&["alt-c", "'saf", "esc"]);
    assert!(desk.state.overlays.is_empty());
    assert!(desk.form().text("clauses").is_empty());
    desk.press("esc");
    assert_eq!(desk.state.overlays.len(), 1, "then it asks to leave");
}

#[test]
fn an_action_that_is_done_is_one_of_those_that_are_open() {
    let mut desk = Desk::in_a_case();
    let before = desk.case().chronology.len();
    desk.play(&["d", "tab", "'rang mum", "ctrl-s"]);
    assert_eq!(desk.focus(), "number", "{}", desk.text());
    assert!(desk.text().contains("Say which of them is done."));
    assert_eq!(desk.case().chronology.len(), before);
    desk.play(&["down enter", "ctrl-s"]);
    let CaseFact::ActionDone(done) = desk.newest() else {
        panic!("{}", desk.text())
    };
    assert_eq!(done.text, "rang mum");
}

#[test]
fn a_reporters_name_stands_as_it_is_typed() {
    let mut desk = Desk::open();
    let mut first = chat();
    first["reporter"] = "Mr K. Ashdown".into();
    first["reporter_job"] = "Site manager".into();
    desk.log(first);
    desk.play(&["n", "alt-r", "'Mr Ash", "tab"]);
    assert_eq!(chosen(&desk, "reporter"), ["Mr Ash"]);
    assert_eq!(desk.form().text("reporter_job"), "");
    desk.play(&["alt-r", "'mr", "down enter"]);
    assert_eq!(chosen(&desk, "reporter"), ["Mr K. Ashdown"]);
    assert_eq!(desk.form().text("reporter_job"), "Site manager");
    desk.play(&["alt-r", "'Ms Example", "enter"]);
    assert_eq!(chosen(&desk, "reporter"), ["Ms Example"]);
    assert_eq!(
        desk.form().text("reporter_job"),
        "",
        "the job goes with whoever had it"
    );
    desk.play(&["'Parent", "alt-r", "'mr k. ashdown", "tab"]);
    assert_eq!(
        chosen(&desk, "reporter"),
        ["Mr K. Ashdown"],
        "known by the whole name"
    );
    assert_eq!(
        desk.form().text("reporter_job"),
        "Parent",
        "what somebody wrote stays"
    );
}

#[test]
fn a_mark_goes_when_the_form_itself_fills_the_field() {
    let mut desk = Desk::open();
    desk.play(&["n", "'rob", "enter", "ctrl-s"]);
    let wrong = |desk: &Desk, name| desk.form().problem(name).is_some();
    assert!(wrong(&desk, "category") && wrong(&desk, "severity"));
    desk.play(&["'photo", "enter"]);
    assert!(!wrong(&desk, "clauses") && !wrong(&desk, "category") && !wrong(&desk, "severity"));
    assert!(wrong(&desk, "account"));
}

#[test]
fn told_before_it_happened_is_marked_on_leaving_either_of_the_two() {
    const SAY: &str = "That is before it happened.";
    let said = |desk: &Desk| desk.form().problem("reported").unwrap_or("").to_owned();
    let mut desk = filled();
    desk.play(&["alt-w", "ctrl-u", "'today 10:40", "alt-z", "'yesterday 9am"]);
    assert_eq!(said(&desk), "", "not while it is typed");
    desk.press("alt-a");
    assert!(said(&desk).starts_with(SAY), "{}", desk.text());
    assert!(
        desk.toast().starts_with(&format!("Reported: {SAY}")),
        "{}",
        desk.toast()
    );
    // Either of the two can be put right.
    desk.play(&["alt-w", "ctrl-u", "'yesterday 8am", "alt-a"]);
    assert_eq!(said(&desk), "", "{}", desk.text());
    desk.play(&["alt-w", "ctrl-u", "'today 9:30", "alt-a"]);
    assert!(said(&desk).starts_with(SAY), "{}", desk.text());
    desk.play(&["alt-z", "ctrl-u", "'today 10:00", "alt-a"]);
    assert_eq!(said(&desk), "", "{}", desk.text());
}

#[test]
fn each_person_that_was_chosen_can_be_reached() {
    let mut desk = Desk::open();
    desk.play(&["n", "'rob", "enter", "'sam", "enter", "'kit", "enter"]);
    let parts = |desk: &Desk| -> Vec<String> {
        let picker = desk.form().field("participants").unwrap().picker().unwrap();
        let value = |one: &daybook::app::form::Chosen| one.value["part"].as_str().unwrap().into();
        picker.chosen.iter().map(value).collect()
    };
    assert_eq!(parts(&desk), ["harmed", "alleged", "witness"]);
    // Up onto Sam and to Robin: who was harmed and who is alleged to have done it change places.
    desk.press("up up ctrl-r ctrl-r ctrl-r ctrl-r up ctrl-r");
    assert_eq!(parts(&desk), ["alleged", "harmed", "witness"]);
    let text = desk.text();
    assert!(
        text.contains("Robin Sample (alleged), Sam Invented (harmed) +1"),
        "as many as fit, with their parts: {text}"
    );
    desk.press("ctrl-o");
    assert_eq!(desk.form().title, "About Robin Sample");
    desk.press("esc down ctrl-d");
    assert_eq!(
        chosen(&desk, "participants"),
        ["Robin Sample", "Kit Fable"],
        "the one with the cursor is taken out"
    );
    desk.press("ctrl-z");
    assert_eq!(chosen(&desk, "participants").len(), 3);
    desk.press("up up up down down down");
    desk.play(&["down", "enter"]);
    assert_eq!(
        chosen(&desk, "participants").len(),
        4,
        "below the chosen are the others: {}",
        desk.text()
    );
}

#[test]
fn the_worst_moment_of_the_form_is_readable_and_can_be_acted_on() {
    let mut desk = Desk::open();
    desk.play(&["n", "'rob", "enter", "'sam", "enter"]);
    desk.play(&[
        "alt-k", "'nude", "enter", "'crit", "enter", "alt-c", "ctrl-s",
    ]);
    assert_eq!(desk.focus(), "clauses");
    let text = desk.text();
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for whole in [
        daybook::domain::decide::CRITICAL,
        daybook::domain::decide::IMAGERY,
        "Choose the clause of the policy that it touches.",
        "F2: read what this form says, all of them",
    ] {
        assert!(flat.contains(whole), "{whole}: {text}");
    }
    assert!(text.matches("SJ24 KS2 Safe").count() >= 2, "{text}");
    assert!(text.contains("of 50 ↓"), "more below is said: {text}");
    desk.press("f2");
    assert!(
        desk.text().contains("Sam Invented: no signed agreement"),
        "{}",
        desk.text()
    );
}

#[test]
fn what_a_field_says_is_said_once() {
    let mut desk = Desk::open();
    desk.play(&[
        "n",
        "'Val Grown",
        "down down enter",
        "'headteacher",
        "enter enter",
    ]);
    desk.press("up ctrl-r ctrl-s");
    let text = desk.text();
    let said = "Take it to the chair";
    assert_eq!(text.matches(said).count(), 1, "{text}");
}

#[test]
fn setting_up_takes_no_suggestion_over_what_was_typed() {
    let mut desk = Desk::bare(std::path::PathBuf::new());
    desk.play(&[
        "enter",
        "'Invented Primary",
        "enter",
        "'Ada Example",
        "enter",
    ]);
    desk.play(&["'dep", "ctrl-s"]);
    assert_eq!(desk.focus(), "role", "{}", desk.text());
    assert!(
        desk.text().contains("“dep” is not chosen yet"),
        "{}",
        desk.text()
    );
}
