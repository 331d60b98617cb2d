//! What leaves the vault for somebody outside it.

use std::path::Path;

use chrono::{DateTime, FixedOffset};

use super::Strongroom;
use crate::app::message::{Answer, TakenOut};
use crate::runtime::Outbox;
use crate::session::{Complaint, Leaving};
use crate::vault::HandedTo;

impl Strongroom {
    /// Seals a text and writes it.
    pub(super) fn take_out(
        &mut self,
        taken: TakenOut,
        now: DateTime<FixedOffset>,
        outbox: &Outbox<Answer>,
    ) -> Answer {
        let work = self.work;
        let written = self
            .open()
            .map_err(|locked| Complaint::failed(locked, ""))
            .and_then(|session| {
                let to = match taken.to.as_str() {
                    "" => HandedTo::Passphrase(taken.passphrase),
                    to => HandedTo::recipients([to])?,
                };
                let leaving = Leaving {
                    name: taken.name,
                    what: taken.what,
                    sealed: taken.sealed,
                    text: &taken.text,
                };
                let path = Path::new(&taken.path);
                let entries = session.take_out(now, &leaving, &to, work, path)?;
                Ok((entries, to.words()))
            });
        match written {
            Ok((entries, to)) => {
                outbox.send(Answer::Noted(entries));
                Answer::Written(format!(
                    "{} is in {}, {to}. `age -d` opens it; Daybook is not needed for that.",
                    taken.name, taken.path
                ))
            }
            Err(complaint) => Answer::BackupFailed(complaint.to_string()),
        }
    }
}
