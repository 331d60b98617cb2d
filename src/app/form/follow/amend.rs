//! The form of an amendment: which entry, what in it, and how it should read.

use super::{choice_of, terms};
use crate::app::form::picker::{Choice, Picker, Source};
use crate::app::form::{Day, Field, Form, Input};
use crate::domain::case::Case;
use crate::domain::decide::{Desk, amendable};
use crate::domain::entry::CaseFact;
use crate::domain::people::Part;
use crate::domain::vocabulary::List;

pub(super) fn fields(desk: &Desk, case: &Case, entry: Option<u64>) -> Vec<Field> {
    let entries: Vec<_> = case
        .chronology
        .iter()
        .filter(|line| !matches!(line.fact, CaseFact::Amended(_)))
        .map(|line| Choice {
            id: line.seq.to_string(),
            label: format!("{} {}", line.at.format("%-d %b %H:%M"), line.fact.title()),
            detail: line
                .fact
                .texts()
                .first()
                .map_or_else(String::new, |(_, _, text)| (*text).to_owned()),
        })
        .collect();
    let chosen = entry.and_then(|seq| {
        let id = seq.to_string();
        entries.iter().find(|choice| choice.id == id).cloned()
    });
    let mut which = Picker::one_of(entries.clone());
    which.suggest(chosen.or_else(|| entries.into_iter().next()));
    let parts = Part::ALL
        .map(|part| Choice::plain(part.id(), desk.words.label(List::Role, part.id())))
        .to_vec();
    vec![
        Field::pick("entry", "Entry", which).hint("The entry to correct; it stays readable."),
        Field::pick("field", "What", Picker::one_of(Vec::new())),
        Field::long("to", "Should read").hint("How it should read. The first version stays."),
        Field::pick("part", "Part", Picker::one_of(parts)).hidden(),
        Field::long("reason", "Reason").hint("Why it is corrected."),
    ]
}

pub(super) fn refresh(desk: &Desk, case: &Case, form: &mut Form) {
    let seq = form.chosen("entry").to_owned();
    let line = case
        .chronology
        .iter()
        .find(|line| line.seq.to_string() == seq);
    let Some(line) = line else { return };
    let fact = case.as_amended(line);
    let fields: Vec<_> = amendable(&fact)
        .into_iter()
        .map(|(name, title)| Choice::plain(name, title))
        .collect();
    if let Some(picker) = form.field_mut("field").and_then(Field::picker_mut)
        && picker.source != Source::List(fields.clone())
    {
        *picker = Picker::one_of(fields);
    }
    let field = form.chosen("field").to_owned();
    form.show("part", matches!(field.as_str(), "add-participant" | "part"));
    refresh_value(desk, case, &fact, &field, form);
}

/// The field "Should read" takes the form that fits what is corrected, with the present text in it.
fn refresh_value(desk: &Desk, case: &Case, fact: &CaseFact, field: &str, form: &mut Form) {
    let people = || {
        case.people()
            .map(|(letter, one)| choice_of(letter, one))
            .collect::<Vec<_>>()
    };
    let wanted = match field {
        "category" => Some(Source::List(terms(desk, List::Category))),
        "place" => Some(Source::List(terms(desk, List::Place))),
        "came_through" => Some(Source::List(terms(desk, List::Source))),
        "part" | "remove-participant" => Some(Source::List(people())),
        "add-participant" => Some(Source::People),
        "add-clause" => Some(Source::Clauses),
        "remove-clause" => Some(Source::List(
            case.concern
                .clauses
                .iter()
                .map(|cited| Choice {
                    id: cited.clause.to_string(),
                    label: cited.clause.to_string(),
                    detail: cited.text.clone(),
                })
                .collect(),
        )),
        _ => None,
    };
    let now = fact
        .texts()
        .into_iter()
        .find(|(name, ..)| *name == field)
        .map(|(_, _, text)| text.to_owned());
    let Some(value) = form.field_mut("to") else {
        return;
    };
    match wanted {
        Some(source) => {
            let same = value.picker().is_some_and(|picker| picker.source == source);
            if !same {
                let picker = match source {
                    Source::List(choices) => Picker::one_of(choices),
                    other => Picker::new(other, false),
                };
                value.input = Input::Pick(picker);
            }
        }
        None => {
            let now = now.unwrap_or_default();
            let untouched = value.edit().text() == value.initial.as_str();
            if value.picker().is_some() || (untouched && value.initial.as_str() != now) {
                *value = Field::long("to", "Should read").hint(value.hint).with(&now);
            }
        }
    }
    value.day = (field == "happened").then_some(Day::Past);
}
