//! How close together letters lie in a text: the scorer of `fuzzy-matcher`, made to give the same answer twice.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// The score of letters that are all in the text in their order: the closer together, and the more of them where words
/// begin, the higher. None when they are not all in it. Capitals count only when there are some among the letters.
///
/// Each call has a scorer of its own: `fuzzy-matcher` 0.3.7 counts what the last call left in a scorer's
/// cells, so that a score hung on what had been asked before, and it panics when it is told to keep none.
#[must_use]
pub fn score(text: &str, letters: &str) -> Option<i64> {
    SkimMatcherV2::default().fuzzy_match(text, letters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_score_does_not_hang_on_what_was_asked_before(
            before in proptest::collection::vec(("[at]{1,6}", "[at]{1,5}"), 0..8),
            text in "[at]{1,7}",
            letters in "[at]{1,5}",
        ) {
            let first = score(&text, &letters);
            for (text, letters) in &before {
                let _ = score(text, letters);
            }
            prop_assert_eq!(score(&text, &letters), first);
        }
    }
}
