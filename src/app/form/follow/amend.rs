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
    let corrected = entry.map(|seq| first_version(case, seq).to_string());
    let mut which = Picker::one_of(entries);
    let chosen = which
        .hits
        .iter()
        .find(|hit| Some(&hit.id) == corrected.as_ref());
    which.suggest(chosen.cloned());
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

/// The entry that is corrected where somebody is at this one: of an amendment, the entry which that corrects.
fn first_version(case: &Case, seq: u64) -> u64 {
    let line = case.chronology.iter().find(|line| line.seq == seq);
    match line.map(|line| &line.fact) {
        Some(CaseFact::Amended(amendment)) if amendment.entry < seq => {
            first_version(case, amendment.entry)
        }
        _ => seq,
    }
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
    let wanted = source(desk, case, field);
    let (now, day) = now(fact, field);
    let Some(value) = form.field_mut("to") else {
        return;
    };
    if let Some(source) = wanted {
        let same = value.picker().is_some_and(|picker| picker.source == source);
        if !same {
            let picker = match source {
                Source::List(choices) => Picker::one_of(choices),
                other => Picker::new(other, false),
            };
            value.input = Input::Pick(picker);
            value.day = None;
        }
        return;
    }
    let untouched = value.edit().text() == value.initial.as_str();
    let other = value.picker().is_some() || value.day != day;
    if other || (untouched && value.initial.as_str() != now) {
        let fresh = match day {
            Some(day) => {
                let line = Field::line("to", "Should read").day(day);
                if field == "until" {
                    line.or_word("none")
                } else {
                    line
                }
            }
            None => Field::long("to", "Should read"),
        };
        *value = fresh.hint(value.hint).with(&now);
    }
}

/// Where the answer is chosen from, if it is chosen.
fn source(desk: &Desk, case: &Case, field: &str) -> Option<Source> {
    let people = |pupils_only: bool| {
        let people = case.people();
        people
            .filter(|(_, one)| !pupils_only || one.who.pupil().is_some())
            .map(|(letter, one)| choice_of(letter, one))
            .collect::<Vec<_>>()
    };
    Some(match field {
        "category" => Source::List(terms(desk, List::Category)),
        "place" => Source::List(terms(desk, List::Place)),
        "came_through" => Source::List(terms(desk, List::Source)),
        "result" => Source::List(terms(desk, List::ContactResult)),
        "method" => Source::List(terms(desk, List::ContactMethod)),
        "kind" => Source::List(terms(desk, List::Sanction)),
        "scope" => Source::List(terms(desk, List::SanctionScope)),
        "about" => Source::List(people(true)),
        "part" | "remove-participant" => Source::List(people(false)),
        "add-participant" => Source::People,
        "add-clause" => Source::Clauses,
        "remove-clause" => Source::List(
            case.concern
                .clauses
                .iter()
                .map(|cited| Choice {
                    id: cited.clause.to_string(),
                    label: cited.clause.to_string(),
                    detail: cited.text.clone(),
                })
                .collect(),
        ),
        _ => return None,
    })
}

/// How a text or a day reads now, and what sort of day it is.
fn now(fact: &CaseFact, field: &str) -> (String, Option<Day>) {
    let written = |day: chrono::NaiveDate| day.format("%-d %b %Y").to_string();
    match (fact, field) {
        (_, "happened") => (String::new(), Some(Day::Past)),
        (CaseFact::Sanction(sanction), "from") => (written(sanction.from), Some(Day::Any)),
        (CaseFact::Sanction(sanction), "until") => (
            sanction.until.map_or_else(String::new, written),
            Some(Day::Any),
        ),
        (CaseFact::Sanction(sanction), "minutes") => {
            let minutes = sanction.minutes.map(|minutes| minutes.to_string());
            (minutes.unwrap_or_default(), None)
        }
        _ => {
            let texts = fact.texts();
            let text = texts.iter().find(|(name, ..)| *name == field);
            (
                text.map_or_else(String::new, |(_, _, text)| (*text).to_owned()),
                None,
            )
        }
    }
}
