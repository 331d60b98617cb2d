//! A locked vault, and who may open it.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use zeroize::Zeroizing;

use super::complaint::{Complaint, Kind};
use super::folders::Folders;
use super::last_seen::LastSeen;
use super::working::Session;
use super::{failures, generation};
use crate::domain::entry::AuditFact;
use crate::domain::people::Author;
use crate::store::{Store, StoreError, disk};
use crate::vault::ledger::Ledger;
use crate::vault::{KeyFile, Keyring, Locked, RecoveryFile, UnlockError};

/// Who unlocks, with what, and when.
pub struct Unlocking {
    /// The person's id.
    pub person: String,
    /// Their passphrase.
    pub passphrase: Zeroizing<String>,
    /// The key file that their slot asks for, if it does.
    pub key_file: Option<KeyFile>,
    /// The moment, for the log.
    pub now: DateTime<FixedOffset>,
}

/// A locked vault.
pub struct Room {
    pub(super) locked: Locked,
    pub(super) folders: Folders,
    /// It has been said in this run that the end of the log cannot be remembered.
    pub(super) forgetful: bool,
    /// What opening the files had to repair was said when the vault was first unlocked.
    pub(super) said: bool,
    /// Where the old vault is, if this one was put in its place and nobody has been told of it.
    pub(super) unsaid: Option<PathBuf>,
}

impl Room {
    /// Finds the vault in its folder.
    ///
    /// # Errors
    /// When there is none, or it is in use or damaged.
    pub fn open(folders: Folders) -> Result<Self, Complaint> {
        let folder = folders.vault.as_deref().ok_or(StoreError::Missing)?;
        let unsaid = generation::settle(folder)?;
        let locked = Locked::load(disk::open(folder)?).map_err(|(_, error)| error)?;
        let mut room = Self::new(locked, folders);
        room.unsaid = unsaid;
        Ok(room)
    }

    /// A vault that is in memory only.
    #[must_use]
    pub fn in_memory(locked: Locked) -> Self {
        Self::new(locked, Folders::default())
    }

    fn new(locked: Locked, folders: Folders) -> Self {
        Self {
            locked,
            folders,
            forgetful: false,
            said: false,
            unsaid: None,
        }
    }

    /// The people who have a key.
    #[must_use]
    pub fn people(&self) -> Vec<Author> {
        self.locked
            .people()
            .into_iter()
            .map(crate::vault::Person::author)
            .collect()
    }

    /// The person meant by an id, a name, or nothing when there is only one.
    ///
    /// # Errors
    /// When nobody or nobody in particular is meant.
    pub fn person(&self, asked: Option<&str>) -> Result<String, Complaint> {
        let people = self.people();
        let names = || {
            let names: Vec<_> = people.iter().map(|p| format!("{:?}", p.name)).collect();
            names.join(", ")
        };
        match (asked, people.as_slice()) {
            (Some(asked), _) => {
                let lower = asked.to_lowercase();
                people
                    .iter()
                    .find(|p| p.id == lower || p.name.to_lowercase() == lower)
                    .map(|p| p.id.clone())
                    .ok_or_else(|| {
                        Complaint::failed(
                            format!("Nobody called {asked:?} has a key to this vault"),
                            format!("It can be opened by {}.", names()),
                        )
                    })
            }
            (None, [one]) => Ok(one.id.clone()),
            (None, _) => Err(Complaint::new(
                Kind::Usage,
                "Several people have a key to this vault",
                format!("Say who you are with --user: {}.", names()),
            )),
        }
    }

    /// The vault beneath.
    #[must_use]
    pub fn locked(&self) -> &Locked {
        &self.locked
    }

