//! What the keys do, one file for each screen.

pub mod calendar;
pub mod case;
pub mod cases;
pub mod drafts;
pub mod form;
pub mod ledger;
pub mod page;
pub mod person;
pub mod roster;
pub mod setup;
pub mod today;
pub mod unlock;
