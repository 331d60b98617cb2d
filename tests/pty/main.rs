//! The program as a person has it: the real binary on a (pseudo) terminal, from the first start to the end of a case,
//! and through everything that can go wrong in between. Windows' pseudo terminal redraws what a program wrote in its
//! own way, so what is checked here is checked on Unix.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod endings;
mod journey;
#[cfg(target_os = "linux")]
mod memory;
mod plaintext;
#[path = "../faults/search.rs"]
mod search;
mod window;
