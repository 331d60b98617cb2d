//! The loop: one channel in, one program, one screen. It knows neither the program nor the terminal, so that tests
//! can play both.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Local};
use ratatui::backend::Backend;
use ratatui::{Frame, Terminal};

use super::events::{Input, Message, Stop};

/// What the loop drives. Nothing in it may block: slow work goes to the worker, and comes back as an answer.
pub trait Program {
    /// What the worker answers, progress included.
    type Answer;

    /// A key, a paste, another size.
    fn input(&mut self, input: Input, now: DateTime<Local>);

    /// The worker has something to say.
    fn answer(&mut self, answer: Self::Answer, now: DateTime<Local>);

    /// The deadline has passed; or a while, for no reason.
    fn tick(&mut self, now: DateTime<Local>);

    /// When a tick is wanted: a spinner's next step, the autosave, the idle lock. Asked before every wait. A tick
    /// that is due comes before the input that found it due: a laptop that was asleep locks before it hears the
    /// first key.
    fn deadline(&self) -> Option<DateTime<Local>>;

    /// Draws the whole screen.
    fn draw(&mut self, frame: &mut Frame);

    /// Something only the loop can do. Asked after every call above until there is nothing more.
    fn take_request(&mut self) -> Option<Request>;

    /// The program must close: keep the draft, lock, close the vault. Called once. No more input comes; answers
    /// and ticks do, until the program asks to quit, or [`GRACE`] has passed.
    fn shutdown(&mut self, why: Stop, now: DateTime<Local>);
}

/// Something only the loop can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// Give the terminal to the shell until it comes back (Ctrl-Z).
    Suspend,
    /// Wipe the screen and draw everything anew: after a lock, or when another program wrote across it.
    Redraw,
    /// End with this exit code. Everything must be saved and closed by then.
    Quit(u8),
}

/// How the loop ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The program asked for it, with this exit code.
    Quit(u8),
    /// It had to; true if the program closed within its [`GRACE`].
    Stopped(Stop, bool),
}

impl Ended {
    /// The exit code that tells a shell which it was: for a signal 128 and its number, as shells count.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        const HANGUP: u8 = 129;
        match self {
            Self::Quit(code) => code,
            Self::Stopped(Stop::TerminalGone, _) => HANGUP,
            Self::Stopped(Stop::Signal(number), _) => {
                u8::try_from(number.saturating_add(128)).unwrap_or(HANGUP)
            }
        }
    }
}

/// The terminal as the loop needs it beside drawing.
pub trait Stage {
    /// Gives the terminal to the shell, stops, and takes it again.
    ///
    /// # Errors
    /// When the terminal is gone.
    fn suspend(&mut self) -> std::io::Result<()>;

    /// Takes the terminal again after something else stopped the program.
    ///
    /// # Errors
    /// When the terminal is gone.
    fn resume(&mut self) -> std::io::Result<()>;

    /// Whether the terminal still exists. Asked now and then: a closed window is not always announced.
    fn is_there(&self) -> bool;
}

/// How long a program may take to close when it has to.
pub const GRACE: Duration = Duration::from_secs(10);
/// How long a burst of messages may keep the screen from being drawn.
const BURST: Duration = Duration::from_millis(33);
/// How long the loop sleeps at most: it looks whether the terminal and the time of day are still what they were.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// How short a wait for a tick can be, whatever a program asks for.
const SHORTEST_WAIT: Duration = Duration::from_millis(20);

/// Runs the program until it ends. The screen is drawn at the start and after whatever could have changed it, once
/// for a whole burst of messages.
pub fn run<P: Program, B: Backend, S: Stage>(
    program: &mut P,
    terminal: &mut Terminal<B>,
    inbox: &Receiver<Message<P::Answer>>,
    stage: &mut S,
) -> Ended {
    run_waking(program, terminal, inbox, stage, LONGEST_WAIT)
}

/// The same, waking at least so often: a test has no seconds to wait.
pub(super) fn run_waking<P: Program, B: Backend, S: Stage>(
    program: &mut P,
    terminal: &mut Terminal<B>,
    inbox: &Receiver<Message<P::Answer>>,
    stage: &mut S,
    longest_wait: Duration,
) -> Ended {
    let mut running = Running {
        program,
        terminal,
        stage,
        longest_wait,
        due: None,
        stopping: None,
        stale: true,
        blind: false,
    };
    loop {
        if let Some(ended) = running.turn(inbox) {
            return ended;
        }
    }
}

/// The loop between two waits.
struct Running<'a, P, B: Backend, S> {
    program: &'a mut P,
    terminal: &'a mut Terminal<B>,
    stage: &'a mut S,
    /// How long it sleeps at most.
    longest_wait: Duration,
    /// The next tick.
    due: Option<Due>,
    /// Why and until when, once the program has to close.
    stopping: Option<(Stop, Instant)>,
    /// The screen no longer shows the program's state.
    stale: bool,
    /// There is no screen any more.
    blind: bool,
}

