//! Unlocking, reading, writing, and what must be refused.

use age::secrecy::ExposeSecret as _;
use proptest::prelude::*;
use zeroize::Zeroizing;

use super::{testing::*, *};
use crate::store::{AppendError, Store, memory::MemoryStore};

fn contents(open: &Open) -> Vec<Content> {
    let opened = open.read(0, usize::MAX).unwrap();
    opened.into_iter().map(|one| one.content).collect()
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
    assert_eq!(
        locked.unlock("head", PASS).unwrap().me().role,
        Role::Headteacher
    );
    assert!(matches!(
        locked.unlock("dsl", "teal8").unwrap_err(),
        UnlockError::WrongPassphrase
    ));
    assert!(matches!(
        locked.unlock("nobody", PASS).unwrap_err(),
        UnlockError::NoSlot(_)
    ));
}

#[test]
fn keys_can_be_derived_on_another_thread() {
    let vault = sample();
    let slot = vault.disk.load().slot("dsl").unwrap();
    let keys = std::thread::spawn(move || slot.open(PASS)).join().unwrap();
    assert!(vault.disk.load().open(keys.unwrap()).is_ok());
}

#[test]
fn exchanged_slots_are_refused_in_words() {
    let (vault, other) = (sample(), sample());
    vault.disk.put("slot-deputy", &vault.disk.get("slot-dsl"));
    let error = vault.disk.load().unlock("deputy", PASS).unwrap_err();
    assert!(matches!(error, UnlockError::OtherPerson { .. }), "{error}");
    vault.disk.put("slot-head", &other.disk.get("slot-head"));
    let error = vault.disk.load().unlock("head", PASS).unwrap_err();
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
    let error = vault.disk.load().unlock("dsl", PASS).unwrap_err();
    assert!(matches!(error, UnlockError::TooMuchWork(30)), "{error}");
    assert!(error.to_string().contains("altered"));
}

#[test]
fn a_whole_exchanged_header_is_refused_by_the_slot() {
    let (vault, other) = (sample(), sample());
    let keys = vault.disk.load().unlock("dsl", PASS).unwrap();
    vault.disk.put("header", &other.disk.get("header"));
    assert!(refusal(&vault.disk, keys).contains("another id"));
}

