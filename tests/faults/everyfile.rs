//! Every file of a vault, flipped, cut, blanked and removed, one at a time: healed, or refused in words.
//! Never silent, never a panic, never a hang.
//!
//! The files are those that lie in the folder of a vault with three people, a snapshot and a draft of
//! each, a torn end and a log of some fifty entries; in two states: closed cleanly, and killed while
//! open, with entries acknowledged since. The ordinary run tries a few damages of each; all sixty are tried by
//!
//!     cargo test --test faults sixty_damages -- --ignored --nocapture
//!
//! (some minutes) which prints a table: of each file, in how many of its damages everything was there and
//! nothing needed saying (a copy was rebuilt), everything was there and it was said what had been mended,
//! what is wrong was named and the rest was there, or the vault was refused. `DAYBOOK_SEED` gives others,
//! `DAYBOOK_DAMAGES` another number.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use daybook::domain::entry::AuditFact;
use daybook::session::{Complaint, Folders, Kind, Room, Session, Unlocking};
use daybook::store::disk;
use daybook::vault::ledger::{Ledger, SCHEMA};
use daybook::vault::{Content, Locked};
use serde_json::json;

use crate::search::files;
use crate::support::{
    Chance, PASSPHRASE, World, acknowledged_then_killed, concern, copy_tree, note, number, ran,
};

/// What anything may take here: sled's own patience is ten seconds.
const LIMIT: Duration = Duration::from_secs(60);

/// Who opens the vault after it was damaged: one who reads all, and one who does not.
const PEOPLE: [&str; 2] = ["hed", "ada"];

/// A vault to be damaged, as it lies on the disk, and what is in it.
struct Model {
    home: tempfile::TempDir,
    crashed: bool,
    truth: BTreeMap<&'static str, Truth>,
}

/// What a person finds in the vault when nothing is damaged.
#[derive(PartialEq)]
struct Truth {
    entries: Vec<Option<Vec<u8>>>,
    cases: serde_json::Value,
    drafts: Vec<(u32, Vec<u8>)>,
}

/// In memory, where the system has such a folder: thousands of vaults are written.
fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    match memory.is_dir() {
        true => tempfile::tempdir_in(memory).unwrap(),
        false => tempfile::tempdir().unwrap(),
    }
}

fn folders(home: &Path) -> Folders {
    Folders {
        vault: Some(home.join("vault")),
        state: home.join("state"),
        ..Folders::default()
    }
}

fn now() -> chrono::DateTime<chrono::FixedOffset> {
    chrono::Local::now().fixed_offset()
}

fn unlock(room: Room, person: &str) -> Result<Session, Box<(Option<Room>, Complaint)>> {
    let with = Unlocking {
        person: person.to_owned(),
        passphrase: PASSPHRASE.to_owned().into(),
        key_file: None,
        now: now(),
    };
    room.unlock(&with, &mut |_, _| {})
}

/// A vault that was let go of, which is held a little longer where a process that another test starts was just then begun:
/// until it runs, it has all that this one has open.
fn room(home: &Path) -> Result<Room, Complaint> {
    for _ in 0..250 {
        match Room::open(folders(home)) {
            Err(held) if held.kind == Kind::InUse => sleep(Duration::from_millis(20)),
            opened => return opened,
        }
    }
    Room::open(folders(home))
}

fn opened(home: &Path, person: &str) -> Session {
    match unlock(room(home).unwrap(), person) {
        Ok(session) => session,
        Err(refused) => panic!("{}", refused.1),
    }
}

/// The entries, those that may not be read as nothing, from the first on.
fn entries(session: &Session) -> Vec<(u64, Option<Vec<u8>>)> {
    let read = session.ledger().vault().read(0, usize::MAX).unwrap();
    let content = |content| match content {
        Content::Plain(plain) => Some(plain.to_vec()),
        Content::SealedToHeadteacher => None,
        Content::Broken(why) => panic!("an entry {why}"),
    };
    read.into_iter()
        .map(|one| (one.header.seq, content(one.content)))
        .collect()
}

fn cases(session: &Session) -> serde_json::Value {
    serde_json::to_value(session.school()).unwrap()["cases"].take()
}

