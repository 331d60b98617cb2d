//! The filter language: what each key finds, and what it leaves.

use std::collections::BTreeSet;

use daybook::domain::entry::SchoolFact;
use daybook::domain::ids::{PupilId, Reference};
use daybook::domain::people::Agreement;
use daybook::domain::query::{Ground, parse};
use daybook::domain::story::standing::{self, Parents};
use proptest::prelude::*;
use serde_json::json;

use crate::commands::command;
use crate::log::{Log, about, author, closing, concern, playtime, with};
use crate::query::{ground, term};

fn found(text: &str, ground: &Ground<'_>) -> Vec<u32> {
    let query = parse(text, ground).unwrap_or_else(|faults| panic!("{text}: {faults:?}"));
    let filter = query.filter(ground);
    let cases = ground.school.cases.all();
    let having = cases.filter(|case| filter.matches(case));
    let having: Vec<_> = having.map(|case| case.reference.number).collect();
    let by_rows = filter.of_cases(&ground.school.cases).into_iter();
    let by_rows: Vec<_> = by_rows.map(|row| row.reference.number).collect();
    assert_eq!(by_rows, having, "{text}, by its rows");
    having
}

fn finds(log: &Log, text: &str, numbers: &[u32]) {
    assert_eq!(found(text, &ground(log)), numbers, "{text}");
}

/// Four cases: Sam and Alex of Year 5; Robin of Reception, closed; Robin of Year 6, for the deputy, linked to the first;
/// Kit, months ago, with the police.
fn four() -> Log {
    let mut log = Log::new();
    log.fact(SchoolFact::AgreementSigned(Agreement {
        pupil: PupilId(3),
        document: "SJ24 Agreement".into(),
        signed: "2026-09-10".parse().unwrap(),
        parent: String::new(),
    }));
    log.now = "2026-03-10T10:50:00+00:00".parse().unwrap();
    log.ask(about(4, json!({ "severity": "critical", "account": "A Smart Watch rang in class.", "place": "classroom" })));
    log.follow(
        "referral",
        json!({ "agency": "police", "text": "Asked.", "awaiting": true }),
    );
    log.now = crate::log::NOW.parse().unwrap();
    log.concern(json!({}));
    log.follow(
        "sanction",
        playtime(json!({ "about": "B", "until": "today" })),
    );
    log.follow("tag", json!({ "add": ["group-chat"] }));
    log.ask(about(3, json!({ "clauses": ["SJ24 KS1 1"], "category": "content.violence", "came_through": "parent", "reporter_job": "mother" })));
    log.follow("close", closing(json!({})));
    log.ask(about(6, json!({ "owner": "deputy", "linked": ["OS-2026-0001"], "review": "Fri", "parents": "withheld", "parents_reason": "Risk." })));
    log
}

