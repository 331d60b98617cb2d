//! A vault on a disk: locked, and open.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use zeroize::Zeroizing;

use super::complaint::{Complaint, Kind};
use super::depot;
use super::last_seen::LastSeen;
use super::paths;
use crate::domain::entry::{Entry, What};
use crate::domain::people::Author;
use crate::domain::school::School;
use crate::store::StoreError;
use crate::store::disk;
use crate::vault::ledger::{Ledger, author};
use crate::vault::{Keyring, Locked, Report, Tip, backup_to_file};

/// The name under which a draft is kept, before its number.
const DRAFT: &str = "draft-";
/// Backups kept in each folder; older ones are removed once a newer one is safely written.
const KEPT: usize = 30;

/// Something unfinished, or why it cannot be read.
pub type Unfinished = Result<Zeroizing<Vec<u8>>, Complaint>;

/// A locked vault.
pub struct Room {
    locked: Locked,
    folder: Option<PathBuf>,
    backups: Vec<PathBuf>,
    /// It has been said in this run that the end of the log cannot be remembered.
    forgetful: bool,
    /// What opening the files had to repair was said when the vault was first unlocked.
    said: bool,
}

/// An open vault.
pub struct Session {
    ledger: Ledger,
    folder: Option<PathBuf>,
    backups: Vec<PathBuf>,
    /// What opening found out, in sentences.
    pub notices: Vec<String>,
    changed: bool,
    last_seen: LastSeen,
    forgetful: bool,
}

impl Room {
    /// Finds the vault in a folder. Backups go to a folder beside it, and to `second` if there is one.
    ///
    /// # Errors
    /// When there is none, or it is in use or damaged.
    pub fn open(folder: &Path, second: Option<&Path>) -> Result<Self, Complaint> {
        let locked = Locked::load(disk::open(folder)?).map_err(|(_, error)| error)?;
        let mut backups = vec![paths::backups(folder)];
        backups.extend(second.map(Path::to_path_buf));
        Ok(Self {
            locked,
            folder: Some(folder.to_path_buf()),
            backups,
            forgetful: false,
            said: false,
        })
    }

    /// A vault that is in memory only.
    #[must_use]
    pub fn in_memory(locked: Locked) -> Self {
        Self {
            locked,
            folder: None,
            backups: Vec::new(),
            forgetful: false,
            said: false,
        }
    }

