//! A terminal window with Daybook in it, and a home of its own for one test.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

pub const PASSPHRASE: &str = "Seven teal lanterns over Dover, 1904";
/// Far more than anything takes: a test that waits this long has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// Folders of one person at one computer.
pub struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    /// Before the first start.
    pub fn bare() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("passphrase"), PASSPHRASE).unwrap();
        Self { folder }
    }

    /// With a vault and a pupil or two.
    pub fn with_vault() -> Self {
        let home = Self::bare();
        let recovery = home.path("recovery");
        home.run(&[
            "init",
            "--school",
            "Invented Primary",
            "--name",
            "Ada Example",
            "--role",
            "dsl",
            "--policy",
            "sj24",
            "--recovery-out",
            recovery.to_str().unwrap(),
        ]);
        home.add_pupils();
        home
    }

    /// Two pupils of Year 4.
    pub fn add_pupils(&self) {
        let list = self.path("pupils.csv");
        std::fs::write(
            &list,
            "name,year,class\nRobin Sample,4,4B\nSam Invented,4,4B\n",
        )
        .unwrap();
        self.run(&["pupils", "import", list.to_str().unwrap()]);
    }

    /// A concern about Robin Sample. Answers with its reference.
    pub fn add_concern(&self, account: &str) -> String {
        let concern = serde_json::json!({
            "command": "concern", "happened": "unknown", "came_through": "filter-alert",
            "place": "classroom", "devices": ["school-device"], "clauses": ["SJ24 KS2 Safe 4"],
            "category": "content.unsuitable-game", "parents": "contact",
            "participants": [{"pupil": 1, "part": "took-part"}],
            "account": account,
        });
        let lines = self.path("one.jsonl");
        std::fs::write(&lines, concern.to_string()).unwrap();
        let said = self.run(&["add", "--from", lines.to_str().unwrap()]);
        let answer: serde_json::Value = serde_json::from_str(said.trim()).unwrap();
        answer["ref"].as_str().unwrap().to_owned()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        vec![
            ("DAYBOOK_VAULT", self.path("vault")),
            ("DAYBOOK_PASSPHRASE_FILE", self.path("passphrase")),
            ("DAYBOOK_TEST_WORK_FACTOR", "2".into()),
            ("HOME", self.path("")),
            ("XDG_DATA_HOME", self.path("data")),
            ("XDG_STATE_HOME", self.path("state")),
            ("TERM", "xterm-256color".into()),
        ]
    }

    /// A subcommand, without a terminal. Answers with what it said.
    #[track_caller]
    pub fn run(&self, args: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_daybook"));
        command.args(args).envs(self.environment());
        let out = command.stdin(Stdio::null()).output().unwrap();
        let said = [out.stdout, out.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        assert!(out.status.success(), "{args:?}: {said}");
        said
    }

    /// Daybook in a window of 80 columns and 24 rows.
    pub fn window(&self) -> Window {
        self.window_with(&[], &[])
    }

    pub fn window_with(&self, args: &[&str], more: &[(&str, &str)]) -> Window {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_daybook"));
        command.args(args);
        for gone in ["NO_COLOR", "DAYBOOK_BACKUPS"] {
            command.env_remove(gone);
        }
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        for (name, value) in more {
            command.env(name, value);
        }
        Window::open(command)
    }

    /// A window in which a file that must not grow is an error and no signal, as on a disk that is full.
    pub fn window_on_a_small_disk(&self) -> Window {
        let mut command = CommandBuilder::new("sh");
        let script = format!("trap '' XFSZ; exec '{}'", env!("CARGO_BIN_EXE_daybook"));
        command.args(["-c", &script]);
        command.env_remove("DAYBOOK_BACKUPS");
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        Window::open(command)
    }

    /// The window, unlocked, at the list.
    pub fn unlocked(&self) -> Window {
        let mut window = self.window();
        window.unlock();
        window
    }

    /// The files of the sealed drafts, as long as there are any; one that is still being written is none yet.
    pub fn drafts(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        collect(&self.path("vault"), &mut found);
        found.retain(|(path, _)| {
            let half = path.extension().is_some_and(|ext| ext == "new");
            path.to_string_lossy().contains("draft") && !half
        });
        found
    }
}

fn collect(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    for item in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = item.path();
        match std::fs::read(&path) {
            Ok(bytes) => found.push((path, bytes)),
            Err(_) => collect(&path, found),
        }
    }
}

pub struct Window {
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    closing: Arc<AtomicBool>,
    terminal: vt100::Parser,
}

