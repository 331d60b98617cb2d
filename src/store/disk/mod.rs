//! The store on a disk: a write-ahead journal that acknowledges, and sled beside it.
//!
//! | file | what it is |
//! |---|---|
//! | `journal` | every entry, in order: the truth |
//! | `sled/` | the same entries, for reading; rebuilt from the journal whenever in doubt |
//! | `blobs/` | named values |
//! | `open` | there while the vault is open; found at start, it tells of a crash |
//! | `tip` | the last entry when the vault was last opened or closed |
//! | `reach` | the last entry that was appended, not waited for |
//! | `lock` | held by the program that has the vault open |
//! | `journal-torn-1` | the end of a write that a crash cut short |

mod alongside;
mod blobs;
mod copies;
mod create;
mod files;
mod floor;
mod journal;
mod open;
mod place;
mod record;
mod repair;
mod ruin;
mod sled_side;
mod values;
mod walk;

use std::cell::RefCell;
use std::io;

use super::{
    AppendError, Hash, Odd, Sealed, Store, StoreError, SwapError, Tip, Version, check_blob_name,
    continues, version_before,
};
pub use files::{rename, sync_folder};
/// What is left in a folder, without the mending that comes first: the way in for `fuzz/`.
#[cfg(fuzzing)]
pub use ruin::left;
pub use ruin::open;

use alongside::Alongside;
use blobs::Blobs;
use floor::Notes;
use journal::Journal;
use place::{Lock, Names};

/// A vault's folder, held open.
pub struct DiskStore {
    names: Names,
    journal: Journal,
    blobs: Blobs,
    sled: RefCell<Alongside>,
    notes: Notes,
    poisoned: bool,
    notices: Vec<String>,
    /// Dropped last: until then nobody else may come in.
    _lock: Lock,
}

impl DiskStore {
    fn sound(&self) -> Result<(), StoreError> {
        if self.poisoned {
            Err(StoreError::Poisoned)
        } else {
            Ok(())
        }
    }

    /// Writes batches that follow each other, up to a new end; `all` is what is in them.
    fn write(
        &mut self,
        end: Tip,
        batches: &[&[Sealed]],
        all: &[Sealed],
    ) -> Result<Tip, AppendError> {
        if all.is_empty() {
            return Ok(end);
        }
        if let Err(error) = self.journal.append(batches) {
            // Too large a batch is the caller's fault, and was refused before anything was written.
            self.poisoned = error.kind() != io::ErrorKind::InvalidInput;
            return Err(if files::is_full(&error) {
                AppendError::Full
            } else {
                AppendError::Io(error)
            });
        }
        self.notes.raise(end);
        self.sled.get_mut().append(&self.journal, all);
        Ok(end)
    }

    /// What sled has of these entries, if it is there and every one is right.
    fn read_sled(&self, after: u64, limit: usize) -> Option<Vec<Sealed>> {
        let places = self.journal.places(after, limit);
        let mut sled = self.sled.borrow_mut();
        let found = sled.by_now(&self.journal)?.read(after, places.len());
        let whole = found.ok().filter(|found| found.len() == places.len());
        let entries = whole.and_then(|found| {
            let pairs = places.iter().zip(&found);
            pairs.map(|(place, bytes)| place.check(bytes)).collect()
        });
        if entries.is_none() {
            sled.give_up();
        }
        entries
    }
}

impl Store for DiskStore {
    fn tip(&self) -> Result<Tip, StoreError> {
        self.sound()?;
        Ok(self.journal.tip())
    }

    fn read(&self, after: u64, limit: usize) -> Result<Vec<Sealed>, StoreError> {
        self.sound()?;
        match self.read_sled(after, limit) {
            Some(entries) => Ok(entries),
            None => self.journal.read(after, limit),
        }
    }

    fn in_the_clear(&self) -> Result<Vec<Sealed>, StoreError> {
        self.sound()?;
        self.journal.in_the_clear()
    }

    fn hashes(&self, after: u64) -> Option<Vec<Hash>> {
        let places = self.journal.places(after, usize::MAX).iter();
        (!self.poisoned).then(|| places.map(|place| place.hash).collect())
    }

