//! Sealing the past anew: a new generation of the vault, in which every entry says the same under keys
//! that nobody has had before.
//!
//! Rotation ([`super::Open::remove`]) protects what is written from then on. Whoever had a key before can
//! still open a copy of what was written until then; this is for when the past must be shut to them on
//! this disk too. The authors' signatures cannot be made again, so whoever seals anew signs every entry,
//! and each carries the header that it had, for holding it against the old log.

use serde_json::Value;
use zeroize::Zeroizing;

use super::{
    charter::Continues,
    codec,
    create::create_after,
    error::VaultError,
    ledger::Ledger,
    locked::Locked,
    members::{Making, one_time_passphrase},
    open::{Content, Open, Opened},
    people::{NewPerson, Person},
    recovery::RecoveryKey,
};
use crate::domain::school::School;
use crate::store::{Audience, memory::MemoryStore};

/// Entries that are sealed and held at a time.
const PAGE: usize = 512;
/// Under what an entry carries the header that it had.
const WAS: &str = "resealed_from";

/// The new generation, in memory, proved to say the same as the old one.
pub struct Rekeyed {
    /// The vault, to be written and then put in the old one's place.
    pub locked: Locked,
    /// Its recovery key, to be kept first.
    pub recovery: RecoveryKey,
    /// Everybody else, each with the one-time passphrase that lets them in.
    pub people: Vec<(Person, Zeroizing<String>)>,
}

/// Seals the whole log anew for whoever opened it; everybody else is invited again.
///
/// # Errors
/// [`VaultError::NotAllOpen`] when an entry cannot be opened, [`VaultError::NotEqual`] when what came of
/// it is not the same. The old vault is not touched.
pub fn rekey(
    open: &Open,
    passphrase: &str,
    making: Making,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Rekeyed, VaultError> {
    let end = open.tip().seq;
    let founder = NewPerson {
        id: open.me.id.clone(),
        name: open.me.name.clone(),
        role: open.me.role,
        passphrase: passphrase.to_owned().into(),
    };
    let continues = Continues {
        vault: open.vault_id(),
        seq: end,
        hash: open.tip().hash,
    };
    let mut store = MemoryStore::default();
    let (keyring, recovery) = create_after(&mut store, founder, making.work, Some(continues))?;
    let locked = Locked::load(Box::new(store)).map_err(|(_, error)| error)?;
    let mut new = locked.open(keyring).map_err(|refused| refused.error)?;

    // Twice as many steps as entries: each is sealed, and then compared.
    in_pages(open, |page| {
        let batch = page
            .iter()
            .map(|one| carried(open, one))
            .collect::<Result<Vec<_>, _>>()?;
        new.append(&batch)?;
        progress(new.tip().seq, 2 * end);
        Ok(())
    })?;
    in_pages(open, |page| {
        let first = page.first().map_or(0, |one| one.header.seq);
        let sealed_anew = new.read(first.saturating_sub(1), page.len())?;
        for (old, new) in page.iter().zip(&sealed_anew) {
            if !says_the_same(old, new) {
                return Err(VaultError::NotEqual(old.header.seq));
            }
        }
        progress(end + first, 2 * end);
        match sealed_anew.len() == page.len() {
            true => Ok(()),
            false => Err(VaultError::NotEqual(first)),
        }
    })?;
    // And what is computed from the entries is the same as well.
    let before = replayed(open, end)?;
    let after = replayed(&new, end)?;
    if before != after {
        return Err(VaultError::NotEqual(end));
    }

    let mut people = Vec::new();
    for person in open.people() {
        if person.id == open.me.id {
            continue;
        }
        let one_time = one_time_passphrase();
        new.admit(
            NewPerson {
                id: person.id.clone(),
                name: person.name.clone(),
                role: person.role,
                passphrase: one_time.clone(),
            },
            making,
        )?;
        people.push((person.clone(), one_time));
    }
    Ok(Rekeyed {
        locked: new.lock(),
        recovery,
        people,
    })
}

fn in_pages(
    open: &Open,
    mut each: impl FnMut(&[Opened]) -> Result<(), VaultError>,
) -> Result<(), VaultError> {
    let (mut after, end) = (0, open.tip().seq);
    while after < end {
        let page = open.read(after, PAGE)?;
        after = page
            .last()
            .map(|one| one.header.seq)
            .ok_or(VaultError::NotEqual(after + 1))?;
        each(&page)?;
    }
    Ok(())
}

/// An entry as it is sealed anew: the same, with the header that it had. Who had a key is told as
/// history, sealed like the rest: the new generation says itself who has one.
fn carried(open: &Open, one: &Opened) -> Result<(Audience, Zeroizing<Vec<u8>>), VaultError> {
    let audience = match one.header.audience {
        Audience::Everyone => Audience::Cases,
        other => other,
    };
    let not_genuine = |reason| VaultError::NotGenuine {
        seq: one.header.seq,
        reason,
    };
    let plain = match &one.content {
        Content::Plain(plain) => plain,
        Content::SealedToHeadteacher => return Err(VaultError::NotAllOpen),
        Content::Broken(why) => return Err(not_genuine(why.clone())),
    };
    if let Ok(entry) = serde_json::from_slice(plain) {
        open.agrees(&one.header, &entry).map_err(not_genuine)?;
    }
    let mut value = read(plain).ok_or(VaultError::NotJson)?;
    let Value::Object(fields) = &mut value else {
        return Err(VaultError::NotJson);
    };
    // Sealed anew for a second time, it keeps the header that its author signed.
    fields
        .entry(WAS)
        .or_insert_with(|| codec::base64(&one.header.encode()).into());
    let json = serde_json::to_vec(&value).map_err(|_| VaultError::NotJson)?;
    Ok((audience, Zeroizing::new(json)))
}

fn says_the_same(old: &Opened, new: &Opened) -> bool {
    let (Content::Plain(before), Content::Plain(after)) = (&old.content, &new.content) else {
        return false;
    };
    let (Some(mut before), Some(mut after)) = (read(before), read(after)) else {
        return false;
    };
    let was = after.as_object_mut().and_then(|fields| fields.remove(WAS));
    let first = before.as_object_mut().and_then(|fields| fields.remove(WAS));
    let header = first.unwrap_or_else(|| codec::base64(&old.header.encode()).into());
    before == after && was == Some(header)
}

fn replayed(open: &Open, end: u64) -> Result<Vec<u8>, VaultError> {
    let school = Ledger::replayed(open, School::default(), 0, end)?;
    serde_json::to_vec(&school).map_err(|_| VaultError::NotJson)
}

fn read(json: &[u8]) -> Option<Value> {
    serde_json::from_slice(json).ok()
}
