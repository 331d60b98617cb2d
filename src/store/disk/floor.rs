//! How far the log is known to reach, so that a cut end is seen.
//!
//! Two notes say so. `tip` is replaced as one act and made durable when the vault is opened and closed.
//! `reach` follows every append, written over in place without waiting for the disk: whatever ends the
//! program, short of a power cut, leaves it exact, and after a power cut it is old or torn. Both are
//! written only once the journal is durable, so neither ever says too much.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};

use super::files::{self, Checked, doing, for_writing};
use super::place::Names;
use crate::store::{StoreError, Tip};

/// A sequence number and a hash.
const NOTE: usize = 40;

/// What the notes say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Floor {
    /// The furthest entry that either note names; `None` when both are missing or damaged.
    pub(super) tip: Option<Tip>,
    /// Whether the note that follows every append is among them: without it, entries may be missing
    /// that nobody knows of.
    pub(super) exact: bool,
}

impl Floor {
    /// What the notes in a vault's folder say. They are only a second guard: one that is missing or
    /// damaged keeps nobody out.
    pub(super) fn read(names: &Names) -> Self {
        let tip = match files::read_checked(&names.tip()) {
            Ok(Checked::Value(value, _)) => decode(&value),
            _ => None,
        };
        let reach = files::read_plain(&names.reach()).ok().and_then(|bytes| {
            let (crc, note) = bytes.split_first_chunk::<4>()?;
            (*crc == crc32fast::hash(note).to_be_bytes()).then(|| decode(note))?
        });
        let seq = |tip: Option<Tip>| tip.map(|tip| tip.seq);
        Self {
            tip: [tip, reach].into_iter().flatten().max_by_key(|tip| tip.seq),
            // One that lags behind is from before the last opening.
            exact: reach.is_some() && seq(reach) >= seq(tip),
        }
    }

    /// The number of the entry that the log reaches at least.
    pub(super) fn seq(&self) -> u64 {
        self.tip.map_or(0, |tip| tip.seq)
    }
}

/// The notes of an open vault.
pub(super) struct Notes {
    /// `None` when it cannot be written: the durable note then stands alone.
    reach: Option<File>,
}

impl Notes {
    /// Notes where the log ends as the vault is opened.
    pub(super) fn begin(names: &Names, tip: Tip) -> Result<Self, StoreError> {
        write_tip(names, tip)?;
        let reach = for_writing()
            .create(true)
            .truncate(false)
            .open(names.reach())
            .and_then(|mut file| {
                file.set_len(4 + NOTE as u64)?;
                write(&mut file, tip)?;
                Ok(file)
            });
        Ok(Self { reach: reach.ok() })
    }

    /// Notes that the log now reaches so far. A note that fails leaves the older one, which is true as
    /// well; it is not tried again, for half of it may stand there.
    pub(super) fn raise(&mut self, tip: Tip) {
        if let Some(file) = &mut self.reach
            && write(file, tip).is_err()
        {
            self.reach = None;
        }
    }

    /// Notes where the log ends as the vault is closed.
    pub(super) fn end(&mut self, names: &Names, tip: Tip) -> Result<(), StoreError> {
        write_tip(names, tip)
    }
}

fn write(file: &mut File, tip: Tip) -> io::Result<()> {
    let note = encode(tip);
    let mut bytes = crc32fast::hash(&note).to_be_bytes().to_vec();
    bytes.extend_from_slice(&note);
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&bytes)
}

/// Without room the older note stands, which is true as well, and a full disk keeps nobody from
/// reading.
fn write_tip(names: &Names, tip: Tip) -> Result<(), StoreError> {
    match files::write_checked(&names.tip(), &encode(tip)).map_err(files::ReplaceError::into_io) {
        Err(error) if files::is_full(&error) => Ok(()),
        written => written.map_err(doing("noting where the log ends")),
    }
}

fn encode(tip: Tip) -> Vec<u8> {
    let mut note = Vec::with_capacity(NOTE);
    note.extend_from_slice(&tip.seq.to_be_bytes());
    note.extend_from_slice(&tip.hash);
    note
}

fn decode(note: &[u8]) -> Option<Tip> {
    let (seq, hash) = note.split_first_chunk::<8>()?;
    Some(Tip {
        seq: u64::from_be_bytes(*seq),
        hash: hash.try_into().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn tip(seq: u64) -> Tip {
        Tip { seq, hash: [9; 32] }
    }

    #[test]
    fn the_furthest_note_counts_and_a_torn_one_does_not() {
        let home = tempfile::tempdir().unwrap();
        let names = Names {
            folder: home.path().to_owned(),
        };
        assert_eq!(Floor::read(&names), Floor::default());
        let mut notes = Notes::begin(&names, tip(3)).unwrap();
        notes.raise(tip(4));
        notes.raise(tip(5));
        let floor = Floor::read(&names);
        assert_eq!((floor.tip, floor.exact), (Some(tip(5)), true));
        let mut bytes = fs::read(names.reach()).unwrap();
        for at in 0..bytes.len() {
            bytes[at] ^= 1;
            fs::write(names.reach(), &bytes).unwrap();
            let floor = Floor::read(&names);
            assert_eq!((floor.tip, floor.exact), (Some(tip(3)), false), "{at}");
            bytes[at] ^= 1;
        }
    }
}
