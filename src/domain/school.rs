//! The school: everything the log says, computed from its entries.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::case::Case;
use super::cases::Cases;
use super::cover::CoverLine;
use super::entry::{
    AuditFact, CaseFact, Change, Cited, Entry, KeyFact, Link, SchoolFact, SummaryRelease, What,
};
use super::ids::{PupilId, Reference, year_of};
use super::people::{Agreement, Author, Participant, Pupil, Who};
use super::policy::ClauseRef;
use super::report::Report;
use super::rows::{Flag, Thing};
use super::terms::{Terms, YearDates};
use super::words::name_key;
use super::year::AcademicYear;

/// Everything the log says, as it stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct School {
    /// The school's name.
    pub name: String,
    /// People with a key, as the log has them.
    pub people: Vec<Author>,
    /// People who had a key once.
    #[serde(default)]
    pub former: Vec<Author>,
    /// Ids of people who have been invited and have not been in yet.
    #[serde(default)]
    pub invited: BTreeSet<String>,
    /// Concerns sealed to the headteacher, and the day each was recorded.
    #[serde(default, with = "sealed_list")]
    pub sealed: BTreeMap<Reference, NaiveDate>,
    /// Policies adopted, in the order of their adoption.
    pub adopted: Vec<Adopted>,
    /// The pupils' list.
    pub pupils: BTreeMap<PupilId, Pupil>,
    /// Signed agreements.
    pub agreements: Vec<Agreement>,
    /// The school's own vocabulary, if it has one.
    pub vocabulary: Option<String>,
    /// Term dates that the school set itself, by academic year.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<YearDates>,
    /// Summaries that were released, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub releases: Vec<SummaryRelease>,
    /// The fewest pupils behind a figure of a public summary, where the school chose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<u32>,
    /// Every case; a snapshot holds them beside.
    #[serde(skip_deserializing)]
    pub cases: Cases,
    /// How often each clause was cited, for ranking; the key is its printed reference.
    pub clause_use: BTreeMap<String, u32>,
    /// Every tag that is in use, and on how many cases.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tag_use: BTreeMap<String, usize>,
    /// Every class of which a pupil was in a case, as names are compared and as it was written first.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub case_classes: BTreeMap<String, String>,
    /// Who read what, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audit: Vec<AuditLine>,
    /// Reports from the drop box that were taken or set aside: each file's hash.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub reports: BTreeSet<String>,
    /// Reports that were set aside, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_aside: Vec<SetAside>,
    /// Who covered for whom, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covers: Vec<CoverLine>,
    /// When the last entry was recorded, by the computer's clock.
    #[serde(default)]
    pub last_at: Option<DateTime<FixedOffset>>,
    /// The last entry that was applied.
    pub seq: u64,
}

/// A report of which no concern was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// When it was set aside.
    pub at: DateTime<FixedOffset>,
    /// Who did it: their name that day.
    pub by: String,
    /// The report.
    pub report: Report,
    /// Why.
    pub reason: String,
}

/// Something that was read, tried or taken out, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// The entry's number in the log.
    pub seq: u64,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Whose id.
    pub by: String,
    /// For the headteacher alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sealed: bool,
    /// What.
    pub fact: AuditFact,
}

/// A policy and the day from which it is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adopted {
    /// The policy's id.
    pub policy: String,
    /// From this day.
    pub from: NaiveDate,
}

