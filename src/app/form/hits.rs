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
use crate::domain::policy::{ClauseRef, Document, Fit, Fitted, PersonKind, Policy};
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
    let send = if pupil.has_send || pupil.send.is_some() {
        " · SEND"
    } else {
        ""
    };
    Choice {
        id: format!("pupil-{}", pupil.id.0),
        label: pupil.name.clone(),
        detail: format!("{} {}{send}", pupil.year, pupil.class),
    }
}

/// What the command holds for a pupil of the list.
#[must_use]
pub fn pupil_value(choice: &Choice, part: Part) -> Value {
    let number = choice
        .id
        .strip_prefix("pupil-")
        .and_then(|number| number.parse::<u32>().ok());
    json!({ "pupil": number, "name": choice.label, "part": part.id() })
}

/// The part that the next person is given: first the child who was harmed, then the one alleged to
/// have caused it, then those who took part. One key changes it.
#[must_use]
pub fn next_part(picker: &Picker) -> Part {
    match picker.chosen.len() {
        0 => Part::Harmed,
        1 => Part::Alleged,
        _ => Part::Witness,
    }
}

/// Whose documents the clause picker offers first: those whose conduct it is, then the others.
fn kinds(desk: &Desk, form: &Form) -> Vec<PersonKind> {
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
        .filter_map(|one| kind_of(desk, &one.value))
        .collect()
}

fn kind_of(desk: &Desk, value: &Value) -> Option<PersonKind> {
    if let Some(number) = value.get("pupil").and_then(Value::as_u64) {
        let pupil = desk
            .school
            .pupils
            .values()
            .find(|pupil| u64::from(pupil.id.0) == number)?;
        return Some(PersonKind::Pupil {
            year: pupil.year,
            send: pupil.send,
        });
    }
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or("");
    if let Ok(year) = text("year").parse() {
        return Some(PersonKind::Pupil { year, send: None });
    }
    match by_id(&AdultKind::ALL, AdultKind::id, text("adult"))? {
        AdultKind::Parent => Some(PersonKind::Parent),
        AdultKind::Staff | AdultKind::Headteacher => Some(PersonKind::Staff),
        AdultKind::Visitor | AdultKind::Volunteer => Some(PersonKind::Visitor),
        AdultKind::Outside => None,
    }
}

fn clauses(desk: &Desk, kinds: &[PersonKind], typed: &str) -> Vec<Choice> {
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
fn documents<'a>(policy: &'a Policy, kinds: &[PersonKind]) -> Vec<Fitted<'a>> {
    let fit = |document: &Document| {
        kinds
            .iter()
            .map(|kind| document.fit(*kind))
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
    let all: Vec<_> = desk
        .school
        .cases
        .values()
        .rev()
        .filter(|case| Some(case.reference) != here)
        .map(|case| Choice {
            id: case.reference.to_string(),
            label: format!(
                "{} {}",
                case.reference,
                case.lead().map_or("", |one| one.who.name())
            ),
            detail: desk
                .words
                .label(List::Category, &case.concern.category)
                .to_owned(),
        })
        .collect();
    filter(all.iter(), typed)
}

/// People who have reported before, and whatever is typed.
fn reporters(desk: &Desk, typed: &str) -> Vec<Choice> {
    let mut names: Vec<Choice> = Vec::new();
    for case in desk.school.cases.values().rev() {
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
    let exact = hits.iter().any(|hit| hit.label.eq_ignore_ascii_case(typed));
    if !typed.is_empty() && !exact {
        hits.push(Choice {
            id: typed.to_owned(),
            label: typed.to_owned(),
            detail: NEW_NAME.into(),
        });
    }
    hits
}
