//! What can go wrong on a school's computer, done on purpose to the real binary: power cuts, damaged
//! files, full disks, wrong keys, hostile input. Whatever happens there is an exit code and a sentence,
//! never a panic, a hang or a silent loss; and nothing of a record is ever on the disk in the clear.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "../cli/desk.rs"]
#[allow(dead_code)]
mod desk;
mod traces;

mod damage;
mod hostile;
mod kills;
mod plaintext;
#[cfg(unix)]
mod refusals;

use std::process::{Child, Command, Output};
use std::time::{Duration, Instant};

/// Longer than anything takes: what runs on has hung.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits for a child and fails if it hangs or panics.
#[track_caller]
fn ends(mut child: Child) -> Output {
    let end = Instant::now() + PATIENCE;
    // What it says is little enough to wait in the pipes, except for what is read elsewhere.
    while child.try_wait().unwrap().is_none() {
        if Instant::now() > end {
            child.kill().unwrap();
            panic!("it hung");
        }
        std::thread::sleep(Duration::from_millis(3));
    }
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(
        !err.contains("panicked") && output.status.code() != Some(101),
        "{err}"
    );
    output
}

/// Runs a command to its end, its output kept.
#[track_caller]
fn run(command: &mut Command) -> (Option<i32>, String, String) {
    use std::process::Stdio;
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let output = ends(child);
    (
        output.status.code(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}
