//! What Daybook must refuse: the code, the words, and nothing acknowledged that was not saved.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::Command;

use crate::support::{Ran, World, concern, ended, note, ran};

fn begun() -> (World, String) {
    let world = World::new();
    let answers = world.add(concern("begun").to_string()).code(0).answers();
    let case = answers[0]["ref"].as_str().unwrap().to_owned();
    (world, case)
}

/// Every word is said.
#[track_caller]
fn says(ran: &Ran, words: &[&str]) {
    assert!(ran.out.is_empty() || ran.out.starts_with('{'), "{ran:?}");
    for word in words {
        assert!(ran.err.contains(word), "{word:?} is not in {ran:?}");
    }
}

#[test]
fn a_wrong_passphrase() {
    let (world, case) = begun();
    let before = world.verified()["entries"].as_u64().unwrap();
    let wrong = world.aside_file("wrong", "Not the passphrase of anyone, 9\n");
    for args in [
        vec!["list"],
        vec!["verify"],
        vec!["show", &case],
        vec!["backup"],
    ] {
        let mut command = world.command(&args);
        command.env("DAYBOOK_PASSPHRASE_FILE", &wrong);
        let ran = ran(command, b"").code(3);
        says(&ran, &["not the passphrase", "try again", "recovery key"]);
    }
    let mut command = world.command(&["add", "--from", "-"]);
    command.env("DAYBOOK_PASSPHRASE_FILE", &wrong);
    let refused = ran(command, note(&case, "in vain").to_string().as_bytes()).code(3);
    assert!(refused.out.is_empty(), "{refused:?}");
    // Nothing but the next unlocking, and how often it was tried in vain.
    assert_eq!(world.verified()["entries"], before + 2);
    let audit = world.run(&["audit"]).code(0).out;
    assert!(audit.contains("5 wrong passphrases for"), "{audit}");
}

#[test]
fn a_vault_in_use() {
    let (world, case) = begun();
    let mut holder = world.adding();
    let mut to = holder.stdin.take().unwrap();
    writeln!(to, "{}", note(&case, "held")).unwrap();
    let mut answer = String::new();
    let mut from = BufReader::new(holder.stdout.take().unwrap());
    from.read_line(&mut answer).unwrap();
    assert!(answer.contains("\"ok\":true"), "{answer}");
    let line = note(&case, "in vain").to_string();
    for args in [
        vec!["list"],
        vec!["verify", "--json"],
        vec!["backup"],
        vec!["add", "--from", "-"],
    ] {
        let refused = ran(world.command(&args), line.as_bytes()).code(4);
        says(
            &refused,
            &["open in another window", "Nothing has been changed"],
        );
    }
    // A second vault in the same place is refused too, and so is one put over it.
    let founded = world.run(&world.init_args("another")).code(1);
    says(&founded, &["already"]);
    drop(to);
    assert!(ended(&mut holder).success());
    let shown = world.show(&case).to_string();
    assert!(shown.contains("held") && !shown.contains("in vain"));
}

#[test]
fn a_folder_that_is_something_else() {
    let world = World::bare();
    std::fs::create_dir(world.vault()).unwrap();
    says(
        &world.run(&["list"]).code(1),
        &["There is no vault here", "init"],
    );
    std::fs::write(world.vault().join("letter"), "mine").unwrap();
    says(
        &world.run(&world.init_args("key")).code(1),
        &["Nothing in it has been changed"],
    );
    std::fs::remove_dir_all(world.vault()).unwrap();
    std::fs::write(world.vault(), "a file").unwrap();
    world.run(&["list"]).code(1);
    world.run(&world.init_args("key")).code(1);
    assert!(!world.aside("key").exists());
    assert_eq!(std::fs::read(world.vault()).unwrap(), b"a file");
}

/// Makes a folder read-only for a run: by its mode, or for root by its attributes.
struct ReadOnly<'a>(&'a Path);

impl<'a> ReadOnly<'a> {
    fn new(folder: &'a Path) -> Option<Self> {
        tool("chmod", &["-R", "a-w"], folder);
        let it = Self(folder);
        if it.holds() {
            return Some(it);
        }
        tool("chattr", &["-R", "+i"], folder);
        let holds = it.holds();
        if !holds {
            println!(
                "not tried: nothing makes {} read-only here",
                folder.display()
            );
        }
        holds.then_some(it)
    }

    fn holds(&self) -> bool {
        std::fs::write(self.0.join("probe"), "").is_err()
    }
}

