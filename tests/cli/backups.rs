//! Backups among others: of clocks that were wrong, of another vault, and of files that are none.

use std::path::{Path, PathBuf};

use chrono::{Duration, Local};

use crate::desk::{Desk, files};

/// What stands in for the bytes of a backup, where it is not opened.
const AGE: &[u8] = b"age-encryption.org/v1\n";

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = files(folder)
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

/// More copies of a clock that was far ahead than are kept.
fn of_the_future(folder: &Path) -> Vec<PathBuf> {
    let months = (1..=12).map(|month| format!("daybook-2098-{month:02}-15-120000.age"));
    let days = (9..=14).map(|day| format!("daybook-2098-12-{day:02}-120000.age"));
    let all: Vec<_> = months.chain(days).map(|name| folder.join(name)).collect();
    std::fs::create_dir_all(folder).unwrap();
    for path in &all {
        std::fs::write(path, AGE).unwrap();
    }
    all
}

#[test]
fn copies_dated_in_the_future_cost_no_backup_and_are_told() {
    let desk = Desk::new();
    let future = of_the_future(&desk.path("vault-backups"));
    let ran = desk.run(&["backup"]).code(0);
    let made = Path::new(ran.out.trim());
    assert!(made.exists(), "{}", ran.out);
    assert!(future.iter().all(|path| path.exists()));
    for words in ["18 backups", "dated in the future", "15 Dec 2098"] {
        assert!(ran.err.contains(words), "{}", ran.err);
    }
    // It is the newest, whatever the others are called.
    let proved = desk.run(&["backup", "--prove"]).code(0).out;
    assert!(proved.contains(made.to_str().unwrap()), "{proved}");
    // Closing after a change leaves one too.
    std::fs::remove_file(made).unwrap();
    let first = desk.examples().lines().next().unwrap().to_owned();
    desk.add(first).code(0);
    assert_eq!(files(&desk.path("vault-backups")).len(), future.len() + 1);
}

#[test]
fn vaults_that_share_a_folder_leave_each_others_backups_alone() {
    let desk = Desk::new();
    desk.init("vault2", "recovery2").code(0);
    let shared = desk.path("shared");
    std::fs::create_dir(&shared).unwrap();
    // Of whom it is does not show: an older version made it, for this vault or for the other.
    let older = Local::now() - Duration::minutes(5);
    let older = older.format("daybook-%Y-%m-%d-%H%M%S.age").to_string();
    std::fs::write(shared.join(older), AGE).unwrap();
    let to = ["backup", "--backups", shared.to_str().unwrap()];
    desk.run(&to).code(0);
    desk.run_in("vault2", &to).code(0);
    assert_eq!(names(&shared).len(), 3, "{:?}", names(&shared));
    // Each proves its own, and replaces its own of the same day.
    for vault in ["vault", "vault2"] {
        let prove = [&to[..], &["--prove"]].concat();
        let proved = desk.run_in(vault, &prove).code(0).out;
        assert!(!proved.contains("There is none"), "{proved}");
    }
    std::thread::sleep(std::time::Duration::from_millis(1100));
    desk.run(&to).code(0);
    assert_eq!(names(&shared).len(), 3, "{:?}", names(&shared));
}

#[test]
fn a_backup_of_before_the_names_had_tags_is_found_and_goes_in_its_turn() {
    let desk = Desk::new();
    let out = desk.run(&["backup"]).code(0).out;
    let at = Local::now() - Duration::seconds(2);
    let untagged = at.format("vault-backups/daybook-%Y-%m-%d-%H%M%S.age");
    let untagged = desk.path(&untagged.to_string());
    std::fs::rename(out.trim(), &untagged).unwrap();
    let proved = desk.run(&["backup", "--prove"]).code(0).out;
    assert!(proved.contains(untagged.to_str().unwrap()), "{proved}");
    desk.run(&["backup"]).code(0);
    if at.date_naive() == Local::now().date_naive() {
        assert_eq!(names(&desk.path("vault-backups")).len(), 1);
    }
}

#[test]
fn a_file_that_is_no_backup_takes_the_place_of_none() {
    let desk = Desk::new();
    let out = desk.run(&["backup"]).code(0).out;
    let made = PathBuf::from(out.trim());
    let earlier = made.with_file_name("daybook-2020-01-01-100000.age");
    std::fs::rename(&made, &earlier).unwrap();
    std::fs::write(made.with_file_name("daybook-2020-01-01-110000.age"), b"").unwrap();
    desk.run(&["backup"]).code(0);
    assert!(earlier.exists());
}

#[test]
fn a_second_folder_that_lags_behind_is_told() {
    let desk = Desk::new();
    let usb = desk.path("usb");
    std::fs::create_dir(&usb).unwrap();
    let to = ["list", "--backups", usb.to_str().unwrap()];
    // Before there is any backup, none is missing.
    assert_eq!(desk.run(&to).code(0).err, "");
    let made = desk.run(&["backup"]).code(0).out;
    let said = desk.run(&to).code(0).err;
    assert!(said.contains("holds no backup of this log"), "{said}");
    let old = Local::now() - Duration::days(9);
    let old = old.format("daybook-%Y-%m-%d-%H%M%S.age").to_string();
    std::fs::copy(made.trim(), usb.join(old)).unwrap();
    // One that is none hides nothing.
    let new = Local::now().format("daybook-%Y-%m-%d-%H%M%S.age");
    std::fs::write(usb.join(new.to_string()), b"").unwrap();
    let said = desk.run(&to).code(0).err;
    for words in [usb.to_str().unwrap(), " days older", "goes to both"] {
        assert!(said.contains(words), "{said}");
    }
    let make = ["backup", "--backups", usb.to_str().unwrap()];
    desk.run(&make).code(0);
    assert_eq!(desk.run(&to).code(0).err, "");
}
