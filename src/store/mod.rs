//! Sealed entries, in order, durably. This room never holds a key and never sees a plaintext.

pub mod disk;
pub mod memory;
pub mod sealed;
pub mod shut;

pub(crate) use sealed::split_encoded;
pub use sealed::{Audience, Hash, Header, HeaderError, KeyId, Sealed, Tip};

/// The end of a log: a store can only be appended to by someone who knows where it ends.
pub trait Store: Send {
    /// The sequence number and chain hash of the last entry, or [`Tip::EMPTY`].
    ///
    /// # Errors
    /// When the medium cannot be read.
    fn tip(&self) -> Result<Tip, StoreError>;

    /// Up to `limit` entries whose sequence number is greater than `after`, in order.
    /// An empty answer means that the log ends there.
    ///
    /// # Errors
    /// When the medium cannot be read or an entry on it is damaged.
    fn read(&self, after: u64, limit: usize) -> Result<Vec<Sealed>, StoreError>;

    /// The entries in the clear ([`Audience::Everyone`]), in order, without reading the rest.
    ///
    /// # Errors
    /// As [`Store::read`].
    fn in_the_clear(&self) -> Result<Vec<Sealed>, StoreError>;

    /// The hashes of the headers after number `after`, in order, where the store has held each against the
    /// next as it read them: every entry but the first of them names the one before it, and
    /// [`Store::read`] answers the entries of those hashes or none. Who asks must still look at the first
    /// and at the last. `None`: the entries must be read.
    fn hashes(&self, _after: u64) -> Option<Vec<Hash>> {
        None
    }

    /// Appends a batch: all of it lands, or none. Returns only when it would survive a power cut.
    ///
    /// # Errors
    /// [`AppendError::Conflict`] when the log does not end at `expected`; nothing was written.
    fn append(&mut self, expected: Tip, batch: &[Sealed]) -> Result<Tip, AppendError>;

    /// Appends entries that were saved elsewhere before, as a copy is made: all are durable when this returns, and
    /// each lies by itself, so that damage to one is no damage to the next. Unlike [`Store::append`] it may end halfway.
    ///
    /// # Errors
    /// As [`Store::append`].
    fn append_each(&mut self, expected: Tip, entries: &[Sealed]) -> Result<Tip, AppendError> {
        let mut each = entries.chunks(1);
        each.try_fold(expected, |tip, one| self.append(tip, one))
    }

    /// A named value beside the log (a key slot, the header, a snapshot, a draft) and its version.
    ///
    /// # Errors
    /// When the medium cannot be read.
    fn blob(&self, key: &str) -> Result<Option<(Version, Vec<u8>)>, StoreError>;

    /// Replaces a named value if it is still the one the caller saw (`None`: there was none, or it is damaged).
    /// An empty `value` removes it. Durable on return, as [`Store::append`] is.
    ///
    /// # Errors
    /// [`SwapError::Conflict`] when somebody else replaced it first; nothing was written.
    fn swap_blob(
        &mut self,
        key: &str,
        expected: Option<Version>,
        value: &[u8],
    ) -> Result<Version, SwapError>;

    /// The names of all values that exist, sorted.
    ///
    /// # Errors
    /// When the medium cannot be read.
    fn blob_keys(&self) -> Result<Vec<String>, StoreError>;

    /// What opening had to repair, in sentences for a person; empty after a clean start.
    fn notices(&self) -> Vec<String> {
        Vec::new()
    }

    /// What lies beside the log and wants somebody's eye for as long as it lies there, in sentences.
    fn remarks(&self) -> Vec<String> {
        Vec::new()
    }

    /// Holds the copies of the log that the medium keeps against each other, entry by entry.
    fn odd_copies(&self) -> Vec<Odd> {
        Vec::new()
    }

    /// What is lost, where entries are and nothing brings them back: [`Store::read`] then goes over the
    /// gaps, and nothing can be written.
    fn wound(&self) -> Option<&str> {
        None
    }

    /// Flushes and closes the medium cleanly. A store that is only dropped is a store that crashed.
    ///
    /// # Errors
    /// When the medium could not be closed cleanly; nothing acknowledged is lost.
    fn close(self: Box<Self>) -> Result<(), StoreError>;
}