    /// Whether the files still answer: after a failed write they must be opened anew.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.locked.store().tip().is_ok()
    }

    /// What opening the files had to repair, in sentences, and what is lost; nothing once somebody has been in.
    #[must_use]
    pub fn notices(&self) -> Vec<String> {
        if self.said {
            return Vec::new();
        }
        let mut notices = self.locked.store().notices();
        notices.extend(self.wound().map(|wound| wound.to_string()));
        notices
    }

    /// That entries are lost, and what is to be done: the vault can be read and not written.
    #[must_use]
    pub fn wound(&self) -> Option<Complaint> {
        wound(self.locked.store())
    }

    /// Opens the vault with a passphrase. `progress` hears how many entries have been read, of how many.
    ///
    /// # Errors
    /// Gives the vault back, locked, when the passphrase is wrong or the log is not whole.
    pub fn unlock(
        self,
        with: &Unlocking,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Session, Box<(Option<Self>, Complaint)>> {
        let key_file = with.key_file.as_ref();
        match self.locked.unlock(&with.person, &with.passphrase, key_file) {
            Ok(keyring) => {
                let unlocked = AuditFact::Unlocked { recovery: false };
                self.open_with(keyring, unlocked, with.now, progress)
            }
            Err(error) => {
                if matches!(error, UnlockError::WrongPassphrase) {
                    self.count_failure(&with.person, with.now);
                }
                Err(Box::new((Some(self), error.into())))
            }
        }
    }

    fn count_failure(&self, person: &str, now: DateTime<FixedOffset>) {
        let people = self.people();
        let named = people.iter().find(|one| one.id == person);
        if let (Some(named), Some(_)) = (named, &self.folders.vault) {
            failures::count(
                &self.folders.state,
                self.locked.vault_id(),
                &named.name,
                now,
            );
        }
    }

    /// Opens the vault with the recovery key, to let somebody in again.
    ///
    /// # Errors
    /// As [`Room::unlock`], and when the key is another vault's.
    pub fn recover(
        self,
        key: &RecoveryFile,
        now: DateTime<FixedOffset>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Session, Box<(Option<Self>, Complaint)>> {
        match self.locked.recover(key) {
            Ok(keyring) => {
                let unlocked = AuditFact::Unlocked { recovery: true };
                self.open_with(keyring, unlocked, now, progress)
            }
            Err(error) => Err(Box::new((Some(self), error.into()))),
        }
    }

    fn open_with(
        self,
        keyring: Keyring,
        unlocked: AuditFact,
        now: DateTime<FixedOffset>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Session, Box<(Option<Self>, Complaint)>> {
        let mut notices = match self.said {
            true => Vec::new(),
            false => self.locked.store().notices(),
        };
        let Self {
            locked,
            folders,
            forgetful,
            said,
            unsaid,
        } = self;
        let mut vault = match locked.open(keyring) {
            Ok(vault) => vault,
            Err(refused) => {
                let room = Self {
                    locked: refused.locked,
                    folders,
                    forgetful,
                    said,
                    unsaid,
                };
                return Err(Box::new((Some(room), refused.error.into())));
            }
        };
        // An invitation that was taken up, and cut short before the log said so.
        if vault.store().wound().is_none()
            && let Err(error) = vault.finish_own_keys(now)
        {
            return Err(Box::new((None, error.into())));
        }
        // The store stays with the vault, so a failure to read here ends in closing it.
        let ledger = Ledger::open(vault, progress)
            .map_err(|error| Box::new((None, Complaint::from(error))))?;
        let last_seen = match folders.vault {
            Some(_) => LastSeen::of(&ledger, &folders.state),
            None => LastSeen::nothing(),
        };
        notices.extend(
            ledger
                .vault()
                .missing_slots()
                .into_iter()
                .map(|what| format!("{what} `daybook verify` says what to do.")),
        );
        for unread in ledger.unread() {
            notices.push(format!(
                "Entry {} {}. It is kept and counted, and not shown. `daybook verify` says more.",
                unread.seq, unread.why
            ));
        }
        let mut session = Session {
            ledger,
            folders,
            notices,
            changed: false,
            last_seen,
            forgetful,
        };
        if !said {
            let amiss = session.backup_notices(now);
            session.notices.extend(amiss);
        }
        session.note_unlocked(unlocked, now);
        session.remember();
        if let Some(old) = unsaid
            && !session.is_invited()
            && session.wound().is_none()
        {
            session.tell_late(&old);
        }
        Ok(session)
    }

    /// Closes the vault's files.
    ///
    /// # Errors
    /// When they could not be closed cleanly; nothing acknowledged is lost.
    pub fn close(self) -> Result<(), StoreError> {
        self.locked.close()
    }
}

/// What a store has lost, as a complaint.
pub(super) fn wound(store: &dyn Store) -> Option<Complaint> {
    let wound = store.wound()?;
    Some(StoreError::Damaged(wound.to_owned()).into())
}
