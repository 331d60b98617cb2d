//! Reading the whole journal once, a record at a time, and finding what is damaged.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use super::record::{self, HEAD, MAGIC, Place, Record};
use crate::store::Tip;

/// Bytes read from the disk at once.
const WINDOW: usize = 1 << 18;

/// What the journal holds.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// Where each entry lies, from entry 1; complete only when there are no holes.
    pub(super) places: Vec<Place>,
    /// The byte after the last good record.
    pub(super) end: u64,
    /// Bytes of the file; beyond `end` lies a torn write.
    pub(super) size: u64,
    /// Damaged bytes between good records.
    pub(super) holes: Vec<Hole>,
    /// Sequence number of the last entry that was found.
    last: u64,
    /// Why the good records do not make one log, if they do not.
    pub(super) disorder: Option<String>,
}

/// Damaged bytes with good records after them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hole {
    /// First damaged byte.
    pub(super) from: u64,
    /// First good byte after it.
    pub(super) to: u64,
    /// The first entry that is missing.
    pub(super) first: u64,
    /// The first entry that is there again.
    pub(super) next: u64,
}

/// Reads the journal from its beginning, all of it or up to a byte.
pub(super) fn walk(file: &File, up_to: u64) -> io::Result<Walk> {
    let mut reader = Reader::new(file, up_to)?;
    let mut walk = Walk {
        size: reader.size,
        ..Walk::default()
    };
    let mut hole_from = None;
    while walk.disorder.is_none() {
        let start = walk.end;
        let record = match reader.record(start)? {
            Some(record) => record,
            None => match reader.next_after(start)? {
                Some((at, record)) => {
                    hole_from = Some((start, at));
                    record
                }
                None => break,
            },
        };
        if record.first <= walk.last {
            walk.disorder = Some(format!(
                "entry {} is there twice, or out of its place",
                record.first
            ));
            break;
        }
        let missing = record.first != walk.last + 1;
        if hole_from.is_some() || missing {
            let (from, to) = hole_from.take().unwrap_or((start, start));
            walk.holes.push(Hole {
                from,
                to,
                first: walk.last + 1,
                next: record.first,
            });
        }
        let last = walk.places.last().map(|place| place.hash);
        if !missing && last.is_some_and(|hash| hash != record.prev) {
            walk.disorder = Some(format!(
                "entry {} does not follow from entry {}",
                record.first, walk.last
            ));
            break;
        }
        walk.last = record.first + (record.places.len() as u64 - 1);
        walk.end = record.end;
        walk.places.extend_from_slice(&record.places);
    }
    Ok(walk)
}

/// Reads records at given places through one buffer.
struct Reader<'f> {
    inner: BufReader<&'f File>,
    at: u64,
    size: u64,
    payload: Vec<u8>,
}

impl<'f> Reader<'f> {
    fn new(file: &'f File, up_to: u64) -> io::Result<Self> {
        let size = file.metadata()?.len().min(up_to);
        let mut inner = BufReader::with_capacity(WINDOW, file);
        inner.seek(SeekFrom::Start(0))?;
        Ok(Self {
            inner,
            at: 0,
            size,
            payload: Vec::new(),
        })
    }

    fn go(&mut self, at: u64) -> io::Result<()> {
        if at != self.at {
            self.inner.seek(SeekFrom::Start(at))?;
            self.at = at;
        }
        Ok(())
    }

    fn read(&mut self, into: &mut [u8]) -> io::Result<()> {
        self.inner.read_exact(into)?;
        self.at += into.len() as u64;
        Ok(())
    }

    /// The whole record that begins at this byte, if one does.
    fn record(&mut self, at: u64) -> io::Result<Option<Record>> {
        let left = self.size.saturating_sub(at);
        if left < HEAD as u64 {
            return Ok(None);
        }
        self.go(at)?;
        let mut head = [0; HEAD];
        self.read(&mut head)?;
        let Some(head) = record::head(&head) else {
            return Ok(None);
        };
        if head.len as u64 > left - HEAD as u64 {
            return Ok(None);
        }
        let mut payload = std::mem::take(&mut self.payload);
        payload.resize(head.len, 0);
        let read = self.read(&mut payload);
        let record = record::payload(&head, at + HEAD as u64, &payload);
        self.payload = payload;
        read.map(|()| record)
    }

    /// The first whole record that begins after this byte, and where.
    fn next_after(&mut self, at: u64) -> io::Result<Option<(u64, Record)>> {
        let mut from = at + 1;
        let mut window = vec![0; WINDOW];
        while from + (HEAD as u64) <= self.size {
            let len = usize::try_from(self.size - from).map_or(WINDOW, |left| left.min(WINDOW));
            let Some(part) = window.get_mut(..len) else {
                break;
            };
            self.go(from)?;
            self.read(part)?;
            let found = part
                .windows(MAGIC.len())
                .enumerate()
                .filter(|(_, bytes)| *bytes == MAGIC)
                .map(|(offset, _)| from + offset as u64)
                .collect::<Vec<_>>();
            for candidate in found {
                if let Some(record) = self.record(candidate)? {
                    return Ok(Some((candidate, record)));
                }
            }
            // A magic may lie across the edge of the window.
            from += (len - (MAGIC.len() - 1).min(len - 1)) as u64;
        }
        Ok(None)
    }
}

impl Walk {
    /// The last entry that was found.
    pub(super) fn tip(&self) -> Tip {
        self.places.last().map_or(Tip::EMPTY, |last| Tip {
            seq: self.last,
            hash: last.hash,
        })
    }
}
