//! A field of a form, and what is in it.

use chrono::NaiveDateTime;
use serde_json::{Value, json};

use super::picker::{Picker, Source};
use crate::app::action::Action;
use crate::app::edit::TextEdit;
use crate::domain::decide::Problem;
use crate::domain::when::{When, full_day, read_date, read_due, read_past};

/// One field.
#[derive(Clone, Debug)]
pub struct Field {
    /// The command's field that it fills.
    pub name: &'static str,
    /// What it is called on the screen.
    pub label: &'static str,
    /// The action that jumps to it.
    pub jump: Option<Action>,
    /// One line of help, shown while it has the focus.
    pub hint: &'static str,
    /// What is in it.
    pub input: Input,
    /// Not every field is asked of everybody: a late entry's reason, the place of a device.
    pub shown: bool,
    /// Stands across the whole form: what is in it is long.
    pub wide: bool,
    /// A line with somebody's name in it.
    pub holds_name: bool,
    /// May well stay empty: where there is little room it takes less of it until it is filled.
    pub extra: bool,
    /// The text that the form itself put in.
    pub initial: zeroize::Zeroizing<String>,
    /// A line that says a day: what sort of day, so that the form can show how it was understood.
    pub day: Option<Day>,
    /// A word that it takes beside a day.
    word: &'static str,
}

/// What sort of day a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// When something happened.
    Past,
    /// The same; when nothing is typed, when the form was begun.
    PastOrNow,
    /// By when something is due.
    Due,
    /// Either.
    Any,
}

/// What is in a field.
#[derive(Clone, Debug)]
pub enum Input {
    /// A line of text.
    Line(TextEdit),
    /// A text of any length.
    Long(TextEdit),
    /// A secret: a passphrase.
    Secret(TextEdit),
    /// A choice.
    Pick(Picker),
}

impl Field {
    fn new(name: &'static str, label: &'static str, input: Input) -> Self {
        Self {
            name,
            label,
            jump: None,
            hint: "",
            input,
            shown: true,
            wide: false,
            holds_name: false,
            extra: false,
            initial: zeroize::Zeroizing::default(),
            day: None,
            word: "",
        }
    }

