//! Corrections: an amendment says what an entry should read, and why; the first version stays.

use super::{Decided, Desk, Problems, Refused, ReservedFor, decided};
use crate::domain::case::{Case, Line};
use crate::domain::command::{NewAmendment, NewParticipant};
use crate::domain::entry::{Action, ActionKind, Amendment, CaseFact, Change, SchoolFact, What};
use crate::domain::ids::Letter;
use crate::domain::people::{Participant, Pupil};
use crate::domain::policy::{ClauseRef, ClauseRefError, Tell};
use crate::domain::vocabulary::{Flag, List};

use super::concern::IMAGERY;
use super::follow::{day_of, next_action};
use super::read::{or_list, tidy, verbatim};

/// What a correction brings with it beside itself.
#[derive(Default)]
struct Brings {
    /// A pupil who joins the list by being named.
    joined: Option<Pupil>,
    /// Whom a clause that was added says to tell.
    tells: Vec<Tell>,
}

impl Desk<'_> {
    pub(super) fn amend(&self, case: &Case, new: &NewAmendment) -> Result<Decided, Refused> {
        let mut wrong = Problems::default();
        let line = wrong.take("entry", entry(case, new.entry));
        let mut brings = Brings::default();
        let change = match line {
            Some(line) => wrong.take("to", self.change(case, line, new, &mut brings)),
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

    fn change(
        &self,
        case: &Case,
        line: &Line,
        new: &NewAmendment,
        brings: &mut Brings,
    ) -> Result<Change, String> {
        let field = new.field.trim();
        let fact = case.as_amended(line);
        if let Some((field, _, now)) = fact.texts().into_iter().find(|(name, ..)| *name == field) {
            let childs_words = match &fact {
                CaseFact::Concern(concern) if field == "words" => Some(&concern.childs_words),
                _ => None,
            };
            if childs_words.is_some_and(|quote| quote.question.is_empty()) {
                return Err(
                    "Write the question that was asked first, then the child's own words."
                        .to_owned(),
                );
            }
            let to = match childs_words {
                Some(_) => verbatim(&new.to),
                None => tidy(&new.to),
            };
            if to == now {
                return Err("That is how it reads already.".to_owned());
            }
            // A text that the rules required cannot be amended away.
            if to.is_empty() && !now.is_empty() {
                return Err("Write how it should read.".to_owned());
            }
            return Ok(Change::Text {
                field: field.to_owned(),
                to,
            });
        }
        let of_entry = match &fact {
            CaseFact::Contact(contact) => self.contact_change(case, contact, field, &new.to),
            CaseFact::Sanction(sanction) => self.sanction_change(case, sanction, field, &new.to),
            _ => None,
        };
        if let Some(change) = of_entry {
            return change;
        }
        let of_concern = matches!(fact, CaseFact::Concern(_));
        match field {
            "happened"
                if matches!(
                    fact,
                    CaseFact::Concern(_) | CaseFact::Contact(_) | CaseFact::Referral(_)
                ) =>
            {
                if new.to.trim().is_empty() {
                    return Err("Say when it happened.".to_owned());
                }
                let when = self.past(&new.to)?;
                if let (CaseFact::Concern(concern), Some(day)) = (&fact, when.date())
                    && day > concern.reported.date_naive()
                {
                    return Err("That is after it was reported.".to_owned());
                }
                Ok(Change::Happened(when))
            }
            "category" if of_concern => {
                let category = self.term(List::Category, &new.to)?;
                let imagery = self.words.is(List::Category, &category, Flag::Imagery);
                if imagery && case.concern.device_kept.is_empty() {
                    return Err(format!(
                        "{IMAGERY} Correct where the device is kept first, then the category."
                    ));
                }
                Ok(Change::Category(category))
            }
            "place" if of_concern => Ok(Change::Place(self.term(List::Place, &new.to)?)),
            "came_through" if of_concern => {
                Ok(Change::CameThrough(self.term(List::Source, &new.to)?))
            }
            "add-participant" if of_concern => {
                let mut given = new.participant.clone().unwrap_or_else(|| NewParticipant {
                    name: new.to.clone(),
                    ..NewParticipant::default()
                });
                if given.part.is_empty() {
                    given.part.clone_from(&new.part);
                }
                let (participant, pupil) = self.participant_given(&given, &[])?;
                stays_here(case, participant.reserved_for())?;
                let there = participant.who.pupil().is_some()
                    && case
                        .people()
                        .any(|(_, one)| one.who.pupil() == participant.who.pupil());
                if there {
                    return Err(format!("{} is in it already.", participant.who.name()));
                }
                brings.joined = pupil;
                Ok(Change::ParticipantAdded(participant))
            }
            "part" if of_concern => {
                let (letter, one) = self.participant(case, &new.to)?;
                let part = self.part(&new.part)?;
                if part == one.part {
                    return Err("That is their part already.".to_owned());
                }
                let changed = Participant {
                    part,
                    ..one.clone()
                };
                stays_here(case, changed.reserved_for())?;
                Ok(Change::ParticipantPart { letter, part })
            }
            "remove-participant" if of_concern => {
                let (letter, _) = self.participant(case, &new.to)?;
                if case.people().count() == 1 {
                    return Err(
                        "A case keeps at least one person. If it is a mistake, close it as recorded in error."
                            .to_owned(),
                    );
                }
                Ok(Change::ParticipantRemoved(letter))
            }
            "add-clause" if of_concern => {
                let day = day_of(&case.concern.happened).unwrap_or_else(|| self.today());
                let (cited, found) = self.cite(&new.to, day)?;
                if case
                    .concern
                    .clauses
                    .iter()
                    .any(|c| c.clause == cited.clause)
                {
                    return Err(format!("{} is cited already.", cited.clause));
                }
                brings.tells = self.to_tell(std::iter::once(found));
                Ok(Change::ClauseAdded(cited))
            }
            "remove-clause" if of_concern => {
                let clause: ClauseRef = new
                    .to
                    .parse()
                    .map_err(|error: ClauseRefError| error.to_string())?;
                if !case.concern.clauses.iter().any(|c| c.clause == clause) {
                    return Err(format!("{clause} is not cited here."));
                }
                if case.concern.clauses.len() == 1 {
                    return Err(
                        "A case keeps at least one clause: add the right one first.".to_owned()
                    );
                }
                Ok(Change::ClauseRemoved(clause))
            }
            _ => {
                let can: Vec<_> = amendable(&fact).into_iter().map(|(name, _)| name).collect();
                Err(format!(
                    "{field:?} is nothing that can be corrected there. It can be {}.",
                    or_list(&can)
                ))
            }
        }
    }
}

/// A case that others read cannot become one about staff, nor any case one about the headteacher.
fn stays_here(case: &Case, reserved: Option<ReservedFor>) -> Result<(), String> {
    match reserved {
        Some(ReservedFor::Headteacher) if case.sealed => Ok(()),
        Some(reserved) => Err(reserved.not_here().to_owned()),
        None => Ok(()),
    }
}

/// What can be corrected in an entry: the field's name and its title, in the order of the form.
#[must_use]
pub fn amendable(fact: &CaseFact) -> Vec<(&'static str, &'static str)> {
    let mut can: Vec<_> = fact
        .texts()
        .into_iter()
        .map(|(name, title, _)| (name, title))
        .collect();
    match fact {
        CaseFact::Concern(_) => can.extend([
            ("happened", "When it happened"),
            ("category", "Category (4Cs)"),
            ("place", "Where"),
            ("came_through", "How it came to light"),
            ("add-participant", "Add a participant"),
            ("part", "A participant's part"),
            ("remove-participant", "Remove a participant"),
            ("add-clause", "Add a clause"),
            ("remove-clause", "Remove a clause"),
        ]),
        CaseFact::Contact(_) => can.extend([
            ("about", "Whose parent"),
            ("result", "Result"),
            ("method", "How"),
            ("happened", "When it happened"),
        ]),
        CaseFact::Sanction(_) => can.extend([
            ("about", "Pupil"),
            ("kind", "Sanction"),
            ("minutes", "Minutes of playtime"),
            ("scope", "What is removed"),
            ("from", "First day"),
            ("until", "Last day"),
        ]),
        CaseFact::Referral(_) => can.push(("happened", "When it happened")),
        _ => {}
    }
    can
}

fn entry(case: &Case, seq: Option<u64>) -> Result<&Line, String> {
    let found = match seq {
        None => case.chronology.first(),
        Some(seq) => case.chronology.iter().find(|line| line.seq == seq),
    };
    found.ok_or_else(|| format!("{} has no such entry.", case.reference))
}
