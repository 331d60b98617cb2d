//! The termly summary from the command line: released once, the same bytes for ever, and no child in it.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::Path;

use serde_json::Value;

use daybook::domain::terms::{Term, Terms};
use daybook::report::Period;

use crate::desk::{Desk, PASSPHRASE, Ran};

/// An invented school whose year 2024-25 is over.
fn school() -> Desk {
    let desk = Desk::bare();
    let path = desk.path("school");
    let args = [
        "demo",
        path.to_str().unwrap(),
        "--cases",
        "90",
        "--until",
        "2025-10-01",
    ];
    desk.run(&args).code(0);
    desk.write(
        "passphrase",
        format!("{PASSPHRASE}\nNine amber kettles under Ely, 1877\n"),
    );
    desk
}

fn summary(desk: &Desk, args: &[&str]) -> Ran {
    desk.run_in("school", &[&["summary"], args].concat())
}

fn saved(desk: &Desk, term: &str, folder: &str) -> Ran {
    let folder = desk.path(folder);
    let args = [
        "--term",
        term,
        "--format",
        "docx,html,csv,md",
        "--out",
        folder.to_str().unwrap(),
    ];
    summary(desk, &args)
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read(path).unwrap())
        })
        .collect();
    found.sort();
    found
}

/// What is in a file, and in the parts of one that is packed.
fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut all = bytes.to_vec();
    if let Ok(mut parts) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) {
        for at in 0..parts.len() {
            let mut part = parts.by_index(at).unwrap();
            all.extend_from_slice(part.name().unwrap().as_bytes());
            part.read_to_end(&mut all).unwrap();
        }
    }
    all
}

#[test]
fn a_year_is_released_term_by_term_and_names_nobody() {
    let desk = school();
    assert!(
        summary(&desk, &["list"])
            .code(0)
            .out
            .contains("Nothing was released")
    );
    // Looking releases nothing; the year waits for its terms, and a term for its end.
    let looked = summary(&desk, &["--term", "2024-autumn"]).code(0).out;
    assert!(
        looked.starts_with("# Online safety summary: Autumn term 2024-25"),
        "{looked}"
    );
    assert!(looked.contains("not handed out"), "{looked}");
    saved(&desk, "2024-year", "out").code(1);
    let early = saved(&desk, "2019-autumn", "out").code(1).err;
    assert!(early.contains("before this log began"), "{early}");
    let later = saved(&desk, "2024-summer", "out").code(1).err;
    assert!(
        later.contains("Autumn term 2024-25 is to be released first"),
        "{later}"
    );
    assert!(!desk.path("out").exists());
    for term in ["2024-autumn", "2024-spring", "2024-summer", "2024-year"] {
        let made = saved(&desk, term, "out").code(0);
        assert!(made.err.contains("Released: "), "{}", made.err);
    }
    let listed = summary(&desk, &["list", "--json"]).code(0).json();
    assert_eq!(listed.as_array().unwrap().len(), 4);
    let first = files(&desk.path("out"));
    assert_eq!(first.len(), 16);
    // The same again, wherever and whenever; and over the same files.
    saved(&desk, "2024-autumn", "again").code(0);
    for (name, bytes) in files(&desk.path("again")) {
        assert!(first.contains(&(name.clone(), bytes)), "{name} is another");
    }
    let once_more = saved(&desk, "2024-autumn", "out").code(0);
    assert!(!once_more.err.contains("Released: "), "{}", once_more.err);
    assert_eq!(files(&desk.path("out")), first);
    // A file that is another is not written over.
    let other = desk.path("again/online-safety-2024-autumn-public.csv");
    std::fs::write(&other, "mine").unwrap();
    let refused = saved(&desk, "2024-autumn", "again").code(1);
    assert!(refused.err.contains("another file"), "{}", refused.err);
    assert_eq!(std::fs::read(&other).unwrap(), b"mine");
    // Each time that something left is noted.
    let audit = desk
        .run_in("school", &["audit", "--kind", "leaving"])
        .code(0)
        .out;
    assert_eq!(
        audit.matches("the public summary 2024-autumn").count(),
        3,
        "{audit}"
    );
    nobody_is_named(&desk, &first);
    desk.run_in("school", &["verify"]).code(0);
}

/// No pupil, adult, author, class or reference of the school stands in any byte of the files.
fn nobody_is_named(desk: &Desk, files: &[(String, Vec<u8>)]) {
    let mut canaries = BTreeSet::new();
    let cases = desk
        .run_in("school", &["list", "--all", "--json"])
        .code(0)
        .json();
    for case in cases.as_array().unwrap() {
        let reference = case["ref"].as_str().unwrap();
        canaries.insert(reference.to_owned());
        let shown = desk
            .run_in("school", &["show", reference, "--json"])
            .code(0)
            .json();
        names(&shown, &mut canaries);
        if canaries.len() > 80 {
            break;
        }
    }
    assert!(canaries.len() > 60, "{canaries:?}");
    for (name, bytes) in files {
        let all = unpacked(bytes);
        for canary in &canaries {
            let found = all
                .windows(canary.len())
                .any(|part| part == canary.as_bytes());
            assert!(
                !found && !name.contains(canary),
                "{canary:?} stands in {name}"
            );
        }
    }
}

fn names(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                match (key.as_str(), value) {
                    ("name" | "class" | "reporter" | "account", Value::String(text))
                        if text.len() > 3 =>
                    {
                        into.insert(text.clone());
                    }
                    _ => names(value, into),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|one| names(one, into)),
        _ => {}
    }
}

