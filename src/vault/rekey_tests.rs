//! Sealing the past anew.

use super::{testing::*, *};
use crate::domain::entry::{CaseFact, Entry, Note, SchoolFact, What};
use crate::store::{Sealed, Store};

const NEW: &str = "harbour 4 & a lamp";

/// A vault of three with something of each kind in it.
fn lived_in() -> Sample {
    let vault = sample();
    let founded = SchoolFact::Founded {
        school: "Pretend Primary".to_owned(),
    };
    write(&mut vault.disk.open("dsl"), What::School(founded));
    for id in ["deputy", "head"] {
        write(&mut vault.disk.open(id), note().sealed());
    }
    let mut dsl = vault.disk.open("dsl");
    dsl.remove("deputy", moment()).unwrap();
    for _ in 0..40 {
        write(&mut dsl, note());
    }
    vault
}

fn note() -> What {
    let text = "It was a game.".to_owned();
    let note = Note {
        text,
        opinion: false,
    };
    What::case("OS-2026-0001".parse().unwrap(), CaseFact::Note(note))
}

fn write(open: &mut Open, what: What) {
    let audience = match what.is_sealed() {
        true => Audience::Headteacher,
        false => Audience::Cases,
    };
    let entry = Entry {
        daybook: 1,
        at: moment(),
        by: open.me().author(),
        what,
    };
    let json = serde_json::to_vec(&entry).unwrap();
    open.append(&[(audience, json.into())]).unwrap();
}

fn rekeyed(vault: &Sample) -> Rekeyed {
    rekey(&vault.disk.open("head"), NEW, making(), &mut |_, _| {}).unwrap()
}

fn entries(locked: &Locked) -> Vec<Sealed> {
    locked.store().read(0, usize::MAX).unwrap()
}

#[test]
fn everything_is_there_and_nothing_opens_with_an_old_key() {
    let vault = lived_in();
    let before = vault.disk.tip().unwrap().seq;
    let mut heard = (0, 0);
    let open = vault.disk.open("head");
    let new = rekey(&open, NEW, making(), &mut |done, of| heard = (done, of)).unwrap();
    assert_eq!(heard.1, 2 * before);
    assert_ne!(new.locked.vault_id(), open.vault_id());
    // Whoever is still here is invited again; who had left is not.
    let people: Vec<_> = new.people.iter().map(|(one, _)| one.id.as_str()).collect();
    assert_eq!(people, ["dsl"]);
    // Every key that there ever was in the old vault, the recovery key's among them.
    let mut old: Vec<_> = ["dsl", "head"]
        .iter()
        .flat_map(|id| {
            let open = vault.disk.open(id);
            open.keys.identities(&open.roll)
        })
        .collect();
    old.extend(vault.recovered().keys.identities(&vault.recovered().roll));
    old.push(vault.recovery.identity.clone());
    assert!(old.len() >= 5);
    for sealed in entries(&new.locked) {
        if sealed.header.audience != Audience::Everyone {
            for identity in &old {
                assert!(agefile::open(identity, &sealed.ciphertext).is_err());
            }
        }
    }
    let recovery = RecoveryFile::parse(&new.recovery.file()).unwrap();
    let keys = new.locked.unlock("head", NEW, None).unwrap();
    let head = new.locked.open(keys).unwrap();
    let report = head.verify(None, &mut |_| ());
    assert!(report.is_whole(), "{:?}", report.problems);
    assert_eq!(report.opened, report.entries);
    // Who wrote what is told as it was, though one person signed it all.
    let ledger = ledger::Ledger::open(head, &mut |_, _| {}).unwrap();
    assert!(ledger.unread().is_empty());
    assert_eq!(ledger.school().name, "Pretend Primary");
    let head = ledger.into_vault();
    let opened = head.read(PEOPLE, 1).unwrap();
    let Content::Plain(json) = &opened[0].content else {
        panic!("it is sealed")
    };
    let value: serde_json::Value = serde_json::from_slice(json).unwrap();
    assert_eq!(value["by"]["id"], "dsl");
    // The header that the DSL signed goes with it, and is the old log's own.
    let header = codec::unbase64(value["resealed_from"].as_str().unwrap()).unwrap();
    assert_eq!(
        header,
        vault.disk.entries()[PEOPLE as usize].header.encode()
    );
    let locked = head.lock();
    assert!(locked.recover(&recovery).is_ok());
    assert!(locked.recover(&vault.recovery_file()).is_err());
}

