//! `daybook audit`: who read what.

use std::process::ExitCode;

use clap::ValueEnum;
use serde_json::json;

use super::list::table;
use super::{Cli, Done, print, print_json};
use crate::domain::entry::{AuditFact, AuditKind};
use crate::domain::ids::Reference;
use crate::domain::school::AuditLine;
use crate::session::Complaint;

/// What of it.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// Only what this person did: a name or an id.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Only readings of this case.
    #[arg(long, value_name = "REF")]
    case: Option<Reference>,
    /// Only this kind of thing.
    #[arg(long)]
    kind: Option<Kind>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// Unlocking, and wrong passphrases.
    Unlocking,
    /// Cases that were opened.
    Reading,
    /// Exports, restores and backups.
    Leaving,
}

impl From<Kind> for AuditKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Unlocking => Self::Unlocking,
            Kind::Reading => Self::Reading,
            Kind::Leaving => Self::Leaving,
        }
    }
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    cli.with_session(|session| {
        if session.me().role == "deputy" {
            return Err(Complaint::failed(
                "Who read what is for the DSL and the headteacher to look through",
                "",
            ));
        }
        let school = session.school();
        let lines = school.audit.iter().rev();
        let wanted = lines.filter(|line| fits(args, line, school.person_name(&line.by)));
        if args.json {
            let rows: Vec<_> = wanted
                .map(|line| {
                    json!({
                        "seq": line.seq,
                        "at": line.at,
                        "by": line.by,
                        "what": line.fact,
                    })
                })
                .collect();
            return print_json(&rows);
        }
        let rows: Vec<_> = wanted
            .map(|line| {
                [
                    line.at.format("%a %-d %b %Y %H:%M").to_string(),
                    school.person_name(&line.by).to_owned(),
                    line.fact.words(),
                ]
            })
            .collect();
        print(&table(&rows))
    })?;
    Ok(ExitCode::SUCCESS)
}

fn fits(args: &Args, line: &AuditLine, name: &str) -> bool {
    let by = args.by.as_deref().is_none_or(|asked| {
        line.by.eq_ignore_ascii_case(asked) || name.eq_ignore_ascii_case(asked)
    });
    let kind = args.kind.is_none_or(|kind| line.fact.kind() == kind.into());
    let case = args.case.is_none_or(
        |case| matches!(&line.fact, AuditFact::CasesOpened(cases) if cases.contains(&case)),
    );
    by && kind && case
}
