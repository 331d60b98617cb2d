//! Which cases are opened to read: noted in the log, several at a time, so that reading waits for nothing.

use super::message::Effect;
use super::state::{READING, Screen, State};

/// Looks which case is on the screen after a message was taken.
pub fn watch(state: &mut State) {
    let on_screen = match state.screens.last() {
        Some(Screen::Case(screen)) => vec![screen.reference],
        // The case that it was asked for from is open already.
        Some(Screen::Chronology(screen)) => screen.cases.clone(),
        // A form about the case, or anything else over it, is no new opening.
        Some(Screen::Form(_) | Screen::Page(_) | Screen::Sheet(_)) => return,
        _ => Vec::new(),
    };
    let now = state.now;
    let Some(opened) = state.opened.as_deref_mut() else {
        return;
    };
    for reference in &on_screen {
        if !opened.reading.contains(reference) {
            let (_, cases) = opened.unnoted.get_or_insert_with(|| (now, Vec::new()));
            if !cases.contains(reference) {
                cases.push(*reference);
            }
        }
    }
    opened.reading = on_screen;
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
