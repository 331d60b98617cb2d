//! What is not quite a name: initials, slips of the pen, names within words. Only of the children in the case: of a
//! whole school, every word would nearly be somebody.

use super::lists::is_ordinary;
use super::masked::{Doubt, Why};
use super::register::Register;
use super::scan::Found;
use super::words::Word;

/// A slip is looked for in names of at least so many letters.
const SLIP: usize = 5;
/// A name within a word has at least so many letters.
const WITHIN: usize = 4;
/// A beginning of a first name has at least so many letters.
const BEGINNING: usize = 3;

/// The children in the case, and where they stand.
fn involved(register: &Register) -> impl Iterator<Item = (usize, &super::register::Child)> {
    register
        .children
        .iter()
        .enumerate()
        .filter(|(_, child)| child.involved)
}

/// Initials that begin with the first of these words, and how many words they take.
pub(super) fn initials(register: &Register, text: &str, rest: &[Word]) -> Option<(Found, usize)> {
    let first = rest.first().filter(|word| word.capitals)?;
    let (mut letters, mut end, mut dotted) = (first.key.clone(), first.at.end, false);
    let mut runs = vec![(letters.clone(), end, dotted)];
    if letters.chars().count() == 1 {
        for word in rest.iter().skip(1) {
            let gap = text.get(end..word.at.start)?;
            let one = word.capitals && word.key.chars().count() == 1;
            if !one || !matches!(gap, "." | ". " | " " | "-" | ".-" | "") {
                break;
            }
            dotted |= gap.contains('.');
            letters.push_str(&word.key);
            end = word.at.end;
            runs.push((letters.clone(), end, dotted));
        }
    }
    // The longest that are somebody's: those of two children may stand one after the other.
    let whose = |letters: &String| -> std::collections::BTreeSet<_> {
        involved(register)
            .filter(|(_, child)| child.initials.contains(letters))
            .map(|(place, _)| place)
            .collect()
    };
    let (words, who, (letters, mut end, dotted)) = runs
        .iter()
        .enumerate()
        .rev()
        .map(|(place, run)| (place + 1, whose(&run.0), run.clone()))
        .find(|(_, who, _)| !who.is_empty())?;
    // Where more letters follow without a blank, it may be a word of its own, such as a company's.
    let next = runs.get(words).and_then(|_| text.get(end..));
    let apart = next.is_none_or(|next| next.trim_start_matches('.').starts_with(' '));
    if dotted && text.get(end..).is_some_and(|rest| rest.starts_with('.')) {
        end += 1;
    }
    let why = if register.own_initials.contains(&letters) {
        Why::Doubtful(Doubt::Subject)
    } else if dotted && apart {
        Why::Sure
    } else {
        Why::Doubtful(Doubt::Initials)
    };
    let found = Found {
        at: first.at.start..end,
        who,
        parent: false,
        why,
        s: false,
    };
    Some((found, words))
}

/// Whether a word is nearly the name of a child in the case; in a username, whether any child's name stands in it.
pub(super) fn nearly(register: &Register, word: &Word, handle: bool) -> Option<Found> {
    let key = &word.key;
    if is_ordinary(key) || register.own.contains_key(key) {
        return None;
    }
    let near = |part: &str, first: bool| {
        if key.chars().count() >= SLIP && part.chars().count() >= SLIP && one_slip(key, part) {
            return Some(Doubt::Slip);
        }
        let long = part.chars().count() >= WITHIN;
        if long && (handle || !is_ordinary(part)) && key.contains(part) {
            return Some(Doubt::Within);
        }
        // Soph, Maddie, Archy.
        let stem = key.trim_end_matches("ie").trim_end_matches('y');
        let mut shorter = stem.chars();
        shorter.next_back();
        let begins = |stem: &str| stem.chars().count() >= BEGINNING && part.starts_with(stem);
        let double = stem.len() > BEGINNING && begins(shorter.as_str());
        (first && word.capital && (begins(stem) || (stem.len() < key.len() && double)))
            .then_some(Doubt::Short)
    };
    let mut doubt = None;
    let mut who = std::collections::BTreeSet::new();
    if handle {
        for (place, child) in register.children.iter().enumerate() {
            let inside = |part: &&String| {
                part.chars().count() >= WITHIN && !is_ordinary(part) && key.contains(part.as_str())
            };
            if child.parts.iter().any(|part| inside(&part)) {
                doubt = Some(Doubt::Within);
                who.insert(place);
            }
        }
    }
    for (place, child) in involved(register) {
        for (number, part) in child.parts.iter().enumerate() {
            if let Some(why) = near(part, number == 0) {
                doubt = doubt.or(Some(why));
                who.insert(place);
            }
        }
    }
    Some(Found {
        at: word.at.clone(),
        who,
        parent: false,
        why: Why::Doubtful(doubt?),
        s: false,
    })
}

/// Whether one letter more, less, other or in the wrong place makes one of the other.
fn one_slip(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() {
        (&one, &other)
    } else {
        (&other, &one)
    };
    let head = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let tail = |from: usize, to: usize| short.get(from..) == long.get(to..);
    match long.len() - short.len() {
        0 => {
            let swapped =
                short.get(head) == long.get(head + 1) && short.get(head + 1) == long.get(head);
            tail(head + 1, head + 1) || (swapped && tail(head + 2, head + 2))
        }
        1 => tail(head, head + 1),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::one_slip;

    #[test]
    fn one_slip_and_no_more() {
        for slip in ["olvia", "olivvia", "olivea", "oilvia", "olivi"] {
            assert!(
                one_slip(slip, "olivia") && one_slip("olivia", slip),
                "{slip}"
            );
        }
        for other in ["oliver", "oivlia", "ol"] {
            assert!(!one_slip(other, "olivia"), "{other}");
        }
    }
}
