//! A form put away and taken up again: what a lid shut in mid-sentence must not lose.
//!
//! The bytes leave this room only to be sealed.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use zeroize::Zeroizing;

use super::form::kind::FormKind;
use super::form::{Choice, Chosen, Form, Input};
use super::state::FormScreen;

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
}

impl Draft {
    /// Puts a form away.
    #[must_use]
    pub fn of(screen: &FormScreen, left: DateTime<FixedOffset>) -> Self {
        let form = &screen.form;
        let fields = form.fields.iter().map(|field| {
            let chosen = field.picker().map_or_else(Vec::new, |picker| {
                picker
                    .chosen
                    .iter()
                    .filter(|one| !one.suggested)
                    .map(|one| DraftChoice {
                        id: one.choice.id.clone(),
                        label: one.choice.label.clone(),
                        detail: one.choice.detail.clone(),
                        value: one.value.clone(),
                    })
                    .collect()
            });
            DraftField {
                name: field.name.to_owned(),
                text: field.edit().text().to_owned(),
                chosen,
            }
        });
        Self {
            kind: screen.kind,
            begun: screen.begun,
            left,
            focus: form
                .focused()
                .map_or_else(String::new, |field| field.name.to_owned()),
            fields: fields
                .filter(|field| !field.text.is_empty() || !field.chosen.is_empty())
                .collect(),
        }
    }

    /// When it was begun, in words for the person who finds it.
    #[must_use]
    pub fn begun_words(&self) -> String {
        self.begun.format("%a %-d %b, %H:%M").to_string()
    }

    /// Puts what was in the fields back into a fresh form of the same kind, its days those that were meant.
    /// `refresh` is called after each field, since one answer decides what the next asks.
    pub fn restore(
        &self,
        form: &mut Form,
        now: DateTime<FixedOffset>,
        mut refresh: impl FnMut(&mut Form),
    ) {
        for kept in &self.fields {
            let Some(field) = form.field_mut(&kept.name) else {
                continue;
            };
            if let Input::Pick(picker) = &mut field.input
                && !kept.chosen.is_empty()
            {
                picker.chosen = kept
                    .chosen
                    .iter()
                    .map(|one| Chosen {
                        choice: Choice {
                            id: one.id.clone(),
                            label: one.label.clone(),
                            detail: one.detail.clone(),
                        },
                        value: one.value.clone(),
                        suggested: false,
                    })
                    .collect();
            }
            field.edit_mut().set_text(&kept.text);
            refresh(form);
        }
        form.keep_days(
            self.begun.naive_local(),
            self.left.naive_local(),
            now.naive_local(),
        );
        form.go_to(&self.focus);
        refresh(form);
    }

    /// The names of the people chosen in it.
    pub fn people(&self) -> impl Iterator<Item = &str> {
        self.fields
            .iter()
            .filter(|field| field.name == "participants")
            .flat_map(|field| &field.chosen)
            .map(|one| one.label.as_str())
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
