//! A vault that nobody has unlocked: its people, its slots, its chain.

use super::{
    chain::{Chain, Stopped},
    charter::{Charter, HEADER, VaultId},
    error::{UnlockError, VaultError},
    fault::Report,
    keyring::Keyring,
    open::Open,
    people::{Person, RECOVERY_ID},
    recovery::RecoveryFile,
    slot::SlotFile,
    verify,
};
use crate::store::{Header, Store, StoreError, Tip};

/// A vault without keys.
pub struct Locked {
    pub(super) store: Box<dyn Store>,
    pub(super) charter: Box<Charter>,
}

impl std::fmt::Debug for Locked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Locked vault {}", self.charter.vault)
    }
}

/// A vault that did not open, and why. It can be tried again.
#[derive(Debug)]
pub struct Refused {
    /// The vault, locked as before.
    pub locked: Locked,
    /// Why it did not open.
    pub error: VaultError,
}

impl Locked {
    /// Reads the vault's header out of a store.
    ///
    /// # Errors
    /// Gives the store back when it holds no vault, or one whose header was altered.
    pub fn load(store: Box<dyn Store>) -> Result<Self, (Box<dyn Store>, VaultError)> {
        let charter = Charter::load(&*store);
        match charter {
            Ok(charter) => Ok(Self {
                store,
                charter: Box::new(charter),
            }),
            Err(error) => Err((store, error)),
        }
    }

    /// The people who have a slot, for choosing from. Until one of them unlocks, this is only what
    /// the disk says.
    #[must_use]
    pub fn people(&self) -> Vec<&Person> {
        self.charter.people()
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

    /// A person's slot, to be opened here or on another thread.
    ///
    /// # Errors
    /// When there is none, or the store cannot be read.
    pub fn slot(&self, person: &str) -> Result<SlotFile, UnlockError> {
        SlotFile::read(&*self.store, self.charter.vault, person)
    }

    /// Opens a person's slot with their passphrase.
    ///
    /// # Errors
    /// See [`SlotFile::open`].
    pub fn unlock(&self, person: &str, passphrase: &str) -> Result<Keyring, UnlockError> {
        self.slot(person)?.open(passphrase)
    }

    /// The keys that the recovery key stands for. What is done with them is signed by it, by name.
    ///
    /// # Errors
    /// When the key is another vault's, or its slot damaged.
    pub fn recover(&self, key: &RecoveryFile) -> Result<Keyring, UnlockError> {
        if !self.recovery_matches(key) {
            return Err(UnlockError::RecoveryKey);
        }
        self.slot(RECOVERY_ID)?.open_with_recovery(&key.identity)
    }

    /// Whether a recovery key is this vault's.
    #[must_use]
    pub fn recovery_matches(&self, key: &RecoveryFile) -> bool {
        key.vault.is_none_or(|vault| vault == self.charter.vault)
            && key.identity.to_public() == self.charter.recipients().recovery
    }

    /// Opens the vault with somebody's keys. Their slot is what is believed: the header must agree
    /// with it, and the log must be an unbroken chain that ends in a signature of one of its people.
    ///
    /// # Errors
    /// Gives the vault back, locked. [`Locked::verify`] then says more.
    pub fn open(self, keyring: Keyring) -> Result<Open, Box<Refused>> {
        let followed = self
            .agrees_with(&keyring)
            .and_then(|()| self.follow_chain());
        match followed {
            Ok(chain) => Ok(Open::new(self, keyring, chain)),
            Err(error) => Err(Box::new(Refused {
                locked: self,
                error,
            })),
        }
    }

    fn agrees_with(&self, keyring: &Keyring) -> Result<(), VaultError> {
        if keyring.vault != self.charter.vault {
            return Err(VaultError::Stranger("it has another id"));
        }
        if keyring.recipients != *self.charter.recipients() {
            return Err(VaultError::Stranger("it seals to other keys"));
        }
        match self.charter.person(&keyring.me.id) {
            Some(person) if *person == keyring.me => Ok(()),
            Some(_) => Err(VaultError::Stranger(
                "you have been given a new slot since this one was made, or are described differently",
            )),
            None => Err(VaultError::Stranger("you are not in it")),
        }
    }

    fn follow_chain(&self) -> Result<Chain, VaultError> {
        let mut chain = Chain::new(self.charter.vault.chain_start());
        follow(&mut chain, &*self.store, &self.charter)?;
        Ok(chain)
    }

    /// Checks every entry without a key: chain, signatures, hashes. See [`Open::verify`].
    pub fn verify(&self, expected: Option<Tip>, progress: &mut dyn FnMut(u64)) -> Report {
        verify::run(&*self.store, &self.charter, None, expected, progress)
    }

    /// Closes the store.
    ///
    /// # Errors
    /// See [`Store::close`].
    pub fn close(self) -> Result<(), StoreError> {
        self.store.close()
    }
}

/// Follows a chain to its end and checks the signature there, which covers all that was before it.
pub(super) fn follow(
    chain: &mut Chain,
    store: &dyn Store,
    charter: &Charter,
) -> Result<(), VaultError> {
    let said = store.tip()?; // first: another program may append while we read
    let ends = chain.follow(store).map_err(|stopped| match stopped {
        Stopped::Store(error) => VaultError::Store(error),
        Stopped::Broken(what) => VaultError::Broken(what),
    })?;
    for header in ends {
        charter
            .check_signature(&header)
            .map_err(|fault| VaultError::Broken(format!("entry {} {fault}", header.seq)))?;
    }
    if chain.contains(said) {
        Ok(())
    } else {
        Err(VaultError::Broken(format!(
            "it should run through entry {}, and ends at entry {}",
            said.seq,
            chain.len()
        )))
    }
}

impl Charter {
    /// Reads and checks the charter that a store holds.
    pub(super) fn load(store: &dyn Store) -> Result<Self, VaultError> {
        match store.blob(HEADER)? {
            Some((_, bytes)) => Self::decode(&bytes),
            None => Err(VaultError::Missing),
        }
    }

    /// Whether a header was signed by one of the vault's people.
    pub(super) fn check_signature(&self, header: &Header) -> Result<&Person, Unsigned> {
        let author = self.author(&header.author).ok_or(Unsigned::Unknown)?;
        let signature = ed25519_dalek::Signature::from_bytes(&header.signature);
        match author.key.verify_strict(&header.signed_bytes(), &signature) {
            Ok(()) => Ok(author),
            Err(_) => Err(Unsigned::Forged(author.name.clone())),
        }
    }
}

/// Why a signature does not count.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unsigned {
    #[error("is signed by nobody in this vault: it is forged, or comes from another vault")]
    Unknown,
    #[error("says that {0} wrote it, and their signature does not fit: it was altered or forged")]
    Forged(String),
}
