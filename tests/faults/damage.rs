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
                // A key that does not open today is no entry lost, and is said at once.
                (Some(0), Some(5)) if shown.err.contains("slot") => {
                    assert!(
                        report.json()["problems"][0]["what"]
                            .to_string()
                            .contains("slot")
                    );
                }
                _ => is_said(&shown, &report, &told),
            }
        }
    }

    fn is_whole(&self, shown: &Ran, told: &str) {
        for text in &self.texts {
            assert!(
                shown.out.contains(text),
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

#[test]
fn a_log_cut_after_a_kill_is_not_called_complete() {
    let (world, case) = begun();
    let journal = world.vault().join("journal");
    let closed = journal.metadata().unwrap().len();
    for n in 0..6 {
        cut_down(
            &world,
            &note(&case, &format!("acknowledged {n}")).to_string(),
        );
    }
    let whole = std::fs::read(&journal).unwrap();
    let entries = world.verified()["entries"].as_u64().unwrap();
    cut_down(&world, &note(&case, "the last").to_string());
    let last = entries + 2; // that it was unlocked, and the note
    // Between two records, and in one.
    for cut in [whole.len() as u64, whole.len() as u64 - 5, closed + 40] {
        let copy = world.copy();
        let cut_off = &whole[..usize::try_from(cut).unwrap()];
        std::fs::write(copy.vault().join("journal"), cut_off).unwrap();
        for args in [vec!["verify"], vec!["list"], vec!["show", &case]] {
            let refused = copy.run(&args).code(5);
            let named = format!("{last} cannot be read");
            assert!(refused.err.contains(&named), "{cut}: {}", refused.err);
            assert!(!refused.err.contains("are here"), "{}", refused.err);
        }
    }
}

#[test]
fn an_unfinished_piece_is_spoken_of_for_as_long_as_it_lies_there() {
    let (world, case) = begun();
    cut_down(&world, &note(&case, LAST).to_string());
    let journal = world.vault().join("journal");
    let whole = std::fs::read(&journal).unwrap();
    // A record that begins well and is not all there, as a power cut leaves it.
    std::fs::write(&journal, [&whole[..], &whole[..99]].concat()).unwrap();
    let shown = world.run(&["show", &case]).code(0);
    assert!(shown.out.contains(LAST));
    for words in [
        "cut short",
        "(99 bytes)",
        "entries that were saved are here",
    ] {
        assert!(shown.err.contains(words), "{}", shown.err);
    }
    for _ in 0..2 {
        let report = world.run(&["verify"]).code(0);
        assert!(report.out.contains("journal-torn-1"), "{}", report.out);
        let remarks = &world.verified()["remarks"];
        assert_eq!(remarks.as_array().unwrap().len(), 1, "{remarks}");
    }
    std::fs::remove_file(world.vault().join("journal-torn-1")).unwrap();
    assert!(world.verified()["remarks"].as_array().unwrap().is_empty());
}

/// Spoils a record in the middle of the journal.
fn spoil_the_middle(world: &World) -> Vec<u8> {
    let journal = world.vault().join("journal");
    let mut bytes = std::fs::read(&journal).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 8;
    std::fs::write(&journal, &bytes).unwrap();
    bytes
}

#[test]
fn a_record_spoilt_after_a_kill_is_brought_back_from_the_second_copy() {
    let (world, case) = begun();
    for n in 0..8 {
        let line = note(&case, &format!("note {n}."));
        world.add(line.to_string()).code(0);
    }
    cut_down(&world, &note(&case, LAST).to_string());
    let whole = std::fs::read(world.vault().join("journal")).unwrap();
    let spoilt = spoil_the_middle(&world);
    assert_ne!(spoilt, whole);
    let shown = world.run(&["show", &case]).code(0);
    assert!(shown.err.contains("brought back whole"), "{}", shown.err);
    for n in 0..8 {
        assert!(shown.out.contains(&format!("note {n}.")), "{n}");
    }
    assert!(shown.out.contains(LAST));
    world.verified();
    assert!(!world.vault().join("sled-copy").exists());
}

#[test]
fn what_is_left_of_a_damaged_log_can_be_read_and_nothing_written() {
    let (world, case) = begun();
    let lines: String = (0..8)
        .map(|n| note(&case, &format!("note {n}.")).to_string() + "\n")
        .collect();
    world.add(&lines).code(0);
    cut_down(&world, &note(&case, LAST).to_string());
    std::fs::remove_dir_all(world.vault().join("sled")).unwrap();
    spoil_the_middle(&world);
    let before: Vec<_> = files(&world.vault())
        .into_iter()
        .map(|file| (std::fs::read(&file).unwrap(), file))
        .collect();
    let said = |ran: &Ran| {
        for words in [
            "cannot be read",
            "no second copy",
            "All else can be read",
            "restore",
        ] {
            assert!(ran.err.contains(words), "{words:?} is not in {}", ran.err);
        }
    };
    let list = world.run(&["list", "--json"]).code(5);
    said(&list);
    assert_eq!(list.json()[0]["ref"], *case);
    let shown = world.run(&["show", &case]).code(5);
    said(&shown);
    let left = (0..8).filter(|n| shown.out.contains(&format!("note {n}.")));
    assert_eq!(left.count(), 7, "{}", shown.out);
    assert!(shown.out.contains(LAST), "{}", shown.out);
    for args in [
        vec!["verify", "--json"],
        vec!["verify", "--json", "--no-keys"],
    ] {
        let report = world.run(&args).code(5);
        said(&report);
        let report = report.json();
        assert_eq!(report["ok"], false);
        assert!(
            report["problems"].to_string().contains("is missing"),
            "{report}"
        );
    }
    let refused = world.add(note(&case, "in vain").to_string()).code(5);
    assert_eq!(refused.answers()[0]["ok"], false);
    assert!(refused.err.contains("not saved"), "{}", refused.err);
    said(&world.run(&["backup"]).code(5));
    let out = world.aside("left.age");
    let made = world
        .run(&["backup", "--out", out.to_str().unwrap()])
        .code(5);
    said(&made);
    let key = world.aside("recovery");
    let elsewhere = world.home("elsewhere");
    let args = [
        "--vault",
        elsewhere.to_str().unwrap(),
        "restore",
        out.to_str().unwrap(),
        "--recovery",
        key.to_str().unwrap(),
    ];
    let restored = world.run(&args).code(5);
    assert!(
        restored.err.contains("what was left of a damaged log"),
        "{}",
        restored.err
    );
    let after: Vec<_> = files(&world.vault())
        .into_iter()
        .map(|file| (std::fs::read(&file).unwrap(), file))
        .collect();
    assert!(before == after, "something on the disk was changed");
}

fn begun() -> (World, String) {
    let world = World::new();
    let answers = world.add(concern("begun").to_string()).code(0).answers();
    let case = answers[0]["ref"].as_str().unwrap().to_owned();
    (world, case)
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
