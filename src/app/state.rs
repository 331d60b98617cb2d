//! Everything the screens show. [`super::update`] is the only place that changes it.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveDateTime};
use zeroize::Zeroizing;

use super::assurance;
use super::edit::TextEdit;
use super::form::Form;
use super::form::kind::FormKind;
use super::keys::KeyTable;
use super::looks::Looks;
use super::message::{Founding, Purpose};
use super::page::{Page, PageKind};
use super::queue::{Column, Queue};
use super::search::{Search, Searching};
use super::several::Pending;
use super::sheet::{Sheet, SheetKind};
use crate::domain::decide::Desk;
use crate::domain::ids::{PupilId, Reference};
use crate::domain::people::Author;
use crate::domain::policy::Policies;
use crate::domain::query::View;
use crate::domain::report::WaitingReport;
use crate::domain::school::School;
use crate::domain::today::Tile;
use crate::domain::vocabulary::Vocabulary;
use crate::report::Assurance;

use super::choose::Choosing;
use super::draft::Waiting;
use super::screens::calendar::Calendar;
use super::screens::chronology::ChronologyScreen;
use super::screens::ledger::Ledger;
use super::screens::summary::SummaryScreen;
use super::screens::today::{Counted, TodayScreen};
use super::toast::Toast;

/// A pause in typing of this length seals the draft.
pub const PAUSE: Duration = Duration::milliseconds(800);
/// Openings of cases are noted together, this long after the first of them.
pub const READING: Duration = Duration::seconds(30);
/// The spinner's step.
const SPIN: Duration = Duration::milliseconds(120);
/// How late the clock on the screen may be.
const CLOCK: Duration = Duration::seconds(20);

/// The state of the program.
pub struct State {
    /// The time of the last message.
    pub now: DateTime<FixedOffset>,
    /// When a person last did something.
    pub last_input: DateTime<FixedOffset>,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The screens, one on top of the other; the last is shown. Never empty.
    pub screens: Vec<Screen>,
    /// What lies over the screen; the last has the keys.
    pub overlays: Vec<Overlay>,
    /// What an open vault holds; none while it is locked.
    pub opened: Option<Box<Opened>>,
    /// What each key does, for the footer, the help and the palette.
    pub keys: KeyTable,
    /// People who can unlock: id, name and role.
    pub people: Vec<Author>,
    /// Lock after this long without a key.
    pub idle: Duration,
    /// A message at the foot of the screen.
    pub toast: Option<Toast>,
    /// A job the worker is at.
    pub working: Option<Working>,
    /// The screen is blanked.
    pub blank: bool,
    /// Initials instead of names.
    pub initials: bool,
    /// The colours.
    pub looks: Looks,
    /// The first keys of a sequence.
    pub pending: Option<String>,
    /// The program is ending: nothing more is taken.
    pub ending: bool,
    /// Where the vault is, for the screens that speak of it.
    pub place: String,
}

/// What an open vault holds. Dropped as a whole when it is locked.
pub struct Opened {
    /// Everything the log says.
    pub school: School,
    /// The school's words.
    pub words: Vocabulary,
    /// Who opened it.
    pub me: Author,
    /// What was left unfinished, each until it is taken up or thrown away.
    pub drafts: Vec<Waiting>,
    /// Places of drafts that cannot be read: nothing is sealed over them.
    pub shut_drafts: Vec<u32>,
    /// Reports that wait in the drop box.
    pub reports: Vec<WaitingReport>,
    /// What is lost of the log, and that it can only be read.
    pub wound: Option<String>,
    /// When the newest backup was made.
    pub last_backup: Option<NaiveDateTime>,
    /// Our slot asks for a key file.
    pub has_key_file: bool,
    /// The cases that are being read.
    pub reading: Vec<Reference>,
    /// Cases that were opened since that was last noted in the log, and since when.
    pub unnoted: Option<(DateTime<FixedOffset>, Vec<Reference>)>,
    /// The log's last entry when it was unlocked: what was read since then was new until then.
    pub since: u64,
    /// An act on several cases that can still be taken back.
    pub pending: Option<Pending>,
    /// The views of the list, on the number keys.
    pub views: Vec<View>,
    /// What was written into the assurance of a summary and is not released.
    pub assurance: Option<Assurance>,
    /// What cases are searched with.
    pub searching: Searching,
    /// How things stand, as it was last counted.
    pub today: Option<Box<Counted>>,
    /// The log's fingerprint.
    pub fingerprint: String,
    /// It is the invented school.
    pub demo: bool,
}

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

