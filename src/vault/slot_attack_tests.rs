//! Attacks on what lies beside the log: key slots, the recovery key's slot, backups. Each is refused in
//! words, and soon: within [`SOON`], even where it is meant to stall.
//!
//! `DAYBOOK_ATTACKS=20 cargo test --lib vault:: -- --nocapture` tries what is left to chance 20 times.

use std::time::{Duration, Instant};

use super::{testing::*, *};

/// How long anything may take, in an unoptimised build beside others.
const SOON: Duration = Duration::from_secs(5);

/// Unlocks and opens as a person does, and answers with why that was refused.
#[track_caller]
fn refused(vault: &Sample, id: &str, passphrase: &str) -> String {
    let began = Instant::now();
    let locked = vault.disk.load();
    let why = match locked.unlock(id, passphrase, None) {
        Err(error) => error.to_string(),
        Ok(keys) => locked.open(keys).expect_err("it opened").error.to_string(),
    };
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    assert!(why.len() > 20 && !why.contains("Error"), "{why}");
    why
}

/// The same with the recovery key.
#[track_caller]
fn not_recovered(vault: &Sample) -> String {
    let began = Instant::now();
    let locked = vault.disk.load();
    let why = match locked.recover(&vault.recovery_file()) {
        Err(error) => error.to_string(),
        Ok(keys) => locked.open(keys).expect_err("it opened").error.to_string(),
    };
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    assert!(why.len() > 20, "{why}");
    why
}

const SLOTS: [&str; 3] = ["dsl", "deputy", "head"];

#[test]
fn nobodys_slot_serves_in_the_place_of_anothers() {
    let (vault, other) = (sample(), sample());
    let mut tried = 0;
    for of in SLOTS {
        let blob = format!("slot-{of}");
        let own = vault.disk.get(&blob);
        for from in SLOTS {
            if from != of {
                vault
                    .disk
                    .put(&blob, &vault.disk.get(&format!("slot-{from}")));
                let why = refused(&vault, of, PASS);
                assert!(why.contains("slots have been exchanged"), "{why}");
                tried += 1;
            }
            vault
                .disk
                .put(&blob, &other.disk.get(&format!("slot-{from}")));
            let why = refused(&vault, of, PASS);
            assert!(why.contains("belongs to another vault"), "{why}");
            tried += 1;
            vault.disk.put(&blob, &own);
        }
        vault.disk.open(of);
    }
    println!("{tried} slots exchanged: all refused");
}

/// A slot as its owner can write it: with their passphrase they can put anything into it.
fn edited(vault: &Sample, id: &str, change: impl FnOnce(&mut serde_json::Value)) -> Vec<u8> {
    let sealed = vault.disk.get(&format!("slot-{id}"));
    let plain = agefile::open_with_passphrase(PASS, &sealed).unwrap();
    let mut slot: serde_json::Value = serde_json::from_slice(&plain).unwrap();
    change(&mut slot);
    agefile::seal_with_passphrase(PASS, QUICK, slot.to_string().as_bytes()).unwrap()
}

#[test]
fn a_slot_edited_by_its_owner_gives_no_role_and_no_key() {
    let vault = sample();
    let staff = [(Audience::Headteacher, json("about staff"))];
    vault.disk.open("dsl").append(&staff).unwrap();
    // A role in the slot is nothing: the log says who has which.
    let claims = edited(&vault, "deputy", |slot| {
        slot["role"] = "headteacher".into();
        let mine = age::x25519::Identity::generate();
        use age::secrecy::ExposeSecret as _;
        let mine = mine.to_string().expose_secret().to_owned();
        slot["opens"].as_array_mut().unwrap().push(mine.into());
    });
    vault.disk.put("slot-deputy", &claims);
    let mut deputy = vault.disk.open("deputy");
    assert_eq!(deputy.me().role, Role::Deputy);
    assert!(!deputy.opens(Audience::Headteacher));
    let opened = deputy.read(PEOPLE, 1).unwrap();
    assert_eq!(opened[0].content, Content::SealedToHeadteacher);
    let me = deputy.me().id.clone();
    assert!(deputy.give_role(&me, Role::Headteacher, moment()).is_err());
    drop(deputy);
    // Under the head's name, with the deputy's own keys and passphrase.
    let as_head = edited(&vault, "deputy", |slot| slot["person"] = "head".into());
    vault.disk.put("slot-head", &as_head);
    assert!(refused(&vault, "head", PASS).contains("new slot"));
    // As the recovery key, of which there is no slot with a passphrase.
    let spare = edited(&vault, "deputy", |slot| slot["person"] = "recovery".into());
    vault.disk.put("slot-recovery", &spare);
    assert!(refused(&vault, "recovery", PASS).contains("new slot"));
    // Taking the head's key for one that theirs replaces: they do not have it.
    let replaces = edited(&vault, "deputy", |slot| {
        slot["person"] = "head".into();
        slot["replaces"] = slot["signing"].clone();
    });
    vault.disk.put("slot-head", &replaces);
    assert!(refused(&vault, "head", PASS).contains("new slot"));
    // Without the keys that the role needs, and of no vault or format that there is.
    for change in [
        (|slot| slot["opens"] = serde_json::json!([])) as fn(&mut serde_json::Value),
        |slot| slot["vault"] = "00".repeat(32).into(),
        |slot| slot["format"] = 99.into(),
        |slot| slot["signing"] = "AAAA".into(),
        |slot| slot["own"] = "AGE-SECRET-KEY-1".into(),
        |slot| slot["opens"] = serde_json::json!(["x"]),
        |slot| *slot = serde_json::json!([]),
    ] {
        let slot = edited(&vault, "dsl", change);
        let kept = vault.disk.get("slot-dsl");
        vault.disk.put("slot-dsl", &slot);
        refused(&vault, "dsl", PASS);
        vault.disk.put("slot-dsl", &kept);
    }
    vault.disk.open("dsl");
}

