//! Text from outside, made safe to keep and to draw: cleaned once on the way in, measured in
//! terminal cells, cut and wrapped between what a reader sees as characters (graphemes).
//!
//! Widths are the sum of the graphemes' own widths, which is how the terminal library lays cells
//! out; summed by `char`, a flag or an accented letter would count twice.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What a tab becomes: records have no tab stops.
const TAB: &str = "    ";

/// A name of a person, a school or a class is at most so many characters long: more is no name.
pub const LONGEST_NAME: usize = 120;

/// Makes text from outside safe to keep: every kind of line break becomes `\n`, a tab becomes
/// four spaces, and control characters, marks of no width that nobody sees and those that override or isolate the direction of
/// writing are dropped (they can make a name read as another). Nothing else is changed.
#[must_use]
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                cleaned.push('\n');
            }
            // Word's soft break, form feed, next line, line and paragraph separators: dropped,
            // they would glue two words together.
            '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => cleaned.push('\n'),
            '\t' => cleaned.push_str(TAB),
            c if c.is_control() || turns_direction(c) || has_no_width(c) => {}
            c => cleaned.push(c),
        }
    }
    cleaned
}

/// As [`clean`], for what is kept on one line: each line break and each tab becomes one space.
#[must_use]
pub fn clean_line(text: &str) -> String {
    clean(&text.replace('\t', " ")).replace('\n', " ")
}

