//! What of a case is looked through.

use crate::domain::case::Case;
use crate::domain::entry::{CaseFact, Change, ChildsView, Concern, ParentsDecision};
use crate::domain::vocabulary::{List, Vocabulary};

/// Where in a case a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Its reference.
    Reference,
    /// The name of somebody in it.
    Name,
    /// Year group and class, job, clause, category or tag.
    Facts,
    /// The entry with that number in the log.
    Entry(u64),
}

impl Place {
    /// Its weight, from 0 to 3.
    #[must_use]
    pub const fn weight(self) -> u8 {
        match self {
            Self::Entry(_) => 0,
            Self::Facts => 1,
            Self::Name => 2,
            Self::Reference => 3,
        }
    }
}

/// Calls `each` with every text of the case, the weightiest first: its reference, who and which rules are in it now,
/// and every text that was ever written in it, corrected or not.
pub fn each_text(case: &Case, words: &Vocabulary, each: &mut impl FnMut(Place, &str)) {
    each(Place::Reference, &case.reference.to_string());
    for (_, one) in case.people() {
        each(Place::Name, one.who.name());
    }
    for (_, one) in case.people() {
        let about = one.who.about();
        each(Place::Facts, &about);
        if one.who.pupil().is_some() {
            each(Place::Facts, &about.replace("Year ", "Y"));
        }
    }
    for cited in &case.concern.clauses {
        each(Place::Facts, &cited.clause.to_string());
        each(Place::Facts, &cited.text);
    }
    each(
        Place::Facts,
        words.label(List::Category, &case.concern.category),
    );
    case.tags.iter().for_each(|tag| each(Place::Facts, tag));
    for line in &case.chronology {
        let mut each = |text: &str| each(Place::Entry(line.seq), text);
        for (_, _, text) in line.fact.texts() {
            each(text);
        }
        beside(&line.fact, &mut each);
    }
}

/// What is written in an entry beside the texts that can be corrected.
fn beside(fact: &CaseFact, each: &mut impl FnMut(&str)) {
    match fact {
        CaseFact::Concern(concern) => beside_concern(concern, each),
        CaseFact::Amended(amendment) => match &amendment.change {
            Change::Text { to, .. } => each(to),
            Change::ParticipantAdded(one) => each(&one.relevant),
            _ => {}
        },
        CaseFact::Closed(closure) => {
            match &closure.childs_view {
                ChildsView::Said(text) | ChildsView::NotSought(text) => each(text),
            }
            match &closure.parents {
                ParentsDecision::Withheld(text) | ParentsDecision::NotConcerned(text) => each(text),
                ParentsDecision::Told => {}
            }
            each(&closure.left_open);
        }
        _ => {}
    }
}

fn beside_concern(concern: &Concern, each: &mut impl FnMut(&str)) {
    each(&concern.late_reason);
    for one in &concern.participants {
        each(&one.relevant);
    }
    if let Some(taken) = &concern.report {
        let report = &taken.report;
        for text in [
            &report.from,
            &report.who,
            &report.place,
            &report.account,
            &report.words,
            &report.done,
        ] {
            each(text);
        }
    }
}
