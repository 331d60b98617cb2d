//! One case: the story from top to bottom, and a key for everything that can follow.

use std::collections::BTreeSet;

use crate::app::action::Action;
use crate::app::form::kind::{Follow, FormKind};
use crate::app::message::Effect;
use crate::app::search;
use crate::app::sheet::SheetKind;
use crate::app::state::{CaseScreen, Looked, Opened, RosterKind, Screen, State};
use crate::domain::case::Case;
use crate::domain::ids::Reference;
use crate::domain::seen::{first_new, last_looked};
use crate::domain::status::Status;

use super::ledger::LedgerKind;
use super::{drafts, roster, sheet};

/// Lines that one press scrolls within a long entry.
const LINES: usize = 3;

impl CaseScreen {
    fn go_to(&mut self, cursor: usize) {
        self.cursor = cursor;
        self.offset = 0;
    }

    /// The screen of a case, at the first entry that is new to whoever reads, or at its latest. Who has never opened
    /// what others wrote begins at the concern.
    #[must_use]
    pub fn new(reference: Reference, opened: &Opened) -> Self {
        let me = opened.me.id.as_str();
        let looked = last_looked(&opened.school, me, &reference, opened.since);
        let looked = looked.map(|line| Looked {
            seq: line.seq,
            on: line.at.date_naive(),
        });
        let case = opened.school.cases.get(&reference);
        let cursor = case.map_or(0, |case| {
            let begin = match &looked {
                Some(looked) => first_new(case, me, looked.seq),
                None => case
                    .chronology
                    .iter()
                    .any(|line| line.by.id != me)
                    .then_some(0),
            };
            begin.unwrap_or_else(|| last_of(case))
        });
        Self {
            reference,
            cursor,
            offset: 0,
            hidden: std::cell::Cell::new(false),
            folded: BTreeSet::new(),
            looked,
        }
    }

    /// At its latest entry, which was just written.
    pub fn go_to_latest(&mut self, reference: Reference, opened: &Opened) {
        if self.reference != reference {
            *self = Self::new(reference, opened);
        }
        self.go_to(opened.school.cases.get(&reference).map_or(0, last_of));
    }

    /// Folds an entry into one line, or opens it.
    fn fold(&mut self, case: &Case) {
        let at = case.chronology.get(self.cursor).map(|line| line.seq);
        if let Some(seq) = at
            && !self.folded.remove(&seq)
        {
            self.folded.insert(seq);
        }
        self.offset = 0;
    }

    /// Folds every entry, or opens them all.
    fn fold_all(&mut self, case: &Case) {
        if self.is_folded(case) {
            self.folded.clear();
        } else {
            self.folded = case.chronology.iter().map(|line| line.seq).collect();
        }
        self.offset = 0;
    }

    fn is_folded(&self, case: &Case) -> bool {
        let mut lines = case.chronology.iter();
        lines.all(|line| self.folded.contains(&line.seq))
    }
}

/// The place of a case's last entry.
fn last_of(case: &Case) -> usize {
    case.chronology.len().saturating_sub(1)
}

/// The form that an action opens.
#[must_use]
pub fn form_for(action: Action) -> Option<Follow> {
    Some(match action {
        Action::AddNote => Follow::Note,
        Action::AddAction => Follow::Action,
        Action::ActionDone => Follow::ActionDone,
        Action::AddContact => Follow::Contact,
        Action::AddSanction => Follow::Sanction,
        Action::SanctionState => Follow::SanctionState,
        Action::AddReferral => Follow::Referral,
        Action::AddDecision => Follow::Decision,
        Action::SetReview => Follow::Review,
        Action::SetOwner => Follow::Assign,
        Action::SetStatus => Follow::Status,
        Action::SetSeverity => Follow::Severity,
        Action::AddLink => Follow::Link,
        Action::Amend => Follow::Amend,
        Action::CloseCase => Follow::Close,
        Action::ReopenCase => Follow::Reopen,
        _ => return None,
    })
}

