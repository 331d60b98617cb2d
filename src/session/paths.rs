//! Where things are, on each system.

use std::path::{Path, PathBuf};

use etcetera::base_strategy::{BaseStrategy, choose_native_strategy};

/// The vault's folder when none is named: in the user's own data folder.
#[must_use]
pub fn vault() -> PathBuf {
    in_data(|base| base.data_dir()).join("vault")
}

/// Where the last tip of each vault is remembered: outside of any vault.
#[must_use]
pub fn state() -> PathBuf {
    in_data(|base| {
        base.state_dir()
            .unwrap_or_else(|| base.data_dir().join("state"))
    })
}

/// Where backups go when no other folder is set: beside the vault.
#[must_use]
pub fn backups(vault: &Path) -> PathBuf {
    let name = vault.file_name().unwrap_or_default().to_string_lossy();
    vault.with_file_name(format!("{name}-backups"))
}

/// Where reports are dropped when no other folder is set: beside the vault.
#[must_use]
pub fn drop_box(vault: &Path) -> PathBuf {
    let name = vault.file_name().unwrap_or_default().to_string_lossy();
    vault.with_file_name(format!("{name}-drop-box"))
}

/// A machine without a home folder is rare; the folder one stands in is then as good as any.
fn in_data(dir: impl Fn(&dyn BaseStrategy) -> PathBuf) -> PathBuf {
    choose_native_strategy().map_or_else(
        |_| PathBuf::from("daybook"),
        |base| dir(&base).join("daybook"),
    )
}
