//! A chronology leaves masked, confirmed and sealed, or not at all.

use crate::desk::{Desk, PASSPHRASE};

/// A vault with the example in which Alex took a photo of Sam, and its reference.
fn desk() -> (Desk, String) {
    let desk = Desk::new();
    let examples = desk.examples();
    let first = examples
        .lines()
        .find(|line| line.contains("Alex Pretend"))
        .unwrap();
    let answers = desk.add(first).code(0).answers();
    let reference = answers[0]["ref"].as_str().unwrap().to_owned();
    (desk, reference)
}

#[test]
fn it_lists_what_is_masked_and_writes_only_what_is_confirmed() {
    let (desk, reference) = desk();
    let shown = desk.run(&["show", &reference]).code(0).out;
    let listed = desk.run(&["chronology", &reference]).code(0).out;
    assert!(
        listed.contains("[B]  Alex (3), Alex Pretend (2)"),
        "{listed}"
    );
    assert!(
        shown.contains("Alex Pretend") && shown.contains("Sam Invented"),
        "{shown}"
    );

    let path = desk.path("chronology.age");
    let out = path.to_str().unwrap();
    desk.write(
        "passphrase",
        format!("{PASSPHRASE}\nNine amber kettles under Ely, 1877\n"),
    );
    let write = ["chronology", reference.as_str(), "--out", out];
    let with = |more: &[&str]| desk.run(&[&write[..], more].concat());
    // In the clear, for nobody, unconfirmed.
    with(&[]).code(1);
    with(&["--to", "age1nobody", "--confirm-masking"]).code(1);
    with(&["--passphrase", "--to", "age1nobody"]).code(2);
    let refused = with(&["--passphrase"]).code(1);
    assert!(
        refused.err.contains("not confirmed") && !path.exists(),
        "{}",
        refused.err
    );

    with(&["--passphrase", "--confirm-masking"]).code(0);
    let sealed = std::fs::read(&path).unwrap();
    assert!(sealed.starts_with(b"age-encryption.org/v1\n-> scrypt"));
    let audit = desk.run(&["audit"]).code(0).out;
    assert!(
        audit.contains(&format!(
            "a chronology of {reference}, sealed under a passphrase"
        )),
        "{audit}"
    );
    // Nothing is written over.
    with(&["--passphrase", "--confirm-masking"]).code(1);
    assert_eq!(std::fs::read(&path).unwrap(), sealed);
}

#[test]
fn a_recipient_opens_it_and_reads_no_other_childs_name() {
    let (desk, reference) = desk();
    let path = desk.path("chronology.age");
    let out = path.to_str().unwrap();
    let key = age::x25519::Identity::generate();
    let to = key.to_public().to_string();
    let args = [
        "chronology",
        &reference,
        "--out",
        out,
        "--to",
        &to,
        "--confirm-masking",
    ];
    desk.run(&args).code(0);
    let plain = age::decrypt(&key, &std::fs::read(&path).unwrap()).unwrap();
    let text = String::from_utf8(plain).unwrap();
    assert!(
        text.contains("about Sam Invented") && text.contains("[B] took a photo of Sam"),
        "{text}"
    );
    assert!(
        !text.contains("Alex") && !text.contains("Pretend"),
        "{text}"
    );
    desk.run(&["chronology", "OS-1999-0001"]).code(1);
    desk.run(&["chronology", "--pupil", "Nobody Atall"]).code(1);
    desk.run(&["chronology"]).code(2);
}
