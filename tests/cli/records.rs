//! Set up, add, read, check, back up, restore.

use crate::desk::{Desk, files};

#[test]
fn a_log_is_written_read_checked_and_restored() {
    let desk = Desk::new();
    let examples = desk.examples();
    let count = examples.lines().count();
    // A link to a case of another academic year than the test's own stands in the examples.
    let year = desk.add(examples.lines().next().unwrap()).code(0).answers()[0]["ref"]
        .as_str()
        .unwrap()[..8]
        .to_owned();
    let examples = examples.replace("OS-2026-", &year);
    let rest: String = examples.lines().skip(1).map(|l| format!("{l}\n")).collect();
    let answers = desk.add(&rest).code(0).answers();
    assert_eq!(answers.len(), count - 1);
    assert!(answers.iter().all(|answer| answer["ok"] == true));
    let seqs: Vec<_> = answers.iter().map(|a| a["seq"].as_u64().unwrap()).collect();
    assert!(seqs.is_sorted() && seqs[0] > 3);
    let reference = answers[0]["ref"].as_str().unwrap();

    let listed = desk.run(&["list", "--json"]).code(0).json();
    assert_eq!(listed.as_array().unwrap().len(), 2);
    let text = desk.run(&["list"]).code(0).out;
    assert!(
        text.contains(reference) && text.contains("Sam Invented"),
        "{text}"
    );
    let shown = desk.run(&["show", reference]).code(0).out;
    assert!(
        shown.contains("Alex Pretend") && shown.contains("Reopened"),
        "{shown}"
    );
    let shown = desk.run(&["show", reference, "--json"]).code(0).json();
    assert_eq!(shown["severity"], "low");

    let report = desk.run(&["verify", "--json"]).code(0).json();
    assert_eq!(report["ok"], true);
    assert_eq!(report["entries"], report["opened"]);
    // Each command that unlocked is an entry too.
    assert!(report["tip"]["seq"].as_u64() > seqs.last().copied());
    let hash = report["tip"]["hash"].as_str().unwrap().to_owned();

    let out = desk.path("kept.age");
    let out = out.to_str().unwrap();
    let made = desk.run(&["backup", "--out", out]).code(0);
    assert_eq!(made.out.trim(), out);
    desk.run(&["backup", "--out", out]).code(1);
    let recovery = desk.path("recovery");
    let recovery = recovery.to_str().unwrap();
    desk.run(&["verify", "--backup", out, "--recovery", recovery])
        .code(0);
    desk.run(&["keys", "--check", recovery]).code(0);

    desk.run(&["restore", out, "--recovery", recovery]).code(1); // there is a vault
    desk.run_in("again", &["restore", out, "--recovery", recovery])
        .code(0);
    let noted = format!("{}:{hash}", report["tip"]["seq"]);
    desk.run_in("again", &["verify", "--tip", &noted]).code(0);
    let audit = desk.run_in("again", &["audit"]).code(0).out;
    assert!(
        audit.contains("restored the vault from the backup"),
        "{audit}"
    );
    let shown_again = desk.run_in("again", &["show", reference, "--json"]).code(0);
    assert_eq!(shown_again.json(), shown);

    for file in files(desk.path("vault").parent().unwrap()) {
        let bytes = std::fs::read(&file).unwrap();
        let clear = |word: &[u8]| bytes.windows(word.len()).any(|part| part == word);
        assert!(
            !clear(b"Pretend") && !clear(b"playground"),
            "{}",
            file.display()
        );
    }
}

