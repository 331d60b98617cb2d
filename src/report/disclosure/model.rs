//! The base cells of one group of tables, and what every reader knows of them.

/// A set of base cells, in order, each once. Its count is the sum of theirs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Set(Vec<usize>);

impl Set {
    /// The set of these cells.
    #[must_use]
    pub fn of(cells: impl IntoIterator<Item = usize>) -> Self {
        let mut cells: Vec<_> = cells.into_iter().collect();
        cells.sort_unstable();
        cells.dedup();
        Self(cells)
    }

    /// All cells of some sets.
    #[must_use]
    pub fn union<'a>(sets: impl IntoIterator<Item = &'a Self>) -> Self {
        Self::of(sets.into_iter().flat_map(|set| set.cells()))
    }

    /// Its cells, in order.
    pub fn cells(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().copied()
    }

    /// Whether it has that cell.
    #[must_use]
    pub fn has(&self, cell: usize) -> bool {
        self.0.binary_search(&cell).is_ok()
    }

    /// Whether it has no cell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its count in a table.
    #[must_use]
    pub fn sum(&self, table: &[i64]) -> i64 {
        self.0.iter().filter_map(|cell| table.get(*cell)).sum()
    }
}

/// What holds between base cells for everybody to know, whatever they hold: each cell times its
/// factor, added up, is at most nothing, or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Cells and their factors.
    pub parts: Vec<(usize, i64)>,
    /// Exactly nothing; otherwise at most.
    pub exact: bool,
}

impl Relation {
    /// Its left side in a table.
    #[must_use]
    pub fn sum(&self, table: &[i64]) -> i64 {
        let part = |(cell, factor): &(usize, i64)| table.get(*cell).map(|count| count * factor);
        self.parts.iter().filter_map(part).sum()
    }

    /// Whether it holds in a table.
    #[must_use]
    pub fn holds(&self, table: &[i64]) -> bool {
        let sum = self.sum(table);
        if self.exact { sum == 0 } else { sum <= 0 }
    }
}

/// A reader who knows one pupil's records: how many concerns of which base cells are that pupil's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Insider(pub Vec<(usize, i64)>);

impl Insider {
    /// What they know of a set.
    #[must_use]
    pub fn of(&self, set: &Set) -> i64 {
        let within = self.0.iter().filter(|(cell, _)| set.has(*cell));
        within.map(|(_, count)| count).sum()
    }
}

/// Base cells, the relations between them, and who knows what.
#[derive(Clone, Debug)]
pub struct Model {
    /// The true count of each base cell.
    pub counts: Vec<i64>,
    /// Base cells that are empty by their nature, as everybody knows.
    pub void: Vec<bool>,
    /// What is known to hold.
    pub relations: Vec<Relation>,
    /// Readers who know one pupil's records, each kind of knowledge once.
    pub insiders: Vec<Insider>,
    /// The fewest pupils, and concerns, that a figure may be of.
    pub threshold: u32,
}

impl Model {
    /// A count that is too small may be anything from nothing to this.
    #[must_use]
    pub fn margin(&self) -> i64 {
        i64::from(self.threshold) - 1
    }

    /// The most that any one insider knows of each base cell.
    #[must_use]
    pub fn most_known(&self) -> Vec<i64> {
        let mut most = vec![0; self.counts.len()];
        for (cell, count) in self.insiders.iter().flat_map(|one| &one.0) {
            if let Some(known) = most.get_mut(*cell) {
                *known = count.max(known).to_owned();
            }
        }
        most
    }
}
