//! Unlocking, reading, writing, and what must be refused.

use age::secrecy::ExposeSecret as _;
use proptest::prelude::*;
use zeroize::Zeroizing;

use super::{testing::*, *};
use crate::store::{AppendError, Store, memory::MemoryStore};

fn contents(open: &Open) -> Vec<Content> {
    // What a test wrote, without who has a key.
    let opened = open.read(0, usize::MAX).unwrap();
    opened
        .into_iter()
        .filter(|one| one.header.audience != Audience::Everyone)
        .map(|one| one.content)
        .collect()
}

fn refusal(disk: &Disk, keys: Keyring) -> String {
    disk.load().open(keys).unwrap_err().error.to_string()
}

#[test]
fn the_right_passphrase_opens_and_a_wrong_one_says_so() {
    let vault = sample();
    let locked = vault.disk.load();
    let ids: Vec<_> = locked.people().iter().map(|p| p.id.clone()).collect();
    assert_eq!(ids, ["dsl", "deputy", "head"]);
    assert_eq!(locked.unlock("head", PASS, None).unwrap().person(), "head");
    assert_eq!(vault.disk.open("head").me().role, Role::Headteacher);
    assert!(matches!(
        locked.unlock("dsl", "teal8", None).unwrap_err(),
        UnlockError::WrongPassphrase
    ));
    assert!(matches!(
        locked.unlock("nobody", PASS, None).unwrap_err(),
        UnlockError::NoSlot(_)
    ));
}

#[test]
fn keys_can_be_derived_on_another_thread() {
    let vault = sample();
    let slot = vault.disk.load().slot("dsl").unwrap();
    let keys = std::thread::spawn(move || slot.open(PASS, None))
        .join()
        .unwrap();
    assert!(vault.disk.load().open(keys.unwrap()).is_ok());
}

#[test]
fn exchanged_slots_are_refused_in_words() {
    let (vault, other) = (sample(), sample());
    vault.disk.put("slot-deputy", &vault.disk.get("slot-dsl"));
    let error = vault.disk.load().unlock("deputy", PASS, None).unwrap_err();
    assert!(matches!(error, UnlockError::OtherPerson { .. }), "{error}");
    vault.disk.put("slot-head", &other.disk.get("slot-head"));
    let error = vault.disk.load().unlock("head", PASS, None).unwrap_err();
    assert!(matches!(error, UnlockError::OtherVault), "{error}");
}

#[test]
fn a_raised_work_factor_is_refused_at_once() {
    let vault = sample();
    let slot = String::from_utf8_lossy(&vault.disk.get("slot-dsl")).into_owned();
    let line = slot.lines().nth(1).unwrap();
    let bytes = vault.disk.get("slot-dsl");
    let end = slot.find(line).unwrap() + line.len();
    let raised = [&bytes[..end - 1], b"30", &bytes[end..]].concat();
    vault.disk.put("slot-dsl", &raised);
    let error = vault.disk.load().unlock("dsl", PASS, None).unwrap_err();
    assert!(matches!(error, UnlockError::TooMuchWork(30)), "{error}");
    assert!(error.to_string().contains("altered"));
}

#[test]
fn a_whole_exchanged_header_is_refused_by_the_slot() {
    let (vault, other) = (sample(), sample());
    let keys = vault.disk.load().unlock("dsl", PASS, None).unwrap();
    vault.disk.put("header", &other.disk.get("header"));
    assert!(refusal(&vault.disk, keys).contains("another id"));
}

#[test]
fn recipients_and_the_founder_cannot_be_changed_in_the_header() {
    let vault = sample();
    let text = String::from_utf8(vault.disk.get("header")).unwrap();
    let header: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mine = age::x25519::Identity::generate().to_public().to_string();
    for (pointer, value) in [
        ("/founding/recipients/cases", mine.as_str()),
        ("/founding/recipients/recovery", mine.as_str()),
        ("/founding/founder/name", "Somebody Else"),
        ("/founding/founder/role", "headteacher"),
        ("/founding/founder/recipient", mine.as_str()),
        ("/vault", &"00".repeat(32)),
    ] {
        let mut forged = header.clone();
        *forged.pointer_mut(pointer).unwrap() = value.into();
        vault.disk.put("header", forged.to_string().as_bytes());
        let (_, error) = Locked::load(Box::new(vault.disk.clone())).unwrap_err();
        assert!(matches!(error, VaultError::Header(_)), "{pointer}: {error}");
    }
}

