//! A vault whose journal has lost entries that no second copy has: what is left can be read, nothing
//! can be written, and nothing on the disk is changed.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use super::blobs::Blobs;
use super::files::{doing, for_writing, is_no_file};
use super::place::{Lock, Names};
use super::record::Place;
use super::walk::{Walk, walk};
use super::{DiskStore, torn_remarks};
use crate::store::{
    AppendError, Sealed, Store, StoreError, SwapError, Tip, Version, check_blob_name,
};

/// Opens the vault in a folder: to read and write, or where entries are lost, to read what is left.
///
/// # Errors
/// See [`DiskStore::open`].
pub fn open(folder: &Path) -> Result<Box<dyn Store>, StoreError> {
    match DiskStore::open(folder) {
        Ok(store) => Ok(Box::new(store)),
        Err(StoreError::Damaged(what)) => match Ruin::open(folder, &what) {
            Some(ruin) => Ok(Box::new(ruin)),
            None => Err(StoreError::Damaged(what)),
        },
        Err(error) => Err(error),
    }
}

/// What is left in a folder, as if it could not be mended.
#[cfg(fuzzing)]
#[must_use]
pub fn left(folder: &Path) -> Option<Box<dyn Store>> {
    Some(Box::new(Ruin::open(folder, "")?))
}

/// Numbers that lie further apart than this are no gap but nonsense.
const MOST_LOST: u64 = 1_000_000;

/// See the module.
struct Ruin {
    names: Names,
    file: File,
    /// What is left, by number.
    entries: Vec<(u64, Place)>,
    tip: Tip,
    blobs: Blobs,
    wound: String,
    _lock: Lock,
}

impl Ruin {
    /// What is left of a vault that did not open, if anything is and its entries are one log.
    fn open(folder: &Path, what: &str) -> Option<Self> {
        let names = Names {
            folder: folder.to_owned(),
        };
        if is_no_file(&names.journal()) {
            return None;
        }
        let lock = Lock::take(&names.lock()).ok()?;
        let file = for_writing().open(names.journal()).ok()?;
        let found = walk(&file, u64::MAX).ok()?;
        let left = found.places.len() as u64;
        let readable = names.blobs().is_dir() && found.disorder.is_none() && left > 0;
        if !readable || found.tip().seq - left > MOST_LOST {
            return None;
        }
        Some(Self {
            file,
            tip: found.tip(),
            entries: numbered(&found),
            blobs: Blobs::new(names.blobs()),
            wound: format!(
                "{what}. All else can be read; `daybook backup --out FILE` puts what is left in safety"
            ),
            names,
            _lock: lock,
        })
    }

    fn entry(&self, seq: u64, place: &Place) -> Result<Sealed, StoreError> {
        let mut bytes = vec![0; usize::try_from(place.len).unwrap_or(usize::MAX)];
        let mut file = &self.file;
        file.seek(SeekFrom::Start(place.at))
            .and_then(|_| file.read_exact(&mut bytes))
            .map_err(doing("reading the log"))?;
        place
            .check(&bytes)
            .ok_or_else(|| StoreError::Damaged(format!("entry {seq} is not what was written")))
    }
}

/// The entries that a walk has found, with their numbers.
fn numbered(found: &Walk) -> Vec<(u64, Place)> {
    let mut seq = 1;
    let mut holes = found.holes.iter().peekable();
    let places = found.places.iter().map(|place| {
        while let Some(hole) = holes.next_if(|hole| hole.first == seq) {
            seq = hole.next;
        }
        seq += 1;
        (seq - 1, *place)
    });
    places.collect()
}

impl Store for Ruin {
    fn tip(&self) -> Result<Tip, StoreError> {
        Ok(self.tip)
    }

    fn read(&self, after: u64, limit: usize) -> Result<Vec<Sealed>, StoreError> {
        let from = self.entries.partition_point(|(seq, _)| *seq <= after);
        let left = self.entries.iter().skip(from).take(limit);
        left.map(|(seq, place)| self.entry(*seq, place)).collect()
    }

    fn in_the_clear(&self) -> Result<Vec<Sealed>, StoreError> {
        let clear = self.entries.iter().filter(|(_, place)| place.clear);
        clear.map(|(seq, place)| self.entry(*seq, place)).collect()
    }

    fn append(&mut self, _: Tip, _: &[Sealed]) -> Result<Tip, AppendError> {
        Err(AppendError::Wounded)
    }

    fn blob(&self, key: &str) -> Result<Option<(Version, Vec<u8>)>, StoreError> {
        self.blobs.get(key)
    }

    fn swap_blob(&mut self, key: &str, _: Option<Version>, _: &[u8]) -> Result<Version, SwapError> {
        check_blob_name(key)?;
        Err(SwapError::Wounded)
    }

    fn blob_keys(&self) -> Result<Vec<String>, StoreError> {
        self.blobs.keys()
    }

    fn remarks(&self) -> Vec<String> {
        torn_remarks(&self.names)
    }

    fn wound(&self) -> Option<&str> {
        Some(&self.wound)
    }

    fn close(self: Box<Self>) -> Result<(), StoreError> {
        Ok(())
    }
}
