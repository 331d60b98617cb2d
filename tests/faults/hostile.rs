//! Hostile input: every bad line is told by its number and reason, and every good one is saved.

use serde_json::json;

use crate::support::{World, concern, note};

/// Control and bidirectional characters that must not reach a screen.
pub const UNSEEN: [char; 11] = [
    '\0', '\u{7}', '\u{8}', '\u{1b}', '\u{7f}', '\u{9b}', '\u{202a}', '\u{202e}', '\u{2066}',
    '\u{2068}', '\u{2069}',
];

/// What becomes of a line.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Fate {
    Saved,
    Told,
    /// Either, as long as it is said.
    Answered,
    Passed,
}

fn bad_lines() -> Vec<(&'static str, Vec<u8>, Fate)> {
    use Fate::{Answered, Passed, Told};
    let text = |text: &str| text.as_bytes().to_vec();
    let deep = |open: &str, n: usize| format!(r#"{{"command":"note","text":{}"#, open.repeat(n));
    let mut lines = vec![
        ("10 MB", vec![b'x'; 10 << 20], Told),
        (
            "10 MB of JSON",
            note("last", &"y".repeat(10 << 20)).to_string().into(),
            Told,
        ),
        (
            "not UTF-8",
            b"{\"command\":\"note\",\"case\":\"last\",\"text\":\"\xff\xc3\x28\"}".to_vec(),
            Told,
        ),
        (
            "half a surrogate",
            br#"{"command":"note","case":"last","text":"\ud800"}"#.to_vec(),
            Told,
        ),
        ("raw NUL", b"\0\0\0".to_vec(), Told),
        (
            "NUL inside",
            b"{\"command\":\"note\",\"case\":\"last\",\"text\":\"a\0b\"}".to_vec(),
            Told,
        ),
        ("deep arrays", deep("[", 100_000).into(), Told),
        ("deep objects", deep("{\"a\":", 100_000).into(), Told),
        ("deep alone", "[".repeat(100_000).into(), Told),
        (
            "UTF-16",
            "note".encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Told,
        ),
        ("not JSON", text("robin was unkind"), Told),
        ("a number", text("7"), Told),
        ("null", text("null"), Told),
        ("a list", text("[]"), Told),
        ("empty object", text("{}"), Told),
        (
            "unknown command",
            text(r#"{"command":"delete","case":"last"}"#),
            Told,
        ),
        ("no command", text(r#"{"case":"last","text":"x"}"#), Told),
        (
            "two commands",
            text(r#"{"command":"note","command":"close","case":"last"}"#),
            Told,
        ),
        (
            "two texts",
            text(r#"{"command":"note","case":"last","text":"a","text":"b"}"#),
            Told,
        ),
        (
            "unknown field",
            text(r#"{"command":"note","case":"last","txt":"a"}"#),
            Told,
        ),
        (
            "two requests",
            text(r#"{"command":"note"} {"command":"note"}"#),
            Told,
        ),
        (
            "huge number",
            text(r#"{"command":"action","case":"last","number":99999999999999999999}"#),
            Told,
        ),
        (
            "1e999",
            text(r#"{"command":"action","case":"last","number":1e999}"#),
            Told,
        ),
        (
            "negative",
            text(r#"{"command":"sanction","case":"last","number":-1,"state":"served"}"#),
            Told,
        ),
        (
            "no such number",
            text(r#"{"command":"action","case":"last","number":4294967295}"#),
            Told,
        ),
        (
            "no such entry",
            text(
                r#"{"command":"amend","case":"last","entry":18446744073709551615,"field":"text","to":"x","reason":"y"}"#,
            ),
            Told,
        ),
        (
            "no such case",
            text(r#"{"command":"note","case":"OS-9999-9999","text":"x"}"#),
            Told,
        ),
        (
            "no reference",
            text(r#"{"command":"note","case":"../../etc","text":"x"}"#),
            Told,
        ),
        (
            "nothing said",
            note("last", " \u{200b} ").to_string().into(),
            Told,
        ),
        (
            "only unseen",
            note("last", &UNSEEN.iter().collect::<String>())
                .to_string()
                .into(),
            Told,
        ),
        ("blanks", text(" \t "), Passed),
        ("CR", text("\r"), Passed),
        ("byte order mark", "\u{feff}{}".to_owned().into(), Told),
    ];
    let years = [
        "01/01/0000",
        "31/12/9999",
        "0000-01-01",
        "9999-12-31",
        "99999-01-01",
        "-1/-1/-1",
        "31/02/2026",
        "in 99999999999 weeks",
        "in 4294967295 days",
        "99999999 days ago",
        "25:61",
        "29/2/9999 24:00",
    ];
    for when in years {
        lines.push((when, with("happened", when), Answered));
        lines.push((when, with("reported", when), Answered));
        lines.push((when, with("review", when), Answered));
        lines.push((
            when,
            json!({"command":"review","case":"last","on":when})
                .to_string()
                .into(),
            Answered,
        ));
        let sanction = json!({"command":"sanction","case":"last","kind":"playtime-loss","minutes":when,
            "from":when,"until":when,"why":"x","send_considered":"none known"});
        lines.push((when, sanction.to_string().into(), Answered));
    }
    lines
}

fn with(field: &str, value: &str) -> Vec<u8> {
    let mut one = concern("with a strange date");
    one[field] = json!(value);
    one.to_string().into()
}

#[test]
fn a_good_line_after_each_bad_one_is_saved() {
    let world = World::new();
    let bad = bad_lines();
    let begun = world
        .add(concern("where the good lines go").to_string())
        .code(0)
        .answers();
    let case = begun[0]["ref"].as_str().unwrap().to_owned();
    let mut bytes = b"\xef\xbb\xbf".to_vec(); // as Windows writes it
    bytes.extend(concern("begun").to_string().bytes());
    let mut fates = vec![Fate::Saved];
    for (n, (_, line, fate)) in bad.iter().enumerate() {
        bytes.push(b'\n');
        bytes.extend(line);
        let ending: &[u8] = if n % 2 == 0 { b"\n" } else { b"\r\n" };
        bytes.extend(ending);
        bytes.extend(note(&case, &format!("good-{n}.")).to_string().bytes());
        fates.extend([*fate, Fate::Saved]);
    }
    // The last line has no ending.
    let answers = world.add(&bytes).code(1).answers();
    let mut answers = answers.into_iter();
    for (n, fate) in fates
        .iter()
        .enumerate()
        .filter(|(_, fate)| **fate != Fate::Passed)
    {
        let of = n.checked_sub(1).map_or("first", |n| bad[n / 2].0);
        let answer = answers
            .next()
            .unwrap_or_else(|| panic!("no answer to line {}, {of}", n + 1));
        match fate {
            Fate::Saved => assert_eq!(answer["ok"], true, "line {}, {of}: {answer}", n + 1),
            Fate::Told => assert_eq!(answer["ok"], false, "line {}, {of}: {answer}", n + 1),
            _ => {}
        }
        if answer["ok"] == false {
            assert_eq!(answer["line"], n + 1, "{of}: {answer}");
            let reason = answer["reason"].as_str().unwrap();
            assert!(
                reason.len() > 8 && reason.len() < 2000,
                "{of}: {reason:.300}"
            );
        }
    }
    assert!(answers.next().is_none());
    world.verified();
    let shown = world.show(&case).to_string();
    for n in 0..bad.len() {
        assert!(shown.contains(&format!("good-{n}.")), "{n}");
    }
    // Whatever was taken can be read by everything that reads.
    let list = world.run(&["list", "--json"]).code(0).json();
    for one in list.as_array().unwrap() {
        world.run(&["show", one["ref"].as_str().unwrap()]).code(0);
    }
    world.run(&["list"]).code(0);
}

#[test]
fn nothing_unseen_gets_in() {
    let world = World::new();
    let nasty: String = UNSEEN.iter().map(|c| format!("a{c}b")).collect();
    let mut one = concern(&nasty);
    one["participants"][0]["name"] = json!(format!("Robin{nasty} \u{1b}]0;title\u{7}Sample"));
    one["participants"][0]["class"] = json!(format!("4{}", &nasty[..4]));
    for field in [
        "place_detail",
        "seen",
        "opinion",
        "immediate_action",
        "protection_file",
    ] {
        one[field] = json!(nasty);
    }
    let lines = format!("{one}\n{}\n", note("last", &nasty));
    let answers = world.add(lines).code(0).answers();
    let case = answers[0]["ref"].as_str().unwrap();
    let outs = [
        world.run(&["show", case]),
        world.run(&["list"]),
        world.run(&["pupils", "list"]),
        world.run(&["show", case, "--json"]),
        world.run(&["list", "--json"]),
    ];
    for ran in outs {
        let ran = ran.code(0);
        assert!(ran.out.len() > 20);
        let found: Vec<_> = ran.out.chars().filter(|c| UNSEEN.contains(c)).collect();
        assert!(found.is_empty(), "{found:?} in {}", ran.out);
        assert!(
            !ran.out.contains("\\u001b") && !ran.out.contains("\\u0000"),
            "{}",
            ran.out
        );
    }
}
