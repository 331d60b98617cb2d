//! From a vault to a backup and back; and backups that must not be believed.

use std::io::{Read as _, Write as _};

use super::{testing::*, *};
use crate::store::{Store, memory::MemoryStore};

fn made_by(vault: &Sample, id: &str) -> Vec<u8> {
    let mut out = Vec::new();
    backup(&vault.disk.open(id), "2026-03-02 17:05", &mut out).unwrap();
    out
}

fn filled() -> Sample {
    let vault = sample();
    let mut dsl = vault.disk.open("dsl");
    append(&mut dsl, 3);
    let spread = b"{\n \"note\": \"two\\nlines,\\\"entry\\\":\"\n}".to_vec();
    dsl.append(&[
        (Audience::Headteacher, json("about staff")),
        (Audience::Cases, spread.into()),
    ])
    .unwrap();
    vault
}

/// Opens a backup the stock way, lets `change` at its lines, and seals it again: what somebody can
/// do who has the public recovery recipient and a copy of the readable text.
fn resealed(vault: &Sample, sealed: &[u8], change: impl FnOnce(&mut Vec<String>)) -> Vec<u8> {
    let plain = agefile::open(&vault.recovery.identity, sealed).unwrap();
    let text = std::str::from_utf8(&plain).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    change(&mut lines);
    let mut out = Vec::new();
    let to = vault.recovery.identity.to_public();
    let mut writer = agefile::sealer(&[&to], &mut out).unwrap();
    for line in lines {
        writer.write_all((line + "\n").as_bytes()).unwrap();
    }
    writer.finish().unwrap();
    out
}

fn refusal(vault: &Sample, bytes: &[u8]) -> RestoreError {
    match Restored::prove(bytes, &vault.recovery_file()) {
        Ok(_) => panic!("a wrong backup was believed"),
        Err(error) => error,
    }
}

#[test]
fn a_restored_vault_is_the_same_to_the_last_hash() {
    let vault = filled();
    let tip = vault.disk.open("dsl").tip();
    for maker in ["dsl", "head"] {
        let bytes = made_by(&vault, maker);
        let restored = Restored::prove(&*bytes, &vault.recovery_file()).unwrap();
        assert_eq!(restored.tip(), tip);
        assert_eq!(restored.made(), "2026-03-02 17:05");
        assert_eq!(restored.people().len(), 3);
        let mut disk = Disk::default();
        assert_eq!(restored.into_store(&mut disk).unwrap(), tip);
        assert_eq!(disk.entries(), vault.disk.entries());
        let head = disk.open("head");
        assert!(head.verify(Some(tip), &mut |_| ()).is_whole());
        assert_eq!(head.verify(None, &mut |_| ()).opened, tip.seq);
        assert!(disk.load().recover(&vault.recovery_file()).is_ok());
    }
}

#[test]
fn an_empty_log_can_be_backed_up_too() {
    let vault = founded("dsl", Role::Dsl);
    let restored = Restored::prove(&*made_by(&vault, "dsl"), &vault.recovery_file()).unwrap();
    assert_eq!(restored.tip(), Tip::EMPTY);
    assert!(restored.into_store(&mut MemoryStore::default()).is_ok());
}

#[test]
fn the_recovery_key_and_stock_age_alone_read_every_entry() {
    let vault = filled();
    let bytes = made_by(&vault, "head");
    // Age's own reading of an identity file and its plain decryptor: no code of ours.
    let file = age::IdentityFile::from_buffer(vault.recovery.file().as_bytes()).unwrap();
    let identities = file.into_identities().unwrap();
    let identities = identities.iter().map(|one| &**one as &dyn age::Identity);
    let mut plain = String::new();
    let decryptor = age::Decryptor::new(&*bytes).unwrap();
    decryptor
        .decrypt(identities)
        .unwrap()
        .read_to_string(&mut plain)
        .unwrap();
    let lines: Vec<serde_json::Value> = plain
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let after = PEOPLE as usize;
    assert_eq!(lines.len(), after + 7);
    let let_in = &lines[1]["entry"]["what"]["school"]["keys"]["admitted"];
    assert_eq!(let_in["person"]["name"], "Person deputy");
    assert_eq!(lines[after + 4]["entry"]["note"], "about staff");
    assert_eq!(lines[after + 5]["entry"]["note"], "two\nlines,\"entry\":");
    assert_eq!(lines[after + 6]["end"], true);
    // What the DSL could not open is there sealed, and the same key opens it.
    let theirs = made_by(&vault, "dsl");
    let plain = agefile::open(&vault.recovery.identity, &theirs).unwrap();
    let line = plain.split(|b| *b == b'\n').nth(after + 4).unwrap();
    let line: serde_json::Value = serde_json::from_slice(line).unwrap();
    assert!(line.get("entry").is_none());
    let sealed = codec::unbase64(line["sealed"].as_str().unwrap()).unwrap();
    let staff = agefile::open(&vault.recovery.identity, &sealed).unwrap();
    assert!(staff.starts_with(&json("about staff")));
}

