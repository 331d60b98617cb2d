//! Small acts on files and folders that must survive a power cut.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use sha2::{Digest, Sha256};

use crate::store::{Hash, StoreError};

/// Turns what the system answered into a [`StoreError`] that says what was being done.
pub(super) fn doing(what: &str) -> impl FnOnce(io::Error) -> StoreError + '_ {
    move |source| match source.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            StoreError::Unsuitable(format!(
                "Daybook may not write to the vault's folder ({what}: {source}). \
                 Nothing has been changed. Ask whoever looks after the computer to let you write \
                 there, or move the vault to a folder of your own."
            ))
        }
        _ => StoreError::Io {
            doing: what.to_owned(),
            source,
        },
    }
}

/// Whether the system refused because there is no room (or none left for this person).
pub(super) fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge
    )
}

/// How every file of a vault is opened for writing: for its owner alone.
pub(super) fn for_writing() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

/// Makes a folder for its owner alone.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        fs::DirBuilder::new().mode(0o700).create(path)
    }
    #[cfg(not(unix))]
    fs::create_dir(path)
}

/// Makes the names in a folder durable.
///
/// # Errors
/// What the system answers.
#[cfg(unix)]
pub fn sync_folder(path: &Path) -> io::Result<()> {
    fs::File::open(path)?.sync_all()
}

/// Windows keeps names durable itself and cannot open a folder as a file.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, clippy::missing_errors_doc)]
pub fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes every file and name below a folder durable.
pub(super) fn sync_tree(path: &Path) -> io::Result<()> {
    for item in read_dir(path)? {
        let item = item?;
        if item.file_type()?.is_dir() {
            sync_tree(&item.path())?;
        } else {
            // Windows flushes only what was opened for writing.
            OpenOptions::new()
                .read(true)
                .write(true)
                .open(item.path())?
                .sync_all()?;
        }
    }
    sync_folder(path)
}

/// Copies a folder with all that is in it. The copy is for looking at, and not made durable.
pub(super) fn copy_tree(from: &Path, to: &Path) -> io::Result<()> {
    make_folder(to)?;
    for item in read_dir(from)? {
        let item = item?;
        let to = to.join(item.file_name());
        if item.file_type()?.is_dir() {
            copy_tree(&item.path(), &to)?;
        } else {
            fs::copy(item.path(), &to)?;
        }
    }
    Ok(())
}

/// Removes a file or does nothing if there is none.
pub(super) fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes a folder with all that is in it, or does nothing if there is none.
pub(super) fn remove_tree_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The extension of a file that is still being written; leftovers are removed at opening.
pub(super) const UNFINISHED: &str = "new";

/// Where the next state of `path` is written before it takes its place.
pub(super) fn unfinished(path: &Path) -> PathBuf {
    path.with_extension(UNFINISHED)
}

/// Replaces a file as one act: afterwards it is the old one or the new one, never a mixture.
pub(super) fn replace(path: &Path, parts: &[&[u8]]) -> Result<(), ReplaceError> {
    let beside = unfinished(path);
    let written = (|| {
        let mut file = for_writing().create(true).truncate(true).open(&beside)?;
        for part in parts {
            file.write_all(part)?;
        }
        file.sync_all()?;
        drop(file);
        rename(&beside, path)
    })();
    if let Err(error) = written {
        // The old file is untouched; a leftover would only be in the way.
        let _ = fs::remove_file(&beside);
        return Err(ReplaceError::Before(error));
    }
    sync_folder(path.parent().unwrap_or(Path::new("."))).map_err(ReplaceError::After)
}

/// Begins again where a signal came between, as Rust itself does for most of the system's calls.
fn uninterrupted<T>(mut act: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match act() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}

/// Renames, whatever signals come.
///
/// # Errors
/// What else the system answers.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    uninterrupted(|| fs::rename(from, to))
}

/// What is in a folder, whatever signals come.
pub(super) fn read_dir(path: &Path) -> io::Result<fs::ReadDir> {
    uninterrupted(|| fs::read_dir(path))
}

