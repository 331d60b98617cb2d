//! Nothing is deleted or overwritten: corrections say why, and the first version stays.

use daybook::domain::case::Case;
use daybook::domain::entry::CaseFact;
use daybook::domain::story::Teller;
use daybook::domain::vocabulary::Vocabulary;
use serde_json::json;

use crate::log::{Log, about, playtime};

/// The story of a case, every entry of it, with names shown in this way.
pub fn story(log: &Log, name: &dyn Fn(&str) -> String) -> String {
    let teller = Teller {
        school: &log.school,
        words: Vocabulary::shipped(),
        name,
        today: log.now.date_naive(),
    };
    let case = log.case();
    let paragraphs = case
        .chronology
        .iter()
        .flat_map(|line| teller.entry(case, line));
    paragraphs
        .map(|one| format!("{}: {}\n", one.heading, one.text))
        .collect()
}

fn facts(case: &Case) -> Vec<CaseFact> {
    case.chronology
        .iter()
        .map(|line| line.fact.clone())
        .collect()
}

#[test]
fn a_correction_needs_a_reason() {
    let mut log = Log::new();
    log.concern(json!({}));
    log.no(
        "amend",
        json!({ "field": "account", "to": "It was a chat of four." }),
        "reason",
    );
}

#[test]
fn the_first_version_stays_readable() {
    let mut log = Log::new();
    log.concern(json!({}));
    let first = log.first_version().clone();
    for to in ["It was a chat of four.", "It was a chat of five."] {
        log.follow(
            "amend",
            json!({ "field": "account", "to": to, "reason": "Tim counted again." }),
        );
    }
    assert_eq!(log.case().concern.account, "It was a chat of five.");
    assert_eq!(*log.first_version(), first);
    let story = story(&log, &str::to_owned);
    assert!(
        story.contains("First version: Account: Alex took a photo"),
        "{story}"
    );
    assert!(
        story.contains("chat of four") && story.contains("Tim counted again."),
        "{story}"
    );
}

#[test]
fn no_correction_changes_an_earlier_entry() {
    let mut log = Log::new();
    log.concern(about(
        1,
        json!({ "question": "What happened?", "words": "I said no." }),
    ));
    log.follow("note", json!({ "text": "Sam is calm." }));
    log.follow("sanction", playtime(json!({})));
    let before = facts(log.case());
    let note = log
        .case()
        .chronology
        .iter()
        .find(|l| l.fact.title() == "Note")
        .unwrap()
        .seq;
    let sanction = log.case().chronology.last().unwrap().seq;
    for amend in [
        json!({ "field": "words", "to": "I said no, no." }),
        json!({ "field": "happened", "to": "yesterday 9:00" }),
        json!({ "field": "place", "to": "classroom" }),
        json!({ "field": "came_through", "to": "pupil" }),
        json!({ "field": "category", "to": "conduct.ai-misuse" }),
        json!({ "field": "add-participant", "participant": { "pupil": 2, "part": "witness" } }),
        json!({ "field": "part", "to": "B", "part": "took-part" }),
        json!({ "field": "remove-participant", "to": "B" }),
        json!({ "field": "add-clause", "to": "SJ24 KS2 Safe 1" }),
        json!({ "field": "remove-clause", "to": "SJ24 KS2 Safe 2" }),
        json!({ "field": "text", "to": "Sam is not calm.", "entry": note }),
        json!({ "field": "why", "to": "The class agreed.", "entry": sanction }),
    ] {
        log.follow(
            "amend",
            crate::log::with(amend, json!({ "reason": "So it was." })),
        );
        assert_eq!(facts(log.case())[..before.len()], before);
    }
    assert_eq!(log.case().concern.childs_words.words, "I said no, no.");
    assert_eq!(log.case().people().count(), 1);
}

#[test]
fn nothing_that_was_asked_for_is_corrected_away() {
    let mut log = Log::new();
    log.concern(json!({}));
    let to = |field, to| json!({ "field": field, "to": to, "reason": "x" });
    log.no("amend", to("account", ""), "to");
    log.no("amend", to("remove-clause", "SJ24 KS2 Safe 2"), "to");
    log.follow("amend", to("remove-participant", "B"));
    log.no("amend", to("remove-participant", "A"), "to");
    // When it was reported and recorded, and why late, are not for correcting.
    for field in ["reported", "late_reason", "severity", "reference", "owner"] {
        log.no("amend", to(field, "x"), "field");
    }
}

