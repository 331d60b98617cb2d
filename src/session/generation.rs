//! Putting a new generation of the vault in the old one's place.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::complaint::Complaint;
use super::founding::write_store;
use super::people::Invited;
use super::working::Session;
use crate::domain::people::Author;
use crate::domain::report::DropBox;
use crate::store::disk::{self, DiskStore};
use crate::vault::{Locked, Making, VaultId, WorkFactor, rekey, tipmemory};

/// In the new vault, until it has been said that it is in its place: the name of the old one's folder.
const SWITCH: &str = "took-the-place-of";
/// Said of a failure after the new recovery key was written down.
const NO_USE: &str = "The vault is as it was. The new recovery key that was written by then opens nothing: delete its file.";

/// What came of sealing the past anew.
pub struct Rekeyed {
    /// Everybody else, who is invited again.
    pub invited: Vec<Invited>,
    /// Where the old vault is now.
    pub old: PathBuf,
    /// What else there is to say, in sentences.
    pub notes: Vec<String>,
    folder: PathBuf,
}

impl Rekeyed {
    /// All of it has been said, the passphrases above all: the next start has nothing to add.
    pub fn told(&self) {
        told(&self.folder);
    }
}

/// The new generation beside the old one, before the switch.
struct Built {
    folder: PathBuf,
    old: PathBuf,
    invited: Vec<Invited>,
    notes: Vec<String>,
}

/// Where the new generation is built, until it takes the old one's place.
fn beside(vault: &Path, end: &str) -> PathBuf {
    let name = vault.file_name().unwrap_or_default().to_string_lossy();
    vault.with_file_name(format!("{name}-{end}"))
}

/// The same with the moment in it.
fn beside_at(vault: &Path, end: &str, now: DateTime<FixedOffset>) -> PathBuf {
    beside(vault, &format!("{end}-{}", now.format("%Y-%m-%d-%H%M%S")))
}

