//! Corrections: an amendment says what an entry should read, and why; the first version stays.

use super::change::Brings;
use super::follow::next_action;
use super::{Decided, Desk, Problems, Refused, decided};
use crate::domain::case::{Case, Line};
use crate::domain::command::NewAmendment;
use crate::domain::entry::{Action, ActionKind, Amendment, CaseFact, SchoolFact, What};
use crate::domain::ids::Letter;
use crate::domain::policy::Tell;

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
        let made = (|| {
            let amendment = Amendment {
                entry: line?.seq,
                change: change?,
                reason,
            };
            let mut set = self.still_to_tell(case, &brings.tells);
            let next = next_action(case) + u32::try_from(set.len()).unwrap_or(0);
            set.extend(self.still_to_contact(case, &amendment, next));
            let mut facts = vec![CaseFact::Amended(amendment)];
            facts.extend(set);
            let mut made = decided(case, facts);
            if let Some(pupil) = brings.joined {
                made.facts
                    .insert(0, What::School(SchoolFact::PupilListed(pupil)));
            }
            Some(made)
        })();
        wrong.settle(made)
    }

    /// An action for each of these whom no earlier clause of the case has named.
    fn still_to_tell(&self, case: &Case, tells: &[Tell]) -> Vec<CaseFact> {
        let named = |tell: &Tell| {
            let kind = ActionKind::Tell(tell.id().to_owned());
            case.actions.iter().any(|one| one.action.kind == kind)
        };
        (next_action(case)..)
            .zip(
                tells
                    .iter()
                    .filter(|tell| self.has_to_be_told(**tell, case.sealed) && !named(tell)),
            )
            .map(|(number, tell)| CaseFact::ActionSet(self.tell_action(*tell, number, false)))
            .collect()
    }

    /// An action for each pupil whose parents turn out to be not told, or concerned, by this correction.
    fn still_to_contact(&self, case: &Case, amendment: &Amendment, first: u32) -> Vec<CaseFact> {
        if !case.status.is_open() {
            return Vec::new();
        }
        let mut after = case.clone();
        let correction = CaseFact::Amended(amendment.clone());
        after.apply(u64::MAX, self.now, self.me, &correction);
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
        (first..)
            .zip(unsettled)
            .map(|(number, (letter, one))| {
                CaseFact::ActionSet(Action {
                    number,
                    kind: ActionKind::ContactParents(letter),
                    text: format!("Contact {}'s parents", one.who.name()),
                    who: String::new(),
                    due: self.today(),
                    done: false,
                })
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
