//! Pages: a few fields on a screen of their own, for people, keys and files. What each one asks is in
//! [`crate::app::page`].

use crate::app::action::Action;
use crate::app::assurance;
use crate::app::form::keys::{clear_typed, put, take_key};
use crate::app::message::Effect;
use crate::app::page::{self, Page, PageKind};
use crate::app::state::{Overlay, Question, Screen, State, Then};

/// Opens a page.
pub fn open(state: &mut State, page: Page) {
    if state.refuse_if_wounded() {
        return;
    }
    state.screens.push(Screen::Page(Box::new(page)));
}

/// Takes an action.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let Some(Screen::Page(page)) = state.screens.last_mut() else {
        return Vec::new();
    };
    match action {
        Action::Cancel | Action::Back if clear_typed(&mut page.form) => {
            page.refresh();
            Vec::new()
        }
        Action::Cancel | Action::Back => close(state),
        Action::Save => page::save(state),
        // Enter on the last field goes on, as on any page of a guided set-up.
        Action::Accept if at_end(page) => {
            take_key(&mut page.form, action);
            page.refresh();
            // What was chosen can show a field more: that is asked first.
            if at_end(page) {
                return page::save(state);
            }
            page.form.move_on();
            Vec::new()
        }
        _ => {
            take_key(&mut page.form, action);
            page.refresh();
            page.form.move_on();
            page.refresh();
            Vec::new()
        }
    }
}

/// Leaves a page. What was only said once is not left by accident: that takes Ctrl-S.
fn close(state: &mut State) -> Vec<Effect> {
    let Some(Screen::Page(page)) = state.screens.last() else {
        return Vec::new();
    };
    match page.kind {
        PageKind::OneTime => {
            let save = state.keys.first(Action::Save).unwrap_or_default();
            let say = format!("Written down? Then {save} goes on. It is not shown again.");
            state.say(say);
            Vec::new()
        }
        // Without keys of one's own there is nothing else that could be done.
        PageKind::OwnPassphrase { first: true } => crate::app::update::lock(state),
        // The assurance is kept as it is typed.
        PageKind::Assurance => leave(state),
        _ if page.is_touched() => {
            state.overlays.push(Overlay::Confirm(Question {
                ask: "Leave this page? What was entered on it is not kept.".to_owned(),
                yes: "leave",
                no: "go on",
                then: Then::LeavePage,
            }));
            Vec::new()
        }
        _ => leave(state),
    }
}

/// Leaves the page above, whatever was entered on it.
pub fn leave(state: &mut State) -> Vec<Effect> {
    let effects = assurance::seal(state, true);
    if matches!(state.screens.last(), Some(Screen::Page(_))) {
        state.screens.pop();
    }
    effects
}

/// Text goes into the field that has the focus.
pub fn typed(state: &mut State, text: &str) -> Vec<Effect> {
    if let Some(Screen::Page(page)) = state.screens.last_mut() {
        put(&mut page.form, text);
        page.form.settle_problems();
        page.refresh();
    }
    Vec::new()
}

fn at_end(page: &Page) -> bool {
    let last = page.form.fields.iter().rposition(|field| field.shown);
    last.is_none_or(|last| last == page.form.focus)
}
