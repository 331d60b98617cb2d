//! A failure as a person meets it: what happened, what is safe, what to do next; and the exit code.

use std::fmt;

use crate::domain::decide::Refused;
use crate::store::{AppendError, StoreError, SwapError};
use crate::vault::{RestoreError, UnlockError, VaultError};

/// What kind of failure; the command line's exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Refused or failed.
    Failed = 1,
    /// The command line was not understood.
    Usage = 2,
    /// Wrong passphrase.
    Passphrase = 3,
    /// The vault is open elsewhere.
    InUse = 4,
    /// The vault is damaged.
    Damaged = 5,
    /// The passphrase is right, and a key file is asked for as well.
    KeyFile = 6,
}

/// A failure in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// What kind.
    pub kind: Kind,
    /// What happened, as a sentence.
    pub what: String,
    /// What is safe and what to do next; may be empty.
    pub next: String,
}

impl Complaint {
    /// A failure with nothing more to say.
    pub fn new(kind: Kind, what: impl Into<String>, next: impl Into<String>) -> Self {
        Self {
            kind,
            what: sentence(&what.into()),
            next: next.into(),
        }
    }

    /// With another failure that calls for the same.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.what = format!("{} {}", self.what, other.what);
        self
    }

    /// Something refused or failed.
    pub fn failed(what: impl Into<String>, next: impl Into<String>) -> Self {
        Self::new(Kind::Failed, what, next)
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        if !self.next.is_empty() {
            write!(f, " {}", self.next)?;
        }
        Ok(())
    }
}

impl std::error::Error for Complaint {}

/// A capital at the start, a full stop at the end.
fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut chars = text.chars();
    let Some(first) = chars.next() else {
        return String::new();
    };
    let mut out: String = first.to_uppercase().chain(chars).collect();
    if !out.ends_with(['.', '!', '?']) {
        out.push('.');
    }
    out
}

/// After a slot is missing or damaged.
const ANOTHER_SLOT: &str = "No entry is touched by this. The recovery key lets you in and makes a new slot (`daybook recover`), or somebody else who may gives you a new one-time passphrase (`daybook user reset`).";
const NOTHING_SAVED: &str =
    "This was not saved. Restore the newest backup with `daybook restore`, and record it there.";
const NOT_CHANGED: &str = "Nothing has been changed.";

impl From<StoreError> for Complaint {
    fn from(error: StoreError) -> Self {
        let what = error.to_string();
        match error {
            StoreError::InUse => Self::new(
                Kind::InUse,
                "This vault is open in another window",
                "Close that one first, or go on there. Nothing has been changed.",
            ),
            StoreError::Missing => Self::failed(
                "There is no vault here",
                "Set one up with `daybook` or `daybook init`, or name its folder with --vault.",
            ),
            StoreError::Unsuitable(_) => Self::failed(what, ""),
            StoreError::Damaged(_) => Self::new(
                Kind::Damaged,
                what,
                "Do not delete anything. Copy the whole folder to a safe place, then restore the newest backup with `daybook restore`.",
            ),
            StoreError::Poisoned => Self::failed(
                what,
                "What was saved before is safe. Lock and unlock, or start Daybook again.",
            ),
            StoreError::Io { ref source, .. } => {
                let next = io_advice(source);
                Self::failed(what, next)
            }
        }
    }
}

fn io_advice(error: &std::io::Error) -> &'static str {
    match error.kind() {
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            "Daybook must be allowed to write in the vault's folder: ask your IT technician. Nothing has been changed."
        }
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            "The disk is full: make room on it, then try again. What was saved before is safe."
        }
        _ => NOT_CHANGED,
    }
}

