//! What is said of certain damages, to the word; that of every file is in `everyfile`.

use crate::search::files;
use crate::support::{Ran, World, acknowledged_then_killed, concern, note};

/// The last entry before a kill.
const LAST: &str = "marker-last.";

/// Acknowledges one line, then is killed.
fn cut_down(world: &World, line: &str) {
    acknowledged_then_killed(world, &[], &[line.to_owned()]);
}

#[test]
fn a_log_cut_after_a_kill_is_not_called_complete() {
    let (world, case) = begun();
    let journal = world.vault().join("journal");
    let closed = journal.metadata().unwrap().len();
    for n in 0..6 {
        cut_down(
            &world,
            &note(&case, &format!("acknowledged {n}")).to_string(),
        );
    }
    let whole = std::fs::read(&journal).unwrap();
    let entries = world.verified()["entries"].as_u64().unwrap();
    cut_down(&world, &note(&case, "the last").to_string());
    let last = entries + 2; // that it was unlocked, and the note
    // Between two records, and in one.
    for cut in [whole.len() as u64, whole.len() as u64 - 5, closed + 40] {
        let copy = world.copy();
        let cut_off = &whole[..usize::try_from(cut).unwrap()];
        std::fs::write(copy.vault().join("journal"), cut_off).unwrap();
        for args in [vec!["verify"], vec!["list"], vec!["show", &case]] {
            let refused = copy.run(&args).code(5);
            let named = format!("{last} cannot be read");
            assert!(refused.err.contains(&named), "{cut}: {}", refused.err);
            assert!(!refused.err.contains("are here"), "{}", refused.err);
        }
    }
}

#[test]
fn an_unfinished_piece_is_spoken_of_for_as_long_as_it_lies_there() {
    let (world, case) = begun();
    cut_down(&world, &note(&case, LAST).to_string());
    let journal = world.vault().join("journal");
    let whole = std::fs::read(&journal).unwrap();
    // A record that begins well and is not all there, as a power cut leaves it.
    std::fs::write(&journal, [&whole[..], &whole[..99]].concat()).unwrap();
    let shown = world.run(&["show", &case]).code(0);
    assert!(shown.out.contains(LAST));
    for words in [
        "cut short",
        "(99 bytes)",
        "entries that were saved are here",
    ] {
        assert!(shown.err.contains(words), "{}", shown.err);
    }
    for _ in 0..2 {
        let report = world.run(&["verify"]).code(0);
        assert!(report.out.contains("journal-torn-1"), "{}", report.out);
        let remarks = &world.verified()["remarks"];
        assert_eq!(remarks.as_array().unwrap().len(), 1, "{remarks}");
    }
    std::fs::remove_file(world.vault().join("journal-torn-1")).unwrap();
    assert!(world.verified()["remarks"].as_array().unwrap().is_empty());
}

/// Spoils a record in the middle of the journal.
fn spoil_the_middle(world: &World) -> Vec<u8> {
    let journal = world.vault().join("journal");
    let mut bytes = std::fs::read(&journal).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 8;
    std::fs::write(&journal, &bytes).unwrap();
    bytes
}

#[test]
fn a_record_spoilt_after_a_kill_is_brought_back_from_the_second_copy() {
    let (world, case) = begun();
    for n in 0..8 {
        let line = note(&case, &format!("note {n}."));
        world.add(line.to_string()).code(0);
    }
    cut_down(&world, &note(&case, LAST).to_string());
    let whole = std::fs::read(world.vault().join("journal")).unwrap();
    let spoilt = spoil_the_middle(&world);
    assert_ne!(spoilt, whole);
    let shown = world.run(&["show", &case]).code(0);
    assert!(shown.err.contains("brought back whole"), "{}", shown.err);
    for n in 0..8 {
        assert!(shown.out.contains(&format!("note {n}.")), "{n}");
    }
    assert!(shown.out.contains(LAST));
    world.verified();
    assert!(!world.vault().join("sled-copy").exists());
}

#[test]
fn what_is_left_of_a_damaged_log_can_be_read_and_nothing_written() {
    let (world, case) = begun();
    let lines: String = (0..8)
        .map(|n| note(&case, &format!("note {n}.")).to_string() + "\n")
        .collect();
    world.add(&lines).code(0);
    cut_down(&world, &note(&case, LAST).to_string());
    std::fs::remove_dir_all(world.vault().join("sled")).unwrap();
    spoil_the_middle(&world);
    let before: Vec<_> = files(&world.vault())
        .into_iter()
        .map(|file| (std::fs::read(&file).unwrap(), file))
        .collect();
    let said = |ran: &Ran| {
        for words in [
            "cannot be read",
            "no second copy",
            "All else can be read",
            "restore",
        ] {
            assert!(ran.err.contains(words), "{words:?} is not in {}", ran.err);
        }
    };
    let list = world.run(&["list", "--json"]).code(5);
    said(&list);
    assert_eq!(list.json()[0]["ref"], *case);
    let shown = world.run(&["show", &case]).code(5);
    said(&shown);
    let left = (0..8).filter(|n| shown.out.contains(&format!("note {n}.")));
    assert_eq!(left.count(), 7, "{}", shown.out);
    assert!(shown.out.contains(LAST), "{}", shown.out);
    for args in [
        vec!["verify", "--json"],
        vec!["verify", "--json", "--no-keys"],
    ] {
        let report = world.run(&args).code(5);
        said(&report);
        let report = report.json();
        assert_eq!(report["ok"], false);
        assert!(
            report["problems"].to_string().contains("is missing"),
            "{report}"
        );
    }
    let refused = world.add(note(&case, "in vain").to_string()).code(5);
    assert_eq!(refused.answers()[0]["ok"], false);
    assert!(refused.err.contains("not saved"), "{}", refused.err);
    said(&world.run(&["backup"]).code(5));
    let out = world.aside("left.age");
    let made = world
        .run(&["backup", "--out", out.to_str().unwrap()])
        .code(5);
    said(&made);
    let key = world.aside("recovery");
    let elsewhere = world.home("elsewhere");
    let args = [
        "--vault",
        elsewhere.to_str().unwrap(),
        "restore",
        out.to_str().unwrap(),
        "--recovery",
        key.to_str().unwrap(),
    ];
    let restored = world.run(&args).code(5);
    assert!(
        restored.err.contains("what was left of a damaged log"),
        "{}",
        restored.err
    );
    let after: Vec<_> = files(&world.vault())
        .into_iter()
        .map(|file| (std::fs::read(&file).unwrap(), file))
        .collect();
    assert!(before == after, "something on the disk was changed");
}

fn begun() -> (World, String) {
    let world = World::new();
    let answers = world.add(concern("begun").to_string()).code(0).answers();
    let case = answers[0]["ref"].as_str().unwrap().to_owned();
    (world, case)
}