#[test]
fn who_is_invited_again_reads_what_they_read_before() {
    let vault = lived_in();
    let new = rekeyed(&vault);
    let (_, one_time) = &new.people[0];
    let keys = new.locked.unlock("dsl", one_time, None).unwrap();
    let mut dsl = new.locked.open(keys).unwrap();
    assert!(dsl.is_invited());
    dsl.make_own_keys(PASS, making()).unwrap();
    write(&mut dsl, note());
    assert!(dsl.verify(None, &mut |_| ()).is_whole());
    let sealed = dsl.read(0, usize::MAX).unwrap();
    let count =
        |wanted: fn(&Content) -> bool| sealed.iter().filter(|one| wanted(&one.content)).count();
    assert_eq!(count(|c| *c == Content::SealedToHeadteacher), 2);
    assert_eq!(count(|c| matches!(c, Content::Broken(_))), 0);
}

#[test]
fn only_who_opens_everything_can_do_it_and_it_can_be_done_again() {
    let vault = lived_in();
    let refused = rekey(&vault.disk.open("dsl"), NEW, making(), &mut |_, _| {});
    assert!(matches!(refused.err(), Some(VaultError::NotAllOpen)));
    let once = rekeyed(&vault);
    let keys = once.locked.unlock("head", NEW, None).unwrap();
    let head = once.locked.open(keys).unwrap();
    let twice = rekey(&head, PASS, making(), &mut |_, _| {}).unwrap();
    let keys = twice.locked.unlock("head", PASS, None).unwrap();
    let again = twice.locked.open(keys).unwrap();
    assert!(again.verify(None, &mut |_| ()).is_whole());
    let opened = again.read(PEOPLE, 1).unwrap();
    let Content::Plain(json) = &opened[0].content else {
        panic!("it is sealed")
    };
    let value: serde_json::Value = serde_json::from_slice(json).unwrap();
    let header = codec::unbase64(value["resealed_from"].as_str().unwrap()).unwrap();
    assert_eq!(
        header,
        vault.disk.entries()[PEOPLE as usize].header.encode()
    );
}

#[test]
fn a_new_generation_cannot_claim_another_past() {
    // What was carried over is believed of others only as far as the founding record reaches.
    let vault = lived_in();
    let new = rekeyed(&vault);
    let end = vault.disk.tip().unwrap().seq;
    let keys = new.locked.unlock("head", NEW, None).unwrap();
    let mut head = new.locked.open(keys).unwrap();
    let forged = Entry {
        daybook: 1,
        at: moment(),
        by: crate::domain::people::Author {
            id: "dsl".to_owned(),
            name: "Person dsl".to_owned(),
            role: "dsl".to_owned(),
        },
        what: What::School(SchoolFact::Founded {
            school: "not so".to_owned(),
        }),
    };
    head.append(&[(Audience::Cases, serde_json::to_vec(&forged).unwrap().into())])
        .unwrap();
    let report = head.verify(None, &mut |_| ());
    assert_eq!(report.problems.len(), 1);
    assert_eq!(report.problems[0].fault, Fault::OtherAuthor);
    assert!(report.problems[0].seq > Some(end));
}

#[test]
fn what_is_forged_is_not_made_genuine_by_sealing_it_anew() {
    // In the new generation one person signs all, so that an author cannot be held to their signature there.
    let head = author("head", Role::Headteacher);
    for claimed_key in [false, true] {
        let vault = lived_in();
        let by_dsl = author("dsl", Role::Dsl);
        let mut forged = rogue(&vault, "dsl", &head, note(), Audience::Cases);
        if claimed_key {
            forged.header.author = vault.disk.open("head").me().key_id();
        }
        let seq = forged.header.seq;
        add(&vault, forged);
        add(
            &vault,
            rogue(&vault, "dsl", &by_dsl, note(), Audience::Cases),
        );
        let refused = rekey(&vault.disk.open("head"), NEW, making(), &mut |_, _| {});
        let error = refused.err().unwrap();
        assert!(
            matches!(&error, VaultError::NotGenuine { seq: at, .. } if *at == seq),
            "{error}"
        );
        let said = error.to_string();
        assert!(
            said.contains("nothing was changed") && said.contains("Person"),
            "{said}"
        );
    }
}
