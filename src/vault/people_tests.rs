//! People who come, change and leave; and people who write what they may not.

use super::{testing::*, *};
use crate::domain::entry::{KeyFact, SchoolFact, What};
use crate::store::Store;
use zeroize::Zeroizing;

/// What each entry that a test wrote is to somebody: read, sealed or broken.
fn read(open: &Open) -> Vec<&'static str> {
    let opened = open.read(0, usize::MAX).unwrap();
    opened
        .iter()
        .filter(|one| one.header.audience != Audience::Everyone)
        .map(|one| match one.content {
            Content::Plain(_) => "read",
            Content::SealedToHeadteacher => "sealed",
            Content::Broken(_) => "broken",
        })
        .collect()
}

fn ids(people: Vec<&Person>) -> Vec<String> {
    people.into_iter().map(|one| one.id.clone()).collect()
}

#[test]
fn an_invitation_holds_for_one_thing_only() {
    let vault = founded("dsl", Role::Dsl);
    let mut dsl = vault.disk.open("dsl");
    dsl.admit(person("deputy", Role::Deputy), making()).unwrap();
    let mut invited = vault.disk.open("deputy");
    assert!(invited.is_invited());
    let one_time = invited.keys.clone();
    // With the one-time key nothing counts but the making of a key of one's own.
    let batch = [(Audience::Cases, json("too early"))];
    assert!(matches!(invited.append(&batch), Err(VaultError::Invited)));
    let body = agefile::seal(&invited.roll.recipients().of(Audience::Cases), b"{}").unwrap();
    let rogue = invited
        .keys
        .sign_entry(Audience::Cases, invited.tip(), body);
    add(&vault, rogue);
    let report = vault.disk.load().verify(None, &mut |_| ());
    assert_eq!(report.problems[0].fault, Fault::NotTheirs);
    let refused = vault.disk.load().open(one_time.clone()).unwrap_err();
    assert!(refused.error.to_string().contains("one-time key"));

    let vault = founded("dsl", Role::Dsl);
    vault
        .disk
        .open("dsl")
        .admit(person("deputy", Role::Deputy), making())
        .unwrap();
    let one_time = vault.disk.open("deputy").keys.clone();
    let mut invited = vault.disk.open("deputy");
    invited
        .make_own_keys("moss & 9 lanterns", making())
        .unwrap();
    assert!(!invited.is_invited());
    append(&mut invited, 1);
    assert!(vault.disk.load().unlock("deputy", PASS, None).is_err());
    // Whoever gave the one-time passphrase out has held its keys, and they no longer count.
    let error = vault.disk.load().open(one_time).unwrap_err().error;
    assert!(error.to_string().contains("new slot"), "{error}");
    let locked = vault.disk.load();
    let keys = locked.unlock("deputy", "moss & 9 lanterns", None).unwrap();
    let open = locked.open(keys).unwrap();
    assert!(open.verify(None, &mut |_| ()).is_whole());
}

#[test]
fn keys_of_ones_own_that_were_cut_short_are_made_at_the_next_opening() {
    let vault = founded("dsl", Role::Dsl);
    vault
        .disk
        .open("dsl")
        .admit(person("deputy", Role::Deputy), making())
        .unwrap();
    let before = vault.disk.entries();
    vault.accept("deputy");
    // The slot was written, and then the power went.
    vault.disk.forge(before);
    vault.disk.0.lock().unwrap().go_on_from_forged();
    let mut open = vault.disk.open("deputy");
    assert!(open.is_invited());
    open.finish_own_keys(moment()).unwrap();
    assert!(!open.is_invited());
    append(&mut open, 1);
    let open = vault.disk.open("deputy");
    assert!(!open.is_invited());
    assert!(open.verify(None, &mut |_| ()).is_whole());
}