/// Keeps a snapshot of a log that is too short to need one.
fn keep_snapshot(home: &Path, person: &str) {
    let store = disk::open(&home.join("vault")).unwrap();
    let locked = Locked::load(store).map_err(|(_, error)| error).unwrap();
    let keys = locked.unlock(person, PASSPHRASE, None).unwrap();
    let ledger = Ledger::open(locked.open(keys).unwrap(), &mut |_, _| {}).unwrap();
    let school = ledger.summary().unwrap();
    let mut vault = ledger.into_vault();
    let tip = vault.tip();
    vault.save_snapshot(SCHEMA, &school, tip).unwrap();
    vault.close().unwrap();
}

impl Model {
    fn new(crashed: bool) -> Self {
        let world = World::new();
        for (name, role) in [("Hed", "headteacher"), ("Ben", "deputy")] {
            let recovery = world.aside("recovery").display().to_string();
            let args = [
                "--user",
                "ada",
                "user",
                "add",
                "--name",
                name,
                "--role",
                role,
                "--recovery",
                &recovery,
            ];
            let told = world.run(&args).code(0);
            let once = told.out.trim().lines().last().unwrap().to_owned();
            let both = world.aside_file("both", format!("{once}\n{PASSPHRASE}\n"));
            let id = name.to_lowercase();
            world
                .run(&["--user", &id, "--passphrase-file", &both, "user", "passwd"])
                .code(0);
        }
        let mut about_staff = concern("marker-sealed");
        about_staff["participants"] = json!([
            {"name": "Pat Nobody", "adult": "staff", "part": "alleged"},
            {"name": "Robin Sample", "year": "Year 4", "class": "4S", "part": "harmed"},
        ]);
        about_staff["clauses"] = json!(["SJ24 Staff 39"]);
        let mut lines = format!("{about_staff}\n{}\n", concern("marker-account"));
        for n in 0..40 {
            let long = "long ".repeat(if n == 20 { 4000 } else { 0 });
            lines += &format!("{}\n", note("last", &format!("marker-{n} {long}")));
        }
        let adding = world.command(&["--user", "ada", "add", "--from", "-"]);
        let answers = ran(adding, lines.as_bytes()).code(0).answers();
        let case = answers[1]["ref"].as_str().unwrap().to_owned();
        let home = folder();
        copy_tree(&world.vault(), &home.path().join("vault"));
        copy_tree(
            &world.home("state").join("daybook"),
            &home.path().join("state"),
        );
        for person in PEOPLE {
            keep_snapshot(home.path(), person);
            let mut session = opened(home.path(), person);
            session
                .save_draft(1, format!("draft of {person}").as_bytes())
                .unwrap();
            session.save_draft(2, &[b'x'; 9000]).unwrap();
            session.close(now()).unwrap();
        }
        // A save that a power cut has cut short, and that was set aside.
        {
            use std::io::Write as _;
            let journal = home.path().join("vault/journal");
            let piece = std::fs::read(&journal).unwrap()[..99].to_vec();
            let mut file = std::fs::OpenOptions::new()
                .append(true)
                .open(journal)
                .unwrap();
            file.write_all(&piece).unwrap();
            drop(file);
            opened(home.path(), "ada").close(now()).unwrap();
            assert!(home.path().join("vault/journal-torn-1").exists());
        }
        if crashed {
            std::fs::remove_dir_all(world.vault()).unwrap();
            copy_tree(&home.path().join("vault"), &world.vault());
            let lines: Vec<_> = (0..3)
                .map(|n| note(&case, &format!("marker-last-{n}.")).to_string())
                .collect();
            acknowledged_then_killed(&world, &["--user", "ada"], &lines);
            std::fs::remove_dir_all(home.path().join("vault")).unwrap();
            copy_tree(&world.vault(), &home.path().join("vault"));
            assert!(home.path().join("vault/open").exists());
        }
        let mut model = Self {
            home,
            crashed,
            truth: BTreeMap::new(),
        };
        for person in PEOPLE {
            let truth = model.look(person);
            assert!(truth.entries.len() > 50 && truth.drafts.len() == 2);
            model.truth.insert(person, truth);
        }
        model
    }

    fn look(&self, person: &str) -> Truth {
        let copy = self.copy();
        let mut session = opened(copy.path(), person);
        let truth = Truth {
            entries: entries(&session)
                .into_iter()
                .map(|(_, text)| text)
                .collect(),
            cases: cases(&session),
            drafts: session
                .drafts()
                .unwrap()
                .into_iter()
                .map(|(n, draft)| (n, draft.unwrap().to_vec()))
                .collect(),
        };
        // What this opening itself has noted is not of the vault that is damaged.
        let truth = Truth {
            entries: truth.entries[..truth.entries.len() - 1].to_vec(),
            ..truth
        };
        session.close(now()).unwrap();
        truth
    }

