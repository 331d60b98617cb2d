//! Which cases have each word, and how weighty a place it has in each, in little memory.
//!
//! The places of cases ascend. Of each only the step from the one before is kept, with the weight in its
//! lowest two bits, as a number of seven bits to the byte, the lowest first, the highest bit meaning that
//! more follow.
//!
//! The bytes of all words lie in pages that never move, so that nothing is left behind while lists grow. Each list
//! is a chain of blocks, every one twice as large as the one before it up to a limit, and after the bytes of a block the address
//! of the next.
//!
//! A word that many of the cases have is kept with a bit for every case instead ([`Many`]): that takes no more room, and sixty-four
//! cases are looked at in one step.

/// Bytes of a page.
const PAGE: usize = 1 << 16;
/// Bytes of the first block of a list, and of the largest.
const FIRST: u16 = 4;
const LARGEST: u16 = 1_024;
/// Sizes that a block can have.
const SIZES: usize = (LARGEST / FIRST).trailing_zeros() as usize + 1;
/// Bytes of an address.
const ADDRESS: usize = 4;
/// A list is looked at, whether many have its word, when it asks for a block of this size or more.
const LOOKED_AT: u16 = if cfg!(test) { 8 } else { 64 };
/// Many: one of so many.
const ONE_OF: u32 = 16;

/// The cases of every word.
#[derive(Debug, Default)]
pub struct Postings {
    lists: Vec<List>,
    many: Vec<Many>,
    pages: Vec<Box<[u8]>>,
    /// Bytes of the last page that are taken.
    taken: usize,
    /// Blocks that were given back, by size.
    free: [Vec<u32>; SIZES],
}

/// The cases that one word has.
#[derive(Clone, Copy, Debug, Default)]
struct List {
    /// The address of the first block; of a word that many have, its place among these.
    first: u32,
    /// Where the next byte goes.
    at: u32,
    /// Bytes left in the last block, and its size: [`BITS`] for a word that many have.
    left: u16,
    size: u16,
    /// The place after that of the last case.
    next: u32,
}

/// In the place of a block's size: there are bits, and no blocks.
const BITS: u16 = u16::MAX;

/// The cases of a word that many of them have: for each weight a bit for each case, as far as the last that has it.
#[derive(Debug, Default)]
pub struct Many([Vec<u64>; 4]);

impl Many {
    fn add(&mut self, place: u32, weight: u8) {
        let (at, bit) = (place as usize / 64, place % 64);
        if let Some(cases) = self.0.get_mut(usize::from(weight & 3)) {
            if cases.len() <= at {
                cases.resize(at + 1, 0);
            }
            if let Some(some) = cases.get_mut(at) {
                *some |= 1 << bit;
            }
        }
    }

    /// Each weight with the bits of its cases, sixty-four to a number, the lowest bit the first.
    pub fn by_weight(&self) -> impl Iterator<Item = (u8, &[u64])> {
        let each = (0..).zip(&self.0);
        each.filter_map(|(weight, cases)| (!cases.is_empty()).then_some((weight, &**cases)))
    }
}

/// Calls `each` with the places of the bits that are set, of the sixty-four cases that begin at a place.
pub fn each_bit(start: u32, mut some: u64, mut each: impl FnMut(u32)) {
    while some != 0 {
        each(start + some.trailing_zeros());
        some &= some - 1;
    }
}

/// How the cases of a word are kept.
pub enum Held<'a> {
    /// Each by itself, to be gone through with [`Postings::each_few`].
    Few(Few),
    /// As bits.
    Many(&'a Many),
}

