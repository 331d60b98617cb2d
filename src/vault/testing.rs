//! What the tests of this room share: a small vault, and a store that an attacker has been at.

use std::sync::{Arc, Mutex};

use zeroize::Zeroizing;

use super::*;
use crate::domain::entry::{Entry, KeyFact, SchoolFact, What};
use crate::domain::people::Author;
use crate::store::{
    AppendError, Sealed, Store, StoreError, SwapError, Version, memory::MemoryStore,
};

pub const QUICK: WorkFactor = WorkFactor::new(2);

/// A change made quickly, at a moment that says nothing.
pub fn making() -> Making {
    Making {
        at: moment(),
        work: QUICK,
    }
}

pub fn moment() -> chrono::DateTime<chrono::FixedOffset> {
    chrono::DateTime::parse_from_rfc3339("2026-11-24T11:30:00+00:00").unwrap()
}
pub const PASS: &str = "teal7 lantern & gravel";

pub fn person(id: &str, role: Role) -> NewPerson {
    NewPerson {
        id: id.to_owned(),
        name: format!("Person {id}"),
        role,
        passphrase: PASS.to_owned().into(),
    }
}

/// A store that a test holds the other end of.
#[derive(Clone, Default)]
pub struct Disk(pub Arc<Mutex<Inner>>);

#[derive(Default)]
pub struct Inner {
    pub store: MemoryStore,
    /// When set, this is the log that is read, whatever it is.
    pub forged: Option<Vec<Sealed>>,
    /// Entries whose sectors have gone bad.
    pub unreadable: Vec<u64>,
    /// Entries are lost, and the store says so.
    pub wounded: bool,
}

impl Inner {
    /// Takes the forged log for the true one, to be written on.
    pub fn go_on_from_forged(&mut self) {
        let log = self.forged.take().unwrap();
        let blobs = self.store.blob_keys().unwrap();
        let mut store = MemoryStore::default();
        for key in blobs {
            let (_, value) = self.store.blob(&key).unwrap().unwrap();
            store.swap_blob(&key, None, &value).unwrap();
        }
        store.append(Tip::EMPTY, &log).unwrap();
        self.store = store;
    }
}

impl Disk {
    pub fn entries(&self) -> Vec<Sealed> {
        self.read(0, usize::MAX).unwrap()
    }

    pub fn forge(&self, log: Vec<Sealed>) {
        self.0.lock().unwrap().forged = Some(log);
    }

    pub fn get(&self, key: &str) -> Vec<u8> {
        self.blob(key).unwrap().unwrap().1
    }

    pub fn put(&self, key: &str, value: &[u8]) {
        let version = self.blob(key).unwrap().map(|(version, _)| version);
        let mut inner = self.0.lock().unwrap();
        inner.store.swap_blob(key, version, value).unwrap();
    }

    pub fn load(&self) -> Locked {
        Locked::load(Box::new(self.clone()))
            .map_err(|(_, error)| error)
            .unwrap()
    }

    pub fn open(&self, id: &str) -> Open {
        let locked = self.load();
        let keys = locked.unlock(id, PASS, None).unwrap();
        locked.open(keys).unwrap()
    }
}

impl Store for Disk {
    fn tip(&self) -> Result<Tip, StoreError> {
        let inner = self.0.lock().unwrap();
        match &inner.forged {
            Some(log) => Ok(log.last().map_or(Tip::EMPTY, |last| last.header.tip())),
            None => inner.store.tip(),
        }
    }

    fn read(&self, after: u64, limit: usize) -> Result<Vec<Sealed>, StoreError> {
        let inner = self.0.lock().unwrap();
        let wanted = after + 1..=after.saturating_add(limit as u64);
        if inner.unreadable.iter().any(|seq| wanted.contains(seq)) {
            return Err(StoreError::Damaged("a bad sector".to_owned()));
        }
        match &inner.forged {
            Some(log) if log.iter().all(|one| one.header.seq <= after) => Ok(Vec::new()),
            Some(log) => Ok(log
                .iter()
                .skip_while(|one| after > 0 && one.header.seq <= after)
                .take(limit)
                .cloned()
                .collect()),
            None => inner.store.read(after, limit),
        }
    }

    fn in_the_clear(&self) -> Result<Vec<Sealed>, StoreError> {
        let inner = self.0.lock().unwrap();
        match &inner.forged {
            Some(log) => {
                let clear = |one: &&Sealed| one.header.audience == Audience::Everyone;
                Ok(log.iter().filter(clear).cloned().collect())
            }
            None => inner.store.in_the_clear(),
        }
    }

    fn append(&mut self, expected: Tip, batch: &[Sealed]) -> Result<Tip, AppendError> {
        self.0.lock().unwrap().store.append(expected, batch)
    }

    fn blob(&self, key: &str) -> Result<Option<(Version, Vec<u8>)>, StoreError> {
        self.0.lock().unwrap().store.blob(key)
    }

