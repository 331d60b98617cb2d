//! A lid shut in mid-sentence, a second window, a signal: nothing is lost, and the terminal is as it was.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::window::{Home, Window};

/// A concern with an account, and the draft of it sealed.
fn in_mid_sentence(home: &Home) -> Window {
    let mut window = home.unlocked();
    window.press("n");
    window.shows("New concern");
    window.press("rob\r\x1baRobin said that the ");
    window.shows("Robin said that the");
    let end = Instant::now() + Duration::from_secs(20);
    while home.drafts().is_empty() {
        assert!(Instant::now() < end, "no draft was sealed");
        std::thread::sleep(Duration::from_millis(20));
    }
    window
}

#[track_caller]
fn the_draft_is_offered_and_whole(home: &Home, account: &str) {
    for (path, bytes) in home.drafts() {
        let clear = bytes.windows(5).any(|part| part == b"Robin");
        assert!(!clear, "{} can be read by anybody", path.display());
    }
    let mut window = home.unlocked();
    window.shows("A draft from");
    window.press("d");
    window.shows(account);
    let text = window.text();
    assert!(text.contains("Robin Sample"), "{text}");
}

#[test]
fn a_power_cut_in_mid_sentence_loses_nothing_that_was_sealed() {
    let home = Home::with_vault();
    let mut window = in_mid_sentence(&home);
    window.signal(Signal::KILL);
    window.end();
    drop(window);
    the_draft_is_offered_and_whole(&home, "Robin said that the");
    assert!(home.run(&["verify"]).contains("it is whole"));
}

#[test]
fn that_it_was_not_closed_properly_is_said_once() {
    let home = Home::with_vault();
    let window = home.unlocked();
    window.signal(Signal::KILL);
    drop(window);
    let mut window = home.window();
    window.shows("Daybook was not closed properly last time.");
    for _ in 0..2 {
        window.unlock();
        window.shows("No concern has been recorded yet.");
        let text = window.text();
        assert!(!text.contains("not closed properly"), "{text}");
        window.press("\x0c");
    }
}

#[test]
fn a_signal_to_end_seals_the_last_letter_and_gives_the_terminal_back() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let home = Home::with_vault();
        let mut window = in_mid_sentence(&home);
        window.press("end of");
        window.shows("the end of");
        window.signal(signal);
        assert_eq!(window.end(), code, "{signal:?}: {}", window.text());
        window.is_as_it_was();
        assert!(!window.text().contains("Robin"), "{}", window.text());
        the_draft_is_offered_and_whole(&home, "Robin said that the end of");
    }
}

#[test]
fn closing_the_window_loses_nothing_that_was_saved_or_typed() {
    let home = Home::with_vault();
    home.add_concern("Acknowledged before the window was closed.");
    let mut window = in_mid_sentence(&home);
    // Of a letter still on its way to the program the system may keep nothing: they are shown first.
    window.press("last words");
    window.shows("the last words");
    assert_eq!(window.close_after(""), 129);
    the_draft_is_offered_and_whole(&home, "Robin said that the last words");
    assert!(home.run(&["verify"]).contains("it is whole"));
    let list = home.run(&["list"]);
    assert!(list.contains("Robin Sample"), "{list}");
    // It had time to close the vault: nothing is said of a crash.
    assert!(!list.contains("not closed properly"), "{list}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_the_same_form_is_saved_once_there_is_room() {
    let home = Home::with_vault();
    let case = home.add_concern("Before the disk was full.");
    let mut window = home.window_on_a_small_disk();
    window.unlock();
    window.press("\r");
    window.shows("Chronology 2 of 2");
    window.press("n");
    window.shows("Note");
    window.press("Typed before it was full");
    window.shows("Typed before it was full");
    // First the log alone cannot grow, then nothing can be written at all.
    let journal = home.path("vault/journal").metadata().unwrap().len();
    for most in [journal + 10, 1] {
        window.largest_file(Some(most));
        window.press("\x13");
        window.shows("The disk is full, and this was not saved.");
        window.shows("Make room on the disk, then do it again.");
        window.press(" and more");
        window.shows("and more");
    }
    window.largest_file(None);
    window.press("\x13");
    window.shows("Chronology 3 of 3");
    window.shows("Typed before it was full and more and more");
    window.press("\x11");
    window.shows("Close Daybook?");
    window.answer("y");
    assert_eq!(window.end(), 0);
    window.is_as_it_was();
    assert!(home.run(&["verify"]).contains("it is whole"));
    let shown = home.run(&["show", &case]);
    let times = shown.matches("Typed before it was full").count();
    assert_eq!(times, 1, "{shown}");
}

#[test]
fn quitting_in_a_form_keeps_it() {
    let home = Home::with_vault();
    let mut window = in_mid_sentence(&home);
    window.press("\x11");
    window.shows("What you have typed is kept, sealed,");
    window.answer("y");
    assert_eq!(window.end(), 0);
    window.is_as_it_was();
    the_draft_is_offered_and_whole(&home, "Robin said that the");
}

#[test]
fn a_second_window_is_told_about_the_first() {
    let home = Home::with_vault();
    let mut first = home.unlocked();
    let mut second = home.window();
    let code = second.end();
    let text = second.text();
    assert!(text.contains("open in another window"), "{text}");
    assert_eq!(code, 4, "{text}");
    second.is_as_it_was();
    assert!(!text.contains("locked"), "{text}");
    first.press("n");
    first.shows("New concern");
}

#[test]
fn a_bad_keymap_is_refused_before_anything_opens() {
    let home = Home::with_vault();
    let keymap = home.path("keys.toml");
    std::fs::write(&keymap, "[cases]\nnew_concerm = [\"n\"]\n").unwrap();
    let mut window = home.window_with(&["--keymap", keymap.to_str().unwrap()], &[]);
    assert_ne!(window.end(), 0);
    let text = window.text().replace(['\r', '\n'], "");
    assert!(text.contains("did you mean new_concern?"), "{text}");
    window.is_as_it_was();
}
