//! The vaults that are measured: an invented school of whatever size, with nothing to derive a key for.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, FixedOffset, Local};
use daybook::domain::entry::{CaseFact, Note, What};
use daybook::session::demo::{PASSPHRASE, Plan, write};
use daybook::session::{Folders, Room, Session, Unlocking};
use daybook::store::disk;
use daybook::vault::{Content, Locked, WorkFactor, ledger::Ledger};

use crate::Fault;

/// Who opens it.
const PERSON: &str = "d-demo";

/// A vault on the disk.
pub struct Vault {
    /// Its folder.
    pub folder: PathBuf,
}

/// Makes the vault of a school with so many cases.
pub fn make(folder: &Path, cases: u32) -> Result<Vault, Fault> {
    let plan = Plan {
        cases,
        seed: 1,
        until: now(),
    };
    let easy = WorkFactor::new(1);
    write(folder, &plan, PASSPHRASE, None, easy, &mut |_, _| {}).map_err(words)?;
    Ok(Vault {
        folder: folder.to_owned(),
    })
}

impl Vault {
    /// Opens it as the program does, from its folder until there is a school to be drawn.
    pub fn open(&self) -> Result<Session, Fault> {
        let folders = Folders {
            vault: Some(self.folder.clone()),
            state: self.folder.with_extension("state"),
            ..Folders::default()
        };
        let room = Room::open(folders).map_err(words)?;
        let with = Unlocking {
            person: room.person(None).map_err(words)?,
            passphrase: PASSPHRASE.to_owned().into(),
            key_file: None,
            now: now(),
        };
        room.unlock(&with, &mut |_, _| {})
            .map_err(|refused| words(refused.1))
    }

    /// Adds short cases until there are so many, and then notes until there are so many entries.
    pub fn grow_to(&self, cases: u32, entries: u64) -> Result<(), Fault> {
        let mut ledger = self.ledger()?.in_bulk();
        let told: Vec<_> = ledger.school().cases.in_passing().collect();
        let told: Vec<_> = told.iter().map(|case| case.concern.clone()).collect();
        for (concern, number) in told.iter().cycle().zip(0..cases).skip(told.len()) {
            // In the years before the demo school's own.
            let reference =
                format!("OS-{}-{:04}", 1990 + number / 5_000, number % 5_000 + 1).parse()?;
            let concern = CaseFact::Concern(Box::new(concern.clone()));
            ledger.add(now(), vec![What::case(reference, concern)])?;
        }
        while ledger.school().seq < entries {
            let fact = note(ledger.school().seq, ledger.school())?;
            ledger.add(now(), vec![fact])?;
        }
        let mut ledger = ledger.finish()?;
        ledger.keep_snapshot();
        ledger.into_vault().close()?;
        Ok(())
    }

    /// The plaintext of every entry.
    pub fn plaintexts(&self) -> Result<Vec<(u64, String)>, Fault> {
        let ledger = self.ledger()?;
        let mut rows = Vec::new();
        loop {
            let page = ledger.vault().read(rows.len() as u64, 2_000)?;
            if page.is_empty() {
                break;
            }
            for one in page {
                let text = match &one.content {
                    Content::Plain(bytes) => String::from_utf8(bytes.to_vec())?,
                    Content::SealedToHeadteacher => String::new(),
                    Content::Broken(why) => return Err(why.clone().into()),
                };
                rows.push((one.header.seq, text));
            }
        }
        ledger.into_vault().close()?;
        Ok(rows)
    }

    fn ledger(&self) -> Result<Ledger, Fault> {
        let locked = Locked::load(disk::open(&self.folder)?).map_err(|(_, error)| error)?;
        let person = locked
            .people()
            .first()
            .map_or(PERSON.to_owned(), |one| one.id.clone());
        let keys = locked.unlock(&person, PASSPHRASE, None)?;
        let vault = locked.open(keys).map_err(|refused| refused.error)?;
        Ok(Ledger::open(vault, &mut |_, _| {})?)
    }
}

/// A note of some sentences on one of the cases, or on none that is known.
pub fn note(n: u64, school: &daybook::domain::school::School) -> Result<What, Fault> {
    let reference = match school.cases.len() {
        0 => "OS-2026-0001".parse()?,
        many => *school
            .cases
            .keys()
            .nth(usize::try_from(n * 7919)? % many)
            .ok_or("there is no case")?,
    };
    let text = format!(
        "Spoke to the class teacher at the gate (note {n}). The tablet has been checked by the IT technician \
         and nothing more was found on it. The child says that it has not happened again since, and knows \
         whom to tell. Mum rang at half past three and is content with what was agreed."
    );
    let fact = CaseFact::Note(Note {
        text,
        opinion: false,
    });
    Ok(What::case(reference, fact))
}

/// The moment, where the computer is.
pub fn now() -> DateTime<FixedOffset> {
    // The school's story must have ended by the time that anything is added.
    (Local::now() - Duration::seconds(1)).fixed_offset()
}

/// A complaint as a fault.
pub fn words(complaint: impl std::fmt::Display) -> Fault {
    complaint.to_string().into()
}
