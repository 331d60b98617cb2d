//! What leaves for other readers: the termly summary, useful to governors and safe for every child, and the
//! chronology for one child's file.
//!
//! Data flows one way. The school's cases become *facts* (one lead value per concern and table), facts
//! become counts, counts are protected, and what is protected is a [`Protected`] document. Renderers
//! take nothing else, and it holds no count that is withheld. A chronology is told from entries, the names of
//! other children are found in it, and only what a person has confirmed can be written.

pub mod chronology;
pub mod disclosure;
pub mod document;
pub mod render;

pub use document::{Assurance, Cell, Chart, Profile, Protected};
