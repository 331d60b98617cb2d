//! An open vault: reading and writing entries.

use zeroize::Zeroizing;

use super::{
    agefile::{self, WorkFactor},
    chain::Chain,
    charter::{Charter, VaultId},
    error::VaultError,
    fault::Report,
    keyring::Keyring,
    locked::{Locked, follow},
    parallel,
    people::Person,
    slot, verify,
};
use crate::store::{Audience, Header, Sealed, Store, StoreError, Tip};

/// A vault with one person's keys.
pub struct Open {
    pub(super) store: Box<dyn Store>,
    pub(super) charter: Box<Charter>,
    pub(super) keys: Keyring,
    pub(super) chain: Chain,
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Open vault {}", self.charter.vault)
    }
}

/// An entry as it was read.
#[derive(Debug)]
pub struct Opened {
    /// Its clear header: number, author, audience.
    pub header: Header,
    /// What is in it, as far as these keys go.
    pub content: Content,
}

/// What is in an entry.
#[derive(PartialEq, Eq)]
pub enum Content {
    /// The JSON that was appended.
    Plain(Zeroizing<Vec<u8>>),
    /// Sealed to the headteacher, whose keys these are not.
    SealedToHeadteacher,
    /// It cannot be read, and this is why. It is still an entry, to be shown and counted.
    Broken(String),
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Plain(bytes) => write!(f, "Plain({} bytes)", bytes.len()),
            Self::SealedToHeadteacher => f.write_str("SealedToHeadteacher"),
            Self::Broken(reason) => write!(f, "Broken({reason:?})"),
        }
    }
}

/// How the log stands to a tip that was remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// It ends where it did.
    Same,
    /// It has grown by so many entries.
    Grown(u64),
    /// Its end has been cut off, or an older copy put in its place: so many entries are gone.
    Shorter(u64),
    /// It holds other entries than it did.
    Diverged,
}

impl Open {
    pub(super) fn new(locked: Locked, keys: Keyring, chain: Chain) -> Self {
        Self {
            store: locked.store,
            charter: locked.charter,
            keys,
            chain,
        }
    }

    /// Whose keys opened it.
    #[must_use]
    pub fn me(&self) -> &Person {
        &self.keys.me
    }

    /// Everyone who can unlock it, each vouched for back to the founder.
    #[must_use]
    pub fn people(&self) -> Vec<&Person> {
        self.charter.people()
    }

    /// Who signs with that key, or once did; the recovery key is "Recovery key".
    #[must_use]
    pub fn author(&self, header: &Header) -> Option<&Person> {
        self.charter.author(&header.author)
    }

    /// The vault's id.
    #[must_use]
    pub fn vault_id(&self) -> VaultId {
        self.charter.vault
    }

    /// The store beneath.
    #[must_use]
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// Where the log ends.
    #[must_use]
    pub fn tip(&self) -> Tip {
        self.chain.tip()
    }

    /// Holds the log against the tip that was last seen.
    #[must_use]
    pub fn since(&self, remembered: Tip) -> Since {
        let len = self.chain.len();
        match len.checked_sub(remembered.seq) {
            None => Since::Shorter(remembered.seq - len),
            Some(_) if !self.chain.contains(remembered) => Since::Diverged,
            Some(0) => Since::Same,
            Some(more) => Since::Grown(more),
        }
    }

    /// Seals, signs and appends entries: all of them land or none. Each is JSON, for its audience
    /// and for the recovery key, padded with spaces so that its length says little.
    ///
    /// # Errors
    /// [`crate::store::AppendError::Conflict`] when somebody else appended first: nothing was written; call
    /// [`Open::refresh`], look at what is new, and decide again.
    pub fn append(&mut self, batch: &[(Audience, Zeroizing<Vec<u8>>)]) -> Result<Tip, VaultError> {
        let recipients = self.charter.recipients();
        let bodies = parallel::map(batch, |(audience, json)| {
            serde_json::from_slice::<serde::de::IgnoredAny>(json)
                .map_err(|_| VaultError::NotJson)?;
            agefile::seal(&recipients.of(*audience), &padded(json))
        });
        let expected = self.tip();
        let mut end = Tip {
            seq: expected.seq,
            hash: self.chain.prev(),
        };
        let mut sealed = Vec::with_capacity(batch.len());
        for (body, (audience, _)) in bodies.into_iter().zip(batch) {
            let next = self.keys.sign_entry(*audience, end, body?);
            end = next.header.tip();
            sealed.push(next);
        }
        let tip = self.store.append(expected, &sealed)?;
        for one in &sealed {
            self.chain.push(&one.header).map_err(VaultError::Broken)?;
        }
        Ok(tip)
    }

