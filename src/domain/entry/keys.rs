//! Who has a key. These facts alone are written in the clear, so that every signature in the log can
//! be judged without a key; nothing in them is about a child.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::people::Author;

/// Somebody's keys, or what entries are sealed to, changed. Keys are texts here: the vault reads them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyFact {
    /// Somebody was let in, or let in again after a forgotten passphrase.
    Admitted {
        /// Who, in what role.
        person: Author,
        /// Their keys.
        keys: PublicKeys,
        /// With a one-time passphrase: until they have made keys of their own they can do nothing else.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        invited: bool,
    },
    /// The author has made keys of their own, which nobody else has ever held.
    KeysMade(PublicKeys),
    /// Somebody has another role from here on.
    RoleGiven {
        /// Who.
        id: String,
        /// As what.
        role: String,
        /// The keys that the new role needs, sealed to that person.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        handed: Handed,
    },
    /// Somebody has left. What they sign from here on does not count.
    Removed {
        /// Who.
        id: String,
    },
    /// Entries are sealed to these keys from here on.
    Resealed {
        /// To whom.
        to: SealedTo,
        /// The new keys, sealed to each person whose role opens them.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        handed: Handed,
    },
}

/// For each person's id an age file, in base64, that holds `AGE-SECRET-KEY-1…` lines.
pub type Handed = BTreeMap<String, String>;

/// The public halves of a person's keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicKeys {
    /// The Ed25519 key by which their signature is known, in base64.
    pub signing: String,
    /// The age recipient to which keys are handed.
    pub recipient: String,
}

/// The age recipients to which entries are sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedTo {
    /// The DSL, deputies and the headteacher.
    pub cases: String,
    /// The headteacher.
    pub headteacher: String,
    /// The recovery key, which opens both.
    pub recovery: PublicKeys,
}
