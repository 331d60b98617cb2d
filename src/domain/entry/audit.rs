//! Who read what: unlocking, opening a case, and whatever leaves the vault are entries like any other.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::domain::ids::Reference;

/// Something that was read, tried or taken out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuditFact {
    /// The author unlocked the vault.
    Unlocked {
        /// With the recovery key, not with a passphrase.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        recovery: bool,
    },
    /// Somebody tried before, and the passphrase was wrong.
    UnlockFailed {
        /// In whose name.
        name: String,
        /// How often.
        count: u32,
        /// The first time.
        first: DateTime<FixedOffset>,
        /// The last time.
        last: DateTime<FixedOffset>,
    },
    /// The author opened cases to read.
    CasesOpened(Vec<Reference>),
    /// Something was taken out of the vault.
    Exported {
        /// What, in words, without a name.
        what: String,
    },
    /// The vault was made from a backup.
    Restored {
        /// When the backup was made.
        made: String,
        /// How many entries it held.
        entries: u64,
    },
    /// A backup was proved to its last entry.
    BackupProved {
        /// When the backup was made.
        made: String,
        /// How many entries it held.
        entries: u64,
    },
}

/// Which kinds of fact a reader may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditKind {
    /// Unlocking, and failing to.
    Unlocking,
    /// Cases that were opened.
    Reading,
    /// Exports, restores and backups.
    Leaving,
}

impl AuditFact {
    /// What kind of thing it is.
    #[must_use]
    pub fn kind(&self) -> AuditKind {
        match self {
            Self::Unlocked { .. } | Self::UnlockFailed { .. } => AuditKind::Unlocking,
            Self::CasesOpened(_) => AuditKind::Reading,
            Self::Exported { .. } | Self::Restored { .. } | Self::BackupProved { .. } => {
                AuditKind::Leaving
            }
        }
    }

    /// In words, after the author's name.
    #[must_use]
    pub fn words(&self) -> String {
        let many = |n: u64, one: &str, more: &str| match n {
            1 => format!("1 {one}"),
            n => format!("{n} {more}"),
        };
        match self {
            Self::Unlocked { recovery: false } => "unlocked the vault".to_owned(),
            Self::Unlocked { recovery: true } => "unlocked the vault with the recovery key".into(),
            Self::UnlockFailed {
                name,
                count,
                first,
                last,
            } => {
                let times = match count {
                    1 => format!("at {}", last.format("%H:%M on %-d %b")),
                    _ => format!(
                        "from {} to {}",
                        first.format("%H:%M on %-d %b"),
                        last.format("%H:%M on %-d %b")
                    ),
                };
                let tries = many(u64::from(*count), "wrong passphrase", "wrong passphrases");
                format!("{tries} for {name} before, {times}")
            }
            Self::CasesOpened(cases) => {
                let names: Vec<_> = cases.iter().map(ToString::to_string).collect();
                format!("opened {}", names.join(", "))
            }
            Self::Exported { what } => format!("took out {what}"),
            Self::Restored { made, entries } => format!(
                "restored the vault from the backup of {made}: {}",
                many(*entries, "entry", "entries")
            ),
            Self::BackupProved { made, entries } => format!(
                "proved the backup of {made}: {}",
                many(*entries, "entry", "entries")
            ),
        }
    }
}
