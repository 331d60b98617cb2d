//! The journal and sled held against each other.

use std::fs;
use std::path::Path;

use daybook::store::disk::{self, DiskStore};
use daybook::store::{Header, Odd, Store, Tip, version_before};

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
    // The false copy does not outlive the closing, even where nobody reads.
    is_mended(store, &dir);
}

#[test]
fn whoever_reads_what_the_second_copy_has_wrong_gets_the_true_one() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("vault");
    closed(&dir);
    let db = sled::open(dir.join("sled")).unwrap();
    let (key, mut value) = db.iter().flatten().next().unwrap();
    value[Header::LEN] ^= 1;
    db.insert(key, value).unwrap();
    db.flush().unwrap();
    drop(db);
    let mut store = Box::new(DiskStore::open(&dir).unwrap());
    // With the first append sled is brought alongside; from then on it is read.
    grow(store.as_mut(), &[7]);
    for _ in 0..100 {
        assert_eq!(store.read(0, 1).unwrap(), batch(Tip::EMPTY, &LENS)[..1]);
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    store.close().unwrap();
    assert_eq!(DiskStore::open(&dir).unwrap().odd_copies(), []);
}

#[test]
fn what_is_copied_lies_by_itself_and_one_bit_costs_one_entry() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("vault");
    let all = batch(Tip::EMPTY, &[200, 9000, 60, 500]);
    DiskStore::create(&dir, |store| {
        store
            .append_each(Tip::EMPTY, &all)
            .map(|_| ())
            .map_err(|error| daybook::store::StoreError::Damaged(error.to_string()))
    })
    .unwrap();
    let mut bytes = fs::read(dir.join("journal")).unwrap();
    let inside_the_second = 900;
    bytes[inside_the_second] ^= 1;
    fs::write(dir.join("journal"), bytes).unwrap();
    let _ = fs::remove_dir_all(dir.join("sled"));
    assert!(DiskStore::open(&dir).is_err());
    let left = disk::open(&dir).unwrap();
    assert!(left.wound().is_some());
    let seqs: Vec<_> = left
        .read(0, 9)
        .unwrap()
        .iter()
        .map(|one| one.header.seq)
        .collect();
    assert_eq!(seqs, [1, 3, 4]);
}

#[test]
fn a_damaged_value_is_replaced_and_removed() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("vault");
    create(&dir);
    let mut store = DiskStore::open(&dir).unwrap();
    for value in [b"second".as_slice(), b""] {
        store
            .swap_blob(
                "slot-ada",
                version_before(&store, "slot-ada").unwrap(),
                b"first",
            )
            .unwrap();
        let path = dir.join("blobs/b-slot-ada");
        let mut bytes = fs::read(&path).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(&path, bytes).unwrap();
        assert!(store.blob("slot-ada").is_err());
        let before = version_before(&store, "slot-ada").unwrap();
        store.swap_blob("slot-ada", before, value).unwrap();
        let now = store.blob("slot-ada").unwrap().map(|(_, value)| value);
        assert_eq!(now.unwrap_or_default(), value);
    }
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
