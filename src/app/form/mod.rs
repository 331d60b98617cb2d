//! Forms: fields, what is typed into them, and where the keys go. What each form asks is in the
//! files beside this one.

pub mod concern;
mod field;
pub mod follow;
pub mod hits;
pub mod keys;
pub mod kind;
pub mod person;
pub mod picker;

use chrono::NaiveDateTime;
use serde_json::{Map, Value};

use crate::domain::decide::Problem;
use crate::domain::ids::Reference;

pub use field::{Day, Field, Input};
pub use picker::{Choice, Chosen, Picker, Source};

/// A form: fields in order, one of which has the focus.
#[derive(Clone, Debug)]
pub struct Form {
    /// What it is for, at the top of the screen.
    pub title: String,
    /// The fields.
    pub fields: Vec<Field>,
    /// The place of the field that has the focus.
    pub focus: usize,
    /// What is wrong with what was entered; each goes once its field has changed.
    pub problems: Vec<Problem>,
    /// How the fields that are wrong read when that was said.
    wrong: Vec<(&'static str, Value, String)>,
    /// What the form has to say now: warnings and advice, most important first.
    pub advice: Vec<String>,
    /// The case that it is for, when there is one: it is no answer to which other case.
    pub case: Option<Reference>,
    /// The focus moves on once the form has taken in what was chosen: a choice can show a field.
    moving: bool,
}

impl Form {
    /// A form whose first field has the focus.
    #[must_use]
    pub fn new(title: impl Into<String>, fields: Vec<Field>) -> Self {
        let focus = fields.iter().position(|field| field.shown).unwrap_or(0);
        Self {
            title: title.into(),
            fields,
            focus,
            problems: Vec::new(),
            wrong: Vec::new(),
            advice: Vec::new(),
            case: None,
            moving: false,
        }
    }

    /// The field that has the focus.
    #[must_use]
    pub fn focused(&self) -> Option<&Field> {
        self.fields.get(self.focus)
    }

    /// The same, to be changed.
    pub fn focused_mut(&mut self) -> Option<&mut Field> {
        self.fields.get_mut(self.focus)
    }

    /// A field by name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// A field by name, to be changed.
    pub fn field_mut(&mut self, name: &str) -> Option<&mut Field> {
        self.fields.iter_mut().find(|field| field.name == name)
    }

    /// The text of a field; empty when there is no such field.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.field(name).map_or("", |field| field.edit().text())
    }

    /// The id chosen in a field; empty when there is none.
    #[must_use]
    pub fn chosen(&self, name: &str) -> &str {
        self.field(name)
            .and_then(Field::picker)
            .and_then(Picker::id)
            .unwrap_or("")
    }

    /// Shows or hides a field. What is hidden keeps what was typed, and does not count.
    pub fn show(&mut self, name: &str, shown: bool) {
        if let Some(field) = self.field_mut(name) {
            field.shown = shown;
        }
    }

    /// Keeps every day what it meant when it was typed, now that it is later.
    pub fn keep_days(&mut self, begun: NaiveDateTime, typed: NaiveDateTime, now: NaiveDateTime) {
        for field in &mut self.fields {
            field.keep_day(begun, typed, now);
        }
    }

    /// Gives the focus to a field. Says whether it could.
    pub fn go_to(&mut self, name: &str) -> bool {
        let found = self
            .fields
            .iter()
            .position(|field| field.name == name && field.shown);
        if let Some(place) = found {
            self.focus = place;
        }
        found.is_some()
    }

    /// Asks for a move to the next field, made by [`Form::move_on`].
    pub fn will_move_on(&mut self) {
        self.moving = true;
    }

    /// Moves to the next field, if that was asked for.
    pub fn move_on(&mut self) {
        if std::mem::take(&mut self.moving) {
            self.step(true);
        }
    }

    /// Whether Enter would take a choice rather than go on.
    #[must_use]
    pub fn is_choosing(&self) -> bool {
        self.focused()
            .and_then(Field::picker)
            .is_some_and(Picker::is_choosing)
    }

