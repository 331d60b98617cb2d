//! What a picker offers for what has been typed.

use crate::domain::vocabulary::List;
use serde_json::{Value, json};

use super::picker::{Choice, Picker, Source};
use super::{Field, Form};
use crate::domain::clause_find;
use crate::domain::decide::Desk;
use crate::domain::find::narrow;
use crate::domain::ids::Reference;
use crate::domain::people::{AdultKind, Part, Pupil};
use crate::domain::policy::{ClauseRef, Document, Fit, Fitted, PersonKind, Policy, SendLevel};
use crate::domain::status::by_id;

/// How many hits a picker keeps.
const LIMIT: usize = 50;
/// The id of the line that adds a pupil who is not in the list.
pub const NEW_PUPIL: &str = "new-pupil";
/// What is said of a name that nobody has reported under before.
pub const NEW_NAME: &str = "a new name";
/// The id of the line that adds an adult.
pub const ADULT: &str = "adult";

/// Looks up the hits of the field that has the focus.
pub fn refresh(desk: &Desk, form: &mut Form) {
    let kinds = kinds(desk, form);
    let here = form.case;
    let Some(picker) = form.focused_mut().and_then(Field::picker_mut) else {
        return;
    };
    let typed = picker.typing.text().trim().to_owned();
    picker.hits = match &picker.source {
        Source::List(choices) => filter(choices.iter(), &typed),
        Source::People => people(desk, picker, &typed),
        Source::Clauses => clauses(desk, &kinds, &typed),
        Source::Cases => cases(desk, here, &typed),
        Source::Reporters => reporters(desk, &typed),
    };
    picker.cursor = picker.cursor.min(picker.hits.len().saturating_sub(1));
}

/// The choices that fit, best first; all of them, in order, when nothing was typed.
pub fn filter<'a>(choices: impl Iterator<Item = &'a Choice>, typed: &str) -> Vec<Choice> {
    let texts = |choice: &&Choice| vec![choice.label.clone(), choice.id.clone()];
    let fitting = narrow(typed, choices, texts);
    fitting.into_iter().take(LIMIT).cloned().collect()
}

fn people(desk: &Desk, picker: &Picker, typed: &str) -> Vec<Choice> {
    let all: Vec<_> = desk
        .school
        .pupils
        .values()
        .map(of_pupil)
        .filter(|choice| picker.chosen.iter().all(|one| one.choice.id != choice.id))
        .collect();
    let mut hits = filter(all.iter(), typed);
    if !typed.is_empty() {
        hits.truncate(LIMIT - 2);
        hits.push(Choice {
            id: NEW_PUPIL.into(),
            label: format!("Add “{typed}” as a new pupil"),
            detail: "asks for year and class".into(),
        });
        hits.push(Choice {
            id: ADULT.into(),
            label: format!("Add “{typed}” as an adult"),
            detail: "parent, staff, visitor or from outside".into(),
        });
    }
    hits
}

/// A pupil as a choice.
#[must_use]
pub fn of_pupil(pupil: &Pupil) -> Choice {
    let about = format!("{} {}", pupil.year, pupil.class);
    Choice {
        id: format!("pupil-{}", pupil.id.0),
        label: pupil.name.clone(),
        detail: with_send(about.trim(), send_id(pupil.has_send, pupil.send)),
    }
}

/// A pupil's SEND as the command has it.
#[must_use]
pub fn send_id(has_send: bool, send: Option<SendLevel>) -> &'static str {
    match send {
        Some(level) => level.name(),
        None if has_send => "yes",
        None => "no",
    }
}

/// A few words about a pupil, with their SEND.
#[must_use]
pub fn with_send(about: &str, send: &str) -> String {
    let about = about.split(" · SEND").next().unwrap_or(about);
    match send {
        "" | "no" => about.to_owned(),
        "yes" => format!("{about} · SEND"),
        level => format!("{about} · SEND {level}"),
    }
}

/// What the command holds for a pupil of the list, their part aside.
#[must_use]
pub fn pupil_value(choice: &Choice) -> Value {
    let number = choice
        .id
        .strip_prefix("pupil-")
        .and_then(|number| number.parse::<u32>().ok());
    json!({ "pupil": number, "name": choice.label })
}

/// Gives the next person their part, where a list of people asks for it.
pub fn give_part(picker: &Picker, value: &mut Value) {
    if picker.source == Source::People
        && picker.several
        && let Some(value) = value.as_object_mut()
    {
        value.insert("part".to_owned(), json!(next_part(picker).id()));
    }
}

/// The part that the next person is given: first the child who was harmed, then the one alleged to
/// have caused it, then those who took part. One key changes it.
fn next_part(picker: &Picker) -> Part {
    match picker.chosen.len() {
        0 => Part::Harmed,
        1 => Part::Alleged,
        _ => Part::Witness,
    }
}

/// Somebody whose document is looked for; not `sure` where it is only one of those that may be theirs.
#[derive(Clone, Copy)]
struct Wanted {
    kind: PersonKind,
    sure: bool,
}

/// Whose documents the clause picker offers first: those whose conduct it is, then the others.
fn kinds(desk: &Desk, form: &Form) -> Vec<Wanted> {
    let Some(picker) = form.field("participants").and_then(Field::picker) else {
        return Vec::new();
    };
    let part = |value: &Value| {
        let part = value.get("part").and_then(Value::as_str).unwrap_or("");
        by_id(&Part::ALL, Part::id, part)
    };
    let mut chosen: Vec<_> = picker.chosen.iter().collect();
    chosen.sort_by_key(|one| !part(&one.value).is_some_and(Part::is_conduct));
    chosen
        .into_iter()
        .flat_map(|one| kinds_of(desk, &one.value))
        .collect()
}

