//! Making a vault: all its keys, its header, the founder's slot.

use age::x25519::Identity;
use ed25519_dalek::SigningKey;
use rand::{RngCore as _, rngs::OsRng};

use super::{
    agefile::WorkFactor,
    charter::{Charter, Founding, HEADER, Recipients},
    error::VaultError,
    keyring::Keyring,
    people::{NewPerson, Person, is_id},
    recovery::RecoveryKey,
    slot,
};
use crate::store::{Audience, Store, Tip};

/// Makes a vault in an empty store, with one person in it. No entry is written.
///
/// A founder who is not the headteacher holds no key to the headteacher's entries: let the
/// headteacher in with the recovery key ([`super::Locked::recover`]) while it is at hand.
///
/// # Errors
/// When the store is not empty or cannot be written, or the id cannot be one.
pub fn create(
    store: &mut dyn Store,
    founder: NewPerson,
    work: WorkFactor,
) -> Result<(Keyring, RecoveryKey), VaultError> {
    if !is_id(&founder.id) {
        return Err(VaultError::Id(founder.id));
    }
    if store.tip()? != Tip::EMPTY || !store.blob_keys()?.is_empty() {
        return Err(VaultError::Exists);
    }
    let cases = Identity::generate();
    let headteacher = Identity::generate();
    let recovery = Identity::generate();
    let signing = SigningKey::generate(&mut OsRng);
    let recovery_signing = SigningKey::generate(&mut OsRng);
    let mut nonce = [0; 32];
    OsRng.fill_bytes(&mut nonce);
    let recipients = Recipients {
        cases: cases.to_public(),
        headteacher: headteacher.to_public(),
        recovery: recovery.to_public(),
    };
    let charter = Charter::new(Founding {
        nonce,
        recipients: recipients.clone(),
        founder: Person {
            id: founder.id,
            name: founder.name,
            role: founder.role,
            key: signing.verifying_key(),
        },
        recovery_key: recovery_signing.verifying_key(),
    });
    let vault = charter.vault;
    let me = charter.founding.founder.clone();
    let opens_all = me.role.opens(Audience::Headteacher);
    let mine = Keyring {
        vault,
        me,
        recipients: recipients.clone(),
        signing,
        cases: cases.clone(),
        headteacher: opens_all.then(|| headteacher.clone()),
        own: Identity::generate(),
    };
    let spare = Keyring {
        vault,
        me: charter.founding.recovery_person(),
        recipients,
        signing: recovery_signing,
        cases,
        headteacher: Some(headteacher),
        own: Identity::generate(),
    };
    slot::write(store, &mine, &founder.passphrase, work)?;
    slot::write_recovery(store, &spare)?;
    // The header last: without it there is no vault, so a half-made one is never opened.
    store.swap_blob(HEADER, None, &charter.encode()?)?;
    let recovery = RecoveryKey {
        identity: recovery,
        vault,
    };
    Ok((mine, recovery))
}
