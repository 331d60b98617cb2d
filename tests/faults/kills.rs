//! Killed at any moment: what was acknowledged is there, and the log is whole.
//!
//! The ordinary run kills a few dozen times; five hundred, a quarter of them while the vault is being opened:
//!
//!     cargo test --test faults five_hundred_kills -- --ignored --nocapture
//!
//! `DAYBOOK_KILLS` is another number, `DAYBOOK_SEED` another course of events.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Child;
use std::time::Instant;

use serde_json::Value;

use crate::support::{Chance, World, concern, ended, note, number};

/// Kills that a vault outlives before a new one is begun.
const LIFE: u64 = 15;

/// A vault that is killed over and over, and all it has acknowledged.
struct Victim {
    world: World,
    case: String,
    /// The number of an entry, and its text.
    notes: BTreeMap<u64, String>,
    cases: BTreeMap<String, String>,
    sent: u64,
    /// What a short run takes on this machine as it is now, in milliseconds.
    pace: u64,
}

impl Victim {
    fn new() -> Self {
        let world = World::new();
        let begun = Instant::now();
        let answers = world
            .add(concern("the first").to_string())
            .code(0)
            .answers();
        let case = answers[0]["ref"].as_str().unwrap().to_owned();
        Self {
            world,
            cases: BTreeMap::from([(case.clone(), "the first".to_owned())]),
            case,
            notes: BTreeMap::new(),
            sent: 0,
            pace: u64::try_from(begun.elapsed().as_millis()).unwrap().max(60),
        }
    }

    /// Requests stream in, answers stream out, and the axe falls.
    fn while_adding(&mut self, chance: &mut Chance) {
        let mut child = self.world.adding();
        let mut to = child.stdin.take().unwrap();
        let from = BufReader::new(child.stdout.take().unwrap());
        let (first, case) = (self.sent, self.case.clone());
        self.sent += 400;
        let text = |n: u64| match n % 40 {
            // Longer than one of sled's values, and than one page.
            7 => format!("n{n} {}end", "long ".repeat(4000)),
            _ => format!("n{n} said"),
        };
        let writing = std::thread::spawn(move || {
            for n in first..first + 400 {
                let line = match n % 29 {
                    3 => concern(&format!("n{n} said")),
                    _ => note(&case, &text(n)),
                };
                if writeln!(to, "{line}").is_err() {
                    return;
                }
            }
            // At its end `add` waits for more, so that the kill meets a vault that is open.
            std::thread::sleep(std::time::Duration::from_secs(2));
        });
        let reading = std::thread::spawn(move || from.lines().map_while(Result::ok).collect());
        chance.pause(self.pace * 3);
        kill(&mut child);
        let said: Vec<String> = reading.join().unwrap();
        writing.join().unwrap();
        for (n, line) in (first..).zip(said) {
            // A line that was cut short acknowledges nothing.
            let Ok(answer) = serde_json::from_str::<Value>(&line) else {
                continue;
            };
            assert_eq!(answer["ok"], true, "{answer}");
            if n % 29 == 3 {
                let reference = answer["ref"].as_str().unwrap().to_owned();
                self.cases.insert(reference, format!("n{n} said"));
            } else {
                self.notes.insert(answer["seq"].as_u64().unwrap(), text(n));
            }
        }
    }

    /// Requests end, the backup is made, the vault is closed; somewhere in that it dies.
    fn while_closing(&mut self, chance: &mut Chance) {
        let mut child = self.world.adding();
        let text = format!("n{} closing", self.sent);
        self.sent += 1;
        let line = note(&self.case, &text);
        let mut to = child.stdin.take().unwrap();
        writeln!(to, "{line}").unwrap();
        let mut answer = String::new();
        let mut from = BufReader::new(child.stdout.take().unwrap());
        from.read_line(&mut answer).unwrap();
        drop(to);
        chance.pause(self.pace);
        kill(&mut child);
        let answer: Value = serde_json::from_str(&answer).unwrap();
        self.notes.insert(answer["seq"].as_u64().unwrap(), text);
    }

    fn while_opening(&mut self, chance: &mut Chance) {
        let mut child = self.world.command(&["list"]).spawn().unwrap();
        chance.pause(self.pace + 10);
        kill(&mut child);
    }

