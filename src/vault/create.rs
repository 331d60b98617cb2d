//! Making a vault: all its keys, its header, the founder's slot.

use age::x25519::Identity;
use rand::{RngCore as _, rngs::OsRng};

use super::{
    agefile::WorkFactor,
    charter::{Charter, Continues, Founding, HEADER, Recipients, VaultId},
    error::VaultError,
    keyring::Keyring,
    people::{NewPerson, Person, RECOVERY_ID, is_id},
    recovery::RecoveryKey,
    slot,
};
use crate::store::{Audience, Store, Tip};

/// Makes a vault in an empty store, with one person in it. No entry is written.
///
/// A founder who is not the headteacher holds no key to the headteacher's entries: let the
/// headteacher in with the recovery key ([`super::Locked::recover`]).
///
/// # Errors
/// When the store is not empty or cannot be written, or the id cannot be one.
pub fn create(
    store: &mut dyn Store,
    founder: NewPerson,
    work: WorkFactor,
) -> Result<(Keyring, RecoveryKey), VaultError> {
    create_after(store, founder, work, None)
}

/// Makes a vault that continues another one's log.
pub(super) fn create_after(
    store: &mut dyn Store,
    founder: NewPerson,
    work: WorkFactor,
    continues: Option<Continues>,
) -> Result<(Keyring, RecoveryKey), VaultError> {
    if !is_id(&founder.id) {
        return Err(VaultError::Id(founder.id));
    }
    if store.tip()? != Tip::EMPTY || !store.blob_keys()?.is_empty() {
        return Err(VaultError::Exists);
    }
    let (cases, headteacher) = (Identity::generate(), Identity::generate());
    let unnamed = VaultId([0; 32]); // the id is the hash of what follows, public keys included
    let mut mine = Keyring::new(unnamed, &founder.id);
    let mut spare = Keyring::new(unnamed, RECOVERY_ID);
    let recipients = Recipients {
        cases: cases.to_public(),
        headteacher: headteacher.to_public(),
        recovery: spare.own.to_public(),
    };
    let mut nonce = [0; 32];
    OsRng.fill_bytes(&mut nonce);
    let charter = Charter::new(Founding {
        nonce,
        recipients,
        founder: Person {
            id: founder.id,
            name: founder.name,
            role: founder.role,
            key: mine.signing.verifying_key(),
            recipient: mine.own.to_public(),
        },
        recovery_key: spare.signing.verifying_key(),
        continues,
    });
    mine.vault = charter.vault;
    mine.opens = vec![cases.clone()];
    if founder.role.opens(Audience::Headteacher) {
        mine.opens.push(headteacher.clone());
    }
    spare.vault = charter.vault;
    spare.opens = vec![cases, headteacher];
    slot::write(store, &mine, &founder.passphrase, work)?;
    slot::write_recovery(store, &spare, &spare.own.to_public())?;
    // The header last: without it there is no vault, so a half-made one is never opened.
    store.swap_blob(HEADER, None, &charter.encode()?)?;
    let recovery = RecoveryKey {
        identity: spare.own,
        vault: charter.vault,
    };
    Ok((mine, recovery))
}
