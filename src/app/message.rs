//! What comes to [`super::update`], and what it asks of the world.

use zeroize::Zeroizing;

use super::action::Action;
use crate::domain::entry::{Entry, What};
use crate::domain::ids::Reference;
use crate::domain::people::Author;
use crate::domain::school::School;

/// Something that happened.
#[derive(Debug)]
pub enum Message {
    /// A key that means something here.
    Act(Action),
    /// Text that was typed.
    Type(String),
    /// Text that was pasted.
    Paste(String),
    /// The first keys of a sequence, in words, or nothing once it is over.
    Pending(Option<String>),
    /// A key that means nothing here.
    Unbound(String),
    /// The terminal's new size in columns and rows.
    Resize(u16, u16),
    /// Time passed.
    Tick,
    /// The worker is done, or has got further.
    Answer(Answer),
    /// The terminal is going away: put everything in order.
    Shutdown,
}

/// Something to be done outside of the state.
#[derive(Debug)]
pub enum Effect {
    /// Make the keys of a new vault, in memory only.
    Generate(Box<Founding>),
    /// Write the recovery key to a new file.
    KeepRecovery(String),
    /// The recovery key is kept: write the vault to disk and open it.
    Found,
    /// Forget a vault that was begun.
    Abandon,
    /// Open the vault with a passphrase.
    Unlock {
        /// The person's id.
        person: String,
        /// Their passphrase.
        passphrase: Zeroizing<String>,
    },
    /// Open the invented school.
    Demo,
    /// Append to the log, all of it or none.
    Append {
        /// What.
        facts: Vec<What>,
        /// What it is for.
        purpose: Purpose,
    },
    /// Seal a draft in the place of that number, over what was there.
    SaveDraft(u32, Zeroizing<Vec<u8>>),
    /// The draft in that place is no longer needed.
    DropDraft(u32),
    /// Make a backup now.
    Backup,
    /// Check the whole log.
    Verify,
    /// Forget every key, after a backup if anything changed.
    Lock,
    /// Leave the terminal to the shell for a while.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Close the vault and end.
    Quit,
}

/// A school that is being set up.
#[derive(Clone, Debug, Default)]
pub struct Founding {
    /// The school's name.
    pub school: String,
    /// The first person's name.
    pub name: String,
    /// Their role: dsl, deputy or headteacher.
    pub role: String,
    /// The id of the policy in force.
    pub policy: String,
    /// The passphrase.
    pub passphrase: Zeroizing<String>,
}

/// What an append was for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A form was saved: the reference of its case and what to tell the person.
    Form {
        /// The case.
        reference: Reference,
        /// What the rules had to say.
        say: Vec<String>,
        /// Whether a case began.
        new: bool,
    },
    /// Something the program records by itself.
    Quiet,
}

/// What the worker answers.
#[derive(Debug)]
pub enum Answer {
    /// How far a long job has got.
    Progress {
        /// What is being done.
        what: &'static str,
        /// How much is done.
        done: u64,
        /// Of how much; 0 when that is not known.
        of: u64,
    },
    /// The keys of a new vault exist, in memory only: this is its recovery key.
    Generated(Zeroizing<String>),
    /// The recovery key was written to that file.
    RecoveryKept(String),
    /// Setting up failed, in words.
    FoundingFailed(String),
    /// The vault is open.
    Opened(Box<OpenedVault>),
    /// It did not open, in words.
    UnlockFailed(String),
    /// Everything was appended; it is durable.
    Appended {
        /// The entries and their numbers.
        entries: Vec<(u64, Entry)>,
        /// What it was for.
        purpose: Purpose,
    },
    /// Nothing was appended, in words.
    AppendFailed(String),
    /// The draft is sealed.
    DraftSaved,
    /// The draft could not be sealed, in words.
    DraftFailed(String),
    /// The backup is made, in words.
    BackedUp(String),
    /// No backup, in words.
    BackupFailed(String),
    /// The log was checked: whether all is well, and a sentence for each finding.
    Verified {
        /// All is well.
        ok: bool,
        /// What to show.
        lines: Vec<String>,
    },
    /// Every key is forgotten.
    Locked,
    /// A fault of the program, in words.
    Fault(String),
}

/// What the person may see once the vault is open.
#[derive(Debug)]
pub struct OpenedVault {
    /// Everything the log says.
    pub school: School,
    /// Who opened it.
    pub me: Author,
    /// What was left unfinished, by the number of the place where it is sealed; nothing where it is damaged.
    pub drafts: Vec<(u32, Option<Zeroizing<Vec<u8>>>)>,
    /// What opening found out, in sentences.
    pub notices: Vec<String>,
    /// The log's fingerprint: the end of the chain in words.
    pub fingerprint: String,
    /// It is the invented school.
    pub demo: bool,
}
