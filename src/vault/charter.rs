//! The clear header of a vault: its founding record and its people.
//!
//! The founding record hashes to the vault's id, and every member after the founder carries the
//! signature of somebody who could admit them. A charter that was read is therefore one that the
//! vault's id vouches for; whether it is *the* vault is for the slot to say.

use std::{fmt, str::FromStr};

use age::x25519::Recipient;
use ed25519_dalek::{Signature, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    codec,
    error::VaultError,
    people::{Person, RECOVERY_ID, Role, key_id},
};
use crate::store::{Audience, Hash, KeyId};

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
    /// The audience first: its key is the one that will be used.
    pub(super) fn of(&self, audience: Audience) -> [&Recipient; 2] {
        match audience {
            Audience::Cases => [&self.cases, &self.recovery],
            Audience::Headteacher => [&self.headteacher, &self.recovery],
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
}

impl Founding {
    pub(super) fn id(&self) -> VaultId {
        let bytes = codec::fields(&[
            b"daybook vault 1",
            &self.nonce,
            self.recipients.cases.to_string().as_bytes(),
            self.recipients.headteacher.to_string().as_bytes(),
            self.recipients.recovery.to_string().as_bytes(),
            &self.founder.signed_bytes(),
            self.recovery_key.as_bytes(),
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
        }
    }
}

/// Somebody admitted later, and who vouches for them.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Member {
    pub person: Person,
    #[serde(with = "codec::bytes")]
    pub vouched_by: KeyId,
    #[serde(with = "codec::bytes")]
    pub signature: [u8; 64],
}

/// What somebody signs to admit a person.
pub(super) fn vouching_bytes(vault: &VaultId, person: &Person) -> Vec<u8> {
    codec::fields(&[b"daybook member 1", vault.bytes(), &person.signed_bytes()])
}

/// The clear header, checked.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Charter {
    format: u32,
    #[serde(with = "codec::text")]
    pub vault: VaultId,
    pub founding: Founding,
    pub members: Vec<Member>,
    /// Everyone with a key: the recovery key, the founder, the members. Filled after reading.
    #[serde(skip)]
    authors: Vec<Person>,
}

impl Charter {
    pub(super) fn new(founding: Founding) -> Self {
        Self {
            format: FORMAT,
            vault: founding.id(),
            authors: vec![founding.recovery_person(), founding.founder.clone()],
            founding,
            members: Vec::new(),
        }
    }

    pub(super) fn encode(&self) -> Result<Vec<u8>, VaultError> {
        serde_json::to_vec(self).map_err(|_| VaultError::Header("it cannot be written"))
    }

    /// Reads a charter and checks all that can be checked without a key.
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
        let mut charter = Self::new(read.founding);
        for member in read.members {
            charter.admit(member)?;
        }
        Ok(charter)
    }

    /// Adds a member if somebody already here, who may, vouches for them.
    pub(super) fn admit(&mut self, member: Member) -> Result<(), VaultError> {
        let voucher = self.author(&member.vouched_by).ok_or(VaultError::Header(
            "a person in it is vouched for by nobody in this vault",
        ))?;
        if !voucher.role.may_admit(member.person.role) {
            return Err(VaultError::Header(
                "a person in it was admitted by somebody who could not",
            ));
        }
        voucher
            .key
            .verify_strict(
                &vouching_bytes(&self.vault, &member.person),
                &Signature::from_bytes(&member.signature),
            )
            .map_err(|_| VaultError::Header("a person in it is not as they were admitted"))?;
        self.authors.push(member.person.clone());
        self.members.push(member);
        Ok(())
    }

    pub(super) fn recipients(&self) -> &Recipients {
        &self.founding.recipients
    }

    /// Whoever signs with that key, or once did.
    pub(super) fn author(&self, key: &KeyId) -> Option<&Person> {
        self.authors
            .iter()
            .find(|person| key_id(&person.key) == *key)
    }

    /// The people who can unlock, each once and as last admitted.
    pub(super) fn people(&self) -> Vec<&Person> {
        let mut people: Vec<&Person> = Vec::new();
        for person in self.authors.iter().skip(1) {
            match people.iter_mut().find(|seen| seen.id == person.id) {
                Some(seen) => *seen = person,
                None => people.push(person),
            }
        }
        people
    }

    /// The person of that id, the recovery key included.
    pub(super) fn person(&self, id: &str) -> Option<&Person> {
        self.authors.iter().rev().find(|person| person.id == id)
    }
}
