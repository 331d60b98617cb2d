//! The list of cases as a queue: what narrows it, in which order it stands, and what of it is selected. Worked out when
//! something has changed, and drawn from then on.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::edit::TextEdit;
use super::state::{Cases, Opened, Screen, State};
use crate::domain::case_find;
use crate::domain::ids::Reference;
use crate::domain::query::{
    Completion, Fault, Ground, Key, Offer, Query, View, complete, parse_in_part,
};
use crate::domain::today::Tile;

mod found;
mod ground;
mod sort;

pub use found::MANY;
use found::{apart, found, in_full, key_of, may_be_sealed};
use ground::{on_ground, unnoted};
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
    /// What all of them have in common.
    only: Option<Tile>,
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
    let Some(opened) = state.opened.as_deref_mut() else {
        return;
    };
    let (opened, now) = (&*opened, state.now);
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
    let among = Among {
        all: cases.all,
        only: cases.only.as_ref(),
    };
    if is_read && !cases.filtering && queue.is_made(among, opened, today) {
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
        if !queue.is_made(among, opened, today) {
            queue.make(among, opened, ground);
        }
    });
}

/// Among which cases the query looks.
#[derive(Clone, Copy)]
struct Among<'a> {
    /// Closed ones too.
    all: bool,
    /// These alone, whatever became of them since they were counted.
    only: Option<&'a (Tile, BTreeSet<Reference>)>,
}

impl Queue {
    fn is_made(&self, among: Among<'_>, opened: &Opened, today: NaiveDate) -> bool {
        self.made.as_ref().is_some_and(|made| {
            made.seq == opened.school.seq
                && made.today == today
                && made.all == among.all
                && made.only == among.only.map(|(tile, _)| *tile)
                && made.sorting == self.sorting
                && made.unnoted == unnoted(opened)
                && made.query == self.query
        })
    }

    fn make(&mut self, among: Among<'_>, opened: &Opened, ground: &Ground<'_>) {
        let asked = in_full(&self.query, among.all || among.only.is_some());
        self.words = match self.query.terms.is_empty() {
            true => String::new(),
            false => asked.words(ground),
        };
        let mut rows = found(&asked, self.sorting, opened, ground);
        if let Some((_, only)) = among.only {
            rows.retain(|row| only.contains(&row.reference));
        }
        let lines = rows.into_iter().map(|row| Shown::Case(row.reference));
        self.lines = lines.collect();
        if may_be_sealed(&self.query) && among.only.is_none() {
            let (free, _) = apart(&self.query);
            let sealed = case_find::find_sealed(&opened.school, &free.join(" "));
            let sealed = sealed.into_iter();
            self.lines
                .extend(sealed.map(|(reference, on)| Shown::Sealed(reference, on)));
        }
        self.made = Some(Made {
            query: self.query.clone(),
            all: among.all,
            only: among.only.map(|(tile, _)| *tile),
            sorting: self.sorting,
            seq: opened.school.seq,
            today: ground.today,
            unnoted: unnoted(opened),
        });
    }

    /// The cases that are selected, whether they are shown now or not; else the one under the cursor.
    #[must_use]
    pub fn chosen(&self, cursor: usize) -> Vec<Reference> {
        if !self.selected.is_empty() {
            return self.selected.iter().copied().collect();
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

/// The view that the list shows, by its place.
#[must_use]
pub fn view_shown(cases: &Cases, views: &[View]) -> Option<usize> {
    let text = cases.filter.text();
    views.iter().position(|view| view.query == text)
}
