//! A case: a concern and all that followed, computed from its entries and from nothing else.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::chronology::Chronology;
use super::entry::{
    Action, ActionKind, Amendment, CaseFact, Change, Closure, Concern, Contact, Link, Sanction,
};
use super::ids::{Letter, Reference};
use super::people::{Author, Part, Participant};
use super::status::{SanctionState, Severity, Status};

/// A case as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Its name.
    pub reference: Reference,
    /// For the headteacher alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sealed: bool,
    /// What was reported, as amended. The chronology has the first version.
    pub concern: Concern,
    /// Who is in it, by letter; `None` where an amendment took somebody out.
    pub participants: Vec<Option<Participant>>,
    /// Where it stands.
    pub status: Status,
    /// How severe it is judged to be now.
    pub severity: Severity,
    /// Who looks after it: a person's id.
    pub owner: String,
    /// When to look at it again.
    pub review: Option<NaiveDate>,
    /// What was to be done, and whether it is.
    pub actions: Vec<TrackedAction>,
    /// Sanctions and their present state.
    pub sanctions: Vec<TrackedSanction>,
    /// Ties to other cases, both ways.
    pub links: Vec<Link>,
    /// Small words by which the school finds it again.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub tags: BTreeSet<String>,
    /// How it was closed, while it is.
    pub closure: Option<Closure>,
    /// Every entry, oldest first.
    pub chronology: Chronology,
}

/// An action and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackedAction {
    /// As it was set.
    pub action: Action,
    /// Still to be done.
    pub open: bool,
}

/// A sanction and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackedSanction {
    /// As it was recorded.
    pub sanction: Sanction,
    /// Its state now.
    pub state: SanctionState,
}

/// One entry of a case's chronology.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The entry's number in the log.
    pub seq: u64,
    /// When it was recorded.
    pub at: DateTime<FixedOffset>,
    /// By whom.
    pub by: Author,
    /// The computer's clock was set back: it is dated before the entry that was written before it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub set_back: bool,
    /// As it was first written.
    pub fact: CaseFact,
    /// The entries that correct it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amended_by: Vec<u64>,
}

impl Case {
    /// The case that a concern begins.
    #[must_use]
    pub fn begin(
        reference: Reference,
        seq: u64,
        at: DateTime<FixedOffset>,
        by: &Author,
        concern: &Concern,
    ) -> Self {
        Self {
            reference,
            sealed: false,
            participants: concern.participants.iter().cloned().map(Some).collect(),
            status: Status::New,
            severity: concern.severity,
            owner: concern.owner.clone(),
            review: concern.review,
            actions: Vec::new(),
            sanctions: Vec::new(),
            links: Vec::new(),
            tags: BTreeSet::new(),
            closure: None,
            chronology: Chronology::beginning(Line {
                seq,
                at,
                by: by.clone(),
                set_back: false,
                fact: CaseFact::Concern(Box::new(concern.clone())),
                amended_by: Vec::new(),
            }),
            concern: concern.clone(),
        }
    }

