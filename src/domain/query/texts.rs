//! Whether something stands in a text: letter by letter, large or small.

use crate::domain::search::small;

/// What is looked for, in small letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Needle(Vec<char>);

impl Needle {
    pub fn new(text: &str) -> Self {
        Self(text.chars().flat_map(small).collect())
    }

    /// Runs of plain letters and digits in it: where it stands, each of them does. And whether it is nothing but the one.
    pub fn runs(&self) -> (Vec<String>, bool) {
        let all: String = self.0.iter().collect();
        let runs = all.split(|sign: char| !sign.is_ascii_alphanumeric());
        let runs = runs.filter(|run| !run.is_empty());
        let runs: Vec<_> = runs.map(str::to_owned).collect();
        let alone = runs.first() == Some(&all);
        (runs, alone)
    }

    /// Whether it stands anywhere in a text.
    pub fn is_in(&self, text: &str) -> bool {
        let Some(first) = self.0.first() else {
            return true;
        };
        // Most texts are plain, and are looked through many at a time.
        if text.is_ascii() {
            let bytes = text.as_bytes();
            return (0..bytes.len()).any(|at| {
                let rest = bytes.get(at..).unwrap_or_default();
                rest.first().is_some_and(|byte| plain(*byte) == *first) && self.begins_plain(rest)
            });
        }
        text.char_indices().any(|(at, sign)| {
            let begins = sign == *first || small(sign).next() == Some(*first);
            begins && self.begins(text.get(at..).unwrap_or_default())
        })
    }

    fn begins_plain(&self, bytes: &[u8]) -> bool {
        let mut bytes = bytes.iter().map(|byte| plain(*byte));
        self.0.iter().all(|sign| bytes.next() == Some(*sign))
    }

    fn begins(&self, text: &str) -> bool {
        let mut text = text.chars().flat_map(small);
        self.0.iter().all(|sign| text.next() == Some(*sign))
    }
}

/// As [`small`], of plain text.
const fn plain(byte: u8) -> char {
    match byte {
        b'\t'..=b'\r' => ' ',
        byte => byte.to_ascii_lowercase() as char,
    }
}
