//! The journal's form: one record for each batch, so that all of a batch lands or none of it.
//!
//! | bytes | what |
//! |---|---|
//! | 0..8 | magic and format version, to find the next record after a damaged one |
//! | 8..12 | length of the payload, big-endian like every number here |
//! | 12..16 | number of entries |
//! | 16..24 | sequence number of the first entry |
//! | 24..28 | CRC-32 of the payload |
//! | 28..32 | CRC-32 of bytes 0..28 |
//! | 32.. | for each entry its length in 4 bytes, then the entry as [`Sealed::encode`] lays it out |

use crate::store::{Audience, Hash, Header, Sealed};

/// How a record begins. Neither text nor a likely piece of a ciphertext.
pub(super) const MAGIC: [u8; 8] = [0xDB, b'J', b'r', b'n', b'l', b'1', 0x0D, 0x0A];

/// Bytes before the payload.
pub(super) const HEAD: usize = 32;

/// No batch is larger than this: a length beyond it is a damaged length.
pub(super) const MOST: usize = 1 << 30;

/// The fixed part of a record.
pub(super) struct Head {
    /// Bytes of payload.
    pub(super) len: usize,
    count: u32,
    first: u64,
    crc: u32,
}

/// Where one entry lies in the journal, and the hash that its header must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) at: u64,
    pub(super) len: u32,
    pub(super) hash: Hash,
    /// It is in the clear.
    pub(super) clear: bool,
}

impl Place {
    pub(super) fn of(at: u64, len: u32, header: &Header) -> Self {
        Self::hashed(at, len, header, header.hash())
    }

    fn hashed(at: u64, len: u32, header: &Header, hash: Hash) -> Self {
        Self {
            at,
            len,
            hash,
            clear: header.audience == Audience::Everyone,
        }
    }
}

/// A whole record: its checksums, its numbers and the chain inside it are right.
#[derive(Debug)]
pub(super) struct Record {
    /// Sequence number of the first entry.
    pub(super) first: u64,
    /// The hash that the first entry names as the one before it.
    pub(super) prev: Hash,
    /// Where the entries lie; never empty.
    pub(super) places: Vec<Place>,
    /// The byte after the record.
    pub(super) end: u64,
}

/// The record for a batch, or `None` when the batch is empty or too large for one.
pub(super) fn encode(batch: &[Sealed]) -> Option<Vec<u8>> {
    let first = batch.first()?.header.seq;
    let mut payload = Vec::new();
    for sealed in batch {
        let len = u32::try_from(Header::LEN + sealed.ciphertext.len()).ok()?;
        payload.extend_from_slice(&len.to_be_bytes());
        payload.extend_from_slice(&sealed.header.encode());
        payload.extend_from_slice(&sealed.ciphertext);
        if payload.len() > MOST {
            return None;
        }
    }
    let mut record = Vec::with_capacity(HEAD + payload.len());
    record.extend_from_slice(&MAGIC);
    record.extend_from_slice(&u32::try_from(payload.len()).ok()?.to_be_bytes());
    record.extend_from_slice(&u32::try_from(batch.len()).ok()?.to_be_bytes());
    record.extend_from_slice(&first.to_be_bytes());
    record.extend_from_slice(&crc32fast::hash(&payload).to_be_bytes());
    record.extend_from_slice(&crc32fast::hash(&record).to_be_bytes());
    record.append(&mut payload);
    Some(record)
}

/// Reads the fixed part, or `None` when these bytes are none.
pub(super) fn head(bytes: &[u8; HEAD]) -> Option<Head> {
    let (checked, crc) = bytes.split_last_chunk::<4>()?;
    if u32::from_be_bytes(*crc) != crc32fast::hash(checked) {
        return None;
    }
    let mut rest = checked.strip_prefix(&MAGIC)?;
    let head = Head {
        len: usize::try_from(u32::from_be_bytes(take(&mut rest)?)).ok()?,
        count: u32::from_be_bytes(take(&mut rest)?),
        first: u64::from_be_bytes(take(&mut rest)?),
        crc: u32::from_be_bytes(take(&mut rest)?),
    };
    (head.len <= MOST && head.count > 0 && head.first > 0).then_some(head)
}

/// Checks a payload that begins at byte `at` of the journal, or `None` when it is not whole.
///
/// A ciphertext's own hash is left to whoever reads the entry: the checksum has covered it here.
pub(super) fn payload(head: &Head, at: u64, bytes: &[u8]) -> Option<Record> {
    if bytes.len() != head.len || crc32fast::hash(bytes) != head.crc {
        return None;
    }
    let mut rest = bytes;
    let mut places: Vec<Place> = Vec::new();
    let mut prev = None;
    let mut seq = head.first;
    for _ in 0..head.count {
        let len = u32::from_be_bytes(take(&mut rest)?);
        let start = at + (bytes.len() - rest.len()) as u64;
        let (entry, after) = rest.split_at_checked(usize::try_from(len).ok()?)?;
        let (header, body) = entry.split_at_checked(Header::LEN)?;
        let (header, hash) = Header::decode_hashed(header).ok()?;
        let follows = places.last().is_none_or(|last| last.hash == header.prev);
        if header.seq != seq || header.len != body.len() as u64 || !follows {
            return None;
        }
        prev = prev.or(Some(header.prev));
        places.push(Place::hashed(start, len, &header, hash));
        seq = seq.checked_add(1)?;
        rest = after;
    }
    if !rest.is_empty() {
        return None;
    }
    Some(Record {
        first: head.first,
        prev: prev?,
        places,
        end: at + bytes.len() as u64,
    })
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk::<N>()?;
    *rest = tail;
    Some(*head)
}
