//! How good a passphrase is: an estimate of the guesses it would take, and the policy's own rule.

use zxcvbn::{Score, feedback::Suggestion, matching::patterns::MatchPattern, zxcvbn};

/// What a screen can draw while a passphrase is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strength {
    /// 0 to 4.
    pub score: u8,
    /// The score in words.
    pub words: &'static str,
    /// What would make it better, as sentences; most pressing first.
    pub advice: Vec<String>,
    /// The policy's rule for strong passwords, part by part.
    pub rules: Rules,
}

impl Strength {
    /// The score that a slot's passphrase needs: whoever steals the disk can guess without limit.
    pub const NEEDED: u8 = 3;

    /// Whether it would take a thief long enough.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        self.score >= Self::NEEDED
    }
}

/// The Acceptable Use Policy's strong password: letters, numbers and symbols, 8 or more characters,
/// not a dictionary word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// 8 characters or more.
    pub long_enough: bool,
    /// At least one letter.
    pub letters: bool,
    /// At least one number.
    pub numbers: bool,
    /// At least one symbol; a space counts.
    pub symbols: bool,
    /// Not one word out of a dictionary, with or without something before or behind it.
    pub not_a_word: bool,
}

impl Rules {
    /// The parts with whether each is met, in the policy's order.
    #[must_use]
    pub fn list(&self) -> [(&'static str, bool); 5] {
        [
            ("8 or more characters", self.long_enough),
            ("letters", self.letters),
            ("numbers", self.numbers),
            ("symbols", self.symbols),
            ("not a dictionary word", self.not_a_word),
        ]
    }

    /// Whether all of them are met.
    #[must_use]
    pub fn are_met(&self) -> bool {
        self.list().iter().all(|(_, met)| *met)
    }
}

/// Weighs a passphrase. `known` is what anyone would try first: the person's name, the school's.
#[must_use]
pub fn strength(passphrase: &str, known: &[&str]) -> Strength {
    let known: Vec<&str> = known
        .iter()
        .flat_map(|text| std::iter::once(*text).chain(text.split_whitespace()))
        .filter(|word| word.chars().count() > 2)
        .collect();
    let entropy = zxcvbn(passphrase, &known);
    let mut advice = Vec::new();
    if let Some(feedback) = entropy.feedback() {
        advice.extend(feedback.warning().map(|warning| warning.to_string()));
        advice.extend(feedback.suggestions().iter().filter_map(in_our_words));
    }
    let (score, words) = match entropy.score() {
        Score::Zero => (0, "far too easy to guess"),
        Score::One => (1, "easy to guess"),
        Score::Two => (2, "not yet hard enough to guess"),
        Score::Three => (3, "hard to guess"),
        // `Score` may gain names; whatever is above three is enough.
        _ => (4, "very hard to guess"),
    };
    Strength {
        score,
        words,
        advice,
        rules: rules(passphrase),
    }
}

/// Whether a passphrase will do: hard enough to guess, and as the policy wants it.
///
/// # Errors
/// What is wrong with it, in a sentence or two.
pub fn good_enough(passphrase: &str, known: &[&str]) -> Result<(), String> {
    let strength = strength(passphrase, known);
    let unmet: Vec<_> = strength
        .rules
        .list()
        .into_iter()
        .filter(|(_, met)| !met)
        .map(|(rule, _)| rule)
        .collect();
    if !unmet.is_empty() {
        return Err(format!(
            "The policy's rule for passwords is not met: {}.",
            unmet.join(", ")
        ));
    }
    if !strength.is_enough() {
        let advice = strength.advice.first().map_or("", String::as_str);
        return Err(format!("This passphrase is {}. {advice}", strength.words)
            .trim_end()
            .to_owned());
    }
    Ok(())
}

/// The advice that fits beside the policy's rule, spelt as it is here.
fn in_our_words(suggestion: &Suggestion) -> Option<String> {
    match suggestion {
        // True, but the policy asks for them all the same.
        Suggestion::NoNeedForSymbolsDigitsOrUppercaseLetters => None,
        Suggestion::CapitalizationDoesntHelpVeryMuch => {
            Some("Capital letters don't help very much.".to_owned())
        }
        Suggestion::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase => {
            Some("All capitals are almost as easy to guess as none.".to_owned())
        }
        other => Some(other.to_string()),
    }
}

fn rules(passphrase: &str) -> Rules {
    let core = passphrase.trim_matches(|c: char| !c.is_alphabetic());
    Rules {
        long_enough: passphrase.chars().count() >= 8,
        letters: passphrase.chars().any(char::is_alphabetic),
        numbers: passphrase.chars().any(char::is_numeric),
        symbols: passphrase
            .chars()
            .any(|c| !c.is_alphanumeric() && !c.is_control()),
        not_a_word: !passphrase.is_empty() && !is_a_word(passphrase) && !is_a_word(core),
    }
}

fn is_a_word(text: &str) -> bool {
    matches!(
        zxcvbn(text, &[]).sequence(),
        [one] if matches!(one.pattern, MatchPattern::Dictionary(_))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policys_rule_is_met_part_by_part() {
        let of = |text| strength(text, &[]).rules;
        assert!(of("teal7 lantern & gravel").are_met());
        assert!(!of("a1!").long_enough);
        assert!(!of("12345678!").letters);
        assert!(!of("lantern & gravel").numbers);
        assert!(!of("lantern77gravel").symbols);
        for word in ["elephant", "Elephant", "elephant1!", "P@ssw0rd"] {
            assert!(!of(word).not_a_word, "{word}");
        }
        assert!(!of("").are_met());
    }

    #[test]
    fn weak_ones_are_told_why_and_strong_ones_left_in_peace() {
        let weak = strength("password1", &[]);
        assert!(!weak.is_enough());
        assert!(!weak.advice.is_empty());
        let strong = strength("teal7 lantern & gravel", &[]);
        assert!(strong.is_enough());
        assert!(strong.advice.is_empty());
        assert_eq!(strength("", &[]).score, 0);
    }

    #[test]
    fn what_anyone_would_try_first_counts_against_it() {
        let blind = strength("Thistlemead Primary", &[]);
        let known = strength(
            "Thistlemead Primary",
            &["Ottoline Vance", "Thistlemead Primary"],
        );
        assert!(known.score < blind.score, "{known:?} {blind:?}");
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_can_be_weighed(text in "\\PC{0,24}") {
            proptest::prop_assert!(strength(&text, &[&text]).score <= 4);
        }
    }
}
