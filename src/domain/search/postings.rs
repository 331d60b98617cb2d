//! Which cases have each word, and how weighty a place it has in each, in little memory.
//!
//! The places of cases ascend. Of each only the step from the one before is kept, with the weight in its
//! lowest two bits, as a number of seven bits to the byte, the lowest first, the highest bit meaning that
//! more follow. A word that every case has takes a byte for each of them.
//!
//! The bytes of all words lie in pages that never move, so that nothing is left behind while lists grow. Each list
//! is a chain of blocks, every one twice as large as the one before it up to a limit, and after the bytes of a block the address
//! of the next.

/// Bytes of a page.
const PAGE: usize = 1 << 16;
/// Bytes of the first block of a list, and of the largest.
const FIRST: u16 = 4;
const LARGEST: u16 = 1_024;
/// Bytes of an address.
const ADDRESS: usize = 4;

/// The cases of every word.
#[derive(Debug, Default)]
pub struct Postings {
    lists: Vec<List>,
    pages: Vec<Box<[u8]>>,
    /// Bytes of the last page that are taken.
    taken: usize,
}

/// The cases that one word has.
#[derive(Clone, Copy, Debug, Default)]
pub struct List {
    first: u32,
    /// Where the next byte goes.
    at: u32,
    /// Bytes left in the last block, and its size.
    left: u16,
    size: u16,
    /// The place after that of the last case.
    next: u32,
}

impl Postings {
    /// A list for one more word; they are numbered as they come.
    pub fn begin(&mut self) {
        self.lists.push(List::default());
    }

    /// Adds a case to a word's list. Only the first of one place counts, so the weightiest is to be added first; places must
    /// not go back.
    pub fn add(&mut self, word: usize, place: u32, weight: u8) {
        let Some(mut list) = self.lists.get(word).copied() else {
            return;
        };
        let Some(step) = place.checked_sub(list.next) else {
            return;
        };
        let mut rest = u64::from(step) << 2 | u64::from(weight & 3);
        while rest >= 0x80 {
            self.write(&mut list, (rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        self.write(&mut list, (rest & 0x7f) as u8);
        list.next = place + 1;
        if let Some(known) = self.lists.get_mut(word) {
            *known = list;
        }
    }

    fn write(&mut self, list: &mut List, byte: u8) {
        if list.left == 0 {
            let size = (list.size * 2).clamp(FIRST, LARGEST);
            let block = self.block(usize::from(size));
            match list.size {
                0 => list.first = block,
                _ => self.put(list.at, &block.to_le_bytes()),
            }
            (list.at, list.left, list.size) = (block, size, size);
        }
        self.put(list.at, &[byte]);
        list.at += 1;
        list.left -= 1;
    }

    /// The address of a new block.
    fn block(&mut self, size: usize) -> u32 {
        if self.pages.is_empty() || self.taken + size + ADDRESS > PAGE {
            self.pages.push(vec![0; PAGE].into());
            self.taken = 0;
        }
        let at = (self.pages.len() - 1) * PAGE + self.taken;
        self.taken += size + ADDRESS;
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    fn put(&mut self, at: u32, bytes: &[u8]) {
        let at = at as usize;
        let page = self.pages.get_mut(at / PAGE);
        let room = page.and_then(|page| page.get_mut(at % PAGE..at % PAGE + bytes.len()));
        if let Some(room) = room {
            room.copy_from_slice(bytes);
        }
    }

    fn get(&self, at: u32, size: usize) -> &[u8] {
        let at = at as usize;
        let page = self.pages.get(at / PAGE);
        let bytes = page.and_then(|page| page.get(at % PAGE..at % PAGE + size));
        bytes.unwrap_or_default()
    }

    /// Calls `each` with every case's place and weight.
    pub fn each(&self, word: usize, mut each: impl FnMut(u32, u8)) {
        let Some(list) = self.lists.get(word).filter(|list| list.size > 0) else {
            return;
        };
        let (mut block, mut size) = (list.first, FIRST);
        let (mut next, mut value, mut shift) = (0_u32, 0_u64, 0);
        loop {
            let filled = list.at.checked_sub(block);
            let last = filled.filter(|filled| *filled <= u32::from(size));
            for byte in self.get(
                block,
                last.map_or(usize::from(size), |filled| filled as usize),
            ) {
                value |= u64::from(byte & 0x7f) << shift;
                if byte & 0x80 != 0 {
                    shift += 7;
                    continue;
                }
                let place = next.wrapping_add((value >> 2) as u32);
                each(place, (value & 3) as u8);
                next = place.wrapping_add(1);
                value = 0;
                shift = 0;
            }
            let after = self.get(block.wrapping_add(u32::from(size)), ADDRESS);
            let Some(after) = after.first_chunk().filter(|_| last.is_none()) else {
                return;
            };
            block = u32::from_le_bytes(*after);
            size = (size * 2).min(LARGEST);
        }
    }

    /// What they take of memory.
    pub fn bytes(&self) -> usize {
        self.pages.len() * PAGE + self.lists.capacity() * size_of::<List>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_added_is_there(
            words in proptest::collection::vec(
                proptest::collection::btree_map(0_u32..2_000_000, 0_u8..4, 0..60), 1..8),
        ) {
            let mut postings = Postings::default();
            words.iter().for_each(|_| postings.begin());
            // Their lists grow side by side.
            let mut turns: Vec<_> = words.iter().map(|cases| cases.iter()).collect();
            while turns.iter().any(|turn| turn.len() > 0) {
                for (word, turn) in turns.iter_mut().enumerate() {
                    if let Some((place, weight)) = turn.next() {
                        postings.add(word, *place, *weight);
                        postings.add(word, *place, 0);
                    }
                }
            }
            for (word, cases) in words.into_iter().enumerate() {
                let mut found = Vec::new();
                postings.each(word, |place, weight| found.push((place, weight)));
                prop_assert_eq!(found, cases.into_iter().collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn a_word_that_every_case_has_takes_hardly_more_than_a_byte_for_each() {
        let mut postings = Postings::default();
        postings.begin();
        (0..1_000_000).for_each(|place| postings.add(0, place, 3));
        assert!(postings.bytes() < 1_100_000, "{}", postings.bytes());
        let mut count = 0;
        postings.each(0, |place, weight| {
            assert_eq!((place, weight), (count, 3));
            count += 1;
        });
        assert_eq!(count, 1_000_000);
    }
}
