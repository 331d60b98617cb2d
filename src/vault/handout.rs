//! What leaves the vault for somebody outside it, as an age file of its own.

use std::str::FromStr as _;

use age::x25519::Recipient;
use zeroize::Zeroizing;

use super::agefile::{WorkFactor, seal, seal_with_passphrase};
use super::error::VaultError;

/// Who can open what is handed out.
pub enum HandedTo {
    /// Whoever has the key of one of these recipients. At least one.
    Recipients(Recipients),
    /// Whoever knows this.
    Passphrase(Zeroizing<String>),
}

/// age recipients, each read and found good; at least one.
pub struct Recipients(Vec<Recipient>);

impl HandedTo {
    /// Recipients as people write them: `age1…`, between white space or commas.
    ///
    /// # Errors
    /// [`VaultError::Recipient`] with the first that is none, or when there is none at all.
    pub fn recipients<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, VaultError> {
        let split = |text: &'a str| text.split([',', ' ', '\n']).filter(|one| !one.is_empty());
        let mut found = Vec::new();
        for one in texts.into_iter().flat_map(split) {
            found
                .push(Recipient::from_str(one).map_err(|_| VaultError::Recipient(one.to_owned()))?);
        }
        if found.is_empty() {
            return Err(VaultError::Recipient(String::new()));
        }
        Ok(Self::Recipients(Recipients(found)))
    }

    /// In words, for the log.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Recipients(Recipients(to)) if to.len() == 1 => {
                "sealed to one recipient".to_owned()
            }
            Self::Recipients(Recipients(to)) => format!("sealed to {} recipients", to.len()),
            Self::Passphrase(_) => "sealed under a passphrase".to_owned(),
        }
    }

    /// Seals bytes to them: stock `age` opens it.
    ///
    /// # Errors
    /// When sealing fails.
    pub fn seal(&self, work: WorkFactor, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        match self {
            Self::Recipients(Recipients(to)) => seal(&to.iter().collect::<Vec<_>>(), plain),
            Self::Passphrase(passphrase) => seal_with_passphrase(passphrase, work, plain),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::agefile::{open, open_with_passphrase};

    #[test]
    fn what_is_handed_out_is_opened_by_those_it_is_for() {
        let (one, other) = (
            age::x25519::Identity::generate(),
            age::x25519::Identity::generate(),
        );
        let texts = [format!("{}, {}", one.to_public(), other.to_public())];
        let to = HandedTo::recipients(texts.iter().map(String::as_str)).unwrap();
        assert_eq!(to.words(), "sealed to 2 recipients");
        let sealed = to.seal(WorkFactor::new(2), b"x").unwrap();
        assert_eq!(*open(&other, &sealed).unwrap(), b"x");
        let to = HandedTo::Passphrase("correct".to_owned().into());
        let sealed = to.seal(WorkFactor::new(2), b"y").unwrap();
        assert_eq!(*open_with_passphrase("correct", &sealed).unwrap(), b"y");
        for wrong in ["", "age1x", "AGE-SECRET-KEY-1"] {
            assert!(HandedTo::recipients([wrong]).is_err(), "{wrong}");
        }
    }
}
