//! What the program knows: policies, words, people, cases and the rules. No I/O, no clock, no randomness.

pub mod clause_find;
pub mod data_error;
pub mod policy;
pub mod vocabulary;
pub mod when;
pub mod words;
pub mod year;
