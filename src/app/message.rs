//! What comes to [`super::update`], and what it asks of the world.

use chrono::NaiveDateTime;
use zeroize::Zeroizing;

use super::action::Action;
use super::screens::summary::Made;
use crate::domain::entry::{Entry, What};
use crate::domain::ids::Reference;
use crate::domain::people::Author;
use crate::domain::report::DropBox;
use crate::domain::school::School;
use crate::domain::search::Index;
use crate::report::Asked;
use crate::report::chronology::Confirmed;
use crate::report::render::Format;

/// A summary to be saved as files.
#[derive(Debug)]
pub struct SummaryToSave {
    /// Which.
    pub asked: Asked,
    /// The folder.
    pub folder: String,
    /// In which formats.
    pub formats: Vec<Format>,
    /// age recipients of a confidential one; empty: under the passphrase.
    pub to: String,
    /// The passphrase of a confidential one.
    pub passphrase: Zeroizing<String>,
}

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
        /// The path of the key file that their slot asks for; empty when it asks for none.
        key_file: String,
    },
    /// Let somebody in with the recovery key, under a new passphrase.
    Recover {
        /// The person's id.
        person: String,
        /// The recovery key, or the path of a file that holds it.
        recovery: Zeroizing<String>,
        /// Their new passphrase.
        passphrase: Zeroizing<String>,
    },
    /// Change who has a key, or one's own keys.
    People(Box<PeopleChange>),
    /// Note in the log that these cases were opened.
    NoteOpened(Vec<Reference>),
    /// Look what waits in the drop box.
    LookInDropBox,
    /// Read every case, to be searched.
    ReadForSearch,
    /// Prove the newest backup.
    Drill,
    /// Write the school's public card into a file.
    SaveCard(String),
    /// Seal a chronology and write it into a new file.
    SaveChronology {
        /// What a person has confirmed.
        chronology: Confirmed,
        /// The file.
        path: String,
        /// age recipients; empty: under the passphrase.
        to: String,
        /// The passphrase.
        passphrase: Zeroizing<String>,
    },
    /// Make a summary, and show it. Nothing is written.
    Summarise(Box<Asked>),
    /// Save a summary as files; a public one is released by it, the first time.
    SaveSummary(Box<SummaryToSave>),
    /// Seal a text that leaves the vault, and write it into a new file.
    TakeOut(Box<TakenOut>),
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
    /// Remember on this computer which colours were chosen, by their name.
    RememberLook(String),
    /// Keep the views of the list, over those that were kept.
    SaveViews(Zeroizing<Vec<u8>>),
    /// Seal what was written into the assurance of a summary; nothing, once it is released.
    SaveAssurance(Option<Zeroizing<Vec<u8>>>),
    /// Make a backup now.
    Backup,
    /// Check the whole log.
    Verify,
    /// The log is right as it is, whatever was last seen of it here.
    AcceptLog,
    /// Forget every key, after a backup if anything changed.
    Lock,
    /// Leave the terminal to the shell for a while.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Close the vault and end.
    Quit,
}

/// A text that leaves the vault, and for whom.
#[derive(Debug)]
pub struct TakenOut {
    /// What it is, for the person: "The handover".
    pub name: &'static str,
    /// What it is, for the log, without a name.
    pub what: &'static str,
    /// It tells of a sealed case.
    pub sealed: bool,
    /// The text.
    pub text: Zeroizing<String>,
    /// The new file.
    pub path: String,
    /// age recipients; empty: under the passphrase.
    pub to: String,
    /// The passphrase.
    pub passphrase: Zeroizing<String>,
}