    fn copy(&self) -> tempfile::TempDir {
        let copy = folder();
        copy_tree(self.home.path(), copy.path());
        copy
    }

    fn names(&self) -> Vec<PathBuf> {
        let vault = self.home.path().join("vault");
        let names = files(&vault).into_iter();
        names
            .map(|file| file.strip_prefix(&vault).unwrap().to_owned())
            .collect()
    }
}

/// What is done to a file.
#[derive(Clone, Copy, Debug)]
enum Damage {
    Gone,
    Cut(usize),
    Flipped(usize, u32),
    Blank(usize, usize),
    /// Where nothing was, something is.
    Grown,
}

impl Damage {
    /// That many, all of them a change; fewer of a file that is empty.
    fn some(bytes: &[u8], count: usize, chance: &mut Chance) -> Vec<Self> {
        if bytes.is_empty() {
            return vec![Self::Gone, Self::Grown];
        }
        let mut found = vec![Self::Gone];
        while found.len() < count {
            let at = usize::try_from(chance.below(bytes.len() as u64)).unwrap();
            let damage = match found.len() % 3 {
                0 => Self::Cut(at),
                1 => Self::Flipped(at, u32::try_from(chance.below(8)).unwrap()),
                _ => {
                    let size = [512, 4096][found.len() / 3 % 2].min(bytes.len());
                    Self::Blank(at - at % size, size)
                }
            };
            // Most of sled's file is empty: there a blank block changes nothing.
            if damage.apply(bytes).is_none_or(|after| after != bytes) {
                found.push(damage);
            }
        }
        found
    }

    fn apply(self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut out = bytes.to_vec();
        match self {
            Self::Gone => return None,
            Self::Cut(len) => out.truncate(len),
            Self::Flipped(at, bit) => out[at] ^= 1 << bit,
            Self::Blank(at, size) => {
                let end = (at + size).min(out.len());
                out[at..end].fill(0);
            }
            Self::Grown => out.extend_from_slice(b"something"),
        }
        Some(out)
    }
}

/// How the vault took it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    /// Everything is there, and nothing needed saying.
    Whole,
    /// Everything is there, and it was said what had happened.
    Mended,
    /// What is lost was named; all else is there.
    Named,
    /// The vault did not open, in words.
    Refused,
}

/// Words for a person: what happened, and what is safe or what to do.
fn in_words(complaint: &Complaint) -> Result<(), String> {
    let said = complaint.to_string();
    let lower = said.to_lowercase();
    let any = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let what = any(&[
        "damaged",
        "cannot be read",
        "altered",
        "missing",
        "not what was written",
        "changed",
    ]);
    let safe = any(&[
        "nothing has been",
        "not affected",
        "no entry",
        "not been touched",
        "every entry",
    ]);
    let next = any(&["restore", "recovery key", "verify", "one-time passphrase"]);
    match complaint.kind == Kind::Damaged && what && (safe || next) && said.len() > 60 {
        true => Ok(()),
        false => Err(format!(
            "refused in poor words ({:?}): {said}",
            complaint.kind
        )),
    }
}

/// Damages one file of a copy, opens it as somebody, and judges.
fn tried(
    model: &Model,
    name: &Path,
    damage: Damage,
    person: &'static str,
) -> Result<Verdict, String> {
    let copy = model.copy();
    let path = copy.path().join("vault").join(name);
    let bytes = std::fs::read(&path).unwrap();
    match damage.apply(&bytes) {
        None => std::fs::remove_file(&path).unwrap(),
        Some(after) => std::fs::write(&path, after).unwrap(),
    }
    let log = || std::fs::read(copy.path().join("vault/journal")).ok();
    let before = log();
    let refused = |complaint: &Complaint| {
        in_words(complaint)?;
        match log() == before {
            true => Ok(Verdict::Refused),
            false => Err("refused, and the log was changed".to_owned()),
        }
    };
    let room = match room(copy.path()) {
        Ok(room) => room,
        Err(complaint) => return refused(&complaint),
    };
    let session = match unlock(room, person) {
        Ok(session) => session,
        Err(refusal) => {
            let (room, complaint) = *refusal;
            drop(room);
            return refused(&complaint);
        }
    };
    judged(model, name, session, person, copy.path())
}

