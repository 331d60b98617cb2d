//! What cases have in common, each thing once: so that a row can say all that its case has in a few numbers.

use std::collections::HashMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::ids::{PupilId, Reference};
use crate::domain::policy::ClauseRef;
use crate::domain::status::SanctionState;

/// Something that a case can have.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)] // the names say it
pub enum Thing {
    Category(String),
    Place(String),
    Through(String),
    Sanction(String),
    SanctionState(SanctionState),
    Agency(String),
    Tag(String),
    /// As it was written.
    Class(String),
    /// The name that stands in the list.
    Called(String),
    /// A child, by the name that it had then.
    Pupil(PupilId, String),
    Clause(ClauseRef),
    Link(Reference),
    /// Whoever looks after it, or wrote in it: a person's id.
    Person(String),
}

/// The number of a thing.
pub type Number = u32;

/// Every thing that some case has or had, by its number.
#[derive(Clone, Debug, Default)]
pub struct Things {
    all: Vec<Thing>,
    numbers: HashMap<Thing, Number>,
}

impl Things {
    /// The number of a thing, which it has from now on.
    pub(super) fn number(&mut self, thing: Thing) -> Number {
        if let Some(number) = self.numbers.get(&thing) {
            return *number;
        }
        let number = Number::try_from(self.all.len()).unwrap_or(Number::MAX);
        self.all.push(thing.clone());
        self.numbers.insert(thing, number);
        number
    }

    /// The thing of that number.
    #[must_use]
    pub fn get(&self, number: Number) -> Option<&Thing> {
        self.all.get(usize::try_from(number).ok()?)
    }

    /// The number of a thing, if any case has or had it.
    #[must_use]
    pub fn number_of(&self, thing: &Thing) -> Option<Number> {
        self.numbers.get(thing).copied()
    }

    /// Those for which this is so.
    #[must_use]
    pub fn which(&self, is: impl FnMut(&Thing) -> bool) -> Which {
        Which(self.all.iter().map(is).collect())
    }

    /// All of them, in the order of their numbers.
    #[must_use]
    pub fn all(&self) -> &[Thing] {
        &self.all
    }
}

/// Some things.
pub struct Which(Vec<bool>);

impl Which {
    /// Whether a thing is among them.
    #[must_use]
    pub fn has(&self, number: Number) -> bool {
        let at = usize::try_from(number).ok();
        at.and_then(|at| self.0.get(at)).is_some_and(|is| *is)
    }
}

/// The numbers follow from the order.
impl PartialEq for Things {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all
    }
}

impl Serialize for Things {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        self.all.serialize(out)
    }
}

impl<'de> Deserialize<'de> for Things {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let all = Vec::<Thing>::deserialize(from)?;
        let numbers = (0..).zip(&all).map(|(n, thing)| (thing.clone(), n));
        Ok(Self {
            numbers: numbers.collect(),
            all,
        })
    }
}