    fn swap_blob(
        &mut self,
        key: &str,
        expected: Option<Version>,
        value: &[u8],
    ) -> Result<Version, SwapError> {
        self.0.lock().unwrap().store.swap_blob(key, expected, value)
    }

    fn blob_keys(&self) -> Result<Vec<String>, StoreError> {
        self.0.lock().unwrap().store.blob_keys()
    }

    fn wound(&self) -> Option<&str> {
        self.0.lock().unwrap().wounded.then_some("an entry is lost")
    }

    fn close(self: Box<Self>) -> Result<(), StoreError> {
        Ok(())
    }
}

pub struct Sample {
    pub disk: Disk,
    pub recovery: RecoveryKey,
}

impl Sample {
    pub fn recovery_file(&self) -> RecoveryFile {
        RecoveryFile::parse(&self.recovery.file()).unwrap()
    }

    /// The vault as the recovery key opens it.
    pub fn recovered(&self) -> Open {
        let locked = self.disk.load();
        let keys = locked.recover(&self.recovery_file()).unwrap();
        locked.open(keys).unwrap()
    }

    pub fn let_in(&self, by: &str, id: &str, role: Role) {
        self.disk
            .open(by)
            .admit(person(id, role), making())
            .unwrap();
        self.accept(id);
    }

    /// Somebody who was invited makes keys of their own; the passphrase stays what tests know.
    pub fn accept(&self, id: &str) {
        let mut open = self.disk.open(id);
        assert!(open.is_invited());
        open.make_own_keys(PASS, making()).unwrap();
    }
}

/// A vault of one.
pub fn founded(id: &str, role: Role) -> Sample {
    let mut disk = Disk::default();
    let (_, recovery) = create(&mut disk, person(id, role), QUICK).unwrap();
    Sample { disk, recovery }
}

/// A vault of three: `dsl` founded it and let `deputy` in; the recovery key let `head` in. Both have
/// made keys of their own. It takes [`PEOPLE`] entries.
pub fn sample() -> Sample {
    let made = founded("dsl", Role::Dsl);
    made.let_in("dsl", "deputy", Role::Deputy);
    let mut spare = made.recovered();
    spare
        .admit(person("head", Role::Headteacher), making())
        .unwrap();
    made.accept("head");
    made
}

/// Entries in the log of [`sample`].
pub const PEOPLE: u64 = 4;

pub fn json(text: &str) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(format!("{{\"note\":\"{text}\"}}").into_bytes())
}

/// Appends `n` entries for the case identity, one batch.
pub fn append(open: &mut Open, n: usize) -> Tip {
    let batch: Vec<_> = (0..n)
        .map(|i| (Audience::Cases, json(&format!("entry {i}"))))
        .collect();
    open.append(&batch).unwrap()
}

/// What somebody says.
pub fn entry(by: &Author, what: What) -> Entry {
    Entry {
        daybook: 1,
        at: moment(),
        by: by.clone(),
        what,
    }
}

/// An entry as a program of somebody's own would write it at the log's end: signed with these keys,
/// whatever it says.
pub fn written(vault: &Sample, keys: &Keyring, entry: &Entry, audience: Audience) -> Sealed {
    let json = serde_json::to_vec(entry).unwrap();
    let locked = vault.disk.load();
    let body = match audience {
        Audience::Everyone => json,
        _ => agefile::seal(&locked.roll.recipients().of(audience), &json).unwrap(),
    };
    let mut end = vault.disk.tip().unwrap();
    if end == Tip::EMPTY {
        end.hash = locked.vault_id().chain_start();
    }
    keys.sign_entry(audience, end, body)
}

/// The same with the keys of somebody who is in the vault.
pub fn rogue(vault: &Sample, id: &str, by: &Author, what: What, audience: Audience) -> Sealed {
    let keys = vault.disk.load().unlock(id, PASS, None).unwrap();
    written(vault, &keys, &entry(by, what), audience)
}

/// Somebody of [`sample`] as entries name them.
pub fn author(id: &str, role: Role) -> Author {
    Author {
        id: id.to_owned(),
        name: format!("Person {id}"),
        role: role.id().to_owned(),
    }
}

pub fn keys_fact(fact: KeyFact) -> What {
    What::School(SchoolFact::Keys(fact))
}

/// Puts an entry at the log's end, past every rule.
pub fn add(vault: &Sample, sealed: Sealed) {
    let mut disk = vault.disk.clone();
    let tip = disk.tip().unwrap();
    disk.append(tip, &[sealed]).unwrap();
}

/// How often each attack is tried: as the environment says, or as few times as an ordinary run can wait for.
pub fn attacks(few: usize) -> usize {
    let asked = std::env::var("DAYBOOK_ATTACKS").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(few)
}

/// Chance that can be had again: splitmix64.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % end.max(1) as u64).unwrap()
    }
}
