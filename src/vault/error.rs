//! Why a vault refused, in sentences that can be shown as they are.

use super::people::Role;
use crate::store::{AppendError, StoreError, SwapError};

/// Why something could not be done with a vault.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The store could not be read or closed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Entries were not written.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// A value beside the log was not written.
    #[error(transparent)]
    Swap(#[from] SwapError),
    /// The store holds no vault.
    #[error("there is no vault here")]
    Missing,
    /// The store is not empty.
    #[error("there is already a vault here")]
    Exists,
    /// Written by a later Daybook.
    #[error("this vault was made by a newer Daybook (format {0}); update this one to open it")]
    Newer(u32),
    /// The clear header was altered or damaged.
    #[error("the vault's header has been altered or damaged: {0}")]
    Header(&'static str),
    /// The header is a good one, but not the one this person's slot knows.
    #[error(
        "this is not the vault that your slot belongs to, or its header has been exchanged: {0}"
    )]
    Stranger(&'static str),
    /// The log is not an unbroken chain, or its end is not signed by one of its people.
    #[error("the log is not whole: {0}")]
    Broken(String),
    /// An id that cannot be one.
    #[error("{0:?} cannot be a person's id: 1 to 32 of a-z, 0-9 and -, and not \"recovery\"")]
    Id(String),
    /// Somebody has that id already.
    #[error("{0:?} is already somebody's id in this vault")]
    Taken(String),
    /// A name that is somebody's already, or cannot be shown.
    #[error(
        "nobody can be let in as {0:?}: that is somebody's name here already, or no name at all"
    )]
    PersonName(String),
    /// Nobody has that id.
    #[error("{0:?} is nobody's id in this vault")]
    Nobody(String),
    /// The role does not hold the keys it would hand on.
    #[error("a {} cannot let in, change or remove a {}: use the headteacher's slot or the recovery key", .0.title(), .1.title())]
    NotYours(Role, Role),
    /// The recovery key is not theirs to replace.
    #[error("a {} cannot replace the recovery key: that is the headteacher's to do", .0.title())]
    RecoveryNotYours(Role),
    /// The passphrase is not that of whoever opened the vault.
    #[error("that is not your passphrase")]
    NotMine,
    /// Nobody would be left in that role.
    #[error(
        "{0} is the last {title} here: let another {title} in first, and wait until they have been in",
        title = .1.title()
    )]
    Last(String, Role),
    /// One-time keys record nothing.
    #[error("a one-time passphrase was used: choose a passphrase of your own first")]
    Invited,
    /// An entry that is not JSON.
    #[error("an entry must be JSON")]
    NotJson,
    /// A name for a private value that cannot be one.
    #[error("{0:?} is not a name for a private value")]
    Name(String),
    /// A private value that is there and cannot be used.
    #[error("what was kept under {0:?} has been altered or damaged, and was not used")]
    Private(String),
    /// An entry that would make a backup worthless.
    #[error(
        "entry {seq} {reason}, so a backup made now could not be restored; keep the older ones"
    )]
    NotWhole {
        /// Its number.
        seq: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// The recovery key is another vault's.
    #[error("this recovery key does not belong to this vault")]
    RecoveryKey,
    /// Text that holds no recovery key.
    #[error("there is no recovery key in this text: it begins with AGE-SECRET-KEY-1")]
    NoRecoveryKey,
    /// Text that is no age recipient.
    #[error("{0:?} is no age recipient: one begins with age1")]
    Recipient(String),
    /// Text that is no card.
    #[error("this is not a school's Daybook card")]
    Card,
    /// Text that holds no key for a slot.
    #[error(
        "there is no key in this file: a key file has a line that begins with AGE-SECRET-KEY-1"
    )]
    NoKeyFile,
    /// The keys at hand do not open the whole log.
    #[error("only somebody who can open every entry can seal them anew: the headteacher")]
    NotAllOpen,
    /// An entry that does not count as genuine, and would in a log that one person signs.
    #[error("entry {seq} {reason}. Sealed anew it would pass for genuine, so nothing was changed")]
    NotGenuine {
        /// Its number.
        seq: u64,
        /// Why it does not count.
        reason: String,
    },
    /// What was sealed anew is not what it was.
    #[error("what was sealed anew is not the same as before (entry {0}), so nothing was changed")]
    NotEqual(u64),
    /// Sealing failed, which takes a broken machine.
    #[error("sealing failed: {0}")]
    Seal(String),
    /// A file could not be read or written.
    #[error("{doing}: {source}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// What the system answered.
        source: std::io::Error,
    },
}

/// Why a slot did not open.
#[derive(Debug, thiserror::Error)]
pub enum UnlockError {
    /// No slot for that person.
    #[error("{0:?} has no key slot in this vault")]
    NoSlot(String),
    /// Most often a typing mistake.
    #[error("that passphrase does not open this slot")]
    WrongPassphrase,
    /// The passphrase is right, and the slot asks for a key file as well.
    #[error("this slot needs its key file as well as the passphrase")]
    KeyFileNeeded,
    /// The passphrase is right, and the key file is another one.
    #[error("the passphrase is right, and this is not the key file that goes with it")]
    WrongKeyFile,
    /// Somebody raised the work factor, to stall or to exhaust memory.
    #[error(
        "this slot asks for 2^{0} steps of work, more than Daybook ever sets: it has been altered"
    )]
    TooMuchWork(u8),
    /// Not an age file, or one that was changed.
    #[error("this key slot is damaged")]
    Damaged,
    /// A good slot, under another person's name.
    #[error("this slot is not {wanted:?}'s but {found:?}'s: slots have been exchanged")]
    OtherPerson {
        /// Whose slot was asked for.
        wanted: String,
        /// Whose it is.
        found: String,
    },
    /// A good slot, from another vault.
    #[error("this slot belongs to another vault")]
    OtherVault,
    /// Written by a later Daybook.
    #[error("this slot was made by a newer Daybook; update this one")]
    Newer,
    /// The recovery key is another vault's, or none.
    #[error("this recovery key does not open this vault")]
    RecoveryKey,
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}
