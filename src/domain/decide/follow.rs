//! What follows a concern: notes, actions, contacts, referrals, decisions, and who looks after it.

use super::{Decided, Desk, Problems, Refused, decided, refuse};
use crate::domain::case::Case;
use crate::domain::command::{
    NewAction, NewAssignment, NewContact, NewDecision, NewLink, NewNote, NewReferral, NewReview,
    NewSeverity, NewStatus,
};
use crate::domain::entry::{
    Action, ActionDone, ActionKind, Assignment, CaseFact, Contact, Decision, Link, Note, Referral,
    Review, SeveritySet, StatusSet,
};
use crate::domain::ids::Reference;
use crate::domain::status::{Severity, Status, by_id};
use crate::domain::vocabulary::{Flag, List};
use crate::domain::when::When;

use super::concern::CRITICAL;
use super::read::tidy;

impl Desk<'_> {
    pub(super) fn note(&self, case: &Case, new: &NewNote) -> Result<Decided, Refused> {
        let mut wrong = Problems::default();
        let text = wrong.need("text", &new.text, "Write the note.");
        let opinion = new.opinion;
        wrong.settle(Some(decided(
            case,
            vec![CaseFact::Note(Note { text, opinion })],
        )))
    }

    pub(super) fn action(&self, case: &Case, new: &NewAction) -> Result<Decided, Refused> {
        match new.number {
            Some(_) if !new.due.trim().is_empty() || !new.who.trim().is_empty() => Err(refuse(
                "number",
                "A number ends an action that was set before: who does it, and by when, belongs to a new one, without a number.",
            )),
            Some(number) => self.action_done(case, new, number),
            None if new.dropped => Err(refuse(
                "number",
                format!("Say which action is not needed. {}", open_actions(case)),
            )),
            None => self.action_set(case, new),
        }
    }

    fn action_set(&self, case: &Case, new: &NewAction) -> Result<Decided, Refused> {
        let mut wrong = Problems::default();
        let text = wrong.need("text", &new.text, "Say what is to be done.");
        let due = if new.done {
            Some(self.today())
        } else {
            wrong.take("due", self.due(&new.due, self.today()))
        };
        let fact = due.map(|due| {
            CaseFact::ActionSet(Action {
                number: next_action(case),
                kind: ActionKind::General,
                text,
                who: tidy(&new.who),
                due,
                done: new.done,
            })
        });
        wrong.settle(fact.map(|fact| decided(case, vec![fact])))
    }

    fn action_done(&self, case: &Case, new: &NewAction, number: u32) -> Result<Decided, Refused> {
        if !case.open_actions().any(|action| action.number == number) {
            let say = format!("Action {number} is not open. {}", open_actions(case));
            return Err(refuse("number", say));
        }
        let mut wrong = Problems::default();
        let text = if new.dropped {
            wrong.need("text", &new.text, "Say why it is not needed.")
        } else {
            tidy(&new.text)
        };
        let done = ActionDone {
            number,
            text,
            dropped: new.dropped,
        };
        wrong.settle(Some(decided(case, vec![CaseFact::ActionDone(done)])))
    }

    pub(super) fn contact(&self, case: &Case, new: &NewContact) -> Result<Decided, Refused> {
        let mut wrong = Problems::default();
        let about = wrong.take(
            "about",
            self.pupil_in(case, &new.about, |one| one.part.is_central()),
        );
        let result = wrong.take("result", self.term(List::ContactResult, &new.result));
        let term = result
            .as_ref()
            .and_then(|id| self.words.find(List::ContactResult, id));
        let withheld = term.is_some_and(|term| term.is(Flag::Withholds));
        let reason = match term {
            Some(term) if (term.is(Flag::NeedsReason) || term.is(Flag::AsksAgency)) => wrong.need(
                "reason",
                &new.reason,
                "Say why contact is withheld: the risk to the child.",
            ),
            _ => tidy(&new.reason),
        };
        let method = if withheld && new.method.trim().is_empty() {
            Some(String::new())
        } else {
            wrong.take("method", self.term(List::ContactMethod, &new.method))
        };
        let happened = wrong.take("happened", self.past(&new.happened));
        let again = if new.again.trim().is_empty() {
            None
        } else {
            wrong.take("again", self.due(&new.again, self.today()))
        };
        let made = (|| {
            let (letter, participant) = about?;
            let contact = Contact {
                about: letter,
                with: tidy(&new.with),
                method: method?,
                result: result?,
                text: tidy(&new.text),
                reason,
                happened: happened?,
                told: term.is_some_and(|term| term.is(Flag::Tells)),
                withheld,
            };
            let mut facts = vec![CaseFact::Contact(contact)];
            if let Some(due) = again {
                facts.push(CaseFact::ActionSet(Action {
                    number: next_action(case),
                    kind: ActionKind::ContactParents(letter),
                    text: format!("Try {}'s parents again", participant.who.name()),
                    who: String::new(),
                    due,
                    done: false,
                }));
            }
            Some(decided(case, facts))
        })();
        wrong.settle(made)
    }

    pub(super) fn referral(&self, case: &Case, new: &NewReferral) -> Result<Decided, Refused> {
        let mut wrong = Problems::default();
        let agency = wrong.take("agency", self.term(List::Agency, &new.agency));
        let text = wrong.need("text", &new.text, "Say to whom, and what was said.");
        let happened = wrong.take("happened", self.past(&new.happened));
        let chase = match tidy(&new.chase).is_empty() {
            true => None,
            false => wrong.take("chase", self.due(&new.chase, self.today())),
        };
        if chase.is_some() && !new.awaiting {
            wrong.add(
                "chase",
                "Nobody is waited for, so there is nobody to ask again.",
            );
        }
        let made = (|| {
            let agency = agency?;
            let who = self.words.label(List::Agency, &agency).to_owned();
            let mut facts = vec![CaseFact::Referral(Referral {
                agency,
                text,
                their_reference: tidy(&new.their_reference),
                happened: happened?,
                awaiting: new.awaiting,
            })];
            facts.extend(chase.map(|due| {
                CaseFact::ActionSet(Action {
                    number: next_action(case),
                    kind: ActionKind::General,
                    text: format!("Hear from {who}"),
                    who,
                    due,
                    done: false,
                })
            }));
            Some(decided(case, facts))
        })();
        wrong.settle(made)
    }

    pub(super) fn decision(&self, case: &Case, new: &NewDecision) -> Result<Decided, Refused> {
        let mut wrong = Problems::default();
        let what = wrong.need("what", &new.what, "Say what was decided.");
        let why = wrong.need("why", &new.why, "Say why.");
        let rejected = tidy(&new.rejected);
        wrong.settle(Some(decided(
            case,
            vec![CaseFact::Decision(Decision {
                what,
                why,
                rejected,
            })],
        )))
    }

    pub(super) fn review(&self, case: &Case, new: &NewReview) -> Result<Decided, Refused> {
        let mut wrong = Problems::default();
        let typed = wrong.need(
            "on",
            &new.on,
            "Say when to look at it again, or none to take the date away.",
        );
        let on = if typed.eq_ignore_ascii_case("none") {
            Some(None)
        } else {
            wrong.take("on", self.due(&typed, self.today())).map(Some)
        };
        let note = tidy(&new.note);
        wrong.settle(on.map(|on| decided(case, vec![CaseFact::Review(Review { on, note })])))
    }

    pub(super) fn assign(&self, case: &Case, new: &NewAssignment) -> Result<Decided, Refused> {
        let mut wrong = Problems::default();
        let typed = wrong.need("owner", &new.owner, "Say who looks after the case now.");
        let owner = if typed.is_empty() {
            None
        } else {
            wrong.take("owner", self.person(&typed))
        };
        // That it stays with somebody can be worth a word; without one nothing happened.
        let stays = owner.as_ref().filter(|(id, _)| *id == case.owner);
        if let Some((_, name)) = stays.filter(|_| tidy(&new.note).is_empty()) {
            wrong.add("owner", format!("{name} looks after it already."));
        }
        let fact = owner.map(|(owner, name)| {
            CaseFact::Assigned(Assignment {
                owner,
                name,
                note: tidy(&new.note),
            })
        });
        wrong.settle(fact.map(|fact| decided(case, vec![fact])))
    }

    pub(super) fn status(&self, case: &Case, new: &NewStatus) -> Result<Decided, Refused> {
        let mut wrong = Problems::default();
        let settable = [Status::Open, Status::Monitoring, Status::AwaitingAgency];
        let status = by_id(&settable, Status::id, &new.status);
        if status.is_none() {
            wrong.add(
                "status",
                "A status set by hand is open, monitoring or awaiting agency. Closing has a form of its own.",
            );
        }
        let fact = status.map(|status| {
            CaseFact::StatusSet(StatusSet {
                status,
                reason: tidy(&new.reason),
            })
        });
        wrong.settle(fact.map(|fact| decided(case, vec![fact])))
    }

    pub(super) fn severity(&self, case: &Case, new: &NewSeverity) -> Result<Decided, Refused> {
        let mut wrong = Problems::default();
        let severity = by_id(&Severity::ALL, Severity::id, &new.severity);
        if severity.is_none() {
            wrong.add("severity", "Choose low, moderate, high or critical.");
        }
        if severity == Some(case.severity) {
            wrong.add("severity", "That is the severity it has already.");
        }
        let reason = wrong.need("reason", &new.reason, "Say why the severity changes.");
        let fact = severity.map(|severity| CaseFact::SeveritySet(SeveritySet { severity, reason }));
        let mut made = wrong.settle(fact.map(|fact| decided(case, vec![fact])))?;
        if severity == Some(Severity::Critical) {
            made.say.push(CRITICAL.to_owned());
        }
        Ok(made)
    }

    pub(super) fn link(&self, case: &Case, new: &NewLink) -> Result<Decided, Refused> {
        let mut wrong = Problems::default();
        let to = wrong.take("to", self.other_case(&new.to));
        if to == Some(case.reference) {
            wrong.add("to", "A case cannot be linked to itself.");
        }
        if let Some(to) = to
            && case.links.iter().any(|link| link.to == to)
        {
            wrong.add("to", format!("{to} is linked already."));
        }
        let sealed = |to: &Reference| self.school.cases.get(to).is_some_and(|other| other.sealed);
        if to.as_ref().is_some_and(sealed) && !case.sealed {
            wrong.add(
                "to",
                "That case is sealed to the headteacher: link it from there, so that the tie is sealed too.",
            );
        }
        let why = tidy(&new.why);
        wrong.settle(to.map(|to| decided(case, vec![CaseFact::Linked(Link { to, why })])))
    }

    pub(super) fn other_case(&self, text: &str) -> Result<Reference, String> {
        let to: Reference = text
            .parse()
            .map_err(|_| "Give the other case's reference: OS-2026-0042.".to_owned())?;
        if self.school.cases.contains_key(&to) {
            Ok(to)
        } else {
            Err(format!("There is no case {to}."))
        }
    }
}

/// Which actions of a case are open, by number.
fn open_actions(case: &Case) -> String {
    let open: Vec<_> = case
        .open_actions()
        .map(|action| format!("{} ({})", action.number, action.text))
        .collect();
    if open.is_empty() {
        format!("{} has no open action.", case.reference)
    } else {
        format!("Open: {}.", super::read::or_list(&open))
    }
}

/// The number of the next action of a case.
pub(super) fn next_action(case: &Case) -> u32 {
    let last = case.actions.iter().map(|tracked| tracked.action.number);
    last.max().unwrap_or(0) + 1
}

/// The day on which something happened, as far as it is known.
pub(super) fn day_of(when: &When) -> Option<chrono::NaiveDate> {
    when.date()
}
