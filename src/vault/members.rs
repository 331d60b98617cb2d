//! Letting people in and out, and the keys that follow from it. Each of these is one batch of entries
//! in the clear, so that it holds as a whole or not at all.

use age::x25519::Identity;
use chrono::{DateTime, FixedOffset};
use zeroize::Zeroizing;

use super::{
    agefile::WorkFactor,
    error::{UnlockError, VaultError},
    keyring::{Keyring, handed},
    open::Open,
    people::{NewPerson, Person, RECOVERY_ID, Role, is_id},
    recovery::{KeyFile, RecoveryFile, RecoveryKey},
    roll::Signer,
    slot::{self, SlotFile},
};
use crate::domain::entry::{Handed, KeyFact, PublicKeys, SealedTo};
use crate::store::Audience;

/// What a change asks of those who make it: when, and how hard new passphrases are to try.
#[derive(Clone, Copy)]
pub struct Making {
    /// The moment, for the entry.
    pub at: DateTime<FixedOffset>,
    /// For the slot that is written.
    pub work: WorkFactor,
}

impl Open {
    /// Lets a new person in, with a one-time passphrase: they must make keys of their own first. A DSL
    /// can let in DSLs and deputies; the headteacher and the recovery key anybody.
    ///
    /// # Errors
    /// When the id is taken or cannot be one, or the role is not ours to give.
    pub fn admit(&mut self, new: NewPerson, making: Making) -> Result<(), VaultError> {
        if !is_id(&new.id) {
            return Err(VaultError::Id(new.id));
        }
        if self.roll.person(&new.id).is_some() {
            return Err(VaultError::Taken(new.id));
        }
        if self.roll.is_nameable(&new.id, &new.name).is_err() {
            return Err(VaultError::PersonName(new.name));
        }
        self.issue(new, true, making)
    }

    /// Gives somebody who has forgotten their passphrase new keys. What they signed before stays
    /// theirs; drafts under the old passphrase are lost to them. Where they stand beside us with the
    /// recovery key, the passphrase is theirs already and not a one-time one.
    ///
    /// # Errors
    /// When nobody has that id, or the role is not ours to give.
    pub fn readmit(
        &mut self,
        id: &str,
        passphrase: &str,
        invited: bool,
        making: Making,
    ) -> Result<(), VaultError> {
        let person = self.somebody(id)?.person.clone();
        let new = NewPerson {
            id: person.id,
            name: person.name,
            role: person.role,
            passphrase: passphrase.to_owned().into(),
        };
        self.issue(new, invited, making)
    }

    fn somebody(&self, id: &str) -> Result<&Signer, VaultError> {
        self.roll
            .current(id)
            .filter(|signer| signer.person.id != RECOVERY_ID)
            .ok_or_else(|| VaultError::Nobody(id.to_owned()))
    }

    fn may(&self, role: Role) -> Result<(), VaultError> {
        if self.me.role.may_admit(role) {
            Ok(())
        } else {
            Err(VaultError::NotYours(self.me.role, role))
        }
    }

    fn issue(&mut self, new: NewPerson, invited: bool, making: Making) -> Result<(), VaultError> {
        self.may(new.role)?;
        let mut keyring = Keyring::new(self.keys.vault, &new.id);
        keyring.opens = self.keys_for(new.role);
        let admitted = KeyFact::Admitted {
            person: crate::domain::people::Author {
                id: new.id,
                name: new.name,
                role: new.role.id().to_owned(),
            },
            keys: public(&keyring),
            invited,
        };
        // The slot first: a slot that the log does not know is refused, and can be written again.
        slot::write(&mut *self.store, &keyring, &new.passphrase, making.work)?;
        self.append_keys(making.at, vec![admitted])
    }

    /// What somebody of that role opens with, of all that is at hand.
    fn keys_for(&self, role: Role) -> Vec<Identity> {
        let mut keys = self.opener.all(Audience::Cases);
        if role.opens(Audience::Headteacher) {
            keys.extend(self.opener.all(Audience::Headteacher));
        }
        keys
    }

