//! From nothing to a closed case, as a person does it.

use crate::window::{Home, PASSPHRASE};

const SAVE: &str = "\x13";
const LOCK: &str = "\x0c";
const QUIT: &str = "\x11";

#[test]
fn from_the_first_start_to_the_first_list() {
    let home = Home::bare();
    let mut window = home.window();
    window.shows("Welcome to Daybook");
    window.press("\r");
    window.shows("Page 1 of 3.");
    window.press("Invented Primary\tAda Example\t\r\r");
    window.shows("Page 2 of 3.");
    window.press(PASSPHRASE);
    window.shows("very hard to guess");
    window.press("\t");
    window.press(PASSPHRASE);
    window.press("\r");
    window.shows("Page 3 of 3.");
    assert!(!home.path("vault").exists());
    let kept = home.path("usb-stick.txt");
    window.press("\r");
    window.press(kept.to_str().unwrap());
    window.press("\r");
    window.shows("Type the last six signs of the recovery key");
    let text = std::fs::read_to_string(&kept).unwrap();
    let key = text
        .lines()
        .find(|line| line.starts_with("AGE-SECRET-KEY-"))
        .unwrap();
    window.press(&key[key.len() - 6..]);
    window.press("\r");
    window.shows("No concern has been recorded yet.");
    assert!(home.path("vault").exists());

    window.press(QUIT);
    window.shows("Close Daybook?");
    window.answer("y");
    assert_eq!(window.end(), 0);
    window.is_as_it_was();
    assert!(home.run(&["keys", "--check", kept.to_str().unwrap()]).len() > 2);
    assert!(home.run(&["verify"]).contains("it is whole"));
}

#[test]
fn a_concern_to_its_end() {
    let home = Home::with_vault();
    let mut window = home.unlocked();
    window.press("n");
    window.shows("New concern");
    window.press("rob\rsam\r\tphoto\r\tyesterday pm\tteach\r");
    window.press("Bo Teacher\rClass teacher\r\r");
    window.press("\x1baSam took a photo of Robin and showed it round.");
    window.press(SAVE);
    window.shows("Contact Sam Invented's parents");
    window.shows("Chronology");

    for entries in [4, 5] {
        window.press("c");
        window.shows("Contact with a paren");
        window.press("inf\rph\rFather\tTold him.");
        window.press(SAVE);
        window.shows(&format!("Chronology {entries} of {entries}"));
    }
    assert!(!window.text().contains("□ Contact"), "{}", window.text());

    window.press("s");
    window.shows("SEND considered");
    window.press("tech\rdev\r\ttomorrow\tNone known.\tSo that it stops.");
    window.press(SAVE);
    window.shows("■ B · Active");
    window.press("t");
    window.shows("What became of a san");
    window.press("lif\rThe rules were learned.");
    window.press(SAVE);
    window.shows("· B · Lifted");

    window.press("x");
    window.shows("Close the case");
    window.press("with edu\rIt has stopped.\tRobin feels safe.");
    window.press(SAVE);
    window.shows("X reopen");

    window.press(LOCK);
    window.shows("This log is locked.");
    assert!(!window.text().contains("Robin"), "{}", window.text());
    window.unlock();
    window.shows("No case is open.");
    window.press("a");
    window.shows("Closed");
    window.press("q");
    window.shows("Close Daybook?");
    window.answer("y");
    assert_eq!(window.end(), 0);
    window.is_as_it_was();

    let told = home.run(&["list", "--all"]);
    assert!(told.contains("Robin Sample"), "{told}");
    assert!(home.run(&["verify"]).contains("it is whole"));
}

#[test]
fn every_size_is_drawn_anew() {
    let home = Home::with_vault();
    let mut window = home.unlocked();
    window.press("n");
    window.shows("New concern");
    for (columns, rows) in [(40, 12), (10, 3), (1, 1), (200, 60), (80, 24)] {
        window.resize(columns, rows);
    }
    window.shows("Alt-letter or Ctrl-G letter");
    window.resize(160, 48);
    window.until("wide", |screen| {
        let (rows, columns) = screen.size();
        let corner = screen.contents_between(0, 100, 0, columns);
        rows == 48 && corner.contains("Ada Example")
    });
}

#[test]
fn without_colour_the_line_under_the_cursor_still_stands_out() {
    let home = Home::with_vault();
    let mut window = home.window_with(&[], &[("NO_COLOR", "1")]);
    window.unlock();
    window.press("?");
    window.shows("Keys that work here");
    let screen = window.screen();
    let mut inverse = 0;
    for row in 0..24 {
        for column in 0..80 {
            let cell = screen.cell(row, column).unwrap();
            assert_eq!(cell.fgcolor(), vt100::Color::Default);
            assert_eq!(cell.bgcolor(), vt100::Color::Default);
            inverse += usize::from(cell.inverse() && row > 1);
        }
    }
    assert!(inverse > 20, "the line under the cursor is not marked");
}
