//! An invented school: written, listed, checked; the same for the same seed.

use crate::desk::Desk;

fn school(desk: &Desk, folder: &str, seed: &str) -> String {
    let path = desk.path(folder);
    let args = [
        "demo",
        path.to_str().unwrap(),
        "--cases",
        "25",
        "--until",
        "2026-11-24",
        "--seed",
        seed,
    ];
    desk.run(&args).code(0);
    desk.run_in(folder, &["list", "--all", "--json"])
        .code(0)
        .out
}

#[test]
fn an_invented_school_is_whole_and_the_same_for_the_same_seed() {
    let desk = Desk::bare();
    let one = school(&desk, "one", "7");
    assert_eq!(one, school(&desk, "twin", "7"));
    assert_ne!(one, school(&desk, "other", "8"));
    let cases: serde_json::Value = serde_json::from_str(&one).unwrap();
    assert_eq!(cases.as_array().unwrap().len(), 25);
    let report = desk.run_in("one", &["verify", "--json"]).code(0).json();
    assert_eq!(report["ok"], true);
    let first = cases[0]["ref"].as_str().unwrap();
    let shown = desk.run_in("one", &["show", first]).code(0).out;
    assert!(shown.contains("Account:"), "{shown}");
}

#[test]
fn it_is_never_written_over_a_vault_and_says_how_to_open_it() {
    let desk = Desk::new();
    let taken = desk.path("vault");
    let err = desk.run(&["demo", taken.to_str().unwrap()]).code(1).err;
    assert!(err.contains("Nothing has been changed"), "{err}");
    desk.run(&["verify"]).code(0);
    let path = desk.path("open");
    let key = desk.path("key");
    let mut command = desk.command("vault", &["demo", path.to_str().unwrap(), "--cases", "1"]);
    command.args(["--recovery-out", key.to_str().unwrap()]);
    let made = command
        .env_remove("DAYBOOK_PASSPHRASE_FILE")
        .output()
        .unwrap();
    let err = String::from_utf8(made.stderr).unwrap();
    assert!(
        made.status.success() && err.contains("Nobody in it is real"),
        "{err}"
    );
    let passphrase = err.lines().last().unwrap().rsplit_once(": ").unwrap().1;
    desk.write("passphrase", format!("{passphrase}\n"));
    desk.run_in("open", &["list"]).code(0);
    desk.run_in("open", &["keys", "--check", key.to_str().unwrap()])
        .code(0);
    desk.run(&["demo", path.to_str().unwrap(), "--cases", "0"])
        .code(2);
}
