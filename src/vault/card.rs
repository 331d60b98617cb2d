//! The school's public card: with it alone anybody can seal a report to the school, and read nothing back.

use std::io::Read;

use age::x25519::Recipient;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{
    agefile,
    charter::{Recipients, VaultId},
    codec,
    error::VaultError,
    open::{Open, unpadded},
};
use crate::domain::words::{LONGEST_NAME, kept_name};
use crate::store::Audience;

/// The format of cards that this version writes and reads.
const FORMAT: u32 = 1;

/// The largest card that is read, in bytes.
const LARGEST: u64 = 8 << 10;

/// The largest sealed report that is looked at.
pub const LARGEST_REPORT: usize = 256 << 10;

/// A school's card.
#[derive(Clone, Serialize, Deserialize)]
pub struct Card {
    daybook_card: u32,
    /// The school's name.
    pub school: String,
    #[serde(with = "codec::text")]
    vault: VaultId,
    #[serde(with = "codec::text")]
    cases: Recipient,
    #[serde(with = "codec::text")]
    headteacher: Recipient,
    #[serde(with = "codec::text")]
    recovery: Recipient,
}

/// A sealed report as these keys find it.
pub enum Dropped {
    /// What was written, as JSON.
    Readable {
        /// The JSON.
        json: Zeroizing<Vec<u8>>,
        /// The card it was sealed with has been replaced since.
        old_card: bool,
    },
    /// These keys do not open it: it is for the headteacher, another school's, or damaged.
    Shut,
}

impl Card {
    /// The card as a file's text.
    ///
    /// # Errors
    /// Never in practice: it is a few lines of JSON.
    pub fn text(&self) -> Result<String, VaultError> {
        serde_json::to_string_pretty(self).map_err(|_| VaultError::Card)
    }

    /// Reads a card. It comes from anybody: what a terminal could be misled by is taken out of the name.
    ///
    /// # Errors
    /// [`VaultError::Card`] when it is none.
    pub fn read(from: impl Read) -> Result<Self, VaultError> {
        let mut text = String::new();
        let read = from.take(LARGEST + 1).read_to_string(&mut text);
        if read.is_err() || text.len() as u64 > LARGEST {
            return Err(VaultError::Card);
        }
        let mut card: Self = serde_json::from_str(&text).map_err(|_| VaultError::Card)?;
        card.school = kept_name(&card.school);
        if card.daybook_card == FORMAT && card.school.chars().count() <= LONGEST_NAME {
            Ok(card)
        } else {
            Err(VaultError::Card)
        }
    }

    /// A few signs by which two people can tell over the telephone that they hold the same card.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let hash = Sha256::digest(codec::fields(&[
            self.vault.bytes(),
            self.cases.to_string().as_bytes(),
            self.headteacher.to_string().as_bytes(),
            self.recovery.to_string().as_bytes(),
        ]));
        let hex: Vec<char> = codec::hex(&hash).chars().take(12).collect();
        let parts: Vec<String> = hex.chunks(4).map(|part| part.iter().collect()).collect();
        parts.join(" ")
    }

    /// Seals a report: to the headteacher alone, or to all who read cases.
    ///
    /// # Errors
    /// [`VaultError::Seal`], which takes a broken machine.
    pub fn seal(&self, json: &[u8], to_headteacher: bool) -> Result<Vec<u8>, VaultError> {
        let audience = match to_headteacher {
            true => Audience::Headteacher,
            false => Audience::Cases,
        };
        let to = Recipients {
            cases: self.cases.clone(),
            headteacher: self.headteacher.clone(),
            recovery: self.recovery.clone(),
        };
        agefile::seal(&to.of(audience), &agefile::padded(json))
    }
}

impl Open {
    /// The card to hand out.
    #[must_use]
    pub fn card(&self, school: &str) -> Card {
        let to = self.roll.recipients();
        Card {
            daybook_card: FORMAT,
            school: school.to_owned(),
            vault: self.vault_id(),
            cases: to.cases.clone(),
            headteacher: to.headteacher.clone(),
            recovery: to.recovery.clone(),
        }
    }

    /// Opens a sealed report with any key that is at hand.
    #[must_use]
    pub fn open_report(&self, sealed: &[u8]) -> Dropped {
        if sealed.len() > LARGEST_REPORT {
            return Dropped::Shut;
        }
        for audience in [Audience::Cases, Audience::Headteacher] {
            let now = match audience {
                Audience::Cases => self.roll.recipients().cases.clone(),
                _ => self.roll.recipients().headteacher.clone(),
            };
            for identity in self.opener.all(audience) {
                if let Ok(plain) = agefile::open(&identity, sealed) {
                    return Dropped::Readable {
                        json: unpadded(plain),
                        old_card: identity.to_public() != now,
                    };
                }
            }
        }
        Dropped::Shut
    }
}

/// The hash by which a sealed report is known, in hexadecimal.
#[must_use]
pub fn report_hash(sealed: &[u8]) -> String {
    codec::hex(&Sha256::digest(sealed))
}
