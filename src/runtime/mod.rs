//! The loop, the terminal's guard, the worker and the signals: everything between the machine and the screens.
//!
//! [`Session`] wires it all for the program; the parts work alone, so that tests need no terminal.

pub mod events;
pub mod harden;
pub mod panic;
pub mod paste;
pub mod run;
pub mod session;
pub mod signals;
pub mod strongroom;
pub mod terminal;
pub mod tui;
pub mod worker;

pub use events::{Input, Message, Stop};
pub use run::{Ended, Program, Request, Stage, run};
pub use session::{Session, SessionError};
pub use worker::{Outbox, Worker, WorkerGone};

use std::sync::Mutex;

static LAST_WORDS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Keeps a sentence for when the terminal is the shell's again. Never anything from a record.
pub fn last_words(text: &str) {
    if let Ok(mut words) = LAST_WORDS.lock() {
        words.push(text.to_owned());
    }
}

/// The sentences that were kept.
#[must_use]
pub fn take_last_words() -> Vec<String> {
    LAST_WORDS
        .lock()
        .map(|mut words| std::mem::take(&mut *words))
        .unwrap_or_default()
}
