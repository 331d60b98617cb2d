//! The words of a text as search compares them: small letters, without accents or apostrophes.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::domain::folded::{fold, is_passed_over};

/// Of a word no more letters than this are compared.
pub const LONGEST: usize = 40;

/// Calls `each` with the place of every word of the text, and the word as it is compared. `word` is only
/// room to work in, so that a whole school can be read without asking for memory at every word.
pub fn each_word(text: &str, word: &mut String, each: &mut impl FnMut(Range<usize>, &str)) {
    word.clear();
    let mut letters = 0;
    let mut place = 0..0;
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() && !is_apostrophe(c) {
            if letters == 0 {
                place.start = at;
            }
            place.end = at + c.len_utf8();
            fold(c, &mut |plain| push(word, &mut letters, plain));
        } else if letters > 0 && is_passed_over(c) {
            // "don't" is one word, and the same as "dont". An accent is drawn with its letter.
            if is_combining_mark(c) {
                place.end = at + c.len_utf8();
            }
        } else if letters > 0 {
            each(place.clone(), compared(word));
            word.clear();
            letters = 0;
        }
    }
    if letters > 0 {
        each(place, compared(word));
    }
}

fn push(word: &mut String, letters: &mut usize, c: char) {
    *letters += 1;
    if *letters <= LONGEST {
        word.push(c);
    }
}

/// Apostrophes that count as letters elsewhere.
const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\u{2bb}' | '\u{2bc}')
}

/// A number is compared by its value: `OS-2026-0042` is found by 42.
fn compared(word: &str) -> &str {
    if !word.starts_with('0') || !word.bytes().all(|b| b.is_ascii_digit()) {
        return word;
    }
    match word.trim_start_matches('0') {
        "" => "0",
        value => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(String, String)> {
        let mut all = Vec::new();
        each_word(text, &mut String::new(), &mut |place, word| {
            all.push((text[place].to_owned(), word.to_owned()));
        });
        all
    }

    #[test]
    fn a_word_is_the_same_however_it_is_written() {
        for (text, compared) in [
            ("Zoë", "zoe"),
            ("Zoe\u{308}", "zoe"),
            ("don't", "dont"),
            ("don’t", "dont"),
            ("STRASSE", "strasse"),
            ("ΟΔΟΣ", "οδοσ"),
            ("οδος", "οδοσ"),
            ("0042", "42"),
            ("000", "0"),
            ("ﬁlter", "filter"),
            ("Łucja", "lucja"),
            ("O`Brien", "obrien"),
            ("Weiß", "weiss"),
            ("Ægir", "aegir"),
        ] {
            assert_eq!(words(text), [(text.to_owned(), compared.to_owned())]);
        }
    }

    #[test]
    fn words_end_where_readers_see_them_end() {
        let seen = |text: &str| {
            words(text)
                .into_iter()
                .map(|(seen, _)| seen)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            seen("OS-2026-0042: 'stop' he said…👩‍👧 no"),
            ["OS", "2026", "0042", "stop", "he", "said", "no"]
        );
        assert!(seen(" ' \u{308} 👍🏽 ").is_empty());
        assert_eq!(seen("tell\nnobody\tnow"), ["tell", "nobody", "now"]);
    }

    #[test]
    fn only_so_much_of_an_endless_word_is_compared() {
        let long = "é".repeat(5_000);
        let all = words(&long);
        assert_eq!(all[0].1, "e".repeat(LONGEST));
        assert_eq!(all[0].0, long);
    }
}
