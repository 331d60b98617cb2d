//! A vault in use: what the screens' worker and the command line share. Folders, founding, opening,
//! appending, drafts, backups and locking, with every failure as a sentence and an exit code.

mod backups;
pub mod complaint;
pub mod demo;
mod depot;
mod drafts;
pub mod dropbox;
mod failures;
pub mod findings;
mod folders;
pub mod founding;
pub mod generation;
mod last_seen;
mod leaving;
pub mod look;
mod noting;
pub mod paths;
mod people;
mod room;
pub mod rotation;
pub mod shelf;
mod shelves;
pub mod summary;
mod working;

pub use complaint::{Complaint, Kind};
pub use drafts::Unfinished;
pub use folders::Folders;
pub use leaving::Leaving;
pub use people::{Changed, Invited};
pub use room::{Room, Unlocking};
pub use working::{Session, fingerprint};
