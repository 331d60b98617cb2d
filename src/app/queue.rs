//! The list of cases as a queue: what narrows it, in which order it stands, and what of it is selected. Worked out when
//! something has changed, and drawn from then on.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::thread::available_parallelism;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::edit::TextEdit;
use super::state::{Cases, Opened, Screen, State};
use crate::domain::case::Case;
use crate::domain::case_find;
use crate::domain::entry::AuditFact;
use crate::domain::ids::Reference;
use crate::domain::next::list_order;
use crate::domain::policy::Policies;
use crate::domain::query::{
    Ask, Completion, Fault, Ground, Key, Offer, Query, Term, View, complete, parse_in_part,
};

mod sort;

pub use sort::{Column, Sorting, year};

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A case.
    Case(Reference),
    /// A concern of which we know no more than that it is sealed to the headteacher, and since when.
    Sealed(Reference, NaiveDate),
}

impl Shown {
    /// The case, where it can be opened.
    #[must_use]
    pub fn case(self) -> Option<Reference> {
        match self {
            Self::Case(reference) => Some(reference),
            Self::Sealed(..) => None,
        }
    }
}

/// What the list shows, and why.
#[derive(Default)]
pub struct Queue {
    /// The lines, in their order.
    pub lines: Vec<Shown>,
    /// What is wrong with what narrows the list: the rest of it narrows it all the same.
    pub faults: Vec<Fault>,
    /// What narrows it, in plain words; empty where nothing does.
    pub words: String,
    /// What can be written next, while the filter has the keys.
    pub next: Completion,
    /// The order; none: what is due first.
    pub sorting: Option<Sorting>,
    /// The cases that the next act is about.
    pub selected: BTreeSet<Reference>,
    /// It asks for values of keys, not for words alone.
    pub has_keys: bool,
    query: Query,
    read: Option<Read>,
    made: Option<Made>,
}

/// What a query was read from.
#[derive(PartialEq, Eq)]
struct Read {
    text: String,
    seq: u64,
    today: NaiveDate,
}

/// What the lines were made from.
#[derive(PartialEq)]
struct Made {
    query: Query,
    all: bool,
    sorting: Option<Sorting>,
    seq: u64,
    today: NaiveDate,
    /// How many cases were opened since that was last noted.
    unnoted: usize,
}

/// What of the offers may be seen: while names are initials, nobody's name.
#[must_use]
pub fn offers(next: &Completion, initials: bool) -> Vec<&Offer> {
    let named = |offer: &Offer| match next.key {
        Some(Key::Pupil) => true,
        Some(Key::Owner) => offer.text != "me",
        Some(_) => false,
        None => offer.text.starts_with("owner:") && offer.text != "owner:",
    };
    let offers = next.offers.iter();
    offers.filter(|one| !initials || !named(one)).collect()
}

/// Works out anew what has changed, after a message was taken.
pub fn freshen(state: &mut State) {
    let Some(opened) = state.opened.as_deref() else {
        return;
    };
    let now = state.now;
    for screen in &mut state.screens {
        if let Screen::Cases(cases) = screen {
            freshen_one(cases, opened, now);
        }
    }
}

fn freshen_one(cases: &mut Cases, opened: &Opened, now: DateTime<FixedOffset>) {
    let (seq, today) = (opened.school.seq, now.date_naive());
    let queue = &mut cases.queue;
    let read = Read {
        text: cases.filter.text().to_owned(),
        seq,
        today,
    };
    let is_read = queue.read.as_ref() == Some(&read);
    if is_read && !cases.filtering && queue.is_made(cases.all, opened, today) {
        return;
    }
    on_ground(opened, today, |ground| {
        if !is_read {
            // What is wrong narrows nothing, and the rest of it goes on doing so.
            let (query, faults) = parse_in_part(&read.text, ground);
            queue.has_keys = query.terms.iter().any(|term| key_of(term).is_some());
            (queue.query, queue.faults) = (query, faults);
            queue.read = Some(read);
        }
        queue.next = match cases.filtering {
            true => complete(cases.filter.text(), cases.filter.cursor(), ground),
            false => Completion::default(),
        };
        if !queue.is_made(cases.all, opened, today) {
            queue.make(cases.all, opened, ground);
        }
    });
}

impl Queue {
    fn is_made(&self, all: bool, opened: &Opened, today: NaiveDate) -> bool {
        self.made.as_ref().is_some_and(|made| {
            made.seq == opened.school.seq
                && made.today == today
                && made.all == all
                && made.sorting == self.sorting
                && made.unnoted == unnoted(opened)
                && made.query == self.query
        })
    }

    fn make(&mut self, all: bool, opened: &Opened, ground: &Ground<'_>) {
        let asked = in_full(&self.query, all);
        self.words = match self.query.terms.is_empty() {
            true => String::new(),
            false => asked.words(ground),
        };
        let cases = found(&asked, opened, ground);
        let cases = match self.sorting {
            None => cases,
            Some(sorting) => sorting.sorted(cases, &opened.school),
        };
        self.lines = cases
            .into_iter()
            .map(|case| Shown::Case(case.reference))
            .collect();
        if may_be_sealed(&self.query) {
            let (free, _) = apart(&self.query);
            let sealed = case_find::find_sealed(&opened.school, &free.join(" "));
            let sealed = sealed.into_iter();
            self.lines
                .extend(sealed.map(|(reference, on)| Shown::Sealed(reference, on)));
        }
        self.made = Some(Made {
            query: self.query.clone(),
            all,
            sorting: self.sorting,
            seq: opened.school.seq,
            today: ground.today,
            unnoted: unnoted(opened),
        });
    }

