//! People, keys, who read what and the drop box, on the screens.

use chrono::Duration;
use daybook::app::state::{Overlay, RosterKind, Screen};
use daybook::domain::report::Report;
use daybook::session::dropbox::drop_report;

use crate::desk::{Desk, ME, PASSPHRASE};
use crate::school::chat;

const NEW: &str = "moss 9 & slow harbours";

/// The one-time passphrase on the screen.
fn one_time(desk: &Desk) -> String {
    let Some(Screen::Page(page)) = desk.state.screen() else {
        panic!("no page: {}", desk.text());
    };
    page.words[1].clone()
}

fn roster(desk: &Desk) -> RosterKind {
    match desk.state.screen() {
        Some(Screen::Roster(roster)) => roster.kind,
        _ => panic!("no roster: {}", desk.text()),
    }
}

/// Lets a deputy in; their one-time passphrase.
pub fn invite(desk: &mut Desk) -> String {
    desk.press("P n");
    desk.write("Devi Sample");
    desk.press("enter");
    desk.write("deputy");
    desk.press("enter");
    let slip = one_time(desk);
    assert!(desk.text().contains(&slip), "{}", desk.text());
    slip
}

#[test]
fn somebody_is_let_in_and_makes_a_passphrase_of_their_own() {
    let mut desk = Desk::open();
    let slip = invite(&mut desk);
    // It is shown once, and not lost by a key that was pressed by accident.
    desk.press("esc");
    desk.write("x");
    assert_eq!(one_time(&desk), slip);
    desk.press("ctrl-s");
    assert_eq!(roster(&desk), RosterKind::People);
    assert!(desk.text().contains("invited, has not been in yet"));
    desk.press("ctrl-l");
    desk.press("shift-tab down enter");
    desk.write(&slip);
    desk.press("enter");
    assert!(
        desk.state.opened.is_none(),
        "nothing is open before they have keys of their own"
    );
    assert!(
        desk.text().contains("one-time passphrase"),
        "{}",
        desk.text()
    );
    desk.write("too weak");
    desk.press("tab");
    desk.write("too weak");
    desk.press("ctrl-s");
    assert!(desk.state.opened.is_none());
    desk.press("shift-tab ctrl-u");
    desk.write(NEW);
    desk.press("tab ctrl-u");
    desk.write(NEW);
    desk.press("ctrl-s");
    let opened = desk
        .state
        .opened
        .as_ref()
        .unwrap_or_else(|| panic!("{}", desk.text()));
    assert_eq!(opened.me.name, "Devi Sample");
    assert!(opened.school.invited.is_empty());
    // A deputy does not look through who read what.
    desk.press("A");
    assert!(matches!(desk.state.screen(), Some(Screen::Today(_))));
}

#[test]
fn leaving_an_invitation_half_way_locks() {
    let mut desk = Desk::open();
    let slip = invite(&mut desk);
    desk.press("ctrl-s ctrl-l shift-tab down enter");
    desk.write(&slip);
    desk.press("enter");
    desk.press("esc");
    assert!(matches!(desk.state.screen(), Some(Screen::Unlock(_))));
    // The slip is still good.
    desk.press("shift-tab down enter");
    desk.write(&slip);
    desk.press("enter");
    assert!(
        desk.text().contains("one-time passphrase"),
        "{}",
        desk.text()
    );
    // And idling locks that too.
    desk.wait(Duration::minutes(6));
    assert!(
        matches!(desk.state.screen(), Some(Screen::Unlock(_))),
        "{}",
        desk.text()
    );
}

