//! Entries: what is written in the log, once, and never changed.
//!
//! Every entry can be read without Daybook: it names its author, spells out the clause it cites and
//! carries participants as they were that day. The JSON of a released version never changes its
//! meaning; new fields have defaults.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::ids::{Letter, Reference};
use super::people::{Agreement, Author, Part, Participant, Pupil};
use super::policy::ClauseRef;
use super::status::{SanctionState, Severity, Status};
use super::when::When;

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

/// What was reported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Concern {
    /// When the DSL was told.
    pub reported: DateTime<FixedOffset>,
    /// Why it was recorded late; empty when it was not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub late_reason: String,
    /// When it happened.
    pub happened: When,
    /// How it came to light: a term of the vocabulary's `sources`.
    pub came_through: String,
    /// Who reported it.
    pub reporter: String,
    /// That person's job or class.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reporter_job: String,
    /// Whether the reporter told the DSL in person before it was recorded; none: not noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_in_person: Option<bool>,
    /// Where: a term of the vocabulary's `places`.
    pub place: String,
    /// On what: terms of the vocabulary's `devices`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<String>,
    /// App, site, or anything else about where and on what.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place_detail: String,
    /// Who is in it; a participant's place gives their letter.
    pub participants: Vec<Participant>,
    /// The clauses it touches, the leading one first.
    pub clauses: Vec<Cited>,
    /// One of the 4Cs and a subcategory: a term of the vocabulary's `categories`.
    pub category: String,
    /// How severe it seemed.
    pub severity: Severity,
    /// What happened, as fact.
    pub account: String,
    /// The child's own words.
    #[serde(default, skip_serializing_if = "Quote::is_empty")]
    pub childs_words: Quote,
    /// What was seen of the child: demeanour.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub seen: String,
    /// Professional opinion, apart from the facts.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub opinion: String,
    /// What was done at once.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub immediate_action: String,
    /// Where a device with imagery on it is kept. Never the imagery.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub device_kept: String,
    /// Reference of the main child-protection file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub protection_file: String,
    /// Who looks after the case: a person's id.
    pub owner: String,
    /// When to look at it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<NaiveDate>,
}

/// Words, verbatim, and the question that drew them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The question that was asked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub question: String,
    /// The answer, verbatim.
    pub words: String,
}

impl Quote {
    /// Whether nothing was quoted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.question.is_empty() && self.words.is_empty()
    }
}

/// A clause that a case touches, readable without the policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cited {
    /// The clause.
    pub clause: ClauseRef,
    /// The policy's id: the version in force that day.
    pub policy: String,
    /// The clause in Daybook's short words.
    pub text: String,
    /// A protective clause is one that was kept, never one that was broken.
    pub kept: bool,
}

/// A note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The text.
    pub text: String,
    /// Whether it is opinion rather than fact.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub opinion: bool,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Its number in the case, from 1.
    pub number: u32,
    /// What kind; it decides what completes it.
    pub kind: ActionKind,
    /// What is to be done.
    pub text: String,
    /// Who is to do it; empty when that is the owner.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub who: String,
    /// By when.
    pub due: NaiveDate,
    /// Already done when it was recorded.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub done: bool,
}

/// What an action is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionKind {
    /// Anything.
    General,
    /// A clause says that this person or body is to be told: an id of `Tell`.
    Tell(String),
    /// A pupil's parents are to be contacted; a contact that tells them completes it.
    ContactParents(Letter),
}

/// An action's end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionDone {
    /// Which.
    pub number: u32,
    /// What was done, or why it is not needed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Not done: it is no longer needed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dropped: bool,
}

/// Contact with a parent or carer, or the decision to withhold it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Whose parent.
    pub about: Letter,
    /// Who was spoken or written to.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub with: String,
    /// How: a term of the vocabulary's `contact-methods`; empty when contact was withheld.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub method: String,
    /// What came of it: a term of the vocabulary's `contact-results`.
    pub result: String,
    /// What was said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Why it was withheld.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// When it took place.
    pub happened: When,
    /// Whether the parents now know (the result's meaning that day).
    pub told: bool,
    /// Whether contact was withheld (the result's meaning that day).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
}

