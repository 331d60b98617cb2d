//! From facts to what may be printed of them, everything that was printed before being known.

mod frame;
mod lines;
mod relations;
mod tables;
mod year;

pub use tables::{Printed, PrintedTable, Printing, Standing};
pub use year::{Known, Part, Shown, WHOLE};
