//! A vault that cannot be written: a sentence, no false acknowledgement, and everything there afterwards.

use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::desk::{Desk, files};
use crate::{ends, run};

fn concern(desk: &Desk) -> (String, Value) {
    let answer = desk
        .add(desk.examples().lines().next().unwrap())
        .code(0)
        .answers()[0]
        .clone();
    (answer["ref"].as_str().unwrap().to_owned(), answer)
}

/// Notes of a size that soon fills a disk.
fn notes(case: &str, count: usize) -> String {
    let text = "a long note that fills the disk ".repeat(900);
    let note = |n| json!({"command": "note", "case": case, "text": format!("note {n}: {text}")});
    (0..count).map(|n| format!("{}\n", note(n))).collect()
}

/// Adds notes through a shell that sets limits first; answers with what was acknowledged and said.
fn add_under(desk: &Desk, limits: &str, notes: &str) -> (Option<i32>, Vec<Value>, String) {
    let inner = desk.command("vault", &["add", "--from", "-"]);
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(format!("{limits}; exec \"$0\" \"$@\""));
    command.arg(inner.get_program()).args(inner.get_args());
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let notes = notes.to_owned();
    let writing = std::thread::spawn(move || {
        let _ = stdin.write_all(notes.as_bytes());
    });
    let output = ends(child);
    writing.join().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    let answers = out
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok());
    let err = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), answers.collect(), err)
}

#[track_caller]
fn all_acknowledged_are_there(desk: &Desk, case: &str, answers: &[Value]) {
    let report = desk.run(&["verify", "--json"]).code(0).json();
    assert_eq!(report["ok"], true);
    let shown = desk.run(&["show", case]).code(0).out;
    for (n, _) in answers
        .iter()
        .enumerate()
        .filter(|(_, answer)| answer["ok"] == true)
    {
        assert!(shown.contains(&format!("note {n}: ")), "note {n} is lost");
    }
}

#[test]
fn a_file_that_may_not_grow_is_said_and_loses_nothing() {
    // With the signal ignored the write fails; with it, the system ends the program as a crash would.
    for (limits, signalled) in [
        ("trap '' XFSZ; ulimit -f 2600", false),
        ("ulimit -f 2600", true),
    ] {
        let desk = Desk::new();
        let (case, _) = concern(&desk);
        let (code, answers, err) = add_under(&desk, limits, &notes(&case, 120));
        let taken = answers.iter().filter(|answer| answer["ok"] == true).count();
        assert!(taken < 120 && taken > 0, "{taken} taken: {err}");
        if !signalled {
            assert_eq!(code, Some(1), "{err}");
            assert!(
                err.starts_with("daybook: ") && err.contains("safe"),
                "{err}"
            );
            assert_eq!(answers.last().unwrap()["ok"], false);
        }
        all_acknowledged_are_there(&desk, &case, &answers);
        desk.add(notes(&case, 1)).code(0);
    }
}

#[test]
fn a_full_disk_is_said_and_works_again_once_there_is_space() {
    let desk = Desk::new();
    let (case, _) = concern(&desk);
    let small = desk.path("small");
    std::fs::create_dir(&small).unwrap();
    let mount = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=24m", "tmpfs"])
        .arg(&small)
        .stderr(Stdio::null())
        .status();
    if !mount.is_ok_and(|status| status.success()) {
        eprintln!("not tried: no disk of its own can be mounted here");
        return;
    }
    let _unmount = Unmount(&small);
    let backup = files(&desk.path("vault-backups")).remove(0);
    let key = desk.path("recovery");
    let args = [
        "restore",
        backup.to_str().unwrap(),
        "--recovery",
        key.to_str().unwrap(),
    ];
    desk.run_in("small/vault", &args).code(0);
    desk.write("old-passphrase", crate::desk::PASSPHRASE);
    // All but a little of it is taken by something else.
    let free = 2_500_000;
    let mut filling = std::fs::File::create(small.join("filling")).unwrap();
    let block = vec![1; 100_000];
    let used = || {
        files(&small)
            .iter()
            .map(|file| file.metadata().unwrap().len())
            .sum::<u64>()
    };
    while used() + free < 24 << 20 && filling.write_all(&block).is_ok() {}
    filling.sync_all().unwrap();
    let mut add = desk.command("small/vault", &["add", "--from", "-"]);
    let mut child = add
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let lines = notes(&case, 200);
    let writing = std::thread::spawn(move || {
        let _ = stdin.write_all(lines.as_bytes());
    });
    let output = ends(child);
    writing.join().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{err}");
    assert!(err.contains("safe"), "{err}");
    let taken = String::from_utf8(output.stdout).unwrap();
    let taken = taken
        .lines()
        .filter(|line| line.contains("\"ok\":true"))
        .count();
    // While it is full there is a sentence or an answer, never a hang or a panic.
    run(&mut desk.command("small/vault", &["list"]));
    drop(filling);
    std::fs::remove_file(small.join("filling")).unwrap();
    assert_eq!(
        desk.run_in("small/vault", &["verify", "--json"])
            .code(0)
            .json()["ok"],
        true
    );
    let shown = desk.run_in("small/vault", &["show", &case]).code(0).out;
    for n in 0..taken {
        assert!(
            shown.contains(&format!("note {n}: ")),
            "note {n} of {taken} is lost"
        );
    }
    println!("{taken} notes fitted");
}

fn permit(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

struct Unmount<'a>(&'a Path);

impl Drop for Unmount<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

#[test]
fn a_folder_that_may_only_be_read_is_said_and_left_alone() {
    /// Nobody in particular: root may write everywhere, and would prove nothing.
    const NOBODY: u32 = 65_534;
    let desk = Desk::new();
    concern(&desk);
    let root = rustix::process::getuid().is_root();
    for folder in [desk.path(""), desk.path("vault")] {
        permit(&folder, 0o755);
    }
    let before: Vec<_> = files(&desk.path("vault"));
    for file in &before {
        permit(file, 0o444);
    }
    for folder in before.iter().filter_map(|file| file.parent()) {
        permit(folder, 0o555);
    }
    let as_nobody = |args: &[&str]| {
        let mut command = desk.command("vault", args);
        if root {
            command.uid(NOBODY);
        }
        command
    };
    let reachable = as_nobody(&["--version"])
        .output()
        .is_ok_and(|out| out.status.success());
    if !reachable {
        eprintln!("not tried: nobody else can run the program here");
        return;
    }
    let (code, _, err) = run(&mut as_nobody(&["list"]));
    assert_eq!(code, Some(1), "{err}");
    assert!(
        err.starts_with("daybook: ") && err.to_lowercase().contains("permission"),
        "{err}"
    );
    for folder in before.iter().filter_map(|file| file.parent()) {
        permit(folder, 0o755);
    }
    for file in &before {
        permit(file, 0o644);
    }
    desk.run(&["verify"]).code(0);
}
