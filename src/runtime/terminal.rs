//! One guard over what the terminal was switched to. Drop, panic, suspend and signals all go through it, so that
//! whatever was switched on, and only that, is switched off again.

use std::fmt;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ratatui::crossterm::{cursor, event, execute, style, terminal};

/// Something a terminal is switched to while Daybook has the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Keys arrive one by one, unechoed.
    Raw,
    /// A screen of our own, so that the shell's scrollback never holds a record.
    AlternateScreen,
    /// No cursor, except where a field shows one.
    HiddenCursor,
    /// A paste arrives as one piece.
    BracketedPaste,
    /// The terminal says when its window gains or loses the focus.
    FocusReports,
}

impl Mode {
    /// The order of switching on; switching off goes backwards.
    pub const ORDER: [Self; 5] = [
        Self::Raw,
        Self::AlternateScreen,
        Self::HiddenCursor,
        Self::BracketedPaste,
        Self::FocusReports,
    ];

    /// Whether Daybook can be used on a terminal that has no such thing.
    const fn can_be_missing(self) -> bool {
        matches!(self, Self::BracketedPaste | Self::FocusReports)
    }
}

/// How a mode is switched. Real terminals: [`RealTerminal`]; tests record.
pub trait Switches: Send + 'static {
    /// Switches `mode` on.
    ///
    /// # Errors
    /// When the terminal refuses or is gone.
    fn on(&mut self, mode: Mode) -> io::Result<()>;

    /// Switches `mode` off.
    ///
    /// # Errors
    /// When the terminal refuses or is gone.
    fn off(&mut self, mode: Mode) -> io::Result<()>;
}

/// The terminal on standard output.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealTerminal;

impl Switches for RealTerminal {
    fn on(&mut self, mode: Mode) -> io::Result<()> {
        let mut out = io::stdout();
        match mode {
            Mode::Raw => terminal::enable_raw_mode(),
            Mode::AlternateScreen => execute!(out, terminal::EnterAlternateScreen),
            Mode::HiddenCursor => execute!(out, cursor::Hide),
            Mode::BracketedPaste => execute!(out, event::EnableBracketedPaste),
            Mode::FocusReports => execute!(out, event::EnableFocusChange),
        }
    }

    fn off(&mut self, mode: Mode) -> io::Result<()> {
        let mut out = io::stdout();
        match mode {
            Mode::Raw => terminal::disable_raw_mode(),
            Mode::AlternateScreen => leave_alternate_screen(&mut out),
            Mode::HiddenCursor => execute!(out, cursor::Show),
            Mode::BracketedPaste => execute!(out, event::DisableBracketedPaste),
            Mode::FocusReports => execute!(out, event::DisableFocusChange),
        }
    }
}

/// Wipes the screen and gives the shell's back. Erasing from the top corner, not "the whole screen": several
/// terminals answer the latter by moving what was shown into their scrollback.
fn leave_alternate_screen(out: &mut impl Write) -> io::Result<()> {
    execute!(
        out,
        style::SetAttribute(style::Attribute::Reset),
        cursor::MoveTo(0, 0),
        terminal::Clear(terminal::ClearType::FromCursorDown),
        terminal::LeaveAlternateScreen
    )
}

/// Lets bold, reverse and underline through under `NO_COLOR`. The library would write each change of colour as an
/// empty sequence, which terminals take as a full reset: the modifiers go too, and the selected row vanishes. The
/// theme answers for using no colour instead.
pub fn keep_modifiers_without_colour() {
    style::force_color_output(true);
}

struct Bookkeeping<S> {
    switches: S,
    on: Vec<Mode>,
}

impl<S: Switches> Bookkeeping<S> {
    fn enter(&mut self) -> io::Result<()> {
        for mode in Mode::ORDER {
            if self.on.contains(&mode) {
                continue;
            }
            match self.switches.on(mode) {
                Ok(()) => self.on.push(mode),
                Err(_) if mode.can_be_missing() => {}
                Err(refused) => {
                    // What was reached is undone; the reason for giving up is the error that counts.
                    let _ = self.leave();
                    return Err(refused);
                }
            }
        }
        Ok(())
    }

    /// Goes through to the end whatever fails: a half-restored terminal is worse than an unreported error.
    fn leave(&mut self) -> io::Result<()> {
        let mut outcome = Ok(());
        while let Some(mode) = self.on.pop() {
            outcome = outcome.and(self.switches.off(mode));
        }
        outcome
    }
}

/// Holds the terminal in Daybook's modes and gives it back as it was, at the latest when it is dropped.
pub struct TerminalGuard<S: Switches = RealTerminal> {
    handle: TerminalHandle<S>,
}

/// A way to the same guard for the panic hook: it can restore, and does not restore by being dropped.
pub struct TerminalHandle<S: Switches = RealTerminal> {
    books: Arc<Mutex<Bookkeeping<S>>>,
}

impl<S: Switches> TerminalGuard<S> {
    /// Switches everything on.
    ///
    /// # Errors
    /// When the terminal lacks something Daybook cannot do without; it is then as it was.
    pub fn enter(switches: S) -> io::Result<Self> {
        let mut books = Bookkeeping {
            switches,
            on: Vec::new(),
        };
        books.enter()?;
        let handle = TerminalHandle {
            books: Arc::new(Mutex::new(books)),
        };
        Ok(Self { handle })
    }

    /// A handle for the panic hook.
    #[must_use]
    pub fn handle(&self) -> TerminalHandle<S> {
        TerminalHandle {
            books: Arc::clone(&self.handle.books),
        }
    }

