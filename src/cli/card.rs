//! `daybook card`: the school's public card.

use std::path::PathBuf;
use std::process::ExitCode;

use super::{Cli, Done, print};
use crate::session::founding::keep_new_file;

/// Where to.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A new file for the card.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    let card = cli.with_session(|session| Ok(session.card()))?;
    keep_new_file("The card", &card.text()?, &args.out)?;
    print(&format!("{}: {}", args.out.display(), card.fingerprint()))?;
    Ok(ExitCode::SUCCESS)
}