#[test]
fn each_key_finds_what_it_says() {
    let log = four();
    // The case of March has its own academic year, and comes first.
    finds(&log, "", &[1, 1, 2, 3]);
    for (text, numbers) in [
        ("is:open", &[1, 1, 3][..]),
        ("is:closed", &[2]),
        ("-is:open", &[2]),
        ("is:new", &[]),
        ("is:mine", &[1, 1, 2]),
        ("owner:devi", &[3]),
        ("owner:me", &[1, 1, 2]),
        ("is:critical", &[1]),
        ("is:linked", &[1, 3]),
        ("linked:no", &[1, 2]),
        ("linked:OS-2026-0001", &[3]),
        ("is:awaiting", &[1]),
        ("agency:police", &[1]),
        ("status:awaiting-agency", &[1]),
        ("status:open,new", &[1, 3]),
        ("severity:critical", &[1]),
        ("category:content", &[2]),
        ("category:violence", &[2]),
        ("category:conduct.photo-without-permission", &[1, 1, 3]),
        ("year:5", &[1]),
        ("year:reception,6", &[2, 3]),
        ("year:eyfs", &[2]),
        ("year:ks2", &[1, 1, 3]),
        ("class:5e", &[1]),
        ("pupil:robin", &[2, 3]),
        ("pupil:\"sam inv\"", &[1]),
        ("clause:\"KS2 Safe 2\"", &[1, 1, 3]),
        ("clause:\"SJ24 KS1 1\"", &[2]),
        ("document:KS1", &[2]),
        ("document:\"SJ24 KS2\"", &[1, 1, 3]),
        ("document:\"BG23 KS2\"", &[]),
        ("place:classroom", &[1]),
        ("through:parent", &[2]),
        ("sanction:active", &[1]),
        ("sanction:playtime-loss", &[1]),
        ("sanction:none", &[1, 2, 3]),
        ("parents:withheld", &[3]),
        ("parents:not-told", &[1, 1, 2]),
        ("agreement:signed", &[2]),
        ("agreement:missing", &[1, 1, 3]),
        ("due:overdue", &[1]),
        ("is:overdue", &[1]),
        ("due:today", &[1]),
        ("due:week", &[1, 3]),
        ("due:none", &[2]),
        ("contact:overdue", &[1]),
        ("contact:today", &[1]),
        ("contact:none", &[2, 3]),
        ("ends:today", &[1]),
        ("ends:overdue", &[]),
        ("ends:none", &[]),
        ("review:fri", &[3]),
        ("review:week", &[3]),
        ("review:none", &[1, 1]),
        ("since:half-term", &[1, 2, 3]),
        ("on:spring", &[1]),
        ("in:2025-26", &[1]),
        ("before:term", &[1]),
        ("on:today", &[1, 2, 3]),
        ("since:10/3/26", &[1, 1, 2, 3]),
        ("before:10/3/26", &[]),
        ("tag:group-chat", &[1]),
        ("-tag:group-chat", &[1, 2, 3]),
        ("watch", &[1]),
        ("\"smart watch\" on:spring", &[1]),
        ("\"watch smart\"", &[]),
        ("robin -is:closed", &[3]),
        ("OS-2026", &[1, 2, 3]),
        ("\"sam invented\",kit", &[1, 1]),
        ("group-chat", &[1]),
    ] {
        finds(&log, text, numbers);
    }
}

#[test]
fn a_lapsed_sanction_is_one_that_is_over_and_active() {
    let mut log = four();
    finds(&log, "is:lapsed", &[]);
    log.now = "2026-11-25T09:00:00+00:00".parse().unwrap();
    finds(&log, "is:lapsed", &[1]);
    finds(&log, "sanction:lapsed", &[1]);
}

#[test]
fn unread_is_what_whoever_asks_has_not_seen() {
    let log = four();
    let unread = |case: Reference, _: &str, _: u64| case.number == 2;
    let ground = Ground {
        unread: &unread,
        ..ground(&log)
    };
    assert_eq!(found("is:unread", &ground), [2]);
    assert_eq!(found("-is:unread", &ground), [1, 1, 3]);
}

#[test]
fn told_is_told_of_every_child() {
    let mut log = Log::new();
    log.concern(json!({}));
    let contact = |about: &str| json!({ "about": about, "method": "phone", "result": "informed" });
    finds(&log, "is:new", &[1]);
    log.follow("contact", contact("A"));
    finds(&log, "parents:told", &[]);
    finds(&log, "parents:not-told", &[1]);
    log.follow("contact", contact("B"));
    finds(&log, "parents:told", &[1]);
    finds(&log, "parents:not-told", &[]);
    let seq = log.case().chronology.last().map(|line| line.seq);
    log.follow(
        "amend",
        json!({ "entry": seq, "field": "result", "to": "no-answer", "reason": "A slip." }),
    );
    finds(&log, "parents:told", &[]);
}

#[test]
fn a_name_is_found_by_plain_letters() {
    let mut log = Log::new();
    log.fact(SchoolFact::PersonAdded(author(
        "kestutis",
        "Mr Kęstutis",
        "deputy",
    )));
    let zoe = json!({ "name": "Zoë-Łucja O’Brien-Sample", "year": "Year 3", "class": "3Z", "part": "alleged" });
    log.ask(about(
        1,
        json!({ "participants": [zoe], "owner": "kestutis" }),
    ));
    log.ask(about(2, json!({})));
    for text in [
        "zoe",
        "zoë",
        "lucja",
        "obrien",
        "o'brien",
        "O’BRIEN",
        "\"zoe-lucja obrien\"",
        "pupil:zoe",
        "pupil:ZOË",
        "pupil:obrien",
        "pupil:o'brien",
        "pupil:lucja",
        "owner:kestutis",
        "owner:kes",
    ] {
        finds(&log, text, &[1]);
        finds(&log, &format!("-{text}"), &[2]);
    }
}

