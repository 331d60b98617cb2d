//! The list of cases.

use chrono::NaiveDate;

use super::{roster, summary};
use crate::app::action::Action;
use crate::app::form::kind::FormKind;
use crate::app::message::Effect;
use crate::app::state::{CaseScreen, Cases, Opened, RosterKind, Screen, State, Working};
use crate::app::update::edit;
use crate::domain::case::Case;
use crate::domain::case_find::{self, sealed_words};
use crate::domain::ids::Reference;

use super::{cover, drafts, sheet};

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
    let cases = opened
        .school
        .cases
        .values()
        .filter(|case| screen.all || case.status.is_open())
        .collect();
    let asked = screen.filter.text();
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
            screen.all = !screen.all;
            screen.cursor = 0;
        }
        Action::Filter => screen.filtering = true,
        Action::Back | Action::Cancel => {
            // One step wider: leave the filter, then clear it, then open cases only.
            if screen.filtering || !screen.filter.is_empty() {
                screen.filtering = false;
                screen.filter.set_text("");
                screen.cursor = 0;
            } else {
                screen.all = false;
            }
        }
        Action::NewConcern => drafts::begin(state, FormKind::Concern, None),
        Action::ResumeDraft => return drafts::take_up(state),
        Action::DropDraft => drafts::throw_away(state),
        Action::BackupNow => return job(state, "Making a backup", Effect::Backup),
        Action::VerifyLog => return job(state, "Checking the log", Effect::Verify),
        Action::Drill => return job(state, "Proving the newest backup", Effect::Drill),
        Action::OpenPeople => return roster::open(state, RosterKind::People),
        Action::OpenAudit => return roster::open(state, RosterKind::Audit),
        Action::OpenSummary => return summary::open(state),
        Action::FindPage => return roster::open(state, RosterKind::Pages),
        Action::Brief => sheet::open_brief(state),
        Action::Cover => cover::open(state),
        Action::OpenReports => return roster::open(state, RosterKind::Reports),
        _ => {
            if screen.filtering && edit(&mut screen.filter, action) {
                screen.cursor = 0;
            }
        }
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
