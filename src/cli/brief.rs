//! `daybook brief`: a handover on one page, to the screen or sealed into a file.

use std::process::ExitCode;

use super::init::{test_work_factor, work_factor};
use super::sealed::{Sealed, handed_to};
use super::{Cli, Done, now, print, say, words};
use crate::domain::entry::AuditFact;
use crate::domain::sheet::{brief, mine, plain};
use crate::domain::story::Teller;
use crate::session::{Complaint, Leaving, Session};

/// Whose, and where to.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Whose cases: a name or an id; otherwise yours.
    #[arg(long, value_name = "NAME")]
    of: Option<String>,
    #[command(flatten)]
    sealed: Sealed,
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    let to = args
        .sealed
        .recipients("A handover names children: it leaves only sealed")?;
    cli.with_session(|session| {
        let (text, sealed) = told(session, args.of.as_deref())?;
        let Some(path) = &args.sealed.out else {
            let what = "a handover, printed".to_owned();
            session.note(now(), vec![AuditFact::Exported { what }])?;
            return print(&text);
        };
        let to = handed_to(cli, to, "A passphrase for the handover: ")?;
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
