//! What the keys do, one file for each screen.

pub mod case;
pub mod cases;
pub mod drafts;
pub mod form;
pub mod person;
pub mod setup;
pub mod unlock;
