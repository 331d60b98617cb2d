//! People who come, change and leave, from the command line.

use serde_json::json;

use crate::desk::{Desk, PASSPHRASE};

fn note(case: &str, text: &str) -> String {
    json!({ "command": "note", "case": case, "text": text }).to_string()
}

fn first_case(desk: &Desk) -> String {
    let answers = desk
        .add(desk.examples().lines().next().unwrap())
        .code(0)
        .answers();
    answers[0]["ref"].as_str().unwrap().to_owned()
}

#[test]
fn a_one_time_passphrase_lets_in_once_and_records_nothing() {
    let desk = Desk::new();
    let case = first_case(&desk);
    let added = desk
        .run(&["user", "add", "--name", "Devi Sample", "--role", "deputy"])
        .code(0);
    let one_time = added.out.trim();
    assert_eq!(one_time.len(), 23, "{}", added.out);
    assert!(
        desk.run(&["user", "list"])
            .code(0)
            .out
            .contains("has not been in yet")
    );
    desk.write("slip", format!("{one_time}\nToo weak\n"));
    let refused = desk
        .add_as("devi-sample", "slip", note(&case, "too early"))
        .code(1);
    assert!(
        refused.err.contains("Choose your own first"),
        "{}",
        refused.err
    );
    // What is too weak is refused, and the slip goes on working until a good one is chosen.
    desk.run_as("devi-sample", "slip", &["user", "passwd"])
        .code(1);
    // So is the one that somebody else has seen.
    desk.write("slip", format!("{one_time}\n{one_time}\n"));
    let refused = desk
        .run_as("devi-sample", "slip", &["user", "passwd"])
        .code(1);
    assert!(refused.err.contains("one-time"), "{}", refused.err);
    desk.write("slip", format!("{one_time}\n{PASSPHRASE} her own\n"));
    desk.run_as("devi-sample", "slip", &["user", "passwd"])
        .code(0);
    desk.run_as("devi-sample", "slip", &["list"]).code(3);
    desk.write("own", format!("{PASSPHRASE} her own\n"));
    desk.add_as("devi-sample", "own", note(&case, "by the deputy"))
        .code(0);
    assert!(
        !desk
            .run(&["user", "list"])
            .code(0)
            .out
            .contains("has not been in yet")
    );
    let shown = desk.run(&["show", &case]).code(0).out;
    assert!(shown.contains("Note · Devi Sample"), "{shown}");
    let report = desk.run(&["verify", "--json"]).code(0).json();
    assert_eq!(report["ok"], true, "{report}");
    desk.run(&["verify", "--no-keys"]).code(0);
}

#[test]
fn roles_are_held_by_keys_and_the_last_of_a_role_stays() {
    let desk = Desk::new();
    let deputy = desk.let_in("Devi Sample", "deputy");
    let head = desk.let_in("Harper Sample", "headteacher");
    // A deputy lets nobody in; a DSL no headteacher without the recovery key.
    let add = ["user", "add", "--name", "Nobody Yet", "--role", "deputy"];
    let refused = desk.run_as(&deputy, &deputy, &add).code(1);
    assert!(
        refused.err.contains("cannot let in, change or remove"),
        "{}",
        refused.err
    );
    desk.run(&[
        "user",
        "add",
        "--name",
        "Nobody Yet",
        "--role",
        "headteacher",
    ])
    .code(1);
    for who in ["Ada Example", "Harper Sample"] {
        let refused = desk.run_as(&head, &head, &["user", "remove", who]).code(1);
        assert!(refused.err.contains("is the last"), "{}", refused.err);
    }
    desk.run_as(&head, &head, &["user", "role", "Devi Sample", "dsl"])
        .code(0);
    let gone = desk
        .run_as(&head, &head, &["user", "remove", "Ada Example"])
        .code(0);
    assert!(gone.err.contains("could have kept"), "{}", gone.err);
    desk.run_as("ada-example", "passphrase", &["list"]).code(1);
    let list = desk.run_as(&head, &head, &["user", "list"]).code(0).out;
    assert!(list.contains("has left"), "{list}");
    desk.run_as(&deputy, &deputy, &["verify"]).code(0);
}

