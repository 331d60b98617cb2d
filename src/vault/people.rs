//! The people of a vault: their roles, and the keys by which their entries are known.

use age::x25519::Recipient;
use ed25519_dalek::VerifyingKey;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::codec;
use crate::domain::people::{Author, may_let_in};
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
        audience != Audience::Headteacher || self == Self::Headteacher
    }

    /// Whether this role may let somebody in as `other`: only where it holds the keys to hand on.
    #[must_use]
    pub fn may_admit(self, other: Self) -> bool {
        may_let_in(self.id(), other.id())
    }

    /// The role as entries name it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Dsl => "dsl",
            Self::Deputy => "deputy",
            Self::Headteacher => "headteacher",
        }
    }

    /// The role that entries name so.
    #[must_use]
    pub fn by_id(id: &str) -> Option<Self> {
        [Self::Dsl, Self::Deputy, Self::Headteacher]
            .into_iter()
            .find(|role| role.id() == id)
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
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// To what keys are sealed that are handed on to them.
    #[serde(with = "codec::text")]
    pub recipient: Recipient,
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({}), {}", self.name, self.id, self.role.id())
    }
}

impl Person {
    /// How headers name this person's signing key.
    #[must_use]
    pub fn key_id(&self) -> KeyId {
        key_id(&self.key)
    }

    /// The person as entries name them.
    #[must_use]
    pub fn author(&self) -> Author {
        Author {
            id: self.id.clone(),
            name: self.name.clone(),
            role: self.role.id().to_owned(),
        }
    }

    /// All of the person, laid out for hashing.
    pub(super) fn hashed_bytes(&self) -> Vec<u8> {
        codec::fields(&[
            self.id.as_bytes(),
            self.name.as_bytes(),
            self.role.id().as_bytes(),
            self.key.as_bytes(),
            self.recipient.to_string().as_bytes(),
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
