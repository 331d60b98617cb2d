//! `daybook verify` on a vault that somebody has been at: which entry, what is wrong, what is safe, what to
//! do; with keys and without, in words and as JSON.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use daybook::store::disk;
use serde_json::Value;

use crate::desk::{Desk, Ran, files};

/// The journal's records, each a save.
fn records(journal: &[u8]) -> Vec<Vec<u8>> {
    let mut rest = journal;
    let mut all = Vec::new();
    while !rest.is_empty() {
        let len = u32::from_be_bytes(rest[8..12].try_into().unwrap()) as usize;
        let (record, after) = rest.split_at(32 + len);
        all.push(record.to_vec());
        rest = after;
    }
    all
}

/// The number of the first entry in a record.
fn first(record: &[u8]) -> u64 {
    u64::from_be_bytes(record[16..24].try_into().unwrap())
}

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    for file in files(from) {
        let to = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(&file, &to).unwrap();
    }
}

/// A vault with a few saves in it.
fn filled() -> Desk {
    let desk = Desk::new();
    let concern = desk.examples().lines().next().unwrap().to_owned();
    for _ in 0..3 {
        desk.add(&concern).code(0);
    }
    desk
}

/// All that a finding must say, in JSON.
fn findings(ran: Ran) -> Vec<Value> {
    let report = ran.code(5).json();
    assert_eq!(report["ok"], false);
    let problems = report["problems"].as_array().unwrap().clone();
    assert!(!problems.is_empty(), "{report}");
    for problem in &problems {
        for part in ["what", "safe", "next"] {
            let text = problem[part].as_str().unwrap();
            assert!(text.len() > 10 && text.ends_with('.'), "{part}: {problem}");
        }
    }
    problems
}

fn say(problems: &[Value], part: &str) -> String {
    let all: Vec<_> = problems
        .iter()
        .map(|one| one[part].as_str().unwrap())
        .collect();
    all.join(" ")
}

type Attack = fn(&mut Vec<Vec<u8>>, &[Vec<u8>]) -> u64;

#[test]
fn a_journal_that_was_tampered_with_is_told_with_keys_and_without() {
    let (desk, other) = (filled(), filled());
    let journal = desk.path("vault/journal");
    let whole = records(&fs::read(&journal).unwrap());
    let foreign = records(&fs::read(other.path("vault/journal")).unwrap());
    copy(&desk.path("vault"), &desk.path("kept"));
    let attacks: [(&str, Attack); 7] = [
        ("removed", |log, _| first(&log.remove(2))),
        ("removed at the beginning", |log, _| first(&log.remove(0))),
        ("exchanged", |log, _| {
            log.swap(2, 3);
            first(&log[3])
        }),
        ("put in twice", |log, _| {
            log.insert(3, log[2].clone());
            first(&log[2])
        }),
        ("replayed at the end", |log, _| {
            log.push(log[2].clone());
            first(&log[2])
        }),
        ("swapped in from another vault", |log, foreign| {
            log[2].clone_from(&foreign[2]);
            first(&log[2])
        }),
        ("a whole journal of another vault", |log, foreign| {
            *log = foreign.to_vec();
            1
        }),
    ];
    for (name, attack) in attacks {
        // Whoever tampers with the journal takes the second copy away as well.
        copy(&desk.path("kept"), &desk.path("vault"));
        fs::remove_dir_all(desk.path("vault/sled")).unwrap();
        let mut log = whole.clone();
        let about = attack(&mut log, &foreign);
        fs::write(&journal, log.concat()).unwrap();
        let with = findings(desk.run(&["verify", "--json"]));
        let without = findings(desk.run(&["verify", "--json", "--no-keys"]));
        for problems in [with, without] {
            let what = say(&problems, "what");
            println!("{name}, entry {about}: {what}");
            let named = [format!("ntry {about} "), format!("ntries {about} ")];
            let named = named.iter().any(|words| what.contains(words));
            assert!(
                named || what.contains("another vault"),
                "{name}, {about}: {what}"
            );
        }
        // And a plain reading is refused, or says that the vault is damaged.
        let list = desk.run(&["list"]);
        assert!(
            list.err.contains("damaged") || list.err.contains("not whole"),
            "{name}: {}",
            list.err
        );
    }
    copy(&desk.path("kept"), &desk.path("vault"));
    desk.run(&["verify"]).code(0);
}

