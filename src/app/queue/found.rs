//! The cases that a query finds, and in which order.

use std::collections::BTreeSet;
use std::num::NonZero;
use std::thread::available_parallelism;

use crate::app::state::Opened;
use crate::domain::case::Case;
use crate::domain::case_find;
use crate::domain::next::list_order;
use crate::domain::query::{Ask, Ground, Key, Query, Term};

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

/// The cases, what is due first; where words are asked for, first those that are called so, then those in whose text
/// they stand.
pub(super) fn found<'a>(query: &Query, opened: &'a Opened, ground: &Ground<'_>) -> Vec<&'a Case> {
    let cores = available_parallelism().map_or(1, NonZero::get);
    let all: Vec<&Case> = opened.school.cases.values().collect();
    let (free, rest) = apart(query);
    let mut cases = rest.filter(ground).among(&all, cores);
    if free.is_empty() {
        cases.sort_by_cached_key(|case| list_order(case));
        return cases;
    }
    let mut texts = query.clone();
    texts.terms.retain(|term| key_of(term).is_none());
    let mut texts = texts.filter(ground);
    if let Some(index) = &opened.searching.index {
        texts = texts.with(index);
    }
    let mut within = texts.among(&cases, cores);
    if all.len() > MANY {
        within.sort_by_cached_key(|case| list_order(case));
        return within;
    }
    let mut called = case_find::find(&opened.words, cases, &free.join(" "), ground.today);
    let known: BTreeSet<_> = called.iter().map(|case| case.reference).collect();
    let mut others = within;
    others.retain(|case| !known.contains(&case.reference));
    others.sort_by_cached_key(|case| list_order(case));
    called.extend(others);
    called
}

/// Whether what is sealed to others can be meant: nothing is known of it that a key could ask for.
pub(super) fn may_be_sealed(query: &Query) -> bool {
    query.terms.iter().all(|term| match &term.ask {
        Ask::Text(texts) => !term.negated && texts.len() == 1,
        Ask::Key(Key::Is, values) => !term.negated && values.iter().any(|one| one == "sealed"),
        Ask::Key(..) => false,
    })
}
