//! What was typed into a form outlives a kill, sealed.

use std::io::{Read as _, Write};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::search::{canary, found};
use crate::support::{PASSPHRASE, World};

/// The program on a terminal of its own.
struct Screen {
    _master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    parser: vt100::Parser,
}

impl Screen {
    fn open(world: &World) -> Self {
        let (rows, cols) = (40, 120);
        let size = PtySize {
            rows,
            cols,
            ..PtySize::default()
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_daybook"));
        command.cwd(world.home(""));
        command.env("TERM", "xterm-256color");
        for (name, value) in world.environment() {
            command.env(name, value);
        }
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
        Self {
            keys: pair.master.take_writer().unwrap(),
            _master: pair.master,
            child,
            output,
            parser: vt100::Parser::new(rows, cols, 0),
        }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    #[track_caller]
    fn wait_for(&mut self, text: &str) {
        let seen = |screen: &mut Self| screen.parser.screen().contents().contains(text);
        self.wait_until(text, seen);
    }

    #[track_caller]
    fn wait_until(&mut self, what: &str, mut is_so: impl FnMut(&mut Self) -> bool) {
        let until = Instant::now() + Duration::from_secs(20);
        while !is_so(self) {
            let contents = self.parser.screen().contents();
            assert!(Instant::now() < until, "no {what:?} in\n{contents}");
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(30)) {
                self.parser.process(&bytes);
            }
        }
    }

    fn unlocked(world: &World) -> Self {
        let mut screen = Self::open(world);
        screen.wait_for("This log is locked");
        screen.press(&format!("{PASSPHRASE}\r"));
        screen.wait_until("the list", |screen| {
            !screen.parser.screen().contents().contains("locked")
        });
        screen
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_draft_outlives_a_kill_and_is_sealed() {
    let world = World::new();
    let mut screen = Screen::unlocked(&world);
    screen.wait_for("new concern");
    screen.press("n");
    screen.wait_for("Account");
    screen.press("\u{1b}a");
    let secrets = [canary(901), canary(902)];
    screen.press(&format!("{} and {}", secrets[0], secrets[1]));
    screen.wait_for(&secrets[1]);
    let draft = || {
        crate::search::files(&world.vault())
            .iter()
            .any(|file| file.display().to_string().contains("draft"))
    };
    screen.wait_until("a draft on the disk", |_| draft());
    // The one that is there may be of a moment before the last letter: wait for the next pause.
    std::thread::sleep(Duration::from_millis(1500));
    screen.kill();
    assert_eq!(found(&world.home(""), &secrets), Vec::<String>::new());

    let mut screen = Screen::unlocked(&world);
    screen.wait_for("is waiting");
    screen.press("d");
    screen.wait_for(&secrets[1]);
    screen.kill();
    assert_eq!(found(&world.home(""), &secrets), Vec::<String>::new());
    world.verified();
}
