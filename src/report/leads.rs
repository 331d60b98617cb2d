//! Which one value of each table a concern is counted under.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::facts::{Reading, central, reported};
use super::menu::{Lead, Menu, OTHER_RULE, YOUNGEST_RULE, rule_id};
use crate::domain::case::Case;
use crate::domain::entry::{ActionKind, CaseFact, Sanction};
use crate::domain::people::Who;
use crate::domain::policy::{KeyStage, YearGroup};
use crate::domain::status::SanctionState;
use crate::domain::vocabulary::area_of;

/// Its area of the 4Cs; a school's own area is counted with conduct.
pub(super) fn area(case: &Case, menu: &Menu) -> usize {
    let area = area_of(&case.concern.category).unwrap_or_default();
    menu.place(Lead::Area, area).unwrap_or(2)
}

/// The phase of the pupil harmed, or else of the first one it is about.
pub(super) fn phase(case: &Case) -> usize {
    let lead = central(case).next().map(|(id, _)| id);
    let year = case.people().find_map(|(_, one)| match &one.who {
        Who::Pupil { id, year, .. } if Some(*id) == lead => Some(*year),
        _ => None,
    });
    match year {
        Some(year) if year.key_stage() != KeyStage::Ks2 => 0,
        Some(YearGroup::Year3 | YearGroup::Year4) => 1,
        Some(_) => 2,
        None => 3,
    }
}

/// The heading that its lead clause stands under.
pub(super) fn rule(case: &Case, reading: Reading<'_>) -> usize {
    let place = |id: &str| reading.menu.place(Lead::Rule, id);
    let found = case
        .concern
        .clauses
        .first()
        .and_then(|cited| reading.policies.get(&cited.clause));
    let other = place(OTHER_RULE).unwrap_or_default();
    let Some(found) = found else { return other };
    let youngest = found.document.code.as_str() == "KS1";
    let named = if youngest {
        place(YOUNGEST_RULE)
    } else {
        place(&rule_id(&found.clause.section))
    };
    named.unwrap_or(other)
}

/// Where and on what: a remote lesson, then a device of the school's, then home, then the child's own.
pub(super) fn place(case: &Case) -> usize {
    let on = |device: &str| case.concern.devices.iter().any(|one| one == device);
    match case.concern.place.as_str() {
        "remote-lesson" => 3,
        _ if on("school-device") => 0,
        "home" | "off-site" => 2,
        _ if on("own-device") => 1,
        _ => 4,
    }
}

/// How it came to be known.
pub(super) fn source(case: &Case) -> usize {
    match case.concern.came_through.as_str() {
        "pupil" | "another-pupil" => 0,
        "parent" => 1,
        "teacher" | "support-staff" | "it-technician" => 2,
        "filter-alert" | "monitoring-alert" => 3,
        _ => 4,
    }
}

/// The weightiest thing that was done, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    Referral,
    AccessRemoved,
    PlaytimeLoss,
    Taught,
    TechnicalFix,
    Parents,
    Other,
}

/// What had been done about a concern by a day, as far as the log knows it now: it may have been written down, or
/// put right, later.
#[derive(Clone, Debug)]
pub(super) struct Done {
    reported: NaiveDate,
    lead: Weight,
    /// The day of the first thing done other than speaking with parents.
    first: Option<NaiveDate>,
    told: Option<NaiveDate>,
    closed: Option<NaiveDate>,
}

impl Done {
    pub fn of(case: &Case, until: NaiveDate) -> Self {
        let mut done = Self {
            reported: reported(case),
            lead: Weight::Other,
            first: None,
            told: None,
            closed: None,
        };
        if !case.concern.immediate_action.is_empty() {
            done.did(done.reported, Weight::Other);
        }
        for line in &case.chronology {
            let fact = match line.amended_by.is_empty() {
                true => Cow::Borrowed(&line.fact),
                false => Cow::Owned(case.as_amended(line)),
            };
            let on = happened(&fact, line.at.date_naive());
            if on <= until {
                done.take(case, on, &fact, until);
            }
        }
        done
    }

