//! The termly summary on the screens: looked at, written into, released, saved.

use chrono::Duration;

use daybook::app::screens::summary::{Made, SummaryScreen};
use daybook::app::state::Screen;
use daybook::domain::terms::Terms;
use daybook::report::Ledger;
use daybook::report::document::Profile;

use crate::desk::Desk;
use crate::people::invite;
use crate::school::busy;

/// After the autumn term, with its few concerns.
pub fn spring() -> Desk {
    let mut desk = busy();
    desk.wait(Duration::days(60));
    // So long without a key locks it.
    if desk.state.opened.is_none() {
        desk.unlock();
    }
    desk
}

fn screen(desk: &Desk) -> &SummaryScreen {
    match desk.state.screen() {
        Some(Screen::Summary(screen)) => screen,
        _ => panic!("no summary:\n{}", desk.text()),
    }
}

#[test]
fn the_running_term_is_looked_at_and_not_saved() {
    let mut desk = busy();
    let tip = desk.state.opened.as_deref().unwrap().school.seq;
    desk.press("S");
    assert!(matches!(screen(&desk).made, Some(Made::Preview(_))));
    assert!(desk.text().contains("looking releases nothing"));
    desk.press("s");
    assert!(desk.text().contains("is not over"), "{}", desk.text());
    assert!(matches!(desk.state.screen(), Some(Screen::Summary(_))));
    let opened = desk.state.opened.as_deref().unwrap();
    assert_eq!((opened.school.seq, opened.school.releases.len()), (tip, 0));
}

#[test]
fn a_term_is_released_once_and_saved_again_byte_for_byte() {
    let mut desk = spring();
    desk.press("S");
    assert!(
        matches!(screen(&desk).made, Some(Made::Releasable(_))),
        "{}",
        desk.text()
    );
    assert_eq!(screen(&desk).asked.period.to_string(), "2026-autumn");
    desk.press("e");
    desk.write("Everybody was trained in September.");
    desk.press("ctrl-s");
    // Nothing is released before one says so.
    desk.press("s");
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("governors");
    desk.write(folder.to_str().unwrap());
    desk.press("ctrl-s");
    assert!(desk.text().contains("Say yes"), "{}", desk.text());
    assert!(!folder.exists());
    desk.write("y");
    desk.press("enter");
    let opened = desk.state.opened.as_deref().unwrap();
    assert_eq!(opened.school.releases.len(), 1, "{}", desk.text());
    desk.press("esc");
    assert!(matches!(screen(&desk).made, Some(Made::Released(_))));
    let ledger = Ledger::read(&opened_releases(&desk)).unwrap();
    let written = &ledger.releases()[0].document.assurance().staff_training;
    assert_eq!(written, "Everybody was trained in September.");
    let first = files(&folder);
    assert_eq!(first.len(), 3);
    // Again, into another folder, after more was recorded and written.
    desk.press("e");
    assert!(desk.text().contains("does not change"), "{}", desk.text());
    desk.press("s");
    let again = home.path().join("again");
    desk.write(again.to_str().unwrap());
    desk.press("ctrl-s esc");
    assert_eq!(files(&again), first);
    assert_eq!(opened_releases(&desk).len(), 1);
    // The next term begins with what was written for this one.
    desk.press("esc S");
    assert_eq!(
        screen(&desk).asked.assurance.staff_training,
        "Everybody was trained in September."
    );
}

/// What the head writes is printed as it stands: a pupil's name in it would be public for good.
#[test]
fn an_assurance_that_names_a_pupil_is_not_released() {
    let mut desk = spring();
    desk.press("S e");
    desk.write("Robin Sample was helped; so was Robin's class.");
    desk.press("ctrl-s s");
    assert!(desk.text().contains("a pupil's name"), "{}", desk.text());
    assert!(desk.text().contains("Robin Sample"), "{}", desk.text());
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("governors");
    desk.write(folder.to_str().unwrap());
    desk.press("ctrl-s");
    desk.write("y");
    desk.press("enter");
    assert!(desk.text().contains("a child is named"), "{}", desk.text());
    assert!(opened_releases(&desk).is_empty() && !folder.exists());
}

/// What is on the page of the assurance.
fn assurance_of(desk: &Desk) -> String {
    match desk.state.screen() {
        Some(Screen::Page(page)) => page.form.text("staff_training").to_owned(),
        _ => panic!("no page:\n{}", desk.text()),
    }
}

