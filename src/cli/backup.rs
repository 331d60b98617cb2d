//! `daybook backup`: a copy that the recovery key opens.

use std::path::PathBuf;
use std::process::ExitCode;

use super::{Cli, Done, now, print, say};
use crate::session::{Complaint, Session};

/// Where to.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A new file; otherwise one is made in each backup folder.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Makes none: restores the newest one that you can open, in memory, and holds it against the log.
    #[arg(long, conflicts_with = "out")]
    prove: bool,
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    cli.with_session(|session| {
        if args.prove {
            let (words, _) = session.drill(now())?;
            return print(&words);
        }
        for path in make(session, args)? {
            print(&path.display().to_string())?;
        }
        if session.wound().is_some() {
            say("daybook: This backup holds what is left, and says so of itself. The recovery key and `age` open it; `daybook restore` does not take it.");
        }
        Ok(())
    })?;
    Ok(ExitCode::SUCCESS)
}

fn make(session: &mut Session, args: &Args) -> Result<Vec<PathBuf>, Complaint> {
    let now = now();
    match &args.out {
        None => session.backup(now),
        Some(path) if path.exists() => Err(Complaint::failed(
            format!("The file {} exists already", path.display()),
            "Nothing has been changed. Name a file that does not exist yet.",
        )),
        Some(path) => session.backup_to(path, now).map(|()| vec![path.clone()]),
    }
}
