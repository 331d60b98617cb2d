//! The drop box: reports from staff who never see the log.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::desk::{Desk, files};

fn card(desk: &Desk) -> String {
    let card = desk.path("card.json").to_str().unwrap().to_owned();
    let out = desk.run(&["card", "--out", &card]).code(0).out;
    assert!(out.starts_with(&card), "{out}");
    card
}

fn report(differences: Value) -> Value {
    let mut report = json!({
        "from": "Tim Example", "job": "Year 5 teacher", "who": "Sam Invented, 5E",
        "when": "yesterday 9:15", "place": "playground", "account": "Sam was sent a nasty picture.",
    });
    for (key, value) in differences.as_object().unwrap() {
        report[key] = value.clone();
    }
    report
}

/// Seals a report into the drop box as a teacher's machine does: with the card, and without a vault.
fn send(desk: &Desk, card: &str, report: &Value) -> String {
    let place = desk.path("vault-drop-box");
    std::fs::create_dir_all(&place).unwrap();
    let from = desk.write("report.json", report.to_string());
    let args = [
        "report",
        "--card",
        card,
        "--out",
        place.to_str().unwrap(),
        "--json",
        &from,
    ];
    let sent = desk.run_in("no vault here", &args).code(0);
    std::fs::remove_file(desk.path("report.json")).unwrap();
    let file = sent.out.trim();
    std::path::Path::new(file)
        .file_name()
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned()
}

fn concern(file: &str) -> String {
    json!({
        "command": "concern", "report": file, "happened": "yesterday 9:15", "came_through": "teacher",
        "reporter": "Tim Example", "place": "playground", "severity": "low",
        "participants": [{ "name": "Sam Invented", "year": "5", "part": "harmed" }],
        "clauses": ["SJ24 KS2 Tell 1"], "category": "conduct.unkind-messages",
        "account": "As the report says, and as Sam told me.",
    })
    .to_string()
}

#[test]
fn a_report_becomes_a_concern_that_keeps_what_was_written() {
    let desk = Desk::new();
    let card = card(&desk);
    let file = send(&desk, &card, &report(json!({})));
    // Nothing of it lies about in the clear.
    for path in files(&desk.path(".")) {
        let bytes = std::fs::read(&path).unwrap();
        assert!(
            !bytes.windows(5).any(|w| w == b"nasty"),
            "{}",
            path.display()
        );
    }
    let waiting = desk.run(&["reports", "--json"]).code(0).json();
    assert_eq!(waiting[0]["file"], file);
    assert_eq!(waiting[0]["signed"], false);
    assert_eq!(waiting[0]["report"]["from"], "Tim Example");
    let answers = desk.add(concern(&file)).code(0).answers();
    let case = answers[0]["ref"].as_str().unwrap();
    let shown = desk.run(&["show", case, "--json"]).code(0).json();
    let kept = &shown["concern"]["report"]["report"];
    assert_eq!(kept["account"], "Sam was sent a nasty picture.");
    assert!(desk.run(&["show", case]).code(0).out.contains("Drop box"));
    assert!(desk.run(&["reports"]).code(0).out.contains("Nothing waits"));
    assert!(!desk.path("vault-drop-box").join(&file).exists());
}

#[test]
fn a_report_that_was_taken_is_not_taken_again() {
    let desk = Desk::new();
    let card = card(&desk);
    let file = send(&desk, &card, &report(json!({})));
    let place = desk.path("vault-drop-box").join(&file);
    let sealed = std::fs::read(&place).unwrap();
    desk.add(concern(&file)).code(0);
    // The very same file, put back by somebody or left by a crash.
    std::fs::write(&place, &sealed).unwrap();
    assert_eq!(desk.run(&["reports", "--json"]).code(0).json(), json!([]));
    assert!(!place.exists());
    let file = send(&desk, &card, &report(json!({ "account": "Spam." })));
    let aside = ["reports", "set-aside", &file, "--reason"];
    desk.run(&[&aside[..], &[" "]].concat()).code(1);
    desk.run(&[&aside[..], &["A hoax; the teacher wrote no such thing."]].concat())
        .code(0);
    assert!(desk.run(&["reports"]).code(0).out.contains("Nothing waits"));
    desk.run(&["verify"]).code(0);
}

