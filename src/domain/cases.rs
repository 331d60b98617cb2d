//! Every case by its reference. Of most cases nobody asks for more than their row says: a case is kept small until somebody
//! reads it. A copy shares the cases with what it was copied from until one of the two changes: whoever looks at a school
//! and whoever keeps it hold each case once.

mod packed;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};

use super::case::Case;
use super::cores::{FEW, on_every_core};
use super::ids::Reference;
use super::rows::{Row, Things};
pub use packed::{Common, Packed};
use packed::{is_unreadable, unreadable};

/// Cases by reference, in the order of these.
#[derive(Clone, Default)]
pub struct Cases {
    references: Vec<Reference>,
    kept: Vec<Arc<Kept>>,
    things: Arc<Things>,
    common: Common,
}

/// A case as it is kept: read, packed, or both.
struct Kept {
    row: Row,
    read: OnceLock<Box<Case>>,
    packed: OnceLock<Packed>,
}

impl Kept {
    fn new(case: Box<Case>, things: &mut Things) -> Self {
        Self {
            row: Row::of(&case, things),
            read: OnceLock::from(case),
            packed: OnceLock::new(),
        }
    }

    fn read(&self) -> &Case {
        self.read.get_or_init(|| self.unpack())
    }

    fn unpack(&self) -> Box<Case> {
        let read = self.packed.get().and_then(Packed::read);
        read.unwrap_or_else(|| Box::new(unreadable(&self.row)))
    }

    /// A copy of the case; nothing where it cannot be read.
    fn whole(&self) -> Option<Box<Case>> {
        let read = self.read.get().cloned();
        read.or_else(|| self.packed.get()?.read())
    }

    fn in_passing(&self) -> Cow<'_, Case> {
        match self.read.get() {
            Some(read) => Cow::Borrowed(&**read),
            None => Cow::Owned(*self.unpack()),
        }
    }

    /// Packed with what is common to all; nothing where it cannot be, or was with something else.
    fn packed(&self, common: &Common) -> Option<&Packed> {
        if self.packed.get().is_none() {
            let packed = Packed::of(self.read.get()?, common)?;
            let _ = self.packed.set(packed);
        }
        self.packed.get().filter(|packed| packed.is_with(common))
    }
}

/// One look at a case: at its row, and at the whole where that does not say enough.
pub struct Look<'a> {
    kept: &'a Kept,
    few: bool,
    read: OnceCell<Cow<'a, Case>>,
}

impl Look<'_> {
    /// What is known without reading it.
    #[must_use]
    pub const fn row(&self) -> &Row {
        &self.kept.row
    }

    /// All of it. Of few cases it is kept for the next look.
    #[must_use]
    pub fn case(&self) -> &Case {
        self.read.get_or_init(|| match self.few {
            true => Cow::Borrowed(self.kept.read()),
            false => self.kept.in_passing(),
        })
    }
}

impl Cases {
    fn place(&self, reference: &Reference) -> Result<usize, usize> {
        self.references.binary_search(reference)
    }

    fn kept(&self, reference: &Reference) -> Option<&Kept> {
        let at = self.place(reference).ok()?;
        self.kept.get(at).map(Arc::as_ref)
    }

    /// The case of that reference, to be read and looked at again.
    #[must_use]
    pub fn get(&self, reference: &Reference) -> Option<&Case> {
        self.kept(reference).map(Kept::read)
    }

