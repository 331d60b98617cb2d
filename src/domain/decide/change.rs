//! What a correction changes in the entry that it corrects, held to the rules of recording one.

use super::concern::IMAGERY;
use super::follow::day_of;
use super::read::{or_list, tidy, verbatim};
use super::{Desk, Problem, ReservedFor};
use crate::domain::case::{Case, Line};
use crate::domain::command::{NewAmendment, NewParticipant};
use crate::domain::entry::{CaseFact, Change};
use crate::domain::people::{Participant, Pupil};
use crate::domain::policy::{ClauseRef, ClauseRefError, Tell};
use crate::domain::vocabulary::{Flag, List};

/// What a correction brings with it beside itself.
#[derive(Default)]
pub(super) struct Brings {
    /// A pupil who joins the list by being named.
    pub(super) joined: Option<Pupil>,
    /// Whom a clause that was added says to tell.
    pub(super) tells: Vec<Tell>,
}

impl Desk<'_> {
    /// The change that is asked for, or which field of the request is wrong.
    pub(super) fn change(
        &self,
        case: &Case,
        line: &Line,
        new: &NewAmendment,
        brings: &mut Brings,
    ) -> Result<Change, Problem> {
        let wrong = |field, say| Problem { field, say };
        let fact = case.as_amended(line);
        let field = correctable(&fact, &new.field).map_err(|say| wrong("field", say))?;
        if matches!(field, "add-participant" | "part") {
            let theirs = new.participant.as_ref().map_or("", |one| one.part.as_str());
            let part = Some(theirs).filter(|part| !part.trim().is_empty());
            self.part(part.unwrap_or(&new.part))
                .map_err(|say| wrong("part", say))?;
        }
        self.change_to(case, &fact, field, new, brings)
            .map_err(|say| wrong("to", say))
    }

    fn change_to(
        &self,
        case: &Case,
        fact: &CaseFact,
        field: &str,
        new: &NewAmendment,
        brings: &mut Brings,
    ) -> Result<Change, String> {
        if let Some((field, _, now)) = fact.texts().into_iter().find(|(name, ..)| *name == field) {
            let childs_words = match fact {
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
        let of_entry = match fact {
            CaseFact::Contact(contact) => self.contact_change(case, contact, field, &new.to),
            CaseFact::Sanction(sanction) => self.sanction_change(case, sanction, field, &new.to),
            _ => None,
        };
        if let Some(change) = of_entry {
            return change;
        }
        match field {
            "happened" => {
                if new.to.trim().is_empty() {
                    return Err("Say when it happened.".to_owned());
                }
                let when = self.past(&new.to)?;
                if let (CaseFact::Concern(concern), Some(day)) = (fact, when.date())
                    && day > concern.reported.date_naive()
                {
                    return Err("That is after it was reported.".to_owned());
                }
                Ok(Change::Happened(when))
            }
            "category" => {
                let category = self.term(List::Category, &new.to)?;
                let imagery = self.words.is(List::Category, &category, Flag::Imagery);
                if imagery && case.concern.device_kept.is_empty() {
                    return Err(format!(
                        "{IMAGERY} Correct where the device is kept first, then the category."
                    ));
                }
                Ok(Change::Category(category))
            }
            "place" => Ok(Change::Place(self.term(List::Place, &new.to)?)),
            "came_through" => Ok(Change::CameThrough(self.term(List::Source, &new.to)?)),
            "add-participant" => {
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
            "part" => {
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
            "remove-participant" => {
                let (letter, _) = self.participant(case, &new.to)?;
                if case.people().count() == 1 {
                    return Err(
                        "A case keeps at least one person. If it is a mistake, close it as recorded in error."
                            .to_owned(),
                    );
                }
                Ok(Change::ParticipantRemoved(letter))
            }
            "add-clause" => {
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
            "remove-clause" => {
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
            _ => Err(not_correctable(fact, field)),
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

/// The field of an entry that is meant, given by its name or its title.
fn correctable(fact: &CaseFact, text: &str) -> Result<&'static str, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("Say what in it is corrected.".to_owned());
    }
    let mut can = amendable(fact).into_iter();
    can.find(|(name, title)| *name == text || title.eq_ignore_ascii_case(text))
        .map(|(name, _)| name)
        .ok_or_else(|| not_correctable(fact, text))
}

fn not_correctable(fact: &CaseFact, text: &str) -> String {
    let can: Vec<_> = amendable(fact)
        .into_iter()
        .map(|(_, title)| title)
        .collect();
    format!(
        "“{text}” cannot be corrected in this entry ({}). What can: {}.",
        fact.title(),
        or_list(&can)
    )
}