/// A sanction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sanction {
    /// Its number in the case, from 1.
    pub number: u32,
    /// Who is sanctioned.
    pub about: Letter,
    /// What: a term of the vocabulary's `sanctions`.
    pub kind: String,
    /// Minutes of playtime, where it is playtime.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// What was removed: a term of the vocabulary's `sanction-scopes`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scope: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day; none when that is still to be decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Why this sanction.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// How the pupil's SEND was considered.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub send_considered: String,
    /// Why it was chosen although the pupil's own document does not name it; empty when it does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub outside_policy: String,
    /// Its state when it was recorded.
    pub state: SanctionState,
}

/// What became of a sanction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SanctionChange {
    /// Which.
    pub number: u32,
    /// Its state now.
    pub state: SanctionState,
    /// Why, or how it went.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// An agency was asked or told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// A term of the vocabulary's `agencies`.
    pub agency: String,
    /// To whom, and what was said.
    pub text: String,
    /// The agency's own reference.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub their_reference: String,
    /// When.
    pub happened: When,
    /// Whether the case now waits for the agency.
    pub awaiting: bool,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What was decided.
    pub what: String,
    /// Why.
    pub why: String,
    /// What was considered and not chosen, and why not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rejected: String,
}

/// Who looks after the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// A person's id.
    pub owner: String,
    /// Their name that day.
    pub name: String,
    /// A word to them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// When to look at the case again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The day; none takes the review date away.
    pub on: Option<NaiveDate>,
    /// What for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A status set by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusSet {
    /// Open, monitoring or awaiting agency.
    pub status: Status,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// A new judgement of severity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeveritySet {
    /// How severe.
    pub severity: Severity,
    /// Why.
    pub reason: String,
}

/// A tie to another case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The other case.
    pub to: Reference,
    /// How they belong together.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// A correction. What it corrects stays readable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Amendment {
    /// The sequence number of the entry it corrects.
    pub entry: u64,
    /// What is different.
    pub change: Change,
    /// Why.
    pub reason: String,
}

/// What an amendment changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// A text of the entry: the field's name and how it should read.
    Text {
        /// The field, one of [`CaseFact::texts`].
        field: String,
        /// How it should read.
        to: String,
    },
    /// When it happened.
    Happened(When),
    /// The category.
    Category(String),
    /// Where.
    Place(String),
    /// How it came to light.
    CameThrough(String),
    /// Somebody was in it who is not in the record.
    ParticipantAdded(Participant),
    /// Somebody's part was another.
    ParticipantPart {
        /// Who.
        letter: Letter,
        /// Their part.
        part: Part,
    },
    /// Somebody was not in it. Their letter is not used again.
    ParticipantRemoved(Letter),
    /// A clause is touched that was not cited.
    ClauseAdded(Cited),
    /// A clause was cited that is not touched.
    ClauseRemoved(ClauseRef),
}

/// The end of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closure {
    /// A term of the vocabulary's `outcomes`.
    pub outcome: String,
    /// Why it can be closed.
    pub rationale: String,
    /// The child's view, or why it was not sought.
    pub childs_view: ChildsView,
    /// What the parents know.
    pub parents: ParentsDecision,
    /// Why open actions can be left; empty when there were none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub left_open: String,
    /// The case is kept, and marked as a mistake.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_error: bool,
}

/// The child's view at the end of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChildsView {
    /// What the child thinks.
    Said(String),
    /// Why the child was not asked.
    NotSought(String),
}

/// What was decided about the parents at the end of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParentsDecision {
    /// They know.
    Told,
    /// They were not told, for this reason.
    Withheld(String),
    /// No pupil's parents are concerned, for this reason.
    NotConcerned(String),
}

