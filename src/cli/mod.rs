//! The command line: one file per subcommand, over the same rules as the screens.
//!
//! Data goes to stdout, everything else to stderr. Exit codes: 0 done, 1 refused or failed,
//! 2 usage, 3 wrong passphrase, 4 vault in use, 5 vault damaged.

#[cfg(fuzzing)]
pub mod add;
#[cfg(not(fuzzing))]
mod add;
mod audit;
mod backup;
mod brief;
mod card;
mod chronology;
mod clauses;
mod cover;
mod demo;
mod init;
mod keys;
mod lines;
mod list;
mod policy;
mod pupils;
mod recover;
mod recovery;
mod rekey;
mod report;
mod reports;
mod restore;
mod schema;
pub mod screens;
mod sealed;
mod secret;
mod show;
mod summary;
mod user;
mod verify;
mod vocabulary;

use std::borrow::Cow;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::{DateTime, FixedOffset};
use clap::{Parser, Subcommand};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::domain::people::Author;
use crate::domain::policy::{Policies, Policy};
use crate::domain::school::School;
use crate::domain::vocabulary::Vocabulary;
use crate::session::{Complaint, Folders, Kind, Room, Session, Unlocking, paths};
use crate::vault::{KeyFile, RecoveryFile};

/// Over the options that only the screens have, in the help.
const SCREENS: &str = "For the screens";

/// A primary school's online-safety incident log.
///
/// Without a subcommand it opens the screens.
#[derive(Debug, Parser)]
#[command(
    name = "daybook",
    version,
    max_term_width = 100,
    next_help_heading = "With every command"
)]
pub struct Cli {
    /// The vault's folder.
    #[arg(long, value_name = "DIR", env = "DAYBOOK_VAULT", global = true)]
    pub vault: Option<PathBuf>,
    /// Who you are; needed only when several people have a key.
    #[arg(long, value_name = "NAME", env = "DAYBOOK_USER", global = true)]
    pub user: Option<String>,
    /// A file whose first line is the passphrase; otherwise it is asked for.
    #[arg(
        long,
        value_name = "FILE",
        env = "DAYBOOK_PASSPHRASE_FILE",
        global = true
    )]
    pub passphrase_file: Option<PathBuf>,
    /// A second folder for backups, such as one on a memory stick.
    #[arg(long, value_name = "DIR", env = "DAYBOOK_BACKUPS", global = true)]
    pub backups: Option<PathBuf>,
    /// The folder into which reports are dropped; otherwise it is beside the vault.
    #[arg(long, value_name = "DIR", env = "DAYBOOK_DROP_BOX", global = true)]
    pub drop_box: Option<PathBuf>,
    /// The key file that your slot asks for beside the passphrase, if it does.
    #[arg(long, value_name = "FILE", env = "DAYBOOK_KEY_FILE", global = true)]
    pub key_file: Option<PathBuf>,
    /// A file with keys of your own for the screens, or the name "vim".
    #[arg(
        long,
        value_name = "FILE",
        global = true,
        help_heading = SCREENS
    )]
    pub keymap: Option<PathBuf>,
    /// The colours of the screens: dark, light, high-contrast, mono, or a file with colours of your own.
    #[arg(
        long,
        value_name = "NAME",
        env = "DAYBOOK_THEME",
        global = true,
        help_heading = SCREENS
    )]
    pub theme: Option<PathBuf>,
    /// The screens lock after so many minutes without a key press.
    #[arg(
        long,
        value_name = "MINUTES",
        default_value_t = 5,
        value_parser = clap::value_parser!(u16).range(1..=60),
        global = true,
        help_heading = SCREENS
    )]
    pub idle: u16,
    /// What to do instead of opening the screens.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Set up a vault for a school.
    Init(init::Args),
    /// Add to the log: one request a line, as JSON.
    Add(add::Args),
    /// Print the JSON schema of what `add` reads, with examples.
    Schema(schema::Args),
    /// List the cases, what is due first.
    List(list::Args),
    /// Tell one case.
    Show(show::Args),
    /// Print a handover of your open cases on one page, or seal it into a file.
    Brief(brief::Args),
    /// Let somebody look after another's cases for a while, or show who does.
    Cover(cover::Args),
    /// List the clauses of the policies that Daybook knows.
    Clauses(clauses::Args),
    /// Show the policies in force, or adopt one.
    Policy(policy::Args),
    /// Print the school's words, or adopt others.
    Vocabulary(vocabulary::Args),
    /// Import or list the pupils.
    Pupils(pupils::Args),
    /// Write an invented school into a folder, to look round and to measure with.
    Demo(demo::Args),
    /// Check every entry of the log, and a backup.
    Verify(verify::Args),
    /// Make a backup, which the recovery key opens.
    Backup(backup::Args),
    /// Make a vault from a backup, once it is proved.
    Restore(restore::Args),
    /// Show who has a key, or check a recovery key.
    Keys(keys::Args),
    /// The people with a key: let in, change, remove; your own passphrase and key file.
    User(user::Args),
    /// Let yourself in with the recovery key, under a new passphrase.
    Recover(recover::Args),
    /// Make a new recovery key, in place of a lost one.
    Recovery(recovery::Args),
    /// Seal the whole log anew, under keys that nobody has had before.
    Rekey(rekey::Args),
    /// Write the school's public card, with which staff seal reports.
    Card(card::Args),
    /// Seal a report to a school, with nothing but its public card.
    Report(report::Args),
    /// List the reports in the drop box, or set one aside.
    Reports(reports::Args),
    /// Write a case's or a pupil's chronology for one child's file, others masked; sealed.
    Chronology(chronology::Args),
    /// Show the summary of a term, or release it and write it for governors and others.
    Summary(summary::Args),
    /// Show who read what.
    Audit(audit::Args),
}