/// A map whose keys are not strings, as pairs.
mod sealed_list {
    use super::{BTreeMap, NaiveDate, Reference};
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(
        sealed: &BTreeMap<Reference, NaiveDate>,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        out.collect_seq(sealed)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<BTreeMap<Reference, NaiveDate>, D::Error> {
        let pairs = Vec::<(Reference, NaiveDate)>::deserialize(from)?;
        Ok(pairs.into_iter().collect())
    }
}

impl School {
    /// Adds one entry. Never fails.
    pub fn apply(&mut self, seq: u64, entry: &Entry) {
        self.seq = seq;
        // The order is that of the numbers; a clock that was set back is marked, and believed in nothing.
        let set_back = self.last_at.is_some_and(|last| entry.at < last);
        self.last_at = Some(entry.at);
        match &entry.what {
            What::School(SchoolFact::Keys(fact)) => self.apply_keys(&entry.by.id, fact),
            What::School(fact) => self.apply_school(seq, fact),
            What::Case {
                reference,
                sealed,
                fact,
            } => {
                self.apply_case(seq, entry, *reference, *sealed, fact);
                if set_back {
                    let mark = |case: &mut Case| case.chronology.mark_set_back(seq);
                    self.cases.change(reference, mark);
                }
            }
            What::Report { taken, reason, .. } => {
                self.reports.insert(taken.file.clone());
                self.set_aside.push(SetAside {
                    at: entry.at,
                    by: entry.by.name.clone(),
                    report: taken.report.clone(),
                    reason: reason.clone(),
                });
            }
            What::Audit { sealed, fact } => self.audit.push(AuditLine {
                seq,
                at: entry.at,
                by: entry.by.id.clone(),
                sealed: *sealed,
                fact: fact.clone(),
            }),
        }
    }