#[test]
fn a_tail_cut_off_is_told_against_what_was_seen_noted_or_backed_up() {
    let desk = filled();
    let out = desk.path("kept.age");
    let key = desk.path("recovery");
    let backup = [
        "--backup",
        out.to_str().unwrap(),
        "--recovery",
        key.to_str().unwrap(),
    ];
    desk.run(&["backup", "--out", out.to_str().unwrap()])
        .code(0);
    let report = desk.run(&["verify", "--json", "--no-keys"]).code(0).json();
    let seq = report["tip"]["seq"].as_u64().unwrap();
    let tip = format!("{seq}:{}", report["tip"]["hash"].as_str().unwrap());
    desk.run(&[&["verify", "--json"], &backup[..]].concat())
        .code(0);

    let journal = desk.path("vault/journal");
    let mut log = records(&fs::read(&journal).unwrap());
    log.truncate(log.len() - 3);
    let left = first(log.last().unwrap());
    fs::write(&journal, log.concat()).unwrap();
    // All beside it that knows better, the memory of this computer too.
    for gone in ["sled", "tip", "reach"] {
        let path = desk.path("vault").join(gone);
        let _ = fs::remove_dir_all(&path);
        let _ = fs::remove_file(&path);
    }
    let state = files(&desk.path("state"));
    let memory = state
        .iter()
        .find(|path| path.to_string_lossy().contains("tip-"));
    let seen = fs::read(memory.unwrap()).unwrap();
    copy(&desk.path("vault"), &desk.path("cut"));
    let told = desk.run(&["list"]).code(0).err;
    assert!(told.contains("fewer entries"), "{told}");

    for against in [&["--tip", &tip][..], &backup] {
        for keys in [&[][..], &["--no-keys"]] {
            copy(&desk.path("cut"), &desk.path("vault"));
            fs::remove_file(memory.unwrap()).unwrap();
            let args = [&["verify", "--json"][..], against, keys].concat();
            let problems = findings(desk.run(&args));
            let what = say(&problems, "what");
            assert!(
                what.contains(&format!("entry {seq} has been seen")),
                "{what}"
            );
            assert!(say(&problems, "next").contains("restore it if it holds more"));
            // In words it is the same.
            fs::remove_file(memory.unwrap()).ok();
            copy(&desk.path("cut"), &desk.path("vault"));
            let words = desk
                .run(&[&["verify"][..], against, keys].concat())
                .code(5)
                .out;
            for part in ["what", "safe", "next"] {
                let text = problems[0][part].as_str().unwrap();
                assert!(words.contains(text), "{part}: {words}");
            }
            fs::write(memory.unwrap(), &seen).unwrap();
        }
    }
    assert!(left < seq);
    // Without a tip, a backup or a memory nobody can tell: the log is whole as far as it goes.
    copy(&desk.path("cut"), &desk.path("vault"));
    fs::remove_file(memory.unwrap()).unwrap();
    desk.run(&["verify", "--no-keys"]).code(0);
}

#[test]
fn a_slot_that_asks_for_endless_work_is_refused_in_words_and_soon() {
    let desk = filled();
    let blob = "slot-ada-example";
    let mut store = disk::open(&desk.path("vault")).unwrap();
    let (version, slot) = store.blob(blob).unwrap().unwrap();
    let text = String::from_utf8_lossy(&slot).into_owned();
    let line = text.lines().nth(1).unwrap();
    let end = text.find(line).unwrap() + line.len();
    let raised = [&slot[..end - 1], b"30", &slot[end..]].concat();
    store.swap_blob(blob, Some(version), &raised).unwrap();
    store.close().unwrap();
    for args in [&["list"][..], &["verify"], &["show", "OS-2026-0001"]] {
        let began = Instant::now();
        let refused = desk.run(args).code(5);
        assert!(
            began.elapsed() < Duration::from_secs(5),
            "{:?}",
            began.elapsed()
        );
        for words in ["2^30", "altered", "No entry is touched"] {
            assert!(refused.err.contains(words), "{}", refused.err);
        }
    }
    desk.run(&["verify", "--no-keys"]).code(0);
    // The recovery key lets in all the same.
    let recovery = desk.path("recovery");
    let new = format!("x\n{} anew\n", crate::desk::PASSPHRASE);
    desk.write("both", new);
    let recover = ["recover", "--recovery", recovery.to_str().unwrap()];
    desk.run_as("ada-example", "both", &recover).code(0);
}
