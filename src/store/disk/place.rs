//! The folder itself: who holds it, whether it can be trusted, and how it was left.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use super::files::{self, doing, for_writing};
use crate::store::StoreError;

/// How the names of torn ends begin.
const TORN: &str = "journal-torn";

/// The names in a vault's folder.
pub(super) struct Names {
    pub(super) folder: PathBuf,
}

impl Names {
    pub(super) fn journal(&self) -> PathBuf {
        self.folder.join("journal")
    }
    pub(super) fn blobs(&self) -> PathBuf {
        self.folder.join("blobs")
    }
    pub(super) fn sled(&self) -> PathBuf {
        self.folder.join("sled")
    }
    /// Where a sled that a crash has left is asked what it has: a copy, so that it changes nothing.
    pub(super) fn sled_copy(&self) -> PathBuf {
        self.folder.join("sled-copy")
    }
    pub(super) fn lock(&self) -> PathBuf {
        self.folder.join("lock")
    }
    /// There while the vault is open: found at start, it tells of a crash.
    pub(super) fn marker(&self) -> PathBuf {
        self.folder.join("open")
    }
    /// The last entry when the vault was last opened or closed.
    pub(super) fn tip(&self) -> PathBuf {
        self.folder.join("tip")
    }
    /// The last entry that was appended.
    pub(super) fn reach(&self) -> PathBuf {
        self.folder.join("reach")
    }
    /// A name for a torn end that no earlier one has.
    pub(super) fn torn(&self) -> PathBuf {
        (1u64..)
            .map(|n| self.folder.join(format!("{TORN}-{n}")))
            .find(|path| !path.exists())
            .unwrap_or_else(|| self.folder.join(TORN))
    }

    /// The torn ends that were set aside, with their sizes.
    pub(super) fn torn_ends(&self) -> Vec<(PathBuf, u64)> {
        let items = files::read_dir(&self.folder)
            .into_iter()
            .flatten()
            .flatten();
        let mut ends: Vec<_> = items
            .filter(|item| {
                let name = item.file_name();
                name.to_string_lossy().starts_with(TORN)
            })
            .filter_map(|item| Some((item.path(), item.metadata().ok()?.len())))
            .collect();
        ends.sort();
        ends
    }

    /// Whether anything of a vault is there.
    pub(super) fn any(&self) -> bool {
        self.journal().exists() || self.blobs().exists() || self.sled().exists()
    }

    /// Whether the vault was left open.
    pub(super) fn left_open(&self) -> bool {
        self.marker().exists()
    }

    /// Writes the marker; durable on return.
    pub(super) fn mark_open(&self) -> Result<(), StoreError> {
        let saying = "marking the vault as open";
        for_writing()
            .create(true)
            .truncate(false)
            .open(self.marker())
            .and_then(|file| file.sync_all())
            .and_then(|()| files::sync_folder(&self.folder))
            .map_err(doing(saying))
    }

    /// Removes the marker; durable on return.
    pub(super) fn mark_closed(&self) -> Result<(), StoreError> {
        files::remove_if_there(&self.marker())
            .and_then(|()| files::sync_folder(&self.folder))
            .map_err(doing("marking the vault as closed"))
    }
}

/// Holds the vault against other programs until it is dropped.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of a folder.
    pub(super) fn take(path: &Path) -> Result<Self, StoreError> {
        let saying = "locking the vault";
        let file = for_writing()
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(doing(saying))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse),
            Err(TryLockError::Error(error)) => Err(doing(saying)(error)),
        }
    }
}

/// Refuses a folder on a network drive: there a lock may hold nobody off, and a save that was
/// acknowledged may still be on its way when the power fails.
pub(super) fn refuse_network(folder: &Path) -> Result<(), StoreError> {
    match network_kind(folder) {
        None => Ok(()),
        Some(kind) => Err(StoreError::Unsuitable(format!(
            "This folder is on a network drive ({kind}). There, two people could write at once and \
             a saved record could be lost. Nothing has been changed. Keep the vault on this \
             computer's own disk, and let backups go to the network drive."
        ))),
    }
}

/// The bytes free on a folder's disk, where the system can say.
#[cfg(unix)]
pub(super) fn free_bytes(folder: &Path) -> Option<u64> {
    let stat = rustix::fs::statvfs(folder).ok()?;
    stat.f_bavail.checked_mul(stat.f_frsize)
}

/// The bytes free on a folder's disk, where the system can say.
#[cfg(not(unix))]
pub(super) fn free_bytes(_folder: &Path) -> Option<u64> {
    None
}

