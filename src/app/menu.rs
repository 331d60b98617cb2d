//! The help and the palette: one list of actions, narrowed by typing, run with Enter.

use super::action::{Action, Context};
use super::keys::KeyLine;
use super::message::{Effect, Message};
use super::state::{Menu, Overlay, Screen, State};
use super::update::{edit, update};
use crate::domain::find::narrow;

/// The contexts of what lies under the menu, the nearest first.
#[must_use]
pub fn contexts_below(state: &State) -> Vec<Context> {
    let mut contexts = match state.screens.last() {
        Some(Screen::Setup(_)) => vec![Context::Setup],
        Some(Screen::Unlock(_)) => vec![Context::Unlock],
        Some(Screen::Cases(screen)) if screen.filtering => vec![Context::Filter],
        Some(Screen::Cases(_)) => vec![Context::Cases],
        Some(Screen::Search(_)) => vec![Context::Filter],
        Some(Screen::Today(_)) => vec![Context::Today],
        Some(Screen::Ledger(ledger)) => vec![ledger.kind.context()],
        Some(Screen::Calendar(_)) => vec![Context::Calendar],
        Some(Screen::Case(_)) => vec![Context::Case],
        Some(Screen::Chronology(_)) => vec![Context::Chronology],
        Some(Screen::Summary(_)) => vec![Context::Summary],
        Some(Screen::Form(screen)) => match screen.kind {
            super::form::kind::FormKind::Concern => vec![Context::Concern, Context::Form],
            super::form::kind::FormKind::Follow(..) => vec![Context::Form],
        },
        Some(Screen::Roster(roster)) if roster.filtering => vec![Context::Filter],
        Some(Screen::Roster(roster)) => vec![roster.kind.context()],
        Some(Screen::Page(_)) => vec![Context::Form],
        Some(Screen::Sheet(_)) => vec![Context::Sheet],
        None => Vec::new(),
    };
    contexts.push(Context::Global);
    contexts
}

/// The contexts in which a key is looked up now, the nearest first.
#[must_use]
pub fn contexts(state: &State) -> Vec<Context> {
    match state.overlays.last() {
        Some(Overlay::Menu(_)) => vec![Context::Menu, Context::Global],
        Some(Overlay::Confirm(_)) => vec![Context::Confirm, Context::Global],
        Some(Overlay::Choose(_)) => vec![Context::Choosing, Context::Global],
        Some(Overlay::Read { .. }) => vec![Context::Reading, Context::Global],
        Some(Overlay::Person(_)) => vec![Context::Form, Context::Global],
        None => contexts_below(state),
    }
}

/// The lines that the menu shows: what works here first; the palette goes on with all else.
#[must_use]
pub fn lines<'a>(state: &'a State, menu: &Menu) -> Vec<&'a KeyLine> {
    let here = contexts_below(state);
    let lines = state.keys.of(&here);
    let lines: Vec<_> = lines
        .into_iter()
        .filter(|line| menu.help || line.action.info().in_palette)
        .collect();
    narrow(menu.filter.text(), lines, |line| {
        let info = line.action.info();
        vec![
            info.title.to_owned(),
            line.keys.join(" "),
            info.help.to_owned(),
        ]
    })
}

/// Takes an action.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let Some(Overlay::Menu(menu)) = state.overlays.last() else {
        return Vec::new();
    };
    let list = lines(state, menu);
    let last = list.len().saturating_sub(1);
    let at = menu.cursor.min(last);
    let chosen = list.get(at).map(|line| line.action);
    if matches!(action, Action::Accept) {
        let now = state.now;
        state.overlays.pop();
        return match chosen {
            // As if its key had been pressed on the screen below.
            Some(action) => update(state, Message::Act(action), now),
            None => Vec::new(),
        };
    }
    if matches!(action, Action::Cancel | Action::Back) {
        state.overlays.pop();
        return Vec::new();
    }
    let Some(Overlay::Menu(menu)) = state.overlays.last_mut() else {
        return Vec::new();
    };
    match action {
        Action::Up => menu.cursor = at.saturating_sub(1),
        Action::Down => menu.cursor = (at + 1).min(last),
        Action::PageUp => menu.cursor = at.saturating_sub(10),
        Action::PageDown => menu.cursor = (at + 10).min(last),
        _ => {
            if edit(&mut menu.filter, action) {
                menu.cursor = 0;
            }
        }
    }
    Vec::new()
}
