//! `daybook show`: one case, told.

use std::process::ExitCode;

use serde_json::Value;

use super::list::people;
use super::{Cli, Done, now, print, print_json, say, words};
use crate::domain::case::Case;
use crate::domain::entry::AuditFact;
use crate::domain::ids::Reference;
use crate::domain::school::School;
use crate::domain::story;
use crate::domain::when::full_day;
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
        if session.school().cases.contains_key(&reference) {
            // What cannot be noted keeps nobody from reading; what is taken out as data must be.
            if let Err(complaint) = session.note_opened(now(), &[reference]) {
                say(&format!(
                    "daybook: That this case was opened could not be noted. {complaint}"
                ));
            }
            if args.json {
                let what = format!("{reference} as JSON");
                session.note(now(), vec![AuditFact::Exported { what }])?;
            }
        }
        let school = session.school();
        let case = school
            .cases
            .get(&reference)
            .ok_or_else(|| none(school, reference))?;
        if args.json {
            print_json(&as_json(school, case)?)
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

fn none(school: &School, reference: Reference) -> Complaint {
    match school.sealed.get(&reference) {
        Some(on) => Complaint::failed(
            format!(
                "{reference} is sealed to the headteacher ({})",
                full_day(*on)
            ),
            "Nobody else can open it.",
        ),
        None => Complaint::failed(format!("There is no case {reference}"), ""),
    }
}

/// The case, and where each of its people stands now.
fn as_json(school: &School, case: &Case) -> Result<Value, Complaint> {
    let mut shown = serde_json::to_value(case)
        .map_err(|error| Complaint::failed(format!("This cannot be put as JSON: {error}"), ""))?;
    if let Some(fields) = shown.as_object_mut() {
        fields.insert("people".to_owned(), people(school, case).into());
    }
    Ok(shown)
}
