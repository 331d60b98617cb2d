//! A step of a case as requests to the log, by what the case needs then.

use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::calendar::{after, on_or_after};
use super::concern::typed;
use super::life::Step;
use super::prose::{Cast, Prose, pick};
use super::stock::{Scenario, Stock};
use crate::domain::case::Case;
use crate::domain::command::{
    Command, NewAction, NewAmendment, NewAssignment, NewClosure, NewContact, NewDecision, NewLink,
    NewNote, NewReferral, NewReopening, NewReview, NewSanction, NewSeverity, NewStatus,
};
use crate::domain::decide::Desk;
use crate::domain::entry::ActionKind;
use crate::domain::ids::{Letter, Reference};
use crate::domain::people::{Participant, Who};
use crate::domain::status::{SanctionState, Severity, Status};
use crate::domain::vocabulary::List;

/// What a step is taken with.
pub struct Act<'a> {
    /// The rules, at that moment.
    pub desk: Desk<'a>,
    /// What texts are made of.
    pub stock: &'a Stock,
    /// Chance.
    pub rng: &'a mut ChaCha8Rng,
    /// Chance that only details are drawn by.
    pub details: &'a mut ChaCha8Rng,
    /// Whom the case's texts name.
    pub cast: &'a Cast,
    /// What happened in it.
    pub scenario: &'a Scenario,
    /// A case that it may be tied to.
    pub related: Option<Reference>,
}

