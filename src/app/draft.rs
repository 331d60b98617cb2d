//! A form put away and taken up again: what a lid shut in mid-sentence must not lose.
//!
//! The bytes leave this room only to be sealed.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use zeroize::Zeroizing;

use super::form::kind::{Follow, FormKind};
use super::form::{Choice, Chosen, Field, Form, Source};
use super::state::FormScreen;
use crate::domain::decide::Problem;
use crate::domain::when::When;
use crate::domain::words::fit;

/// A form as it was left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// What it was for.
    pub kind: FormKind,
    /// When it was begun.
    pub begun: DateTime<FixedOffset>,
    /// When it was put away: its `yesterday` is the day before this one.
    pub left: DateTime<FixedOffset>,
    /// The field that had the focus.
    pub focus: String,
    /// What was in the fields.
    pub fields: Vec<DraftField>,
}

/// A draft that waits, and the place where it is sealed.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// The place's number.
    pub slot: u32,
    /// What waits there.
    pub draft: Draft,
}

/// What was in one field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftField {
    name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    chosen: Vec<DraftChoice>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct DraftChoice {
    id: String,
    label: String,
    detail: String,
    value: Value,
    /// By the form, not by the person: what the form is about is kept all the same.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    suggested: bool,
}

impl DraftChoice {
    fn of(one: &Chosen) -> Self {
        Self {
            id: one.choice.id.clone(),
            label: one.choice.label.clone(),
            detail: one.choice.detail.clone(),
            value: one.value.clone(),
            suggested: one.suggested,
        }
    }

    /// As it can be chosen now; none if a fixed list has it no more.
    fn chosen(&self, source: &Source) -> Option<Chosen> {
        let choice = match source {
            Source::List(choices) => choices.iter().find(|choice| choice.id == self.id)?.clone(),
            _ => Choice {
                id: self.id.clone(),
                label: self.label.clone(),
                detail: self.detail.clone(),
            },
        };
        Some(Chosen {
            choice,
            value: self.value.clone(),
            suggested: self.suggested,
        })
    }
}

impl DraftField {
    /// Puts it back into its field; says what can be chosen there no more.
    fn restore(&self, field: &mut Field) -> Option<Problem> {
        field.edit_mut().set_text(&self.text);
        let name = field.name;
        let picker = field.picker_mut()?;
        let (mut chosen, mut gone) = (Vec::new(), None);
        for one in &self.chosen {
            match one.chosen(&picker.source) {
                Some(one) => chosen.push(one),
                None => gone = Some(one.label.as_str()),
            }
        }
        picker.chosen = chosen;
        gone.map(|label| Problem {
            field: name,
            say: format!("“{label}” can no longer be chosen here. Choose again."),
        })
    }
}

impl Draft {
    /// Puts a form away.
    #[must_use]
    pub fn of(screen: &FormScreen, left: DateTime<FixedOffset>) -> Self {
        let form = &screen.form;
        // The text that the form itself put in, it puts in again, as it reads then.
        let fields = form.fields.iter().filter_map(|field| {
            let chosen = field.picker().map_or(&[][..], |picker| &picker.chosen);
            (field.is_touched() || !chosen.is_empty()).then(|| DraftField {
                name: field.name.to_owned(),
                text: field.edit().text().to_owned(),
                chosen: chosen.iter().map(DraftChoice::of).collect(),
            })
        });
        Self {
            kind: screen.kind,
            begun: screen.begun,
            left,
            focus: form
                .focused()
                .map_or_else(String::new, |field| field.name.to_owned()),
            fields: fields.collect(),
        }
    }

    /// When it was begun, in words for the person who finds it.
    #[must_use]
    pub fn begun_words(&self) -> String {
        self.begun.format("%a %-d %b, %H:%M").to_string()
    }

    /// The same in fewer words, seen from today.
    #[must_use]
    pub fn begun_short(&self, today: NaiveDate) -> String {
        When::exact(self.begun.naive_local()).short(today)
    }

    /// Puts what was in the fields back into a fresh form of the same kind, its days those that were meant. Whom and
    /// what it is about was settled when it was begun: a fresh form's own suggestions go. `refresh` is called after
    /// each field, since one answer decides what the next asks. Answers with what has changed meanwhile, so that it
    /// has to be chosen anew.
    pub fn restore(
        &self,
        form: &mut Form,
        now: DateTime<FixedOffset>,
        mut refresh: impl FnMut(&mut Form),
    ) -> Vec<Problem> {
        for picker in form.fields.iter_mut().filter_map(Field::picker_mut) {
            picker.chosen.clear();
        }
        let mut gone = Vec::new();
        for kept in &self.fields {
            if let Some(field) = form.field_mut(&kept.name) {
                gone.extend(kept.restore(field));
                refresh(form);
            }
        }
        form.keep_days(
            self.begun.naive_local(),
            self.left.naive_local(),
            now.naive_local(),
        );
        form.go_to(&self.focus);
        refresh(form);
        gone
    }

    /// What it is about, where its form is about one thing and that is chosen.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.subject_chosen().map(|one| one.id.as_str())
    }

    /// What it is about, in words: whom, which entry and what in it, or how its text begins.
    #[must_use]
    pub fn about(&self) -> String {
        let FormKind::Follow(follow, _) = self.kind else {
            return self.people().collect::<Vec<_>>().join(", ");
        };
        let label = self.subject_chosen().map(|one| one.label.as_str());
        let what = (follow == Follow::Amend).then(|| self.chosen("field"));
        match (label, what.flatten()) {
            (Some(label), Some(what)) if !label.ends_with(&what.label) => {
                format!("{label}: {}", what.label)
            }
            (Some(label), _) => label.to_owned(),
            (None, _) => {
                let mut texts = self.fields.iter().map(|field| field.text.trim());
                let first = texts.find(|text| !text.is_empty());
                fit(first.and_then(|text| text.lines().next()).unwrap_or(""), 40)
            }
        }
    }

    /// The names of the people chosen in it.
    pub fn people(&self) -> impl Iterator<Item = &str> {
        self.fields
            .iter()
            .filter(|field| field.name == "participants")
            .flat_map(|field| &field.chosen)
            .map(|one| one.label.as_str())
    }

    fn subject_chosen(&self) -> Option<&DraftChoice> {
        match self.kind {
            FormKind::Concern => None,
            FormKind::Follow(follow, _) => self.chosen(follow.subject()?),
        }
    }

    fn chosen(&self, field: &str) -> Option<&DraftChoice> {
        let field = self.fields.iter().find(|kept| kept.name == field)?;
        field.chosen.first()
    }

    /// The bytes to seal.
    #[must_use]
    pub fn bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(serde_json::to_vec(self).unwrap_or_default())
    }

    /// Reads what was sealed; none if it is no draft of this version.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }
}
