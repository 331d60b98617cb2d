//! The rules of the trade.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod amending;
mod closing;
mod commands;
mod imagery;
mod keymaps;
mod log;
mod numbering;
mod policy;
mod properties;
mod recording;
mod sanctions;
mod screens;
mod staff;
mod telling;
mod typed;
