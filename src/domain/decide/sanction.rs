//! Sanctions: what a pupil's own document allows, and what becomes of each (brief, rule 8).

use super::{Decided, Desk, Problems, Refused, decided, refuse};
use crate::domain::case::{Case, TrackedSanction};
use crate::domain::command::NewSanction;
use crate::domain::entry::{CaseFact, Sanction, SanctionChange};
use crate::domain::people::{Participant, Who};
use crate::domain::policy::{Document, PersonKind};
use crate::domain::status::{SanctionState, by_id};
use crate::domain::vocabulary::Term;
use crate::domain::vocabulary::{Flag, List};

use super::follow::day_of;
use super::read::{or_list, tidy};

/// What every form of a playtime loss says (brief, rule 8).
pub const PLAYTIME: &str = "Losing playtime never takes away eating, drinking or toilet time.";

impl Desk<'_> {
    pub(super) fn sanction(&self, case: &Case, new: &NewSanction) -> Result<Decided, Refused> {
        match new.number {
            Some(number) => self.sanction_changed(case, new, number),
            None => self.sanction_given(case, new),
        }
    }

    fn sanction_given(&self, case: &Case, new: &NewSanction) -> Result<Decided, Refused> {
        let mut wrong = Problems::default();
        let about = wrong.take(
            "about",
            self.pupil_in(case, &new.about, |one| one.part.is_conduct()),
        );
        if let Some(why_not) = about.and_then(|(_, one)| not_theirs(one)) {
            wrong.add("about", why_not);
        }
        let kind = if new.kind.trim().is_empty() {
            wrong.add("kind", "Choose the sanction.");
            None
        } else {
            wrong.take("kind", self.term(List::Sanction, &new.kind))
        };
        let term = kind
            .as_ref()
            .and_then(|id| self.words.find(List::Sanction, id));
        let asks = |flag| term.is_some_and(|term| term.is(flag));
        let minutes = if asks(Flag::AsksMinutes) {
            wrong.take("minutes", minutes(&new.minutes)).map(Some)
        } else {
            Some(None)
        };
        let scope = if asks(Flag::AsksScope) {
            wrong.take("scope", self.term(List::SanctionScope, &new.scope))
        } else {
            Some(String::new())
        };
        let from = wrong.take("from", self.day(&new.from, self.today()));
        let until = match new.until.trim() {
            // Playtime is lost on one day unless said otherwise.
            "" if asks(Flag::AsksMinutes) => Some(from),
            "" => Some(None),
            text => wrong.take("until", self.day(text, self.today())).map(Some),
        };
        if let (Some(from), Some(Some(until))) = (from, until)
            && until < from
        {
            wrong.add("until", "The last day is before the first.");
        }
        if let Some(from) = from
            && by_id(&[SanctionState::Served], SanctionState::id, &new.state).is_some()
            && let Some(why_not) = self.not_served_yet(from)
        {
            wrong.add("state", why_not);
        }
        let why = wrong.need("why", &new.why, "Say why this sanction.");
        let has_send = about.is_some_and(|(_, one)| has_send(one));
        let send_considered = wrong.need(
            "send_considered",
            &new.send_considered,
            if has_send {
                "This pupil has SEND: say how it was considered."
            } else {
                "Say how SEND was considered; none known is an answer."
            },
        );
        let outside_policy = tidy(&new.outside_policy);
        if let (Some((_, one)), Some(term)) = (about, term)
            && outside_policy.is_empty()
            && let Some(document) = self.not_named_for(case, one, term)
        {
            wrong.add(
                "outside_policy",
                format!(
                    "This sanction is not named for {}: say why it is right for {}.",
                    document,
                    one.who.name()
                ),
            );
        }
        let state = match new.state.trim() {
            "" => Some(SanctionState::Active),
            text => by_id(
                &[
                    SanctionState::Proposed,
                    SanctionState::Active,
                    SanctionState::Served,
                ],
                SanctionState::id,
                text,
            ),
        };
        if state.is_none() {
            wrong.add(
                "state",
                "A sanction begins proposed, active, or served already.",
            );
        }
        let made = (|| {
            Some(decided(
                case,
                vec![CaseFact::Sanction(Sanction {
                    number: case
                        .sanctions
                        .iter()
                        .map(|tracked| tracked.sanction.number)
                        .max()
                        .unwrap_or(0)
                        + 1,
                    about: about?.0,
                    kind: kind?,
                    minutes: minutes?,
                    scope: scope?,
                    from: from?,
                    until: until?,
                    why,
                    send_considered,
                    outside_policy,
                    state: state?,
                })],
            ))
        })();
        wrong.settle(made)
    }

    fn sanction_changed(
        &self,
        case: &Case,
        new: &NewSanction,
        number: u32,
    ) -> Result<Decided, Refused> {
        let Some(tracked) = case
            .sanctions
            .iter()
            .find(|tracked| tracked.sanction.number == number)
        else {
            return Err(refuse(
                "number",
                format!("{} has no sanction {number}.", case.reference),
            ));
        };
        let mut wrong = Problems::default();
        let state = by_id(tracked.state.next(), SanctionState::id, &new.state);
        if state.is_none() {
            let can: Vec<_> = tracked.state.next().iter().map(|s| s.id()).collect();
            let say = if can.is_empty() {
                "This sanction was overturned: nothing more can become of it.".to_owned()
            } else {
                format!(
                    "This sanction is {}: it can become {}.",
                    tracked.state.id(),
                    or_list(&can)
                )
            };
            wrong.add("state", say);
        }
        if state == Some(SanctionState::Served)
            && let Some(why_not) = self.not_served_yet(tracked.sanction.from)
        {
            wrong.add("state", why_not);
        }
        let reason = if matches!(
            state,
            Some(SanctionState::Overturned | SanctionState::Lifted)
        ) {
            wrong.need("reason", &new.reason, "Say why.")
        } else {
            tidy(&new.reason)
        };
        let fact = state.map(|state| {
            CaseFact::SanctionChanged(SanctionChange {
                number,
                state,
                reason,
            })
        });
        wrong.settle(fact.map(|fact| decided(case, vec![fact])))
    }

    /// Why a sanction that begins on that day cannot have been served, if it cannot.
    pub(super) fn not_served_yet(&self, from: chrono::NaiveDate) -> Option<String> {
        (from > self.today()).then(|| {
            format!(
                "It begins on {} and cannot have been served before. It can be lifted, or overturned.",
                crate::domain::when::full_day(from)
            )
        })
    }

    /// What a sanction can become, the likeliest first: what has run its time was served, and what is still to
    /// begin or to run is lifted.
    #[must_use]
    pub fn next_states(&self, tracked: &TrackedSanction) -> Vec<SanctionState> {
        let sanction = &tracked.sanction;
        let mut next = tracked.state.next().to_vec();
        next.retain(|state| {
            *state != SanctionState::Served || self.not_served_yet(sanction.from).is_none()
        });
        let playtime = self
            .words
            .is(List::Sanction, &sanction.kind, Flag::AsksMinutes);
        let over = sanction.until.is_some_and(|until| until <= self.today());
        if !over && !playtime {
            next.sort_by_key(|state| *state != SanctionState::Lifted);
        }
        next
    }

    /// The title of the pupil's own document, if it does not name this sanction.
    #[must_use]
    pub fn not_named_for(&self, case: &Case, one: &Participant, term: &Term) -> Option<String> {
        let own = self.own_document(case, one)?;
        if names_sanction(own, term) {
            return None;
        }
        // In a remote lesson its own rules hold beside the pupil's.
        let remote = self.remote_document(case);
        if remote.is_some_and(|document| names_sanction(document, term)) {
            return None;
        }
        Some(own.title.clone())
    }

    /// The document that is a pupil's own, under the policy the case was logged under.
    pub fn own_document(&self, case: &Case, one: &Participant) -> Option<&Document> {
        let Who::Pupil { year, send, .. } = &one.who else {
            return None;
        };
        let kind = PersonKind::Pupil {
            year: *year,
            send: *send,
        };
        self.policy_of(case)?.own_document(kind)
    }

    fn remote_document(&self, case: &Case) -> Option<&Document> {
        let remote = self
            .words
            .find(List::Place, &case.concern.place)
            .is_some_and(|term| term.is(Flag::Remote));
        if !remote {
            return None;
        }
        self.policy_of(case)?
            .documents
            .iter()
            .find(|document| document.code.as_str() == "Remote")
    }

    fn policy_of(&self, case: &Case) -> Option<&crate::domain::policy::Policy> {
        let cited = case.concern.clauses.first().map(|c| c.policy.as_str());
        let day = || day_of(&case.concern.happened).unwrap_or_else(|| self.today());
        let id = cited.or_else(|| self.school.policy_on(day()))?;
        self.policies.by_id(id)
    }
}

/// Whether a document says that this may follow. What only teaches needs no permission.
#[must_use]
pub fn names_sanction(document: &Document, term: &Term) -> bool {
    term.named_by(&document.follows)
}

/// Why somebody cannot be sanctioned in a case, if they cannot.
pub(super) fn not_theirs(one: &Participant) -> Option<String> {
    (!one.part.is_conduct()).then(|| {
        format!(
            "{} is not alleged to have caused harm and did not take part here: telling is never a breach. If that is wrong, correct the part first.",
            one.who.name()
        )
    })
}

fn has_send(one: &Participant) -> bool {
    matches!(&one.who, Who::Pupil { send, has_send, .. } if send.is_some() || *has_send)
}

/// A playtime is minutes, and no school day has more than this many of them.
pub(super) fn minutes(text: &str) -> Result<u32, String> {
    let digits: String = text
        .trim()
        .trim_end_matches(|c: char| c.is_alphabetic() || c == '.' || c == ' ')
        .to_owned();
    match digits.parse::<u32>() {
        Ok(minutes @ 1..=120) => Ok(minutes),
        Ok(_) => Err("Give the minutes of one playtime, from 1 to 120.".to_owned()),
        Err(_) => Err("Say how many minutes of playtime.".to_owned()),
    }
}
