//! What reaches the loop, and the one thread that reads the terminal.

use std::fmt;
use std::io;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind};
use zeroize::Zeroizing;

use super::paste::{Burst, Bursts, Judged, clean, is_welcome};

/// Something the person at the keyboard did.
#[derive(Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed, or repeats; never a release.
    Key(KeyEvent),
    /// Text was pasted: clean, and with `\n` as its line end.
    Paste(Zeroizing<String>),
    /// The window has another size: columns and rows.
    Resize(u16, u16),
    /// The window is in front again.
    FocusGained,
    /// Another window is in front.
    FocusLost,
}

/// Never the key or the text: an input that ends up in a message about a fault must not quote a record.
impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(_) => f.write_str("Key"),
            Self::Paste(_) => f.write_str("Paste"),
            Self::Resize(columns, rows) => write!(f, "Resize({columns}, {rows})"),
            Self::FocusGained => f.write_str("FocusGained"),
            Self::FocusLost => f.write_str("FocusLost"),
        }
    }
}

/// Why the program must close although nobody asked it to on its screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// A signal, by its number.
    Signal(i32),
    /// The terminal's window was closed, or its line was cut.
    TerminalGone,
}

/// Everything that can wake the loop; `A` is what the worker answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message<A> {
    /// From the keyboard.
    Input(Input),
    /// From the worker.
    Answer(A),
    /// Close in good order.
    Stop(Stop),
    /// The program was stopped by its shell and goes on: the terminal must be taken again.
    Continued,
}

/// Where events come from. A terminal: [`TerminalEvents`]; tests: a list.
pub trait EventSource: Send + 'static {
    /// Whether an event is waiting, or arrives within `patience`.
    ///
    /// # Errors
    /// When the terminal is gone.
    fn poll(&mut self, patience: Duration) -> io::Result<bool>;

    /// The next event; waits for it.
    ///
    /// # Errors
    /// When the terminal is gone.
    fn read(&mut self) -> io::Result<Event>;
}

/// The terminal's own events.
#[derive(Clone, Copy, Debug, Default)]
pub struct TerminalEvents;

impl EventSource for TerminalEvents {
    fn poll(&mut self, patience: Duration) -> io::Result<bool> {
        event::poll(patience)
    }

    fn read(&mut self) -> io::Result<Event> {
        event::read()
    }
}

/// How long the thread listens before it looks whether it should pause. A pause waits as long at most.
const LISTEN: Duration = Duration::from_millis(100);
/// How long the next piece of a burst may take.
const BURST_GAP: Duration = Duration::from_millis(5);

/// The thread that reads the terminal, and the means to keep it from eating keys that are meant for the shell.
#[derive(Debug)]
pub struct InputThread {
    gate: Arc<Gate>,
}

impl InputThread {
    /// Starts reading. When the source fails, the loop is told that the terminal is gone.
    ///
    /// # Errors
    /// When the system cannot start a thread.
    pub fn start<A: Send + 'static>(
        mut source: impl EventSource,
        bursts: Bursts,
        outbox: Sender<Message<A>>,
    ) -> io::Result<Self> {
        let gate = Arc::new(Gate::default());
        let theirs = Arc::clone(&gate);
        thread::Builder::new()
            .name("input".to_owned())
            .spawn(move || {
                let _told = TellWhenOver(&outbox);
                while let Some(turn) = theirs.turn() {
                    let inputs = listen(&mut source, bursts);
                    drop(turn);
                    let Ok(inputs) = inputs else { return };
                    for input in inputs {
                        if outbox.send(Message::Input(input)).is_err() {
                            return;
                        }
                    }
                }
            })?;
        Ok(Self { gate })
    }

    /// Stops reading; on return nothing more is taken from the terminal.
    pub fn pause(&self) {
        self.gate.close(State::Paused);
    }

    /// Reads on after a [`pause`](Self::pause).
    pub fn resume(&self) {
        let mut inner = self.gate.lock();
        if inner.state == State::Paused {
            inner.state = State::Open;
        }
        self.gate.changed.notify_all();
    }
}

impl Drop for InputThread {
    fn drop(&mut self) {
        self.gate.close(State::Over);
    }
}

/// Tells the loop when the thread ends for whatever reason, a panic included: without keys it would hang.
struct TellWhenOver<'a, A>(&'a Sender<Message<A>>);

impl<A> Drop for TellWhenOver<'_, A> {
    fn drop(&mut self) {
        let _ = self.0.send(Message::Stop(Stop::TerminalGone));
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Open,
    Paused,
    Over,
}

#[derive(Debug, Default)]
struct Inner {
    state: State,
    reading: bool,
}

/// Lets the thread read only while the terminal is ours.
#[derive(Debug, Default)]
struct Gate {
    inner: Mutex<Inner>,
    changed: Condvar,
}

impl Gate {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits while paused; `None` when it is over.
    fn turn(&self) -> Option<Turn<'_>> {
        let paused = |inner: &mut Inner| inner.state == State::Paused;
        let waited = self.changed.wait_while(self.lock(), paused);
        let mut inner = waited.unwrap_or_else(PoisonError::into_inner);
        if inner.state == State::Over {
            return None;
        }
        inner.reading = true;
        Some(Turn(self))
    }

    /// Closes, and waits until the thread no longer reads. Not for ever: a terminal that was cut off can hold it.
    fn close(&self, state: State) {
        let mut inner = self.lock();
        inner.state = state;
        self.changed.notify_all();
        let patience = LISTEN.saturating_mul(3);
        let waited = self
            .changed
            .wait_timeout_while(inner, patience, |inner| inner.reading);
        drop(waited);
    }
}

/// The thread's right to read; given back on drop.
struct Turn<'a>(&'a Gate);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.lock().reading = false;
        self.0.changed.notify_all();
    }
}

/// What the terminal has for us within one turn.
fn listen(source: &mut impl EventSource, bursts: Bursts) -> io::Result<Vec<Input>> {
    if !source.poll(LISTEN)? {
        return Ok(Vec::new());
    }
    let first = source.read()?;
    if bursts == Bursts::AreKeys {
        return Ok(input(first).into_iter().collect());
    }
    let mut burst = match Burst::starting_with(first) {
        Ok(burst) => burst,
        Err(other) => return Ok(input(other).into_iter().collect()),
    };
    let mut last = None;
    while last.is_none() {
        let gap = if burst.is_long() {
            BURST_GAP
        } else {
            Duration::ZERO
        };
        if !source.poll(gap)? {
            break;
        }
        last = burst.take(source.read()?).err();
    }
    let mut inputs: Vec<Input> = match burst.judge() {
        Judged::Paste(text) => vec![Input::Paste(clean(&text))],
        Judged::Keys(keys) => keys.into_iter().filter_map(input).collect(),
    };
    inputs.extend(last.and_then(input));
    Ok(inputs)
}

/// An event in our words; `None` for what nobody acts on.
fn input(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) if key.kind == KeyEventKind::Release => None,
        Event::Key(key) => match key.code {
            KeyCode::Char(character) if !is_welcome(character) => None,
            _ => Some(Input::Key(key)),
        },
        Event::Paste(text) => Some(Input::Paste(clean(&Zeroizing::new(text)))),
        Event::Resize(columns, rows) => Some(Input::Resize(columns, rows)),
        Event::FocusGained => Some(Input::FocusGained),
        Event::FocusLost => Some(Input::FocusLost),
        Event::Mouse(_) => None,
    }
}

#[cfg(test)]
#[path = "events_tests.rs"]
mod tests;
