//! The only place where the state changes: what happened goes in, what to do comes out. Pure, so
//! that a test can play a whole session.

use chrono::{DateTime, FixedOffset};

use super::action::Action;
use super::edit::{Erase, Motion, TextEdit};
use super::message::{Effect, Message};
use super::screens::sheet as sheets;
use super::screens::{
    calendar, case, cases, chronology, cover, drafts, form, ledger, page, person, roster, setup,
    summary, today, unlock,
};
use super::state::{Menu, Overlay, Question, Screen, State, Then, Unlock};
use super::{answer, assurance};
use super::{choose, draft::Draft, menu, queue, reading, search, several, sheet};

/// Takes one message.
pub fn update(state: &mut State, message: Message, now: DateTime<FixedOffset>) -> Vec<Effect> {
    let then = std::mem::replace(&mut state.now, now);
    if state.ending {
        return Vec::new();
    }
    // A clock that was set back does not put the lock off.
    state.last_input = state.last_input.min(now);
    form::time_passed(state, then);
    let mut effects = take(state, message);
    effects.extend(several::write(state, false));
    state.settle_toast();
    reading::watch(state);
    sheet::freshen(state);
    queue::freshen(state);
    search::freshen(state);
    today::count(state);
    effects
}

fn take(state: &mut State, message: Message) -> Vec<Effect> {
    match message {
        Message::Tick => tick(state),
        Message::Resize(columns, rows) => {
            state.size = (columns, rows);
            Vec::new()
        }
        Message::Answer(answer) => answer::take(state, answer),
        Message::Shutdown => shut_down(state),
        Message::Pending(keys) => {
            touched(state);
            state.pending = keys;
            Vec::new()
        }
        Message::Unbound(key) => {
            if touched(state) {
                return Vec::new();
            }
            unbound(state, &key)
        }
        Message::Act(action) => {
            if touched(state) {
                return Vec::new();
            }
            act(state, action)
        }
        Message::Type(text) | Message::Paste(text) => {
            if touched(state) {
                return Vec::new();
            }
            typed(state, &text)
        }
    }
}

/// A person did something. Says whether that was only to bring a blanked screen back.
fn touched(state: &mut State) -> bool {
    state.last_input = state.now;
    state.pending = None;
    if state.toast.as_ref().is_some_and(|toast| toast.bad) {
        state.toast = None;
    }
    std::mem::take(&mut state.blank)
}

fn unbound(state: &mut State, key: &str) -> Vec<Effect> {
    if matches!(state.overlays.last(), Some(Overlay::Read { .. })) {
        state.overlays.pop();
        return Vec::new();
    }
    let help = state.keys.first(Action::Help).unwrap_or_default();
    state.say(format!("{key} does nothing here. {help} shows what does."));
    Vec::new()
}

fn tick(state: &mut State) -> Vec<Effect> {
    let now = state.now;
    let idle = now - state.last_input >= state.idle;
    if idle && state.is_unlocked() {
        return lock(state);
    }
    let mut effects = autosave(state, false);
    effects.extend(assurance::seal(state, false));
    effects.extend(reading::note(state, false));
    effects
}

/// Seals the draft of the form on the screen, if there was a pause in it or if it must be now.
pub fn autosave(state: &mut State, at_once: bool) -> Vec<Effect> {
    let now = state.now;
    let free = free_slot(state);
    let form = state
        .screens
        .iter_mut()
        .rev()
        .find_map(|screen| match screen {
            Screen::Form(form) => Some(form),
            _ => None,
        });
    let Some(form) = form else { return Vec::new() };
    let due = form
        .unsealed
        .is_some_and(|since| at_once || now - since >= super::state::PAUSE);
    if !due || form.busy.is_some() {
        return Vec::new();
    }
    form.unsealed = None;
    let slot = *form.slot.get_or_insert(free);
    vec![Effect::SaveDraft(slot, Draft::of(form, now).bytes())]
}

/// The first place in which no draft waits.
fn free_slot(state: &State) -> u32 {
    let taken = |slot: &u32| {
        state.opened.as_deref().is_some_and(|opened| {
            opened.shut_drafts.contains(slot) || opened.drafts.iter().any(|one| one.slot == *slot)
        })
    };
    (1..).find(|slot| !taken(slot)).unwrap_or(1)
}