impl Window {
    fn open(command: CommandBuilder) -> Self {
        let size = PtySize::default();
        let pair = native_pty_system().openpty(size).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = mpsc::channel();
        let closing = Arc::new(AtomicBool::new(false));
        let closed = Arc::clone(&closing);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                let sent = sender.send(bytes[..count].to_vec());
                if sent.is_err() || closed.load(Ordering::Relaxed) {
                    break;
                }
            }
        });
        Self {
            keys: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            child,
            output,
            closing,
            terminal: vt100::Parser::new(size.rows, size.cols, 0),
        }
    }

    pub fn screen(&self) -> &vt100::Screen {
        self.terminal.screen()
    }

    pub fn text(&self) -> String {
        self.screen().contents()
    }

    /// Reads what the program draws until the screen is as wanted.
    #[track_caller]
    pub fn until(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !wanted(self.screen()) {
            assert!(Instant::now() < end, "not {what}:\n{}", self.text());
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(50)) {
                self.terminal.process(&bytes);
            }
        }
    }

    /// Reads until these words stand on the screen.
    #[track_caller]
    pub fn shows(&mut self, words: &str) {
        self.until(words, |screen| screen.contents().contains(words));
    }

    /// Sends keys as a terminal does: `\t`, `\r`, `\x13` for Ctrl-S, `\x1ba` for Alt-A.
    pub fn press(&mut self, keys: &str) {
        let writer = self.keys.as_mut().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    /// Answers a question, as a person does: not within the blink of an eye, which would be typing.
    pub fn answer(&mut self, key: &str) {
        std::thread::sleep(Duration::from_millis(200));
        self.press(key);
    }

    #[track_caller]
    pub fn unlock(&mut self) {
        self.shows("This log is locked.");
        self.press(PASSPHRASE);
        self.press("\r");
        self.shows("· today");
        self.press("c");
        self.shows("open cases");
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        let size = PtySize {
            rows,
            cols: columns,
            ..PtySize::default()
        };
        self.terminal.screen_mut().set_size(rows, columns);
        self.master.as_ref().unwrap().resize(size).unwrap();
    }

    /// The program's number.
    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    pub fn signal(&self, signal: Signal) {
        let id = i32::try_from(self.child.process_id().unwrap()).unwrap();
        kill_process(Pid::from_raw(id).unwrap(), signal).unwrap();
    }

    /// How large a file it may write; nothing for any size.
    #[cfg(target_os = "linux")]
    pub fn largest_file(&self, bytes: Option<u64>) {
        use rustix::process::{Resource, Rlimit, prlimit};
        let id = i32::try_from(self.pid()).unwrap();
        let limit = Rlimit {
            current: bytes,
            maximum: None,
        };
        prlimit(Pid::from_raw(id), Resource::Fsize, limit).unwrap();
    }

    /// The exit code, once everything it wrote has been read.
    #[track_caller]
    pub fn end(&mut self) -> u32 {
        let end = Instant::now() + PATIENCE;
        let status = loop {
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(20)) {
                self.terminal.process(&bytes);
            } else if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < end, "still running:\n{}", self.text());
        };
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(20)) {
            self.terminal.process(&bytes);
        }
        status.exit_code()
    }

    /// Closes the window itself after one more key, as the cross in its corner does. Answers with the
    /// program's exit code.
    #[track_caller]
    pub fn close_after(&mut self, key: &str) -> u32 {
        self.closing.store(true, Ordering::Relaxed);
        self.press(key);
        let end = Instant::now() + PATIENCE;
        // The reader lets go once something has been drawn.
        while self.output.recv_timeout(Duration::from_millis(20))
            != Err(RecvTimeoutError::Disconnected)
        {
            assert!(Instant::now() < end, "nothing is drawn");
        }
        (self.keys, self.master) = (None, None);
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(Instant::now() < end, "still running");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The shell has its terminal back: its own screen, a cursor, keys echoed and gathered into lines.
    #[track_caller]
    pub fn is_as_it_was(&self) {
        let screen = self.screen();
        assert!(!screen.alternate_screen(), "{}", self.text());
        assert!(!screen.hide_cursor() && !screen.bracketed_paste());
        let modes = format!(
            "{:?}",
            self.master
                .as_ref()
                .unwrap()
                .get_termios()
                .unwrap()
                .local_flags
        );
        assert!(
            modes.contains("ICANON") && modes.contains("ECHO"),
            "{modes}"
        );
    }
}

impl Drop for Window {
    /// A test that failed leaves no program behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
