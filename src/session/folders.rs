//! The folders that a vault lives with.

use std::path::{Path, PathBuf};

use super::paths;

/// The folders of a vault.
#[derive(Clone, Debug, Default)]
pub struct Folders {
    /// The vault itself; none for one that is in memory only.
    pub vault: Option<PathBuf>,
    /// Where backups go, each of them to every folder.
    pub backups: Vec<PathBuf>,
    /// Where reports are dropped.
    pub drop_box: Option<PathBuf>,
    /// Where this computer remembers what it saw of the vault.
    pub state: PathBuf,
}

impl Folders {
    /// A vault's folders: backups and reports beside it, and a second folder for backups and another
    /// for reports where they are set.
    #[must_use]
    pub fn of(vault: &Path, second_backups: Option<&Path>, drop_box: Option<&Path>) -> Self {
        let mut backups = vec![paths::backups(vault)];
        backups.extend(second_backups.map(Path::to_path_buf));
        let drop_box = drop_box.map_or_else(|| paths::drop_box(vault), Path::to_path_buf);
        Self {
            vault: Some(vault.to_path_buf()),
            backups,
            drop_box: Some(drop_box),
            state: paths::state(),
        }
    }
}
