//! Sanctions: what each document allows, SEND, the states, and playtime.

use daybook::app::form;
use daybook::app::form::kind::Follow;
use daybook::domain::decide::PLAYTIME;
use daybook::domain::entry::SchoolFact;
use daybook::domain::people::Pupil;
use daybook::domain::status::SanctionState;
use daybook::domain::story::{Teller, case as paper};
use daybook::domain::vocabulary::Vocabulary;
use serde_json::{Value, json};

use crate::log::{Log, about, playtime};

/// A case about one pupil of the list, under a policy.
fn case(policy: &str, pupil: u32, differences: Value) -> Log {
    let mut log = Log::under(policy);
    let clause = if policy.starts_with("st") {
        "SJ24 KS2 Safe 2"
    } else {
        "BG23 KS2 Safe 3"
    };
    let base = json!({ "clauses": [clause] });
    log.concern(about(pupil, crate::log::with(base, differences)));
    log
}

fn removed() -> Value {
    json!({ "kind": "technology-removed", "scope": "wifi", "why": "As the policy says.", "send_considered": "none known" })
}

#[test]
fn no_playtime_is_lost_in_eyfs_or_key_stage_1_without_a_reason() {
    for pupil in [3, 5] {
        let mut log = case("st-james-2024", pupil, json!({}));
        let say = log.no("sanction", playtime(json!({})), "outside_policy");
        assert!(
            say.contains("Key Stage 1") && say.contains("not named"),
            "{say}"
        );
        log.follow(
            "sanction",
            playtime(json!({ "outside_policy": "The head agreed to it." })),
        );
        let given = &log.case().sanctions[0].sanction;
        assert_eq!(given.outside_policy, "The head agreed to it.");
    }
}

#[test]
fn a_document_that_names_the_sanction_asks_for_no_reason() {
    // Key Stage 2, and a SEND document whatever the year.
    for pupil in [1, 4] {
        let mut log = case("st-james-2024", pupil, json!({}));
        log.follow("sanction", playtime(json!({})));
        log.follow("sanction", removed());
    }
    // Early Years: technology, but no playtime.
    case("st-james-2024", 3, json!({})).follow("sanction", removed());
}

#[test]
fn borough_greens_pupils_have_behaviour_steps() {
    let mut log = case("borough-green-2023", 1, json!({}));
    let step =
        json!({ "kind": "behaviour-step", "why": "Step 2.", "send_considered": "none known" });
    log.follow("sanction", step.clone());
    log.no("sanction", playtime(json!({})), "outside_policy");
    log.no("sanction", removed(), "outside_policy");
    case("st-james-2024", 1, json!({})).no("sanction", step, "outside_policy");
}

#[test]
fn a_remote_lesson_has_its_own_sanctions() {
    let session = json!({ "kind": "removed-from-session", "why": "Shouting.", "send_considered": "none known" });
    case("st-james-2024", 1, json!({})).no("sanction", session.clone(), "outside_policy");
    case("st-james-2024", 1, json!({ "place": "remote-lesson" })).follow("sanction", session);
}

#[test]
fn teaching_again_needs_no_policys_leave() {
    for policy in ["st-james-2024", "borough-green-2023"] {
        let teach =
            json!({ "kind": "reminder", "why": "A first time.", "send_considered": "none known" });
        case(policy, 3, json!({})).follow("sanction", teach);
    }
}

#[test]
fn send_is_asked_about_before_any_sanction() {
    let kinds = [
        "reminder",
        "playtime-loss",
        "technology-removed",
        "device-confiscated",
        "removed-from-session",
        "behaviour-step",
        "other",
    ];
    let log = case("st-james-2024", 1, json!({}));
    for kind in kinds {
        log.no("sanction", json!({ "kind": kind }), "send_considered");
    }
    let say = case("st-james-2024", 4, json!({})).no(
        "sanction",
        playtime(json!({ "send_considered": "" })),
        "send_considered",
    );
    assert!(say.contains("has SEND"), "{say}");
}

#[test]
fn the_childs_document_is_that_of_the_day_of_the_case() {
    let mut log = case("st-james-2024", 5, json!({}));
    let older = Pupil {
        year: "Year 3".parse().unwrap(),
        ..log
            .school
            .pupils
            .values()
            .find(|one| one.id.0 == 5)
            .unwrap()
            .clone()
    };
    log.fact(SchoolFact::PupilListed(older));
    log.adopt("borough-green-2023", "2026-11-24");
    log.no("sanction", playtime(json!({})), "outside_policy");
    log.follow("sanction", removed());
}

