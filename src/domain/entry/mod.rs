//! Entries: what is written in the log, once, and never changed.
//!
//! Every entry can be read without Daybook: it names its author, spells out the clause it cites and
//! carries participants as they were that day. The JSON of a released version never changes its
//! meaning; new fields have defaults.

mod amendment;
mod audit;
mod closure;
mod concern;
mod follows;
mod keys;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::cover::Cover;
use super::ids::Reference;
use super::people::{Agreement, Author, Pupil};
use super::report::TakenReport;
use super::terms::YearDates;

pub use amendment::{Amendment, Change};
pub use audit::{AuditFact, AuditKind};
pub use closure::{ChildsView, Closure, ParentsDecision};
pub use concern::{Cited, Concern, Quote};
pub use follows::{
    Action, ActionDone, ActionKind, Assignment, Contact, Decision, Link, Note, Referral, Review,
    Sanction, SanctionChange, SeveritySet, StatusSet, Tagging,
};

pub use keys::{Handed, KeyFact, PublicKeys, SealedTo};

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

/// What an entry says: something about the school, about one case, or about who read what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// About the school.
    School(SchoolFact),
    /// About a case.
    Case {
        /// Which.
        reference: Reference,
        /// For the headteacher alone: the case is about staff, a visitor or a volunteer.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        sealed: bool,
        /// What was recorded, done, decided or corrected.
        fact: Box<CaseFact>,
    },
    /// A report from the drop box was set aside: no concern was made of it.
    Report {
        /// For the headteacher alone: it is about staff, a visitor or a volunteer.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        sealed: bool,
        /// As it was written.
        taken: Box<TakenReport>,
        /// Why.
        reason: String,
    },
    /// About who read what.
    Audit {
        /// For the headteacher alone: it names cases that are.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        sealed: bool,
        /// What was read, tried or taken out.
        fact: AuditFact,
    },
}

impl What {
    /// A fact about a case.
    #[must_use]
    pub fn case(reference: Reference, fact: CaseFact) -> Self {
        Self::Case {
            reference,
            sealed: false,
            fact: Box::new(fact),
        }
    }

    /// Something that was read, tried or taken out.
    #[must_use]
    pub fn audit(fact: AuditFact) -> Self {
        Self::Audit {
            sealed: false,
            fact,
        }
    }

    /// The same, for the headteacher alone.
    #[must_use]
    pub fn sealed(mut self) -> Self {
        if let Self::Case { sealed, .. }
        | Self::Audit { sealed, .. }
        | Self::Report { sealed, .. } = &mut self
        {
            *sealed = true;
        }
        self
    }

    /// Whether it is for the headteacher alone.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        matches!(
            self,
            Self::Case { sealed: true, .. }
                | Self::Audit { sealed: true, .. }
                | Self::Report { sealed: true, .. }
        )
    }

    /// Whether it is in the clear: only who has a key is.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        matches!(self, Self::School(SchoolFact::Keys(_)))
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
    /// Somebody began the log, and has the first key.
    PersonAdded(Author),
    /// Who has a key, or what entries are sealed to, changed.
    Keys(KeyFact),
    /// A concern about staff, a visitor or a volunteer was filed; it is sealed to the headteacher, and
    /// this is all that others see of it.
    ConcernSealed {
        /// Its reference, so that no other case is given it.
        reference: Reference,
        /// The day it was recorded.
        on: NaiveDate,
    },
    /// A report sealed to the headteacher has been taken from the drop box: its file's hash.
    ReportTaken {
        /// See [`TakenReport::file`].
        file: String,
    },
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
    /// The school set the term dates of an academic year; the last set ones hold.
    TermDatesSet(YearDates),
    /// Somebody looks after another's cases for a span.
    CoverArranged(Cover),
    /// It is over before its time: the cases are their owner's again.
    CoverEnded {
        /// The entry that arranged it.
        entry: u64,
        /// From this day on.
        on: NaiveDate,
    },
    /// A summary of a term or a year was released: from then on it is what it is.
    SummaryReleased(SummaryRelease),
    /// The school chose how many pupils must stand behind a figure of its public summaries.
    SummaryThresholdSet {
        /// The fewest pupils.
        pupils: u32,
    },
}

/// A summary that was released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryRelease {
    /// Of what: `2026-autumn`.
    pub release: String,
    /// What was printed and what it was counted from: JSON, as `report::Released` writes and reads it.
    pub kept: String,
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
    /// Tags were put on it, or taken off.
    Tagged(Tagging),
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
            Self::Tagged(_) => "Tags",
            Self::Amended(_) => "Amendment",
            Self::Closed(_) => "Closed",
            Self::Reopened { .. } => "Reopened",
        }
    }
}
