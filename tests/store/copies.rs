//! The journal and sled held against each other.

use std::fs;
use std::path::Path;

use daybook::store::disk::DiskStore;
use daybook::store::{Header, Odd, Store, Tip};

use crate::make::{batch, create, grow};

const LENS: [usize; 4] = [200, 9000, 60, 500];

fn closed(dir: &Path) {
    create(dir);
    let mut store = Box::new(DiskStore::open(dir).unwrap());
    for len in LENS {
        grow(store.as_mut(), &[len]);
    }
    store.close().unwrap();
}

fn seqs(odd: &[Odd]) -> Vec<Option<u64>> {
    odd.iter().map(|one| one.seq).collect()
}

/// After closing and opening again both copies hold everything.
fn is_mended(store: Box<DiskStore>, dir: &Path) {
    store.close().unwrap();
    let store = DiskStore::open(dir).unwrap();
    assert_eq!(store.odd_copies(), []);
    assert_eq!(store.read(0, 9).unwrap(), batch(Tip::EMPTY, &LENS));
}

#[test]
fn two_good_copies_are_alike() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("vault");
    closed(&dir);
    let mut store = DiskStore::open(&dir).unwrap();
    assert_eq!(store.odd_copies(), []);
    grow(&mut store, &[5, 6]);
    assert_eq!(store.odd_copies(), []);
}

#[test]
fn a_journal_that_changes_under_an_open_vault_is_named_and_mended() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("vault");
    closed(&dir);
    let store = Box::new(DiskStore::open(&dir).unwrap());
    let journal = dir.join("journal");
    let mut bytes = fs::read(&journal).unwrap();
    let inside_the_second = 900;
    bytes[inside_the_second] ^= 1;
    fs::write(&journal, bytes).unwrap();
    let odd = store.odd_copies();
    assert_eq!(seqs(&odd), [Some(2)]);
    assert!(odd[0].what.contains("the second has it"), "{}", odd[0].what);
    is_mended(store, &dir);
}

#[test]
fn a_second_copy_that_says_other_than_the_first_is_named_and_made_anew() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("vault");
    closed(&dir);
    let db = sled::open(dir.join("sled")).unwrap();
    // The fourth lies in the same value, and stays as it was.
    let third = |(key, _): &(sled::IVec, sled::IVec)| key[..8] == 3u64.to_be_bytes();
    let (key, mut value) = db.iter().flatten().find(third).unwrap();
    value[Header::LEN] ^= 1;
    db.insert(key, value).unwrap();
    db.flush().unwrap();
    drop(db);
    let store = Box::new(DiskStore::open(&dir).unwrap());
    let odd = store.odd_copies();
    assert_eq!(seqs(&odd), [Some(3)]);
    assert!(
        odd[0].what.contains("not in the second copy"),
        "{}",
        odd[0].what
    );
    // Whoever reads gets the true one, and the false copy does not outlive the closing.
    assert_eq!(store.read(2, 1).unwrap(), batch(Tip::EMPTY, &LENS)[2..3]);
    is_mended(store, &dir);
}

#[test]
fn a_second_copy_that_is_not_there_is_said() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("vault");
    closed(&dir);
    fs::remove_dir_all(dir.join("sled")).unwrap();
    // Where something else lies in its place it cannot be built.
    fs::write(dir.join("sled"), b"").unwrap();
    let store = DiskStore::open(&dir).unwrap();
    assert_eq!(seqs(&store.odd_copies()), [None]);
    assert!(
        store
            .notices()
            .iter()
            .any(|notice| notice.contains("second copy"))
    );
    assert_eq!(store.read(0, 9).unwrap(), batch(Tip::EMPTY, &LENS));
}
