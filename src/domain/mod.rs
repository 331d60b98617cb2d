//! What a record is and which rules it follows: pure, with no I/O, clock or randomness.

pub mod when;
pub mod words;
pub mod year;
