//! The program without a terminal and without a clock: every key goes through the keymap, every effect to the real
//! strongroom, and every answer back.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};

use chrono::{DateTime, Duration, FixedOffset};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use serde_json::Value;

use daybook::app::action::Action;
use daybook::app::form::Form;
use daybook::app::looks::{Looks, Offered};
use daybook::app::menu::contexts;
use daybook::app::message::{Answer, Effect, Message, Purpose};
use daybook::app::state::{Overlay, Screen, State};
use daybook::app::update::update;
use daybook::domain::case::Case;
use daybook::domain::entry::{CaseFact, Entry, FORMAT, What};
use daybook::domain::people::Author;
use daybook::input::{Chord, Dispatcher, Keymap};
use daybook::runtime::strongroom::{Job, Strongroom};
use daybook::runtime::tui::message_of;
use daybook::runtime::{Message as LoopMessage, Outbox};
use daybook::session::founding::{Founded, Plan, found};
use daybook::session::{Folders, Room, Unlocking};
use daybook::ui::theme::{Look, Theme};
use daybook::ui::view;
use daybook::vault::{Role, WorkFactor};

use crate::school::{chat, school};
use crate::shots::text_of;

pub const PASSPHRASE: &str = "Seven teal lanterns over Dover, 1904";
/// The founder, whose name must not show in initials mode.
pub const ME: &str = "Ada Example";

/// Tuesday 24 November 2026, 10:50.
pub fn morning() -> DateTime<FixedOffset> {
    "2026-11-24T10:50:00+00:00".parse().unwrap()
}

pub struct Desk {
    pub state: State,
    pub now: DateTime<FixedOffset>,
    /// Keys pressed with [`Desk::press`].
    pub presses: usize,
    /// The vault was closed for good.
    pub closed: bool,
    /// What the state asked of the world, by name, in order.
    pub asked: Vec<String>,
    /// The worker is busy: it is asked and does not answer.
    held: bool,
    keys: Dispatcher,
    strongroom: Strongroom,
    outbox: Outbox<Answer>,
    inbox: Receiver<LoopMessage<Answer>>,
    /// The recovery key.
    pub recovery: String,
    home: Option<tempfile::TempDir>,
}

/// A school as it is founded, before anything that a scene tells of.
fn founding() -> (Founded, DateTime<FixedOffset>) {
    let begun = morning() - Duration::days(80);
    let plan = Plan {
        school: "Invented Primary",
        name: ME,
        role: Role::Dsl,
        policy: "st-james-2024",
        passphrase: PASSPHRASE,
    };
    (found(&plan, WorkFactor::new(2), begun).unwrap(), begun)
}

/// Nothing is remembered outside of the test's own folder.
fn folders_of(vault: &Path) -> Folders {
    Folders {
        state: vault.with_file_name("state"),
        ..Folders::of(vault, None, None)
    }
}

impl Desk {
    fn with(keymap: &str, folders: Folders, room: Option<Room>, people: Vec<Author>) -> Self {
        let keymap = Keymap::shipped(keymap).unwrap();
        let (sender, inbox) = mpsc::channel();
        let mut state = State::new(morning(), keymap.table(), people);
        state.place = "/home/ada/daybook".to_owned();
        let offered = Look::shipped().into_iter().map(|look| Offered {
            name: look.name,
            title: look.title,
        });
        state.looks = Looks::of(offered.collect(), None);
        state.begin(None, Vec::new());
        Self {
            state,
            now: morning(),
            presses: 0,
            closed: false,
            asked: Vec::new(),
            held: false,
            keys: Dispatcher::new(keymap),
            strongroom: Strongroom::new(folders, WorkFactor::new(2), room),
            outbox: Outbox::new(sender),
            inbox,
            recovery: String::new(),
            home: None,
        }
    }

    /// No vault yet; one would be written to this folder.
    pub fn bare(folder: PathBuf) -> Self {
        Self::with("default", folders_of(&folder), None, Vec::new())
    }

    /// The invented school of the first screen, open.
    pub fn demo() -> Self {
        let mut desk = Self::bare(PathBuf::new());
        desk.press("down enter");
        desk
    }

    /// A locked vault, with pupils in its list and no case.
    pub fn locked(keymap: &str) -> Self {
        let (founded, begun) = founding();
        let recovery = founded.recovery.text().to_string();
        let person = founded.person.clone();
        let room = Room::in_memory(founded.into_locked());
        Self::filled(keymap, Folders::default(), room, (person, begun, recovery))
    }

