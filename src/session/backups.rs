//! Backups: made, kept, and proved.

use std::fs::File;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::complaint::Complaint;
use super::working::Session;
use super::{
    depot, rotation,
    shelf::{Backup, Shelf},
};
use crate::domain::entry::{AuditFact, Entry};
use crate::vault::{RestoreError, Restored, Since, backup_to_file};

impl Session {
    /// Makes a backup in every backup folder. Answers with the files. One folder that fails keeps no
    /// other from its backup.
    ///
    /// # Errors
    /// When one could not be made; a backup that exists is never harmed.
    pub fn backup(&mut self, now: DateTime<FixedOffset>) -> Result<Vec<PathBuf>, Complaint> {
        if let Some(wound) = self.wound() {
            // Among the good ones it would in time take the place of the last that can be restored.
            return Err(wound);
        }
        let mut made = Vec::new();
        let mut failed: Option<Complaint> = None;
        for shelf in self.shelves() {
            match self.backup_in(&shelf, now) {
                Ok(path) => made.push(path),
                Err(complaint) => {
                    failed = Some(match failed {
                        Some(before) => before.and(&complaint),
                        None => complaint,
                    });
                }
            }
        }
        let Some(mut complaint) = failed else {
            self.changed = false;
            return Ok(made);
        };
        for path in made {
            let also = format!(" A backup was made: {}.", path.display());
            complaint.next.push_str(&also);
        }
        Err(complaint)
    }

    fn backup_in(
        &self,
        shelf: &Shelf<'_>,
        now: DateTime<FixedOffset>,
    ) -> Result<PathBuf, Complaint> {
        depot::ready(shelf.folder(), shelf.is_own())?;
        let path = shelf.file(now.naive_local());
        backup_to_file(self.ledger.vault(), &now.to_rfc3339(), &path)
            .map_err(|error| depot::failed(shelf.folder(), &error.to_string()))?;
        rotation::prune(shelf, &path, now.naive_local());
        Ok(path)
    }

    /// Makes a backup in a file that somebody named, and notes that it was taken out.
    ///
    /// # Errors
    /// When it could not be made.
    pub fn backup_to(&mut self, path: &Path, now: DateTime<FixedOffset>) -> Result<(), Complaint> {
        let what = "a backup, sealed to the recovery key".to_owned();
        self.note(now, vec![AuditFact::Exported { what }])?;
        depot::ready_for(path);
        backup_to_file(self.ledger.vault(), &now.to_rfc3339(), path)
            .map_err(|error| depot::failed(path, &error.to_string()))?;
        Ok(())
    }

    /// The drill: in every folder, the newest backup that we can open is restored in memory and held
    /// against the log, to its last entry. Answers with what was proved, in words.
    ///
    /// # Errors
    /// When there is none that we can open, or one would not restore.
    pub fn drill(
        &mut self,
        now: DateTime<FixedOffset>,
    ) -> Result<(String, Vec<(u64, Entry)>), Complaint> {
        let (mut said, mut facts) = (Vec::new(), Vec::new());
        for shelf in self.shelves() {
            if let Some((path, proved)) = self.newest_that_opens(&shelf, now)? {
                said.push(self.proved_words(&path, &proved));
                facts.push(AuditFact::BackupProved {
                    made: proved.made().to_owned(),
                    entries: proved.tip().seq,
                });
            } else if !facts.is_empty() {
                said.push(format!("There is none in {}.", shelf.folder().display()));
            }
        }
        if facts.is_empty() {
            return Err(Complaint::failed(
                "There is no backup that you can open",
                "Make one, then prove it. One that somebody else made is opened by them, or by the recovery key: `daybook verify --backup`.",
            ));
        }
        let noted = self.note(now, facts)?;
        Ok((said.join(" "), noted))
    }

    fn newest_that_opens(
        &self,
        shelf: &Shelf<'_>,
        now: DateTime<FixedOffset>,
    ) -> Result<Option<(PathBuf, Restored)>, Complaint> {
        for Backup { path, certain, .. } in shelf.newest_first(now.naive_local()) {
            let file = File::open(&path).map_err(|error| {
                Complaint::failed(
                    format!("The backup {} cannot be read: {error}", path.display()),
                    "The log itself is safe. Make a new backup.",
                )
            })?;
            match Restored::prove_own(file, self.ledger.vault()) {
                Ok(proved) => return Ok(Some((path, proved))),
                Err(RestoreError::WrongKey) => {} // somebody else made it
                Err(RestoreError::OtherVault(_)) if !certain => {}
                Err(error) => {
                    let Complaint { kind, what, .. } = Complaint::from(error);
                    let what = format!("{}: {what}", path.display());
                    let next = "The log itself is safe. Make a new backup.";
                    return Err(Complaint::new(kind, what, next));
                }
            }
        }
        Ok(None)
    }

    fn proved_words(&self, path: &Path, proved: &Restored) -> String {
        let tip = proved.tip();
        let behind = match self.ledger.vault().since(tip) {
            Since::Same => "It holds everything there is.".to_owned(),
            Since::Grown(1) => "One entry has been written since.".to_owned(),
            Since::Grown(n) => format!("{n} entries have been written since."),
            Since::Shorter(n) => {
                format!("It holds {n} entries more than the log: the log's end was cut off!")
            }
            Since::Diverged => "It is of another history than this log!".to_owned(),
        };
        let doubted = proved.doubts().len() as u64;
        let sealed = match tip.seq.saturating_sub(proved.opened() + doubted) {
            0 => String::new(),
            n => format!(" {n} sealed to the headteacher were proved by signature and hash."),
        };
        let doubts = match doubted {
            0 => "every one signed, in its place and readable".to_owned(),
            n => format!(
                "in their places; {n} of them do not count as genuine in the log either, and `daybook verify` names them"
            ),
        };
        format!(
            "The backup {} would restore: {} entries, {doubts}.{sealed} {behind}",
            path.display(),
            tip.seq
        )
    }
}
