//! Reading what a person typed: texts, terms, people, days.

use crate::domain::vocabulary::List;
use chrono::NaiveDate;

use super::Desk;
use crate::domain::case::Case;
use crate::domain::ids::Letter;
use crate::domain::people::{Part, Participant, Pupil};
use crate::domain::when::{When, read_past};
use crate::domain::words;

/// A text from outside: cleaned and without white space around it.
pub fn tidy(text: &str) -> String {
    let clean = words::clean(text);
    if words::is_seen(&clean) {
        clean.trim().to_owned()
    } else {
        String::new()
    }
}

/// A child's own words: cleaned, and otherwise as they were typed.
pub fn verbatim(text: &str) -> String {
    let clean = words::clean(text);
    if words::is_seen(&clean) {
        clean.trim_end().to_owned()
    } else {
        String::new()
    }
}

/// "a, b or c".
pub fn or_list<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [firsts @ .., last] => {
            let firsts: Vec<_> = firsts.iter().map(AsRef::as_ref).collect();
            format!("{} or {}", firsts.join(", "), last.as_ref())
        }
    }
}

/// "A (Sam Invented, Year 5)", for each.
fn with_letters<'p>(people: impl Iterator<Item = (Letter, &'p Participant)>) -> Vec<String> {
    people
        .map(|(letter, one)| format!("{letter} ({}, {})", one.who.name(), one.who.about()))
        .collect()
}

impl<'a> Desk<'a> {
    /// An id of a vocabulary's list, given as id or label.
    pub(super) fn term(&self, list: List, text: &str) -> Result<String, String> {
        self.words
            .find(list, text)
            .map(|term| term.id.clone())
            .ok_or_else(|| {
                let labels: Vec<_> = self.words.offered(list).map(|t| &t.label).collect();
                if text.trim().is_empty() {
                    return format!("Choose one: {}.", or_list(&labels));
                }
                format!("{:?} is not one of: {}.", text.trim(), or_list(&labels))
            })
    }

    /// A moment that has passed; now, when nothing was typed.
    pub(super) fn past(&self, text: &str) -> Result<When, String> {
        if text.trim().is_empty() {
            return Ok(When::Exact(self.clock()));
        }
        read_past(text, self.clock()).map_err(|error| error.to_string())
    }

    /// A day to come; `otherwise` when nothing was typed.
    pub(super) fn due(&self, text: &str, otherwise: NaiveDate) -> Result<NaiveDate, String> {
        if text.trim().is_empty() {
            return Ok(otherwise);
        }
        crate::domain::when::read_due(text, self.today()).map_err(|error| error.to_string())
    }

    /// A day, past or to come; `otherwise` when nothing was typed.
    pub(super) fn day(&self, text: &str, otherwise: NaiveDate) -> Result<NaiveDate, String> {
        if text.trim().is_empty() {
            return Ok(otherwise);
        }
        crate::domain::when::read_date(text, self.today()).map_err(|error| error.to_string())
    }

    /// A pupil of the list by name, whole or unmistakable.
    pub(super) fn pupil_named(&self, name: &str) -> Result<Option<&'a Pupil>, String> {
        let asked = words::name_key(name);
        let same: Vec<_> = self
            .school
            .pupils
            .values()
            .filter(|pupil| words::name_key(&pupil.name) == asked)
            .collect();
        match same.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(one)),
            several => {
                let which: Vec<_> = several
                    .iter()
                    .map(|p| format!("number {} ({}, {})", p.id.0, p.year, p.class))
                    .collect();
                Err(format!(
                    "There are {} pupils called {name}: give the number of {}.",
                    several.len(),
                    or_list(&which)
                ))
            }
        }
    }

    /// A participant of a case by letter or name.
    pub(super) fn participant(
        &self,
        case: &'a Case,
        text: &str,
    ) -> Result<(Letter, &'a Participant), String> {
        let text = text.trim();
        let by_letter = Letter::try_from(text.to_owned())
            .ok()
            .and_then(|letter| Some((letter, case.participant(letter)?)));
        if let Some(found) = by_letter {
            return Ok(found);
        }
        let asked = words::name_key(text);
        let named: Vec<_> = case
            .people()
            .filter(|(_, one)| words::name_key(one.who.name()) == asked)
            .collect();
        match named.as_slice() {
            [one] => Ok(*one),
            [] => Err(format!(
                "{text:?} is nobody in {}: say {}.",
                case.reference,
                or_list(&with_letters(case.people()))
            )),
            // What follows must not fall on a namesake.
            several => Err(format!(
                "There are {} called {text}: say {}.",
                several.len(),
                or_list(&with_letters(several.iter().copied()))
            )),
        }
    }

    /// The pupil meant: the one named, or the only one that can be.
    pub(super) fn pupil_in(
        &self,
        case: &'a Case,
        text: &str,
        can_be: impl Fn(&Participant) -> bool,
    ) -> Result<(Letter, &'a Participant), String> {
        if !text.trim().is_empty() {
            let (letter, one) = self.participant(case, text)?;
            return match one.who.pupil() {
                Some(_) => Ok((letter, one)),
                None => Err(format!("{} is not a pupil.", one.who.name())),
            };
        }
        let pupils: Vec<_> = case
            .people()
            .filter(|(_, one)| one.who.pupil().is_some() && can_be(one))
            .collect();
        match pupils.as_slice() {
            [one] => Ok(*one),
            [] => Err("Say which pupil this is about.".to_owned()),
            several => Err(format!(
                "Say which pupil: {}.",
                or_list(&with_letters(several.iter().copied()))
            )),
        }
    }

    /// A part in a case by id or label.
    pub(super) fn part(&self, text: &str) -> Result<Part, String> {
        let id = self.term(List::Role, text)?;
        Part::ALL
            .into_iter()
            .find(|part| part.id() == id)
            .ok_or_else(|| format!("{id:?} is not a part that Daybook knows."))
    }

    /// A person with a key, by id or name.
    pub(super) fn person(&self, text: &str) -> Result<(String, String), String> {
        let asked = text.trim().to_lowercase();
        if asked.is_empty() || asked == "me" {
            return Ok((self.me.id.clone(), self.me.name.clone()));
        }
        self.school
            .people
            .iter()
            .find(|person| person.id == asked || person.name.to_lowercase() == asked)
            .map(|person| (person.id.clone(), person.name.clone()))
            .ok_or_else(|| {
                let names: Vec<_> = self.school.people.iter().map(|p| &p.name).collect();
                format!(
                    "{:?} has no key to this log. It can be {}.",
                    text.trim(),
                    or_list(&names)
                )
            })
    }
}
