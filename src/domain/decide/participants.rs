//! Who is in a concern, and for whom one is that not everybody reads.

use super::read::{or_list, tidy};
use super::{Desk, Problems};
use crate::domain::command::{NewConcern, NewParticipant};
use crate::domain::people::{AdultKind, Part, Participant, Pupil, Who};
use crate::domain::policy::{SendLevel, YearGroup, YearGroupError};
use crate::domain::status::by_id;
use crate::domain::vocabulary::List;
use crate::domain::words::{LONGEST_NAME, name_key};

/// For whom a concern is that the DSL and deputies do not read (brief, rule 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReservedFor {
    /// About staff, a visitor or a volunteer: sealed to the headteacher.
    Headteacher,
    /// About the headteacher: not stored.
    Chair,
}

impl ReservedFor {
    /// What to know and do while it is being recorded.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Headteacher => {
                "About staff, a visitor or a volunteer: sealed to the headteacher when you save. Nobody else can open it, you neither. Tell the headteacher in person today."
            }
            Self::Chair => {
                "A concern about the headteacher is not stored. Take it to the chair of governors, or to the LADO, today."
            }
        }
    }

    /// Why it cannot be brought into a case that others read, and what to do instead.
    #[must_use]
    pub fn not_here(self) -> &'static str {
        match self {
            Self::Headteacher => {
                "A concern about staff, a visitor or a volunteer is the headteacher's, not the DSL's. Record it as a new concern: it is sealed. Tell the headteacher in person today."
            }
            Self::Chair => self.words(),
        }
    }
}

/// For whom a concern is, if this adult's own conduct is what it is about.
#[must_use]
pub fn reserved_for(kind: AdultKind, part: Part) -> Option<ReservedFor> {
    if !part.is_conduct() {
        return None;
    }
    match kind {
        AdultKind::Headteacher => Some(ReservedFor::Chair),
        AdultKind::Staff | AdultKind::Visitor | AdultKind::Volunteer => {
            Some(ReservedFor::Headteacher)
        }
        AdultKind::Parent | AdultKind::Outside => None,
    }
}

impl Participant {
    /// For whom a concern with this participant is.
    pub(super) fn reserved_for(&self) -> Option<ReservedFor> {
        match &self.who {
            Who::Adult { kind, .. } => reserved_for(*kind, self.part),
            Who::Pupil { .. } => None,
        }
    }
}

