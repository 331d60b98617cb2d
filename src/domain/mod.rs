//! What the program knows: policies, words, people, cases and the rules. No I/O, no clock, no randomness.

pub mod case;
pub mod case_find;
pub mod cases;
pub mod clause_find;
pub mod command;
pub mod cover;
pub mod data_error;
pub mod decide;
pub mod entry;
pub mod find;
pub mod ids;
pub mod next;
pub mod passphrase;
pub mod people;
pub mod policy;
pub mod report;
pub mod school;
pub mod seen;
pub mod sheet;
pub mod status;
pub mod story;
pub mod vocabulary;
pub mod when;
pub mod words;
pub mod year;
