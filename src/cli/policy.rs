//! `daybook policy`: which policies are in force, and from when.

use std::process::ExitCode;

use clap::Subcommand;

use super::list::table;
use super::{Cli, Done, now, policy_named, print, say};
use crate::domain::entry::{SchoolFact, What};
use crate::domain::policy::Policies;
use crate::domain::when::{full_day, read_date};
use crate::session::{Complaint, Kind};

/// Show them, or adopt one.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: Option<Doing>,
}

#[derive(Debug, Subcommand)]
enum Doing {
    /// Put a policy in force from a day on. Older cases keep theirs.
    Adopt {
        /// Its id or short code.
        #[arg(value_name = "ID")]
        policy: String,
        /// The first day: 2026-09-01, 1/9, today; without it, today.
        #[arg(long, value_name = "DATE", default_value = "today")]
        from: String,
    },
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    match &args.what {
        None => show(cli),
        Some(Doing::Adopt { policy, from }) => adopt(cli, policy, from),
    }
}

fn show(cli: &Cli) -> Done {
    cli.with_session(|session| {
        let school = session.school();
        let now_in_force = school.policy_on(now().date_naive());
        let mut adopted: Vec<_> = school.adopted.iter().collect();
        adopted.sort_by_key(|adopted| adopted.from);
        let rows: Vec<_> = adopted
            .into_iter()
            .map(|adopted| {
                let known = Policies::shipped().by_id(&adopted.policy);
                let in_force = now_in_force == Some(adopted.policy.as_str());
                [
                    format!("from {}", full_day(adopted.from)),
                    adopted.policy.clone(),
                    known.map_or_else(
                        || "not known to this Daybook".to_owned(),
                        |policy| policy.title.clone(),
                    ),
                    if in_force { "in force" } else { "" }.to_owned(),
                ]
            })
            .collect();
        print(&table(&rows))
    })?;
    Ok(ExitCode::SUCCESS)
}

fn adopt(cli: &Cli, policy: &str, from: &str) -> Done {
    let policy = policy_named(policy)?;
    let now = now();
    let from = read_date(from, now.date_naive())
        .map_err(|error| Complaint::new(Kind::Usage, format!("--from {from:?}: {error}"), ""))?;
    cli.with_session(|session| {
        let already = session
            .school()
            .adopted
            .iter()
            .any(|adopted| adopted.policy == policy.id && adopted.from == from);
        if already {
            return Err(Complaint::failed(
                format!(
                    "The policy {} is adopted from {} already",
                    policy.id,
                    full_day(from)
                ),
                "",
            ));
        }
        let fact = SchoolFact::PolicyAdopted {
            policy: policy.id.clone(),
            title: policy.title.clone(),
            from,
        };
        session.append(now, vec![What::School(fact)])?;
        say(&format!(
            "{} is in force from {}.",
            policy.title,
            full_day(from)
        ));
        Ok(())
    })?;
    Ok(ExitCode::SUCCESS)
}