#[test]
fn recipients_and_people_cannot_be_changed_in_the_header() {
    let vault = sample();
    let text = String::from_utf8(vault.disk.get("header")).unwrap();
    let header: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mine = age::x25519::Identity::generate().to_public().to_string();
    for (pointer, value) in [
        ("/founding/recipients/cases", mine.as_str()),
        ("/founding/recipients/recovery", mine.as_str()),
        ("/founding/founder/name", "Somebody Else"),
        ("/members/0/person/role", "dsl"),
        ("/members/0/person/name", "Somebody Else"),
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
fn an_older_header_without_a_person_refuses_that_person() {
    let mut disk = Disk::default();
    create(&mut disk, person("dsl", Role::Dsl), QUICK).unwrap();
    let before = disk.get("header");
    disk.open("dsl")
        .admit(person("deputy", Role::Deputy), QUICK)
        .unwrap();
    let keys = disk.load().unlock("deputy", PASS).unwrap();
    disk.put("header", &before);
    assert!(refusal(&disk, keys).contains("you are not in it"));
}

#[test]
fn nobody_hands_on_keys_that_they_do_not_hold() {
    let vault = sample();
    let mut dsl = vault.disk.open("dsl");
    let error = dsl
        .admit(person("new", Role::Headteacher), QUICK)
        .unwrap_err();
    assert!(matches!(error, VaultError::NotYours(..)), "{error}");
    let mut deputy = vault.disk.open("deputy");
    assert!(deputy.admit(person("new", Role::Deputy), QUICK).is_err());
    for id in ["", "recovery", "Upper", "a b", "../x", &"x".repeat(33)] {
        let error = dsl.admit(person(id, Role::Deputy), QUICK).unwrap_err();
        assert!(matches!(error, VaultError::Id(_)), "{id}: {error}");
    }
    let error = dsl.admit(person("head", Role::Deputy), QUICK).unwrap_err();
    assert!(matches!(error, VaultError::Taken(_)), "{error}");
}

#[test]
fn a_forgotten_passphrase_ends_in_a_new_slot_and_the_old_one_is_refused() {
    let vault = sample();
    append(&mut vault.disk.open("dsl"), 2);
    let old = vault.disk.load().unlock("dsl", PASS).unwrap();
    let locked = vault.disk.load();
    let spare = locked.recover(&vault.recovery_file()).unwrap();
    let mut open = locked.open(spare).unwrap();
    open.readmit("dsl", "another one 7!", QUICK).unwrap();
    assert!(open.readmit("recovery", "x", QUICK).is_err());
    let locked = vault.disk.load();
    assert!(locked.unlock("dsl", PASS).is_err());
    let keys = locked.unlock("dsl", "another one 7!").unwrap();
    let open = locked.open(keys).unwrap();
    assert!(open.verify(None, &mut |_| ()).is_whole());
    assert_eq!(open.people().len(), 3);
    assert!(refusal(&vault.disk, old).contains("new slot"));
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
    let opened = head.read(0, 1).unwrap();
    assert_eq!(head.author(&opened[0].header).unwrap().id, "deputy");
    // Nor do the keys in the deputy's slot do it by themselves.
    let sealed = &vault.disk.entries()[0].ciphertext;
    let keys = vault.disk.load().unlock("deputy", PASS).unwrap();
    assert!(keys.headteacher.is_none());
    assert!(agefile::open(&keys.cases, sealed).is_err());
}

#[test]
fn a_second_writer_is_told_and_never_overwrites() {
    let vault = sample();
    let (mut one, mut two) = (vault.disk.open("dsl"), vault.disk.open("deputy"));
    append(&mut one, 1);
    assert!(two.read(0, 9).unwrap().is_empty());
    one.admit(person("late", Role::Deputy), QUICK).unwrap();
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
    assert_eq!(open.tip(), Tip::EMPTY);
}

#[test]
fn lengths_say_little() {
    let vault = sample();
    let mut open = vault.disk.open("dsl");
    for n in [1, 100, 480] {
        open.append(&[(Audience::Cases, json(&"x".repeat(n)))])
            .unwrap();
    }
    for sealed in vault.disk.entries() {
        let keys = vault.disk.load().unlock("dsl", PASS).unwrap();
        assert_eq!(
            agefile::open(&keys.cases, &sealed.ciphertext)
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
    assert!(locked.unlock("dsl", PASS).is_err());
    let keys = locked.unlock("dsl", "new one 9 & 10").unwrap();
    let open = locked.open(keys).unwrap();
    assert_eq!(contents(&open).len(), 1);
    open.close().unwrap();
}

#[test]
fn the_log_is_held_against_what_was_remembered() {
    let vault = sample();
    let mut open = vault.disk.open("dsl");
    let two = append(&mut open, 2);
    assert_eq!(open.since(Tip::EMPTY), Since::Grown(2));
    assert_eq!(open.since(two), Since::Same);
    append(&mut open, 3);
    assert_eq!(open.since(two), Since::Grown(3));
    let longer = Tip { seq: 9, ..two };
    assert_eq!(open.since(longer), Since::Shorter(4));
    let other = Tip { seq: 3, ..two };
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
    let keys = vault.disk.load().unlock("dsl", PASS).unwrap();
    let secret = keys.cases.to_string().expose_secret().to_owned();
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
                .and_then(|locked| locked.unlock("dsl", PASS).ok().map(|keys| (locked, keys)))
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

#[test]
fn a_header_whose_people_were_let_in_by_those_who_could_not_is_refused() {
    let vault = sample();
    for (voucher, role) in [("dsl", Role::Headteacher), ("deputy", Role::Deputy)] {
        // Somebody with a slot and the disk, and a program of their own.
        let keys = vault.disk.load().unlock(voucher, PASS).unwrap();
        let mut charter = charter::Charter::decode(&vault.disk.get("header")).unwrap();
        let person = Person {
            id: "friend".to_owned(),
            role,
            ..keys.me.clone()
        };
        let refused = charter.admit(charter::Member {
            signature: keys.sign(&charter::vouching_bytes(&keys.vault, &person)),
            vouched_by: keys.me.key_id(),
            person,
        });
        let error = refused.unwrap_err().to_string();
        assert!(error.contains("who could not"), "{voucher}: {error}");
    }
}
