//! Making a vault: in a folder beside its place, which then takes its place as one act.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::DiskStore;
use super::files::{self, doing, for_writing, make_folder};
use super::place::{self, Lock, Names};
use crate::store::{Store, StoreError};

impl DiskStore {
    /// Makes a vault in `folder`, filled by `fill` and closed cleanly. A crash at any moment leaves
    /// no vault or a whole one; what an interrupted creation left is removed by the next.
    ///
    /// # Errors
    /// [`StoreError::Unsuitable`] when the folder has something in it already or cannot hold a
    /// vault, and whatever `fill` answers. There is no vault then.
    pub fn create<T, E: From<StoreError>>(
        folder: &Path,
        fill: impl FnOnce(&mut dyn Store) -> Result<T, E>,
    ) -> Result<T, E> {
        let site = Site::new(folder)?;
        let made = site.build(fill);
        match made {
            Ok(value) => {
                site.put_in_place()?;
                Ok(value)
            }
            Err(error) => {
                // The next creation would remove it too.
                let _ = files::remove_tree_if_there(&site.beside);
                Err(error)
            }
        }
    }
}

/// Where a vault is built, and where it will stand.
struct Site {
    folder: PathBuf,
    beside: PathBuf,
    parent: PathBuf,
}

impl Site {
    fn new(folder: &Path) -> Result<Self, StoreError> {
        let folder = std::path::absolute(folder).map_err(doing("finding the folder"))?;
        let (Some(parent), Some(name)) = (folder.parent(), folder.file_name()) else {
            return Err(StoreError::Unsuitable(
                "A vault needs a folder of its own. Nothing has been changed. Name a folder that \
                 does not exist yet."
                    .to_owned(),
            ));
        };
        refuse_occupied(&folder)?;
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(".unfinished");
        let site = Self {
            beside: parent.join(hidden),
            parent: parent.to_owned(),
            folder: folder.clone(),
        };
        fs::create_dir_all(&site.parent).map_err(doing("making the folder for the vault"))?;
        place::refuse_network(&site.parent)?;
        site.clear()?;
        Ok(site)
    }

    /// Removes what an interrupted creation left, unless it is still at work.
    fn clear(&self) -> Result<(), StoreError> {
        if self.beside.is_dir() {
            drop(Lock::take(&self.names().lock())?);
        }
        files::remove_tree_if_there(&self.beside).map_err(doing("removing an unfinished vault"))
    }

    fn build<T, E: From<StoreError>>(
        &self,
        fill: impl FnOnce(&mut dyn Store) -> Result<T, E>,
    ) -> Result<T, E> {
        self.lay_out().map_err(doing("making the vault"))?;
        let mut store = Box::new(DiskStore::open(&self.beside)?);
        let value = fill(store.as_mut())?;
        store.close()?;
        Ok(value)
    }

    fn lay_out(&self) -> io::Result<()> {
        let names = self.names();
        make_folder(&self.beside)?;
        make_folder(&names.blobs())?;
        for_writing()
            .create_new(true)
            .open(names.journal())?
            .sync_all()?;
        files::sync_tree(&self.beside)
    }

    fn put_in_place(&self) -> Result<(), StoreError> {
        // sled, the blobs and the journal synced themselves; this is for the names among them.
        (|| {
            files::sync_tree(&self.beside)?;
            if self.folder.is_dir() {
                // Fails unless it is empty.
                fs::remove_dir(&self.folder)?;
            }
            files::rename(&self.beside, &self.folder)?;
            files::sync_folder(&self.parent)
        })()
        .map_err(doing("putting the new vault in its place"))
    }

    fn names(&self) -> Names {
        Names {
            folder: self.beside.clone(),
        }
    }
}

fn refuse_occupied(folder: &Path) -> Result<(), StoreError> {
    let occupied = match files::read_dir(folder) {
        Ok(mut items) => items.next().is_some(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => true,
        Err(error) => return Err(doing("looking into the folder")(error)),
    };
    if !occupied {
        return Ok(());
    }
    Err(StoreError::Unsuitable(
        "There is something in that folder already. Nothing in it has been changed. Name an empty \
         folder, or one that does not exist yet."
            .to_owned(),
    ))
}