    fn take(&mut self, case: &Case, on: NaiveDate, fact: &CaseFact, until: NaiveDate) {
        match fact {
            CaseFact::Referral(referral) => self.did(on, referred(&referral.agency)),
            CaseFact::Sanction(sanction) => {
                let state = state_by(case, sanction, until);
                let stands = !matches!(state, SanctionState::Proposed | SanctionState::Overturned);
                if stands {
                    self.did(on, sanctioned(&sanction.kind));
                }
            }
            CaseFact::ActionSet(action) if action.done => {
                self.did(on, completed(&action.kind));
            }
            CaseFact::ActionDone(end) if !end.dropped => {
                let action = case
                    .actions
                    .iter()
                    .find(|one| one.action.number == end.number);
                if let Some(action) = action {
                    self.did(on, completed(&action.action.kind));
                }
            }
            CaseFact::Contact(contact) if contact.told => {
                self.told = Some(self.told.map_or(on, |told| told.min(on)));
                self.lead = self.lead.min(Weight::Parents);
            }
            CaseFact::Closed(_) => self.closed = Some(on),
            CaseFact::Reopened { .. } => self.closed = None,
            _ => {}
        }
    }

    /// Completing the step of telling parents is counted as telling them, and nowhere else.
    fn did(&mut self, on: NaiveDate, weight: Weight) {
        if weight != Weight::Parents {
            self.first = Some(self.first.map_or(on, |first| first.min(on)));
            self.lead = self.lead.min(weight);
        }
    }

    fn days(&self, until: Option<NaiveDate>) -> Option<i64> {
        until.map(|day| (day - self.reported).num_days().max(0))
    }

    pub fn lead(&self) -> usize {
        self.lead as usize
    }

    pub fn first_action(&self) -> usize {
        band(self.days(self.first))
    }

    pub fn parent_contact(&self) -> usize {
        band(self.days(self.told))
    }

    pub fn closure(&self) -> usize {
        match self.days(self.closed) {
            Some(0..=7) => 0,
            Some(8..=28) => 1,
            Some(_) => 2,
            None => 3,
        }
    }
}

fn band(days: Option<i64>) -> usize {
    match days {
        Some(0) => 0,
        Some(1..=2) => 1,
        Some(3..=10) => 2,
        Some(_) => 3,
        None => 4,
    }
}

/// The day on which that was done: that which the entry itself gives, or else that on which it was recorded.
fn happened(fact: &CaseFact, recorded: NaiveDate) -> NaiveDate {
    match fact {
        CaseFact::Referral(referral) => referral.happened.date().unwrap_or(recorded),
        CaseFact::Contact(contact) => contact.happened.date().unwrap_or(recorded),
        // One that is still to begin has been decided on.
        CaseFact::Sanction(sanction) => sanction.from.min(recorded),
        _ => recorded,
    }
}

/// The state in which a sanction was by the end of a day.
fn state_by(case: &Case, sanction: &Sanction, until: NaiveDate) -> SanctionState {
    let mut by_then = case.chronology.iter().filter_map(|line| match &line.fact {
        CaseFact::SanctionChanged(change)
            if change.number == sanction.number && line.at.date_naive() <= until =>
        {
            Some(change.state)
        }
        _ => None,
    });
    by_then.next_back().unwrap_or(sanction.state)
}

/// Who looks after the school's computers is no agency.
fn referred(agency: &str) -> Weight {
    if agency == "it-provider" {
        Weight::TechnicalFix
    } else {
        Weight::Referral
    }
}

fn sanctioned(kind: &str) -> Weight {
    match kind {
        "technology-removed" | "device-confiscated" | "removed-from-session" => {
            Weight::AccessRemoved
        }
        "playtime-loss" => Weight::PlaytimeLoss,
        "reminder" => Weight::Taught,
        _ => Weight::Other,
    }
}

fn completed(kind: &ActionKind) -> Weight {
    match kind {
        ActionKind::Tell(who) if who.starts_with("it_") || who.starts_with("computing_lead") => {
            Weight::TechnicalFix
        }
        ActionKind::ContactParents(_) => Weight::Parents,
        ActionKind::Tell(_) | ActionKind::General => Weight::Other,
    }
}