/// What lies over a screen.
pub enum Overlay {
    /// Every key that works here, or every action, narrowed by typing.
    Menu(Menu),
    /// A question.
    Confirm(Question),
    /// A question with several answers.
    Choose(Choosing),
    /// Something to read; any key closes it.
    Read {
        /// What it is about.
        title: String,
        /// What it says.
        lines: Vec<String>,
    },
    /// Somebody who is in no list yet.
    Person(Box<Form>),
}

/// The help and the palette: lines that can be run.
pub struct Menu {
    /// Whether it is the help (what works here) or the palette.
    pub help: bool,
    /// What narrows it.
    pub filter: TextEdit,
    /// The line with the cursor.
    pub cursor: usize,
}

/// Something to say yes or no to.
pub struct Question {
    /// What is asked.
    pub ask: String,
    /// What yes does, in a word or two.
    pub yes: &'static str,
    /// What no does.
    pub no: &'static str,
    /// What follows a yes.
    pub then: Then,
}

/// What follows a yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Leave the form and keep what was typed, sealed.
    KeepForm,
    /// Leave the form and throw away what was typed.
    DropForm,
    /// Nothing: stay where one is.
    Stay,
    /// End the program.
    Quit,
    /// Go on with the draft of that number.
    Resume(u32),
    /// An empty form, whatever waits; with the entry that the person has before them.
    Fresh(FormKind, Option<u64>),
    /// Ask whether the draft of that number is to be thrown away.
    AskDropDraft(u32),
    /// Throw the draft of that number away.
    DropDraft(u32),
    /// Give up the set-up.
    LeaveSetup,
    /// Take the log as it is for the right one.
    AcceptLog,
    /// Go back from a recovery key that is not kept yet.
    DropKey,
    /// Open that case.
    Case(Reference),
    /// Open that pupil's page.
    Pupil(PupilId),
    /// Open the page of the clause in that place of that case.
    Clause(Reference, usize),
    /// Arrange a cover.
    Cover,
    /// End the cover that this entry arranged.
    EndCover(u64),
    /// Sort the list by that, or as it begins; what it is sorted by already, the other way round.
    Sort(Option<Column>),
}

/// A job the worker is at.
pub struct Working {
    /// What, in words.
    pub what: String,
    /// Since when.
    pub since: DateTime<FixedOffset>,
    /// How much is done, of how much.
    pub progress: Option<(u64, u64)>,
    /// Keys have to wait for it.
    pub blocks: bool,
}

impl State {
    /// The state at the start: a vault to unlock, or none yet.
    #[must_use]
    pub fn new(now: DateTime<FixedOffset>, keys: KeyTable, people: Vec<Author>) -> Self {
        let screen = if people.is_empty() {
            Screen::Setup(Box::default())
        } else {
            Screen::Unlock(Unlock::new(&people))
        };
        Self {
            now,
            last_input: now,
            size: (80, 24),
            screens: vec![screen],
            overlays: Vec::new(),
            opened: None,
            keys,
            people,
            idle: Duration::minutes(5),
            toast: None,
            working: None,
            blank: false,
            initials: false,
            looks: Looks::default(),
            pending: None,
            ending: false,
            place: String::new(),
        }
    }

