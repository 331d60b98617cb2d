//! Daybook: the online-safety incident log of a primary school.
//!
//! The rooms of the house, and which way imports go (a test in `tests/` reads the `use` lines):
//!
//! | room | what it holds | may import |
//! |---|---|---|
//! | [`domain`] | policies, people, cases, entries and the rules; no I/O, clock or randomness | nothing of ours |
//! | [`store`] | sealed bytes, in order, durably; never a key | nothing of ours |
//! | [`vault`] | age: keys, slots, seal and open, signatures, chain, snapshot, verify, backup | `domain`, `store` |
//! | [`session`] | a vault in use: folders, founding, opening, failures in words | `domain`, `store`, `vault`, `report` |
//! | [`report`] | what leaves for other readers: the termly summary, one file per format; the chronology | `domain` |
//! | [`app`] | the state of the screens and the one place where it changes | `domain`, `report` |
//! | [`input`] | from a key press to an action: chords, keymaps, their lint | `app`'s actions |
//! | [`ui`] | drawing the state | `app`, `domain`, `report` |
//! | [`runtime`] | the loop, the terminal's guard, the worker, the idle lock | everything above |
//! | [`cli`] | one file per subcommand | everything above |

pub mod app;
pub mod cli;
pub mod domain;
pub mod input;
pub mod report;
pub mod runtime;
pub mod session;
pub mod store;
pub mod ui;
pub mod vault;