/// What a subcommand comes to.
type Done = Result<ExitCode, Complaint>;

/// What opens the screens when there is no subcommand.
pub type Screens = fn(&Cli) -> Result<ExitCode, Complaint>;

/// Reads the command line and does what it says.
pub fn run(screens: Screens) -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(usage) => {
            // Help and the version are answers, not errors; clap knows where each belongs.
            let _ = usage.print();
            return exit(match usage.use_stderr() {
                true => Kind::Usage,
                false => return ExitCode::SUCCESS,
            });
        }
    };
    let done = match &cli.command {
        None => screens(&cli),
        // A keymap that is named and bad is refused whatever is to be done.
        Some(command) => screens::keymap(cli.keymap.as_deref()).and_then(|_| command.run(&cli)),
    };
    done.unwrap_or_else(|complaint| {
        say(&format!("daybook: {complaint}"));
        exit(complaint.kind)
    })
}

impl Command {
    fn run(&self, cli: &Cli) -> Done {
        match self {
            Self::Init(args) => init::run(cli, args),
            Self::Add(args) => add::run(cli, args),
            Self::Schema(args) => schema::run(args),
            Self::List(args) => list::run(cli, args),
            Self::Show(args) => show::run(cli, args),
            Self::Brief(args) => brief::run(cli, args),
            Self::Cover(args) => cover::run(cli, args),
            Self::Clauses(args) => clauses::run(args),
            Self::Policy(args) => policy::run(cli, args),
            Self::Vocabulary(args) => vocabulary::run(cli, args),
            Self::Pupils(args) => pupils::run(cli, args),
            Self::Demo(args) => demo::run(cli, args),
            Self::Verify(args) => verify::run(cli, args),
            Self::Backup(args) => backup::run(cli, args),
            Self::Restore(args) => restore::run(cli, args),
            Self::Keys(args) => keys::run(cli, args),
            Self::User(args) => user::run(cli, args),
            Self::Recover(args) => recover::run(cli, args),
            Self::Recovery(args) => recovery::run(cli, args),
            Self::Rekey(args) => rekey::run(cli, args),
            Self::Card(args) => card::run(cli, args),
            Self::Report(args) => report::run(cli, args),
            Self::Reports(args) => reports::run(cli, args),
            Self::Chronology(args) => chronology::run(cli, args),
            Self::Summary(args) => summary::run(cli, args),
            Self::Audit(args) => audit::run(cli, args),
        }
    }
}

