//! The locked vault: a name and a passphrase.

use zeroize::Zeroizing;

use super::setup;
use crate::app::action::Action;
use crate::app::form::{Choice, Field, Form, Input, Picker};
use crate::app::message::Effect;
use crate::app::state::{Screen, State, Unlock, Working};
use crate::app::update::edit;
use crate::domain::people::Author;

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
                    detail: person.role.clone(),
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
            ],
        );
        if people.len() == 1 {
            form.go_to("passphrase");
        }
        Self {
            form,
            problem: None,
            notices: Vec::new(),
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
            state.working = Some(Working {
                what: "Opening the vault".to_owned(),
                since: now,
                progress: None,
                blocks: true,
            });
            vec![Effect::Unlock { person, passphrase }]
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
        let asked = picker.typing.text().to_lowercase();
        let found = picker
            .hits
            .iter()
            .position(|hit| hit.label.to_lowercase().contains(&asked));
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