fn judged(
    model: &Model,
    name: &Path,
    mut session: Session,
    person: &'static str,
    home: &Path,
) -> Result<Verdict, String> {
    let truth = &model.truth[person];
    let mut verdict = Verdict::Whole;
    let report = session.verify(None, &mut |_| {});
    let wound = session.wound();
    if let Some(wound) = &wound {
        in_words(wound)?;
        verdict = Verdict::Named;
    } else if !report.is_whole() {
        if report
            .problems
            .iter()
            .any(|one| one.what.len() < 20 || one.next.is_empty())
        {
            return Err(format!("a finding in poor words: {:?}", report.problems));
        }
        verdict = Verdict::Named;
    } else if session
        .notices
        .iter()
        .any(|notice| !notice.contains("not closed properly"))
    {
        verdict = Verdict::Mended;
    }
    // Every entry is there and is what it was, but those that the wound names.
    let found = entries(&session);
    for (seq, text) in &found {
        let at = usize::try_from(seq - 1).unwrap();
        if truth.entries.get(at).is_some_and(|known| known != text) {
            return Err(format!("entry {seq} says something else"));
        }
    }
    let known = truth.entries.len() as u64;
    let lost: Vec<u64> = (1..=known)
        .filter(|seq| !found.iter().any(|(one, _)| one == seq))
        .collect();
    if wound.is_none() && !lost.is_empty() {
        return Err(format!("entries {lost:?} are gone, silently"));
    }
    if wound.is_none() && cases(&session) != truth.cases {
        return Err("the cases are not what the log says".to_owned());
    }
    let drafts = session
        .drafts()
        .map_err(|complaint| complaint.to_string())?;
    for (number, text) in &truth.drafts {
        match drafts.iter().find(|(one, _)| one == number) {
            None => return Err(format!("draft {number} is gone, silently")),
            Some((_, Ok(found))) if **found == *text => {}
            Some((_, Ok(_))) => return Err(format!("draft {number} says something else")),
            Some((_, Err(complaint))) if complaint.to_string().len() > 60 => {
                verdict = verdict.max(Verdict::Named)
            }
            Some((_, Err(complaint))) => return Err(format!("poor words: {complaint}")),
        }
    }
    // What stands for nothing else may be rebuilt without a word; of the log and the keys it is said.
    let quiet = ["sled", "lock", "open", "tip", "reach", "journal-torn"];
    let plain = name.display().to_string();
    let may_be_quiet = quiet.iter().any(|one| plain.starts_with(one))
        || plain.contains("snapshot")
        || plain.ends_with("drafts")
        || plain.contains("private");
    if verdict == Verdict::Whole && !may_be_quiet {
        return Err("nothing was said of it".to_owned());
    }
    if wound.is_some() {
        return Ok(verdict);
    }
    // It can be gone on with, and stays whole.
    let what = "marker after the damage".to_owned();
    let noted = session
        .note(now(), vec![AuditFact::Exported { what }])
        .map_err(|complaint| format!("nothing can be written: {complaint}"))?;
    let last = noted.last().ok_or("nothing was written")?.0;
    session
        .close(now())
        .map_err(|complaint| format!("it does not close: {complaint}"))?;
    let room = room(home).map_err(|complaint| format!("it does not open again: {complaint}"))?;
    let session = unlock(room, person)
        .map_err(|refused| format!("it does not unlock again: {}", refused.1))?;
    let found = entries(&session);
    let again = found
        .iter()
        .take(truth.entries.len())
        .map(|(_, text)| text)
        .eq(truth.entries.iter());
    let there = found
        .iter()
        .any(|(seq, text)| *seq == last && text.is_some());
    match again && there {
        true => Ok(verdict),
        false => Err("opened again, it is not the same".to_owned()),
    }
}

/// Panics that nothing fences: sled's are its own, and expected.
static PANICS: AtomicUsize = AtomicUsize::new(0);

fn count_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let thread = std::thread::current();
        let name = thread.name().unwrap_or_default();
        if name.starts_with("damage") {
            PANICS.fetch_add(1, Ordering::Relaxed);
            println!("{panic}");
        } else if !name.starts_with("daybook-sled") && !name.starts_with("sled") {
            before(panic);
        }
    }));
}

