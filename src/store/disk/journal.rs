//! The write-ahead journal: the one file that acknowledges an entry.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use super::place::Names;
use super::record::{self, Place};
use super::walk::walk;
use crate::store::{Sealed, StoreError, Tip};

/// An open journal, walked and whole.
pub(super) struct Journal {
    file: File,
    len: u64,
    places: Vec<Place>,
    /// How bytes are made durable; a test puts a failing one here.
    sync: fn(&File) -> io::Result<()>,
}

impl Journal {
    /// A journal whose entries lie at these places and which ends at byte `len`.
    pub(super) fn new(file: File, len: u64, places: Vec<Place>) -> Self {
        Self {
            file,
            len,
            places,
            sync: File::sync_data,
        }
    }

    /// The same journal up to a byte, opened once more: whoever has it goes on writing.
    pub(super) fn up_to(names: &Names, len: u64) -> io::Result<Self> {
        let file = File::open(names.journal())?;
        let found = walk(&file, len)?;
        Ok(Self::new(file, len, found.places))
    }

    /// The last entry.
    pub(super) fn tip(&self) -> Tip {
        self.places.last().map_or(Tip::EMPTY, |last| Tip {
            seq: self.places.len() as u64,
            hash: last.hash,
        })
    }

    /// The bytes that the journal takes.
    pub(super) fn bytes(&self) -> u64 {
        self.len
    }

    /// Where the entries after `after` lie, at most `limit`.
    pub(super) fn places(&self, after: u64, limit: usize) -> &[Place] {
        let from = usize::try_from(after).map_or(self.places.len(), |n| n.min(self.places.len()));
        let to = from.saturating_add(limit).min(self.places.len());
        self.places.get(from..to).unwrap_or_default()
    }

    /// Reads entries, each checked against its header and the chain.
    pub(super) fn read(&self, after: u64, limit: usize) -> Result<Vec<Sealed>, StoreError> {
        let places = self.places(after, limit);
        let (Some(first), Some(last)) = (places.first(), places.last()) else {
            return Ok(Vec::new());
        };
        // The entries asked for lie in one run of bytes: one read fetches them all.
        let run = last.at + u64::from(last.len) - first.at;
        let mut bytes = vec![0; usize::try_from(run).unwrap_or(usize::MAX)];
        let mut file = &self.file;
        file.seek(SeekFrom::Start(first.at))
            .and_then(|_| file.read_exact(&mut bytes))
            .map_err(super::files::doing("reading the log"))?;
        places
            .iter()
            .zip(after + 1..)
            .map(|(place, seq)| {
                let from = usize::try_from(place.at - first.at).ok();
                from.and_then(|from| bytes.get(from..)?.get(..usize::try_from(place.len).ok()?))
                    .and_then(|bytes| place.check(bytes))
                    .ok_or_else(|| {
                        StoreError::Damaged(format!(
                            "entry {seq} on the disk has changed since the vault was opened. \
                             Close Daybook and open it again; if that does not help, restore the \
                             newest backup"
                        ))
                    })
            })
            .collect()
    }

    /// Whether an entry still lies there as it was written.
    pub(super) fn is_whole(&self, place: &Place) -> bool {
        let mut bytes = vec![0; usize::try_from(place.len).unwrap_or(usize::MAX)];
        let mut file = &self.file;
        let read = file
            .seek(SeekFrom::Start(place.at))
            .and_then(|_| file.read_exact(&mut bytes));
        read.is_ok() && place.check(&bytes).is_some()
    }

    /// Reads the entries in the clear.
    pub(super) fn in_the_clear(&self) -> Result<Vec<Sealed>, StoreError> {
        let clear = (0..).zip(&self.places).filter(|(_, place)| place.clear);
        let pages = clear.map(|(before, _)| self.read(before, 1));
        Ok(pages.collect::<Result<Vec<_>, _>>()?.concat())
    }

    /// Appends batches that continue the log, a record for each; durable on return, all together.
    ///
    /// On any failure what was written is cut off again and nothing more may be appended: after a
    /// failed sync the system may have thrown the bytes away and call the next sync a success.
    pub(super) fn append(&mut self, batches: &[&[Sealed]]) -> io::Result<()> {
        let mut records = Vec::new();
        for batch in batches {
            records.append(&mut record::encode(batch).ok_or_else(|| {
                io::Error::new(io::ErrorKind::InvalidInput, "the batch is too large")
            })?);
        }
        let written = self
            .file
            .seek(SeekFrom::Start(self.len))
            .and_then(|_| self.file.write_all(&records))
            .and_then(|()| (self.sync)(&self.file));
        if let Err(error) = written {
            let _ = self.file.set_len(self.len);
            return Err(error);
        }
        let mut at = self.len;
        for batch in batches {
            at += record::HEAD as u64;
            for sealed in *batch {
                let len = crate::store::Header::LEN + sealed.ciphertext.len();
                at += 4;
                let stored = u32::try_from(len).unwrap_or(u32::MAX);
                self.places.push(Place::of(at, stored, &sealed.header));
                at += len as u64;
            }
        }
        self.len = at;
        Ok(())
    }

    /// Makes every further sync fail, as a dying disk does.
    #[cfg(test)]
    pub(super) fn fail_syncs(&mut self) {
        self.sync = |_| Err(io::Error::other("the disk is dying"));
    }
}

impl Place {
    /// The entry in these bytes, if it is the one that lies here.
    pub(super) fn check(&self, bytes: &[u8]) -> Option<Sealed> {
        Sealed::decode(bytes)
            .ok()
            .filter(|sealed| sealed.header.hash() == self.hash)
    }
}
