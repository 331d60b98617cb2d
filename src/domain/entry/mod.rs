//! Entries: what is written in the log, once, and never changed.
//!
//! Every entry can be read without Daybook: it names its author, spells out the clause it cites and
//! carries participants as they were that day. The JSON of a released version never changes its
//! meaning; new fields have defaults.

mod amendment;
mod closure;
mod concern;
mod follows;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::ids::Reference;
use super::people::{Agreement, Author, Pupil};

pub use amendment::{Amendment, Change};
pub use closure::{ChildsView, Closure, ParentsDecision};
pub use concern::{Cited, Concern, Quote};
pub use follows::{
    Action, ActionDone, ActionKind, Assignment, Contact, Decision, Link, Note, Referral, Review,
    Sanction, SanctionChange, SeveritySet, StatusSet,
};

/// The format of the entries that this version writes.
pub const FORMAT: u32 = 1;

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The entry's format, [`FORMAT`].
    pub daybook: u32,
    /// When it was recorded, by the computer's clock.
    pub at: DateTime<FixedOffset>,
    /// Who recorded it.
    pub by: Author,
    /// What it says.
    pub what: What,
}

/// What an entry says: something about the school, or about one case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// About the school.
    School(SchoolFact),
    /// About a case.
    Case {
        /// Which.
        reference: Reference,
        /// What was recorded, done, decided or corrected.
        fact: Box<CaseFact>,
    },
}

impl What {
    /// A fact about a case.
    #[must_use]
    pub fn case(reference: Reference, fact: CaseFact) -> Self {
        Self::Case {
            reference,
            fact: Box::new(fact),
        }
    }
}

/// Something about the school as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SchoolFact {
    /// The log was begun.
    Founded {
        /// The school's name.
        school: String,
    },
    /// Somebody was given a key.
    PersonAdded(Author),
    /// A policy is in force from a day on.
    PolicyAdopted {
        /// The policy's id.
        policy: String,
        /// Its title that day.
        title: String,
        /// From this day.
        from: NaiveDate,
    },
    /// A pupil joined the list, or their details changed.
    PupilListed(Pupil),
    /// An agreement was signed.
    AgreementSigned(Agreement),
    /// The school changed its vocabulary: the whole TOML text.
    VocabularyAdopted {
        /// The text, as `Vocabulary::parse` reads it.
        text: String,
    },
}

/// Something about one case. Never edited; an [`Amendment`] corrects it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseFact {
    /// What was reported: the case begins.
    Concern(Box<Concern>),
    /// A note.
    Note(Note),
    /// Something to do.
    ActionSet(Action),
    /// It was done, or is no longer needed.
    ActionDone(ActionDone),
    /// Contact with a parent or carer.
    Contact(Contact),
    /// A sanction.
    Sanction(Sanction),
    /// What became of a sanction.
    SanctionChanged(SanctionChange),
    /// An agency was asked.
    Referral(Referral),
    /// What was decided, why, and what was not.
    Decision(Decision),
    /// Somebody else looks after the case.
    Assigned(Assignment),
    /// When to look at it again.
    Review(Review),
    /// The case's status was set by hand.
    StatusSet(StatusSet),
    /// The severity was judged anew.
    SeveritySet(SeveritySet),
    /// It belongs with another case.
    Linked(Link),
    /// An entry was corrected.
    Amended(Amendment),
    /// The case was closed.
    Closed(Closure),
    /// The case was opened again.
    Reopened {
        /// Why.
        reason: String,
    },
}

impl CaseFact {
    /// What kind of entry it is, in words.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match self {
            Self::Concern(_) => "Concern",
            Self::Note(n) if n.opinion => "Note (opinion)",
            Self::Note(_) => "Note",
            Self::ActionSet(a) if a.done => "Action done",
            Self::ActionSet(_) => "To do",
            Self::ActionDone(a) if a.dropped => "Not needed",
            Self::ActionDone(_) => "Done",
            Self::Contact(c) if c.withheld => "Contact withheld",
            Self::Contact(_) => "Parent contact",
            Self::Sanction(_) => "Sanction",
            Self::SanctionChanged(_) => "Sanction changed",
            Self::Referral(_) => "Referral",
            Self::Decision(_) => "Decision",
            Self::Assigned(_) => "Assigned",
            Self::Review(_) => "Review date",
            Self::StatusSet(_) => "Status",
            Self::SeveritySet(_) => "Severity",
            Self::Linked(_) => "Linked case",
            Self::Amended(_) => "Amendment",
            Self::Closed(_) => "Closed",
            Self::Reopened { .. } => "Reopened",
        }
    }
}
