//! Noting in the log who came in and what was opened.

use chrono::{DateTime, FixedOffset};

use super::complaint::Complaint;
use super::failures;
use super::working::Session;
use crate::domain::entry::{AuditFact, Entry, What};
use crate::domain::ids::Reference;

impl Session {
    /// Whether reading is noted: a school that is not kept has nobody to be accountable to, and what is
    /// damaged takes nothing more.
    fn is_accountable(&self) -> bool {
        self.folders.vault.is_some() && !self.is_invited() && self.wound().is_none()
    }

    /// Notes who read what. What cannot be noted keeps nobody from reading.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn note(
        &mut self,
        now: DateTime<FixedOffset>,
        facts: Vec<AuditFact>,
    ) -> Result<Vec<(u64, Entry)>, Complaint> {
        if !self.is_accountable() || facts.is_empty() {
            return Ok(Vec::new());
        }
        let facts = facts.into_iter().map(What::audit).collect();
        self.append_quietly(now, facts)
    }

    /// Notes that something left the vault, for whom that is to be read.
    ///
    /// # Errors
    /// When it could not be written.
    pub(super) fn note_fact(
        &mut self,
        now: DateTime<FixedOffset>,
        fact: What,
    ) -> Result<Vec<(u64, Entry)>, Complaint> {
        if !self.is_accountable() {
            return Ok(Vec::new());
        }
        self.append_quietly(now, vec![fact])
    }

    /// Begins, once keys of one's own are made: that they unlocked is noted now.
    pub fn begin(&mut self, now: DateTime<FixedOffset>) {
        self.note_unlocked(AuditFact::Unlocked { recovery: false }, now);
        self.remember();
    }

    pub(super) fn note_unlocked(&mut self, unlocked: AuditFact, now: DateTime<FixedOffset>) {
        if self.wound().is_some() {
            return; // it is said, and takes no more entries
        }
        let (state, id) = (self.folders.state.clone(), self.ledger.vault().vault_id());
        let mut facts = match self.folders.vault {
            Some(_) => failures::counted(&state, id),
            None => Vec::new(),
        };
        let failed = facts.iter().map(|one| capital(&one.words()));
        self.notices.extend(failed);
        facts.push(unlocked);
        let restored = self.ledger.vault().restored_from();
        facts.extend(restored.map(|(made, entries)| AuditFact::Restored { made, entries }));
        match self.note(now, facts) {
            Ok(_) if self.is_invited() => {}
            Ok(_) => {
                failures::forget(&state, id);
                self.ledger.vault_mut().restored_is_noted();
            }
            Err(complaint) => self.notices.push(format!(
                "That you unlocked could not be noted in the log. {complaint}"
            )),
        }
    }

    /// Notes the cases that were opened: those that are sealed where only the headteacher reads.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn note_opened(
        &mut self,
        now: DateTime<FixedOffset>,
        cases: &[Reference],
    ) -> Result<Vec<(u64, Entry)>, Complaint> {
        if !self.is_accountable() || cases.is_empty() {
            return Ok(Vec::new());
        }
        let sealed = |one: &Reference| {
            let case = self.school().cases.get(one);
            case.is_some_and(|case| case.sealed)
        };
        let (sealed, others): (Vec<_>, Vec<_>) = cases.iter().copied().partition(sealed);
        let mut facts = Vec::new();
        if !others.is_empty() {
            facts.push(What::audit(AuditFact::CasesOpened(others)));
        }
        if !sealed.is_empty() {
            facts.push(What::audit(AuditFact::CasesOpened(sealed)).sealed());
        }
        self.append_quietly(now, facts)
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).chain(['.']).collect()
}
