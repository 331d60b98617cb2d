//! Opening a vault: lock, walk the journal, mend what can be mended.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

use super::alongside::{Alongside, open_existing};
use super::blobs::Blobs;
use super::files::{self, doing, for_writing};
use super::floor::{Floor, Notes};
use super::journal::Journal;
use super::place::{self, Lock, Names};
use super::repair;
use super::sled_side::SledSide;
use super::walk::{Walk, walk};
use super::{DiskStore, RefCell};
use crate::store::StoreError;

impl DiskStore {
    /// Whether there is a vault in a folder, in whatever state.
    #[must_use]
    pub fn exists(folder: &Path) -> bool {
        Names {
            folder: folder.to_owned(),
        }
        .any()
    }

    /// Opens the vault in a folder and holds it until the store is dropped.
    ///
    /// What had to be mended is in [`notices`](crate::store::Store::notices).
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::InUse`], [`StoreError::Unsuitable`] for a folder that
    /// cannot be written to or lies on a network drive, [`StoreError::Damaged`] when entries are
    /// lost; nothing on the disk has been changed then.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let names = Names {
            folder: folder.to_owned(),
        };
        if !names.any() {
            return Err(StoreError::Missing);
        }
        place::refuse_network(folder)?;
        let lock = Lock::take(&names.lock())?;
        if !names.blobs().is_dir() {
            return Err(StoreError::Damaged(
                "the folder `blobs`, which holds everybody's keys, is missing. The log has not \
                 been touched. Put the folder back, or restore the newest backup"
                    .to_owned(),
            ));
        }
        for folder in [&names.folder, &names.blobs()] {
            place::clear_unfinished(folder).map_err(doing("tidying up after a crash"))?;
        }
        let mut notices = Vec::new();
        let crashed = names.left_open();
        let floor = Floor::read(&names);
        let blobs = Blobs::new(names.blobs());
        let wanted = [vec![names.journal()], blobs.paths()].concat();
        let sound = files::fetched_beside(&wanted, || {
            sound_journal(&names, crashed, floor, &mut notices)
        });
        // Only now is nobody asking it any more.
        files::remove_tree_if_there(&names.sled_copy()).map_err(doing("tidying up"))?;
        let (journal, donor) = sound?;
        // After a save that was cut short there is something to do, and it has been said.
        if crashed && notices.is_empty() {
            notices.push(not_closed(journal.tip().seq, floor));
        }
        names.mark_open()?;
        let notes = Notes::begin(&names, journal.tip())?;
        let sled = Alongside::new(&names, &journal, crashed, donor);
        Ok(Self {
            blobs,
            names,
            journal,
            sled: RefCell::new(sled),
            notes,
            poisoned: false,
            notices,
            _lock: lock,
        })
    }
}

/// The journal, whole: a torn end cut off, damaged entries brought back from sled.
///
/// Answers sled too when it was opened on the way and has every entry.
fn sound_journal(
    names: &Names,
    crashed: bool,
    floor: Floor,
    notices: &mut Vec<String>,
) -> Result<(Journal, Option<SledSide>), StoreError> {
    if files::is_no_file(&names.journal()) {
        return Err(StoreError::Damaged(
            "the file `journal`, which holds the log, is no plain file. Nothing has been changed on \
             the disk. Put the right file back, or restore the newest backup"
                .to_owned(),
        ));
    }
    let opened = for_writing().open(names.journal());
    let (file, found) = match opened {
        Ok(file) => {
            let found = walk(&file, u64::MAX).map_err(doing("reading the log"))?;
            (Some(file), found)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => (None, Walk::default()),
        Err(error) => return Err(doing("opening the log")(error)),
    };
    if let Some(disorder) = found.disorder {
        return Err(StoreError::Damaged(format!(
            "{disorder}. Nothing has been changed on the disk. Restore the newest backup"
        )));
    }
    let tip = found.tip();
    let complete = file.is_some() && found.holes.is_empty() && reaches(&found, floor)?;
    let torn = found.size > found.end;

    let donor = match crashed {
        false if !complete || torn || floor.tip.is_none() => open_existing(names),
        // After a crash sled has recovered by itself, and is believed only as far as the chain goes.
        true if !complete || !floor.exact => open_copy(names),
        _ => None,
    };
    let ahead = donor.as_ref().and_then(|side| side.extent().ok());
    // What a crash has spoilt may have any keys: only an unbroken run of entries counts.
    let more = ahead.is_some_and(|(last, count)| last > tip.seq && (!crashed || last == count));
    if complete && !more {
        let Some(file) = file else {
            return Err(StoreError::Missing);
        };
        if torn {
            cut(names, &file, &found, floor, notices)?;
        }
        let donor = donor.filter(|_| !crashed && ahead == Some((tip.seq, tip.seq)));
        return Ok((Journal::new(file, found.end, found.places), donor));
    }
    let file = repair::mend(names, file.as_ref(), &found, floor, donor.as_ref(), notices)?;
    let mended = walk(&file, u64::MAX).map_err(doing("reading the log"))?;
    Ok((Journal::new(file, mended.end, mended.places), None))
}

/// Whether the log reaches at least as far as it once did.
fn reaches(found: &Walk, floor: Floor) -> Result<bool, StoreError> {
    let Some(floor) = floor.tip.filter(|floor| floor.seq > 0) else {
        return Ok(true);
    };
    let index = usize::try_from(floor.seq - 1).unwrap_or(usize::MAX);
    match found.places.get(index) {
        None => Ok(false),
        Some(place) if place.hash == floor.hash || !found.holes.is_empty() => Ok(true),
        Some(_) => Err(StoreError::Damaged(format!(
            "entry {} is not the one that was last in the log: the file `journal` belongs to \
             another vault or another time. Nothing has been changed on the disk. Put the right \
             file back, or restore the newest backup",
            floor.seq
        ))),
    }
}

/// Cuts off a torn write, after copying it aside.
fn cut(
    names: &Names,
    file: &File,
    found: &Walk,
    floor: Floor,
    notices: &mut Vec<String>,
) -> Result<(), StoreError> {
    let aside = names.torn();
    let copied = (|| {
        let mut from = file;
        from.seek(SeekFrom::Start(found.end))?;
        let mut to = for_writing().create_new(true).open(&aside)?;
        io::copy(&mut from.take(found.size - found.end), &mut to)?;
        to.sync_all()?;
        files::sync_folder(&names.folder)
    })();
    if let Err(error) = copied {
        let _ = fs::remove_file(&aside);
        return Err(doing(
            "setting aside an unfinished write (make room on the disk, then open the vault again)",
        )(error));
    }
    file.set_len(found.end)
        .and_then(|()| file.sync_all())
        .map_err(doing("cutting off an unfinished write"))?;
    notices.push(format!(
        "The last save was cut short, by a power cut or a crash, before it was complete. {} \
         Look whether your last entry is there, and record it again if not. The unfinished piece \
         ({} bytes) was kept in {}.",
        what_is_here(found.places.len() as u64, floor),
        found.size - found.end,
        aside.display()
    ));
    Ok(())
}

/// What to say after a crash that cost nothing.
fn not_closed(entries: u64, floor: Floor) -> String {
    let nothing_to_do = match floor.exact {
        true => " There is nothing you need to do.",
        false => "",
    };
    format!(
        "Daybook was not closed properly last time. {}{nothing_to_do}",
        what_is_here(entries, floor)
    )
}

/// How many entries there are, and that they are all only where something vouches for it.
fn what_is_here(entries: u64, floor: Floor) -> String {
    match (floor.exact, entries) {
        (true, 0) => "No entry had been saved before it.".to_owned(),
        (true, 1) => "The one entry that was saved is here.".to_owned(),
        (true, n) => format!("All {n} entries that were saved are here."),
        (false, n) => format!(
            "{n} entries are here. Whether more had been saved cannot be told, because the note of \
             it did not survive: compare with the newest backup (`daybook verify --backup`)."
        ),
    }
}

/// A copy of the sled that a crash has left, if it can be made and opened.
fn open_copy(names: &Names) -> Option<SledSide> {
    let copy = names.sled_copy();
    files::remove_tree_if_there(&copy).ok()?;
    files::copy_tree(&names.sled(), &copy).ok()?;
    SledSide::open(&copy).ok()
}
