//! Each attack on a log, and the name that checking gives it.

use super::{testing::*, *};
use crate::store::{Sealed, Store};

fn faults(disk: &Disk) -> Vec<(Option<u64>, Fault)> {
    let report = disk.load().verify(None, &mut |_| ());
    for problem in &report.problems {
        assert!(
            problem.what.ends_with('.') && !problem.safe.is_empty() && !problem.next.is_empty()
        );
    }
    report.problems.iter().map(|p| (p.seq, p.fault)).collect()
}

/// A vault with six entries, and its log for forging.
fn six() -> (Sample, Vec<Sealed>) {
    let vault = founded("dsl", Role::Dsl);
    append(&mut vault.disk.open("dsl"), 6);
    let log = vault.disk.entries();
    (vault, log)
}

/// After any attack that touches the chain or its end, the vault does not open as if nothing were.
fn does_not_open(vault: &Sample) {
    let locked = vault.disk.load();
    let keys = locked.unlock("dsl", PASS, None).unwrap();
    let refused = locked.open(keys).unwrap_err();
    assert!(
        matches!(refused.error, VaultError::Broken(_)),
        "{}",
        refused.error
    );
}

#[test]
fn a_whole_log_is_whole_with_keys_and_without() {
    let vault = sample();
    append(&mut vault.disk.open("dsl"), 6);
    let all = PEOPLE + 7;
    let mut open = vault.disk.open("deputy");
    open.append(&[(Audience::Headteacher, json("x"))]).unwrap();
    let mut heard = 0;
    let report = open.verify(Some(open.tip()), &mut |n| heard = n);
    assert!(report.is_whole(), "{:?}", report.problems);
    assert_eq!((report.entries, report.opened, heard), (all, all - 1, all));
    assert_eq!(report.tip, open.tip());
    assert_eq!(
        vault.disk.open("head").verify(None, &mut |_| ()).opened,
        all
    );
    let without = vault.disk.load().verify(Some(report.tip), &mut |_| ());
    assert!(without.is_whole());
    // What says who has a key is in the clear.
    assert_eq!(without.opened, PEOPLE);
}

#[test]
fn an_empty_log_is_whole() {
    assert_eq!(faults(&founded("dsl", Role::Dsl).disk), []);
}

#[test]
fn a_missing_entry_is_named() {
    let (vault, mut log) = six();
    log.remove(2);
    vault.disk.forge(log);
    assert_eq!(faults(&vault.disk), [(Some(3), Fault::Missing)]);
    does_not_open(&vault);
}

#[test]
fn a_duplicated_entry_is_named() {
    let (vault, mut log) = six();
    log.insert(3, log[2].clone());
    vault.disk.forge(log);
    assert_eq!(faults(&vault.disk), [(Some(3), Fault::Duplicated)]);
    does_not_open(&vault);
}

#[test]
fn a_reordered_entry_is_named() {
    let (vault, mut log) = six();
    log.swap(2, 3);
    vault.disk.forge(log);
    assert_eq!(faults(&vault.disk), [(Some(3), Fault::OutOfOrder)]);
    does_not_open(&vault);
}

#[test]
fn a_forged_header_is_named_and_so_is_what_no_longer_follows() {
    let (vault, mut log) = six();
    log[2].header.audience = Audience::Headteacher;
    vault.disk.forge(log);
    assert_eq!(
        faults(&vault.disk),
        [(Some(3), Fault::Forged), (Some(4), Fault::NotChained)]
    );
    does_not_open(&vault);
}

#[test]
fn an_entry_sealed_by_a_stranger_at_the_end_is_named() {
    let (vault, mut log) = six();
    let (other, foreign) = six();
    // A stranger who knows the format: right place, right chain, a key of their own.
    let mut header = foreign[5].header.clone();
    header.prev = log[5].header.hash();
    header.seq = 7;
    let keys = other.disk.load().unlock("dsl", PASS, None).unwrap();
    header.signature = keys.sign(&header.signed_bytes());
    log.push(Sealed {
        header,
        ciphertext: foreign[5].ciphertext.clone(),
    });
    vault.disk.forge(log);
    assert_eq!(faults(&vault.disk), [(Some(7), Fault::UnknownAuthor)]);
    does_not_open(&vault);
}

#[test]
fn an_entry_swapped_in_from_another_vault_is_named() {
    let (vault, mut log) = six();
    let (_, foreign) = six();
    log[2] = foreign[2].clone();
    vault.disk.forge(log);
    let found = faults(&vault.disk);
    assert!(
        found.contains(&(Some(3), Fault::UnknownAuthor)),
        "{found:?}"
    );
    assert!(found.contains(&(Some(3), Fault::NotChained)), "{found:?}");
    assert!(found.contains(&(Some(4), Fault::NotChained)), "{found:?}");
    does_not_open(&vault);
}

