//! `daybook verify`: every entry checked, against what was seen before and against a backup.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;

use serde_json::{Value, json};

use super::{Cli, Done, close, exit, now, print, print_json, recovery_key, say, unreadable};
use crate::session::{Complaint, Kind, Room, Session, findings, paths};
use crate::store::disk::DiskStore;
use crate::store::{Sealed, Store};
use crate::vault::{Problem, Report, Restored, Tip, tipmemory};

/// What to hold the log against.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// Without a passphrase: signatures, hashes and the chain alone.
    #[arg(long)]
    no_keys: bool,
    /// Once it is known that the log is right, whatever this computer last saw of it: takes it as
    /// it is from now on.
    #[arg(long, conflicts_with = "no_keys")]
    accept: bool,
    /// An end of the log that was noted before: the fingerprint, number and hash, or the hash alone as a public summary
    /// has it.
    #[arg(long, value_name = "SEQ:HASH")]
    tip: Option<Noted>,
    /// A backup to prove, and to hold the log against.
    #[arg(long, value_name = "FILE", requires = "recovery")]
    backup: Option<PathBuf>,
    /// The recovery key that opens the backup.
    #[arg(long, value_name = "FILE", requires = "backup")]
    recovery: Option<PathBuf>,
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    let backup = match (&args.backup, &args.recovery) {
        (Some(backup), Some(key)) => Some(proved(backup, key)?),
        _ => None,
    };
    if let Some(backup) = &backup
        && !DiskStore::exists(&cli.folder())
    {
        return drilled(backup, args);
    }
    let (report, remarks) = match cli.room() {
        Ok(room) => {
            let remarks = room.locked().store().remarks();
            let wound = room.wound();
            let mut report = checked(cli, args, backup.as_ref(), room)?;
            if let Some(complaint) = wound {
                say(&format!("daybook: {complaint}"));
                report.problems.push(Problem::lost(complaint.what));
            }
            (report, remarks)
        }
        // A vault that cannot even be opened is a finding like any other.
        Err(complaint) => {
            if complaint.kind == Kind::Damaged && args.json {
                print_json(&unopened(&complaint))?;
            }
            return Err(complaint);
        }
    };
    if args.json {
        print_json(&as_json(&report, &remarks))?;
    } else {
        let mut lines = findings::in_words(&report);
        lines.extend(remarks);
        print(&lines.join("\n"))?;
    }
    Ok(if report.is_whole() {
        ExitCode::SUCCESS
    } else {
        exit(Kind::Damaged)
    })
}

