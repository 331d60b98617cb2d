//! Every file of a vault cut, flipped, blanked and removed: healed, or refused in words. Never less.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::search::files;
use crate::support::{Chance, Ran, World, concern, ended, note};

/// The last entry before a kill.
const LAST: &str = "marker-last.";

/// A vault with a history: entries of every length, enough of them for a snapshot.
struct Model {
    world: World,
    case: String,
    texts: Vec<String>,
}

impl Model {
    fn new(crashed: bool) -> Self {
        let world = World::new();
        let mut lines = vec![concern("marker-account")];
        let mut texts = vec!["marker-account".to_owned()];
        for n in 0..505 {
            texts.push(match n {
                100 | 400 => format!("marker-{n} {}end", "long ".repeat(4000)),
                _ => format!("marker-{n}."),
            });
            lines.push(note("last", &texts[texts.len() - 1]));
        }
        let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let answers = world.add(lines).code(0).answers();
        let case = answers[0]["ref"].as_str().unwrap().to_owned();
        if crashed {
            texts.push(LAST.to_owned());
            cut_down(&world, &note(&case, LAST).to_string());
        }
        Self { world, case, texts }
    }

    fn names(&self) -> Vec<PathBuf> {
        let vault = self.world.vault();
        files(&vault)
            .iter()
            .map(|file| file.strip_prefix(&vault).unwrap().to_owned())
            .collect()
    }

    /// Spoils one file in a copy, and sees what Daybook makes of it.
    fn spoil(&self, name: &Path, spoilt: &Spoilt) {
        let world = self.world.copy();
        let path = world.vault().join(name);
        let before = std::fs::read(&path).unwrap();
        match spoilt {
            Spoilt::Gone => std::fs::remove_file(&path).unwrap(),
            Spoilt::Cut(len) => std::fs::write(&path, &before[..*len]).unwrap(),
            Spoilt::Flipped(at, bit) => {
                let mut bytes = before.clone();
                bytes[*at] ^= 1 << bit;
                std::fs::write(&path, bytes).unwrap();
            }
            Spoilt::Blank(at) => {
                let mut bytes = before.clone();
                let end = (at + 512).min(bytes.len());
                bytes[*at..end].fill(0);
                std::fs::write(&path, bytes).unwrap();
            }
        }
        let told = format!("{}, {spoilt:?}", name.display());
        let shown = world.run(&["show", &self.case, "--json"]);
        if shown.code == Some(0) {
            self.is_whole(&shown, &told);
        }
        // What reads well is checked too, where the damage might show in nothing else.
        let deep =
            shown.code != Some(0) || name == Path::new("journal") || name.starts_with("blobs");
        if deep {
            let report = world.run(&["verify", "--json"]);
            match (shown.code, report.code) {
                (Some(0), Some(0)) => assert_eq!(report.json()["ok"], true, "{told}: {report:?}"),
                _ => is_said(&shown, &report, &told),
            }
        }
    }

    fn is_whole(&self, shown: &Ran, told: &str) {
        // After a crash the journal is the only copy, and its damaged end looks like a write that
        // the crash cut short. That is said, and it can only be the last.
        let cut_short = shown.err.contains("The last save was cut short");
        assert!(
            !(cut_short && shown.err.contains("nothing you need to do")),
            "{told}"
        );
        for text in &self.texts {
            let may_be_cut = text == LAST && cut_short;
            assert!(
                may_be_cut || shown.out.contains(text),
                "{told}: {text:.20} is lost: {}",
                shown.err
            );
        }
    }
}

/// Refused with the right code, in words that say what happened, what is safe, what to do.
fn is_said(shown: &Ran, report: &Ran, told: &str) {
    for ran in [shown, report] {
        assert_eq!(ran.code, Some(5), "{told}: {ran:?}");
        let said = ran.err.to_lowercase();
        let any = |words: &[&str]| words.iter().any(|word| said.contains(word));
        let what = ["damaged", "cannot be read", "altered", "missing"];
        let safe = [
            "nothing has been",
            "not affected",
            "no entry",
            "not been touched",
        ];
        assert!(any(&what), "{told}: {said}");
        assert!(any(&safe), "{told}: {said}");
        assert!(any(&["restore"]), "{told}: {said}");
    }
    assert_eq!(report.json()["ok"], false, "{told}: {report:?}");
}

#[derive(Debug)]
enum Spoilt {
    Gone,
    Cut(usize),
    Flipped(usize, u32),
    Blank(usize),
}

fn ways(len: usize, chance: &mut Chance) -> Vec<Spoilt> {
    let mut ways = vec![Spoilt::Gone];
    if len > 0 {
        let mut at = || usize::try_from(chance.below(len as u64)).unwrap();
        let flipped = [at(), at(), len - 1].map(|at| Spoilt::Flipped(at, 3));
        ways.extend([
            Spoilt::Cut(0),
            Spoilt::Cut(len / 2),
            Spoilt::Cut(len - 1),
            Spoilt::Blank(at()),
        ]);
        ways.extend(flipped);
    }
    ways
}

/// Acknowledges one line, then is killed.
fn cut_down(world: &World, line: &str) {
    use std::io::{BufRead as _, BufReader, Write as _};
    let mut child = world.adding();
    let mut to = child.stdin.take().unwrap();
    writeln!(to, "{line}").unwrap();
    let mut answer = String::new();
    let mut from = BufReader::new(child.stdout.take().unwrap());
    from.read_line(&mut answer).unwrap();
    assert!(answer.contains("\"ok\":true"), "{answer}");
    child.kill().unwrap();
    ended(&mut child);
}

fn every_file(crashed: bool) {
    let model = Model::new(crashed);
    let mut chance = Chance::new("damage");
    let mut failed = Vec::new();
    for name in model.names() {
        let len = model.world.vault().join(&name).metadata().unwrap().len();
        let mut ways = ways(usize::try_from(len).unwrap(), &mut chance);
        if crashed && name.starts_with("sled") {
            ways.truncate(3); // after a crash it is built anew, whatever is in it
        }
        for way in ways {
            let begun = std::time::Instant::now();
            // One that fails hides no other.
            let tried = catch_unwind(AssertUnwindSafe(|| model.spoil(&name, &way)));
            if begun.elapsed().as_secs() > 2 {
                println!("slow: {} {way:?} {:?}", name.display(), begun.elapsed());
            }
            if tried.is_err() {
                failed.push(format!("{}, {way:?}", name.display()));
            }
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn after_a_clean_close() {
    every_file(false);
}

#[test]
fn after_a_kill() {
    every_file(true);
}
