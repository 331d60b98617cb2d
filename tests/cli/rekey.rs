//! The whole log sealed anew: what is refused before, what is said after, and what a cut leaves.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::desk::{Desk, Ran};

fn rekey(desk: &Desk, vault: &str) -> Ran {
    let new = desk.path(&format!("new-recovery-{vault}"));
    desk.run_in(vault, &["rekey", "--recovery-out", new.to_str().unwrap()])
}

/// The name of the folder beside the vault that begins so.
fn named(desk: &Desk, begins: &str) -> Option<String> {
    let items = fs::read_dir(desk.path(".")).unwrap().flatten();
    let mut names = items.map(|item| item.file_name().into_string().unwrap());
    names.find(|name| name.starts_with(begins))
}

fn mv(desk: &Desk, from: &str, to: &str) {
    fs::rename(desk.path(from), desk.path(to)).unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for item in fs::read_dir(from).unwrap().flatten() {
        let to = to.join(item.file_name());
        match item.path().is_dir() {
            true => copy(&item.path(), &to),
            false => drop(fs::copy(item.path(), to).unwrap()),
        }
    }
}

/// A generation of the vault that is whole and never took its place.
fn leave_unfinished(desk: &Desk) {
    copy(&desk.path("vault"), &desk.path("vault2"));
    rekey(desk, "vault2").code(0);
    mv(desk, "vault2", "vault-next");
}

#[test]
fn reports_that_wait_are_taken_up_before_their_keys_go() {
    let desk = Desk::new();
    let card = desk.path("card.json");
    let place = desk.path("vault-drop-box");
    fs::create_dir(&place).unwrap();
    let (card, place) = (card.to_str().unwrap(), place.to_str().unwrap());
    desk.run(&["card", "--out", card]).code(0);
    let text = json!({ "from": "Tim Example", "account": "Seen in the hall." }).to_string();
    let text = desk.write("report.json", text);
    let send = || {
        let args = ["report", "--card", card, "--out", place, "--json", &text];
        desk.run(&args).code(0).out
    };
    let sent = send();
    let refused = rekey(&desk, "vault").code(1).err;
    assert!(
        refused.contains("1 report waits in the drop box") && refused.contains("set it aside"),
        "{refused}"
    );
    assert!(!desk.path("new-recovery-vault").exists());
    // What was refused was closed.
    let after = desk.run(&["list"]).code(0).err;
    assert!(!after.contains("not closed properly"), "{after}");
    let name = Path::new(sent.trim()).file_name().unwrap();
    let name = name.to_str().unwrap();
    desk.run(&["reports", "set-aside", name, "--reason", "Known."])
        .code(0);
    let done = rekey(&desk, "vault").code(0).err;
    assert!(done.contains("Hand out the public card anew"), "{done}");
    // One that was sealed with the old card all the same is not called damaged alone.
    send();
    let told = desk.run(&["reports"]).code(0).out;
    assert!(told.contains("before the log was sealed anew"), "{told}");
}

#[test]
fn a_rekey_that_is_refused_closes_the_vault() {
    let desk = Desk::new();
    desk.write("new-recovery-vault", "kept");
    rekey(&desk, "vault").code(1);
    let after = desk.run(&["list"]).code(0).err;
    assert!(!after.contains("not closed properly"), "{after}");
}

#[test]
fn what_an_earlier_attempt_left_is_put_aside_and_nothing_else() {
    let desk = Desk::new();
    fs::create_dir(desk.path("vault-next")).unwrap();
    let other = desk.write("vault-next/notes", "mine");
    let refused = rekey(&desk, "vault").code(1).err;
    assert!(refused.contains("vault-next is in the way"), "{refused}");
    assert!(Path::new(&other).exists());
    assert!(!desk.path("new-recovery-vault").exists());
    fs::remove_dir_all(desk.path("vault-next")).unwrap();
    // Nor is another school's vault.
    desk.init("vault-next", "other-recovery").code(0);
    rekey(&desk, "vault").code(1);
    fs::remove_dir_all(desk.path("vault-next")).unwrap();
    leave_unfinished(&desk);
    let done = rekey(&desk, "vault").code(0).err;
    let aside = named(&desk, "vault-unfinished-rekey").unwrap();
    assert!(done.contains(&aside), "{done}");
    desk.run(&["verify"]).code(0);
}

#[test]
fn an_unfinished_generation_never_becomes_the_vault() {
    let desk = Desk::new();
    leave_unfinished(&desk);
    mv(&desk, "vault", "moved");
    for refused in [
        desk.run(&["list"]).code(1).err,
        desk.init("vault", "third-recovery").code(1).err,
    ] {
        assert!(refused.contains("left unfinished"), "{refused}");
    }
    assert!(desk.path("vault-next").exists() && !desk.path("vault").exists());
    mv(&desk, "moved", "vault");
    desk.run(&["list"]).code(0);
}

#[test]
fn a_switch_that_was_cut_short_is_finished_and_told() {
    let desk = Desk::new();
    desk.let_in("Devi Sample", "deputy");
    rekey(&desk, "vault").code(0);
    let old = named(&desk, "vault-before-rekey").unwrap();
    assert!(!desk.path("vault/took-the-place-of").exists());
    // As it is between the two renames.
    desk.write("vault/took-the-place-of", &old);
    mv(&desk, "vault", "vault-next");
    let told = desk.run(&["list"]).code(0).err;
    assert!(
        told.contains(&old) && told.contains("`daybook user reset`: Devi Sample"),
        "{told}"
    );
    let told = desk.run(&["list"]).code(0).err;
    assert!(!told.contains(&old), "{told}");
    // A marker that names what is not there decides nothing.
    desk.write(
        "vault/took-the-place-of",
        "vault-before-rekey-2020-01-01-000000",
    );
    mv(&desk, "vault", "vault-next");
    desk.run(&["list"]).code(1);
}

#[test]
fn the_old_generation_put_back_is_told_until_it_is_accepted() {
    let desk = Desk::new();
    rekey(&desk, "vault").code(0);
    let old = named(&desk, "vault-before-rekey").unwrap();
    mv(&desk, "vault", "vault-new");
    mv(&desk, &old, "vault");
    for _ in 0..2 {
        let told = desk.run(&["list"]).code(0).err;
        assert!(told.contains("a newer vault took its place"), "{told}");
    }
    let told = desk.run(&["verify"]).code(5).out;
    assert!(told.contains("a newer vault took its place"), "{told}");
    desk.run(&["verify", "--no-keys"]).code(5);
    desk.run(&["verify", "--accept"]).code(0);
    let told = desk.run(&["list"]).code(0).err;
    assert!(!told.contains("took its place"), "{told}");
    // The new one is in no doubt.
    let told = desk.run_in("vault-new", &["verify"]).code(0).err;
    assert!(!told.contains("took its place"), "{told}");
}

/// On a computer that did not seal it anew, the new one says which it took the place of.
#[test]
fn another_computer_learns_it_from_the_new_generation() {
    let desk = Desk::new();
    rekey(&desk, "vault").code(0);
    let old = named(&desk, "vault-before-rekey").unwrap();
    fs::remove_dir_all(desk.path("state")).unwrap();
    desk.run(&["list"]).code(0);
    let told = desk.run_in(&old, &["list"]).code(0).err;
    assert!(told.contains("a newer vault took its place"), "{told}");
}