impl Desk<'_> {
    /// The people, and the pupils who join the list by being named.
    pub(super) fn participants(
        &self,
        wrong: &mut Problems,
        new: &NewConcern,
    ) -> (Vec<Participant>, Vec<Pupil>) {
        let mut participants: Vec<Participant> = Vec::new();
        let mut joined: Vec<Pupil> = Vec::new();
        for one in &new.participants {
            match self.participant_given(one, &joined) {
                Ok((participant, pupil)) => {
                    joined.extend(pupil);
                    let twice = participant.who.pupil().is_some()
                        && participants
                            .iter()
                            .any(|other| other.who.pupil() == participant.who.pupil());
                    if twice {
                        wrong.add(
                            "participants",
                            format!("{} is in it twice.", participant.who.name()),
                        );
                    }
                    participants.push(participant);
                }
                Err(say) => wrong.add("participants", say),
            }
        }
        (participants, joined)
    }

    /// One participant, and the pupil to add to the list if they are not in it.
    pub(super) fn participant_given(
        &self,
        new: &NewParticipant,
        joined: &[Pupil],
    ) -> Result<(Participant, Option<Pupil>), String> {
        let name = tidy(&new.name);
        if new.part.trim().is_empty() {
            return Err(format!(
                "Say what part {} had: {}.",
                if name.is_empty() {
                    "each person"
                } else {
                    &name
                },
                or_list(&Part::ALL.map(|part| self.words.label(List::Role, part.id())))
            ));
        }
        if name.chars().count() > LONGEST_NAME {
            return Err(format!("A name is at most {LONGEST_NAME} characters long."));
        }
        let part = self.part(&new.part)?;
        let relevant = tidy(&new.relevant);
        if !new.adult.trim().is_empty() {
            let kind = by_id(&AdultKind::ALL, AdultKind::id, &new.adult).ok_or_else(|| {
                format!(
                    "{:?} is no kind of adult: say {}.",
                    new.adult.trim(),
                    or_list(&AdultKind::ALL.map(AdultKind::id))
                )
            })?;
            if reserved_for(kind, part) == Some(ReservedFor::Chair) {
                return Err(ReservedFor::Chair.words().to_owned());
            }
            if name.is_empty() {
                return Err("Give the adult's name, or what is known of them.".to_owned());
            }
            let job = tidy(&new.job);
            if part.is_conduct() {
                self.not_about_the_headteacher(&name, &job)?;
            }
            let who = Who::Adult { kind, name, job };
            return Ok((
                Participant {
                    who,
                    part,
                    relevant,
                },
                None,
            ));
        }
        let (mut pupil, is_new) = self.pupil_given(new, &name, joined)?;
        let send = send_given(&new.send)?.unwrap_or((pupil.has_send, pupil.send));
        let differs = send != (pupil.has_send, pupil.send);
        (pupil.has_send, pupil.send) = send;
        let participant = Participant {
            who: as_of_today(&pupil),
            part,
            relevant,
        };
        Ok((participant, (is_new || differs).then_some(pupil)))
    }

    /// Whatever kind of adult somebody chose: whoever has the headteacher's key, or is called the headteacher, is the
    /// headteacher, and would be the one to read it.
    fn not_about_the_headteacher(&self, name: &str, job: &str) -> Result<(), String> {
        let mut heads = self.school.people.iter();
        if heads.any(|one| one.role == "headteacher" && name_key(&one.name) == name_key(name)) {
            return Err(format!(
                "{name} has the headteacher's key here. {} If this is somebody else of that name, write the name so that the two can be told apart.",
                ReservedFor::Chair.words()
            ));
        }
        match name_key(job).replace([' ', '-'], "").as_str() {
            "headteacher" | "head" | "headmaster" | "headmistress" | "executiveheadteacher" => {
                Err(ReservedFor::Chair.words().to_owned())
            }
            _ => Ok(()),
        }
    }

    fn pupil_given(
        &self,
        new: &NewParticipant,
        name: &str,
        joined: &[Pupil],
    ) -> Result<(Pupil, bool), String> {
        if let Some(number) = new.pupil {
            return self
                .school
                .pupils
                .values()
                .find(|pupil| pupil.id.0 == number)
                .map(|pupil| (pupil.clone(), false))
                .ok_or_else(|| format!("There is no pupil with number {number} in the list."));
        }
        if name.is_empty() {
            return Err("Give the pupil's name.".to_owned());
        }
        if let Some(pupil) = self.pupil_named(name)? {
            return Ok((pupil.clone(), false));
        }
        let same = |pupil: &&Pupil| name_key(&pupil.name) == name_key(name);
        if let Some(pupil) = joined.iter().find(same) {
            return Ok((pupil.clone(), false));
        }
        if new.year.trim().is_empty() {
            return Err(format!(
                "{name} is not in the pupils' list: give their year group to add them."
            ));
        }
        let year: YearGroup = new
            .year
            .parse()
            .map_err(|error: YearGroupError| error.to_string())?;
        let mut id = self.school.next_pupil();
        let others = joined.iter().filter(|other| other.id >= id).count();
        id.0 += u32::try_from(others).unwrap_or(0);
        let pupil = Pupil {
            id,
            name: name.to_owned(),
            upn: String::new(),
            year,
            class: tidy(&new.class),
            born: None,
            send: None,
            has_send: false,
        };
        Ok((pupil, true))
    }
}

/// What was said of a pupil's SEND: whether there is any, and the document that is used with them.
fn send_given(text: &str) -> Result<Option<(bool, Option<SendLevel>)>, String> {
    let said = text.trim().to_uppercase().replace(['–', ' '], "-");
    Ok(match said.trim_start_matches("SEND-") {
        "" => None,
        "NO" => Some((false, None)),
        "YES" => Some((true, None)),
        level => {
            let level = SendLevel::ALL.into_iter().find(|one| one.name() == level);
            let level = level.ok_or_else(|| {
                format!(
                    "{:?} is no SEND document: say {}, yes or no.",
                    text.trim(),
                    SendLevel::ALL.map(SendLevel::name).join(", ")
                )
            })?;
            Some((true, Some(level)))
        }
    })
}

/// A pupil as they are today: the form that a case keeps.
fn as_of_today(pupil: &Pupil) -> Who {
    Who::Pupil {
        id: pupil.id,
        name: pupil.name.clone(),
        year: pupil.year,
        class: pupil.class.clone(),
        send: pupil.send,
        has_send: pupil.has_send,
    }
}
