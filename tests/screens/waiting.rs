//! The drafts that wait, as they are offered: when each was begun and what it is about, the likeliest first.

use chrono::Duration;
use serde_json::json;

use crate::desk::Desk;
use crate::school::{chat, story};

/// The lines of the question over the screen, from the marked one on.
fn marked(desk: &Desk) -> String {
    let text = desk.text();
    let mut lines = text.lines().skip_while(|line| !line.contains("› "));
    lines.next().unwrap_or("").to_owned()
}

/// A note, an amendment of the concern and one of the note, put away in this order.
fn three() -> Desk {
    let mut desk = Desk::in_a_case();
    desk.play(&["n", "'Robin ate.", "ctrl-s"]);
    desk.play(&["n", "'Half a note", "esc enter"]);
    desk.now += Duration::minutes(1);
    desk.play(&["home m", "'account", "enter", "' And", "esc enter"]);
    desk.now += Duration::minutes(1);
    desk.play(&["end m enter", "'note", "enter", "' Well", "ctrl-l"]);
    desk.unlock();
    desk
}

#[test]
fn each_draft_says_what_it_is_about_the_one_just_interrupted_first() {
    let mut desk = three();
    desk.press("d");
    let text = desk.text();
    let places: Vec<_> = [
        "today 10:52 · OS-2026-0001, Amendment · 24 Nov 10:50 Note",
        "today 10:51 · OS-2026-0001, Amendment · 24 Nov 10:50 Concern: Account",
        "today 10:50 · OS-2026-0001, Note · Half a note",
    ]
    .iter()
    .map(|line| text.find(line))
    .collect();
    assert!(places.iter().all(Option::is_some), "{text}");
    assert!(places.is_sorted(), "newest first: {text}");
    desk.press("enter");
    assert_eq!(desk.form().text("to"), "Robin ate. Well");
}

#[test]
fn a_draft_taken_up_and_left_again_is_the_newest() {
    let mut desk = three();
    desk.now += Duration::minutes(1);
    desk.play(&["d down down enter", "' more", "ctrl-l"]);
    desk.unlock();
    desk.press("d enter");
    assert_eq!(desk.form().text("text"), "Half a note more");
}

#[test]
fn a_form_about_something_else_is_begun_anew_unless_one_says_otherwise() {
    let mut desk = three();
    desk.play(&["d enter", "esc enter"]);
    // On the concern, its own amendment is gone on with; on the note, the note's.
    desk.press("home m");
    assert!(marked(&desk).contains("Go on with it:"), "{}", desk.text());
    assert!(marked(&desk).contains("Concern: Account"));
    desk.press("esc end m");
    assert!(
        marked(&desk).contains("24 Nov 10:50 Note"),
        "{}",
        desk.text()
    );
    // On an entry of which nothing waits a new one is begun.
    desk.press("esc home down m");
    assert!(
        marked(&desk).contains("Begin a new one: 24 Nov 10:50 To do"),
        "{}",
        desk.text()
    );
    desk.press("enter");
    assert_eq!(desk.form().text("to"), "");
    desk.press("esc");

    // The same of a child: Robin's parents are told meanwhile.
    desk.play(&["c", "'informed", "enter", "esc enter", "c"]);
    assert!(
        marked(&desk).contains("Go on with it: begun today 10:52 · Robin Sample"),
        "{}",
        desk.text()
    );
    desk.press("esc");
    desk.log(
        json!({ "command": "contact", "case": "OS-2026-0001", "about": "A", "result": "informed", "method": "phone" }),
    );
    desk.press("c");
    assert!(
        marked(&desk).contains("Begin a new one: Sam Invented"),
        "{}",
        desk.text()
    );
    desk.press("f8");
    let text = desk.text();
    assert!(
        text.contains("Begin a new one: S.I.") && text.contains("· R.S."),
        "{text}"
    );
}

#[test]
fn a_long_name_leaves_room_for_when_and_what() {
    let mut desk = Desk::open();
    let mut concern = chat();
    let long = "Wilhelmina Alexandra Featherstonehaugh-Cholmondeley";
    concern["participants"] = json!([
        { "name": long, "year": "Year 4", "class": "4B", "part": "harmed" },
        { "pupil": 2, "part": "alleged" },
    ]);
    desk.log(concern);
    desk.play(&["enter c", "'informed", "enter", "esc enter"]);
    desk.play(&["a", "'Ask", "esc enter esc d"]);
    let text = desk.text();
    assert!(
        text.contains("today 10:50 · OS-2026-0001, Contact with a parent or carer"),
        "{text}"
    );
    assert!(text.contains("Featherstonehaugh-Cholmondeley"), "{text}");
}

#[test]
fn in_initials_mode_the_drafts_name_nobody() {
    let mut desk = story();
    desk.play(&["t", "'lifted", "enter", "esc enter"]);
    desk.play(&["d", "'robin", "enter", "'Robin is fine", "esc enter"]);
    desk.play(&["n", "'Sam told Bo Teacher", "esc enter", "esc d"]);
    let named = desk.text();
    let of_a_sanction = "What became of a sanction · Technology or internet access removed";
    let words = named.split_whitespace().filter(|word| *word != "│");
    let flat = words.collect::<Vec<_>>().join(" ");
    assert!(flat.contains(of_a_sanction), "{named}");
    assert!(named.contains("Sam told Bo Teacher"), "{named}");
    desk.press("f8");
    let text = desk.text();
    for name in ["Robin", "Sample", "Sam ", "Sam Invented", "Teacher"] {
        assert!(!text.contains(name), "{name}: {text}");
    }
}