impl Act<'_> {
    /// What is asked of the log; nothing where the step no longer applies.
    pub fn requests(&mut self, case: &Case, step: Step) -> Vec<Command> {
        let open = case.status.is_open();
        match step {
            Step::Reopen if !open => self.reopen(case),
            Step::Note | Step::Link | Step::Amend => self.on_any(case, step),
            _ if !open => Vec::new(),
            Step::NoAnswer => self.no_answer(case),
            Step::Parents => untold(case)
                .into_iter()
                .take(1)
                .map(|about| self.told(case, about))
                .collect(),
            Step::Done => self.done(case, 1),
            Step::Todo => vec![self.todo(case)],
            Step::Sanction => {
                let kind = pick(self.rng, &self.scenario.sanctions).to_owned();
                let days = self.rng.gen_range(1..7);
                self.sanction(case, &kind, days).into_iter().collect()
            }
            Step::Remove(days) => self
                .sanction(case, "technology-removed", days)
                .into_iter()
                .collect(),
            Step::EndSanction => self.ended(case),
            Step::Refer | Step::Await => self.referral(case, step == Step::Await),
            Step::HearBack => self.back(case),
            Step::Decide => vec![self.decision(case)],
            Step::Review => vec![self.review(case)],
            Step::Assign => vec![Command::Assign(NewAssignment {
                case: case.reference.to_string(),
                owner: "me".to_owned(),
                note: self.text("assign_note"),
            })],
            Step::Severity => vec![self.severity(case)],
            Step::Close => self.close(case),
            Step::Reopen => Vec::new(),
        }
    }

    fn text(&mut self, list: &str) -> String {
        self.prose().0.follow(list)
    }

    fn detailed(&mut self, list: &str) -> String {
        let (mut prose, details) = self.prose();
        let text = prose.follow(list);
        prose.detailed(text, details, 0.4)
    }

    fn prose(&mut self) -> (Prose<'_, ChaCha8Rng>, &mut ChaCha8Rng) {
        let prose = Prose {
            stock: self.stock,
            rng: self.rng,
            cast: self.cast,
        };
        (prose, self.details)
    }

    fn on_any(&mut self, case: &Case, step: Step) -> Vec<Command> {
        let reference = case.reference.to_string();
        match step {
            Step::Link => {
                let tied = |to| case.links.iter().any(|link| link.to == to) || to == case.reference;
                self.related
                    .filter(|to| !tied(*to))
                    .map(|to| {
                        Command::Link(NewLink {
                            case: reference,
                            to: to.to_string(),
                            why: self.text("link_why"),
                        })
                    })
                    .into_iter()
                    .collect()
            }
            Step::Amend => vec![Command::Amend(NewAmendment {
                case: reference,
                field: "seen".to_owned(),
                to: format!("{} {}", case.concern.seen, self.text("seen"))
                    .trim()
                    .to_owned(),
                reason: self.text("amend_why"),
                ..NewAmendment::default()
            })],
            _ => vec![Command::Note(NewNote {
                case: reference,
                text: self.detailed("note"),
                opinion: false,
            })],
        }
    }

    fn no_answer(&mut self, case: &Case) -> Vec<Command> {
        let Some(about) = untold(case).into_iter().next() else {
            return Vec::new();
        };
        let left = self.rng.gen_bool(0.4);
        let result = if left { "message-left" } else { "no-answer" };
        vec![Command::Contact(NewContact {
            case: case.reference.to_string(),
            about: about.to_string(),
            with: self.parent(case, about),
            method: "phone".to_owned(),
            result: result.to_owned(),
            text: self.text(&result.replace('-', "_")),
            again: typed(on_or_after(after(self.desk.now.date_naive(), 1))),
            ..NewContact::default()
        })]
    }

    fn told(&mut self, case: &Case, about: Letter) -> Command {
        let result = match self.rng.gen_range(0..10) {
            0..=5 => "informed",
            6..=8 => "supportive",
            _ => "disputes",
        };
        let method = match self.rng.gen_range(0..10) {
            0..=6 => "phone",
            7 => "meeting",
            8 => "gate",
            _ => "email",
        };
        Command::Contact(NewContact {
            case: case.reference.to_string(),
            about: about.to_string(),
            with: self.parent(case, about),
            method: method.to_owned(),
            result: result.to_owned(),
            text: self.text(result),
            ..NewContact::default()
        })
    }

    fn parent(&mut self, case: &Case, about: Letter) -> String {
        let name = case.participant(about).map_or("", |one| one.who.name());
        let surname = name.rsplit(' ').next().unwrap_or_default();
        let title = self
            .stock
            .names
            .get("title")
            .map_or("", |list| pick(self.rng, list));
        format!("{title} {surname}")
    }

    /// Ends open actions other than contact with parents, which ends by being made.
    fn done(&mut self, case: &Case, most: usize) -> Vec<Command> {
        let numbers: Vec<_> = case
            .open_actions()
            .filter(|action| !matches!(action.kind, ActionKind::ContactParents(_)))
            .map(|action| action.number)
            .take(most)
            .collect();
        numbers
            .into_iter()
            .map(|number| {
                Command::Action(NewAction {
                    case: case.reference.to_string(),
                    number: Some(number),
                    text: self.text("done"),
                    ..NewAction::default()
                })
            })
            .collect()
    }

    fn todo(&mut self, case: &Case) -> Command {
        let days = self.rng.gen_range(1..12);
        Command::Action(NewAction {
            case: case.reference.to_string(),
            text: self.text("action"),
            due: typed(on_or_after(after(self.desk.now.date_naive(), days))),
            ..NewAction::default()
        })
    }

    fn sanction(&mut self, case: &Case, kind: &str, days: u64) -> Option<Command> {
        let (about, one) = case
            .people()
            .find(|(_, one)| one.part.is_conduct() && one.who.pupil().is_some())?;
        let term = self.desk.words.find(List::Sanction, kind)?;
        let outside = self.desk.not_named_for(case, one, term).is_some();
        let today = self.desk.now.date_naive();
        let from = on_or_after(after(today, u64::from(self.rng.gen_bool(0.5))));
        let lasts = matches!(kind, "technology-removed" | "device-confiscated");
        let has_send = has_send(one);
        Some(Command::Sanction(NewSanction {
            case: case.reference.to_string(),
            about: about.to_string(),
            kind: kind.to_owned(),
            minutes: ["5", "10", "10", "15"]
                .get(self.rng.gen_range(0..4))
                .copied()
                .unwrap_or("10")
                .to_owned(),
            scope: if self.rng.gen_bool(0.7) {
                "device"
            } else {
                "all"
            }
            .to_owned(),
            from: typed(from),
            until: if lasts {
                typed(on_or_after(after(from, days)))
            } else {
                String::new()
            },
            why: self.text("sanction_why"),
            send_considered: self.text(if has_send { "send_has" } else { "send_none" }),
            outside_policy: if outside {
                self.text("outside")
            } else {
                String::new()
            },
            ..NewSanction::default()
        }))
    }

    fn ended(&mut self, case: &Case) -> Vec<Command> {
        let standing: Vec<_> = case
            .sanctions
            .iter()
            .filter(|one| one.state == SanctionState::Active)
            .map(|one| (one.sanction.number, one.sanction.from))
            .collect();
        let today = self.desk.now.date_naive();
        standing
            .into_iter()
            .map(|(number, from)| {
                let (state, list) = match self.rng.gen_range(0..20) {
                    0 => ("overturned", "overturned"),
                    1..=6 => ("lifted", "lifted"),
                    _ if from > today => ("lifted", "lifted"),
                    _ => ("served", "served"),
                };
                Command::Sanction(NewSanction {
                    case: case.reference.to_string(),
                    number: Some(number),
                    state: state.to_owned(),
                    reason: self.text(list),
                    ..NewSanction::default()
                })
            })
            .collect()
    }

    fn referral(&mut self, case: &Case, waits: bool) -> Vec<Command> {
        let agency = match pick(self.rng, &self.scenario.agencies) {
            "" => "early-help",
            agency => agency,
        };
        vec![Command::Referral(NewReferral {
            case: case.reference.to_string(),
            agency: agency.to_owned(),
            text: self.text("referral"),
            their_reference: format!(
                "{}/{}",
                &agency.to_uppercase().replace('-', ""),
                self.rng.gen_range(1000..99_999)
            ),
            awaiting: waits,
            ..NewReferral::default()
        })]
    }

    fn back(&mut self, case: &Case) -> Vec<Command> {
        let text = self.text("back");
        let note = Command::Note(NewNote {
            case: case.reference.to_string(),
            text: text.clone(),
            opinion: false,
        });
        if case.status != Status::AwaitingAgency {
            return vec![note];
        }
        let status = if self.rng.gen_bool(0.5) {
            "monitoring"
        } else {
            "open"
        };
        vec![Command::Status(NewStatus {
            case: case.reference.to_string(),
            status: status.to_owned(),
            reason: text,
        })]
    }

    fn decision(&mut self, case: &Case) -> Command {
        Command::Decision(NewDecision {
            case: case.reference.to_string(),
            what: self.text("decision_what"),
            why: self.text("decision_why"),
            rejected: if self.rng.gen_bool(0.6) {
                self.text("rejected")
            } else {
                String::new()
            },
        })
    }

    fn review(&mut self, case: &Case) -> Command {
        let days = self.rng.gen_range(4..20);
        Command::Review(NewReview {
            case: case.reference.to_string(),
            on: typed(on_or_after(after(self.desk.now.date_naive(), days))),
            note: self.text("review_note"),
        })
    }

    fn severity(&mut self, case: &Case) -> Command {
        let to = match case.severity {
            Severity::Low | Severity::High => Severity::Moderate,
            Severity::Moderate if self.rng.gen_bool(0.4) => Severity::High,
            Severity::Moderate => Severity::Low,
            Severity::Critical => Severity::High,
        };
        Command::Severity(NewSeverity {
            case: case.reference.to_string(),
            severity: to.id().to_owned(),
            reason: self.text("severity_why"),
        })
    }

    fn close(&mut self, case: &Case) -> Vec<Command> {
        let mut all = self.ended(case);
        let withheld = self.scenario.parents == "withheld";
        if !withheld {
            all.extend(untold(case).into_iter().map(|about| self.told(case, about)));
        }
        let leaves = self.rng.gen_bool(0.15);
        if !leaves {
            all.extend(self.done(case, usize::MAX));
        }
        let asked = self.rng.gen_bool(0.85);
        let mut outcome = pick(self.rng, &self.scenario.outcomes).to_owned();
        if outcome == "sanction-served" && case.sanctions.is_empty() {
            outcome = "education".to_owned();
        }
        all.push(Command::Close(NewClosure {
            case: case.reference.to_string(),
            outcome,
            rationale: self.text("rationale"),
            childs_view: if asked {
                self.text("childs_view")
            } else {
                String::new()
            },
            view_not_sought: if asked {
                String::new()
            } else {
                self.text("not_sought")
            },
            parents: if withheld { "withheld" } else { "told" }.to_owned(),
            parents_reason: if withheld {
                self.text("withheld")
            } else {
                String::new()
            },
            left_open: if leaves {
                self.text("left_open")
            } else {
                String::new()
            },
        }));
        all
    }

    fn reopen(&mut self, case: &Case) -> Vec<Command> {
        vec![Command::Reopen(NewReopening {
            case: case.reference.to_string(),
            reason: self.text("reopen"),
        })]
    }
}

/// The children whose parents do not know yet.
fn untold(case: &Case) -> Vec<Letter> {
    case.pupils_with_parents()
        .filter(|(letter, _)| !case.parents_settled(*letter))
        .map(|(letter, _)| letter)
        .collect()
}

fn has_send(one: &Participant) -> bool {
    matches!(&one.who, Who::Pupil { send, has_send, .. } if send.is_some() || *has_send)
}
