//! `daybook keys`: who can open the vault. No passphrase is needed to see it.

use std::path::PathBuf;
use std::process::ExitCode;

use super::list::table;
use super::{Cli, Done, close, print, recovery_key};
use crate::session::{Complaint, Kind, Room};

/// Show, or check.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Say whether the recovery key in this file is this vault's.
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    let key = args.check.as_deref().map(recovery_key).transpose()?;
    let room = cli.room()?;
    let done = match key {
        None => people(&room),
        Some(key) if room.locked().recovery_matches(&key) => match room.locked().recover(&key) {
            Ok(_) => print("This is the recovery key of this vault, and it lets you in."),
            Err(error) => Err(Complaint::new(
                Kind::Damaged,
                format!(
                    "This is the recovery key of this vault, and it opens every backup, but it lets nobody in: {error}"
                ),
                "Make a new one: daybook recovery --out FILE.",
            )),
        },
        Some(_) => Err(Complaint::failed(
            "This is not the recovery key of this vault",
            "Look for the right one in the school's safe: without it a forgotten passphrase cannot be helped.",
        )),
    };
    close(Some(room));
    done.map(|()| ExitCode::SUCCESS)
}

fn people(room: &Room) -> Result<(), Complaint> {
    let locked = room.locked();
    let rows: Vec<_> = locked
        .people()
        .into_iter()
        .map(|person| {
            [
                person.name.clone(),
                person.id.clone(),
                person.role.title().to_owned(),
            ]
        })
        .collect();
    print(&format!(
        "{}and whoever has the recovery key.\nVault {}\n",
        table(&rows),
        locked.vault_id()
    ))
}
