//! What leaves the vault for somebody outside it.

use std::path::Path;

use chrono::{DateTime, FixedOffset};
use zeroize::Zeroizing;

use super::Strongroom;
use crate::app::message::Answer;
use crate::report::chronology::Confirmed;
use crate::runtime::Outbox;
use crate::session::Complaint;
use crate::vault::HandedTo;

impl Strongroom {
    /// Seals a chronology and writes it.
    pub(super) fn hand_out(
        &mut self,
        chronology: &Confirmed,
        path: &str,
        to: &str,
        passphrase: Zeroizing<String>,
        now: DateTime<FixedOffset>,
        outbox: &Outbox<Answer>,
    ) -> Answer {
        let work = self.work;
        let written = self
            .open()
            .map_err(|locked| Complaint::failed(locked, ""))
            .and_then(|session| {
                let to = match to {
                    "" => HandedTo::Passphrase(passphrase),
                    to => HandedTo::recipients([to])?,
                };
                let entries = session.hand_out(now, chronology, &to, work, Path::new(path))?;
                Ok((entries, to.words()))
            });
        match written {
            Ok((entries, to)) => {
                outbox.send(Answer::Noted(entries));
                Answer::Written(format!(
                    "The chronology is in {path}, {to}. `age -d` opens it; Daybook is not needed for that."
                ))
            }
            Err(complaint) => Answer::BackupFailed(complaint.to_string()),
        }
    }
}