    /// Everything that was acknowledged is there, under its number, with its text.
    fn is_whole(&self) {
        let report = self.world.verified();
        let newest = self.notes.last_key_value().map_or(0, |(seq, _)| *seq);
        assert!(report["entries"].as_u64().unwrap() >= newest);
        let list = self.world.run(&["list", "--json"]).code(0).json();
        let known: Vec<_> = list.as_array().unwrap().iter().collect();
        for reference in self.cases.keys() {
            assert!(
                known.iter().any(|case| case["ref"] == **reference),
                "{reference}"
            );
        }
        let case = self.world.show(&self.case);
        let lines: BTreeMap<u64, &Value> = case["chronology"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| (line["seq"].as_u64().unwrap(), line))
            .collect();
        for (seq, text) in &self.notes {
            let line = lines
                .get(seq)
                .unwrap_or_else(|| panic!("entry {seq} is lost"));
            assert!(
                line.to_string().contains(text.as_str()),
                "entry {seq} differs"
            );
        }
        let newest = self.cases.last_key_value().unwrap();
        self.case_is_whole(newest);
    }

    fn case_is_whole(&self, (reference, account): (&String, &String)) {
        assert_eq!(self.world.show(reference)["concern"]["account"], **account);
    }
}

fn kill(child: &mut Child) {
    child.kill().unwrap(); // SIGKILL
    ended(child);
}

#[test]
fn nothing_acknowledged_is_lost() {
    killed(number("DAYBOOK_KILLS").unwrap_or(40));
}

#[test]
#[ignore = "some minutes"]
fn five_hundred_kills() {
    killed(number("DAYBOOK_KILLS").unwrap_or(500));
}

fn killed(kills: u64) {
    let mut chance = Chance::new("kills");
    let mut done = 0;
    let mut acknowledged = 0;
    let mut opening = 0;
    while done < kills {
        let mut victim = Victim::new();
        for _ in 0..LIFE.min(kills - done) {
            done += 1;
            match done % 20 {
                // After a kill that left it open, and after one that came while it was mended.
                2 | 6 | 7 | 12 | 17 => {
                    victim.while_opening(&mut chance);
                    opening += 1;
                }
                4 | 14 => victim.while_closing(&mut chance),
                19 => {
                    while_founding(&mut chance);
                    continue;
                }
                _ => victim.while_adding(&mut chance),
            }
            // The next opening finds what this one left: not every kill is looked after at once.
            if !matches!(done % 20, 6 | 11) {
                victim.is_whole();
            }
        }
        victim
            .cases
            .iter()
            .for_each(|case| victim.case_is_whole(case));
        acknowledged += victim.notes.len() + victim.cases.len();
    }
    println!(
        "{done} kills, {opening} of them while opening; {acknowledged} acknowledged, none lost"
    );
    assert!(
        acknowledged as u64 > kills,
        "the kills came too early to prove much"
    );
}

/// Whatever asks a program to end, ends `add` as a kill does: at once, and nothing acknowledged is lost.
#[test]
fn nor_by_a_signal_to_end() {
    use rustix::process::{Pid, Signal, kill_process};
    let mut victim = Victim::new();
    for (name, signal) in [
        ("TERM", Signal::TERM),
        ("HUP", Signal::HUP),
        ("INT", Signal::INT),
    ] {
        let mut child = victim.world.adding();
        let mut to = child.stdin.take().unwrap();
        let mut from = BufReader::new(child.stdout.take().unwrap());
        let text = format!("before {name}");
        writeln!(to, "{}", note(&victim.case, &text)).unwrap();
        let mut answer = String::new();
        from.read_line(&mut answer).unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        let id = i32::try_from(child.id()).unwrap();
        kill_process(Pid::from_raw(id).unwrap(), signal).unwrap();
        assert!(!ended(&mut child).success());
        victim.notes.insert(answer["seq"].as_u64().unwrap(), text);
        victim.is_whole();
    }
}

/// A vault is there and its recovery key is kept, or it is not there and can be made.
fn while_founding(chance: &mut Chance) {
    let world = World::bare();
    let mut child = world.command(&world.init_args("first")).spawn().unwrap();
    chance.pause(150);
    kill(&mut child);
    if !world.vault().exists() {
        world.run(&world.init_args("second")).code(0);
    }
    world.verified();
    let kept = ["second", "first"].map(|name| world.aside(name));
    let key = kept.iter().find(|path| path.exists()).unwrap();
    world
        .run(&["keys", "--check", key.to_str().unwrap()])
        .code(0);
    let left = std::fs::read_dir(world.home("")).unwrap().flatten();
    for item in left {
        let name = item.file_name().into_string().unwrap();
        assert!(!name.contains("unfinished"), "{name} was left behind");
    }
}
