//! What is new to a reader, and the pages of a pupil and of a clause.

use chrono::{Days, Months};
use daybook::domain::entry::{AuditFact, What};
use daybook::domain::ids::PupilId;
use daybook::domain::seen::{first_new, is_new, last_looked};
use daybook::domain::sheet::{LeadsTo, SheetLine, aloud, clause, plain, pupil};
use daybook::domain::story::{Teller, case as paper};
use daybook::domain::vocabulary::Vocabulary;
use daybook::domain::words::initials;
use serde_json::json;

use crate::log::{Log, about, author, playtime};

fn told(log: &Log, short: bool, tell: impl Fn(&Teller) -> Vec<SheetLine>) -> Vec<SheetLine> {
    let name = |name: &str| match short {
        true => initials(name),
        false => name.to_owned(),
    };
    tell(&Teller {
        school: &log.school,
        words: Vocabulary::shipped(),
        name: &name,
        today: log.now.date_naive(),
    })
}

fn opens(log: &mut Log) {
    let opened = AuditFact::CasesOpened(vec![log.case().reference]);
    log.append(What::audit(opened));
}

#[test]
fn what_others_wrote_since_one_looked_is_new() {
    let mut log = Log::new();
    let reference = log.concern(json!({}));
    opens(&mut log);
    log.follow("note", json!({ "text": "My own." }));
    log.me = author("deputy", "Devi Sample", "deputy");
    log.follow("note", json!({ "text": "Somebody else's." }));
    let end = log.school.seq;
    assert!(last_looked(&log.school, "deputy", &reference, end).is_none());
    let looked = last_looked(&log.school, "dsl", &reference, end)
        .unwrap()
        .seq;
    let case = log.case();
    let new: Vec<_> = case
        .chronology
        .iter()
        .map(|line| is_new(line, "dsl", looked))
        .collect();
    assert_eq!(new.iter().filter(|new| **new).count(), 1);
    assert_eq!(first_new(case, "dsl", looked), Some(new.len() - 1));
    // Whoever opened it in between has read it; but not as far as was known before.
    log.me = author("dsl", "Dana Example", "dsl");
    opens(&mut log);
    let now = last_looked(&log.school, "dsl", &reference, log.school.seq).unwrap();
    assert_eq!(first_new(log.case(), "dsl", now.seq), None);
    assert_eq!(
        last_looked(&log.school, "dsl", &reference, end)
            .unwrap()
            .seq,
        looked
    );
}

#[test]
fn a_pupils_page_has_every_case_and_the_part_in_each() {
    let mut log = Log::new();
    log.concern(json!({}));
    log.follow(
        "contact",
        json!({ "about": "B", "result": "informed", "method": "phone", "with": "Mr Pretend" }),
    );
    log.follow("sanction", playtime(json!({ "about": "B" })));
    log.concern(json!({ "participants": [{ "pupil": 2, "part": "harmed" }] }));
    log.concern(about(1, json!({})));
    log.concern(about(2, json!({})));
    log.follow(
        "close",
        json!({ "outcome": "recorded-in-error", "rationale": "Typed twice." }),
    );
    let page = told(&log, false, |teller| pupil(teller, PupilId(2)));
    let text = plain(&page);
    assert!(
        text.starts_with("Alex Pretend, Year 5, 5E\n  No signed agreement.\n"),
        "{text}"
    );
    assert!(text.contains("  Harmed in 1, alleged"), "{text}");
    assert!(text.contains("\n3 cases, the newest first\n"), "{text}");
    assert!(text.contains("· parents told"), "{text}");
    assert!(
        text.contains("\n1 sanction\n") && text.contains("15 minutes"),
        "{text}"
    );
    assert!(
        text.contains("\n1 contact with parents, the newest first\n"),
        "{text}"
    );
    assert!(text.contains("Mr Pretend"), "{text}");
    assert!(
        text.contains("  Nov 2026  ## 2: Conduct 2"),
        "what was an error never was: {text}"
    );
    assert!(!text.contains("OS-2026-0003"), "{text}");
    let leads = page
        .iter()
        .filter(|line| matches!(line.to, Some(LeadsTo::Case(_))));
    assert_eq!(leads.count(), 5);
    let text = plain(&told(&log, true, |teller| pupil(teller, PupilId(2))));
    for name in ["Alex", "Pretend", "Sam"] {
        assert!(!text.contains(name), "{name}: {text}");
    }
    let text = plain(&told(&log, false, |teller| pupil(teller, PupilId(5))));
    assert!(text.contains("None that you can open."), "{text}");
}

#[test]
fn a_clauses_page_says_what_to_teach_again() {
    let mut log = Log::new();
    let reference = "SJ24 KS2 Safe 2".parse().unwrap();
    let page = |log: &Log| plain(&told(log, false, |teller| clause(teller, &reference)));
    let text = page(&log);
    assert!(text.contains("In 0 cases, 0 of them in 2026-27."), "{text}");
    let now = log.now;
    log.now = now.checked_sub_months(Months::new(14)).unwrap();
    log.concern(about(4, json!({ "place": "home" })));
    log.now = now.checked_sub_days(Days::new(30)).unwrap();
    log.concern(about(1, json!({ "place": "home" })));
    log.now = now;
    log.concern(json!({ "place": "home" }));
    log.concern(about(3, json!({ "clauses": ["SJ24 KS1 2"] })));
    let text = page(&log);
    assert!(text.contains("In 3 cases, 2 of them in 2026-27."), "{text}");
    assert!(
        text.contains("To teach again: Year 5, in 2 of the 2 cases of the last twelve months. Most often: home."),
        "{text}"
    );
    assert!(
        text.contains("  Year 4     # 1, 0 this academic year"),
        "{text}"
    );
    assert!(
        text.contains("  Year 5     ## 2, 2 this academic year"),
        "{text}"
    );
    assert!(text.contains("  Home                  ### 3"), "{text}");
    assert!(text.contains("  1 before Dec 2025"), "{text}");
}

#[test]
fn a_case_read_aloud_is_what_its_paper_says() {
    let mut log = Log::new();
    log.concern(json!({}));
    log.follow("note", json!({ "text": "Alex was calm.\nSam went home." }));
    let lines = told(&log, false, |teller| aloud(teller, log.case()));
    let today = log.now.date_naive();
    let text = paper(&log.school, Vocabulary::shipped(), log.case(), today);
    let ends = |text: &str| {
        text.lines()
            .map(str::trim_end)
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(plain(&lines).trim_end(), ends(&text).trim_end());
    let drawn = |c: char| ('\u{2500}'..='\u{259f}').contains(&c);
    assert!(!text.contains(drawn), "nothing is drawn: {text}");
    let text = plain(&told(&log, true, |teller| aloud(teller, log.case())));
    for name in ["Alex", "Pretend", "Sam ", "Invented", "Dana"] {
        assert!(!text.contains(name), "{name}: {text}");
    }
}
