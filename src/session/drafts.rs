//! What was left unfinished: sealed beside the log, and counted, so that one whose file is gone is missed. And a person's
//! own views of the list, sealed like it.

use std::collections::BTreeSet;

use zeroize::Zeroizing;

use super::complaint::Complaint;
use super::working::Session;

/// The name under which a draft is kept, before its number.
const DRAFT: &str = "draft-";

/// The name under which it is kept which drafts there are.
const LIST: &str = "drafts";

/// The name under which a person's views of the list are kept.
const VIEWS: &str = "views";

/// The name under which it is kept what was written into a summary that is not released.
const ASSURANCE: &str = "assurance";

/// Something unfinished, or why it cannot be read.
pub type Unfinished = Result<Zeroizing<Vec<u8>>, Complaint>;

impl Session {
    /// What was left unfinished, by number; of each, what is wrong if it is damaged or gone. One that is
    /// gone is told once.
    ///
    /// # Errors
    /// When it cannot be told what there is.
    pub fn drafts(&mut self) -> Result<Vec<(u32, Unfinished)>, Complaint> {
        let vault = self.ledger.vault();
        let mut drafts = Vec::new();
        for name in vault.privates()? {
            let number = name.strip_prefix(DRAFT).and_then(|rest| rest.parse().ok());
            let Some(number) = number else { continue };
            match vault.private(&name) {
                Ok(None) => {}
                Ok(Some(bytes)) => drafts.push((number, Ok(bytes))),
                Err(error) => drafts.push((number, Err(error.into()))),
            }
        }
        let there: BTreeSet<u32> = drafts.iter().map(|(number, _)| *number).collect();
        let listed = self.listed();
        let gone = listed.difference(&there);
        drafts.extend(gone.map(|number| (*number, Err(missing(*number)))));
        if listed != there {
            self.list(&there);
        }
        drafts.sort_by_key(|(number, _)| *number);
        Ok(drafts)
    }

    /// Seals what is unfinished, over what had that number.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn save_draft(&mut self, number: u32, bytes: &[u8]) -> Result<(), Complaint> {
        let vault = self.ledger.vault_mut();
        vault.put_private(&format!("{DRAFT}{number}"), bytes)?;
        let mut listed = self.listed();
        if listed.insert(number) {
            self.list(&listed);
        }
        Ok(())
    }

    /// Removes what was unfinished.
    ///
    /// # Errors
    /// When it could not be removed.
    pub fn drop_draft(&mut self, number: u32) -> Result<(), Complaint> {
        let mut listed = self.listed();
        if listed.remove(&number) {
            self.list(&listed);
        }
        let vault = self.ledger.vault_mut();
        Ok(vault.drop_private(&format!("{DRAFT}{number}"))?)
    }

    /// The person's own views of the list, if they have kept any.
    ///
    /// # Errors
    /// When they are there and cannot be read.
    pub fn views(&self) -> Result<Option<Zeroizing<Vec<u8>>>, Complaint> {
        Ok(self.ledger.vault().private(VIEWS)?)
    }

    /// Seals the person's own views of the list, over those that were kept.
    ///
    /// # Errors
    /// When they could not be written.
    pub fn save_views(&mut self, bytes: &[u8]) -> Result<(), Complaint> {
        Ok(self.ledger.vault_mut().put_private(VIEWS, bytes)?)
    }

    /// What the person wrote into the assurance of a summary and has not released.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn assurance(&self) -> Result<Option<Zeroizing<Vec<u8>>>, Complaint> {
        Ok(self.ledger.vault().private(ASSURANCE)?)
    }

    /// Seals what the person wrote into the assurance of a summary, or removes it.
    ///
    /// # Errors
    /// When it could not be written, or removed.
    pub fn save_assurance(&mut self, bytes: Option<&[u8]>) -> Result<(), Complaint> {
        let vault = self.ledger.vault_mut();
        match bytes {
            Some(bytes) => vault.put_private(ASSURANCE, bytes)?,
            None => vault.drop_private(ASSURANCE)?,
        }
        Ok(())
    }

    /// Which drafts there should be. A list that is not there or damaged misses none.
    fn listed(&self) -> BTreeSet<u32> {
        let list = self.ledger.vault().private(LIST).ok().flatten();
        list.and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    /// A list that cannot be written costs that a lost draft is missed; the draft itself is kept.
    fn list(&mut self, drafts: &BTreeSet<u32>) {
        if let Ok(bytes) = serde_json::to_vec(drafts) {
            let _ = self.ledger.vault_mut().put_private(LIST, &bytes);
        }
    }
}

fn missing(number: u32) -> Complaint {
    Complaint::failed(
        format!("A form that was left unfinished (draft {number}) is gone: its file is missing"),
        "No entry of the log is touched by this. If you remember what was in it, record it again.",
    )
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, FixedOffset};

    use crate::session::founding::{Plan, found};
    use crate::session::{Folders, Room, Session, Unlocking};
    use crate::vault::{Role, WorkFactor};

    const PASSPHRASE: &str = "Seven teal lanterns over Dover, 1904";

    fn now() -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2026-11-24T10:00:00+00:00").unwrap()
    }

    fn opened(folders: &Folders) -> Session {
        let with = Unlocking {
            person: "ada".to_owned(),
            passphrase: PASSPHRASE.to_owned().into(),
            key_file: None,
            now: now(),
        };
        let room = Room::open(folders.clone()).unwrap();
        match room.unlock(&with, &mut |_, _| {}) {
            Ok(session) => session,
            Err(refused) => panic!("{}", refused.1),
        }
    }

    #[test]
    fn a_draft_whose_file_is_gone_is_missed_once() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders {
            vault: Some(home.path().join("vault")),
            state: home.path().join("state"),
            ..Folders::default()
        };
        let plan = Plan {
            school: "Invented",
            name: "Ada",
            role: Role::Dsl,
            policy: "st-james-2024",
            passphrase: PASSPHRASE,
        };
        let founded = found(&plan, WorkFactor::new(1), now()).unwrap();
        founded.write(&home.path().join("vault")).unwrap();
        let mut session = opened(&folders);
        for number in 1..=3 {
            session.save_draft(number, b"unfinished").unwrap();
        }
        session.drop_draft(3).unwrap();
        assert!(session.drafts().unwrap().iter().all(|(_, one)| one.is_ok()));
        session.close(now()).unwrap();
        let blobs = std::fs::read_dir(home.path().join("vault").join("blobs")).unwrap();
        let mut second = blobs.flatten().filter(|file| {
            let name = file.file_name().into_string().unwrap();
            name.ends_with("draft-2")
        });
        std::fs::remove_file(second.next().unwrap().path()).unwrap();
        let mut session = opened(&folders);
        let drafts = session.drafts().unwrap();
        let numbers: Vec<_> = drafts.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 2]);
        assert!(drafts[0].1.is_ok());
        let told = drafts[1].1.as_ref().unwrap_err().to_string();
        assert!(
            told.contains("draft 2") && told.contains("record it again"),
            "{told}"
        );
        assert_eq!(session.drafts().unwrap().len(), 1);
    }
}
