//! The school: everything the log says, computed from its entries.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::case::Case;
use super::entry::{CaseFact, Change, Entry, Link, SchoolFact, What};
use super::ids::{PupilId, Reference, year_of};
use super::people::{Agreement, Author, Pupil};
use super::policy::ClauseRef;
use super::year::AcademicYear;

/// Everything the log says, as it stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct School {
    /// The school's name.
    pub name: String,
    /// People with a key, as the log has them.
    pub people: Vec<Author>,
    /// Policies adopted, in the order of their adoption.
    pub adopted: Vec<Adopted>,
    /// The pupils' list.
    pub pupils: BTreeMap<PupilId, Pupil>,
    /// Signed agreements.
    pub agreements: Vec<Agreement>,
    /// The school's own vocabulary, if it has one.
    pub vocabulary: Option<String>,
    /// Every case.
    #[serde(with = "by_reference")]
    pub cases: BTreeMap<Reference, Case>,
    /// How often each clause was cited, for ranking; the key is its printed reference.
    pub clause_use: BTreeMap<String, u32>,
    /// The last entry that was applied.
    pub seq: u64,
}

/// A policy and the day from which it is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adopted {
    /// The policy's id.
    pub policy: String,
    /// From this day.
    pub from: NaiveDate,
}

/// JSON has no maps with keys that are not strings; a list of cases carries their keys anyway.
mod by_reference {
    use super::{BTreeMap, Case, Reference};
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(
        cases: &BTreeMap<Reference, Case>,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        out.collect_seq(cases.values())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<BTreeMap<Reference, Case>, D::Error> {
        let cases = Vec::<Case>::deserialize(from)?;
        Ok(cases
            .into_iter()
            .map(|case| (case.reference, case))
            .collect())
    }
}

impl School {
    /// Adds one entry. Never fails.
    pub fn apply(&mut self, seq: u64, entry: &Entry) {
        self.seq = seq;
        match &entry.what {
            What::School(fact) => self.apply_school(fact),
            What::Case { reference, fact } => self.apply_case(seq, entry, *reference, fact),
        }
    }

    fn apply_school(&mut self, fact: &SchoolFact) {
        match fact {
            SchoolFact::Founded { school } => self.name.clone_from(school),
            SchoolFact::PersonAdded(person) => {
                self.people.retain(|known| known.id != person.id);
                self.people.push(person.clone());
            }
            SchoolFact::PolicyAdopted { policy, from, .. } => self.adopted.push(Adopted {
                policy: policy.clone(),
                from: *from,
            }),
            SchoolFact::PupilListed(pupil) => {
                self.pupils.insert(pupil.id, pupil.clone());
            }
            SchoolFact::AgreementSigned(agreement) => self.agreements.push(agreement.clone()),
            SchoolFact::VocabularyAdopted { text } => self.vocabulary = Some(text.clone()),
        }
    }

    fn apply_case(&mut self, seq: u64, entry: &Entry, reference: Reference, fact: &CaseFact) {
        let cited = match fact {
            CaseFact::Concern(concern) => concern.clauses.as_slice(),
            CaseFact::Amended(amendment) => match &amendment.change {
                Change::ClauseAdded(cited) => std::slice::from_ref(cited),
                _ => &[],
            },
            _ => &[],
        };
        for one in cited {
            *self.clause_use.entry(one.clause.to_string()).or_default() += 1;
        }
        match (self.cases.get_mut(&reference), fact) {
            (Some(case), _) => case.apply(seq, entry.at, &entry.by, fact),
            (None, CaseFact::Concern(concern)) => {
                let case = Case::begin(reference, seq, entry.at, &entry.by, concern);
                self.cases.insert(reference, case);
            }
            // An entry about a case that was never begun: `verify` reports it.
            (None, _) => {}
        }
        // A tie holds both ways, and is written once.
        if let CaseFact::Linked(link) = fact
            && let Some(other) = self.cases.get_mut(&link.to)
        {
            other.links.push(Link {
                to: reference,
                why: link.why.clone(),
            });
        }
    }

    /// The reference of the next concern reported on `day`.
    #[must_use]
    pub fn next_reference(&self, day: NaiveDate) -> Reference {
        let year = AcademicYear::of(day);
        let first = Reference {
            year: year_of(year),
            number: 0,
        };
        let last = Reference {
            year: year_of(year),
            number: u32::MAX,
        };
        let used = self.cases.range(first..=last).next_back();
        Reference::after(used.map(|(reference, _)| *reference), year)
    }

    /// The id of the next pupil to join the list.
    #[must_use]
    pub fn next_pupil(&self) -> PupilId {
        PupilId(self.pupils.keys().next_back().map_or(1, |last| last.0 + 1))
    }

    /// The policy in force on a day: of those adopted by then, the one that came into force last.
    /// Before the first one, the first one: a school that adopts a policy records by it at once.
    #[must_use]
    pub fn policy_on(&self, day: NaiveDate) -> Option<&str> {
        let in_force = self
            .adopted
            .iter()
            .filter(|adopted| adopted.from <= day)
            .max_by_key(|adopted| adopted.from);
        let earliest = || self.adopted.iter().min_by_key(|adopted| adopted.from);
        in_force
            .or_else(earliest)
            .map(|adopted| adopted.policy.as_str())
    }

    /// How often a clause was cited.
    #[must_use]
    pub fn clause_use(&self, clause: &ClauseRef) -> u32 {
        self.clause_use
            .get(&clause.to_string())
            .copied()
            .unwrap_or(0)
    }

    /// Whether a pupil's agreement was signed, by when, and with whom: the latest one.
    #[must_use]
    pub fn agreement(&self, pupil: PupilId) -> Option<&Agreement> {
        self.agreements
            .iter()
            .filter(|agreement| agreement.pupil == pupil)
            .max_by_key(|agreement| agreement.signed)
    }

    /// A person's name by their id; the id itself when the log does not know them.
    #[must_use]
    pub fn person_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.people
            .iter()
            .find(|person| person.id == id)
            .map_or(id, |person| person.name.as_str())
    }

    /// Cases in which that pupil has a part.
    pub fn cases_of(&self, pupil: PupilId) -> impl Iterator<Item = &Case> {
        self.cases
            .values()
            .filter(move |case| case.people().any(|(_, one)| one.who.pupil() == Some(pupil)))
    }
}
