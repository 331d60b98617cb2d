//! Looking for a secret in every file, in every form that it might have there.

use std::path::{Path, PathBuf};

use base64::Engine as _;

/// A word that stands for a secret: nothing else contains it, in any form.
pub fn canary(n: usize) -> String {
    format!("Zqxcanary{n:03}wvk")
}

/// What a secret may look like on a disk. Base64 depends on where in a text it begins.
fn forms(secret: &str) -> Vec<Vec<u8>> {
    let swapped: String = secret
        .chars()
        .map(|c| {
            if c.is_uppercase() {
                c.to_ascii_lowercase()
            } else {
                c.to_ascii_uppercase()
            }
        })
        .collect();
    let mut forms: Vec<Vec<u8>> = [
        secret.to_owned(),
        secret.to_lowercase(),
        secret.to_uppercase(),
        swapped,
    ]
    .into_iter()
    .map(String::into_bytes)
    .collect();
    forms.push(secret.chars().rev().collect::<String>().into());
    forms.push(secret.encode_utf16().flat_map(u16::to_le_bytes).collect());
    forms.push(secret.encode_utf16().flat_map(u16::to_be_bytes).collect());
    forms.push(
        secret
            .bytes()
            .flat_map(|b| format!("{b:02x}").into_bytes())
            .collect(),
    );
    for engine in [
        base64::engine::general_purpose::STANDARD_NO_PAD,
        base64::engine::general_purpose::URL_SAFE_NO_PAD,
    ] {
        for shift in 0..3 {
            let text = engine.encode([&b"   "[..shift], secret.as_bytes()].concat());
            // The ends share their bits with what stands beside them.
            forms.push(text.as_bytes()[if shift == 0 { 0 } else { 4 }..text.len() - 3].to_vec());
        }
    }
    forms
}

/// The files below a folder in which a secret stands in some form, in its bytes or in its name.
pub fn found(folder: &Path, secrets: &[String]) -> Vec<String> {
    let forms: Vec<(&String, Vec<u8>)> = secrets
        .iter()
        .flat_map(|secret| forms(secret).into_iter().map(move |form| (secret, form)))
        .collect();
    let mut found = Vec::new();
    for file in files(folder) {
        let mut bytes = file
            .strip_prefix(folder)
            .unwrap()
            .display()
            .to_string()
            .into_bytes();
        bytes.extend(std::fs::read(&file).unwrap_or_default());
        // One pass over the file for all: the beginnings are few.
        let mut begins: Vec<Vec<usize>> = vec![Vec::new(); 65536];
        for (n, (_, form)) in forms.iter().enumerate() {
            begins[usize::from(form[0]) << 8 | usize::from(form[1])].push(n);
        }
        for at in 0..bytes.len().saturating_sub(1) {
            for n in &begins[usize::from(bytes[at]) << 8 | usize::from(bytes[at + 1])] {
                if bytes[at..].starts_with(&forms[*n].1) {
                    found.push(format!("{} in {}", forms[*n].0, file.display()));
                }
            }
        }
    }
    found
}

/// Every file below a folder, sorted.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for item in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = item.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn a_planted_canary_is_found() {
    let home = tempfile::tempdir().unwrap();
    let secrets = [canary(1), canary(2)];
    let shown = base64::engine::general_purpose::STANDARD;
    let planted: Vec<Vec<u8>> = vec![
        format!("so {} said", canary(2)).into(),
        canary(2).to_lowercase().into(),
        format!("x{}", canary(2))
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect(),
        shown.encode(format!("so {} said", canary(2))).into(),
        shown.encode(format!("s {} said", canary(2))).into(),
        shown.encode(format!("{} said", canary(2))).into(),
    ];
    for bytes in planted {
        let inside = home.path().join("some").join("where");
        std::fs::create_dir_all(&inside).unwrap();
        std::fs::write(
            inside.join("file"),
            [vec![b'.'; 5000], bytes.clone()].concat(),
        )
        .unwrap();
        let found = found(home.path(), &secrets);
        assert!(
            !found.is_empty() && found[0].starts_with(&canary(2)),
            "{bytes:?}"
        );
    }
    std::fs::write(home.path().join("some/where/file"), "nothing").unwrap();
    assert!(found(home.path(), &secrets).is_empty());
    std::fs::write(home.path().join(canary(1)), "").unwrap();
    assert!(!found(home.path(), &secrets).is_empty(), "in a name");
}