#[test]
fn a_bad_line_stops_no_other() {
    let desk = Desk::new();
    let good = desk.examples().lines().next().unwrap().to_owned();
    let mut lines =
        b"\n{\"command\":\"note\",\"case\":\"last\",\"text\":\"x\"}\nnot json\n\xff\n".to_vec();
    lines.extend_from_slice(&vec![b'x'; 5 << 20]);
    lines
        .extend_from_slice(b"\n{\"command\":\"concern\"}\n{\"command\":\"note\",\"wrods\":\"\"}\n");
    lines.extend_from_slice(good.as_bytes());
    let answers = desk.add(&lines).code(1).answers();
    let bad: Vec<_> = answers
        .iter()
        .filter(|answer| answer["ok"] == false)
        .map(|answer| answer["line"].as_u64().unwrap())
        .collect();
    assert_eq!(bad, [2, 3, 4, 5, 6, 7]);
    assert!(
        answers
            .iter()
            .all(|a| a["ok"] == true || a["reason"].as_str().unwrap().len() > 10)
    );
    let concern = &answers[4];
    let fields: Vec<_> = concern["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| problem["field"].as_str().unwrap())
        .collect();
    assert!(
        fields.contains(&"clauses") && fields.contains(&"account"),
        "{fields:?}"
    );
    assert!(answers[5]["reason"].as_str().unwrap().contains("wrods"));
    assert_eq!(answers[6]["ok"], true);
}

#[test]
fn what_hangs_on_a_refused_concern_goes_to_no_other_case() {
    let desk = Desk::new();
    let good = desk.examples().lines().next().unwrap().to_owned();
    let note = r#"{"command":"note","case":"last","text":"about the refused one"}"#;
    let refused = [
        r#"{"command":"concern","account":"no clause, nobody in it"}"#,
        r#"{"command":"concern","acount":"misspelt"}"#,
        r#"{"command":"concern","account":"cut sho"#,
        "no JSON at all",
    ];
    for bad in refused {
        let answers = desk
            .add(format!("{good}\n{bad}\n{note}\n{note}\n"))
            .code(1)
            .answers();
        assert_eq!(answers[0]["ok"], true);
        for answer in &answers[2..] {
            assert_eq!(answer["ok"], false, "{bad}: {answer}");
            let reason = answer["reason"].as_str().unwrap();
            assert!(reason.contains("line 2"), "{bad}: {reason}");
        }
    }
    // A refused note says nothing of the case that was begun, and the next concern is the last.
    let other = r#"{"command":"note","case":"last","text":""}"#;
    let lines = format!("{good}\n{other}\n{note}\nnonsense\n{good}\n{note}\n");
    let ran = desk.add(lines).code(1);
    let ok: Vec<_> = ran.answers().iter().map(|a| a["ok"] == true).collect();
    assert_eq!(ok, [true, false, true, false, true, true]);
    assert_eq!(ran.answers()[5]["ref"], ran.answers()[4]["ref"]);
    // Whoever does not read the answers is told as well.
    let told: Vec<_> = ran.err.lines().collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("daybook: line 2: "), "{told:?}");
    assert!(told[1].starts_with("daybook: line 4: "), "{told:?}");
}

