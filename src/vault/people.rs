//! The people of a vault: their roles, and the keys by which their entries are known.

use ed25519_dalek::VerifyingKey;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::codec;
use crate::store::{Audience, KeyId};

/// What a person does in the school, and so which keys their slot holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The Designated Safeguarding Lead.
    Dsl,
    /// A deputy DSL.
    Deputy,
    /// The headteacher.
    Headteacher,
}

impl Role {
    /// Whether this role holds the key to entries of that audience. Everyone can *write* to both.
    #[must_use]
    pub fn opens(self, audience: Audience) -> bool {
        audience == Audience::Cases || self == Self::Headteacher
    }

    /// Whether this role may let somebody in as `other`: only where it holds the keys to hand on.
    #[must_use]
    pub fn may_admit(self, other: Self) -> bool {
        match self {
            Self::Headteacher => true,
            Self::Dsl => other != Self::Headteacher,
            Self::Deputy => false,
        }
    }

    /// The role in words.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Dsl => "Designated Safeguarding Lead",
            Self::Deputy => "deputy DSL",
            Self::Headteacher => "headteacher",
        }
    }
}

/// Somebody whose entries the vault knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// A short name for slots and the command line: `a-z`, `0-9`, `-`.
    pub id: String,
    /// The name as it is shown.
    pub name: String,
    /// What they do, and so what they can open.
    pub role: Role,
    /// The public half of their signing key.
    #[serde(with = "codec::key")]
    pub key: VerifyingKey,
}

impl Person {
    /// How headers name this person's signing key.
    #[must_use]
    pub fn key_id(&self) -> KeyId {
        key_id(&self.key)
    }

    /// All of the person, laid out for hashing and signing.
    pub(super) fn signed_bytes(&self) -> Vec<u8> {
        let role = match self.role {
            Role::Dsl => b"dsl".as_slice(),
            Role::Deputy => b"deputy",
            Role::Headteacher => b"headteacher",
        };
        codec::fields(&[
            self.id.as_bytes(),
            self.name.as_bytes(),
            role,
            self.key.as_bytes(),
        ])
    }
}

/// The first 16 bytes of the key's SHA-256.
#[must_use]
pub fn key_id(key: &VerifyingKey) -> KeyId {
    let hash = Sha256::digest(key.as_bytes());
    let mut id = KeyId::default();
    for (to, from) in id.iter_mut().zip(hash) {
        *to = from;
    }
    id
}

/// Somebody who is being let in.
pub struct NewPerson {
    /// See [`Person::id`].
    pub id: String,
    /// See [`Person::name`].
    pub name: String,
    /// See [`Person::role`].
    pub role: Role,
    /// What will open their slot.
    pub passphrase: Zeroizing<String>,
}

/// The recovery key takes part under this id; no person may.
pub(super) const RECOVERY_ID: &str = "recovery";

/// Ids become parts of blob names.
pub(super) fn is_id(id: &str) -> bool {
    (1..=32).contains(&id.len())
        && id != RECOVERY_ID
        && id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
