//! The ledgers: sanctions in force, and parents who are still to be reached. What became of one is recorded from
//! here, in the form of its case.

use super::drafts;
use super::today::open_case;
use crate::app::action::{Action, Context};
use crate::app::form::kind::{Follow, FormKind};
use crate::app::message::Effect;
use crate::app::state::{Opened, Screen, State};
use crate::domain::ids::Reference;
use crate::domain::ledger::{contact_entry, sanction_entry};

/// Which ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerKind {
    /// Sanctions in force.
    Sanctions,
    /// Parents to be reached.
    Contacts,
}

impl LedgerKind {
    /// The screen's title.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Sanctions => "sanctions in force",
            Self::Contacts => "parents to be reached",
        }
    }

    /// Where its keys are looked up.
    #[must_use]
    pub const fn context(self) -> Context {
        match self {
            Self::Sanctions => Context::Sanctions,
            Self::Contacts => Context::Contacts,
        }
    }
}

/// A ledger.
pub struct Ledger {
    /// Which.
    pub kind: LedgerKind,
    /// The line with the cursor.
    pub cursor: usize,
}

impl Ledger {
    /// A ledger with the cursor on its first line.
    #[must_use]
    pub const fn new(kind: LedgerKind) -> Self {
        Self { kind, cursor: 0 }
    }
}

/// Takes an action.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let rows = usize::from(state.size.1.saturating_sub(8)).max(1);
    let Some(opened) = state.opened.as_deref() else {
        return Vec::new();
    };
    let Some(Screen::Ledger(screen)) = state.screens.last_mut() else {
        return Vec::new();
    };
    let lines = lines(opened, screen.kind);
    let last = lines.saturating_sub(1);
    let at = screen.cursor.min(last);
    match action {
        Action::Up => screen.cursor = at.saturating_sub(1),
        Action::Down => screen.cursor = (at + 1).min(last),
        Action::PageUp => screen.cursor = at.saturating_sub(rows),
        Action::PageDown => screen.cursor = (at + rows).min(last),
        Action::First => screen.cursor = 0,
        Action::Last => screen.cursor = last,
        Action::OpenSanctions => *screen = Ledger::new(LedgerKind::Sanctions),
        Action::OpenContacts => *screen = Ledger::new(LedgerKind::Contacts),
        Action::Back => {
            state.screens.pop();
        }
        Action::OpenCase => {
            if let Some((reference, _)) = under_cursor(opened, screen.kind, at) {
                open_case(state, reference);
            }
        }
        Action::SanctionState | Action::AddContact => {
            let follow = match action {
                Action::AddContact => Follow::Contact,
                _ => Follow::SanctionState,
            };
            if let Some((reference, entry)) = under_cursor(opened, screen.kind, at) {
                drafts::begin(state, FormKind::Follow(follow, reference), entry);
            }
        }
        _ => {}
    }
    Vec::new()
}

impl State {
    /// How many lines the ledger on the screen has.
    #[must_use]
    pub fn ledger_lines(&self) -> usize {
        match (self.screen(), self.opened.as_deref()) {
            (Some(Screen::Ledger(screen)), Some(opened)) => lines(opened, screen.kind),
            _ => 0,
        }
    }
}

fn lines(opened: &Opened, kind: LedgerKind) -> usize {
    opened.today().map_or(0, |today| match kind {
        LedgerKind::Sanctions => today.sanctions.len(),
        LedgerKind::Contacts => today.contacts.len(),
    })
}

/// The case of a line, and the entry that it stands for.
fn under_cursor(opened: &Opened, kind: LedgerKind, at: usize) -> Option<(Reference, Option<u64>)> {
    let today = opened.today()?;
    let cases = &opened.school.cases;
    match kind {
        LedgerKind::Sanctions => {
            let line = today.sanctions.get(at)?;
            let case = cases.get(&line.case)?;
            Some((line.case, sanction_entry(case, line.number)))
        }
        LedgerKind::Contacts => {
            let line = today.contacts.get(at)?;
            let case = cases.get(&line.case)?;
            Some((line.case, contact_entry(case, line.about)))
        }
    }
}
