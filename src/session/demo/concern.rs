//! How something comes to be reported.

use chrono::NaiveDateTime;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::calendar::{after, before, on_or_after};
use super::prose::{Cast, Prose, pick};
use super::roll::Roll;
use super::stock::{Scenario, Stock};
use crate::domain::command::{NewConcern, NewParticipant};
use crate::domain::ids::PupilId;
use crate::domain::people::Pupil;

/// A concern, and who it is about.
pub struct Reported {
    /// What is asked of the log.
    pub concern: NewConcern,
    /// Whom its texts name.
    pub cast: Cast,
    /// The child it begins with.
    pub child: PupilId,
}

/// A day as it is typed.
pub fn typed(day: chrono::NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

fn first_name(pupil: &Pupil) -> String {
    pupil.name.split(' ').next().unwrap_or_default().to_owned()
}

/// Reports a scenario at a moment; nothing when the school has no child for it.
pub fn report(
    stock: &Stock,
    rng: &mut ChaCha8Rng,
    details: &mut ChaCha8Rng,
    roll: &Roll,
    scenario: &Scenario,
    now: NaiveDateTime,
) -> Option<Reported> {
    let lead = roll.child(rng, scenario)?.clone();
    let mut cast = Cast {
        harmed: first_name(&lead),
        alleged: first_name(&lead),
        child: first_name(&lead),
    };
    let mut ids = vec![lead.id];
    let mut participants = Vec::new();
    for (place, part) in scenario.people.iter().enumerate() {
        // A witness is not always there.
        if part == "witness" && rng.gen_bool(0.6) {
            continue;
        }
        let pupil = if place == 0 {
            lead.clone()
        } else {
            roll.peer(rng, &lead, &ids)?.clone()
        };
        ids.push(pupil.id);
        if part == "alleged" {
            cast.alleged = first_name(&pupil);
        }
        participants.push(NewParticipant {
            pupil: Some(pupil.id.0),
            part: part.clone(),
            relevant: if pupil.has_send && rng.gen_bool(0.3) {
                "SEND support plan in place".to_owned()
            } else {
                String::new()
            },
            ..NewParticipant::default()
        });
    }
    let came = pick(rng, &scenario.came).to_owned();
    let late = rng.gen_bool(0.06);
    let (reporter, reporter_job) = reporter(stock, rng, &came, &lead);
    let place = pick(rng, &scenario.places).to_owned();
    let happened = happened(rng, now, &place, late);
    let mut prose = Prose {
        stock,
        rng,
        cast: &cast,
    };
    if !scenario.outside.is_empty() {
        participants.push(NewParticipant {
            name: prose.filled(std::slice::from_ref(&scenario.outside)),
            part: "alleged".to_owned(),
            adult: "outside".to_owned(),
            ..NewParticipant::default()
        });
    }
    let account: Vec<_> = scenario
        .account
        .iter()
        .map(|group| prose.written(group))
        .collect();
    let spoke = prose.rng.gen_bool(0.75);
    let sometimes = |prose: &mut Prose<'_, ChaCha8Rng>, chance: f64, list: &str| {
        if prose.rng.gen_bool(chance) {
            prose.follow(list)
        } else {
            String::new()
        }
    };
    let seen = sometimes(&mut prose, 0.7, "seen");
    let opinion = sometimes(&mut prose, 0.4, "opinion");
    let immediate_action = sometimes(&mut prose, 0.8, "immediate");
    let withheld = scenario.parents == "withheld";
    let concern = NewConcern {
        happened,
        reported: if late {
            "yesterday".to_owned()
        } else {
            String::new()
        },
        late_reason: if late {
            prose.follow("late")
        } else {
            String::new()
        },
        came_through: came,
        reporter,
        reporter_job,
        told_in_person: prose.rng.gen_bool(0.8).then_some(true),
        place,
        devices: scenario
            .devices
            .iter()
            .take(1 + usize::from(prose.rng.gen_bool(0.3)))
            .cloned()
            .collect(),
        place_detail: if prose.rng.gen_bool(0.4) {
            prose.filled(&["{app}".to_owned(), "{game}".to_owned()])
        } else {
            String::new()
        },
        participants,
        clauses: scenario
            .clauses
            .iter()
            .take(1 + usize::from(prose.rng.gen_bool(0.35)))
            .cloned()
            .collect(),
        category: scenario.category.clone(),
        severity: scenario.severity.clone(),
        account: prose.detailed(account.join(" "), details, 0.6),
        question: if spoke {
            prose.follow("question")
        } else {
            String::new()
        },
        words: if spoke {
            let words = prose.said(&scenario.words);
            prose.chatted(words, details, 0.4)
        } else {
            String::new()
        },
        seen,
        opinion,
        immediate_action,
        device_kept: pick(prose.rng, &scenario.device_kept).to_owned(),
        parents: scenario.parents.clone(),
        parents_reason: if withheld {
            prose.follow("withheld")
        } else {
            String::new()
        },
        parents_due: if prose.rng.gen_bool(0.2) {
            "tomorrow".to_owned()
        } else {
            String::new()
        },
        review: if prose.rng.gen_bool(0.65) {
            typed(on_or_after(after(now.date(), prose.rng.gen_range(5..21))))
        } else {
            String::new()
        },
        protection_file: if prose.rng.gen_bool(0.04) {
            format!("CP {}", prose.rng.gen_range(100..1000))
        } else {
            String::new()
        },
        ..NewConcern::default()
    };
    Some(Reported {
        concern,
        cast,
        child: lead.id,
    })
}

fn reporter(stock: &Stock, rng: &mut ChaCha8Rng, came: &str, lead: &Pupil) -> (String, String) {
    let mut of = |list: &str| {
        stock
            .names
            .get(list)
            .map_or("", |list| pick(rng, list))
            .to_owned()
    };
    let surname = lead.name.rsplit(' ').next().unwrap_or_default();
    match came {
        "filter-alert" | "monitoring-alert" | "anonymous" => (String::new(), String::new()),
        "pupil" => (lead.name.clone(), "pupil".to_owned()),
        "another-pupil" => (format!("{} (classmate)", of("first")), "pupil".to_owned()),
        "parent" => (format!("{} {surname}", of("title")), "parent".to_owned()),
        "it-technician" => ("Mr Gigabyte".to_owned(), "IT technician".to_owned()),
        other => {
            let job = if other == "support-staff" {
                "support"
            } else {
                "teacher"
            };
            let name = format!(
                "{} {}{}",
                of("title"),
                of("surname_start"),
                of("surname_end")
            );
            (name, of(job))
        }
    }
}

/// When it happened, as people say it.
fn happened(rng: &mut ChaCha8Rng, now: NaiveDateTime, place: &str, late: bool) -> String {
    let day = now.date();
    let out_of_school = matches!(place, "home" | "unknown" | "off-site" | "remote-lesson");
    match rng.gen_range(0..10) {
        9 => "unknown".to_owned(),
        _ if late => typed(before(day, rng.gen_range(1..4))),
        0..=4 if !out_of_school => {
            let at = now - chrono::Duration::minutes(rng.gen_range(10..90));
            at.format("%d/%m/%Y %H:%M").to_string()
        }
        0..=4 => "yesterday pm".to_owned(),
        5..=6 => "yesterday".to_owned(),
        _ => typed(before(day, rng.gen_range(1..8))),
    }
}