#[test]
fn a_whole_log_from_another_vault_is_named() {
    let (vault, _) = six();
    let (_, foreign) = six();
    vault.disk.forge(foreign);
    let found = faults(&vault.disk);
    assert!(found.contains(&(Some(1), Fault::OtherVault)), "{found:?}");
    does_not_open(&vault);
}

#[test]
fn an_altered_ciphertext_is_named_shown_and_counted() {
    let (vault, mut log) = six();
    let last = log[2].ciphertext.len() - 1;
    log[2].ciphertext[last] ^= 1;
    vault.disk.forge(log);
    assert_eq!(faults(&vault.disk), [(Some(3), Fault::Altered)]);
    // The chain holds without it, so the vault opens, and the entry is there, broken.
    let open = vault.disk.open("dsl");
    let opened = open.read(0, 100).unwrap();
    assert_eq!(opened.len(), 6);
    let broken = opened
        .iter()
        .filter(|one| matches!(one.content, Content::Broken(_)));
    assert_eq!(broken.map(|one| one.header.seq).collect::<Vec<_>>(), [3]);
    // A backup of it could not be restored, and is refused.
    let error = backup(&open, "now", &mut Vec::new()).unwrap_err();
    assert!(
        matches!(error, VaultError::NotWhole { seq: 3, .. }),
        "{error}"
    );
}

#[test]
fn an_entry_that_a_member_sealed_to_nobody_here_is_named() {
    let vault = founded("dsl", Role::Dsl);
    let mut open = vault.disk.open("dsl");
    // A member with a broken program: signed and chained, sealed to another key.
    let stranger = age::x25519::Identity::generate().to_public();
    let body = agefile::seal(&[&stranger], b"{}").unwrap();
    let start = Tip {
        seq: 0,
        hash: vault.disk.load().vault_id().chain_start(),
    };
    let sealed = open.keys.sign_entry(Audience::Cases, start, body);
    vault.disk.clone().append(Tip::EMPTY, &[sealed]).unwrap();
    open.refresh().unwrap();
    let report = open.verify(None, &mut |_| ());
    assert_eq!(report.problems[0].fault, Fault::Unreadable);
    assert_eq!(faults(&vault.disk), []);
}

#[test]
fn a_tail_cut_off_shows_against_a_remembered_tip_only() {
    let (vault, mut log) = six();
    let seen = log[5].header.tip();
    log.truncate(4);
    vault.disk.forge(log);
    assert_eq!(faults(&vault.disk), []);
    let open = vault.disk.open("dsl");
    assert_eq!(open.since(seen), Since::Shorter(2));
    let report = open.verify(Some(seen), &mut |_| ());
    assert_eq!(report.problems[0].fault, Fault::CutOff);
    assert_eq!(report.problems[0].seq, None);
}

#[test]
fn another_history_shows_against_a_remembered_tip() {
    let (vault, log) = six();
    let seen = Tip {
        hash: [7; 32],
        ..log[3].header.tip()
    };
    let report = vault.disk.load().verify(Some(seen), &mut |_| ());
    assert_eq!(report.problems[0].fault, Fault::Diverged);
}

#[test]
fn many_entries_over_several_pages_are_all_counted() {
    let vault = sample();
    let tip = append(&mut vault.disk.open("dsl"), chain::PAGE + 5);
    let report = vault.disk.load().verify(Some(tip), &mut |_| ());
    assert!(report.is_whole());
    assert_eq!(report.entries, tip.seq);
}

#[test]
fn what_the_disk_does_not_give_back_is_named_and_the_rest_is_checked() {
    let (vault, mut log) = six();
    log[5].ciphertext[100] ^= 1;
    log.remove(4);
    vault.disk.forge(log);
    vault.disk.0.lock().unwrap().unreadable = vec![2, 3];
    assert_eq!(
        faults(&vault.disk),
        [
            (Some(2), Fault::Store),
            (Some(3), Fault::Store),
            (Some(5), Fault::Missing),
            (Some(6), Fault::Altered),
        ]
    );
}

#[test]
fn what_is_left_of_a_log_is_read_when_each_piece_of_it_is_signed() {
    let (vault, mut log) = six();
    log.remove(2);
    vault.disk.forge(log.clone());
    does_not_open(&vault);
    vault.disk.0.lock().unwrap().wounded = true;
    let open = vault.disk.open("dsl");
    let left = open.read(0, 9).unwrap();
    let seqs: Vec<_> = left.iter().map(|one| one.header.seq).collect();
    assert_eq!(seqs, [1, 2, 4, 5, 6]);
    let plain = |one: &Opened| matches!(one.content, Content::Plain(_));
    assert!(left.iter().all(plain));
    assert_eq!(open.tip().seq, 6);
    drop(open);
    // The newest signature covers what it is chained to, and nothing before the gap.
    log[1].header.signature[3] ^= 1;
    vault.disk.forge(log);
    does_not_open(&vault);
}

