//! Passphrases: from a file, or typed unseen.

use std::path::Path;

use zeroize::Zeroizing;

use super::{read_text, unreadable};
use crate::session::{Complaint, Kind};

/// The first line of a passphrase file.
pub fn first_line(path: &Path) -> Result<Zeroizing<String>, Complaint> {
    let text = Zeroizing::new(read_text(path)?);
    let line = text.lines().next().unwrap_or_default();
    let line = line.trim_start_matches('\u{feff}');
    if line.is_empty() {
        let empty = std::io::Error::other("its first line is empty");
        return Err(unreadable(path, &empty));
    }
    Ok(Zeroizing::new(line.to_owned()))
}

/// The second line of a passphrase file: the new passphrase, where one is chosen.
pub fn second_line(path: &Path) -> Result<Zeroizing<String>, Complaint> {
    let text = Zeroizing::new(read_text(path)?);
    match text.lines().nth(1).filter(|line| !line.is_empty()) {
        Some(line) => Ok(Zeroizing::new(line.to_owned())),
        None => {
            let empty =
                std::io::Error::other("the new passphrase is its second line, and there is none");
            Err(unreadable(path, &empty))
        }
    }
}

/// Asks at the terminal.
pub fn ask(prompt: &str) -> Result<Zeroizing<String>, Complaint> {
    rpassword::prompt_password(prompt)
        .map(Zeroizing::new)
        .map_err(|error| {
            Complaint::new(
                Kind::Usage,
                format!("The passphrase could not be asked for ({error})"),
                "Run this in a terminal, or name a file with --passphrase-file.",
            )
        })
}
