//! Which colours were chosen on this computer. It is remembered outside of any vault, and says nothing of one.

use std::path::{Path, PathBuf};
use std::{fs, io};

fn file(state: &Path) -> PathBuf {
    state.join("theme")
}

/// The theme that was chosen, if one was.
#[must_use]
pub fn remembered(state: &Path) -> Option<String> {
    let text = fs::read_to_string(file(state)).ok()?;
    Some(text.trim().to_owned()).filter(|name| !name.is_empty())
}

/// Remembers a theme by its name; where there is no folder to remember anything in, nothing.
///
/// # Errors
/// When the file cannot be written.
pub fn remember(state: &Path, name: &str) -> io::Result<()> {
    if state.as_os_str().is_empty() {
        return Ok(());
    }
    fs::create_dir_all(state)?;
    fs::write(file(state), format!("{name}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_last_is_remembered() {
        let home = tempfile::tempdir().unwrap();
        let state = home.path().join("not there yet");
        assert_eq!(remembered(&state), None);
        remember(&state, "light").unwrap();
        remember(&state, "mono").unwrap();
        assert_eq!(remembered(&state).as_deref(), Some("mono"));
    }
}
