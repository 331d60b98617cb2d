//! Every screen and overlay, each reached as a person reaches it.

use std::path::PathBuf;

use zeroize::Zeroizing;

use daybook::app::message::{Answer, Message};

use daybook::domain::entry::AuditFact;
use daybook::domain::school::AuditLine;

use crate::desk::{Desk, PASSPHRASE, morning};
use crate::people::invite;
use crate::school::{busy, closed, deputy, kits, quiet, story, today};
use crate::summary::spring;

/// A name and how to get there.
pub type Scene = (&'static str, fn() -> Desk);

pub const SETUP: &[Scene] = &[
    ("setup-1-welcome", || setup("")),
    ("setup-2-school", || setup("enter")),
    ("setup-2-school-missing", || setup("enter ctrl-s")),
    ("setup-3-passphrase", passphrase),
    ("setup-3-passphrase-weak", || {
        let mut desk = school_filled();
        desk.write("robin 2019");
        desk
    }),
    ("setup-4-making", || {
        let mut desk = passphrase();
        desk.hold(|desk| desk.press("enter"));
        desk
    }),
    ("setup-5-recovery", recovery),
    ("setup-5-recovery-file", || {
        let mut desk = recovery();
        desk.press("enter");
        desk.write("/media/usb/daybook-recovery.txt");
        desk
    }),
    ("setup-6-confirm", || {
        let mut desk = recovery();
        desk.press("down enter");
        desk
    }),
    ("setup-6-confirm-file", || {
        let mut desk = recovery();
        desk.press("enter");
        desk.write("usb/daybook-recovery.txt");
        desk.hold(|desk| desk.press("enter"));
        let path = "/home/ada/usb/daybook-recovery.txt".to_owned();
        desk.tell(Message::Answer(Answer::RecoveryKept(path)));
        desk
    }),
    ("setup-5-recovery-refused", || {
        let mut desk = recovery();
        desk.press("enter");
        desk.write("/media/ubs/daybook-recovery.txt");
        desk.hold(|desk| desk.press("enter"));
        let why = "The recovery key could not be written to /media/ubs/daybook-recovery.txt: No such file or directory (os error 2). There is no such folder. Name one that exists, such as that of a USB stick.";
        desk.tell(Message::Answer(Answer::FoundingFailed(why.to_owned())));
        desk
    }),
    ("setup-leave", || {
        let mut desk = setup("enter");
        desk.write("Inv");
        desk.press("esc");
        desk
    }),
];

pub const LISTS: &[Scene] = &[
    ("unlock", || Desk::locked("default")),
    ("unlock-wrong", || {
        let mut desk = Desk::locked("default");
        desk.write("not the passphrase");
        desk.press("enter");
        desk
    }),
    ("unlock-working", || {
        let mut desk = Desk::locked("default");
        desk.write(PASSPHRASE);
        desk.hold(|desk| desk.press("enter"));
        desk
    }),
    ("unlock-demo", || {
        let mut desk = setup("down enter");
        desk.press("ctrl-l");
        desk
    }),
    ("unlock-people", || {
        let mut desk = Desk::open();
        invite(&mut desk);
        desk.press("ctrl-s ctrl-l shift-tab");
        desk
    }),
    ("today-empty", || {
        let mut desk = Desk::locked("default");
        desk.unlock_to_today();
        desk
    }),
    ("today", today),
    ("today-quiet", quiet),
    ("today-agenda", || with(today, "down down down down down")),
    ("today-initials", || with(today, "f8")),
    ("today-draft", || {
        let mut desk = with(today, "n");
        desk.write("rob");
        desk.press("enter ctrl-l");
        desk.unlock_to_today();
        desk
    }),
    ("help-today", || with(today, "?")),
    ("list-of-a-tile", || with(today, "3")),
    ("sanctions", || with(today, "s")),
    ("sanctions-lift", || with(today, "s t")),
    ("sanctions-none", || with(quiet, "s")),
    ("contacts", || with(today, "p")),
    ("contacts-reached", || with(today, "p c")),
    ("contacts-none", || with(quiet, "p")),
    ("calendar", || with(today, "m")),
    ("calendar-day", || with(today, "m end left left enter")),
    ("calendar-month", || with(today, "m pagedown")),
    ("term-dates", || with(today, "m y")),
    ("term-dates-wrong", || {
        let mut desk = with(today, "m y down ctrl-u");
        desk.write("2 Sep");
        desk.press("ctrl-s");
        desk
    }),
    ("list-empty", Desk::open),
    ("list-filled", busy),
    ("list-all", || with(busy, "a")),
    ("list-finding", || {
        let mut desk = with(busy, "/");
        desk.write("photo");
        desk
    }),
    ("list-nothing-fits", || {
        let mut desk = with(busy, "/");
        desk.write("zzz");
        desk
    }),
    ("list-initials", || with(busy, "f8")),
    ("list-draft", || {
        let mut desk = with(busy, "n");
        desk.write("rob");
        desk.press("enter ctrl-l");
        desk.unlock();
        desk
    }),
    ("list-drafts", || with(drafts_of_a_story, "esc d")),
    ("case-draft-of-another", || {
        with(drafts_of_a_story, "home down m")
    }),
    ("list-quit", || with(busy, "q")),
    ("help-list", || with(busy, "?")),
    ("palette", || with(busy, "ctrl-p")),
    ("palette-search", || {
        let mut desk = with(busy, "ctrl-p");
        desk.write("back");
        desk
    }),
    ("blank", || with(busy, "f12")),
    ("summary-preview", || with(busy, "S")),
    ("summary-to-release", || with(spring, "S")),
    ("summary-confidential", || with(spring, "S p")),
    ("summary-assurance", || with(spring, "S e")),
    ("summary-save", || with(spring, "S s")),
    ("summary-save-sealed", || with(spring, "S p s")),
];

pub const QUEUE: &[Scene] = &[
    ("queue-completing", || finding("year:4 is:o")),
    ("queue-keys", || finding("")),
    ("queue-fault", || finding("year:4 statsu:open")),
    ("queue-fault-at-the-end", || {
        finding("is:open year:4,5 -tag:trip since:half-term sevrity:high")
    }),
    ("queue-view", || with(busy, "2")),
    ("queue-initials", || {
        let mut desk = with(busy, "f8 /");
        desk.write("pupil:rob is:open ");
        desk
    }),
    ("queue-sort", || with(busy, "s")),
    ("queue-sorted", || with(busy, "s down down down down enter")),
    ("queue-selected", || with(busy, "space down space")),
    ("queue-assign", || with(busy, "space space o")),
    ("queue-tag", || with(busy, "ctrl-a t")),
    ("queue-undo", undo),
    ("search", || {
        let mut desk = with(busy, "f");
        desk.write("faces mdeup");
        desk
    }),
    ("search-everything", || with(busy, "f")),
    ("search-nothing", || {
        let mut desk = with(busy, "f");
        desk.write("zzz");
        desk
    }),
    ("search-initials", || {
        let mut desk = with(story, "esc f8 f");
        desk.write("robin lunch");
        desk
    }),
    ("search-reading", || {
        let mut desk = busy();
        desk.hold(|desk| desk.press("f"));
        desk
    }),
];

pub const CONCERN: &[Scene] = &[
    ("concern-empty", || with(Desk::open, "n")),
    ("concern-people", || {
        let mut desk = with(Desk::open, "n");
        desk.write("a");
        desk
    }),
    ("concern-people-chosen", two_people),
    ("concern-new-pupil", || {
        let mut desk = with(Desk::open, "n");
        desk.write("Lou Newcomer");
        desk.press("enter");
        desk
    }),
    ("concern-about-person", || with(two_people, "ctrl-o")),
    ("concern-clauses", || {
        let mut desk = with(two_people, "tab");
        desk.write("photo");
        desk
    }),
    ("concern-when", || {
        let mut desk = with(two_people, "alt-w");
        desk.write("last tue 10:40");
        desk
    }),
    ("concern-account", filled),
    ("concern-saved-critical", || {
        let mut desk = with(filled, "alt-s");
        desk.write("crit");
        desk.press("enter ctrl-s");
        desk
    }),
    ("concern-errors", || with(two_people, "ctrl-s")),
    ("concern-imagery", || {
        let mut desk = with(two_people, "alt-k");
        desk.write("nude");
        desk.press("enter alt-b");
        desk
    }),
    ("concern-imagery-critical", || {
        let mut desk = with(two_people, "alt-k");
        desk.write("nude");
        desk.press("enter");
        desk.write("crit");
        desk.press("enter alt-c ctrl-s");
        desk
    }),
    ("concern-sequence", || with(Desk::open, "n ctrl-g")),
    ("concern-leave", || with(filled, "esc")),
    ("concern-initials", || with(two_people, "f8")),
    ("concern-unbound", || with(filled, "f7")),
    ("help-concern", || with(filled, "f1")),
];

pub const CASES: &[Scene] = &[
    ("case-new", Desk::in_a_case),
    ("case-story", story),
    ("case-story-top", || with(story, "home")),
    ("case-initials", || with(story, "f8")),
    ("case-closed", closed),
    ("chronology", || with(kits, "f n")),
    ("chronology-top", || with(kits, "f home")),
    ("chronology-initials", || with(kits, "f n f8")),
    ("chronology-in-doubt", || with(kits, "f enter")),
    ("chronology-word", || with(kits, "f a")),
    ("chronology-write", || with(kits, "f n space s enter")),
    ("help-case", || with(story, "?")),
    ("follow-note", || with(story, "n")),
    ("follow-action", || with(story, "a")),
    ("follow-action-done", || with(story, "d")),
    ("follow-contact", || with(Desk::in_a_case, "c")),
    ("follow-contact-withheld", || {
        let mut desk = with(Desk::in_a_case, "c");
        desk.write("with");
        desk.press("enter");
        desk
    }),
    ("follow-sanction", || with(story, "s")),
    ("follow-sanction-playtime", || {
        let mut desk = with(story, "s");
        desk.write("play");
        desk.press("enter");
        desk
    }),
    ("follow-sanction-state", || with(story, "t")),
    ("follow-referral", || with(story, "r")),
    ("follow-decision", || with(story, "e")),
    ("follow-review", || with(story, "v")),
    ("follow-owner", || with(story, "o")),
    ("follow-status", || with(story, "u")),
    ("follow-severity", || with(story, "y")),
    ("follow-link", || with(story, "l")),
    ("follow-amend", || with(story, "home m")),
    ("follow-close", || with(story, "x")),
    ("follow-close-missing", || with(story, "x ctrl-s")),
    ("follow-reopen", || with(closed, "X")),
];

pub const READING: &[Scene] = &[
    ("case-folded", || with(story, "z")),
    ("case-new-since", new_since),
    ("case-covered", || with(covered, "enter")),
    ("case-whose-page", || with(story, "p")),
    ("case-other-cases", || with(busy, "end enter b")),
    ("sheet-aloud", || with(story, "A")),
    ("sheet-pupil", || found("sam inv")),
    ("sheet-pupil-initials", || with(|| found("sam inv"), "f8")),
    ("sheet-clause", || found("safe 1")),
    ("sheet-brief", || with(busy, "H")),
    ("sheet-brief-file", || with(busy, "H w")),
    ("find-page", || {
        let mut desk = with(busy, "F");
        desk.write("photo");
        desk
    }),
    ("cover", || {
        let mut desk = Desk::open();
        desk.append(vec![deputy()]);
        desk.press("O");
        desk
    }),
    ("cover-stands", || with(covered, "O")),
    ("help-sheet", || with(|| found("sam inv"), "?")),
];

pub fn found(typed: &str) -> Desk {
    let mut desk = with(busy, "F");
    desk.write(typed);
    desk.press("enter");
    desk
}

/// The deputy has read it up to the sanction, and opens it again.
pub fn new_since() -> Desk {
    let mut desk = with(story, "esc");
    let case = desk.case();
    let (reference, seq) = (case.reference, case.chronology[8].seq);
    let opened = desk.state.opened.as_mut().unwrap();
    opened.me.id = "bea-deputy".into();
    opened.since = opened.school.seq;
    opened.school.audit.push(AuditLine {
        seq,
        at: morning() - chrono::Duration::days(5),
        by: "bea-deputy".into(),
        sealed: false,
        fact: AuditFact::CasesOpened(vec![reference]),
    });
    desk.press("enter");
    desk
}

/// The deputy looks after what is the DSL's.
pub fn covered() -> Desk {
    let mut desk = with(story, "esc");
    desk.append(vec![deputy()]);
    desk.press("O tab tab tab");
    desk.write("in 2 weeks");
    desk.press("ctrl-s");
    desk
}

pub fn with(scene: impl Fn() -> Desk, keys: &str) -> Desk {
    let mut desk = scene();
    desk.press(keys);
    desk
}

fn finding(text: &str) -> Desk {
    let mut desk = with(busy, "/");
    desk.write(text);
    desk
}

/// Two cases were given to the deputy, and that can still be taken back.
pub fn undo() -> Desk {
    let mut desk = busy();
    desk.append(vec![deputy()]);
    desk.press("space space o");
    desk.write("bea");
    desk.press("enter ctrl-s");
    desk
}

fn setup(keys: &str) -> Desk {
    let mut desk = Desk::bare(PathBuf::new());
    desk.press(keys);
    desk
}

fn school_filled() -> Desk {
    let mut desk = setup("enter");
    desk.write("Invented Primary");
    desk.press("tab");
    desk.write("Ada Example");
    desk.press("tab enter enter");
    assert_eq!(desk.focus(), "passphrase", "{}", desk.text());
    desk
}

fn passphrase() -> Desk {
    let mut desk = school_filled();
    desk.write(PASSPHRASE);
    desk.press("tab");
    desk.write(PASSPHRASE);
    desk
}

/// With a key that is the same each time.
fn recovery() -> Desk {
    let mut desk = passphrase();
    desk.hold(|desk| desk.press("enter"));
    let key = "AGE-SECRET-KEY-1QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JEXAMPL";
    let key = Zeroizing::new(key.to_owned());
    desk.tell(Message::Answer(Answer::Generated(key)));
    desk
}

fn two_people() -> Desk {
    let mut desk = with(Desk::open, "n");
    desk.write("rob");
    desk.press("enter");
    desk.write("sam");
    desk.press("enter");
    desk
}

/// All that must be there, and an account of several lines.
pub fn filled() -> Desk {
    let mut desk = with(two_people, "tab");
    desk.write("photo");
    desk.press("enter tab");
    desk.write("10:15");
    desk.press("tab");
    desk.write("teach");
    desk.press("enter");
    desk.write("Bo Teacher");
    desk.press("enter");
    desk.write("Class teacher, 4B");
    desk.press("enter enter alt-a");
    desk.write(
        "During the project lesson Jo saw that Sam took a photo of Robin on the class tablet and put it on \
         the team page with a rude caption.\nFour pupils saw it. Bo took the tablet and hid the page.",
    );
    desk
}

/// An amendment of the concern, a contact and a new concern, each put away.
fn drafts_of_a_story() -> Desk {
    let mut desk = story();
    desk.play(&["home m", "'account", "enter", "' And", "esc enter"]);
    desk.play(&["c", "'informed", "enter", "esc enter"]);
    desk.play(&["esc n", "'rob", "enter", "'sam", "enter", "esc enter enter"]);
    desk
}