    /// At the start: whose name is asked, and what opening the files found out.
    pub fn begin(&mut self, user: Option<&str>, notices: Vec<String>) {
        if let Some(Screen::Unlock(screen)) = self.screens.last_mut() {
            screen.notices = notices;
            if let Some(user) = user {
                screen.choose(user);
            }
        }
    }

    /// When something will change without a key: a spinner, a message that goes, the draft, the clock, the
    /// idle lock. A moment, not a span: however often it is asked for, it comes no later.
    #[must_use]
    pub fn next_tick(&self) -> DateTime<FixedOffset> {
        let unsealed = self.screens.iter().find_map(|screen| match screen {
            Screen::Form(form) if form.busy.is_none() => form.unsealed,
            _ => None,
        });
        let unnoted = self
            .opened
            .as_ref()
            .and_then(|opened| opened.unnoted.as_ref());
        let opened = self.opened.as_deref();
        let pending = opened.and_then(|opened| opened.pending.as_ref());
        let pending = pending.filter(|act| !act.writing);
        let times = [
            self.working.as_ref().map(|_| self.now + SPIN),
            unsealed.map(|since| since + PAUSE),
            assurance::due(self),
            self.toast.as_ref().and_then(|toast| toast.until),
            self.is_unlocked().then(|| self.last_input + self.idle),
            unnoted.map(|(since, _)| *since + READING),
            pending.map(|act| act.until),
        ];
        let soonest = times.into_iter().flatten().min();
        soonest.map_or(self.now + CLOCK, |at| at.min(self.now + CLOCK))
    }

    /// Whether keys are at hand that locking forgets: also while an invitation is taken up.
    #[must_use]
    pub fn is_unlocked(&self) -> bool {
        let invited = self.screens.iter().any(|screen| {
            let Screen::Page(page) = screen else {
                return false;
            };
            page.kind == (PageKind::OwnPassphrase { first: true })
        });
        self.opened.is_some() || invited
    }

    /// The screen that is shown.
    #[must_use]
    pub fn screen(&self) -> Option<&Screen> {
        self.screens.last()
    }

    /// The rules' view of an open vault.
    #[must_use]
    pub fn desk(&self) -> Option<Desk<'_>> {
        self.opened.as_deref().map(|opened| opened.desk(self.now))
    }

    /// The case on the screen, or under the cursor of the list.
    #[must_use]
    pub fn case_at_hand(&self) -> Option<Reference> {
        match self.screen()? {
            Screen::Case(screen) => Some(screen.reference),
            Screen::Sheet(sheet) => match sheet.kind {
                SheetKind::Aloud(reference) => Some(reference),
                _ => None,
            },
            Screen::Form(screen) => match screen.kind {
                FormKind::Follow(_, reference) => Some(reference),
                FormKind::Concern => None,
            },
            _ => None,
        }
    }
}

impl Opened {
    /// The rules' view of it.
    #[must_use]
    pub fn desk(&self, now: DateTime<FixedOffset>) -> Desk<'_> {
        Desk {
            school: &self.school,
            policies: Policies::shipped(),
            words: &self.words,
            reports: &self.reports,
            me: &self.me,
            now,
        }
    }
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

impl Menu {
    /// An open menu with nothing typed.
    #[must_use]
    pub fn new(help: bool) -> Self {
        Self {
            help,
            filter: TextEdit::line(),
            cursor: 0,
        }
    }
}

/// Kept here so that the worker's purpose and the screens agree on what a save was for.
#[must_use]
pub fn saved_words(purpose: &Purpose) -> Option<String> {
    match purpose {
        Purpose::Form {
            reference,
            new: true,
            ..
        } => Some(format!("Saved as {reference}.")),
        Purpose::Form { reference, .. } => Some(format!("Saved in {reference}.")),
        Purpose::Act { say } => Some(say.clone()),
        Purpose::Several { say } => Some(format!("{say}.")),
        Purpose::Quiet => None,
    }
}
