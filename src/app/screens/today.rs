//! How things stand today: what is counted, each a key to the cases behind it, and the week's agenda.

use chrono::NaiveDate;

use super::calendar::Calendar;
use super::ledger::{Ledger, LedgerKind};
use super::{cases, roster};
use crate::app::action::Action;
use crate::app::message::Effect;
use crate::app::state::{CaseScreen, Cases, Opened, RosterKind, Screen, State};
use crate::domain::ids::Reference;
use crate::domain::today::{Tile, Today};

/// Tiles that stand beside each other.
pub const ACROSS: usize = 3;

/// How things stand today.
#[derive(Default)]
pub struct TodayScreen {
    /// What has the cursor: the tiles in their order, then the lines of the agenda.
    pub cursor: usize,
}

/// How things stand as it was counted, and of what.
pub struct Counted {
    /// How things stand.
    pub today: Today,
    of: Stamp,
}

/// What the counts were made of: they hold as long as this does.
type Stamp = (u64, NaiveDate, usize);

/// Counts anew, where the screen shows it and something has changed since.
pub fn count(state: &mut State) {
    let shows = matches!(
        state.screens.last(),
        Some(Screen::Today(_) | Screen::Ledger(_) | Screen::Calendar(_))
    );
    let on = state.now.date_naive();
    let Some(opened) = state.opened.as_deref_mut().filter(|_| shows) else {
        return;
    };
    let Opened { school, words, .. } = opened;
    let read = opened.unnoted.as_ref().map_or(&[][..], |(_, read)| read);
    let of = (school.seq, on, read.len());
    if opened.today.as_ref().is_none_or(|known| known.of != of) {
        let today = Today::of(school, words, &opened.me.id, read, on);
        opened.today = Some(Box::new(Counted { today, of }));
    }
}

impl Opened {
    /// How things stand, once it was counted.
    #[must_use]
    pub fn today(&self) -> Option<&Today> {
        self.today.as_deref().map(|counted| &counted.today)
    }
}

/// How much a tile counts.
#[must_use]
pub fn many(opened: &Opened, today: &Today, tile: Tile) -> usize {
    match tile {
        Tile::Reports => opened.drop_box.reports.len() + opened.drop_box.more,
        tile => today.cases(tile).len(),
    }
}

/// The action that opens a tile.
#[must_use]
pub const fn key_of(tile: Tile) -> Action {
    match tile {
        Tile::Unread => Action::ShowUnread,
        Tile::Critical => Action::ShowCritical,
        Tile::Overdue => Action::ShowOverdue,
        Tile::Untold => Action::ShowUntold,
        Tile::Ending => Action::ShowEnding,
        Tile::Lapsed => Action::ShowLapsed,
        Tile::Awaiting => Action::ShowAwaiting,
        Tile::Reports => Action::OpenReports,
        Tile::Mine => Action::ShowMine,
    }
}

/// Takes an action.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let Some(today) = state.opened.as_deref().and_then(Opened::today) else {
        return cases::begin(state, action);
    };
    let tiles = Tile::ALL.len();
    let last = (tiles + today.agenda_len()).saturating_sub(1);
    let Some(Screen::Today(screen)) = state.screens.last_mut() else {
        return Vec::new();
    };
    let at = screen.cursor.min(last);
    let agenda = at.checked_sub(tiles);
    match action {
        Action::Left => screen.cursor = at.saturating_sub(1),
        Action::Right => screen.cursor = (at + 1).min(last),
        Action::Up => {
            screen.cursor = match agenda {
                Some(0) => tiles - ACROSS,
                Some(_) => at - 1,
                None => at.checked_sub(ACROSS).unwrap_or(at),
            }
        }
        Action::Down => {
            screen.cursor = match agenda {
                None => (at + ACROSS).min(tiles).min(last),
                Some(_) => (at + 1).min(last),
            }
        }
        Action::First => screen.cursor = 0,
        Action::Last => screen.cursor = last,
        Action::OpenHere => {
            let due = agenda.and_then(|place| today.agenda().nth(place));
            match (due.map(|due| due.case), Tile::ALL.get(at)) {
                (Some(case), _) => open_case(state, case),
                (None, Some(tile)) => return open_tile(state, *tile),
                (None, None) => {}
            }
        }
        Action::OpenCases => state.screens.push(Screen::Cases(Cases::default())),
        Action::Filter => {
            state.screens.push(Screen::Cases(Cases::default()));
            return cases::act(state, action);
        }
        Action::OpenSanctions => open_ledger(state, LedgerKind::Sanctions),
        Action::OpenContacts => open_ledger(state, LedgerKind::Contacts),
        Action::OpenCalendar => {
            let screen = Calendar::new(state.now.date_naive());
            state.screens.push(Screen::Calendar(screen));
        }
        action => {
            let tile = Tile::ALL.into_iter().find(|tile| key_of(*tile) == action);
            return match tile {
                Some(tile) => open_tile(state, tile),
                None => cases::begin(state, action),
            };
        }
    }
    Vec::new()
}

fn open_ledger(state: &mut State, kind: LedgerKind) {
    state.screens.push(Screen::Ledger(Ledger::new(kind)));
}

/// Opens a case over the screen that is shown.
pub fn open_case(state: &mut State, reference: Reference) {
    if let Some(opened) = state.opened.as_deref() {
        let screen = CaseScreen::new(reference, opened);
        state.screens.push(Screen::Case(screen));
    }
}

/// The cases of a tile as a list: they stay in it, whatever becomes of them, until it is left.
fn open_tile(state: &mut State, tile: Tile) -> Vec<Effect> {
    if tile == Tile::Reports {
        return roster::open(state, RosterKind::Reports);
    }
    let Some(today) = state.opened.as_deref().and_then(Opened::today) else {
        return Vec::new();
    };
    let only = today.cases(tile).clone();
    if let (Some(place), Some(Screen::Today(screen))) = (
        Tile::ALL.iter().position(|one| *one == tile),
        state.screens.last_mut(),
    ) {
        screen.cursor = place;
    }
    if only.is_empty() {
        state.say(none(tile));
        return Vec::new();
    }
    state.screens.push(Screen::Cases(Cases {
        only: Some((tile, only)),
        ..Cases::default()
    }));
    Vec::new()
}

/// What is said of a tile that counts nothing.
const fn none(tile: Tile) -> &'static str {
    match tile {
        Tile::Unread => "Nothing is new to you: you have read all that others wrote in open cases.",
        Tile::Critical => "No open case is critical.",
        Tile::Overdue => "Nothing is overdue.",
        Tile::Untold => "The parents of every child have been told, or deliberately not.",
        Tile::Ending => "No sanction ends within a week.",
        Tile::Lapsed => "No sanction is past its end.",
        Tile::Awaiting => "No case waits for an agency.",
        Tile::Reports => "Nothing waits in the drop box.",
        Tile::Mine => "No open case is yours.",
    }
}
