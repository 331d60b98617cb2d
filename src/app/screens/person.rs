//! The small form over a form: somebody who is in no list, or more about somebody chosen.

use serde_json::{Value, json};

use super::form::{at_hand, refresh};
use crate::app::action::Action;
use crate::app::form::hits;
use crate::app::form::keys::{clear_typed, leave, put, take_key};
use crate::app::form::picker::{Choice, Source};
use crate::app::form::{Field, Form, person};
use crate::app::message::Effect;
use crate::app::state::{Overlay, State};
use crate::domain::decide::Desk;
use crate::domain::vocabulary::List;

/// The small form with more about the person with the cursor, or the one chosen last.
pub(super) fn about_at_hand(form: &Form, desk: &Desk) -> Option<Form> {
    let picker = form.focused().and_then(Field::picker)?;
    let one = picker.chosen.get(picker.at_hand()?)?;
    if picker.source != Source::People {
        return None;
    }
    let known = |key| one.value.get(key).and_then(Value::as_str).unwrap_or("");
    let parts = desk
        .words
        .offered(List::Role)
        .map(|term| Choice::plain(&term.id, &term.label))
        .collect();
    let name = &one.choice.label;
    let mut about = person::details(name, known("part"), known(person::RELEVANT), parts);
    if known("adult").is_empty() {
        let listed = hits::listed(desk, &one.value);
        let send = listed.map_or("no", |pupil| hits::send_id(pupil.has_send, pupil.send));
        let said = known(person::SEND);
        person::ask_send(desk, &mut about, if said.is_empty() { send } else { said });
        about.go_to(person::SEND);
    }
    Some(about)
}

/// An action in the small form for somebody who is in no list.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let Some(Overlay::Person(form)) = state.overlays.last_mut() else {
        return Vec::new();
    };
    match action {
        Action::Cancel | Action::Back => {
            if clear_typed(form) {
                person::refresh(form);
                form.settle_problems();
            } else {
                state.overlays.pop();
            }
        }
        Action::Save => return done(state),
        // Enter on the last field is done, as in any small dialogue.
        Action::Accept if form.focus + 1 == form.fields.len() && !form.is_choosing() => {
            return done(state);
        }
        _ => {
            take_key(form, action);
            person::refresh(form);
            form.settle_problems();
            form.move_on();
            person::refresh(form);
        }
    }
    Vec::new()
}

/// Text in that small form.
pub fn typed(state: &mut State, text: &str) -> Vec<Effect> {
    if let Some(Overlay::Person(form)) = state.overlays.last_mut() {
        put(form, text);
        person::refresh(form);
        form.settle_problems();
    }
    Vec::new()
}

fn done(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Person(form)) = state.overlays.last_mut() else {
        return Vec::new();
    };
    leave(form);
    let untaken = form.untaken();
    if !untaken.is_empty() {
        form.refuse(untaken);
        person::refresh(form);
        return Vec::new();
    }
    if form.field(person::RELEVANT).is_some() {
        return about_done(state);
    }
    let (choice, mut value) = match person::done(form) {
        Ok(done) => done,
        Err(problem) => {
            form.refuse(vec![problem]);
            return Vec::new();
        }
    };
    state.overlays.pop();
    let Some((screen, desk)) = at_hand(&mut state.screens, state.opened.as_deref(), state.now)
    else {
        return Vec::new();
    };
    if let Some(picker) = screen.form.focused_mut().and_then(Field::picker_mut) {
        hits::give_part(picker, &mut value);
        picker.choose(choice, value);
    }
    screen.unsealed = Some(desk.now);
    refresh(screen.kind, &desk, &mut screen.form);
    Vec::new()
}

/// What was said about the person goes with them.
fn about_done(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Person(about)) = state.overlays.pop() else {
        return Vec::new();
    };
    let Some((screen, desk)) = at_hand(&mut state.screens, state.opened.as_deref(), state.now)
    else {
        return Vec::new();
    };
    if let Some(picker) = screen.form.focused_mut().and_then(Field::picker_mut)
        && let Some(place) = picker.at_hand()
    {
        picker.will_change();
        if let Some(one) = picker.chosen.get_mut(place)
            && let Some(value) = one.value.as_object_mut()
        {
            if let Some(send) = person::send_said(&about) {
                value.insert(person::SEND.to_owned(), json!(send));
                one.choice.detail = hits::with_send(&one.choice.detail, send);
            }
            let part = about.chosen("part");
            if !part.is_empty() {
                value.insert("part".to_owned(), json!(part));
            }
            value.insert(
                person::RELEVANT.to_owned(),
                json!(about.text(person::RELEVANT).trim()),
            );
        }
    }
    screen.unsealed = Some(desk.now);
    refresh(screen.kind, &desk, &mut screen.form);
    Vec::new()
}
