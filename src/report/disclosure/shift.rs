//! Certificates that need no solver: counts moved between base cells that no reader can tell apart.

use std::collections::BTreeMap;

use super::certify::End;
use super::model::{Model, Set};

/// Base cells by what they are part of: a count moved between two cells of one class changes nothing
/// that is published, nor any relation.
#[derive(Clone, Debug)]
pub(super) struct Classes(Vec<Vec<usize>>);

impl Classes {
    pub fn of(model: &Model, published: &[Set]) -> Self {
        let mut parts: Vec<Vec<(usize, i64)>> = vec![Vec::new(); model.counts.len()];
        let mut note = |cell: usize, of: usize, factor: i64| {
            if let Some(one) = parts.get_mut(cell) {
                one.push((of, factor));
            }
        };
        for (at, set) in published.iter().enumerate() {
            set.cells().for_each(|cell| note(cell, at, 1));
        }
        for (at, relation) in model.relations.iter().enumerate() {
            for (cell, factor) in &relation.parts {
                note(*cell, published.len() + at, *factor);
            }
        }
        let mut classes: BTreeMap<Vec<(usize, i64)>, Vec<usize>> = BTreeMap::new();
        for (cell, (parts, void)) in parts.into_iter().zip(&model.void).enumerate() {
            if !void {
                classes.entry(parts).or_default().push(cell);
            }
        }
        Self(classes.into_values().collect())
    }

    /// The classes, each cut in two where the set cuts it.
    pub fn cut_by(&self, set: &Set) -> Vec<Vec<usize>> {
        let cut = self.0.iter().flat_map(|class| {
            let (inside, outside) = class.iter().partition(|cell| set.has(**cell));
            [inside, outside]
        });
        cut.filter(|part: &Vec<usize>| !part.is_empty()).collect()
    }

    /// A table in which the set is at that end, made of the truth by moving counts within classes.
    pub fn shift(&self, model: &Model, set: &Set, end: End, lowest: &[i64]) -> Option<Vec<i64>> {
        let mut table = model.counts.clone();
        let now = set.sum(&table);
        let (up, mut needed) = match end {
            End::Low(most) => (false, now - most),
            End::High(least) => (true, least - now),
        };
        for class in &self.0 {
            if needed <= 0 {
                break;
            }
            let (inside, outside): (Vec<usize>, Vec<usize>) =
                class.iter().copied().partition(|cell| set.has(*cell));
            let (from, to) = if up {
                (outside, inside)
            } else {
                (inside, outside)
            };
            let Some(to) = to.first() else { continue };
            for cell in from {
                let low = lowest.get(cell).copied().unwrap_or(0);
                let spare = table.get(cell).map_or(0, |count| count - low).min(needed);
                if spare > 0 {
                    *table.get_mut(cell)? -= spare;
                    *table.get_mut(*to)? += spare;
                    needed -= spare;
                }
            }
        }
        (needed <= 0).then_some(table)
    }
}

impl Classes {
    /// A table in which `set` has its true count again, made of one that fitted before `set` was
    /// published (these are the classes of then). Counts move on the same side of `held` where they
    /// can, so that its count stays as it is.
    pub fn mend(
        &self,
        model: &Model,
        table: &[i64],
        set: &Set,
        held: &Set,
        lowest: &[i64],
    ) -> Option<Vec<i64>> {
        let mut table = table.to_vec();
        let mut excess = set.sum(&table) - set.sum(&model.counts);
        for same_side in [true, false] {
            for class in &self.0 {
                let (inside, outside): (Vec<usize>, Vec<usize>) =
                    class.iter().copied().partition(|cell| set.has(*cell));
                let (from, to) = if excess > 0 {
                    (inside, outside)
                } else {
                    (outside, inside)
                };
                for cell in from {
                    let good = |other: &&usize| !same_side || held.has(**other) == held.has(cell);
                    let Some(to) = to.iter().find(good) else {
                        continue;
                    };
                    let low = lowest.get(cell).copied().unwrap_or(0);
                    let spare = table
                        .get(cell)
                        .map_or(0, |count| count - low)
                        .min(excess.abs());
                    if spare > 0 {
                        *table.get_mut(cell)? -= spare;
                        *table.get_mut(*to)? += spare;
                        excess -= spare * excess.signum();
                    }
                }
                if excess == 0 {
                    return Some(table);
                }
            }
        }
        None
    }
}

/// Whether no table can be at that end: what is published around the set, or within it, says so.
pub(super) fn is_hopeless(
    model: &Model,
    published: &[Set],
    set: &Set,
    end: End,
    lowest: &[i64],
) -> bool {
    let known = |cells: &mut dyn Iterator<Item = usize>| -> i64 {
        cells.filter_map(|cell| lowest.get(cell)).sum()
    };
    published.iter().any(|one| {
        let count = one.sum(&model.counts);
        match end {
            End::High(least) => {
                set.cells().all(|cell| one.has(cell))
                    && least > count - known(&mut one.cells().filter(|cell| !set.has(*cell)))
            }
            End::Low(most) => {
                one.cells().all(|cell| set.has(cell))
                    && most < count + known(&mut set.cells().filter(|cell| !one.has(*cell)))
            }
        }
    })
}
