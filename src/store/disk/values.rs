//! How entries lie in sled: several short ones to a value, a long one over several values.
//!
//! sled keeps a record in memory for every page, and a page holds some sixteen values however short they
//! are: at 900,000 entries with a value each that was 150 MB. A value's key is the number of its first
//! entry, then which part of that entry it is (0 but for a long one).

use sled::{Batch, Db};

use crate::store::{Sealed, split_encoded};

/// A value's greatest length. sled moves large pages, which hold some 16 values each, to files that it
/// never makes durable; with values of this length no page becomes that large.
const LONGEST: usize = 6000;

/// sled lets a page go only once 64 more looks have been taken at the same of the 256 shares of its cache,
/// whatever that may hold: 16,000 pages, half a gigabyte in a very large school. So every value that is
/// gone over is looked at a few times, sixteen to a page: 36 MB, and sooner done.
const LOOKS: usize = 4;

/// What is at a key: the entry that begins the value, and which part of that entry it is.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Key {
    first: u64,
    part: u32,
}

impl Key {
    fn of(first: u64) -> Self {
        Self { first, part: 0 }
    }

    fn bytes(self) -> [u8; 12] {
        let mut bytes = [0; 12];
        let (front, back) = bytes.split_at_mut(8);
        front.copy_from_slice(&self.first.to_be_bytes());
        back.copy_from_slice(&self.part.to_be_bytes());
        bytes
    }

    /// `None` for a key that was never written here.
    fn read(bytes: &[u8]) -> Option<Self> {
        let (first, part) = bytes.split_first_chunk::<8>()?;
        Some(Self {
            first: u64::from_be_bytes(*first),
            part: u32::from_be_bytes(part.try_into().ok()?),
        })
    }
}

/// A value that may still take in the next entry.
struct Open {
    first: u64,
    next: u64,
    bytes: Vec<u8>,
}

impl Open {
    /// The last value of a database, if entries can follow in it.
    fn last(db: &Db) -> Result<Option<Self>, sled::Error> {
        let Some((name, value)) = db.last()? else {
            return Ok(None);
        };
        let Some(Key { first, part: 0 }) = Key::read(&name) else {
            return Ok(None);
        };
        let mut next = first;
        for entry in Entries(&value) {
            // What is damaged is not built upon.
            if Sealed::decode(entry).map(|sealed| sealed.header.seq) != Ok(next) {
                return Ok(None);
            }
            next += 1;
        }
        Ok(Some(Self {
            first,
            next,
            bytes: value.to_vec(),
        }))
    }

    fn takes(&self, entry: &Sealed, bytes: &[u8]) -> bool {
        self.next == entry.header.seq && self.bytes.len() + bytes.len() <= LONGEST
    }

    fn write(&self, writes: &mut Vec<([u8; 12], Vec<u8>)>) {
        for (part, bytes) in (0..).zip(self.bytes.chunks(LONGEST)) {
            let first = self.first;
            writes.push((Key { first, part }.bytes(), bytes.to_vec()));
        }
    }
}

fn let_go(db: &Db, name: &[u8]) -> Result<(), sled::Error> {
    (0..LOOKS).try_for_each(|_| db.get(name).map(|_| ()))
}

/// Writes entries behind those that are there: all of them or none.
pub(super) fn append(db: &Db, batch: &[Sealed]) -> Result<(), sled::Error> {
    let mut writes = Vec::new();
    let mut open = Open::last(db)?;
    let mut fresh = false;
    for sealed in batch {
        let bytes = sealed.encode();
        match open.as_mut().filter(|open| open.takes(sealed, &bytes)) {
            Some(open) => {
                open.bytes.extend_from_slice(&bytes);
                open.next += 1;
            }
            None => {
                let first = sealed.header.seq;
                let next = first.saturating_add(1);
                let full = open.replace(Open { first, next, bytes });
                if let Some(full) = full.filter(|_| fresh) {
                    full.write(&mut writes);
                }
            }
        }
        fresh = true;
    }
    if let Some(open) = open.filter(|_| fresh) {
        open.write(&mut writes);
    }
    let mut all = Batch::default();
    for (name, value) in &writes {
        all.insert(name, value.as_slice());
    }
    db.apply_batch(all)?;
    writes.iter().try_for_each(|(name, _)| let_go(db, name))
}

/// The bytes of up to `limit` entries after `after`, as far as they are there in order.
pub(super) fn read(db: &Db, after: u64, limit: usize) -> Result<Vec<Vec<u8>>, sled::Error> {
    let mut found: Vec<Vec<u8>> = Vec::new();
    let Some(beyond) = after.checked_add(2) else {
        return Ok(found);
    };
    // The value that holds the first of them begins with it or before it.
    let holder = db.get_lt(Key::of(beyond).bytes())?;
    let Some(start) = holder.and_then(|(name, _)| Key::read(&name)) else {
        return Ok(found);
    };
    let mut current = after;
    for item in db.range(Key::of(start.first).bytes()..) {
        // The iterator would repeat its first error for ever.
        let (name, value) = item?;
        let_go(db, &name)?;
        match Key::read(&name) {
            Some(Key { first, part: 0 }) if first <= current + 1 => {
                if found.len() >= limit {
                    break;
                }
                for (seq, entry) in (first..).zip(Entries(&value)) {
                    if seq == current + 1 && found.len() < limit {
                        current = seq;
                        found.push(entry.to_vec());
                    }
                }
            }
            Some(Key { first, .. }) if first == current => {
                if let Some(entry) = found.last_mut() {
                    entry.extend_from_slice(&value);
                }
            }
            Some(Key { first, .. }) if first < current => {}
            _ => break,
        }
    }
    Ok(found)
}

