//! Cover: somebody looks after another's cases for a span of days. It is one entry about the school: the owner of a
//! case stays who they are, a case that comes in the meantime is covered too, and nothing has to be given back.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::case::Case;
use super::people::Author;
use super::school::School;

/// Somebody looks after another's cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    /// Whose cases: a person's id.
    pub person: String,
    /// Their name that day.
    pub person_name: String,
    /// Who looks after them: a person's id.
    pub by: String,
    /// Their name that day.
    pub by_name: String,
    /// From this day.
    pub from: NaiveDate,
    /// Up to and with this day; none until it is ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// A word to them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A cover as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverLine {
    /// The entry's number in the log.
    pub seq: u64,
    /// As it was arranged.
    pub cover: Cover,
    /// From this day on the cases are their owner's again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<NaiveDate>,
}

impl CoverLine {
    /// Whether it holds on that day.
    #[must_use]
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.cover.from <= day && !self.is_over(day)
    }

    /// Whether its last day has passed on that day.
    #[must_use]
    pub fn is_over(&self, day: NaiveDate) -> bool {
        let past = self.cover.until.is_some_and(|until| until < day);
        past || self.back.is_some_and(|back| back <= day)
    }
}

impl School {
    /// Who covers for that person on that day: what was arranged last. Nobody without a key does.
    #[must_use]
    pub fn cover_of(&self, person: &str, day: NaiveDate) -> Option<&CoverLine> {
        self.covers
            .iter()
            .rev()
            .find(|line| line.cover.person == person && line.holds(day))
            .filter(|line| self.keyholder(&line.cover.by).is_some())
    }

    /// Who looks after a case on that day: its owner, or whoever covers for them. A case that is sealed to the
    /// headteacher is covered by a headteacher only.
    #[must_use]
    pub fn looks_after<'a>(&'a self, case: &'a Case, day: NaiveDate) -> &'a str {
        self.in_place_of(&case.owner, case.sealed, day)
    }

    fn in_place_of<'a>(&'a self, owner: &'a str, sealed: bool, day: NaiveDate) -> &'a str {
        let mut person = owner;
        // Nobody covers for whoever covers for them: that goes round in a ring, and comes to nothing.
        for _ in 0..=self.people.len() {
            let opens = |line: &&CoverLine| {
                let by = self.keyholder(&line.cover.by);
                !sealed || by.is_some_and(|by| by.role == "headteacher")
            };
            match self.cover_of(person, day).filter(opens) {
                Some(line) => person = &line.cover.by,
                None => return person,
            }
        }
        owner
    }

    /// Whose cases are a person's to look to on that day: their own, covered or not, and those of whom they cover.
    #[must_use]
    pub fn looked_to_by(&self, person: &str, day: NaiveDate) -> Vec<String> {
        let owners = self.people.iter().chain(&self.former).map(|one| &one.id);
        let covered = owners.filter(|one| self.in_place_of(one, false, day) == person);
        let mut ids: Vec<_> = covered.cloned().collect();
        if !ids.iter().any(|id| id == person) {
            ids.push(person.to_owned());
        }
        ids
    }

    /// The covers that hold on that day or are to come.
    pub fn standing_covers(&self, day: NaiveDate) -> impl Iterator<Item = &CoverLine> {
        self.covers.iter().filter(move |line| !line.is_over(day))
    }

    fn keyholder(&self, id: &str) -> Option<&Author> {
        self.people.iter().find(|person| person.id == id)
    }
}
