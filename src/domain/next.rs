//! What is to happen next in a case, and by when.

use chrono::NaiveDate;

use super::case::Case;
use super::entry::CaseFact;
use super::status::Status;

/// One thing that is to happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// By when.
    pub due: NaiveDate,
    /// In a few words.
    pub what: String,
    /// What kind; the order is that of urgency on one day.
    pub kind: StepKind,
}

/// What kind of thing is to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepKind {
    /// An action.
    Action,
    /// A sanction ends.
    SanctionEnds,
    /// The case is looked at again.
    Review,
}

/// Everything that is to happen in a case, soonest first. Nothing once it is closed.
#[must_use]
pub fn steps(case: &Case, sanction_label: &dyn Fn(&str) -> String) -> Vec<Step> {
    if !case.status.is_open() {
        return Vec::new();
    }
    let actions = case.open_actions().map(|action| Step {
        due: action.due,
        what: action.text.clone(),
        kind: StepKind::Action,
    });
    let ends = case.active_sanctions().filter_map(|sanction| {
        Some(Step {
            due: sanction.until?,
            // What it is comes last: a narrow list cuts the end off.
            what: format!(
                "Sanction ends ({})",
                uncapital(&sanction_label(&sanction.kind))
            ),
            kind: StepKind::SanctionEnds,
        })
    });
    let review = case.review.map(|due| Step {
        due,
        what: "Review".to_owned(),
        kind: StepKind::Review,
    });
    let mut steps: Vec<_> = actions.chain(ends).chain(review).collect();
    steps.sort_by_key(|step| (step.due, step.kind));
    steps
}

/// Somebody whom a case waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Whom.
    pub who: String,
    /// By when they are to have done it; none where that was not said.
    pub due: Option<NaiveDate>,
}

/// Whom a case waits for: whoever else is to do something, soonest first, and the agency that has it.
#[must_use]
pub fn waits(case: &Case, agency_label: &dyn Fn(&str) -> String) -> Vec<Wait> {
    if !case.status.is_open() {
        return Vec::new();
    }
    let others = case.open_actions().filter(|action| !action.who.is_empty());
    let mut waits: Vec<_> = others
        .map(|action| Wait {
            who: action.who.clone(),
            due: Some(action.due),
        })
        .collect();
    waits.sort_by_key(|wait| wait.due);
    let mut entries = case.chronology.iter().rev();
    let asked = entries.find_map(|line| match &line.fact {
        CaseFact::Referral(referral) if referral.awaiting => Some(agency_label(&referral.agency)),
        _ => None,
    });
    if case.status == Status::AwaitingAgency {
        let who = asked.unwrap_or_else(|| "an agency".to_owned());
        if waits.iter().all(|wait| wait.who != who) {
            waits.push(Wait { who, due: None });
        }
    }
    waits
}

fn uncapital(label: &str) -> String {
    let mut letters = label.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

/// The days of [`steps`], in no order: for asking many cases at once.
pub fn days_due(case: &Case) -> impl Iterator<Item = NaiveDate> {
    let actions = case.open_actions().map(|action| action.due);
    let ends = case
        .active_sanctions()
        .filter_map(|sanction| sanction.until);
    let days = actions.chain(ends).chain(case.review);
    days.filter(|_| case.status.is_open())
}

/// Where a case comes in the list: overdue first, then what is due soonest, then what is new,
/// then the most severe, then the newest.
#[must_use]
pub fn list_order(case: &Case) -> impl Ord + use<> {
    let due = days_due(case).min().unwrap_or(NaiveDate::MAX);
    (
        !case.status.is_open(),
        due,
        case.status != Status::New,
        std::cmp::Reverse(case.severity),
        std::cmp::Reverse(case.reference),
    )
}
