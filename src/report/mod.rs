//! What leaves for other readers: the termly summary, useful to governors and safe for every child, and the
//! chronology for one child's file.
//!
//! Data flows one way. The school's cases become [`facts`] (one lead value per concern and table), facts
//! are counted under a fixed [`menu`], [`protect`] says what may be printed of the counts, every earlier
//! release ([`ledger`]) being known, and [`release`] makes a [`Protected`] document of it. Renderers take
//! nothing else, and it holds no count that is withheld. A chronology is told from entries, the names of other
//! children are found in it, and only what a person has confirmed can be written.

pub mod chronology;
pub mod disclosure;
pub mod facts;
mod leads;
pub mod ledger;
pub mod menu;
pub mod period;
pub mod protect;
pub mod release;
pub mod render;

pub use ledger::{Ledger, Released};
pub use period::Period;
pub use release::document;
pub use release::document::{Assurance, Cell, Chart, Profile, Protected};
pub use release::{Asked, Refusal, Request, Summary};
