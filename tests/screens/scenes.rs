//! Every screen and overlay, each reached as a person reaches it.

use std::path::PathBuf;

use chrono::Duration;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use daybook::app::message::{Answer, Message};

use crate::desk::{Desk, PASSPHRASE, chat, morning};

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
    ("setup-leave", || setup("enter esc")),
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
    ("list-quit", || with(busy, "q")),
    ("help-list", || with(busy, "?")),
    ("palette", || with(busy, "ctrl-p")),
    ("palette-search", || {
        let mut desk = with(busy, "ctrl-p");
        desk.write("back");
        desk
    }),
    ("blank", || with(busy, "f12")),
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
    ("concern-sequence", || with(Desk::open, "n ctrl-g")),
    ("concern-leave", || with(filled, "esc")),
    ("concern-initials", || with(two_people, "f8")),
    ("concern-unbound", || with(filled, "f9")),
    ("help-concern", || with(filled, "f1")),
];

pub const CASES: &[Scene] = &[
    ("case-new", Desk::in_a_case),
    ("case-story", story),
    ("case-story-top", || with(story, "home")),
    ("case-initials", || with(story, "f8")),
    ("case-closed", closed),
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

pub fn with(scene: impl Fn() -> Desk, keys: &str) -> Desk {
    let mut desk = scene();
    desk.press(keys);
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

/// A list as it is on a Monday: overdue, due, new, severe, closed.
pub fn busy() -> Desk {
    let mut desk = Desk::open();
    for day in (0..6).rev() {
        desk.now = morning() - Duration::days(3 * day + 1);
        desk.log(match day {
            5 => concern(json!(["SJ24 KS2 Safe 2"]), "high", 4),
            4 => concern(json!(["SJ24 KS1 2"]), "low", 3),
            3 => concern(json!(["SJ24 KS2 Safe 6"]), "critical", 6),
            2 => concern(json!(["SJ24 KS2 Learning 2"]), "low", 2),
            _ => chat(),
        });
    }
    desk.now = morning() - Duration::days(2);
    desk.log(json!({
        "command": "close", "case": "OS-2026-0002", "outcome": "education", "rationale": "Talked through in circle time.",
        "childs_view": "Kit knows whom to ask.", "parents": "not-concerned", "parents_reason": "Nothing was opened.",
        "left_open": "Told at the gate.",
    }));
    desk.log(json!({ "command": "status", "case": "OS-2026-0003", "status": "awaiting-agency", "reason": "CEOP has it." }));
    desk.now = morning();
    desk.wait(Duration::zero());
    desk
}

/// Another concern about one pupil.
fn concern(clauses: Value, severity: &str, pupil: u32) -> Value {
    let mut concern = chat();
    concern["clauses"] = clauses;
    concern["severity"] = json!(severity);
    concern["participants"] = json!([{ "pupil": pupil, "part": "took-part" }]);
    concern
}

/// A case with everything that can follow, at its end.
pub fn story() -> Desk {
    let mut desk = Desk::open();
    desk.now = morning() - Duration::days(6);
    desk.log(chat());
    for (hours, mut what) in [
        (
            1,
            json!({ "command": "contact", "about": "A", "result": "informed", "method": "phone", "with": "P. Sample, father",
            "text": "Told what Robin showed us. He had seen the messages and is glad we are acting." }),
        ),
        (
            2,
            json!({ "command": "contact", "about": "B", "result": "no-answer", "method": "phone", "again": "tomorrow" }),
        ),
        (
            3,
            json!({ "command": "sanction", "about": "B", "kind": "technology-removed", "scope": "account", "until": "Fri",
            "why": "So that the chat stops while it is looked into.", "send_considered": "None known." }),
        ),
        (
            4,
            json!({ "command": "note", "text": "Robin ate lunch alone today and seemed low. Told the class team.", "opinion": false }),
        ),
        (
            26,
            json!({ "command": "decision", "what": "Restorative talk between both children, led by Bo.",
            "why": "Both asked for it.", "rejected": "A class assembly: it would have named them." }),
        ),
        (
            27,
            json!({ "command": "referral", "agency": "early-help", "text": "Asked for the friendship group.", "awaiting": false }),
        ),
        (
            28,
            json!({ "command": "action", "text": "Check in with Robin before break each day", "due": "in 1 week" }),
        ),
        (
            29,
            json!({ "command": "review", "on": "in 2 weeks", "note": "Is the chat still quiet?" }),
        ),
    ] {
        desk.now = morning() - Duration::days(6) + Duration::hours(hours);
        what["case"] = json!("OS-2026-0001");
        desk.log(what);
    }
    let first = desk.case().chronology[0].seq;
    desk.log(
        json!({ "command": "amend", "case": "OS-2026-0001", "entry": first, "field": "question",
        "to": "What happened in the chat?", "reason": "Bo remembered the exact question." }),
    );
    desk.now = morning();
    desk.wait(Duration::zero());
    desk.press("enter");
    desk
}

pub fn closed() -> Desk {
    let mut desk = story();
    desk.log(
        json!({ "command": "sanction", "case": "OS-2026-0001", "number": 1, "state": "served" }),
    );
    desk.log(json!({
        "command": "close", "case": "OS-2026-0001", "outcome": "education", "rationale": "The chat has stopped.",
        "childs_view": "Robin feels safe and wants it to be over.", "parents": "withheld",
        "parents_reason": "Sam's parents could not be reached; school will write.", "left_open": "The letter is with the office.",
    }));
    desk
}
