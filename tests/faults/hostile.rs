//! Input that nobody should send: each bad line is named with its number and reason, and the good line
//! after it is taken all the same.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::desk::Desk;

fn note(text: &str) -> String {
    json!({"command": "note", "case": "last", "text": text}).to_string()
}

#[test]
fn a_bad_line_stops_nothing_after_it() {
    let desk = Desk::new();
    let concern = desk.examples().lines().next().unwrap().to_owned();
    let with = |name: &str, value: Value| {
        let mut line: Value = serde_json::from_str(&concern).unwrap();
        line[name] = value;
        line.to_string().into_bytes()
    };
    let bad: Vec<(&str, Vec<u8>)> = vec![
        (
            "ten megabytes",
            note(&"long ".repeat(2_200_000)).into_bytes(),
        ),
        (
            "not UTF-8",
            b"{\"command\":\"note\",\"text\":\"\xff\xfe\"}".to_vec(),
        ),
        ("NUL bytes", b"\0\0\0".to_vec()),
        ("deep", [vec![b'['; 100_000], vec![b']'; 100_000]].concat()),
        (
            "deep in a field",
            [
                b"{\"command\":\"note\",\"text\":".to_vec(),
                vec![b'['; 100_000],
            ]
            .concat(),
        ),
        ("half a line", b"{\"command\":\"note\",".to_vec()),
        ("no object", b"[1,2,3]".to_vec()),
        (
            "a huge number",
            b"{\"command\":\"action\",\"case\":\"last\",\"number\":99999999999999999999999}"
                .to_vec(),
        ),
        (
            "an unknown field",
            b"{\"command\":\"note\",\"case\":\"last\",\"text\":\"x\",\"sudo\":true}".to_vec(),
        ),
        (
            "a field twice",
            b"{\"command\":\"note\",\"case\":\"last\",\"text\":\"a\",\"text\":\"b\"}".to_vec(),
        ),
        (
            "an unknown command",
            b"{\"command\":\"delete\",\"case\":\"last\"}".to_vec(),
        ),
        (
            "another school's case",
            b"{\"command\":\"note\",\"case\":\"OS-9999-9999\",\"text\":\"x\"}".to_vec(),
        ),
        (
            "no text but controls",
            note("\u{1b}\u{7}\u{202e}").into_bytes(),
        ),
        ("the year 0", with("happened", json!("14/11/0000"))),
        ("the year 9999", with("happened", json!("14/11/9999"))),
        ("no day", with("happened", json!("31/02/2026"))),
        (
            "a date of digits",
            with("happened", json!("9".repeat(5_000))),
        ),
        ("a review in the past", with("review", json!("01/01/1970"))),
        (
            "a far review",
            with("review", json!("in 99999999999 weeks")),
        ),
        (
            "a clause of nobody",
            with("clauses", json!(["XX99 KS9 Safe 1"])),
        ),
        (
            "a pupil of no year",
            with(
                "participants",
                json!([{"name": "A", "part": "harmed", "year": "Year 99"}]),
            ),
        ),
    ];
    let mut input = vec![0xef, 0xbb, 0xbf];
    input.extend(format!("{concern}\r\n").into_bytes());
    for (place, (_, line)) in bad.iter().enumerate() {
        input.extend(line);
        input.extend(format!("\r\n\n{}\n", note(&format!("good after {place}"))).into_bytes());
    }
    input.pop(); // the last line has no end
    let answers = desk.add(&input).code(1).answers();
    assert_eq!(answers.len(), 1 + 2 * bad.len());
    assert_eq!(answers[0]["ok"], true, "{}", answers[0]);
    for (place, pair) in answers[1..].chunks(2).enumerate() {
        let what = bad[place].0;
        assert_eq!(pair[0]["ok"], false, "{what}: {}", pair[0]);
        assert_eq!(pair[0]["line"], 2 + 3 * place, "{what}");
        let reason = pair[0]["reason"].as_str().unwrap();
        assert!(
            reason.ends_with(['.', '?', '!']) && reason.len() < 900,
            "{what}: {reason}"
        );
        assert_eq!(pair[1]["ok"], true, "after {what}: {}", pair[1]);
    }
    assert_eq!(desk.run(&["verify", "--json"]).code(0).json()["ok"], true);
    let case = answers[0]["ref"].as_str().unwrap();
    let shown = desk.run(&["show", case]).code(0).out;
    for place in 0..bad.len() {
        assert!(shown.contains(&format!("good after {place}")), "{place}");
    }
}