#[test]
fn what_is_about_staff_only_the_headteacher_opens() {
    let desk = Desk::new();
    let card = card(&desk);
    let head = desk.let_in("Harper Sample", "headteacher");
    let file = send(&desk, &card, &report(json!({ "about_staff": true })));
    assert!(file.ends_with("-head.age"), "{file}");
    let theirs = desk.run(&["reports", "--json"]).code(0).json();
    assert_eq!(theirs[0]["for_headteacher"], true);
    assert_eq!(theirs[0]["report"], Value::Null);
    let refused = desk.add(concern(&file)).code(1).answers();
    assert!(
        refused[0]["reason"]
            .as_str()
            .unwrap()
            .contains("not for you"),
        "{refused:?}"
    );
    let answers = desk.add_as(&head, &head, concern(&file)).code(0).answers();
    let case = answers[0]["ref"].as_str().unwrap();
    // Sealed, though nobody of the staff is named among the participants yet.
    let refused = desk.run(&["show", case]).code(1);
    assert!(
        refused.err.contains("sealed to the headteacher"),
        "{}",
        refused.err
    );
    let shown = desk.run_as(&head, &head, &["show", case]).code(0).out;
    assert!(shown.contains("Sealed to the headteacher"), "{shown}");
    let listed = desk.run(&["list"]).code(0).out;
    assert!(
        listed.starts_with(&format!("{case}  sealed to the headteacher, ")),
        "{listed}"
    );
    assert_eq!(listed.lines().count(), 1, "{listed}");
    let listed = desk.run(&["list", "--json"]).code(0).json();
    assert_eq!(listed[0]["ref"], case);
    assert!(
        listed[0]["sealed"].is_string() && listed[0]["people"].is_null(),
        "{listed}"
    );
    let listed = desk
        .run_as(&head, &head, &["list", "--json"])
        .code(0)
        .json();
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert!(listed[0]["people"].is_array(), "{listed}");
    assert!(desk.run(&["reports"]).code(0).out.contains("Nothing waits"));
}

#[test]
fn a_teacher_is_asked_in_plain_lines() {
    let desk = Desk::new();
    let card = card(&desk);
    let ask = |answers: &str| {
        let mut child = desk
            .command("no vault here", &["report", "--card", &card])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(answers.as_bytes())
            .unwrap();
        child.wait_with_output().unwrap()
    };
    let said = "Tim Example\nTeacher\nno\nSam Invented\ntoday\nhall\nA picture.\nTwo lines.\n\n\nTook the tablet\nyes\n";
    let sent = ask(said);
    let told = String::from_utf8(sent.stderr).unwrap();
    assert!(sent.status.success(), "{told}");
    assert!(
        told.contains("Invented Primary") && told.contains("call 999"),
        "{told}"
    );
    let file = String::from_utf8(sent.stdout).unwrap();
    let file = desk.path(file.trim());
    assert!(file.exists());
    // About the headteacher nothing is stored.
    let refused = ask("Tim Example\nTeacher\nheadteacher\n");
    assert!(!refused.status.success());
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(
        told.contains("chair of governors") && told.contains("Nothing was written"),
        "{told}"
    );
    // Nor is what was not meant to be sent.
    let before = files(&desk.path(".")).len();
    assert!(!ask(&said.replace("yes", "no")).status.success());
    assert_eq!(files(&desk.path(".")).len(), before);
}

