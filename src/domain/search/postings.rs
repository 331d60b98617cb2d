//! Which cases have a word, and how weighty a place it has in each, in little memory.
//!
//! The places of cases ascend. Of each only the step from the one before is kept, with the weight in its
//! lowest two bits, as a number of seven bits to the byte, the lowest first, the highest bit meaning that
//! more follow. A word that every case has takes a byte for each of them.

/// The cases that have one word.
#[derive(Clone, Debug, Default)]
pub struct Postings {
    steps: Vec<u8>,
    /// The place after that of the last case.
    next: u32,
}

impl Postings {
    /// Adds a case. Only the first of one place counts, so the weightiest is to be added first; places must
    /// not go back.
    pub fn add(&mut self, place: u32, weight: u8) {
        let Some(step) = place.checked_sub(self.next) else {
            return;
        };
        let mut rest = u64::from(step) << 2 | u64::from(weight & 3);
        while rest >= 0x80 {
            self.steps.push((rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        self.steps.push((rest & 0x7f) as u8);
        self.next = place + 1;
    }

    /// Calls `each` with every case's place and weight.
    pub fn each(&self, mut each: impl FnMut(u32, u8)) {
        let mut next = 0_u32;
        let mut value = 0_u64;
        let mut shift = 0;
        for byte in &self.steps {
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
    }

    /// Gives back what was set by for more.
    pub fn shrink(&mut self) {
        self.steps.shrink_to_fit();
    }

    /// What it takes of memory beside itself.
    pub fn bytes(&self) -> usize {
        self.steps.capacity()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_added_is_there(
            cases in proptest::collection::btree_map(0_u32..2_000_000, 0_u8..4, 0..60),
        ) {
            let mut postings = Postings::default();
            for (place, weight) in &cases {
                postings.add(*place, *weight);
                postings.add(*place, 0);
            }
            let mut found = Vec::new();
            postings.each(|place, weight| found.push((place, weight)));
            prop_assert_eq!(found, cases.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_word_that_every_case_has_takes_a_byte_for_each() {
        let mut postings = Postings::default();
        (0..1_000).for_each(|place| postings.add(place, 3));
        postings.shrink();
        assert_eq!(postings.bytes(), 1_000);
    }
}
