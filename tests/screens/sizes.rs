//! Whatever is pressed, pasted or resized, something is drawn and nothing panics.

use std::collections::BTreeMap;

use chrono::Duration;
use proptest::prelude::*;

use daybook::app::message::Message;
use daybook::input::Chord;
use daybook::ui::theme::{Look, Theme};

use crate::desk::Desk;
use crate::scenes::filled;
use crate::school::{closed, story};

#[derive(Clone, Debug)]
enum Step {
    Keys(Vec<Chord>),
    Paste(String),
    Resize(u16, u16),
    Wait(i64),
    Unlock,
}

/// Every key of the shipped keymaps, as they are written there.
fn bound() -> Vec<Vec<Chord>> {
    type File = BTreeMap<String, BTreeMap<String, Vec<String>>>;
    let mut keys = Vec::new();
    for text in [
        include_str!("../../keymaps/default.toml"),
        include_str!("../../keymaps/vim.toml"),
    ] {
        let file: File = toml::from_str(text).unwrap();
        for sequence in file.values().flat_map(BTreeMap::values).flatten() {
            let chords = sequence.split_whitespace().map(|key| key.parse().unwrap());
            keys.push(chords.collect());
        }
    }
    keys.sort();
    keys.dedup();
    keys
}

fn step() -> impl Strategy<Value = Step> {
    // Wide, combining, joined, right-to-left, without width.
    let odd = [
        "漢字",
        "e\u{301}\u{302}",
        "👩‍🏫",
        "🇬🇧",
        "שלום",
        "\u{200b}",
        "ｶﾞ",
        "\u{202e}x",
        "\t",
        "\r\n",
        "Ω",
    ];
    prop_oneof![
        10 => prop::sample::select(bound()).prop_map(Step::Keys),
        6 => any::<char>().prop_map(|c| Step::Paste(c.to_string())),
        4 => "[ -~]{1,12}".prop_map(Step::Paste),
        2 => prop::sample::select(odd.to_vec()).prop_map(|text| Step::Paste(text.repeat(30))),
        4 => (1_u16..=200, 1_u16..=60).prop_map(|(columns, rows)| Step::Resize(columns, rows)),
        2 => (1_u16..=12, 1_u16..=8).prop_map(|(columns, rows)| Step::Resize(columns, rows)),
        1 => (0_i64..400).prop_map(Step::Wait),
        1 => Just(Step::Unlock),
    ]
}

fn walk(mut desk: Desk, steps: Vec<Step>) {
    let themes: Vec<_> = Look::shipped().into_iter().map(|look| look.theme).collect();
    let mut size = (80, 24);
    for (at, step) in steps.into_iter().enumerate() {
        match step {
            Step::Keys(keys) => keys.into_iter().for_each(|key| desk.chord(key)),
            Step::Paste(text) => desk.tell(Message::Paste(text)),
            Step::Wait(seconds) => desk.wait(Duration::seconds(seconds)),
            Step::Resize(columns, rows) => {
                size = (columns, rows);
                desk.resize(columns, rows);
            }
            Step::Unlock if desk.state.opened.is_none() => {
                desk.press("tab ctrl-u");
                desk.write(crate::desk::PASSPHRASE);
                desk.press("enter");
            }
            Step::Unlock => {}
        }
        let (buffer, cursor) = desk.draw(size.0, size.1, &themes[at % themes.len()]);
        assert_eq!((buffer.area.width, buffer.area.height), size);
        assert!(cursor.is_none_or(|(x, y)| x < size.0 && y < size.1));
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn setting_up_draws_whatever_is_pressed(steps in steps()) {
        let folder = tempfile::tempdir().unwrap();
        walk(Desk::bare(folder.path().join("vault")), steps);
    }

    #[test]
    fn the_concern_form_draws_whatever_is_pressed(steps in steps()) {
        walk(filled(), steps);
    }

    #[test]
    fn a_case_draws_whatever_is_pressed(steps in steps()) {
        walk(story(), steps);
    }

    #[test]
    fn a_closed_case_draws_whatever_is_pressed(steps in steps()) {
        walk(closed(), steps);
    }
}

#[test]
fn every_screen_draws_at_every_small_size() {
    let mut desks: Vec<_> = [Desk::open(), filled(), story()].into();
    for keys in ["ctrl-p", "ctrl-o", "s"] {
        let mut desk = story();
        desk.press(keys);
        desks.push(desk);
    }
    for mut desk in desks {
        for columns in (1..=24).chain([60, 79, 99, 110, 112]) {
            for rows in (1..=12).chain([24]) {
                desk.resize(columns, rows);
                desk.draw(columns, rows, &Theme::mono());
            }
        }
    }
}