impl From<AppendError> for Complaint {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Conflict(_) => Self::failed(
                "Somebody else has just added to the log",
                "Nothing of yours was written. Do it again.",
            ),
            AppendError::Full => Self::failed(
                "The disk is full, and this was not saved",
                "Everything saved before is safe. Make room on the disk, then do it again.",
            ),
            AppendError::Poisoned | AppendError::Io(_) => Self::failed(
                "This could not be written to the disk, and was not saved",
                "Everything saved before is safe. Do it again; if this goes on, ask your IT technician to look at the disk.",
            ),
            AppendError::Wounded => Self::new(Kind::Damaged, error.to_string(), NOTHING_SAVED),
            AppendError::Misfit(_) => Self::failed(error.to_string(), NOT_CHANGED),
        }
    }
}

impl From<SwapError> for Complaint {
    fn from(error: SwapError) -> Self {
        if matches!(error, SwapError::Wounded) {
            return Self::new(Kind::Damaged, error.to_string(), NOTHING_SAVED);
        }
        let next = match &error {
            SwapError::Full => {
                "Make room on the disk, then try again. Entries saved before are safe."
            }
            SwapError::Io(source) => io_advice(source),
            _ => NOT_CHANGED,
        };
        Self::failed(error.to_string(), next)
    }
}

impl From<VaultError> for Complaint {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Store(error) => error.into(),
            VaultError::Append(error) => error.into(),
            VaultError::Swap(error) => error.into(),
            // The files were found and opened: this is not a folder without a vault.
            VaultError::Missing => StoreError::Damaged(
                "the value \"header\", which says who has a key, is missing. The log has not been touched"
                    .to_owned(),
            )
            .into(),
            VaultError::Header(_) | VaultError::Stranger(_) | VaultError::Broken(_) => Self::new(
                Kind::Damaged,
                error.to_string(),
                "Do not delete anything. `daybook verify` says more; the newest backup can be restored with `daybook restore`.",
            ),
            VaultError::Io { ref source, .. } => {
                let next = io_advice(source);
                Self::failed(error.to_string(), next)
            }
            other => Self::failed(other.to_string(), ""),
        }
    }
}

impl From<UnlockError> for Complaint {
    fn from(error: UnlockError) -> Self {
        match error {
            UnlockError::WrongPassphrase => Self::new(
                Kind::Passphrase,
                "That is not the passphrase for this name",
                "Check Caps Lock and the keyboard's language, and try again. If it is forgotten, the recovery key in the school's safe lets you in.",
            ),
            UnlockError::KeyFileNeeded => Self::new(
                Kind::KeyFile,
                "The passphrase is right. This name needs its key file as well",
                "Put in the memory stick that it is on, and say where the file is (--key-file). If it is lost, the recovery key lets you in.",
            ),
            UnlockError::WrongKeyFile => Self::new(
                Kind::KeyFile,
                "The passphrase is right, and this is not the key file that goes with it",
                "Look for the right one. If it is lost, the recovery key lets you in.",
            ),
            UnlockError::Store(error) => error.into(),
            // Only somebody whom the vault lists is let try, so the slot was there once.
            UnlockError::NoSlot(name) => Self::new(
                Kind::Damaged,
                format!("The vault is damaged: the value \"slot-{name}\", a key, is missing"),
                ANOTHER_SLOT,
            ),
            UnlockError::Damaged => Self::new(
                Kind::Damaged,
                "Your key slot is damaged, and the log is not",
                ANOTHER_SLOT,
            ),
            UnlockError::RecoveryKey => Self::failed(error.to_string(), ""),
            other => Self::new(
                Kind::Damaged,
                other.to_string(),
                "No entry is touched by this.",
            ),
        }
    }
}

impl From<RestoreError> for Complaint {
    fn from(error: RestoreError) -> Self {
        let kind = match error {
            RestoreError::WrongKey | RestoreError::NotABackup | RestoreError::Newer(_) => {
                Kind::Failed
            }
            _ => Kind::Damaged,
        };
        Self::new(kind, error.to_string(), NOT_CHANGED)
    }
}

impl From<Refused> for Complaint {
    fn from(refused: Refused) -> Self {
        Self::failed(refused.to_string(), "")
    }
}
