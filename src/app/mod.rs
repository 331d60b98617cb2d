//! The state of the screens and the one place where it changes.

pub mod edit;
