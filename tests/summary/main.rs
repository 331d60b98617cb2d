//! The termly summary from outside: a reader who adds, subtracts and compares tries to work out what
//! is withheld. The reader's arithmetic is written apart from the protector's.
//!
//! The ordinary run attacks a few school-years. Two thousand of them:
//! `cargo test --release --test summary -- --ignored --nocapture`

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::indexing_slicing)]

mod attack;
mod bounds;
mod controls;
mod files;
mod life;
mod moment;
mod nameless;
mod reader;
mod terms;
mod useful;
mod years;
