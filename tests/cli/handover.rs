//! Cover and the handover, from the command line.

use crate::desk::Desk;

/// A public key of nobody.
const TO: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

fn with_a_case() -> Desk {
    let desk = Desk::new();
    let examples = desk.examples();
    desk.add(examples.lines().next().unwrap()).code(0);
    desk
}

#[test]
fn a_handover_is_printed_or_sealed_and_noted() {
    let desk = with_a_case();
    let text = desk.run(&["brief"]).code(0).out;
    assert!(
        text.starts_with("Handover of Ada Example's cases, "),
        "{text}"
    );
    assert!(
        text.contains("1 case is open") && text.contains("  Next: "),
        "{text}"
    );
    let out = desk.path("handover.age");
    let out = out.to_str().unwrap();
    let refused = desk.run(&["brief", "--out", out]).code(1);
    assert!(
        refused.err.contains("it leaves only sealed"),
        "{}",
        refused.err
    );
    desk.run(&["brief", "--out", out, "--to", "age1x"]).code(1);
    assert!(!desk.path("handover.age").exists());
    let written = desk.run(&["brief", "--out", out, "--to", TO]).code(0);
    assert!(
        written.out.is_empty(),
        "nothing in the clear: {}",
        written.out
    );
    let bytes = std::fs::read(out).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1"));
    let again = desk.run(&["brief", "--out", out, "--to", TO]).code(1);
    assert!(again.err.contains("exists already"), "{}", again.err);
    let audit = desk.run(&["audit", "--kind", "leaving"]).code(0).out;
    assert!(audit.contains("took out a handover, printed"), "{audit}");
    assert!(
        audit.contains("took out a handover, sealed to one recipient"),
        "{audit}"
    );
}

#[test]
fn a_handover_under_a_passphrase_asks_for_a_good_one() {
    let desk = with_a_case();
    let out = desk.path("handover.age");
    let out = out.to_str().unwrap();
    let passphrase = crate::desk::PASSPHRASE;
    desk.write("passphrase", format!("{passphrase}\nshort\n"));
    desk.run(&["brief", "--out", out, "--passphrase"]).code(1);
    assert!(!desk.path("handover.age").exists());
    desk.write(
        "passphrase",
        format!("{passphrase}\nMoss 9 & slow harbours\n"),
    );
    desk.run(&["brief", "--out", out, "--passphrase"]).code(0);
    assert!(desk.path("handover.age").exists());
}

#[test]
fn cases_are_handed_over_for_some_days_and_given_back() {
    let desk = with_a_case();
    let owner = |desk: &Desk| {
        let cases = desk.run(&["list", "--json"]).code(0).json();
        let text = |name: &str| cases[0][name].as_str().unwrap().to_owned();
        (text("owner"), text("looks_after"))
    };
    let nobody = desk.run(&["cover"]).code(0).out;
    assert!(nobody.contains("Nobody covers for anybody."), "{nobody}");
    desk.let_in("Devi Sample", "deputy");
    let refused = desk
        .run(&["cover", "begin", "--by", "Somebody Else"])
        .code(1);
    assert!(
        refused.err.contains("has no key to this log"),
        "{}",
        refused.err
    );
    let listed = desk
        .run(&[
            "cover",
            "begin",
            "--by",
            "devi sample",
            "--until",
            "in 2 weeks",
        ])
        .code(0)
        .out;
    assert!(
        listed.contains("Ada Example") && listed.contains("covered by Devi Sample"),
        "{listed}"
    );
    assert_eq!(owner(&desk), ("Ada Example".into(), "Devi Sample".into()));
    let theirs = desk.run(&["brief", "--of", "Devi Sample"]).code(0).out;
    assert!(
        theirs.contains("With those of Ada Example until"),
        "{theirs}"
    );
    let case = desk.run(&["list", "--json"]).code(0).json()[0]["ref"].clone();
    let shown = desk.run(&["show", case.as_str().unwrap()]).code(0).out;
    assert!(
        shown.contains("Owner: Ada Example, covered by Devi Sample"),
        "{shown}"
    );
    desk.run(&["cover", "end"]).code(0);
    assert_eq!(owner(&desk), ("Ada Example".into(), "Ada Example".into()));
    let again = desk.run(&["cover", "end"]).code(1);
    assert!(
        again.err.contains("Nobody covers for Ada Example"),
        "{}",
        again.err
    );
}
