//! A world of its own for one test, children with a time limit, chance with a seed.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

pub const PASSPHRASE: &str = "Seven teal lanterns over Dover, 1904";

/// Nothing that Daybook is asked here takes longer, sled's own patience included.
const LIMIT: Duration = Duration::from_secs(60);

/// Everything that a run may touch lies in `home`; what the tests alone know lies in `aside`.
pub struct World {
    home: tempfile::TempDir,
    aside: tempfile::TempDir,
}

/// What a run came to.
#[derive(Debug)]
pub struct Ran {
    /// The exit code; none after a signal.
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    #[track_caller]
    pub fn code(self, expected: i32) -> Self {
        assert_eq!(self.code, Some(expected), "{}\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The answers of `add`, one a line.
    #[track_caller]
    pub fn answers(&self) -> Vec<Value> {
        let lines = self.out.lines();
        lines.map(|l| serde_json::from_str(l).unwrap()).collect()
    }
}

impl World {
    /// Without a vault.
    pub fn bare() -> Self {
        let world = Self {
            home: tempfile::tempdir().unwrap(),
            aside: tempfile::tempdir().unwrap(),
        };
        std::fs::create_dir(world.home("tmp")).unwrap();
        world.aside_file("passphrase", format!("{PASSPHRASE}\n"));
        world
    }

    /// With an empty vault.
    pub fn new() -> Self {
        let world = Self::bare();
        world.run(&world.init_args("recovery")).code(0);
        world
    }

    /// The same again, in another place.
    pub fn copy(&self) -> Self {
        let copy = Self::bare();
        copy_tree(self.home.path(), copy.home.path());
        copy_tree(self.aside.path(), copy.aside.path());
        copy
    }

    pub fn init_args(&self, recovery: &str) -> Vec<String> {
        let out = self.aside(recovery).display().to_string();
        let args = "init --name Ada --role dsl --policy sj24 --school Invented --recovery-out";
        let mut args: Vec<_> = args.split(' ').map(str::to_owned).collect();
        args.push(out);
        args
    }

    pub fn home(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub fn vault(&self) -> PathBuf {
        self.home("vault")
    }

    pub fn aside(&self, name: &str) -> PathBuf {
        self.aside.path().join(name)
    }

    pub fn aside_file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.aside(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    /// What every child of this world is told.
    pub fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        vec![
            ("DAYBOOK_VAULT", self.vault()),
            ("DAYBOOK_PASSPHRASE_FILE", self.aside("passphrase")),
            ("DAYBOOK_TEST_WORK_FACTOR", PathBuf::from("2")),
            ("HOME", self.home("")),
            ("TMPDIR", self.home("tmp")),
            ("XDG_DATA_HOME", self.home("data")),
            ("XDG_STATE_HOME", self.home("state")),
            ("XDG_CONFIG_HOME", self.home("config")),
            ("XDG_CACHE_HOME", self.home("cache")),
            ("XDG_RUNTIME_DIR", self.home("tmp")),
        ]
    }

    pub fn command<S: AsRef<str>>(&self, args: &[S]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_daybook"));
        command.args(args.iter().map(AsRef::as_ref));
        self.dress(command)
    }

    /// A child in this world.
    pub fn dress(&self, mut command: Command) -> Command {
        command
            .current_dir(self.home.path())
            .envs(self.environment())
            .env_remove("DAYBOOK_BACKUPS")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    #[track_caller]
    pub fn run<S: AsRef<str>>(&self, args: &[S]) -> Ran {
        ran(self.command(args), b"")
    }

    /// `add` with these lines on stdin.
    #[track_caller]
    pub fn add(&self, lines: impl AsRef<[u8]>) -> Ran {
        ran(self.command(&["add", "--from", "-"]), lines.as_ref())
    }

    /// `add`, waiting for lines.
    pub fn adding(&self) -> Child {
        let mut command = self.command(&["add", "--from", "-"]);
        command.stdin(Stdio::piped()).spawn().unwrap()
    }

    /// The log is whole, by its own word.
    #[track_caller]
    pub fn verified(&self) -> Value {
        let report = self.run(&["verify", "--json"]).code(0).json();
        assert_eq!(report["ok"], true, "{report}");
        assert_eq!(report["entries"], report["opened"], "{report}");
        report
    }

    #[track_caller]
    pub fn show(&self, reference: &str) -> Value {
        self.run(&["show", reference, "--json"]).code(0).json()
    }
}

/// Runs a child to its end, which must come in time and without a panic.
#[track_caller]
pub fn ran(mut command: Command, stdin: &[u8]) -> Ran {
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let (mut to, bytes) = (child.stdin.take().unwrap(), stdin.to_vec());
    let writing = std::thread::spawn(move || {
        let _ = to.write_all(&bytes); // a child that ends early reads no further
    });
    let (out, err) = (drain(child.stdout.take()), drain(child.stderr.take()));
    let status = ended(&mut child);
    writing.join().unwrap();
    let ran = Ran {
        code: status.code(),
        out: String::from_utf8(out.join().unwrap()).unwrap(),
        err: String::from_utf8(err.join().unwrap()).unwrap(),
    };
    assert!(
        ran.code != Some(101)
            && !ran.err.contains("panicked")
            && !ran.err.contains("fault in the program")
            && !ran.err.contains("RUST_BACKTRACE"),
        "a panic: {ran:?}"
    );
    ran
}

/// Waits for a child that must end in time.
#[track_caller]
pub fn ended(child: &mut Child) -> ExitStatus {
    let until = Instant::now() + LIMIT;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if Instant::now() > until {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("still running after {LIMIT:?}");
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// `add` acknowledges these lines, and is killed before it has closed the vault.
pub fn acknowledged_then_killed(world: &World, args: &[&str], lines: &[String]) {
    let args = [args, &["add", "--from", "-"]].concat();
    let mut command = world.command(&args);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut to = child.stdin.take().unwrap();
    let mut from = BufReader::new(child.stdout.take().unwrap());
    for line in lines {
        writeln!(to, "{line}").unwrap();
        let mut answer = String::new();
        from.read_line(&mut answer).unwrap();
        assert!(answer.contains("\"ok\":true"), "{answer}");
    }
    child.kill().unwrap();
    ended(&mut child);
}

fn drain(from: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        from.unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    })
}

/// A concern with this account.
pub fn concern(account: &str) -> Value {
    json!({
        "command": "concern", "happened": "unknown", "came_through": "filter-alert",
        "place": "classroom", "devices": ["school-device"], "clauses": ["SJ24 KS2 Safe 4"],
        "category": "content.unsuitable-game", "parents": "contact",
        "participants": [{"name": "Robin Sample", "year": "Year 4", "class": "4S", "part": "took-part"}],
        "account": account,
    })
}

pub fn note(case: &str, text: &str) -> Value {
    json!({"command": "note", "case": case, "text": text})
}

pub fn copy_tree(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for item in std::fs::read_dir(from).unwrap().flatten() {
        let (path, to) = (item.path(), to.join(item.file_name()));
        if path.is_dir() {
            copy_tree(&path, &to);
        } else {
            std::fs::copy(&path, &to).unwrap();
        }
    }
}

/// Chance that can be had again: splitmix64.
pub struct Chance(u64);

impl Chance {
    /// The seed of `DAYBOOK_SEED`, or a fixed one; printed, so that a failure can be had again.
    pub fn new(for_what: &str) -> Self {
        let seed = number("DAYBOOK_SEED").unwrap_or(0xDA7B_004B);
        println!("{for_what}: DAYBOOK_SEED={seed}");
        Self(seed)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end.max(1)
    }

    pub fn pause(&mut self, millis: u64) {
        std::thread::sleep(Duration::from_micros(self.below(millis * 1000)));
    }
}

/// A number from the environment.
pub fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}
