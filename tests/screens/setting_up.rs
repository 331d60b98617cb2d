//! Setting a school up: back and forth between its pages, the recovery key's file, and the invented school.

use std::path::PathBuf;

use daybook::app::message::{Answer, Message};
use daybook::app::state::{Overlay, Screen, SetupStep};

use crate::desk::{Desk, PASSPHRASE};

/// At the page of the passphrase.
fn named(folder: PathBuf) -> Desk {
    let mut desk = Desk::bare(folder);
    desk.play(&[
        "enter",
        "'Invented Primary",
        "tab",
        "'Ada Exmaple",
        "tab enter enter",
    ]);
    assert_eq!(desk.focus(), "passphrase");
    desk
}

/// At the recovery key, which is to go to a file.
fn to_file(folder: PathBuf) -> Desk {
    let mut desk = named(folder);
    let again = format!("'{PASSPHRASE}");
    desk.play(&[&again, "tab", &again, "enter", "enter"]);
    assert_eq!(desk.focus(), "path", "{}", desk.text());
    desk
}

fn step(desk: &Desk) -> &SetupStep {
    match desk.state.screen() {
        Some(Screen::Setup(setup)) => &setup.step,
        _ => panic!("{}", desk.text()),
    }
}

#[test]
fn esc_goes_back_a_page_and_nothing_typed_is_lost() {
    let mut desk = named(PathBuf::new());
    desk.write("Seven teal");
    assert!(desk.text().contains("Esc back"), "{}", desk.text());
    desk.press("esc");
    assert!(matches!(step(&desk), SetupStep::School));
    assert_eq!(desk.form().text("name"), "Ada Exmaple");
    assert_eq!(desk.form().chosen("policy"), "st-james-2024");
    desk.play(&["shift-tab shift-tab ctrl-u", "'Ada Example", "ctrl-s"]);
    assert_eq!(desk.form().text("passphrase"), "Seven teal");
    desk.press("esc");
    assert_eq!(desk.form().text("name"), "Ada Example");
}

#[test]
fn from_the_first_page_one_leaves_after_a_question_if_anything_was_typed() {
    let mut desk = Desk::bare(PathBuf::new());
    desk.press("enter esc");
    assert!(
        matches!(step(&desk), SetupStep::Welcome),
        "nothing to ask about"
    );
    desk.press("esc");
    assert_eq!(desk.toast(), "Ctrl-Q closes Daybook.");
    desk.play(&["enter", "'Invented"]);
    assert!(desk.text().contains("Esc leave"), "{}", desk.text());
    desk.press("esc n");
    assert_eq!(desk.form().text("school"), "Invented");
    desk.press("esc y enter");
    assert_eq!(desk.form().text("school"), "");
}

#[test]
fn back_from_the_recovery_key_another_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = to_file(folder.path().join("vault"));
    let SetupStep::Recovery { key } = step(&desk) else {
        panic!("{}", desk.text())
    };
    let first = key.clone();
    desk.press("esc");
    assert!(desk.text().contains("will open nothing"), "{}", desk.text());
    desk.press("n");
    assert!(matches!(step(&desk), SetupStep::Recovery { .. }));
    desk.press("esc y");
    assert_eq!(desk.form().text("again"), PASSPHRASE, "as it was typed");
    desk.press("ctrl-s");
    let SetupStep::Recovery { key } = step(&desk) else {
        panic!("{}", desk.text())
    };
    assert_ne!(*key, first);
}

#[test]
fn a_file_that_cannot_be_written_is_mended_where_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = to_file(folder.path().join("vault"));
    let wrong = folder
        .path()
        .join("no-such-folder-on-this-computer/key.txt");
    desk.write(wrong.to_str().unwrap());
    desk.press("enter");
    let text = desk.text().replace(['\n', ' '], "");
    assert!(text.contains("Thereisnosuchfolder."), "{}", desk.text());
    assert_eq!(desk.focus(), "path");
    assert_eq!(desk.form().text("path"), wrong.to_str().unwrap());
    desk.press("backspace");
    assert_eq!(desk.focus(), "path", "a key goes where the cursor is");
    desk.press("ctrl-u");
    let right = folder.path().join("key.txt");
    desk.write(right.to_str().unwrap());
    desk.press("enter");
    assert!(right.exists());
    assert!(matches!(step(&desk), SetupStep::Confirm { .. }));
    // Back to look at the key, and on again: the file is there already, and holds it.
    desk.press("esc enter");
    assert!(
        matches!(step(&desk), SetupStep::Confirm { .. }),
        "{}",
        desk.text()
    );
    let text = std::fs::read_to_string(&right).unwrap();
    let end = text.trim_end();
    desk.write(&end[end.len() - 6..]);
    desk.press("enter");
    assert!(desk.state.opened.is_some(), "{}", desk.text());
    assert_eq!(desk.toast(), "", "what the set-up said stays there");
}

#[test]
fn a_name_alone_says_which_folder_it_went_to() {
    let mut desk = to_file(PathBuf::new());
    desk.write("key.txt");
    desk.hold(|desk| desk.press("enter"));
    let path = "/home/ada/Documents/key.txt".to_owned();
    desk.tell(Message::Answer(Answer::RecoveryKept(path)));
    let text = desk.text();
    assert!(
        text.contains("written to /home/ada/Documents/key.txt."),
        "{text}"
    );
}

#[test]
fn the_file_must_be_named() {
    let mut desk = to_file(PathBuf::new());
    desk.press("ctrl-s");
    assert!(
        desk.text().contains("Type where to write it"),
        "{}",
        desk.text()
    );
    assert_eq!(desk.focus(), "path");
}

#[test]
fn keys_that_cannot_be_made_lead_back_to_the_passphrase() {
    let mut desk = named(PathBuf::new());
    let again = format!("'{PASSPHRASE}");
    desk.play(&[&again, "tab", &again]);
    desk.hold(|desk| desk.press("enter"));
    let why = "The machine has no randomness.".to_owned();
    desk.tell(Message::Answer(Answer::FoundingFailed(why)));
    assert!(matches!(step(&desk), SetupStep::Passphrase));
    assert_eq!(desk.toast(), "The machine has no randomness.");
}

#[test]
fn there_is_nothing_to_lock_while_setting_up() {
    let mut desk = named(PathBuf::new());
    desk.press("ctrl-l");
    assert!(desk.toast().starts_with("There is nothing to lock yet"));
    assert!(matches!(step(&desk), SetupStep::Passphrase));
}

#[test]
fn the_invented_school_opens_again_after_a_lock() {
    let mut desk = Desk::bare(PathBuf::new());
    desk.press("down enter");
    let cases = desk.cases().count();
    desk.press("ctrl-l");
    let text = desk.text();
    assert!(text.contains("Enter alone opens it again"), "{text}");
    assert!(
        !text.contains("/home/ada"),
        "there is no such folder: {text}"
    );
    desk.press("enter");
    assert_eq!(desk.cases().count(), cases);
    assert!(desk.text().contains("demo: not kept"), "{}", desk.text());
    desk.press("ctrl-l esc");
    assert!(matches!(step(&desk), SetupStep::Welcome));
    assert!(desk.state.overlays.is_empty() && desk.state.people.is_empty());
    assert!(!matches!(
        desk.state.overlays.last(),
        Some(Overlay::Read { .. })
    ));
    desk.press("down enter");
    assert_eq!(desk.cases().count(), cases, "another one");
}