    /// The case of that reference, for whoever goes over many: what was not read before is not kept.
    #[must_use]
    pub fn get_in_passing(&self, reference: &Reference) -> Option<Cow<'_, Case>> {
        self.kept(reference).map(Kept::in_passing)
    }

    /// What is known of the case of that reference without reading it.
    #[must_use]
    pub fn row(&self, reference: &Reference) -> Option<&Row> {
        self.kept(reference).map(|kept| &kept.row)
    }

    /// Changes the case of that reference, here alone.
    pub fn change<T>(
        &mut self,
        reference: &Reference,
        act: impl FnOnce(&mut Case) -> T,
    ) -> Option<T> {
        let at = self.place(reference).ok()?;
        let kept = self.kept.get_mut(at)?;
        let own = Arc::get_mut(kept).and_then(|kept| kept.read.take());
        // What cannot be read is left as it is: the log has it.
        let whole = own.or_else(|| kept.whole());
        let mut case = whole.filter(|case| !is_unreadable(case))?;
        let done = act(&mut case);
        *kept = Arc::new(Kept::new(case, Arc::make_mut(&mut self.things)));
        Some(done)
    }

    /// Whether there is one of that reference.
    #[must_use]
    pub fn contains_key(&self, reference: &Reference) -> bool {
        self.place(reference).is_ok()
    }

    /// Adds a case, in the place of one that has its reference.
    pub fn insert(&mut self, case: Case) {
        let reference = case.reference;
        let kept = Kept::new(Box::new(case), Arc::make_mut(&mut self.things));
        self.put(reference, Arc::new(kept));
    }

    fn put(&mut self, reference: Reference, kept: Arc<Kept>) {
        match self.place(&reference) {
            Ok(at) => {
                if let Some(known) = self.kept.get_mut(at) {
                    *known = kept;
                }
            }
            Err(at) => {
                self.references.insert(at, reference);
                self.kept.insert(at, kept);
            }
        }
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.references.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.references.is_empty()
    }

    /// Their references, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &Reference> {
        self.references.iter()
    }

    /// The last reference that does not come after one.
    #[must_use]
    pub fn last_up_to(&self, last: &Reference) -> Option<Reference> {
        let many = self.references.partition_point(|one| one <= last);
        self.references.get(many.checked_sub(1)?).copied()
    }

    /// What is known of every case without reading it, in the order of their references.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = &Row> + ExactSizeIterator {
        self.kept.iter().map(|kept| &kept.row)
    }

    /// What their rows speak of.
    #[must_use]
    pub fn things(&self) -> &Things {
        &self.things
    }

    /// All of them, in the order of their references, each to be read and looked at again: not of a very large school.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Case> {
        self.kept.iter().map(|kept| kept.read())
    }

    /// All of them, in the order of their references, for whoever goes over them once.
    pub fn in_passing(&self) -> impl DoubleEndedIterator<Item = Cow<'_, Case>> {
        self.kept.iter().map(|kept| kept.in_passing())
    }

    /// As [`Self::in_passing`], of those at some places.
    pub fn some_in_passing(&self, places: Range<usize>) -> impl Iterator<Item = Cow<'_, Case>> {
        let some = self.kept.get(places).unwrap_or_default();
        some.iter().map(|kept| kept.in_passing())
    }

    /// What comes of each case for whose row something is so, in the order of their references. Many are gone through on every core.
    #[must_use]
    pub fn each_of_rows<T: Send>(
        &self,
        is: impl Fn(&Row) -> bool + Sync,
        act: impl Fn(&Case) -> T + Sync,
    ) -> Vec<T> {
        on_every_core(&self.kept, |_, share| {
            let wanted = share.iter().filter(|kept| is(&kept.row));
            wanted.map(|kept| act(&kept.in_passing())).collect()
        })
    }

    /// The rows for which something is so, in the order of their references. Many are looked through on every core.
    #[must_use]
    pub fn rows_where(&self, is: impl Fn(&Look<'_>) -> bool + Sync) -> Vec<&Row> {
        let few = self.len() < FEW;
        on_every_core(&self.kept, |_, share| {
            let mut rows = Vec::with_capacity(share.len());
            // A look has room for a whole case, and is not to be passed on from step to step.
            for kept in share {
                let look = Look {
                    kept,
                    few,
                    read: OnceCell::new(),
                };
                if is(&look) {
                    rows.push(&kept.row);
                }
            }
            rows
        })
    }

    /// Keeps each case small, but for those that somebody else is looking at.
    pub fn pack(&mut self) {
        if self.common.is_empty() {
            self.common = Common::of(self.len(), self.in_passing());
        }
        for kept in &mut self.kept {
            if kept.packed(&self.common).is_none()
                && let Some(case) = kept.whole()
            {
                *kept = Arc::new(Kept {
                    row: kept.row.clone(),
                    read: OnceLock::from(case),
                    packed: OnceLock::new(),
                });
            }
            if kept.packed(&self.common).is_some()
                && let Some(kept) = Arc::get_mut(kept)
            {
                kept.read = OnceLock::new();
            }
        }
    }

    /// What the cases are packed with.
    #[must_use]
    pub const fn common(&self) -> &Common {
        &self.common
    }

    /// Each row with its packed case, in the order of their references; nothing in the place of one that cannot be packed.
    pub fn packed(&self) -> impl Iterator<Item = Option<(&Row, &Packed)>> {
        self.kept.iter().map(move |kept| {
            let kept = kept.as_ref();
            Some((&kept.row, kept.packed(&self.common)?))
        })
    }

    /// The cases that [`Self::packed`] gave.
    #[must_use]
    pub fn of_packed(mut cases: Vec<(Row, Packed)>, things: Things, common: Common) -> Self {
        cases.sort_unstable_by_key(|(row, _)| row.reference);
        let references = cases.iter().map(|(row, _)| row.reference).collect();
        let kept = cases.into_iter().map(|(row, packed)| {
            Arc::new(Kept {
                row,
                read: OnceLock::new(),
                packed: OnceLock::from(packed),
            })
        });
        Self {
            references,
            kept: kept.collect(),
            things: Arc::new(things),
            common,
        }
    }
}

impl FromIterator<Case> for Cases {
    fn from_iter<T: IntoIterator<Item = Case>>(cases: T) -> Self {
        let mut all = Self::default();
        cases.into_iter().for_each(|case| all.insert(case));
        all
    }
}

/// What is known and what it is known of.
impl PartialEq for Cases {
    fn eq(&self, other: &Self) -> bool {
        self.references == other.references
            && self.things == other.things
            && self.rows().eq(other.rows())
            && self.in_passing().eq(other.in_passing())
    }
}

/// It says nothing of what it knows.
impl fmt::Debug for Cases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cases").finish_non_exhaustive()
    }
}

/// JSON has no maps with keys that are not strings; a list of cases carries their keys anyway.
impl Serialize for Cases {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq(self.in_passing())
    }
}

#[cfg(test)]
mod tests;