#[test]
fn a_clause_is_found_by_its_sub_clauses() {
    let mut log = Log::new();
    log.me = crate::log::author("head", "Harper Sample", "headteacher");
    log.ask(with(
        concern(json!({})),
        json!({ "clauses": ["SJ24 Staff 7a"] }),
    ));
    finds(&log, "clause:\"Staff 7\"", &[1]);
    finds(&log, "clause:\"Staff 7a\"", &[1]);
    finds(&log, "clause:\"Staff 7b\"", &[]);
}

#[test]
fn large_letters_accents_and_curly_quotes_are_alike() {
    let mut log = Log::new();
    log.concern(json!({ "account": "She said “DON’T” and\nleft the ÉCOLE." }));
    for text in [
        "\"\"\"don't\"\"\"",
        "dont",
        "école",
        "ecole",
        "\"and left\"",
        "“don’t”",
    ] {
        finds(&log, text, &[1]);
    }
    finds(&log, "eccole", &[]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// In any school: not is the rest, a comma is either, a blank is both; and what is asked of parents is what their
    /// standing says.
    #[test]
    fn terms_combine_as_they_are_written(commands in prop::collection::vec(command(), 1..25), one in term(), other in term()) {
        let mut log = Log::new();
        log.me = crate::log::author("head", "Harper Sample", "headteacher");
        log.ask(concern(json!({})));
        log.ask(about(1, json!({})));
        for command in &commands {
            if let Ok(decided) = log.desk().decide(command) {
                decided.facts.into_iter().for_each(|what| log.append(what));
            }
        }
        let ground = ground(&log);
        let set = |text: &str| -> BTreeSet<u32> { found(text, &ground).into_iter().collect() };
        let all = set("");
        let (plain, negated) = (one.to_string(), one.negated);
        let flipped = if negated { plain[1..].to_owned() } else { format!("-{plain}") };
        let rest: BTreeSet<u32> = all.difference(&set(&plain)).copied().collect();
        prop_assert_eq!(set(&flipped), rest);
        let both: BTreeSet<u32> = set(&plain).intersection(&set(&other.to_string())).copied().collect();
        prop_assert_eq!(set(&format!("{plain} {other}")), both);
        let either = |a: &str, b: &str| -> BTreeSet<u32> { set(a).union(&set(b)).copied().collect() };
        prop_assert_eq!(set("sanction:active,served"), either("sanction:active", "sanction:served"));
        prop_assert_eq!(set("sam,photo"), either("sam", "photo"));
        for case in log.school.cases.all() {
            let children: Vec<_> = case.people().filter_map(|(letter, one)| standing::parents(case, letter, one)).collect();
            let number = case.reference.number;
            prop_assert_eq!(set("parents:not-told").contains(&number), children.contains(&Parents::NotTold));
            prop_assert_eq!(set("parents:withheld").contains(&number), children.contains(&Parents::Withheld));
            let told = !children.is_empty() && children.iter().all(|one| *one == Parents::Told);
            prop_assert_eq!(set("parents:told").contains(&number), told);
        }
    }
}

#[test]
fn a_plain_text_is_looked_through_as_any_other() {
    let mut log = Log::new();
    log.concern(json!({ "account": "A  Smart\nWatch, 'Kit' said." }));
    let plain = ["\"smart watch\"", "SMART", "'kit'", "\"said.\"", "‘KIT’"];
    for text in plain {
        finds(&log, text, &[1]);
    }
    for text in ["\"watch smart\"", "watches", "kität"] {
        finds(&log, text, &[]);
    }
}

#[test]
fn several_cores_find_what_one_does() {
    let mut log = four();
    let four: Vec<_> = log.school.cases.all().cloned().collect();
    for (number, case) in (1_000..5_000).zip(four.iter().cycle()) {
        let mut case = case.clone();
        case.reference.number = number;
        log.school.cases.insert(case);
    }
    let ground = ground(&log);
    for text in ["is:open", "year:5", "-tag:group-chat", "smart", ""] {
        let filter = parse(text, &ground).unwrap().filter(&ground);
        let one: Vec<_> = log
            .school
            .cases
            .all()
            .filter(|case| filter.matches(case))
            .map(|case| case.reference)
            .collect();
        let several = filter.of_cases(&log.school.cases).into_iter();
        let several: Vec<_> = several.map(|row| row.reference).collect();
        assert_eq!(several, one, "{text}");
    }
}
