//! SIGKILL at any moment: while entries are acknowledged, while the vault opens, while it is made.
//! `DAYBOOK_KILLS=500 cargo test --test faults kills` does it oftener than the 50 of a test run.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;
use std::sync::mpsc;
use std::time::Duration;

use serde_json::Value;

use crate::desk::Desk;
use crate::{Dice, run};

/// A vault with a case, and the notes in it that were acknowledged.
struct Log {
    vault: String,
    case: String,
    acknowledged: Vec<String>,
    seqs: Vec<u64>,
}

impl Log {
    fn new(desk: &Desk, vault: String) -> Self {
        desk.init(&vault, &format!("{vault}-key")).code(0);
        let mut add = desk.command(&vault, &["add", "--from", "-"]);
        let mut child = add
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let first = desk.examples().lines().next().unwrap().to_owned();
        writeln!(child.stdin.take().unwrap(), "{first}").unwrap();
        let out = child.wait_with_output().unwrap().stdout;
        let answer: Value = serde_json::from_slice(&out).unwrap();
        Self {
            vault,
            case: answer["ref"].as_str().unwrap().to_owned(),
            acknowledged: Vec::new(),
            seqs: vec![answer["seq"].as_u64().unwrap()],
        }
    }

    /// Adds notes until it is killed, and remembers those that were acknowledged.
    fn killed_while_adding(&mut self, desk: &Desk, round: u64, after: Duration) {
        let mut add = desk.command(&self.vault, &["add", "--from", "-"]);
        let mut child = add
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let case = self.case.clone();
        let text = move |n: u64| format!("note {n} of round {round} is kept");
        let (begun, beginning) = mpsc::channel();
        let stdout = child.stdout.take().unwrap();
        let listening = std::thread::spawn(move || {
            let mut answers = Vec::new();
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                let _ = begun.send(());
                // A line cut off by the kill was not acknowledged.
                if let Ok(answer) = serde_json::from_str::<Value>(&line) {
                    answers.push(answer);
                }
            }
            answers
        });
        let writing = std::thread::spawn(move || {
            for n in 0.. {
                let line = serde_json::json!({"command": "note", "case": case, "text": text(n)});
                if writeln!(stdin, "{line}").is_err() {
                    return;
                }
            }
        });
        // Half of the rounds are killed by the clock, wherever that is; half once it answers.
        if round.is_multiple_of(2) {
            let _ = beginning.recv_timeout(Duration::from_secs(20));
        }
        std::thread::sleep(after);
        child.kill().unwrap();
        child.wait().unwrap();
        writing.join().unwrap();
        for (n, answer) in (0..).zip(listening.join().unwrap()) {
            assert_eq!(answer["ok"], true, "{answer}");
            self.acknowledged
                .push(format!("note {n} of round {round} is kept"));
            self.seqs.push(answer["seq"].as_u64().unwrap());
        }
    }

    fn killed_while_opening(&self, desk: &Desk, after: Duration) {
        let mut list = desk.command(&self.vault, &["list"]);
        let mut child = list
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(after);
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// The vault opens, is whole, and everything acknowledged is in it.
    #[track_caller]
    fn is_whole(&self, desk: &Desk) {
        let (code, out, err) = run(&mut desk.command(&self.vault, &["verify", "--json"]));
        assert_eq!(code, Some(0), "{out}{err}");
        let report: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(report["ok"], true, "{out}");
        assert!(report["tip"]["seq"].as_u64() >= self.seqs.iter().max().copied());
        let shown = desk.run_in(&self.vault, &["show", &self.case]).code(0).out;
        for text in &self.acknowledged {
            assert!(shown.contains(text.as_str()), "{text:?} is lost");
        }
    }
}

/// Killed while a vault is made: either there is a whole one, or none, and one can be made there.
fn killed_while_creating(desk: &Desk, round: u64, after: Duration) {
    let vault = format!("made-{round}");
    let key = desk.path(&format!("{vault}-key"));
    let args = [
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
        key.to_str().unwrap(),
    ];
    let mut init = desk.command(&vault, &args);
    let mut child = init
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    let (code, out, err) = run(&mut desk.command(&vault, &["verify", "--json"]));
    if code == Some(0) {
        assert!(key.exists(), "a vault whose recovery key nobody has");
    } else {
        assert!(err.contains("no vault here"), "{out}{err}");
        desk.init(&vault, &format!("{vault}-second-key")).code(0);
    }
    desk.run_in(&vault, &["verify"]).code(0);
}

#[test]
fn nothing_acknowledged_is_lost_and_the_vault_opens() {
    let rounds: u64 = std::env::var("DAYBOOK_KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(50);
    let desk = Desk::bare();
    let mut dice = Dice(0x5eed_0001);
    let mut log = Log::new(&desk, "vault-0".to_owned());
    let (mut adding, mut opening, mut creating, mut kept) = (0, 0, 0, 0);
    for round in 0..rounds {
        if round % 10 == 9 {
            kept += log.acknowledged.len();
            log = Log::new(&desk, format!("vault-{round}"));
        }
        match dice.below(8) {
            0 => {
                creating += 1;
                killed_while_creating(&desk, round, Duration::from_micros(dice.below(60_000)));
            }
            1 | 2 => {
                opening += 1;
                log.killed_while_opening(&desk, Duration::from_micros(dice.below(60_000)));
                log.is_whole(&desk);
            }
            which => {
                adding += 1;
                log.killed_while_adding(&desk, round, Duration::from_micros(dice.below(80_000)));
                // Now and then the repair is killed as well.
                if which == 7 {
                    opening += 1;
                    log.killed_while_opening(&desk, Duration::from_micros(dice.below(60_000)));
                }
                log.is_whole(&desk);
            }
        }
    }
    kept += log.acknowledged.len();
    println!(
        "{adding} kills while adding, {opening} while opening, {creating} while creating; {kept} notes kept"
    );
    assert!(
        kept as u64 > rounds,
        "only {kept} acknowledged: too few to mean anything"
    );
}
