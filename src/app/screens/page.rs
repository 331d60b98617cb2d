//! Pages: a few fields on a screen of their own, for people, keys and files. What each one asks is in
//! [`crate::app::page`].

use crate::app::action::Action;
use crate::app::assurance;
use crate::app::form::keys::{put, take_key};
use crate::app::message::Effect;
use crate::app::page::{self, Page, PageKind};
use crate::app::state::{Screen, State};

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
        _ => {
            let effects = assurance::seal(state, true);
            state.screens.pop();
            effects
        }
    }
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
