//! Wrong passphrases, counted outside of the vault until the next unlocking can write them into it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::domain::entry::AuditFact;
use crate::vault::VaultId;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Failed {
    count: u32,
    first: DateTime<FixedOffset>,
    last: DateTime<FixedOffset>,
}

/// By the name in which it was tried.
type All = BTreeMap<String, Failed>;

fn file(dir: &Path, vault: VaultId) -> PathBuf {
    dir.join(format!("failures-{vault}.json"))
}

fn read(dir: &Path, vault: VaultId) -> All {
    let bytes = fs::read(file(dir, vault)).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// Counts one. A state folder that cannot be written costs the count, not the answer.
pub fn count(dir: &Path, vault: VaultId, name: &str, now: DateTime<FixedOffset>) {
    let mut all = read(dir, vault);
    let failed = all.entry(name.to_owned()).or_insert(Failed {
        count: 0,
        first: now,
        last: now,
    });
    failed.count = failed.count.saturating_add(1);
    failed.last = now;
    if let Ok(bytes) = serde_json::to_vec(&all) {
        let _ = fs::create_dir_all(dir).and_then(|()| fs::write(file(dir, vault), bytes));
    }
}

/// What was counted, as it is written into the log.
#[must_use]
pub fn counted(dir: &Path, vault: VaultId) -> Vec<AuditFact> {
    let all = read(dir, vault).into_iter();
    all.map(|(name, failed)| AuditFact::UnlockFailed {
        name,
        count: failed.count,
        first: failed.first,
        last: failed.last,
    })
    .collect()
}

/// Begins anew, once what was counted is in the log.
pub fn forget(dir: &Path, vault: VaultId) {
    let _ = fs::remove_file(file(dir, vault));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_counted_by_name_until_they_are_in_the_log() {
        let dir = tempfile::tempdir().unwrap();
        let vault: VaultId = "ab".repeat(32).parse().unwrap();
        let other: VaultId = "cd".repeat(32).parse().unwrap();
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
        let (first, last) = (
            at("2026-11-24T10:00:00+00:00"),
            at("2026-11-24T10:05:00+00:00"),
        );
        assert!(counted(dir.path(), vault).is_empty());
        count(dir.path(), vault, "Ms A. Example", first);
        count(dir.path(), vault, "Ms A. Example", last);
        count(dir.path(), other, "Mr B. Sample", last);
        let expected = AuditFact::UnlockFailed {
            name: "Ms A. Example".to_owned(),
            count: 2,
            first,
            last,
        };
        assert_eq!(counted(dir.path(), vault).first(), Some(&expected));
        assert!(
            expected
                .words()
                .contains("2 wrong passphrases for Ms A. Example")
        );
        forget(dir.path(), vault);
        assert!(counted(dir.path(), vault).is_empty());
        assert_eq!(counted(dir.path(), other).len(), 1);
        // A file that is none is as if there were none.
        fs::write(file(dir.path(), vault), b"{").unwrap();
        count(dir.path(), vault, "Ms A. Example", last);
        assert_eq!(counted(dir.path(), vault).len(), 1);
    }
}
