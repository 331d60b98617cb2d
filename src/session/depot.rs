//! A folder that backups go to.

use std::path::Path;
use std::time::{Duration, SystemTime};

use super::complaint::Complaint;

/// Nobody is still writing a file that has not grown for so long.
const STILL: Duration = Duration::from_secs(60);

/// What is said of every backup that was not made.
const SAFE: &str = "Every entry is saved in the log itself.";

/// Makes a folder ready. Only Daybook's own folder is made where it is missing: one that was named is
/// on a memory stick or another disk, and without it a folder of that name would be on this disk.
///
/// # Errors
/// When there is no such folder.
pub(super) fn ready(folder: &Path, own: bool) -> Result<(), Complaint> {
    if own {
        std::fs::create_dir_all(folder).map_err(|error| failed(folder, &error.to_string()))?;
    } else if !folder.is_dir() {
        return Err(failed(
            folder,
            "there is no such folder. Is the memory stick in, or the other disk there? If the folder is new, make it first",
        ));
    }
    tidy(folder, |name| {
        name.starts_with("daybook-") && name.contains(".age.part-")
    });
    Ok(())
}

/// Makes the place of a named backup ready.
pub(super) fn ready_for(file: &Path) {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let part = format!("{name}.part-");
    let parent = file.parent().filter(|parent| *parent != Path::new(""));
    tidy(parent.unwrap_or(Path::new(".")), |name| {
        name.starts_with(&part)
    });
}

/// That no backup was made in a folder, and that nothing is lost by it.
pub(super) fn failed(folder: &Path, why: &str) -> Complaint {
    Complaint::failed(
        format!(
            "The backup in {} was not made: {}",
            folder.display(),
            why.trim_end_matches('.')
        ),
        SAFE,
    )
}

/// Removes the unfinished backups that a killed program has left.
fn tidy(folder: &Path, is_unfinished: impl Fn(&str) -> bool) {
    let Ok(files) = std::fs::read_dir(folder) else {
        return;
    };
    for file in files.flatten() {
        let name = file.file_name();
        let changed = file.metadata().and_then(|data| data.modified());
        let still = changed.is_ok_and(|changed| {
            SystemTime::now()
                .duration_since(changed)
                .is_ok_and(|age| age > STILL)
        });
        if still && is_unfinished(&name.to_string_lossy()) {
            let _ = std::fs::remove_file(file.path());
        }
    }
}
