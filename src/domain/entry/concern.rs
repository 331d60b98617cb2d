//! A concern as it was reported: the first entry of its case.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::domain::people::Participant;
use crate::domain::policy::ClauseRef;
use crate::domain::report::TakenReport;
use crate::domain::status::Severity;
use crate::domain::when::When;

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
    /// The report from the drop box that it was made from, as it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<TakenReport>,
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
