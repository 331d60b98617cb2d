//! What was probably meant by a value that is none.

use super::Ground;
use super::key::Key;
use super::offers::{Offer, known};
use super::value::Wrong;
use crate::domain::data_error::nearest;
use crate::domain::words::name_key;

/// Why a value is none, and the nearest that is one.
pub(super) fn unknown(key: Key, asked: &str, ground: &Ground<'_>) -> Wrong {
    let mut offers = known(key, ground);
    if key == Key::Clause {
        // As most people write them, without the policy's code.
        let short = |text: &str| text.split_once(' ').map(|(_, rest)| rest.to_owned());
        let without = offers.iter().filter_map(|offer| {
            let text = short(&offer.text)?;
            let means = offer.means.clone();
            Some(Offer { text, means })
        });
        offers.extend(without.collect::<Vec<_>>());
    }
    // The whole of it, its label, or one word of either was nearly typed, or a part of it was.
    let mut candidates: Vec<(&str, &Offer)> = Vec::new();
    for offer in &offers {
        candidates.extend([(&*offer.text, offer), (&*offer.means, offer)]);
    }
    for offer in &offers {
        let words = offer
            .text
            .split([' ', '-', '.'])
            .chain(offer.means.split(' '));
        candidates.extend(
            words
                .filter(|word| word.chars().count() > 2)
                .map(|word| (word, offer)),
        );
    }
    let meant = |(near, _): &&(&str, &Offer), wanted: &str| *near == wanted;
    let spelt = nearest(asked, candidates.iter().map(|(near, _)| *near))
        .and_then(|wanted| candidates.iter().find(|one| meant(one, &wanted)));
    let part = || {
        let asked = name_key(asked);
        candidates
            .iter()
            .find(|(near, _)| name_key(near).contains(&asked))
    };
    let near = spelt.or_else(part).map(|(_, offer)| offer.text.clone());
    // To two letters everything is near.
    let long = asked.chars().count() > 2;
    Wrong {
        say: format!(
            "{asked:?} is not known here: {key}: is followed by {}.",
            key.takes()
        ),
        near: near.filter(|_| long),
    }
}