/// A backup proved where there is no vault to hold it against: a drill on another computer.
fn drilled(backup: &Restored, args: &Args) -> Done {
    say(
        "There is no vault here to hold it against: the backup alone was proved, to its last entry.",
    );
    if args.json {
        let tip = backup.tip();
        print_json(&json!({
            "ok": true,
            "entries": tip.seq,
            "tip": {"seq": tip.seq, "hash": hex(&tip.hash)},
            "problems": [],
            "remarks": [],
        }))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn checked(
    cli: &Cli,
    args: &Args,
    backup: Option<&Restored>,
    room: Room,
) -> Result<Report, Complaint> {
    let vault = room.locked().vault_id();
    if backup.is_some_and(|backup| backup.vault_id() != vault) {
        close(Some(room));
        return Err(Complaint::failed(
            "This backup is of another vault than the one that is checked",
            "Nothing has been changed.",
        ));
    }
    let mut expected = Vec::new();
    // Read before the vault is opened, for opening remembers the log as it is found. What cannot be
    // read is said by the opening.
    if !args.accept
        && let Ok(remembered) = tipmemory::recall(&paths::state(), vault)
    {
        expected.extend(remembered);
    }
    let noted = args.tip.as_ref();
    expected.extend(noted.map(|noted| noted.tip(room.locked().store())));
    expected.extend(backup.map(Restored::tip));
    let superseded = !args.accept && tipmemory::is_superseded(&paths::state(), vault);
    let mut report = compared(cli, args, room, expected)?;
    if superseded {
        let problem = Problem::other(tipmemory::SUPERSEDED.to_owned());
        report.problems.push(problem);
    }
    Ok(report)
}

fn compared(cli: &Cli, args: &Args, room: Room, expected: Vec<Tip>) -> Result<Report, Complaint> {
    if args.no_keys {
        return Ok(without_keys(room, expected));
    }
    match cli.unlock(room) {
        Ok(mut session) => {
            let report = session.verify(expected, &mut |_| {});
            let accepted = match args.accept {
                true => accept(&mut session, &report),
                false => Ok(()),
            };
            session.close(now())?;
            accepted.map(|()| report)
        }
        Err(refused) => match *refused {
            (Some(room), complaint) if complaint.kind == Kind::Damaged => {
                say(&format!("daybook: {complaint}"));
                say("daybook: It is checked without keys instead.");
                let mut report = without_keys(room, expected);
                // A whole log that cannot be opened is not a vault in order.
                if report.is_whole() {
                    report.problems.push(Problem::shut(complaint.what));
                }
                Ok(report)
            }
            (room, complaint) => {
                close(room);
                Err(complaint)
            }
        },
    }
}

/// Takes the log as it is, when nothing else speaks against it.
fn accept(session: &mut Session, report: &Report) -> Result<(), Complaint> {
    if !report.is_whole() {
        say("daybook: A log with faults in it is not taken as right: put them right first.");
        return Ok(());
    }
    if session.doubt().is_some() {
        session.accept()?;
        say(
            "From now on the log counts as right as it is here. Entries that are missing from it are not asked for again.",
        );
    }
    Ok(())
}

fn without_keys(room: Room, expected: Vec<Tip>) -> Report {
    let report = room.locked().verify(expected, &mut |_| {});
    close(Some(room));
    report
}

fn proved(backup: &Path, key: &Path) -> Result<Restored, Complaint> {
    let key = recovery_key(key)?;
    let file = File::open(backup).map_err(|error| unreadable(backup, &error))?;
    let proved = Restored::prove(file, &key)?;
    say(&format!(
        "The backup is whole: {} entries, as they were at {}.",
        proved.tip().seq,
        proved.made()
    ));
    say_doubts(&proved);
    Ok(proved)
}

/// Names the entries of a backup that do not count as genuine.
pub(super) fn say_doubts(proved: &Restored) {
    for (seq, why) in proved.doubts() {
        say(&format!(
            "Entry {seq} {why}. It is in the backup as it is in the log, and nothing that it says is believed."
        ));
    }
}

fn as_json(report: &Report, remarks: &[String]) -> Value {
    let problems: Vec<_> = report
        .problems
        .iter()
        .map(|problem| {
            json!({
                "seq": problem.seq,
                "what": problem.what,
                "safe": problem.safe,
                "next": problem.next,
            })
        })
        .collect();
    json!({
        "ok": report.is_whole(),
        "entries": report.entries,
        "opened": report.opened,
        "tip": {"seq": report.tip.seq, "hash": hex(&report.tip.hash)},
        "problems": problems,
        "remarks": remarks,
    })
}

fn unopened(complaint: &Complaint) -> Value {
    json!({
        "ok": false,
        "entries": null,
        "opened": 0,
        "tip": null,
        "problems": [{
            "seq": null,
            "what": complaint.what,
            "safe": "Nothing has been changed.",
            "next": complaint.next,
        }],
        "remarks": [],
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The end of a log as it was written down: the number of the last entry where that is known, and its
/// hash or the beginning of it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Noted {
    seq: Option<u64>,
    hash: String,
}

impl FromStr for Noted {
    type Err = String;

    /// Reads `81:3f0a9c1e77b204d5` and the fingerprint `81 · 3f0a 9c1e 77b2 04d5` alike, and either without its number.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            "write the number and the hash: 81:3f0a9c1e77b204d5, with at least 16 digits of it"
                .to_owned()
        };
        let (seq, hash) = match text.split_once([':', '·']) {
            Some((seq, hash)) => (Some(seq.trim().parse().map_err(|_| wrong())?), hash),
            None => (None, text),
        };
        let hash: String = hash.split_whitespace().collect::<String>().to_lowercase();
        let digits = hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        if digits && (16..=64).contains(&hash.len()) {
            Ok(Self { seq, hash })
        } else {
            Err(wrong())
        }
    }
}

impl Noted {
    /// The tip that is meant: the one in the log if it begins as noted, otherwise one that the log
    /// does not have.
    fn tip(&self, store: &dyn Store) -> Tip {
        let there = match self.seq {
            Some(seq) => seq
                .checked_sub(1)
                .and_then(|before| self.among(&store.read(before, 1).ok()?)),
            None => self.anywhere(store),
        };
        let beyond = || {
            store
                .tip()
                .map_or(u64::MAX, |tip| tip.seq.saturating_add(1))
        };
        there.unwrap_or_else(|| Tip {
            seq: self.seq.unwrap_or_else(beyond),
            hash: [0; 32],
        })
    }

    fn among(&self, page: &[Sealed]) -> Option<Tip> {
        let mut tips = page.iter().map(|sealed| sealed.header.tip());
        tips.find(|tip| {
            self.seq.is_none_or(|seq| tip.seq == seq) && hex(&tip.hash).starts_with(&self.hash)
        })
    }

    fn anywhere(&self, store: &dyn Store) -> Option<Tip> {
        const PAGE: usize = 1024;
        let mut after = 0;
        loop {
            let page = store.read(after, PAGE).ok()?;
            after = page.last()?.header.seq;
            if let Some(found) = self.among(&page) {
                return Some(found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tip_is_read_as_it_is_printed() {
        let noted = |seq| Noted {
            seq,
            hash: "3f0a9c1e77b204d5".to_owned(),
        };
        assert_eq!("81 · 3f0a 9c1e 77b2 04d5".parse(), Ok(noted(Some(81))));
        assert_eq!("81:3F0A9C1E77B204D5".parse(), Ok(noted(Some(81))));
        assert_eq!("3f0a 9c1e 77b2 04d5".parse(), Ok(noted(None)));
        for wrong in [
            "",
            "81",
            "81:3f0a",
            "x:3f0a9c1e77b204d5",
            "81:3f0a9c1e77b204dg",
        ] {
            assert!(wrong.parse::<Noted>().is_err(), "{wrong}");
        }
    }
}