    /// Whether `mode` is on.
    #[must_use]
    pub fn has(&self, mode: Mode) -> bool {
        self.handle.lock().on.contains(&mode)
    }

    /// Gives the terminal back. Doing it twice is harmless.
    ///
    /// # Errors
    /// When something could not be switched off; everything else was.
    pub fn leave(&self) -> io::Result<()> {
        self.handle.lock().leave()
    }

    /// Takes the terminal again after [`leave`](Self::leave), or after a shell changed it behind our back.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn enter_again(&self) -> io::Result<()> {
        let mut books = self.handle.lock();
        // A stopped program's shell has put its own modes in place, so what we noted as on may be off.
        let _ = books.leave();
        books.enter()
    }

    /// Leaves, runs `stop` (which returns when the program continues), and enters again.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn suspend(&self, stop: impl FnOnce()) -> io::Result<()> {
        self.leave()?;
        stop();
        self.enter_again()
    }
}

impl<S: Switches> TerminalHandle<S> {
    /// Gives the terminal back unless the guard is being used at this very moment: a panic inside the guard
    /// must not wait for itself.
    pub fn restore(&self) {
        let books = match self.books.try_lock() {
            Ok(books) => Some(books),
            Err(std::sync::TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(std::sync::TryLockError::WouldBlock) => None,
        };
        if let Some(mut books) = books {
            let _ = books.leave();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Bookkeeping<S>> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: Switches> Drop for TerminalGuard<S> {
    fn drop(&mut self) {
        let _ = self.leave();
    }
}

impl<S: Switches> fmt::Debug for TerminalGuard<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TerminalGuard")
            .field(&self.handle.lock().on)
            .finish()
    }
}

impl<S: Switches> fmt::Debug for TerminalHandle<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TerminalHandle")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes down every switch, and refuses the modes it lacks.
    #[derive(Clone, Default)]
    struct Fake {
        log: Arc<Mutex<Vec<(Mode, bool)>>>,
        lacks: Vec<Mode>,
    }

    impl Fake {
        fn without(lacks: &[Mode]) -> Self {
            Self {
                lacks: lacks.to_vec(),
                ..Self::default()
            }
        }

        fn taken(&self) -> Vec<(Mode, bool)> {
            std::mem::take(&mut self.log.lock().unwrap())
        }
    }

    impl Switches for Fake {
        fn on(&mut self, mode: Mode) -> io::Result<()> {
            if self.lacks.contains(&mode) {
                return Err(io::Error::other("not here"));
            }
            self.log.lock().unwrap().push((mode, true));
            Ok(())
        }

        fn off(&mut self, mode: Mode) -> io::Result<()> {
            self.log.lock().unwrap().push((mode, false));
            Err(io::Error::other("the terminal is gone"))
        }
    }

    fn all_on() -> Vec<(Mode, bool)> {
        Mode::ORDER.iter().map(|&mode| (mode, true)).collect()
    }

    fn all_off() -> Vec<(Mode, bool)> {
        let order = Mode::ORDER.iter().rev();
        order.map(|&mode| (mode, false)).collect()
    }

    #[test]
    fn dropping_undoes_everything_backwards_even_when_each_step_fails() {
        let fake = Fake::default();
        let guard = TerminalGuard::enter(fake.clone()).unwrap();
        assert_eq!(fake.taken(), all_on());
        drop(guard);
        assert_eq!(fake.taken(), all_off());
    }

    #[test]
    fn what_was_never_on_is_never_switched_off() {
        let fake = Fake::without(&[Mode::BracketedPaste]);
        let guard = TerminalGuard::enter(fake.clone()).unwrap();
        assert!(!guard.has(Mode::BracketedPaste) && guard.has(Mode::FocusReports));
        drop(guard);
        assert!(!fake.taken().contains(&(Mode::BracketedPaste, false)));
    }

    #[test]
    fn a_terminal_that_cannot_do_it_is_left_as_it_was() {
        let fake = Fake::without(&[Mode::AlternateScreen]);
        assert!(TerminalGuard::enter(fake.clone()).is_err());
        assert_eq!(fake.taken(), [(Mode::Raw, true), (Mode::Raw, false)]);
    }

    #[test]
    fn the_panic_hook_and_the_drop_restore_once_between_them() {
        let fake = Fake::default();
        let guard = TerminalGuard::enter(fake.clone()).unwrap();
        let handle = guard.handle();
        fake.taken();
        handle.restore();
        assert_eq!(fake.taken(), all_off());
        drop(guard);
        handle.restore();
        assert_eq!(fake.taken(), []);
    }

    #[test]
    fn coming_back_from_the_shell_switches_everything_on_again() {
        let fake = Fake::default();
        let guard = TerminalGuard::enter(fake.clone()).unwrap();
        fake.taken();
        guard.leave().unwrap_err();
        assert_eq!(fake.taken(), all_off());
        guard.enter_again().unwrap();
        assert_eq!(fake.taken(), all_on());
        guard.enter_again().unwrap();
        assert_eq!(fake.taken(), [all_off(), all_on()].concat());
    }

    #[test]
    fn leaving_wipes_the_screen_before_the_shell_sees_it() {
        let mut out = Vec::new();
        leave_alternate_screen(&mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        let (wipe, leave) = (
            out.find("\x1b[J").unwrap(),
            out.find("\x1b[?1049l").unwrap(),
        );
        assert!(wipe < leave, "{out:?}");
    }
}