    /// The same on a disk, open; its folder goes with the desk.
    pub fn on_a_disk() -> Self {
        let home = tempfile::tempdir().unwrap();
        let (founded, begun) = founding();
        let recovery = founded.recovery.text().to_string();
        let person = founded.person.clone();
        let folder = home.path().join("vault");
        founded.write(&folder).unwrap();
        let folders = folders_of(&folder);
        let room = Room::open(folders.clone()).unwrap_or_else(|error| panic!("{error}"));
        let mut desk = Self::filled("default", folders, room, (person, begun, recovery));
        desk.home = Some(home);
        desk.unlock();
        desk
    }

    /// The same folder, found again after the program was killed and something was done to it.
    pub fn found_again(self, damage: impl FnOnce(&Path)) -> Self {
        let Self {
            home, strongroom, ..
        } = self;
        drop(strongroom);
        let home = home.unwrap();
        let folder = home.path().join("vault");
        damage(&folder);
        let folders = folders_of(&folder);
        let room = Room::open(folders.clone()).unwrap_or_else(|error| panic!("{error}"));
        let people = room.people();
        let notices = room.notices();
        let mut desk = Self::with("default", folders, Some(room), people);
        desk.state.begin(None, notices);
        desk.home = Some(home);
        desk
    }

    /// A file or folder beside the vault of a desk on a disk.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.home.as_ref().unwrap().path().join(name)
    }

    fn filled(
        keymap: &str,
        folders: Folders,
        room: Room,
        (person, begun, recovery): (String, DateTime<FixedOffset>, String),
    ) -> Self {
        let with = Unlocking {
            person,
            passphrase: PASSPHRASE.to_owned().into(),
            key_file: None,
            now: begun,
        };
        let Ok(mut session) = room.unlock(&with, &mut |_, _| {}) else {
            panic!("a new vault did not open");
        };
        session.append(begun, school()).unwrap();
        let (room, _) = session.lock(begun);
        let people = room.people();
        let mut desk = Self::with(keymap, folders, Some(room), people);
        desk.recovery = recovery;
        desk
    }

    /// An open vault, at the list of cases.
    pub fn open() -> Self {
        Self::open_with("default")
    }

    pub fn open_with(keymap: &str) -> Self {
        let mut desk = Self::locked(keymap);
        desk.unlock();
        desk
    }

    /// An open vault with the case [`chat`] on the screen.
    pub fn in_a_case() -> Self {
        let mut desk = Self::open();
        desk.log(chat());
        desk.press("enter");
        desk
    }

    /// Unlocks, and goes on to the list of cases.
    pub fn unlock(&mut self) {
        self.unlock_to_today();
        if self.state.overlays.is_empty() {
            self.tell(Message::Act(Action::OpenCases));
        }
    }

    /// Unlocks, to what a person sees first.
    pub fn unlock_to_today(&mut self) {
        self.write(PASSPHRASE);
        self.press("enter");
        assert!(self.state.opened.is_some(), "it did not unlock");
    }

    /// Presses keys, written as in a keymap, one after the other.
    #[track_caller]
    pub fn press(&mut self, keys: &str) {
        for key in keys.split_whitespace() {
            let chord: Chord = key.parse().unwrap_or_else(|error| panic!("{error}"));
            self.presses += 1;
            self.chord(chord);
        }
    }

    /// Types text, a key for each character.
    pub fn write(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' => self.chord("enter".parse().unwrap()),
                ' ' => self.chord("space".parse().unwrap()),
                c => self.chord(Chord::plain(daybook::input::chord::Key::Char(c))),
            }
        }
    }

    /// A script: what begins with `'` is typed, all else is pressed.
    #[track_caller]
    pub fn play(&mut self, steps: &[&str]) {
        for step in steps {
            match step.strip_prefix('\'') {
                Some(text) => self.write(text),
                None => self.press(step),
            }
        }
    }

    pub fn chord(&mut self, chord: Chord) {
        let outcome = self.keys.feed(chord, &contexts(&self.state));
        self.tell(message_of(outcome));
    }

    /// Does something while the worker does not come to answer.
    pub fn hold(&mut self, something: impl FnOnce(&mut Self)) {
        self.held = true;
        something(self);
        self.held = false;
    }

    /// Lets time pass, and says so to the state.
    pub fn wait(&mut self, time: Duration) {
        self.now += time;
        self.tell(Message::Tick);
    }

    pub fn tell(&mut self, message: Message) {
        let mut effects = update(&mut self.state, message, self.now);
        while !effects.is_empty() {
            let mut next = Vec::new();
            for effect in effects {
                let name = format!("{effect:?}");
                let end = name.find(|c: char| !c.is_alphanumeric());
                self.asked
                    .push(name[..end.unwrap_or(name.len())].to_owned());
                if self.held || matches!(effect, Effect::Suspend | Effect::Redraw) {
                    continue;
                }
                self.closed |= matches!(effect, Effect::Quit);
                let now = self.now;
                let answer = self.strongroom.work(Job { effect, now }, &self.outbox);
                let before: Vec<_> = self.inbox.try_iter().collect();
                for message in before {
                    if let LoopMessage::Answer(answer) = message {
                        next.extend(update(&mut self.state, Message::Answer(answer), now));
                    }
                }
                next.extend(update(&mut self.state, Message::Answer(answer), now));
            }
            effects = next;
        }
        // The keys are new in every run, and so is what is computed from them.
        if let Some(opened) = self.state.opened.as_mut() {
            opened.fingerprint = "81 · 3f0a 9c1e 77b2 04d5".to_owned();
        }
    }

    /// Records a command as it stands in a script, without a screen.
    #[track_caller]
    pub fn log(&mut self, command: Value) {
        self.state.now = self.now;
        let command = serde_json::from_value(command).unwrap();
        let decided = match self.state.desk().unwrap().decide(&command) {
            Ok(decided) => decided,
            Err(refused) => panic!("{:?}", refused.problems),
        };
        self.append(decided.facts);
    }

    /// A command that somebody else recorded, as if it had come with the log.
    #[track_caller]
    pub fn log_as(&mut self, by: &Author, command: Value) {
        self.state.now = self.now;
        let command = serde_json::from_value(command).unwrap();
        let decided = self.state.desk().unwrap().decide(&command).unwrap();
        let school = &mut self.state.opened.as_mut().unwrap().school;
        // A number that no entry of this log will reach.
        for (seq, what) in (90_000..).zip(decided.facts) {
            let entry = Entry {
                daybook: FORMAT,
                at: self.now,
                by: by.clone(),
                what,
            };
            school.apply(seq, &entry);
        }
    }

    pub fn append(&mut self, facts: Vec<What>) {
        let effect = Effect::Append {
            facts,
            purpose: Purpose::Quiet,
        };
        let job = Job {
            effect,
            now: self.now,
        };
        let answer = self.strongroom.work(job, &self.outbox);
        assert!(matches!(answer, Answer::Appended { .. }), "{answer:?}");
        self.tell(Message::Answer(answer));
    }

    /// The form on the screen.
    #[track_caller]
    pub fn form(&self) -> &Form {
        match (self.state.overlays.last(), self.state.screen()) {
            (Some(Overlay::Person(form)), _) => form,
            (_, Some(Screen::Form(screen))) => &screen.form,
            (_, Some(Screen::Setup(setup))) => &setup.form,
            (_, Some(Screen::Unlock(unlock))) => &unlock.form,
            _ => panic!("no form on the screen:\n{}", self.text()),
        }
    }

    /// The field with the focus.
    #[track_caller]
    pub fn focus(&self) -> &'static str {
        self.form().focused().unwrap().name
    }

    /// The labels of what the field with the focus offers.
    #[track_caller]
    pub fn offers(&self) -> Vec<String> {
        let picker = self.form().focused().unwrap().picker().unwrap();
        picker.hits.iter().map(|hit| hit.label.clone()).collect()
    }

    pub fn cases(&self) -> impl DoubleEndedIterator<Item = &Case> {
        let opened = self.state.opened.as_ref().expect("it is locked");
        opened.school.cases.all()
    }

    /// The newest case.
    #[track_caller]
    pub fn case(&self) -> &Case {
        self.cases().next_back().expect("there is no case")
    }

    /// The newest entry of the newest case.
    #[track_caller]
    pub fn newest(&self) -> &CaseFact {
        &self.case().chronology.last().unwrap().fact
    }

    /// The place of the entry with the cursor, on a case's screen.
    #[track_caller]
    pub fn cursor(&self) -> usize {
        match self.state.screen() {
            Some(Screen::Case(screen)) => screen.cursor,
            _ => panic!("no case on the screen:\n{}", self.text()),
        }
    }

    #[track_caller]
    pub fn toast(&self) -> &str {
        self.state.toast.as_ref().map_or("", |toast| &toast.text)
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.tell(Message::Resize(columns, rows));
    }

    /// The screen's cells, and where the cursor is when it shows.
    pub fn draw(&self, columns: u16, rows: u16, theme: &Theme) -> (Buffer, Option<(u16, u16)>) {
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal
            .draw(|frame| view(&self.state, theme, frame))
            .unwrap();
        let backend = terminal.backend();
        let at = backend.cursor_position();
        let cursor = backend.cursor_visible().then_some((at.x, at.y));
        (backend.buffer().clone(), cursor)
    }

    /// What stands on the screen, at 80 columns and 24 rows.
    pub fn text(&self) -> String {
        text_of(&self.draw(80, 24, &Theme::mono()).0)
    }
}
