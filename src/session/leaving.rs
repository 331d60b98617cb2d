//! Writing what leaves the vault: sealed, into a new file, and noted in the log first.

use std::path::Path;

use chrono::{DateTime, FixedOffset};

use super::complaint::Complaint;
use super::founding::keep_new_bytes;
use super::working::Session;
use crate::domain::entry::{AuditFact, Entry, What};
use crate::report::chronology::Confirmed;
use crate::vault::{HandedTo, WorkFactor};

/// A text that is to leave the vault.
pub struct Leaving<'a> {
    /// What it is, for the person: "The handover".
    pub name: &'a str,
    /// What it is, for the log, without a name: "a handover".
    pub what: &'a str,
    /// It tells of a sealed case: that it left is for the headteacher alone.
    pub sealed: bool,
    /// The text.
    pub text: &'a str,
}

impl Session {
    /// Writes a text, sealed, into a new file. That it was taken out is noted in the log before.
    ///
    /// # Errors
    /// When it could not be noted or written.
    pub fn take_out(
        &mut self,
        now: DateTime<FixedOffset>,
        leaving: &Leaving,
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
        let sealed = to.seal(work, leaving.text.as_bytes())?;
        let what = format!("{}, {}", leaving.what, to.words());
        let mut fact = What::audit(AuditFact::Exported { what });
        if leaving.sealed {
            fact = fact.sealed();
        }
        let entries = self.note_fact(now, fact)?;
        keep_new_bytes(leaving.name, &sealed, path)?;
        Ok(entries)
    }
    /// The same with a chronology whose maskings a person has confirmed: no other is ever written.
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
        let leaving = Leaving {
            name: "The chronology",
            what: &format!("a {}", chronology.about()),
            sealed: chronology.is_sealed(),
            text: chronology.text(),
        };
        self.take_out(now, &leaving, to, work, path)
    }
}
