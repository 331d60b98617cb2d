//! `daybook vocabulary`: the words that a school chooses from.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;

use super::{Cli, Done, now, print, read_text, say};
use crate::domain::entry::{SchoolFact, What};
use crate::domain::vocabulary::Vocabulary;
use crate::session::Complaint;

/// The words inside the program, as their file has them.
const SHIPPED: &str = include_str!("../../data/vocabulary.toml");

/// Print them, or adopt others.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: Option<Doing>,
}

#[derive(Debug, Subcommand)]
enum Doing {
    /// Adopt the words of a file: print the present ones, change them, adopt them.
    Adopt {
        /// A TOML file.
        file: PathBuf,
    },
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    match &args.what {
        None => cli.with_session(|session| {
            print(session.school().vocabulary.as_deref().unwrap_or(SHIPPED))
        })?,
        Some(Doing::Adopt { file }) => adopt(cli, file)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn adopt(cli: &Cli, file: &Path) -> Result<(), Complaint> {
    let text = read_text(file)?;
    let text = text.trim_start_matches('\u{feff}').to_owned();
    Vocabulary::parse(&text).map_err(|error| {
        Complaint::failed(
            format!("The file {} cannot be adopted: {error}", file.display()),
            "Nothing has been changed.",
        )
    })?;
    cli.with_session(|session| {
        if session.school().vocabulary.as_deref() == Some(&text) {
            say("These are the school's words already.");
            return Ok(());
        }
        let fact = SchoolFact::VocabularyAdopted { text };
        session.append(now(), vec![What::School(fact)])?;
        say("These are the school's words now. Older entries keep theirs.");
        Ok(())
    })
}
