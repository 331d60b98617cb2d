//! Whether something stands in a text: letter by letter, large or small, with its accents and apostrophes or without.

use crate::domain::folded::fold;
use crate::domain::search::small;

/// What is looked for, as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Needle {
    signs: Vec<char>,
    /// It is nothing but apostrophes and accents, which are looked for as they stand.
    bare: bool,
}

impl Needle {
    pub fn new(text: &str) -> Self {
        let mut signs = Vec::new();
        text.chars().for_each(|c| fold(c, &mut |c| signs.push(c)));
        let bare = signs.is_empty();
        if bare {
            signs.extend(text.chars().flat_map(small));
        }
        Self { signs, bare }
    }

    /// Runs of plain letters and digits in it: where it stands, each of them does. And whether it is nothing but the one.
    pub fn runs(&self) -> (Vec<String>, bool) {
        let all: String = self.signs.iter().collect();
        let runs = all.split(|sign: char| !sign.is_ascii_alphanumeric());
        let runs = runs.filter(|run| !run.is_empty());
        let runs: Vec<_> = runs.map(str::to_owned).collect();
        let alone = runs.first() == Some(&all);
        (runs, alone)
    }

    /// Whether it stands anywhere in a text.
    pub fn is_in(&self, text: &str) -> bool {
        let Some(first) = self.signs.first() else {
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
        let mut read = Vec::with_capacity(text.len());
        for sign in text.chars() {
            if self.bare {
                read.extend(small(sign));
            } else {
                fold(sign, &mut |sign| read.push(sign));
            }
        }
        let mut places = read.windows(self.signs.len());
        places.any(|place| place.first() == Some(first) && place == self.signs)
    }

    fn begins_plain(&self, bytes: &[u8]) -> bool {
        let typed = |byte: &&u8| self.bare || !matches!(byte, b'\'' | b'`');
        let mut bytes = bytes.iter().filter(typed).map(|byte| plain(*byte));
        self.signs.iter().all(|sign| bytes.next() == Some(*sign))
    }
}

/// As [`small`], of plain text.
const fn plain(byte: u8) -> char {
    match byte {
        b'\t'..=b'\r' => ' ',
        byte => byte.to_ascii_lowercase() as char,
    }
}
