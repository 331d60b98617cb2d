//! What the keys do, one file for each screen.

pub mod calendar;
pub mod case;
pub mod cases;
pub mod chronology;
pub mod cover;
pub mod drafts;
pub mod form;
pub mod ledger;
pub mod page;
mod pages;
pub mod person;
pub mod roster;
pub mod setup;
pub mod sheet;
pub mod summary;
pub mod today;
pub mod unlock;
