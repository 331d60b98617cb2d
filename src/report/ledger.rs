//! What was released: it constrains all that is released later, and never changes.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::document::Protected;
use super::facts::Fact;
use super::menu::{Lead, Menu};
use super::period::Period;
use super::protect::{Known, Part, Shown};
use crate::domain::entry::SummaryRelease;
use crate::domain::ids::Reference;
use crate::domain::terms::Term;
use crate::domain::year::AcademicYear;

/// A release in the log that this Daybook cannot read, or could not write.
#[derive(Debug, thiserror::Error)]
#[error("The release {release} cannot be read ({why})")]
pub struct Unreadable {
    release: String,
    why: serde_json::Error,
}

/// One release, as the log keeps it: what was printed, and sealed with it what it was counted from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Released {
    /// The term, or the year.
    pub period: Period,
    /// What was printed. Rendering it again gives the same bytes.
    pub document: Protected,
    /// What it was counted from. It never leaves the log.
    pub counted: Counted,
}

impl Released {
    /// As it is written into the log.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which takes a broken machine.
    pub fn keep(&self) -> Result<SummaryRelease, Unreadable> {
        let release = self.period.to_string();
        match serde_json::to_string(self) {
            Ok(kept) => Ok(SummaryRelease { release, kept }),
            Err(why) => Err(Unreadable { release, why }),
        }
    }
}

/// What a release was counted from, and what of it became public.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The concerns of the term; none for a year, which adds its terms up.
    pub facts: Vec<Fact>,
    /// Ids and labels of the sections that the table of rules had, in order.
    pub rules: Vec<(String, String)>,
    /// The terms whose total was printed.
    pub covers: Option<Part>,
    /// That total.
    pub total: Option<u32>,
    /// What else was printed.
    pub shown: Vec<Shown>,
    /// Concerns of earlier releases that its correction note speaks for.
    pub noted: Vec<Reference>,
}

/// Every release, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    releases: Vec<Released>,
}

impl Ledger {
    /// The ledger of these releases, in the order in which they were made.
    #[must_use]
    pub fn of(releases: impl IntoIterator<Item = Released>) -> Self {
        Self {
            releases: releases.into_iter().collect(),
        }
    }

    /// The ledger of the releases that the log holds.
    ///
    /// # Errors
    /// With the first that cannot be read: what it printed is not known then.
    pub fn read(releases: &[SummaryRelease]) -> Result<Self, Unreadable> {
        let each = releases.iter().map(|one| {
            serde_json::from_str(&one.kept).map_err(|why| Unreadable {
                release: one.release.clone(),
                why,
            })
        });
        Ok(Self {
            releases: each.collect::<Result<_, _>>()?,
        })
    }

    /// Adds a release.
    pub fn push(&mut self, released: Released) {
        self.releases.push(released);
    }

    /// Every release, oldest first.
    #[must_use]
    pub fn releases(&self) -> &[Released] {
        &self.releases
    }

    /// The release of a period.
    #[must_use]
    pub fn find(&self, period: Period) -> Option<&Released> {
        self.releases.iter().find(|one| one.period == period)
    }

    /// The releases of a year, in order.
    pub fn of_year(&self, year: AcademicYear) -> impl Iterator<Item = &Released> {
        self.releases
            .iter()
            .filter(move |one| one.period.year == year)
    }

    /// The fewest pupils behind a figure of a year that has begun to be released.
    #[must_use]
    pub fn threshold(&self, year: AcademicYear) -> Option<u32> {
        self.of_year(year)
            .next()
            .map(|one| one.document.threshold())
    }

    /// Concerns that are counted in a release.
    #[must_use]
    pub fn counted(&self) -> BTreeSet<Reference> {
        let facts = self.releases.iter().flat_map(|one| &one.counted.facts);
        facts.map(|fact| fact.case).collect()
    }

    /// Sections that releases of a year named.
    #[must_use]
    pub fn rules(&self, year: AcademicYear) -> Vec<(String, String)> {
        let mut rules: Vec<(String, String)> = Vec::new();
        for one in self.of_year(year).flat_map(|one| &one.counted.rules) {
            if !rules.iter().any(|known| known.0 == one.0) {
                rules.push(one.clone());
            }
        }
        rules
    }

    /// Concerns that a correction note spoke for already.
    #[must_use]
    pub fn noted(&self) -> BTreeSet<Reference> {
        let noted = self.releases.iter().flat_map(|one| &one.counted.noted);
        noted.copied().collect()
    }

    /// What is known of a year from its releases, their sections in the places that `menu` gives them.
    #[must_use]
    pub fn known(&self, year: AcademicYear, menu: &Menu) -> Known {
        let mut known = Known::default();
        for one in self.of_year(year) {
            let counted = &one.counted;
            known.totals.extend(counted.covers);
            known.shown.extend(counted.shown.iter().cloned());
            let Some(term) = one.period.term else {
                continue;
            };
            let place = term as usize;
            if let Some(facts) = known.terms.get_mut(place) {
                *facts = Some(moved(counted, menu));
            }
            if let Some(missing) = known.missing_rules.get_mut(place) {
                *missing = missing_rules(&counted.rules, menu);
            }
        }
        known.totals.sort_unstable();
        known.totals.dedup();
        known
    }

    /// Whether a later term of the same year is released.
    #[must_use]
    pub fn is_past(&self, period: Period) -> bool {
        let later = |term: Option<Term>| match (term, period.term) {
            (None, _) => true,
            (Some(other), Some(term)) => other > term,
            (Some(_), None) => false,
        };
        self.of_year(period.year)
            .any(|one| one.period != period && later(one.period.term))
    }
}

/// The facts of a release with their sections in the places of another menu.
pub(super) fn moved(counted: &Counted, menu: &Menu) -> Vec<Fact> {
    let place = |old: usize| -> Option<u8> {
        let (id, _) = counted.rules.get(old)?;
        u8::try_from(menu.place(Lead::Rule, id)?).ok()
    };
    let each = counted.facts.iter().map(|fact| {
        let mut fact = fact.clone();
        let new = place(fact.value(Lead::Rule));
        if let (Some(value), Some(new)) = (fact.values.get_mut(Lead::Rule.place()), new) {
            *value = new;
        }
        fact
    });
    each.collect()
}

/// The places of sections that a release did not have.
fn missing_rules(rules: &[(String, String)], menu: &Menu) -> Vec<usize> {
    let categories = menu.dimension(Lead::Rule).map(|one| one.categories());
    let each = categories.unwrap_or_default().iter().enumerate();
    each.filter(|(_, (id, _))| !rules.iter().any(|(known, _)| known == id))
        .map(|(place, _)| place)
        .collect()
}
