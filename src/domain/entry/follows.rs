//! What follows in a case, each an entry of its own.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::ids::{Letter, Reference};
use crate::domain::status::{SanctionState, Severity, Status};
use crate::domain::when::When;

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

/// Tags put on a case, and taken off it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tagging {
    /// Put on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<String>,
    /// Taken off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<String>,
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