#[test]
fn what_cannot_be_corrected_is_said_in_the_words_of_the_form_where_it_is_wrong() {
    let mut log = Log::new();
    log.concern(json!({}));
    let of = |field: &str| json!({ "field": field, "to": "B", "reason": "A slip." });
    let say = log.no("amend", of("about"), "field");
    assert!(
        say.contains("Account, Question asked") && say.contains("How it came to light"),
        "{say}"
    );
    assert!(!say.contains('_') && !say.contains("add-"), "{say}");
    log.no("amend", of(""), "field");
    // A participant's part is a question of its own.
    log.no("amend", of("part"), "part");
    let add = json!({ "field": "add-participant", "to": "Jo Fictional", "reason": "Was there." });
    log.no("amend", add.clone(), "part");
    // What the words name is taken as well as the field's own name.
    let titled = crate::log::with(
        add,
        json!({ "field": "add a participant", "part": "witness" }),
    );
    log.follow("amend", titled);
    assert_eq!(log.case().people().count(), 3);
}

#[test]
fn a_childs_words_are_corrected_verbatim_and_with_their_question() {
    let mut log = Log::new();
    log.concern(json!({}));
    let to = |field, to| json!({ "field": field, "to": to, "reason": "It was left out." });
    let say = log.no("amend", to("words", "no"), "to");
    assert!(say.contains("question that was asked first"), "{say}");
    log.follow("amend", to("question", "What happened?"));
    log.follow("amend", to("words", "  ... no\n\nI dunno"));
    assert_eq!(log.case().concern.childs_words.words, "  ... no\n\nI dunno");
}

#[test]
fn a_letter_is_never_used_again() {
    let mut log = Log::new();
    log.concern(json!({}));
    log.follow(
        "amend",
        json!({ "field": "remove-participant", "to": "B", "reason": "It was not Alex." }),
    );
    let add = json!({ "pupil": 4, "part": "alleged" });
    log.follow(
        "amend",
        json!({ "field": "add-participant", "participant": add, "reason": "It was Kit." }),
    );
    let letters: Vec<_> = log
        .case()
        .people()
        .map(|(letter, _)| letter.to_string())
        .collect();
    assert_eq!(letters, ["A", "C"]);
}

#[test]
fn an_entry_of_another_case_cannot_be_corrected_here() {
    let mut log = Log::new();
    log.concern(json!({}));
    let other = log.case().chronology[0].seq;
    log.concern(json!({}));
    log.no(
        "amend",
        json!({ "entry": other, "field": "account", "to": "x", "reason": "x" }),
        "entry",
    );
}

#[test]
fn every_entry_says_who_wrote_it_and_when() {
    let mut log = Log::new();
    log.concern(json!({}));
    log.me = crate::log::author("deputy", "Devi Sample", "deputy");
    log.now += chrono::TimeDelta::days(1);
    log.follow("note", json!({ "text": "Sam is calm." }));
    let lines = &log.case().chronology;
    let last = lines.last().unwrap();
    assert_eq!(
        (lines[0].by.name.as_str(), last.by.name.as_str()),
        ("Dana Example", "Devi Sample")
    );
    assert_eq!(last.at, log.now);
}

#[test]
fn a_pupil_who_comes_to_be_concerned_has_parents_to_be_told() {
    let mut log = Log::new();
    let to_do = |log: &Log| {
        log.to_do()
            .iter()
            .map(|text| (*text).to_owned())
            .collect::<Vec<_>>()
    };
    log.concern(json!({}));
    let before = to_do(&log);
    let added =
        json!({ "name": "Nell Invented", "year": "Year 4", "class": "4B", "part": "witness" });
    log.follow(
        "amend",
        json!({ "field": "add-participant", "participant": added, "reason": "Was there." }),
    );
    assert_eq!(to_do(&log), before, "a witness's parents are not concerned");
    log.follow(
        "amend",
        json!({ "field": "part", "to": "Nell Invented", "part": "harmed", "reason": "Was called names too." }),
    );
    let todo = to_do(&log);
    assert!(
        todo.iter()
            .any(|text| text == "Contact Nell Invented's parents"),
        "{todo:?}"
    );
    let again = json!({ "field": "part", "to": "Nell Invented", "part": "took-part", "reason": "Joined in." });
    log.follow("amend", again);
    assert_eq!(to_do(&log), todo, "and once is enough");
}

