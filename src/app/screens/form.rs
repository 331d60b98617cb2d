//! A form under the hands: where the keys go, and what saving does.

use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

use crate::app::action::Action;
use crate::app::edit::Motion;
use crate::app::form::hits::{self, ADULT, NEW_PUPIL, next_part, pupil_value};
use crate::app::form::kind::FormKind;
use crate::app::form::picker::{Choice, Picker, Source};
use crate::app::form::{Field, Form, Input, concern, follow, person};
use crate::app::message::{Effect, Purpose};
use crate::app::state::{FormScreen, Opened, Overlay, Question, Screen, State, Then};
use crate::app::update::edit;
use crate::domain::decide::Desk;
use crate::domain::people::Part;
use crate::domain::status::by_id;
use crate::domain::vocabulary::{List, Vocabulary};

/// The form on the screen, and the rules.
fn at_hand<'s>(
    screens: &'s mut [Screen],
    opened: Option<&'s Opened>,
    now: DateTime<FixedOffset>,
) -> Option<(&'s mut FormScreen, Desk<'s>)> {
    match (screens.last_mut(), opened) {
        (Some(Screen::Form(screen)), Some(opened)) => Some((screen, opened.desk(now))),
        _ => None,
    }
}

/// What the form suggests, shows and offers after a change.
pub fn refresh(kind: FormKind, desk: &Desk, form: &mut Form) {
    match kind {
        FormKind::Concern => concern::refresh(desk, form),
        FormKind::Follow(kind, reference) => {
            if let Some(case) = desk.school.cases.get(&reference) {
                follow::refresh(kind, desk, case, form);
            }
        }
    }
    hits::refresh(desk, form);
}

/// Takes an action.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Save => return save(state),
        Action::Cancel | Action::Back => return cancel(state),
        _ => {}
    }
    let Some((screen, desk)) = at_hand(&mut state.screens, state.opened.as_deref(), state.now)
    else {
        return Vec::new();
    };
    if screen.saving {
        return Vec::new();
    }
    if action == Action::EditPerson {
        if let Some(about) = about_last(&screen.form, desk.words) {
            state.overlays.push(Overlay::Person(Box::new(about)));
        }
        return Vec::new();
    }
    let before = screen
        .form
        .focused()
        .map(|field| (field.name, field.value()));
    let unknown = take_key(&mut screen.form, action);
    screen.form.settle_problem(before);
    screen.unsealed = Some(desk.now);
    refresh(screen.kind, &desk, &mut screen.form);
    screen.form.move_on();
    hits::refresh(&desk, &mut screen.form);
    if let Some(unknown) = unknown {
        state.overlays.push(Overlay::Person(Box::new(unknown)));
    }
    Vec::new()
}

/// Text goes into the field that has the focus.
pub fn typed(state: &mut State, text: &str) -> Vec<Effect> {
    let Some((screen, desk)) = at_hand(&mut state.screens, state.opened.as_deref(), state.now)
    else {
        return Vec::new();
    };
    if screen.saving {
        return Vec::new();
    }
    let before = screen
        .form
        .focused()
        .map(|field| (field.name, field.value()));
    put(&mut screen.form, text);
    screen.form.settle_problem(before);
    screen.unsealed = Some(desk.now);
    refresh(screen.kind, &desk, &mut screen.form);
    Vec::new()
}

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
        }
    }
}

