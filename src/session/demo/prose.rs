//! Texts as people type them: sentences filled in, and now and then misspelt.

use rand::Rng;
use rand::seq::SliceRandom as _;

use super::stock::{Lists, Stock};

/// Lists may use lists, so far.
const DEPTH: u8 = 6;
/// A list of more texts than this has them in the order of how common they are.
const LONG: usize = 60;

/// Who the sentences of one case are about, by first name.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    /// The child who was harmed, or the first one there is.
    pub harmed: String,
    /// The child alleged to have caused it, or the first one there is.
    pub alleged: String,
    /// The child the case begins with.
    pub child: String,
}

/// Writes texts.
pub struct Prose<'a, R> {
    /// What is drawn from.
    pub stock: &'a Stock,
    /// By what.
    pub rng: &'a mut R,
    /// About whom.
    pub cast: &'a Cast,
}

/// One of a list, the first ones far oftener where it is long: new words turn up more and more seldom, and
/// never cease to, as in texts that people write.
fn pick_common<'l>(rng: &mut impl Rng, list: &'l [String]) -> &'l str {
    if list.len() <= LONG {
        return pick(rng, list);
    }
    // In whole numbers, so that it is the same on every machine.
    let chance = u128::from(rng.gen_range(0_u32..1 << 20));
    let place = (chance.pow(3) * list.len() as u128) >> 60;
    list.get(usize::try_from(place).unwrap_or(0))
        .map_or("", String::as_str)
}

/// One of a list, or nothing of an empty one.
pub fn pick<'l>(rng: &mut impl Rng, list: &'l [String]) -> &'l str {
    list.choose(rng).map_or("", String::as_str)
}

impl<R: Rng> Prose<'_, R> {
    /// A text as an adult writes it: sentences that begin with a capital, seldom misspelt.
    pub fn written(&mut self, from: &[String]) -> String {
        let text = self.filled(from);
        let text = sentence_case(&text);
        self.misspelt(&text, 0.015)
    }

    /// A text out of the follow-up lists.
    pub fn follow(&mut self, list: &str) -> String {
        match self.stock.follow.get(list) {
            Some(from) => self.written(from),
            None => String::new(),
        }
    }

    /// The text, now and then with a detail that nobody would have thought of. `by` is a chance of its own, so that
    /// details change nothing in what happens.
    pub fn detailed(&mut self, text: String, by: &mut R, chance: f64) -> String {
        if text.is_empty() || !by.gen_bool(chance) {
            return text;
        }
        let detail = Prose {
            stock: self.stock,
            rng: by,
            cast: self.cast,
        }
        .follow("aside");
        format!("{text} {detail}")
    }

    /// As [`Self::detailed`], of a child's own words.
    pub fn chatted(&mut self, words: String, by: &mut R, chance: f64) -> String {
        let Some(chatter) = self.stock.follow.get("chatter") else {
            return words;
        };
        if words.is_empty() || !by.gen_bool(chance) {
            return words;
        }
        let more = Prose {
            stock: self.stock,
            rng: by,
            cast: self.cast,
        }
        .said(chatter);
        format!("{words} and {more}")
    }

    /// A child's own words, as the child spells or says them.
    pub fn said(&mut self, from: &[String]) -> String {
        let text = self.filled(from);
        self.misspelt(&text, 0.15)
    }

    /// One of the texts, filled in.
    pub fn filled(&mut self, from: &[String]) -> String {
        let mut out = String::new();
        let text = pick(self.rng, from);
        self.fill(text, &mut out, DEPTH);
        out
    }

    fn fill(&mut self, text: &str, out: &mut String, depth: u8) {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((slot, tail)) = after.split_once('}') else {
                break;
            };
            self.slot(slot, out, depth);
            rest = tail;
        }
        out.push_str(rest);
    }

    fn slot(&mut self, slot: &str, out: &mut String, depth: u8) {
        match slot {
            "harmed" => out.push_str(&self.cast.harmed),
            "alleged" => out.push_str(&self.cast.alleged),
            "child" => out.push_str(&self.cast.child),
            "n2" => out.push_str(&self.rng.gen_range(2..100).to_string()),
            "n4" => out.push_str(&self.rng.gen_range(100..10_000).to_string()),
            _ if depth > 0 => {
                let words: &Lists = &self.stock.words;
                if let Some(list) = words.get(slot) {
                    let text = pick_common(self.rng, list);
                    self.fill(text, out, depth - 1);
                }
            }
            _ => {}
        }
    }

    /// The text with some of its longer words misspelt; names and numbers are left alone.
    fn misspelt(&mut self, text: &str, rate: f64) -> String {
        let mut out = String::with_capacity(text.len() + 8);
        for (place, word) in text.split(' ').enumerate() {
            if place > 0 {
                out.push(' ');
            }
            let plain = word.trim_end_matches(|c: char| !c.is_ascii_lowercase());
            let can = plain.len() > 3 && plain.bytes().all(|b| b.is_ascii_lowercase());
            if can && self.rng.gen_bool(rate) {
                out.push_str(&misspelling(self.rng, plain));
                out.push_str(word.strip_prefix(plain).unwrap_or_default());
            } else {
                out.push_str(word);
            }
        }
        out
    }
}