    /// The people who have a key.
    #[must_use]
    pub fn people(&self) -> Vec<Author> {
        self.locked.people().into_iter().map(author).collect()
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

    /// What opening the files had to repair, in sentences; nothing once somebody has been in.
    #[must_use]
    pub fn notices(&self) -> Vec<String> {
        if self.said {
            return Vec::new();
        }
        self.locked.store().notices()
    }

    /// Opens the vault with a passphrase. `progress` hears how many entries have been read, of how many.
    ///
    /// # Errors
    /// Gives the vault back, locked, when the passphrase is wrong or the log is not whole.
    pub fn unlock(
        self,
        person: &str,
        passphrase: &str,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Session, Box<(Option<Self>, Complaint)>> {
        match self.locked.unlock(person, passphrase) {
            Ok(keyring) => self.open_with(keyring, progress),
            Err(error) => Err(Box::new((Some(self), error.into()))),
        }
    }

    /// Opens the vault with keys that were had some other way.
    ///
    /// # Errors
    /// As [`Room::unlock`].
    pub fn open_with(
        self,
        keyring: Keyring,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Session, Box<(Option<Self>, Complaint)>> {
        let mut notices = self.notices();
        let Self {
            locked,
            folder,
            backups,
            forgetful,
            said,
        } = self;
        let vault = match locked.open(keyring) {
            Ok(vault) => vault,
            Err(refused) => {
                let room = Self {
                    locked: refused.locked,
                    folder,
                    backups,
                    forgetful,
                    said,
                };
                return Err(Box::new((Some(room), refused.error.into())));
            }
        };
        // The store stays with the vault, so a failure to read here ends in closing it.
        let ledger = Ledger::open(vault, progress)
            .map_err(|error| Box::new((None, Complaint::from(error))))?;
        let last_seen = match folder {
            Some(_) => LastSeen::of(&ledger),
            None => LastSeen::nothing(),
        };
        for unread in ledger.unread() {
            if let Some(why) = &unread.why {
                notices.push(format!(
                    "Entry {} {why}. It is kept and counted, and not shown. `daybook verify` says more.",
                    unread.seq
                ));
            }
        }
        let mut session = Session {
            ledger,
            folder,
            backups,
            notices,
            changed: false,
            last_seen,
            forgetful,
        };
        session.remember();
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

impl Session {
    /// Everything the log says.
    #[must_use]
    pub fn school(&self) -> &School {
        self.ledger.school()
    }

    /// The log.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Who opened it.
    #[must_use]
    pub fn me(&self) -> Author {
        self.ledger.me()
    }

    /// Where the log ends.
    #[must_use]
    pub fn tip(&self) -> Tip {
        self.ledger.vault().tip()
    }

    /// The log's fingerprint: the number of its last entry and the start of the chain's hash.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        fingerprint(self.tip())
    }

    /// Appends entries, all of them or none; durable when this returns.
    ///
    /// # Errors
    /// When nothing was written.
    pub fn append(
        &mut self,
        now: DateTime<FixedOffset>,
        facts: Vec<What>,
    ) -> Result<Vec<(u64, Entry)>, Complaint> {
        let entries = self.ledger.append(now, facts)?;
        self.changed = true;
        Ok(entries)
    }

    /// What was left unfinished, by number; of each, what is wrong if it is damaged.
    ///
    /// # Errors
    /// When it cannot be told what there is.
    pub fn drafts(&self) -> Result<Vec<(u32, Unfinished)>, Complaint> {
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
        drafts.sort_by_key(|(number, _)| *number);
        Ok(drafts)
    }

    /// Seals what is unfinished, over what had that number.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn save_draft(&mut self, number: u32, bytes: &[u8]) -> Result<(), Complaint> {
        let name = format!("{DRAFT}{number}");
        Ok(self.ledger.vault_mut().put_private(&name, bytes)?)
    }

    /// Removes what was unfinished.
    ///
    /// # Errors
    /// When it could not be removed.
    pub fn drop_draft(&mut self, number: u32) -> Result<(), Complaint> {
        let name = format!("{DRAFT}{number}");
        Ok(self.ledger.vault_mut().drop_private(&name)?)
    }

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
        for (place, folder) in self.backups.iter().enumerate() {
            match self.backup_in(folder, place == 0, now) {
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
        folder: &Path,
        own: bool,
        now: DateTime<FixedOffset>,
    ) -> Result<PathBuf, Complaint> {
        depot::ready(folder, own)?;
        let name = format!("daybook-{}.age", now.format("%Y-%m-%d-%H%M%S"));
        let path = folder.join(name);
        backup_to_file(self.ledger.vault(), &now.to_rfc3339(), &path)
            .map_err(|error| depot::failed(folder, &error.to_string()))?;
        prune(folder);
        Ok(path)
    }

    /// Makes a backup in one file.
    ///
    /// # Errors
    /// When it could not be made.
    pub fn backup_to(&self, path: &Path, now: DateTime<FixedOffset>) -> Result<(), Complaint> {
        depot::ready_for(path);
        backup_to_file(self.ledger.vault(), &now.to_rfc3339(), path)
            .map_err(|error| depot::failed(path, &error.to_string()))?;
        Ok(())
    }

    /// Checks every entry.
    pub fn verify(&self, expected: Option<Tip>, progress: &mut dyn FnMut(u64)) -> Report {
        self.ledger.vault().verify(expected, progress)
    }

    /// What lies beside the log and wants somebody's eye, in sentences.
    #[must_use]
    pub fn remarks(&self) -> Vec<String> {
        self.ledger.vault().store().remarks()
    }

    /// That entries are lost, and what is to be done: the vault can be read and not written.
    #[must_use]
    pub fn wound(&self) -> Option<Complaint> {
        let wound = self.ledger.vault().store().wound()?;
        Some(StoreError::Damaged(wound.to_owned()).into())
    }

    /// Why this may not be the log that was last seen here, in words: its end was cut off, or another
    /// copy was put in its place.
    #[must_use]
    pub fn doubt(&self) -> Option<&str> {
        self.last_seen.doubt()
    }

    /// A person says that the log is right as it is.
    ///
    /// # Errors
    /// When that cannot be remembered.
    pub fn accept(&mut self) -> Result<(), Complaint> {
        self.last_seen.accept(&self.ledger)
    }

    fn remember(&mut self) {
        if self.folder.is_some()
            && let Err(why) = self.last_seen.remember(&self.ledger)
            && !std::mem::replace(&mut self.forgetful, true)
        {
            self.notices.push(why);
        }
    }

    /// Forgets the keys, after a backup if anything changed. The backup's failure is told, and
    /// locks all the same.
    pub fn lock(mut self, now: DateTime<FixedOffset>) -> (Room, Option<Complaint>) {
        let failed = if self.changed && !self.backups.is_empty() {
            self.backup(now).err()
        } else {
            None
        };
        self.ledger.keep_snapshot();
        self.remember();
        let room = Room {
            locked: self.ledger.into_vault().lock(),
            folder: self.folder,
            backups: self.backups,
            forgetful: self.forgetful,
            said: true,
        };
        (room, failed)
    }

    /// Locks and closes the files.
    ///
    /// # Errors
    /// When the backup or the closing failed; nothing acknowledged is lost.
    pub fn close(self, now: DateTime<FixedOffset>) -> Result<(), Complaint> {
        let (room, failed) = self.lock(now);
        room.close()?;
        failed.map_or(Ok(()), Err)
    }
}

/// The end of a log in a form that can be written down: `81 · 3f0a 9c1e 77b2 04d5`.
#[must_use]
pub fn fingerprint(tip: Tip) -> String {
    let hex: Vec<_> = tip
        .hash
        .chunks(2)
        .take(4)
        .map(|pair| {
            pair.iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>()
        })
        .collect();
    format!("{} · {}", tip.seq, hex.join(" "))
}

/// Removes the oldest backups of a folder beyond [`KEPT`].
fn prune(folder: &Path) {
    let Ok(files) = std::fs::read_dir(folder) else {
        return;
    };
    let mut backups: Vec<_> = files
        .flatten()
        .map(|file| file.path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("daybook-") && name.ends_with(".age")
        })
        .collect();
    backups.sort();
    let surplus = backups.len().saturating_sub(KEPT);
    for old in backups.iter().take(surplus) {
        let _ = std::fs::remove_file(old);
    }
}