#[test]
fn nobody_hands_on_keys_that_they_do_not_hold() {
    let vault = sample();
    let mut dsl = vault.disk.open("dsl");
    let error = dsl
        .admit(person("new", Role::Headteacher), making())
        .unwrap_err();
    assert!(matches!(error, VaultError::NotYours(..)), "{error}");
    let mut deputy = vault.disk.open("deputy");
    assert!(deputy.admit(person("new", Role::Deputy), making()).is_err());
    for id in ["", "recovery", "Upper", "a b", "../x", &"x".repeat(33)] {
        let error = dsl.admit(person(id, Role::Deputy), making()).unwrap_err();
        assert!(matches!(error, VaultError::Id(_)), "{id}: {error}");
    }
    let error = dsl
        .admit(person("head", Role::Deputy), making())
        .unwrap_err();
    assert!(matches!(error, VaultError::Taken(_)), "{error}");
    assert!(deputy.remove("dsl", moment()).is_err());
    assert!(dsl.remove("head", moment()).is_err());
    assert!(
        dsl.give_role("deputy", Role::Headteacher, moment())
            .is_err()
    );
    let new = dsl.new_recovery_key();
    assert!(dsl.replace_recovery(&new, moment()).is_err());
}

#[test]
fn a_forgotten_passphrase_ends_in_new_keys_and_the_old_ones_are_refused() {
    let vault = sample();
    append(&mut vault.disk.open("dsl"), 2);
    let old = vault.disk.load().unlock("dsl", PASS, None).unwrap();
    let mut open = vault.recovered();
    open.readmit("dsl", "another one 7!", false, making())
        .unwrap();
    assert!(open.readmit("recovery", "x", false, making()).is_err());
    let locked = vault.disk.load();
    assert!(locked.unlock("dsl", PASS, None).is_err());
    let keys = locked.unlock("dsl", "another one 7!", None).unwrap();
    let open = locked.open(keys).unwrap();
    assert!(!open.is_invited());
    assert!(open.verify(None, &mut |_| ()).is_whole());
    assert_eq!(open.people().len(), 3);
    let error = vault.disk.load().open(old).unwrap_err().error;
    assert!(error.to_string().contains("new slot"), "{error}");
}

#[test]
fn whoever_leaves_opens_nothing_new_and_everybody_else_goes_on() {
    let vault = sample();
    append(&mut vault.disk.open("deputy"), 1);
    let left = vault.disk.open("deputy");
    let mut dsl = vault.disk.open("dsl");
    dsl.remove("deputy", moment()).unwrap();
    append(&mut dsl, 1);
    assert_eq!(read(&dsl), ["read", "read"]);
    for id in ["dsl", "head"] {
        assert_eq!(read(&vault.disk.open(id)), ["read", "read"]);
    }
    assert_eq!(read(&vault.recovered()), ["read", "read"]);
    assert_eq!(ids(vault.disk.load().people()), ["dsl", "head"]);
    // A copy of their slot and of the whole disk: the past, as they could have kept it, and no more.
    let newest = vault.disk.entries().pop().unwrap();
    for identity in left.keys.identities(&left.roll) {
        assert!(agefile::open(&identity, &newest.ciphertext).is_err());
    }
    let error = vault.disk.load().open(left.keys.clone()).unwrap_err().error;
    assert!(error.to_string().contains("not in it any more"), "{error}");
    assert!(matches!(
        vault.disk.load().unlock("deputy", PASS, None),
        Err(UnlockError::NoSlot(_))
    ));
    assert!(dsl.verify(None, &mut |_| ()).is_whole());
    // What they wrote while they were there stays theirs.
    assert_eq!(
        dsl.author(&vault.disk.entries()[PEOPLE as usize].header)
            .unwrap()
            .id,
        "deputy"
    );
    // They can be let in again, with other keys.
    vault.let_in("dsl", "deputy", Role::Deputy);
    assert_eq!(read(&vault.disk.open("deputy")), ["read", "read"]);
}

#[test]
fn what_somebody_signs_after_leaving_does_not_count() {
    let vault = sample();
    let left = vault.disk.open("deputy");
    vault.disk.open("dsl").remove("deputy", moment()).unwrap();
    let tip = vault.disk.tip().unwrap();
    let body = agefile::seal(&left.roll.recipients().of(Audience::Cases), b"{}").unwrap();
    add(&vault, left.keys.sign_entry(Audience::Cases, tip, body));
    let report = vault.disk.load().verify(None, &mut |_| ());
    assert_eq!(report.problems.len(), 1);
    assert_eq!(report.problems[0].fault, Fault::NotThen);
    assert!(report.problems[0].what.contains("Person deputy"));
    let keys = vault.disk.load().unlock("dsl", PASS, None).unwrap();
    let error = vault.disk.load().open(keys).unwrap_err().error;
    assert!(error.to_string().contains("does not count"), "{error}");
}

