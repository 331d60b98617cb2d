//! The cases that a query finds, and in which order.

use std::collections::{BTreeMap, BTreeSet};

use super::sort::Sorting;
use crate::app::state::Opened;
use crate::domain::case_find;
use crate::domain::query::{Ask, Ground, Key, Query, Term};
use crate::domain::rows::{Row, list_rank, sorted};

/// In more cases than most schools ever have, words are looked for where they are written alone: that is quick.
pub const MANY: usize = 2_000;

pub(super) fn key_of(term: &Term) -> Option<Key> {
    match &term.ask {
        Ask::Key(key, _) => Some(*key),
        Ask::Text(_) => None,
    }
}

/// What is asked for, with what goes without saying: open cases, where nothing is said of that.
pub(super) fn in_full(query: &Query, all: bool) -> Query {
    let of_status = |term: &Term| match &term.ask {
        Ask::Key(Key::Status, _) => true,
        Ask::Key(Key::Is, values) => values
            .iter()
            .any(|value| matches!(value.as_str(), "open" | "closed" | "sealed")),
        _ => false,
    };
    let mut asked = query.clone();
    if !all && !query.terms.iter().any(of_status) {
        let open = Term {
            negated: false,
            ask: Ask::Key(Key::Is, vec!["open".to_owned()]),
        };
        asked.terms.insert(0, open);
    }
    asked
}

/// Words that stand alone, and all else.
pub(super) fn apart(query: &Query) -> (Vec<&str>, Query) {
    let (mut free, mut rest) = (Vec::new(), Query::default());
    for term in &query.terms {
        match &term.ask {
            Ask::Text(texts) if !term.negated && texts.len() == 1 => {
                free.extend(texts.iter().map(String::as_str));
            }
            _ => rest.terms.push(term.clone()),
        }
    }
    (free, rest)
}

/// The rows of the cases, what is due first; where words are asked for, first those that are called so, then those in whose
/// text they stand. Else in the order that is asked for.
pub(super) fn found<'a>(
    query: &Query,
    sorting: Option<Sorting>,
    opened: &'a Opened,
    ground: &Ground<'_>,
) -> Vec<&'a Row> {
    let cases = &opened.school.cases;
    let (free, rest) = apart(query);
    let called_by = !free.is_empty() && cases.len() <= MANY;
    let rows = if called_by {
        called(&free, query, &rest, opened, ground)
    } else {
        let filter = query.filter(ground);
        let filter = match &opened.searching.index {
            Some(index) => filter.with(index),
            None => filter,
        };
        filter.of_cases(cases)
    };
    match sorting {
        Some(sorting) => {
            let mut rows = rows;
            rows.sort_unstable_by_key(|row| row.reference);
            sorting.sorted(&rows, &opened.school)
        }
        None if called_by => rows,
        None => sorted(&rows, list_rank),
    }
}

/// What is found of few cases: what is called by the words that stand alone comes first.
fn called<'a>(
    free: &[&str],
    query: &Query,
    rest: &Query,
    opened: &'a Opened,
    ground: &Ground<'_>,
) -> Vec<&'a Row> {
    let cases = &opened.school.cases;
    let among = rest.filter(ground).of_cases(cases);
    let row_of: BTreeMap<_, _> = among.iter().map(|row| (row.reference, *row)).collect();
    let among = among.iter().filter_map(|row| cases.get(&row.reference));
    let called = case_find::find(
        &opened.words,
        among.collect(),
        &free.join(" "),
        ground.today,
    );
    let called: Vec<_> = called.iter().map(|case| case.reference).collect();
    let within = sorted(&query.filter(ground).of_cases(cases), list_rank);
    let within = within.iter().map(|row| row.reference);
    let known: BTreeSet<_> = called.iter().copied().collect();
    let others = within.filter(|reference| !known.contains(reference));
    let all = called.iter().copied().chain(others);
    all.filter_map(|reference| row_of.get(&reference).copied())
        .collect()
}

/// Whether what is sealed to others can be meant: nothing is known of it that a key could ask for.
pub(super) fn may_be_sealed(query: &Query) -> bool {
    query.terms.iter().all(|term| match &term.ask {
        Ask::Text(texts) => !term.negated && texts.len() == 1,
        Ask::Key(Key::Is, values) => !term.negated && values.iter().any(|one| one == "sealed"),
        Ask::Key(..) => false,
    })
}
