//! A sheet on the screen: its lines are made when it is opened, and anew only when what they say may have changed, so
//! that drawing it takes no longer in a large school.

use std::cell::Cell;

use chrono::NaiveDate;

use super::state::{Screen, State};
use crate::domain::ids::{PupilId, Reference};
use crate::domain::policy::ClauseRef;
use crate::domain::sheet::{self, LeadsTo, SheetLine};
use crate::domain::story::Teller;

/// Lines at the top of a sheet that are in sight on any screen.
const IN_SIGHT: usize = 10;

/// A sheet on the screen.
pub struct Sheet {
    /// Of what.
    pub kind: SheetKind,
    /// Its lines.
    pub lines: Vec<SheetLine>,
    /// The line with the cursor.
    pub cursor: usize,
    /// How many rows of that line have been scrolled past, when it is taller than the screen.
    pub offset: usize,
    /// Whether rows of it are hidden below: only drawing knows, and says so here.
    pub hidden: Cell<bool>,
    /// What the lines were made from.
    made: Option<Made>,
}

/// What a sheet is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetKind {
    /// A case, to be read aloud.
    Aloud(Reference),
    /// A pupil.
    Pupil(PupilId),
    /// A clause.
    Clause(ClauseRef),
    /// The handover of a person: their id.
    Brief(String),
}

/// What lines were made from: the log's last entry, whether names were initials, and the day.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Made {
    seq: u64,
    initials: bool,
    today: NaiveDate,
}

impl Sheet {
    /// A sheet whose lines are not made yet.
    #[must_use]
    pub fn new(kind: SheetKind) -> Self {
        Self {
            kind,
            lines: Vec::new(),
            cursor: 0,
            offset: 0,
            hidden: Cell::new(false),
            made: None,
        }
    }

    /// Where the line with the cursor leads.
    #[must_use]
    pub fn leads_to(&self) -> Option<&LeadsTo> {
        self.lines.get(self.cursor)?.to.as_ref()
    }

    /// What the bar calls it: no name, for that may be read by others.
    #[must_use]
    pub fn title(&self) -> String {
        match &self.kind {
            SheetKind::Aloud(reference) => format!("{reference}, as plain text"),
            SheetKind::Pupil(_) => "a pupil's page".to_owned(),
            SheetKind::Clause(clause) => clause.to_string(),
            SheetKind::Brief(_) => "handover".to_owned(),
        }
    }
}

/// Makes the lines of the sheet that is shown, if they are not made or may have changed.
pub fn freshen(state: &mut State) {
    let Some(opened) = state.opened.as_deref() else {
        return;
    };
    let now = Made {
        seq: opened.school.seq,
        initials: state.initials,
        today: state.now.date_naive(),
    };
    let stale = match state.screens.last() {
        Some(Screen::Sheet(sheet)) if sheet.made != Some(now) => sheet.kind.clone(),
        _ => return,
    };
    let lines = made(state, &stale);
    if let Some(Screen::Sheet(sheet)) = state.screens.last_mut() {
        // Whoever opens it can go on at once, where what leads on is in sight.
        let leads = lines.iter().position(|line| line.to.is_some());
        let begins = leads.filter(|place| sheet.made.is_none() && *place < IN_SIGHT);
        let cursor = begins.unwrap_or(sheet.cursor);
        sheet.cursor = cursor.min(lines.len().saturating_sub(1));
        sheet.lines = lines;
        sheet.made = Some(now);
    }
}

/// The lines as they may be shown now.
fn made(state: &State, kind: &SheetKind) -> Vec<SheetLine> {
    let name = |name: &str| state.name(name);
    let mut lines = told(state, kind, &name);
    if state.initials {
        for line in &mut lines {
            line.text = state.shown(&line.text);
        }
    }
    lines
}

/// The lines, with names as `name` gives them.
pub(super) fn told(
    state: &State,
    kind: &SheetKind,
    name: &dyn Fn(&str) -> String,
) -> Vec<SheetLine> {
    let Some(opened) = state.opened.as_deref() else {
        return Vec::new();
    };
    let teller = Teller {
        school: &opened.school,
        words: &opened.words,
        name,
        today: state.now.date_naive(),
    };
    match kind {
        SheetKind::Aloud(reference) => opened
            .school
            .cases
            .get(reference)
            .map_or_else(Vec::new, |case| sheet::aloud(&teller, case)),
        SheetKind::Pupil(id) => sheet::pupil(&teller, *id),
        SheetKind::Clause(clause) => sheet::clause(&teller, clause),
        SheetKind::Brief(person) => sheet::brief(&teller, person),
    }
}
