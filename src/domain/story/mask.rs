//! Names as initials, wherever they stand in a text.

use super::Teller;
use crate::domain::case::Case;
use crate::domain::entry::{Amendment, CaseFact, Change};

impl Teller<'_> {
    /// A text as it may be shown: where names are initials, the participants' names and first names
    /// within it are too.
    #[must_use]
    pub fn masked(&self, case: &Case, text: &str) -> String {
        let mut shown = text.to_owned();
        for name in names(case) {
            let short = (self.name)(name);
            if short == name {
                continue;
            }
            shown = replace_word(&shown, name, &short, true);
            for part in name.split_whitespace() {
                // "An" is a name and "an" is not; one letter is an initial already.
                let any_case = match part.chars().count() {
                    0 | 1 => continue,
                    2 => false,
                    _ => true,
                };
                shown = replace_word(&shown, part, &(self.name)(part), any_case);
            }
        }
        let reporter = &case.concern.reporter;
        replace_word(&shown, reporter, &(self.name)(reporter), true)
    }
}

/// Everybody who is or was in a case, by name: an amendment takes nobody out of its texts.
fn names(case: &Case) -> Vec<&str> {
    let added = case.chronology.iter().filter_map(|line| match &line.fact {
        CaseFact::Amended(Amendment {
            change: Change::ParticipantAdded(one),
            ..
        }) => Some(one),
        _ => None,
    });
    let first = case.concern.participants.iter();
    first.chain(added).map(|one| one.who.name()).collect()
}

/// Replaces a word or words, wherever they stand on their own.
fn replace_word(text: &str, word: &str, with: &str, any_case: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before: Option<char> = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let head = rest.get(..word.len());
        let alone = !before.is_some_and(char::is_alphanumeric)
            && head
                .is_some_and(|head| head == word || (any_case && head.eq_ignore_ascii_case(word)))
            && !rest
                .get(word.len()..)
                .and_then(|tail| tail.chars().next())
                .is_some_and(char::is_alphanumeric);
        let step = if alone && !word.is_empty() {
            out.push_str(with);
            word.len()
        } else {
            out.push(c);
            c.len_utf8()
        };
        before = rest.get(..step).and_then(|taken| taken.chars().next_back());
        rest = rest.get(step..).unwrap_or("");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::replace_word;

    #[test]
    fn names_are_replaced_only_where_they_stand_alone() {
        assert_eq!(
            replace_word("Ada's watch; ADA, Adam and granada: Ada", "Ada", "A.", true),
            "A.'s watch; A., Adam and granada: A."
        );
        assert_eq!(replace_word("Zoë and zoë", "Zoë", "Z.", true), "Z. and Z.");
        assert_eq!(replace_word("An and an", "An", "A.", false), "A. and an");
        assert_eq!(replace_word("nothing", "", "x", true), "nothing");
    }
}
