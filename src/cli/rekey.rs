//! `daybook rekey`: the whole log sealed anew.

use std::path::PathBuf;
use std::process::ExitCode;

use super::init::{test_work_factor, work_factor};
use super::{Cli, Done, now, print, say};
use crate::session::founding::keep_new_file;

/// Where the new recovery key goes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A new file for the new recovery key.
    #[arg(long, value_name = "FILE")]
    recovery_out: PathBuf,
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    let session = cli.session()?;
    let passphrase = match cli.passphrase("Your passphrase, once more: ") {
        Ok(passphrase) => passphrase,
        Err(complaint) => {
            session.close(now())?;
            return Err(complaint);
        }
    };
    let work = work_factor(test_work_factor());
    let mut keep = |text: &str| keep_new_file("The recovery key", text, &args.recovery_out);
    let done = session.rekey(&passphrase, now(), work, &mut keep, &mut |_, _| {})?;
    say(&format!(
        "Every entry is sealed anew, and proved to say the same. The new recovery key is in {}: print it, put it in the school's safe, then delete the file.\nThe old vault is {}, with its old keys. Unlock the new one first; then destroy the old one, and the backups made before today, if the past is to be shut to whoever had a key.",
        args.recovery_out.display(),
        done.old.display()
    ));
    say(
        "Hand out the public card anew (`daybook card`): a report that is sealed with the old one from now on is opened by nobody but the old vault.",
    );
    for note in &done.notes {
        say(note);
    }
    for invited in &done.invited {
        say(&format!(
            "{} unlocks once with this passphrase, and then chooses their own (--user {}):",
            invited.name, invited.id
        ));
        print(&invited.passphrase)?;
    }
    done.told();
    Ok(ExitCode::SUCCESS)
}
