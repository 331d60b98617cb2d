//! The command line, driven as a person or a script drives it: through the real binary.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod backups;
mod chronology;
mod demo;
mod desk;
mod failures;
mod handover;
mod people;
mod pupils;
mod records;
mod rekey;
mod reports;
mod summary;
mod verify;
