//! What every store must do, and what the one on a disk must survive.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod conformance;
mod copies;
mod damage;
mod kill;
mod make;