impl Drop for ReadOnly<'_> {
    fn drop(&mut self) {
        tool("chattr", &["-R", "-i"], self.0);
        tool("chmod", &["-R", "u+w"], self.0);
        let _ = std::fs::remove_file(self.0.join("probe"));
    }
}

/// Runs a tool of the system, which may not be there.
fn tool(name: &str, args: &[&str], path: &Path) -> bool {
    let output = Command::new(name).args(args).arg(path).output();
    output.is_ok_and(|output| output.status.success())
}

#[test]
fn a_folder_that_may_not_be_written() {
    let (world, case) = begun();
    let vault = world.vault();
    if let Some(_held) = ReadOnly::new(&vault) {
        let line = note(&case, "in vain").to_string();
        for args in [vec!["list"], vec!["verify"], vec!["add", "--from", "-"]] {
            let refused = ran(world.command(&args), line.as_bytes()).code(1);
            says(
                &refused,
                &["may not write", "Nothing has been changed", "Ask"],
            );
            assert!(refused.out.is_empty(), "{refused:?}");
        }
    }
    assert!(!world.show(&case).to_string().contains("in vain"));
    world.verified();
}

/// What the system says of a folder's disk, changed on its way to the program.
#[cfg(target_os = "linux")]
#[test]
fn a_network_drive() {
    let (world, case) = begun();
    let line = note(&case, "in vain").to_string();
    // The numbers of statfs(2), as they lie in memory.
    let kinds = [
        ("NFS", 0x6969_u64),
        ("a Windows share", 0xFF53_4D42),
        ("a Windows share", 0xFE53_4D42),
        ("9P", 0x0102_1997),
    ];
    for (kind, number) in kinds {
        let bytes: String = number
            .to_le_bytes()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let inject = format!("inject=statfs:poke_exit=@arg2={bytes}");
        let program = env!("CARGO_BIN_EXE_daybook");
        for args in [vec!["list"], vec!["add", "--from", "-"]] {
            let mut strace = Command::new("strace");
            strace.args([
                "-f",
                "-qq",
                "-o",
                "/dev/null",
                "-e",
                "trace=statfs",
                "-e",
                &inject,
                program,
            ]);
            let mut strace = world.dress(strace);
            strace.args(&args);
            if !tool("strace", &["-qq", "-o", "/dev/null"], Path::new("true")) {
                println!("not tried: there is no strace here, or it may not trace");
                return;
            }
            let refused = ran(strace, line.as_bytes()).code(1);
            says(
                &refused,
                &[
                    kind,
                    "network drive",
                    "Nothing has been changed",
                    "own disk",
                ],
            );
            assert!(refused.out.is_empty(), "{refused:?}");
        }
    }
    assert!(!world.show(&case).to_string().contains("in vain"));
}

/// A folder that can be looked at and not written to: a disk that is mounted so.
struct MountedReadOnly<'a>(&'a Path);

impl<'a> MountedReadOnly<'a> {
    fn new(folder: &'a Path) -> Option<Self> {
        let path = folder.to_str().unwrap();
        let done = tool("mount", &["--bind", path], folder)
            && tool("mount", &["-o", "remount,bind,ro"], folder);
        if !done {
            println!("not tried: nothing can be mounted read-only here");
        }
        done.then_some(Self(folder))
    }
}

impl Drop for MountedReadOnly<'_> {
    fn drop(&mut self) {
        tool("umount", &["-l"], self.0);
    }
}

#[test]
fn a_disk_that_is_read_only() {
    let (world, case) = begun();
    let vault = world.vault();
    if let Some(_held) = MountedReadOnly::new(&vault) {
        let line = note(&case, "in vain").to_string();
        for args in [vec!["list"], vec!["verify"], vec!["add", "--from", "-"]] {
            let refused = ran(world.command(&args), line.as_bytes()).code(1);
            says(
                &refused,
                &["may not write", "Nothing has been changed", "Ask"],
            );
            assert!(refused.out.is_empty(), "{refused:?}");
        }
    }
    assert!(!world.show(&case).to_string().contains("in vain"));
    world.verified();
}

/// How many of the lines were acknowledged; each must be in the log, and no false one.
fn acknowledged(world: &World, case: &str, ran: &Ran) -> usize {
    let mut count = 0;
    let whole = ran
        .out
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let shown = world.show(case).to_string();
    for (n, answer) in whole.enumerate() {
        let there = shown.contains(&format!("fill-{n}."));
        assert!(
            there || answer["ok"] == false,
            "entry {n} was acknowledged and is lost"
        );
        count += usize::from(answer["ok"] == true);
    }
    // On a disk this small there may be no room for the second copy, and that is said; the log is whole.
    let report = world.run(&["verify", "--json"]).json();
    assert_eq!(report["entries"], report["opened"], "{report}");
    for problem in report["problems"].as_array().unwrap() {
        let what = problem["what"].as_str().unwrap();
        assert!(what.contains("`sled`, is not in use"), "{report}");
    }
    count
}

