//! How near a word of the school's is to a word that was typed.
//!
//! | the word | points |
//! |---|---|
//! | is the same | 60 |
//! | begins with it | 44, and up to 9 the more of the word was typed |
//! | has it within, from three letters on | 24, and up to 9 |
//! | is a slip away, from four letters on and from the same first letter | 10 to 19 |
//!
//! A slip is: letters left out (two less than were typed, at most) or added (two), as long as the rest lies close
//! together, by the scorer of `fuzzy-matcher`; or, from five letters on, one letter wrong in a word of the same length, or two
//! neighbours swapped, also in a word's beginning.
//! A number is never a slip for another.

use super::tokens::each_word;
use crate::domain::fuzzy::score;

const SAME: u16 = 60;
const BEGINS: u16 = 44;
const WITHIN: u16 = 24;
const NEARLY: u16 = 10;
const WRONG_LETTER: u16 = NEARLY + 3;
/// The points that a word has besides by where it stands.
const FACT: u16 = 10;
const NAME: u16 = 30;
const REFERENCE: u16 = 40;

/// Two letters stand within so many words that they say nothing.
const LONG_WITHIN: usize = 3;
/// A slip is forgiven in words of at least so many letters.
const LONG: usize = 4;
/// A wrong letter makes another word of a short one.
const LONG_WRONG: usize = 5;
/// So many letters too many are forgiven.
const ADDED: usize = 2;
/// What the scorer must give for each letter, or they lie scattered by chance.
const PER_LETTER: i64 = 13;
/// A number of so few digits is also something else than a reference.
const SHORT_NUMBER: usize = 2;
/// Of what is typed, so many different words are looked for.
const MOST_WORDS: usize = 32;

/// A word that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// As it is compared.
    pub word: String,
    letters: usize,
    mask: u64,
    within: bool,
    slips: bool,
    /// A short number among words: a year group, an age or a count, and no reference.
    count: bool,
}

/// The different words of what was typed, in their order.
#[must_use]
pub fn asked(typed: &str) -> Vec<Asked> {
    let mut all: Vec<Asked> = Vec::new();
    each_word(typed, &mut String::new(), &mut |_, word| {
        if all.len() < MOST_WORDS && all.iter().all(|known| known.word != word) {
            all.push(Asked::new(word));
        }
    });
    let is_number = |one: &Asked| one.word.bytes().all(|b| b.is_ascii_digit());
    // "os-2026-6" is a reference; so are numbers alone.
    if all.iter().any(|one| !is_number(one) && one.word != "os") {
        let short = all
            .iter_mut()
            .filter(|one| is_number(one) && one.letters <= SHORT_NUMBER);
        short.for_each(|one| one.count = true);
    }
    all
}

/// Which letters a word has, one bit for each; letters beyond a to z share what bits are left.
#[must_use]
pub fn mask(word: &str) -> u64 {
    word.chars().fold(0, |mask, c| {
        let bit = match c {
            'a'..='z' => u32::from(c) - u32::from('a'),
            '0'..='9' => 26 + u32::from(c) - u32::from('0'),
            c => 36 + u32::from(c) % 28,
        };
        mask | 1 << bit
    })
}

impl Asked {
    fn new(word: &str) -> Self {
        let letters = word.chars().count();
        Self {
            letters,
            mask: mask(word),
            within: letters >= LONG_WITHIN || !word.is_ascii(),
            count: false,
            slips: letters >= LONG && !word.contains(|c: char| c.is_numeric()),
            word: word.to_owned(),
        }
    }

    /// The points that a word has besides, by the weight of the place where it stands: never fewer for a greater one.
    #[must_use]
    pub const fn more(&self, weight: u8) -> u16 {
        match (weight, self.count) {
            (0, _) => 0,
            (1, _) | (_, true) => FACT,
            (2, false) => NAME,
            (_, false) => REFERENCE,
        }
    }

    /// As [`Self::points`], when the word's letters are known: most words are told apart by them alone.
    #[must_use]
    pub fn points_of(&self, word: &str, has: u64) -> Option<u16> {
        let missing = self.mask & !has;
        if missing != 0 && (!self.slips || (missing.count_ones() > 1 && has & !self.mask != 0)) {
            return None;
        }
        self.points(word)
    }

