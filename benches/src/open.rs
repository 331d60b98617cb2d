//! Opening a log until there is a school to be drawn, against SQLCipher reading the same rows: from the
//! disk and from the system's cache, after a clean end and after an unclean one; and the memory it takes.
//!
//! Each opening is a process of its own, which ends by aborting where the next is to find it so.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use daybook::domain::entry::Entry;
use daybook::domain::school::School;

use crate::school::{self, Vault};
use crate::table::{self, Times};
use crate::{Fault, Wanted, cache, sql};

/// The first argument of a process that opens something.
pub const CHILD: &str = "opening";

/// What is opened.
#[derive(Clone, Copy)]
enum Peer {
    Daybook,
    /// SQLCipher, its rows read as texts.
    Rows,
    /// SQLCipher, its rows read and made into a school, as Daybook's are.
    School,
}

impl Peer {
    const ALL: [(&'static str, Self); 3] = [
        ("daybook", Self::Daybook),
        ("rows", Self::Rows),
        ("school", Self::School),
    ];

    fn name(self) -> &'static str {
        let [ours, rows, school] = Self::ALL;
        match self {
            Self::Daybook => ours.0,
            Self::Rows => rows.0,
            Self::School => school.0,
        }
    }
}

/// What one opening took.
struct Took {
    time: Duration,
    peak: u64,
}

/// Measures every way of opening.
pub fn run(wanted: &Wanted, dir: &Path, vault: &Vault) -> Result<(), Fault> {
    let rows = vault.plaintexts()?;
    let plaintext: u64 = rows.iter().map(|(_, text)| text.len() as u64).sum();
    let folder = dir.join("cipher");
    std::fs::create_dir(&folder)?;
    sql::fill(&folder.join("db"), &rows)?;
    let places = [vault.folder.clone(), folder.clone(), folder];
    let mut memory: [u64; 3] = [0; 3];
    for (how, unclean) in [("clean", false), ("unclean", true)] {
        if unclean {
            for (peer, place) in Peer::ALL.iter().zip(&places) {
                opening(peer.1, place, true)?;
            }
        }
        for (from, cold) in [("cold", true), ("warm", false)] {
            let mut times: [Times; 3] = Default::default();
            for round in 0..wanted.opens {
                for turn in 0..3 {
                    let one = (round + turn) % 3;
                    let (peer, place) = (Peer::ALL[one].1, &places[one]);
                    match cold {
                        true => cache::forget(place)?,
                        false => cache::warm(place)?,
                    }
                    let took = opening(peer, place, unclean)?;
                    times[one].take(took.time);
                    memory[one] = memory[one].max(took.peak);
                }
            }
            if wanted.wants("open") {
                let [ours, read, parsed] = &times;
                let of = rows.len();
                let what = |against| format!("open {of}, {how}, {from} : SQLCipher {against}");
                table::line(&what("rows"), ours, read, Some(1.0));
                table::line(&what("rows to cases"), ours, parsed, None);
            }
        }
    }
    if wanted.wants("memory") {
        let n = wanted.opens * 4;
        table::sizes(
            "peak memory of opening : plaintext",
            n,
            memory[0],
            plaintext,
            None,
        );
        table::sizes(
            "peak memory : SQLCipher rows to cases",
            n,
            memory[0],
            memory[2],
            None,
        );
    }
    Ok(())
}

fn opening(peer: Peer, place: &Path, unclean: bool) -> Result<Took, Fault> {
    let out = Command::new(std::env::current_exe()?)
        .args([CHILD, peer.name()])
        .arg(place)
        .arg(if unclean { "unclean" } else { "clean" })
        .output()?;
    let said = String::from_utf8(out.stdout)?;
    let mut numbers = said.split_whitespace().map(str::parse::<u64>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(nanos)), Some(Ok(peak))) => Ok(Took {
            time: Duration::from_nanos(nanos),
            peak,
        }),
        _ => Err(format!(
            "{} did not open: {}",
            peer.name(),
            String::from_utf8_lossy(&out.stderr)
        )
        .into()),
    }
}

/// Opens something, and says how long it took and the memory that it held at most.
pub fn child(args: &[String]) -> Result<(), Fault> {
    let [name, place, how] = args else {
        return Err("what is to be opened?".into());
    };
    let place = PathBuf::from(place);
    let peer = Peer::ALL.iter().find(|one| one.0 == name);
    let end = match peer.ok_or("there is no such thing to open")?.1 {
        Peer::Daybook => daybook(place)?,
        Peer::Rows => cipher(&place, false)?,
        Peer::School => cipher(&place, true)?,
    };
    if how == "unclean" {
        std::process::abort();
    }
    end()
}

type End = Box<dyn FnOnce() -> Result<(), Fault>>;

fn daybook(folder: PathBuf) -> Result<End, Fault> {
    let vault = Vault { folder };
    let started = Instant::now();
    let session = vault.open()?;
    // The screens are given their own.
    let school = session.school().clone();
    say(started.elapsed(), &school)?;
    Ok(Box::new(move || {
        session.close(school::now()).map_err(school::words)
    }))
}

fn cipher(folder: &Path, as_school: bool) -> Result<End, Fault> {
    let started = Instant::now();
    let db = sql::cipher(&folder.join("db"))?;
    let mut school = School::default();
    let mut length = 0;
    sql::read(&db, |seq, json| {
        length += json.len();
        if as_school && let Ok(entry) = serde_json::from_str::<Entry>(json) {
            school.apply(seq, &entry);
        }
    })?;
    std::hint::black_box(length);
    say(started.elapsed(), &school)?;
    // As opening a Daybook leaves a line in its log.
    let last: u64 = db.query_row("select max(seq) from entries", [], |row| row.get(0))?;
    sql::insert_text(&db, last + 1, r#"{"opened":true}"#)?;
    Ok(Box::new(move || {
        db.close().map_err(|(_, error)| error.into())
    }))
}

fn say(time: Duration, school: &School) -> Result<(), Fault> {
    std::hint::black_box(school);
    println!("{} {}", time.as_nanos(), cache::peak()?);
    Ok(())
}
