//! An open vault.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::complaint::Complaint;
use super::folders::Folders;
use super::last_seen::LastSeen;
use super::room::{Room, wound};
use crate::domain::entry::{Entry, What};
use crate::domain::people::Author;
use crate::domain::school::School;
use crate::store::disk;
use crate::vault::ledger::Ledger;
use crate::vault::{Audience, Report, Tip};

/// An open vault.
pub struct Session {
    pub(super) ledger: Ledger,
    pub(super) folders: Folders,
    /// What opening found out, in sentences.
    pub notices: Vec<String>,
    pub(super) changed: bool,
    pub(super) last_seen: LastSeen,
    pub(super) forgetful: bool,
}

impl Session {
    /// Everything the log says.
    #[must_use]
    pub fn school(&self) -> &School {
        self.ledger.school()
    }

    pub(super) fn ledger_mut(&mut self) -> &mut Ledger {
        &mut self.ledger
    }

    /// Something was written that a backup should hold.
    pub(super) fn changed(&mut self) {
        self.changed = true;
    }

    /// Whether whoever unlocked has still to make keys of their own, and can do nothing before.
    #[must_use]
    pub fn is_invited(&self) -> bool {
        self.ledger.vault().is_invited()
    }

    /// Whether their slot asks for a key file.
    #[must_use]
    pub fn has_key_file(&self) -> bool {
        self.ledger.vault().has_key_file()
    }

    pub(super) fn vault_folder(&self) -> Option<PathBuf> {
        self.folders.vault.clone()
    }

    pub(super) fn drop_box(&self) -> Option<&Path> {
        self.folders.drop_box.as_deref()
    }

    /// The log.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Who opened it.
    #[must_use]
    pub fn me(&self) -> Author {
        self.ledger.me()
    }

    /// Where the log ends.
    #[must_use]
    pub fn tip(&self) -> Tip {
        self.ledger.vault().tip()
    }

    /// The log's fingerprint: the number of its last entry and the start of the chain's hash.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        fingerprint(self.tip())
    }

    /// Appends entries, all of them or none; durable when this returns.
    ///
    /// # Errors
    /// When nothing was written.
    pub fn append(
        &mut self,
        now: DateTime<FixedOffset>,
        facts: Vec<What>,
    ) -> Result<Vec<(u64, Entry)>, Complaint> {
        let entries = self.append_quietly(now, facts)?;
        self.changed = true;
        Ok(entries)
    }

    /// Appends what alone is no reason for a backup: who read what.
    pub(super) fn append_quietly(
        &mut self,
        now: DateTime<FixedOffset>,
        facts: Vec<What>,
    ) -> Result<Vec<(u64, Entry)>, Complaint> {
        self.ledger.append(now, facts).map_err(|error| {
            self.open_anew_if_broken();
            error.into()
        })
    }

    /// After a failed write the files take nothing more until they are opened anew: what is on the disk
    /// is read again, and held to be the same log. If that fails too, everything is refused until the
    /// vault is locked and unlocked.
    fn open_anew_if_broken(&mut self) {
        let Some(folder) = self.folders.vault.clone() else {
            return;
        };
        let vault = self.ledger.vault_mut();
        if vault.store().tip().is_ok() {
            return;
        }
        vault.let_go();
        if let Ok(store) = disk::open(&folder) {
            let _ = vault.go_on_with(store);
        }
    }

    /// Whether what is sealed to the headteacher can be opened.
    #[must_use]
    pub fn opens_sealed(&self) -> bool {
        self.ledger.vault().opens(Audience::Headteacher)
    }

    /// Checks every entry, and what was made from them.
    pub fn verify(
        &mut self,
        expected: impl IntoIterator<Item = Tip>,
        progress: &mut dyn FnMut(u64),
    ) -> Report {
        self.ledger.verify(expected, progress)
    }

    /// What lies beside the log and wants somebody's eye, in sentences.
    #[must_use]
    pub fn remarks(&self) -> Vec<String> {
        self.ledger.vault().store().remarks()
    }

    /// That entries are lost, and what is to be done: the vault can be read and not written.
    #[must_use]
    pub fn wound(&self) -> Option<Complaint> {
        wound(self.ledger.vault().store())
    }

    /// Why this may not be the log that was last seen here, in words: its end was cut off, or another
    /// copy was put in its place.
    #[must_use]
    pub fn doubt(&self) -> Option<&str> {
        self.last_seen.doubt()
    }

    /// A person says that the log is right as it is.
    ///
    /// # Errors
    /// When that cannot be remembered.
    pub fn accept(&mut self) -> Result<(), Complaint> {
        self.last_seen.accept(&self.ledger, &self.folders.state)
    }

    pub(super) fn remember(&mut self) {
        if self.folders.vault.is_some()
            && let Err(why) = self.last_seen.remember(&self.ledger, &self.folders.state)
            && !std::mem::replace(&mut self.forgetful, true)
        {
            self.notices.push(why);
        }
    }

    /// Forgets the keys, after a backup if anything changed. The backup's failure is told, and
    /// locks all the same.
    pub fn lock(mut self, now: DateTime<FixedOffset>) -> (Room, Option<Complaint>) {
        let failed = if self.changed && !self.folders.backups.is_empty() {
            self.backup(now).err()
        } else {
            None
        };
        self.ledger.keep_snapshot();
        self.remember();
        let room = Room {
            locked: self.ledger.into_vault().lock(),
            folders: self.folders,
            forgetful: self.forgetful,
            said: true,
            unsaid: None,
        };
        (room, failed)
    }

    /// Locks and closes the files.
    ///
    /// # Errors
    /// When the backup or the closing failed; nothing acknowledged is lost.
    pub fn close(self, now: DateTime<FixedOffset>) -> Result<(), Complaint> {
        let (room, failed) = self.lock(now);
        room.close()?;
        failed.map_or(Ok(()), Err)
    }
}

/// The end of a log in a form that can be written down: `81 · 3f0a 9c1e 77b2 04d5`.
#[must_use]
pub fn fingerprint(tip: Tip) -> String {
    format!("{} · {}", tip.seq, hash_in_words(tip))
}

/// The start of the chain's hash alone: how many entries there are is a figure that nobody withheld.
pub(super) fn hash_in_words(tip: Tip) -> String {
    let hex: Vec<_> = tip
        .hash
        .chunks(2)
        .take(4)
        .map(|pair| {
            pair.iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>()
        })
        .collect();
    hex.join(" ")
}