fn fill(case: &str) -> String {
    let long = "long ".repeat(2000);
    let line = |n| format!("{}\n", note(case, &format!("fill-{n}. {long}end")));
    (0..400).map(line).collect()
}

#[test]
fn no_more_than_so_large_a_file() {
    // SIGXFSZ ends a program that does not ignore it, as a kill does; ignored, the write fails.
    for (trap, kills) in [("trap '' XFSZ;", false), ("", true)] {
        let (world, case) = begun();
        let binary = env!("CARGO_BIN_EXE_daybook");
        let script = format!("{trap} ulimit -f 2400; exec '{binary}' add --from -");
        let mut shell = Command::new("sh");
        shell.args(["-c", &script]);
        let ran = ran(world.dress(shell), fill(&case).as_bytes());
        if kills {
            assert!(
                matches!(ran.code, None | Some(1)),
                "{:?} {}",
                ran.code,
                ran.err
            );
        } else {
            assert_eq!(ran.code, Some(1), "{}", ran.err);
            says(&ran, &["disk is full", "safe", "Make room"]);
        }
        let count = acknowledged(&world, &case, &ran);
        assert!((1..400).contains(&count), "{count}");
        world
            .add(note(&case, "there is room again").to_string())
            .code(0);
    }
}

#[test]
fn a_full_disk() {
    let (world, case) = begun();
    let vault = world.vault();
    let packed = world.home("packed");
    std::fs::rename(&vault, &packed).unwrap();
    std::fs::create_dir(&vault).unwrap();
    let mounted = Mounted::new(&vault, "3m");
    crate::support::copy_tree(&packed, &vault);
    if let Some(_disk) = mounted {
        let full = world.add(fill(&case)).code(1);
        says(&full, &["disk is full", "safe", "Make room"]);
        // Nothing at all can be written: still no lie, no panic, and the log is as it was.
        let ballast = vault.join("ballast");
        let _ = std::fs::write(&ballast, vec![1; 4 << 20]);
        let none = world.run(&["list"]);
        assert!(matches!(none.code, Some(0 | 1)), "{none:?}");
        assert!(
            none.code == Some(0) || none.err.contains("disk is full"),
            "{none:?}"
        );
        // Daybook has given the room of its second copy back; that is taken as well.
        let _ = std::fs::write(vault.join("more"), vec![1; 4 << 20]);
        let refused = world.add(note(&case, &"in vain ".repeat(20_000)).to_string());
        assert_eq!(refused.code, Some(1), "{refused:?}");
        assert!(!refused.out.contains("\"ok\":true"), "{refused:?}");
        std::fs::remove_file(&ballast).unwrap();
        std::fs::remove_file(vault.join("more")).unwrap();
        let count = acknowledged(&world, &case, &full);
        assert!((1..400).contains(&count), "{count}");
        world
            .add(note(&case, "there is room again").to_string())
            .code(0);
        assert!(world.show(&case).to_string().contains("room again"));
    }
}

/// A small disk of its own, where the system lets us have one.
struct Mounted<'a>(&'a Path);

impl<'a> Mounted<'a> {
    fn new(folder: &'a Path, size: &str) -> Option<Self> {
        let size = format!("size={size}");
        let done = tool("mount", &["-t", "tmpfs", "-o", &size, "none"], folder);
        if !done {
            println!("not tried: no small disk can be had here");
        }
        done.then_some(Self(folder))
    }
}

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        tool("umount", &["-l"], self.0);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn answers_that_cannot_be_written() {
    let (world, case) = begun();
    let full = || {
        std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap()
    };
    for args in [vec!["list"], vec!["show", &case], vec!["verify", "--json"]] {
        let mut command = world.command(&args);
        let mut child = command.stdout(full()).spawn().unwrap();
        assert_eq!(ended(&mut child).code(), Some(1), "{args:?}");
    }
    // A backup onto a full disk is no backup, and says so.
    let link = world.home("backup.age");
    std::os::unix::fs::symlink("/dev/full", &link).unwrap();
    world
        .run(&["backup", "--out", link.to_str().unwrap()])
        .code(1);
    // A stderr that is full is no reason to fail.
    let mut child = world.command(&["list"]).stderr(full()).spawn().unwrap();
    assert_eq!(ended(&mut child).code(), Some(0));
    world.verified();
}
