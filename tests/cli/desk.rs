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
        // Whoever founded it, once there are others too.
        if vault.starts_with("vault") || vault == "again" {
            command.env("DAYBOOK_USER", "Ada Example");
        }
        command
    }

    pub fn run_in(&self, vault: &str, args: &[&str]) -> Ran {
        ran(self.command(vault, args).output().unwrap())
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_in("vault", args)
    }

    /// As somebody else than the founder, with the passphrase file of that name.
    pub fn run_as(&self, user: &str, passphrase: &str, args: &[&str]) -> Ran {
        let mut command = self.command("vault", args);
        command
            .args(["--user", user])
            .env("DAYBOOK_PASSPHRASE_FILE", self.path(passphrase));
        ran(command.output().unwrap())
    }

    /// The same with lines on stdin.
    pub fn add_as(&self, user: &str, passphrase: &str, lines: impl AsRef<[u8]>) -> Ran {
        let mut command = self.command("vault", &["add", "--from", "-", "--user", user]);
        command
            .env("DAYBOOK_PASSPHRASE_FILE", self.path(passphrase))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(lines.as_ref())
            .unwrap();
        ran(child.wait_with_output().unwrap())
    }

    /// Lets somebody in, and has them choose [`PASSPHRASE`] with their id in it; in a file of that name.
    pub fn let_in(&self, name: &str, role: &str) -> String {
        let recovery = self.path("recovery");
        let ran = self
            .run(&[
                "user",
                "add",
                "--name",
                name,
                "--role",
                role,
                "--recovery",
                recovery.to_str().unwrap(),
            ])
            .code(0);
        let id = name.to_lowercase().replace(' ', "-");
        self.write(&id, format!("{}{PASSPHRASE} {id}\n", ran.out));
        self.run_as(&id, &id, &["user", "passwd"]).code(0);
        self.write(&id, format!("{PASSPHRASE} {id}\n"));
        id
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