/// Takes an action.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let rows = usize::from(state.size.1.saturating_sub(12)).max(1) / 2;
    let Some(opened) = state.opened.as_deref() else {
        return Vec::new();
    };
    let Some(Screen::Case(screen)) = state.screens.last_mut() else {
        return Vec::new();
    };
    let Some(case) = opened.school.cases.get(&screen.reference) else {
        state.screens.pop();
        return Vec::new();
    };
    let last = case.chronology.len().saturating_sub(1);
    match action {
        // A long entry is read to its end before the next one comes.
        Action::Down if screen.hidden.get() => screen.offset += LINES,
        Action::PageDown if screen.hidden.get() => screen.offset += rows,
        Action::Up if screen.offset > 0 => screen.offset = screen.offset.saturating_sub(LINES),
        Action::PageUp if screen.offset > 0 => screen.offset = screen.offset.saturating_sub(rows),
        Action::Up => screen.go_to(screen.cursor.saturating_sub(1)),
        Action::Down => screen.go_to((screen.cursor + 1).min(last)),
        Action::PageUp => screen.go_to(screen.cursor.saturating_sub(rows)),
        Action::PageDown => screen.go_to((screen.cursor + rows).min(last)),
        Action::First => screen.go_to(0),
        Action::Last => screen.go_to(last),
        Action::Back | Action::Cancel => {
            state.screens.pop();
        }
        Action::OpenChronology => {
            let reference = case.reference;
            super::chronology::open(state, reference);
        }
        Action::Fold => screen.fold(case),
        Action::FoldAll => screen.fold_all(case),
        Action::ReadAloud => {
            let kind = SheetKind::Aloud(case.reference);
            sheet::open(state, kind);
        }
        Action::PupilPage | Action::ClausePage | Action::OtherCases => {
            let reference = case.reference;
            sheet::from_case(state, action, reference);
        }
        Action::FindPage => return roster::open(state, RosterKind::Pages),
        Action::Search => return search::open(state),
        Action::NextCase | Action::PreviousCase => neighbour(state, action == Action::NextCase),
        _ => {
            let Some(kind) = form_for(action) else {
                return Vec::new();
            };
            if let Some(why_not) = cannot(kind, case) {
                let keys = &state.keys;
                let reopen = keys.first(Action::ReopenCase).unwrap_or_default();
                state.say(why_not.replace("{reopen}", &reopen));
                return Vec::new();
            }
            // The newest entry has the cursor at first: it says nothing of whose parents are called.
            let before_them = case.chronology.get(screen.cursor);
            let before_them = before_them.filter(|_| kind != Follow::Contact);
            let entry = before_them.map(|line| line.seq);
            drafts::begin(state, FormKind::Follow(kind, case.reference), entry);
        }
    }
    Vec::new()
}

/// Why a form would be of no use now: said at once, not after it has been filled in.
#[must_use]
pub fn cannot(kind: Follow, case: &Case) -> Option<&'static str> {
    let open = case.status.is_open();
    match kind {
        Follow::Reopen if open => Some("This case is open."),
        Follow::Reopen | Follow::Note | Follow::Amend | Follow::Link => None,
        _ if case.status == Status::RecordedInError => {
            Some("This case was recorded in error. {reopen} reopens it, with a reason.")
        }
        _ if !open => Some("This case is closed. {reopen} reopens it, with a reason."),
        Follow::ActionDone if case.open_actions().next().is_none() => {
            Some("There is no open action.")
        }
        Follow::SanctionState if case.sanctions.is_empty() => Some("There is no sanction."),
        Follow::Contact | Follow::Sanction
            if case.people().all(|(_, one)| one.who.pupil().is_none()) =>
        {
            Some("There is no pupil in this case.")
        }
        _ => None,
    }
}

/// Walks through the cases in the order of the list.
fn neighbour(state: &mut State, forward: bool) {
    let Some(opened) = state.opened.as_deref() else {
        return;
    };
    let (here, folded) = match state.screens.last() {
        Some(Screen::Case(screen)) => {
            let case = opened.school.cases.get(&screen.reference);
            let folded = case.is_some_and(|case| screen.is_folded(case));
            (screen.reference, folded)
        }
        _ => return,
    };
    let below = state.screens.iter_mut().rev();
    let Some((list, screen)) = below
        .skip(1)
        .find_map(|below| Some((listed(below, opened)?, below)))
    else {
        state.say("No list is open behind this case. Esc goes back.");
        return;
    };
    let at = list.iter().position(|reference| *reference == here);
    let next = match (at, forward) {
        (Some(at), true) => Some(at + 1),
        (Some(at), false) => at.checked_sub(1),
        (None, _) => Some(0),
    };
    let next = next.and_then(|next| Some((next, list.get(next)?)));
    // Who comes back to the list finds the cursor at the case that was read last.
    if let (Some((next, _)), Screen::Cases(cases)) = (next, screen) {
        cases.cursor = next;
    }
    let next = next.map(|(_, reference)| reference);
    match next.copied() {
        Some(reference) => {
            let mut screen = CaseScreen::new(reference, opened);
            // Who reads a list of headlines goes on with headlines.
            if folded && let Some(case) = opened.school.cases.get(&reference) {
                screen.fold_all(case);
            }
            state.screens.pop();
            state.screens.push(Screen::Case(screen));
        }
        None if forward => state.say("That was the last one."),
        None => state.say("That was the first one."),
    }
}

/// The cases that a screen lists, each once, in its order.
fn listed(screen: &Screen, opened: &Opened) -> Option<Vec<Reference>> {
    let today = opened.today();
    let mut list: Vec<Reference> = match screen {
        Screen::Cases(cases) => cases
            .queue
            .lines
            .iter()
            .filter_map(|line| line.case())
            .collect(),
        Screen::Search(search) => search.found.best.iter().map(|hit| hit.reference).collect(),
        Screen::Today(_) => today?.agenda().map(|due| due.case).collect(),
        Screen::Ledger(ledger) => match ledger.kind {
            LedgerKind::Sanctions => today?.sanctions.iter().map(|line| line.case).collect(),
            LedgerKind::Contacts => today?.contacts.iter().map(|line| line.case).collect(),
        },
        Screen::Calendar(calendar) => {
            let day = today?.on_day(calendar.day);
            day.iter().map(|due| due.case).collect()
        }
        _ => return None,
    };
    let mut seen = BTreeSet::new();
    list.retain(|reference| seen.insert(*reference));
    Some(list)
}
