//! What was probably meant by a value that is none.

use super::Ground;
use super::key::Key;
use super::offers::{Offer, known};
use super::value::{self, Wrong};
use crate::domain::data_error::nearest_within;
use crate::domain::folded::folded;

/// Why a value is none, and the nearest that is one.
pub(super) fn unknown(key: Key, asked: &str, ground: &Ground<'_>) -> Wrong {
    Wrong {
        say: format!(
            "{asked:?} is not known here: {key}: is followed by {}.",
            key.takes()
        ),
        near: meant(key, asked, ground),
    }
}

/// The value of which a part was typed; or of which the whole, the label, or one word of either nearly was.
fn meant(key: Key, asked: &str, ground: &Ground<'_>) -> Option<String> {
    // To two letters everything is near.
    if asked.chars().count() < 3 {
        return None;
    }
    let mut offers = known(key, ground);
    if key == Key::Clause {
        // As most people write them, without the policy's code.
        let without = offers.iter().filter_map(|offer| {
            let (_, text) = offer.text.split_once(' ')?;
            let (text, means) = (text.to_owned(), offer.means.clone());
            Some(Offer { text, means })
        });
        offers.extend(without.collect::<Vec<_>>());
    }
    let whole = |offer: &Offer| [offer.text.clone(), offer.means.clone()];
    let words = |offer: &Offer| {
        let words = offer.text.split([' ', '-', '.']);
        let words = words
            .chain(offer.means.split(' '))
            .filter(|word| word.chars().count() > 2);
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    let mut candidates: Vec<(String, &Offer)> = Vec::new();
    for offer in &offers {
        candidates.extend(whole(offer).map(|text| (text, offer)));
    }
    for offer in &offers {
        candidates.extend(words(offer).into_iter().map(|text| (text, offer)));
    }
    let key = folded(asked);
    let part = candidates
        .iter()
        .find(|(text, _)| folded(text).contains(&key));
    let spelt = || {
        let far = slips(asked);
        let near = nearest_within(far, asked, candidates.iter().map(|(text, _)| text.as_str()))?;
        candidates.iter().find(|(text, _)| *text == near)
    };
    let (_, offer) = part.or_else(spelt)?;
    Some(offer.text.clone())
}

/// How many letters of a word may be others, and it was a slip: of half of them it is another word.
fn slips(word: &str) -> usize {
    (word.chars().count() / 4).max(1)
}

/// The tag that was probably meant by one that no case has.
pub(super) fn tag(asked: &str, ground: &Ground<'_>) -> Option<String> {
    let used = &ground.school.tag_use;
    if asked.chars().count() < 3 || used.contains_key(asked) {
        return None;
    }
    nearest_within(slips(asked), asked, used.keys().map(String::as_str))
}

/// The value of several words that was typed without its quotation marks: the whole of it, or of a clause the beginning.
pub(super) fn unquoted(key: Key, words: &str, ground: &Ground<'_>) -> Option<String> {
    // Any words are a tag or part of a name.
    if matches!(key, Key::Tag | Key::Pupil) {
        return None;
    }
    if let Ok((value, _)) = value::read(key, words, ground) {
        return Some(value);
    }
    if key != Key::Clause {
        return None;
    }
    let asked = folded(words);
    let mut offers = known(key, ground).into_iter();
    let found = offers.find(|offer| folded(&offer.text).contains(&asked))?;
    Some(found.text)
}
