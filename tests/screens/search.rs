//! Search as you type.

use serde_json::json;

use daybook::app::state::Screen;

use crate::desk::Desk;
use crate::scenes::with;
use crate::school::{busy, chat, story};

fn search(desk: &mut Desk, text: &str) -> Vec<u32> {
    desk.press("ctrl-u");
    desk.write(text);
    found(desk)
}

fn found(desk: &Desk) -> Vec<u32> {
    let Some(Screen::Search(screen)) = desk.state.screen() else {
        panic!("it is not searched: {}", desk.text());
    };
    let best = screen.found.best.iter();
    best.map(|hit| hit.reference.number).collect()
}

#[test]
fn closed_cases_and_everything_that_was_written_are_found_as_one_types() {
    let mut desk = with(busy, "f");
    assert_eq!(found(&desk).len(), 6);
    assert_eq!(
        search(&mut desk, "circle"),
        [2],
        "how a closed one was closed"
    );
    let text = desk.text();
    assert!(text.contains("Talked through in circle time."), "{text}");
    assert_eq!(search(&mut desk, "madup"), [3], "a slip of the finger");
    assert_eq!(search(&mut desk, "0004")[0], 4, "before 4B");
    assert!(search(&mut desk, "zzzz").is_empty());
    assert_eq!(search(&mut desk, "madeup"), [3]);
    desk.press("enter");
    assert!(desk.text().contains("OS-2026-0003"));
    desk.press("esc");
    assert_eq!(found(&desk), [3], "as it was left");
    desk.press("esc");
    assert!(matches!(desk.state.screen(), Some(Screen::Cases(_))));
}

#[test]
fn it_is_read_once_and_kept_true() {
    let mut desk = with(busy, "f esc");
    let mut other = chat();
    other["account"] = json!("He drew a hedgehog on the tablet.");
    desk.log(other);
    desk.press("f");
    assert_eq!(search(&mut desk, "hedgehog"), [7]);
    let reads = |desk: &Desk| {
        desk.asked
            .iter()
            .filter(|one| *one == "ReadForSearch")
            .count()
    };
    assert_eq!(reads(&desk), 1);
    desk.press("enter n");
    desk.write("It was a porcupine.");
    desk.press("ctrl-s esc");
    assert_eq!(search(&mut desk, "porcupine"), [7]);
    desk.press("ctrl-l");
    desk.unlock();
    desk.press("f");
    assert_eq!(reads(&desk), 2, "locking forgets it");
    assert_eq!(search(&mut desk, "porcupine"), [7]);
}

#[test]
fn until_it_is_read_that_is_said_and_one_can_type() {
    let mut desk = busy();
    desk.hold(|desk| desk.press("f"));
    desk.write("madeup");
    assert!(
        desk.text().contains("Reading every case"),
        "{}",
        desk.text()
    );
    desk.hold(|desk| desk.press("esc f"));
    let asked = desk.asked.iter().filter(|one| *one == "ReadForSearch");
    assert_eq!(asked.count(), 1);
}

#[test]
fn initials_mask_what_was_found() {
    let mut desk = with(story, "f8 ctrl-f");
    desk.write("lunch");
    let text = desk.text();
    assert!(text.contains("R. ate lunch alone"), "{text}");
    assert!(!text.contains("Robin"), "{text}");
}
