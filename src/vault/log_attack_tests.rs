//! Attacks on a log by whoever has the disk and no key: entries removed, moved, put in twice, replayed,
//! taken from another vault, renumbered, altered; the tail cut; an older copy put back. Checking names
//! what was done, with keys and without; opening refuses, or says so.
//!
//! An ordinary run tries each a few times at places of chance; `DAYBOOK_ATTACKS=20 cargo test --lib vault::
//! -- --nocapture` tries each 20 times, and prints the count.

use super::{ledger::Ledger, testing::*, *};
use crate::domain::entry::{SchoolFact, What};
use crate::store::{Sealed, Store, memory::MemoryStore};

/// A log that three people have written in, for both audiences and in the clear.
fn lived_in(chance: &mut Chance) -> Sample {
    let vault = sample();
    let people = [
        ("dsl", Role::Dsl),
        ("deputy", Role::Deputy),
        ("head", Role::Headteacher),
    ];
    for n in 0..10 + chance.below(6) {
        let (id, role) = people[chance.below(3)];
        if n == 5 {
            vault.let_in("dsl", "late", Role::Deputy);
        }
        let what = What::School(SchoolFact::Founded {
            school: format!("Pretend {n}"),
        });
        let staff = crate::domain::entry::AuditFact::Exported {
            what: format!("{n}"),
        };
        let (what, audience) = match chance.below(3) {
            0 => (What::audit(staff).sealed(), Audience::Headteacher),
            _ => (what, Audience::Cases),
        };
        add(&vault, rogue(&vault, id, &author(id, role), what, audience));
    }
    vault
}

/// What an attack leaves of a log, and the numbers of which one must be named.
struct Left {
    log: Vec<Sealed>,
    about: Vec<u64>,
    faults: &'static [Fault],
}

/// What is not what was signed; or, where who let its author in is gone with it, signed by nobody.
const UNSIGNED: &[Fault] = &[Fault::Forged, Fault::UnknownAuthor, Fault::NotThen];

