//! Signals, as messages to the loop. Nothing is done inside a handler but noting that it came.

pub use system::{Signals, stop_until_continued};

#[cfg(unix)]
mod system {
    use std::io::{self, ErrorKind, Read};
    use std::os::unix::net::UnixStream;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::mpsc::Sender;
    use std::thread;
    use std::time::Duration;

    use signal_hook::SigId;
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::low_level::{pipe, unregister};

    use crate::runtime::events::{Message, Stop};

    /// Those that end a program; Ctrl-C on the keyboard is a key while Daybook has the terminal.
    const ENDING: [i32; 4] = [SIGHUP, SIGINT, SIGQUIT, SIGTERM];

    /// Listens for as long as it lives.
    #[derive(Debug)]
    pub struct Signals {
        registered: Vec<SigId>,
        continued: Arc<AtomicBool>,
    }

    impl Signals {
        /// Starts listening.
        ///
        /// # Errors
        /// When the system lets us neither listen nor start a thread.
        pub fn listen<A: Send + 'static>(outbox: Sender<Message<A>>) -> io::Result<Self> {
            let (mut wake, ring) = UnixStream::pair()?;
            let mut signals = Self {
                registered: Vec::new(),
                continued: Arc::new(AtomicBool::new(false)),
            };
            let mut noted = Vec::new();
            for signal in ENDING.into_iter().chain([SIGCONT]) {
                let flag = Arc::new(AtomicBool::new(false));
                // The note first, then the bell: whoever hears the bell finds the note.
                signals.note(signal, &flag)?;
                if signal == SIGCONT {
                    let continued = Arc::clone(&signals.continued);
                    signals.note(signal, &continued)?;
                }
                let bell = ring.try_clone()?;
                signals.registered.push(pipe::register(signal, bell)?);
                noted.push((signal, flag));
            }
            thread::Builder::new()
                .name("signals".to_owned())
                .spawn(move || {
                    while heard(&mut wake) {
                        for (signal, flag) in &noted {
                            if !flag.swap(false, Ordering::SeqCst) {
                                continue;
                            }
                            let message = match *signal {
                                SIGCONT => Message::Continued,
                                SIGHUP => Message::Stop(Stop::TerminalGone),
                                other => Message::Stop(Stop::Signal(other)),
                            };
                            if outbox.send(message).is_err() {
                                return;
                            }
                        }
                    }
                })?;
            Ok(signals)
        }

        fn note(&mut self, signal: i32, flag: &Arc<AtomicBool>) -> io::Result<()> {
            let id = signal_hook::flag::register(signal, Arc::clone(flag))?;
            self.registered.push(id);
            Ok(())
        }
    }

    impl Drop for Signals {
        fn drop(&mut self) {
            for id in self.registered.drain(..) {
                unregister(id);
            }
        }
    }

    fn heard(wake: &mut UnixStream) -> bool {
        loop {
            match wake.read(&mut [0; 16]) {
                Ok(count) => return count > 0,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return false,
            }
        }
    }

    /// Stops the program as Ctrl-Z in a shell would, and returns when it continues.
    ///
    /// The whole process group is stopped, so that whatever started Daybook stops with it, and with the ordinary
    /// signal: where no shell could ever continue it (a terminal opened for Daybook alone) the system ignores it.
    pub fn stop_until_continued(signals: &Signals) {
        signals.continued.store(false, Ordering::SeqCst);
        if rustix::process::kill_current_process_group(rustix::process::Signal::TSTP).is_err() {
            return;
        }
        // The stop may reach us a moment after the call returns; taking the terminal before that would fight
        // the shell over it.
        for _ in 0..20 {
            if signals.continued.load(Ordering::SeqCst) {
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
}

#[cfg(not(unix))]
mod system {
    use std::io;
    use std::sync::mpsc::Sender;

    use crate::runtime::events::Message;

    /// Windows has no signals: Ctrl-C is a key, and a closed window ends the program at its last autosave.
    #[derive(Debug)]
    pub struct Signals(());

    impl Signals {
        /// Does nothing here.
        ///
        /// # Errors
        /// Never.
        pub fn listen<A: Send + 'static>(_: Sender<Message<A>>) -> io::Result<Self> {
            Ok(Self(()))
        }
    }

    /// There is no shell to go back to.
    pub fn stop_until_continued(_: &Signals) {}
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::runtime::events::{Message, Stop};
    use rustix::process::{Signal, getpid, kill_process};
    use std::sync::mpsc;
    use std::time::Duration;

    #[test]
    fn signals_become_messages() {
        let (outbox, inbox) = mpsc::channel::<Message<()>>();
        let _signals = Signals::listen(outbox).unwrap();
        let expected = [
            (Signal::HUP, Message::Stop(Stop::TerminalGone)),
            (Signal::TERM, Message::Stop(Stop::Signal(15))),
            (Signal::CONT, Message::Continued),
        ];
        for (signal, message) in expected {
            kill_process(getpid(), signal).unwrap();
            assert_eq!(inbox.recv_timeout(Duration::from_secs(5)), Ok(message));
        }
    }
}
