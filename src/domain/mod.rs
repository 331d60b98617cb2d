//! What the program knows: policies, words, people, cases and the rules. No I/O, no clock, no randomness.

pub mod case;
pub mod case_find;
pub mod cases;
pub mod clause_find;
pub mod command;
pub mod data_error;
pub mod decide;
pub mod due;
pub mod entry;
pub mod find;
pub mod ids;
pub mod ledger;
pub mod next;
pub mod passphrase;
pub mod people;
pub mod policy;
pub mod report;
pub mod school;
pub mod status;
pub mod story;
pub mod today;
pub mod vocabulary;
pub mod when;
pub mod words;
pub mod year;
