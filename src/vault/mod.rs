//! Who may read and write: keys, slots, sealing, signatures and the chain. The only room that knows age.
//!
//! Nothing on the medium is trusted. The *founding record* (all recipients, the founder's key and the
//! recovery signing key) hashes to the vault's id; every later member is vouched for by a member who
//! holds the keys of that role; every person's *slot* holds the vault's id under their passphrase. So
//! whoever changes recipients or people on the disk ends up with another vault, and is refused.
//!
//! A [`Locked`] vault shows who may unlock it and can check its chain; an [`Open`] one reads and writes.

pub mod ledger;
pub mod summary;
pub mod tipmemory;

mod agefile;
mod backup;
mod card;
mod chain;
mod charter;
mod codec;
mod create;
mod error;
mod fault;
mod handout;
mod keyring;
mod locked;
mod members;
mod open;
mod parallel;
mod people;
mod private;
mod ready;
mod recovery;
mod rekey;
mod restore;
mod roll;
mod slot;
mod verify;

#[cfg(test)]
mod backup_tests;
#[cfg(test)]
mod forgery_tests;
#[cfg(test)]
mod ledger_tests;
#[cfg(test)]
mod log_attack_tests;
#[cfg(test)]
mod people_tests;
#[cfg(test)]
mod private_tests;
#[cfg(test)]
mod rekey_tests;
#[cfg(test)]
mod slot_attack_tests;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod verify_tests;

pub use agefile::WorkFactor;
pub use backup::{backup, backup_to_file, begins_as_backup};
pub use card::{Card, Dropped, LARGEST_REPORT, report_hash};
pub use charter::VaultId;
pub use create::create;
pub use error::{UnlockError, VaultError};
pub use fault::{Fault, Problem, Report};
pub use handout::{HandedTo, Recipients};
pub use keyring::Keyring;
pub use locked::{Locked, Refused};
pub use members::{Making, one_time_passphrase};
pub use open::{Content, Open, Opened, Since};
pub use people::{NewPerson, Person, Role, key_id};
pub use recovery::{KeyFile, RecoveryFile, RecoveryKey};
pub use rekey::{Rekeyed, rekey};
pub use restore::{RestoreError, Restored};
pub use slot::SlotFile;

// What callers need to speak of entries without importing the store's forms one by one.
pub use crate::store::{Audience, KeyId, Tip};
