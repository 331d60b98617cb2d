//! Corrections, and the texts that can be corrected.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{CaseFact, Cited};
use crate::domain::ids::Letter;
use crate::domain::people::{Part, Participant};
use crate::domain::policy::ClauseRef;
use crate::domain::when::When;

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
    /// A contact was about another pupil's parents, or a sanction another pupil's.
    About(Letter),
    /// Something else came of a contact.
    Result {
        /// What came of it.
        result: String,
        /// Whether the parents know by it.
        told: bool,
        /// Whether contact was withheld.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        withheld: bool,
    },
    /// Contact was made in another way.
    Method(String),
    /// It was another sanction; what that does not ask for goes.
    Kind {
        /// Which.
        kind: String,
        /// Minutes of playtime.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minutes: Option<u32>,
        /// What was removed.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        scope: String,
    },
    /// A playtime loss of other minutes.
    Minutes(u32),
    /// Something else was removed.
    Scope(String),
    /// A sanction's first day.
    From(NaiveDate),
    /// A sanction's last day, or none.
    Until(Option<NaiveDate>),
}

impl Change {
    /// Makes the change in the entry that it corrects. Who is in a case and which clauses it touches stand in the
    /// case, not in an entry.
    pub fn alter(&self, fact: &mut CaseFact) {
        match (self, fact) {
            (Self::Text { field, to }, fact) => {
                if let Some(text) = fact.text_mut(field) {
                    text.clone_from(to);
                }
            }
            (Self::Happened(when), CaseFact::Concern(c)) => c.happened = *when,
            (Self::Happened(when), CaseFact::Contact(c)) => c.happened = *when,
            (Self::Happened(when), CaseFact::Referral(r)) => r.happened = *when,
            (Self::Category(category), CaseFact::Concern(c)) => c.category.clone_from(category),
            (Self::Place(place), CaseFact::Concern(c)) => c.place.clone_from(place),
            (Self::CameThrough(source), CaseFact::Concern(c)) => c.came_through.clone_from(source),
            (Self::About(letter), CaseFact::Contact(c)) => c.about = *letter,
            (Self::About(letter), CaseFact::Sanction(s)) => s.about = *letter,
            (
                Self::Result {
                    result,
                    told,
                    withheld,
                },
                CaseFact::Contact(c),
            ) => {
                c.result.clone_from(result);
                c.told = *told;
                c.withheld = *withheld;
            }
            (Self::Method(method), CaseFact::Contact(c)) => c.method.clone_from(method),
            (
                Self::Kind {
                    kind,
                    minutes,
                    scope,
                },
                CaseFact::Sanction(s),
            ) => {
                s.kind.clone_from(kind);
                s.minutes = *minutes;
                s.scope.clone_from(scope);
            }
            (Self::Minutes(minutes), CaseFact::Sanction(s)) => s.minutes = Some(*minutes),
            (Self::Scope(scope), CaseFact::Sanction(s)) => s.scope.clone_from(scope),
            (Self::From(day), CaseFact::Sanction(s)) => s.from = *day,
            (Self::Until(day), CaseFact::Sanction(s)) => s.until = *day,
            _ => {}
        }
    }
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
            // A tag is put right by taking it off.
            Self::Tagged(_) => Vec::new(),
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
}