/// What a key does inside a form. Answers with a form for somebody who is in no list, when one
/// was asked for.
pub fn take_key(form: &mut Form, action: Action) -> Option<Form> {
    if let Some(name) = jump(form, action) {
        let unknown = leave(form);
        form.go_to(name);
        return unknown;
    }
    match action {
        // What fits nothing is not silently left behind.
        Action::NextField if form.is_stuck() => return None,
        Action::NextField => {
            let unknown = leave(form);
            if unknown.is_none() {
                form.will_move_on();
            }
            return unknown;
        }
        Action::PreviousField => form.step(false),
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
            let several = picker.several;
            let chooses = picker.active || (!several && picker.chosen.is_empty());
            if !chooses {
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

/// Leaving a picker with something typed takes the best hit: what one sees is what one gets.
fn leave(form: &mut Form) -> Option<Form> {
    let active = form
        .focused()
        .and_then(Field::picker)
        .is_some_and(|picker| picker.active);
    if active { choose(form) } else { None }
}

/// Takes the choice under the cursor. Somebody who is in no list is asked about first.
fn choose(form: &mut Form) -> Option<Form> {
    let picker = form.focused_mut().and_then(Field::picker_mut)?;
    let choice = picker.at_cursor().cloned()?;
    let typed = picker.typing.text().trim().to_owned();
    match (&picker.source, choice.id.as_str()) {
        (Source::People, NEW_PUPIL) => return Some(person::pupil(&typed)),
        (Source::People, ADULT) => return Some(person::adult(&typed)),
        (Source::People, _) => {
            let value = pupil_value(&choice, next_part(picker));
            picker.choose(choice, value);
        }
        (Source::Reporters, _) => {
            let job = choice.detail.clone();
            let value = json!(choice.label);
            picker.choose(choice, value);
            if let Some(field) = form.field_mut("reporter_job")
                && field.is_empty()
                && job != hits::NEW_NAME
            {
                field.set(&json!(job));
            }
        }
        _ => {
            let value = json!(choice.id);
            picker.choose(choice, value);
        }
    }
    None
}

/// The next part for the person chosen last.
fn change_part(form: &mut Form) {
    let Some(picker) = form.focused_mut().and_then(Field::picker_mut) else {
        return;
    };
    if picker.source != Source::People {
        return;
    }
    picker.will_change();
    if let Some(one) = picker.chosen.last_mut() {
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

/// The small form with more about the person chosen last.
fn about_last(form: &Form, words: &Vocabulary) -> Option<Form> {
    let picker = form.focused().and_then(Field::picker)?;
    let one = picker.chosen.last()?;
    if picker.source != Source::People {
        return None;
    }
    let known = |key| one.value.get(key).and_then(Value::as_str).unwrap_or("");
    let parts = words
        .offered(List::Role)
        .map(|term| Choice::plain(&term.id, &term.label))
        .collect();
    Some(person::details(
        &one.choice.label,
        known("part"),
        known("relevant"),
        parts,
    ))
}

/// Checks what was entered, says everything that is missing, or appends it.
fn save(state: &mut State) -> Vec<Effect> {
    let Some((screen, desk)) = at_hand(&mut state.screens, state.opened.as_deref(), state.now)
    else {
        return Vec::new();
    };
    if screen.saving {
        return Vec::new();
    }
    if let Some(unknown) = leave(&mut screen.form) {
        state.overlays.push(Overlay::Person(Box::new(unknown)));
        return Vec::new();
    }
    refresh(screen.kind, &desk, &mut screen.form);
    let decided = match screen.kind.command(&screen.form) {
        Ok(command) => desk.decide(&command),
        Err(fault) => {
            state.warn(fault);
            return Vec::new();
        }
    };
    match decided {
        Ok(decided) => {
            screen.saving = true;
            screen.form.problems.clear();
            let purpose = Purpose::Form {
                reference: decided.reference,
                say: decided.say,
                new: screen.kind == FormKind::Concern,
            };
            state.toast = None;
            vec![Effect::Append {
                facts: decided.facts,
                purpose,
            }]
        }
        Err(refused) => {
            screen.form.refuse(refused.problems);
            hits::refresh(&desk, &mut screen.form);
            let say = not_saved(&screen.form);
            state.warn(say);
            Vec::new()
        }
    }
}

/// Why it was not saved. The field that has the focus says what it lacks; more than one are counted.
fn not_saved(form: &Form) -> String {
    let nowhere = form.problems.iter().find(|p| form.field(p.field).is_none());
    match (nowhere, form.problems.as_slice()) {
        (Some(problem), _) | (None, [problem]) => format!("Not saved yet. {}", problem.say),
        (None, problems) => format!(
            "Not saved yet: {} things are missing; ! marks each of them.",
            problems.len()
        ),
    }
}

/// Leaves the form; what was typed is dropped only after a yes.
fn cancel(state: &mut State) -> Vec<Effect> {
    let Some(Screen::Form(screen)) = state.screens.last() else {
        return Vec::new();
    };
    if screen.saving {
        return Vec::new();
    }
    if screen.form.is_touched() {
        state.overlays.push(Overlay::Confirm(Question {
            ask: "Leave without saving? What was typed here will be gone.".to_owned(),
            yes: "leave",
            no: "go on writing",
            then: Then::DropForm,
        }));
        return Vec::new();
    }
    let drafted = screen.drafted;
    state.screens.pop();
    if drafted {
        vec![Effect::DropDraft]
    } else {
        Vec::new()
    }
}

/// An action in the small form for somebody who is in no list.
pub fn person_act(state: &mut State, action: Action) -> Vec<Effect> {
    let Some(Overlay::Person(form)) = state.overlays.last_mut() else {
        return Vec::new();
    };
    match action {
        Action::Cancel | Action::Back => {
            state.overlays.pop();
            return Vec::new();
        }
        Action::Save => return person_done(state),
        // Enter on the last field is done, as in any small dialogue.
        Action::Accept if form.focus + 1 == form.fields.len() => return person_done(state),
        _ => {
            take_key(form, action);
            form.move_on();
            person::refresh(form);
        }
    }
    Vec::new()
}

/// Text in that small form.
pub fn person_typed(state: &mut State, text: &str) -> Vec<Effect> {
    if let Some(Overlay::Person(form)) = state.overlays.last_mut() {
        put(form, text);
        person::refresh(form);
    }
    Vec::new()
}

fn person_done(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Person(form)) = state.overlays.last_mut() else {
        return Vec::new();
    };
    leave(form);
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
        let part = next_part(picker);
        if let Some(value) = value.as_object_mut() {
            value.insert("part".to_owned(), json!(part.id()));
        }
        picker.choose(choice, value);
    }
    screen.unsealed = Some(desk.now);
    refresh(screen.kind, &desk, &mut screen.form);
    Vec::new()
}

/// What was said about the person chosen last goes with them.
fn about_done(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Person(about)) = state.overlays.pop() else {
        return Vec::new();
    };
    let Some((screen, desk)) = at_hand(&mut state.screens, state.opened.as_deref(), state.now)
    else {
        return Vec::new();
    };
    if let Some(picker) = screen.form.focused_mut().and_then(Field::picker_mut) {
        picker.will_change();
        if let Some(value) = picker
            .chosen
            .last_mut()
            .and_then(|one| one.value.as_object_mut())
        {
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