    fn append(&mut self, expected: Tip, batch: &[Sealed]) -> Result<Tip, AppendError> {
        if self.poisoned {
            return Err(AppendError::Poisoned);
        }
        let end = continues(self.journal.tip(), expected, batch)?;
        self.write(end, &[batch], batch)
    }

    fn append_each(&mut self, expected: Tip, entries: &[Sealed]) -> Result<Tip, AppendError> {
        if self.poisoned {
            return Err(AppendError::Poisoned);
        }
        let end = continues(self.journal.tip(), expected, entries)?;
        let each: Vec<_> = entries.chunks(1).collect();
        self.write(end, &each, entries)
    }

    fn blob(&self, key: &str) -> Result<Option<(Version, Vec<u8>)>, StoreError> {
        self.sound()?;
        self.blobs.get(key)
    }

    fn swap_blob(
        &mut self,
        key: &str,
        expected: Option<Version>,
        value: &[u8],
    ) -> Result<Version, SwapError> {
        check_blob_name(key)?;
        let found =
            version_before(self, key).map_err(|error| SwapError::Io(io::Error::other(error)))?;
        if found != expected {
            return Err(SwapError::Conflict(found));
        }
        self.blobs.put(key, value).map_err(|error| {
            self.poisoned |= matches!(error, files::ReplaceError::After(_));
            match error.into_io() {
                error if files::is_full(&error) => SwapError::Full,
                error => SwapError::Io(error),
            }
        })
    }

    fn blob_keys(&self) -> Result<Vec<String>, StoreError> {
        self.sound()?;
        self.blobs.keys()
    }

    fn notices(&self) -> Vec<String> {
        let sled = self.sled.borrow();
        self.notices.iter().chain(sled.notice()).cloned().collect()
    }

    fn remarks(&self) -> Vec<String> {
        torn_remarks(&self.names)
    }

    fn odd_copies(&self) -> Vec<Odd> {
        self.odd_copies()
    }

    fn close(mut self: Box<Self>) -> Result<(), StoreError> {
        self.sound()?;
        let closed = self.sled.get_mut().close(&self.journal);
        let durable = closed && files::sync_tree(&self.names.sled()).is_ok();
        if !durable {
            // A sled that is not the journal's equal must not be found beside a clean close.
            files::remove_tree_if_there(&self.names.sled())
                .map_err(files::doing("putting a stale copy of the log away"))?;
        }
        self.notes.end(&self.names, self.journal.tip())?;
        self.names.mark_closed()
    }
}

impl Drop for DiskStore {
    fn drop(&mut self) {
        if !self.poisoned {
            self.sled.get_mut().leave(&self.journal);
        }
    }
}

/// What to say of the torn ends that lie in a vault's folder.
fn torn_remarks(names: &Names) -> Vec<String> {
    let ends = names.torn_ends().into_iter();
    ends.map(|(path, size)| {
        format!(
            "{} holds the unfinished piece ({size} bytes) of a save that was cut short. Look whether \
             what was being recorded then is in the log, and record it again if not; then the file can \
             be deleted.",
            path.display()
        )
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Audience, Header};
    use sha2::{Digest, Sha256};

    #[test]
    fn a_failed_sync_poisons_and_leaves_nothing_behind() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("vault");
        DiskStore::create(&dir, |_| Ok::<_, StoreError>(())).unwrap();
        let mut store = DiskStore::open(&dir).unwrap();
        store.journal.fail_syncs();
        let header = Header {
            audience: Audience::Cases,
            seq: 1,
            prev: [0; 32],
            author: [0; 16],
            len: 0,
            body: Sha256::digest([]).into(),
            signature: [0; 64],
        };
        let batch = [Sealed {
            header,
            ciphertext: Vec::new(),
        }];
        let failed = store.append(Tip::EMPTY, &batch);
        assert!(matches!(failed, Err(AppendError::Io(_))));
        let again = store.append(Tip::EMPTY, &batch);
        assert!(matches!(again, Err(AppendError::Poisoned)));
        assert!(matches!(store.tip(), Err(StoreError::Poisoned)));
        drop(store);
        assert_eq!(DiskStore::open(&dir).unwrap().tip().unwrap(), Tip::EMPTY);
    }
}
