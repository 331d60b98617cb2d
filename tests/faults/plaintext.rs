//! Words put into every field are looked for in every file that was written.

use std::io::{BufRead as _, BufReader, Write as _};

use serde_json::Value;

use crate::desk::Desk;
use crate::traces;

/// Fields whose text is free; in the others a word would be refused.
const FREE: [&str; 28] = [
    "reporter",
    "reporter_job",
    "place_detail",
    "account",
    "question",
    "words",
    "seen",
    "opinion",
    "immediate_action",
    "device_kept",
    "protection_file",
    "text",
    "with",
    "why",
    "send_considered",
    "outside_policy",
    "their_reference",
    "what",
    "rejected",
    "note",
    "reason",
    "rationale",
    "childs_view",
    "left_open",
    "class",
    "job",
    "relevant",
    "to",
];

/// Puts a new word into every free text below a value.
fn mark(value: &mut Value, words: &mut Vec<String>) {
    let amends = value["command"] == "amend";
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                // What a link or an owner is given to is no free text.
                let free = FREE.contains(&name.as_str()) && (name != "to" || amends);
                match field {
                    Value::String(text) if free => {
                        let word = format!("canaryqz{}wxv", words.len());
                        text.push(' ');
                        text.push_str(&word);
                        words.push(word);
                    }
                    other => mark(other, words),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| mark(item, words)),
        _ => {}
    }
}

#[test]
fn no_word_of_a_record_is_on_the_disk_in_the_clear() {
    let desk = Desk::new();
    let mut words: Vec<String> = [
        "Robinqzcanary",
        "Samqzcanary",
        "Alexqzcanary",
        "Pretendqzx",
        "Inventedqzx",
    ]
    .map(str::to_owned)
    .to_vec();
    let examples = desk
        .examples()
        .replace("Robin Sample", "Robinqzcanary Sample")
        .replace("Sam Invented", "Samqzcanary Inventedqzx")
        .replace("Alex Pretend", "Alexqzcanary Pretendqzx");
    let lines: Vec<String> = examples
        .lines()
        .filter(|line| !line.contains("\"link\""))
        .map(|line| {
            let mut value: Value = serde_json::from_str(line).unwrap();
            if value["command"] == "concern" {
                for field in ["opinion", "protection_file"] {
                    value[field] = "Some".into();
                }
                value["participants"][0]["relevant"] = "Some".into();
            }
            mark(&mut value, &mut words);
            value.to_string()
        })
        .collect();
    assert!(words.len() > 30, "{}", words.len());
    let answers = desk.add(lines.join("\n")).code(0).answers();
    let case = answers[1]["ref"].as_str().unwrap().to_owned();
    // The words are in the log, or looking for them would prove nothing.
    let shown = desk.run(&["show", &case]).code(0).out;
    assert!(shown.matches("canaryqz").count() > 20, "{shown}");
    desk.run(&["list", "--all", "--json"]).code(0);
    desk.run(&["pupils", "list"]).code(0);
    desk.run(&["verify"]).code(0);
    desk.run(&["backup"]).code(0);
    let kept = desk.path("kept.age");
    desk.run(&["backup", "--out", kept.to_str().unwrap()])
        .code(0);
    let recovery = desk.path("recovery");
    let args = [
        "restore",
        kept.to_str().unwrap(),
        "--recovery",
        recovery.to_str().unwrap(),
    ];
    desk.run_in("again", &args).code(0);

    // And a crash, with entries on their way and a line that is refused.
    let mut child = desk.adding();
    let mut stdin = child.stdin.take().unwrap();
    writeln!(stdin, "{}", lines[1]).unwrap();
    let mut answer = String::new();
    let mut answers = BufReader::new(child.stdout.take().unwrap());
    answers.read_line(&mut answer).unwrap();
    assert!(answer.contains("true"), "{answer}");
    let _ = writeln!(stdin, "{}", lines[2].replace("last", &case));
    let _ = writeln!(stdin, "{}", lines[2].replace("last", "canaryqz0wxv"));
    child.kill().unwrap();
    child.wait().unwrap();
    let found = traces::of(&words, desk.path("").as_path());
    assert!(found.is_empty(), "{found:?}");
    desk.run(&["verify"]).code(0);
    assert!(traces::of(&words, desk.path("").as_path()).is_empty());
}