fn seq_of(log: &Log, title: &str) -> u64 {
    let lines = &log.case().chronology;
    lines
        .iter()
        .rev()
        .find(|line| line.fact.title() == title)
        .unwrap()
        .seq
}

#[test]
fn a_contact_that_was_another_childs_opens_and_closes_the_right_actions() {
    let mut log = Log::new();
    log.concern(json!({}));
    log.follow(
        "contact",
        json!({ "about": "A", "result": "informed", "method": "phone" }),
    );
    assert_eq!(log.to_do(), ["Contact Alex Pretend's parents"]);
    let contact = seq_of(&log, "Parent contact");
    let fix =
        |field, to| json!({ "entry": contact, "field": field, "to": to, "reason": "Misheard." });
    log.no("amend", fix("about", "Nobody"), "to");
    log.no("amend", fix("about", "A"), "to");
    log.follow("amend", fix("about", "B"));
    assert_eq!(log.to_do(), ["Contact Sam Invented's parents"]);
    let settled: Vec<_> = log
        .case()
        .people()
        .map(|(letter, _)| log.case().parents_settled(letter))
        .collect();
    assert_eq!(settled, [false, true]);
    // What came of it, and how, can be wrong as well.
    log.follow("amend", fix("method", "at the gate"));
    log.no("amend", fix("result", "withheld-risk"), "to");
    log.follow("amend", fix("result", "no-answer"));
    let mut open = log.to_do();
    open.sort_unstable();
    assert_eq!(
        open,
        [
            "Contact Alex Pretend's parents",
            "Contact Sam Invented's parents"
        ]
    );
    let told = story(&log, &str::to_owned);
    assert!(
        told.contains("First version: Sam Invented (A) · Informed · Phone"),
        "{told}"
    );
}

#[test]
fn parents_who_turn_out_not_to_be_told_are_to_be_contacted() {
    let mut log = Log::new();
    log.concern(json!({ "parents": "withheld", "parents_reason": "Police ask us to wait." }));
    assert!(log.to_do().is_empty());
    let contact = seq_of(&log, "Contact withheld");
    log.follow(
        "amend",
        json!({ "entry": contact, "field": "about", "to": "A", "reason": "Only for Sam." }),
    );
    assert_eq!(log.to_do(), ["Contact Alex Pretend's parents"]);
}

#[test]
fn a_sanctions_pupil_kind_minutes_and_days_can_be_corrected() {
    let mut log = Log::new();
    log.concern(json!({}));
    log.follow("sanction", playtime(json!({})));
    let sanction = seq_of(&log, "Sanction");
    let fix =
        |field, to| json!({ "entry": sanction, "field": field, "to": to, "reason": "A slip." });
    // Sam was harmed: telling is never a breach, in a correction either.
    let say = log.no("amend", fix("about", "A"), "to");
    assert!(say.contains("never a breach"), "{say}");
    log.follow("amend", fix("minutes", "10"));
    log.no("amend", fix("minutes", "400"), "to");
    log.no("amend", fix("kind", "technology-removed"), "to");
    log.follow("amend", fix("scope", "device"));
    log.follow("amend", fix("kind", "technology-removed"));
    log.follow("amend", fix("until", "Fri"));
    log.no("amend", fix("from", "in 2 weeks"), "to");
    log.follow("amend", fix("from", "tomorrow"));
    let now = &log.case().sanctions[0].sanction;
    assert_eq!(
        (now.kind.as_str(), now.scope.as_str(), now.minutes),
        ("technology-removed", "device", None)
    );
    assert_eq!(
        (now.from.to_string(), now.until.unwrap().to_string()),
        ("2026-11-25".to_owned(), "2026-11-27".to_owned())
    );
    log.follow(
        "amend",
        json!({ "field": "part", "to": "A", "part": "took-part", "reason": "Joined in." }),
    );
    log.follow("amend", fix("about", "A"));
    assert_eq!(
        log.case().sanctions[0].sanction.about.to_string(),
        "A",
        "and who it is about"
    );
}

#[test]
fn an_action_that_is_corrected_reads_so_in_what_is_still_to_do() {
    let mut log = Log::new();
    log.concern(json!({ "parents": "withheld", "parents_reason": "Risk." }));
    log.follow("action", json!({ "text": "Ask 5F's teacher" }));
    let action = seq_of(&log, "To do");
    log.follow(
        "amend",
        json!({ "entry": action, "field": "text", "to": "Ask 5E's teacher", "reason": "A slip." }),
    );
    assert_eq!(log.to_do(), ["Ask 5E's teacher"]);
}
