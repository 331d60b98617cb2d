//! `daybook user`: the people with a key.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;

use super::init::{RoleGiven, test_work_factor, work_factor};
use super::list::table;
use super::{Cli, Done, now, print, recovery_key, say};
use crate::domain::people::role_words;
use crate::session::founding::keep_new_file;
use crate::session::{Changed, Complaint, Session};

/// What to do with whom.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Everybody with a key, and who had one.
    List,
    /// Let somebody in; prints the one-time passphrase to hand over.
    Add {
        /// Their name, as colleagues know them.
        #[arg(long)]
        name: String,
        /// What they do in the school.
        #[arg(long)]
        role: RoleGiven,
        /// The recovery key: it lets in whom you cannot.
        #[arg(long, value_name = "FILE")]
        recovery: Option<PathBuf>,
    },
    /// Give somebody who forgot their passphrase a new one-time one; prints it.
    Reset {
        /// Their name or id.
        name: String,
        /// See `add`.
        #[arg(long, value_name = "FILE")]
        recovery: Option<PathBuf>,
    },
    /// Take somebody's key. What is recorded from now on they cannot open.
    Remove {
        /// Their name or id.
        name: String,
        /// See `add`.
        #[arg(long, value_name = "FILE")]
        recovery: Option<PathBuf>,
    },
    /// Give somebody another role.
    Role {
        /// Their name or id.
        name: String,
        /// As what.
        role: RoleGiven,
        /// See `add`.
        #[arg(long, value_name = "FILE")]
        recovery: Option<PathBuf>,
    },
    /// Choose another passphrase for yourself (the second line of a passphrase file).
    Passwd,
    /// Ask for a file on a memory stick beside your passphrase, or no longer.
    KeyFile {
        /// A new file.
        #[arg(
            long,
            value_name = "FILE",
            conflicts_with = "off",
            required_unless_present = "off"
        )]
        out: Option<PathBuf>,
        /// No key file any more.
        #[arg(long)]
        off: bool,
    },
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    let changed = match &args.what {
        What::Passwd => own_passphrase(cli)?,
        What::KeyFile { out, .. } => own_key_file(cli, out.as_ref())?,
        other => cli.with_session(|session| change(session, other))?,
    };
    for sentence in &changed.say {
        say(sentence);
    }
    if let Some(invited) = changed.invited {
        say(&format!(
            "{} unlocks once with this passphrase, and then chooses their own (--user {}). It is not shown again:",
            invited.name, invited.id
        ));
        print(&invited.passphrase)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn change(session: &mut Session, what: &What) -> Result<Changed, Complaint> {
    let now = now();
    let work = work_factor(test_work_factor());
    let key = |path: &Option<PathBuf>| path.as_deref().map(recovery_key).transpose();
    match what {
        What::List => list(session).map(|()| Changed::default()),
        What::Add {
            name,
            role,
            recovery,
        } => session.invite(name, (*role).into(), key(recovery)?.as_ref(), now, work),
        What::Reset { name, recovery } => {
            session.invite_again(name, key(recovery)?.as_ref(), now, work)
        }
        What::Remove { name, recovery } => {
            session.remove_person(name, key(recovery)?.as_ref(), now)
        }
        What::Role {
            name,
            role,
            recovery,
        } => session.give_role(name, (*role).into(), key(recovery)?.as_ref(), now),
        What::Passwd | What::KeyFile { .. } => Ok(Changed::default()),
    }
}

fn list(session: &Session) -> Result<(), Complaint> {
    let school = session.school();
    let here = school.people.iter().map(|person| {
        let standing = if school.invited.contains(&person.id) {
            "invited, has not been in yet"
        } else {
            ""
        };
        (person, standing)
    });
    let former = school.former.iter().map(|person| (person, "has left"));
    let rows: Vec<_> = here
        .chain(former)
        .map(|(person, standing)| {
            [
                person.name.clone(),
                person.id.clone(),
                role_words(&person.role).to_owned(),
                standing.to_owned(),
            ]
        })
        .collect();
    print(&table(&rows))
}

fn own_passphrase(cli: &Cli) -> Result<Changed, Complaint> {
    let work = work_factor(test_work_factor());
    let entries = cli.with_any_session(|session| {
        let new = cli.new_passphrase("New passphrase: ")?;
        let invited = session.is_invited();
        let entries = session.choose_passphrase(&new, now(), work)?;
        if invited {
            session.begin(now());
        }
        Ok(entries)
    })?;
    Ok(Changed {
        entries,
        say: vec!["Your passphrase is changed.".to_owned()],
        invited: None,
    })
}

fn own_key_file(cli: &Cli, out: Option<&PathBuf>) -> Result<Changed, Complaint> {
    let work = work_factor(test_work_factor());
    cli.with_session(|session| {
        let passphrase = cli.passphrase("Your passphrase, once more: ")?;
        session.choose_key_file(out.is_some(), &passphrase, work, &mut |text| match out {
            Some(path) => keep_new_file("The key file", text, path),
            None => Ok(()),
        })
    })?;
    let say = match out {
        Some(path) => format!(
            "From now on unlocking asks for {} as well (--key-file). Keep a second copy in the safe.",
            path.display()
        ),
        None => "No key file is asked for any more.".to_owned(),
    };
    Ok(Changed {
        say: vec![say],
        ..Changed::default()
    })
}
