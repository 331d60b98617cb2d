//! The locked vault: a name and a passphrase.

use chrono::{DateTime, Duration, FixedOffset};
use zeroize::Zeroizing;

use super::setup;
use crate::app::action::Action;
use crate::app::form::{Choice, Field, Form, Input, Picker};
use crate::app::message::Effect;
use crate::app::page::Page;
use crate::app::state::{Screen, State, Unlock, Working};
use crate::app::update::edit;
use crate::domain::folded::folded;
use crate::domain::people::{Author, role_words};

impl Unlock {
    /// The screen with the first person chosen; with only one, the passphrase has the focus.
    #[must_use]
    pub fn new(people: &[Author]) -> Self {
        let mut who = Picker::one_of(
            people
                .iter()
                .map(|person| Choice {
                    id: person.id.clone(),
                    label: person.name.clone(),
                    detail: role_words(&person.role).to_owned(),
                })
                .collect(),
        );
        if let Some(first) = who.hits.first().cloned() {
            let value = serde_json::json!(first.id);
            who.choose(first, value);
        }
        let mut form = Form::new(
            "Unlock",
            vec![
                Field::pick("person", "Name", who),
                Field::secret("passphrase", "Passphrase"),
                Field::line("key_file", "Key file")
                    .hint("Where it is: E:\\daybook.key or /media/usb/daybook.key")
                    .hidden(),
            ],
        );
        if people.len() == 1 {
            form.go_to("passphrase");
        }
        Self {
            form,
            problem: None,
            notices: Vec::new(),
            wait: None,
            failures: 0,
            demo: false,
        }
    }
}

impl Unlock {
    /// Chooses a person by id or name, if there is such a one.
    pub fn choose(&mut self, user: &str) {
        let asked = user.to_lowercase();
        let Some(picker) = self.form.field_mut("person").and_then(Field::picker_mut) else {
            return;
        };
        let found = picker
            .hits
            .iter()
            .find(|hit| hit.id == asked || hit.label.to_lowercase() == asked)
            .cloned();
        if let Some(choice) = found {
            let value = serde_json::json!(choice.id);
            picker.choose(choice, value);
            self.form.go_to("passphrase");
        }
    }
}

/// Wrong passphrases that cost no waiting: fingers slip.
const FREE: u32 = 3;
/// The longest wait, in seconds.
const LONGEST: i64 = 60;

/// The passphrase was wrong. After a few the next try has to wait, each time twice as long.
pub fn failed(screen: &mut Unlock, why: String, now: DateTime<FixedOffset>) {
    screen.failures = screen.failures.saturating_add(1);
    let over = screen.failures.saturating_sub(FREE);
    screen.problem = Some(why);
    if over > 0 {
        let seconds = 1_i64
            .checked_shl(over.min(16))
            .unwrap_or(LONGEST)
            .min(LONGEST);
        screen.wait = Some(now + Duration::seconds(seconds));
        if let Some(problem) = &mut screen.problem {
            problem.push_str(&format!(" The next try can be made in {seconds} seconds."));
        }
    }
}

/// The slot asks for its key file: the field for it is shown, and what was typed has to be typed again.
pub fn ask_key_file(screen: &mut Unlock, why: String) {
    screen.problem = Some(why);
    screen.form.show("key_file", true);
    screen.form.go_to("passphrase");
}

/// Takes an action.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let now = state.now;
    let Some(Screen::Unlock(screen)) = state.screens.last_mut() else {
        return Vec::new();
    };
    match action {
        Action::Accept => {
            if screen.form.focused().is_some_and(|f| f.name == "person") {
                take_name(&mut screen.form);
                screen.form.go_to("passphrase");
                return Vec::new();
            }
            if let Some(until) = screen.wait.filter(|until| now < *until) {
                screen.problem = Some(format!(
                    "Several wrong passphrases: wait {} seconds.",
                    ((until - now).num_milliseconds() + 999) / 1000
                ));
                return Vec::new();
            }
            let asks_for_file = screen.form.field("key_file").is_some_and(|f| f.shown);
            let at_file = screen.form.focused().is_some_and(|f| f.name == "key_file");
            if asks_for_file && !at_file && screen.form.text("key_file").is_empty() {
                screen.form.go_to("key_file");
                return Vec::new();
            }
            let person = screen.form.chosen("person").to_owned();
            let passphrase = Zeroizing::new(screen.form.text("passphrase").to_owned());
            if passphrase.is_empty() && !screen.demo {
                screen.problem = Some("Type your passphrase.".to_owned());
                return Vec::new();
            }
            screen.problem = None;
            if let Some(field) = screen.form.field_mut("passphrase") {
                field.edit_mut().set_text("");
            }
            state.working = Some(Working::waited_for("Opening the vault", now));
            let key_file = match asks_for_file {
                true => screen.form.text("key_file").trim().to_owned(),
                false => String::new(),
            };
            vec![Effect::Unlock {
                person,
                passphrase,
                key_file,
            }]
        }
        Action::Recover => {
            let page = Page::recover(&state.people, screen.form.chosen("person"));
            super::page::open(state, page);
            Vec::new()
        }
        Action::Cancel if screen.demo => {
            state.people.clear();
            setup::leave(state)
        }
        Action::Cancel => {
            screen.problem = None;
            if let Some(field) = screen.form.field_mut("passphrase") {
                field.edit_mut().set_text("");
            }
            Vec::new()
        }
        Action::NextField | Action::PreviousField => {
            take_name(&mut screen.form);
            screen.form.step(action == Action::NextField);
            Vec::new()
        }
        Action::Up | Action::Down => {
            let by = if action == Action::Down { 1 } else { -1 };
            if let Some(field) = screen.form.field_mut("person")
                && let Some(picker) = field.picker_mut()
            {
                let at = picker
                    .hits
                    .iter()
                    .position(|hit| Some(hit.id.as_str()) == picker.id());
                picker.cursor = at.unwrap_or(0);
                picker.move_by(by);
            }
            take_name(&mut screen.form);
            Vec::new()
        }
        _ => {
            if let Some(field) = screen.form.focused_mut() {
                edit(field.edit_mut(), action);
            }
            Vec::new()
        }
    }
}

/// Text goes into the passphrase; into the name it finds a person.
pub fn typed(screen: &mut Unlock, text: &str) {
    let Some(field) = screen.form.focused_mut() else {
        return;
    };
    field.edit_mut().insert_str(text);
    if let Input::Pick(picker) = &mut field.input {
        let asked = folded(picker.typing.text());
        let found = picker
            .hits
            .iter()
            .position(|hit| folded(&hit.label).contains(&asked));
        if let Some(place) = found {
            picker.cursor = place;
            picker.active = true;
        }
    }
}

fn take_name(form: &mut Form) {
    let Some(picker) = form.field_mut("person").and_then(Field::picker_mut) else {
        return;
    };
    if picker.active
        && let Some(choice) = picker.at_cursor().cloned()
    {
        let value = serde_json::json!(choice.id);
        picker.choose(choice, value);
    }
}