    /// Adds one entry. Never fails: what an entry cannot apply to, it leaves alone, and the entry
    /// itself is in the chronology all the same.
    pub fn apply(&mut self, seq: u64, at: DateTime<FixedOffset>, by: &Author, fact: &CaseFact) {
        match fact {
            // A second concern under one reference is shown, and changes nothing.
            CaseFact::Concern(_) | CaseFact::Decision(_) | CaseFact::Note(_) => {}
            // These two look at what else is in the chronology, once they are in it themselves.
            CaseFact::Contact(_) | CaseFact::Amended(_) => {}
            CaseFact::ActionSet(action) => self.actions.push(TrackedAction {
                open: !action.done,
                action: action.clone(),
            }),
            CaseFact::ActionDone(done) => {
                for tracked in &mut self.actions {
                    if tracked.action.number == done.number {
                        tracked.open = false;
                    }
                }
            }
            CaseFact::Sanction(sanction) => self.sanctions.push(TrackedSanction {
                state: sanction.state,
                sanction: sanction.clone(),
            }),
            CaseFact::SanctionChanged(change) => {
                for tracked in &mut self.sanctions {
                    if tracked.sanction.number == change.number {
                        tracked.state = change.state;
                    }
                }
            }
            CaseFact::Referral(referral) => {
                if referral.awaiting && self.status.is_open() {
                    self.status = Status::AwaitingAgency;
                }
            }
            CaseFact::Assigned(assignment) => self.owner.clone_from(&assignment.owner),
            CaseFact::Review(review) => self.review = review.on,
            CaseFact::StatusSet(set) => self.status = set.status,
            CaseFact::SeveritySet(set) => self.severity = set.severity,
            CaseFact::Linked(link) => self.links.push(link.clone()),
            CaseFact::Tagged(tagging) => {
                self.tags.retain(|tag| !tagging.removed.contains(tag));
                self.tags.extend(tagging.added.iter().cloned());
            }
            CaseFact::Closed(closure) => {
                self.status = if closure.in_error {
                    Status::RecordedInError
                } else {
                    Status::Closed
                };
                self.review = None;
                self.closure = Some(closure.clone());
            }
            CaseFact::Reopened { .. } => {
                self.status = Status::Open;
                self.closure = None;
            }
        }
        // What is set up with the concern itself, or a mark on its folder, does not make a case any less new.
        let follows = !matches!(
            fact,
            CaseFact::ActionSet(_)
                | CaseFact::Linked(_)
                | CaseFact::Tagged(_)
                | CaseFact::Review(_)
        );
        if self.status == Status::New && follows {
            self.status = Status::Open;
        }
        self.chronology.push(Line {
            seq,
            at,
            by: by.clone(),
            set_back: false,
            fact: fact.clone(),
            amended_by: Vec::new(),
        });
        match fact {
            CaseFact::Contact(_) => self.settle_parents(),
            CaseFact::Amended(amendment) => self.amended(seq, amendment),
            _ => {}
        }
    }

    /// Which parents are still to be contacted: whoever was told, or deliberately not, by an entry after the
    /// action was set is not.
    fn settle_parents(&mut self) {
        let mut settled = Vec::new();
        let mut ended = Vec::new();
        for (place, line) in self.chronology.iter().enumerate() {
            match &line.fact {
                CaseFact::Contact(_) => {
                    if let CaseFact::Contact(contact) = self.as_amended(line)
                        && (contact.told || contact.withheld)
                    {
                        settled.push((place, contact.about));
                    }
                }
                CaseFact::ActionDone(done) => ended.push(done.number),
                _ => {}
            }
        }
        let mut known: Vec<(Letter, bool)> = Vec::new();
        for contact in self.contacts().filter(|one| one.told || one.withheld) {
            known.retain(|(letter, _)| *letter != contact.about);
            known.push((contact.about, contact.told));
        }
        self.chronology.settle(known);
        let set_at = |number: u32| {
            self.chronology.iter().position(
                |line| matches!(&line.fact, CaseFact::ActionSet(action) if action.number == number),
            )
        };
        let set: Vec<_> = self
            .actions
            .iter()
            .map(|tracked| set_at(tracked.action.number))
            .collect();
        for (tracked, set) in self.actions.iter_mut().zip(set) {
            if let ActionKind::ContactParents(letter) = tracked.action.kind {
                tracked.open = !tracked.action.done
                    && !ended.contains(&tracked.action.number)
                    && !settled
                        .iter()
                        .any(|(place, about)| *about == letter && Some(*place) > set);
            }
        }
    }

    /// Takes in a correction that is in the chronology already.
    fn amended(&mut self, seq: u64, amendment: &Amendment) {
        let Some(line) = self.chronology.amend(amendment.entry, seq) else {
            return;
        };
        match self.as_amended(&line) {
            CaseFact::Concern(_) => self.amend_concern(&amendment.change),
            CaseFact::Contact(_) => self.settle_parents(),
            CaseFact::ActionSet(action) => {
                for tracked in &mut self.actions {
                    if tracked.action.number == action.number {
                        tracked.action.clone_from(&action);
                    }
                }
            }
            CaseFact::Sanction(sanction) => {
                for tracked in &mut self.sanctions {
                    if tracked.sanction.number == sanction.number {
                        tracked.sanction.clone_from(&sanction);
                    }
                }
            }
            _ => {}
        }
    }

