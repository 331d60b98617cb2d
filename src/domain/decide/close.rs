//! Closing and reopening: the rules of the end of a case (brief, rules 3 and 4).

use super::{Decided, Desk, Problems, Refused, decided, refuse};
use crate::domain::case::Case;
use crate::domain::command::{NewClosure, NewReopening};
use crate::domain::entry::{CaseFact, ChildsView, Closure, ParentsDecision};
use crate::domain::vocabulary::{Flag, List};

use super::read::{or_list, tidy};

impl Desk<'_> {
    pub(super) fn close(&self, case: &Case, new: &NewClosure) -> Result<Decided, Refused> {
        let mut wrong = Problems::default();
        let outcome = wrong.take("outcome", self.term(List::Outcome, &new.outcome));
        let in_error = outcome
            .as_ref()
            .and_then(|id| self.words.find(List::Outcome, id))
            .is_some_and(|term| term.is(Flag::InError));
        let rationale = wrong.need("rationale", &new.rationale, "Say why it can be closed.");
        // A mistake has no child to ask and no parents to tell: its rationale is enough.
        let (childs_view, parents) = if in_error {
            let mistake = || "recorded in error".to_owned();
            (
                Some(ChildsView::NotSought(mistake())),
                Some(ParentsDecision::NotConcerned(mistake())),
            )
        } else {
            (childs_view(&mut wrong, new), parents(&mut wrong, case, new))
        };
        let standing: Vec<_> = case
            .sanctions
            .iter()
            .filter(|tracked| tracked.state.stands())
            .map(|tracked| {
                format!(
                    "{} ({})",
                    self.words.label(List::Sanction, &tracked.sanction.kind),
                    self.words.label(List::SanctionState, tracked.state.id())
                )
            })
            .collect();
        if !standing.is_empty() {
            wrong.add(
                "sanctions",
                format!(
                    "A case cannot be closed while a sanction stands: {}. Mark it served, lifted or overturned first.",
                    or_list(&standing)
                ),
            );
        }
        let left: Vec<_> = case.open_actions().map(|a| a.text.as_str()).collect();
        let left_open = if left.is_empty() || in_error {
            tidy(&new.left_open)
        } else {
            let say = format!(
                "Still to do: {}. Say why that can be left.",
                left.join("; ")
            );
            wrong.need("left_open", &new.left_open, &say)
        };
        let made = (|| {
            Some(decided(
                case,
                vec![CaseFact::Closed(Closure {
                    outcome: outcome?,
                    rationale,
                    childs_view: childs_view?,
                    parents: parents?,
                    left_open,
                    in_error,
                })],
            ))
        })();
        wrong.settle(made)
    }

    pub(super) fn reopen(&self, case: &Case, new: &NewReopening) -> Result<Decided, Refused> {
        if case.status.is_open() {
            return Err(refuse(
                "case",
                format!("{} is open already.", case.reference),
            ));
        }
        let mut wrong = Problems::default();
        let reason = wrong.need("reason", &new.reason, "Say why it is opened again.");
        wrong.settle(Some(decided(case, vec![CaseFact::Reopened { reason }])))
    }
}

fn childs_view(wrong: &mut Problems, new: &NewClosure) -> Option<ChildsView> {
    let said = tidy(&new.childs_view);
    let not_sought = tidy(&new.view_not_sought);
    match (said.is_empty(), not_sought.is_empty()) {
        (false, _) => Some(ChildsView::Said(said)),
        (true, false) => Some(ChildsView::NotSought(not_sought)),
        (true, true) => {
            wrong.add(
                "childs_view",
                "Write the child's view, or why it was not sought.",
            );
            None
        }
    }
}

fn parents(wrong: &mut Problems, case: &Case, new: &NewClosure) -> Option<ParentsDecision> {
    let decision = new.parents.trim().to_lowercase().replace([' ', '_'], "-");
    match decision.as_str() {
        "told" => {
            // "Told" is a claim about the log, so the log must bear it out.
            let untold: Vec<_> = case
                .pupils_with_parents()
                .filter(|(letter, _)| !case.parents_settled(*letter))
                .map(|(_, one)| one.who.name())
                .collect();
            if untold.is_empty() {
                return Some(ParentsDecision::Told);
            }
            wrong.add(
                "parents",
                format!(
                    "No contact is recorded that told the parents of {}. Record it, or say withheld with the reason.",
                    untold.join(" and ")
                ),
            );
            None
        }
        "withheld" => {
            let reason = wrong.need(
                "parents_reason",
                &new.parents_reason,
                "Say why the parents were not told.",
            );
            Some(ParentsDecision::Withheld(reason))
        }
        "not-concerned" => {
            let names: Vec<_> = case
                .pupils_with_parents()
                .map(|(_, one)| one.who.name())
                .collect();
            if !names.is_empty() {
                wrong.add(
                    "parents",
                    format!(
                        "The parents of {} are concerned: say told, or withheld with the reason.",
                        names.join(" and ")
                    ),
                );
            }
            let reason = wrong.need(
                "parents_reason",
                &new.parents_reason,
                "Say why no parents are concerned.",
            );
            Some(ParentsDecision::NotConcerned(reason))
        }
        _ => {
            wrong.add(
                "parents",
                "Say whether the parents were told, or that telling them was withheld.",
            );
            None
        }
    }
}