#[cfg(target_os = "linux")]
fn network_kind(folder: &Path) -> Option<String> {
    // The numbers of statfs(2); the type's width differs by machine, its low 32 bits do not.
    let stat = rustix::fs::statfs(folder).ok()?;
    let kind = match (stat.f_type as u64) & 0xFFFF_FFFF {
        0x6969 => "NFS",
        0x517B | 0xFE53_4D42 | 0xFF53_4D42 => "a Windows share",
        0x0102_1997 => "9P",
        0x00C3_6400 => "Ceph",
        0x5346_414F | 0x6B41_4653 => "AFS",
        0x7375_7245 => "Coda",
        0x564C => "NetWare",
        0x7461_636F => "OCFS2",
        0x0BD0_0BD0 => "Lustre",
        0x0116_1970 => "GFS2",
        0x6573_5546 => {
            let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
            return remote_fuse(&mounts, &fs::canonicalize(folder).ok()?);
        }
        _ => return None,
    };
    Some(kind.to_owned())
}

/// A drive letter that stands for a share is one too: the full path says so.
#[cfg(windows)]
fn network_kind(folder: &Path) -> Option<String> {
    let whole = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    is_share(&whole.to_string_lossy()).then(|| "a Windows share".to_owned())
}

/// Whether a full path on Windows is that of a share: `\\server\...`, and not `\\?\C:\...` or `\\.\...`.
#[cfg(any(windows, test))]
fn is_share(path: &str) -> bool {
    match path.strip_prefix(r"\\") {
        Some(rest) if rest.starts_with(r"?\") => rest.to_uppercase().starts_with(r"?\UNC\"),
        Some(rest) => !rest.starts_with('.'),
        None => false,
    }
}

#[cfg(not(any(target_os = "linux", windows)))]
fn network_kind(_folder: &Path) -> Option<String> {
    None
}

/// FUSE carries both local disks and the far side of a network. Only the local kinds we know pass.
#[cfg(target_os = "linux")]
fn remote_fuse(mounts: &str, folder: &Path) -> Option<String> {
    const LOCAL: [&str; 12] = [
        "fuseblk",
        "virtiofs",
        "fuse.bindfs",
        "fuse.cryfs",
        "fuse.ecryptfs",
        "fuse.encfs",
        "fuse.exfat",
        "fuse.fuse-overlayfs",
        "fuse.gocryptfs",
        "fuse.mergerfs",
        "fuse.securefs",
        "fuse.veracrypt",
    ];
    let kind = mounts
        .lines()
        .filter_map(|line| {
            let (mount, rest) = line.split_once(" - ")?;
            let point = mount.split(' ').nth(4)?.replace("\\040", " ");
            let kind = rest.split(' ').next()?;
            folder.starts_with(&point).then_some((point.len(), kind))
        })
        .max_by_key(|(depth, _)| *depth)
        .map_or("FUSE", |(_, kind)| kind);
    (!LOCAL.contains(&kind)).then(|| kind.to_owned())
}

/// Removes what an interrupted write left behind in a folder.
pub(super) fn clear_unfinished(folder: &Path) -> std::io::Result<()> {
    for item in files::read_dir(folder)? {
        let path = item?.path();
        if path.extension().is_some_and(|ext| ext == files::UNFINISHED) {
            files::remove_if_there(&path)?;
        }
    }
    Ok(())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn fuse_is_judged_by_the_innermost_mount() {
        let mounts = "22 1 254:0 / / rw - ext4 /dev/vda rw\n\
                      40 22 0:50 / /home/dsl/school\\040drive rw - fuse.sshfs host:/ rw\n\
                      41 22 8:1 / /media/stick rw - fuseblk /dev/sda1 rw\n";
        let judge = |path: &str| remote_fuse(mounts, Path::new(path));
        assert_eq!(
            judge("/home/dsl/school drive/vault").as_deref(),
            Some("fuse.sshfs")
        );
        assert_eq!(judge("/media/stick/vault"), None);
    }

    #[test]
    fn a_share_is_known_by_its_path() {
        for share in [
            r"\\server\staff\vault",
            r"\\?\UNC\server\staff",
            r"\\?\unc\server",
        ] {
            assert!(is_share(share), "{share}");
        }
        for own in [
            r"C:\Users\ada",
            r"\\?\C:\Users\ada",
            r"\\.\pipe",
            r"vault",
            "/home/ada",
        ] {
            assert!(!is_share(own), "{own}");
        }
    }

    #[test]
    fn an_ordinary_folder_is_no_network_drive() {
        let dir = tempfile::tempdir().unwrap();
        assert!(refuse_network(dir.path()).is_ok());
        assert!(free_bytes(dir.path()).is_some_and(|free| free > 0));
    }
}