#[test]
fn the_wrong_key_another_file_and_a_cut_one_are_told_apart() {
    let (vault, other) = (filled(), sample());
    let bytes = made_by(&vault, "dsl");
    assert!(matches!(refusal(&other, &bytes), RestoreError::WrongKey));
    assert!(matches!(
        refusal(&vault, b"not a backup"),
        RestoreError::NotABackup
    ));
    assert!(matches!(refusal(&vault, b""), RestoreError::NotABackup));
    let plain = agefile::seal(&[&vault.recovery.identity.to_public()], b"{}\n").unwrap();
    assert!(matches!(refusal(&vault, &plain), RestoreError::NotABackup));
    for at in [bytes.len() - 1, bytes.len() / 2] {
        assert!(matches!(
            refusal(&vault, &bytes[..at]),
            RestoreError::CutShort(_)
        ));
    }
    for at in (0..bytes.len()).step_by(97) {
        let mut bytes = bytes.clone();
        bytes[at] ^= 2;
        // A flip in the random stanza that age adds is caught by its header's MAC like any other.
        assert!(
            Restored::prove(&*bytes, &vault.recovery_file()).is_err(),
            "byte {at}"
        );
    }
}

#[test]
fn a_backup_sealed_again_with_changes_is_not_believed() {
    let vault = filled();
    let bytes = made_by(&vault, "head");
    let attack = |change: fn(&mut Vec<String>)| refusal(&vault, &resealed(&vault, &bytes, change));
    let error = attack(|lines| lines[6] = lines[6].replace("entry 1", "entry X"));
    assert!(
        matches!(&error, RestoreError::Entry { seq: 6, what } if what.contains("otherwise")),
        "{error}"
    );
    let error = attack(|lines| drop(lines.remove(6)));
    assert!(
        matches!(error, RestoreError::Entry { seq: 6, .. }),
        "{error}"
    );
    let error = attack(|lines| lines.swap(6, 7));
    assert!(
        matches!(error, RestoreError::Entry { seq: 6, .. }),
        "{error}"
    );
    let error = attack(|lines| drop(lines.pop()));
    assert!(matches!(error, RestoreError::CutShort(_)), "{error}");
    let error = attack(|lines| drop(lines.remove(9)));
    assert!(matches!(error, RestoreError::CutShort(8)), "{error}");
    let error = attack(|lines| lines.push("{}".to_owned()));
    assert!(matches!(error, RestoreError::CutShort(_)), "{error}");
    let error = attack(|lines| lines[1] = "{\"seq\":1}".to_owned());
    assert!(
        matches!(error, RestoreError::Entry { seq: 1, .. }),
        "{error}"
    );
    let error = attack(|lines| {
        let first = lines[0].replace("\"recovery\":\"YWdl", "\"recovery\":\"YWdm");
        assert_ne!(first, lines[0]);
        lines[0] = first;
    });
    assert!(matches!(error, RestoreError::RecoverySlot), "{error}");
}

#[test]
fn a_forged_vault_sealed_to_the_schools_key_is_told_from_its_own() {
    let (vault, other) = (filled(), filled());
    let theirs = made_by(&other, "dsl");
    let plain = agefile::open(&other.recovery.identity, &theirs).unwrap();
    let forged = agefile::seal(&[&vault.recovery.identity.to_public()], &plain).unwrap();
    assert!(matches!(
        refusal(&vault, &forged),
        RestoreError::OtherVault(_)
    ));
    // Even where only the key was typed, without the line that names the vault.
    let typed = RecoveryFile::parse(&vault.recovery.text()).unwrap();
    assert!(Restored::prove(&*forged, &typed).is_err());
}

#[test]
fn nothing_is_restored_over_a_vault() {
    let vault = filled();
    let bytes = made_by(&vault, "dsl");
    let restored = Restored::prove(&*bytes, &vault.recovery_file()).unwrap();
    let error = restored.into_store(&mut vault.disk.clone()).unwrap_err();
    assert!(matches!(error, VaultError::Exists));
}

#[test]
fn a_backup_file_is_whole_or_not_there() {
    let vault = filled();
    let open = vault.disk.open("dsl");
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("daybook.age");
    std::fs::write(&path, b"an older one").unwrap();
    let tip = backup_to_file(&open, "now", &path).unwrap();
    let file = std::fs::File::open(&path).unwrap();
    assert_eq!(
        Restored::prove(file, &vault.recovery_file()).unwrap().tip(),
        tip
    );
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    // A folder cannot be replaced by a file: the attempt leaves nothing behind.
    let taken = dir.path().join("taken");
    std::fs::create_dir(&taken).unwrap();
    assert!(backup_to_file(&open, "now", &taken).is_err());
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2);
    assert!(vault.disk.tip().is_ok());
}
