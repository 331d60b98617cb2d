//! What each screen keeps.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, NaiveDate};
use zeroize::Zeroizing;

use crate::app::edit::TextEdit;
use crate::app::form::Form;
use crate::app::form::kind::FormKind;
use crate::app::message::Founding;
use crate::app::page::Page;
use crate::app::queue::Queue;
use crate::app::screens::calendar::Calendar;
use crate::app::screens::chronology::ChronologyScreen;
use crate::app::screens::ledger::Ledger;
use crate::app::screens::summary::SummaryScreen;
use crate::app::screens::today::TodayScreen;
use crate::app::search::Search;
use crate::app::sheet::Sheet;
use crate::domain::ids::Reference;
use crate::domain::today::Tile;

/// One screen.
pub enum Screen {
    /// There is no vault yet.
    Setup(Box<Setup>),
    /// A vault, locked.
    Unlock(Unlock),
    /// How things stand today.
    Today(TodayScreen),
    /// The list of cases.
    Cases(Cases),
    /// Search as you type.
    Search(Box<Search>),
    /// Sanctions in force, or parents to be reached.
    Ledger(Ledger),
    /// The calendar.
    Calendar(Calendar),
    /// One case.
    Case(CaseScreen),
    /// A chronology before it is written.
    Chronology(Box<ChronologyScreen>),
    /// The termly summary.
    Summary(Box<SummaryScreen>),
    /// A form.
    Form(Box<FormScreen>),
    /// A list beside the cases.
    Roster(Roster),
    /// A few fields on a screen of their own.
    Page(Box<Page>),
    /// A page to read.
    Sheet(Box<Sheet>),
}

/// A list beside the cases.
pub struct Roster {
    /// Of what.
    pub kind: RosterKind,
    /// The line with the cursor, in what is shown.
    pub cursor: usize,
    /// What narrows the list.
    pub filter: TextEdit,
    /// The filter has the keys.
    pub filtering: bool,
}

/// What a list beside the cases is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RosterKind {
    /// The people with a key.
    People,
    /// Who read what.
    Audit,
    /// What waits in the drop box.
    Reports,
    /// Pupils and clauses, each with a page of its own.
    Pages,
}

impl Roster {
    /// A list with the cursor on its first line.
    #[must_use]
    pub fn new(kind: RosterKind) -> Self {
        Self {
            kind,
            cursor: 0,
            filter: TextEdit::line(),
            // Of so many, one looks for one.
            filtering: kind == RosterKind::Pages,
        }
    }
}

/// Setting a school up.
pub struct Setup {
    /// How far it has got.
    pub step: SetupStep,
    /// The form of this step.
    pub form: Form,
    /// What has been settled.
    pub founding: Founding,
    /// The pages before this one, as they were left.
    pub behind: Vec<SetupPage>,
    /// The pages after it from which one came back, the nearest last.
    pub ahead: Vec<SetupPage>,
}

/// A page of setting up.
pub struct SetupPage {
    /// Which.
    pub step: SetupStep,
    /// Its form.
    pub form: Form,
}

/// The steps of setting up.
pub enum SetupStep {
    /// Set up, or look round the demo school.
    Welcome,
    /// School, name, role, policy.
    School,
    /// The passphrase, twice.
    Passphrase,
    /// The keys are being made.
    Making,
    /// The recovery key, shown once.
    Recovery {
        /// The key.
        key: Zeroizing<String>,
    },
    /// Part of the recovery key, typed.
    Confirm {
        /// The key.
        key: Zeroizing<String>,
        /// The file that it was written to.
        file: Option<String>,
    },
}

/// A locked vault.
pub struct Unlock {
    /// The name and the passphrase.
    pub form: Form,
    /// What went wrong the last time.
    pub problem: Option<String>,
    /// What opening the vault's files found out.
    pub notices: Vec<String>,
    /// After so many wrong passphrases one has to wait until then.
    pub wait: Option<DateTime<FixedOffset>>,
    /// Wrong passphrases since the program began.
    pub failures: u32,
    /// It is the invented school: nobody was ever told a passphrase.
    pub demo: bool,
}

/// The list.
pub struct Cases {
    /// The line with the cursor, in what is shown.
    pub cursor: usize,
    /// Closed ones too.
    pub all: bool,
    /// What narrows the list.
    pub filter: TextEdit,
    /// The filter has the keys.
    pub filtering: bool,
    /// What it shows, and why.
    pub queue: Box<Queue>,
    /// These cases alone, as they were counted, and what they have in common.
    pub only: Option<(Tile, BTreeSet<Reference>)>,
}

impl Default for Cases {
    fn default() -> Self {
        Self {
            cursor: 0,
            all: false,
            filter: TextEdit::line(),
            filtering: false,
            queue: Box::default(),
            only: None,
        }
    }
}

/// One case.
pub struct CaseScreen {
    /// Which.
    pub reference: Reference,
    /// The entry with the cursor, from the top.
    pub cursor: usize,
    /// How many lines of that entry have been scrolled past, when it is taller than the screen.
    pub offset: usize,
    /// Whether lines of it are hidden below: only drawing knows, and says so here.
    pub hidden: std::cell::Cell<bool>,
    /// The entries that are folded into one line, by their numbers in the log.
    pub folded: BTreeSet<u64>,
    /// When whoever reads looked at it last before they unlocked.
    pub looked: Option<Looked>,
}

/// When somebody looked at a case.
pub struct Looked {
    /// The entry that says so.
    pub seq: u64,
    /// The day.
    pub on: NaiveDate,
}

/// A form on the screen.
pub struct FormScreen {
    /// What it is for.
    pub kind: FormKind,
    /// The form.
    pub form: Form,
    /// When it was begun.
    pub begun: DateTime<FixedOffset>,
    /// When it was last changed, while that is not sealed yet.
    pub unsealed: Option<DateTime<FixedOffset>>,
    /// Where its draft is sealed, once it was.
    pub slot: Option<u32>,
    /// What is being done with it: until then it takes no keys.
    pub busy: Option<Busy>,
}

/// What is being done with a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Busy {
    /// It is being written into the log.
    Saving,
    /// It is put away, once what was typed is sealed.
    Leaving,
}

impl FormScreen {
    /// A form that was just opened.
    #[must_use]
    pub fn new(kind: FormKind, form: Form, now: DateTime<FixedOffset>) -> Self {
        Self {
            kind,
            form,
            begun: now,
            unsealed: None,
            slot: None,
            busy: None,
        }
    }
}