    /// Whether these keys are one-time ones: nothing can be recorded with them.
    #[must_use]
    pub fn is_invited(&self) -> bool {
        self.roll
            .current(&self.me.id)
            .is_some_and(|signer| signer.invited)
    }

    /// Makes new keys for whoever opened the vault, which nobody else has ever held, under a new
    /// passphrase. After an invitation this is the first thing to do.
    ///
    /// # Errors
    /// When the slot or the entry could not be written. Whichever of the two passphrases opens the
    /// slot afterwards, the vault can be opened with it.
    pub fn make_own_keys(&mut self, passphrase: &str, making: Making) -> Result<(), VaultError> {
        let mut keyring = Keyring::new(self.keys.vault, &self.me.id);
        keyring.opens = self.keys_for(self.me.role);
        keyring.replaces = Some(self.keys.signing.clone());
        keyring.second.clone_from(&self.keys.second);
        let made = KeyFact::KeysMade(public(&keyring));
        slot::write(&mut *self.store, &keyring, passphrase, making.work)?;
        self.append_keys(making.at, vec![made])?;
        self.take_up(keyring)
    }

    /// Carries out what [`Open::make_own_keys`] began, if it was cut short after the slot.
    ///
    /// # Errors
    /// When the entry could not be written; the next opening tries again.
    pub fn finish_own_keys(&mut self, at: DateTime<FixedOffset>) -> Result<(), VaultError> {
        let Some(keyring) = self.unfinished.take() else {
            return Ok(());
        };
        self.append_keys(at, vec![KeyFact::KeysMade(public(&keyring))])?;
        self.take_up(keyring)
    }

    /// Goes on with other keys of the same person, which the log knows.
    fn take_up(&mut self, mut keyring: Keyring) -> Result<(), VaultError> {
        keyring.replaces = None;
        self.keys = keyring;
        self.look_round()
    }

    /// Removes a person. What is written from here on is sealed to new keys, which they do not have.
    ///
    /// # Errors
    /// When nobody has that id, they are not ours to remove, or the last of their role.
    pub fn remove(&mut self, id: &str, at: DateTime<FixedOffset>) -> Result<(), VaultError> {
        let person = self.leaving(id)?;
        let people = self.present(|signer| signer.person.id != person.id);
        let resealed = self.resealed(person.role, &people, &self.recovery_keys()?)?;
        let removed = KeyFact::Removed {
            id: person.id.clone(),
        };
        self.append_keys(at, vec![removed, resealed])?;
        // They can open nothing new with it; that it is gone is only tidiness.
        let _ = slot::erase(&mut *self.store, id);
        Ok(())
    }

    /// Gives a person another role, with the keys that it needs. Who is headteacher no longer keeps
    /// what they could read, and can read nothing new.
    ///
    /// # Errors
    /// As [`Open::remove`], and when the new role is not ours to give.
    pub fn give_role(
        &mut self,
        id: &str,
        role: Role,
        at: DateTime<FixedOffset>,
    ) -> Result<(), VaultError> {
        let person = self.leaving(id)?;
        self.may(role)?;
        if person.role == role {
            return Ok(());
        }
        let mut handed_on = Handed::new();
        let mut facts = Vec::new();
        if role == Role::Headteacher {
            let keys = self.opener.all(Audience::Headteacher);
            handed_on.insert(person.id.clone(), handed(&person, &keys)?);
        }
        facts.push(KeyFact::RoleGiven {
            id: person.id.clone(),
            role: role.id().to_owned(),
            handed: handed_on,
        });
        if person.role == Role::Headteacher {
            let mut people = self.present(|signer| signer.person.id != person.id);
            people.push(Person { role, ..person });
            facts.push(self.resealed(Role::Headteacher, &people, &self.recovery_keys()?)?);
        }
        self.append_keys(at, facts)
    }

