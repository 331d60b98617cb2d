//! A complete, correct record in under a minute: the usual concern, press by press.

use crate::desk::Desk;
use crate::school::chat;

use daybook::domain::entry::{ActionKind, CaseFact};
use daybook::domain::people::Part;
use daybook::domain::status::{Severity, Status};
use daybook::domain::when::When;

/// Forty words, as a teacher in the doorway says them.
const ACCOUNT: &str = "During the project lesson Jo saw that Sam took a photo of Robin on the class tablet \
and put it on the team page with a rude caption. Four pupils saw it. Bo took the tablet and hid the page.";

/// Every key beside the account: what is pressed, and what it does.
const PRESSES: &[(&str, &str)] = &[
    ("n", "a new concern; the form stands at the people"),
    ("r o", "narrows the pupils to Robin Sample"),
    ("enter", "takes Robin, as the child who was harmed"),
    ("s a m", "narrows to Sam Invented"),
    ("enter", "takes Sam, as the one alleged to have caused harm"),
    ("tab", "on to the clauses"),
    ("p h o", "narrows to what the KS2 policy says of photos"),
    (
        "enter",
        "takes Safe 2, which suggests category and severity",
    ),
    ("tab", "on to when it happened"),
    ("1 0 : 1 5", "today at quarter past ten"),
    ("tab", "on to how it came to light"),
    ("t e", "narrows to teacher"),
    ("enter", "takes it, and goes on to the reporter"),
    ("b o", "finds Bo Teacher, who has reported before"),
    ("down enter", "takes the name and the job, and goes on"),
    ("alt-e", "to the place"),
    ("enter", "takes the first: the classroom"),
    ("alt-a", "to the account, which is typed now"),
    ("", ACCOUNT),
    (
        "ctrl-s",
        "saves: parents to be contacted and the owner were suggested",
    ),
];

const MOST: usize = 40;

#[test]
fn the_usual_concern_takes_at_most_forty_keys() {
    let mut desk = Desk::open();
    desk.log(chat());
    desk.presses = 0;
    for (keys, what) in PRESSES {
        match *keys {
            "" => desk.write(what),
            keys => desk.press(keys),
        }
    }
    assert!(desk.presses <= MOST, "{} keys", desk.presses);
    assert_eq!(ACCOUNT.split_whitespace().count(), 40);

    let case = desk.case();
    assert_eq!(
        case.reference.to_string(),
        "OS-2026-0002",
        "{}",
        desk.text()
    );
    assert_eq!(
        (case.status, case.severity),
        (Status::New, Severity::Moderate)
    );
    let people: Vec<_> = case
        .people()
        .map(|(_, one)| (one.who.name().to_owned(), one.part))
        .collect();
    assert_eq!(
        people,
        [
            ("Robin Sample".to_owned(), Part::Harmed),
            ("Sam Invented".to_owned(), Part::Alleged)
        ]
    );
    let concern = &case.concern;
    let clauses: Vec<_> = concern
        .clauses
        .iter()
        .map(|c| c.clause.to_string())
        .collect();
    assert_eq!(clauses, ["SJ24 KS2 Safe 2"]);
    assert_eq!(concern.category, "conduct.photo-without-permission");
    assert_eq!(
        concern.happened,
        When::Exact("2026-11-24T10:15:00".parse().unwrap())
    );
    assert_eq!(concern.came_through, "teacher");
    assert_eq!(concern.reporter, "Bo Teacher");
    assert_eq!(concern.reporter_job, "Class teacher, 4B");
    assert_eq!(concern.place, "classroom");
    assert_eq!(concern.account, ACCOUNT);
    assert_eq!(concern.owner, "ada-example");
    assert_eq!(concern.reported, desk.now);

    let parents: Vec<_> = case
        .open_actions()
        .filter(|action| matches!(action.kind, ActionKind::ContactParents(_)))
        .collect();
    assert_eq!(parents.len(), 2, "{:?}", case.actions);
    assert!(
        parents
            .iter()
            .all(|action| action.due == desk.now.date_naive())
    );
    assert!(matches!(case.chronology[0].fact, CaseFact::Concern(_)));
}

/// On the very first day nobody has reported yet: the reporter's name is typed to its end, and still it is not more.
#[test]
fn the_first_concern_of_all_takes_no_more() {
    let mut desk = Desk::open();
    desk.presses = 0;
    for (keys, what) in PRESSES {
        match *keys {
            "" => desk.write(what),
            "b o" => desk.press("B o space T e a c h e r"),
            "down enter" => desk.press("enter"),
            keys => desk.press(keys),
        }
    }
    assert!(desk.presses <= MOST, "{} keys", desk.presses);
    assert_eq!(desk.toast(), "Saved as OS-2026-0001.", "{}", desk.text());
    assert_eq!(desk.case().concern.reporter, "Bo Teacher");
}
