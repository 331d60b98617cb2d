//! Putting a new generation of the vault in the old one's place.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::complaint::Complaint;
use super::founding::write_store;
use super::people::Invited;
use super::working::Session;
use crate::store::disk::{self, DiskStore};
use crate::vault::{Making, WorkFactor, rekey};

/// What came of sealing the past anew.
pub struct Rekeyed {
    /// Everybody else, who is invited again.
    pub invited: Vec<Invited>,
    /// Where the old vault is now.
    pub old: PathBuf,
}

/// Where the new generation is built, until it takes the old one's place.
fn beside(vault: &Path, end: &str) -> PathBuf {
    let name = vault.file_name().unwrap_or_default().to_string_lossy();
    vault.with_file_name(format!("{name}-{end}"))
}

impl Session {
    /// Seals the whole log anew, proves that it says the same, and puts it in the old one's place. `keep`
    /// writes the new recovery key down before anything is changed.
    ///
    /// # Errors
    /// When an entry cannot be opened, the new log is not the same, or a file cannot be written: the
    /// vault is then as it was.
    pub fn rekey(
        self,
        passphrase: &str,
        now: DateTime<FixedOffset>,
        work: WorkFactor,
        keep: &mut dyn FnMut(&str) -> Result<(), Complaint>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Rekeyed, Complaint> {
        let folder = self.vault_folder().ok_or_else(|| {
            Complaint::failed(
                "The demo school is not kept, so there is nothing to seal anew",
                "",
            )
        })?;
        self.ledger().vault().is_mine(passphrase)?;
        let making = Making { at: now, work };
        let new = rekey(self.ledger().vault(), passphrase, making, progress)?;
        keep(&new.recovery.file())?;
        let next = beside(&folder, "next");
        write_store(new.locked.store(), &next)?;
        self.close(now)?;
        let old = beside(
            &folder,
            &now.format("before-rekey-%Y-%m-%d-%H%M%S").to_string(),
        );
        disk::rename(&folder, &old)
            .and_then(|()| disk::rename(&next, &folder))
            .map_err(|error| {
                Complaint::failed(
                    format!("The new vault could not be put in the old one's place: {error}"),
                    format!(
                        "Nothing is lost: the old vault is {}, the new one {}. Start Daybook again.",
                        old.display(),
                        next.display()
                    ),
                )
            })?;
        let invited = new.people.into_iter().map(|(person, passphrase)| Invited {
            id: person.id,
            name: person.name,
            passphrase,
        });
        Ok(Rekeyed {
            invited: invited.collect(),
            old,
        })
    }
}

/// Finishes what [`Session::rekey`] began, if it was cut short between taking the old vault away and
/// putting the new one in its place.
pub fn settle(vault: &Path) {
    let next = beside(vault, "next");
    if !vault.exists() && DiskStore::exists(&next) {
        let _ = disk::rename(&next, vault);
    }
}
