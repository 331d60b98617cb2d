//! `daybook reports`: what waits in the drop box.

use std::process::ExitCode;

use clap::Subcommand;
use serde_json::{Value, json};

use super::list::table;
use super::{Cli, Done, now, print, print_json, say, words};
use crate::domain::decide::Desk;
use crate::domain::policy::Policies;
use crate::domain::report::WaitingReport;
use crate::domain::words::{clean_line, fit};
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
    let found = session.waiting_reports();
    let waiting = &found.reports;
    match (json, waiting.is_empty()) {
        (true, _) => print_json(&waiting.iter().map(as_json).collect::<Vec<_>>())?,
        (false, false) => print(&in_words(waiting))?,
        (false, true) if found.is_seen_whole() => print("Nothing waits in the drop box.")?,
        (false, true) => {}
    }
    // What was not seen may be a report: whoever asks is not left with a list that seems whole.
    match (&found.unseen, found.notes()) {
        (Some(why), _) => Err(Complaint::failed(why.as_str(), "")),
        (None, notes) => {
            for note in notes {
                say(&format!("daybook: {note}"));
            }
            Ok(())
        }
    }
}

fn in_words(waiting: &[WaitingReport]) -> String {
    let rows: Vec<_> = waiting
        .iter()
        .map(|one| {
            let (from, account) = match &one.taken {
                Some(taken) => (
                    format!("unsigned, says it is from {}", taken.report.from),
                    fit(&taken.report.account.replace('\n', " "), 60),
                ),
                None => (String::new(), one.shut().to_owned()),
            };
            [clean_line(&one.name), from, account]
        })
        .collect();
    table(&rows)
}

fn as_json(one: &WaitingReport) -> Value {
    json!({
        "file": one.name,
        "for_headteacher": one.for_headteacher,
        "old_card": one.old_card,
        "unread": one.unread,
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
        reports: &reports.reports,
        me: &me,
        now,
    };
    let facts = desk.set_aside(name, reason)?;
    session.append(now, facts)?;
    session.remove_report(name);
    Ok(())
}
