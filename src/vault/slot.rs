//! Key slots: one age file a person, under their passphrase (the recovery key's is sealed to itself).

use age::x25519::{Identity, Recipient};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::{
    agefile::{self, Shut, WorkFactor},
    charter::{FORMAT, VaultId},
    codec,
    error::{UnlockError, VaultError},
    keyring::Keyring,
    people::RECOVERY_ID,
    recovery::KeyFile,
    roll::Roll,
};
use crate::store::{Store, StoreError, version_before};

/// The blob that holds a person's slot.
pub(super) fn blob_name(person: &str) -> String {
    format!("slot-{person}")
}

/// The blob that holds a recovery key's slot. Each key has its own, so that replacing the key is not
/// undone half-way.
pub(super) fn recovery_blob(recipient: &Recipient) -> String {
    let hash = Sha256::digest(recipient.to_string().as_bytes());
    let start: String = codec::hex(&hash).chars().take(16).collect();
    format!("recovery-{start}")
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
        Self::read_blob(store, vault, person, &blob_name(person))
    }

    pub(super) fn read_recovery(
        store: &dyn Store,
        vault: VaultId,
        recipient: &Recipient,
    ) -> Result<Self, UnlockError> {
        Self::read_blob(store, vault, RECOVERY_ID, &recovery_blob(recipient))
    }

    fn read_blob(
        store: &dyn Store,
        vault: VaultId,
        person: &str,
        blob: &str,
    ) -> Result<Self, UnlockError> {
        match store.blob(blob) {
            Ok(Some((_, bytes))) => Ok(Self::from_bytes(vault, person, bytes)),
            Ok(None) => Err(UnlockError::NoSlot(person.to_owned())),
            Err(StoreError::Damaged(_)) => Err(UnlockError::Damaged),
            Err(error) => Err(error.into()),
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
    /// When the passphrase is wrong, a key file is needed, or the slot damaged, exchanged or altered.
    pub fn open(&self, passphrase: &str, second: Option<&KeyFile>) -> Result<Keyring, UnlockError> {
        let plain =
            agefile::open_with_passphrase(passphrase, &self.bytes).map_err(|shut| match shut {
                Shut::WrongKey => UnlockError::WrongPassphrase,
                Shut::TooMuchWork(n) => UnlockError::TooMuchWork(n),
                Shut::NotAge | Shut::Damaged => UnlockError::Damaged,
            })?;
        if !plain.starts_with(agefile::BEGINNING) {
            return self.check(&plain);
        }
        let second = second.ok_or(UnlockError::KeyFileNeeded)?;
        let inner = agefile::open(&second.identity, &plain).map_err(|shut| match shut {
            Shut::WrongKey => UnlockError::WrongKeyFile,
            _ => UnlockError::Damaged,
        })?;
        self.check(&inner)
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
        if keyring.person != self.person {
            return Err(UnlockError::OtherPerson {
                wanted: self.person.clone(),
                found: keyring.person.clone(),
            });
        }
        Ok(keyring)
    }
}

/// Writes a person's slot, over the one they had. With a second factor it is an age file to that, within
/// the one under the passphrase: stock `age` opens it in two steps.
pub(super) fn write(
    store: &mut dyn Store,
    keyring: &Keyring,
    passphrase: &str,
    work: WorkFactor,
) -> Result<(), VaultError> {
    let mut plain = keyring.encode()?;
    if let Some(second) = &keyring.second {
        plain = agefile::seal(&[second], &plain)?.into();
    }
    let sealed = agefile::seal_with_passphrase(passphrase, work, &plain)?;
    put(store, &blob_name(&keyring.person), &sealed)
}

/// Writes the recovery key's own slot: what it needs beyond itself to read, sign and admit.
pub(super) fn write_recovery(
    store: &mut dyn Store,
    keyring: &Keyring,
    recipient: &Recipient,
) -> Result<(), VaultError> {
    let sealed = agefile::seal(&[recipient], &keyring.encode()?)?;
    put(store, &recovery_blob(recipient), &sealed)
}

/// Removes a person's slot.
pub(super) fn erase(store: &mut dyn Store, person: &str) -> Result<(), VaultError> {
    put(store, &blob_name(person), &[])
}

/// Removes the slot of a recovery key that has been replaced.
pub(super) fn erase_recovery(
    store: &mut dyn Store,
    recipient: &Recipient,
) -> Result<(), VaultError> {
    put(store, &recovery_blob(recipient), &[])
}

/// The slots that are missing or damaged, as sentences.
pub(super) fn missing(store: &dyn Store, roll: &Roll) -> Vec<String> {
    let lost = |blob: &str| match store.blob(blob) {
        Ok(Some(_)) => None,
        Ok(None) => Some("missing"),
        Err(_) => Some("damaged"),
    };
    let mut say = Vec::new();
    for signer in roll.people() {
        if let Some(how) = lost(&blob_name(&signer.person.id)) {
            let name = &signer.person.name;
            say.push(format!(
                "The key slot of {name} is {how}: they cannot unlock."
            ));
        }
    }
    if let Some(how) = lost(&recovery_blob(&roll.recipients().recovery)) {
        say.push(format!(
            "The recovery key's slot is {how}: the key opens every backup, and lets nobody in."
        ));
    }
    say
}

fn put(store: &mut dyn Store, blob: &str, sealed: &[u8]) -> Result<(), VaultError> {
    if sealed.is_empty() && matches!(store.blob(blob), Ok(None)) {
        return Ok(());
    }
    let version = version_before(store, blob)?;
    store.swap_blob(blob, version, sealed)?;
    Ok(())
}