#[test]
fn an_older_log_without_a_person_refuses_that_person() {
    let vault = founded("dsl", Role::Dsl);
    vault.let_in("dsl", "deputy", Role::Deputy);
    let keys = vault.disk.load().unlock("deputy", PASS, None).unwrap();
    vault.disk.forge(Vec::new());
    assert!(refusal(&vault.disk, keys).contains("you are not in it"));
}

#[test]
fn a_deputy_writes_to_the_headteacher_and_cannot_read_it_back() {
    let vault = sample();
    let mut deputy = vault.disk.open("deputy");
    let batch = [
        (Audience::Headteacher, json("about staff")),
        (Audience::Cases, json("about a game")),
    ];
    deputy.append(&batch).unwrap();
    let theirs = contents(&deputy);
    assert_eq!(theirs[0], Content::SealedToHeadteacher);
    assert_eq!(theirs[1], Content::Plain(json("about a game")));
    let head = vault.disk.open("head");
    assert_eq!(contents(&head)[0], Content::Plain(json("about staff")));
    let opened = head.read(PEOPLE, 1).unwrap();
    assert_eq!(head.author(&opened[0].header).unwrap().id, "deputy");
    // Nor do the keys in the deputy's slot do it by themselves.
    let sealed = &vault.disk.entries()[PEOPLE as usize].ciphertext;
    let keys = vault.disk.load().unlock("deputy", PASS, None).unwrap();
    assert_eq!(keys.opens.len(), 1);
    assert!(agefile::open(&keys.opens[0], sealed).is_err());
}

#[test]
fn a_second_writer_is_told_and_never_overwrites() {
    let vault = sample();
    let (mut one, mut two) = (vault.disk.open("dsl"), vault.disk.open("deputy"));
    append(&mut one, 1);
    assert!(contents(&two).is_empty());
    one.admit(person("late", Role::Deputy), making()).unwrap();
    let error = two.append(&[(Audience::Cases, json("late"))]).unwrap_err();
    assert!(matches!(error, VaultError::Append(AppendError::Conflict(tip)) if tip == one.tip()));
    assert_eq!(two.refresh().unwrap(), one.tip());
    append(&mut two, 1);
    assert_eq!(contents(&two).len(), 2);
    assert_eq!(two.people().len(), 4);
    assert!(two.verify(None, &mut |_| ()).is_whole());
}

#[test]
fn only_json_is_taken() {
    let vault = sample();
    let mut open = vault.disk.open("dsl");
    let bad = Zeroizing::new(b"{\"half\":".to_vec());
    let batch = [(Audience::Cases, json("good")), (Audience::Cases, bad)];
    assert!(matches!(open.append(&batch), Err(VaultError::NotJson)));
    assert_eq!(open.tip().seq, PEOPLE);
}

#[test]
fn lengths_say_little() {
    let vault = sample();
    let mut open = vault.disk.open("dsl");
    for n in [1, 100, 480] {
        open.append(&[(Audience::Cases, json(&"x".repeat(n)))])
            .unwrap();
    }
    for sealed in vault.disk.entries().iter().skip(PEOPLE as usize) {
        let keys = vault.disk.load().unlock("dsl", PASS, None).unwrap();
        assert_eq!(
            agefile::open(&keys.opens[0], &sealed.ciphertext)
                .unwrap()
                .len(),
            512
        );
    }
}

#[test]
fn a_passphrase_is_changed_and_a_locked_vault_opened_again() {
    let vault = sample();
    let mut open = vault.disk.open("dsl");
    append(&mut open, 1);
    open.set_passphrase("new one 9 & 10", QUICK).unwrap();
    let locked = open.lock();
    assert!(locked.unlock("dsl", PASS, None).is_err());
    let keys = locked.unlock("dsl", "new one 9 & 10", None).unwrap();
    let open = locked.open(keys).unwrap();
    assert_eq!(contents(&open).len(), 1);
    open.close().unwrap();
}