    /// Puts a new recovery key in the place of one that is lost; it must be kept by now. What was sealed
    /// until now can be read with the new one by Daybook; the old one opens it for ever, wherever it is. What
    /// is written from here on is sealed to new keys, which the old one does not come to.
    ///
    /// # Errors
    /// When it is not ours to do: a headteacher's, or a DSL's where there is no headteacher.
    pub fn replace_recovery(
        &mut self,
        new: &RecoveryKey,
        at: DateTime<FixedOffset>,
    ) -> Result<(), VaultError> {
        let mut keyring = Keyring::new(self.keys.vault, RECOVERY_ID);
        keyring.own = new.identity.clone();
        keyring.opens = self.keys_for(Role::Headteacher);
        let old = self.roll.recipients().recovery.clone();
        let mut recovery = self.roll.founding.recovery_person();
        recovery.recipient = keyring.own.to_public();
        // Whoever has the old one has, with any copy of this disk, all that it handed on.
        let mut people = self.present(|signer| signer.person.id != RECOVERY_ID);
        people.push(recovery.clone());
        let resealed = self.resealed(Role::Headteacher, &people, &public(&keyring))?;
        slot::write_recovery(&mut *self.store, &keyring, &recovery.recipient)?;
        self.append_keys(at, vec![resealed])?;
        let _ = slot::erase_recovery(&mut *self.store, &old);
        Ok(())
    }

    /// A new recovery key for this vault, to be kept and then put in the old one's place.
    #[must_use]
    pub fn new_recovery_key(&self) -> RecoveryKey {
        RecoveryKey {
            identity: Identity::generate(),
            vault: self.keys.vault,
        }
    }

    /// Whether a new recovery key is ours to make.
    ///
    /// # Errors
    /// [`VaultError::RecoveryNotYours`] when it is the headteacher's.
    pub fn may_replace_recovery(&self) -> Result<(), VaultError> {
        let alone = self.me.role == Role::Dsl && !self.roll.has(Role::Headteacher);
        if self.me.role == Role::Headteacher || alone {
            Ok(())
        } else {
            Err(VaultError::RecoveryNotYours(self.me.role))
        }
    }

    /// Whether that passphrase opens the slot of whoever opened the vault.
    ///
    /// # Errors
    /// [`VaultError::NotMine`] when it does not.
    pub fn is_mine(&self, passphrase: &str) -> Result<(), VaultError> {
        let slot = SlotFile::read(&*self.store, self.roll.vault, &self.me.id);
        match slot.map(|slot| slot.open(passphrase, None)) {
            Ok(Ok(_) | Err(UnlockError::KeyFileNeeded)) => Ok(()),
            _ => Err(VaultError::NotMine),
        }
    }

    /// Somebody whom we may take out of their role, and who is not the last in it.
    fn leaving(&self, id: &str) -> Result<Person, VaultError> {
        let person = self.somebody(id)?.person.clone();
        self.may(person.role)?;
        if self.roll.is_last(&person) {
            return Err(VaultError::Last(person.name, person.role));
        }
        Ok(person)
    }

    fn present(&self, keep: impl Fn(&Signer) -> bool) -> Vec<Person> {
        let people = self.roll.people().into_iter();
        let all = people.chain(self.roll.current(RECOVERY_ID));
        all.filter(|signer| keep(signer))
            .map(|signer| signer.person.clone())
            .collect()
    }

    fn recovery_keys(&self) -> Result<PublicKeys, VaultError> {
        let recovery = self.roll.person(RECOVERY_ID);
        let recovery = recovery.ok_or(VaultError::RecoveryKey)?;
        Ok(PublicKeys {
            signing: super::codec::base64(recovery.key.as_bytes()),
            recipient: recovery.recipient.to_string(),
        })
    }

