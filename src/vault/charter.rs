//! The founding record of a vault, in the clear and never changed: it hashes to the vault's id.
//!
//! Whoever changes a recipient or the founder in it ends up with another vault, which no slot knows.
//! What changes later (people, roles, keys) is in the log: see [`super::roll`].

use std::{fmt, str::FromStr};

use age::x25519::Recipient;
use ed25519_dalek::VerifyingKey;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    codec,
    error::VaultError,
    people::{Person, RECOVERY_ID, Role},
};
use crate::store::{Audience, Hash, Store, Tip};

/// The version of the header, the slots and the backups.
pub(super) const FORMAT: u32 = 1;
/// Where the charter is kept.
pub(super) const HEADER: &str = "header";

/// Names a vault: the SHA-256 of its founding record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct VaultId(pub(super) [u8; 32]);

impl VaultId {
    /// What the first entry names as the one before it.
    #[must_use]
    pub fn chain_start(&self) -> Hash {
        Sha256::digest(self.0).into()
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for VaultId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&codec::hex(&self.0))
    }
}

impl FromStr for VaultId {
    type Err = VaultError;

    fn from_str(text: &str) -> Result<Self, VaultError> {
        codec::unhex(text)
            .map(Self)
            .ok_or(VaultError::Header("that is not a vault's id"))
    }
}

/// To whom entries are sealed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Recipients {
    #[serde(with = "codec::text")]
    pub cases: Recipient,
    #[serde(with = "codec::text")]
    pub headteacher: Recipient,
    #[serde(with = "codec::text")]
    pub recovery: Recipient,
}

impl Recipients {
    /// The audience first: its key is the one that will be used. Nobody for what is in the clear.
    pub(super) fn of(&self, audience: Audience) -> Vec<&Recipient> {
        match audience {
            Audience::Cases => vec![&self.cases, &self.recovery],
            Audience::Headteacher => vec![&self.headteacher, &self.recovery],
            Audience::Everyone => Vec::new(),
        }
    }
}

/// What a vault began with, and what its id is the hash of.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Founding {
    #[serde(with = "codec::bytes")]
    pub nonce: [u8; 32],
    pub recipients: Recipients,
    pub founder: Person,
    #[serde(with = "codec::key")]
    pub recovery_key: VerifyingKey,
    /// The log that this one was sealed anew from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<Continues>,
}

/// Another vault's log, up to an entry. The entries of this vault up to the same number say the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Continues {
    #[serde(with = "codec::text")]
    pub vault: VaultId,
    pub seq: u64,
    #[serde(with = "codec::bytes")]
    pub hash: Hash,
}

impl Founding {
    pub(super) fn id(&self) -> VaultId {
        let before = self.continues.as_ref().map(|before| {
            codec::fields(&[
                before.vault.bytes(),
                &before.seq.to_be_bytes(),
                &before.hash,
            ])
        });
        let bytes = codec::fields(&[
            b"daybook vault 1",
            &self.nonce,
            self.recipients.cases.to_string().as_bytes(),
            self.recipients.headteacher.to_string().as_bytes(),
            self.recipients.recovery.to_string().as_bytes(),
            &self.founder.hashed_bytes(),
            self.recovery_key.as_bytes(),
            before.as_deref().unwrap_or_default(),
        ]);
        VaultId(Sha256::digest(bytes).into())
    }

    /// The recovery key as the author of what is written with it.
    pub(super) fn recovery_person(&self) -> Person {
        Person {
            id: RECOVERY_ID.to_owned(),
            name: "Recovery key".to_owned(),
            role: Role::Headteacher,
            key: self.recovery_key,
            recipient: self.recipients.recovery.clone(),
        }
    }

    /// Where the log that this one continues ended; nowhere if it continues none.
    pub(super) fn continued(&self) -> Tip {
        self.continues.as_ref().map_or(Tip::EMPTY, |before| Tip {
            seq: before.seq,
            hash: before.hash,
        })
    }
}

/// The clear header, checked against its own id.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Charter {
    format: u32,
    #[serde(with = "codec::text")]
    pub vault: VaultId,
    pub founding: Founding,
}

impl Charter {
    pub(super) fn new(founding: Founding) -> Self {
        Self {
            format: FORMAT,
            vault: founding.id(),
            founding,
        }
    }

    pub(super) fn encode(&self) -> Result<Vec<u8>, VaultError> {
        serde_json::to_vec(self).map_err(|_| VaultError::Header("it cannot be written"))
    }

    /// Reads a charter and checks that it is the one its id names.
    pub(super) fn decode(bytes: &[u8]) -> Result<Self, VaultError> {
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let format: Format =
            serde_json::from_slice(bytes).map_err(|_| VaultError::Header("it cannot be read"))?;
        if format.format > FORMAT {
            return Err(VaultError::Newer(format.format));
        }
        if format.format != FORMAT {
            return Err(VaultError::Header("it is of no format that there ever was"));
        }
        let read: Self =
            serde_json::from_slice(bytes).map_err(|_| VaultError::Header("it cannot be read"))?;
        if read.founding.id() != read.vault {
            return Err(VaultError::Header(
                "the founding record is not the one the vault's id names",
            ));
        }
        Ok(read)
    }

    /// Reads and checks the charter that a store holds.
    pub(super) fn load(store: &dyn Store) -> Result<Self, VaultError> {
        match store.blob(HEADER)? {
            Some((_, bytes)) => Self::decode(&bytes),
            None => Err(VaultError::Missing),
        }
    }
}
