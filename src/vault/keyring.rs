//! The keys of one person, out of their slot. It lives only while a vault is open.

use age::{secrecy::ExposeSecret as _, x25519::Identity};
use ed25519_dalek::{Signer as _, SigningKey};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use super::{
    agefile::{self, Shut},
    charter::{FORMAT, Recipients, VaultId},
    codec,
    error::VaultError,
    people::Person,
};
use crate::store::Audience;

/// Everything that a slot holds. All keys in it are wiped when it is dropped.
pub struct Keyring {
    pub(super) vault: VaultId,
    pub(super) me: Person,
    pub(super) recipients: Recipients,
    pub(super) signing: SigningKey,
    pub(super) cases: Identity,
    pub(super) headteacher: Option<Identity>,
    /// For what is this person's alone: drafts and snapshots.
    pub(super) own: Identity,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keyring of {:?}", self.me.id)
    }
}

impl Keyring {
    /// Whose keys these are.
    #[must_use]
    pub fn me(&self) -> &Person {
        &self.me
    }

    /// The vault they belong to.
    #[must_use]
    pub fn vault_id(&self) -> VaultId {
        self.vault
    }

    pub(super) fn identity(&self, audience: Audience) -> Option<&Identity> {
        match audience {
            Audience::Cases => Some(&self.cases),
            Audience::Headteacher => self.headteacher.as_ref(),
        }
    }

    pub(super) fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.signing.sign(bytes).to_bytes()
    }

    pub(super) fn open(&self, audience: Audience, sealed: &[u8]) -> Option<Opening> {
        self.identity(audience)
            .map(|identity| agefile::open(identity, sealed))
    }

    /// The keyring as a slot's plaintext.
    pub(super) fn encode(&self) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let secret = |identity: &Identity| identity.to_string().expose_secret().to_owned();
        let slot = SlotText {
            format: FORMAT,
            vault: self.vault,
            person: self.me.clone(),
            recipients: self.recipients.clone(),
            signing: codec::base64(&*Zeroizing::new(self.signing.to_bytes())),
            cases: secret(&self.cases),
            headteacher: self.headteacher.as_ref().map(secret),
            own: secret(&self.own),
        };
        // Room enough that writing never leaves an outgrown buffer behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(8192));
        serde_json::to_writer(&mut *bytes, &slot)
            .map_err(|error| VaultError::Seal(error.to_string()))?;
        Ok(bytes)
    }

    /// Reads a slot's plaintext; every key must be the private half of what is said beside it.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let slot: SlotText = serde_json::from_slice(bytes).ok()?;
        let seed = Zeroizing::new(codec::unbase64(&slot.signing)?);
        let keyring = Self {
            vault: slot.vault,
            me: slot.person.clone(),
            recipients: slot.recipients.clone(),
            signing: SigningKey::from_bytes(&Zeroizing::new(seed.as_slice().try_into().ok()?)),
            cases: slot.cases.parse().ok()?,
            headteacher: match &slot.headteacher {
                Some(text) => Some(text.parse().ok()?),
                None => None,
            },
            own: slot.own.parse().ok()?,
        };
        let fits = keyring.signing.verifying_key() == keyring.me.key
            && keyring.cases.to_public() == keyring.recipients.cases
            && keyring.headteacher.is_some() == keyring.me.role.opens(Audience::Headteacher)
            && keyring
                .headteacher
                .as_ref()
                .is_none_or(|one| one.to_public() == keyring.recipients.headteacher);
        fits.then_some(keyring)
    }
}

/// What came of opening an entry.
pub(super) type Opening = Result<Zeroizing<Vec<u8>>, Shut>;

/// A slot's plaintext. The strings are secrets and are wiped.
#[derive(Serialize, Deserialize)]
struct SlotText {
    format: u32,
    #[serde(with = "codec::text")]
    vault: VaultId,
    person: Person,
    recipients: Recipients,
    signing: String,
    cases: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    headteacher: Option<String>,
    own: String,
}

impl Drop for SlotText {
    fn drop(&mut self) {
        self.signing.zeroize();
        self.cases.zeroize();
        self.headteacher.zeroize();
        self.own.zeroize();
    }
}
