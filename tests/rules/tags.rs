//! Tags, and the term dates that a school sets.

use daybook::domain::command::{NewTerm, NewTermDates};
use daybook::domain::entry::{CaseFact, Tagging, What};
use daybook::domain::school::School;
use daybook::domain::status::Status;
use daybook::domain::terms::Terms;
use daybook::domain::vocabulary::Vocabulary;
use serde_json::json;

use crate::amending::story;
use crate::log::{Log, closing};

fn tags(log: &Log) -> Vec<&str> {
    log.case().tags.iter().map(String::as_str).collect()
}

#[test]
fn tags_are_put_on_and_taken_off_and_the_story_says_so() {
    let mut log = Log::new();
    log.concern(json!({}));
    log.follow("tag", json!({ "add": ["Group chat", "photo, watch"] }));
    assert_eq!(tags(&log), ["group-chat", "photo", "watch"]);
    assert_eq!(log.case().status, Status::New);
    log.follow(
        "tag",
        json!({ "add": ["photo", "year-6"], "remove": ["watch"] }),
    );
    assert_eq!(tags(&log), ["group-chat", "photo", "year-6"]);
    let last = log.case().chronology.last().map(|line| line.fact.clone());
    assert_eq!(
        last,
        Some(CaseFact::Tagged(Tagging {
            added: vec!["year-6".into()],
            removed: vec!["watch".into()],
        }))
    );
    let story = story(&log, &str::to_owned);
    assert!(story.contains(": year-6\nTaken off: watch\n"), "{story}");
    let words = Vocabulary::shipped();
    let paper = daybook::domain::story::case(&log.school, words, log.case(), log.now.date_naive());
    assert!(
        paper.contains("\nTags: group-chat, photo, year-6\n"),
        "{paper}"
    );
    assert_eq!(log.school.tag_use.get("photo"), Some(&1));
}

#[test]
fn a_tag_that_is_none_is_refused_by_name() {
    let mut log = Log::new();
    log.concern(json!({ "linked": [] }));
    log.follow("tag", json!({ "add": ["photo"] }));
    let say = log.no("tag", json!({}), "add");
    assert!(say.contains("Give a tag"), "{say}");
    let say = log.no(
        "tag",
        json!({ "add": ["photo"], "remove": ["watch"] }),
        "add",
    );
    assert!(say.contains("so already"), "{say}");
    let say = log.no("tag", json!({ "add": ["a:b"] }), "add");
    assert!(say.contains("':'"), "{say}");
    let say = log.no("tag", json!({ "add": ["x"], "remove": ["X"] }), "remove");
    assert!(say.contains("x is to be"), "{say}");
    let many: Vec<_> = (0..12).map(|number| format!("tag-{number}")).collect();
    let say = log.no("tag", json!({ "add": many }), "add");
    assert!(say.contains("at most 12"), "{say}");
    log.follow("tag", json!({ "add": many, "remove": ["photo"] }));
}

#[test]
fn a_closed_case_can_be_tagged() {
    let mut log = Log::new();
    log.concern(json!({}));
    log.follow("close", closing(json!({})));
    log.follow("tag", json!({ "add": ["photo"] }));
    assert_eq!(log.case().status, Status::Closed);
    assert_eq!(tags(&log), ["photo"]);
}

fn term(first: &str, half_term_from: &str, half_term_until: &str, last: &str) -> NewTerm {
    NewTerm {
        first: first.into(),
        half_term_from: half_term_from.into(),
        half_term_until: half_term_until.into(),
        last: last.into(),
    }
}

fn dates() -> NewTermDates {
    NewTermDates {
        year: "2026-27".into(),
        autumn: term("3 Sep", "19/10", "30 Oct 2026", "18/12/26"),
        spring: term("5 Jan", "15/2", "19/2", "25 March"),
        summer: term("13/4/2027", "31/5", "4/6", "22 July"),
    }
}

#[test]
fn a_school_sets_its_term_dates_and_the_last_set_ones_hold() {
    let mut log = Log::new();
    for last in ["22 July", "21 July"] {
        let mut new = dates();
        new.summer.last = last.into();
        for what in log.desk().set_terms(&new).unwrap() {
            log.append(what);
        }
    }
    let terms = log.school.terms();
    let set = terms.year("2026-27".parse().unwrap());
    let autumn = serde_json::to_value(set.autumn).unwrap();
    assert_eq!(
        autumn,
        json!({ "first": "2026-09-03", "half-term": ["2026-10-19", "2026-10-30"], "last": "2026-12-18" })
    );
    assert_eq!(set.summer.last.to_string(), "2027-07-21");
    assert_eq!(set.summer.first.to_string(), "2027-04-13");
    // Years that it has not set are as shipped, and the log alone says all this.
    let other = "2025-26".parse().unwrap();
    assert_eq!(terms.year(other), Terms::shipped().year(other));
    assert_eq!(log.school.terms.len(), 1);
    let kept: School = serde_json::from_str(&serde_json::to_string(&log.school).unwrap()).unwrap();
    assert_eq!(kept, log.school);
    let mut again = dates();
    again.summer.last = "21 July".into();
    let refused = log.desk().set_terms(&again).unwrap_err();
    assert_eq!(
        refused.problems[0].say,
        "These are the school's dates already."
    );
}

#[test]
fn what_is_wrong_with_term_dates_is_said_by_field() {
    let log = Log::new();
    let ask = |change: &dyn Fn(&mut NewTermDates)| {
        let mut new = dates();
        change(&mut new);
        let refused = log.desk().set_terms(&new).unwrap_err();
        let said = refused
            .problems
            .iter()
            .map(|one| (one.field, one.say.clone()));
        said.collect::<Vec<_>>()
    };
    let say = ask(&|new| new.spring.first = "17 Dec 2026".into());
    assert_eq!(
        say,
        [(
            "spring-first",
            "The spring term overlaps the one before: it begins Thu 17 Dec 2026, and that ends Fri 18 Dec 2026.".to_owned()
        )]
    );
    let say = ask(&|new| new.autumn.half_term_until = "1 Sep".into());
    assert_eq!(say[0].0, "autumn-half-term-until");
    let say = ask(&|new| new.summer.last = "22/7/28".into());
    assert_eq!(
        say,
        [(
            "summer-last",
            "Sat 22 Jul 2028 is not in 2026-27.".to_owned()
        )]
    );
    let say = ask(&|new| *new = NewTermDates::default());
    assert_eq!(say[0].0, "year");
    let say = ask(&|new| {
        new.autumn = NewTerm::default();
        new.summer.first = "soon".into();
    });
    let fields: Vec<_> = say.iter().map(|one| one.0).collect();
    assert_eq!(
        fields,
        [
            "autumn-first",
            "autumn-half-term-from",
            "autumn-half-term-until",
            "autumn-last",
            "summer-first"
        ]
    );
}

#[test]
fn an_older_logs_cases_have_no_tags() {
    let mut log = Log::new();
    log.concern(json!({}));
    let json = serde_json::to_value(log.case()).unwrap();
    assert!(json.get("tags").is_none());
    let school = serde_json::to_value(&log.school).unwrap();
    assert!(school.get("terms").is_none());
    let facts = log.desk().set_terms(&dates()).unwrap();
    let entry = serde_json::to_value(&facts).unwrap();
    assert_eq!(entry[0]["school"]["term-dates-set"]["year"], "2026-27");
    let back: Vec<What> = serde_json::from_value(entry).unwrap();
    assert_eq!(back, facts);
}