/// A change of who has a key, or of one's own keys. A recovery key is the key itself, or the path of a file
/// that holds it; empty where it is not needed.
#[derive(Debug)]
pub enum PeopleChange {
    /// Let somebody in.
    Invite {
        /// Their name.
        name: String,
        /// Their role.
        role: String,
        /// See the type.
        recovery: Zeroizing<String>,
    },
    /// Give somebody a new one-time passphrase.
    InviteAgain {
        /// Their id.
        person: String,
        /// See the type.
        recovery: Zeroizing<String>,
    },
    /// Give somebody another role.
    GiveRole {
        /// Their id.
        person: String,
        /// As what.
        role: String,
        /// See the type.
        recovery: Zeroizing<String>,
    },
    /// Remove somebody.
    Remove {
        /// Their id.
        person: String,
        /// See the type.
        recovery: Zeroizing<String>,
    },
    /// Choose a passphrase of one's own.
    OwnPassphrase(Zeroizing<String>),
    /// Ask for a key file beside the passphrase, written to this path; or for none.
    KeyFile {
        /// Where it is written; empty: no key file from now on.
        path: String,
        /// One's passphrase.
        passphrase: Zeroizing<String>,
    },
    /// Make a new recovery key, written to this new file.
    NewRecovery(String),
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
    /// Something was arranged; what came of it, in words.
    Act {
        /// The words.
        say: String,
    },
    /// Several cases were changed in one act: what was done, in words.
    Several {
        /// The words.
        say: String,
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
    /// The passphrase is wrong, in words.
    WrongPassphrase(String),
    /// The passphrase is right, and the slot asks for its key file.
    KeyFileNeeded(String),
    /// It is open with a one-time passphrase: keys of one's own come first.
    Invited {
        /// Their name.
        name: String,
    },
    /// Who has a key was changed, or one's own keys.
    PeopleChanged {
        /// What was written.
        entries: Vec<(u64, Entry)>,
        /// What there is to know and do now.
        say: Vec<String>,
        /// A one-time passphrase to hand over, and whose it is.
        one_time: Option<(String, Zeroizing<String>)>,
    },
    /// It was not changed, in words.
    PeopleFailed(String),
    /// Who read what is noted.
    Noted(Vec<(u64, Entry)>),
    /// It could not be noted, in words.
    NoteFailed(String),
    /// The log has grown: its fingerprint now.
    Fingerprint(String),
    /// What waits in the drop box.
    Reports(DropBox),
    /// Every case is read, to be searched.
    Searchable(Box<Index>),
    /// The newest backup was proved.
    Drilled {
        /// What was proved, in words.
        words: String,
        /// What was noted of it.
        entries: Vec<(u64, Entry)>,
    },
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
    /// Nothing that is to be said.
    Done,
    /// The draft could not be sealed, in words.
    DraftFailed(String),
    /// The views or the colours could not be kept, in words.
    NotKept(String),
    /// The backup is made, in words.
    BackedUp(String),
    /// A file was written, in words.
    Written(String),
    /// A summary was made, or why not.
    Summarised {
        /// What was asked for.
        asked: Box<Asked>,
        /// What came of it.
        made: Made,
    },
    /// No backup, in words.
    BackupFailed(String),
    /// The log counts as right as it is.
    LogAccepted,
    /// That could not be remembered, in words.
    LogNotAccepted(String),
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
    /// What waits in the drop box.
    pub drop_box: DropBox,
    /// Their own views of the list, if they have kept any.
    pub views: Option<Zeroizing<Vec<u8>>>,
    /// What they wrote into the assurance of a summary and have not released.
    pub assurance: Option<Zeroizing<Vec<u8>>>,
    /// What is lost of the log, and that it can only be read.
    pub wound: Option<String>,
    /// When the newest backup was made.
    pub last_backup: Option<NaiveDateTime>,
    /// Their slot asks for a key file.
    pub has_key_file: bool,
    /// What opening found out, in sentences.
    pub notices: Vec<String>,
    /// Why this may not be the log that was last seen here, in words.
    pub doubt: Option<String>,
    /// The log's fingerprint: the end of the chain in words.
    pub fingerprint: String,
    /// It is the invented school.
    pub demo: bool,
}
