//! An invented school, and what happens in it.

use chrono::Duration;
use serde_json::{Value, json};

use daybook::domain::entry::{SchoolFact, What};
use daybook::domain::people::{Agreement, Author, Pupil};

use crate::desk::{Desk, morning};

/// Every pupil of the invented school: name, year, class, SEND document.
const PUPILS: [(&str, &str, &str, Option<&str>); 6] = [
    ("Robin Sample", "Year 4", "4B", None),
    ("Sam Invented", "Year 4", "4B", None),
    ("Kit Fable", "Year 1", "1H", None),
    ("Alex Pretend", "Year 5", "5A", Some("L2-4")),
    ("Noor Notreal", "Reception", "RP", None),
    ("Jo Madeup", "Year 6", "6C", None),
];

/// The pupils, one of them with a signed agreement.
pub fn school() -> Vec<What> {
    let mut facts = Vec::new();
    for (number, (name, year, class, send)) in (1..).zip(PUPILS) {
        let pupil: Pupil = serde_json::from_value(json!({
            "id": number, "name": name, "year": year, "class": class, "send": send,
        }))
        .unwrap();
        facts.push(What::School(SchoolFact::PupilListed(pupil)));
    }
    let signed: Agreement = serde_json::from_value(json!({
        "pupil": 1, "document": "SJ24 Agreement", "signed": "2026-09-07", "parent": "P. Sample",
    }))
    .unwrap();
    facts.push(What::School(SchoolFact::AgreementSigned(signed)));
    facts
}

/// The deputy, as the log has her.
pub fn deputy() -> What {
    What::School(SchoolFact::PersonAdded(bea()))
}

fn bea() -> Author {
    Author {
        id: "bea-deputy".into(),
        name: "Bea Deputy".into(),
        role: "deputy".into(),
    }
}

/// Unkind messages among Year 4.
pub fn chat() -> Value {
    json!({
        "command": "concern",
        "happened": "yesterday pm",
        "came_through": "teacher",
        "reporter": "Bo Teacher",
        "reporter_job": "Class teacher, 4B",
        "place": "home",
        "devices": ["own-device"],
        "participants": [
            { "pupil": 1, "name": "Robin Sample", "part": "harmed" },
            { "pupil": 2, "name": "Sam Invented", "part": "alleged" },
        ],
        "clauses": ["SJ24 KS2 Safe 1"],
        "account": "Robin showed Bo Teacher a group chat in which Sam wrote that nobody wants Robin in the team.",
        "question": "What happened?",
        "words": "They all put laughing faces under it.",
        "parents": "contact",
    })
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
        "childs_view": "Kit knows whom to ask.", "parents": "withheld", "parents_reason": "Kit lives with carers whom social care will tell.",
        "left_open": "Told at the gate.",
    }));
    desk.log(json!({ "command": "status", "case": "OS-2026-0003", "status": "awaiting-agency", "reason": "CEOP has it." }));
    desk.now = morning();
    desk.press("home");
    desk
}

/// What a deputy sees on a Monday: concerns that others recorded, attempts at the gate, access that is still off.
pub fn today() -> Desk {
    let mut desk = busy();
    let facts = [
        (
            9,
            json!({ "command": "contact", "case": "OS-2026-0005", "about": "B", "result": "no-answer", "method": "phone", "again": "tomorrow" }),
        ),
        (
            8,
            json!({ "command": "contact", "case": "OS-2026-0005", "about": "B", "result": "message-left", "method": "phone", "again": "in 1 week" }),
        ),
        (
            7,
            json!({ "command": "sanction", "case": "OS-2026-0001", "about": "A", "kind": "technology-removed", "scope": "account",
            "until": "in 4 days", "why": "So that the pictures are not passed on.", "send_considered": "Alex knows why." }),
        ),
        (
            6,
            json!({ "command": "sanction", "case": "OS-2026-0005", "about": "B", "kind": "technology-removed", "scope": "device",
            "until": "in 10 days", "why": "Until both have talked.", "send_considered": "None known." }),
        ),
        (
            5,
            json!({ "command": "sanction", "case": "OS-2026-0003", "about": "A", "kind": "technology-removed", "scope": "all",
            "why": "Until CEOP says so.", "send_considered": "None known." }),
        ),
        (
            4,
            json!({ "command": "review", "case": "OS-2026-0003", "on": "in 6 days", "note": "Has CEOP answered?" }),
        ),
        (
            3,
            json!({ "command": "action", "case": "OS-2026-0004", "text": "Talk to Noor about the tablet", "due": "in 2 days" }),
        ),
    ];
    for (days, what) in facts {
        desk.now = morning() - Duration::days(days) + Duration::hours(1);
        desk.log(what);
    }
    desk.now = morning() - Duration::hours(1);
    desk.log_as(&bea(), chat());
    desk.now = morning();
    desk.press("esc");
    desk
}

/// Nothing is due, and nothing is late.
pub fn quiet() -> Desk {
    let mut desk = closed();
    desk.press("esc esc");
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
    desk.press("enter");
    desk
}

/// The same, with a note in which names are not what they seem: Kit Fable is a pupil too.
pub fn kits() -> Desk {
    let mut desk = story();
    desk.log(json!({ "command": "note", "case": "OS-2026-0001", "opinion": false,
        "text": "Sammy has Robin's PE kit. Kit said so; the kit is back. Alex Pretends to know nothing." }));
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
