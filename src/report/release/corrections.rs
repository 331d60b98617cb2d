//! What was recorded or corrected in terms that are released: a release never changes, so a note of
//! the next one says how many concerns that is. Each is in one note only, so that no two notes can be
//! subtracted from each other.

use std::collections::{BTreeMap, BTreeSet};

use super::Request;
use crate::domain::ids::Reference;
use crate::report::disclosure::{Population, Set};
use crate::report::facts::Fact;
use crate::report::ledger::moved;
use crate::report::menu::Menu;

/// A note and the concerns that it speaks for.
#[derive(Clone, Debug, Default)]
pub(super) struct Corrections {
    pub sentences: Vec<String>,
    pub noted: Vec<Reference>,
}

impl Request<'_> {
    /// What was recorded or corrected in this year and the one before, `this_year` being what this
    /// one's terms hold now.
    pub(super) fn corrections(&self, menu: &Menu, this_year: &[Vec<Fact>; 3]) -> Corrections {
        let noted = self.ledger.noted();
        let mut changed: BTreeMap<Reference, BTreeSet<u32>> = BTreeMap::new();
        for year in [self.period.year, self.period.year.previous()] {
            let before: Vec<_> = self
                .ledger
                .of_year(year)
                .filter_map(|one| Some((one.period.term?, one)))
                .collect();
            if before.is_empty() {
                continue;
            }
            let earlier;
            let now = if year == self.period.year {
                this_year
            } else {
                earlier = self.facts(menu, year);
                &earlier
            };
            for (term, one) in before {
                let then = moved(&one.counted, menu);
                let now = now.get(term as usize).map_or(&[][..], Vec::as_slice);
                for fact in differing(&then, now) {
                    if !noted.contains(&fact.case) {
                        changed.entry(fact.case).or_default().extend(&fact.pupils);
                    }
                }
            }
        }
        let sentence = |count| {
            format!(
                "Concerns of terms released before that were recorded or put right since the last \
                 release: {count}. The figures released then are not changed."
            )
        };
        Corrections {
            // Whether there were few or none, no note says.
            sentences: self.count(&changed).map(sentence).into_iter().collect(),
            noted: changed.into_keys().collect(),
        }
    }

    /// The count, where it is of enough pupils, whoever of them reads it.
    fn count(&self, changed: &BTreeMap<Reference, BTreeSet<u32>>) -> Option<usize> {
        let mut population = Population::new(1);
        let mut of: BTreeMap<u32, usize> = BTreeMap::new();
        for pupils in changed.values() {
            let pupils: Vec<u32> = pupils.iter().copied().collect();
            population.add(0, &pupils);
            for pupil in pupils {
                *of.entry(pupil).or_default() += 1;
            }
        }
        let threshold = self.threshold();
        let most = of.into_values().max().unwrap_or_default();
        let others = u32::try_from(changed.len() - most.min(changed.len())).unwrap_or_default();
        let enough = population.is_enough(&Set::of([0]), threshold) && others + 1 >= threshold;
        enough.then_some(changed.len())
    }
}

/// Facts that are in one list and not, or not so, in the other. Both are in the order of their cases.
fn differing<'a>(then: &'a [Fact], now: &'a [Fact]) -> impl Iterator<Item = &'a Fact> {
    let gone = |from: &'a [Fact], to: &'a [Fact]| {
        from.iter()
            .filter(move |fact| to.binary_search(fact).is_err())
    };
    gone(then, now).chain(gone(now, then))
}