type Attack = (&'static str, fn(Vec<Sealed>, &mut Chance) -> Left);

fn seq(one: &Sealed) -> u64 {
    one.header.seq
}

/// Numbers and chains what follows a place anew, as far as that goes without a key.
fn rechained(log: &mut [Sealed], from: usize) {
    for at in from.max(1)..log.len() {
        let before = log[at - 1].header.tip();
        log[at].header.seq = before.seq + 1;
        log[at].header.prev = before.hash;
    }
}

const ATTACKS: [Attack; 14] = [
    ("an entry removed", |mut log, chance| {
        let gone = log.remove(chance.below(log.len() - 1));
        Left {
            about: vec![seq(&gone)],
            log,
            faults: &[Fault::Missing],
        }
    }),
    ("several entries removed", |mut log, chance| {
        let from = chance.below(log.len() - 4);
        let gone: Vec<_> = log.drain(from..from + 3).collect();
        Left {
            about: vec![seq(&gone[0])],
            log,
            faults: &[Fault::Missing],
        }
    }),
    (
        "an entry removed, and what follows renumbered",
        |mut log, chance| {
            let at = chance.below(log.len() - 1);
            let mut gone = log.remove(at);
            if at == 0 {
                log[0].header.seq = 1;
                std::mem::swap(&mut log[0].header.prev, &mut gone.header.prev);
            }
            rechained(&mut log, at);
            Left {
                about: vec![at as u64 + 1],
                log,
                faults: UNSIGNED,
            }
        },
    ),
    ("two entries exchanged", |mut log, chance| {
        let at = chance.below(log.len() - 1);
        log.swap(at, at + 1);
        Left {
            about: vec![at as u64 + 1, at as u64 + 2],
            log,
            faults: &[Fault::OutOfOrder],
        }
    }),
    (
        "two entries exchanged, and numbered as they stand",
        |mut log, chance| {
            let at = 1 + chance.below(log.len() - 3);
            log.swap(at, at + 1);
            rechained(&mut log, at);
            Left {
                about: vec![at as u64 + 1, at as u64 + 2],
                log,
                faults: UNSIGNED,
            }
        },
    ),
    ("an entry moved to the end", |mut log, chance| {
        let at = chance.below(log.len() - 1);
        let one = log.remove(at);
        let about = vec![seq(&one)];
        log.push(one);
        Left {
            about,
            log,
            faults: &[Fault::OutOfOrder],
        }
    }),
    ("an entry put in twice", |mut log, chance| {
        let at = chance.below(log.len());
        log.insert(at, log[at].clone());
        Left {
            about: vec![seq(&log[at])],
            log,
            faults: &[Fault::Duplicated],
        }
    }),
    ("an entry replayed at the end", |mut log, chance| {
        let one = log[chance.below(log.len())].clone();
        let about = vec![seq(&one)];
        log.push(one);
        Left {
            about,
            log,
            faults: &[Fault::Duplicated],
        }
    }),
    (
        "an entry replayed at the end, under the next number",
        |mut log, chance| {
            let one = log[chance.below(log.len())].clone();
            log.push(one);
            let end = log.len() - 1;
            rechained(&mut log, end);
            Left {
                about: vec![end as u64 + 1],
                log,
                faults: UNSIGNED,
            }
        },
    ),
    ("an entry in the place of another", |mut log, chance| {
        let at = 1 + chance.below(log.len() - 2);
        let mut one = log[at - 1].clone();
        one.header.seq = log[at].header.seq;
        one.header.prev = log[at].header.prev;
        log[at] = one;
        Left {
            about: vec![at as u64 + 1],
            log,
            faults: UNSIGNED,
        }
    }),
    ("the ciphertext of another entry", |mut log, chance| {
        let at = 1 + chance.below(log.len() - 1);
        log[at].ciphertext = log[at - 1].ciphertext.clone();
        Left {
            about: vec![at as u64 + 1],
            log,
            faults: &[Fault::Altered, Fault::KeysAltered],
        }
    }),
    ("a ciphertext altered", |mut log, chance| {
        let at = chance.below(log.len());
        let bytes = &mut log[at].ciphertext;
        let byte = chance.below(bytes.len());
        bytes[byte] ^= 1 << chance.below(8);
        Left {
            about: vec![at as u64 + 1],
            log,
            faults: &[Fault::Altered, Fault::KeysAltered],
        }
    }),
    (
        "a ciphertext altered, and its hash with it",
        |mut log, chance| {
            use sha2::Digest as _;
            let at = chance.below(log.len());
            let one = &mut log[at];
            let byte = chance.below(one.ciphertext.len());
            one.ciphertext[byte] ^= 1 << chance.below(8);
            one.header.body = sha2::Sha256::digest(&one.ciphertext).into();
            Left {
                about: vec![at as u64 + 1],
                log,
                faults: UNSIGNED,
            }
        },
    ),
    ("a bit of a header", |mut log, chance| {
        let at = chance.below(log.len());
        let header = &mut log[at].header;
        match chance.below(5) {
            0 => {
                header.audience = match header.audience {
                    Audience::Cases => Audience::Headteacher,
                    _ => Audience::Cases,
                };
            }
            1 => header.prev[chance.below(32)] ^= 1 << chance.below(8),
            2 => header.author[chance.below(16)] ^= 1 << chance.below(8),
            3 => header.len ^= 1 << chance.below(12),
            _ => header.signature[chance.below(64)] ^= 1 << chance.below(8),
        }
        Left {
            about: vec![at as u64 + 1],
            log,
            faults: UNSIGNED,
        }
    }),
];

/// One of the problems is of such a kind and about such an entry, in words that name it.
fn names(name: &str, report: &Report, left: &Left) {
    let named = report.problems.iter().any(|problem| {
        let about =
            |seq: &u64| problem.seq == Some(*seq) && problem.what.contains(&seq.to_string());
        left.faults.contains(&problem.fault) && left.about.iter().any(about)
    });
    let found: Vec<_> = report.problems.iter().map(|p| (p.seq, p.fault)).collect();
    assert!(named, "{name}, {:?}: {found:?}", left.about);
    let said = |text: &str| text.ends_with('.');
    let all = report.problems.iter();
    assert!(
        all.clone()
            .all(|one| said(&one.what) && said(one.safe) && said(one.next)),
        "{report:?}"
    );
}

#[test]
fn every_attack_on_the_order_of_a_log_is_named_and_none_opens_in_silence() {
    let mut chance = Chance(0xDA7B_004B);
    let times = attacks(3);
    let vault = lived_in(&mut chance);
    let whole = vault.disk.entries();
    // Somebody has it open, and checks it with their keys.
    let open = vault.disk.open("head");
    assert!(open.verify(None, &mut |_| ()).is_whole());
    let mut refused = 0;
    for (name, attack) in ATTACKS {
        for _ in 0..times {
            let left = attack(whole.clone(), &mut chance);
            vault.disk.forge(left.log.clone());
            names(name, &open.verify(None, &mut |_| ()), &left);
            names(name, &vault.disk.load().verify(None, &mut |_| ()), &left);
            for id in ["dsl", "head"] {
                let locked = vault.disk.load();
                let keys = locked.unlock(id, PASS, None).unwrap();
                match locked.open(keys) {
                    Err(_) => refused += 1,
                    // One that is altered is shown as such, and the rest can be read.
                    Ok(open) => {
                        let ledger = Ledger::open(open, &mut |_, _| {}).unwrap();
                        let told: Vec<_> = ledger.unread().iter().map(|one| one.seq).collect();
                        assert!(told.starts_with(&left.about), "{name}: {told:?}");
                    }
                }
            }
            vault.disk.0.lock().unwrap().forged = None;
        }
    }
    assert!(refused > ATTACKS.len() * times);
    println!(
        "{} attacks on a log's order and bytes, {times} times each: all named, {refused} openings refused",
        ATTACKS.len()
    );
}

#[test]
fn what_is_another_vaults_is_named() {
    let mut chance = Chance(0x0D0B_0001);
    let times = attacks(3);
    let (vault, other) = (lived_in(&mut chance), lived_in(&mut chance));
    let (whole, foreign) = (vault.disk.entries(), other.disk.entries());
    let shorter = whole.len().min(foreign.len());
    for _ in 0..times {
        let at = chance.below(shorter);
        let mut log = whole.clone();
        log[at] = foreign[at].clone();
        let renumbered = chance.below(2) == 1;
        if renumbered && at > 0 {
            rechained(&mut log, at);
        }
        let left = Left {
            log,
            about: vec![at as u64 + 1],
            faults: &[Fault::UnknownAuthor],
        };
        vault.disk.forge(left.log.clone());
        names(
            "from another vault",
            &vault.disk.load().verify(None, &mut |_| ()),
            &left,
        );
        for id in ["dsl", "head"] {
            let locked = vault.disk.load();
            let keys = locked.unlock(id, PASS, None).unwrap();
            assert!(locked.open(keys).is_err());
        }
    }
    // All of it, up to some entry.
    for _ in 0..times {
        let upto = 1 + chance.below(shorter);
        vault.disk.forge(foreign[..upto].to_vec());
        let report = vault.disk.load().verify(None, &mut |_| ());
        assert_eq!(report.problems[0].seq, Some(1));
        assert!(
            report
                .problems
                .iter()
                .any(|one| one.fault == Fault::OtherVault)
        );
        let locked = vault.disk.load();
        let keys = locked.unlock("dsl", PASS, None).unwrap();
        assert!(locked.open(keys).is_err());
    }
    println!("{times} entries and {times} logs from another vault: all named and refused");
}

/// The whole store as it was, blobs and all: a copy put back.
fn copied(disk: &Disk) -> MemoryStore {
    let mut copy = MemoryStore::default();
    for key in disk.blob_keys().unwrap() {
        copy.swap_blob(&key, None, &disk.get(&key)).unwrap();
    }
    copy.append(Tip::EMPTY, &disk.entries()).unwrap();
    copy
}

#[test]
fn a_cut_tail_and_an_older_copy_are_told_from_what_was_last_seen() {
    let mut chance = Chance(0x0D0B_0002);
    let times = attacks(3);
    for _ in 0..times {
        let vault = lived_in(&mut chance);
        let yesterday = copied(&vault.disk);
        let before = vault.disk.tip().unwrap();
        let more = 1 + chance.below(5);
        let seen = append(&mut vault.disk.open("dsl"), more);
        let whole = vault.disk.entries();

        // The tail is cut: so many entries are gone.
        let gone = 1 + chance.below(more + 2);
        vault.disk.forge(whole[..whole.len() - gone].to_vec());
        is_told(&vault.disk, seen, gone as u64);
        vault.disk.0.lock().unwrap().forged = None;

        // Yesterday's copy, whole and honest, is put back.
        vault.disk.0.lock().unwrap().store = yesterday;
        is_told(&vault.disk, seen, more as u64);

        // And written on, so that it is as long again and longer.
        for _ in 0..2 {
            append(&mut vault.disk.open("deputy"), more);
            let ledger = Ledger::open(vault.disk.open("dsl"), &mut |_, _| {}).unwrap();
            assert!(
                ledger
                    .against(Some(seen))
                    .unwrap()
                    .contains("other entries")
            );
            let report = vault.disk.load().verify(Some(seen), &mut |_| ());
            assert_eq!(report.problems.len(), 1, "{report:?}");
            assert_eq!(report.problems[0].fault, Fault::Diverged);
            assert_eq!(report.problems[0].seq, Some(seen.seq));
            // Where the two part is not lost on whoever saw less of it.
            assert!(
                vault
                    .disk
                    .load()
                    .verify(Some(before), &mut |_| ())
                    .is_whole()
            );
        }
    }
    println!(
        "{times} cut tails, {times} older copies, {} older copies written on: all told",
        times * 2
    );
}

fn is_told(disk: &Disk, seen: Tip, gone: u64) {
    let ledger = Ledger::open(disk.open("dsl"), &mut |_, _| {}).unwrap();
    let said = ledger.against(Some(seen)).unwrap();
    assert!(said.contains(&format!(" {gone} fewer entries")), "{said}");
    assert!(ledger.against(None).is_none());
    let with = ledger.vault().verify(Some(seen), &mut |_| ());
    for report in [with, disk.load().verify(Some(seen), &mut |_| ())] {
        assert_eq!(report.problems.len(), 1, "{report:?}");
        assert_eq!(report.problems[0].fault, Fault::CutOff);
        let named = format!("entry {} has been seen", seen.seq);
        assert!(report.problems[0].what.contains(&named), "{report:?}");
    }
}

#[test]
fn who_has_left_can_go_on_from_before_they_left_and_it_is_told() {
    // With their old keys and the disk they cut off that they left, and write a history of their own. Every
    // signature in it is right; that the school has seen another one is what tells.
    let mut chance = Chance(0x0D0B_0003);
    let times = attacks(2);
    for _ in 0..times {
        let vault = lived_in(&mut chance);
        let keys = vault.disk.load().unlock("deputy", PASS, None).unwrap();
        let before = vault.disk.entries();
        vault.disk.open("dsl").remove("deputy", moment()).unwrap();
        let seen = append(&mut vault.disk.open("dsl"), 1 + chance.below(3));
        vault.disk.forge(before);
        vault.disk.0.lock().unwrap().go_on_from_forged();
        let mut theirs = vault.disk.load().open(keys).unwrap();
        append(&mut theirs, 1 + chance.below(8));
        drop(theirs);
        let ledger = Ledger::open(vault.disk.open("dsl"), &mut |_, _| {}).unwrap();
        assert!(ledger.against(Some(seen)).is_some());
        let report = vault.disk.load().verify(Some(seen), &mut |_| ());
        let told = |one: &Problem| matches!(one.fault, Fault::CutOff | Fault::Diverged);
        assert!(report.problems.iter().any(told), "{report:?}");
    }
    println!("{times} histories written on from before somebody left: all told");
}

#[test]
fn who_was_removed_is_not_let_back_in_by_damage_to_the_entry_that_says_so() {
    let mut chance = Chance(0x0D0B_0004);
    let times = attacks(2);
    for _ in 0..times {
        let vault = lived_in(&mut chance);
        let left = vault.disk.load().unlock("deputy", PASS, None).unwrap();
        let at = vault.disk.tip().unwrap().seq + 1;
        vault.disk.open("dsl").remove("deputy", moment()).unwrap();
        let by = author("deputy", Role::Deputy);
        let what = What::School(SchoolFact::Founded {
            school: "Forged Primary".to_owned(),
        });
        let forged = written(&vault, &left, &entry(&by, what), Audience::Cases);
        add(&vault, forged);
        // A bit of what is in the clear: its header, and so the chain, are as they were.
        let mut log = vault.disk.entries();
        let body = &mut log[at as usize - 1].ciphertext;
        let byte = chance.below(body.len());
        body[byte] ^= 1 << chance.below(8);
        vault.disk.forge(log);
        for id in ["dsl", "head"] {
            let locked = vault.disk.load();
            let keys = locked.unlock(id, PASS, None).unwrap();
            let error = locked.open(keys).unwrap_err().error.to_string();
            assert!(error.contains(&format!("entry {at}")), "{error}");
            assert!(error.contains("who has a key"), "{error}");
        }
        let report = vault.disk.load().verify(None, &mut |_| ());
        let of_it = report.problems.iter().find(|one| one.seq == Some(at));
        let of_it = of_it.unwrap();
        assert_eq!(of_it.fault, Fault::KeysAltered);
        assert!(of_it.safe.contains("before"), "{of_it:?}");
    }
    println!("{times} removals damaged, and written on: all refused");
}
