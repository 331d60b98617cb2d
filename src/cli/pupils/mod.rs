//! `daybook pupils`: the school's list.

mod columns;
mod encoding;
mod import;
mod matching;
mod quotes;
mod record;
mod sheet;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;

use super::list::table;
use super::{Cli, Done, exit, now, print, print_json, say, unreadable};
use crate::domain::people::Pupil;
use crate::domain::policy::Policies;
use crate::domain::when::full_day;
use crate::session::{Complaint, Kind};

/// Import or list.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: Doing,
}

#[derive(Debug, Subcommand)]
enum Doing {
    /// Add and update pupils from a CSV file, as SIMS, Arbor and Bromcom export them.
    ///
    /// Columns are found by their headings: a name (whole, or forename and surname) and a year
    /// group; UPN, class, date of birth, SEN status, "SEND document" (P4-P7, P7-L1, L2-4), "AUP signed"
    /// (a date) and "AUP signed by" are used where they are there. Nobody is ever removed.
    Import {
        /// The file.
        file: PathBuf,
    },
    /// List them by year, class and name.
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    match &args.what {
        Doing::Import { file } => import_file(cli, file),
        Doing::List { json } => list(cli, *json),
    }
}

fn import_file(cli: &Cli, file: &Path) -> Done {
    let bytes = std::fs::read(file).map_err(|error| unreadable(file, &error))?;
    let now = now();
    let today = now.date_naive();
    let sheet = sheet::read(&bytes, today).map_err(|why| {
        Complaint::failed(
            format!("The file {} cannot be imported: {why}", file.display()),
            "Nothing has been changed.",
        )
    })?;
    let all_read = cli.with_session(|session| {
        let made = import::plan(session.school(), Policies::shipped(), sheet, today);
        let summary = made.summary();
        if !made.facts.is_empty() {
            session.append(now, made.facts)?;
        }
        print(&summary)?;
        for note in &made.notes {
            say(note);
        }
        Ok(made.unread.is_empty())
    })?;
    Ok(if all_read {
        ExitCode::SUCCESS
    } else {
        exit(Kind::Failed)
    })
}

fn list(cli: &Cli, json: bool) -> Done {
    cli.with_session(|session| {
        let school = session.school();
        let mut pupils: Vec<&Pupil> = school.pupils.values().collect();
        pupils.sort_by_key(|pupil| (pupil.year, &pupil.class, &pupil.name, pupil.id));
        if json {
            // The number is for telling children apart, not for looking at.
            let shown = pupils.into_iter().cloned().map(|pupil| Pupil {
                upn: String::new(),
                ..pupil
            });
            return print_json(&shown.collect::<Vec<_>>());
        }
        let rows: Vec<_> = pupils
            .into_iter()
            .map(|pupil| {
                let send = match (pupil.send, pupil.has_send) {
                    (Some(level), _) => format!("SEND {level}"),
                    (None, true) => "SEND".to_owned(),
                    (None, false) => String::new(),
                };
                let signed = school
                    .agreement(pupil.id)
                    .map(|agreement| format!("AUP signed {}", full_day(agreement.signed)));
                [
                    pupil.id.0.to_string(),
                    pupil.name.clone(),
                    pupil.year.to_string(),
                    pupil.class.clone(),
                    pupil.born.map(|day| day.to_string()).unwrap_or_default(),
                    send,
                    signed.unwrap_or_default(),
                ]
            })
            .collect();
        print(&if rows.is_empty() {
            "No pupils.".to_owned()
        } else {
            table(&rows)
        })
    })?;
    Ok(ExitCode::SUCCESS)
}
