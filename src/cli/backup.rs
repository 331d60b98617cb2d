//! `daybook backup`: a copy that the recovery key opens.

use std::path::PathBuf;
use std::process::ExitCode;

use super::{Cli, Done, now, print};
use crate::session::Complaint;

/// Where to.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A new file; otherwise one is made in each backup folder.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    let now = now();
    let made = cli.with_session(|session| match &args.out {
        None => session.backup(now),
        Some(path) if path.exists() => Err(Complaint::failed(
            format!("The file {} exists already", path.display()),
            "Nothing has been changed. Name a file that does not exist yet.",
        )),
        Some(path) => session.backup_to(path, now).map(|()| vec![path.clone()]),
    })?;
    for path in made {
        print(&path.display().to_string())?;
    }
    Ok(ExitCode::SUCCESS)
}