/// How it sounds to somebody who is learning to spell.
const SOUNDS: [(&str, &str); 14] = [
    ("tion", "shun"),
    ("ough", "uff"),
    ("ight", "ite"),
    ("ph", "f"),
    ("ie", "ei"),
    ("ea", "ee"),
    ("ck", "k"),
    ("le", "el"),
    ("ou", "ow"),
    ("wh", "w"),
    ("th", "f"),
    ("ed", "t"),
    ("er", "a"),
    ("ce", "se"),
];

/// A word misspelt in one of the ways in which people misspell: by sound, or by a slip of the fingers.
/// The word must be of lower-case ASCII letters.
fn misspelling(rng: &mut impl Rng, word: &str) -> String {
    let heard: Vec<_> = SOUNDS.iter().filter(|(is, _)| word.contains(is)).collect();
    if rng.gen_bool(0.4)
        && let Some((is, heard)) = heard.choose(rng)
    {
        return word.replacen(is, heard, 1);
    }
    let mut letters: Vec<char> = word.chars().collect();
    let at = rng.gen_range(1..letters.len());
    match rng.gen_range(0..4) {
        0 => letters.swap(at - 1, at),
        1 => {
            letters.remove(at);
        }
        2 => {
            let twice = letters.get(at).copied().unwrap_or('e');
            letters.insert(at, twice);
        }
        _ => {
            let vowels = ['a', 'e', 'i', 'o', 'u'];
            let other = vowels.choose(rng).copied().unwrap_or('e');
            let vowel = letters.iter().skip(1).position(|c| vowels.contains(c));
            if let Some(letter) = vowel.and_then(|at| letters.get_mut(at + 1)) {
                *letter = other;
            }
        }
    }
    letters.into_iter().collect()
}

/// A capital at the beginning of every sentence.
fn sentence_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut begins = true;
    for c in text.chars() {
        if begins && c.is_alphabetic() {
            out.extend(c.to_uppercase());
            begins = false;
        } else {
            out.push(c);
            begins = match c {
                '.' | '?' | '!' => true,
                ' ' | '"' => begins,
                _ => false,
            };
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng as _;
    use rand_chacha::ChaCha8Rng;

    #[test]
    fn a_sentence_begins_with_a_capital_and_a_price_does_not_end_one() {
        assert_eq!(
            sentence_case("a fox. it ran! £5.99 gone"),
            "A fox. It ran! £5.99 gone"
        );
    }

    #[test]
    fn a_misspelling_stays_a_word() {
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        for word in ["because", "laughed", "frightened", "mmmm", "station"] {
            for _ in 0..50 {
                let wrong = misspelling(&mut rng, word);
                assert!(wrong.len() + 3 > word.len() && wrong.chars().all(char::is_alphabetic));
            }
        }
    }

    #[test]
    fn every_slot_of_every_text_is_filled() {
        let stock = Stock::shipped().unwrap();
        let known = |slot: &str| {
            ["harmed", "alleged", "child", "n2", "n4"].contains(&slot)
                || stock.words.get(slot).is_some_and(|list| !list.is_empty())
        };
        let scenarios = stock.scenarios.iter().flat_map(|one| {
            let account = one.account.iter().flatten();
            account.chain(&one.words).chain([&one.outside])
        });
        let lists = stock.words.values().chain(stock.follow.values()).flatten();
        for text in scenarios.chain(lists) {
            for part in text.split('{').skip(1) {
                let slot = part.split_once('}').unwrap().0;
                assert!(known(slot), "{{{slot}}} in {text:?}");
            }
        }
    }
}
