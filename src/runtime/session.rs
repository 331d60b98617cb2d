//! Everything that runs around a program on a real terminal, in one place.

use std::io::{self, IsTerminal, Stdout};
use std::sync::mpsc::{self, Receiver, Sender};

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use super::events::{InputThread, Message, TerminalEvents};
use super::panic;
use super::paste::Bursts;
use super::run::{Ended, Program, Stage, run};
use super::signals::{Signals, stop_until_continued};
use super::terminal::{Mode, RealTerminal, TerminalGuard, keep_modifiers_without_colour};
use super::worker::Outbox;

/// Why there is no session.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// Input or output is a pipe or a file.
    #[error("Daybook's screens need a terminal. `daybook --help` lists what works without one.")]
    NotATerminal,
    /// The terminal or the system refused something.
    #[error("This terminal cannot show Daybook's screens: {0}.")]
    Refused(#[from] io::Error),
}

/// The terminal in Daybook's hands, with the loop's channel. Dropping it gives the terminal back.
#[derive(Debug)]
pub struct Session<A> {
    front: Front,
    terminal: Terminal<CrosstermBackend<Stdout>>,
    outbox: Sender<Message<A>>,
    inbox: Receiver<Message<A>>,
}

#[derive(Debug)]
struct Front {
    // Dropped in this order: no more reading, then no more signals, then the terminal is the shell's again.
    input: InputThread,
    signals: Signals,
    guard: TerminalGuard,
}

impl<A: Send + 'static> Session<A> {
    /// Takes the terminal. Call it on the thread that will call [`run`](Self::run).
    ///
    /// # Errors
    /// When there is no terminal, or it cannot show the screens; it is then as it was.
    pub fn open() -> Result<Self, SessionError> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(SessionError::NotATerminal);
        }
        keep_modifiers_without_colour();
        let (outbox, inbox) = mpsc::channel();
        let guard = TerminalGuard::enter(RealTerminal)?;
        let handle = guard.handle();
        panic::install(move || handle.restore());
        let bursts = match guard.has(Mode::BracketedPaste) && !cfg!(windows) {
            true => Bursts::AreKeys,
            false => Bursts::ArePastes,
        };
        let signals = Signals::listen(outbox.clone())?;
        let input = InputThread::start(TerminalEvents, bursts, outbox.clone())?;
        Ok(Self {
            front: Front {
                input,
                signals,
                guard,
            },
            terminal: Terminal::new(CrosstermBackend::new(io::stdout()))?,
            outbox,
            inbox,
        })
    }

    /// The worker's way into the loop.
    #[must_use]
    pub fn outbox(&self) -> Outbox<A> {
        Outbox::new(self.outbox.clone())
    }

    /// Runs a program to its end, and gives the terminal back.
    pub fn run(mut self, program: &mut impl Program<Answer = A>) -> Ended {
        run(program, &mut self.terminal, &self.inbox, &mut self.front)
    }
}

impl Stage for Front {
    fn suspend(&mut self) -> io::Result<()> {
        self.input.pause();
        let outcome = self.guard.suspend(|| stop_until_continued(&self.signals));
        self.input.resume();
        outcome
    }

    fn resume(&mut self) -> io::Result<()> {
        self.guard.enter_again()
    }

    /// The event library does not notice that its terminal is gone, and the hangup signal can be switched off
    /// by whatever started us.
    fn is_there(&self) -> bool {
        #[cfg(unix)]
        return rustix::termios::tcgetattr(io::stdin()).is_ok();
        #[cfg(not(unix))]
        return true;
    }
}

#[cfg(all(test, unix))]
#[path = "session_tests.rs"]
mod tests;