    /// A line of text.
    #[must_use]
    pub fn line(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Input::Line(TextEdit::line()))
    }

    /// A long text.
    #[must_use]
    pub fn long(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Input::Long(TextEdit::lines()))
    }

    /// A secret.
    #[must_use]
    pub fn secret(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Input::Secret(TextEdit::secret()))
    }

    /// A choice.
    #[must_use]
    pub fn pick(name: &'static str, label: &'static str, picker: Picker) -> Self {
        Self::new(name, label, Input::Pick(picker))
    }

    /// The same field with a line of help.
    #[must_use]
    pub fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    /// The same field, where this word is an answer too.
    #[must_use]
    pub fn or_word(mut self, word: &'static str) -> Self {
        self.word = word;
        self
    }

    /// The same field as one that says a day.
    #[must_use]
    pub fn day(mut self, day: Day) -> Self {
        self.day = Some(day);
        self
    }

    /// What is wrong with the day in it, if there is something that is none.
    #[must_use]
    pub fn misread(&self, now: NaiveDateTime) -> Option<Problem> {
        let text = self.edit().text().trim();
        if text.is_empty() || text.eq_ignore_ascii_case(self.word) {
            return None;
        }
        let read = match self.day? {
            Day::Past | Day::PastOrNow => read_past(text, now).err(),
            Day::Due => read_due(text, now.date()).err(),
            Day::Any => read_date(text, now.date()).err(),
        };
        Some(Problem {
            field: self.name,
            say: read?.to_string(),
        })
    }

    /// How the day in it was understood; none when it is empty or not a day.
    #[must_use]
    pub fn understood(&self, now: NaiveDateTime, short: bool) -> Option<String> {
        let text = self.edit().text();
        if text.trim().is_empty() {
            return None;
        }
        match self.day? {
            Day::Past | Day::PastOrNow if short => {
                read_past(text, now).ok().map(|when| when.short(now.date()))
            }
            Day::Past | Day::PastOrNow => read_past(text, now).ok().map(|when| when.to_string()),
            Day::Due => read_due(text, now.date()).ok().map(full_day),
            Day::Any => read_date(text, now.date()).ok().map(full_day),
        }
    }

    /// Lets what was typed at one moment go on meaning at a later one what it meant then. Where nothing is
    /// typed, the `now` of a form that was begun on an earlier day stays the moment of its beginning.
    pub(super) fn keep_day(
        &mut self,
        begun: NaiveDateTime,
        typed: NaiveDateTime,
        now: NaiveDateTime,
    ) {
        if !self.edit().text().trim().is_empty() {
            let meant = self.understood(typed, false);
            if let Some(meant) = meant
                && self.understood(now, false).as_ref() != Some(&meant)
            {
                self.edit_mut().set_text(&meant);
            }
        } else if self.day == Some(Day::PastOrNow) && begun.date() < now.date() {
            let begun = When::exact(begun).to_string();
            self.edit_mut().set_text(&begun);
            *self.initial = begun;
        }
    }

    /// The same field with an action that jumps to it.
    #[must_use]
    pub fn jump(mut self, action: Action) -> Self {
        self.jump = Some(action);
        self
    }

    /// The same field, across the whole form.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// The same field as one that holds somebody's name.
    #[must_use]
    pub fn name_of_somebody(mut self) -> Self {
        self.holds_name = true;
        self
    }

    /// The same field as one that may well stay empty.
    #[must_use]
    pub fn extra(mut self) -> Self {
        self.extra = true;
        self
    }

    /// The same field, hidden until it is needed.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.shown = false;
        self
    }

    /// The same field with a text in it, or with that choice suggested: the form's doing, not the person's.
    #[must_use]
    pub fn with(mut self, text: &str) -> Self {
        self.set(&json!(text));
        if let Some(picker) = self.picker_mut() {
            picker.make_suggestion();
        } else {
            *self.initial = text.to_owned();
        }
        self
    }

    /// The text that is edited: the field's own, or what is typed to choose.
    #[must_use]
    pub fn edit(&self) -> &TextEdit {
        match &self.input {
            Input::Line(edit) | Input::Long(edit) | Input::Secret(edit) => edit,
            Input::Pick(picker) => &picker.typing,
        }
    }

    /// The same, to be changed.
    pub fn edit_mut(&mut self) -> &mut TextEdit {
        match &mut self.input {
            Input::Line(edit) | Input::Long(edit) | Input::Secret(edit) => edit,
            Input::Pick(picker) => &mut picker.typing,
        }
    }

    /// The picker, if it is one.
    #[must_use]
    pub fn picker(&self) -> Option<&Picker> {
        match &self.input {
            Input::Pick(picker) => Some(picker),
            _ => None,
        }
    }

    /// The picker, to be changed.
    pub fn picker_mut(&mut self) -> Option<&mut Picker> {
        match &mut self.input {
            Input::Pick(picker) => Some(picker),
            _ => None,
        }
    }

    /// What the command holds.
    #[must_use]
    pub fn value(&self) -> Value {
        match &self.input {
            Input::Pick(picker) => picker.value(),
            _ => json!(self.edit().text()),
        }
    }

    /// Puts a text in. A picker takes the choice of a fixed list with that id.
    pub fn set(&mut self, value: &Value) {
        match &mut self.input {
            Input::Pick(picker) => {
                let Source::List(choices) = &picker.source else {
                    return;
                };
                let ids: Vec<&str> = match value {
                    Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
                    Value::String(one) => vec![one],
                    _ => Vec::new(),
                };
                let found: Vec<_> = ids
                    .iter()
                    .filter_map(|id| choices.iter().find(|choice| choice.id == *id).cloned())
                    .collect();
                for choice in found {
                    let value = json!(choice.id);
                    picker.choose(choice, value);
                }
            }
            _ => {
                if let Some(text) = value.as_str() {
                    self.edit_mut().set_text(text);
                }
            }
        }
    }

    /// How it reads: its name, what the command would hold, and what is typed.
    pub(super) fn reading(&self) -> (&'static str, Value, String) {
        (self.name, self.value(), self.edit().text().to_owned())
    }

    /// Whether a person has entered something, beside what the form itself put in.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        match &self.input {
            Input::Pick(picker) => {
                picker.chosen.iter().any(|chosen| !chosen.suggested) || !picker.typing.is_empty()
            }
            Input::Line(edit) | Input::Long(edit) | Input::Secret(edit) => {
                edit.text() != self.initial.as_str()
            }
        }
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.input {
            Input::Pick(picker) => picker.chosen.is_empty(),
            _ => self.edit().is_empty(),
        }
    }
}
