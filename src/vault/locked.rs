//! A vault that nobody has unlocked: its people, its slots, its chain.

use super::{
    chain::{Chain, Stopped},
    charter::{Charter, VaultId},
    error::{UnlockError, VaultError},
    fault::Report,
    keyring::Keyring,
    open::Open,
    people::{Person, RECOVERY_ID},
    recovery::{KeyFile, RecoveryFile},
    roll::Roll,
    slot::SlotFile,
    verify,
};
use crate::store::{Store, StoreError, Tip};

/// A vault without keys.
pub struct Locked {
    pub(super) store: Box<dyn Store>,
    /// As the entries in the clear say; it is believed only once the chain has been followed.
    pub(super) roll: Box<Roll>,
}

impl std::fmt::Debug for Locked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Locked vault {}", self.roll.vault)
    }
}

/// A vault that did not open, and why. It can be tried again.
#[derive(Debug)]
pub struct Refused {
    /// The vault, locked as before.
    pub locked: Locked,
    /// Why it did not open.
    pub error: VaultError,
}

impl Locked {
    /// Reads the vault's header and its people out of a store.
    ///
    /// # Errors
    /// Gives the store back when it holds no vault, or one whose header was altered.
    pub fn load(store: Box<dyn Store>) -> Result<Self, (Box<dyn Store>, VaultError)> {
        let read = Charter::load(&*store).and_then(|charter| {
            let mut roll = Roll::new(charter);
            roll.take_all(&store.in_the_clear()?);
            Ok(roll)
        });
        match read {
            Ok(roll) => Ok(Self {
                store,
                roll: Box::new(roll),
            }),
            Err(error) => Err((store, error)),
        }
    }

    /// The people who have a slot, for choosing from. Until one of them unlocks, this is only what
    /// the disk says.
    #[must_use]
    pub fn people(&self) -> Vec<&Person> {
        let people = self.roll.people().into_iter();
        people.map(|signer| &signer.person).collect()
    }

    /// The vault's id.
    #[must_use]
    pub fn vault_id(&self) -> VaultId {
        self.roll.vault
    }

    /// The vault that this one was sealed anew from, and where its log ended; none if it was founded.
    #[must_use]
    pub fn continues(&self) -> Option<(VaultId, Tip)> {
        self.roll.continues()
    }

    /// The store beneath.
    #[must_use]
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// A person's slot, to be opened here or on another thread.
    ///
    /// # Errors
    /// When there is none, or the store cannot be read.
    pub fn slot(&self, person: &str) -> Result<SlotFile, UnlockError> {
        SlotFile::read(&*self.store, self.roll.vault, person)
    }

    /// Opens a person's slot with their passphrase.
    ///
    /// # Errors
    /// See [`SlotFile::open`].
    pub fn unlock(
        &self,
        person: &str,
        passphrase: &str,
        second: Option<&KeyFile>,
    ) -> Result<Keyring, UnlockError> {
        self.slot(person)?.open(passphrase, second)
    }

    /// The keys that the recovery key stands for. What is done with them is signed by it, by name.
    ///
    /// # Errors
    /// When the key is another vault's, or its slot damaged.
    pub fn recover(&self, key: &RecoveryFile) -> Result<Keyring, UnlockError> {
        if !self.recovery_matches(key) {
            return Err(UnlockError::RecoveryKey);
        }
        let recipient = &self.roll.recipients().recovery;
        SlotFile::read_recovery(&*self.store, self.roll.vault, recipient)?
            .open_with_recovery(&key.identity)
    }

    /// Whether a recovery key is this vault's.
    #[must_use]
    pub fn recovery_matches(&self, key: &RecoveryFile) -> bool {
        key.vault.is_none_or(|vault| vault == self.roll.vault)
            && key.identity.to_public() == self.roll.recipients().recovery
    }

