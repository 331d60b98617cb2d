//! No subcommand: the screens.

use std::path::Path;
use std::process::ExitCode;

use super::{Cli, init};
use crate::input::Keymap;
use crate::runtime::tui::{self, Start};
use crate::session::Complaint;

/// Opens the screens. The keymap is read first: a bad one is refused before anything opens.
///
/// # Errors
/// When the keymap, the vault or the terminal is not as it should be.
pub fn run(cli: &Cli) -> Result<ExitCode, Complaint> {
    let start = Start {
        folders: cli.folders(),
        keymap: keymap(cli.keymap.as_deref())?,
        idle: cli.idle,
        work: init::work_factor(init::test_work_factor()),
        user: cli.user.clone(),
    };
    tui::run(start).map(ExitCode::from)
}

/// The keymap: the shipped one, the one like vim, or a file laid over either.
pub(super) fn keymap(asked: Option<&Path>) -> Result<Keymap, Complaint> {
    let read = match asked {
        None => Keymap::shipped("default"),
        Some(name) if name == Path::new("vim") || name == Path::new("default") => {
            Keymap::shipped(&name.to_string_lossy())
        }
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|error| {
                Complaint::failed(
                    format!("The keymap {} cannot be read: {error}", path.display()),
                    "Nothing was opened.",
                )
            })?;
            Keymap::over(&path.display().to_string(), &text)
        }
    };
    read.map_err(|errors| {
        let lines: Vec<_> = errors.iter().map(ToString::to_string).collect();
        Complaint::failed(
            format!("This keymap cannot be used:\n  {}\n", lines.join("\n  ")),
            "Nothing was opened. Mend the file, or start without --keymap.",
        )
    })
}
