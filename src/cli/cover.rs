//! `daybook cover`: somebody looks after another's cases for a while.

use std::process::ExitCode;

use clap::Subcommand;

use super::list::table;
use super::{Cli, Done, now, print, say, words};
use crate::domain::command::NewCover;
use crate::domain::decide::{Desk, Refused};
use crate::domain::entry::What as Fact;
use crate::domain::policy::Policies;
use crate::domain::when::full_day;
use crate::session::{Complaint, Session};

/// What to do with whose cases.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Who covers for whom, now and to come.
    List,
    /// Let somebody look after another's cases.
    Begin {
        /// Whose cases: a name or an id; otherwise yours.
        #[arg(long, value_name = "NAME", default_value = "")]
        of: String,
        /// Who looks after them: a name or an id.
        #[arg(long, value_name = "NAME")]
        by: String,
        /// The first day; otherwise today.
        #[arg(long, value_name = "DAY", default_value = "")]
        from: String,
        /// The last day; otherwise until it is ended.
        #[arg(long, value_name = "DAY", default_value = "")]
        until: String,
        /// A word to them.
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
    },
    /// Give the cases back to their owner, from today on.
    End {
        /// Whose cases: a name or an id; otherwise yours.
        #[arg(long, value_name = "NAME")]
        of: Option<String>,
    },
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    cli.with_session(|session| match args.what.as_ref().unwrap_or(&What::List) {
        What::List => list(session),
        What::Begin {
            of,
            by,
            from,
            until,
            note,
        } => {
            let new = NewCover {
                person: of.clone(),
                by: by.clone(),
                from: from.clone(),
                until: until.clone(),
                note: note.clone(),
            };
            let facts = decide(session, |desk| desk.cover(&new))?;
            session.append(now(), facts)?;
            list(session)
        }
        What::End { of } => {
            let school = session.school();
            let person = match of {
                None => session.me(),
                Some(name) => super::person_named(school, name)?,
            };
            let today = now().date_naive();
            let covers = school.standing_covers(today);
            let theirs: Vec<_> = covers
                .filter(|line| line.cover.person == person.id)
                .map(|line| line.seq)
                .collect();
            if theirs.is_empty() {
                return Err(Complaint::failed(
                    format!("Nobody covers for {}", person.name),
                    "Nothing has been changed.",
                ));
            }
            let mut facts = Vec::new();
            for seq in theirs {
                facts.extend(decide(session, |desk| desk.end_cover(seq))?);
            }
            session.append(now(), facts)?;
            say(&format!(
                "daybook: {}'s cases are theirs again.",
                person.name
            ));
            Ok(())
        }
    })?;
    Ok(ExitCode::SUCCESS)
}

fn decide(
    session: &Session,
    ask: impl FnOnce(&Desk) -> Result<Vec<Fact>, Refused>,
) -> Result<Vec<Fact>, Complaint> {
    let school = session.school();
    let desk = Desk {
        school,
        policies: Policies::shipped(),
        words: &words(school),
        reports: &[],
        me: &session.me(),
        now: now(),
    };
    ask(&desk)
        .map_err(|refused| Complaint::failed(refused.to_string(), "Nothing has been changed."))
}

fn list(session: &Session) -> Result<(), Complaint> {
    let school = session.school();
    let today = now().date_naive();
    let rows: Vec<_> = school
        .standing_covers(today)
        .map(|line| {
            let until = line.cover.until;
            [
                school.person_name(&line.cover.person).to_owned(),
                format!("covered by {}", school.person_name(&line.cover.by)),
                format!("from {}", full_day(line.cover.from)),
                until.map_or_else(
                    || "until it is ended".to_owned(),
                    |on| format!("until {}", full_day(on)),
                ),
                line.cover.note.clone(),
            ]
        })
        .collect();
    match rows.is_empty() {
        true => print("Nobody covers for anybody."),
        false => print(&table(&rows)),
    }
}
