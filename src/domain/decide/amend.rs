//! Corrections: an amendment says what an entry should read, and why; the first version stays.

use super::change::Brings;
use super::follow::next_action;
use super::{Decided, Desk, Problems, Refused, decided};
use crate::domain::case::{Case, Line};
use crate::domain::command::NewAmendment;
use crate::domain::entry::{Action, ActionKind, Amendment, CaseFact, SchoolFact, What};
use crate::domain::ids::Letter;
use crate::domain::policy::Tell;
use crate::domain::status::Status;

impl Desk<'_> {
    pub(super) fn amend(&self, case: &Case, new: &NewAmendment) -> Result<Decided, Refused> {
        let mut wrong = Problems::default();
        let line = wrong.take("entry", entry(case, new.entry));
        let mut brings = Brings::default();
        let change = match line {
            Some(line) => self
                .change(case, line, new, &mut brings)
                .map_err(|problem| wrong.add(problem.field, problem.say))
                .ok(),
            None => None,
        };
        let reason = wrong.need("reason", &new.reason, "Say why it is corrected.");
        let amendment = line.zip(change).map(|(line, change)| Amendment {
            entry: line.seq,
            change,
            reason,
        });
        let set = amendment
            .as_ref()
            .and_then(|amendment| wrong.take("case", self.set_by(case, amendment, &brings.tells)));
        let made = amendment.zip(set).map(|(amendment, set)| {
            let mut facts = vec![CaseFact::Amended(amendment)];
            facts.extend(set);
            let mut made = decided(case, facts);
            if let Some(pupil) = brings.joined {
                made.facts
                    .insert(0, What::School(SchoolFact::PupilListed(pupil)));
            }
            made
        });
        wrong.settle(made)
    }

    /// What is to be done by a correction. A case that was closed was closed with nothing to do but what was left
    /// with a reason: what brings more cannot be corrected behind that, and is refused.
    fn set_by(
        &self,
        case: &Case,
        amendment: &Amendment,
        tells: &[Tell],
    ) -> Result<Vec<CaseFact>, String> {
        // What was recorded in error concerns nobody.
        if case.status == Status::RecordedInError {
            return Ok(Vec::new());
        }
        let mut after = case.clone();
        let correction = CaseFact::Amended(amendment.clone());
        after.apply(u64::MAX, self.now, self.me, &correction);
        let tell = self.still_to_tell(case, tells);
        let contact = self.still_to_contact(case, &after);
        let set: Vec<_> = (next_action(case)..)
            .zip(tell.into_iter().chain(contact))
            .map(|(number, action)| Action { number, ..action })
            .collect();
        if !case.status.is_open() {
            let was = |action: &Action| case.open_actions().any(|one| one.number == action.number);
            let again = after.open_actions().filter(|action| !was(action));
            let to_do: Vec<_> = again.chain(&set).map(|one| one.text.as_str()).collect();
            if !to_do.is_empty() {
                return Err(format!(
                    "{} is closed. Reopen it first, with the reason: this correction leaves something to do ({}).",
                    case.reference,
                    to_do.join("; ")
                ));
            }
        }
        Ok(set.into_iter().map(CaseFact::ActionSet).collect())
    }

    /// An action for each of these whom no earlier clause of the case has named.
    fn still_to_tell(&self, case: &Case, tells: &[Tell]) -> Vec<Action> {
        let named = |tell: &Tell| {
            let kind = ActionKind::Tell(tell.id().to_owned());
            case.actions.iter().any(|one| one.action.kind == kind)
        };
        tells
            .iter()
            .filter(|tell| self.has_to_be_told(**tell, case.sealed) && !named(tell))
            .map(|tell| self.tell_action(*tell, 0, false))
            .collect()
    }

    /// An action for each pupil whose parents turn out to be not told, or concerned, after a correction.
    fn still_to_contact(&self, case: &Case, after: &Case) -> Vec<Action> {
        let known = |letter: Letter| {
            let kind = ActionKind::ContactParents(letter);
            let set = after.open_actions().any(|action| action.kind == kind);
            let before = case.participant(letter);
            let waited = before.is_some_and(|one| one.part.is_central());
            set || (waited && !case.parents_settled(letter))
        };
        let unsettled = after
            .pupils_with_parents()
            .filter(|(letter, _)| !after.parents_settled(*letter) && !known(*letter));
        unsettled
            .map(|(letter, one)| Action {
                number: 0,
                kind: ActionKind::ContactParents(letter),
                text: format!("Contact {}'s parents", one.who.name()),
                who: String::new(),
                due: self.today(),
                done: false,
            })
            .collect()
    }
}

fn entry(case: &Case, seq: Option<u64>) -> Result<&Line, String> {
    let found = match seq {
        None => case.chronology.first(),
        Some(seq) => case.chronology.iter().find(|line| line.seq == seq),
    };
    found.ok_or_else(|| format!("{} has no such entry.", case.reference))
}
