//! What is typed into a form is looked for in every file: as a draft, after a kill, saved, listed, backed up.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::search;
use crate::window::Home;

const SAVE: &str = "\x13";

#[test]
fn nothing_that_was_typed_is_on_the_disk_in_the_clear() {
    let words = ["Robinqzpty", "canaryqzaccount", "canaryqznote"].map(str::to_owned);
    let home = Home::with_vault();
    let list = home.path("pupils.csv");
    std::fs::write(&list, "name,year,class\nRobinqzpty New,4,4B\n").unwrap();
    home.run(&["pupils", "import", list.to_str().unwrap()]);
    std::fs::remove_file(&list).unwrap();
    let clear = |home: &Home| {
        let found = search::found(&home.path(""), &words);
        assert!(found.is_empty(), "{found:?}");
    };
    let mut window = home.unlocked();
    window.press("n");
    window.shows("New concern");
    window.press("robinqz\r");
    window.press("\x1baIt was canaryqzaccount that");
    window.shows("canaryqzaccount");
    let end = Instant::now() + Duration::from_secs(20);
    while home.drafts().is_empty() {
        assert!(Instant::now() < end, "no draft was sealed");
        std::thread::sleep(Duration::from_millis(20));
    }
    window.signal(Signal::KILL);
    window.end();
    drop(window);
    clear(&home);

    let mut window = home.unlocked();
    window.shows("A draft from");
    window.press("d");
    window.shows("canaryqzaccount");
    // What is left out is added, and the concern saved, closed, listed and kept.
    window.press("\x1bp"); // people
    window.press("sam\r\tphoto\r\tyesterday pm\tteach\r");
    window.press("Bo Teacher\rClass teacher\r\r");
    window.press(SAVE);
    window.shows("Chronology");
    window.shows("canaryqzaccount");
    window.press("n");
    window.shows("Note");
    window.press("About the canaryqznote");
    window.press(SAVE);
    window.shows("canaryqznote");
    window.press("\x11");
    window.shows("Close Daybook?");
    window.answer("y");
    window.end();
    drop(window);
    clear(&home);
    let told = home.run(&["list"]);
    assert!(told.contains("Robinqzpty"), "{told}");
    home.run(&["backup"]);
    clear(&home);
}
