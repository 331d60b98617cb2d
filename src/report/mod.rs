//! The termly summary: useful to governors, safe for every child.
//!
//! Data flows one way. The school's cases become *facts* (one lead value per concern and table), facts
//! become counts, counts are protected, and what is protected is a [`Protected`] document. Renderers
//! take nothing else, and it holds no count that is withheld.

pub mod disclosure;
pub mod document;
pub mod facts;
mod leads;
pub mod menu;
pub mod protect;

pub use document::{Assurance, Cell, Chart, Profile, Protected};
