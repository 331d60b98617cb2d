//! What a person asks of the log, as they typed it: from a form or from a line of JSON.
//!
//! Dates, names, clauses and terms are texts here; [`super::decide`] reads them and answers with
//! entries or with everything that is missing, in words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "command", rename_all = "kebab-case")]
pub enum Command {
    /// Record a concern: a case begins.
    Concern(Box<NewConcern>),
    /// Add a note.
    Note(NewNote),
    /// Set an action, done or to be done; or say that one is done.
    Action(NewAction),
    /// Record contact with a parent or carer, or that it was withheld.
    Contact(NewContact),
    /// Record a sanction, or what became of one.
    Sanction(NewSanction),
    /// Record that an agency was asked or told.
    Referral(NewReferral),
    /// Record a decision.
    Decision(NewDecision),
    /// Set the review date.
    Review(NewReview),
    /// Give the case to somebody.
    Assign(NewAssignment),
    /// Set the status by hand: open, monitoring or awaiting-agency.
    Status(NewStatus),
    /// Judge the severity anew.
    Severity(NewSeverity),
    /// Tie the case to another.
    Link(NewLink),
    /// Put tags on the case, or take them off.
    Tag(NewTags),
    /// Correct an entry. The first version stays readable.
    Amend(NewAmendment),
    /// Close the case.
    Close(NewClosure),
    /// Open it again.
    Reopen(NewReopening),
}

impl Command {
    /// The case that the request is about; none for a new concern.
    #[must_use]
    pub fn case(&self) -> Option<&str> {
        match self {
            Self::Concern(_) => None,
            Self::Note(c) => Some(&c.case),
            Self::Action(c) => Some(&c.case),
            Self::Contact(c) => Some(&c.case),
            Self::Sanction(c) => Some(&c.case),
            Self::Referral(c) => Some(&c.case),
            Self::Decision(c) => Some(&c.case),
            Self::Review(c) => Some(&c.case),
            Self::Assign(c) => Some(&c.case),
            Self::Status(c) => Some(&c.case),
            Self::Severity(c) => Some(&c.case),
            Self::Link(c) => Some(&c.case),
            Self::Tag(c) => Some(&c.case),
            Self::Amend(c) => Some(&c.case),
            Self::Close(c) => Some(&c.case),
            Self::Reopen(c) => Some(&c.case),
        }
    }

    /// The place of the case's reference, so that "last" can be filled in.
    pub fn case_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Concern(_) => None,
            Self::Note(c) => Some(&mut c.case),
            Self::Action(c) => Some(&mut c.case),
            Self::Contact(c) => Some(&mut c.case),
            Self::Sanction(c) => Some(&mut c.case),
            Self::Referral(c) => Some(&mut c.case),
            Self::Decision(c) => Some(&mut c.case),
            Self::Review(c) => Some(&mut c.case),
            Self::Assign(c) => Some(&mut c.case),
            Self::Status(c) => Some(&mut c.case),
            Self::Severity(c) => Some(&mut c.case),
            Self::Link(c) => Some(&mut c.case),
            Self::Tag(c) => Some(&mut c.case),
            Self::Amend(c) => Some(&mut c.case),
            Self::Close(c) => Some(&mut c.case),
            Self::Reopen(c) => Some(&mut c.case),
        }
    }
}

