//! Looks for words in every file below a folder, however they may have been written.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The forms in which a word could stand in a file.
fn forms(word: &str) -> Vec<Vec<u8>> {
    let mut forms = vec![
        word.as_bytes().to_vec(),
        word.to_uppercase().into_bytes(),
        word.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        word.bytes()
            .flat_map(|b| format!("{b:02x}").into_bytes())
            .collect(),
    ];
    // Base64 has three forms, by where the word begins; its first and last signs depend on the neighbours.
    for lead in 0..3 {
        let padded = [vec![b' '; lead], word.as_bytes().to_vec()].concat();
        let coded = STANDARD.encode(padded);
        let inner = coded.get(4..coded.len() - 4).unwrap();
        forms.push(inner.as_bytes().to_vec());
    }
    forms
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for item in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = item.path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Where below a folder any of the words can be read: file and word. Names of files count too.
pub fn of(words: &[String], folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut paths = Vec::new();
    files(folder, &mut paths);
    assert!(!paths.is_empty(), "there is nothing to look through");
    for path in paths {
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.extend(path.to_string_lossy().as_bytes());
        for word in words {
            let first = |form: &[u8]| {
                bytes
                    .windows(form.len())
                    .any(|part| part[0] == form[0] && part == form)
            };
            if forms(word).iter().any(|form| first(form)) {
                found.push((path.clone(), word.clone()));
            }
        }
    }
    found
}

#[test]
fn a_word_is_found_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let word = "canaryword";
    let mut planted: Vec<Vec<u8>> = forms(word);
    planted.push(STANDARD.encode(format!("12345{word}6789")).into_bytes());
    for (at, bytes) in planted.iter().enumerate() {
        let below = folder.path().join(format!("{at}/below"));
        std::fs::create_dir_all(&below).unwrap();
        std::fs::write(
            below.join("file"),
            [b"before ", bytes.as_slice(), b" after"].concat(),
        )
        .unwrap();
    }
    let found = of(&[word.to_owned(), "elsewhere".to_owned()], folder.path());
    assert_eq!(found.len(), planted.len(), "{found:?}");
}
