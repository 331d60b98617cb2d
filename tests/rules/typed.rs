//! What a person might type into one field: mostly sense.

use proptest::prelude::*;
use proptest::sample::select;

/// One of these words, mostly; else nothing, blanks, or anything at all.
pub fn one_of(words: &'static [&'static str]) -> BoxedStrategy<String> {
    prop_oneof![
        12 => select(words).prop_map(str::to_owned),
        1 => Just(String::new()),
        1 => select(&["  ", "nonsense", "none", "A", "\u{202e}x\t\r\n"][..]).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
    ]
    .boxed()
}

pub fn text() -> BoxedStrategy<String> {
    one_of(&[
        "Sam is calm.",
        "It was a chat of four.\n\nNo more.",
        "because",
        "  padded  ",
    ])
}

pub fn case() -> BoxedStrategy<String> {
    one_of(&[
        "OS-2026-0001",
        "OS-2026-0001",
        "os-2026-1",
        "OS-2026-0002",
        "OS-2026-0009",
        "OS-2025-0001",
    ])
}

pub fn day() -> BoxedStrategy<String> {
    one_of(&[
        "today",
        "tomorrow",
        "yesterday pm",
        "in 2 weeks",
        "14/12",
        "Fri",
        "20/11 9am",
        "unknown",
    ])
}

pub fn person() -> BoxedStrategy<String> {
    one_of(&["A", "B", "C", "D", "Sam Invented", "Robin Sample", ""])
}

pub fn part() -> BoxedStrategy<String> {
    one_of(&["harmed", "alleged", "took-part", "witness", "bystander"])
}

pub fn category() -> BoxedStrategy<String> {
    one_of(&[
        "conduct.nude-image",
        "contact.grooming",
        "content.violence",
        "conduct.device-rule",
        "",
    ])
}

pub fn severity() -> BoxedStrategy<String> {
    one_of(&["low", "moderate", "high", "critical", ""])
}

pub fn clause() -> BoxedStrategy<String> {
    one_of(&[
        "SJ24 KS2 Safe 2",
        "SJ24 KS2 Tell 1",
        "SJ24 Staff 20",
        "SJ24 Staff 39",
        "sj24 remote 27",
        "BG23 KS2 Safe 3",
    ])
}
