//! What the keys do, one file for each screen.

pub mod case;
pub mod cases;
pub mod chronology;
pub mod drafts;
pub mod form;
pub mod page;
pub mod person;
pub mod roster;
pub mod setup;
pub mod summary;
pub mod unlock;
