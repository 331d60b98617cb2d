//! What leaves the vault for somebody outside it.

use std::path::Path;

use chrono::{DateTime, FixedOffset};
use zeroize::Zeroizing;

use super::Strongroom;
use crate::app::message::{Answer, TakenOut};
use crate::domain::entry::Entry;
use crate::report::chronology::Confirmed;
use crate::runtime::Outbox;
use crate::session::{Complaint, Leaving, Session};
use crate::vault::{HandedTo, WorkFactor};

/// Who can open it: age recipients, or where none is named, whoever knows the passphrase.
pub(super) fn handed_to(to: &str, passphrase: Zeroizing<String>) -> Result<HandedTo, Complaint> {
    match to {
        "" => Ok(HandedTo::Passphrase(passphrase)),
        to => Ok(HandedTo::recipients([to])?),
    }
}

impl Strongroom {
    /// Seals a text and writes it.
    pub(super) fn take_out(
        &mut self,
        taken: TakenOut,
        now: DateTime<FixedOffset>,
        outbox: &Outbox<Answer>,
    ) -> Answer {
        let to = handed_to(&taken.to, taken.passphrase);
        let leaving = Leaving {
            name: taken.name,
            what: taken.what,
            sealed: taken.sealed,
            text: &taken.text,
        };
        let path = Path::new(&taken.path);
        self.leaves(leaving.name, path, to, outbox, |session, to, work| {
            session.take_out(now, &leaving, to, work, path)
        })
    }

    /// Seals a chronology and writes it.
    pub(super) fn hand_out(
        &mut self,
        chronology: &Confirmed,
        path: &Path,
        to: Result<HandedTo, Complaint>,
        now: DateTime<FixedOffset>,
        outbox: &Outbox<Answer>,
    ) -> Answer {
        self.leaves("The chronology", path, to, outbox, |session, to, work| {
            session.hand_out(now, chronology, to, work, path)
        })
    }

    fn leaves(
        &mut self,
        name: &str,
        path: &Path,
        to: Result<HandedTo, Complaint>,
        outbox: &Outbox<Answer>,
        write: impl FnOnce(&mut Session, &HandedTo, WorkFactor) -> Result<Vec<(u64, Entry)>, Complaint>,
    ) -> Answer {
        let work = self.work;
        let written = self
            .open()
            .map_err(|locked| Complaint::failed(locked, ""))
            .and_then(|session| {
                let to = to?;
                Ok((write(session, &to, work)?, to.words()))
            });
        match written {
            Ok((entries, to)) => {
                outbox.send(Answer::Noted(entries));
                Answer::Written(format!(
                    "{name} is in {}, {to}. `age -d` opens it; Daybook is not needed for that.",
                    path.display()
                ))
            }
            Err(complaint) => Answer::BackupFailed(complaint.to_string()),
        }
    }
}
