//! No subcommand: the screens.

use std::path::Path;
use std::process::ExitCode;

use super::{Cli, init};
use crate::input::Keymap;
use crate::runtime::tui::{self, Start};
use crate::session::{Complaint, look};
use crate::ui::theme::{Look, MONO};

/// Opens the screens. The keymap is read first: a bad one is refused before anything opens.
///
/// # Errors
/// When the keymap, the vault or the terminal is not as it should be.
pub fn run(cli: &Cli) -> Result<ExitCode, Complaint> {
    let folders = cli.folders();
    let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let (looks, look) = looks(cli.theme.as_deref(), no_colour, &folders.state)?;
    let start = Start {
        folders,
        keymap: keymap(cli.keymap.as_deref())?,
        idle: cli.idle,
        work: init::work_factor(init::test_work_factor()),
        user: cli.user.clone(),
        looks,
        look,
    };
    tui::run(start).map(ExitCode::from)
}

/// The colours there are, and the name of those to begin with: what was asked for; none where the person wants no
/// colour anywhere (`NO_COLOR`); else those that were chosen last.
fn looks(
    asked: Option<&Path>,
    no_colour: bool,
    state: &Path,
) -> Result<(Vec<Look>, Option<String>), Complaint> {
    let mut looks = Look::shipped();
    let Some(asked) = asked else {
        let begin = match no_colour {
            true => Some(MONO.to_owned()),
            false => look::remembered(state),
        };
        return Ok((looks, begin));
    };
    if let Some(shipped) = looks.iter().find(|look| asked == Path::new(&look.name)) {
        let name = shipped.name.clone();
        return Ok((looks, Some(name)));
    }
    let text = std::fs::read_to_string(asked).map_err(|error| {
        let names: Vec<_> = looks.iter().map(|look| look.name.as_str()).collect();
        Complaint::failed(
            format!(
                "There is no theme {} (there are {}), and no such file can be read: {error}",
                asked.display(),
                names.join(", ")
            ),
            "Nothing was opened.",
        )
    })?;
    let own = Look::of_file(asked, &text).map_err(|error| {
        Complaint::failed(
            format!("The theme {} cannot be used: {error}", asked.display()),
            "Nothing was opened. Mend the file, or start without --theme.",
        )
    })?;
    let name = own.name.clone();
    looks.retain(|look| look.name != name);
    looks.insert(0, own);
    Ok((looks, Some(name)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colours_are_those_that_were_asked_for_or_none_or_those_chosen_last() {
        let home = tempfile::tempdir().unwrap();
        let begin = |asked: Option<&str>, no_colour| {
            let found = looks(asked.map(Path::new), no_colour, home.path());
            found.map(|(_, name)| name).map_err(|why| why.to_string())
        };
        assert_eq!(begin(None, false), Ok(None));
        look::remember(home.path(), "light").unwrap();
        assert_eq!(begin(None, false), Ok(Some("light".to_owned())));
        assert_eq!(begin(None, true), Ok(Some("mono".to_owned())));
        assert_eq!(begin(Some("dark"), true), Ok(Some("dark".to_owned())));
        let own = home.path().join("ours.toml");
        let own = own.to_str().unwrap();
        std::fs::write(own, "title = \"Ours\"\nlike = \"dark\"\n[styles]\n").unwrap();
        assert_eq!(begin(Some(own), false), Ok(Some("ours".to_owned())));
    }

    #[test]
    fn a_theme_that_cannot_be_used_is_refused_before_anything_opens() {
        let home = tempfile::tempdir().unwrap();
        let refused = |asked: &Path| {
            looks(Some(asked), false, home.path())
                .unwrap_err()
                .to_string()
        };
        let none = refused(Path::new("drak"));
        assert!(
            none.starts_with("There is no theme drak (there are dark, light,"),
            "{none}"
        );
        let bad = home.path().join("bad.toml");
        let text = "title = \"Bad\"\nlike = \"dark\"\n[styles]\nkey = { fg = \"#3a3a3a\" }\n";
        std::fs::write(&bad, text).unwrap();
        let said = refused(&bad);
        assert!(said.contains("line 4: `key` is hard to read"), "{said}");
        assert!(said.contains("Nothing was opened."), "{said}");
    }
}
