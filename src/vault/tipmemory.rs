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
    /// A newer generation took this vault's place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    superseded: bool,
}

/// Why a vault whose place a newer one took is not the right one.
pub const SUPERSEDED: &str = "This log was sealed anew with `daybook rekey`, and a newer vault took its place: this is the old one, put back, and what was recorded since is not in it. It is safe as it is. Find the newer vault before you go on.";

fn file(dir: &Path, vault: VaultId) -> PathBuf {
    dir.join(format!("tip-{vault}.json"))
}

/// Notes where a vault's log ended, in the user's own state folder. Only call this when the log has
/// been held against what was remembered before, or the evidence of a cut is overwritten.
///
/// # Errors
/// When the folder or the file cannot be written.
pub fn remember(dir: &Path, vault: VaultId, tip: Tip) -> io::Result<()> {
    let remembered = Remembered {
        seq: tip.seq,
        hash: tip.hash,
        superseded: false,
    };
    write(dir, vault, &remembered)
}

/// Notes that a newer generation took a vault's place, whose log ended there: if it is put back, that is told.
///
/// # Errors
/// When the folder or the file cannot be written.
pub fn supersede(dir: &Path, vault: VaultId, tip: Tip) -> io::Result<()> {
    // What was last seen of it stays, where it can be read.
    let seen = recall(dir, vault).ok().flatten().unwrap_or(tip);
    let remembered = Remembered {
        seq: seen.seq,
        hash: seen.hash,
        superseded: true,
    };
    write(dir, vault, &remembered)
}

/// Whether it was noted that a newer generation took a vault's place.
#[must_use]
pub fn is_superseded(dir: &Path, vault: VaultId) -> bool {
    matches!(read(dir, vault), Ok(Some(seen)) if seen.superseded)
}

fn write(dir: &Path, vault: VaultId, remembered: &Remembered) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    let path = file(dir, vault);
    // One name for each process: two windows never write into the same half-made file.
    let beside = path.with_extension(format!("part-{}", std::process::id()));
    let mut out = File::create(&beside)?;
    out.write_all(&serde_json::to_vec(remembered)?)?;
    out.sync_all()?;
    drop(out);
    disk::rename(&beside, &path)
}

/// Where a vault's log ended when it was last seen; none if it never was.
///
/// # Errors
/// When the file is there and cannot be read: that is not the same as never having seen the vault.
pub fn recall(dir: &Path, vault: VaultId) -> io::Result<Option<Tip>> {
    Ok(read(dir, vault)?.map(|seen| Tip {
        seq: seen.seq,
        hash: seen.hash,
    }))
}

fn read(dir: &Path, vault: VaultId) -> io::Result<Option<Remembered>> {
    match fs::read(file(dir, vault)) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
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
        supersede(&state, one, Tip::EMPTY).unwrap();
        assert!(is_superseded(&state, one) && !is_superseded(&state, other));
        assert_eq!(recall(&state, one).unwrap(), Some(tip));
        remember(&state, one, tip).unwrap();
        assert!(!is_superseded(&state, one));
        assert_eq!(fs::read_dir(&state).unwrap().count(), 1);
        fs::write(file(&state, other), b"{").unwrap();
        assert!(recall(&state, other).is_err());
    }
}
