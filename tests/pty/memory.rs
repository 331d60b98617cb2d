//! What is in the program's memory while the vault is open, and that none of it is left after locking.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};

use crate::window::{Home, PASSPHRASE};

/// The words that are in a process's memory, of those that are looked for; none if the system lets
/// nobody look, which is the better answer.
fn in_memory(pid: u32, words: &[String]) -> Option<Vec<String>> {
    let maps = std::fs::read_to_string(format!("/proc/{pid}/maps")).ok()?;
    let mut memory = File::open(format!("/proc/{pid}/mem")).ok()?;
    let mut found = Vec::new();
    for line in maps.lines() {
        let mut parts = line.split_whitespace();
        let (range, rights) = (parts.next()?, parts.next()?);
        // What the program writes is where it can write.
        if !rights.starts_with("rw") {
            continue;
        }
        let (from, to) = range.split_once('-')?;
        let (from, to) = (
            u64::from_str_radix(from, 16).ok()?,
            u64::from_str_radix(to, 16).ok()?,
        );
        let mut bytes = vec![0; usize::try_from(to - from).ok()?];
        if memory.seek(SeekFrom::Start(from)).is_err() || memory.read_exact(&mut bytes).is_err() {
            continue; // a guard page
        }
        for word in words {
            let there = memchr(&bytes, word.as_bytes());
            if there && !found.contains(word) {
                found.push(word.clone());
            }
        }
    }
    Some(found)
}

fn memchr(bytes: &[u8], word: &[u8]) -> bool {
    let first = word[0];
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| *byte == first) {
        if bytes[from + at..].starts_with(word) {
            return true;
        }
        from += at + 1;
    }
    false
}

#[test]
fn locking_leaves_nothing_of_a_record_in_memory() {
    let home = Home::with_vault();
    let lines = home.path("lines.jsonl");
    let mut concern = serde_json::json!({
        "command": "concern", "happened": "unknown", "came_through": "teacher",
        "reporter": "canaryzqreporter", "place": "classroom", "severity": "low",
        "participants": [{ "name": "Canaryzqpupil Someone", "year": "4", "part": "harmed" }],
        "clauses": ["SJ24 KS2 Tell 1"], "category": "conduct.unkind-messages",
        "account": "canaryzqaccount and what came of it",
    });
    let mut text = concern.to_string();
    for n in 0..40 {
        // More cases than the one that is opened: all of them are decrypted.
        concern["account"] = format!("canaryzqother number {n}").into();
        text.push('\n');
        text.push_str(&concern.to_string());
    }
    std::fs::write(&lines, text).unwrap();
    home.run(&["add", "--from", lines.to_str().unwrap()]);
    let words = [
        "canaryzqreporter",
        "Canaryzqpupil",
        "canaryzqaccount",
        "canaryzqother",
        "canaryzqtyped",
        PASSPHRASE,
        "AGE-SECRET-KEY-1",
    ]
    .map(str::to_owned);
    let mut window = home.unlocked();
    let pid = window.pid();
    window.press("/");
    window.press("canaryzqpup");
    window.press("\r");
    window.shows("Chronology");
    window.press("n");
    window.shows("Note");
    // As a person types. What arrives in one piece, a paste, can stay in the terminal library's own
    // buffer until the next one; SECURITY.md says so.
    for key in "a note with canaryzqtyped in it".chars() {
        window.press(&key.to_string());
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    window.shows("canaryzqtyped");
    let Some(open) = in_memory(pid, &words) else {
        // Another account than the administrator's: the system itself keeps everybody out.
        assert!(std::fs::read(format!("/proc/{pid}/environ")).is_err());
        return;
    };
    for word in &words[..5] {
        assert!(
            open.contains(word),
            "the search does not find {word}: {open:?}"
        );
    }
    window.press("\x0c");
    window.shows("This log is locked.");
    // The worker forgets its keys after the screen is gone; the next key is answered after that.
    window.press("x");
    window.until("drawn again", |screen| screen.contents().contains('•'));
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert_eq!(in_memory(pid, &words), Some(Vec::new()));
}
