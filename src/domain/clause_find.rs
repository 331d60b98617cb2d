//! Finding a clause while typing: `Staff 20`, `safe 6`, `photo`, `wi-fi`, `passwrd`.

use super::fuzzy::score;
use super::policy::{Clause, ClauseRef, Document, Fit, Fitted};

/// How a clause was found; the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// By its reference, with or without the policy's code.
    Reference,
    /// Every word that was typed begins one of its words.
    Words,
    /// A slip of the finger was forgiven.
    Slip,
}

/// A clause that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its full name.
    pub clause_ref: ClauseRef,
    /// How it was found.
    pub rank: Rank,
    /// How well its document fits the person.
    pub fit: Fit,
    /// How well it matches; 0 for an empty query.
    pub score: i64,
}

/// A word must score this much per letter, or its letters lie scattered by chance.
const PER_LETTER: i64 = 13;
/// The number typed in full: `7a` means 7a, before anything that merely contains it.
const EXACT: i64 = 400;

/// The clauses that match every word of `query`: the one that was named first, then those that have the words, then
/// those that nearly do; of each the best fitting document first, then the best match, then the most used, then the
/// document's own order. An empty query lists what fits the person, the most used first.
#[must_use]
pub fn find(
    documents: &[Fitted<'_>],
    query: &str,
    use_counts: &dyn Fn(&ClauseRef) -> u32,
    limit: usize,
) -> Vec<Hit> {
    let query = Query {
        whole: tight(query),
        words: query
            .split_whitespace()
            .map(tight)
            .filter(|word| !word.is_empty())
            .collect(),
    };
    let mut hits = Vec::new();
    for fitted in documents {
        let nothing_typed = query.words.is_empty();
        if nothing_typed && fitted.fit == Fit::Other {
            continue;
        }
        for clause in &fitted.document.clauses {
            let found = if nothing_typed {
                Some((Rank::Words, 0))
            } else {
                query.finds(&fitted.policy.short, fitted.document, clause)
            };
            let Some((rank, score)) = found else {
                continue;
            };
            let clause_ref = fitted.policy.reference(fitted.document, clause);
            let used = use_counts(&clause_ref);
            hits.push((
                used,
                Hit {
                    clause_ref,
                    rank,
                    fit: fitted.fit,
                    score,
                },
            ));
        }
    }
    // A stable sort keeps the documents' order among equals.
    hits.sort_by(|(one_used, one), (other_used, other)| {
        (one.rank.cmp(&other.rank))
            .then(one.fit.cmp(&other.fit))
            .then(other.score.cmp(&one.score))
            .then(other_used.cmp(one_used))
    });
    hits.truncate(limit);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

/// A text without what people leave out or put in as they like: case, spaces, hyphens. A number that the source
/// uses twice keeps its mark.
fn tight(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric() || *c == '(')
        .flat_map(char::to_lowercase)
        .collect()
}

/// What was typed.
struct Query {
    whole: String,
    words: Vec<String>,
}

impl Query {
    /// How the clause was found, and how well; none if it was not.
    fn finds(&self, policy: &str, document: &Document, clause: &Clause) -> Option<(Rank, i64)> {
        let code = tight(document.code.as_str());
        let number = tight(&clause.number.to_string());
        let reference = format!("{code}{number}");
        if self.whole == reference || self.whole == format!("{}{reference}", tight(policy)) {
            return Some((Rank::Reference, 0));
        }
        let policy = tight(policy);
        let texts = |text: &str| -> Vec<String> { text.split_whitespace().map(tight).collect() };
        // (words, how much one of them counts)
        let columns = [
            (vec![number.clone()], 60),
            (texts(&clause.number.to_string()), 60),
            (texts(&clause.topic), 40),
            (vec![policy, code.clone()], 30),
            (texts(document.code.as_str()), 30),
            (texts(&clause.section), 20),
            (texts(&document.title), 10),
            (texts(&clause.text), 10),
        ];
        let begins = |word: &str| {
            let weights = columns.iter().filter_map(|(words, weight)| {
                let found = words.iter().filter(|other| other.starts_with(word));
                // A whole word is worth more than the beginning of a longer one.
                found
                    .map(|other| weight + if other == word { 5 } else { 0 })
                    .max()
            });
            weights.max()
        };
        let mut rank = Rank::Words;
        let mut total = 0;
        if !code.starts_with(&self.whole) {
            for word in &self.words {
                total += match begins(word) {
                    Some(weight) => weight,
                    None => {
                        rank = Rank::Slip;
                        self.nearly(document, clause, word)?
                    }
                };
            }
        }
        let named = self.whole == number || self.words.contains(&number);
        Some((rank, total + if named { EXACT } else { 0 }))
    }

    /// How well the word fits the column that it fits best, letters left out or not.
    fn nearly(&self, document: &Document, clause: &Clause, word: &str) -> Option<i64> {
        let number = clause.number.to_string();
        let letters = i64::try_from(word.chars().count()).unwrap_or(i64::MAX);
        let columns = [
            (number.as_str(), 60),
            (clause.topic.as_str(), 40),
            (clause.section.as_str(), 20),
            (document.code.as_str(), 20),
            (clause.text.as_str(), 0),
        ];
        columns
            .into_iter()
            .filter_map(|(column, weight)| {
                let score = score(column, word)?;
                (score >= letters.saturating_mul(PER_LETTER)).then_some(score + weight)
            })
            .max()
    }
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
    fn a_reference_names_its_clause_however_it_is_written() {
        for (query, first) in [
            ("SJ24 Staff 20", "SJ24 Staff 20"),
            ("SJ24 KS2 Tell 3", "SJ24 KS2 Tell 3"),
            ("sj24 ks2 tell3", "SJ24 KS2 Tell 3"),
            ("staff 20", "SJ24 Staff 20"),
            ("STAFF20", "SJ24 Staff 20"),
            ("staff 2", "SJ24 Staff 2"),
            ("parent 1", "SJ24 Parent 1"),
            ("agreement 2", "SJ24 Agreement 2"),
            ("wi-fi 10", "SJ24 WiFi 10"),
            ("send p7-l1 safe 2", "SJ24 SEND P7-L1 Safe 2"),
            ("remote 20a", "SJ24 Remote 20a"),
        ] {
            assert_eq!(names(YEAR_4, query)[0], first, "{query}");
        }
    }

    #[test]
    fn words_that_are_there_come_before_letters_that_are_scattered() {
        assert_eq!(names(YEAR_4, "wifi")[0], "SJ24 WiFi 1");
        assert_eq!(names(YEAR_4, "wi-fi")[0], "SJ24 WiFi 1");
        assert_eq!(names(YEAR_4, "wi fi")[0], "SJ24 WiFi 1");
        let strangers = names(YEAR_4, "stranger");
        assert_eq!(strangers[0], "SJ24 SEND P7-L1 Safe 2", "{strangers:?}");
    }

    /// Whatever a screen prints of a clause finds it.
    #[test]
    fn every_clause_is_found_by_its_own_name() {
        for short in ["SJ24", "BG23"] {
            let policy = Policies::shipped().by_short(short).unwrap();
            for found in policy.clauses() {
                let name = found.reference().to_string();
                let hits = find(&policy.fitted(YEAR_4), &name, &|_| 0, 1);
                assert_eq!(hits[0].clause_ref.to_string(), name);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn any_query_is_answered_in_order_within_the_limit(query in "\\PC{0,12}", limit in 0usize..20) {
            let policy = Policies::shipped().by_short("SJ24").unwrap();
            let hits = find(&policy.fitted(YEAR_4), &query, &|_| 0, limit);
            prop_assert!(hits.len() <= limit);
            prop_assert!(hits.is_sorted_by_key(|hit| (hit.rank, hit.fit, std::cmp::Reverse(hit.score))));
        }
    }
}