#[test]
fn the_last_of_a_role_cannot_go() {
    let vault = sample();
    let mut head = vault.disk.open("head");
    for id in ["dsl", "head"] {
        let error = head.remove(id, moment()).unwrap_err();
        assert!(matches!(error, VaultError::Last(..)), "{id}: {error}");
        let error = head.give_role(id, Role::Deputy, moment()).unwrap_err();
        assert!(matches!(error, VaultError::Last(..)), "{id}: {error}");
    }
    // Somebody who was only invited may never come.
    head.admit(person("second", Role::Dsl), making()).unwrap();
    assert!(head.remove("dsl", moment()).is_err());
    vault.accept("second");
    vault.disk.open("head").remove("dsl", moment()).unwrap();
    assert_eq!(
        ids(vault.disk.load().people()),
        ["deputy", "head", "second"]
    );
    // Nor does the log believe it of a program that has no such rule.
    let last = rogue(
        &vault,
        "head",
        &author("head", Role::Headteacher),
        keys_fact(KeyFact::Removed {
            id: "second".to_owned(),
        }),
        Audience::Everyone,
    );
    add(&vault, last);
    assert_eq!(vault.disk.load().people().len(), 3);
    let report = vault.disk.load().verify(None, &mut |_| ());
    assert!(report.problems[0].what.contains("without a"), "{report:?}");
}

#[test]
fn a_role_is_given_with_the_keys_that_it_needs_and_taken_with_them() {
    let vault = sample();
    let staff = [(Audience::Headteacher, json("about staff"))];
    vault.disk.open("deputy").append(&staff).unwrap();
    let mut head = vault.disk.open("head");
    head.give_role("deputy", Role::Headteacher, moment())
        .unwrap();
    let mut second = vault.disk.open("deputy");
    assert_eq!(second.me().role, Role::Headteacher);
    assert_eq!(read(&second), ["read"]);
    // The same slot, and the keys handed on in the log.
    second.append(&staff).unwrap();
    vault
        .disk
        .open("head")
        .give_role("deputy", Role::Dsl, moment())
        .unwrap();
    let mut head = vault.disk.open("head");
    head.append(&staff).unwrap();
    head.append(&[(Audience::Cases, json("a game"))]).unwrap();
    assert_eq!(read(&head), ["read", "read", "read", "read"]);
    let second = vault.disk.open("deputy");
    assert_eq!(second.me().role, Role::Dsl);
    // What they could read they can still open, and nothing sealed since.
    assert_eq!(read(&second), ["read", "read", "sealed", "read"]);
    assert_eq!(read(&vault.recovered()), ["read", "read", "read", "read"]);
    assert!(head.verify(None, &mut |_| ()).is_whole());
}

#[test]
fn a_lost_recovery_key_is_replaced_and_the_old_one_retired() {
    let vault = sample();
    append(&mut vault.disk.open("dsl"), 1);
    let staff = [(Audience::Headteacher, json("about staff"))];
    vault.disk.open("dsl").append(&staff).unwrap();
    let old = vault.disk.load().recover(&vault.recovery_file()).unwrap();
    let mut head = vault.disk.open("head");
    let new = head.new_recovery_key();
    head.replace_recovery(&new, moment()).unwrap();
    vault.disk.open("dsl").append(&staff).unwrap();
    append(&mut vault.disk.open("dsl"), 1);
    assert!(!vault.disk.load().recovery_matches(&vault.recovery_file()));
    assert!(vault.disk.load().recover(&vault.recovery_file()).is_err());
    let new = RecoveryFile::parse(&new.file()).unwrap();
    let locked = vault.disk.load();
    let keys = locked.recover(&new).unwrap();
    let open = locked.open(keys).unwrap();
    assert_eq!(read(&open), ["read", "read", "read", "read"]);
    // Nor do the keys open it that the old one's slot held, in a copy of this disk, or that the log handed
    // on to it.
    for sealed in vault.disk.entries().iter().rev().take(2) {
        for identity in old.identities(&open.roll).iter().chain([&old.own]) {
            assert!(agefile::open(identity, &sealed.ciphertext).is_err());
        }
    }
    // The new one proves a backup to its last entry, and the old one does not open it.
    let mut bytes = Vec::new();
    backup(&vault.disk.open("dsl"), "now", &mut bytes).unwrap();
    let restored = Restored::prove(&*bytes, &new).unwrap();
    assert_eq!(restored.opened(), vault.disk.tip().unwrap().seq);
    assert!(matches!(
        Restored::prove(&*bytes, &vault.recovery_file()),
        Err(RestoreError::WrongKey)
    ));
    let newest = vault.disk.entries().pop().unwrap();
    assert!(agefile::open(&vault.recovery.identity, &newest.ciphertext).is_err());
}

