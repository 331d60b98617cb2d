//! `daybook reports`: what waits in the drop box.

use std::process::ExitCode;

use clap::Subcommand;
use serde_json::{Value, json};

use super::list::table;
use super::{Cli, Done, now, print, print_json, words};
use crate::domain::decide::Desk;
use crate::domain::policy::Policies;
use crate::domain::report::WaitingReport;
use crate::domain::words::fit;
use crate::session::{Complaint, Session};

/// What to do with them.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// As JSON, with all that they say.
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make no concern of a report; it is kept in the log with the reason.
    SetAside {
        /// The name of its file.
        name: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    cli.with_session(|session| match &args.what {
        None => list(session, args.json),
        Some(What::SetAside { name, reason }) => set_aside(session, name, reason),
    })?;
    Ok(ExitCode::SUCCESS)
}

fn list(session: &Session, json: bool) -> Result<(), Complaint> {
    let waiting = session.waiting_reports();
    if json {
        return print_json(&waiting.iter().map(as_json).collect::<Vec<_>>());
    }
    if waiting.is_empty() {
        return print("Nothing waits in the drop box.");
    }
    let rows: Vec<_> = waiting
        .iter()
        .map(|one| {
            let (from, account) = match &one.taken {
                Some(taken) => (
                    format!("unsigned, says it is from {}", taken.report.from),
                    fit(&taken.report.account.replace('\n', " "), 60),
                ),
                None if one.for_headteacher => (String::new(), "for the headteacher".to_owned()),
                None => (String::new(), "cannot be opened".to_owned()),
            };
            [one.name.clone(), from, account]
        })
        .collect();
    print(&table(&rows))
}

fn as_json(one: &WaitingReport) -> Value {
    json!({
        "file": one.name,
        "for_headteacher": one.for_headteacher,
        "old_card": one.old_card,
        "signed": false,
        "report": one.taken.as_ref().map(|taken| &taken.report),
    })
}

fn set_aside(session: &mut Session, name: &str, reason: &str) -> Result<(), Complaint> {
    let now = now();
    let reports = session.waiting_reports();
    let me = session.me();
    let school = session.school();
    let desk = Desk {
        school,
        policies: Policies::shipped(),
        words: &words(school),
        reports: &reports,
        me: &me,
        now,
    };
    let facts = desk.set_aside(name, reason)?;
    session.append(now, facts)?;
    session.remove_report(name);
    Ok(())
}