/// What somebody is to the policy. A pupil who has SEND, and nobody knows which document is used with them, may be
/// any of those.
fn kinds_of(desk: &Desk, value: &Value) -> Vec<Wanted> {
    let Some(kind) = kind_of(desk, value) else {
        return Vec::new();
    };
    let mut all = vec![Wanted { kind, sure: true }];
    if let PersonKind::Pupil { year, send: None } = kind
        && send_of(desk, value) == Some("yes")
    {
        all.extend(SendLevel::ALL.map(|level| Wanted {
            kind: PersonKind::Pupil {
                year,
                send: Some(level),
            },
            sure: false,
        }));
    }
    all
}

/// A participant's SEND: as it was said here, or as the list has it.
fn send_of<'v>(desk: &Desk, value: &'v Value) -> Option<&'v str> {
    let said = value.get("send").and_then(Value::as_str);
    said.or_else(|| {
        let pupil = listed(desk, value)?;
        Some(send_id(pupil.has_send, pupil.send))
    })
}

/// The pupil of the list that a participant is.
#[must_use]
pub fn listed<'d>(desk: &Desk<'d>, value: &Value) -> Option<&'d Pupil> {
    let number = value.get("pupil").and_then(Value::as_u64)?;
    let mut pupils = desk.school.pupils.values();
    pupils.find(|pupil| u64::from(pupil.id.0) == number)
}

fn kind_of(desk: &Desk, value: &Value) -> Option<PersonKind> {
    let send = send_of(desk, value).unwrap_or("");
    let send = SendLevel::ALL.into_iter().find(|one| one.name() == send);
    if let Some(pupil) = listed(desk, value) {
        let year = pupil.year;
        return Some(PersonKind::Pupil { year, send });
    }
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or("");
    if let Ok(year) = text("year").parse() {
        return Some(PersonKind::Pupil { year, send });
    }
    match by_id(&AdultKind::ALL, AdultKind::id, text("adult"))? {
        AdultKind::Parent => Some(PersonKind::Parent),
        AdultKind::Staff | AdultKind::Headteacher => Some(PersonKind::Staff),
        AdultKind::Visitor | AdultKind::Volunteer => Some(PersonKind::Visitor),
        AdultKind::Outside => None,
    }
}

fn clauses(desk: &Desk, kinds: &[Wanted], typed: &str) -> Vec<Choice> {
    let today = desk.now.date_naive();
    let Some(policy) = desk
        .school
        .policy_on(today)
        .and_then(|id| desk.policies.by_id(id))
    else {
        return Vec::new();
    };
    let used = |clause: &ClauseRef| desk.school.clause_use(clause);
    let documents = documents(policy, kinds);
    clause_find::find(&documents, typed, &used, LIMIT)
        .into_iter()
        .filter_map(|hit| {
            let clause = desk.policies.get(&hit.clause_ref)?.clause;
            Some(Choice {
                id: hit.clause_ref.to_string(),
                label: hit.clause_ref.to_string(),
                detail: format!("{}: {}", clause.topic, clause.text),
            })
        })
        .collect()
}

/// Every document, each as it fits best whoever is in the case.
fn documents<'a>(policy: &'a Policy, kinds: &[Wanted]) -> Vec<Fitted<'a>> {
    let fit = |document: &Document| {
        kinds
            .iter()
            .map(|wanted| match document.fit(wanted.kind) {
                Fit::Individual if !wanted.sure => Fit::Own,
                fit => fit,
            })
            .min()
            .unwrap_or(Fit::Also)
    };
    policy
        .documents
        .iter()
        .map(|document| Fitted {
            policy,
            document,
            fit: fit(document),
        })
        .collect()
}

fn cases(desk: &Desk, here: Option<Reference>, typed: &str) -> Vec<Choice> {
    let cases = &desk.school.cases;
    let others = cases.rows().rev();
    let all: Vec<_> = others
        .filter(|row| Some(row.reference) != here)
        .map(|row| Choice {
            id: row.reference.to_string(),
            label: format!("{} {}", row.reference, row.called(cases.things())),
            detail: desk
                .words
                .label(List::Category, row.category(cases.things()))
                .to_owned(),
        })
        .collect();
    filter(all.iter(), typed)
}

/// So many cases are looked through for who has reported before.
const RECENT: usize = 500;

/// Whatever is typed, which stands as it is, and people who have reported before.
fn reporters(desk: &Desk, typed: &str) -> Vec<Choice> {
    let mut names: Vec<Choice> = Vec::new();
    for case in desk.school.cases.in_passing().rev().take(RECENT) {
        let concern = &case.concern;
        let known = names.iter().any(|choice| choice.label == concern.reporter);
        if !known && !concern.reporter.is_empty() {
            names.push(Choice {
                id: concern.reporter.clone(),
                label: concern.reporter.clone(),
                detail: concern.reporter_job.clone(),
            });
        }
        if names.len() >= LIMIT {
            break;
        }
    }
    let mut hits = filter(names.iter(), typed);
    let same = |hit: &Choice| hit.label.to_lowercase() == typed.to_lowercase();
    if let Some(known) = hits.iter().position(same) {
        let known = hits.remove(known);
        hits.insert(0, known);
    } else if !typed.is_empty() {
        let new = Choice {
            id: typed.to_owned(),
            label: typed.to_owned(),
            detail: NEW_NAME.into(),
        };
        hits.insert(0, new);
    }
    hits
}
