//! The screens as the loop runs them: keys become messages, effects become jobs.

use std::time::{Duration, Instant};

use chrono::{DateTime, Local};
use ratatui::Frame;

use super::events::Stop;
use super::strongroom::{Job, Strongroom};
use super::{Input, Outbox, Program, Request, Session, Worker};
use crate::app::action::Context;
use crate::app::looks::{Looks, Offered};
use crate::app::menu::contexts;
use crate::app::message::{Answer, Effect, Message};
use crate::app::state::State;
use crate::app::update::update;
use crate::domain::people::Author;
use crate::input::{Chord, Dispatcher, Keymap, Outcome, Pressed};
use crate::session::generation::is_cut_short;
use crate::session::{Complaint, Folders, Room};
use crate::store::disk::DiskStore;
use crate::ui::theme::{Look, Theme};
use crate::ui::view;
use crate::vault::WorkFactor;

/// How the screens are started.
pub struct Start {
    /// The vault's folders.
    pub folders: Folders,
    /// The keymap, checked.
    pub keymap: Keymap,
    /// Minutes without a key until it locks.
    pub idle: u16,
    /// Work for a new passphrase.
    pub work: WorkFactor,
    /// Who is at the keyboard, if they said so.
    pub user: Option<String>,
    /// The colours there are.
    pub looks: Vec<Look>,
    /// The name of those to begin with.
    pub look: Option<String>,
}

/// Runs the screens until they are closed. Answers with the exit code.
///
/// # Errors
/// When the vault is in use or damaged, or there is no terminal.
pub fn run(start: Start) -> Result<u8, Complaint> {
    // The vault first: what is wrong with it is said on the plain terminal, where it can be read.
    let there = start
        .folders
        .vault
        .as_deref()
        .is_some_and(|folder| DiskStore::exists(folder) || is_cut_short(folder));
    let room = match there {
        true => Some(Room::open(start.folders.clone())?),
        false => None,
    };
    let people = room.as_ref().map_or_else(Vec::new, Room::people);
    let notices = room.as_ref().map_or_else(Vec::new, Room::notices);
    let session = Session::open().map_err(|error| Complaint::failed(error.to_string(), ""))?;
    let mut screens = Screens::new(&start, people, notices, room, &session.outbox())?;
    let ended = session.run(&mut screens);
    let closed = screens.worker.finish(Duration::from_secs(10));
    if !closed {
        return Err(Complaint::failed(
            "Daybook had to leave before its last job was done",
            "Everything that was shown as saved is safe.",
        ));
    }
    Ok(ended.exit_code())
}

/// The state, and what stands between it and the machine.
pub struct Screens {
    state: State,
    keys: Dispatcher,
    looks: Vec<Look>,
    worker: Worker<Job>,
    requests: Vec<Request>,
    quitting: bool,
    /// When the last key was pressed.
    last_key: Option<Instant>,
}

/// A key so soon after another is typing.
const TYPING: Duration = Duration::from_millis(150);

impl Screens {
    /// The screens over a vault, or over none yet.
    ///
    /// # Errors
    /// When the system cannot start a thread.
    pub fn new(
        start: &Start,
        people: Vec<Author>,
        notices: Vec<String>,
        room: Option<Room>,
        outbox: &Outbox<Answer>,
    ) -> Result<Self, Complaint> {
        let now = Local::now().fixed_offset();
        let mut state = State::new(now, start.keymap.table(), people);
        let offered = start.looks.iter().map(|look| Offered {
            name: look.name.clone(),
            title: look.title.clone(),
        });
        state.looks = Looks::of(offered.collect(), start.look.as_deref());
        state.idle = chrono::Duration::minutes(i64::from(start.idle));
        let place = start.folders.vault.as_deref();
        state.place = place.map_or_else(String::new, |folder| folder.display().to_string());
        state.begin(start.user.as_deref(), notices);
        let mut strongroom = Strongroom::new(start.folders.clone(), start.work, room);
        let worker = Worker::start(
            outbox.clone(),
            |fault| Answer::Fault(format!("A fault in the program stopped this ({fault}). What was saved before is safe. Lock and unlock, then try again.")),
            move |job, outbox| strongroom.work(job, outbox),
        )
        .map_err(|error| Complaint::failed(format!("The system cannot start a thread: {error}"), ""))?;
        Ok(Self {
            state,
            keys: Dispatcher::new(start.keymap.clone()),
            looks: start.looks.clone(),
            worker,
            requests: Vec::new(),
            quitting: false,
            last_key: None,
        })
    }