#[test]
fn a_forgotten_passphrase_is_helped_by_the_recovery_key_and_said() {
    let desk = Desk::new();
    first_case(&desk);
    let recovery = desk.path("recovery");
    let recovery = recovery.to_str().unwrap();
    let new = format!("{PASSPHRASE}, anew");
    desk.write("both", format!("forgotten\n{new}\n"));
    let recover = ["recover", "--recovery", recovery];
    desk.run_as("ada-example", "both", &recover).code(0);
    desk.run(&["list"]).code(3);
    desk.write("passphrase", format!("{new}\n"));
    desk.run(&["list"]).code(0);
    let audit = desk.run(&["audit"]).code(0).out;
    assert!(audit.contains("with the recovery key"), "{audit}");
    assert!(
        audit.contains("1 wrong passphrase for Ada Example"),
        "{audit}"
    );
    desk.run(&["verify"]).code(0);
    // Another school's key does nothing.
    let other = Desk::new();
    let theirs = other.path("recovery");
    desk.run_as(
        "ada-example",
        "both",
        &["recover", "--recovery", theirs.to_str().unwrap()],
    )
    .code(1);
}

#[test]
fn a_lost_recovery_key_is_replaced_by_the_headteacher() {
    let desk = Desk::new();
    let head = desk.let_in("Harper Sample", "headteacher");
    let new = desk.path("new-recovery");
    let new = new.to_str().unwrap();
    let renew = ["recovery", "--out", new];
    let refused = desk.run(&renew).code(1);
    assert!(refused.err.contains("headteacher"), "{}", refused.err);
    assert!(
        !desk.path("new-recovery").exists(),
        "a key that is nobody's was written"
    );
    desk.run_as(&head, &head, &renew).code(0);
    desk.run(&["keys", "--check", new]).code(0);
    let old = desk.path("recovery");
    desk.run(&["keys", "--check", old.to_str().unwrap()])
        .code(1);
    let out = desk.path("kept.age");
    let out = out.to_str().unwrap();
    desk.run(&["backup", "--out", out]).code(0);
    desk.run_in(
        "again",
        &["restore", out, "--recovery", old.to_str().unwrap()],
    )
    .code(1);
    desk.run_in("again", &["restore", out, "--recovery", new])
        .code(0);
}

#[test]
fn a_key_file_is_a_second_lock() {
    let desk = Desk::new();
    let stick = desk.path("stick.key");
    let stick = stick.to_str().unwrap();
    desk.run(&["user", "key-file", "--out", stick]).code(0);
    let refused = desk.run(&["list"]).code(3);
    assert!(refused.err.contains("key file as well"), "{}", refused.err);
    let recovery = desk.path("recovery");
    let wrong = desk
        .run(&["list", "--key-file", recovery.to_str().unwrap()])
        .code(3);
    assert!(wrong.err.contains("not the key file"), "{}", wrong.err);
    desk.run(&["list", "--key-file", stick]).code(0);
    desk.run(&["user", "key-file", "--off", "--key-file", stick])
        .code(0);
    desk.run(&["list"]).code(0);
}