    /// New keys for what a role opens, handed to all of these people who may open it too.
    fn resealed(
        &self,
        role: Role,
        people: &[Person],
        recovery: &PublicKeys,
    ) -> Result<KeyFact, VaultError> {
        let now = self.roll.recipients();
        let cases = Identity::generate();
        let headteacher = Identity::generate();
        let both = role.opens(Audience::Headteacher);
        let mut handed_on = Handed::new();
        for person in people {
            let mut keys = vec![cases.clone()];
            if both && person.role.opens(Audience::Headteacher) {
                keys.push(headteacher.clone());
            }
            handed_on.insert(person.id.clone(), handed(person, &keys)?);
        }
        let head = if both {
            headteacher.to_public()
        } else {
            now.headteacher.clone()
        };
        Ok(KeyFact::Resealed {
            to: SealedTo {
                cases: cases.to_public().to_string(),
                headteacher: head.to_string(),
                recovery: recovery.clone(),
            },
            handed: handed_on,
        })
    }

    /// From now on the slot of whoever opened the vault asks for this key file beside the passphrase, or
    /// for none.
    ///
    /// # Errors
    /// When the slot cannot be written; what was asked for before then still holds.
    pub fn set_key_file(
        &mut self,
        second: Option<&KeyFile>,
        passphrase: &str,
        work: WorkFactor,
    ) -> Result<(), VaultError> {
        let before = self.keys.second.clone();
        self.keys.second = second.map(|file| file.identity.to_public());
        let written = self.set_passphrase(passphrase, work);
        if written.is_err() {
            self.keys.second = before;
        }
        written
    }

    /// Whether their slot asks for a key file.
    #[must_use]
    pub fn has_key_file(&self) -> bool {
        self.keys.second.is_some()
    }

    /// Does something with the recovery key, which can let in whom we cannot. It is signed by it, by name.
    ///
    /// # Errors
    /// When the key is another vault's, and those of what is done.
    pub fn with_recovery<T>(
        &mut self,
        key: &RecoveryFile,
        act: impl FnOnce(&mut Self) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        let recipient = self.roll.recipients().recovery.clone();
        if key.vault.is_some_and(|vault| vault != self.roll.vault)
            || key.identity.to_public() != recipient
        {
            return Err(VaultError::RecoveryKey);
        }
        let keyring = SlotFile::read_recovery(&*self.store, self.roll.vault, &recipient)
            .and_then(|slot| slot.open_with_recovery(&key.identity))
            .map_err(|_| VaultError::RecoveryKey)?;
        let mine = std::mem::replace(&mut self.keys, keyring);
        let done = self.look_round().and_then(|()| act(self));
        self.keys = mine;
        self.look_round()?;
        done
    }

    /// Changes the passphrase of whoever opened the vault.
    ///
    /// # Errors
    /// When the slot cannot be written; the old passphrase then still holds.
    pub fn set_passphrase(&mut self, new: &str, work: WorkFactor) -> Result<(), VaultError> {
        self.keys.opens = self.keys_for(self.me.role);
        slot::write(&mut *self.store, &self.keys, new, work)
    }
}

/// The public halves of a keyring's keys.
pub(super) fn public(keyring: &Keyring) -> PublicKeys {
    PublicKeys {
        signing: super::codec::base64(keyring.signing.verifying_key().as_bytes()),
        recipient: keyring.own.to_public().to_string(),
    }
}

/// A passphrase that is given on a slip of paper and used once: it is long, and easy to type.
#[must_use]
pub fn one_time_passphrase() -> Zeroizing<String> {
    use rand::Rng as _;
    // Without letters and digits that look alike on paper.
    const SIGNS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut text = Zeroizing::new(String::with_capacity(24));
    for place in 0..20 {
        if place > 0 && place % 5 == 0 {
            text.push('-');
        }
        let sign = rand::rngs::OsRng.gen_range(0..SIGNS.len());
        text.push(SIGNS.get(sign).copied().map_or('x', char::from));
    }
    text
}
