//! What keys do inside a form.

use serde_json::{Value, json};

use super::hits::{ADULT, NEW_PUPIL, give_part, pupil_value};
use super::{Choice, Field, Form, Input, Picker, Source, person};
use crate::app::action::Action;
use crate::app::edit::Motion;
use crate::app::update::edit;
use crate::domain::decide::Problem;
use crate::domain::people::Part;
use crate::domain::status::by_id;

/// Puts text into the field that has the focus.
pub fn put(form: &mut Form, text: &str) {
    if let Some(field) = form.focused_mut() {
        let mut chars = text.chars();
        // A character that was typed joins its word for undo; what was pasted is a step of its own.
        match (chars.next(), chars.next()) {
            (Some(c), None) => field.edit_mut().insert(c),
            _ => field.edit_mut().insert_str(text),
        };
        if let Input::Pick(picker) = &mut field.input {
            picker.active = !picker.typing.is_empty();
            picker.cursor = 0;
            picker.on = None;
        }
    }
}

/// What a key does inside a form. Answers with a form for somebody who is in no list, when one
/// was asked for.
pub fn take_key(form: &mut Form, action: Action) -> Option<Form> {
    if let Some(name) = jump(form, action) {
        if leave(form) {
            form.go_to(name);
        }
        return None;
    }
    match action {
        Action::NextField if leave(form) => form.will_move_on(),
        Action::PreviousField if leave(form) => form.step(false),
        Action::NextField | Action::PreviousField => {}
        Action::Accept => return accept(form),
        Action::ChangeRole => change_part(form),
        _ => {
            let field = form.focused_mut()?;
            match &mut field.input {
                Input::Pick(picker) => pick_key(picker, action),
                Input::Long(text) => {
                    let window = text.window();
                    match action {
                        Action::Up => drop(text.go(Motion::Up, window)),
                        Action::Down => drop(text.go(Motion::Down, window)),
                        Action::PageUp => drop(text.go(Motion::PageUp, window)),
                        Action::PageDown => drop(text.go(Motion::PageDown, window)),
                        _ => drop(edit(text, action)),
                    }
                }
                Input::Line(text) | Input::Secret(text) => match action {
                    Action::Up => form.step(false),
                    Action::Down => form.step(true),
                    _ => {
                        edit(text, action);
                    }
                },
            }
        }
    }
    None
}

fn jump(form: &Form, action: Action) -> Option<&'static str> {
    form.fields
        .iter()
        .find(|field| field.jump == Some(action) && field.shown)
        .map(|field| field.name)
}

fn pick_key(picker: &mut Picker, action: Action) {
    match action {
        Action::Up if picker.move_on_chosen(true) => {}
        Action::Down if picker.move_on_chosen(false) => {}
        Action::Up => picker.move_by(-1),
        // Where the line that Enter takes does not show yet, the first press shows it.
        Action::Down if !picker.active && picker.several => {
            picker.active = true;
            picker.cursor = 0;
        }
        Action::Down if !picker.active && !picker.chosen.is_empty() => {
            let at = picker
                .hits
                .iter()
                .position(|hit| Some(hit.id.as_str()) == picker.id());
            picker.cursor = at.unwrap_or(0);
            picker.move_by(1);
        }
        Action::Down => picker.move_by(1),
        Action::PageUp => picker.move_by(-4),
        Action::PageDown => picker.move_by(4),
        Action::Backspace if picker.typing.is_empty() => picker.take_back(),
        Action::RemoveItem => picker.take_back(),
        // What was typed is undone first, then what was chosen.
        Action::Undo if picker.typing.is_empty() => picker.undo(),
        Action::Redo if picker.typing.is_empty() => picker.redo(),
        _ => {
            if edit(&mut picker.typing, action) {
                picker.active = !picker.typing.is_empty();
                picker.cursor = 0;
            }
        }
    }
}

/// Enter: a new line in a long text, the choice under the cursor, or on to the next field.
fn accept(form: &mut Form) -> Option<Form> {
    let field = form.focused_mut()?;
    match &mut field.input {
        Input::Long(text) => {
            text.insert_str("\n");
            None
        }
        Input::Line(_) | Input::Secret(_) => {
            form.will_move_on();
            None
        }
        Input::Pick(picker) => {
            if let Some(nothing) = picker.untaken().filter(|_| picker.hits.is_empty()) {
                let field = field.name;
                form.mark(Problem {
                    field,
                    say: nothing,
                });
                return None;
            }
            let several = picker.several;
            if !picker.is_choosing() {
                form.will_move_on();
                return None;
            }
            let unknown = choose(form);
            if unknown.is_none() && !several {
                form.will_move_on();
            }
            unknown
        }
    }
}

/// Whether the field with the focus can be left. Only Enter takes the marked line; what was typed in
/// full needs none. What was typed and means nothing yet is neither taken nor hidden: one stays, and is told.
pub fn leave(form: &mut Form) -> bool {
    let Some(field) = form.focused_mut() else {
        return true;
    };
    let name = field.name;
    let Some(picker) = field.picker_mut() else {
        return true;
    };
    let Some(say) = picker.untaken() else {
        picker.settle();
        return true;
    };
    if let Some(named) = picker.named().cloned() {
        take(picker, named);
        return true;
    }
    form.mark(Problem { field: name, say });
    false
}

/// Clears what was typed to choose. Says whether anything was.
pub fn clear_typed(form: &mut Form) -> bool {
    match form.focused_mut().and_then(Field::picker_mut) {
        Some(picker) if !picker.typing.is_empty() => {
            picker.settle();
            true
        }
        _ => false,
    }
}

/// Takes the choice under the cursor. Somebody who is in no list is asked about first.
fn choose(form: &mut Form) -> Option<Form> {
    let picker = form.focused_mut().and_then(Field::picker_mut)?;
    let choice = picker.at_cursor().cloned()?;
    let typed = picker.typing.text().trim().to_owned();
    match (&picker.source, choice.id.as_str()) {
        (Source::People, NEW_PUPIL) => return Some(person::pupil(&typed)),
        (Source::People, ADULT) => return Some(person::adult(&typed)),
        _ => take(picker, choice),
    }
    None
}

fn take(picker: &mut Picker, choice: Choice) {
    let mut value = match picker.source {
        Source::People => pupil_value(&choice),
        Source::Reporters => json!(choice.label),
        _ => json!(choice.id),
    };
    give_part(picker, &mut value);
    picker.choose(choice, value);
}

/// The next part for the person with the cursor, or the one chosen last.
fn change_part(form: &mut Form) {
    let Some(picker) = form.focused_mut().and_then(Field::picker_mut) else {
        return;
    };
    if picker.source != Source::People || !picker.several {
        return;
    }
    let Some(place) = picker.at_hand() else {
        return;
    };
    picker.will_change();
    if let Some(one) = picker.chosen.get_mut(place) {
        let now = one.value.get("part").and_then(Value::as_str).unwrap_or("");
        let at = by_id(&Part::ALL, Part::id, now)
            .and_then(|part| Part::ALL.iter().position(|other| *other == part))
            .unwrap_or(0);
        let next = Part::ALL.iter().cycle().nth(at + 1).copied();
        if let (Some(next), Some(value)) = (next, one.value.as_object_mut()) {
            value.insert("part".to_owned(), json!(next.id()));
        }
    }
}
