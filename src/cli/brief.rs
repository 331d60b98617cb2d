//! `daybook brief`: a handover on one page, to the screen or sealed into a file.

use std::path::PathBuf;
use std::process::ExitCode;

use zeroize::Zeroizing;

use super::init::{test_work_factor, work_factor};
use super::{Cli, Done, now, print, say, words};
use crate::domain::entry::AuditFact;
use crate::domain::passphrase::good_enough;
use crate::domain::sheet::{brief, mine, plain};
use crate::domain::story::Teller;
use crate::session::{Complaint, Leaving, Session};
use crate::vault::HandedTo;

/// Whose, and where to.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Whose cases: a name or an id; otherwise yours.
    #[arg(long, value_name = "NAME")]
    of: Option<String>,
    /// A new file, sealed; otherwise it is printed.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// An age recipient who can open it; may be given several times.
    #[arg(
        long,
        value_name = "AGE-RECIPIENT",
        requires = "out",
        conflicts_with = "passphrase"
    )]
    to: Vec<String>,
    /// Seal it under a passphrase, which is asked for (or is the second line of the passphrase file).
    #[arg(long, requires = "out")]
    passphrase: bool,
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    // What cannot be read is said before anybody types a passphrase.
    let to = match &args.out {
        Some(_) if args.to.is_empty() && !args.passphrase => {
            return Err(Complaint::failed(
                "A handover names children: it leaves only sealed",
                "Name who can open it with --to, or use --passphrase.",
            ));
        }
        Some(_) if !args.passphrase => {
            Some(HandedTo::recipients(args.to.iter().map(String::as_str))?)
        }
        _ => None,
    };
    cli.with_session(|session| {
        let (text, sealed) = told(session, args.of.as_deref())?;
        let Some(path) = &args.out else {
            let what = "a handover, printed".to_owned();
            session.note(now(), vec![AuditFact::Exported { what }])?;
            return print(&text);
        };
        let to = match to {
            Some(to) => to,
            None => HandedTo::Passphrase(secret(cli)?),
        };
        let leaving = Leaving {
            name: "The handover",
            what: "a handover",
            sealed,
            text: &text,
        };
        session.take_out(now(), &leaving, &to, work_factor(test_work_factor()), path)?;
        say(&format!(
            "daybook: Written to {}, {}. `age -d` opens it.",
            path.display(),
            to.words()
        ));
        Ok(())
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The handover, and whether a sealed case is in it.
fn told(session: &Session, of: Option<&str>) -> Result<(String, bool), Complaint> {
    let school = session.school();
    let me = session.me();
    let person = match of {
        None => me,
        Some(name) => super::person_named(school, name)?,
    };
    let name = |name: &str| name.to_owned();
    let teller = Teller {
        school,
        words: &words(school),
        name: &name,
        today: now().date_naive(),
    };
    let sealed = mine(school, &person.id, teller.today)
        .iter()
        .any(|case| case.sealed);
    Ok((plain(&brief(&teller, &person.id)), sealed))
}

fn secret(cli: &Cli) -> Result<Zeroizing<String>, Complaint> {
    let passphrase = cli.new_passphrase("A passphrase for the handover: ")?;
    good_enough(&passphrase, &[])
        .map_err(|why| Complaint::failed(why, "Nothing has been written."))?;
    Ok(passphrase)
}
