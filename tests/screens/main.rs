//! The screens, driven as a person drives them: keys in, state and drawing out. The vault is a real one, in memory.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod choosing;
mod chronology;
mod damage;
mod desk;
mod drafts;
mod endings;
mod everywhere;
mod follow;
mod journeys;
mod keypresses;
mod looks;
mod people;
mod pictures;
mod queue;
mod reading;
mod resuming;
mod scenes;
mod school;
mod search;
mod setting_up;
mod shots;
mod sizes;
mod snapshots;
mod summary;
mod today;
mod waiting;