#[test]
fn hostile_files_in_the_drop_box_are_named_and_harm_nothing() {
    let desk = Desk::new();
    let card = card(&desk);
    let good = send(
        &desk,
        &card,
        &report(json!({ "account": "\u{1b}[31mred\u{202e}" })),
    );
    let place = desk.path("vault-drop-box");
    let sealed = std::fs::read(place.join(&good)).unwrap();
    let other = Desk::new();
    let theirs = send(&other, &self::card(&other), &report(json!({})));
    let theirs = std::fs::read(other.path("vault-drop-box").join(theirs)).unwrap();
    for (name, bytes) in [
        ("report-empty.age", Vec::new()),
        ("report-cut.age", sealed[..sealed.len() / 2].to_vec()),
        ("report-huge.age", vec![0; 1 << 20]),
        ("report-other.age", theirs),
        ("notes.txt", b"not a report".to_vec()),
    ] {
        std::fs::write(place.join(name), bytes).unwrap();
    }
    std::fs::create_dir(place.join("report-folder.age")).unwrap();
    let waiting = desk.run(&["reports", "--json"]).code(0).json();
    let waiting = waiting.as_array().unwrap();
    let readable: Vec<_> = waiting
        .iter()
        .filter(|one| !one["report"].is_null())
        .collect();
    assert_eq!(readable.len(), 1);
    assert_eq!(readable[0]["report"]["account"], "[31mred");
    assert!(waiting.iter().all(|one| one["file"] != "notes.txt"));
    desk.run(&["list"]).code(0);
    desk.run(&["verify"]).code(0);
}

#[test]
fn an_old_card_still_reaches_the_school_and_is_noticed() {
    let desk = Desk::new();
    let card = card(&desk);
    desk.let_in("Devi Sample", "deputy");
    desk.run(&["user", "remove", "Devi Sample"]).code(0);
    send(&desk, &card, &report(json!({})));
    let waiting = desk.run(&["reports", "--json"]).code(0).json();
    assert_eq!(waiting[0]["old_card"], true);
    assert_eq!(waiting[0]["report"]["from"], "Tim Example");
}

/// Whatever can lie in a folder that others write into, or be handed round as a card.
#[cfg(unix)]
#[test]
fn what_lies_in_wait_for_a_reader_is_not_opened() {
    let desk = Desk::new();
    let card = card(&desk);
    send(&desk, &card, &report(json!({})));
    let place = desk.path("vault-drop-box");
    // A pipe that nobody writes into keeps whoever opens it waiting for ever; so does a terminal.
    let pipe = place.join("report-pipe.age");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    std::os::unix::fs::symlink(&pipe, place.join("report-link.age")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", place.join("report-zero.age")).unwrap();
    // The header of an age file that goes on and on.
    let endless = [
        &b"age-encryption.org/v1\n"[..],
        &b"-> x y\n\n".repeat(40_000),
    ]
    .concat();
    std::fs::write(place.join("report-endless.age"), &endless[..250 << 10]).unwrap();
    let began = std::time::Instant::now();
    let waiting = desk.run(&["reports", "--json"]).code(0).json();
    assert!(began.elapsed() < std::time::Duration::from_secs(5));
    let names: Vec<_> = waiting
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["report"].is_null())
        .map(|one| one["file"].as_str().unwrap())
        .collect();
    // Each is named, and none but the plain file was opened.
    for name in ["endless", "link", "pipe", "zero"] {
        assert!(names.contains(&&*format!("report-{name}.age")), "{names:?}");
    }
    assert_eq!(waiting.as_array().unwrap().len(), 5);
    assert!(place.join("report-pipe.age").exists());
}

#[test]
fn a_report_in_the_dsls_name_is_a_claim_like_any_other() {
    let desk = Desk::new();
    let card = card(&desk);
    let file = send(
        &desk,
        &card,
        &report(json!({ "from": "Ada Example", "job": "Designated Safeguarding Lead" })),
    );
    let waiting = desk.run(&["reports", "--json"]).code(0).json();
    assert_eq!(waiting[0]["signed"], false);
    let told = desk.run(&["reports"]).code(0).out;
    assert!(
        told.contains("unsigned, says it is from Ada Example"),
        "{told}"
    );
    let answers = desk.add(concern(&file)).code(0).answers();
    let shown = desk.run(&["show", answers[0]["ref"].as_str().unwrap()]);
    let shown = shown.code(0).out;
    assert!(shown.contains("unsigned"), "{shown}");
}

