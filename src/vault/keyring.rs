//! The keys of one person, out of their slot. It lives only while a vault is open.

use age::{
    secrecy::ExposeSecret as _,
    x25519::{Identity, Recipient},
};
use ed25519_dalek::{Signer as _, SigningKey};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use super::{
    agefile,
    charter::{FORMAT, VaultId},
    codec,
    error::VaultError,
    people::{Person, RECOVERY_ID},
    roll::Roll,
};
use crate::store::Audience;

/// Everything that a slot holds. All keys in it are wiped when it is dropped.
#[derive(Clone)]
pub struct Keyring {
    pub(super) vault: VaultId,
    pub(super) person: String,
    pub(super) signing: SigningKey,
    /// What others seal to this person: keys that are handed on, their drafts and snapshots.
    pub(super) own: Identity,
    /// What opens entries, as far as it was known when the slot was written.
    pub(super) opens: Vec<Identity>,
    /// The one-time key that these keys are to replace, until the log says that they have.
    pub(super) replaces: Option<SigningKey>,
    /// The key file that the slot asks for beside the passphrase.
    pub(super) second: Option<Recipient>,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keyring of {:?}", self.person)
    }
}

impl Keyring {
    /// New keys for somebody, which open nothing yet.
    pub(super) fn new(vault: VaultId, person: &str) -> Self {
        Self {
            vault,
            person: person.to_owned(),
            signing: SigningKey::generate(&mut rand::rngs::OsRng),
            own: Identity::generate(),
            opens: Vec::new(),
            replaces: None,
            second: None,
        }
    }

    /// The vault they belong to.
    #[must_use]
    pub fn vault_id(&self) -> VaultId {
        self.vault
    }

    /// The id of the person whose keys these are.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.person
    }

    pub(super) fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.signing.sign(bytes).to_bytes()
    }

    /// Every identity at hand: those of the slot, and those that the log has handed on since.
    pub(super) fn identities(&self, roll: &Roll) -> Vec<Identity> {
        let mut identities = self.opens.clone();
        for sealed in roll.handed_to(&self.person) {
            let Ok(plain) = agefile::open(&self.own, sealed) else {
                continue; // handed to an earlier key of theirs, which the slot has made good
            };
            let lines = std::str::from_utf8(&plain).unwrap_or_default().lines();
            identities.extend(lines.filter_map(|line| line.parse::<Identity>().ok()));
        }
        identities
    }

    /// The keyring as a slot's plaintext.
    pub(super) fn encode(&self) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let secret = |identity: &Identity| identity.to_string().expose_secret().to_owned();
        let seed = |key: &SigningKey| codec::base64(&*Zeroizing::new(key.to_bytes()));
        let slot = SlotText {
            format: FORMAT,
            vault: self.vault,
            person: self.person.clone(),
            signing: seed(&self.signing),
            own: secret(&self.own),
            opens: self.opens.iter().map(secret).collect(),
            replaces: self.replaces.as_ref().map(seed),
            second: self.second.as_ref().map(ToString::to_string),
        };
        // Room enough that writing never leaves an outgrown buffer behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(8192 + 128 * self.opens.len()));
        serde_json::to_writer(&mut *bytes, &slot)
            .map_err(|error| VaultError::Seal(error.to_string()))?;
        Ok(bytes)
    }

    /// Reads a slot's plaintext.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let slot: SlotText = serde_json::from_slice(bytes).ok()?;
        let key = |text: &String| {
            let seed = Zeroizing::new(codec::unbase64(text)?);
            let seed = Zeroizing::new(seed.as_slice().try_into().ok()?);
            Some(SigningKey::from_bytes(&seed))
        };
        let opens: Result<Vec<Identity>, _> = slot.opens.iter().map(|one| one.parse()).collect();
        Some(Self {
            vault: slot.vault,
            person: slot.person.clone(),
            signing: key(&slot.signing)?,
            own: slot.own.parse().ok()?,
            opens: opens.ok()?,
            replaces: match &slot.replaces {
                Some(text) => Some(key(text)?),
                None => None,
            },
            second: match &slot.second {
                Some(text) => Some(text.parse().ok()?),
                None => None,
            },
        })
    }
}

/// Keys as lines that stock `age -i` reads, sealed to a person.
pub(super) fn handed(to: &Person, keys: &[Identity]) -> Result<String, VaultError> {
    let mut lines = Zeroizing::new(String::with_capacity(128 * keys.len()));
    for key in keys {
        lines.push_str(key.to_string().expose_secret());
        lines.push('\n');
    }
    Ok(codec::base64(&agefile::seal(
        &[&to.recipient],
        lines.as_bytes(),
    )?))
}

/// The identities at hand, and which of them opens which entry.
pub(super) struct Opener {
    identities: Vec<Identity>,
    /// For each stretch of the log, after which entry it begins and what opens it.
    stretches: Vec<Stretch>,
}

struct Stretch {
    after: u64,
    cases: Option<usize>,
    headteacher: Option<usize>,
    /// The recovery key itself, which opens everything that was sealed while it was the one.
    recovery: Option<usize>,
}

impl Opener {
    pub(super) fn new(keys: &Keyring, roll: &Roll) -> Self {
        let mut identities = keys.identities(roll);
        if keys.person == RECOVERY_ID {
            identities.push(keys.own.clone());
        }
        let known: Vec<_> = identities.iter().map(Identity::to_public).collect();
        let find = |recipient| known.iter().position(|one| one == recipient);
        let stretches = roll
            .sealing()
            .iter()
            .map(|(after, to)| Stretch {
                after: *after,
                cases: find(&to.cases),
                headteacher: find(&to.headteacher),
                recovery: find(&to.recovery),
            })
            .collect();
        Self {
            identities,
            stretches,
        }
    }

    /// What opens entry `seq`, if it is for that audience and the key is at hand.
    pub(super) fn identity(&self, audience: Audience, seq: u64) -> Option<&Identity> {
        let behind = self.stretches.partition_point(|one| one.after < seq);
        let stretch = self.stretches.get(behind.checked_sub(1)?)?;
        let place = match audience {
            Audience::Cases => stretch.cases.or(stretch.recovery),
            Audience::Headteacher => stretch.headteacher.or(stretch.recovery),
            Audience::Everyone => None,
        };
        self.identities.get(place?)
    }

    /// Whether what is written now for that audience can be read back.
    pub(super) fn opens_now(&self, audience: Audience) -> bool {
        self.identity(audience, u64::MAX).is_some()
    }

    /// The identities that open entries for that audience, of whatever time.
    pub(super) fn all(&self, audience: Audience) -> Vec<Identity> {
        let places = self.stretches.iter().filter_map(|one| match audience {
            Audience::Cases => one.cases,
            Audience::Headteacher => one.headteacher,
            Audience::Everyone => None,
        });
        let mut places: Vec<_> = places.collect();
        places.dedup();
        places
            .into_iter()
            .filter_map(|place| self.identities.get(place).cloned())
            .collect()
    }
}

/// A slot's plaintext. The strings are secrets and are wiped.
#[derive(Serialize, Deserialize)]
struct SlotText {
    format: u32,
    #[serde(with = "codec::text")]
    vault: VaultId,
    person: String,
    signing: String,
    own: String,
    opens: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    replaces: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    second: Option<String>,
}

impl Drop for SlotText {
    fn drop(&mut self) {
        self.signing.zeroize();
        self.own.zeroize();
        self.opens.zeroize();
        self.replaces.zeroize();
    }
}