#[test]
fn the_past_is_sealed_anew_and_the_old_vault_stands_beside() {
    let desk = Desk::new();
    let case = first_case(&desk);
    let head = desk.let_in("Harper Sample", "headteacher");
    let deputy = desk.let_in("Devi Sample", "deputy");
    desk.run(&["user", "remove", "Devi Sample"]).code(0);
    let before = desk.run(&["show", &case, "--json"]).code(0).json();
    let new = desk.path("new-recovery");
    let rekey = ["rekey", "--recovery-out", new.to_str().unwrap()];
    desk.run(&rekey).code(1); // a DSL cannot open everything
    assert!(!desk.path("new-recovery").exists());
    let done = desk.run_as(&head, &head, &rekey).code(0);
    assert!(done.err.contains("proved to say the same"), "{}", done.err);
    let shown = desk
        .run_as(&head, &head, &["show", &case, "--json"])
        .code(0)
        .json();
    assert_eq!(shown, before);
    desk.run_as(&head, &head, &["verify"]).code(0);
    desk.run_as(&deputy, &deputy, &["list"]).code(1);
    // The DSL is invited again; the old vault is still what it was.
    desk.run(&["list"]).code(3);
    desk.write("slip", format!("{}{PASSPHRASE} again\n", done.out));
    desk.run_as("ada-example", "slip", &["user", "passwd"])
        .code(0);
    desk.write("passphrase", format!("{PASSPHRASE} again\n"));
    desk.run(&["show", &case]).code(0);
    let old = std::fs::read_dir(desk.path("."))
        .unwrap()
        .flatten()
        .map(|file| file.file_name().into_string().unwrap())
        .find(|name| name.starts_with("vault-before-rekey"))
        .unwrap();
    desk.write("passphrase", format!("{PASSPHRASE}\n"));
    desk.run_in(&old, &["list"]).code(0);
}

#[test]
fn who_read_what_is_told_and_deputies_do_not_look_through_it() {
    let desk = Desk::new();
    let case = first_case(&desk);
    let deputy = desk.let_in("Devi Sample", "deputy");
    desk.run_as(&deputy, &deputy, &["show", &case]).code(0);
    desk.run(&["show", &case, "--json"]).code(0);
    desk.run_as(&deputy, &deputy, &["audit"]).code(1);
    let all = desk.run(&["audit", "--json"]).code(0).json();
    assert!(all.as_array().unwrap().len() >= 6);
    let read = desk.run(&[
        "audit",
        "--kind",
        "reading",
        "--case",
        &case,
        "--by",
        "Devi Sample",
    ]);
    let read = read.code(0).out;
    assert_eq!(read.lines().count(), 1, "{read}");
    assert!(read.contains(&format!("opened {case}")), "{read}");
    let out = desk.run(&["audit", "--kind", "leaving"]).code(0).out;
    assert!(out.contains(&format!("took out {case} as JSON")), "{out}");
}

#[test]
fn each_proves_the_newest_backup_that_they_can_open() {
    let desk = Desk::new();
    first_case(&desk);
    let deputy = desk.let_in("Devi Sample", "deputy");
    let head = desk.let_in("Harper Sample", "headteacher");
    let out = desk.run_as(&deputy, &deputy, &["backup"]).code(0).out;
    let deputys = out.trim();
    for (id, pass) in [
        (&*deputy, &*deputy),
        (&*head, &*head),
        ("ada-example", "passphrase"),
    ] {
        let proved = desk.run_as(id, pass, &["backup", "--prove"]).code(0).out;
        assert!(
            proved.contains(deputys) && proved.contains("would restore"),
            "{proved}"
        );
    }
    // What the headteacher's holds in words is not for everybody: others go back to an earlier day's.
    let earlier = desk.path("vault-backups/daybook-2025-11-02-100000.age");
    std::fs::rename(deputys, &earlier).unwrap();
    let out = desk.run_as(&head, &head, &["backup"]).code(0).out;
    let heads = out.trim();
    let proved = desk
        .run_as(&head, &head, &["backup", "--prove"])
        .code(0)
        .out;
    assert!(proved.contains(heads), "{proved}");
    let proved = desk.run(&["backup", "--prove"]).code(0).out;
    assert!(proved.contains(earlier.to_str().unwrap()), "{proved}");
    // One that they can open and that is damaged is told, not passed over.
    let bytes = std::fs::read(heads).unwrap();
    std::fs::write(heads, &bytes[..bytes.len() - 20]).unwrap();
    let damaged = desk
        .run_as(&head, &head, &["backup", "--prove"])
        .code(5)
        .err;
    assert!(
        damaged.contains(heads) && damaged.contains("Make a new backup"),
        "{damaged}"
    );
}

#[test]
fn where_nobody_made_a_backup_there_is_none_to_prove() {
    let desk = Desk::new();
    let refused = desk.run(&["backup", "--prove"]).code(1).err;
    assert!(refused.contains("no backup that you can open"), "{refused}");
}
