//! From a key press to an action.

pub mod chord;
pub mod dispatch;
pub mod keymap;

pub use chord::{Chord, Key, Pressed};
pub use dispatch::{Dispatcher, Outcome};
pub use keymap::{Keymap, KeymapError};
