//! Writing what leaves the vault: sealed, into a new file, and noted in the log first.

use std::path::Path;

use chrono::{DateTime, FixedOffset};

use super::complaint::Complaint;
use super::founding::keep_new_bytes;
use super::working::Session;
use crate::domain::entry::{AuditFact, Entry, What};
use crate::report::chronology::Confirmed;
use crate::vault::{HandedTo, WorkFactor};

impl Session {
    /// Writes a chronology whose maskings a person has confirmed, sealed, into a new file. That it was taken out is
    /// noted in the log before: for the headteacher alone, where it tells of a sealed case.
    ///
    /// # Errors
    /// When it could not be noted or written.
    pub fn hand_out(
        &mut self,
        now: DateTime<FixedOffset>,
        chronology: &Confirmed,
        to: &HandedTo,
        work: WorkFactor,
        path: &Path,
    ) -> Result<Vec<(u64, Entry)>, Complaint> {
        if path.exists() {
            return Err(Complaint::failed(
                format!("The file {} exists already", path.display()),
                "Nothing has been changed. Name a file that does not exist yet.",
            ));
        }
        let sealed = to.seal(work, chronology.text().as_bytes())?;
        let what = format!("a {}, {}", chronology.about(), to.words());
        let mut fact = What::audit(AuditFact::Exported { what });
        if chronology.is_sealed() {
            fact = fact.sealed();
        }
        let entries = self.note_fact(now, fact)?;
        keep_new_bytes("The chronology", &sealed, path)?;
        Ok(entries)
    }
}