/// The slot with its age header's work factor set to something else.
fn with_work(slot: &[u8], work: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(slot).into_owned();
    let line = text.lines().nth(1).unwrap();
    let end = text.find(line).unwrap() + line.len();
    let start = end - line.rsplit(' ').next().unwrap().len();
    [&slot[..start], work.as_bytes(), &slot[end..]].concat()
}

#[test]
fn a_work_factor_that_would_stall_is_refused_before_any_work() {
    let vault = sample();
    let whole = vault.disk.get("slot-dsl");
    let mut tried = 0;
    for work in 21..=63 {
        vault
            .disk
            .put("slot-dsl", &with_work(&whole, &work.to_string()));
        let why = refused(&vault, "dsl", PASS);
        assert!(
            why.contains(&format!("2^{work} ")) && why.contains("altered"),
            "{why}"
        );
        tried += 1;
    }
    let long = "9".repeat(400);
    for work in [
        "64",
        "255",
        "256",
        "4294967296",
        &long,
        "-1",
        "030",
        "2e9",
        "x",
        "",
    ] {
        vault.disk.put("slot-dsl", &with_work(&whole, work));
        refused(&vault, "dsl", PASS);
        tried += 1;
    }
    // Lowered, so that it would be quick to guess at: it does not open at all.
    vault.disk.put("slot-dsl", &with_work(&whole, "1"));
    refused(&vault, "dsl", PASS);
    vault.disk.put("slot-dsl", &whole);
    vault.disk.open("dsl");
    println!("{} work factors: all refused within {SOON:?}", tried + 1);
}

/// Damage of every kind to some bytes.
fn damaged(whole: &[u8], n: usize, chance: &mut Chance) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for _ in 0..n {
        all.push(whole[..chance.below(whole.len())].to_vec());
        let mut flipped = whole.to_vec();
        flipped[chance.below(whole.len())] ^= 1 << chance.below(8);
        all.push(flipped);
        let mut zeroed = whole.to_vec();
        let from = chance.below(whole.len() - 32);
        zeroed[from..from + 32].fill(0);
        all.push(zeroed);
        let more: Vec<u8> = (0..1 + chance.below(200)).map(|_| b'A').collect();
        all.push([whole, &more].concat());
    }
    // Oversized: after the end, before it, in the header, and of nothing else.
    let header = whole.windows(4).position(|w| w == b"\n---").unwrap() + 1;
    all.push([whole, &vec![0; 8 << 20]].concat());
    all.push(
        [
            &whole[..header],
            &b"-> x y\n\n".repeat(1 << 20),
            &whole[header..],
        ]
        .concat(),
    );
    all.push([&whole[..header], &vec![b'A'; 8 << 20], &whole[header..]].concat());
    all.push([b"age-encryption.org/v1\n", &vec![b'A'; 8 << 20][..]].concat());
    all.push(vec![b'\n'; 8 << 20]);
    all
}

