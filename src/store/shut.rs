//! A store that has been let go: it answers nothing, and stands where a vault's store is being opened anew.

use super::{AppendError, Sealed, Store, StoreError, SwapError, Tip, Version};

/// See the module.
pub struct ShutStore;

impl Store for ShutStore {
    fn tip(&self) -> Result<Tip, StoreError> {
        Err(StoreError::Poisoned)
    }

    fn read(&self, _: u64, _: usize) -> Result<Vec<Sealed>, StoreError> {
        Err(StoreError::Poisoned)
    }

    fn in_the_clear(&self) -> Result<Vec<Sealed>, StoreError> {
        Err(StoreError::Poisoned)
    }

    fn append(&mut self, _: Tip, _: &[Sealed]) -> Result<Tip, AppendError> {
        Err(AppendError::Poisoned)
    }

    fn blob(&self, _: &str) -> Result<Option<(Version, Vec<u8>)>, StoreError> {
        Err(StoreError::Poisoned)
    }

    fn swap_blob(&mut self, _: &str, _: Option<Version>, _: &[u8]) -> Result<Version, SwapError> {
        Err(SwapError::Io(std::io::Error::other(StoreError::Poisoned)))
    }

    fn blob_keys(&self) -> Result<Vec<String>, StoreError> {
        Err(StoreError::Poisoned)
    }

    fn close(self: Box<Self>) -> Result<(), StoreError> {
        Err(StoreError::Poisoned)
    }
}