impl Session {
    /// Seals the whole log anew, proves that it says the same, and puts it in the old one's place. `keep`
    /// writes the new recovery key down before anything is changed. The vault is closed, whatever comes
    /// of it.
    ///
    /// # Errors
    /// When reports wait that only the old keys open, an entry cannot be opened, the new log is not the
    /// same, or a file cannot be written: the vault is then as it was.
    pub fn rekey(
        self,
        passphrase: &str,
        now: DateTime<FixedOffset>,
        work: WorkFactor,
        keep: &mut dyn FnMut(&str) -> Result<(), Complaint>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Rekeyed, Complaint> {
        let making = Making { at: now, work };
        let built = self.build_next(passphrase, making, keep, progress);
        let (vault, tip) = (self.ledger().vault().vault_id(), self.tip());
        let state = self.folders.state.clone();
        let closed = self.close(now);
        let mut built = built?;
        closed?;
        let next = beside(&built.folder, "next");
        disk::rename(&built.folder, &built.old)
            .and_then(|()| disk::rename(&next, &built.folder))
            .map_err(|error| {
                Complaint::failed(
                    format!("The new vault could not be put in the old one's place: {error}"),
                    format!(
                        "Nothing is lost: the old vault is {}, the new one {}. Start Daybook again.",
                        built.old.display(),
                        next.display()
                    ),
                )
            })?;
        if let Err(error) = tipmemory::supersede(&state, vault, tip) {
            built.notes.push(format!(
                "It cannot be remembered in {} that the old vault has been replaced ({error}): if it were put back, Daybook would not notice.",
                state.display()
            ));
        }
        Ok(Rekeyed {
            invited: built.invited,
            old: built.old,
            notes: built.notes,
            folder: built.folder,
        })
    }

    /// Says what [`Session::rekey`] could not say any more.
    pub(super) fn tell_late(&mut self, old: &Path) {
        let school = self.school();
        let invited = |person: &&Author| school.invited.contains(&person.id);
        let names = school.people.iter().filter(invited);
        let names: Vec<_> = names.map(|person| person.name.as_str()).collect();
        let news = late_news(old, &names);
        self.notices.push(news);
        if let Some(folder) = self.vault_folder() {
            told(&folder);
        }
    }

    fn build_next(
        &self,
        passphrase: &str,
        making: Making,
        keep: &mut dyn FnMut(&str) -> Result<(), Complaint>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Built, Complaint> {
        let folder = self.vault_folder().ok_or_else(|| {
            Complaint::failed(
                "The demo school is not kept, so there is nothing to seal anew",
                "",
            )
        })?;
        refuse_waiting(&self.waiting_reports())?;
        let vault = self.ledger().vault();
        vault.is_mine(passphrase)?;
        let new = rekey(vault, passphrase, making, progress)?;
        let aside = clear_the_place(&folder, vault.vault_id(), making.at)?;
        keep(&new.recovery.file())?;
        let next = beside(&folder, "next");
        let old = beside_at(&folder, "before-rekey", making.at);
        write_store(new.locked.store(), &next)
            .and_then(|()| mark(&next, &old))
            .map_err(|complaint| Complaint {
                next: format!("{} {NO_USE}", complaint.next).trim().to_owned(),
                ..complaint
            })?;
        let aside = aside.map(|aside| {
            format!(
                "What an earlier sealing anew left unfinished is in {}: destroy it with the old vault.",
                aside.display()
            )
        });
        let invited = new.people.into_iter().map(|(person, passphrase)| Invited {
            id: person.id,
            name: person.name,
            passphrase,
        });
        Ok(Built {
            invited: invited.collect(),
            folder,
            old,
            notes: aside.into_iter().collect(),
        })
    }
}

/// Reports are sealed to the keys of today: once these are gone, nobody opens them.
fn refuse_waiting(found: &DropBox) -> Result<(), Complaint> {
    let nothing = "Nothing has been changed.";
    if let Some(why) = &found.unseen {
        return Err(Complaint::failed(
            why.as_str(),
            format!(
                "Reports that wait there could not be opened once the log is sealed anew. {nothing}"
            ),
        ));
    }
    let unread = found.reports.iter().filter(|one| one.unread.is_some());
    let (open, unread) = (found.readable(), unread.count() + found.more);
    let (what, then) = match (open, unread) {
        (0, 0) => return Ok(()),
        (0, 1) => (
            "1 file in the drop box cannot be looked at".to_owned(),
            "`daybook reports` names it: have it put right, or removed if it is no report",
        ),
        (0, n) => (
            format!("{n} files in the drop box cannot be looked at"),
            "`daybook reports` names them: have them put right, or removed if they are no reports",
        ),
        (1, _) => (
            "1 report waits in the drop box".to_owned(),
            "Take it up or set it aside first (`daybook reports`)",
        ),
        (n, _) => (
            format!("{n} reports wait in the drop box"),
            "Take them up or set them aside first (`daybook reports`)",
        ),
    };
    Err(Complaint::failed(
        format!(
            "{what}, and what is sealed to the keys of today could not be opened once the log is sealed anew"
        ),
        format!("{then}. {nothing}"),
    ))
}

/// Puts aside what an earlier attempt left where the new generation is built, if that is what it is: the
/// vault of which it says that it continues it is this one, and is still in its place.
fn clear_the_place(
    folder: &Path,
    vault: VaultId,
    now: DateTime<FixedOffset>,
) -> Result<Option<PathBuf>, Complaint> {
    let next = beside(folder, "next");
    let empty = match fs::read_dir(&next) {
        Err(error) => error.kind() == ErrorKind::NotFound && fs::symlink_metadata(&next).is_err(),
        Ok(mut items) => items.next().is_none(),
    };
    if empty {
        return Ok(None);
    }
    let in_the_way = |why: &str| {
        Complaint::failed(
            format!("{} is in the way: {why}", next.display()),
            "Nothing has been changed. Look what it is, and move it to another place first.",
        )
    };
    let left = continued(&next).map_err(|complaint| in_the_way(&complaint.what))?;
    if left != Some(vault) {
        return Err(in_the_way(
            "it is not what an earlier sealing anew of this vault has left",
        ));
    }
    let aside = beside_at(folder, "unfinished-rekey", now);
    disk::rename(&next, &aside)
        .map_err(|error| in_the_way(&format!("it cannot be put aside: {error}")))?;
    Ok(Some(aside))
}

/// The vault that the one in a folder was sealed anew from.
fn continued(folder: &Path) -> Result<Option<VaultId>, Complaint> {
    let locked = Locked::load(disk::open(folder)?).map_err(|(_, error)| error)?;
    let continues = locked.continues().map(|(vault, _)| vault);
    locked.close()?;
    Ok(continues)
}

/// Writes into the new vault what folder the old one moves to, durably: from then on the switch can be
/// finished by whoever comes next.
fn mark(next: &Path, old: &Path) -> Result<(), Complaint> {
    let name = old.file_name().unwrap_or_default().to_string_lossy();
    let written = File::create_new(next.join(SWITCH)).and_then(|mut file| {
        file.write_all(name.as_bytes())?;
        file.sync_all()
    });
    written
        .and_then(|()| disk::sync_folder(next))
        .map_err(|error| {
            Complaint::failed(
                format!(
                    "The new vault in {} could not be completed: {error}",
                    next.display()
                ),
                "",
            )
        })
}

/// Where the old vault is, as the new one says while the switch has not been told of.
fn old_of(vault: &Path, new: &Path) -> Option<PathBuf> {
    let path = new.join(SWITCH);
    if !path.is_file() {
        return None;
    }
    let mut name = String::new();
    let file = File::open(path).ok()?;
    file.take(1024).read_to_string(&mut name).ok()?;
    let begins = beside(vault, "before-rekey-");
    let rest = name.strip_prefix(&*begins.file_name()?.to_string_lossy())?;
    let is_moment = rest
        .bytes()
        .all(|sign| sign.is_ascii_digit() || sign == b'-');
    is_moment.then(|| vault.with_file_name(name))
}

fn told(vault: &Path) {
    let _ = fs::remove_file(vault.join(SWITCH));
}

/// Whether there is no vault, and one lies beside that was to take its place.
#[must_use]
pub fn is_cut_short(vault: &Path) -> bool {
    !vault.exists() && DiskStore::exists(&beside(vault, "next"))
}

/// Finishes what [`Session::rekey`] began, if it was cut short between taking the old vault away and
/// putting the new one in its place. Answers with the old vault's folder while the switch has not been
/// told of.
///
/// # Errors
/// When it is not certain that the old vault was taken away by that.
pub(super) fn settle(vault: &Path) -> Result<Option<PathBuf>, Complaint> {
    let next = beside(vault, "next");
    if is_cut_short(vault) {
        let old = old_of(vault, &next).filter(|old| DiskStore::exists(old));
        if old.is_none() {
            return Err(uncertain(vault, &next));
        }
        disk::rename(&next, vault).map_err(|error| {
            Complaint::failed(
                format!(
                    "The new vault {} could not be put in its place: {error}",
                    next.display()
                ),
                "Nothing is lost. Start Daybook again.",
            )
        })?;
    }
    Ok(old_of(vault, vault))
}

fn uncertain(vault: &Path, next: &Path) -> Complaint {
    Complaint::failed(
        format!(
            "There is no vault in {}, and {} beside it is what a sealing anew left unfinished",
            vault.display(),
            next.display()
        ),
        "Nothing has been changed. It is not put in the vault's place, for what was recorded since would be missing from it. Find the vault that was moved or renamed and put it back, or restore the newest backup with `daybook restore`.",
    )
}

/// What is said at the first unlocking after a switch of which nobody was told.
fn late_news(old: &Path, invited: &[&str]) -> String {
    let others = match invited {
        [] => String::new(),
        names => format!(
            " The one-time passphrases were not shown: give each of these a new one with `daybook user reset`: {}.",
            names.join(", ")
        ),
    };
    format!(
        "Daybook was ended while it sealed the log anew, at the last step. That step is done now: this is the new vault, and its recovery key is the new one. The old vault is {}, with its old keys.{others} Hand out the public card anew (`daybook card`).",
        old.display()
    )
}