/// Forgets everything that was open; the draft is sealed first.
pub fn lock(state: &mut State) -> Vec<Effect> {
    let mut effects = several::write(state, true);
    effects.extend(autosave(state, true));
    effects.extend(assurance::seal(state, true));
    effects.extend(reading::note(state, true));
    let mut screen = Unlock::new(&state.people);
    let opened = state.opened.take();
    // It locks by itself too: who comes back types on, and must not do so into the name.
    if let Some(opened) = &opened {
        screen.choose(&opened.me.id);
    }
    screen.demo = opened.is_some_and(|opened| opened.demo);
    state.overlays.clear();
    state.toast = None;
    state.screens = vec![Screen::Unlock(screen)];
    effects.push(Effect::Lock);
    effects.push(Effect::Redraw);
    effects
}

fn shut_down(state: &mut State) -> Vec<Effect> {
    let mut effects = several::write(state, true);
    effects.extend(autosave(state, true));
    effects.extend(assurance::seal(state, true));
    effects.extend(reading::note(state, true));
    state.ending = true;
    effects.push(Effect::Quit);
    effects
}

fn act(state: &mut State, action: Action) -> Vec<Effect> {
    if state.working.as_ref().is_some_and(|job| job.blocks)
        && !matches!(action, Action::BlankScreen | Action::Redraw)
    {
        return Vec::new();
    }
    if let Some(effects) = everywhere(state, action) {
        return effects;
    }
    match state.overlays.last_mut() {
        Some(Overlay::Menu(_)) => return menu::act(state, action),
        Some(Overlay::Confirm(_)) => return confirm(state, action),
        Some(Overlay::Choose(_)) => return choose::act(state, action),
        Some(Overlay::Read { .. }) => {
            state.overlays.pop();
            return Vec::new();
        }
        Some(Overlay::Person(_)) => return person::act(state, action),
        None => {}
    }
    match state.screens.last() {
        Some(Screen::Setup(_)) => setup::act(state, action),
        Some(Screen::Unlock(_)) => unlock::act(state, action),
        Some(Screen::Today(_)) => today::act(state, action),
        Some(Screen::Cases(_)) => cases::act(state, action),
        Some(Screen::Search(_)) => search::act(state, action),
        Some(Screen::Ledger(_)) => ledger::act(state, action),
        Some(Screen::Calendar(_)) => calendar::act(state, action),
        Some(Screen::Case(_)) => case::act(state, action),
        Some(Screen::Chronology(_)) => chronology::act(state, action),
        Some(Screen::Summary(_)) => summary::act(state, action),
        Some(Screen::Form(_)) => form::act(state, action),
        Some(Screen::Roster(_)) => roster::act(state, action),
        Some(Screen::Page(_)) => page::act(state, action),
        Some(Screen::Sheet(_)) => sheets::act(state, action),
        None => Vec::new(),
    }
}

/// What an action does wherever one is.
fn everywhere(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    let effects = match action {
        Action::BlankScreen => {
            state.blank = true;
            Vec::new()
        }
        Action::InitialsMode => {
            state.initials = !state.initials;
            let now = if state.initials {
                "Initials are shown instead of names."
            } else {
                "Names are shown."
            };
            state.say(now);
            Vec::new()
        }
        Action::Lock if state.is_unlocked() => lock(state),
        Action::Lock => {
            state.say(match state.screen() {
                Some(Screen::Unlock(_)) => "It is locked.",
                _ => "There is nothing to lock yet: nothing has been kept.",
            });
            Vec::new()
        }
        Action::ChangeColours => match state.looks.go_on().cloned() {
            Some(look) => {
                state.say(format!(
                    "Colours: {}. This computer remembers them.",
                    look.title
                ));
                vec![Effect::RememberLook(look.name)]
            }
            None => Vec::new(),
        },
        Action::Redraw => vec![Effect::Redraw],
        Action::Suspend => {
            let mut effects = several::write(state, true);
            effects.extend(autosave(state, true));
            effects.extend(assurance::seal(state, true));
            effects.push(Effect::Suspend);
            effects
        }
        Action::Quit => quit(state),
        Action::Help | Action::Palette => {
            let help = action == Action::Help;
            let open =
                matches!(state.overlays.last(), Some(Overlay::Menu(menu)) if menu.help == help);
            state
                .overlays
                .retain(|overlay| !matches!(overlay, Overlay::Menu(_)));
            if !open {
                state.overlays.push(Overlay::Menu(Menu::new(help)));
            }
            Vec::new()
        }
        _ => return None,
    };
    Some(effects)
}