impl Cli {
    /// The vault's folder: the one named, or the user's own.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.vault.clone().unwrap_or_else(paths::vault)
    }

    /// The folders of the vault: its own, and those for backups and reports.
    #[must_use]
    pub fn folders(&self) -> Folders {
        Folders::of(
            &self.folder(),
            self.backups.as_deref(),
            self.drop_box.as_deref(),
        )
    }

    /// The vault, locked.
    ///
    /// # Errors
    /// See [`Room::open`].
    pub fn room(&self) -> Result<Room, Complaint> {
        Room::open(self.folders())
    }

    /// The vault, open: for the person meant, with the passphrase of the file or as typed.
    ///
    /// # Errors
    /// When it does not open; its files are closed then.
    pub fn session(&self) -> Result<Session, Complaint> {
        self.unlock(self.room()?).map_err(|refused| {
            let (room, complaint) = *refused;
            close(room);
            complaint
        })
    }

    /// Opens a vault. Gives it back, locked, when it does not open.
    fn unlock(&self, room: Room) -> Result<Session, Box<(Option<Room>, Complaint)>> {
        let given = room.person(self.user.as_deref()).and_then(|person| {
            let key_file = self.key_file.as_deref().map(key_file).transpose()?;
            Ok((person, key_file, self.passphrase("Passphrase: ")?))
        });
        let (person, key_file, passphrase) = match given {
            Ok(given) => given,
            Err(complaint) => return Err(Box::new((Some(room), complaint))),
        };
        let with = Unlocking {
            person,
            passphrase,
            key_file,
            now: now(),
        };
        let session = room.unlock(&with, &mut |_, _| {})?;
        // What is lost is said at the end, with the exit code.
        let notices = match session.wound() {
            Some(_) => &[],
            None => session.notices.as_slice(),
        };
        for notice in notices {
            say(&format!("daybook: {notice}"));
        }
        if let Some(doubt) = session.doubt() {
            say(&format!(
                "daybook: {doubt} This is said until somebody finds that the log is right as it is, with `daybook verify --accept`."
            ));
        }
        Ok(session)
    }

    /// Does something with the open vault and always closes it, so that the backup is made.
    fn with_session<T>(
        &self,
        work: impl FnOnce(&mut Session) -> Result<T, Complaint>,
    ) -> Result<T, Complaint> {
        self.with_any_session(|session| {
            if session.is_invited() {
                return Err(Complaint::failed(
                    "This was a one-time passphrase",
                    "Choose your own first: daybook user passwd.",
                ));
            }
            work(session)
        })
    }

    /// The same for whoever has only been invited as well.
    fn with_any_session<T>(
        &self,
        work: impl FnOnce(&mut Session) -> Result<T, Complaint>,
    ) -> Result<T, Complaint> {
        let mut session = self.session()?;
        let wound = session.wound();
        let done = work(&mut session);
        let closed = session.close(now());
        match (done, closed) {
            (Ok(value), Ok(())) => wound.map_or(Ok(value), Err),
            (Ok(_), Err(complaint)) => Err(complaint),
            (Err(complaint), closed) => {
                if let Err(also) = closed {
                    say(&format!("daybook: {also}"));
                }
                Err(complaint)
            }
        }
    }

    /// A new passphrase: the second line of the file, or typed twice.
    fn new_passphrase(&self, prompt: &str) -> Result<Zeroizing<String>, Complaint> {
        if let Some(file) = &self.passphrase_file {
            return secret::second_line(file);
        }
        let passphrase = secret::ask(prompt)?;
        if *secret::ask("The same again: ")? == *passphrase {
            Ok(passphrase)
        } else {
            Err(Complaint::failed(
                "The two passphrases are not the same",
                "Nothing has been changed.",
            ))
        }
    }

    /// The passphrase, from the file or as typed.
    fn passphrase(&self, prompt: &str) -> Result<Zeroizing<String>, Complaint> {
        match &self.passphrase_file {
            Some(file) => secret::first_line(file),
            None => secret::ask(prompt),
        }
    }
}

