//! The system's cache of files, and what a process took of memory.

use std::fs::{self, File};
use std::path::Path;

use rustix::fs::{Advice, fadvise};

use crate::Fault;

/// Makes the system forget what it has cached of every file below a folder. It can only forget what is
/// on the disk already, so that is seen to first.
pub fn forget(path: &Path) -> Result<(), Fault> {
    for item in fs::read_dir(path)? {
        let path = item?.path();
        if path.is_dir() {
            forget(&path)?;
        } else {
            let file = File::open(&path)?;
            file.sync_all()?;
            fadvise(&file, 0, None, Advice::DontNeed)?;
        }
    }
    Ok(())
}

/// Reads every file below a folder, so that the system has it cached.
pub fn warm(path: &Path) -> Result<(), Fault> {
    for item in fs::read_dir(path)? {
        let path = item?.path();
        if path.is_dir() {
            warm(&path)?;
        } else {
            std::io::copy(&mut File::open(&path)?, &mut std::io::sink())?;
        }
    }
    Ok(())
}

/// The most memory that this process has held, in bytes.
pub fn peak() -> Result<u64, Fault> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kb: u64 = line
        .and_then(|line| line.split_whitespace().next())
        .ok_or("the system does not say how much memory was held")?
        .parse()?;
    Ok(kb * 1024)
}
