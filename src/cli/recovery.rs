//! `daybook recovery`: a new recovery key in place of a lost one.

use std::path::PathBuf;
use std::process::ExitCode;

use super::{Cli, Done, now, say};
use crate::session::founding::keep_new_file;

/// Where to.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A new file for the new recovery key.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    cli.with_session(|session| {
        session.replace_recovery(now(), &mut |text| {
            keep_new_file("The recovery key", text, &args.out)
        })
    })?;
    say(&format!(
        "The new recovery key is in {}: print it, put it in the school's safe, then delete the file.\nThe old one opens nothing that is recorded or backed up from now on. What it could open before it still can, wherever a copy is.\nHand out the public card anew (`daybook card`): reports sealed with the old one could still be opened with the old key.",
        args.out.display()
    ));
    Ok(ExitCode::SUCCESS)
}
