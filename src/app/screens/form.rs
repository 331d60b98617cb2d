//! A form under the hands: where the keys go, and what saving does.

use chrono::{DateTime, FixedOffset};

use super::person::about_last;
use crate::app::action::Action;
use crate::app::form::hits;
use crate::app::form::keys::{leave, put, take_key};
use crate::app::form::kind::FormKind;
use crate::app::form::{Form, concern, follow};
use crate::app::message::{Effect, Purpose};
use crate::app::state::{FormScreen, Opened, Overlay, Question, Screen, State, Then};
use crate::domain::decide::Desk;

/// The form on the screen, and the rules.
pub(super) fn at_hand<'s>(
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

/// Time has passed since `then`: what was typed before goes on meaning what it meant, `yesterday` over midnight and
/// `20 minutes ago` while the account is written.
pub fn time_passed(state: &mut State, then: DateTime<FixedOffset>) {
    let minute = |at: DateTime<FixedOffset>| at.timestamp().div_euclid(60);
    if minute(then) == minute(state.now) {
        return;
    }
    if let Some((screen, desk)) = at_hand(&mut state.screens, state.opened.as_deref(), state.now) {
        let now = desk.now.naive_local();
        screen
            .form
            .keep_days(screen.begun.naive_local(), then.naive_local(), now);
        refresh(screen.kind, &desk, &mut screen.form);
    }
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
