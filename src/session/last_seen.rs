//! What was last seen of a log on this computer, held against the log as it is now.
//!
//! Where the two disagree, what was seen is kept: written over, it would be the only evidence gone.
//! It is said at every opening until a person says that the log is right as it is.

use std::path::Path;

use super::complaint::Complaint;
use crate::vault::ledger::Ledger;
use crate::vault::tipmemory;

/// How a log stands to what was last seen of it.
pub(super) struct LastSeen {
    doubt: Option<String>,
}

impl LastSeen {
    /// Of a log that nobody keeps.
    pub(super) fn nothing() -> Self {
        Self { doubt: None }
    }

    /// Holds a log against what was seen of it.
    pub(super) fn of(ledger: &Ledger, state: &Path) -> Self {
        let vault = ledger.vault();
        if tipmemory::is_superseded(state, vault.vault_id()) {
            let doubt = Some(tipmemory::SUPERSEDED.to_owned());
            return Self { doubt };
        }
        let seen = tipmemory::recall(state, vault.vault_id());
        // Seen for the first time, it tells which older one it took the place of: on another computer, or
        // where the switch was cut short, nobody has noted that. A failure is told when it is remembered.
        if let (Ok(None), Some((old, tip))) = (&seen, vault.continues()) {
            let _ = tipmemory::supersede(state, old, tip);
        }
        let doubt = match seen {
            Ok(seen) => ledger.against(seen),
            Err(error) => Some(format!(
                "What Daybook remembered of this log cannot be read ({error}), so it cannot tell whether the log was cut short or an older copy was put in its place."
            )),
        };
        Self { doubt }
    }

    /// Why this may not be the right log, in words.
    pub(super) fn doubt(&self) -> Option<&str> {
        self.doubt.as_deref()
    }

    /// Remembers where the log ends, unless that is in doubt.
    ///
    /// # Errors
    /// A sentence, when it cannot be remembered. It costs this check the next time, not the log.
    pub(super) fn remember(&self, ledger: &Ledger, state: &Path) -> Result<(), String> {
        match self.doubt {
            Some(_) => Ok(()),
            None => write(ledger, state),
        }
    }

    /// A person says that the log is right as it is.
    ///
    /// # Errors
    /// When that cannot be remembered: the doubt stays.
    pub(super) fn accept(&mut self, ledger: &Ledger, state: &Path) -> Result<(), Complaint> {
        if self.doubt.is_some() {
            write(ledger, state).map_err(|why| Complaint::failed(why, ""))?;
            self.doubt = None;
        }
        Ok(())
    }
}

fn write(ledger: &Ledger, state: &Path) -> Result<(), String> {
    let vault = ledger.vault();
    tipmemory::remember(state, vault.vault_id(), vault.tip()).map_err(|error| {
        format!(
            "Where the log ends cannot be remembered in {} ({error}), so an older copy put in its place would not be noticed. The log itself is not affected.",
            state.display()
        )
    })
}
