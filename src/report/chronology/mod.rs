//! The chronology of one case or of one pupil, for one child's file: told from the entries, with every other child
//! masked as a letter wherever their names occur, and nothing to be saved before a person has confirmed it.
//!
//! [`of_case`] and [`of_pupil`] find the names; the screens and the command line show a person what was found
//! ([`Masked`]); only what that person confirmed ([`Confirmed`]) can be written.

mod disguise;
mod lists;
mod masked;
mod named;
mod near;
mod register;
mod scan;
mod tell;
#[cfg(test)]
mod tests;
mod words;

pub use masked::{Confirmed, Doubt, Masked, Span, Why};
pub use named::{Named, named_in};
pub use tell::{NotToTell, Source, of_case, of_pupil, pupil_named};
