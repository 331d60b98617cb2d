//! The list of cases.

use chrono::NaiveDate;

use super::roster;
use crate::app::action::Action;
use crate::app::form::kind::FormKind;
use crate::app::message::Effect;
use crate::app::state::{CaseScreen, Cases, Opened, RosterKind, Screen, State, Working};
use crate::app::update::edit;
use crate::domain::case::Case;
use crate::domain::case_find::{self, sealed_words};
use crate::domain::ids::Reference;

use super::drafts;

/// A line of the list.
#[derive(Clone, Copy, Debug)]
pub enum Line<'a> {
    /// A case.
    Case(&'a Case),
    /// A concern of which we know no more than that it is sealed to the headteacher, and since when.
    Sealed(Reference, NaiveDate),
}

impl<'a> Line<'a> {
    /// The case, where it can be opened.
    #[must_use]
    pub fn case(self) -> Option<&'a Case> {
        match self {
            Self::Case(case) => Some(case),
            Self::Sealed(..) => None,
        }
    }
}

/// What the list shows, in its order: the cases, then what is sealed to others.
#[must_use]
pub fn shown<'a>(opened: &'a Opened, screen: &Cases, today: NaiveDate) -> Vec<Line<'a>> {
    let asked = screen.filter.text();
    let all = &opened.school.cases;
    if let Some((_, only)) = &screen.only {
        let cases = only.iter().filter_map(|reference| all.get(reference));
        let cases = case_find::find(&opened.words, cases.collect(), asked, today);
        return cases.into_iter().map(Line::Case).collect();
    }
    let open = |case: &&Case| screen.all || case.status.is_open();
    let cases = all.values().filter(open).collect();
    let cases = case_find::find(&opened.words, cases, asked, today).into_iter();
    let sealed = case_find::find_sealed(&opened.school, asked).into_iter();
    cases
        .map(Line::Case)
        .chain(sealed.map(|(reference, on)| Line::Sealed(reference, on)))
        .collect()
}

/// Takes an action.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let rows = usize::from(state.size.1.saturating_sub(6)).max(1);
    let Some(opened) = state.opened.as_deref() else {
        return Vec::new();
    };
    let Some(Screen::Cases(screen)) = state.screens.last_mut() else {
        return Vec::new();
    };
    let list = shown(opened, screen, state.now.date_naive());
    let last = list.len().saturating_sub(1);
    let at = screen.cursor.min(last);
    match action {
        Action::Up => screen.cursor = at.saturating_sub(1),
        Action::Down => screen.cursor = (at + 1).min(last),
        Action::PageUp => screen.cursor = at.saturating_sub(rows),
        Action::PageDown => screen.cursor = (at + rows).min(last),
        Action::First => screen.cursor = 0,
        Action::Last => screen.cursor = last,
        Action::OpenCase | Action::Accept => {
            screen.filtering = false;
            screen.cursor = at;
            match list.get(at).copied() {
                Some(Line::Case(case)) => {
                    let case = CaseScreen::new(case.reference, opened);
                    state.screens.push(Screen::Case(case));
                }
                Some(Line::Sealed(reference, on)) => {
                    let words = sealed_words(on);
                    state.say(format!("{reference} is {words}. Nobody else can open it."));
                }
                None => {}
            }
        }
        Action::ShowAll => {
            // From a few of the open ones to all of the open ones, first.
            if screen.only.take().is_none() {
                screen.all = !screen.all;
            }
            screen.cursor = 0;
        }
        Action::Filter => screen.filtering = true,
        Action::Back | Action::Cancel => {
            // One step wider: leave the filter, then clear it, then open cases only, then back.
            if screen.filtering || !screen.filter.is_empty() {
                screen.filtering = false;
                screen.filter.set_text("");
                screen.cursor = 0;
            } else if screen.all {
                screen.all = false;
            } else if state.screens.len() > 1 {
                state.screens.pop();
            }
        }
        _ if screen.filtering => {
            if edit(&mut screen.filter, action) {
                screen.cursor = 0;
            }
        }
        _ => return begin(state, action),
    }
    Vec::new()
}

/// What can be begun from the list and from today alike.
pub fn begin(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::NewConcern => drafts::begin(state, FormKind::Concern, None),
        Action::ResumeDraft => return drafts::take_up(state),
        Action::DropDraft => drafts::throw_away(state),
        Action::BackupNow => return job(state, "Making a backup", Effect::Backup),
        Action::VerifyLog => return job(state, "Checking the log", Effect::Verify),
        Action::Drill => return job(state, "Proving the newest backup", Effect::Drill),
        Action::OpenPeople => return roster::open(state, RosterKind::People),
        Action::OpenAudit => return roster::open(state, RosterKind::Audit),
        Action::OpenReports => return roster::open(state, RosterKind::Reports),
        _ => {}
    }
    Vec::new()
}

/// Text narrows the list.
pub fn typed(state: &mut State, text: &str) {
    if let Some(Screen::Cases(screen)) = state.screens.last_mut()
        && screen.filtering
    {
        screen.filter.insert_str(text);
        screen.cursor = 0;
    }
}

fn job(state: &mut State, what: &str, effect: Effect) -> Vec<Effect> {
    if state.working.is_some() {
        state.say("One thing at a time: the last job is not done yet.");
        return Vec::new();
    }
    state.working = Some(Working {
        what: what.to_owned(),
        since: state.now,
        progress: None,
        blocks: false,
    });
    vec![effect]
}