    /// The points of a word, if it is near enough for any.
    #[must_use]
    pub fn points(&self, word: &str) -> Option<u16> {
        let share = || u16::try_from(10 * self.word.len() / word.len().max(1)).unwrap_or(0);
        if word.starts_with(&self.word) {
            return Some(if word.len() == self.word.len() {
                SAME
            } else {
                BEGINS + share()
            });
        }
        if self.within && word.contains(&self.word) {
            return Some(WITHIN + share());
        }
        if !self.slips || word.chars().next() != self.word.chars().next() {
            return None;
        }
        let letters = word.chars().count();
        let left_out = || {
            let few = letters <= 2 * (self.letters - 1);
            few.then(|| close(word, &self.word, self.letters))?
        };
        let added = || {
            let few =
                letters >= LONG && (1..=ADDED).contains(&self.letters.saturating_sub(letters));
            few.then(|| close(&self.word, word, letters))?
        };
        let wrong = || {
            let long = self.letters >= LONG_WRONG && letters >= self.letters;
            match slip(&self.word, word) {
                Some(Slip::Swapped) if long => Some(WRONG_LETTER),
                Some(Slip::Wrong) if long && letters == self.letters => Some(WRONG_LETTER),
                _ => None,
            }
        };
        left_out().or_else(added).or_else(wrong)
    }
}

/// The points of letters that are all in the text in their order, when they lie close enough.
fn close(text: &str, letters: &str, count: usize) -> Option<u16> {
    // Nearly every word fails here; the scorer asks for memory first.
    if !in_order(text, letters) {
        return None;
    }
    let score = score(text, letters)?;
    let over = score / i64::try_from(count).ok()?.max(1) - PER_LETTER;
    let over = u16::try_from(over).ok()?;
    Some(NEARLY + over.min(9))
}

/// Whether the letters are all in the text in their order.
fn in_order(text: &str, letters: &str) -> bool {
    let mut text = text.chars();
    letters.chars().all(|letter| text.any(|c| c == letter))
}

/// How a word differs from the beginning of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slip {
    /// Two neighbours are swapped.
    Swapped,
    /// One letter is another.
    Wrong,
}

/// The one slip by which a word differs from the beginning of another, if it is no more than one.
fn slip(one: &str, other: &str) -> Option<Slip> {
    let mut rest = one.chars().zip(other.chars()).skip_while(|(a, b)| a == b);
    let first = rest.next()?;
    let slip = match rest.next() {
        Some((a, b)) if (a, b) == (first.1, first.0) => Slip::Swapped,
        Some((a, b)) if a != b => return None,
        _ => Slip::Wrong,
    };
    rest.all(|(a, b)| a == b).then_some(slip)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn points(typed: &str, word: &str) -> Option<u16> {
        asked(typed)[0].points(word)
    }

    #[test]
    fn the_nearer_the_more_points() {
        let order = [
            "password",
            "passwords",
            "passwordless",
            "mypassword",
            "pasword",
        ];
        let all: Vec<_> = order.map(|word| points("password", word).unwrap()).into();
        assert!(all.is_sorted_by(|a, b| a > b), "{all:?}");
    }

    #[test]
    fn a_slip_of_the_finger_or_of_a_learner_is_forgiven() {
        for (typed, word) in [
            ("passwrd", "password"),
            ("password", "passwrd"),
            ("everyone", "evryone"),
            ("pasword", "password"),
            ("laughhed", "laughed"),
            ("wacth", "watch"),
            ("wacth", "watches"),
            ("becua", "because"),
            ("because", "becouse"),
        ] {
            assert!(points(typed, word).is_some(), "{typed} for {word}");
        }
    }

    #[test]
    fn what_is_another_word_is_not_near() {
        for (typed, word) in [
            ("watch", "match"),
            ("2025", "2026"),
            ("game", "gate"),
            ("plays", "played"),
            ("tsab", "the"),
            ("at", "that"),
            ("ring", "reading"),
            ("sexting", "settling"),
        ] {
            let near = points(typed, word);
            assert!(near.is_none_or(|near| near >= WITHIN), "{typed} for {word}");
        }
        assert_eq!(points("at", "that"), None);
        assert_eq!(points("watch", "match"), None);
    }

    #[test]
    fn a_word_typed_twice_is_looked_for_once_and_a_whole_page_is_not() {
        assert_eq!(asked("the  THE thé").len(), 1);
        let page: String = (0..100).map(|n| format!("w{n} ")).collect();
        assert_eq!(asked(&page).len(), MOST_WORDS);
        assert!(asked("… 👍").is_empty());
    }

    proptest! {
        /// As words are compared: small letters all.
        #[test]
        fn the_scorer_knows_only_letters_in_their_order(
            text in "[abcé1σı]{0,8}",
            letters in "[abcé1σı]{1,6}",
        ) {
            prop_assert_eq!(in_order(&text, &letters), score(&text, &letters).is_some());
        }

        #[test]
        fn letters_rule_out_nothing_that_is_near(
            typed in "[abcé1]{1,7}",
            word in "[abcdé12]{1,9}",
        ) {
            for asked in asked(&typed) {
                prop_assert_eq!(
                    asked.points_of(&word, mask(&word)),
                    asked.points(&word)
                );
            }
        }
    }
}
