//! What is due in a case, each thing with its day: what is overdue, the agenda and the calendar are made of it.

use chrono::NaiveDate;

use super::case::Case;
use super::entry::ActionKind;
use super::ids::{Letter, Reference};
use super::vocabulary::{List, Vocabulary};

/// What kind of thing is due; the order is that of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DueKind {
    /// Parents are to be contacted.
    Contact,
    /// A sanction in force has its last day.
    SanctionEnds,
    /// Something else is to be done.
    Action,
    /// The case is looked at again.
    Review,
}

impl DueKind {
    /// Every kind, in the order of one day.
    pub const ALL: [Self; 4] = [
        Self::Contact,
        Self::SanctionEnds,
        Self::Action,
        Self::Review,
    ];

    /// The letter that stands for it where there is no room for a word.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Contact => 'C',
            Self::SanctionEnds => 'S',
            Self::Action => 'A',
            Self::Review => 'R',
        }
    }

    /// The word for so many of them.
    #[must_use]
    pub const fn word(self, many: usize) -> &'static str {
        match (self, many) {
            (Self::Contact, 1) => "contact",
            (Self::Contact, _) => "contacts",
            (Self::SanctionEnds, 1) => "sanction ends",
            (Self::SanctionEnds, _) => "sanctions end",
            (Self::Action, 1) => "action",
            (Self::Action, _) => "actions",
            (Self::Review, 1) => "review",
            (Self::Review, _) => "reviews",
        }
    }
}

/// One thing that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Due {
    /// The day.
    pub day: NaiveDate,
    /// What kind.
    pub kind: DueKind,
    /// In which case.
    pub case: Reference,
    /// The number of the action or the sanction; 0 for a review.
    pub number: u32,
}

/// Everything that is due in a case, in no order. Nothing once it is closed.
pub fn due(case: &Case) -> impl Iterator<Item = Due> {
    let one = |day, kind, number| Due {
        day,
        kind,
        case: case.reference,
        number,
    };
    let actions = case.open_actions().map(move |action| {
        let kind = match action.kind {
            ActionKind::ContactParents(_) => DueKind::Contact,
            _ => DueKind::Action,
        };
        one(action.due, kind, action.number)
    });
    let ends = case.active_sanctions().filter_map(move |sanction| {
        Some(one(sanction.until?, DueKind::SanctionEnds, sanction.number))
    });
    let review = case.review.map(|day| one(day, DueKind::Review, 0));
    let all = actions.chain(ends).chain(review);
    all.filter(|_| case.status.is_open())
}

impl Due {
    /// What it is, in a few words.
    #[must_use]
    pub fn words(&self, case: &Case, words: &Vocabulary) -> String {
        match self.kind {
            DueKind::Contact | DueKind::Action => {
                let action = case
                    .actions
                    .iter()
                    .find(|tracked| tracked.action.number == self.number);
                action.map_or_else(String::new, |tracked| tracked.action.text.clone())
            }
            DueKind::SanctionEnds => {
                let sanction = case
                    .sanctions
                    .iter()
                    .find(|tracked| tracked.sanction.number == self.number);
                let kind = sanction.map_or("", |tracked| tracked.sanction.kind.as_str());
                format!("Sanction ends · {}", words.label(List::Sanction, kind))
            }
            DueKind::Review => "Review".to_owned(),
        }
    }

    /// Whom it is about, where it is about one of several.
    #[must_use]
    pub fn about(&self, case: &Case) -> Option<Letter> {
        match self.kind {
            DueKind::Contact => case.actions.iter().find_map(|tracked| {
                let action = &tracked.action;
                match action.kind {
                    ActionKind::ContactParents(letter) if action.number == self.number => {
                        Some(letter)
                    }
                    _ => None,
                }
            }),
            DueKind::SanctionEnds => case
                .sanctions
                .iter()
                .find(|tracked| tracked.sanction.number == self.number)
                .map(|tracked| tracked.sanction.about),
            DueKind::Action | DueKind::Review => None,
        }
    }
}