#[test]
fn a_headteacher_needs_the_recovery_key_and_nobody_is_removed_unasked() {
    let mut desk = Desk::open();
    desk.press("P n");
    desk.write("Harper Sample");
    desk.press("enter");
    desk.write("Headteacher");
    desk.press("enter");
    assert!(desk.text().contains("Recovery key"), "{}", desk.text());
    desk.press("ctrl-s");
    assert!(
        desk.text().contains("The recovery key is needed"),
        "{}",
        desk.text()
    );
    desk.write("AGE-SECRET-KEY-1WRONG");
    desk.press("ctrl-s");
    assert!(
        desk.text().contains("no recovery key in this text"),
        "{}",
        desk.text()
    );
    desk.press("ctrl-u");
    let key = desk.recovery.clone();
    desk.write(&key);
    desk.press("ctrl-s");
    one_time(&desk);
    desk.press("ctrl-s");
    assert_eq!(roster(&desk), RosterKind::People);
    assert_eq!(desk.state.opened.as_ref().unwrap().school.people.len(), 2);
    // The last DSL stays; so does anybody whose removal was not answered with yes.
    desk.press("x");
    assert!(desk.text().contains("could have kept"), "{}", desk.text());
    desk.press("ctrl-s");
    assert!(desk.text().contains("Say yes"), "{}", desk.text());
    desk.write("yes");
    desk.press("enter");
    assert!(desk.text().contains("is the last"), "{}", desk.text());
    assert_eq!(desk.state.opened.as_ref().unwrap().school.people.len(), 2);
}

#[test]
fn ones_own_passphrase_is_changed() {
    let mut desk = Desk::open();
    desk.press("P p");
    desk.write(NEW);
    desk.press("tab");
    desk.write(NEW);
    desk.press("enter");
    desk.press("enter");
    desk.press("ctrl-l");
    desk.write(PASSPHRASE);
    desk.press("enter");
    assert!(desk.state.opened.is_none());
    desk.write(NEW);
    desk.press("enter");
    assert!(desk.state.opened.is_some(), "{}", desk.text());
}

#[test]
fn wrong_passphrases_make_one_wait_longer_each_time() {
    let mut desk = Desk::open();
    desk.press("ctrl-l");
    for _ in 0..4 {
        desk.write("wrong");
        desk.press("enter");
    }
    let Some(Screen::Unlock(screen)) = desk.state.screen() else {
        panic!("{}", desk.text());
    };
    assert!(screen.problem.as_ref().unwrap().ends_with("in 2 seconds."));
    desk.write(PASSPHRASE);
    desk.press("enter");
    assert!(desk.state.opened.is_none());
    assert!(desk.text().contains("wait 2 seconds"), "{}", desk.text());
    desk.wait(Duration::seconds(3));
    desk.press("enter");
    assert!(desk.state.opened.is_some(), "{}", desk.text());
}

#[test]
fn the_recovery_key_lets_in_whoever_forgot() {
    let mut desk = Desk::open();
    desk.press("ctrl-l f2");
    assert!(desk.text().contains("school's safe"), "{}", desk.text());
    desk.press("tab");
    let key = desk.recovery.clone();
    desk.write(&key);
    desk.press("tab");
    desk.write(NEW);
    desk.press("tab");
    desk.write(NEW);
    desk.press("ctrl-s");
    let opened = desk
        .state
        .opened
        .as_ref()
        .unwrap_or_else(|| panic!("{}", desk.text()));
    assert_eq!(opened.me.name, ME);
}

#[test]
fn openings_are_noted_together_and_only_once_each() {
    let mut desk = Desk::in_a_case();
    let noted = |desk: &Desk| desk.asked.iter().filter(|one| *one == "NoteOpened").count();
    assert_eq!(noted(&desk), 0, "reading waits for nothing");
    desk.press("esc enter esc enter n esc");
    desk.wait(Duration::seconds(31));
    assert_eq!(noted(&desk), 1);
    desk.wait(Duration::seconds(31));
    assert_eq!(
        noted(&desk),
        1,
        "a case that stays open is not opened again"
    );
    desk.press("esc enter ctrl-l");
    assert_eq!(
        noted(&desk),
        2,
        "what was opened is noted before it is locked"
    );
}