/// The number of the last entry and how many there are, by looking at every one.
pub(super) fn extent(db: &Db) -> Result<(u64, u64), sled::Error> {
    let (mut last, mut count) = (0, 0);
    for item in db.iter() {
        let (name, value) = item?;
        let_go(db, &name)?;
        match Key::read(&name) {
            Some(Key { first, part: 0 }) => {
                let held = Entries(&value).count() as u64;
                last = first.saturating_add(held.saturating_sub(1));
                count += held;
            }
            Some(_) => {}
            None => break,
        }
    }
    Ok((last, count))
}

/// The entries of a value. What cannot be told apart, such as the beginning of a long entry, is one.
struct Entries<'a>(&'a [u8]);

impl<'a> Iterator for Entries<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.0.is_empty() {
            return None;
        }
        let (entry, rest) = split_encoded(self.0).unwrap_or((self.0, &[]));
        self.0 = rest;
        Some(entry)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::store::{Audience, Header};

    fn sealed(seq: u64, len: usize) -> Sealed {
        let ciphertext = vec![u8::try_from(seq % 251).unwrap_or(0); len];
        Sealed {
            header: Header {
                audience: Audience::Cases,
                seq,
                prev: [0; 32],
                author: [1; 16],
                len: len as u64,
                body: Sha256::digest(&ciphertext).into(),
                signature: [2; 64],
            },
            ciphertext,
        }
    }

    fn database() -> Db {
        let config = sled::Config::new().temporary(true).flush_every_ms(None);
        config.open().unwrap()
    }

    /// As values lay before several entries shared one: each its own, in parts of 4000 bytes.
    fn one_each(db: &Db, entries: &[Sealed]) {
        for entry in entries {
            for (part, bytes) in (0..).zip(entry.encode().chunks(4000)) {
                let first = entry.header.seq;
                db.insert(Key { first, part }.bytes(), bytes).unwrap();
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// However entries came, whatever their lengths and wherever one begins to read.
        #[test]
        fn what_was_appended_is_read(
            lens in proptest::collection::vec(
                prop_oneof![4 => 0_usize..2500, 1 => 5700_usize..6300, 1 => 11_500_usize..12_500], 1..30),
            old in 0_usize..6,
            at_once in 1_usize..9,
            limit in 0_usize..9,
        ) {
            let db = database();
            let entries: Vec<_> = (1..).zip(&lens).map(|(seq, len)| sealed(seq, *len)).collect();
            let (before, after) = entries.split_at(old.min(entries.len()));
            one_each(&db, before);
            for batch in after.chunks(at_once) {
                append(&db, batch).unwrap();
            }
            let count = entries.len() as u64;
            prop_assert_eq!(extent(&db).unwrap(), (count, count));
            let longest = db.iter().values().map(|value| value.unwrap().len()).max();
            prop_assert!(longest <= Some(LONGEST));
            for from in 0..=entries.len() {
                let wanted: Vec<_> = entries[from..].iter().take(limit).map(Sealed::encode).collect();
                prop_assert_eq!(read(&db, from as u64, limit).unwrap(), wanted);
            }
        }
    }

    #[test]
    fn short_entries_share_a_value() {
        let db = database();
        for seq in 1..=90 {
            append(&db, &[sealed(seq, 1000)]).unwrap();
        }
        assert_eq!(db.len(), 18);
    }

    #[test]
    fn what_is_missing_or_damaged_ends_the_reading_and_not_what_lies_behind() {
        let db = database();
        let entries: Vec<_> = (1..=12).map(|seq| sealed(seq, 1300)).collect();
        append(&db, &entries).unwrap();
        // Four to a value: 1, 5, 9.
        db.insert(Key::of(5).bytes(), b"something else").unwrap();
        assert_eq!(read(&db, 0, 20).unwrap().len(), 5);
        assert_eq!(read(&db, 4, 1).unwrap(), [b"something else"]);
        assert_eq!(read(&db, 5, 20).unwrap().len(), 0);
        assert_eq!(read(&db, 8, 20).unwrap().len(), 4);
        db.remove(Key::of(5).bytes()).unwrap();
        assert_eq!(read(&db, 0, 20).unwrap().len(), 4);
        assert_eq!(read(&db, 4, 20).unwrap().len(), 0);
        assert_eq!(extent(&db).unwrap(), (12, 8));
    }

    #[test]
    fn a_damaged_last_value_is_not_built_upon() {
        let db = database();
        append(&db, &[sealed(1, 500)]).unwrap();
        db.insert(Key::of(1).bytes(), b"something else").unwrap();
        append(&db, &[sealed(2, 500)]).unwrap();
        assert_eq!(read(&db, 1, 9).unwrap(), [sealed(2, 500).encode()]);
        assert_eq!(read(&db, 0, 1).unwrap(), [b"something else"]);
    }
}
