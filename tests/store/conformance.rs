//! One suite for every store.

use daybook::store::disk::DiskStore;
use daybook::store::memory::MemoryStore;
use daybook::store::{AppendError, Store, StoreError, SwapError, Tip};

use crate::make::{batch, create, grow};

fn conforms(store: &mut dyn Store) {
    assert_eq!(store.tip().unwrap(), Tip::EMPTY);
    assert!(store.read(0, 10).unwrap().is_empty());
    let first = grow(store, &[10, 2000, 40_000]);
    let second = grow(store, &[0, 4000]);
    assert_eq!((first.seq, second.seq), (3, 5));
    assert_eq!(
        store.read(0, 99).unwrap(),
        batch(Tip::EMPTY, &[10, 2000, 40_000, 0, 4000])
    );
    assert_eq!(
        store
            .read(2, 2)
            .unwrap()
            .iter()
            .map(|e| e.header.seq)
            .collect::<Vec<_>>(),
        [3, 4]
    );
    assert!(store.read(5, 9).unwrap().is_empty() && store.read(u64::MAX, 9).unwrap().is_empty());
    let late = batch(first, &[1]);
    assert!(matches!(store.append(first, &late), Err(AppendError::Conflict(t)) if t == second));
    assert!(matches!(
        store.append(second, &late),
        Err(AppendError::Misfit(_))
    ));
    let mut torn = batch(second, &[5, 5]);
    torn[1].ciphertext[0] ^= 1;
    assert!(matches!(
        store.append(second, &torn),
        Err(AppendError::Misfit(_))
    ));
    assert_eq!(store.tip().unwrap(), second);

    assert!(store.blob("slot-1").unwrap().is_none());
    let v1 = store.swap_blob("slot-1", None, b"one").unwrap();
    assert!(
        matches!(store.swap_blob("slot-1", None, b"x"), Err(SwapError::Conflict(Some(v))) if v == v1)
    );
    let v2 = store.swap_blob("slot-1", Some(v1), b"two").unwrap();
    assert_ne!(v1, v2);
    assert_eq!(store.blob("slot-1").unwrap(), Some((v2, b"two".to_vec())));
    assert!(
        matches!(store.swap_blob("slot-1", Some(v1), b"x"), Err(SwapError::Conflict(Some(v))) if v == v2)
    );
    assert!(matches!(
        store.swap_blob("../x", None, b"x"),
        Err(SwapError::Name(_))
    ));
    store.swap_blob("con", None, b"kept").unwrap();
    assert_eq!(store.blob_keys().unwrap(), ["con", "slot-1"]);
    store.swap_blob("slot-1", Some(v2), b"").unwrap();
    assert!(store.blob("slot-1").unwrap().is_none());
    assert_eq!(store.blob_keys().unwrap(), ["con"]);
}

#[test]
fn memory_conforms() {
    conforms(&mut MemoryStore::default());
}

#[test]
fn disk_conforms_and_keeps_what_it_was_given() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("vault");
    assert!(matches!(DiskStore::open(&dir), Err(StoreError::Missing)));
    create(&dir);
    let mut store = Box::new(DiskStore::open(&dir).unwrap());
    assert!(matches!(DiskStore::open(&dir), Err(StoreError::InUse)));
    conforms(store.as_mut());
    let all = store.read(0, 99).unwrap();
    store.close().unwrap();
    for clean in [true, false, true] {
        let store = Box::new(DiskStore::open(&dir).unwrap());
        assert_eq!(store.read(0, 99).unwrap(), all);
        assert_eq!(store.blob("con").unwrap().unwrap().1, b"kept");
        if clean {
            store.close().unwrap()
        } else {
            drop(store)
        }
    }
    let blobs = dir.join("sled/blobs");
    assert!(!blobs.exists() || std::fs::read_dir(blobs).unwrap().next().is_none());
    let refused = DiskStore::create(&dir, |_| Ok::<_, StoreError>(()));
    assert!(matches!(refused, Err(StoreError::Unsuitable(_))));
}

#[test]
fn a_failed_creation_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("vault");
    let made: Result<(), StoreError> = DiskStore::create(&dir, |_| Err(StoreError::Missing));
    assert!(made.is_err() && !DiskStore::exists(&dir));
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}
