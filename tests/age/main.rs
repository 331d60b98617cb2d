//! What a role can open is decided by keys: shown with stock `age`, and none of Daybook's own code, on all
//! that lies in a vault's store.
//!
//! A vault is lived in: people come, one leaves, a headteacher becomes a deputy, the recovery key is
//! replaced, and of everything that is written it is noted down who may read it, from who had which role
//! when. Then everything is taken out of the store as whoever carries the disk away would have it; each
//! slot is opened by typing its passphrase to `age` at a terminal, the keys in it and those that the log
//! hands on are gathered, and `age -d` is tried with each person's keys on every entry, draft, snapshot,
//! report and backup. What opens must be what was noted down, and nothing else.
//!
//! `cargo test --test age -- --nocapture` prints the table. It needs the `age` command
//! (`apt-get install age`); with `DAYBOOK_AGE=required` its absence is a failure, otherwise it is told.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod lived;
mod stock;

use std::collections::{BTreeMap, BTreeSet};

use lived::{Lived, PEOPLE, passphrase};
use stock::Stock;

#[test]
fn the_keys_decide_and_stock_age_agrees() {
    let Some(stock) = Stock::found() else {
        return;
    };
    let lived = Lived::new();
    let keys = every_persons_keys(&stock, &lived);
    let mut tried = 0;
    let mut wrong = Vec::new();
    let mut table: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for item in &lived.items {
        for who in PEOPLE {
            let may = item.readers.contains(who);
            let opened = stock.opens(&keys[who], &item.sealed);
            let reads = opened.as_ref().is_some_and(|plain| item.is_in(plain));
            tried += 1;
            if opened.is_some() != may || reads != may {
                wrong.push(format!(
                    "{who} and {}: opens {}",
                    item.name,
                    opened.is_some()
                ));
            }
            *table.entry(item.kind).or_default().entry(who).or_default() += usize::from(reads);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (kind, row) in &table {
        let of = lived.items.iter().filter(|item| item.kind == *kind).count();
        let row: Vec<_> = PEOPLE
            .iter()
            .map(|who| format!("{who} {}", row[who]))
            .collect();
        println!("{kind} ({of}): {}", row.join(", "));
    }
    println!(
        "{} sealed things, {} people and keys: {tried} times `age -d`, each as it was noted down",
        lived.items.len(),
        PEOPLE.len()
    );
    // Nobody opens everything or nothing by mistake of the test.
    let kinds: BTreeSet<_> = lived.items.iter().map(|item| item.kind).collect();
    assert_eq!(kinds.len(), 6, "{kinds:?}");
    assert!(tried >= 300 && lived.items.iter().all(|item| !item.readers.is_empty()));
}

/// The keys that each person can come to with their own passphrase (or the key in the safe) and the disk.
fn every_persons_keys(stock: &Stock, lived: &Lived) -> BTreeMap<&'static str, String> {
    let mut all = BTreeMap::new();
    for who in PEOPLE {
        let keys = match lived.safe.get(who) {
            Some(key) => {
                let plain = stock.opens(key, &lived.slots[who]).expect(who);
                // Nobody else's key opens the recovery key's slot.
                for (other, key) in lived.safe.iter().filter(|(other, _)| **other != who) {
                    assert!(stock.opens(key, &lived.slots[who]).is_none(), "{other}");
                }
                with_handed_on(stock, lived, who, &plain, Some(key))
            }
            None => {
                let plain = stock
                    .unlocks(&passphrase(who), &lived.slots[who])
                    .expect(who);
                for other in PEOPLE.iter().filter(|other| **other != who) {
                    let theirs = passphrase(other);
                    assert!(
                        stock.unlocks(&theirs, &lived.slots[who]).is_none(),
                        "{other}"
                    );
                }
                let plain = match lived.sticks.get(who) {
                    // A slot that asks for a key file is one age file within another.
                    Some(stick) => {
                        assert!(plain.starts_with(b"age-encryption.org/v1\n"));
                        stock.opens(stick, &plain).expect("the inner file")
                    }
                    None => plain,
                };
                with_handed_on(stock, lived, who, &plain, None)
            }
        };
        all.insert(who, keys);
    }
    all
}

/// What is in a slot, as it can be read without Daybook, and what the log has handed on to its owner.
fn with_handed_on(
    stock: &Stock,
    lived: &Lived,
    who: &str,
    slot: &[u8],
    safe: Option<&String>,
) -> String {
    let slot: serde_json::Value = serde_json::from_slice(slot).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let own = text(&slot["own"]);
    let mut keys = vec![own.clone()];
    keys.extend(slot["opens"].as_array().unwrap().iter().map(text));
    keys.extend(safe.cloned());
    let id = if safe.is_some() { "recovery" } else { who };
    for sealed in lived.handed_to(id) {
        // What was handed to an earlier key of theirs is in the slot already.
        if let Some(plain) = stock.opens(&own, &sealed) {
            keys.push(String::from_utf8(plain).unwrap());
        }
    }
    keys.join("\n")
}