/// This moment, by the computer's clock.
#[must_use]
pub fn now() -> DateTime<FixedOffset> {
    chrono::Local::now().fixed_offset()
}

/// Writes data to stdout. A reader who has seen enough is no failure.
///
/// # Errors
/// When stdout cannot be written.
pub fn print(text: &str) -> Result<(), Complaint> {
    let mut out = std::io::stdout().lock();
    let newline = if text.ends_with('\n') { "" } else { "\n" };
    match write!(out, "{text}{newline}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Complaint::failed(
            format!("The output cannot be written: {error}"),
            "The log is not touched by this.",
        )),
        _ => Ok(()),
    }
}

/// Writes data to stdout as JSON.
///
/// # Errors
/// When stdout cannot be written.
pub fn print_json(value: &impl Serialize) -> Result<(), Complaint> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Complaint::failed(format!("This cannot be put as JSON: {error}"), ""))?;
    print(&text)
}

/// Tells the person something. Where nobody listens, nothing is lost.
fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

fn exit(kind: Kind) -> ExitCode {
    ExitCode::from(match kind {
        // A key file that is missing is a lock that did not open, like a wrong passphrase.
        Kind::KeyFile => Kind::Passphrase as u8,
        other => other as u8,
    })
}

/// Closes a vault that is of no more use; what is reported is why it is of none.
fn close(room: Option<Room>) {
    if let Some(room) = room
        && let Err(error) = room.close()
    {
        say(&format!("daybook: {}", Complaint::from(error)));
    }
}

/// The school's own words, or those that Daybook ships.
fn words(school: &School) -> Cow<'static, Vocabulary> {
    school
        .vocabulary
        .as_deref()
        .and_then(|text| Vocabulary::parse(text).ok())
        .map_or_else(|| Cow::Borrowed(Vocabulary::shipped()), Cow::Owned)
}

/// A person with a key, by their id or name.
fn person_named(school: &School, text: &str) -> Result<Author, Complaint> {
    let asked = text.trim();
    let mut people = school.people.iter();
    people
        .find(|one| one.id == asked || one.name.eq_ignore_ascii_case(asked))
        .cloned()
        .ok_or_else(|| {
            let names: Vec<_> = school.people.iter().map(|one| one.name.as_str()).collect();
            Complaint::failed(
                format!("{asked:?} has no key to this log"),
                format!("Those who have one: {}.", names.join(", ")),
            )
        })
}

/// A policy by its id or short code.
fn policy_named(text: &str) -> Result<&'static Policy, Complaint> {
    let shipped = Policies::shipped();
    shipped
        .by_id(&text.trim().to_lowercase())
        .or_else(|| shipped.by_short(text.trim()))
        .ok_or_else(|| {
            let known: Vec<_> = shipped
                .iter()
                .map(|policy| format!("{} ({})", policy.id, policy.short))
                .collect();
            Complaint::failed(
                format!("There is no policy {text:?}"),
                format!("Daybook knows {}.", known.join(" and ")),
            )
        })
}

/// A recovery key from a file.
fn recovery_key(path: &Path) -> Result<RecoveryFile, Complaint> {
    let text = Zeroizing::new(read_text(path)?);
    Ok(RecoveryFile::parse(&text)?)
}

/// A slot's key file.
fn key_file(path: &Path) -> Result<KeyFile, Complaint> {
    let text = Zeroizing::new(read_text(path)?);
    Ok(KeyFile::parse(&text)?)
}

/// A text file that somebody named.
fn read_text(path: &Path) -> Result<String, Complaint> {
    std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Complaint {
    Complaint::failed(
        format!("The file {} cannot be read: {error}", path.display()),
        "Nothing has been changed.",
    )
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        super::Cli::command().debug_assert();
    }
}
