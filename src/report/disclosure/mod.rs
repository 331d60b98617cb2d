//! Disclosure control: which counts may be printed so that no child can be worked out.
//!
//! Nothing here knows what is counted. A [`Model`] is a handful of *base cells* whose counts are whole
//! numbers, the relations that every reader knows to hold between them, and whose records a reader may
//! know. A [`Set`] of base cells is anything that could be printed: a cell, a margin, a merged category,
//! a sum over terms. A [`Guard`] begins with everything withheld and publishes a set only when every set
//! that is too small still cannot be told: two whole tables that fit all that is published, one at each
//! end of what it must be possible to believe.

mod certify;
mod guard;
mod model;
mod population;
mod shift;
mod solve;

pub use guard::{Guard, Line};
pub use model::{Insider, Model, Relation, Set};
pub use population::Population;

/// The fewest distinct pupils that a figure may be printed of, and the fewest concerns.
pub const THRESHOLD: u32 = 5;

/// A school may raise the threshold; below this it has no meaning.
pub const LOWEST_THRESHOLD: u32 = 3;

#[cfg(test)]
mod tests;
