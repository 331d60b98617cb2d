//! A session on a real (pseudo) terminal, in a child process: this file's test program runs itself.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // a test stops where it fails

use super::*;
use crate::runtime::{Input, Request, Stop};
use chrono::{DateTime, Local};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use ratatui::Frame;
use ratatui::crossterm::event::KeyCode;
use ratatui::widgets::Paragraph;
use std::io::{Read, Write};
use std::time::{Duration, Instant};

/// Shows what was typed; `q` quits, `z` suspends, `!` panics.
#[derive(Default)]
struct Typing {
    text: String,
    request: Option<Request>,
}

impl Program for Typing {
    type Answer = ();

    fn input(&mut self, input: Input, _: DateTime<Local>) {
        match input {
            Input::Key(key) => match key.code {
                KeyCode::Char('q') => self.request = Some(Request::Quit(7)),
                KeyCode::Char('z') => self.request = Some(Request::Suspend),
                KeyCode::Char('!') => panic!("secret {}", self.text),
                other => self.text.extend(other.as_char()),
            },
            Input::Paste(text) => self
                .text
                .push_str(&format!("<{}>", text.replace('\n', "/"))),
            _ => {}
        }
    }

    fn answer(&mut self, (): (), _: DateTime<Local>) {}
    fn tick(&mut self, _: DateTime<Local>) {}
    fn deadline(&self) -> Option<DateTime<Local>> {
        None
    }

    fn draw(&mut self, frame: &mut Frame) {
        let text = format!("[{}]", self.text);
        frame.render_widget(Paragraph::new(text), frame.area());
    }

    fn take_request(&mut self) -> Option<Request> {
        self.request.take()
    }

    fn shutdown(&mut self, _: Stop, _: DateTime<Local>) {
        self.request = Some(Request::Quit(0));
    }
}

#[test]
#[ignore = "the child of other tests"]
fn child_on_a_terminal() {
    let ended = Session::open().unwrap().run(&mut Typing::default());
    std::process::exit(i32::from(ended.exit_code()));
}

struct Pty {
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    seen: String,
}

impl Pty {
    fn open() -> Self {
        let pair = native_pty_system().openpty(PtySize::default()).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args(["--ignored", "--exact", "--nocapture", "--test-threads=1"]);
        command.arg("runtime::session::tests::child_on_a_terminal");
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = mpsc::channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let mut pty = Self {
            keys: pair.master.take_writer().unwrap(),
            master: pair.master,
            child,
            output,
            seen: String::new(),
        };
        pty.wait_for("[]");
        pty
    }

    /// Waits until the output holds `text`, and takes it with all that came before.
    fn wait_for(&mut self, text: &str) -> String {
        let until = Instant::now() + Duration::from_secs(10);
        while !self.seen.contains(text) {
            assert!(Instant::now() < until, "no {text:?} in {:?}", self.seen);
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(50)) {
                self.seen.push_str(&String::from_utf8_lossy(&bytes));
            }
        }
        let end = self.seen.find(text).unwrap() + text.len();
        self.seen.drain(..end).collect()
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    fn signal(&self, signal: rustix::process::Signal) {
        let id = i32::try_from(self.child.process_id().unwrap()).unwrap();
        let id = rustix::process::Pid::from_raw(id).unwrap();
        rustix::process::kill_process(id, signal).unwrap();
    }

    /// The exit code, and whether keys are echoed and gathered into lines again.
    fn end(&mut self) -> (u32, bool) {
        let code = self.child.wait().unwrap().exit_code();
        let cooked = self.master.get_termios().is_some_and(|modes| {
            let modes = format!("{:?}", modes.local_flags);
            modes.contains("ICANON") && modes.contains("ECHO")
        });
        (code, cooked)
    }
}

#[test]
fn keys_pastes_and_quitting_leave_the_terminal_as_it_was() {
    let mut pty = Pty::open();
    pty.press("ab\x1b[200~one\rtwo\x1b[201~");
    pty.wait_for("ab<one/two>");
    pty.press("q");
    let farewell = pty.wait_for("\x1b[?1049l");
    assert!(farewell.contains("\x1b[?2004l") && farewell.contains("\x1b[?1004l"));
    assert!(farewell.contains("\x1b[?25h"));
    assert_eq!(pty.end(), (7, true));
}

#[test]
fn a_signal_restores_the_terminal() {
    let mut pty = Pty::open();
    pty.signal(rustix::process::Signal::TERM);
    pty.wait_for("\x1b[?1049l");
    assert_eq!(pty.end(), (143, true));
}

#[test]
fn a_panic_restores_the_terminal_and_keeps_the_record_to_itself() {
    let mut pty = Pty::open();
    pty.press("xyz!");
    let said = pty.wait_for("Please start Daybook again.");
    assert!(
        said.contains("\x1b[?1049l") && !said.contains("secret"),
        "{said:?}"
    );
    let (code, cooked) = pty.end();
    assert!(code != 0 && cooked);
}

/// No shell could continue a program that is alone on its terminal, so it must not stop for ever.
#[test]
fn suspending_without_a_shell_comes_straight_back() {
    let mut pty = Pty::open();
    pty.press("mz");
    pty.wait_for("\x1b[?1049l");
    pty.wait_for("[m]");
    pty.press("q");
    pty.wait_for("\x1b[?1049l");
    assert_eq!(pty.end(), (7, true));
}

#[test]
fn being_continued_by_a_shell_draws_everything_anew() {
    let mut pty = Pty::open();
    pty.signal(rustix::process::Signal::STOP);
    pty.signal(rustix::process::Signal::CONT);
    pty.wait_for("\x1b[?1049h");
    pty.wait_for("[]");
    pty.press("q");
    assert_eq!(pty.end().0, 7);
}

#[test]
fn a_closed_window_ends_the_program() {
    let mut pty = Pty::open();
    let (unheard, nobody) = mpsc::channel();
    drop((std::mem::replace(&mut pty.output, nobody), unheard));
    pty.press("x"); // what it draws ends the thread that holds the window open
    std::thread::sleep(Duration::from_millis(100));
    let Pty {
        master,
        keys,
        mut child,
        ..
    } = pty;
    drop((master, keys));
    let until = Instant::now() + Duration::from_secs(10);
    while child.try_wait().unwrap().is_none() {
        if Instant::now() > until {
            child.kill().unwrap();
            panic!("still running without a terminal");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}
