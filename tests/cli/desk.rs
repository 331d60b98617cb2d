//! A folder of its own for one test: vault, passphrase, recovery key, state.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

pub const PASSPHRASE: &str = "Seven teal lanterns over Dover, 1904";

pub struct Desk {
    folder: tempfile::TempDir,
}

/// What a run came to.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// Fails with everything that was said unless the exit code is as expected.
    #[track_caller]
    pub fn code(self, expected: i32) -> Self {
        assert_eq!(self.code, expected, "out: {}\nerr: {}", self.out, self.err);
        self
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }

    /// The answers of `add`, one a line.
    pub fn answers(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

impl Desk {
    /// A folder without a vault.
    pub fn bare() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        desk.write("passphrase", format!("{PASSPHRASE}\n"));
        std::fs::create_dir(desk.path("tmp")).unwrap();
        desk
    }

    /// A folder with a vault.
    pub fn new() -> Self {
        let desk = Self::bare();
        desk.init("vault", "recovery").code(0);
        desk
    }

    pub fn init(&self, vault: &str, recovery: &str) -> Ran {
        let out = self.path(recovery);
        self.run_in(
            vault,
            &[
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
                out.to_str().unwrap(),
            ],
        )
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    pub fn command(&self, vault: &str, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_daybook"));
        let home = self.folder.path();
        command
            .args(args)
            .env("DAYBOOK_VAULT", self.path(vault))
            .env("DAYBOOK_PASSPHRASE_FILE", self.path("passphrase"))
            .env("DAYBOOK_TEST_WORK_FACTOR", "2")
            .env_remove("DAYBOOK_BACKUPS")
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_STATE_HOME", home.join("state"))
            .env("APPDATA", home.join("data"))
            .env("LOCALAPPDATA", home.join("state"))
            .env("TMPDIR", home.join("tmp"))
            .env("TEMP", home.join("tmp"))
            .current_dir(home)
            .stdin(Stdio::null());
        command
    }

    pub fn run_in(&self, vault: &str, args: &[&str]) -> Ran {
        ran(self.command(vault, args).output().unwrap())
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_in("vault", args)
    }

    /// `add` with these lines on stdin.
    pub fn add(&self, lines: impl AsRef<[u8]>) -> Ran {
        let mut child = self.adding();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(lines.as_ref()).unwrap();
        drop(stdin);
        ran(child.wait_with_output().unwrap())
    }

    /// `add`, waiting for lines.
    pub fn adding(&self) -> Child {
        self.command("vault", &["add", "--from", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// The examples of the schema, one a line.
    pub fn examples(&self) -> String {
        let schema = self.run(&["schema"]).code(0).json();
        let examples = schema["examples"].as_array().unwrap();
        examples.iter().map(|one| format!("{one}\n")).collect()
    }
}

fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for item in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = item.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}
