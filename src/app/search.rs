//! Search as you type, over every case. What is needed for it is read once, when somebody searches for the first time,
//! kept true by every entry that is written, and dropped when the vault is locked.

use std::collections::BTreeSet;

use super::action::Action;
use super::edit::TextEdit;
use super::message::Effect;
use super::state::{CaseScreen, Screen, State};
use super::update::edit;
use crate::domain::entry::{Entry, SchoolFact, What};
use crate::domain::school::School;
use crate::domain::search::{Found, Index, Memo};
use crate::domain::vocabulary::Vocabulary;

/// More than these nobody looks through.
const MOST: usize = 200;

/// What cases are searched with.
#[derive(Default)]
pub struct Searching {
    /// Everything that can be found, once it is read.
    pub index: Option<Box<Index>>,
    /// It was asked for.
    pub asked: bool,
}

impl Searching {
    /// Asks once for what cases are searched with.
    pub fn read(&mut self) -> Vec<Effect> {
        if self.index.is_some() || std::mem::replace(&mut self.asked, true) {
            return Vec::new();
        }
        vec![Effect::ReadForSearch]
    }

    /// Takes in what was written into the log.
    pub fn apply(&mut self, entries: &[(u64, Entry)], school: &School, words: &Vocabulary) {
        let Some(index) = self.index.as_mut() else {
            return;
        };
        let mut changed = BTreeSet::new();
        for (_, entry) in entries {
            match &entry.what {
                What::Case { reference, .. } => {
                    changed.insert(*reference);
                }
                // The labels that were read are no longer the school's.
                What::School(SchoolFact::VocabularyAdopted { .. }) => {
                    *self = Self::default();
                    return;
                }
                _ => {}
            }
        }
        for case in changed.iter().filter_map(|one| school.cases.get(one)) {
            index.update(case, words);
        }
    }
}

/// The screen.
pub struct Search {
    /// What is typed.
    pub typed: TextEdit,
    /// What was found.
    pub found: Found,
    /// The line with the cursor.
    pub cursor: usize,
    memo: Memo,
    /// What was searched for, in the log up to which entry.
    made: Option<(String, u64)>,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            typed: TextEdit::line(),
            found: Found::default(),
            cursor: 0,
            memo: Memo::default(),
            made: None,
        }
    }
}

/// Opens it, and asks for what it needs.
pub fn open(state: &mut State) -> Vec<Effect> {
    let Some(opened) = state.opened.as_deref_mut() else {
        return Vec::new();
    };
    let effects = opened.searching.read();
    state.screens.push(Screen::Search(Box::default()));
    effects
}

/// Searches anew, where something has changed.
pub fn freshen(state: &mut State) {
    let Some(opened) = state.opened.as_deref() else {
        return;
    };
    let (Some(index), Some(Screen::Search(screen))) =
        (opened.searching.index.as_ref(), state.screens.last_mut())
    else {
        return;
    };
    let now = (screen.typed.text().to_owned(), opened.school.seq);
    if screen.made.as_ref() != Some(&now) {
        screen.found = index.find(&now.0, MOST, &mut screen.memo);
        screen.made = Some(now);
    }
}

/// Takes an action.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let rows = usize::from(state.size.1.saturating_sub(6) / 2).max(1);
    let Some(opened) = state.opened.as_deref() else {
        return Vec::new();
    };
    let Some(Screen::Search(screen)) = state.screens.last_mut() else {
        return Vec::new();
    };
    let last = screen.found.best.len().saturating_sub(1);
    let at = screen.cursor.min(last);
    match action {
        Action::Up => screen.cursor = at.saturating_sub(1),
        Action::Down => screen.cursor = (at + 1).min(last),
        Action::PageUp => screen.cursor = at.saturating_sub(rows),
        Action::PageDown => screen.cursor = (at + rows).min(last),
        Action::Accept => {
            screen.cursor = at;
            if let Some(hit) = screen.found.best.get(at) {
                let case = CaseScreen::new(hit.reference, opened);
                state.screens.push(Screen::Case(case));
            }
        }
        Action::Cancel | Action::Back => {
            state.screens.pop();
        }
        _ => {
            if edit(&mut screen.typed, action) {
                screen.cursor = 0;
            }
        }
    }
    Vec::new()
}

/// Text narrows what is found.
pub fn typed(screen: &mut Search, text: &str) {
    screen.typed.insert_str(text);
    screen.cursor = 0;
}