/// Embeddings, overrides and isolates. The plain marks (U+200E, U+200F, U+061C) stay: Arabic
/// and Hebrew need them, and they turn nothing round.
const fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Zero-width space, word joiner, byte-order mark. The joiners (U+200C, U+200D) stay: scripts and
/// emoji are written with them.
const fn has_no_width(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Whether a reader sees anything of a text: white space, joiners, marks of direction and fillers
/// alone are nothing.
#[must_use]
pub fn is_seen(text: &str) -> bool {
    text.chars().any(|c| {
        let unseen = matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{e0000}'..='\u{e0fff}');
        !(unseen || c.is_whitespace() || c.is_control())
    })
}

/// A name as it is kept: on one line, without what nobody sees, in one spelling of its letters.
#[must_use]
pub fn kept_name(name: &str) -> String {
    let clean = composed(&clean_line(name));
    let words: Vec<_> = clean.split_whitespace().collect();
    words.join(" ")
}

/// A name in one spelling of its letters: an accent is one sign with its letter, whichever way a
/// system wrote it.
#[must_use]
pub fn composed(name: &str) -> String {
    name.nfc().collect()
}

/// A text with its first letter large.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// A name as it is compared: large or small, accents, hyphens, apostrophes and spaces of whatever
/// make are alike.
#[must_use]
pub fn name_key(name: &str) -> String {
    let alike: String = name
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter_map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => Some('-'),
            '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '\u{2bb}' | '`' | '\u{b4}' => {
                Some('\'')
            }
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => None,
            c => Some(c),
        })
        .collect();
    let words: Vec<_> = alike.split_whitespace().collect();
    words.join(" ")
}

/// A name as initials, for when somebody else can see the screen: `Ada Example-Jones` becomes
/// `A.E-J.`. A part that begins with no letter or digit is left out; a name of nothing else
/// becomes `?`, and an empty one stays empty.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut initials = String::new();
    for word in name.split_whitespace() {
        let parts: Vec<String> = word.split(['-', '‐', '‑']).filter_map(initial).collect();
        if !parts.is_empty() {
            initials.push_str(&parts.join("-"));
            initials.push('.');
        }
    }
    if initials.is_empty() && !name.trim().is_empty() {
        initials.push('?');
    }
    initials
}

fn initial(part: &str) -> Option<String> {
    part.graphemes(true)
        .find(|grapheme| grapheme.starts_with(char::is_alphanumeric))
        .map(str::to_uppercase)
}

/// One grapheme of a text: where it is, and how many cells it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// Cells on the screen: 0, 1 or 2, seldom more.
    pub width: usize,
    /// Whether a line may be broken after it.
    pub blank: bool,
}

/// The graphemes of a text, first to last.
pub fn glyphs(text: &str) -> impl Iterator<Item = Glyph> + '_ {
    glyphs_from(text, 0)
}

fn glyphs_from(text: &str, start: usize) -> impl Iterator<Item = Glyph> + '_ {
    let mut at = start;
    std::iter::from_fn(move || {
        let glyph = glyph_at(text, at)?;
        at = glyph.end;
        Some(glyph)
    })
}

/// The grapheme that begins at `start`, which must be a boundary. Two ASCII bytes in a row are
/// two graphemes, always, which spares English prose the tables; `\r\n` is the exception.
fn glyph_at(text: &str, start: usize) -> Option<Glyph> {
    let bytes = text.as_bytes();
    let first = *bytes.get(start)?;
    let plain = first.is_ascii() && first != b'\r';
    if plain && bytes.get(start + 1).is_none_or(u8::is_ascii) {
        let width = usize::from(!first.is_ascii_control());
        let (end, blank) = (start + 1, first == b' ');
        return Some(Glyph {
            start,
            end,
            width,
            blank,
        });
    }
    let grapheme = text.get(start..)?.graphemes(true).next()?;
    Some(Glyph {
        start,
        end: start + grapheme.len(),
        width: grapheme_width(grapheme),
        blank: grapheme.chars().all(is_blank),
    })
}

/// The terminal library draws no grapheme that holds a control character.
fn grapheme_width(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) {
        0
    } else {
        grapheme.width()
    }
}

/// White space, but not the kinds that exist to hold two words together.
fn is_blank(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// How many cells a text takes on one line.
#[must_use]
pub fn width(text: &str) -> usize {
    glyphs(text).map(|glyph| glyph.width).sum()
}

/// The text in at most `columns` cells, its end replaced by `…` where it does not fit.
#[must_use]
pub fn fit(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let Some(room) = columns.checked_sub(1) else {
        return String::new();
    };
    let end = offset_at(text, room);
    let kept = text.get(..end).unwrap_or_default();
    format!("{kept}…")
}

/// The byte offset of the last grapheme boundary that `column` cells reach.
#[must_use]
pub fn offset_at(text: &str, column: usize) -> usize {
    let mut used = 0;
    glyphs(text)
        .take_while(|glyph| {
            used += glyph.width;
            used <= column
        })
        .last()
        .map_or(0, |glyph| glyph.end)
}

/// The lines of a text on a screen of `columns`, as byte ranges into it.
///
/// There is always at least one line. The ranges hold every byte but the `\n`s, in order: a line
/// that ends where the next begins was wrapped. Blanks at a wrap stay with the line that they
/// end and may hang over the edge, where drawing cuts them off. A word longer than a line is
/// broken between graphemes; one grapheme wider than the line stands alone.
#[must_use]
pub fn wrap(text: &str, columns: usize) -> Vec<Range<usize>> {
    lines_from(text, 0, columns).collect()
}

/// As [`wrap`], lazily and from where a line is known to start: after an edit, only the lines
/// near it need be wrapped again.
pub fn lines_from(
    text: &str,
    start: usize,
    columns: usize,
) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut next = Some(start);
    std::iter::from_fn(move || {
        let start = next?;
        let line = start..line_end(text, start, columns);
        next = match text.as_bytes().get(line.end) {
            Some(b'\n') => Some(line.end + 1),
            Some(_) => Some(line.end),
            None => None,
        };
        Some(line)
    })
}

fn line_end(text: &str, start: usize, columns: usize) -> usize {
    let mut word = start; // where the line's last word starts
    let mut used = 0;
    for glyph in glyphs_from(text, start) {
        if text.as_bytes().get(glyph.end - 1) == Some(&b'\n') {
            return glyph.end - 1;
        }
        if !glyph.blank && used + glyph.width > columns && glyph.start > start {
            return if word > start { word } else { glyph.start };
        }
        used += glyph.width;
        if glyph.blank {
            word = glyph.end;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wrapped(text: &str, columns: usize) -> Vec<&str> {
        wrap(text, columns)
            .into_iter()
            .map(|line| &text[line])
            .collect()
    }

    #[test]
    fn every_line_break_becomes_one_newline() {
        assert_eq!(
            clean("a\r\nb\rc\nd\u{b}e\u{2028}f\r\r\n"),
            "a\nb\nc\nd\ne\nf\n\n"
        );
        assert_eq!(clean_line("a\r\nb\tc"), "a b c");
    }

    #[test]
    fn what_could_mislead_a_reader_is_dropped() {
        assert_eq!(
            clean("\u{1b}[31mred\u{7}\u{202e}txt\u{2066}.\u{9b}"),
            "[31mredtxt."
        );
        assert_eq!(clean("\tx"), "    x");
        assert_eq!(clean("شِ\u{200f} e\u{301} 👩‍👧"), "شِ\u{200f} e\u{301} 👩‍👧");
    }

    #[test]
    fn what_nobody_sees_is_nothing() {
        assert_eq!(clean("a\u{200b}b\u{2060}\u{feff}"), "ab");
        for nothing in [
            "",
            " \n",
            "\u{200b}",
            "\u{200d}\u{200e}",
            "\u{3164}\u{2800}",
        ] {
            assert!(!is_seen(nothing), "{nothing:?}");
        }
        for something in ["x", ".", "\u{200f}ن", "👩‍👧"] {
            assert!(is_seen(something), "{something:?}");
        }
    }

    #[test]
    fn names_are_compared_and_not_their_making() {
        for (one, other) in [
            ("Zoë", "Zoe\u{308}"),
            ("Mary-Jane", "mary\u{2011}JANE"),
            ("O'Sample", " O’Sample "),
            ("Ada  Example", "Ada\u{a0}Example"),
        ] {
            assert_eq!(name_key(one), name_key(other), "{one}");
        }
        assert_ne!(name_key("Zoe"), name_key("Zoë"));
        assert_eq!(composed("Zoe\u{308}"), "Zoë");
    }

    #[test]
    fn initials_of_many_kinds_of_name() {
        for (name, expected) in [
            ("Ada Example-Jones", "A.E-J."),
            ("Ada", "A."),
            ("  ada   o'example ", "A.O."),
            ("E\u{301}lise Specimen", "E\u{301}.S."),
            ("نورا مثال", "ن.م."),
            ("(Bo) - Sample", "B.S."),
            ("🙂", "?"),
            ("", ""),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn widths_are_what_is_drawn() {
        for (text, cells) in [
            ("abc", 3),
            ("e\u{301}", 1),
            ("👩‍👧", 2),
            ("漢字", 4),
            ("🇬🇧", 2),
        ] {
            assert_eq!(width(text), cells, "{text}");
        }
    }

    #[test]
    fn cut_text_says_so() {
        assert_eq!(fit("Example", 7), "Example");
        assert_eq!(fit("Example", 6), "Examp…");
        assert_eq!(fit("漢字漢字", 4), "漢…");
        assert_eq!(fit("ab", 1), "…");
        assert_eq!(fit("ab", 0), "");
    }

    #[test]
    fn lines_break_after_blanks_and_long_words_anywhere() {
        assert_eq!(wrapped("the quick fox", 9), ["the quick ", "fox"]);
        assert_eq!(wrapped("the quick", 9), ["the quick"]);
        assert_eq!(wrapped("a abcdefghij b", 4), ["a ", "abcd", "efgh", "ij b"]);
        assert_eq!(wrapped("one\n\ntwo\n", 9), ["one", "", "two", ""]);
        assert_eq!(wrapped("ab      cd", 3), ["ab      ", "cd"]);
        assert_eq!(wrapped("10\u{a0}am now", 4), ["10\u{a0}a", "m ", "now"]);
        assert_eq!(wrapped("漢字", 1), ["漢", "字"]);
        assert_eq!(wrapped("", 0), [""]);
    }

    proptest! {
        #[test]
        fn cleaning_is_done_once(text in any::<String>()) {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once.clone());
            prop_assert!(once.chars().all(|c| c == '\n' || !c.is_control()));
            prop_assert!(!clean_line(&text).contains('\n'));
        }

        #[test]
        fn glyphs_are_the_graphemes(text in "(\\PC|[a-c \u{301}\u{200d}👩🇬🇧क्\r\n]){0,40}") {
            let ours: Vec<&str> = glyphs(&text).map(|glyph| &text[glyph.start..glyph.end]).collect();
            prop_assert_eq!(ours, text.graphemes(true).collect::<Vec<_>>());
        }

        #[test]
        fn what_fits_fits(text in "(\\PC|[a-c \u{301}漢👩]){0,40}", columns in 0_usize..30) {
            prop_assert!(width(&fit(&text, columns)) <= columns);
        }

        #[test]
        fn lines_hold_all_of_the_text(text in "(\\PC|[a-c \n漢\u{301}]){0,60}", columns in 0_usize..12) {
            let lines = wrap(&text, columns);
            prop_assert_eq!(lines[0].start, 0);
            prop_assert_eq!(lines[lines.len() - 1].end, text.len());
            for pair in lines.windows(2) {
                let between = &text[pair[0].end..pair[1].start];
                prop_assert!(between == "\n" || (between.is_empty() && !pair[0].is_empty()));
            }
            for line in lines {
                let drawn = text[line.clone()].trim_end_matches(is_blank);
                prop_assert!(width(drawn) <= columns || glyphs(drawn).filter(|g| g.width > 0).count() == 1);
            }
        }
    }
}
