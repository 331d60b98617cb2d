//! The rules of the house itself: which room may import which, how large a file may grow, that the
//! README is true.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

/// What the fuzzers share. Their package is not built here, and would go stale without a word.
#[path = "../../fuzz/src/lib.rs"]
#[allow(dead_code, unreachable_pub)]
mod fuzz;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What each room may import of ours.
const MAY: [(&str, &[&str]); 10] = [
    ("domain", &[]),
    ("store", &[]),
    ("vault", &["domain", "store"]),
    ("session", &["domain", "store", "vault", "report"]),
    ("report", &["domain"]),
    ("app", &["domain", "report"]),
    ("input", &["app"]),
    ("ui", &["app", "domain", "report"]),
    (
        "runtime",
        &[
            "domain", "store", "vault", "session", "report", "app", "input", "ui",
        ],
    ),
    (
        "cli",
        &[
            "domain", "store", "vault", "session", "report", "app", "input", "ui", "runtime",
        ],
    ),
];

/// Crates that only some rooms may use.
const ONLY: [(&str, &[&str]); 5] = [
    ("age", &["vault"]),
    ("sled", &["store"]),
    ("ratatui", &["ui", "runtime", "input"]),
    ("crossterm", &["runtime", "input"]),
    ("clap", &["cli"]),
];

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|end| end == "rs") {
            out.push(path);
        }
    }
}

/// The code of a file without comments and texts, so that prose names nothing.
fn code(path: &Path) -> String {
    fs::read_to_string(path)
        .unwrap()
        .lines()
        .map(|line| line.split("//").next().unwrap_or(""))
        .collect::<Vec<_>>()
        .join("\n")
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of a room with its code.
fn rooms() -> BTreeMap<&'static str, Vec<(PathBuf, String)>> {
    let mut rooms = BTreeMap::new();
    for (room, _) in MAY {
        let mut files = Vec::new();
        sources(&root().join("src").join(room), &mut files);
        assert!(!files.is_empty(), "there is no room {room}");
        let files = files.into_iter().map(|path| {
            let text = code(&path);
            (path, text)
        });
        rooms.insert(room, files.collect());
    }
    rooms
}

#[test]
fn imports_go_one_way() {
    let mut wrong = Vec::new();
    for (room, files) in rooms() {
        let may = MAY.iter().find(|(name, _)| *name == room).unwrap().1;
        for (path, text) in files {
            for (other, _) in MAY {
                let named = format!("crate::{other}::");
                let grouped = format!("crate::{{{other}");
                if other != room
                    && !may.contains(&other)
                    && (text.contains(&named) || text.contains(&grouped))
                {
                    wrong.push(format!("{} imports {other}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn some_crates_belong_to_some_rooms() {
    let mut wrong = Vec::new();
    for (room, files) in rooms() {
        for (path, text) in files {
            for (name, may) in ONLY {
                let used = [
                    format!("use {name}::"),
                    format!(" {name}::"),
                    format!("({name}::"),
                ];
                if !may.contains(&room) && used.iter().any(|used| text.contains(used.as_str())) {
                    wrong.push(format!("{} uses {name}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_is_unsafe_and_nothing_prints_by_the_way() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    for path in files {
        let text = code(&path);
        assert!(!text.contains("unsafe "), "{}", path.display());
        // What an attack came to is told by its test.
        if path.to_string_lossy().ends_with("_tests.rs") {
            continue;
        }
        for word in ["println!", "eprintln!", "dbg!"] {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn the_readme_shows_the_keys_as_they_are() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let keymap = daybook::input::Keymap::shipped("default").unwrap();
    let table = keymap.markdown();
    let begin = "<!-- keys: made by the test in tests/house, from keymaps/default.toml -->\n\n";
    let end = "<!-- end of keys -->";
    let from = readme
        .find(begin)
        .expect("README.md has no place for the keys")
        + begin.len();
    let to = readme[from..].find(end).expect("the keys have no end") + from;
    if std::env::var_os("UPDATE_README").is_some() {
        let new = format!("{}{table}{}", &readme[..from], &readme[to..]);
        fs::write(root().join("README.md"), new).unwrap();
        return;
    }
    assert!(
        readme[from..to] == table,
        "the key table is stale: run UPDATE_README=1 cargo test --test house"
    );
}

/// What SECURITY.md promises is shown by tests and scripts that are there.
#[test]
fn every_promise_of_the_security_page_names_what_shows_it() {
    let mut code = String::new();
    for room in ["src", "tests"] {
        let mut files = Vec::new();
        sources(&root().join(room), &mut files);
        for file in files {
            code.push_str(&fs::read_to_string(file).unwrap());
        }
    }
    let page = fs::read_to_string(root().join("SECURITY.md")).unwrap();
    let (mut promises, mut missing) = (0, Vec::new());
    for row in page.lines().filter(|line| line.starts_with("| ")) {
        let (promise, shown) = row.trim_end_matches(" |").rsplit_once(" | ").unwrap();
        if shown == "shown by" {
            continue;
        }
        promises += 1;
        let names: Vec<_> = shown.split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty(), "nothing shows: {promise}");
        for name in names {
            let there = match name.starts_with(".ci/") {
                true => root().join(name).is_file(),
                false => code.contains(&format!("fn {name}()")),
            };
            if !there {
                missing.push(name.to_owned());
            }
        }
    }
    assert!(promises > 25, "{promises}");
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn the_fuzzers_vault_opens_and_everything_in_it_is_read() {
    let base = fuzz::Base::new();
    let session = base.session();
    assert!(!session.school().cases.is_empty());
    fuzz::read_all(session.school());
    assert_eq!(base.open().tip(), session.tip());
    let odd = fuzz::sealed(b"a text");
    assert_eq!(fuzz::split(&odd), Some((odd[0] % 2 == 1, &odd[1..])));
}
