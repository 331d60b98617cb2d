//! What can be written next, where the cursor stands.

use std::ops::Range;

use super::key::Key;
use super::offers::{Offer, is_words, known};
use super::{Ground, lex};
use crate::domain::folded::folded;

/// More than these are not read.
const MOST: usize = 40;

/// What can be written, and in place of what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// The bytes of the text that an offer takes the place of.
    pub replaces: Range<usize>,
    /// What can be written there, as it is to be inserted, the likeliest first.
    pub offers: Vec<Offer>,
    /// The key whose values they are; none where keys themselves are offered.
    pub key: Option<Key>,
}

/// What can be written at the cursor, a byte of the text.
#[must_use]
pub fn complete(text: &str, cursor: usize, ground: &Ground<'_>) -> Completion {
    let whole = |at: &usize| text.is_char_boundary(*at);
    let cursor = (0..=cursor.min(text.len())).rev().find(whole).unwrap_or(0);
    let before = text.get(..cursor).unwrap_or_default();
    // What stands before the cursor says what is being written; what it takes the place of goes on behind it.
    let last = lex::terms(before).pop();
    let blank = before.chars().next_back().is_none_or(char::is_whitespace);
    let Some(term) = last else {
        return of_keys(cursor..cursor, "", ground);
    };
    let open = term.unclosed.is_some();
    let comma = !open && before.trim_end().ends_with(',');
    let piece = term.values.last().filter(|_| !comma);
    let (start, typed) = piece.map_or((cursor, ""), |piece| (piece.at.start, &*piece.text));
    let Some(named) = &term.key else {
        // Within quotes there is text, and nothing to offer.
        return match (open, blank) {
            (true, _) => Completion::default(),
            (false, true) => of_keys(cursor..cursor, "", ground),
            (false, false) => of_keys(start..end(text, start, cursor), typed, ground),
        };
    };
    // A blank ends a value, but not one after the colon or a comma.
    if blank && piece.is_some() && !open {
        return of_keys(cursor..cursor, "", ground);
    }
    let Some(key) = Key::named(&named.text) else {
        return of_keys(named.at.start..cursor, &named.text, ground);
    };
    let offers = narrowed(typed, known(key, ground)).into_iter();
    let written = |offer: Offer| Offer {
        text: lex::quoted(&offer.text),
        ..offer
    };
    Completion {
        replaces: start..end(text, start, cursor),
        offers: offers.take(MOST).map(written).collect(),
        key: Some(key),
    }
}

/// Where that ends which begins at `start`: a value, or a key with its colon.
fn end(text: &str, start: usize, cursor: usize) -> usize {
    let terms = lex::terms(text);
    let keys = terms.iter().filter_map(|term| term.key.as_ref());
    let keys = keys.map(|key| (key.at.start, key.at.end + 1));
    let values = terms.iter().flat_map(|term| &term.values);
    let values = values.map(|value| (value.at.start, value.at.end));
    let found = keys.chain(values).find(|(begins, _)| *begins == start);
    found.map_or(cursor, |(_, ends)| ends.max(cursor))
}

/// Keys, and words that stand for a key and its value: `overdue` is `is:overdue`.
fn of_keys(replaces: Range<usize>, typed: &str, ground: &Ground<'_>) -> Completion {
    let small = typed.to_lowercase();
    let keys = Key::ALL
        .into_iter()
        .filter(|key| key.name().starts_with(&small))
        .map(|key| Offer {
            text: format!("{key}:"),
            means: key.help().to_owned(),
        });
    let words = is_words()
        .filter(|(word, _)| !small.is_empty() && word.starts_with(&small))
        .map(|(word, means)| Offer {
            text: format!("is:{word}"),
            means: means.to_owned(),
        });
    let of_list = |key: Key, offer: Offer| Offer {
        text: format!("{key}:{}", lex::quoted(&offer.text)),
        ..offer
    };
    // The school's own words too, once there is enough of one to tell.
    let own = [
        Key::Category,
        Key::Sanction,
        Key::Tag,
        Key::Owner,
        Key::Class,
    ];
    let own = own
        .into_iter()
        .filter(|_| small.chars().count() > 2)
        .flat_map(|key| {
            let offers = known(key, ground).into_iter();
            let begun =
                offers.filter(|offer| begins(&offer.text, typed) || begins(&offer.means, typed));
            begun
                .map(move |offer| of_list(key, offer))
                .collect::<Vec<_>>()
        });
    let mut offers: Vec<Offer> = Vec::new();
    for offer in keys.chain(words).chain(own) {
        if !offers.iter().any(|had| had.text == offer.text) {
            offers.push(offer);
        }
    }
    offers.truncate(MOST);
    Completion {
        replaces,
        offers,
        key: None,
    }
}

/// Those that begin with what is typed, then those of which a word does, then those that hold it.
fn narrowed(typed: &str, offers: Vec<Offer>) -> Vec<Offer> {
    let asked = folded(typed);
    let rank = |offer: &Offer| {
        let (text, means) = (folded(&offer.text), folded(&offer.means));
        if text.starts_with(&asked) {
            Some(0)
        } else if begins(&offer.text, typed) || begins(&offer.means, typed) {
            Some(1)
        } else {
            (text.contains(&asked) || means.contains(&asked)).then_some(2)
        }
    };
    let ranked = offers.into_iter().map(|offer| (rank(&offer), offer));
    let mut ranked: Vec<_> = ranked.filter(|(rank, _)| rank.is_some()).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, offer)| offer).collect()
}

/// Whether some word of a text begins with what is typed.
fn begins(text: &str, typed: &str) -> bool {
    let (text, typed) = (folded(text), folded(typed));
    let mut words = text.match_indices([' ', '-', '.']);
    text.starts_with(&typed)
        || words.any(|(at, _)| {
            text.get(at + 1..)
                .is_some_and(|rest| rest.starts_with(&typed))
        })
}
