//! An invented school, to look round and to measure with. Its cases are lived through day by day under
//! the same rules as real ones: what the generator asks for, `domain::decide` must allow.
//!
//! The same plan always gives the same school, key material aside.

mod acts;
mod calendar;
mod concern;
mod life;
mod prose;
mod roll;
mod stage;
mod stock;
#[cfg(test)]
mod tests;

use std::path::Path;

use chrono::{DateTime, FixedOffset};

use super::complaint::Complaint;
use super::founding::{Founded, Plan as Founding, found, keep_recovery};
use super::{Room, Session, Unlocking};
use crate::store::disk::DiskStore;
use crate::vault::ledger::Ledger;
use crate::vault::{Locked, Role, WorkFactor};
use stage::Stage;

/// What opens an invented school when no passphrase is given for it: there is nothing to guard in it.
pub const PASSPHRASE: &str = "nothing here is real 1 & all";
/// The school's name says what it is on every screen and export.
const SCHOOL: &str = "Otterbrook (invented)";
const FOUNDER: &str = "Ms D. Demo";

/// How large a school to invent.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Cases.
    pub cases: u32,
    /// Another seed gives another school.
    pub seed: u64,
    /// The moment at which its story stops.
    pub until: DateTime<FixedOffset>,
}

/// The demo school of the first screen: in memory, and gone when it is closed.
///
/// # Errors
/// When the machine cannot make keys.
pub fn open_in_memory(
    now: DateTime<FixedOffset>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Session, Complaint> {
    let plan = Plan {
        cases: 40,
        seed: 1,
        until: now,
    };
    // It is never on a disk, so there is nothing to guess a passphrase for.
    let founded = founded(&plan, PASSPHRASE, WorkFactor::new(2))?;
    let person = founded.person.clone();
    let locked = live(founded.into_locked(), &person, PASSPHRASE, &plan, progress)?;
    let with = Unlocking {
        person,
        passphrase: PASSPHRASE.to_owned().into(),
        key_file: None,
        now,
    };
    Room::in_memory(locked)
        .unlock(&with, &mut |_, _| {})
        .map_err(|refused| refused.1)
}

/// Writes an invented school to a folder. `progress` hears how many cases are written, of how many.
///
/// # Errors
/// When the folder is taken, or a file cannot be written.
pub fn write(
    folder: &Path,
    plan: &Plan,
    passphrase: &str,
    recovery: Option<&Path>,
    work: WorkFactor,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), Complaint> {
    let founded = founded(plan, passphrase, work)?;
    if let Some(path) = recovery {
        keep_recovery(&founded.recovery, path)?;
    }
    founded.write(folder)?;
    let lived = DiskStore::open(folder)
        .map_err(Complaint::from)
        .and_then(|store| {
            let locked = Locked::load(Box::new(store)).map_err(|(_, error)| error)?;
            live(locked, &founded.person, passphrase, plan, progress)?.close()?;
            Ok(())
        });
    if lived.is_err() {
        // Half a school is none, and there is nothing real in it.
        let _ = std::fs::remove_dir_all(folder);
    }
    lived
}

fn founded(plan: &Plan, passphrase: &str, work: WorkFactor) -> Result<Founded, Complaint> {
    let founding = Founding {
        school: SCHOOL,
        name: FOUNDER,
        role: Role::Dsl,
        policy: "st-james-2024",
        passphrase,
    };
    found(&founding, work, calendar::begins(plan))
}

/// Lets the school live from its first day to the plan's last.
fn live(
    locked: Locked,
    person: &str,
    passphrase: &str,
    plan: &Plan,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Locked, Complaint> {
    let keyring = locked.unlock(person, passphrase, None)?;
    let vault = locked.open(keyring).map_err(|refused| refused.error)?;
    let ledger = Ledger::open(vault, &mut |_, _| {})?;
    let mut ledger = Stage::new(ledger.in_bulk(), plan)?.play(progress)?;
    ledger.keep_snapshot();
    Ok(ledger.into_vault().lock())
}
