//! Drafts and snapshots: whose they are, and what is not believed.

use super::{testing::*, *};
use crate::store::Store;

/// The blobs whose names begin so.
fn blobs(disk: &Disk, prefix: &str) -> Vec<String> {
    let keys = disk.blob_keys().unwrap();
    keys.into_iter()
        .filter(|key| key.starts_with(prefix))
        .collect()
}

#[test]
fn drafts_are_kept_replaced_and_dropped_each_persons_apart() {
    let vault = sample();
    let mut dsl = vault.disk.open("dsl");
    assert!(dsl.private("draft").unwrap().is_none());
    dsl.put_private("draft", b"first").unwrap();
    dsl.put_private("draft", b"second, longer").unwrap();
    assert_eq!(
        dsl.private("draft").unwrap().unwrap().as_slice(),
        b"second, longer"
    );
    assert_eq!(dsl.privates().unwrap(), ["draft"]);
    let mut head = vault.disk.open("head");
    assert!(head.private("draft").unwrap().is_none());
    head.put_private("draft", b"").unwrap();
    assert!(head.private("draft").unwrap().unwrap().is_empty());
    dsl.drop_private("draft").unwrap();
    dsl.drop_private("draft").unwrap();
    assert!(dsl.private("draft").unwrap().is_none());
    assert!(head.private("draft").unwrap().is_some());
    for name in ["", "Draft", "a/b", "a-name-far-too-long-for-it"] {
        assert!(
            matches!(dsl.put_private(name, b"x"), Err(VaultError::Name(_))),
            "{name}"
        );
    }
}

#[test]
fn a_draft_under_another_name_or_with_a_bit_changed_is_refused() {
    let vault = sample();
    let mut dsl = vault.disk.open("dsl");
    dsl.put_private("one", b"of a pupil").unwrap();
    dsl.put_private("two", b"of another").unwrap();
    let names = blobs(&vault.disk, "private-");
    let (one, two) = (vault.disk.get(&names[0]), vault.disk.get(&names[1]));
    vault.disk.put(&names[0], &two);
    assert!(matches!(dsl.private("one"), Err(VaultError::Private(_))));
    for at in (0..one.len()).step_by(11) {
        let mut bytes = one.clone();
        bytes[at] ^= 4;
        vault.disk.put(&names[0], &bytes);
        assert!(dsl.private("one").is_err(), "byte {at}");
    }
}

#[test]
fn nobody_elses_keys_open_a_draft() {
    let vault = sample();
    vault
        .disk
        .open("dsl")
        .put_private("draft", b"about the head")
        .unwrap();
    let bytes = vault.disk.get(&blobs(&vault.disk, "private-")[0]);
    let sealed = &bytes[68..];
    let head = vault.disk.load().unlock("head", PASS, None).unwrap();
    for identity in head.opens.iter().chain([&head.own]) {
        assert!(agefile::open(identity, sealed).is_err());
    }
}

fn snapshot(open: &Open, schema: u32) -> Option<(Tip, Vec<u8>)> {
    open.snapshot(schema, |from| {
        let mut payload = Vec::new();
        from.read_to_end(&mut payload).ok()?;
        Some(payload)
    })
}

#[test]
fn a_snapshot_comes_back_with_its_tip() {
    let vault = sample();
    let mut dsl = vault.disk.open("dsl");
    assert!(snapshot(&dsl, 1).is_none());
    dsl.save_snapshot(1, b"nothing", Tip::EMPTY).unwrap();
    assert_eq!(snapshot(&dsl, 1).unwrap().0, Tip::EMPTY);
    let two = append(&mut dsl, 2);
    dsl.save_snapshot(1, &[7; 9000], two).unwrap();
    append(&mut dsl, 2);
    let (tip, payload) = snapshot(&vault.disk.open("dsl"), 1).unwrap();
    assert_eq!(tip, two);
    assert_eq!(payload.as_slice(), [7; 9000]);
    assert!(snapshot(&vault.disk.open("deputy"), 1).is_none());
}

#[test]
fn a_wrong_snapshot_is_as_if_there_were_none() {
    let vault = sample();
    let mut dsl = vault.disk.open("dsl");
    let tip = append(&mut dsl, 3);
    dsl.save_snapshot(1, b"cases", tip).unwrap();
    assert!(snapshot(&dsl, 2).is_none(), "another schema");
    let wrong = Tip {
        hash: [1; 32],
        ..tip
    };
    assert!(dsl.save_snapshot(1, b"cases", wrong).is_err());

    let name = &blobs(&vault.disk, "snapshot-")[0];
    let good = vault.disk.get(name);
    vault.disk.put(name, &good[..good.len() / 2]);
    assert!(snapshot(&dsl, 1).is_none(), "cut short");
    for at in (0..good.len()).step_by(13) {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        vault.disk.put(name, &bytes);
        assert!(snapshot(&dsl, 1).is_none(), "byte {at}");
    }
    // The deputy's own, put in its place.
    let mut deputy = vault.disk.open("deputy");
    deputy.save_snapshot(1, b"forged", tip).unwrap();
    let theirs = blobs(&vault.disk, "snapshot-");
    let theirs = theirs.iter().find(|other| *other != name).unwrap();
    vault.disk.put(name, &vault.disk.get(theirs));
    assert!(snapshot(&dsl, 1).is_none(), "another's");
    vault.disk.put(name, &good);
    assert!(snapshot(&dsl, 1).is_some());

    // The log cut off below it: the snapshot would show cases that are not in the log.
    let mut log = vault.disk.entries();
    log.truncate(PEOPLE as usize + 2);
    vault.disk.forge(log);
    assert!(
        snapshot(&vault.disk.open("dsl"), 1).is_none(),
        "of a longer log"
    );
}
