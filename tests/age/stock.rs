//! The `age` command, as anybody has it.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// Far more than anything takes.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Stock {
    folder: tempfile::TempDir,
}

impl Stock {
    /// The command, if the system has it; if not, that is said where it is seen.
    pub fn found() -> Option<Self> {
        let version = Command::new("age").arg("--version").output();
        match version {
            Ok(version) => {
                let version = String::from_utf8_lossy(&version.stdout).into_owned();
                println!("stock age {}", version.trim());
                Some(Self {
                    folder: tempfile::tempdir().unwrap(),
                })
            }
            Err(error) => {
                let required =
                    std::env::var_os("DAYBOOK_AGE").is_some_and(|value| value == "required");
                assert!(!required, "`age` is required here: {error}");
                // Past what the test harness keeps to itself.
                let mut out = std::io::stderr().lock();
                let _ = writeln!(
                    out,
                    "\n!!! SKIPPED: there is no `age` command here, so nothing was proved with it.\
                     \n!!! `apt-get install age`, and run `cargo test --test age` again.\n"
                );
                None
            }
        }
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// `age -d -i keys sealed`: what is in it, if any of these keys opens it.
    pub fn opens(&self, keys: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let keys = self.put("keys", keys.as_bytes());
        let sealed = self.put("sealed", sealed);
        let out = Command::new("age")
            .args(["-d", "-i"])
            .args([keys, sealed])
            .stdin(Stdio::null())
            .output()
            .unwrap();
        out.status.success().then_some(out.stdout)
    }

    /// `age -d sealed`, with the passphrase typed at the terminal at which it asks for it.
    pub fn unlocks(&self, passphrase: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let sealed = self.put("sealed", sealed);
        let plain = self.folder.path().join("plain");
        let _ = std::fs::remove_file(&plain);
        let mut command = CommandBuilder::new("age");
        command.args(["-d", "-o"]);
        command.arg(&plain);
        command.arg(&sealed);
        let pair = native_pty_system().openpty(PtySize::default()).unwrap();
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut terminal = pair.master.try_clone_reader().unwrap();
        let mut keys = pair.master.take_writer().unwrap();
        let mut said = Vec::new();
        let mut bytes = [0; 256];
        while !said.windows(10).any(|w| w == b"passphrase") {
            let read = terminal.read(&mut bytes).unwrap();
            assert!(read > 0, "{}", String::from_utf8_lossy(&said));
            said.extend_from_slice(&bytes[..read]);
        }
        keys.write_all(passphrase.as_bytes()).unwrap();
        keys.write_all(b"\r").unwrap();
        // What it says further is read away, so that it never waits for us.
        let reading = std::thread::spawn(move || {
            let mut rest = Vec::new();
            let _ = terminal.read_to_end(&mut rest);
        });
        let end = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < end, "`age` is still running");
            std::thread::sleep(Duration::from_millis(2));
        };
        drop((keys, pair.master));
        reading.join().unwrap();
        match status.success() {
            true => Some(std::fs::read(&plain).unwrap()),
            false => None,
        }
    }
}
