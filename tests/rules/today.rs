//! What is counted today is what a plain look at every case counts, and the ledgers hold what is still to be done.

use chrono::{Duration, NaiveDate};
use serde_json::json;

use daybook::domain::case::Case;
use daybook::domain::due::{DueKind, due};
use daybook::domain::entry::{AuditFact, What};
use daybook::domain::ids::Reference;
use daybook::domain::ledger::Stands;
use daybook::domain::query::{Ground, parse};
use daybook::domain::status::{Severity, Status};
use daybook::domain::today::{Tile, Today, WEEKS};
use daybook::domain::vocabulary::Vocabulary;

use crate::log::{Log, author, closing, playtime};
use crate::query::ground;

fn day(log: &Log) -> NaiveDate {
    log.now.date_naive()
}

fn counted(log: &Log) -> Today {
    Today::of(
        &log.school,
        Vocabulary::shipped(),
        &log.me.id,
        &[],
        day(log),
    )
}

fn many(log: &Log, tile: Tile) -> usize {
    counted(log).cases(tile).len()
}

/// Access removed from Alex until then.
fn access(log: &mut Log, until: &str) {
    let words = json!({
        "about": "B", "kind": "technology-removed", "scope": "account", "until": until,
        "why": "It is what the policy names.", "send_considered": "none known",
    });
    log.follow("sanction", words);
}

#[test]
fn what_others_recorded_is_new_until_i_have_opened_it() {
    let mut log = Log::new();
    let reference = log.concern(json!({}));
    assert_eq!(many(&log, Tile::Unread), 0, "it is my own");
    let dsl = log.me.clone();
    log.me = author("deputy", "Devi Sample", "deputy");
    assert_eq!(many(&log, Tile::Unread), 1);
    assert_eq!(counted(&log).unread_since, Some(day(&log)));
    let (today, words) = (day(&log), Vocabulary::shipped());
    let read = Today::of(&log.school, words, "deputy", &[reference], today);
    assert_eq!(read.cases(Tile::Unread).len(), 0, "opened, not noted yet");
    let opened = |_: &Log| What::Audit {
        sealed: false,
        fact: AuditFact::CasesOpened(vec![reference]),
    };
    let deputy = std::mem::replace(&mut log.me, dsl);
    log.append(opened(&log));
    log.me = deputy;
    assert_eq!(many(&log, Tile::Unread), 1, "somebody else opened it");
    log.append(opened(&log));
    assert_eq!(many(&log, Tile::Unread), 0);
    log.now += Duration::days(2);
    let deputy = std::mem::replace(&mut log.me, author("dsl", "Dana Example", "dsl"));
    log.follow("note", json!({ "text": "The parents rang." }));
    assert_eq!(many(&log, Tile::Unread), 0, "it is my own");
    log.me = deputy;
    assert_eq!(many(&log, Tile::Unread), 1, "written since I looked");
    assert_eq!(counted(&log).unread_since, Some(day(&log)), "not the first");
}

#[test]
fn overdue_is_told_by_child_and_by_action_review_and_sanction() {
    let mut log = Log::new();
    log.concern(json!({}));
    access(&mut log, "in 2 days");
    log.follow("review", json!({ "on": "in 3 days" }));
    log.follow("action", json!({ "text": "Talk to 5E", "due": "tomorrow" }));
    assert_eq!(many(&log, Tile::Overdue), 0, "nothing is late on its day");
    log.now += Duration::days(4);
    let today = counted(&log);
    assert_eq!(today.cases(Tile::Overdue).len(), 1);
    assert_eq!(today.overdue.get(&DueKind::Review), Some(&1));
    assert_eq!(
        today.overdue.get(&DueKind::Contact),
        Some(&2),
        "each child's"
    );
    assert!(today.overdue.contains_key(&DueKind::Action));
    assert_eq!(today.overdue.get(&DueKind::SanctionEnds), Some(&1));
    log.follow(
        "contact",
        json!({ "about": "B", "result": "no-answer", "method": "phone", "again": "tomorrow" }),
    );
    log.follow(
        "contact",
        json!({ "about": "B", "result": "message-left", "method": "phone", "again": "tomorrow" }),
    );
    log.now += Duration::days(4);
    let today = counted(&log);
    let children = today.contacts.len();
    assert_eq!(today.overdue.get(&DueKind::Contact), Some(&children));
    assert_eq!(today.overdue_of(Tile::Mine), 1);
}

