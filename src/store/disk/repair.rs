//! Mending a journal with the entries that sled still has.
//!
//! The mended journal is written beside the damaged one, walked, and only then put in its place:
//! sled is believed only where the chain confirms it.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};

use super::files::{self, doing, for_writing};
use super::floor::Floor;
use super::place::Names;
use super::record;
use super::sled_side::SledSide;
use super::walk::{Walk, walk};
use crate::store::{Sealed, StoreError};

/// Entries fetched from sled at once.
const AT_ONCE: usize = 256;

/// Writes a whole journal from the good records of a damaged one and from sled.
pub(super) fn mend(
    names: &Names,
    damaged: Option<&File>,
    found: &Walk,
    floor: Floor,
    donor: Option<&SledSide>,
    notices: &mut Vec<String>,
) -> Result<File, StoreError> {
    let lost = missing(found, floor);
    let path = names.journal();
    let beside = files::unfinished(&path);
    let mended = write(&beside, damaged, found, donor)
        .map_err(doing("mending the log"))?
        .filter(|file| is_whole(file, found, floor));
    let Some(file) = mended else {
        let _ = fs::remove_file(&beside);
        return Err(StoreError::Damaged(format!(
            "{lost} cannot be read, and no second copy was found. Nothing has been changed on the \
             disk, and nothing more can be saved here. Restore the newest backup"
        )));
    };
    // Windows does not rename over an open file.
    drop(file);
    let file = files::rename(&beside, &path)
        .and_then(|()| files::sync_folder(&names.folder))
        .and_then(|()| for_writing().open(&path))
        .map_err(doing("putting the mended log in its place"))?;
    let what = match lacks(found, floor) {
        true => format!(
            "Part of the log had been damaged on the disk: {lost}. It was brought back whole from the \
             second copy, and nothing is lost."
        ),
        false => {
            "Something that is no entry lay in the log's file. Every entry was there beside it, \
                  and the file was written anew without it."
                .to_owned()
        }
    };
    notices.push(format!(
        "{what} A disk that does this may be failing: make a backup now, and tell whoever looks \
         after the computer."
    ));
    Ok(file)
}

/// The new journal, durable, or `None` when sled lacks an entry.
fn write(
    beside: &std::path::Path,
    damaged: Option<&File>,
    found: &Walk,
    donor: Option<&SledSide>,
) -> io::Result<Option<File>> {
    let mut to = for_writing().create(true).truncate(true).open(beside)?;
    let mut from = 0;
    for hole in &found.holes {
        copy(damaged, from..hole.from, &mut to)?;
        if !fill(donor, hole.first, Some(hole.next), &mut to)? {
            return Ok(None);
        }
        from = hole.to;
    }
    copy(damaged, from..found.end, &mut to)?;
    fill(donor, found.tip().seq + 1, None, &mut to)?;
    to.sync_all()?;
    Ok(Some(to))
}

fn copy(damaged: Option<&File>, bytes: std::ops::Range<u64>, to: &mut File) -> io::Result<()> {
    if let Some(mut file) = damaged {
        file.seek(SeekFrom::Start(bytes.start))?;
        io::copy(&mut file.take(bytes.end - bytes.start), to)?;
    }
    Ok(())
}

/// Writes the entries from `first` until before `next` (or as many as there are) from sled.
fn fill(
    donor: Option<&SledSide>,
    first: u64,
    next: Option<u64>,
    to: &mut File,
) -> io::Result<bool> {
    let mut seq = first;
    while next.is_none_or(|next| seq < next) {
        let left = next.map_or(AT_ONCE, |next| {
            usize::try_from(next - seq).map_or(AT_ONCE, |left| left.min(AT_ONCE))
        });
        let batch: Vec<Sealed> = donor
            .and_then(|side| side.read(seq - 1, left).ok())
            .unwrap_or_default()
            .iter()
            .map_while(|bytes| Sealed::decode(bytes).ok())
            .collect();
        let Some(bytes) = record::encode(&batch) else {
            return Ok(next.is_none());
        };
        to.write_all(&bytes)?;
        seq += batch.len() as u64;
    }
    Ok(true)
}

/// Whether the new journal is one unbroken log that has all there ever was.
fn is_whole(file: &File, found: &Walk, floor: Floor) -> bool {
    let Ok(mended) = walk(file, u64::MAX) else {
        return false;
    };
    let reaches = floor.tip.is_none_or(|floor| {
        floor.seq == 0
            || usize::try_from(floor.seq - 1)
                .ok()
                .and_then(|index| mended.places.get(index))
                .is_some_and(|place| place.hash == floor.hash)
    });
    mended.holes.is_empty()
        && mended.disorder.is_none()
        && mended.end == mended.size
        && mended.places.len() >= found.places.len()
        && !mended.places.is_empty()
        && reaches
}

fn run(first: u64, last: u64) -> String {
    match first == last {
        true => format!("entry {first}"),
        false => format!("entries {first} to {last}"),
    }
}

/// Whether any entry is missing, as far as can be told.
fn lacks(found: &Walk, floor: Floor) -> bool {
    let tip = found.tip().seq;
    found.holes.iter().any(|hole| hole.next > hole.first)
        || floor.tip.is_none()
        || floor.seq() > tip
}

/// The entries that the journal lacks, in words.
fn missing(found: &Walk, floor: Floor) -> String {
    let mut parts: Vec<String> = found
        .holes
        .iter()
        .filter(|hole| hole.next > hole.first)
        .map(|hole| run(hole.first, hole.next - 1))
        .collect();
    let tip = found.tip().seq;
    match floor.seq() {
        last if last > tip => parts.push(run(tip + 1, last)),
        _ if parts.is_empty() => parts.push(format!("what follows entry {tip}")),
        _ => {}
    }
    parts.join(", ")
}