#[test]
fn without_a_headteacher_the_dsl_replaces_the_recovery_key_and_the_past_stays_shut() {
    let vault = founded("dsl", Role::Dsl);
    let staff = [(Audience::Headteacher, json("about staff"))];
    let mut dsl = vault.disk.open("dsl");
    dsl.append(&staff).unwrap();
    let new = dsl.new_recovery_key();
    dsl.replace_recovery(&new, moment()).unwrap();
    dsl.append(&staff).unwrap();
    append(&mut dsl, 1);
    let locked = vault.disk.load();
    let keys = locked
        .recover(&RecoveryFile::parse(&new.file()).unwrap())
        .unwrap();
    let mut spare = locked.open(keys).unwrap();
    assert_eq!(read(&spare), ["sealed", "read", "read"]);
    spare
        .admit(person("head", Role::Headteacher), making())
        .unwrap();
    vault.accept("head");
    assert_eq!(read(&vault.disk.open("head")), ["sealed", "read", "read"]);
    assert_eq!(read(&vault.disk.open("dsl")), ["sealed", "sealed", "read"]);
    // What no key at hand opens is in a backup all the same, and proved by signature and hash.
    let mut bytes = Vec::new();
    backup(&vault.disk.open("dsl"), "now", &mut bytes).unwrap();
    let new = RecoveryFile::parse(&new.file()).unwrap();
    let restored = Restored::prove(&*bytes, &new).unwrap();
    assert_eq!(restored.opened(), restored.tip().seq - 1);
    assert!(restored.doubts().is_empty());
}

#[test]
fn what_somebody_writes_beyond_their_role_changes_nothing_and_is_named() {
    let vault = sample();
    let deputy = author("deputy", Role::Deputy);
    let friend = Keyring::new(vault.disk.load().vault_id(), "friend");
    let admit = |role: Role| {
        keys_fact(KeyFact::Admitted {
            person: author("friend", role),
            keys: members::public(&friend),
            invited: false,
        })
    };
    let dsl = author("dsl", Role::Dsl);
    let attempts = [
        ("deputy", &deputy, admit(Role::Deputy)),
        ("dsl", &dsl, admit(Role::Headteacher)),
        (
            "deputy",
            &deputy,
            keys_fact(KeyFact::RoleGiven {
                id: "deputy".to_owned(),
                role: "headteacher".to_owned(),
                handed: Default::default(),
            }),
        ),
        (
            "deputy",
            &deputy,
            keys_fact(KeyFact::Removed {
                id: "dsl".to_owned(),
            }),
        ),
        // In the DSL's name, with the deputy's own key.
        ("deputy", &dsl, admit(Role::Deputy)),
        (
            "deputy",
            &deputy,
            What::School(SchoolFact::Founded {
                school: "in the clear".to_owned(),
            }),
        ),
    ];
    for (place, (id, by, what)) in attempts.into_iter().enumerate() {
        let before = ids(vault.disk.load().people());
        add(&vault, rogue(&vault, id, by, what, Audience::Everyone));
        assert_eq!(ids(vault.disk.load().people()), before, "attempt {place}");
        let report = vault.disk.load().verify(None, &mut |_| ());
        assert_eq!(report.problems.len(), place + 1, "{report:?}");
        assert_eq!(report.problems[place].fault, Fault::NotTheirs);
    }
    // It is the log's, not the vault's: whoever is honest goes on, and sees it.
    let open = vault.disk.open("head");
    let opened = open.read(PEOPLE, 9).unwrap();
    assert_eq!(opened.len(), 6);
    assert!(
        opened
            .iter()
            .all(|one| matches!(one.content, Content::Broken(_)))
    );
}