#[test]
fn a_sanction_ends_within_a_week_lapses_and_is_gone_once_it_is_lifted() {
    let mut log = Log::new();
    log.concern(json!({}));
    access(&mut log, "in 8 days");
    let stands = |log: &Log| counted(log).sanctions.first().map(|line| line.stands);
    assert_eq!(stands(&log), Some(Stands::InForce));
    log.now += Duration::days(2);
    assert_eq!(stands(&log), Some(Stands::EndsThisWeek));
    assert_eq!((many(&log, Tile::Ending), many(&log, Tile::Lapsed)), (1, 0));
    log.now += Duration::days(6);
    assert_eq!(stands(&log), Some(Stands::EndsThisWeek), "on its last day");
    log.now += Duration::days(1);
    assert_eq!(stands(&log), Some(Stands::AccessOff));
    assert_eq!((many(&log, Tile::Ending), many(&log, Tile::Lapsed)), (0, 1));
    assert_eq!(counted(&log).access_off(), 1);
    let lifted = json!({ "number": 1, "state": "lifted", "reason": "Given back." });
    log.follow("sanction", lifted);
    assert_eq!(stands(&log), None);
    log.follow(
        "sanction",
        playtime(json!({ "about": "B", "from": "today", "until": "tomorrow" })),
    );
    log.now += Duration::days(3);
    let today = counted(&log);
    assert_eq!(
        (today.cases(Tile::Lapsed).len(), today.access_off()),
        (1, 0)
    );
}

#[test]
fn whose_parents_are_to_be_reached_comes_with_the_attempts_and_goes_when_they_are_told() {
    let mut log = Log::new();
    log.concern(json!({}));
    assert_eq!(many(&log, Tile::Untold), 1);
    assert_eq!(counted(&log).contacts.len(), 2, "a line for each child");
    log.follow(
        "contact",
        json!({ "about": "B", "result": "no-answer", "method": "phone", "again": "tomorrow" }),
    );
    let first = counted(&log).contacts[0].clone();
    assert_eq!(
        (first.child.name.as_str(), first.tries),
        ("Alex Pretend", 1)
    );
    assert_eq!(first.child.class_words(), "Year 5, 5E");
    log.follow(
        "contact",
        json!({ "about": "B", "result": "informed", "method": "phone", "with": "P. Pretend" }),
    );
    let left = counted(&log).contacts;
    assert_eq!((left.len(), left[0].untried), (1, true));
    let withheld =
        json!({ "about": "A", "result": "withheld-risk", "reason": "It would put Sam at risk." });
    log.follow("contact", withheld);
    assert_eq!(counted(&log).contacts, []);
    assert_eq!(many(&log, Tile::Untold), 0);
}

#[test]
fn a_closed_case_is_in_no_tile_and_nothing_of_it_is_due() {
    let mut log = Log::new();
    log.concern(json!({ "severity": "critical", "review": "tomorrow" }));
    assert!(many(&log, Tile::Critical) == 1 && many(&log, Tile::Mine) == 1);
    log.follow("close", closing(json!({})));
    let today = counted(&log);
    for tile in Tile::ALL {
        assert!(today.cases(tile).is_empty(), "{tile:?}");
    }
    assert!(today.due.is_empty() && today.contacts.is_empty());
    assert_eq!(today.chart.most(), 1, "it was a concern all the same");
}

#[test]
fn the_agenda_is_a_week_and_the_chart_twelve() {
    let mut log = Log::new();
    log.concern(json!({ "review": "in 6 days" }));
    let kinds = |log: &Log| -> Vec<_> { counted(log).agenda().map(|due| due.kind).collect() };
    assert!(kinds(&log).contains(&DueKind::Review));
    log.follow("review", json!({ "on": "in 7 days" }));
    assert!(!kinds(&log).contains(&DueKind::Review));
    let sums = |log: &Log| {
        counted(log)
            .chart
            .counts
            .map(|weeks| weeks.iter().sum::<u32>())
    };
    assert_eq!(sums(&log), [0, 0, 1, 0], "conduct");
    assert_eq!(counted(&log).chart.counts[2][WEEKS - 1], 1);
    log.now += Duration::days(7 * 11);
    assert_eq!(counted(&log).chart.counts[2][0], 1);
    log.now += Duration::days(7);
    assert_eq!(sums(&log), [0; 4]);
}

