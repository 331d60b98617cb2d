//! Tags: small words of a school's own, by which it finds cases again.

use super::words::composed;

/// A tag has at most so many signs: more is a note.
pub const LONGEST_TAG: usize = 24;

/// A tag as it is kept: small letters, digits and single hyphens; blanks become hyphens.
///
/// # Errors
/// Why it cannot be a tag, as a sentence.
pub fn read(text: &str) -> Result<String, String> {
    let lower = composed(text.trim()).to_lowercase();
    let parts: Vec<&str> = lower
        .split(|sign: char| sign.is_whitespace() || matches!(sign, '-' | '_' | '#'))
        .filter(|part| !part.is_empty())
        .collect();
    let tag = parts.join("-");
    if tag.is_empty() {
        return Err("A tag is a small word, such as group-chat.".to_owned());
    }
    if let Some(sign) = tag.chars().find(|sign| !is_of_a_tag(*sign)) {
        return Err(format!(
            "{:?} cannot be a tag: {sign:?} is neither a letter, a digit nor a hyphen.",
            text.trim()
        ));
    }
    if tag.chars().count() > LONGEST_TAG {
        return Err(format!(
            "{:?} is too long for a tag: at most {LONGEST_TAG} signs. Write a note instead.",
            text.trim()
        ));
    }
    Ok(tag)
}

fn is_of_a_tag(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '-'
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_tag_is_one_spelling_of_a_small_word() {
        for (typed, kept) in [
            ("Group chat", "group-chat"),
            (" #y6_watch ", "y6-watch"),
            ("a--b", "a-b"),
            ("Cafe\u{301}", "café"),
            ("2026", "2026"),
        ] {
            assert_eq!(read(typed).as_deref(), Ok(kept), "{typed}");
        }
        for wrong in [
            "",
            " ",
            "-",
            "a:b",
            "a,b",
            "\"",
            "abcdefghijklmnopqrstuvwxy",
            "😀",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert!(read("abcdefghijklmnopqrstuvwx").is_ok());
    }

    proptest! {
        #[test]
        fn what_is_kept_is_kept_as_it_is(text in "\\PC{0,30}|[A-Za-z_ #-]{0,30}") {
            if let Ok(tag) = read(&text) {
                prop_assert_eq!(read(&tag), Ok(tag.clone()));
            }
        }
    }
}
