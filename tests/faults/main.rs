//! How Daybook holds under faults, through the real binary: killed, damaged, refused, starved, lied to.
//!
//! No fault may end in a panic, a hang, a false acknowledgement or a silent loss.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[cfg(unix)]
mod damage;
#[cfg(unix)]
mod everyfile;
#[cfg(unix)]
mod hostile;
#[cfg(unix)]
mod kills;
#[cfg(unix)]
mod lines;
#[cfg(unix)]
mod plaintext;
#[cfg(unix)]
mod refusals;
#[cfg(unix)]
mod screens;
#[cfg(unix)]
mod search;
#[cfg(unix)]
mod sheets;
#[cfg(unix)]
mod support;
