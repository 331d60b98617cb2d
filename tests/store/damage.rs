//! Cut, flipped and missing bytes: healed, or said aloud; never silently fewer entries.

use std::fs;
use std::path::{Path, PathBuf};

use daybook::store::disk::DiskStore;
use daybook::store::{Sealed, Store, Tip};
use proptest::prelude::*;

use crate::make::{batch, create, grow};

fn vault(dir: &Path, batches: &[Vec<usize>], clean: bool) {
    create(dir);
    let mut store = Box::new(DiskStore::open(dir).unwrap());
    for lens in batches {
        grow(store.as_mut(), lens);
    }
    store.swap_blob("slot", None, b"a key slot").unwrap();
    if clean {
        store.close().unwrap()
    } else {
        drop(store)
    }
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for item in fs::read_dir(dir).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            out.extend(files(&path))
        } else {
            out.push(path)
        }
    }
    out.sort();
    out
}

/// Opening answers the whole log, an error in words, or fewer entries with a notice.
fn honest(dir: &Path, all: &[Sealed]) {
    let Ok(store) = DiskStore::open(dir) else {
        return;
    };
    let Ok(got) = store.read(0, usize::MAX) else {
        return;
    };
    assert!(all.starts_with(&got));
    if got.len() < all.len() {
        assert!(
            store.notices().iter().any(|n| n.contains("cut short")),
            "silent loss"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_cut_journal_is_a_prefix_of_whole_batches_and_what_is_missing_is_named(
        batches in prop::collection::vec(prop::collection::vec(0usize..6000, 1..4), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("vault");
        vault(&dir, &batches, false);
        let journal = fs::OpenOptions::new().write(true).open(dir.join("journal")).unwrap();
        let whole = journal.metadata().unwrap().len() as usize;
        let cut = cut.index(whole + 1);
        journal.set_len(cut as u64).unwrap();
        let (mut size, mut count) = (0, 0);
        for lens in &batches {
            size += 32 + lens.iter().map(|len| 4 + 168 + len).sum::<usize>();
            if size > cut { break }
            count += lens.len();
        }
        let all = batch(Tip::EMPTY, &batches.concat());
        if cut < whole {
            fs::remove_dir_all(dir.join("sled")).unwrap();
            let refused = DiskStore::open(&dir).err().unwrap().to_string();
            let last = format!("{} cannot be read", all.len());
            prop_assert!(refused.contains(&last), "{}", refused);
            // What a power cut may do to the notes: the journal alone then says what there is.
            fs::remove_file(dir.join("reach")).unwrap();
        }
        let store = DiskStore::open(&dir).unwrap();
        prop_assert_eq!(store.read(0, usize::MAX).unwrap(), &all[..count]);
        let said = store.notices().concat();
        prop_assert_eq!(said.contains("cannot be told"), cut < whole, "{}", said);
        prop_assert_eq!(said.contains("that was saved is here") || said.contains("that were saved are here"), cut == whole, "{}", said);
    }

    #[test]
    fn a_torn_write_costs_nothing_that_was_acknowledged(
        batches in prop::collection::vec(prop::collection::vec(0usize..3000, 1..3), 1..4),
        torn in any::<prop::sample::Index>(),
    ) {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("vault");
        vault(&dir, &batches, false);
        let whole = fs::read(dir.join("journal")).unwrap();
        // The next batch, of which a part reached the disk before the end.
        let other = home.path().join("other");
        let mut more = batches.clone();
        more.push(vec![700, 20]);
        vault(&other, &more, false);
        let longer = fs::read(other.join("journal")).unwrap();
        let torn = 1 + torn.index(longer.len() - whole.len() - 1);
        fs::write(dir.join("journal"), &longer[..whole.len() + torn]).unwrap();
        let store = DiskStore::open(&dir).unwrap();
        let all = batch(Tip::EMPTY, &batches.concat());
        prop_assert_eq!(store.read(0, usize::MAX).unwrap(), all);
        let said = store.notices().concat();
        prop_assert!(said.contains("cut short") && said.contains(&format!("({torn} bytes)")), "{}", said);
        prop_assert!(!said.contains("cannot be told"), "{}", said);
    }

    #[test]
    fn a_flipped_bit_is_healed_or_said(
        clean: bool, which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), bit in 0u8..8,
    ) {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("vault");
        let batches = [vec![300], vec![1300, 20], vec![9000], vec![50]];
        vault(&dir, &batches, clean);
        let files: Vec<_> = files(&dir).into_iter().filter(|f| fs::metadata(f).unwrap().len() > 0).collect();
        let file = &files[which.index(files.len())];
        let mut bytes = fs::read(file).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        fs::write(file, bytes).unwrap();
        honest(&dir, &batch(Tip::EMPTY, &batches.concat()));
    }
}

#[test]
fn sled_mends_a_journal_that_was_closed_cleanly() {
    let batches = [vec![300], vec![1300, 20], vec![9000], vec![50]];
    let all = batch(Tip::EMPTY, &batches.concat());
    for at in [0usize, 40, 600, 700, 2500, 12_000] {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("vault");
        vault(&dir, &batches, true);
        let path = dir.join("journal");
        let mut bytes = fs::read(&path).unwrap();
        let at = at.min(bytes.len() - 1);
        bytes[at] ^= 1;
        fs::write(&path, &bytes).unwrap();
        let store = DiskStore::open(&dir).unwrap();
        assert_eq!(store.read(0, 99).unwrap(), all);
        assert_eq!(store.notices().len(), 1);
    }
}

#[test]
fn missing_files_are_made_again_or_named() {
    let all = batch(Tip::EMPTY, &[100, 200]);
    for (name, clean, heals) in [
        ("journal", true, true),
        ("journal", false, true),
        ("sled", true, true),
        ("sled", false, true),
        ("tip", true, true),
        ("lock", true, true),
        ("blobs", true, false),
    ] {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("vault");
        vault(&dir, &[vec![100], vec![200]], clean);
        let path = dir.join(name);
        if path.is_dir() {
            fs::remove_dir_all(&path).unwrap()
        } else {
            fs::remove_file(&path).unwrap()
        }
        match DiskStore::open(&dir) {
            Ok(store) => {
                assert!(heals, "{name}");
                assert_eq!(store.read(0, 9).unwrap(), all);
            }
            Err(error) => assert!(!heals, "{name}: {error}"),
        }
    }
}