/// A school of copies: many cases that differ in what is counted.
fn school_of(cases: u32) -> Log {
    let mut log = Log::new();
    log.concern(json!({}));
    access(&mut log, "in 5 days");
    log.follow("review", json!({ "on": "in 3 days" }));
    let first = log.case().clone();
    for number in 2..=cases {
        let mut case = first.clone();
        case.reference = Reference {
            number,
            ..first.reference
        };
        case.severity = Severity::ALL[number as usize % 4];
        case.owner = ["dsl", "deputy"][number as usize % 2].to_owned();
        case.status = Status::ALL[number as usize % 5];
        let later = Duration::days(i64::from(number % 40) - 20);
        case.review = case.review.map(|day| day + later);
        for tracked in &mut case.actions {
            tracked.action.due += later;
        }
        for tracked in &mut case.sanctions {
            tracked.sanction.until = tracked.sanction.until.map(|day| day + later);
        }
        log.school.cases.insert(case);
    }
    log
}

/// What a tile counts, said of one case.
fn plainly(case: &Case, tile: Tile, log: &Log) -> bool {
    let today = day(log);
    let week = today + Duration::days(6);
    let open = case.status.is_open();
    let mut ends = case.active_sanctions().filter_map(|one| one.until);
    match tile {
        Tile::Unread => open && case.chronology.iter().any(|line| line.by.id != log.me.id),
        Tile::Critical => open && case.severity == Severity::Critical,
        Tile::Overdue => due(case).any(|due| due.day < today),
        Tile::Untold => {
            open && case
                .pupils_with_parents()
                .any(|(one, _)| !case.parents_settled(one))
        }
        Tile::Ending => ends.any(|day| today <= day && day <= week),
        Tile::Lapsed => ends.any(|day| day < today),
        Tile::Awaiting => case.status == Status::AwaitingAgency,
        Tile::Reports => false,
        Tile::Mine => open && case.owner == log.me.id,
    }
}

#[test]
fn every_tile_is_what_a_plain_look_at_every_case_finds() {
    let mut log = school_of(400);
    for me in ["dsl", "deputy"] {
        log.me.id = me.to_owned();
        let today = counted(&log);
        for tile in Tile::ALL {
            let cases = log.school.cases.all();
            let found: Vec<_> = cases
                .filter(|case| plainly(case, tile, &log))
                .map(|case| case.reference)
                .collect();
            let counted: Vec<_> = today.cases(tile).iter().copied().collect();
            assert_eq!(counted, found, "{tile:?} for {me}");
        }
        for (tile, text) in [
            (Tile::Overdue, "is:overdue"),
            (Tile::Unread, "is:unread is:open"),
        ] {
            let unread = |_: Reference, by: &str, _: u64| by != me;
            let ground = Ground {
                unread: &unread,
                ..ground(&log)
            };
            let asked = parse(text, &ground).unwrap().filter(&ground);
            let found = asked.of_cases(&log.school.cases).into_iter();
            let found: Vec<_> = found.map(|row| row.reference).collect();
            let counted: Vec<_> = today.cases(tile).iter().copied().collect();
            assert_eq!(counted, found, "{text} for {me}");
        }
        let all: usize = today.due.values().map(Vec::len).sum();
        let plain: usize = log.school.cases.all().map(|case| due(case).count()).sum();
        assert_eq!(all, plain);
    }
}

/// How long counting and drawing take, at a thousand cases and at a hundred thousand. Run with
/// `cargo test --release --test rules how_long -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement"]
#[allow(clippy::print_stdout)]
fn how_long_counting_and_drawing_take() {
    use std::time::Instant;
    for cases in [1_000, 100_000] {
        let log = school_of(cases);
        let begun = Instant::now();
        let today = counted(&log);
        let counting = begun.elapsed();
        println!(
            "{cases} cases: counted in {counting:?}, {} due, {} sanctions, {} contacts",
            today.due.values().map(Vec::len).sum::<usize>(),
            today.sanctions.len(),
            today.contacts.len()
        );
        for (screen, times) in crate::screens::frames(log) {
            println!("  {screen}: frame p99 {times:?}");
        }
    }
}
