//! Letters as whoever looks for a name types them: small, without accents or apostrophes. Two children whose names
//! differ by an accent are found by the same letters, and stay two: who is who is told by [`super::words::name_key`].

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::search::small;

/// What stands within a word without ending it, and nobody types: apostrophes, accents, soft hyphens, joiners and marks of
/// direction.
#[must_use]
pub fn is_passed_over(c: char) -> bool {
    matches!(
        c,
        '\'' | '`'
            | '\u{b4}'
            | '\u{2018}'
            | '\u{2019}'
            | '\u{201b}'
            | '\u{2bb}'
            | '\u{2bc}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    ) || (!c.is_ascii() && is_combining_mark(c))
}

/// Calls `each` with what a sign is typed as: nothing, one, or two (`ß`, `æ`).
pub fn fold(c: char, each: &mut impl FnMut(char)) {
    if is_passed_over(c) {
        return;
    }
    if c.is_ascii_alphanumeric() {
        return each(c.to_ascii_lowercase());
    }
    if !c.is_alphanumeric() {
        return small(c).map(hyphen).for_each(each);
    }
    let parts = c.to_lowercase().flat_map(|c| std::iter::once(c).nfkd());
    for part in parts.flat_map(char::to_lowercase) {
        if part.is_alphanumeric() && !is_passed_over(part) {
            match letters(part) {
                "" => each(part),
                letters => letters.chars().for_each(&mut *each),
            }
        }
    }
}

/// A text as it is looked for and looked through, with one blank between its words.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut add = |c| {
        if c != ' ' || !(folded.is_empty() || folded.ends_with(' ')) {
            folded.push(c);
        }
    };
    text.chars().for_each(|c| fold(c, &mut add));
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

/// How letters are typed that have no accent to take off, and the last letter of a Greek word.
const fn letters(c: char) -> &'static str {
    match c {
        'ł' => "l",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ŧ' => "t",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ς' => "σ",
        _ => "",
    }
}

/// Hyphens and dashes of every make are alike.
const fn hyphen(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => '-',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_plain_letters() {
        for (name, typed) in [
            ("Zoë-Łucja O’Brien", "zoe-lucja obrien"),
            ("Zoe\u{308}", "zoe"),
            ("Mr Kęstutis", "mr kestutis"),
            ("O`Sample  O'Example", "osample oexample"),
            ("Đặng Øystein Þóra", "dang oystein thora"),
            (
                "Ægir Weiß ẞ İpek Işık Œuvre Guðrún",
                "aegir weiss ss ipek isik oeuvre gudrun",
            ),
            ("Mary\u{2011}Jane ", "mary-jane"),
            (" ' ", ""),
        ] {
            assert_eq!(folded(name), typed, "{name}");
            assert_eq!(folded(typed), typed);
        }
    }
}
