//! `daybook restore`: a vault from a backup, which is proved to its last entry first.

use std::fs::File;
use std::path::PathBuf;
use std::process::ExitCode;

use super::verify::say_doubts;
use super::{Cli, Done, recovery_key, say, unreadable};
use crate::session::{Complaint, paths};
use crate::store::disk::DiskStore;
use crate::vault::{Restored, VaultError, tipmemory};

/// From what, with which key.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The backup.
    backup: PathBuf,
    /// The file with the recovery key.
    #[arg(long, value_name = "FILE")]
    recovery: PathBuf,
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    let folder = cli.folder();
    let taken = std::fs::read_dir(&folder).is_ok_and(|mut files| files.next().is_some());
    if taken {
        return Err(Complaint::failed(
            format!("There is something in {} already", folder.display()),
            "A restore never replaces anything, and nothing has been changed. Name a folder that does not exist yet with --vault; once the restored vault opens, the other one can be put away.",
        ));
    }
    let key = recovery_key(&args.recovery)?;
    let file = File::open(&args.backup).map_err(|error| unreadable(&args.backup, &error))?;
    let restored = Restored::prove(file, &key)?;
    say_doubts(&restored);
    let made = restored.made().to_owned();
    let vault = restored.vault_id();
    let people: Vec<_> = restored
        .people()
        .into_iter()
        .map(|person| person.name.clone())
        .collect();
    let lets_in = restored.has_recovery_slot();
    let tip = DiskStore::create(&folder, |disk| -> Result<_, VaultError> {
        restored.into_store(disk)
    })?;
    // Whoever restores has chosen this end of the log: what was seen of a longer one is put away.
    let _ = tipmemory::remember(&paths::state(), vault, tip);
    say(&format!(
        "Restored to {}: {} entries, as they were at {made}. Unlock it as {} with the passphrase of that time.",
        folder.display(),
        tip.seq,
        people.join(" or ")
    ));
    if !lets_in {
        say(
            "The backup was made without the recovery key's own slot: the key lets nobody in to this vault. Make a new one: daybook recovery --out FILE.",
        );
    }
    Ok(ExitCode::SUCCESS)
}