#[test]
fn what_is_typed_into_the_assurance_outlives_the_idle_lock() {
    let mut desk = spring();
    desk.press("S e");
    desk.write("Half a sentence");
    // The pause seals it; nothing else is needed, nor written again.
    desk.wait(Duration::seconds(3));
    let sealed = |desk: &Desk| {
        let all = desk.asked.iter();
        all.filter(|one| *one == "SaveAssurance").count()
    };
    assert_eq!(sealed(&desk), 1, "{:?}", desk.asked);
    desk.wait(Duration::seconds(30));
    assert_eq!(sealed(&desk), 1);
    desk.write(" more");
    desk.wait(Duration::hours(1));
    assert!(desk.state.opened.is_none(), "it is not locked");
    desk.unlock();
    desk.press("S");
    assert_eq!(
        screen(&desk).asked.assurance.staff_training,
        "Half a sentence more"
    );
    desk.press("e");
    assert_eq!(assurance_of(&desk), "Half a sentence more");
    // Leaving the page and the screen loses nothing either.
    desk.write(" yet");
    desk.press("esc e");
    assert_eq!(assurance_of(&desk), "Half a sentence more yet");
    desk.press("esc esc S e");
    assert_eq!(assurance_of(&desk), "Half a sentence more yet");
    desk.press("ctrl-s");
    // What is released is kept by the release.
    desk.press("s");
    let home = tempfile::tempdir().unwrap();
    desk.write(home.path().to_str().unwrap());
    desk.press("ctrl-s");
    desk.write("y");
    desk.press("enter");
    assert_eq!(opened_releases(&desk).len(), 1, "{}", desk.text());
    assert!(desk.state.opened.as_deref().unwrap().assurance.is_none());
    desk.press("esc ctrl-l");
    desk.unlock();
    assert!(desk.state.opened.as_deref().unwrap().assurance.is_none());
    desk.press("S");
    assert_eq!(
        screen(&desk).asked.assurance.staff_training,
        "Half a sentence more yet"
    );
}

fn opened_releases(desk: &Desk) -> Vec<daybook::domain::entry::SummaryRelease> {
    desk.state
        .opened
        .as_deref()
        .unwrap()
        .school
        .releases
        .clone()
}

fn files(folder: &std::path::Path) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read(path).unwrap())
        })
        .collect();
    found.sort();
    found
}

#[test]
fn a_confidential_one_leaves_sealed_only_and_is_no_release() {
    let mut desk = spring();
    desk.press("S p");
    assert_eq!(screen(&desk).asked.profile, Profile::Confidential);
    desk.press("s");
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("link-governor");
    desk.write(folder.to_str().unwrap());
    desk.press("ctrl-s");
    assert!(!folder.exists(), "{}", desk.text());
    desk.write("Nine amber kettles under Ely, 1877");
    desk.press("tab");
    desk.write("Nine amber kettles under Ely, 1877");
    desk.press("ctrl-s");
    let found = files(&folder);
    assert_eq!(found.len(), 3, "{}", desk.text());
    for (name, bytes) in found {
        assert!(
            name.ends_with("-confidential.docx.age")
                || name.ends_with(".html.age")
                || name.ends_with(".csv.age")
        );
        assert!(bytes.starts_with(b"age-encryption.org/v1"), "{name}");
    }
    assert!(opened_releases(&desk).is_empty());
}

#[test]
fn a_deputy_looks_and_releases_nothing() {
    let mut desk = spring();
    let slip = invite(&mut desk);
    desk.press("ctrl-s ctrl-l shift-tab down enter");
    desk.write(&slip);
    desk.press("enter");
    desk.write("Nine amber kettles under Ely, 1877");
    desk.press("tab");
    desk.write("Nine amber kettles under Ely, 1877");
    desk.press("ctrl-s");
    assert_eq!(
        desk.state.opened.as_deref().unwrap().me.role,
        "deputy",
        "{}",
        desk.text()
    );
    desk.press("S s");
    assert!(
        desk.text()
            .contains("released by the headteacher and the DSL"),
        "{}",
        desk.text()
    );
    // Of what cannot be released nobody is to be asked.
    desk.press("right s");
    assert!(desk.text().contains("is not over"), "{}", desk.text());
    assert!(opened_releases(&desk).is_empty());
}

/// A log that begins in spring: what is to be released first can be gone to.
#[test]
fn every_term_that_is_to_be_released_first_is_on_the_screen() {
    let mut desk = Desk::demo();
    desk.press("S");
    let screen = screen(&desk);
    let first = screen.periods[0];
    let reported = desk.state.opened.as_deref().unwrap().school.cases.all();
    let reported = reported.map(|case| case.concern.reported.date_naive());
    assert!(reported.min().unwrap() > first.days(Terms::shipped()).last);
    assert!(!matches!(screen.made, Some(Made::Waiting(..))));
    assert_eq!(screen.asked.period, first);
}

#[test]
fn a_later_term_says_which_is_to_be_released_first() {
    let mut desk = spring();
    desk.wait(Duration::days(120));
    if desk.state.opened.is_none() {
        desk.unlock();
    }
    desk.press("S");
    // The first of the year that can be released comes first.
    assert_eq!(screen(&desk).asked.period.to_string(), "2026-autumn");
    desk.press("right");
    assert!(matches!(screen(&desk).made, Some(Made::Waiting(..))));
    let first = "Autumn term 2026-27 is to be released first";
    assert!(desk.text().contains(first), "{}", desk.text());
    desk.press("s");
    assert!(desk.text().contains("later term is"), "{}", desk.text());
    assert!(matches!(desk.state.screen(), Some(Screen::Summary(_))));
    desk.press("left left");
    assert!(
        desk.text().contains("The log begins here."),
        "{}",
        desk.text()
    );
}
