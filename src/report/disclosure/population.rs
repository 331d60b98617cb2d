//! Who is counted in each base cell: a threshold in pupils needs to know them apart.

use super::model::Set;

/// The pupils of each base cell, and how many concerns it has.
#[derive(Clone, Debug, Default)]
pub struct Population {
    concerns: Vec<i64>,
    pupils: Vec<Vec<u32>>,
}

impl Population {
    /// So many base cells with nobody in them.
    #[must_use]
    pub fn new(cells: usize) -> Self {
        Self {
            concerns: vec![0; cells],
            pupils: vec![Vec::new(); cells],
        }
    }

    /// Counts one concern of these pupils in a base cell.
    pub fn add(&mut self, cell: usize, pupils: &[u32]) {
        if let Some(count) = self.concerns.get_mut(cell) {
            *count += 1;
        }
        if let Some(known) = self.pupils.get_mut(cell) {
            known.extend_from_slice(pupils);
        }
    }

    /// How many concerns each base cell has.
    #[must_use]
    pub fn concerns(&self) -> &[i64] {
        &self.concerns
    }

    /// Whether a set has at least so many concerns, of at least so many distinct pupils.
    #[must_use]
    pub fn is_enough(&self, set: &Set, threshold: u32) -> bool {
        let enough = usize::try_from(threshold).unwrap_or(usize::MAX);
        if set.sum(&self.concerns) < i64::from(threshold) {
            return false;
        }
        let mut seen = Vec::with_capacity(enough);
        for pupil in set
            .cells()
            .filter_map(|cell| self.pupils.get(cell))
            .flatten()
        {
            if !seen.contains(pupil) {
                seen.push(*pupil);
            }
            if seen.len() >= enough {
                return true;
            }
        }
        enough == 0
    }
}
