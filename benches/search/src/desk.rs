//! The program without its terminal: keys go through the keymap, effects to the real worker, and answers back.

use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, Local};
use daybook::app::menu::contexts;
use daybook::app::message::{Answer, Effect, Message};
use daybook::app::state::State;
use daybook::app::update::update;
use daybook::input::{Chord, Dispatcher, Keymap};
use daybook::runtime::strongroom::{Job, Strongroom};
use daybook::runtime::tui::message_of;
use daybook::runtime::{Message as LoopMessage, Outbox};
use daybook::session::demo::PASSPHRASE;
use daybook::session::{Folders, Room};
use daybook::ui::theme::Theme;
use daybook::ui::view;
use daybook::vault::WorkFactor;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::{Fault, in_words};

/// Somebody at the program.
pub struct Desk {
    pub state: State,
    now: DateTime<FixedOffset>,
    keys: Dispatcher,
    strongroom: Strongroom,
    outbox: Outbox<Answer>,
    inbox: Receiver<LoopMessage<Answer>>,
}

impl Desk {
    /// Unlocks a school, up to the first screen.
    pub fn open(folder: &Path) -> Result<Self, Fault> {
        let folders = Folders {
            vault: Some(folder.to_owned()),
            state: folder.with_extension("state"),
            ..Folders::default()
        };
        let room = Room::open(folders.clone()).map_err(in_words)?;
        let keymap = Keymap::shipped("default").map_err(|_| "the keymap is not in order")?;
        let now = Local::now().fixed_offset();
        let mut state = State::new(now, keymap.table(), room.people());
        state.begin(None, room.notices());
        let (sender, inbox) = mpsc::channel();
        let mut desk = Self {
            state,
            now,
            keys: Dispatcher::new(keymap),
            strongroom: Strongroom::new(folders, WorkFactor::new(1), Some(room)),
            outbox: Outbox::new(sender),
            inbox,
        };
        desk.resize(200, 60);
        desk.write(PASSPHRASE)?;
        desk.press("enter")?;
        if desk.state.opened.is_none() {
            return Err("the school did not open".into());
        }
        Ok(desk)
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        update(&mut self.state, Message::Resize(columns, rows), self.now);
    }

    /// One key, and everything that follows from it; answers with the time until the state shows it, which is without
    /// what the worker does meanwhile.
    pub fn chord(&mut self, chord: Chord) -> Duration {
        let pressed = Instant::now();
        let outcome = self.keys.feed(chord, &contexts(&self.state));
        let mut effects = update(&mut self.state, message_of(outcome), self.now);
        let took = pressed.elapsed();
        while let Some(effect) = effects.pop() {
            if matches!(effect, Effect::Suspend | Effect::Redraw) {
                continue;
            }
            let now = self.now;
            let answer = self.strongroom.work(Job { effect, now }, &self.outbox);
            let before: Vec<_> = self.inbox.try_iter().collect();
            let before = before.into_iter().filter_map(|message| match message {
                LoopMessage::Answer(answer) => Some(answer),
                _ => None,
            });
            for answer in before.chain([answer]) {
                effects.extend(update(&mut self.state, Message::Answer(answer), now));
            }
        }
        took
    }

    /// Presses keys, written as in a keymap; the longest that one took.
    pub fn press(&mut self, keys: &str) -> Result<Duration, Fault> {
        let mut longest = Duration::ZERO;
        for key in keys.split_whitespace() {
            let chord: Chord = key.parse().map_err(in_words)?;
            longest = longest.max(self.chord(chord));
        }
        Ok(longest)
    }

    /// Types text, a key for each character; what each took.
    pub fn write(&mut self, text: &str) -> Result<Vec<Duration>, Fault> {
        let each = text.chars().map(|c| {
            let chord = match c {
                ' ' => "space".parse().map_err(in_words)?,
                c => Chord::plain(daybook::input::chord::Key::Char(c)),
            };
            Ok(self.chord(chord))
        });
        each.collect()
    }

    /// Draws the screen; what that took.
    pub fn draw(&self, terminal: &mut Terminal<TestBackend>) -> Result<Duration, Fault> {
        let begun = Instant::now();
        let theme = Theme::mono();
        terminal.draw(|frame| view(&self.state, &theme, frame))?;
        Ok(begun.elapsed())
    }
}
