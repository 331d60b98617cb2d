//! Every case by its reference. A copy shares them with what it was copied from until one of the two
//! changes: whoever looks at a school and whoever keeps it hold each case once.

use std::collections::BTreeMap;
use std::ops::RangeBounds;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::case::Case;
use super::ids::Reference;

/// Cases by reference.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cases(BTreeMap<Reference, Arc<Case>>);

impl Cases {
    /// The case of that reference.
    #[must_use]
    pub fn get(&self, reference: &Reference) -> Option<&Case> {
        self.0.get(reference).map(Arc::as_ref)
    }

    /// The case of that reference, to be changed here alone.
    pub fn get_mut(&mut self, reference: &Reference) -> Option<&mut Case> {
        self.0.get_mut(reference).map(Arc::make_mut)
    }

    /// Whether there is one of that reference.
    #[must_use]
    pub fn contains_key(&self, reference: &Reference) -> bool {
        self.0.contains_key(reference)
    }

    /// Adds a case, in the place of one that has its reference.
    pub fn insert(&mut self, case: Case) {
        self.0.insert(case.reference, Arc::new(case));
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Their references, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &Reference> {
        self.0.keys()
    }

    /// All of them, in the order of their references.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Case> {
        self.0.values().map(Arc::as_ref)
    }

    /// The references within a range, in order.
    pub fn keys_within(
        &self,
        range: impl RangeBounds<Reference>,
    ) -> impl DoubleEndedIterator<Item = &Reference> {
        self.0.range(range).map(|(reference, _)| reference)
    }
}

impl FromIterator<Arc<Case>> for Cases {
    fn from_iter<T: IntoIterator<Item = Arc<Case>>>(cases: T) -> Self {
        let keyed = cases.into_iter();
        Self(keyed.map(|case| (case.reference, case)).collect())
    }
}

impl FromIterator<Case> for Cases {
    fn from_iter<T: IntoIterator<Item = Case>>(cases: T) -> Self {
        let keyed = cases.into_iter();
        Self(keyed.map(|case| (case.reference, Arc::new(case))).collect())
    }
}

/// JSON has no maps with keys that are not strings; a list of cases carries their keys anyway.
impl Serialize for Cases {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq(self.values())
    }
}