/// Nothing ends the program by accident: what has been typed is kept, and one is asked.
fn quit(state: &mut State) -> Vec<Effect> {
    let writing = state
        .screens
        .iter()
        .any(|screen| matches!(screen, Screen::Form(form) if form.form.is_touched()));
    let (ask, yes) = if writing {
        (
            "Close Daybook? What you have typed is kept, sealed, and offered the next time.",
            "close",
        )
    } else {
        ("Close Daybook?", "close")
    };
    state.overlays.push(Overlay::Confirm(Question {
        ask: ask.to_owned(),
        yes,
        no: "stay",
        then: Then::Quit,
    }));
    Vec::new()
}

fn confirm(state: &mut State, action: Action) -> Vec<Effect> {
    let Some(Overlay::Confirm(question)) = state.overlays.last() else {
        return Vec::new();
    };
    let then = question.then;
    match action {
        Action::Yes => {
            state.overlays.pop();
            follow(state, then)
        }
        Action::No => {
            state.overlays.pop();
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// What follows an answer.
pub fn follow(state: &mut State, then: Then) -> Vec<Effect> {
    match then {
        Then::Quit => return shut_down(state),
        Then::KeepForm => return drafts::keep(state),
        Then::DropForm => return drafts::drop_form(state),
        Then::Resume(slot) => return drafts::resume(state, slot),
        Then::DropDraft(slot) => return drafts::drop_draft(state, slot),
        Then::LeaveSetup => return setup::leave(state),
        Then::LeavePage => return page::leave(state),
        Then::AcceptLog => return vec![Effect::AcceptLog],
        Then::DropKey => return setup::drop_key(state),
        Then::Fresh(kind, entry) => drafts::fresh(state, kind, entry),
        Then::AskDropDraft(slot) => drafts::ask_to_drop(state, slot),
        Then::Case(_) | Then::Pupil(_) | Then::Clause(..) => sheets::to(state, then),
        Then::Cover => cover::begin(state),
        Then::EndCover(seq) => return cover::end(state, seq),
        Then::Sort(column) => cases::sort(state, column),
        Then::Stay => {}
    }
    Vec::new()
}

fn typed(state: &mut State, text: &str) -> Vec<Effect> {
    if state.working.as_ref().is_some_and(|job| job.blocks) {
        return Vec::new();
    }
    match state.overlays.last_mut() {
        Some(Overlay::Menu(menu)) => {
            menu.filter.insert_str(text);
            menu.cursor = 0;
            return Vec::new();
        }
        Some(Overlay::Person(_)) => return person::typed(state, text),
        Some(Overlay::Read { .. }) => {
            state.overlays.pop();
            return Vec::new();
        }
        Some(Overlay::Confirm(_) | Overlay::Choose(_)) => return Vec::new(),
        None => {}
    }
    match state.screens.last_mut() {
        Some(Screen::Setup(_)) => setup::typed(state, text),
        Some(Screen::Unlock(screen)) => {
            unlock::typed(screen, text);
            Vec::new()
        }
        Some(Screen::Cases(_)) => {
            cases::typed(state, text);
            Vec::new()
        }
        Some(Screen::Search(screen)) => {
            search::typed(screen, text);
            Vec::new()
        }
        Some(Screen::Form(_)) => form::typed(state, text),
        Some(Screen::Page(_)) => page::typed(state, text),
        Some(Screen::Roster(_)) => {
            roster::typed(state, text);
            Vec::new()
        }
        Some(
            Screen::Today(_)
            | Screen::Ledger(_)
            | Screen::Calendar(_)
            | Screen::Case(_)
            | Screen::Chronology(_)
            | Screen::Summary(_)
            | Screen::Sheet(_),
        )
        | None => Vec::new(),
    }
}

/// The editing that every text knows. Says whether the action was one of it.
pub fn edit(edit: &mut TextEdit, action: Action) -> bool {
    let window = edit.window();
    let _changed = match action {
        Action::Left => edit.go(Motion::Left, window),
        Action::Right => edit.go(Motion::Right, window),
        Action::WordLeft => edit.go(Motion::WordLeft, window),
        Action::WordRight => edit.go(Motion::WordRight, window),
        Action::LineStart => edit.go(Motion::LineStart, window),
        Action::LineEnd => edit.go(Motion::LineEnd, window),
        Action::Backspace => edit.erase(Erase::Left),
        Action::Delete => edit.erase(Erase::Right),
        Action::DeleteWordBack => edit.erase(Erase::WordLeft),
        Action::DeleteWordForward => edit.erase(Erase::WordRight),
        Action::ClearLine => edit.erase(Erase::LineStart),
        Action::Undo => edit.undo(),
        Action::Redo => edit.redo(),
        _ => return false,
    };
    true
}
