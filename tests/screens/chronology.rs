//! A chronology for one child's file: looked at, settled, confirmed, sealed.

use chrono::Duration;

use daybook::app::screens::chronology::ChronologyScreen;
use daybook::app::state::Screen;
use daybook::domain::entry::AuditFact;

use crate::desk::Desk;
use crate::school::kits;

fn screen(desk: &Desk) -> &ChronologyScreen {
    match desk.state.screen() {
        Some(Screen::Chronology(screen)) => screen,
        _ => panic!("{}", desk.text()),
    }
}

fn word(desk: &Desk) -> String {
    let screen = screen(desk);
    screen.masked.word(screen.span().unwrap()).to_owned()
}

const SECRET: &str = "Nine amber kettles under Ely, 1877";

#[test]
fn nothing_is_written_before_every_word_in_doubt_is_settled() {
    let mut desk = kits();
    desk.press("f");
    assert_eq!(screen(&desk).masked.open(), 1);
    desk.press("enter");
    assert!(
        desk.text().contains("Still in doubt: 1."),
        "{}",
        desk.text()
    );
    assert_eq!(word(&desk), "Kit");
    desk.press("space");
    assert_eq!(screen(&desk).masked.open(), 0);
    // What Robin keeps trainers in is no child, and is shown all the same.
    desk.press("k");
    assert_eq!(word(&desk), "kit");
    assert!(desk.text().contains("stays as it is"), "{}", desk.text());
    assert!(desk.text().contains("in small letters"), "{}", desk.text());
    desk.press("enter");
    assert!(
        desk.text().contains("Write the chronology"),
        "{}",
        desk.text()
    );
    assert!(
        desk.text().contains("Left as they are: kit (2)"),
        "{}",
        desk.text()
    );
}

/// What is said of the ordinary word is not said of the name, and the other way round.
#[test]
fn the_same_is_said_of_the_word_or_of_the_name() {
    let mut desk = kits();
    desk.press("f enter k");
    assert_eq!(word(&desk), "kit");
    desk.press("space s");
    assert!(desk.text().contains("all 2 places"), "{}", desk.text());
    assert_eq!(screen(&desk).masked.open(), 1);
}

#[test]
fn a_word_that_was_not_found_is_added() {
    let mut desk = kits();
    desk.press("f a");
    desk.write("laughing faces");
    desk.press("enter");
    assert!(
        desk.text().contains("Masked in one place."),
        "{}",
        desk.text()
    );
    assert_eq!(word(&desk), "laughing faces");
    desk.press("a");
    desk.write("zebra");
    desk.press("enter");
    assert!(desk.text().contains("stands nowhere"), "{}", desk.text());
}

#[test]
fn it_is_about_the_leading_child_or_another_or_all_their_cases() {
    let mut desk = kits();
    desk.press("f");
    assert!(screen(&desk).masked.text().contains("about Robin Sample"));
    desk.press("w");
    assert!(screen(&desk).masked.text().contains("about Sam Invented"));
    desk.press("e");
    assert!(
        screen(&desk)
            .masked
            .text()
            .starts_with("# Chronology of Sam Invented")
    );
    desk.press("e w");
    assert!(screen(&desk).masked.text().contains("about Sam Invented"));
    desk.press("esc");
    assert!(matches!(desk.state.screen(), Some(Screen::Case(_))));
}

#[test]
fn it_is_sealed_into_a_new_file_and_the_log_says_so() {
    let mut desk = Desk::on_a_disk();
    desk.log(crate::school::chat());
    desk.press("enter f");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("robin.age");
    desk.press("enter");
    desk.write(path.to_str().unwrap());
    desk.press("tab tab");
    desk.write(SECRET);
    desk.press("tab");
    desk.write(SECRET);
    desk.press("enter");
    assert!(desk.text().contains("sealed under a"), "{}", desk.text());
    let bytes = std::fs::read(&path).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1\n-> scrypt"));
    let audit = &desk.state.opened.as_ref().unwrap().school.audit;
    let out = audit.iter().filter_map(|line| match &line.fact {
        AuditFact::Exported { what } => Some(what.as_str()),
        _ => None,
    });
    assert_eq!(
        out.collect::<Vec<_>>(),
        ["a chronology of OS-2026-0001, sealed under a passphrase"]
    );
    // Once more, into a file that is there.
    desk.press("esc enter");
    desk.write(path.to_str().unwrap());
    desk.press("tab");
    desk.write("age1nobody");
    desk.press("enter");
    assert!(desk.text().contains("no age recipient"), "{}", desk.text());
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[test]
fn every_case_that_is_told_is_noted_as_opened() {
    let mut desk = kits();
    desk.press("f e");
    desk.wait(Duration::seconds(40));
    let asked = desk.asked.join(" ");
    assert!(asked.contains("NoteOpened"), "{asked}");
}
