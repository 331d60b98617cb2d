//! The last tip a person saw, kept outside the vault.
//!
//! A chain cannot see its own tail cut off: only somebody who remembers how long it was can.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{charter::VaultId, codec};
use crate::store::{Tip, disk};

#[derive(Serialize, Deserialize)]
struct Remembered {
    seq: u64,
    #[serde(with = "codec::bytes")]
    hash: [u8; 32],
}

fn file(dir: &Path, vault: VaultId) -> PathBuf {
    dir.join(format!("tip-{vault}.json"))
}

/// Notes where a vault's log ended, in the user's own state folder. Only call this when the log has
/// been held against what was remembered before, or the evidence of a cut is overwritten.
///
/// # Errors
/// When the folder or the file cannot be written.
pub fn remember(dir: &Path, vault: VaultId, tip: Tip) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    let remembered = Remembered {
        seq: tip.seq,
        hash: tip.hash,
    };
    let path = file(dir, vault);
    // One name for each process: two windows never write into the same half-made file.
    let beside = path.with_extension(format!("part-{}", std::process::id()));
    let mut out = File::create(&beside)?;
    out.write_all(&serde_json::to_vec(&remembered)?)?;
    out.sync_all()?;
    drop(out);
    disk::rename(&beside, &path)
}

/// Where a vault's log ended when it was last seen; none if it never was.
///
/// # Errors
/// When the file is there and cannot be read: that is not the same as never having seen the vault.
pub fn recall(dir: &Path, vault: VaultId) -> io::Result<Option<Tip>> {
    let bytes = match fs::read(file(dir, vault)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let remembered: Remembered = serde_json::from_slice(&bytes)?;
    Ok(Some(Tip {
        seq: remembered.seq,
        hash: remembered.hash,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remembers_each_vault_apart_and_says_when_it_cannot_read() {
        let dir = tempfile::tempdir().unwrap();
        let state = dir.path().join("state");
        let (one, other) = (VaultId([1; 32]), VaultId([2; 32]));
        assert_eq!(recall(&state, one).unwrap(), None);
        let tip = Tip {
            seq: 7,
            hash: [9; 32],
        };
        remember(&state, one, Tip::EMPTY).unwrap();
        remember(&state, one, tip).unwrap();
        assert_eq!(recall(&state, one).unwrap(), Some(tip));
        assert_eq!(recall(&state, other).unwrap(), None);
        assert_eq!(fs::read_dir(&state).unwrap().count(), 1);
        fs::write(file(&state, other), b"{").unwrap();
        assert!(recall(&state, other).is_err());
    }
}