    /// The cases that are selected and shown; else the one under the cursor.
    #[must_use]
    pub fn chosen(&self, cursor: usize) -> Vec<Reference> {
        let shown = self.lines.iter().filter_map(|line| line.case());
        let selected: Vec<_> = shown.filter(|one| self.selected.contains(one)).collect();
        if !selected.is_empty() {
            return selected;
        }
        let last = self.lines.len().saturating_sub(1);
        let under = self.lines.get(cursor.min(last));
        under.and_then(|line| line.case()).into_iter().collect()
    }

    /// What is wrong and is to be said now: not of a word that is still being written, as long as it can become one.
    #[must_use]
    pub fn fault(&self, filter: &TextEdit, filtering: bool) -> Option<&Fault> {
        let writing = |fault: &Fault| {
            let near = fault.at.start <= filter.cursor() && filter.cursor() <= fault.at.end;
            filtering && near && !self.next.offers.is_empty()
        };
        self.faults.iter().find(|fault| !writing(fault))
    }
}

/// Puts the first offer in the place of what is being written; where something is wrong, what is right in its place.
pub fn take_offer(cases: &mut Cases, initials: bool) {
    let fault = cases.queue.fault(&cases.filter, cases.filtering);
    if let Some((at, right)) = fault.and_then(|one| Some((one.at.clone(), one.instead.clone()?))) {
        // A key is named without its colon, and offered with it.
        let text = cases.filter.text();
        let colon = right.ends_with(':') && text.get(at.end..).is_some_and(|t| t.starts_with(':'));
        let end = at.end + usize::from(colon);
        cases.filter.write_over(at.start..end, &right);
        return;
    }
    let offers = offers(&cases.queue.next, initials);
    let Some(offer) = offers.first() else {
        return;
    };
    let range = cases.queue.next.replaces.clone();
    let after = cases.filter.text().get(range.end..).unwrap_or_default();
    // What is complete is followed by the next.
    let blank = match offer.text.ends_with(':') || after.starts_with([' ', ',']) {
        true => "",
        false => " ",
    };
    let text = format!("{}{blank}", offer.text);
    cases.filter.write_over(range, &text);
}

/// Calls `act` with what queries are read and answered with.
fn on_ground<T>(opened: &Opened, today: NaiveDate, act: impl FnOnce(&Ground<'_>) -> T) -> T {
    let terms = opened.school.terms();
    let read = read_until(opened);
    let me = opened.me.id.as_str();
    let unread = |case: &Case| {
        let until = read.get(&case.reference).copied().unwrap_or(0);
        let mut lines = case.chronology.iter().rev();
        lines.any(|line| line.seq > until && line.by.id != me)
    };
    act(&Ground {
        school: &opened.school,
        policies: Policies::shipped(),
        words: &opened.words,
        terms: &terms,
        me,
        today,
        unread: &unread,
    })
}

/// The last entry of the log when whoever reads opened a case last.
fn read_until(opened: &Opened) -> BTreeMap<Reference, u64> {
    let mut read = BTreeMap::new();
    for line in &opened.school.audit {
        if let AuditFact::CasesOpened(cases) = &line.fact
            && line.by == opened.me.id
        {
            read.extend(cases.iter().map(|case| (*case, line.seq)));
        }
    }
    if let Some((_, cases)) = &opened.unnoted {
        read.extend(cases.iter().map(|case| (*case, u64::MAX)));
    }
    read
}

fn unnoted(opened: &Opened) -> usize {
    opened.unnoted.as_ref().map_or(0, |(_, cases)| cases.len())
}

fn key_of(term: &Term) -> Option<Key> {
    match &term.ask {
        Ask::Key(key, _) => Some(*key),
        Ask::Text(_) => None,
    }
}

/// What is asked for, with what goes without saying: open cases, where nothing is said of that.
fn in_full(query: &Query, all: bool) -> Query {
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
fn apart(query: &Query) -> (Vec<&str>, Query) {
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
fn found<'a>(query: &Query, opened: &'a Opened, ground: &Ground<'_>) -> Vec<&'a Case> {
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
    let within = texts.filter(ground).among(&cases, cores);
    let mut called = case_find::find(&opened.words, cases, &free.join(" "), ground.today);
    let known: BTreeSet<_> = called.iter().map(|case| case.reference).collect();
    let mut others = within;
    others.retain(|case| !known.contains(&case.reference));
    others.sort_by_cached_key(|case| list_order(case));
    called.extend(others);
    called
}

/// Whether what is sealed to others can be meant: nothing is known of it that a key could ask for.
fn may_be_sealed(query: &Query) -> bool {
    query.terms.iter().all(|term| match &term.ask {
        Ask::Text(texts) => !term.negated && texts.len() == 1,
        Ask::Key(Key::Is, values) => !term.negated && values.iter().any(|one| one == "sealed"),
        Ask::Key(..) => false,
    })
}

/// The view that the list shows, by its place.
#[must_use]
pub fn view_shown(cases: &Cases, views: &[View]) -> Option<usize> {
    let text = cases.filter.text();
    views.iter().position(|view| view.query == text)
}
