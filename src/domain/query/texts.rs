//! The texts of a case, and whether something stands in one: letter by letter, large or small.

use crate::domain::case::Case;
use crate::domain::entry::{CaseFact, Change, ChildsView, ParentsDecision};
use crate::domain::vocabulary::{List, Vocabulary};

/// What is looked for, in small letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Needle(Vec<char>);

impl Needle {
    pub fn new(text: &str) -> Self {
        Self(text.chars().flat_map(small).collect())
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

/// A sign in small letters; quotation marks and blanks of every make are alike.
fn small(sign: char) -> impl Iterator<Item = char> {
    let sign = match sign {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' => '"',
        sign if sign.is_whitespace() => ' ',
        sign => sign,
    };
    sign.to_lowercase()
}

/// Calls `each` with every text of a case: its reference, names, clauses, category and tags, and whatever was written in
/// it, corrected or not.
pub(super) fn each_text(case: &Case, words: &Vocabulary, each: &mut impl FnMut(&str)) {
    each(&case.reference.to_string());
    for (_, one) in case.people() {
        each(one.who.name());
        each(&one.who.about());
    }
    for cited in &case.concern.clauses {
        each(&cited.clause.to_string());
        each(&cited.text);
    }
    each(words.label(List::Category, &case.concern.category));
    case.tags.iter().for_each(|tag| each(tag));
    for line in &case.chronology {
        for (_, _, text) in line.fact.texts() {
            each(text);
        }
        beside(&line.fact, each);
    }
}

/// What is written in an entry beside the texts that can be corrected.
fn beside(fact: &CaseFact, each: &mut impl FnMut(&str)) {
    match fact {
        CaseFact::Concern(concern) => {
            each(&concern.late_reason);
            for one in &concern.participants {
                each(&one.relevant);
            }
        }
        CaseFact::Amended(amendment) => match &amendment.change {
            Change::Text { to, .. } => each(to),
            Change::ParticipantAdded(one) => each(&one.relevant),
            _ => {}
        },
        CaseFact::Closed(closure) => {
            match &closure.childs_view {
                ChildsView::Said(text) | ChildsView::NotSought(text) => each(text),
            }
            match &closure.parents {
                ParentsDecision::Withheld(text) | ParentsDecision::NotConcerned(text) => each(text),
                ParentsDecision::Told => {}
            }
            each(&closure.left_open);
        }
        _ => {}
    }
}