/// A concern as it is reported.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewConcern {
    /// When it happened: "today 10:40", "yesterday pm", "14/11 9am", "unknown".
    pub happened: String,
    /// When you were told; empty: now.
    pub reported: String,
    /// Why it is recorded late, when it was reported on an earlier day.
    pub late_reason: String,
    /// How it came to light: an id or label of the vocabulary's `sources`.
    pub came_through: String,
    /// Who reported it. Leave empty only for an anonymous report or an alert.
    pub reporter: String,
    /// That person's job.
    pub reporter_job: String,
    /// Whether they told you in person before you recorded it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told_in_person: Option<bool>,
    /// Where: an id or label of the vocabulary's `places`.
    pub place: String,
    /// On what: ids or labels of the vocabulary's `devices`.
    pub devices: Vec<String>,
    /// App, site or other detail.
    pub place_detail: String,
    /// Who is in it.
    pub participants: Vec<NewParticipant>,
    /// Clauses, the leading one first: "SJ24 KS2 Safe 6".
    pub clauses: Vec<String>,
    /// 4Cs category ("conduct.unkind-messages"); empty: as the leading clause suggests.
    pub category: String,
    /// low, moderate, high or critical; empty: as the category suggests.
    pub severity: String,
    /// The drop box's report that this is recorded from: the name of its file.
    pub report: String,
    /// What happened, as fact.
    pub account: String,
    /// The question that was asked of the child.
    pub question: String,
    /// The child's own words, verbatim.
    pub words: String,
    /// What was seen: demeanour.
    pub seen: String,
    /// Professional opinion.
    pub opinion: String,
    /// What was done at once.
    pub immediate_action: String,
    /// Where a device with imagery is kept; required for a nude or semi-nude image.
    pub device_kept: String,
    /// Who of those that the clauses name has been told already: "dsl", "it-technician" …
    pub told: Vec<String>,
    /// The parents: "contact" (an action is set) or "withheld" (with `parents_reason`).
    /// Empty: "contact".
    pub parents: String,
    /// By when the parents are to be contacted; empty: today.
    pub parents_due: String,
    /// Why contact is withheld.
    pub parents_reason: String,
    /// References of cases that belong with this one.
    pub linked: Vec<String>,
    /// Who looks after the case: name or id; empty: you.
    pub owner: String,
    /// When to look at it again: "in 2 weeks", "Fri", "14/12".
    pub review: String,
    /// Reference of the main child-protection file.
    pub protection_file: String,
}

/// Somebody in a concern: a pupil of the list by name or number, a new pupil (name, year, class), or
/// an adult (name, kind, job).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewParticipant {
    /// Full name.
    pub name: String,
    /// harmed, alleged, took-part, witness or bystander.
    pub part: String,
    /// The pupil's number in the list, where a name alone is not enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pupil: Option<u32>,
    /// For a pupil not in the list: the year group, which adds them to it.
    pub year: String,
    /// Class of a new pupil.
    pub class: String,
    /// For an adult: parent, staff, headteacher, visitor, volunteer or outside.
    pub adult: String,
    /// An adult's job or relation to the child.
    pub job: String,
    /// SEND or vulnerability, only when relevant to this case.
    pub relevant: String,
    /// A pupil's SEND, which goes into the list: the document that is used with them ("P4-P7", "P7-L1" or
    /// "L2-4"), "yes" for SEND without one of these, or "no"; empty: as the list has it.
    pub send: String,
}

/// A note.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewNote {
    /// The case's reference.
    pub case: String,
    /// The text.
    pub text: String,
    /// Whether it is opinion rather than fact.
    pub opinion: bool,
}

/// An action: set one with `text`, end one with `number`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewAction {
    /// The case's reference.
    pub case: String,
    /// The number of an open action that is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// What is to be done, or what was done.
    pub text: String,
    /// Who is to do it; empty: the owner.
    pub who: String,
    /// By when; empty: today.
    pub due: String,
    /// Already done.
    pub done: bool,
    /// With `number`: not done, and no longer needed (`text` says why).
    pub dropped: bool,
}

/// Contact with a parent or carer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewContact {
    /// The case's reference.
    pub case: String,
    /// Whose parent: a participant's letter or name; empty when only one pupil is concerned.
    pub about: String,
    /// Who was spoken or written to.
    pub with: String,
    /// How: an id or label of the vocabulary's `contact-methods`.
    pub method: String,
    /// What came of it: an id or label of the vocabulary's `contact-results`.
    pub result: String,
    /// What was said.
    pub text: String,
    /// Why contact was withheld.
    pub reason: String,
    /// When; empty: now.
    pub happened: String,
    /// When to try again, if they do not know yet.
    pub again: String,
}

/// A sanction: record one with `kind`, change one with `number` and `state`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewSanction {
    /// The case's reference.
    pub case: String,
    /// The number of a sanction whose state changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Who: a participant's letter or name; empty when only one pupil can be meant.
    pub about: String,
    /// What: an id or label of the vocabulary's `sanctions`.
    pub kind: String,
    /// Minutes of playtime.
    pub minutes: String,
    /// What was removed: an id or label of the vocabulary's `sanction-scopes`.
    pub scope: String,
    /// First day; empty: today.
    pub from: String,
    /// Last day.
    pub until: String,
    /// Why this sanction.
    pub why: String,
    /// How the pupil's SEND was considered ("none known" is an answer).
    pub send_considered: String,
    /// Why, when the pupil's own policy document does not name this sanction.
    pub outside_policy: String,
    /// proposed, active, served, lifted or overturned; empty: active.
    pub state: String,
    /// With `number`: how it went, or why.
    pub reason: String,
}