#[test]
fn a_deputy_in_the_heads_name_is_not_believed() {
    let vault = sample();
    let head = author("head", Role::Headteacher);
    let fact = What::School(SchoolFact::Founded {
        school: "another name".to_owned(),
    });
    add(
        &vault,
        rogue(&vault, "deputy", &head, fact.clone(), Audience::Cases),
    );
    let ledger = ledger::Ledger::open(vault.disk.open("dsl"), &mut |_, _| {}).unwrap();
    assert_eq!(ledger.school().name, "");
    assert!(ledger.unread()[0].why.contains("Person deputy signed it"));
    let report = vault.disk.open("dsl").verify(None, &mut |_| ());
    assert_eq!(report.problems[0].fault, Fault::OtherAuthor);
    // With the head's key id in the header the signature does not fit.
    let mut forged = rogue(&vault, "deputy", &head, fact, Audience::Cases);
    forged.header.author = vault.disk.open("head").me().key_id();
    add(&vault, forged);
    let report = vault.disk.load().verify(None, &mut |_| ());
    assert_eq!(report.problems.last().unwrap().fault, Fault::Forged);
}

#[test]
fn the_public_half_alone_forges_nothing() {
    let vault = sample();
    // Somebody with the school's public recipients, and no key of the vault.
    let stranger = Keyring::new(vault.disk.load().vault_id(), "dsl");
    let to = vault.disk.load().roll.recipients().clone();
    let body = agefile::seal(&to.of(Audience::Cases), b"{}").unwrap();
    let tip = vault.disk.tip().unwrap();
    add(&vault, stranger.sign_entry(Audience::Cases, tip, body));
    let report = vault.disk.load().verify(None, &mut |_| ());
    assert_eq!(report.problems[0].fault, Fault::UnknownAuthor);
    let keys = vault.disk.load().unlock("dsl", PASS, None).unwrap();
    assert!(vault.disk.load().open(keys).is_err());
}

#[test]
fn one_time_passphrases_are_long_and_never_the_same() {
    let (one, two) = (one_time_passphrase(), one_time_passphrase());
    assert_eq!(one.len(), 23);
    assert_ne!(*one, *two);
    let signs = one.replace('-', "");
    assert!(
        signs
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    );
    let _: Zeroizing<String> = one;
}

#[test]
fn a_key_file_is_asked_for_beside_the_passphrase() {
    let vault = sample();
    let (stick, other) = (KeyFile::generate(), KeyFile::generate());
    let mut dsl = vault.disk.open("dsl");
    dsl.set_key_file(Some(&stick), PASS, QUICK).unwrap();
    let locked = vault.disk.load();
    let refused = |second| locked.unlock("dsl", PASS, second).unwrap_err();
    assert!(matches!(refused(None), UnlockError::KeyFileNeeded));
    assert!(matches!(refused(Some(&other)), UnlockError::WrongKeyFile));
    assert!(matches!(
        locked.unlock("dsl", "another", Some(&stick)).unwrap_err(),
        UnlockError::WrongPassphrase
    ));
    // It is read back from its text, and a new passphrase goes on asking for it.
    let stick = KeyFile::parse(&stick.text()).unwrap();
    assert!(KeyFile::parse("nothing").is_err());
    let keys = locked.unlock("dsl", PASS, Some(&stick)).unwrap();
    let mut dsl = locked.open(keys).unwrap();
    assert!(dsl.has_key_file());
    dsl.set_passphrase("new one 9 & 10", QUICK).unwrap();
    let locked = vault.disk.load();
    assert!(locked.unlock("dsl", "new one 9 & 10", None).is_err());
    assert!(locked.unlock("dsl", "new one 9 & 10", Some(&stick)).is_ok());
    dsl.set_key_file(None, PASS, QUICK).unwrap();
    assert!(vault.disk.load().unlock("dsl", PASS, None).is_ok());
}