#[test]
fn a_confidential_one_leaves_sealed_and_is_no_release() {
    let desk = school();
    let folder = desk.path("sealed");
    let args = [
        "--term",
        "2024-autumn",
        "--profile",
        "confidential",
        "--out",
        folder.to_str().unwrap(),
    ];
    let refused = summary(&desk, &args).code(1);
    assert!(refused.err.contains("only sealed"), "{}", refused.err);
    let to_nobody = summary(&desk, &[&args[..], &["--to", "age1nobody"]].concat()).code(1);
    assert!(!folder.exists(), "{}", to_nobody.err);
    let key = age::x25519::Identity::generate();
    let to = key.to_public().to_string();
    summary(&desk, &[&args[..], &["--to", &to]].concat()).code(0);
    let found = files(&folder);
    assert_eq!(found.len(), 3);
    for (name, bytes) in found {
        let plain = age::decrypt(&key, &bytes).unwrap();
        let all = unpacked(&plain);
        let mark = b"Confidential: not for publication";
        let marked = all.windows(mark.len()).any(|part| part == mark);
        assert!(marked || name.contains(".csv"), "{name}");
    }
    assert!(
        summary(&desk, &["list"])
            .code(0)
            .out
            .contains("Nothing was released")
    );
}

#[test]
fn the_assurance_is_filled_in_and_kept_for_the_next_time() {
    let desk = school();
    let empty = summary(&desk, &["assurance"]).code(0).out;
    let filled = empty.replace(
        "staff_training = \"\"",
        "staff_training = \"All in September.\"",
    );
    assert_ne!(filled, empty);
    let file = desk.write("assurance.toml", &filled);
    let wrong = desk.write("wrong.toml", "staff = \"x\"");
    let args = ["--term", "2024-autumn", "--out", "out", "--assurance"];
    let refused = summary(&desk, &[&args[..], &[&wrong]].concat()).code(1);
    assert!(
        refused.err.contains("no field \"staff\""),
        "{}",
        refused.err
    );
    summary(&desk, &[&args[..], &[&file]].concat()).code(0);
    let shown = summary(&desk, &["show", "2024-autumn"]).code(0).out;
    assert!(shown.contains("All in September."), "{shown}");
    assert_eq!(summary(&desk, &["assurance"]).code(0).out, filled);
    // Released, it does not change.
    let late = desk.write("late.toml", "staff_training = \"Nobody.\"");
    let told = summary(&desk, &[&args[..], &[&late]].concat()).code(0);
    assert!(told.err.contains("released already"), "{}", told.err);
    let shown = summary(&desk, &["show", "2024-autumn"]).code(0).out;
    assert!(shown.contains("All in September.") && !shown.contains("Nobody."));
}

#[test]
fn the_threshold_can_be_raised_and_holds_for_a_year_of_which_nothing_is_released() {
    let desk = school();
    let shown = summary(&desk, &["threshold"]).code(0).out;
    assert!(shown.contains("at least 5 pupils"), "{shown}");
    for wrong in ["2", "51"] {
        let refused = summary(&desk, &["threshold", wrong]).code(1);
        assert!(refused.err.contains("at least 3"), "{}", refused.err);
    }
    let set = summary(&desk, &["threshold", "8"]).code(0).out;
    assert!(set.contains("at least 8 pupils"), "{set}");
    let printed = summary(&desk, &["--term", "2024-autumn"]).code(0).out;
    assert!(
        printed.contains("fewer than 8 (none included)"),
        "{printed}"
    );
    saved(&desk, "2024-autumn", "out").code(0);
    summary(&desk, &["threshold", "5"]).code(0);
    let spring = summary(&desk, &["--term", "2024-spring"]).code(0).out;
    assert!(spring.contains("fewer than 8 (none included)"), "{spring}");
    desk.run_in("school", &["verify"]).code(0);
}

/// A term that is over, of which one concern is told late; those before it are released.
fn told_late(desk: &Desk) -> String {
    let day = chrono::Local::now().date_naive() - chrono::Days::new(150);
    let mut concern: Value = serde_json::from_str(desk.examples().lines().next().unwrap()).unwrap();
    concern["reported"] = format!("{day} 10:00").into();
    concern["happened"] = format!("{day} 09:15").into();
    concern["late_reason"] = "The slip was found in a drawer.".into();
    desk.add(concern.to_string()).code(0);
    let period = Period::of(Terms::shipped(), day);
    let before = Term::ALL.into_iter().filter(|one| Some(*one) < period.term);
    for term in before {
        let earlier = Period {
            term: Some(term),
            ..period
        };
        desk.run(&["summary", "--term", &earlier.to_string(), "--out", "out"])
            .code(0);
    }
    period.to_string()
}

/// A deputy is told to ask for what can be had, and for nothing else.
#[test]
fn a_deputy_is_told_what_is_true_of_the_release() {
    let desk = Desk::new();
    let term = told_late(&desk);
    let deputy = desk.let_in("Devi Sample", "deputy");
    let asks = |term: &str| {
        let args = ["summary", "--term", term, "--out", "out"];
        desk.run_as(&deputy, &deputy, &args).code(1).err
    };
    let today = chrono::Local::now().date_naive();
    let running = Period::of(Terms::shipped(), today).to_string();
    let said = asks(&running);
    assert!(
        said.contains("is not over") && !said.contains("ask"),
        "{said}"
    );
    assert!(asks("2019-autumn").contains("before this log began"));
    let said = asks(&term);
    assert!(said.contains("ask them to release it"), "{said}");
    desk.run(&["summary", "--term", &term, "--out", "out"])
        .code(0);
    let said = asks(&term);
    assert!(
        said.contains("is released already") && !said.contains("release it"),
        "{said}"
    );
    let args = ["summary", "threshold", "8"];
    let said = desk.run_as(&deputy, &deputy, &args).code(1).err;
    assert!(said.contains("A threshold is set by"), "{said}");
}