    fn amend_concern(&mut self, change: &Change) {
        match change {
            Change::ParticipantAdded(participant) => {
                self.participants.push(Some(participant.clone()));
            }
            Change::ParticipantPart { letter, part } => {
                if let Some(Some(participant)) = self.participants.get_mut(letter.place()) {
                    participant.part = *part;
                }
            }
            Change::ParticipantRemoved(letter) => {
                if let Some(place) = self.participants.get_mut(letter.place()) {
                    *place = None;
                }
            }
            Change::ClauseAdded(cited) => self.concern.clauses.push(cited.clone()),
            Change::ClauseRemoved(clause) => {
                self.concern.clauses.retain(|cited| cited.clause != *clause);
            }
            change => {
                let mut now = CaseFact::Concern(Box::new(self.concern.clone()));
                change.alter(&mut now);
                if let CaseFact::Concern(concern) = now {
                    self.concern = *concern;
                }
            }
        }
    }

    /// An entry as it reads with its amendments.
    #[must_use]
    pub fn as_amended(&self, line: &Line) -> CaseFact {
        let mut fact = line.fact.clone();
        for seq in &line.amended_by {
            let amending = self.chronology.iter().find(|other| other.seq == *seq);
            if let Some(CaseFact::Amended(amendment)) = amending.map(|line| &line.fact) {
                amendment.change.alter(&mut fact);
            }
        }
        fact
    }

    /// The participant with that letter.
    #[must_use]
    pub fn participant(&self, letter: Letter) -> Option<&Participant> {
        self.participants.get(letter.place())?.as_ref()
    }

    /// Everybody in the case, with their letters.
    pub fn people(&self) -> impl Iterator<Item = (Letter, &Participant)> {
        self.participants
            .iter()
            .enumerate()
            .filter_map(|(place, one)| one.as_ref().map(|one| (Letter::at(place), one)))
    }

    /// The pupils whose parents are to be told or deliberately not.
    pub fn pupils_with_parents(&self) -> impl Iterator<Item = (Letter, &Participant)> {
        self.people()
            .filter(|(_, one)| one.part.is_central() && one.who.pupil().is_some())
    }

    /// Whether that participant's parents know, or contact was withheld with a reason.
    #[must_use]
    pub fn parents_settled(&self, letter: Letter) -> bool {
        let settled = &self.chronology.trail().settled;
        settled.iter().any(|(one, _)| *one == letter)
    }

    /// Every contact with a parent as it reads now, oldest first.
    pub fn contacts(&self) -> impl DoubleEndedIterator<Item = Contact> {
        self.chronology.iter().filter_map(|line| {
            let contact = matches!(line.fact, CaseFact::Contact(_));
            match contact.then(|| self.as_amended(line))? {
                CaseFact::Contact(contact) => Some(contact),
                _ => None,
            }
        })
    }

    /// Actions still to be done.
    pub fn open_actions(&self) -> impl Iterator<Item = &Action> {
        self.actions
            .iter()
            .filter(|tracked| tracked.open)
            .map(|tracked| &tracked.action)
    }

    /// Sanctions in force.
    pub fn active_sanctions(&self) -> impl Iterator<Item = &Sanction> {
        self.sanctions
            .iter()
            .filter(|tracked| tracked.state == SanctionState::Active)
            .map(|tracked| &tracked.sanction)
    }

    /// The name of the first participant who was harmed, or the first of all, for a list.
    #[must_use]
    pub fn lead(&self) -> Option<&Participant> {
        let harmed = self.people().find(|(_, one)| one.part == Part::Harmed);
        harmed.or_else(|| self.people().next()).map(|(_, one)| one)
    }

    /// When it was recorded.
    #[must_use]
    pub fn recorded(&self) -> Option<DateTime<FixedOffset>> {
        self.chronology.trail().begun.as_ref().map(|(_, at)| *at)
    }

    /// Whole days since the DSL was told.
    #[must_use]
    pub fn age(&self, today: NaiveDate) -> i64 {
        (today - self.concern.reported.date_naive())
            .num_days()
            .max(0)
    }
}
