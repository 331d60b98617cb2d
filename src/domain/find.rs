//! Narrowing a list by typing: whole beginnings of words first, then what stands within them, and a slip of the
//! finger only where nothing else fits.

use super::folded::folded;
use super::fuzzy::score;

/// How a word that was typed was found; the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum How {
    /// The text begins with it.
    First,
    /// It is a word.
    Whole,
    /// A word begins with it.
    Begins,
    /// It stands within a word.
    Within,
    /// A word has its letters in this order, most of them together.
    Nearly,
}

/// A slip is forgiven in words of at least so many letters: in fewer everything is nearly everything.
const LONG: usize = 4;
/// A word must score this much per letter, or its letters lie scattered by chance.
const PER_LETTER: i64 = 13;

/// The items that have every word that was typed, the surest first and otherwise in their own order; all of them when
/// nothing was typed. `texts` gives what of an item is looked through, the weightiest first.
pub fn narrow<T>(
    typed: &str,
    items: impl IntoIterator<Item = T>,
    texts: impl Fn(&T) -> Vec<String>,
) -> Vec<T> {
    let typed = folded(typed);
    let words: Vec<&str> = typed.split_whitespace().collect();
    let mut found: Vec<_> = items
        .into_iter()
        .filter_map(|item| {
            let texts: Vec<_> = texts(&item).iter().map(|text| folded(text)).collect();
            let ranks = words.iter().map(|word| rank(&texts, word));
            let worst = ranks.collect::<Option<Vec<_>>>()?.into_iter().max();
            Some((worst, item))
        })
        .collect();
    found.sort_by_key(|(worst, _)| *worst);
    let nearly = |worst: &Option<(How, usize)>| worst.is_some_and(|(how, _)| how == How::Nearly);
    let sure = found.partition_point(|(worst, _)| !nearly(worst));
    if sure > 0 {
        found.truncate(sure);
    }
    found.into_iter().map(|(_, item)| item).collect()
}

/// How a word is found, and in which of the texts.
fn rank(texts: &[String], word: &str) -> Option<(How, usize)> {
    let ranks = texts.iter().enumerate();
    ranks
        .filter_map(|(place, text)| Some((how(text, word)?, place)))
        .min()
}

fn how(text: &str, word: &str) -> Option<How> {
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let found = text.match_indices(word).map(|(at, _)| {
        let before = text.get(..at).unwrap_or_default().chars().next_back();
        let after = text
            .get(at + word.len()..)
            .unwrap_or_default()
            .chars()
            .next();
        match (at, apart(before), apart(after)) {
            (0, ..) => How::First,
            (_, true, true) => How::Whole,
            (_, true, false) => How::Begins,
            _ => How::Within,
        }
    });
    if let Some(best) = found.min() {
        return Some(best);
    }
    let letters = word.chars().count();
    if letters < LONG {
        return None;
    }
    let enough = i64::try_from(letters)
        .unwrap_or(i64::MAX)
        .saturating_mul(PER_LETTER);
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|one| one.chars().next() == word.chars().next())
        .any(|one| score(one, word).is_some_and(|score| score >= enough))
        .then_some(How::Nearly)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str) -> Vec<&'static str> {
        let lines = [
            "To the shell and back",
            "Record a sanction: playtime, access, a device",
            "Unsanctioned app",
            "Password shared",
            "Year 5, 5A",
        ];
        narrow(typed, lines, |line| vec![(*line).to_owned()])
    }

    #[test]
    fn beginnings_of_words_come_before_what_stands_within_them() {
        assert_eq!(
            found("sanct"),
            [
                "Record a sanction: playtime, access, a device",
                "Unsanctioned app"
            ]
        );
        assert_eq!(found("5a year"), ["Year 5, 5A"]);
        assert_eq!(found("").len(), 5);
    }

    #[test]
    fn a_name_is_not_the_beginning_of_another() {
        let found = |typed: &str, names: [&'static str; 2]| {
            narrow(typed, names, |name| vec![(*name).to_owned()])
        };
        assert_eq!(
            found("sam", ["Robin Sample", "Sam Invented"])[0],
            "Sam Invented"
        );
        assert_eq!(found("sam", ["Robin Sample", "Jo Sam"])[0], "Jo Sam");
        assert_eq!(found("p7", ["P4–P7", "P7–L1"])[0], "P7–L1");
    }

    #[test]
    fn a_name_is_found_by_plain_letters_and_by_its_own() {
        let names = ["Zoë-Łucja O’Brien-Sample", "Mr Kęstutis", "Kit Obrian"];
        for typed in ["zoe", "zoë", "lucja", "obrien", "o'brien", "kes", "KĘS"] {
            let found = narrow(typed, names, |name| vec![(*name).to_owned()]);
            assert_eq!(found.len(), 1, "{typed}");
        }
    }

    #[test]
    fn letters_that_lie_scattered_are_nothing() {
        assert!(found("tsab").is_empty());
        assert!(found("sanct shell").is_empty(), "every word is meant");
        assert!(found("rcd").is_empty(), "too short to be a slip");
    }

    #[test]
    fn a_slip_of_the_finger_is_forgiven_where_nothing_else_fits() {
        assert_eq!(found("passwrd"), ["Password shared"]);
        assert_eq!(
            found("playtme"),
            ["Record a sanction: playtime, access, a device"]
        );
    }

    #[test]
    fn what_is_weightier_comes_first() {
        let lines = [("Owner", "Give the case away"), ("Case", "Open it")];
        let texts = |line: &(&str, &str)| vec![line.0.to_owned(), line.1.to_owned()];
        let found = narrow("case", lines, texts);
        assert_eq!(found.first().unwrap().0, "Case");
        assert_eq!(found.len(), 2);
    }
}