impl CaseFact {
    /// The texts of this fact that can be amended: the field's name, its title and how it reads.
    #[must_use]
    pub fn texts(&self) -> Vec<(&'static str, &'static str, &str)> {
        match self {
            Self::Concern(c) => vec![
                ("account", "Account", &c.account),
                ("question", "Question asked", &c.childs_words.question),
                ("words", "Child's own words", &c.childs_words.words),
                ("seen", "What was seen", &c.seen),
                ("opinion", "Professional opinion", &c.opinion),
                ("immediate_action", "Done at once", &c.immediate_action),
                ("reporter", "Reporter", &c.reporter),
                ("reporter_job", "Reporter's job", &c.reporter_job),
                ("place_detail", "App or site", &c.place_detail),
                ("device_kept", "Where the device is kept", &c.device_kept),
                (
                    "protection_file",
                    "Child-protection file",
                    &c.protection_file,
                ),
            ],
            Self::Note(n) => vec![("text", "Note", &n.text)],
            Self::ActionSet(a) => vec![("text", "Action", &a.text), ("who", "Who", &a.who)],
            Self::ActionDone(a) => vec![("text", "What was done", &a.text)],
            Self::Contact(c) => vec![
                ("text", "What was said", &c.text),
                ("with", "Spoken to", &c.with),
                ("reason", "Reason", &c.reason),
            ],
            Self::Sanction(s) => vec![
                ("why", "Why", &s.why),
                ("send_considered", "SEND considered", &s.send_considered),
                (
                    "outside_policy",
                    "Why outside the policy",
                    &s.outside_policy,
                ),
            ],
            Self::SanctionChanged(s) => vec![("reason", "Reason", &s.reason)],
            Self::Referral(r) => vec![
                ("text", "Referral", &r.text),
                ("their_reference", "Agency's reference", &r.their_reference),
            ],
            Self::Decision(d) => vec![
                ("what", "Decision", &d.what),
                ("why", "Why", &d.why),
                ("rejected", "Options rejected", &d.rejected),
            ],
            Self::Assigned(a) => vec![("note", "Note", &a.note)],
            Self::Review(r) => vec![("note", "What for", &r.note)],
            Self::StatusSet(s) => vec![("reason", "Reason", &s.reason)],
            Self::SeveritySet(s) => vec![("reason", "Reason", &s.reason)],
            Self::Linked(l) => vec![("why", "Why", &l.why)],
            Self::Closed(c) => vec![("rationale", "Rationale", &c.rationale)],
            Self::Reopened { reason } => vec![("reason", "Reason", reason)],
            Self::Amended(a) => vec![("reason", "Reason", &a.reason)],
        }
    }

    /// The place of a text named by [`CaseFact::texts`].
    pub fn text_mut(&mut self, field: &str) -> Option<&mut String> {
        match (self, field) {
            (Self::Concern(c), _) => match field {
                "account" => Some(&mut c.account),
                "question" => Some(&mut c.childs_words.question),
                "words" => Some(&mut c.childs_words.words),
                "seen" => Some(&mut c.seen),
                "opinion" => Some(&mut c.opinion),
                "immediate_action" => Some(&mut c.immediate_action),
                "reporter" => Some(&mut c.reporter),
                "reporter_job" => Some(&mut c.reporter_job),
                "place_detail" => Some(&mut c.place_detail),
                "device_kept" => Some(&mut c.device_kept),
                "protection_file" => Some(&mut c.protection_file),
                _ => None,
            },
            (Self::Note(n), "text") => Some(&mut n.text),
            (Self::ActionSet(a), "text") => Some(&mut a.text),
            (Self::ActionSet(a), "who") => Some(&mut a.who),
            (Self::ActionDone(a), "text") => Some(&mut a.text),
            (Self::Contact(c), "text") => Some(&mut c.text),
            (Self::Contact(c), "with") => Some(&mut c.with),
            (Self::Contact(c), "reason") => Some(&mut c.reason),
            (Self::Sanction(s), "why") => Some(&mut s.why),
            (Self::Sanction(s), "send_considered") => Some(&mut s.send_considered),
            (Self::Sanction(s), "outside_policy") => Some(&mut s.outside_policy),
            (Self::SanctionChanged(s), "reason") => Some(&mut s.reason),
            (Self::Referral(r), "text") => Some(&mut r.text),
            (Self::Referral(r), "their_reference") => Some(&mut r.their_reference),
            (Self::Decision(d), "what") => Some(&mut d.what),
            (Self::Decision(d), "why") => Some(&mut d.why),
            (Self::Decision(d), "rejected") => Some(&mut d.rejected),
            (Self::Assigned(a), "note") => Some(&mut a.note),
            (Self::Review(r), "note") => Some(&mut r.note),
            (Self::StatusSet(s), "reason") => Some(&mut s.reason),
            (Self::SeveritySet(s), "reason") => Some(&mut s.reason),
            (Self::Linked(l), "why") => Some(&mut l.why),
            (Self::Closed(c), "rationale") => Some(&mut c.rationale),
            (Self::Reopened { reason }, "reason") => Some(reason),
            (Self::Amended(a), "reason") => Some(&mut a.reason),
            _ => None,
        }
    }

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
