//! In which cases a few letters stand, letter by letter: for the list's filter, which finds parts of words.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::near::mask;
use super::shard::Shard;
use super::tokens::LONGEST;
use super::{Index, each_on_its_core};
use crate::domain::ids::Reference;

/// The cases in which some letters may stand, and whether they surely do. In any other they do not.
pub type Standing = HashMap<Reference, bool, BuildHasherDefault<ByNumber>>;

/// References are numbers of the program's own, of which nobody makes many that collide: they need no slower hash.
#[derive(Clone, Copy, Debug, Default)]
pub struct ByNumber(u64);

impl Hasher for ByNumber {
    fn write(&mut self, bytes: &[u8]) {
        bytes
            .iter()
            .for_each(|byte| self.write_u32(u32::from(*byte)));
    }

    fn write_u16(&mut self, number: u16) {
        self.write_u32(u32::from(number));
    }

    fn write_u32(&mut self, number: u32) {
        // A multiplication by the golden ratio spreads what counts up from one over all bits.
        self.0 = (self.0.rotate_left(32) ^ u64::from(number)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Index {
    /// Where so many plain letters and digits stand next to each other. `letters` are small, plain ones, and at least one of
    /// them is no digit: numbers are not kept as they were written.
    #[must_use]
    pub fn standing(&self, letters: &str) -> Standing {
        let shards = self.shards.iter().collect();
        let each = each_on_its_core(shards, |shard: &Shard| shard.standing(letters));
        let many = each.iter().map(Vec::len).sum();
        let mut all = Standing::with_capacity_and_hasher(many, BuildHasherDefault::default());
        all.extend(each.into_iter().flatten());
        all
    }
}

impl Shard {
    fn standing(&self, letters: &str) -> Vec<(Reference, bool)> {
        const NOT: u8 = 0;
        const MAYBE: u8 = 1;
        const SURELY: u8 = 2;
        let mut found = vec![NOT; self.cases.len()];
        let wanted = mask(letters);
        for (id, (word, has)) in self.each_word().enumerate() {
            // Of a word without end not every letter was kept.
            let cut = word.len() >= LONGEST && word.chars().count() >= LONGEST;
            let within = wanted & !has == 0 && word.contains(letters);
            if !within && !cut {
                continue;
            }
            let how = match within && self.is_literal(id) {
                true => SURELY,
                false => MAYBE,
            };
            if let Some(cases) = self.cases_of.get(id) {
                cases.each(|place, _| {
                    if let Some(known) = found.get_mut(place as usize) {
                        *known = how.max(*known);
                    }
                });
            }
        }
        let cases = self.cases.iter().zip(found);
        cases
            .filter(|(known, how)| !known.stale && *how != NOT)
            .map(|(known, how)| (known.reference, how == SURELY))
            .collect()
    }
}
