//! Which cases are opened to read: noted in the log, several at a time, so that reading waits for nothing.

use super::message::Effect;
use super::state::{READING, Screen, State};

/// Looks which case is on the screen after a message was taken.
pub fn watch(state: &mut State) {
    let on_screen = match state.screens.last() {
        Some(Screen::Case(screen)) => Some(screen.reference),
        // A form about the case, or anything else over it, is no new opening.
        Some(Screen::Form(_) | Screen::Page(_) | Screen::Sheet(_)) => return,
        _ => None,
    };
    let now = state.now;
    let Some(opened) = state.opened.as_deref_mut() else {
        return;
    };
    if opened.reading == on_screen {
        return;
    }
    opened.reading = on_screen;
    if let Some(reference) = on_screen {
        let (_, cases) = opened.unnoted.get_or_insert_with(|| (now, Vec::new()));
        if !cases.contains(&reference) {
            cases.push(reference);
        }
    }
}

/// Asks for what was opened to be noted, when it is time or must be now.
pub fn note(state: &mut State, at_once: bool) -> Vec<Effect> {
    let now = state.now;
    let Some(opened) = state.opened.as_deref_mut() else {
        return Vec::new();
    };
    let due = opened
        .unnoted
        .as_ref()
        .is_some_and(|(since, _)| at_once || now - *since >= READING);
    match opened.unnoted.take_if(|_| due) {
        Some((_, cases)) => vec![Effect::NoteOpened(cases)],
        None => Vec::new(),
    }
}
