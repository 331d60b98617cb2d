//! Letting people in: a new signing key, a slot, and a signature that vouches for them.

use age::x25519::Identity;
use ed25519_dalek::SigningKey;
use rand::rngs::OsRng;

use super::{
    agefile::WorkFactor,
    charter::{HEADER, Member, vouching_bytes},
    error::VaultError,
    keyring::Keyring,
    open::Open,
    people::{NewPerson, Person, is_id},
    slot,
};
use crate::store::Audience;

impl Open {
    /// Lets a new person in. A DSL can let in DSLs and deputies; the headteacher and the recovery
    /// key anybody.
    ///
    /// # Errors
    /// When the id is taken or cannot be one, or the role is not ours to give.
    pub fn admit(&mut self, new: NewPerson, work: WorkFactor) -> Result<Person, VaultError> {
        if !is_id(&new.id) {
            return Err(VaultError::Id(new.id));
        }
        self.reload_people()?;
        if self.charter.person(&new.id).is_some() {
            return Err(VaultError::Taken(new.id));
        }
        self.issue(new, work)
    }

    /// Gives somebody who has forgotten their passphrase a new slot, with a new signing key. What
    /// they signed before stays theirs; drafts under the old passphrase are lost to them.
    ///
    /// # Errors
    /// When nobody has that id, or the role is not ours to give.
    pub fn readmit(
        &mut self,
        id: &str,
        passphrase: &str,
        work: WorkFactor,
    ) -> Result<Person, VaultError> {
        self.reload_people()?;
        let person = self
            .charter
            .person(id)
            .filter(|person| is_id(&person.id))
            .ok_or_else(|| VaultError::Nobody(id.to_owned()))?;
        let new = NewPerson {
            id: person.id.clone(),
            name: person.name.clone(),
            role: person.role,
            passphrase: passphrase.to_owned().into(),
        };
        self.issue(new, work)
    }

    fn issue(&mut self, new: NewPerson, work: WorkFactor) -> Result<Person, VaultError> {
        let mine = self.keys.me.role;
        if !mine.may_admit(new.role) {
            return Err(VaultError::NotYours(mine, new.role));
        }
        let signing = SigningKey::generate(&mut OsRng);
        let person = Person {
            id: new.id,
            name: new.name,
            role: new.role,
            key: signing.verifying_key(),
        };
        let keyring = Keyring {
            vault: self.keys.vault,
            me: person.clone(),
            recipients: self.keys.recipients.clone(),
            signing,
            cases: self.keys.cases.clone(),
            headteacher: if new.role.opens(Audience::Headteacher) {
                self.keys.headteacher.clone()
            } else {
                None
            },
            own: Identity::generate(),
        };
        let mut charter = self.charter.clone();
        charter.admit(Member {
            signature: self.keys.sign(&vouching_bytes(&self.keys.vault, &person)),
            vouched_by: self.keys.me.key_id(),
            person: person.clone(),
        })?;
        // The header first: a slot whose owner is not in it is refused, a person whose slot was
        // not written is only let in again.
        let version = self.store.blob(HEADER)?.map(|(version, _)| version);
        self.store.swap_blob(HEADER, version, &charter.encode()?)?;
        self.charter = charter;
        slot::write(&mut *self.store, &keyring, &new.passphrase, work)?;
        Ok(person)
    }
}
