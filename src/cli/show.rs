//! `daybook show`: one case, told.

use std::process::ExitCode;

use super::{Cli, Done, now, print, print_json, words};
use crate::domain::ids::Reference;
use crate::domain::story;
use crate::session::Complaint;

/// Which case, and how.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The case's reference, OS-2026-0042.
    #[arg(value_name = "REF")]
    reference: String,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    let reference: Reference =
        args.reference
            .parse()
            .map_err(|error: crate::domain::ids::NotAReference| {
                Complaint::failed(error.to_string(), "")
            })?;
    cli.with_session(|session| {
        let school = session.school();
        let case = school
            .cases
            .get(&reference)
            .ok_or_else(|| Complaint::failed(format!("There is no case {reference}"), ""))?;
        if args.json {
            print_json(case)
        } else {
            print(&story::case(
                school,
                &words(school),
                case,
                now().date_naive(),
            ))
        }
    })?;
    Ok(ExitCode::SUCCESS)
}