#[test]
fn playtime_never_takes_eating_drinking_or_toilet_time() {
    let log = case("st-james-2024", 1, json!({}));
    let mut form = form::follow::form(Follow::Sanction, &log.desk(), log.case(), None);
    form.field_mut("kind").unwrap().set(&json!("playtime-loss"));
    form::follow::refresh(Follow::Sanction, &log.desk(), log.case(), &mut form);
    assert!(
        form.advice.contains(&PLAYTIME.to_owned()),
        "{:?}",
        form.advice
    );
    for word in ["never", "eating", "drinking", "toilet"] {
        assert!(PLAYTIME.contains(word), "{word}");
    }
}

#[test]
fn playtime_is_minutes_on_dates() {
    let mut log = case("st-james-2024", 1, json!({}));
    for minutes in ["", "0", "-5", "121", "all of it"] {
        log.no(
            "sanction",
            playtime(json!({ "minutes": minutes })),
            "minutes",
        );
    }
    log.no(
        "sanction",
        playtime(json!({ "from": "tomorrow", "until": "today" })),
        "until",
    );
    log.follow("sanction", playtime(json!({ "from": "tomorrow" })));
    let given = &log.case().sanctions[0].sanction;
    assert_eq!((given.minutes, given.until), (Some(15), Some(given.from)));
}

#[test]
fn access_removed_says_what_and_until_when() {
    let mut log = case("st-james-2024", 1, json!({}));
    log.no(
        "sanction",
        crate::log::with(removed(), json!({ "scope": "" })),
        "scope",
    );
    for scope in ["device", "account", "wifi", "all"] {
        log.follow(
            "sanction",
            crate::log::with(removed(), json!({ "scope": scope, "until": "in 2 weeks" })),
        );
    }
    assert_eq!(log.case().active_sanctions().count(), 4);
}

#[test]
fn states_follow_one_another_and_nothing_else() {
    use SanctionState::{Active, Lifted, Overturned, Proposed, Served};
    let allowed = [
        (Proposed, Active),
        (Proposed, Overturned),
        (Active, Served),
        (Active, Lifted),
        (Active, Overturned),
        (Served, Overturned),
        (Lifted, Overturned),
    ];
    for from in SanctionState::ALL {
        for to in SanctionState::ALL {
            let mut log = case("st-james-2024", 1, json!({}));
            let begins = if from == Proposed {
                "proposed"
            } else {
                "active"
            };
            log.follow("sanction", playtime(json!({ "state": begins })));
            if log.case().sanctions[0].state != from {
                log.follow(
                    "sanction",
                    json!({ "number": 1, "state": from.id(), "reason": "So it went." }),
                );
            }
            let change = json!({ "number": 1, "state": to.id(), "reason": "So it went." });
            if allowed.contains(&(from, to)) {
                log.follow("sanction", change);
                assert_eq!(log.case().sanctions[0].state, to);
            } else {
                log.no("sanction", change, "state");
            }
        }
    }
}

#[test]
fn lifting_or_overturning_needs_a_reason() {
    let mut log = case("st-james-2024", 1, json!({}));
    log.follow("sanction", playtime(json!({})));
    for state in ["lifted", "overturned"] {
        log.no("sanction", json!({ "number": 1, "state": state }), "reason");
    }
    log.follow("sanction", json!({ "number": 1, "state": "served" }));
}

#[test]
fn each_change_of_state_is_an_entry_of_its_own() {
    let mut log = case("st-james-2024", 1, json!({}));
    log.follow("sanction", playtime(json!({ "state": "proposed" })));
    let first = log.case().chronology.last().unwrap().fact.clone();
    log.follow("sanction", json!({ "number": 1, "state": "active" }));
    log.follow("sanction", json!({ "number": 1, "state": "served" }));
    let lines = &log.case().chronology;
    assert_eq!(lines[lines.len() - 3].fact, first);
    assert_eq!(log.case().sanctions.len(), 1);
    log.no(
        "sanction",
        json!({ "number": 2, "state": "served" }),
        "number",
    );
}

#[test]
fn a_sanction_is_a_pupils_and_names_whose_when_several_can_be_meant() {
    let mut log = Log::new();
    let who = json!([
        { "pupil": 1, "part": "alleged" }, { "pupil": 2, "part": "took-part" },
        { "name": "Ada Invented", "adult": "parent", "part": "alleged" },
    ]);
    log.concern(json!({ "participants": who }));
    log.no("sanction", playtime(json!({})), "about");
    let say = log.no("sanction", playtime(json!({ "about": "C" })), "about");
    assert!(say.contains("not a pupil"), "{say}");
    log.follow("sanction", playtime(json!({ "about": "Alex Pretend" })));
}