    fn tell(&mut self, message: Message, now: DateTime<Local>) {
        let effects = update(&mut self.state, message, now.fixed_offset());
        for effect in effects {
            match effect {
                Effect::Suspend => self.requests.push(Request::Suspend),
                Effect::Redraw => self.requests.push(Request::Redraw),
                other => {
                    self.quitting |= matches!(other, Effect::Quit);
                    let job = Job {
                        effect: other,
                        now: now.fixed_offset(),
                    };
                    if self.worker.submit(job).is_err() {
                        self.requests.push(Request::Quit(1));
                    }
                }
            }
        }
    }

    fn key(&mut self, chord: Chord, now: DateTime<Local>) {
        let contexts = contexts(&self.state);
        let before = self.last_key.replace(Instant::now());
        // Text that goes on answers no question: neither the sentence that somebody was in the middle of, nor what
        // a terminal pastes without saying so.
        if contexts.first() == Some(&Context::Confirm)
            && chord.text().is_some()
            && before.is_some_and(|at| at.elapsed() < TYPING)
        {
            return;
        }
        let outcome = self.keys.feed(chord, &contexts);
        self.tell(message_of(outcome), now);
    }
}

/// What a key says to the state.
#[must_use]
pub fn message_of(outcome: Outcome) -> Message {
    match outcome {
        Outcome::Action(action) => Message::Act(action),
        Outcome::Text(c) => Message::Type(c.to_string()),
        Outcome::Pending(hint) => Message::Pending(Some(hint)),
        Outcome::Left => Message::Pending(None),
        Outcome::Unbound(key) => Message::Unbound(key),
    }
}

impl Program for Screens {
    type Answer = Answer;

    fn input(&mut self, input: Input, now: DateTime<Local>) {
        match input {
            Input::Key(event) => match Chord::from_event(event) {
                Pressed::Chord(chord) => self.key(chord, now),
                Pressed::Repeat(chord) => self.key(chord, now),
                Pressed::Text(c) => self.tell(Message::Type(c.to_string()), now),
                Pressed::Nothing => {}
            },
            Input::Paste(text) => {
                self.keys.reset();
                self.tell(Message::Paste(text.to_string()), now);
            }
            Input::Resize(columns, rows) => {
                self.tell(Message::Resize(columns, rows), now);
                // A window that was made small and large again at once has lost what was on it, and is as large
                // as it was: nothing but this tells that it must be drawn anew.
                self.requests.push(Request::Redraw);
            }
            Input::FocusGained | Input::FocusLost => {}
        }
    }

    fn answer(&mut self, answer: Answer, now: DateTime<Local>) {
        if self.quitting && matches!(answer, Answer::Locked) {
            self.requests.push(Request::Quit(0));
        }
        self.tell(Message::Answer(answer), now);
    }

    fn tick(&mut self, now: DateTime<Local>) {
        self.tell(Message::Tick, now);
    }

    fn deadline(&self) -> Option<DateTime<Local>> {
        Some(self.state.next_tick().with_timezone(&Local))
    }

    fn draw(&mut self, frame: &mut Frame) {
        match self.looks.get(self.state.looks.chosen) {
            Some(look) => view(&self.state, &look.theme, frame),
            None => view(&self.state, &Theme::mono(), frame),
        }
    }

    fn take_request(&mut self) -> Option<Request> {
        if self.requests.is_empty() {
            None
        } else {
            Some(self.requests.remove(0))
        }
    }

    fn shutdown(&mut self, _why: Stop, now: DateTime<Local>) {
        self.tell(Message::Shutdown, now);
    }
}

#[cfg(test)]
#[path = "tui_tests.rs"]
mod tests;
