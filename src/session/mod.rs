//! A vault in use: what the screens' worker and the command line share. Folders, founding, opening,
//! appending, drafts, backups and locking, with every failure as a sentence and an exit code.

pub mod complaint;
pub mod demo;
mod depot;
pub mod findings;
pub mod founding;
mod last_seen;
pub mod paths;
mod working;

pub use complaint::{Complaint, Kind};
pub use working::{Room, Session};
