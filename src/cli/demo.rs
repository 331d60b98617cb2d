//! `daybook demo`: an invented school in a vault of its own.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{Datelike as _, NaiveDate, NaiveTime};
use zeroize::Zeroizing;

use super::{Cli, Done, init, now, say, secret};
use crate::session::Complaint;
use crate::session::demo::{PASSPHRASE, Plan, write};
use crate::store::disk::DiskStore;

/// How large a school, and where.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A folder for the vault, which must not hold one yet.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// How many cases.
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    cases: u32,
    /// Another seed gives another school.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The day on which its story stops, as 2026-11-24; otherwise today.
    #[arg(long, value_name = "DAY", value_parser = day)]
    until: Option<NaiveDate>,
    /// A new file for the vault's recovery key; without one, nobody has that key.
    #[arg(long, value_name = "FILE")]
    recovery_out: Option<PathBuf>,
}

/// A day on which the policies of the invented school may be in force.
fn day(text: &str) -> Result<NaiveDate, String> {
    let day: NaiveDate = text
        .parse()
        .map_err(|_| "write the day as 2026-11-24".to_owned())?;
    match (2010..=2099).contains(&day.year()) {
        true => Ok(day),
        false => Err("the invented school lives from 2010 to 2099".to_owned()),
    }
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    if DiskStore::exists(&args.folder) {
        return Err(Complaint::failed(
            format!("There is a vault in {} already", args.folder.display()),
            "Nothing has been changed. Name another folder.",
        ));
    }
    let passphrase = match &cli.passphrase_file {
        Some(file) => secret::first_line(file)?,
        None => Zeroizing::new(PASSPHRASE.to_owned()),
    };
    let now = now();
    let until = args.until.map_or(now, |day| {
        NaiveTime::from_hms_opt(16, 30, 0)
            .and_then(|time| {
                day.and_time(time)
                    .and_local_timezone(*now.offset())
                    .single()
            })
            .unwrap_or(now)
    });
    let plan = Plan {
        cases: args.cases,
        seed: args.seed,
        until,
    };
    let watched = std::io::stderr().is_terminal();
    let mut progress = |done, of| {
        if watched {
            let _ = write!(std::io::stderr(), "\r{done} of {of} cases ");
        }
    };
    let work = init::work_factor(init::test_work_factor());
    let recovery = args.recovery_out.as_deref();
    write(
        &args.folder,
        &plan,
        &passphrase,
        recovery,
        work,
        &mut progress,
    )?;
    if watched {
        say("");
    }
    let known = if cli.passphrase_file.is_some() {
        "the one in the file you named"
    } else {
        PASSPHRASE
    };
    say(&format!(
        "An invented school is in {}. Nobody in it is real; never put a real record in it.\nLook round with: daybook --vault \"{}\"\nIts passphrase: {known}",
        args.folder.display(),
        args.folder.display(),
    ));
    Ok(ExitCode::SUCCESS)
}
