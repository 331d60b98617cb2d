//! The recovery key: shown once, printed for the school's safe, able to open everything.

use age::{secrecy::ExposeSecret as _, x25519::Identity};
use zeroize::Zeroizing;

use super::{charter::VaultId, error::VaultError};

/// The recovery key of a vault that has just been made.
pub struct RecoveryKey {
    pub(super) identity: Identity,
    pub(super) vault: VaultId,
}

impl RecoveryKey {
    /// The key itself: `AGE-SECRET-KEY-1…`.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        Zeroizing::new(self.identity.to_string().expose_secret().to_owned())
    }

    /// The text for the safe, which stock `age -i` reads too. It names the vault, so that a
    /// restore can tell this school's backup from a forged one.
    #[must_use]
    pub fn file(&self) -> Zeroizing<String> {
        Zeroizing::new(format!(
            "# Daybook recovery key: opens every record. Keep it in the school's safe, on paper.\n\
             # vault: {}\n\
             # public key: {}\n\
             {}\n",
            self.vault,
            self.identity.to_public(),
            self.text().as_str()
        ))
    }
}

/// A second factor: a file that a slot asks for beside the passphrase, on a memory stick.
pub struct KeyFile {
    pub(super) identity: Identity,
}

impl KeyFile {
    /// A new one.
    #[must_use]
    pub fn generate() -> Self {
        Self {
            identity: Identity::generate(),
        }
    }

    /// What is written into the file.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        Zeroizing::new(format!(
            "# Daybook key file: asked for beside your passphrase. Keep it on a memory stick of your own.\n\
             # public key: {}\n\
             {}\n",
            self.identity.to_public(),
            self.identity.to_string().expose_secret()
        ))
    }

    /// Finds the key in a file's text.
    ///
    /// # Errors
    /// [`VaultError::NoKeyFile`] when there is none in it.
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        let found = RecoveryFile::parse(text).map_err(|_| VaultError::NoKeyFile)?;
        Ok(Self {
            identity: found.identity,
        })
    }
}

/// A recovery key as somebody brought it: typed, or from a file with comment lines.
pub struct RecoveryFile {
    pub(super) identity: Identity,
    pub(super) vault: Option<VaultId>,
}

impl RecoveryFile {
    /// Finds the key in a text.
    ///
    /// # Errors
    /// [`VaultError::NoRecoveryKey`] when there is none, or more than one, or a mistyped one.
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        let mut identity = None;
        let mut vault = None;
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if let Some(comment) = line.strip_prefix('#') {
                if let Some(id) = comment.trim().strip_prefix("vault:") {
                    vault = Some(id.trim().parse()?);
                }
                continue;
            }
            // Bech32 holds in either case, and keys are typed in from paper.
            let upper = Zeroizing::new(line.to_uppercase());
            let parsed: Identity = upper.parse().map_err(|_| VaultError::NoRecoveryKey)?;
            if identity.replace(parsed).is_some() {
                return Err(VaultError::NoRecoveryKey);
            }
        }
        Ok(Self {
            identity: identity.ok_or(VaultError::NoRecoveryKey)?,
            vault,
        })
    }
}