/// One try, in a thread of its own, so that it can be given up.
fn in_time(
    model: &std::sync::Arc<Model>,
    name: &Path,
    damage: Damage,
    person: &'static str,
) -> Result<Verdict, String> {
    let (answer, answered) = mpsc::channel();
    let (model, name) = (std::sync::Arc::clone(model), name.to_owned());
    std::thread::Builder::new()
        .name("damage".to_owned())
        .spawn(move || {
            let _ = answer.send(tried(&model, &name, damage, person));
        })
        .unwrap();
    match answered.recv_timeout(LIMIT) {
        Ok(verdict) => verdict,
        Err(mpsc::RecvTimeoutError::Timeout) => Err("it hangs".to_owned()),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err("a panic".to_owned()),
    }
}

#[derive(Default)]
struct Row {
    verdicts: BTreeMap<Verdict, usize>,
    slowest: Duration,
}

fn every_file(count: usize, crashed: bool) {
    count_panics();
    let model = std::sync::Arc::new(Model::new(crashed));
    let mut chance = Chance::new("damage");
    let mut jobs = Vec::new();
    for name in model.names() {
        let bytes = std::fs::read(model.home.path().join("vault").join(&name)).unwrap();
        for (n, damage) in Damage::some(&bytes, count, &mut chance)
            .into_iter()
            .enumerate()
        {
            jobs.push((name.clone(), damage, PEOPLE[n % 2]));
        }
        // What is lost whole is looked at by both.
        jobs.push((name, Damage::Gone, PEOPLE[1]));
    }
    let rows: Mutex<BTreeMap<PathBuf, Row>> = Mutex::default();
    let failed: Mutex<Vec<String>> = Mutex::default();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let workers = std::thread::available_parallelism().map_or(1, |n| n.get());
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((name, damage, person)) =
                    jobs.get(next.fetch_add(1, Ordering::Relaxed))
                {
                    let begun = Instant::now();
                    let verdict = in_time(&model, name, *damage, person);
                    let mut rows = rows.lock().unwrap();
                    let row = rows.entry(name.clone()).or_default();
                    row.slowest = row.slowest.max(begun.elapsed());
                    match verdict {
                        Ok(verdict) => *row.verdicts.entry(verdict).or_default() += 1,
                        Err(why) => failed.lock().unwrap().push(format!(
                            "{}, {damage:?}, as {person}: {why}",
                            name.display()
                        )),
                    }
                }
            });
        }
    });
    let state = if model.crashed { "killed" } else { "closed" };
    println!(
        "{state:8}{:>7}{:>7}{:>7}{:>8}  slowest",
        "whole", "mended", "named", "refused"
    );
    through_the_program(&model);
    for (name, row) in rows.into_inner().unwrap() {
        let of = |verdict| row.verdicts.get(&verdict).copied().unwrap_or_default();
        println!(
            "{:8}{:7}{:7}{:7}{:8}  {:5.1} s  {}",
            "",
            of(Verdict::Whole),
            of(Verdict::Mended),
            of(Verdict::Named),
            of(Verdict::Refused),
            row.slowest.as_secs_f64(),
            name.display()
        );
    }
    println!("{} damages", jobs.len());
    let failed = failed.into_inner().unwrap();
    assert!(
        failed.is_empty(),
        "{} of {}: {failed:#?}",
        failed.len(),
        jobs.len()
    );
    assert_eq!(PANICS.load(Ordering::Relaxed), 0);
}

/// The same once of each file through the whole program: what it exits with.
fn through_the_program(model: &Model) {
    for name in model.names() {
        let world = World::bare();
        copy_tree(&model.home.path().join("vault"), &world.vault());
        let path = world.vault().join(&name);
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        match bytes.get_mut(middle) {
            Some(byte) => *byte ^= 4,
            None => bytes.push(4),
        }
        std::fs::write(&path, bytes).unwrap();
        let ran = world.run(&["--user", "hed", "verify"]);
        assert!(
            matches!(ran.code, Some(0 | 5)),
            "{}: {ran:?}",
            name.display()
        );
    }
}

fn count(otherwise: usize) -> usize {
    number("DAYBOOK_DAMAGES").map_or(otherwise, |n| usize::try_from(n).unwrap())
}

#[test]
fn after_a_clean_close() {
    every_file(count(4), false);
}

#[test]
fn after_a_kill() {
    every_file(count(4), true);
}

#[test]
#[ignore = "some minutes"]
fn sixty_damages_after_a_clean_close() {
    every_file(count(60), false);
}

#[test]
#[ignore = "some minutes"]
fn sixty_damages_after_a_kill() {
    every_file(count(60), true);
}