#[test]
fn controls_and_bidirectional_overrides_never_reach_a_screen() {
    let desk = Desk::new();
    let mut line: Value = serde_json::from_str(desk.examples().lines().next().unwrap()).unwrap();
    let nasty = "red\u{1b}[31m\u{202e}tfel\u{2066}\u{0}\u{7f}\u{9b}31m end";
    for field in ["account", "seen", "place_detail", "immediate_action"] {
        line[field] = json!(nasty);
    }
    line["participants"][0]["name"] = json!("Robin\u{202e}\u{1b}]0;owned\u{7} Sample");
    let answer = &desk.add(line.to_string()).code(0).answers()[0];
    let case = answer["ref"].as_str().unwrap();
    for args in [vec!["show", case], vec!["list"], vec!["pupils", "list"]] {
        let out = desk.run(&args).code(0).out;
        let bad = out.chars().find(|c| {
            (c.is_control() && *c != '\n')
                || ('\u{202a}'..='\u{202e}').contains(c)
                || ('\u{2066}'..='\u{2069}').contains(c)
        });
        assert_eq!(bad, None, "{args:?}: {out:?}");
    }
}

#[test]
fn a_hostile_list_of_pupils_is_refused_or_taken_whole() {
    let desk = Desk::new();
    let long = format!("name,year,class\n{},4,4B\n", "x".repeat(3_000_000));
    let lists: Vec<Vec<u8>> = vec![
        b"".to_vec(),
        b"\xff\xfe\x00\x00".to_vec(),
        b"name,year,class\nRobin \xff Sample,4,4B\n".to_vec(),
        b"name,year,class\n\"never closed,4,4B\nSam,4\n".to_vec(),
        b"name,year,class\nRobin Sample,4,4B,and,more,cells\n".to_vec(),
        b"name,year,class\n\0\0,4,4B\n".to_vec(),
        b"name,year,class\nRobin Sample,Year 99,4B\n".to_vec(),
        b"year,class\n4,4B\n".to_vec(),
        long.into_bytes(),
        b"name,year,class,date of birth\nRobin Sample,4,4B,99/99/9999\n".to_vec(),
    ];
    for (place, list) in lists.iter().enumerate() {
        let file = desk.write("pupils.csv", list);
        let ran = desk.run(&["pupils", "import", &file]);
        assert!(
            [0, 1].contains(&ran.code),
            "list {place}: {}{}",
            ran.out,
            ran.err
        );
        // Either nothing was read, or the lines that were not are named.
        let said = ran.err.starts_with("daybook: ") || ran.out.contains("not read (line ");
        assert!(
            said || ran.code == 0,
            "list {place}: {}{}",
            ran.out,
            ran.err
        );
    }
    desk.run(&["verify"]).code(0);
    let good = desk.write(
        "good.csv",
        "name,year,class\n=cmd()|calc,4,4B\nRobin Sample,4,4B\n",
    );
    desk.run(&["pupils", "import", &good]).code(0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_sent_is_answered_line_by_line(lines in proptest::collection::vec(line(), 1..40)) {
        let desk = Desk::new();
        let sent: Vec<_> = lines.iter().filter(|line| !line.trim().is_empty()).collect();
        let ran = desk.add(lines.join("\n"));
        prop_assert!([0, 1].contains(&ran.code), "{}", ran.err);
        prop_assert_eq!(ran.answers().len(), sent.len());
        desk.run(&["verify"]).code(0);
    }
}

/// Noise, and requests with noise in them.
fn line() -> impl Strategy<Value = String> {
    let noise = "[^\n\r\u{feff}]{0,60}";
    let command = prop_oneof![
        Just("note"),
        Just("action"),
        Just("sanction"),
        Just("contact"),
        Just("amend"),
        Just("close"),
        Just("review"),
        Just("concern"),
    ];
    prop_oneof![
        noise.prop_map(String::from),
        (command, noise, noise).prop_map(|(command, case, text)| {
            json!({"command": command, "case": case, "text": text, "on": text, "happened": text}).to_string()
        }),
    ]
}
