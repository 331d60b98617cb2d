//! A form under the hands: where the keys go, and what saving does.

use chrono::{DateTime, FixedOffset};

use super::drafts;
use super::person::about_at_hand;
use crate::app::action::Action;
use crate::app::form::hits;
use crate::app::form::keys::{clear_typed, leave, put, take_key};
use crate::app::form::kind::FormKind;
use crate::app::form::{Form, concern, follow, person};
use crate::app::message::{Effect, Purpose};
use crate::app::state::{Busy, FormScreen, Opened, Overlay, Screen, State};
use crate::domain::decide::{Decided, Desk, Problem, Refused};
use crate::domain::when::{When, read_past};

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
        Action::Notices => {
            read_notices(state);
            return Vec::new();
        }
        _ => {}
    }
    let Some((screen, desk)) = at_hand(&mut state.screens, state.opened.as_deref(), state.now)
    else {
        return Vec::new();
    };
    if screen.busy.is_some() {
        return Vec::new();
    }
    if action == Action::EditPerson {
        if let Some(about) = about_at_hand(&screen.form, &desk) {
            state.overlays.push(Overlay::Person(Box::new(about)));
        }
        return Vec::new();
    }
    let left = screen.form.focus;
    let unknown = take_key(&mut screen.form, action);
    screen.unsealed = Some(desk.now);
    refresh(screen.kind, &desk, &mut screen.form);
    screen.form.settle_problems();
    screen.form.move_on();
    hits::refresh(&desk, &mut screen.form);
    let misread = misread(&mut screen.form, left, &desk);
    if let Some(mut unknown) = unknown {
        if unknown.field("year").is_some() {
            person::ask_send(&desk, &mut unknown, "no");
        }
        state.overlays.push(Overlay::Person(Box::new(unknown)));
    }
    if let Some(say) = misread {
        state.warn(say);
    }
    Vec::new()
}

/// A day that is none, or that cannot be, is said as soon as one has left its field, not when all is to be saved.
fn misread(form: &mut Form, left: usize, desk: &Desk) -> Option<String> {
    if form.focus == left {
        return None;
    }
    let field = form.fields.get(left)?;
    let problem = match field.misread(desk.now.naive_local()) {
        Some(problem) => problem,
        None if matches!(field.name, "happened" | "reported") => {
            concern::told_too_early(desk, form)?
        }
        None => return None,
    };
    let label = form.field(problem.field).map_or("", |field| field.label);
    let say = format!("{label}: {}", problem.say);
    form.mark(problem);
    Some(say)
}

/// Text goes into the field that has the focus.
pub fn typed(state: &mut State, text: &str) -> Vec<Effect> {
    let Some((screen, desk)) = at_hand(&mut state.screens, state.opened.as_deref(), state.now)
    else {
        return Vec::new();
    };
    if screen.busy.is_some() {
        return Vec::new();
    }
    put(&mut screen.form, text);
    screen.unsealed = Some(desk.now);
    refresh(screen.kind, &desk, &mut screen.form);
    screen.form.settle_problems();
    Vec::new()
}

/// Checks what was entered, says everything that is missing, or appends it.
fn save(state: &mut State) -> Vec<Effect> {
    let Some((screen, desk)) = at_hand(&mut state.screens, state.opened.as_deref(), state.now)
    else {
        return Vec::new();
    };
    if screen.busy.is_some() {
        return Vec::new();
    }
    leave(&mut screen.form);
    refresh(screen.kind, &desk, &mut screen.form);
    let decided = match decide(&desk, screen) {
        Ok(decided) => decided,
        Err(fault) => {
            state.warn(fault);
            return Vec::new();
        }
    };
    match decided {
        Ok(decided) => {
            screen.busy = Some(Busy::Saving);
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

/// What the rules say of the form. What was typed to choose and not taken is no answer, and neither is
/// silence about what the form is for.
fn decide(desk: &Desk, screen: &FormScreen) -> Result<Result<Decided, Refused>, String> {
    let (kind, form) = (screen.kind, &screen.form);
    if let FormKind::Follow(follow, _) = kind
        && let Some(problem) = follow::unanswered(follow, form)
    {
        let problems = vec![problem];
        return Ok(Err(Refused { problems }));
    }
    let decided = desk.decide(&kind.command(form, moment(desk, screen))?);
    let mut problems = form.untaken();
    if problems.is_empty() {
        return Ok(decided);
    }
    if let Err(refused) = decided {
        let other = |problem: &Problem| problems.iter().all(|own| own.field != problem.field);
        let others: Vec<_> = refused.problems.into_iter().filter(other).collect();
        problems.extend(others);
    }
    Ok(Err(Refused { problems }))
}

/// When what the form says to be "now" was: when it was begun, however long the writing took. What happened only
/// while it was being written is not told before it happened, and a clock that was set back is no time to come.
fn moment(desk: &Desk, screen: &FormScreen) -> When {
    let now = desk.now.naive_local();
    let begun = When::exact(screen.begun.naive_local().min(now));
    let happened = read_past(screen.form.text("happened"), now).ok();
    let later = happened.and_then(When::earliest) > begun.latest();
    if later { When::exact(now) } else { begun }
}

/// Why it was not saved. The field that has the focus says what it lacks; more than one are counted.
fn not_saved(form: &Form) -> String {
    let nowhere = form.problems.iter().find(|p| form.field(p.field).is_none());
    match (nowhere, form.problems.len()) {
        (Some(problem), _) => format!("Not saved yet. {}", problem.say),
        (None, 1) => "Not saved yet: one thing to put right, marked !.".to_owned(),
        (None, many) => format!("Not saved yet: {many} things to put right, each marked !."),
    }
}

/// Everything that the form has to say, to be read in full.
fn read_notices(state: &mut State) {
    let Some(Screen::Form(screen)) = state.screens.last() else {
        return;
    };
    let lines = screen.form.advice.clone();
    if lines.is_empty() {
        state.say("This form has nothing to say now.");
    } else {
        let title = "What this form says".to_owned();
        state.overlays.push(Overlay::Read { title, lines });
    }
}

/// Leaves the form, after asking what is to become of what was typed. What was typed to choose goes first.
fn cancel(state: &mut State) -> Vec<Effect> {
    let Some((screen, desk)) = at_hand(&mut state.screens, state.opened.as_deref(), state.now)
    else {
        return Vec::new();
    };
    if screen.busy.is_some() {
        return Vec::new();
    }
    if clear_typed(&mut screen.form) {
        screen.unsealed = Some(desk.now);
        refresh(screen.kind, &desk, &mut screen.form);
        screen.form.settle_problems();
        return Vec::new();
    }
    if screen.form.is_touched() {
        drafts::ask_to_leave(state);
        return Vec::new();
    }
    drafts::drop_form(state)
}
