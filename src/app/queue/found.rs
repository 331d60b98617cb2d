//! The cases that a query finds, and in which order.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::thread::available_parallelism;

use crate::app::state::Opened;
use crate::domain::case_find;
use crate::domain::next::row_order;
use crate::domain::query::{Ask, Ground, Key, Query, Term};
use crate::domain::rows::Row;

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
/// text they stand.
pub(super) fn found<'a>(query: &Query, opened: &'a Opened, ground: &Ground<'_>) -> Vec<&'a Row> {
    let cores = available_parallelism().map_or(1, NonZero::get);
    let (rows, cases) = (&opened.rows, &opened.school.cases);
    let (free, rest) = apart(query);
    let few = cases.len() <= MANY;
    if !free.is_empty() && few {
        return called(&free, query, &rest, opened, ground);
    }
    let mut filter = query.filter(ground);
    if let Some(index) = &opened.searching.index {
        filter = filter.with(index);
    }
    in_order(filter.of_rows(rows, cases, cores))
}

fn in_order(rows: Vec<&Row>) -> Vec<&Row> {
    let mut keyed: Vec<_> = rows.into_iter().map(|row| (row_order(row), row)).collect();
    keyed.sort_unstable_by_key(|(order, _)| *order);
    keyed.into_iter().map(|(_, row)| row).collect()
}

/// What is found of few cases: what is called by the words that stand alone comes first.
fn called<'a>(
    free: &[&str],
    query: &Query,
    rest: &Query,
    opened: &'a Opened,
    ground: &Ground<'_>,
) -> Vec<&'a Row> {
    let (rows, cases) = (&opened.rows, &opened.school.cases);
    let among = rest.filter(ground).of_rows(rows, cases, 1);
    let row_of: BTreeMap<_, _> = among.iter().map(|row| (row.reference, *row)).collect();
    let among = among.iter().filter_map(|row| cases.get(&row.reference));
    let called = case_find::find(
        &opened.words,
        among.collect(),
        &free.join(" "),
        ground.today,
    );
    let called: Vec<_> = called.iter().map(|case| case.reference).collect();
    let within = in_order(query.filter(ground).of_rows(rows, cases, 1));
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
