//! `daybook init`: a vault for a school.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use zeroize::Zeroizing;

use super::{Cli, Done, now, policy_named, say, secret};
use crate::domain::passphrase::good_enough;
use crate::session::Complaint;
use crate::session::founding::{Plan, found, keep_recovery, plain, refuse_leftover};
use crate::session::generation::is_cut_short;
use crate::store::disk::DiskStore;
use crate::vault::{Role, WorkFactor};

/// Where a test asks for less work.
const TEST_WORK_FACTOR: &str = "DAYBOOK_TEST_WORK_FACTOR";

/// Who founds what.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The school's name.
    #[arg(long, value_name = "NAME")]
    school: String,
    /// Your name, as colleagues know you.
    #[arg(long)]
    name: String,
    /// What you do in the school.
    #[arg(long)]
    role: RoleGiven,
    /// The policy in force: its id or short code (`daybook clauses` lists them).
    #[arg(long, value_name = "ID")]
    policy: String,
    /// A new file for the recovery key.
    #[arg(long, value_name = "FILE")]
    recovery_out: PathBuf,
    /// For tests only: makes the passphrase quick to try, and so quick to guess.
    #[arg(long, value_name = "N", env = TEST_WORK_FACTOR, hide = true)]
    test_work_factor: Option<u8>,
}

/// A role as the command line names it.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum RoleGiven {
    Dsl,
    Deputy,
    Headteacher,
}

impl From<RoleGiven> for Role {
    fn from(given: RoleGiven) -> Self {
        match given {
            RoleGiven::Dsl => Self::Dsl,
            RoleGiven::Deputy => Self::Deputy,
            RoleGiven::Headteacher => Self::Headteacher,
        }
    }
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    let folder = cli.folder();
    if DiskStore::exists(&folder) {
        return Err(Complaint::failed(
            format!("There is a vault in {} already", folder.display()),
            "Nothing has been changed. Name another folder with --vault.",
        ));
    }
    if is_cut_short(&folder) {
        // Says what is to be done about it, or finishes it: nothing else may take that place.
        cli.room()?.close()?;
        return Err(Complaint::failed(
            format!("There is a vault in {} already", folder.display()),
            "It was sealed anew and is now in its place. Name another folder with --vault.",
        ));
    }
    let policy = policy_named(&args.policy)?;
    let (school, name) = (plain("school", &args.school)?, plain("person", &args.name)?);
    refuse_leftover(&args.recovery_out)?;
    let passphrase = new_passphrase(cli, args)?;
    let plan = Plan {
        school: &school,
        name: &name,
        role: args.role.into(),
        policy: &policy.id,
        passphrase: &passphrase,
    };
    let founded = found(&plan, work_factor(args.test_work_factor), now())?;
    // First the key, then the vault: a vault whose recovery key nobody has must not exist.
    keep_recovery(&founded.recovery, &args.recovery_out)?;
    if let Err(complaint) = founded.write(&folder) {
        // The key of a vault that does not exist opens nothing.
        let _ = std::fs::remove_file(&args.recovery_out);
        return Err(complaint);
    }
    say(&format!(
        "The vault for {} is in {}.\nThe recovery key is in {}: print it, put it in the school's safe, then delete the file.",
        plan.school,
        folder.display(),
        args.recovery_out.display()
    ));
    Ok(ExitCode::SUCCESS)
}

/// What a test asks for where there is no argument to ask with. Anything but a number asks for nothing.
pub fn test_work_factor() -> Option<u8> {
    std::env::var(TEST_WORK_FACTOR).ok()?.parse().ok()
}

/// How hard a new passphrase is to guess: the product's work, unless a test asks for less.
pub fn work_factor(test: Option<u8>) -> WorkFactor {
    test.map_or(WorkFactor::PRODUCT, WorkFactor::new)
}

fn new_passphrase(cli: &Cli, args: &Args) -> Result<Zeroizing<String>, Complaint> {
    let passphrase = cli.passphrase("A passphrase for this vault: ")?;
    good_enough(&passphrase, &[&args.name, &args.school])
        .map_err(|why| Complaint::failed(why, "Nothing has been written."))?;
    if cli.passphrase_file.is_none() && *secret::ask("The same again: ")? != *passphrase {
        return Err(Complaint::failed(
            "The two passphrases are not the same",
            "Nothing has been written.",
        ));
    }
    Ok(passphrase)
}
