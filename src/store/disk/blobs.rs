//! Named values beside the log: one file each, replaced whole.

use std::io;
use std::path::PathBuf;

use super::files::{self, Checked, ReplaceError, doing};
use crate::store::{Hash, StoreError, Version, check_blob_name};

/// Keeps a name such as `con` or `nul` from being a device on Windows.
const PREFIX: &str = "b-";

/// The folder of values.
pub(super) struct Blobs {
    folder: PathBuf,
}

impl Blobs {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// A value and its version: the beginning of its hash, so a different value has another one.
    pub(super) fn get(&self, key: &str) -> Result<Option<(Version, Vec<u8>)>, StoreError> {
        if check_blob_name(key).is_err() {
            return Ok(None);
        }
        let found = files::read_checked(&self.path(key)).map_err(doing("reading a value"))?;
        match found {
            Checked::Missing => Ok(None),
            Checked::Value(value, hash) => Ok(Some((version(&hash), value))),
            Checked::Damaged => Err(StoreError::Damaged(format!(
                "the value {key:?} is not what was written. The log is not affected. Restore the \
                 newest backup to have it back"
            ))),
        }
    }

    /// Replaces a value; an empty one removes it. Durable on return.
    pub(super) fn put(&self, key: &str, value: &[u8]) -> Result<Version, ReplaceError> {
        let path = self.path(key);
        if value.is_empty() {
            files::remove_if_there(&path).map_err(ReplaceError::Before)?;
            files::sync_folder(&self.folder).map_err(ReplaceError::After)?;
        } else {
            files::write_checked(&path, value)?;
        }
        use sha2::{Digest, Sha256};
        Ok(version(&Sha256::digest(value).into()))
    }

    /// Where each of them lies.
    pub(super) fn paths(&self) -> Vec<PathBuf> {
        let keys = self.list().unwrap_or_default();
        keys.iter().map(|key| self.path(key)).collect()
    }

    /// The names that exist, sorted.
    pub(super) fn keys(&self) -> Result<Vec<String>, StoreError> {
        let mut keys = self.list().map_err(doing("listing the values"))?;
        keys.sort();
        Ok(keys)
    }

    fn list(&self) -> io::Result<Vec<String>> {
        let mut keys = Vec::new();
        for item in files::read_dir(&self.folder)? {
            let name = item?.file_name();
            let key = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
            if let Some(key) = key.filter(|key| check_blob_name(key).is_ok()) {
                keys.push(key.to_owned());
            }
        }
        Ok(keys)
    }

    fn path(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{PREFIX}{key}"))
    }
}

fn version(hash: &Hash) -> Version {
    let first = hash.first_chunk::<8>().copied().unwrap_or_default();
    Version(u64::from_be_bytes(first))
}