#[test]
fn a_card_is_small_and_says_nothing_unseen() {
    let desk = Desk::new();
    let card = card(&desk);
    let text = std::fs::read_to_string(&card).unwrap();
    let sent = desk.write("report.json", report(json!({})).to_string());
    let seal = |card: &str| {
        let out = desk.path("out.age");
        let args = ["report", "--card", card, "--json", &sent, "--out"];
        desk.run_in(
            "no vault here",
            &[&args[..], &[out.to_str().unwrap()]].concat(),
        )
    };
    let nasty = text.replace("Invented Primary", "\\u001b[2JInvented\\u202e Primary\\n");
    assert_ne!(nasty, text);
    let said = seal(&desk.write("nasty.json", nasty)).code(0).err;
    assert!(said.contains("[2JInvented Primary"), "{said}");
    assert!(!said.contains(['\u{1b}', '\u{202e}']), "{said}");
    std::fs::remove_file(desk.path("out.age")).unwrap();
    let other = text.replace("\"daybook_card\": 1", "\"daybook_card\": 2");
    let long = text.replace("Invented Primary", &"long ".repeat(60));
    let padded = format!("{text}{}", " ".repeat(1 << 20));
    for wrong in ["{}", "", &other, &long, &padded] {
        let refused = seal(&desk.write("wrong.json", wrong)).code(1);
        assert!(
            refused.err.contains("not a school's Daybook card"),
            "{}",
            refused.err
        );
        assert!(!desk.path("out.age").exists());
    }
    let endless = seal("/dev/zero").code(1);
    assert!(endless.err.contains("card"), "{}", endless.err);
}

/// Nobody is told that nothing waits where nobody could look.
#[test]
fn a_drop_box_that_cannot_be_looked_into_is_told() {
    let desk = Desk::new();
    let nothing = desk.run(&["reports"]).code(0).out;
    assert!(nothing.contains("Nothing waits"), "{nothing}");
    let offline = desk.path("share/box").to_str().unwrap().to_owned();
    let asked = ["--drop-box", &offline, "reports"];
    let told = desk.run(&asked).code(1);
    assert!(!told.out.contains("Nothing waits"), "{}", told.out);
    assert!(
        told.err.contains("cannot be looked into") && told.err.contains("share/box"),
        "{}",
        told.err
    );
    desk.run(&[&asked[..], &["--json"]].concat()).code(1);
    // A file where the folder should be; a link to a share that is away.
    desk.write("vault-drop-box", "");
    let told = desk.run(&["reports"]).code(1);
    assert!(told.err.contains("cannot be looked into"), "{}", told.err);
}

#[test]
fn a_report_that_cannot_be_read_is_named_and_not_left_out() {
    let desk = Desk::new();
    let place = desk.path("vault-drop-box");
    std::fs::create_dir_all(place.join("report-0123456789abcdef.age")).unwrap();
    let told = desk.run(&["reports"]).code(0).out;
    assert!(
        told.contains("report-0123456789abcdef.age") && told.contains("cannot be read"),
        "{told}"
    );
    let told = desk.run(&["reports", "--json"]).code(0).json();
    assert!(told[0]["unread"].is_string(), "{told}");
}

#[test]
fn of_too_many_the_newest_are_shown_and_the_rest_is_counted() {
    let desk = Desk::new();
    let card = card(&desk);
    let place = desk.path("vault-drop-box");
    std::fs::create_dir_all(&place).unwrap();
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
    for n in 0..501 {
        let junk = std::fs::File::create(place.join(format!("report-{n}.age"))).unwrap();
        junk.set_modified(long_ago).unwrap();
    }
    let file = send(&desk, &card, &report(json!({})));
    let told = desk.run(&["reports"]).code(0);
    assert!(told.out.contains(&file), "{}", told.out);
    assert!(
        told.err.contains("2 more files lie in the drop box"),
        "{}",
        told.err
    );
}
