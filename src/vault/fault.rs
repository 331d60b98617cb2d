//! What can be wrong with a log, in words: what, what is still safe, what to do.

use super::charter::VaultId;
use crate::store::Tip;

/// What checking found.
#[derive(Clone, Debug)]
pub struct Report {
    /// The vault that was checked.
    pub vault: VaultId,
    /// Entries that are there.
    pub entries: u64,
    /// Of these, how many were opened with the keys at hand.
    pub opened: u64,
    /// Where the log ends.
    pub tip: Tip,
    /// All that is wrong; none when the log is whole.
    pub problems: Vec<Problem>,
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.problems.is_empty()
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The entry it is about; none when it is about the log's end or the store.
    pub seq: Option<u64>,
    /// The kind of fault.
    pub fault: Fault,
    /// What is wrong, as a sentence.
    pub what: String,
    /// What is not touched by it.
    pub safe: &'static str,
    /// What to do.
    pub next: &'static str,
}

/// The kinds of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A number is not there.
    Missing,
    /// A number is there twice.
    Duplicated,
    /// An entry does not stand in its place.
    OutOfOrder,
    /// It does not name the entry before it.
    NotChained,
    /// The first entry names another vault.
    OtherVault,
    /// Signed by nobody in this vault.
    UnknownAuthor,
    /// A signature that does not fit.
    Forged,
    /// Signed by somebody who was not in the vault then.
    NotThen,
    /// Signed by somebody who could not do what it says.
    NotTheirs,
    /// A key slot is missing or damaged.
    Slot,
    /// It names another author than the one who signed it.
    OtherAuthor,
    /// The ciphertext is not the one that was signed.
    Altered,
    /// What is not the one that was signed says who has a key.
    KeysAltered,
    /// It should open with the keys at hand, and does not.
    Unreadable,
    /// The log ends before the tip that was remembered.
    CutOff,
    /// The log holds another entry where the remembered tip was.
    Diverged,
    /// The store could not be read there.
    Store,
    /// One of the two copies of the log is not what was written.
    Copy,
    /// The summary that the screens are drawn from says other than the entries.
    Summary,
    /// The log is whole, and the keys that should open it are not at hand.
    Shut,
}

const REST: &str = "Every entry that is not named here is whole and can be read.";
const NOT_BELIEVED: &str = "Nothing that it says is believed. Every entry that is not named here is whole and can be read.";

impl Problem {
    /// That a log which is whole did not open, and why: a sentence.
    #[must_use]
    pub fn shut(why: String) -> Self {
        Fault::Shut.problem(None, why)
    }

    /// That another vault is the school's own, and why: a sentence.
    #[must_use]
    pub fn other(why: String) -> Self {
        Fault::OtherVault.problem(None, why)
    }

    /// That entries are lost, as the store says it: a sentence.
    #[must_use]
    pub fn lost(what: String) -> Self {
        Fault::Store.problem(None, what)
    }
}

impl Fault {
    /// What is not touched by it.
    fn safe(self) -> &'static str {
        match self {
            Self::Shut => "Every entry is whole.",
            Self::Slot | Self::Summary => "No entry is touched by this.",
            Self::Copy => {
                "What one copy does not hold is whole in the other, unless it is said of both."
            }
            Self::CutOff => "What is still in the log is whole unless it is named here.",
            Self::Diverged => {
                "What is in this log is whole unless it is named here. Only one of the two logs is the school's."
            }
            Self::Missing => {
                "Every entry that is not named here is whole and can be read. If what is missing took somebody's key away, what they signed after it is not named."
            }
            Self::KeysAltered => {
                "Every entry before it that is not named here is whole and can be read. Whose signatures count after it cannot be told."
            }
            Self::OtherVault => "The school's own log, wherever it is, is not touched by this.",
            Self::UnknownAuthor
            | Self::Forged
            | Self::NotThen
            | Self::NotTheirs
            | Self::OtherAuthor => NOT_BELIEVED,
            Self::Duplicated
            | Self::OutOfOrder
            | Self::NotChained
            | Self::Altered
            | Self::Unreadable
            | Self::Store => REST,
        }
    }

    fn next(self) -> &'static str {
        match self {
            Self::CutOff | Self::Diverged => {
                "Write nothing new; compare with the newest backup (`daybook verify --backup`), and restore it if it holds more."
            }
            Self::Shut => {
                "The recovery key opens it; `daybook restore` brings the newest backup back with every key."
            }
            Self::Slot => {
                "Give whoever it is a new one-time passphrase; for the recovery key make a new key, or restore the newest backup."
            }
            Self::Copy => {
                "Close Daybook and open it again: the one is made anew from the other. If it is said once more, the disk may be failing: make a backup on another one."
            }
            Self::Summary => {
                "Lock and unlock: it is made anew from the entries. If it is said once more, tell whoever made this Daybook."
            }
            Self::OtherVault => {
                "Check that this is the school's own vault; if not, use the right one."
            }
            Self::UnknownAuthor
            | Self::Forged
            | Self::NotThen
            | Self::NotTheirs
            | Self::OtherAuthor => {
                "Do not act on what it says. Copy the vault's folder to a safe place, and tell the headteacher and whoever looks after the school's data protection: somebody has written to the log who should not have."
            }
            Self::Missing
            | Self::Duplicated
            | Self::OutOfOrder
            | Self::NotChained
            | Self::Altered
            | Self::KeysAltered
            | Self::Unreadable
            | Self::Store => {
                "Write nothing new, and copy the vault's folder to a safe place. Compare with the newest backup (`daybook verify --backup`) and restore it if it is whole; tell whoever looks after the school's data protection."
            }
        }
    }

    pub(super) fn problem(self, seq: Option<u64>, what: String) -> Problem {
        Problem {
            seq,
            fault: self,
            what,
            safe: self.safe(),
            next: self.next(),
        }
    }

    pub(super) fn at(self, seq: u64, what: &str) -> Problem {
        self.problem(Some(seq), format!("Entry {seq} {what}."))
    }
}
