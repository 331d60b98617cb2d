//! `daybook recover`: in with the recovery key, when a passphrase is forgotten or a key file lost.

use std::path::PathBuf;
use std::process::ExitCode;

use super::init::{test_work_factor, work_factor};
use super::{Cli, Done, close, now, recovery_key, say};
use crate::domain::passphrase::good_enough;
use crate::session::Complaint;

/// With which key.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file with the recovery key.
    #[arg(long, value_name = "FILE")]
    recovery: PathBuf,
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    let key = recovery_key(&args.recovery)?;
    let room = cli.room()?;
    let person = match room.person(cli.user.as_deref()) {
        Ok(person) => person,
        Err(complaint) => {
            close(Some(room));
            return Err(complaint);
        }
    };
    let passphrase = match cli.new_passphrase("New passphrase: ") {
        Ok(passphrase) => passphrase,
        Err(complaint) => {
            close(Some(room));
            return Err(complaint);
        }
    };
    if let Err(why) = good_enough(&passphrase, &[&person]) {
        close(Some(room));
        return Err(Complaint::failed(why, "Nothing has been changed."));
    }
    let mut session = room
        .recover(&key, now(), &mut |_, _| {})
        .map_err(|refused| {
            let (room, complaint) = *refused;
            close(room);
            complaint
        })?;
    let work = work_factor(test_work_factor());
    let done = session.let_in_again(&person, &passphrase, now(), work);
    session.close(now())?;
    done?;
    say(
        "Your passphrase is changed. Put the recovery key back into the safe. That it was used is in the log.",
    );
    Ok(ExitCode::SUCCESS)
}