    /// Opens the vault with somebody's keys. Their slot is what is believed: the header must be of the
    /// vault that it knows, and the log an unbroken chain that ends in a signature of one of its people.
    ///
    /// # Errors
    /// Gives the vault back, locked. [`Locked::verify`] then says more.
    pub fn open(self, keyring: Keyring) -> Result<Open, Box<Refused>> {
        let opened = self.is_known_to(&keyring).and_then(|()| {
            let (chain, roll) = self.follow_chain()?;
            let standing = stand(&keyring, &roll)?;
            Ok((chain, roll, standing))
        });
        match opened {
            Ok((chain, roll, standing)) => Ok(Open::new(self, keyring, standing, chain, roll)),
            Err(error) => Err(Box::new(Refused {
                locked: self,
                error,
            })),
        }
    }

    fn is_known_to(&self, keyring: &Keyring) -> Result<(), VaultError> {
        if keyring.vault == self.roll.vault {
            Ok(())
        } else {
            Err(VaultError::Stranger("it has another id"))
        }
    }

    /// The chain to its end, and the roll as the whole log has it.
    fn follow_chain(&self) -> Result<(Chain, Roll), VaultError> {
        let mut chain = Chain::new(self.roll.vault.chain_start());
        let mut roll = self.roll.anew();
        follow(&mut chain, &mut roll, &*self.store)?;
        Ok((chain, roll))
    }

    /// Checks every entry without a key: chain, signatures, hashes. See [`Open::verify`].
    pub fn verify(
        &self,
        expected: impl IntoIterator<Item = Tip>,
        progress: &mut dyn FnMut(u64),
    ) -> Report {
        verify::run(
            &*self.store,
            &self.roll,
            None,
            expected.into_iter().collect(),
            progress,
        )
    }

    /// Closes the store.
    ///
    /// # Errors
    /// See [`Store::close`].
    pub fn close(self) -> Result<(), StoreError> {
        self.store.close()
    }
}

/// How a keyring stands to a vault.
pub(super) struct Standing {
    /// Whose it is, as the log has them.
    pub me: Person,
    /// The log does not know these keys yet, and knows the one-time key that they replace.
    pub unfinished: bool,
}

fn stand(keyring: &Keyring, roll: &Roll) -> Result<Standing, VaultError> {
    let me = roll
        .person(&keyring.person)
        .ok_or(VaultError::Stranger("you are not in it any more"))?;
    let known = me.key == keyring.signing.verifying_key();
    let replaced = keyring.replaces.as_ref().map(|key| key.verifying_key());
    let unfinished = !known && replaced == Some(me.key);
    if !known && !unfinished {
        return Err(VaultError::Stranger(
            "you have been given a new slot since this one was made, or this is an older copy of the log",
        ));
    }
    let keys = super::keyring::Opener::new(keyring, roll);
    let wanted = [
        crate::store::Audience::Cases,
        crate::store::Audience::Headteacher,
    ];
    let lacks = |audience| me.role.opens(audience) && !keys.opens_now(audience);
    if me.id != RECOVERY_ID && wanted.into_iter().any(lacks) {
        return Err(VaultError::Stranger(
            "it seals to keys that your slot does not know",
        ));
    }
    Ok(Standing {
        me: me.clone(),
        unfinished,
    })
}

/// Follows a chain to its end and checks the signature there, which covers all that was before it.
pub(super) fn follow(
    chain: &mut Chain,
    roll: &mut Roll,
    store: &dyn Store,
) -> Result<(), VaultError> {
    let said = store.tip()?; // first: another program may append while we read
    let ends = chain.follow(store, roll).map_err(|stopped| match stopped {
        Stopped::Store(error) => VaultError::Store(error),
        Stopped::Broken(what) => VaultError::Broken(what),
    })?;
    for header in ends {
        roll.check(&header)
            .map_err(|fault| VaultError::Broken(format!("entry {} {fault}", header.seq)))?;
    }
    // Who was removed in it would count as being here still.
    if let Some(seq) = roll.altered() {
        return Err(VaultError::Broken(format!(
            "entry {seq}, which says who has a key, was altered or damaged: whose signatures count after it cannot be told"
        )));
    }
    if chain.contains(said) {
        Ok(())
    } else {
        Err(VaultError::Broken(format!(
            "it should run through entry {}, and ends at entry {}",
            said.seq,
            chain.len()
        )))
    }
}
