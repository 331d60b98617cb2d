//! Finding cases by a few words: `y5 photo`, a name, a clause, a reference.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::case::Case;
use super::next;
use super::vocabulary::{List, Vocabulary};

/// The cases in which every word is found, best first; all of them in the list's own order when
/// nothing is asked.
#[must_use]
pub fn find<'a>(words: &Vocabulary, mut cases: Vec<&'a Case>, asked: &str) -> Vec<&'a Case> {
    let asked = asked.trim();
    if asked.is_empty() {
        cases.sort_by_cached_key(|case| next::list_order(case));
        return cases;
    }
    let matcher = SkimMatcherV2::default().ignore_case();
    let mut scored: Vec<_> = cases
        .into_iter()
        .filter_map(|case| {
            let text = sought(words, case);
            let score: Option<i64> = asked
                .split_whitespace()
                .map(|word| matcher.fuzzy_match(&text, word))
                .sum();
            Some((score?, case))
        })
        .collect();
    scored.sort_by_key(|(score, case)| (-score, next::list_order(case)));
    scored.into_iter().map(|(_, case)| case).collect()
}

/// What is looked through.
fn sought(words: &Vocabulary, case: &Case) -> String {
    let mut text = case.reference.to_string();
    for (_, one) in case.people() {
        text.push(' ');
        text.push_str(one.who.name());
        text.push(' ');
        text.push_str(&one.who.about());
    }
    for cited in &case.concern.clauses {
        text.push(' ');
        text.push_str(&cited.clause.to_string());
    }
    for (list, id) in [
        (List::Category, case.concern.category.as_str()),
        (List::Severity, case.severity.id()),
        (List::Status, case.status.id()),
    ] {
        text.push(' ');
        text.push_str(words.label(list, id));
    }
    text
}