#[test]
fn a_sanction_is_served_once_it_has_begun() {
    let mut log = case("st-james-2024", 1, json!({}));
    log.no(
        "sanction",
        playtime(json!({ "from": "tomorrow", "state": "served" })),
        "state",
    );
    log.follow("sanction", playtime(json!({ "from": "tomorrow" })));
    let served = json!({ "number": 1, "state": "served" });
    let say = log.no("sanction", served.clone(), "state");
    assert!(say.contains("Wed 25 Nov 2026"), "{say}");
    let likely = |log: &Log, at: usize| log.desk().next_states(&log.case().sanctions[at]);
    use SanctionState::{Lifted, Overturned, Served};
    assert_eq!(likely(&log, 0), [Lifted, Overturned]);
    log.now += chrono::TimeDelta::days(1);
    assert_eq!(likely(&log, 0), [Served, Lifted, Overturned]);
    log.follow("sanction", served);
    // What is taken away until a day to come is given back; on that day it has run its time.
    let removed = json!({
        "kind": "technology-removed", "scope": "device", "until": "Fri", "why": "x", "send_considered": "none known",
    });
    log.follow("sanction", removed);
    assert_eq!(likely(&log, 1), [Lifted, Served, Overturned]);
    log.now += chrono::TimeDelta::days(2);
    assert_eq!(likely(&log, 1), [Served, Lifted, Overturned]);
    log.follow(
        "sanction",
        json!({ "number": 2, "state": "lifted", "reason": "Enough." }),
    );
}

fn teller(log: &Log) -> Teller<'_> {
    Teller {
        school: &log.school,
        words: Vocabulary::shipped(),
        name: &str::to_owned,
        today: log.now.date_naive(),
    }
}

#[test]
fn how_a_sanction_stands_is_said_of_now_and_not_of_what_was_planned() {
    let stands = |log: &Log| teller(log).stands(&log.case().sanctions[0]);
    let begun = |rest: Value| {
        let mut log = case("st-james-2024", 1, json!({}));
        log.follow("sanction", crate::log::with(removed(), rest));
        log
    };
    for (rest, says) in [
        (json!({}), "Active"),
        (json!({ "until": "Mon" }), "Active until Mon 30 Nov"),
        (json!({ "until": "today" }), "Active until today"),
        (
            json!({ "from": "tomorrow", "until": "Mon" }),
            "Active from tomorrow until Mon 30 Nov",
        ),
        (json!({ "from": "tomorrow" }), "Active from tomorrow"),
        (
            json!({ "from": "tomorrow", "until": "tomorrow" }),
            "Active tomorrow",
        ),
        (
            json!({ "from": "Fri", "until": "Fri" }),
            "Active on Fri 27 Nov",
        ),
        (
            json!({ "state": "proposed", "until": "Fri" }),
            "Proposed from today until Fri 27 Nov",
        ),
        (
            json!({ "state": "proposed", "until": "today" }),
            "Proposed for today",
        ),
    ] {
        assert_eq!(stands(&begun(rest.clone())), says, "{rest}");
    }
    // Its last day has passed, and nobody has said what became of it.
    let mut log = begun(json!({ "until": "Fri" }));
    log.now += chrono::TimeDelta::days(4);
    assert_eq!(stands(&log), "Active until yesterday, now past");
    // What is over is over, whatever day was planned; on paper too.
    for state in ["lifted", "served", "overturned"] {
        let mut log = begun(json!({ "until": "Mon" }));
        let change = json!({ "number": 1, "state": state, "reason": "It went well." });
        log.follow("sanction", change);
        let said = stands(&log);
        assert_eq!(said.to_lowercase(), state);
        let day = log.now.date_naive();
        let paper = paper(&log.school, Vocabulary::shipped(), log.case(), day);
        let line = paper.lines().skip_while(|line| *line != "Sanctions").nth(1);
        assert_eq!(
            line,
            Some(
                format!(
                    "  1  {said} · Technology or internet access removed: Wi-Fi · Sam Invented (A)"
                )
                .as_str()
            ),
            "{paper}"
        );
        let last = log.case().chronology.last().unwrap();
        let told = teller(&log).entry(log.case(), last);
        assert!(
            told.iter().all(|one| !one.text.contains("30 Nov")),
            "{told:?}"
        );
    }
}
