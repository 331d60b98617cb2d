//! Names as initials, wherever they stand in a text.

use super::Teller;
use crate::domain::case::Case;
use crate::domain::entry::{Amendment, CaseFact, Change};

/// Words of how people are called that are nobody's name.
const NO_NAMES: [&str; 24] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "rev",
    "sir",
    "madam",
    "the",
    "and",
    "of",
    "teacher",
    "assistant",
    "supervisor",
    "parent",
    "carer",
    "mother",
    "mum",
    "father",
    "dad",
    "pupil",
    "year",
    "class",
];

impl Teller<'_> {
    /// A text as it may be shown: where names are initials, the names and first names within it of everybody in
    /// the case are too.
    #[must_use]
    pub fn masked(&self, case: &Case, text: &str) -> String {
        masked(text, &names(case), self.name)
    }
}

/// Everybody who is or was in a case, by name: an amendment takes nobody out of its texts. The reporter last.
#[must_use]
pub fn names(case: &Case) -> Vec<&str> {
    let added = case.chronology.iter().filter_map(|line| match &line.fact {
        CaseFact::Amended(Amendment {
            change: Change::ParticipantAdded(one),
            ..
        }) => Some(one),
        _ => None,
    });
    let first = case.concern.participants.iter();
    let people = first.chain(added).map(|one| one.who.name());
    people.chain([case.concern.reporter.as_str()]).collect()
}

/// A text with these names in it, and the parts of them, as `short` shows them.
#[must_use]
pub fn masked(text: &str, names: &[&str], short: &dyn Fn(&str) -> String) -> String {
    let mut shown = text.to_owned();
    for name in names {
        let initials = short(name);
        if initials == *name {
            continue;
        }
        shown = replace_word(&shown, name, &initials, true);
        for part in name.split_whitespace() {
            if NO_NAMES.contains(&part.to_lowercase().trim_end_matches('.')) {
                continue;
            }
            // "An" is a name and "an" is not; one letter is an initial already.
            let any_case = match part.chars().count() {
                0 | 1 => continue,
                2 => false,
                _ => true,
            };
            shown = replace_word(&shown, part, &short(part), any_case);
        }
    }
    shown
}

/// Replaces a word or words, wherever they stand on their own; with an s at their end too, whether or not there
/// is an apostrophe before it.
fn replace_word(text: &str, word: &str, with: &str, any_case: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before: Option<char> = None;
    let mut rest = text;
    let ends = |tail: &str| !tail.starts_with(char::is_alphanumeric);
    while let Some(c) = rest.chars().next() {
        let head = rest.get(..word.len());
        let tail = rest.get(word.len()..).unwrap_or("");
        let alone = !before.is_some_and(char::is_alphanumeric)
            && head
                .is_some_and(|head| head == word || (any_case && head.eq_ignore_ascii_case(word)))
            && (ends(tail) || (any_case && tail.strip_prefix(['s', 'S']).is_some_and(ends)));
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
    use super::{masked, replace_word};
    use crate::domain::words::initials;

    #[test]
    fn names_are_replaced_only_where_they_stand_alone() {
        assert_eq!(
            replace_word("Ada's watch; ADA, Adam and granada: Ada", "Ada", "A.", true),
            "A.'s watch; A., Adam and granada: A."
        );
        assert_eq!(replace_word("Zoë and zoë", "Zoë", "Z.", true), "Z. and Z.");
        assert_eq!(replace_word("An and an", "An", "A.", false), "A. and an");
        assert_eq!(replace_word("nothing", "", "x", true), "nothing");
        assert_eq!(
            replace_word("Adas phone, Adastra", "Ada", "A.", true),
            "A.s phone, Adastra"
        );
    }

    #[test]
    fn a_name_is_known_by_its_parts_and_not_by_its_title() {
        let text = "Mr Ashdown told the teacher. K. Ashdown, Mr K. Ashdown: MR ASHDOWN";
        assert_eq!(
            masked(text, &["Mr K. Ashdown"], &initials),
            "Mr A. told the teacher. K. A., M.K.A.: MR A."
        );
        let text = "Bo said that the teacher, Bo Teacher, saw Ella and Ellas phone";
        assert_eq!(
            masked(text, &["Bo Teacher", "Ella Example"], &initials),
            "B. said that the teacher, B.T., saw E. and E.s phone"
        );
    }
}