/// A referral.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewReferral {
    /// The case's reference.
    pub case: String,
    /// An id or label of the vocabulary's `agencies`.
    pub agency: String,
    /// To whom, and what was said.
    pub text: String,
    /// The agency's own reference.
    pub their_reference: String,
    /// When; empty: now.
    pub happened: String,
    /// Whether the case now waits for the agency.
    pub awaiting: bool,
}

/// A decision.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewDecision {
    /// The case's reference.
    pub case: String,
    /// What was decided.
    pub what: String,
    /// Why.
    pub why: String,
    /// Options considered and rejected.
    pub rejected: String,
}

/// A review date.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewReview {
    /// The case's reference.
    pub case: String,
    /// The day: "in 2 weeks", "Fri", "14/12"; "none" takes the date away.
    pub on: String,
    /// What for.
    pub note: String,
}

/// A new owner.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewAssignment {
    /// The case's reference.
    pub case: String,
    /// Name or id of a person with a key.
    pub owner: String,
    /// A word to them.
    pub note: String,
}

/// A status set by hand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewStatus {
    /// The case's reference.
    pub case: String,
    /// open, monitoring or awaiting-agency.
    pub status: String,
    /// Why.
    pub reason: String,
}

/// A new severity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewSeverity {
    /// The case's reference.
    pub case: String,
    /// low, moderate, high or critical.
    pub severity: String,
    /// Why.
    pub reason: String,
}

/// A tie to another case.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewLink {
    /// The case's reference.
    pub case: String,
    /// The other case's reference.
    pub to: String,
    /// How they belong together.
    pub why: String,
}

/// Tags: small words by which a school finds cases again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewTags {
    /// The case's reference.
    pub case: String,
    /// Tags to put on: small words of letters, digits and hyphens, such as "group-chat".
    pub add: Vec<String>,
    /// Tags to take off.
    pub remove: Vec<String>,
}

/// A correction.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewAmendment {
    /// The case's reference.
    pub case: String,
    /// The number of the entry to correct (its `seq`); none: the concern itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<u64>,
    /// What to correct: a text of the entry ("account", "words", "text" …), "happened", "category",
    /// "place", "came_through", "add-participant", "part", "remove-participant", "add-clause" or "remove-clause";
    /// of a contact "about", "result" or "method"; of a sanction "about", "kind", "minutes", "scope", "from" or "until".
    /// The words that the form has for it are taken as well.
    pub field: String,
    /// How it should read; for a participant, their name or letter; for a clause, its reference.
    pub to: String,
    /// For "add-participant" and "part": harmed, alleged, took-part, witness or bystander.
    pub part: String,
    /// For "add-participant": who it is, where a name is not enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participant: Option<NewParticipant>,
    /// Why.
    pub reason: String,
}

/// The end of a case.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewClosure {
    /// The case's reference.
    pub case: String,
    /// An id or label of the vocabulary's `outcomes`.
    pub outcome: String,
    /// Why it can be closed.
    pub rationale: String,
    /// The child's view.
    pub childs_view: String,
    /// Why the child's view was not sought, instead.
    pub view_not_sought: String,
    /// The parents: "told", or "withheld" with `parents_reason`; where no pupil was harmed, alleged
    /// to have caused harm or took part, "not-concerned" with `parents_reason`.
    pub parents: String,
    /// Why the parents were not told.
    pub parents_reason: String,
    /// Why the actions that are still open can be left.
    pub left_open: String,
}

/// A reopening.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewReopening {
    /// The case's reference.
    pub case: String,
    /// Why.
    pub reason: String,
}

/// The term dates of one academic year, as a school publishes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewTermDates {
    /// The academic year: "2026-27".
    pub year: String,
    /// Its autumn term.
    pub autumn: NewTerm,
    /// Its spring term.
    pub spring: NewTerm,
    /// Its summer term.
    pub summer: NewTerm,
}

/// The dates of one term; a day without a year is one of the academic year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewTerm {
    /// The first day for pupils.
    pub first: String,
    /// The first day of the half-term break.
    pub half_term_from: String,
    /// The last day of the half-term break.
    pub half_term_until: String,
    /// The last day for pupils.
    pub last: String,
}
