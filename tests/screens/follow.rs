//! What follows in a case, each from the case's own screen: one key to the form, the form by keys alone, and the
//! entry that comes of it.

use daybook::domain::entry::{CaseFact, Change};
use daybook::domain::status::{Severity, Status};

use crate::desk::Desk;
use crate::school::{chat, closed, deputy, story};

/// The key, the form's title, and the field that it begins at.
const FORMS: [(&str, &str, &str); 15] = [
    ("n", "Note", "text"),
    ("a", "Action", "text"),
    ("d", "Action done", "number"),
    ("c", "Contact with a parent or carer", "result"),
    ("s", "Sanction", "kind"),
    ("t", "What became of a sanction", "state"),
    ("r", "Referral", "agency"),
    ("e", "Decision", "what"),
    ("v", "Review date", "on"),
    ("o", "Who looks after the case", "owner"),
    ("u", "Status", "status"),
    ("y", "Severity", "severity"),
    ("l", "Link to another case", "to"),
    ("m", "Amendment", "field"),
    ("x", "Close the case", "outcome"),
];

#[test]
fn every_form_is_one_key_from_the_case_and_esc_leads_back() {
    let mut desk = story();
    for (key, title, field) in FORMS {
        desk.press(key);
        let form = desk.form();
        assert_eq!(form.title, format!("OS-2026-0001 · {title}"), "{key}");
        assert_eq!(desk.focus(), field, "{key}");
        desk.press("esc");
        assert!(desk.text().contains("Chronology"), "{key}: {}", desk.text());
    }
    let mut desk = closed();
    desk.press("X");
    assert_eq!(desk.form().title, "OS-2026-0001 · Reopen the case");
}

#[test]
fn a_note() {
    let mut desk = Desk::in_a_case();
    desk.play(&[
        "n",
        "'Robin had lunch with Jo.",
        "tab",
        "'y",
        "enter",
        "ctrl-s",
    ]);
    let CaseFact::Note(note) = desk.newest() else {
        panic!("{}", desk.text())
    };
    assert_eq!(note.text, "Robin had lunch with Jo.");
    assert!(note.opinion);
    assert_eq!(desk.toast(), "Saved in OS-2026-0001.");
    assert_eq!(
        desk.case().status,
        Status::Open,
        "something followed, so it is open"
    );
}

#[test]
fn an_action_and_its_end() {
    let mut desk = Desk::in_a_case();
    desk.play(&[
        "a",
        "'Talk to 4B about group chats",
        "tab tab",
        "'fri",
        "ctrl-s",
    ]);
    let set = desk.case().open_actions().last().unwrap();
    assert_eq!(set.text, "Talk to 4B about group chats");
    assert_eq!(set.due.to_string(), "2026-11-27");
    desk.play(&["d", "'talk", "enter", "'Done in circle time.", "ctrl-s"]);
    let CaseFact::ActionDone(done) = desk.newest() else {
        panic!("{}", desk.text())
    };
    assert_eq!(
        (done.text.as_str(), done.dropped),
        ("Done in circle time.", false)
    );
    assert_eq!(
        desk.case().open_actions().count(),
        2,
        "the parents are still to be told"
    );
}

#[test]
fn contact_tells_one_childs_parents_and_then_the_others() {
    let mut desk = Desk::in_a_case();
    desk.play(&[
        "c",
        "'inf",
        "enter",
        "'ph",
        "enter",
        "'P. Sample, father",
        "tab",
    ]);
    desk.play(&["'Told him what Robin showed us.", "ctrl-s"]);
    let CaseFact::Contact(contact) = desk.newest() else {
        panic!("{}", desk.text())
    };
    assert!(contact.told && contact.about.to_string() == "A");
    assert_eq!(
        (contact.method.as_str(), contact.with.as_str()),
        ("phone", "P. Sample, father")
    );
    let open: Vec<_> = desk.case().open_actions().map(|a| a.text.clone()).collect();
    assert_eq!(
        open,
        ["Contact Sam Invented's parents"],
        "the contact completes the action"
    );

    desk.play(&["c", "'withheld: r", "enter"]);
    assert!(
        desk.text().contains("Contact is never forced"),
        "{}",
        desk.text()
    );
    desk.play(&["'Police ask us to wait.", "ctrl-s"]);
    let CaseFact::Contact(contact) = desk.newest() else {
        panic!("{}", desk.text())
    };
    assert!(contact.withheld && !contact.told && contact.about.to_string() == "B");
    assert_eq!(desk.case().open_actions().count(), 0);
}

#[test]
fn a_referral_waits_for_the_agency() {
    let mut desk = Desk::in_a_case();
    desk.play(&[
        "r",
        "'ceop",
        "enter",
        "'Reported the account.",
        "tab",
        "'C-77",
        "ctrl-s",
    ]);
    let CaseFact::Referral(referral) = desk.newest() else {
        panic!("{}", desk.text())
    };
    assert_eq!(
        (referral.agency.as_str(), referral.their_reference.as_str()),
        ("ceop", "C-77")
    );
    assert_eq!(desk.case().status, Status::AwaitingAgency);
}

