//! Forms: fields, what is typed into them, and where the keys go. What each form asks is in the
//! files beside this one.

pub mod concern;
pub mod follow;
pub mod hits;
pub mod keys;
pub mod kind;
pub mod person;
pub mod picker;

use chrono::NaiveDateTime;
use serde_json::{Map, Value, json};

use super::action::Action;
use super::edit::TextEdit;
use crate::domain::decide::Problem;
use crate::domain::ids::Reference;
use crate::domain::when::{When, full_day, read_date, read_due, read_past};

pub use picker::{Choice, Chosen, Picker, Source};

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
    fn keep_day(&mut self, begun: NaiveDateTime, typed: NaiveDateTime, now: NaiveDateTime) {
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
    fn reading(&self) -> (&'static str, Value, String) {
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
