//! Lines by chance: whatever they are, the good ones are saved and the log stays whole.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{World, concern, note};

/// A line that nobody would write, and lines that somebody nearly did.
fn any_line() -> impl Strategy<Value = Vec<u8>> {
    let near = (any::<prop::sample::Index>(), any::<u8>()).prop_map(|(at, byte)| {
        let mut bytes = note("last", "near").to_string().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        bytes
    });
    let value = prop_oneof![
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        ".{0,40}".prop_map(Value::from),
        Just(json!([[], {}, null])),
    ];
    let field = prop::sample::select(vec![
        "happened",
        "devices",
        "participants",
        "clauses",
        "account",
        "severity",
        "parents_due",
        "owner",
        "linked",
    ]);
    let typed = (field, value).prop_map(|(field, value)| {
        let mut one = concern("typed");
        one[field] = value;
        one.to_string().into_bytes()
    });
    prop_oneof![prop::collection::vec(any::<u8>(), 0..60), near, typed].prop_map(|mut line| {
        line.retain(|byte| *byte != b'\n');
        line
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_lines_at_all(lines in prop::collection::vec(any_line(), 1..60)) {
        let world = World::new();
        let mut bytes = concern("begun").to_string().into_bytes();
        for line in &lines {
            bytes.push(b'\n');
            bytes.extend(line);
        }
        bytes.extend(format!("\n{}\n", concern("the last is saved")).bytes());
        let ran = world.add(&bytes);
        prop_assert!(matches!(ran.code, Some(0 | 1)));
        let answers = ran.answers();
        prop_assert_eq!(&answers[0]["ok"], true);
        prop_assert_eq!(&answers.last().unwrap()["ok"], true);
        prop_assert!(answers.iter().all(|a| a["ok"] == true || a["reason"].is_string()));
        let report = world.verified();
        // That the vault was unlocked to look at it is an entry too.
        let last = answers.last().unwrap()["seq"].as_u64().unwrap();
        prop_assert_eq!(report["tip"]["seq"].as_u64(), Some(last + 1));
    }
}
