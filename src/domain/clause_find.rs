//! Finding a clause while typing: `safe 6`, `photo`, `passwrd`, `7a`.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::policy::{Clause, ClauseRef, Document, Fit, Fitted};

/// Where in a hit's columns the query matched, as positions of characters, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)] // the columns' names
pub struct Matched {
    pub document: Vec<usize>,
    pub number: Vec<usize>,
    pub section: Vec<usize>,
    pub topic: Vec<usize>,
    pub text: Vec<usize>,
}

/// A clause that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its full name.
    pub clause_ref: ClauseRef,
    /// How well its document fits the person.
    pub fit: Fit,
    /// How well it matches; 0 for an empty query.
    pub score: i64,
    /// What to highlight.
    pub matched: Matched,
}

/// A word must score this much per letter, or its letters lie scattered by chance.
const PER_LETTER: i64 = 13;
/// A word of the number typed in full: `7a` means 7a, before anything that merely contains it.
const EXACT: i64 = 400;

/// The clauses that match every word of `query`: the best fitting document first, then the best match, then the most
/// used, then the document's own order. An empty query lists what fits the person, the most used first.
#[must_use]
pub fn find(
    documents: &[Fitted<'_>],
    query: &str,
    use_counts: &dyn Fn(&ClauseRef) -> u32,
    limit: usize,
) -> Vec<Hit> {
    let query = query.to_lowercase();
    let words: Vec<&str> = query.split_whitespace().collect();
    let matcher = SkimMatcherV2::default().ignore_case();
    let mut hits = Vec::new();
    for fitted in documents {
        if words.is_empty() && fitted.fit == Fit::Other {
            continue;
        }
        for clause in &fitted.document.clauses {
            let Some((score, matched)) = match_all(&matcher, fitted.document, clause, &words)
            else {
                continue;
            };
            let clause_ref = fitted.policy.reference(fitted.document, clause);
            let used = use_counts(&clause_ref);
            hits.push((
                used,
                Hit {
                    clause_ref,
                    fit: fitted.fit,
                    score,
                    matched,
                },
            ));
        }
    }
    // A stable sort keeps the documents' order among equals.
    hits.sort_by(|(one_used, one), (other_used, other)| {
        (one.fit.cmp(&other.fit))
            .then(other.score.cmp(&one.score))
            .then(other_used.cmp(one_used))
    });
    hits.truncate(limit);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

/// The sum over the query's words of each one's best column, or nothing when a word matches nowhere.
fn match_all(
    matcher: &SkimMatcherV2,
    document: &Document,
    clause: &Clause,
    words: &[&str],
) -> Option<(i64, Matched)> {
    let mut matched = Matched::default();
    let mut total = 0;
    if words.is_empty() {
        return Some((0, matched));
    }
    let number = clause.number.to_string();
    for word in words {
        // (column, weight, where its positions go)
        let columns = [
            (number.as_str(), 60, &mut matched.number),
            (clause.topic.as_str(), 40, &mut matched.topic),
            (clause.section.as_str(), 20, &mut matched.section),
            (document.code.as_str(), 20, &mut matched.document),
            (clause.text.as_str(), 0, &mut matched.text),
        ];
        let mut best = None;
        for (column, weight, places) in columns {
            let Some((score, at)) = match_word(matcher, column, word) else {
                continue;
            };
            best = best.max(Some(score + weight));
            places.extend(at);
        }
        total += best?;
        if is_part(&number, word) {
            total += EXACT;
        }
    }
    for places in [
        &mut matched.document,
        &mut matched.number,
        &mut matched.section,
        &mut matched.topic,
        &mut matched.text,
    ] {
        places.sort_unstable();
        places.dedup();
    }
    Some((total, matched))
}

fn match_word(matcher: &SkimMatcherV2, column: &str, word: &str) -> Option<(i64, Vec<usize>)> {
    let (score, at) = matcher.fuzzy_indices(column, word)?;
    let letters = i64::try_from(word.chars().count()).unwrap_or(i64::MAX);
    (score >= letters.saturating_mul(PER_LETTER)).then_some((score, at))
}

/// Whether the word is a whole word of the number.
fn is_part(number: &str, word: &str) -> bool {
    number
        .split(' ')
        .any(|part| part.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::{PersonKind, Policies, SendLevel, YearGroup};
    use proptest::prelude::*;

    const YEAR_4: PersonKind = PersonKind::Pupil {
        year: YearGroup::Year4,
        send: None,
    };

    fn names(person: PersonKind, query: &str) -> Vec<String> {
        let policy = Policies::shipped().by_short("SJ24").unwrap();
        let hits = find(&policy.fitted(person), query, &|_| 0, 10);
        hits.iter().map(|hit| hit.clause_ref.to_string()).collect()
    }

    #[test]
    fn a_number_finds_its_clause() {
        assert_eq!(names(YEAR_4, "safe 6")[0], "SJ24 KS2 Safe 6");
        assert_eq!(names(YEAR_4, "safe6 ")[0], "SJ24 KS2 Safe 6");
        assert_eq!(names(PersonKind::Staff, "7a")[0], "SJ24 Staff 7a");
        assert_eq!(names(PersonKind::Staff, "6")[0], "SJ24 Staff 6");
        assert_eq!(names(YEAR_4, "7a")[0], "SJ24 KS2 Learning 7a");
    }

    #[test]
    fn a_word_finds_what_it_is_about() {
        assert_eq!(names(YEAR_4, "photo")[0], "SJ24 KS2 Safe 2");
        let staff = names(PersonKind::Staff, "photo");
        assert_eq!(staff[0], "SJ24 Staff 18");
    }

    #[test]
    fn a_slip_of_the_finger_is_forgiven() {
        assert_eq!(names(YEAR_4, "passwrd")[0], "SJ24 KS2 Responsible 2");
        assert_eq!(names(PersonKind::Staff, "passwrd")[0], "SJ24 Staff 7a");
    }

    #[test]
    fn another_persons_clause_is_found_by_its_document() {
        assert_eq!(names(YEAR_4, "staff 7a")[0], "SJ24 Staff 7a");
        assert_eq!(names(YEAR_4, "wifi 10")[0], "SJ24 WiFi 10");
    }

    #[test]
    fn nothing_is_found_for_nonsense() {
        assert_eq!(names(YEAR_4, "qqxzv"), Vec::<String>::new());
        assert_eq!(names(YEAR_4, "photo qqxzv"), Vec::<String>::new());
    }

    #[test]
    fn an_empty_query_lists_what_fits_by_use() {
        let policy = Policies::shipped().by_short("SJ24").unwrap();
        let fitted = policy.fitted(YEAR_4);
        let used = |name: &ClauseRef| u32::from(name.to_string() == "SJ24 KS2 Tell 3") * 5;
        let hits = find(&fitted, "  ", &used, 1000);
        assert_eq!(hits[0].clause_ref.to_string(), "SJ24 KS2 Tell 3");
        assert_eq!(hits[1].clause_ref.to_string(), "SJ24 KS2 Safe 1");
        assert!(hits.iter().all(|hit| hit.fit != Fit::Other));
        // KS2, the agreement, Wi-Fi and remote learning.
        assert_eq!(hits.len(), 52 + 3 + 15 + 51);
    }

    #[test]
    fn use_breaks_a_tie_but_not_a_better_match() {
        let policy = Policies::shipped().by_short("SJ24").unwrap();
        let used = |name: &ClauseRef| u32::from(name.to_string() == "SJ24 KS2 Tell 1") * 99;
        let hits = find(&policy.fitted(YEAR_4), "tell", &used, 3);
        assert_eq!(hits[0].clause_ref.to_string(), "SJ24 KS2 Tell 1");
        let hits = find(&policy.fitted(YEAR_4), "tell 4", &used, 3);
        assert_eq!(hits[0].clause_ref.to_string(), "SJ24 KS2 Tell 4");
    }

    #[test]
    fn a_send_document_comes_before_the_year_groups() {
        let person = PersonKind::Pupil {
            year: YearGroup::Year4,
            send: Some(SendLevel::L2To4),
        };
        assert_eq!(
            names(person, "photo")[..2],
            ["SJ24 SEND L2-4 Safe 3", "SJ24 KS2 Safe 2"]
        );
    }

    #[test]
    fn matched_positions_are_those_of_the_letters() {
        let policy = Policies::shipped().by_short("SJ24").unwrap();
        let hits = find(&policy.fitted(YEAR_4), "photo", &|_| 0, 1);
        let hit = hits.first().unwrap();
        assert_eq!(hit.matched.topic, [0, 1, 2, 3, 4]);
        let found = Policies::shipped().get(&hit.clause_ref).unwrap();
        let letters: Vec<char> = found.clause.text.chars().collect();
        let word: String = hit.matched.text.iter().map(|&at| letters[at]).collect();
        assert_eq!(word.to_lowercase(), "photo");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn any_query_is_answered_in_order_within_the_limit(query in "\\PC{0,12}", limit in 0usize..20) {
            let policy = Policies::shipped().by_short("SJ24").unwrap();
            let hits = find(&policy.fitted(YEAR_4), &query, &|_| 0, limit);
            prop_assert!(hits.len() <= limit);
            prop_assert!(hits.is_sorted_by_key(|hit| (hit.fit, std::cmp::Reverse(hit.score))));
        }
    }
}