    /// What was typed to choose and was not taken, in words: nothing typed is passed over in silence.
    #[must_use]
    pub fn untaken(&self) -> Vec<Problem> {
        let shown = self.fields.iter().filter(|field| field.shown);
        shown
            .filter_map(|field| {
                let say = field.picker()?.untaken()?;
                Some(Problem {
                    field: field.name,
                    say,
                })
            })
            .collect()
    }

    /// Gives the focus to the first field that is empty: what the form could fill in, it did.
    pub fn go_to_first_empty(&mut self) {
        let found = self
            .fields
            .iter()
            .position(|field| field.shown && field.is_empty());
        self.focus = found.unwrap_or(self.focus);
    }

    /// Moves the focus by one shown field, around the end.
    pub fn step(&mut self, forward: bool) {
        let count = self.fields.len();
        let mut place = self.focus;
        for _ in 0..count {
            place = if forward {
                (place + 1) % count
            } else {
                (place + count - 1) % count
            };
            if self.fields.get(place).is_some_and(|field| field.shown) {
                self.focus = place;
                return;
            }
        }
    }

    /// Takes what the rules refused, from the top of the form to its end, and goes to the first field that it
    /// names. What no field can mend comes before all.
    pub fn refuse(&mut self, mut problems: Vec<Problem>) {
        let place = |name| self.fields.iter().position(|field| field.name == name);
        problems.sort_by_key(|problem| place(problem.field));
        let first = problems
            .iter()
            .find(|problem| place(problem.field).is_some());
        if let Some(first) = first.map(|problem| problem.field) {
            self.go_to(first);
        }
        self.problems = problems;
        self.wrong = self
            .problems
            .iter()
            .filter_map(|problem| self.field(problem.field))
            .map(Field::reading)
            .collect();
        // Who was about to go on stays where something is missing.
        self.moving = false;
    }

    /// Says that something is wrong with a field.
    pub fn mark(&mut self, problem: Problem) {
        let name = problem.field;
        self.problems.retain(|other| other.field != name);
        self.problems.push(problem);
        self.wrong.retain(|(other, ..)| *other != name);
        let reading = self.field(name).map(Field::reading);
        self.wrong.extend(reading);
    }

    /// What was said about a field no longer holds: something else was put right.
    pub fn unmark(&mut self, name: &str, say: &str) {
        self.problems
            .retain(|problem| problem.field != name || problem.say != say);
    }

    /// What was said about a field no longer holds once the field reads otherwise, whoever changed it.
    pub fn settle_problems(&mut self) {
        let mut problems = std::mem::take(&mut self.problems);
        problems.retain(|problem| {
            let now = self.field(problem.field).map(Field::reading);
            let then = self.wrong.iter().find(|(name, ..)| *name == problem.field);
            now.as_ref() == then
        });
        self.problems = problems;
    }

    /// What the rules said about a field.
    #[must_use]
    pub fn problem(&self, name: &str) -> Option<&str> {
        self.problems
            .iter()
            .find(|problem| problem.field == name)
            .map(|problem| problem.say.as_str())
    }

    /// The values of the fields that are shown, by name.
    #[must_use]
    pub fn values(&self) -> Map<String, Value> {
        self.fields
            .iter()
            .filter(|field| field.shown)
            .map(|field| (field.name.to_owned(), field.value()))
            .collect()
    }

    /// The fields that are empty and mean "now".
    pub fn empty_moments(&self) -> impl Iterator<Item = &'static str> {
        let empty = self.fields.iter().filter(|field| {
            let text = field.edit().text().trim();
            field.shown && field.day == Some(Day::PastOrNow) && text.is_empty()
        });
        empty.map(|field| field.name)
    }

    /// The people who are named in it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let pickers = self.fields.iter().filter_map(Field::picker);
        let named = pickers.filter(|picker| picker.names_people());
        let chosen = named.flat_map(|picker| &picker.chosen);
        let typed = self.fields.iter().filter(|field| field.holds_name);
        chosen
            .map(|one| one.choice.label.as_str())
            .chain(typed.map(|field| field.edit().text()))
            .filter(|name| !name.is_empty())
    }

    /// Whether anything has been entered that would be lost.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        self.fields.iter().any(Field::is_touched)
    }
}
