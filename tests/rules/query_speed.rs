//! How long the filter takes over 100,000 cases. By hand:
//! `cargo test --release --locked --test rules query_speed -- --ignored --nocapture`

use std::time::Instant;

use daybook::domain::query::parse;
use daybook::domain::school::School;
use serde_json::json;

use crate::log::{Log, about, concern, playtime};
use crate::query::ground;

/// A frame of a screen.
const FRAME: f64 = 16.0;

/// So many cases, each with some lines of a life-like length.
fn many(count: usize) -> Log {
    let mut log = Log::new();
    let account = "It was said in the class chat that nobody is to sit beside the new pupil, and a photo went round. ".repeat(4);
    for pupil in [1, 2, 4, 5, 6] {
        log.ask(about(pupil, json!({ "account": account })));
        log.follow("note", json!({ "text": account }));
        let contact = json!({ "method": "phone", "result": "no-answer", "text": account });
        log.follow("contact", contact);
        log.follow("note", json!({ "text": account }));
    }
    log.ask(concern(json!({ "account": account })));
    log.follow(
        "sanction",
        playtime(json!({ "about": "B", "until": "today" })),
    );
    let made: Vec<_> = log.school.cases.all().cloned().collect();
    let mut cases = made.iter().cycle();
    for number in 0..count {
        let mut case = cases.next().unwrap().clone();
        case.reference.year = 2000 + (number / 10_000) as u16;
        case.reference.number = (number % 10_000) as u32 + 1;
        log.school.cases.insert(case);
    }
    log
}

#[test]
#[ignore = "a measurement, of use in a release build alone"]
fn a_filter_is_within_a_frame() {
    let log = many(100_000);
    let School { cases, .. } = &log.school;
    let ground = ground(&log);
    let mut slow = Vec::new();
    for text in [
        "is:open owner:me",
        "is:open due:overdue",
        "is:open parents:not-told",
        "is:open year:5 sanction:active since:half-term -tag:trip",
        "clause:\"KS2 Safe 2\"",
        "agreement:missing",
        "agency:police",
        "class:5E",
        "pupil:sam",
        "watch",
    ] {
        let query = parse(text, &ground).unwrap();
        let mut best = f64::MAX;
        let mut count = 0;
        for _ in 0..5 {
            let begun = Instant::now();
            let filter = query.filter(&ground);
            count = filter.of_cases(cases).len();
            best = best.min(begun.elapsed().as_secs_f64() * 1e3);
        }
        println!("{best:8.2} ms  {count:6} of {}  {text}", cases.len());
        if best > FRAME && text != "watch" {
            slow.push(text);
        }
    }
    assert!(slow.is_empty(), "more than a frame: {slow:?}");
}
