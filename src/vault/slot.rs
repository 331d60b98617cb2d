//! Key slots: one age file a person, under their passphrase (the recovery key's is sealed to itself).

use age::x25519::Identity;
use serde::Deserialize;

use super::{
    agefile::{self, Shut, WorkFactor},
    charter::{FORMAT, VaultId},
    error::{UnlockError, VaultError},
    keyring::Keyring,
    people::RECOVERY_ID,
};
use crate::store::Store;

/// The blob that holds a person's slot.
pub(super) fn blob_name(person: &str) -> String {
    format!("slot-{person}")
}

/// A slot as it was read, with what it must turn out to be. It can be opened on another thread.
pub struct SlotFile {
    person: String,
    vault: VaultId,
    bytes: Vec<u8>,
}

impl SlotFile {
    pub(super) fn read(
        store: &dyn Store,
        vault: VaultId,
        person: &str,
    ) -> Result<Self, UnlockError> {
        match store.blob(&blob_name(person))? {
            Some((_, bytes)) => Ok(Self {
                person: person.to_owned(),
                vault,
                bytes,
            }),
            None => Err(UnlockError::NoSlot(person.to_owned())),
        }
    }

    pub(super) fn from_bytes(vault: VaultId, person: &str, bytes: Vec<u8>) -> Self {
        Self {
            person: person.to_owned(),
            vault,
            bytes,
        }
    }

    /// Opens the slot. Deriving the key takes about a second, by design.
    ///
    /// # Errors
    /// When the passphrase is wrong, or the slot damaged, exchanged or altered.
    pub fn open(&self, passphrase: &str) -> Result<Keyring, UnlockError> {
        let plain =
            agefile::open_with_passphrase(passphrase, &self.bytes).map_err(|shut| match shut {
                Shut::WrongKey => UnlockError::WrongPassphrase,
                Shut::TooMuchWork(n) => UnlockError::TooMuchWork(n),
                Shut::NotAge | Shut::Damaged => UnlockError::Damaged,
            })?;
        self.check(&plain)
    }

    pub(super) fn open_with_recovery(&self, identity: &Identity) -> Result<Keyring, UnlockError> {
        let plain = agefile::open(identity, &self.bytes).map_err(|shut| match shut {
            Shut::WrongKey => UnlockError::RecoveryKey,
            _ => UnlockError::Damaged,
        })?;
        self.check(&plain)
    }

    fn check(&self, plain: &[u8]) -> Result<Keyring, UnlockError> {
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let format: Format = serde_json::from_slice(plain).map_err(|_| UnlockError::Damaged)?;
        if format.format > FORMAT {
            return Err(UnlockError::Newer);
        }
        let keyring = Keyring::decode(plain).ok_or(UnlockError::Damaged)?;
        if keyring.vault != self.vault {
            return Err(UnlockError::OtherVault);
        }
        if keyring.me.id != self.person {
            return Err(UnlockError::OtherPerson {
                wanted: self.person.clone(),
                found: keyring.me.id.clone(),
            });
        }
        Ok(keyring)
    }
}

/// Writes a person's slot, over the one they had.
pub(super) fn write(
    store: &mut dyn Store,
    keyring: &Keyring,
    passphrase: &str,
    work: WorkFactor,
) -> Result<(), VaultError> {
    let sealed = agefile::seal_with_passphrase(passphrase, work, &keyring.encode()?)?;
    put(store, &keyring.me.id, &sealed)
}

/// Writes the recovery key's own slot: what it needs beyond itself to read, sign and admit.
pub(super) fn write_recovery(store: &mut dyn Store, keyring: &Keyring) -> Result<(), VaultError> {
    let sealed = agefile::seal(&[&keyring.recipients.recovery], &keyring.encode()?)?;
    put(store, RECOVERY_ID, &sealed)
}

fn put(store: &mut dyn Store, person: &str, sealed: &[u8]) -> Result<(), VaultError> {
    let name = blob_name(person);
    let version = store.blob(&name)?.map(|(version, _)| version);
    store.swap_blob(&name, version, sealed)?;
    Ok(())
}
