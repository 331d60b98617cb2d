//! The state of the screens, and the one place where it changes.

pub mod action;
mod answer;
pub mod assurance;
pub mod choose;
pub mod draft;
pub mod edit;
pub mod form;
pub mod keys;
pub mod looks;
pub mod menu;
pub mod message;
mod names;
pub mod page;
pub mod queue;
pub mod reading;
pub mod screens;
pub mod search;
pub mod several;
pub mod sheet;
pub mod state;
pub mod term_dates;
pub mod toast;
pub mod update;
pub mod views;
mod works;