/// Every kind of fault. A new one does not compile here until it is put into the table below.
fn all_faults() -> Vec<Fault> {
    use Fault::*;
    let all = [
        Missing,
        Duplicated,
        OutOfOrder,
        NotChained,
        OtherVault,
        UnknownAuthor,
        Forged,
        NotThen,
        NotTheirs,
        Slot,
        OtherAuthor,
        Altered,
        KeysAltered,
        Unreadable,
        CutOff,
        Diverged,
        Store,
        Shut,
        Copy,
        Summary,
    ];
    for fault in all {
        match fault {
            Missing | Duplicated | OutOfOrder | NotChained | OtherVault | UnknownAuthor
            | Forged | NotThen | NotTheirs | Slot | OtherAuthor | Altered | KeysAltered
            | Unreadable | CutOff | Diverged | Store | Shut | Copy | Summary => {}
        }
    }
    all.into()
}

#[test]
fn every_finding_says_which_entry_what_is_wrong_what_is_safe_and_what_to_do() {
    let sentence = |text: &str| {
        assert!(
            text.starts_with(char::is_uppercase) && text.ends_with('.'),
            "{text}"
        );
        assert!(text.len() > 15 && !text.contains("  "), "{text}");
        // What a DSL does not know they cannot act on.
        for word in [
            "ciphertext",
            "hash",
            "header",
            "chain",
            "seq",
            "audience",
            "blob",
            "None",
        ] {
            assert!(
                !text.to_lowercase().contains(&word.to_lowercase()),
                "{word}: {text}"
            );
        }
    };
    for fault in all_faults() {
        let problem = fault.at(41, "is what this test says");
        assert_eq!(problem.what, "Entry 41 is what this test says.");
        assert_eq!((problem.seq, problem.fault), (Some(41), fault));
        sentence(problem.safe);
        sentence(problem.next);
        let acts = [
            "Write",
            "Keep",
            "Copy",
            "Give",
            "Check",
            "recovery key",
            "Do not",
            "Close",
            "Lock",
        ];
        assert!(
            acts.iter().any(|act| problem.next.contains(act)),
            "{fault:?}: {}",
            problem.next
        );
    }
    // And what checking itself says of each, as the attacks bring it about.
    let (vault, log) = six();
    let mut said = std::collections::BTreeMap::new();
    let mut say = |log: Vec<Sealed>, expected: Option<Tip>| {
        vault.disk.forge(log);
        for problem in vault.disk.load().verify(expected, &mut |_| ()).problems {
            sentence(&problem.what);
            if let Some(seq) = problem.seq {
                assert!(problem.what.contains(&seq.to_string()), "{problem:?}");
            }
            said.insert(format!("{:?}", problem.fault), problem.what);
        }
    };
    let changed = |change: fn(&mut Vec<Sealed>)| {
        let mut log = log.clone();
        change(&mut log);
        log
    };
    say(changed(|log| drop(log.remove(2))), None);
    say(changed(|log| drop(log.drain(1..4))), None);
    say(changed(|log| log.insert(3, log[2].clone())), None);
    say(changed(|log| log.swap(2, 3)), None);
    say(changed(|log| log[2].header.author[0] ^= 1), None);
    say(changed(|log| log[2].header.signature[0] ^= 1), None);
    say(changed(|log| log[2].ciphertext[0] ^= 1), None);
    say(six().1, None);
    let seen = log[5].header.tip();
    say(changed(|log| log.truncate(3)), Some(seen));
    say(
        log.clone(),
        Some(Tip {
            hash: [1; 32],
            ..seen
        }),
    );
    vault.disk.0.lock().unwrap().unreadable = vec![2];
    say(log.clone(), None);
    vault.disk.0.lock().unwrap().unreadable = Vec::new();
    vault.disk.put("slot-dsl", &[]);
    say(log.clone(), None);
    // What the people's forgeries bring about is in `forgery_tests`, and what is sealed to nobody above.
    assert_eq!(
        said.keys().map(String::as_str).collect::<Vec<_>>(),
        [
            "Altered",
            "CutOff",
            "Diverged",
            "Duplicated",
            "Forged",
            "Missing",
            "NotChained",
            "OtherVault",
            "OutOfOrder",
            "Slot",
            "Store",
            "UnknownAuthor"
        ]
    );
}
