//! What leaves the vault for other readers. Pure: from what the log says to the text of a file.

pub mod chronology;