#[test]
fn the_log_is_held_against_what_was_remembered() {
    let vault = sample();
    let mut open = vault.disk.open("dsl");
    let two = append(&mut open, 2);
    assert_eq!(open.since(Tip::EMPTY), Since::Grown(PEOPLE + 2));
    assert_eq!(open.since(two), Since::Same);
    append(&mut open, 3);
    assert_eq!(open.since(two), Since::Grown(3));
    let longer = Tip {
        seq: PEOPLE + 9,
        ..two
    };
    assert_eq!(open.since(longer), Since::Shorter(4));
    let other = Tip {
        seq: PEOPLE + 3,
        ..two
    };
    assert_eq!(open.since(other), Since::Diverged);
}

#[test]
fn recovery_keys_are_recognised() {
    let (vault, other) = (sample(), sample());
    let locked = vault.disk.load();
    assert!(locked.recovery_matches(&vault.recovery_file()));
    assert!(!locked.recovery_matches(&other.recovery_file()));
    assert!(matches!(
        locked.recover(&other.recovery_file()),
        Err(UnlockError::RecoveryKey)
    ));
    let typed = format!("  {}\r\n", vault.recovery.text().to_lowercase());
    assert!(locked.recovery_matches(&RecoveryFile::parse(&typed).unwrap()));
    let two = format!("{}\n{}", *vault.recovery.text(), *other.recovery.text());
    for wrong in ["", "# only a comment", "AGE-SECRET-KEY-1WRONG", &two] {
        assert!(RecoveryFile::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn no_key_and_no_record_is_on_the_disk_in_the_clear() {
    let vault = sample();
    let mut open = vault.disk.open("dsl");
    open.append(&[(Audience::Cases, json("Wilfred Ashdown"))])
        .unwrap();
    open.put_private("draft", b"Wilfred Ashdown").unwrap();
    open.save_snapshot(1, b"Wilfred Ashdown", open.tip())
        .unwrap();
    let keys = vault.disk.load().unlock("dsl", PASS, None).unwrap();
    let secret = keys.opens[0].to_string().expose_secret().to_owned();
    let mut bytes: Vec<u8> = vault
        .disk
        .entries()
        .iter()
        .flat_map(|one| one.encode())
        .collect();
    for key in vault.disk.blob_keys().unwrap() {
        bytes.extend(vault.disk.get(&key));
    }
    for needle in ["Wilfred", "Ashdown", PASS, &secret, "AGE-SECRET"] {
        assert!(
            !bytes.windows(needle.len()).any(|w| w == needle.as_bytes()),
            "{needle}"
        );
    }
}

#[test]
fn a_vault_is_made_only_where_there_is_nothing() {
    let mut store = MemoryStore::default();
    create(&mut store, person("dsl", Role::Dsl), QUICK).unwrap();
    let again = create(&mut store, person("dsl", Role::Dsl), QUICK);
    assert!(matches!(again, Err(VaultError::Exists)));
    let (_, error) = Locked::load(Box::new(MemoryStore::default())).unwrap_err();
    assert!(matches!(error, VaultError::Missing));
}

#[test]
fn any_bit_flipped_in_a_slot_or_the_header_is_refused() {
    let vault = sample();
    for (name, step) in [("header", 1), ("slot-dsl", 7)] {
        let whole = vault.disk.get(name);
        for at in (0..whole.len()).step_by(step) {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << (at % 7);
            vault.disk.put(name, &bytes);
            let opened = Locked::load(Box::new(vault.disk.clone()))
                .ok()
                .and_then(|locked| {
                    locked
                        .unlock("dsl", PASS, None)
                        .ok()
                        .map(|keys| (locked, keys))
                })
                .and_then(|(locked, keys)| locked.open(keys).ok());
            assert!(opened.is_none(), "{name} opened with byte {at} changed");
        }
        vault.disk.put(name, &whole);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn what_is_appended_is_read(sizes in proptest::collection::vec(0_usize..20_000, 1..5)) {
        let vault = sample();
        let mut open = vault.disk.open("dsl");
        let batch: Vec<_> = sizes.iter().map(|n| (Audience::Cases, json(&"é".repeat(*n)))).collect();
        open.append(&batch).unwrap();
        let read = contents(&vault.disk.open("deputy"));
        prop_assert_eq!(read.len(), batch.len());
        for (content, (_, json)) in read.into_iter().zip(batch) {
            prop_assert_eq!(content, Content::Plain(json));
        }
    }
}
