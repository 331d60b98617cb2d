//! Certificates: whole tables that a reader must think possible. Whatever found them, they are
//! checked here, in whole numbers.

use super::model::{Model, Set};

/// One end of what it must be possible to believe of a set's count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// This or less.
    Low(i64),
    /// This or more.
    High(i64),
}

impl End {
    pub fn is_met(self, count: i64) -> bool {
        match self {
            Self::Low(most) => count <= most,
            Self::High(least) => count >= least,
        }
    }
}

/// Whether a table fits all that is published, and all that everybody knows.
pub(super) fn fits(model: &Model, published: &[Set], table: &[i64]) -> bool {
    table.len() == model.counts.len()
        && table.iter().all(|count| *count >= 0)
        && model
            .void
            .iter()
            .zip(table)
            .all(|(void, count)| !void || *count == 0)
        && model.relations.iter().all(|one| one.holds(table))
        && published
            .iter()
            .all(|set| set.sum(table) == set.sum(&model.counts))
}

/// Whether a table has at least so much in every base cell.
pub(super) fn is_above(table: &[i64], lowest: &[i64]) -> bool {
    table.iter().zip(lowest).all(|(count, low)| count >= low)
}