#[test]
fn what_the_screens_show_of_a_case_and_find_in_the_list_is_here_too() {
    let desk = Desk::new();
    let pupils = desk.write(
        "pupils.csv",
        "Name,Year,Class,AUP signed\nSam Invented,5,5E,1/9/2025\n",
    );
    desk.run(&["pupils", "import", &pupils]).code(0);
    let lines: Vec<String> = desk.examples().lines().take(4).map(str::to_owned).collect();
    let answers = desk.add(lines.join("\n")).code(0).answers();
    let reference = answers[1]["ref"].as_str().unwrap();
    let shown = desk.run(&["show", reference]).code(0).out;
    assert!(
        shown.contains("parents told · agreement signed Mon 1 Sep 2025"),
        "{shown}"
    );
    assert!(
        shown.contains("parents not told · no signed agreement"),
        "{shown}"
    );
    let people = &desk.run(&["show", reference, "--json"]).code(0).json()["people"];
    assert_eq!(people[0]["parents"], "told");
    assert_eq!(people[0]["agreement"]["signed"], "2025-09-01");
    assert_eq!(people[1]["parents"], "not-told");
    assert!(people[1]["agreement"].is_null());

    let found = |text: &str| {
        let list = desk.run(&["list", "--find", text, "--json"]).code(0).json();
        let refs = list.as_array().unwrap().iter();
        refs.map(|case| case["ref"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(found("sam 5e"), [reference]);
    assert_eq!(found("ks2 photo"), [reference]);
    assert_eq!(found("").len(), 2);
    assert!(found("sam zzz").is_empty());
    let none = desk.run(&["list", "--find", "zzz"]).code(0).out;
    assert!(none.contains("No open case with \"zzz\""), "{none}");
}

#[test]
fn each_change_leaves_a_backup() {
    let desk = Desk::new();
    let backups = || files(&desk.path("vault-backups")).len();
    desk.run(&["list"]).code(0);
    assert_eq!(backups(), 0);
    let first = desk.examples().lines().next().unwrap().to_owned();
    desk.add(first).code(0);
    assert_eq!(backups(), 1);
}

#[test]
fn a_backup_that_cannot_be_made_costs_no_entry_and_is_told() {
    let desk = Desk::new();
    let first = desk.examples().lines().next().unwrap().to_owned();
    let backups = || files(&desk.path("vault-backups")).len();
    // A stick that is not in does not become a folder on this disk.
    let away = desk.path("not/there/usb");
    let from = desk.write("lines", &first);
    let ran = desk.run(&["add", "--from", &from, "--backups", away.to_str().unwrap()]);
    let ran = ran.code(1);
    assert_eq!(ran.answers()[0]["ok"], true);
    for words in [
        "was not made",
        "memory stick",
        "Every entry is saved",
        "A backup was made",
    ] {
        assert!(ran.err.contains(words), "{}", ran.err);
    }
    assert!(!ran.err.contains("Nothing has been changed"), "{}", ran.err);
    assert!(!desk.path("not").exists());
    assert_eq!(backups(), 1);
    // Nor does Daybook's own folder keep the other from its backup.
    std::fs::remove_dir_all(desk.path("vault-backups")).unwrap();
    std::fs::create_dir(desk.path("usb")).unwrap();
    desk.write("vault-backups", "a file");
    let usb = desk.path("usb");
    let ran = desk.run(&["add", "--from", &from, "--backups", usb.to_str().unwrap()]);
    let ran = ran.code(1);
    assert_eq!(ran.answers()[0]["ok"], true);
    assert!(
        ran.err.contains("was not made") && ran.err.contains("Every entry is saved"),
        "{}",
        ran.err
    );
    assert_eq!(files(&usb).len(), 1);
}

#[test]
fn what_a_killed_backup_left_is_tidied() {
    let desk = Desk::new();
    desk.run(&["backup"]).code(0);
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
    for (name, age) in [
        ("daybook-2026-01-01-100000.age.part-77", true),
        ("daybook-2026-01-01-100001.age.part-78", false),
        ("letter.part-79", true),
    ] {
        let path = desk.path("vault-backups").join(name);
        let file = std::fs::File::create(&path).unwrap();
        if age {
            file.set_modified(long_ago).unwrap();
        }
    }
    desk.run(&["backup"]).code(0);
    let left: Vec<_> = files(&desk.path("vault-backups"))
        .into_iter()
        .filter(|path| path.to_str().unwrap().contains(".part-"))
        .collect();
    // One that may still be written, and one that is not ours.
    assert_eq!(left.len(), 2, "{left:?}");
    assert!(
        !left
            .iter()
            .any(|path| path.to_str().unwrap().ends_with("77"))
    );
}

#[test]
fn the_examples_are_those_of_the_schools_own_policy() {
    let desk = Desk::new();
    desk.run(&["policy", "adopt", "BG23", "--from", "today"])
        .code(0);
    let schema = desk.run(&["schema", "--policy", "BG23"]).code(0).json();
    assert!(
        schema["$comment"]
            .as_str()
            .unwrap()
            .contains("Borough Green")
    );
    let examples = schema["examples"].as_array().unwrap();
    // What happened yesterday was still under the other policy.
    let lines: String = examples
        .iter()
        .filter(|one| one["command"] != "link")
        .map(|one| {
            format!("{one}\n")
                .replace("yesterday pm", "today")
                .replace("yesterday 9:15", "today")
        })
        .collect();
    let answers = desk.add(&lines).code(0).answers();
    assert!(
        answers.iter().all(|answer| answer["ok"] == true),
        "{answers:?}"
    );
    desk.run(&["schema", "--policy", "XX99"]).code(1);
}

#[test]
fn policies_and_words_are_adopted() {
    let desk = Desk::new();
    let clauses = desk
        .run(&["clauses", "--policy", "SJ24", "--json"])
        .code(0)
        .json();
    assert!(
        clauses
            .as_array()
            .unwrap()
            .iter()
            .any(|c| c["ref"] == "SJ24 KS2 Safe 2")
    );
    assert!(desk.run(&["clauses"]).code(0).out.contains("Borough Green"));
    desk.run(&["policy", "adopt", "BG23", "--from", "today"])
        .code(0);
    desk.run(&["policy", "adopt", "BG23", "--from", "today"])
        .code(1);
    desk.run(&["policy", "adopt", "XX99"]).code(1);
    let policies = desk.run(&["policy"]).code(0).out;
    let in_force: Vec<_> = policies
        .lines()
        .filter(|l| l.ends_with("in force"))
        .collect();
    assert_eq!(in_force.len(), 1, "{policies}");
    assert!(in_force[0].contains("borough-green-2023"), "{policies}");

    let words = desk.run(&["vocabulary"]).code(0).out;
    let own = words.replace("label = \"Playground\"", "label = \"Yard\"");
    let own = desk.write("own.toml", own);
    desk.run(&["vocabulary", "adopt", &own]).code(0);
    assert!(desk.run(&["vocabulary"]).code(0).out.contains("Yard"));
    let broken = desk.write(
        "broken.toml",
        words.replace("id = \"playground\"", "id = \"Play ground\""),
    );
    let refused = desk.run(&["vocabulary", "adopt", &broken]).code(1);
    assert!(refused.err.contains("line "), "{}", refused.err);
}