    /// Takes up what another program has appended, checking it as opening does.
    ///
    /// # Errors
    /// When what is new does not continue the log that was open.
    pub fn refresh(&mut self) -> Result<Tip, VaultError> {
        self.reload_people()?;
        follow(&mut self.chain, &*self.store, &self.charter)?;
        Ok(self.tip())
    }

    /// Takes up whom another program has let in.
    pub(super) fn reload_people(&mut self) -> Result<(), VaultError> {
        let charter = Charter::load(&*self.store)?;
        if charter.vault != self.keys.vault {
            return Err(VaultError::Stranger("it was replaced while it was open"));
        }
        *self.charter = charter;
        Ok(())
    }

    /// Up to `limit` entries after number `after`, in order. None is skipped: one that cannot be
    /// read says so. Many are opened on all cores. What another program has appended is not among
    /// them until [`Open::refresh`] has checked it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn read(&self, after: u64, limit: usize) -> Result<Vec<Opened>, StoreError> {
        let mut sealed = self.store.read(after, limit)?;
        sealed.retain(|one| one.header.seq <= self.chain.len());
        let contents = self.open_all(&sealed);
        Ok(sealed
            .into_iter()
            .zip(contents)
            .map(|(sealed, content)| Opened {
                header: sealed.header,
                content,
            })
            .collect())
    }

    /// Opens what was read from the store, on all cores when it is much.
    pub(super) fn open_all(&self, page: &[Sealed]) -> Vec<Content> {
        let (chain, keys) = (&self.chain, &self.keys);
        parallel::map(page, |sealed| {
            if chain.holds(&sealed.header) {
                open_body(keys, sealed)
            } else {
                Content::Broken("is not the entry that the chain names".to_owned())
            }
        })
    }

    /// Changes the passphrase of whoever opened the vault.
    ///
    /// # Errors
    /// When the slot cannot be written; the old passphrase then still holds.
    pub fn set_passphrase(&mut self, new: &str, work: WorkFactor) -> Result<(), VaultError> {
        slot::write(&mut *self.store, &self.keys, new, work)
    }

    /// Checks every entry: chain, signature, hash, and that what these keys should open does open.
    /// `expected` is a tip that was remembered or printed; `progress` hears how many are done.
    pub fn verify(&self, expected: Option<Tip>, progress: &mut dyn FnMut(u64)) -> Report {
        let keys = Some(&self.keys);
        verify::run(&*self.store, &self.charter, keys, expected, progress)
    }

    /// Forgets the keys.
    #[must_use]
    pub fn lock(self) -> Locked {
        Locked {
            store: self.store,
            charter: self.charter,
        }
    }

    /// Forgets the keys and closes the store.
    ///
    /// # Errors
    /// See [`Store::close`].
    pub fn close(self) -> Result<(), StoreError> {
        self.lock().close()
    }
}

impl Keyring {
    pub(super) fn sign_entry(&self, audience: Audience, end: Tip, ciphertext: Vec<u8>) -> Sealed {
        use sha2::{Digest as _, Sha256};
        let mut header = Header {
            audience,
            seq: end.seq + 1,
            prev: end.hash,
            author: self.me.key_id(),
            len: ciphertext.len() as u64,
            body: Sha256::digest(&ciphertext).into(),
            signature: [0; 64],
        };
        header.signature = self.sign(&header.signed_bytes());
        Sealed { header, ciphertext }
    }
}

/// Opens a ciphertext that its header speaks of. The header itself is the caller's to check.
pub(super) fn open_body(keys: &Keyring, sealed: &Sealed) -> Content {
    if !sealed.is_whole() {
        return Content::Broken("has been altered or damaged".to_owned());
    }
    match keys.open(sealed.header.audience, &sealed.ciphertext) {
        None => Content::SealedToHeadteacher,
        Some(Err(shut)) => Content::Broken(shut.to_string()),
        Some(Ok(plain)) => Content::Plain(unpadded(plain)),
    }
}

fn padded(json: &[u8]) -> Zeroizing<Vec<u8>> {
    let len = agefile::bucket(json.len());
    let mut padded = Zeroizing::new(Vec::with_capacity(len));
    padded.extend_from_slice(json);
    padded.resize(len, b' ');
    padded
}

pub(super) fn unpadded(mut plain: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
    let len = plain.trim_ascii_end().len();
    plain.truncate(len);
    plain
}