    fn apply_school(&mut self, seq: u64, fact: &SchoolFact) {
        match fact {
            SchoolFact::Founded { school } => self.name.clone_from(school),
            SchoolFact::PersonAdded(person) => self.let_in(person),
            SchoolFact::ReportTaken { file } => {
                self.reports.insert(file.clone());
            }
            // Keys change who is here, not what is known of the school.
            SchoolFact::Keys(_) => {}
            SchoolFact::ConcernSealed { reference, on } => {
                self.sealed.insert(*reference, *on);
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
            SchoolFact::TermDatesSet(dates) => {
                self.terms.retain(|set| set.year != dates.year);
                self.terms.push(*dates);
                self.terms.sort_by_key(|set| set.year);
            }
            SchoolFact::CoverArranged(cover) => self.covers.push(CoverLine {
                seq,
                cover: cover.clone(),
                back: None,
            }),
            SchoolFact::CoverEnded { entry, on } => {
                for line in self.covers.iter_mut().filter(|line| line.seq == *entry) {
                    line.back = Some(*on);
                }
            }
            // The first of a term holds: a release is never made twice.
            SchoolFact::SummaryReleased(made) => {
                if !self.releases.iter().any(|one| one.release == made.release) {
                    self.releases.push(made.clone());
                }
            }
            SchoolFact::SummaryThresholdSet { pupils } => self.threshold = Some(*pupils),
        }
    }

    fn apply_keys(&mut self, by: &str, fact: &KeyFact) {
        match fact {
            KeyFact::Admitted {
                person, invited, ..
            } => {
                self.let_in(person);
                if *invited {
                    self.invited.insert(person.id.clone());
                } else {
                    self.invited.remove(&person.id);
                }
            }
            KeyFact::KeysMade(_) => {
                self.invited.remove(by);
            }
            KeyFact::RoleGiven { id, role, .. } => {
                for person in self.people.iter_mut().filter(|one| one.id == *id) {
                    person.role.clone_from(role);
                }
            }
            KeyFact::Removed { id } => {
                let (left, stay) = std::mem::take(&mut self.people)
                    .into_iter()
                    .partition(|one| one.id == *id);
                self.people = stay;
                self.former.extend::<Vec<_>>(left);
                self.invited.remove(id);
            }
            KeyFact::Resealed { .. } => {}
        }
    }

    fn let_in(&mut self, person: &Author) {
        self.former.retain(|known| known.id != person.id);
        match self.people.iter_mut().find(|known| known.id == person.id) {
            Some(known) => known.clone_from(person),
            None => self.people.push(person.clone()),
        }
    }

    fn apply_case(
        &mut self,
        seq: u64,
        entry: &Entry,
        reference: Reference,
        sealed: bool,
        fact: &CaseFact,
    ) {
        if let CaseFact::Concern(concern) = fact
            && let Some(taken) = &concern.report
        {
            self.reports.insert(taken.file.clone());
        }
        let (participants, cited): (&[Participant], &[Cited]) = match fact {
            CaseFact::Concern(concern) => (&concern.participants, &concern.clauses),
            CaseFact::Amended(amendment) => match &amendment.change {
                Change::ParticipantAdded(participant) => (std::slice::from_ref(participant), &[]),
                Change::ClauseAdded(cited) => (&[], std::slice::from_ref(cited)),
                _ => (&[], &[]),
            },
            _ => (&[], &[]),
        };
        for one in participants {
            if let Who::Pupil { class, .. } = &one.who {
                let known = self.case_classes.entry(name_key(class));
                known.or_insert_with(|| class.clone());
            }
        }
        for one in cited {
            *self.clause_use.entry(one.clause.to_string()).or_default() += 1;
        }
        match (self.cases.row(&reference), fact) {
            // What is not sealed has no place in a case that is, nor the other way round.
            (Some(row), _) if row.is(Flag::Sealed) != sealed => {}
            (Some(_), _) => {
                let tags = self.cases.change(&reference, |case| {
                    let before = matches!(fact, CaseFact::Tagged(_)).then(|| case.tags.clone());
                    case.apply(seq, entry.at, &entry.by, fact);
                    before.map(|before| (before, case.tags.clone()))
                });
                if let Some((before, now)) = tags.flatten() {
                    self.apply_tags(&before, &now);
                }
            }
            (None, CaseFact::Concern(concern)) => {
                let mut case = Case::begin(reference, seq, entry.at, &entry.by, concern);
                case.sealed = sealed;
                self.cases.insert(case);
            }
            // An entry about a case that was never begun: `verify` reports it.
            (None, _) => {}
        }
        // A tie holds both ways, and is written once.
        if let CaseFact::Linked(link) = fact {
            let back = Link {
                to: reference,
                why: link.why.clone(),
            };
            self.cases.change(&link.to, |other| other.links.push(back));
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
        let used = self.cases.last_up_to(&last).filter(|used| *used >= first);
        let sealed = self.sealed.range(first..=last).next_back();
        Reference::after(used.max(sealed.map(|(reference, _)| *reference)), year)
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

    /// The term dates that the school goes by: its own, and the shipped ones for years that it has not set.
    #[must_use]
    pub fn terms(&self) -> Terms {
        Terms::shipped().with(&self.terms)
    }

    /// Takes up which tags were put on a case and taken off it.
    fn apply_tags(&mut self, before: &BTreeSet<String>, now: &BTreeSet<String>) {
        for gone in before.difference(now) {
            if let Some(used) = self.tag_use.get_mut(gone) {
                *used = used.saturating_sub(1);
            }
        }
        for new in now.difference(before) {
            *self.tag_use.entry(new.clone()).or_default() += 1;
        }
        self.tag_use.retain(|_, used| *used > 0);
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
            .chain(&self.former)
            .find(|person| person.id == id)
            .map_or(id, |person| person.name.as_str())
    }

    /// Cases in which that pupil has a part.
    pub fn cases_of(&self, pupil: PupilId) -> impl Iterator<Item = &Case> {
        self.cases_with(move |thing| matches!(thing, Thing::Pupil(id, _) if *id == pupil))
    }

    /// Cases that have something of this kind.
    pub fn cases_with(&self, is: impl FnMut(&Thing) -> bool) -> impl Iterator<Item = &Case> {
        let which = self.cases.things().which(is);
        let rows = self.cases.rows().filter(move |row| row.has(&which));
        rows.filter_map(|row| self.cases.get(&row.reference))
    }
}
