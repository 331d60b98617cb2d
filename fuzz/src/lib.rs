//! What the fuzzers share: a small invented vault that is always the same, opened anew for each input.
//!
//! Checksums and seals keep a fuzzer out as they keep an attacker out. So each target that stands behind
//! one tries both: the bytes as they are, and, where the first byte is odd, the rest of them put behind a
//! right seal, as somebody who holds the keys (or a fault in the program) could.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chrono::{DateTime, FixedOffset, NaiveDate};
use daybook::domain::school::School;
use daybook::domain::vocabulary::Vocabulary;
use daybook::domain::{case_find, story};
use daybook::session::{Room, Session, Unlocking};
use daybook::store::memory::MemoryStore;
use daybook::store::{Store, Tip, disk};
use daybook::vault::{Keyring, Locked, Open, RecoveryFile};

/// The DSL, and what opens her slot.
pub const PERSON: &str = "ada";
pub const PASSPHRASE: &str = "Seven teal lanterns over Dover, 1904";

/// This package's folder, also where the product's own tests use this file.
pub fn here() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    match package.join("fuzz") {
        fuzz if fuzz.is_dir() => fuzz,
        _ => package.to_owned(),
    }
}

pub fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-26T10:00:00+00:00").unwrap()
}

/// A folder in memory where the system has one: millions of files are written there.
pub fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    match memory.is_dir() {
        true => tempfile::tempdir_in(memory).unwrap(),
        false => tempfile::tempdir().unwrap(),
    }
}

/// A copy of the vault, to be opened and written to.
pub fn vault_in(folder: &Path) -> PathBuf {
    let vault = folder.join("vault");
    std::fs::create_dir_all(vault.join("blobs")).unwrap();
    for part in ["", "blobs"] {
        for file in std::fs::read_dir(here().join("vault").join(part))
            .unwrap()
            .flatten()
        {
            if file.path().is_file() {
                std::fs::copy(file.path(), vault.join(part).join(file.file_name())).unwrap();
            }
        }
    }
    vault
}

/// The vault in memory, and the keys of its DSL.
pub struct Base {
    pub store: MemoryStore,
    pub keys: Keyring,
    pub recovery: RecoveryFile,
}

impl Base {
    pub fn new() -> Self {
        let folder = folder();
        let disk = disk::open(&vault_in(folder.path())).unwrap();
        let mut store = MemoryStore::default();
        for key in disk.blob_keys().unwrap() {
            let (_, value) = disk.blob(&key).unwrap().unwrap();
            store.swap_blob(&key, None, &value).unwrap();
        }
        let log = disk.read(0, usize::MAX).unwrap();
        store.append(Tip::EMPTY, &log).unwrap();
        let locked = loaded(store.clone());
        let recovery = std::fs::read_to_string(here().join("recovery")).unwrap();
        Self {
            keys: locked.unlock(PERSON, PASSPHRASE, None).unwrap(),
            store,
            recovery: RecoveryFile::parse(&recovery).unwrap(),
        }
    }

    pub fn locked(&self) -> Locked {
        loaded(self.store.clone())
    }

    pub fn open(&self) -> Open {
        self.locked().open(self.keys.clone()).unwrap()
    }

    /// The vault with another value under a name.
    pub fn with_blob(&self, key: &str, value: &[u8]) -> MemoryStore {
        let mut store = self.store.clone();
        let version = store.blob(key).unwrap().map(|(version, _)| version);
        store.swap_blob(key, version, value).unwrap();
        store
    }

    pub fn session(&self) -> Session {
        unlocked(Room::in_memory(self.locked()))
    }
}

/// A vault that loads.
pub fn loaded(store: MemoryStore) -> Locked {
    Locked::load(Box::new(store))
        .map_err(|(_, error)| error)
        .unwrap()
}

impl Default for Base {
    fn default() -> Self {
        Self::new()
    }
}

pub fn unlocked(room: Room) -> Session {
    let with = Unlocking {
        person: PERSON.to_owned(),
        passphrase: PASSPHRASE.to_owned().into(),
        key_file: None,
        now: now(),
    };
    match room.unlock(&with, &mut |_, _| {}) {
        Ok(session) => session,
        Err(refused) => panic!("{}", refused.1),
    }
}

/// Reads everything that a school says, as the list, a case and a search do.
pub fn read_all(school: &School) {
    let words = Vocabulary::shipped();
    let today = NaiveDate::from_ymd_opt(2026, 11, 26).unwrap();
    let cases: Vec<_> = school.cases.all().collect();
    let _ = case_find::find(words, cases, "overdue y4", today);
    for case in school.cases.all() {
        let _ = story::case(school, words, case, today);
    }
    let _ = serde_json::to_vec(school).expect("what is read can be kept");
}

/// The recovery key itself, which seals what only it should open.
pub fn recovery_identity() -> age::x25519::Identity {
    let text = std::fs::read_to_string(here().join("recovery")).unwrap();
    let line = text
        .lines()
        .find(|line| line.starts_with("AGE-SECRET-KEY-"))
        .unwrap();
    line.parse().unwrap()
}

/// A text sealed to the recovery key.
pub fn sealed(plain: &[u8]) -> Vec<u8> {
    static KEY: LazyLock<age::x25519::Recipient> =
        LazyLock::new(|| recovery_identity().to_public());
    let to = std::iter::once(&*KEY as &dyn age::Recipient);
    let mut out = Vec::new();
    let mut writer = age::Encryptor::with_recipients(to)
        .unwrap()
        .wrap_output(&mut out)
        .unwrap();
    writer.write_all(plain).unwrap();
    writer.finish().unwrap();
    out
}

/// The input as it is, or put behind a seal.
pub fn split(data: &[u8]) -> Option<(bool, &[u8])> {
    let (first, rest) = data.split_first()?;
    Some((first % 2 == 1, rest))
}