#[test]
fn damaged_and_oversized_slots_are_refused() {
    let mut chance = Chance(0xDA7B_004B);
    let vault = sample();
    let recovery = slot::recovery_blob(&vault.disk.load().roll.recipients().recovery);
    let mut tried = 0;
    for blob in ["slot-deputy", &recovery] {
        let whole = vault.disk.get(blob);
        for bytes in damaged(&whole, attacks(4), &mut chance) {
            if bytes.is_empty() {
                continue; // that is no slot at all
            }
            vault.disk.put(blob, &bytes);
            match blob {
                "slot-deputy" => refused(&vault, "deputy", PASS),
                _ => not_recovered(&vault),
            };
            tried += 1;
        }
        vault.disk.put(blob, &whole);
    }
    vault.disk.open("deputy");
    vault.recovered();
    println!("{tried} damaged and oversized slots: all refused within {SOON:?}");
}

#[test]
fn a_recovery_slot_that_somebody_else_sealed_lets_nobody_in() {
    // Its recipient is on the public card, so anybody can seal to it.
    let (vault, other) = (sample(), sample());
    let locked = vault.disk.load();
    let to = locked.roll.recipients().recovery.clone();
    let blob = slot::recovery_blob(&to);
    let mut forged = Keyring::new(locked.vault_id(), "recovery");
    forged.own = vault.recovery.identity.clone();
    let whole = vault.disk.get(&blob);
    let deputy = vault.disk.load().unlock("deputy", PASS, None).unwrap();
    let theirs = other.disk.load().recover(&other.recovery_file()).unwrap();
    for (keyring, says) in [
        (&forged, "new slot"),
        (&deputy, "deputy"),
        (&theirs, "another vault"),
    ] {
        let sealed = agefile::seal(&[&to], &keyring.encode().unwrap()).unwrap();
        vault.disk.put(&blob, &sealed);
        let why = not_recovered(&vault);
        assert!(why.contains(says), "{why}");
        // Nor is a backup believed that holds it.
        let mut bytes = Vec::new();
        backup(&vault.disk.open("dsl"), "now", &mut bytes).unwrap();
        assert!(Restored::prove(&*bytes, &vault.recovery_file()).is_err());
    }
    // Another vault's in its place.
    let their_blob = slot::recovery_blob(&other.disk.load().roll.recipients().recovery);
    vault.disk.put(&blob, &other.disk.get(&their_blob));
    assert!(not_recovered(&vault).contains("does not open"));
    vault.disk.put(&blob, &whole);
    vault.recovered();
}

#[test]
fn damaged_and_oversized_backups_are_refused() {
    let mut chance = Chance(0xDA7B_004B);
    let vault = sample();
    append(&mut vault.disk.open("dsl"), 5);
    let mut whole = Vec::new();
    backup(&vault.disk.open("dsl"), "now", &mut whole).unwrap();
    let mut tried = 0;
    for bytes in damaged(&whole, attacks(5), &mut chance) {
        let began = Instant::now();
        let proved = Restored::prove(&*bytes, &vault.recovery_file());
        let own = Restored::prove_own(&*bytes, &vault.disk.open("dsl"));
        assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
        let (why, also) = (proved.err().unwrap(), own.err().unwrap());
        assert!(why.to_string().contains("backup"), "{why}");
        assert!(also.to_string().contains("backup"), "{also}");
        tried += 2;
    }
    assert!(Restored::prove(&*whole, &vault.recovery_file()).is_ok());
    println!("{tried} damaged and oversized backups: all refused within {SOON:?}");
}

#[test]
fn damaged_reports_open_for_nobody_and_nothing_stalls() {
    let mut chance = Chance(0xDA7B_004B);
    let (vault, other) = (sample(), sample());
    let head = vault.disk.open("head");
    let card = head.card("Pretend Primary");
    let mut tried = 0;
    for to_head in [false, true] {
        let whole = card.seal(b"{\"from\":\"Person dsl\"}", to_head).unwrap();
        for bytes in damaged(&whole, attacks(5), &mut chance) {
            let began = Instant::now();
            assert!(matches!(head.open_report(&bytes), Dropped::Shut));
            assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
            tried += 1;
        }
        // With another vault's card; and for those whose it is not.
        let theirs = other.disk.open("head").card("Pretend Primary");
        let theirs = theirs.seal(b"{}", to_head).unwrap();
        assert!(matches!(head.open_report(&theirs), Dropped::Shut));
        let deputy = vault.disk.open("deputy").open_report(&whole);
        assert_eq!(matches!(deputy, Dropped::Shut), to_head);
        assert!(matches!(head.open_report(&whole), Dropped::Readable { .. }));
    }
    println!("{tried} damaged and oversized reports: none opens");
}