impl<P: Program, B: Backend, S: Stage> Running<'_, P, B, S> {
    fn turn(&mut self, inbox: &Receiver<Message<P::Answer>>) -> Option<Ended> {
        if self.stale && !self.blind {
            self.stale = false;
            let program = &mut *self.program;
            if self.terminal.draw(|frame| program.draw(frame)).is_err() {
                self.terminal_gone();
                if let Some(ended) = self.requests() {
                    return Some(ended);
                }
            }
        }
        let wait = self.wait();
        let first = inbox.recv_timeout(wait);
        if self.due.as_ref().is_some_and(Due::has_passed) {
            self.due = None;
            self.program.tick(Local::now());
            self.stale = true;
            if let Some(ended) = self.requests() {
                return Some(ended);
            }
        }
        match first {
            Ok(message) => self.burst(message, inbox),
            Err(RecvTimeoutError::Timeout) => self.look_around(),
            Err(RecvTimeoutError::Disconnected) => {
                self.terminal_gone();
                // Nobody is left who could answer.
                let stop = self.stopping.map_or(Stop::TerminalGone, |(stop, _)| stop);
                Some(Ended::Stopped(stop, false))
            }
        }
    }

    /// How long to sleep. The same deadline, asked for again, is not begun anew.
    fn wait(&mut self) -> Duration {
        self.due = self.program.deadline().map(|at| match self.due.take() {
            Some(due) if due.wall == at => due,
            _ => Due::at(at),
        });
        let wait = self.due.as_ref().map_or(self.longest_wait, Due::wait);
        let wait = wait.min(self.longest_wait);
        match self.stopping {
            Some((_, until)) => wait.min(until.saturating_duration_since(Instant::now())),
            None => wait,
        }
    }

    /// Handles a message and all that wait behind it, so that a long paste is drawn a few times and not once a key.
    fn burst(
        &mut self,
        first: Message<P::Answer>,
        inbox: &Receiver<Message<P::Answer>>,
    ) -> Option<Ended> {
        let started = Instant::now();
        let mut next = Some(first);
        while let Some(message) = next {
            self.handle(message);
            if let Some(ended) = self.requests() {
                return Some(ended);
            }
            next = (started.elapsed() < BURST)
                .then(|| inbox.try_recv().ok())
                .flatten();
        }
        self.out_of_grace()
    }

    fn handle(&mut self, message: Message<P::Answer>) {
        match message {
            Message::Input(_) if self.stopping.is_some() => return,
            Message::Input(input) => self.program.input(input, Local::now()),
            Message::Answer(answer) => self.program.answer(answer, Local::now()),
            Message::Continued => self.taken_again(|stage| stage.resume()),
            Message::Stop(Stop::TerminalGone) => self.terminal_gone(),
            Message::Stop(stop) => self.stop(stop),
        }
        self.stale = true;
    }

    /// What nobody announces: a window that was closed silently, a grace that has passed.
    fn look_around(&mut self) -> Option<Ended> {
        if !self.blind && !self.stage.is_there() {
            self.terminal_gone();
            if let Some(ended) = self.requests() {
                return Some(ended);
            }
        }
        self.out_of_grace()
    }

    fn out_of_grace(&self) -> Option<Ended> {
        let (stop, until) = self.stopping?;
        (Instant::now() >= until).then_some(Ended::Stopped(stop, false))
    }

    fn requests(&mut self) -> Option<Ended> {
        while let Some(request) = self.program.take_request() {
            match request {
                Request::Quit(code) => {
                    return Some(match self.stopping {
                        Some((stop, _)) => Ended::Stopped(stop, true),
                        None => Ended::Quit(code),
                    });
                }
                Request::Suspend => self.taken_again(|stage| stage.suspend()),
                Request::Redraw => self.taken_again(|_| Ok(())),
            }
        }
        None
    }

    /// After the terminal was elsewhere nothing on it is ours: everything is drawn anew.
    fn taken_again(&mut self, take: impl FnOnce(&mut S) -> std::io::Result<()>) {
        if self.blind {
            return;
        }
        // Not `Terminal::clear`: it asks the terminal where the cursor is and waits for an answer that
        // the input thread may take.
        let redrawn = take(self.stage).is_ok()
            && self
                .terminal
                .size()
                .and_then(|size| self.terminal.resize(size.into()))
                .is_ok();
        self.stale = true;
        if !redrawn {
            self.terminal_gone();
        }
    }

    fn terminal_gone(&mut self) {
        self.blind = true;
        self.stop(Stop::TerminalGone);
    }

    fn stop(&mut self, stop: Stop) {
        if self.stopping.is_none() {
            let now = Instant::now();
            self.stopping = Some((stop, now.checked_add(GRACE).unwrap_or(now)));
            self.program.shutdown(stop, Local::now());
        }
    }
}

/// A deadline on both clocks: the steady one stands still while a laptop sleeps, the wall clock can be set back.
struct Due {
    steady: Option<Instant>,
    wall: DateTime<Local>,
}

impl Due {
    fn at(wall: DateTime<Local>) -> Self {
        let left = (wall - Local::now()).to_std().unwrap_or_default();
        Self {
            steady: Instant::now().checked_add(left.max(SHORTEST_WAIT)),
            wall,
        }
    }

    fn wait(&self) -> Duration {
        self.steady.map_or(Duration::MAX, |at| {
            at.saturating_duration_since(Instant::now())
        })
    }

    fn has_passed(&self) -> bool {
        Local::now() >= self.wall || self.steady.is_some_and(|at| Instant::now() >= at)
    }
}

#[cfg(test)]
#[path = "run_tests.rs"]
mod tests;