#[test]
fn a_report_is_read_and_becomes_a_concern() {
    let mut desk = Desk::on_a_disk();
    desk.press("P c");
    let card = desk.folder("card.json");
    desk.write(card.to_str().unwrap());
    desk.press("enter");
    assert!(desk.text().contains("The card is in"), "{}", desk.text());
    desk.press("enter esc");
    let text = std::fs::read_to_string(&card).unwrap();
    let card = daybook::vault::Card::read(text.as_bytes()).unwrap();
    let place = desk.folder("vault-drop-box");
    std::fs::create_dir_all(&place).unwrap();
    let report = Report {
        daybook_report: 1,
        written: "2026-11-24T09:20:00+00:00".to_owned(),
        from: "Tim Example".to_owned(),
        job: "Year 5 teacher".to_owned(),
        who: "Ada Sample".to_owned(),
        account: "A picture was passed round.".to_owned(),
        ..Report::default()
    };
    drop_report(&card, &report, &place).unwrap();
    desk.press("R");
    assert!(
        desk.text().contains("Tim Example, Year 5"),
        "{}",
        desk.text()
    );
    assert!(desk.text().contains("Unsigned"), "{}", desk.text());
    desk.press("enter");
    assert!(desk.text().contains("From the drop box"), "{}", desk.text());
    let Some(Screen::Form(screen)) = desk.state.screen() else {
        panic!("{}", desk.text());
    };
    assert!(
        screen
            .form
            .text("account")
            .starts_with("A picture was passed round.")
    );
    assert!(
        screen
            .form
            .text("account")
            .contains("Who the report names: Ada Sample")
    );
    assert_eq!(screen.form.chosen("reporter"), "Tim Example");
    assert!(
        desk.state
            .overlays
            .iter()
            .all(|one| !matches!(one, Overlay::Read { .. }))
    );
}

#[test]
fn of_a_sealed_concern_the_list_says_that_and_when() {
    let mut desk = Desk::open();
    let mut about_staff = chat();
    about_staff["participants"] = serde_json::json!([
        { "name": "Pat Nobody", "adult": "staff", "part": "alleged" },
        { "pupil": 1, "part": "harmed" },
    ]);
    about_staff["clauses"] = serde_json::json!(["SJ24 Staff 39"]);
    about_staff["category"] = "conduct.photo-without-permission".into();
    desk.log(about_staff);
    desk.log(chat());
    let text = desk.text();
    let line = "OS-2026-0001 sealed to the headteacher, Tue 24 Nov 2026";
    assert!(text.contains(line), "{text}");
    assert!(!text.contains("Pat"), "{text}");
    // It stands behind what can be opened, is found like a case, and Enter says why nothing opens.
    desk.press("down enter");
    assert!(
        desk.toast().contains("Nobody else can open it."),
        "{}",
        desk.text()
    );
    desk.press("/");
    desk.write("0001");
    desk.press("enter");
    assert!(
        desk.toast().contains("OS-2026-0001 is sealed"),
        "{}",
        desk.text()
    );
    desk.press("esc enter");
    assert!(
        matches!(desk.state.screen(), Some(Screen::Case(_))),
        "{}",
        desk.text()
    );
    desk.press("]");
    assert!(
        matches!(desk.state.screen(), Some(Screen::Case(_))),
        "{}",
        desk.text()
    );
}

#[test]
fn a_drop_box_that_was_not_seen_is_never_said_to_be_empty() {
    let mut desk = Desk::on_a_disk();
    std::fs::write(desk.folder("vault-drop-box"), "no folder").unwrap();
    desk.press("R");
    let text = desk.text();
    assert!(text.contains("cannot be looked into"), "{text}");
    assert!(!text.contains("Nothing waits"), "{text}");
    desk.press("esc");
    let text = desk.text();
    assert!(text.contains("cannot be looked into"), "{text}");
}