/// The version of a value that is about to be replaced. A damaged one has none: to be replaced is all that can be
/// done with it.
///
/// # Errors
/// When the medium cannot be read.
pub fn version_before(store: &dyn Store, key: &str) -> Result<Option<Version>, StoreError> {
    match store.blob(key) {
        Ok(found) => Ok(found.map(|(version, _)| version)),
        Err(StoreError::Damaged(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Something that one of the copies of a log does not hold as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Odd {
    /// The entry; none where it is about the copy as a whole.
    pub seq: Option<u64>,
    /// What is wrong, as a sentence.
    pub what: String,
}

impl Odd {
    pub(crate) fn of(seq: u64, what: &str) -> Self {
        Self {
            seq: Some(seq),
            what: format!("Entry {seq} {what}."),
        }
    }

    pub(crate) fn of_all(what: &str) -> Self {
        Self {
            seq: None,
            what: what.to_owned(),
        }
    }
}

/// Names one state of a blob: a different value has a different version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version(pub u64);

/// Why a store could not be read, opened or closed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another program holds the vault.
    #[error("the vault is open in another window")]
    InUse,
    /// There is no vault in that folder.
    #[error("there is no vault here")]
    Missing,
    /// A folder that cannot hold a vault, with the reason in words.
    #[error("{0}")]
    Unsuitable(String),
    /// Bytes on the medium are not what was written, and nothing here can mend them.
    #[error("the vault is damaged: {0}")]
    Damaged(String),
    /// An earlier write failed: the handle answers nothing more until the vault is opened again.
    #[error("an earlier write failed; the vault must be opened again")]
    Poisoned,
    /// The operating system said no.
    #[error("{doing}: {source}")]
    Io {
        /// What was being done, in words.
        doing: String,
        /// What the system answered.
        source: std::io::Error,
    },
}

/// Why a batch did not land. In every case none of it did.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// The log ends elsewhere than the caller thought.
    #[error("the log has moved on to entry {}", .0.seq)]
    Conflict(Tip),
    /// The batch does not continue the log (its numbers or hashes do not follow).
    #[error("the batch does not continue the log: {0}")]
    Misfit(String),
    /// No room on the disk.
    #[error("the disk is full")]
    Full,
    /// An earlier write failed: the vault must be opened again first.
    #[error("an earlier write failed; the vault must be opened again")]
    Poisoned,
    /// Entries are lost: see [`Store::wound`].
    #[error("the vault is damaged, and nothing can be written to it")]
    Wounded,
    /// The operating system said no.
    #[error("writing the entry: {0}")]
    Io(#[source] std::io::Error),
}

/// Why a blob was not replaced.
#[derive(Debug, thiserror::Error)]
pub enum SwapError {
    /// Somebody replaced it first; this is what is there now.
    #[error("it was changed by somebody else")]
    Conflict(Option<Version>),
    /// A name that is not `a-z`, `0-9` and `-`, at most 64 characters.
    #[error("{0:?} is not a name for a value")]
    Name(String),
    /// No room on the disk.
    #[error("the disk is full")]
    Full,
    /// Entries are lost: see [`Store::wound`].
    #[error("the vault is damaged, and nothing can be written to it")]
    Wounded,
    /// The operating system said no.
    #[error("writing a value: {0}")]
    Io(#[source] std::io::Error),
}

/// What every store checks before it writes: that `batch` continues a log that ends at `tip`, and
/// that the caller knew so. Answers where the log ends afterwards.
///
/// The first entry's `prev` names the vault, which a store cannot know: it is not checked here.
///
/// # Errors
/// [`AppendError::Conflict`] or [`AppendError::Misfit`].
pub fn continues(tip: Tip, expected: Tip, batch: &[Sealed]) -> Result<Tip, AppendError> {
    if tip != expected {
        return Err(AppendError::Conflict(tip));
    }
    let mut end = tip;
    for sealed in batch {
        let header = &sealed.header;
        if header.seq != end.seq + 1 {
            return Err(AppendError::Misfit(format!(
                "entry {} cannot follow entry {}",
                header.seq, end.seq
            )));
        }
        if end.seq > 0 && header.prev != end.hash {
            return Err(AppendError::Misfit(format!(
                "entry {} does not name the one before it",
                header.seq
            )));
        }
        if !sealed.is_whole() {
            return Err(AppendError::Misfit(format!(
                "entry {} is not what its header says",
                header.seq
            )));
        }
        end = header.tip();
    }
    Ok(end)
}

/// Blob names become file names on every system: lower-case letters, digits and hyphens only.
///
/// # Errors
/// [`SwapError::Name`].
pub fn check_blob_name(key: &str) -> Result<(), SwapError> {
    let fine = (1..=64).contains(&key.len())
        && key
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if fine {
        Ok(())
    } else {
        Err(SwapError::Name(key.to_owned()))
    }
}