/// Whether a failed replacement left the old file in place.
#[derive(Debug)]
pub(super) enum ReplaceError {
    /// The old file is still there.
    Before(io::Error),
    /// The new file is there, but a power cut might bring the old one back.
    After(io::Error),
}

impl ReplaceError {
    /// What the system answered.
    pub(super) fn into_io(self) -> io::Error {
        match self {
            Self::Before(error) | Self::After(error) => error,
        }
    }
}

const CHECKED: [u8; 8] = *b"DBFile1\n";

/// Replaces a small file by `value` under its SHA-256.
pub(super) fn write_checked(path: &Path, value: &[u8]) -> Result<(), ReplaceError> {
    replace(path, &[&CHECKED, &Sha256::digest(value), value])
}

/// What [`read_checked`] found.
pub(super) enum Checked {
    /// No such file.
    Missing,
    /// The bytes are not what was written.
    Damaged,
    /// The value and its SHA-256.
    Value(Vec<u8>, Hash),
}

/// Whether something else lies in a file's place. A pipe there would keep whoever opens it waiting for ever.
pub(super) fn is_no_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|data| !data.is_file())
}

/// Reads a plain file, and nothing else.
pub(super) fn read_plain(path: &Path) -> io::Result<Vec<u8>> {
    match is_no_file(path) {
        true => Err(io::Error::new(
            ErrorKind::InvalidData,
            "that is no plain file",
        )),
        false => fs::read(path),
    }
}

/// Reads what [`write_checked`] wrote.
pub(super) fn read_checked(path: &Path) -> io::Result<Checked> {
    let mut bytes = match read_plain(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Checked::Missing),
        Err(error) if error.kind() == ErrorKind::InvalidData => return Ok(Checked::Damaged),
        Err(error) => return Err(error),
    };
    let found = bytes
        .strip_prefix(&CHECKED)
        .and_then(|rest| rest.split_first_chunk::<32>());
    Ok(match found {
        Some((hash, value)) if *hash == <Hash>::from(Sha256::digest(value)) => {
            let hash = *hash;
            bytes.drain(..CHECKED.len() + hash.len());
            Checked::Value(bytes, hash)
        }
        _ => Checked::Damaged,
    })
}

/// Does something while the system fetches files from the disk, one after the other: whoever reads them waits the less. Nobody waits
/// for what was not fetched when it is done.
pub(super) fn fetched_beside<T>(files: &[PathBuf], act: impl FnOnce() -> T) -> T {
    let done = AtomicBool::new(false);
    let fetch = || {
        let mut room = vec![0; 1 << 18];
        // A pipe in a file's place would never end.
        for file in files.iter().filter(|file| file.is_file()) {
            let Ok(mut file) = File::open(file) else {
                continue;
            };
            let more = || !done.load(Ordering::Relaxed);
            while more() && file.read(&mut room).is_ok_and(|read| read > 0) {}
        }
    };
    thread::scope(|scope| {
        // Where there is no thread to be had, they are read when they are wanted.
        let _ = thread::Builder::new().spawn_scoped(scope, fetch);
        let acted = act();
        done.store(true, Ordering::Relaxed);
        acted
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checked_file_comes_back_or_says_that_it_is_damaged() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("value");
        assert!(matches!(read_checked(&path).unwrap(), Checked::Missing));
        write_checked(&path, b"one").unwrap();
        write_checked(&path, b"two").unwrap();
        assert!(matches!(read_checked(&path).unwrap(), Checked::Value(v, _) if v == b"two"));
        let mut bytes = fs::read(&path).unwrap();
        for at in 0..bytes.len() {
            bytes[at] ^= 4;
            fs::write(&path, &bytes).unwrap();
            assert!(matches!(read_checked(&path).unwrap(), Checked::Damaged));
            bytes[at] ^= 4;
        }
        assert!(!unfinished(&path).exists());
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert!(matches!(read_checked(&path).unwrap(), Checked::Damaged));
    }
}
