//! Every file of a vault, spoilt in every way, after a clean close and after a kill: healed, or refused
//! with a sentence. Never a vault that opens with less in it and says nothing.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::desk::{Desk, files};
use crate::run;

/// A vault's files by their place in it.
type Image = BTreeMap<PathBuf, Vec<u8>>;

fn image(folder: &Path) -> Image {
    files(folder)
        .into_iter()
        .map(|path| {
            let bytes = std::fs::read(&path).unwrap();
            (path.strip_prefix(folder).unwrap().to_path_buf(), bytes)
        })
        .collect()
}

fn lay_down(image: &Image, folder: &Path) {
    let _ = std::fs::remove_dir_all(folder);
    for (path, bytes) in image {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// The ways of spoiling a file; none for what is not there.
fn spoilt(bytes: &[u8]) -> Vec<(String, Option<Vec<u8>>)> {
    let mut ways = vec![("deleted".to_owned(), None)];
    let size = bytes.len();
    if size == 0 {
        ways.push(("filled".to_owned(), Some(b"not what belongs here".to_vec())));
        return ways;
    }
    for keep in [0, size / 2, size - 1] {
        ways.push((
            format!("cut to {keep} of {size}"),
            Some(bytes[..keep].to_vec()),
        ));
    }
    for place in [0, size / 5, size / 2, size * 4 / 5, size - 1] {
        let mut flipped = bytes.to_vec();
        flipped[place] ^= 0x10;
        ways.push((format!("bit flipped at {place} of {size}"), Some(flipped)));
    }
    let mut zeroed = bytes.to_vec();
    let block = size.min(512);
    zeroed[size / 3..(size / 3 + block).min(size)].fill(0);
    ways.push((format!("zeroed from {} of {size}", size / 3), Some(zeroed)));
    ways.push(("doubled".to_owned(), Some([bytes, bytes].concat())));
    ways
}

/// The log's length, its end, and everything it tells.
fn told(desk: &Desk, vault: &str, what: &str) -> (Value, String) {
    let ran = desk.run_in(vault, &["verify", "--json"]);
    assert_eq!(ran.code, 0, "{what}: {}{}", ran.out, ran.err);
    let report = ran.json();
    let list = desk.run_in(vault, &["list", "--all", "--json"]).code(0).out;
    (report["tip"].clone(), list)
}

fn each_file_spoilt(desk: &Desk, whole: &Image, killed: bool) {
    let folder = desk.path("spoilt");
    lay_down(whole, &folder);
    let expected = told(desk, "spoilt", "as it was");
    let (mut healed, mut refused, mut wrong) = (0, 0, Vec::new());
    for (file, bytes) in whole {
        for (way, spoilt) in spoilt(bytes) {
            let what = format!("{} {way}, killed before: {killed}", file.display());
            lay_down(whole, &folder);
            match &spoilt {
                Some(bytes) => std::fs::write(folder.join(file), bytes).unwrap(),
                None => std::fs::remove_file(folder.join(file)).unwrap(),
            }
            let (code, out, err) = run(&mut desk.command("spoilt", &["verify", "--json"]));
            if code == Some(0) {
                assert_eq!(told(desk, "spoilt", &what), expected, "{what}: {out}{err}");
                healed += 1;
                continue;
            }
            if code != Some(5) {
                wrong.push(format!("{what}: {code:?} {out}{err}"));
                continue;
            }
            // What happened, what is safe, what to do next.
            assert!(
                err.starts_with("daybook: ") && err.contains(". "),
                "{what}: {err}"
            );
            // A refusal destroys nothing: with the file as it was, the log is there again.
            std::fs::write(folder.join(file), bytes).unwrap();
            assert_eq!(told(desk, "spoilt", &what), expected, "{what}, put back");
            refused += 1;
        }
    }
    println!(
        "{} files, killed before: {killed}; {healed} healed, {refused} refused",
        whole.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        healed > 30 && refused > 5,
        "{healed} healed, {refused} refused"
    );
}

#[test]
fn every_file_of_a_vault_that_was_closed() {
    let desk = Desk::new();
    let lines: Vec<_> = desk.examples().lines().map(str::to_owned).collect();
    desk.add(lines[..2].join("\n")).code(0);
    desk.add(&lines[1]).code(0);
    each_file_spoilt(&desk, &image(&desk.path("vault")), false);
}

#[test]
fn every_file_of_a_vault_that_was_killed() {
    let desk = Desk::new();
    let lines: Vec<_> = desk.examples().lines().map(str::to_owned).collect();
    desk.add(&lines[0]).code(0);
    let mut child = desk.adding();
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap());
    for line in &lines[..3] {
        writeln!(stdin, "{line}").unwrap();
        let mut answer = String::new();
        answers.read_line(&mut answer).unwrap();
        assert!(answer.contains("\"ok\":true"), "{answer}");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    each_file_spoilt(&desk, &image(&desk.path("vault")), true);
}
