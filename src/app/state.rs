//! Everything the screens show. [`super::update`] is the only place that changes it.

mod overlays;
mod screens;

use chrono::{DateTime, Duration, FixedOffset, NaiveDateTime};

use super::assurance;
use super::form::kind::FormKind;
use super::keys::KeyTable;
use super::looks::Looks;
use super::message::Purpose;
use super::page::PageKind;
use super::search::Searching;
use super::several::Pending;
use super::sheet::SheetKind;
use crate::domain::decide::Desk;
use crate::domain::ids::Reference;
use crate::domain::people::Author;
use crate::domain::policy::Policies;
use crate::domain::query::View;
use crate::domain::report::DropBox;
use crate::domain::school::School;
use crate::domain::vocabulary::Vocabulary;
use crate::report::Assurance;

use super::draft::Waiting;
use super::screens::today::Counted;
use super::toast::Toast;
pub use overlays::{Menu, Overlay, Question, Then};
pub use screens::{
    Busy, CaseScreen, Cases, FormScreen, Looked, Roster, RosterKind, Screen, Setup, SetupPage,
    SetupStep, Unlock,
};

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
    /// What waits in the drop box.
    pub drop_box: DropBox,
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

impl Working {
    pub(super) fn waited_for(what: &str, now: DateTime<FixedOffset>) -> Self {
        Self {
            what: what.to_owned(),
            since: now,
            progress: None,
            blocks: true,
        }
    }
}

impl State {
    /// The worker is at something, and keys have to wait for it.
    pub(super) fn waits_for(&mut self, what: &str) {
        self.working = Some(Working::waited_for(what, self.now));
    }

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
            reports: &self.drop_box.reports,
            me: &self.me,
            now,
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