/// A word that not many cases have.
#[derive(Clone, Copy)]
pub struct Few(List);

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
        if list.left == 0 && list.size != BITS && list.size * 2 >= LOOKED_AT {
            self.look_at(&mut list);
        }
        if list.size == BITS {
            if let Some(many) = self.many.get_mut(list.first as usize) {
                many.add(place, weight);
            }
        } else {
            let mut rest = u64::from(step) << 2 | u64::from(weight & 3);
            while rest >= 0x80 {
                self.write(&mut list, (rest & 0x7f) as u8 | 0x80);
                rest >>= 7;
            }
            self.write(&mut list, (rest & 0x7f) as u8);
        }
        list.next = place + 1;
        if let Some(known) = self.lists.get_mut(word) {
            *known = list;
        }
    }

    /// Keeps a list as bits from here on, if many of the cases so far are in it.
    fn look_at(&mut self, list: &mut List) {
        let mut count = 0;
        self.each_few(Few(*list), |_, _| count += 1);
        if count < list.next / ONE_OF {
            return;
        }
        let Ok(first) = u32::try_from(self.many.len()) else {
            return;
        };
        let mut many = Many::default();
        self.each_few(Few(*list), |place, weight| many.add(place, weight));
        self.many.push(many);
        let (mut block, mut size) = (list.first, FIRST);
        loop {
            let after = self.after(block, size);
            if let Some(free) = self.free.get_mut(class(size)) {
                free.push(block);
            }
            match after.filter(|_| block.wrapping_add(u32::from(size)) != list.at) {
                Some(after) => block = after,
                None => break,
            }
            size = (size * 2).min(LARGEST);
        }
        *list = List {
            first,
            size: BITS,
            next: list.next,
            ..List::default()
        };
    }

    fn write(&mut self, list: &mut List, byte: u8) {
        if list.left == 0 {
            let size = (list.size * 2).clamp(FIRST, LARGEST);
            let block = self.block(size);
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

    /// The address of a block that nobody has.
    fn block(&mut self, size: u16) -> u32 {
        if let Some(block) = self.free.get_mut(class(size)).and_then(Vec::pop) {
            return block;
        }
        let size = usize::from(size);
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

    /// The address of the block after a full one.
    fn after(&self, block: u32, size: u16) -> Option<u32> {
        let address = self.get(block.wrapping_add(u32::from(size)), ADDRESS);
        Some(u32::from_le_bytes(*address.first_chunk()?))
    }

    /// How the cases of a word are kept; nothing for one that none has.
    pub fn held(&self, word: usize) -> Option<Held<'_>> {
        let list = self.lists.get(word).filter(|list| list.size > 0)?;
        match list.size {
            BITS => Some(Held::Many(self.many.get(list.first as usize)?)),
            _ => Some(Held::Few(Few(*list))),
        }
    }

    /// Calls `each` with every case's place and weight.
    pub fn each_few(&self, Few(list): Few, mut each: impl FnMut(u32, u8)) {
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
            let Some(after) = self.after(block, size).filter(|_| last.is_none()) else {
                return;
            };
            block = after;
            size = (size * 2).min(LARGEST);
        }
    }

    /// What they take of memory.
    pub fn bytes(&self) -> usize {
        let bits = self.many.iter().flat_map(|many| &many.0);
        let bits: usize = bits.map(|cases| cases.capacity() * size_of::<u64>()).sum();
        self.pages.len() * PAGE
            + self.lists.capacity() * size_of::<List>()
            + self.many.capacity() * size_of::<Many>()
            + bits
    }
}

/// Where the free blocks of a size are.
const fn class(size: u16) -> usize {
    (size / FIRST).trailing_zeros() as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(postings: &Postings, word: usize) -> Vec<(u32, u8)> {
        let mut found = Vec::new();
        match postings.held(word) {
            None => {}
            Some(Held::Few(few)) => {
                postings.each_few(few, |place, weight| found.push((place, weight)))
            }
            Some(Held::Many(many)) => {
                for (weight, cases) in many.by_weight() {
                    for (start, some) in (0..).step_by(64).zip(cases) {
                        each_bit(start, *some, |place| found.push((place, weight)));
                    }
                }
                found.sort_unstable();
            }
        }
        found
    }

    proptest! {
        #[test]
        fn what_is_added_is_there(
            words in proptest::collection::vec(
                prop_oneof![
                    proptest::collection::btree_map(0_u32..2_000_000, 0_u8..4, 0..60),
                    proptest::collection::btree_map(0_u32..900, 0_u8..4, 0..400),
                    proptest::collection::btree_map(0_u32..200, 0_u8..2, 0..200),
                ], 1..9),
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
                prop_assert_eq!(all(&postings, word), cases.into_iter().collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn what_was_given_back_is_taken_again() {
        let mut postings = Postings::default();
        for word in 0..40 {
            postings.begin();
            (0..100_000).for_each(|place| postings.add(word, place, 0));
            assert!(matches!(postings.held(word), Some(Held::Many(_))));
        }
        assert_eq!(postings.pages.len(), 1);
        assert!(postings.taken < 100, "{}", postings.taken);
    }

    #[test]
    fn a_word_that_every_case_has_takes_hardly_more_than_a_bit_for_each() {
        let mut postings = Postings::default();
        postings.begin();
        (0..1_000_000).for_each(|place| postings.add(0, place, 3));
        assert!(postings.bytes() < 400_000, "{}", postings.bytes());
        let every: Vec<_> = (0..1_000_000).map(|place| (place, 3)).collect();
        assert_eq!(all(&postings, 0), every);
    }

    #[test]
    fn a_word_that_one_of_forty_has_takes_two_bytes_for_each() {
        let mut postings = Postings::default();
        postings.begin();
        let some = || (0..4_000_000).step_by(40).map(|place| (place, 0));
        some().for_each(|(place, weight)| postings.add(0, place, weight));
        assert!(postings.bytes() < 300_000, "{}", postings.bytes());
        assert_eq!(all(&postings, 0), some().collect::<Vec<_>>());
    }
}