#[test]
fn a_decision_a_review_a_status_and_a_severity() {
    let mut desk = Desk::in_a_case();
    desk.play(&[
        "e",
        "'Restorative talk.",
        "tab",
        "'Both asked.",
        "tab",
        "'Assembly.",
        "ctrl-s",
    ]);
    let CaseFact::Decision(decision) = desk.newest() else {
        panic!("{}", desk.text())
    };
    assert_eq!(
        (decision.why.as_str(), decision.rejected.as_str()),
        ("Both asked.", "Assembly.")
    );
    desk.play(&["v", "'in 2 weeks"]);
    assert!(desk.text().contains("= Tue 8 Dec 2026"), "{}", desk.text());
    desk.press("ctrl-s");
    assert_eq!(desk.case().review.unwrap().to_string(), "2026-12-08");
    desk.play(&["u", "'monitoring", "ctrl-s"]);
    assert_eq!(desk.case().status, Status::Monitoring);
    desk.play(&["y", "'crit", "enter", "'The chat names an adult.", "ctrl-s"]);
    assert_eq!(desk.case().severity, Severity::Critical);
    assert!(
        desk.text()
            .contains("Critical: speak to the DSL in person now."),
        "{}",
        desk.text()
    );
}

#[test]
fn another_owner_and_a_link() {
    let mut desk = Desk::open();
    desk.append(vec![deputy()]);
    desk.log(chat());
    desk.log(chat());
    desk.play(&[
        "enter",
        "o",
        "'bea",
        "enter",
        "'Mine until Friday.",
        "ctrl-s",
    ]);
    let owners: Vec<_> = desk.cases().map(|case| case.owner.clone()).collect();
    assert!(owners.contains(&"bea-deputy".to_owned()), "{owners:?}");
    desk.press("l");
    assert_eq!(desk.offers().len(), 1, "a case is not linked to itself");
    desk.play(&["enter", "'The same chat.", "ctrl-s"]);
    assert!(
        desk.cases().any(|case| !case.links.is_empty()),
        "{}",
        desk.text()
    );
}

#[test]
fn an_amendment_keeps_the_first_version_readable() {
    let mut desk = Desk::in_a_case();
    desk.play(&[
        "home m",
        "'asked",
        "enter",
        "ctrl-a ctrl-delete ctrl-delete",
    ]);
    assert_eq!(
        desk.form().text("to"),
        "?",
        "the present text is there to be changed"
    );
    desk.play(&[
        "end backspace",
        "'Who wrote it?",
        "tab",
        "'Bo remembered.",
        "ctrl-s",
    ]);
    let CaseFact::Amended(amendment) = desk.newest() else {
        panic!("{}", desk.text())
    };
    assert!(
        matches!(&amendment.change, Change::Text { field, to } if field == "question" && to == "Who wrote it?"),
        "{:?}",
        amendment.change
    );
    desk.press("home");
    desk.resize(160, 48);
    let (buffer, _) = desk.draw(160, 48, &daybook::ui::theme::Theme::mono());
    let text = crate::shots::text_of(&buffer);
    assert!(text.contains("Asked: Who wrote it?"), "{text}");
    assert!(
        text.contains("First version: Asked: What happened?"),
        "{text}"
    );
}

#[test]
fn a_contact_with_the_wrong_childs_parents_is_amended_where_it_stands() {
    let mut desk = Desk::in_a_case();
    desk.play(&["c", "'informed", "enter", "'phone", "enter", "ctrl-s"]);
    assert_eq!(desk.case().open_actions().count(), 1);
    desk.play(&["m", "'whose", "enter", "'sam", "enter"]);
    desk.play(&["'It was Sam's mother.", "ctrl-s"]);
    let open: Vec<_> = desk.case().open_actions().map(|a| a.text.clone()).collect();
    assert_eq!(open, ["Contact Robin Sample's parents"], "{}", desk.text());
}

#[test]
fn on_an_amendment_the_entry_that_it_corrects_is_amended_again() {
    let mut desk = Desk::in_a_case();
    desk.play(&["n", "'Robin ate.", "ctrl-s"]);
    desk.play(&[
        "m",
        "'note",
        "enter",
        "' Well",
        "tab",
        "'Left out.",
        "ctrl-s",
    ]);
    assert!(matches!(desk.newest(), CaseFact::Amended(_)));
    // The cursor is on the amendment that was just saved.
    desk.press("m");
    assert!(
        desk.text().contains("Note (suggested)"),
        "not the concern: {}",
        desk.text()
    );
    desk.play(&["'note", "enter", "' Today", "tab", "'More.", "ctrl-s"]);
    let case = desk.case();
    let note = case.chronology.iter().find(|l| l.fact.title() == "Note");
    let CaseFact::Note(note) = case.as_amended(note.unwrap()) else {
        panic!("{}", desk.text())
    };
    assert_eq!(note.text, "Robin ate. Well Today");
}

#[test]
fn a_closed_cases_contact_is_not_corrected_into_one_that_told_nobody() {
    let mut desk = closed();
    let before = desk.case().chronology.len();
    desk.press("home");
    while desk.case().chronology[desk.cursor()].fact.title() != "Parent contact" {
        desk.press("down");
    }
    desk.play(&["m", "'result", "enter", "'no ans", "enter"]);
    desk.play(&["'It rang out.", "ctrl-s"]);
    assert_eq!(desk.case().chronology.len(), before, "{}", desk.text());
    let text = desk.text();
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains("OS-2026-0001 is closed. Reopen it first, with the reason:")
            && flat.contains("(Contact Robin Sample's parents)"),
        "{text}"
    );
}

#[test]
fn somebody_is_added_to_a_case_by_an_amendment() {
    let mut desk = Desk::in_a_case();
    desk.play(&["home m", "'add a part", "enter", "'kit", "enter"]);
    desk.play(&["'witness", "enter", "'Was there.", "ctrl-s"]);
    let names: Vec<_> = desk
        .case()
        .people()
        .map(|(_, one)| one.who.name().to_owned())
        .collect();
    assert_eq!(
        names,
        ["Robin Sample", "Sam Invented", "Kit Fable"],
        "{}",
        desk.text()
    );
}
