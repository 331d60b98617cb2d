//! A store that forgets: for tests, for the restore drill and for the demo school.

use std::collections::BTreeMap;

use super::{AppendError, Audience, Sealed, Store, StoreError, SwapError, Tip, Version, continues};

/// Entries and blobs in memory.
#[derive(Clone, Default)]
pub struct MemoryStore {
    log: Vec<Sealed>,
    blobs: BTreeMap<String, (Version, Vec<u8>)>,
    versions: u64,
}

impl Store for MemoryStore {
    fn tip(&self) -> Result<Tip, StoreError> {
        Ok(self.log.last().map_or(Tip::EMPTY, |last| last.header.tip()))
    }

    fn read(&self, after: u64, limit: usize) -> Result<Vec<Sealed>, StoreError> {
        let skip = usize::try_from(after).unwrap_or(usize::MAX);
        Ok(self.log.iter().skip(skip).take(limit).cloned().collect())
    }

    fn in_the_clear(&self) -> Result<Vec<Sealed>, StoreError> {
        let clear = |one: &&Sealed| one.header.audience == Audience::Everyone;
        Ok(self.log.iter().filter(clear).cloned().collect())
    }

    fn append(&mut self, expected: Tip, batch: &[Sealed]) -> Result<Tip, AppendError> {
        let tip = self.log.last().map_or(Tip::EMPTY, |last| last.header.tip());
        let end = continues(tip, expected, batch)?;
        self.log.extend_from_slice(batch);
        Ok(end)
    }

    fn blob(&self, key: &str) -> Result<Option<(Version, Vec<u8>)>, StoreError> {
        Ok(self.blobs.get(key).cloned())
    }

    fn swap_blob(
        &mut self,
        key: &str,
        expected: Option<Version>,
        value: &[u8],
    ) -> Result<Version, SwapError> {
        super::check_blob_name(key)?;
        let found = self.blobs.get(key).map(|(version, _)| *version);
        if found != expected {
            return Err(SwapError::Conflict(found));
        }
        self.versions += 1;
        let version = Version(self.versions);
        if value.is_empty() {
            self.blobs.remove(key);
        } else {
            self.blobs.insert(key.to_owned(), (version, value.to_vec()));
        }
        Ok(version)
    }

    fn blob_keys(&self) -> Result<Vec<String>, StoreError> {
        Ok(self.blobs.keys().cloned().collect())
    }

    fn close(self: Box<Self>) -> Result<(), StoreError> {
        Ok(())
    }
}
