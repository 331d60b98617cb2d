//! What can be corrected in a contact and in a sanction beside their texts, held to the rules of recording one.

use super::Desk;
use super::sanction::{minutes, not_theirs};
use crate::domain::case::Case;
use crate::domain::entry::{Change, Contact, Sanction};
use crate::domain::status::SanctionState;
use crate::domain::vocabulary::{Flag, List};

/// A change that leaves nothing different is none.
fn differs<T: PartialEq>(now: &T, to: &T) -> Result<(), String> {
    if now == to {
        Err("That is how it reads already.".to_owned())
    } else {
        Ok(())
    }
}

impl Desk<'_> {
    /// The change of a contact; none if that field is no answer of one.
    pub(super) fn contact_change(
        &self,
        case: &Case,
        contact: &Contact,
        field: &str,
        to: &str,
    ) -> Option<Result<Change, String>> {
        Some(match field {
            "about" => self
                .pupil_in(case, to, |one| one.part.is_central())
                .and_then(|(letter, _)| {
                    differs(&contact.about, &letter)?;
                    Ok(Change::About(letter))
                }),
            "result" => self.contact_result(contact, to),
            "method" => self.term(List::ContactMethod, to).and_then(|method| {
                differs(&contact.method, &method)?;
                Ok(Change::Method(method))
            }),
            _ => return None,
        })
    }

    fn contact_result(&self, contact: &Contact, to: &str) -> Result<Change, String> {
        let result = self.term(List::ContactResult, to)?;
        differs(&contact.result, &result)?;
        let means = |flag| self.words.is(List::ContactResult, &result, flag);
        let withheld = means(Flag::Withholds);
        if (means(Flag::NeedsReason) || means(Flag::AsksAgency)) && contact.reason.is_empty() {
            return Err(
                "Correct the reason first: why contact is withheld. Then the result.".to_owned(),
            );
        }
        if !withheld && contact.method.is_empty() {
            return Err("Correct how contact was made first, then the result.".to_owned());
        }
        let told = means(Flag::Tells);
        Ok(Change::Result {
            result,
            told,
            withheld,
        })
    }

    /// The change of a sanction; none if that field is no answer of one.
    pub(super) fn sanction_change(
        &self,
        case: &Case,
        sanction: &Sanction,
        field: &str,
        to: &str,
    ) -> Option<Result<Change, String>> {
        Some(match field {
            "about" => self.sanctioned(case, sanction, to),
            "kind" => self.sanction_kind(case, sanction, to),
            "minutes" => minutes(to).and_then(|minutes| {
                differs(&sanction.minutes, &Some(minutes))?;
                Ok(Change::Minutes(minutes))
            }),
            "scope" => self.term(List::SanctionScope, to).and_then(|scope| {
                differs(&sanction.scope, &scope)?;
                Ok(Change::Scope(scope))
            }),
            "from" => self.sanction_from(case, sanction, to),
            "until" => self.sanction_until(sanction, to),
            _ => return None,
        })
    }

    fn sanctioned(&self, case: &Case, sanction: &Sanction, to: &str) -> Result<Change, String> {
        let (letter, one) = self.pupil_in(case, to, |one| one.part.is_conduct())?;
        differs(&sanction.about, &letter)?;
        if let Some(why_not) = not_theirs(one) {
            return Err(why_not);
        }
        let changed = Sanction {
            about: letter,
            ..sanction.clone()
        };
        self.still_named(case, &changed)?;
        Ok(Change::About(letter))
    }

    fn sanction_kind(&self, case: &Case, sanction: &Sanction, to: &str) -> Result<Change, String> {
        let kind = self.term(List::Sanction, to)?;
        differs(&sanction.kind, &kind)?;
        let asks = |flag| self.words.is(List::Sanction, &kind, flag);
        let (asks_minutes, asks_scope) = (asks(Flag::AsksMinutes), asks(Flag::AsksScope));
        if asks_minutes && sanction.minutes.is_none() {
            return Err("Correct the minutes of playtime first, then the sanction.".to_owned());
        }
        if asks_scope && sanction.scope.is_empty() {
            return Err("Correct what is removed first, then the sanction.".to_owned());
        }
        let changed = Sanction {
            kind: kind.clone(),
            ..sanction.clone()
        };
        self.still_named(case, &changed)?;
        Ok(Change::Kind {
            kind,
            minutes: sanction.minutes.filter(|_| asks_minutes),
            scope: if asks_scope {
                sanction.scope.clone()
            } else {
                String::new()
            },
        })
    }

    /// The pupil's own document names it, or it is said why it is right all the same.
    fn still_named(&self, case: &Case, sanction: &Sanction) -> Result<(), String> {
        let one = case.participant(sanction.about);
        let term = self.words.find(List::Sanction, &sanction.kind);
        let outside = one
            .zip(term)
            .and_then(|(one, term)| self.not_named_for(case, one, term));
        match outside {
            Some(document) if sanction.outside_policy.is_empty() => Err(format!(
                "That sanction is not named for {document}. Correct first why it is right outside the policy."
            )),
            _ => Ok(()),
        }
    }

    fn sanction_from(&self, case: &Case, sanction: &Sanction, to: &str) -> Result<Change, String> {
        if to.trim().is_empty() {
            return Err("Say which day was the first.".to_owned());
        }
        let day = self.day(to, self.today())?;
        differs(&sanction.from, &day)?;
        if sanction.until.is_some_and(|until| until < day) {
            return Err(
                "That is after the last day. Correct the last day first, then the first."
                    .to_owned(),
            );
        }
        let mut tracked = case.sanctions.iter();
        let served = tracked.any(|one| {
            one.sanction.number == sanction.number && one.state == SanctionState::Served
        });
        match self.not_served_yet(day).filter(|_| served) {
            Some(why_not) => Err(why_not),
            None => Ok(Change::From(day)),
        }
    }

    fn sanction_until(&self, sanction: &Sanction, to: &str) -> Result<Change, String> {
        let day = match to.trim() {
            "" => return Err("Say which day is the last, or none.".to_owned()),
            text if text.eq_ignore_ascii_case("none") => None,
            text => Some(self.day(text, self.today())?),
        };
        differs(&sanction.until, &day)?;
        if day.is_some_and(|day| day < sanction.from) {
            return Err("The last day is before the first.".to_owned());
        }
        Ok(Change::Until(day))
    }
}
