//! A file that leaves only sealed: where it is written, and who opens it.

use std::path::PathBuf;

use super::Cli;
use crate::domain::passphrase::good_enough;
use crate::session::Complaint;
use crate::vault::HandedTo;

/// Where to, and for whom.
#[derive(Debug, clap::Args)]
pub struct Sealed {
    /// A new file, sealed; otherwise it is shown here and nothing is written.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
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

impl Sealed {
    /// The recipients, if it is for any. To be asked first: what cannot be read is said before anybody types
    /// a passphrase. `refusal` is what to say where nobody could open it.
    pub fn recipients(&self, refusal: &str) -> Result<Option<HandedTo>, Complaint> {
        match &self.out {
            Some(_) if self.passphrase => Ok(None),
            Some(_) if self.to.is_empty() => Err(Complaint::failed(
                refusal,
                "Name who can open it with --to, or use --passphrase.",
            )),
            Some(_) => Ok(Some(HandedTo::recipients(
                self.to.iter().map(String::as_str),
            )?)),
            None => Ok(None),
        }
    }
}

/// Who opens it: those recipients, or whoever knows a new passphrase.
pub fn handed_to(
    cli: &Cli,
    recipients: Option<HandedTo>,
    ask: &str,
) -> Result<HandedTo, Complaint> {
    if let Some(recipients) = recipients {
        return Ok(recipients);
    }
    let passphrase = cli.new_passphrase(ask)?;
    good_enough(&passphrase, &[])
        .map_err(|why| Complaint::failed(why, "Nothing has been written."))?;
    Ok(HandedTo::Passphrase(passphrase))
}
