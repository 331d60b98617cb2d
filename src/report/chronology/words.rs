//! The words of a text as names are compared, and where they stand in it.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// Between the parts of a name stand at most so many characters.
const WIDEST_GAP: usize = 8;

/// One word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Small letters without accents.
    pub key: String,
    /// Where it stands: a boundary of characters at both ends, accents included.
    pub at: Range<usize>,
    /// It begins with a capital.
    pub capital: bool,
    /// It is all capitals.
    pub capitals: bool,
    /// Nothing stands between it and the word before it: `BenPlays`, `ben2015`.
    pub glued: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Lower,
    Upper,
    /// A letter of a script that is written without spaces.
    Sign,
    Digit,
}

/// The words of part of a text. Signs that nobody sees divide nothing.
pub(super) fn words(text: &str, within: Range<usize>) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut last: Option<Kind> = None;
    for (offset, c) in text.get(within.clone()).unwrap_or("").char_indices() {
        let start = within.start + offset;
        let end = start + c.len_utf8();
        if is_mark(c) {
            if let (Some(word), true) = (out.last_mut(), last.is_some()) {
                word.at.end = end;
            }
            continue;
        }
        let Some(kind) = kind(c) else {
            last = None;
            continue;
        };
        let goes_on = match (last, kind) {
            (Some(Kind::Lower), Kind::Upper) | (Some(Kind::Sign), _) | (_, Kind::Sign) => false,
            (Some(Kind::Digit), kind) => kind == Kind::Digit,
            (Some(_), Kind::Digit) | (None, _) => false,
            (Some(_), _) => true,
        };
        if !goes_on {
            out.push(Word {
                key: String::new(),
                at: start..end,
                capital: kind == Kind::Upper,
                capitals: kind == Kind::Upper,
                glued: last.is_some(),
            });
        }
        if let Some(word) = out.last_mut() {
            folded(c, &mut word.key);
            word.at.end = end;
            word.capitals &= kind == Kind::Upper;
        }
        last = Some(kind);
    }
    out
}

/// Whether what stands between two words may stand between the parts of one name.
pub(super) fn joins(gap: &str) -> bool {
    gap.chars().count() <= WIDEST_GAP
        && gap.chars().all(|c| {
            c.is_whitespace()
                || is_apostrophe(c)
                || is_hyphen(c)
                || matches!(
                    c,
                    '.' | ',' | '_' | '"' | '“' | '”' | '(' | ')' | '*' | '/' | '+'
                )
        })
}

/// An apostrophe, of whatever make.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '\u{2018}'
            | '\u{2019}'
            | '\u{201b}'
            | '\u{2bc}'
            | '\u{2bb}'
            | '`'
            | '\u{b4}'
            | '\u{2032}'
    )
}

fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}'
    )
}

/// What stands on or beside a letter and is none: accents, joiners, marks of direction.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

fn kind(c: char) -> Option<Kind> {
    if c.is_numeric() {
        return Some(Kind::Digit);
    }
    if !c.is_alphabetic() {
        return None;
    }
    Some(match c {
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' => Kind::Sign,
        '\u{20000}'.. => Kind::Sign,
        // What is wide or in a frame is a letter all the same.
        c if c.nfkc().any(char::is_uppercase) => Kind::Upper,
        _ => Kind::Lower,
    })
}

/// A letter as names are compared.
fn folded(c: char, out: &mut String) {
    for c in std::iter::once(c).nfkd().flat_map(char::to_lowercase) {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'þ' => out.push_str("th"),
            'ı' => out.push('i'),
            c if is_mark(c) => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        words(text, 0..text.len())
            .into_iter()
            .map(|word| word.key)
            .collect()
    }

    #[test]
    fn words_are_letters_and_remember_where_they_stand() {
        assert_eq!(
            keys("Zoë's Zoe\u{308}-Ann, BenPlays_2015x!"),
            ["zoe", "s", "zoe", "ann", "ben", "plays", "2015", "x"]
        );
        assert_eq!(
            keys("MIA McDonald Łukasz Straße so\u{ad}ft"),
            ["mia", "mc", "donald", "lukasz", "strasse", "soft"]
        );
        assert_eq!(keys("王小明"), ["王", "小", "明"]);
        let text = "x Zoe\u{308}!";
        let word = words(text, 2..text.len()).pop().unwrap();
        assert_eq!(&text[word.at], "Zoe\u{308}");
    }

    #[test]
    fn only_the_signs_of_names_join() {
        assert!(
            joins("") && joins(" ") && joins("\n  ") && joins("-") && joins(", ") && joins(" \"")
        );
        assert!(!joins("; ") && !joins(": ") && !joins("          "));
    }
}
