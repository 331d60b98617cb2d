//! Reverse greedy: everything is withheld, and a set is published only when all that must stay hidden does.

use std::rc::Rc;

use super::certify::{End, fits, is_above};
use super::model::{Insider, Model, Set};
use super::population::Population;
use super::shift::{Classes, is_hopeless};
use super::solve::find;

/// Sets that add up to another, as every reader can add: what remains of it when some are published
/// is a figure too.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// The sum.
    pub whole: Set,
    /// What it is the sum of.
    pub parts: Vec<Set>,
}

/// What must be possible to believe, and a table in which it is so.
#[derive(Clone, Debug)]
struct Ask {
    set: Rc<Set>,
    end: End,
    /// What the reader knows is in each base cell.
    known: Rc<Vec<i64>>,
    /// It stands for every insider at once; where that is too much to ask, each is asked for alone.
    joint: bool,
    witness: Rc<Vec<i64>>,
}

impl Ask {
    fn is_met_by(&self, table: &[i64]) -> bool {
        self.end.is_met(self.set.sum(table)) && is_above(table, &self.known)
    }
}

/// What a search for witnesses has to go by while one set is considered.
struct Search<'a> {
    model: &'a Model,
    published: &'a [Set],
    classes: Classes,
    /// The classes before the newest set was published, if one was.
    before: Option<Classes>,
    /// Tables that fit what is published: one often serves many sets.
    tables: Vec<Rc<Vec<i64>>>,
    /// How many of them were known before.
    known: usize,
}

impl Search<'_> {
    /// The newest table known that will do, or one that is looked for.
    fn witness(&mut self, ask: &Ask) -> Option<Rc<Vec<i64>>> {
        let known = self.tables.iter().rev().find(|table| ask.is_met_by(table));
        if let Some(table) = known {
            return Some(Rc::clone(table));
        }
        let Ask {
            set, end, known, ..
        } = ask;
        if let Some(table) = self.mended(ask) {
            return Some(table);
        }
        if is_hopeless(self.model, self.published, set, *end, known) {
            return None;
        }
        let shifted = self.classes.shift(self.model, set, *end, known);
        let table = shifted
            .filter(|table| fits(self.model, self.published, table) && ask.is_met_by(table))
            .or_else(|| find(self.model, self.published, &self.classes, set, *end, known))?;
        let table = Rc::new(table);
        self.tables.push(Rc::clone(&table));
        Some(table)
    }
}

impl Search<'_> {
    /// The witness that did before the newest set was published, brought into line with it.
    fn mended(&mut self, ask: &Ask) -> Option<Rc<Vec<i64>>> {
        let (newest, before) = (self.published.last()?, self.before.as_ref()?);
        let table = before.mend(self.model, &ask.witness, newest, &ask.set, &ask.known)?;
        let fine = fits(self.model, self.published, &table) && ask.is_met_by(&table);
        let table = fine.then(|| Rc::new(table))?;
        self.tables.push(Rc::clone(&table));
        Some(table)
    }
}

/// What is published of a model, and the certificates that the rest is safe.
#[derive(Clone, Debug)]
pub struct Guard {
    model: Rc<Model>,
    population: Rc<Population>,
    lines: Rc<Vec<Line>>,
    published: Vec<Set>,
    asks: Vec<Ask>,
    /// Tables found so far: one often serves many sets.
    pool: Vec<Rc<Vec<i64>>>,
}

impl Guard {
    /// Guards every one of `sets` that is too small, `published` being known already. Nothing, when
    /// they are not safe even so.
    #[must_use]
    pub fn new(
        model: Model,
        population: Population,
        sets: &[Set],
        lines: Vec<Line>,
        published: Vec<Set>,
    ) -> Option<Self> {
        let truth = Rc::new(model.counts.clone());
        if !fits(&model, &[], &truth) {
            return None;
        }
        let mut guard = Self {
            model: Rc::new(model),
            population: Rc::new(population),
            lines: Rc::new(lines),
            published,
            asks: Vec::new(),
            pool: vec![truth],
        };
        let most = Rc::new(guard.model.most_known());
        let (model, published) = (Rc::clone(&guard.model), guard.published.clone());
        let mut search = guard.search(&model, &published);
        let mut asks = Vec::new();
        for set in sets.iter().filter(|set| guard.is_guarded(set)) {
            for ask in guard.asks_of(set, &most) {
                asks.extend(guard.meet(ask, &mut search)?);
            }
        }
        guard.pool = search.tables;
        guard.asks = asks;
        Some(guard)
    }

    /// Whether a set is too small to be printed, and not known to be empty.
    fn is_guarded(&self, set: &Set) -> bool {
        let void = |cell| self.model.void.get(cell).copied().unwrap_or(true);
        !self.may_be_printed(set) && !set.cells().all(void)
    }

    /// Whether a set is large enough to be printed.
    #[must_use]
    pub fn may_be_printed(&self, set: &Set) -> bool {
        self.population.is_enough(set, self.model.threshold)
    }

    /// Whether a set is published.
    #[must_use]
    pub fn is_published(&self, set: &Set) -> bool {
        self.published.contains(set)
    }

    /// Everything that is published.
    #[must_use]
    pub fn published(&self) -> &[Set] {
        &self.published
    }

    /// The count of a set, where it is published.
    #[must_use]
    pub fn shown(&self, set: &Set) -> Option<u32> {
        self.is_published(set)
            .then(|| u32::try_from(set.sum(&self.model.counts)).ok())
            .flatten()
    }

    /// Publishes a set, if all that must stay hidden then does. Says whether it is published.
    pub fn publish(&mut self, set: &Set) -> bool {
        if self.is_published(set) {
            return true;
        }
        if !self.may_be_printed(set) || !self.leaves_enough(set) {
            return false;
        }
        let mut published = self.published.clone();
        published.push(set.clone());
        let count = set.sum(&self.model.counts);
        let model = Rc::clone(&self.model);
        let mut search = self.search(&model, &published);
        let mut asks = Vec::with_capacity(self.asks.len());
        for (place, ask) in self.asks.iter().enumerate() {
            if set.sum(&ask.witness) == count {
                asks.push(ask.clone());
            } else if let Some(met) = self.meet(ask.clone(), &mut search) {
                asks.extend(met);
            } else {
                // What fails once is likely to fail again: it is asked first next time.
                // What was found on the way fits what is published now all the more.
                self.asks.swap(0, place);
                let found = search
                    .tables
                    .split_off(search.known.min(search.tables.len()));
                self.pool.extend(found);
                return false;
            }
        }
        self.pool = search.tables;
        self.asks = asks;
        self.published = published;
        true
    }

    fn search<'a>(&self, model: &'a Model, published: &'a [Set]) -> Search<'a> {
        let fitting = self
            .pool
            .iter()
            .filter(|table| fits(model, published, table));
        let tables: Vec<_> = fitting.cloned().collect();
        Search {
            model,
            published,
            classes: Classes::of(model, published),
            before: (published.len() > self.published.len())
                .then(|| Classes::of(model, &self.published)),
            known: tables.len(),
            tables,
        }
    }

    /// Whether what remains of every sum, once the set is published, is large enough to be printed itself.
    fn leaves_enough(&self, set: &Set) -> bool {
        let known = |one: &Set| one == set || self.is_published(one);
        let touched = |line: &&Line| line.whole == *set || line.parts.contains(set);
        self.lines
            .iter()
            .filter(touched)
            .filter(|line| known(&line.whole))
            .all(|line| {
                let rest = Set::union(line.parts.iter().filter(|part| !known(part)));
                rest.is_empty() || rest == line.whole || self.may_be_printed(&rest)
            })
    }

    /// What must be possible to believe of a set: for a reader who knows nothing more, and for every insider.
    fn asks_of(&self, set: &Set, most: &Rc<Vec<i64>>) -> Vec<Ask> {
        let set = Rc::new(set.clone());
        let within: Vec<_> = self
            .model
            .insiders
            .iter()
            .filter(|one| one.of(&set) > 0)
            .collect();
        let outside = most.iter().enumerate().map(|(cell, count)| {
            let inside = set.has(cell);
            if inside { 0 } else { *count }
        });
        let mut asks = vec![self.ask(&set, self.low(&set, 0), Rc::new(outside.collect()), true)];
        for one in &within {
            let low = self.low(&set, one.of(&set));
            asks.push(self.ask(&set, low, Rc::new(self.knowledge(one)), false));
        }
        let high = within
            .iter()
            .map(|one| self.high(&set, one.of(&set)))
            .fold(self.high(&set, 0), i64::max);
        asks.push(self.ask(&set, End::High(high), Rc::clone(most), true));
        asks
    }

    fn ask(&self, set: &Rc<Set>, end: End, known: Rc<Vec<i64>>, joint: bool) -> Ask {
        Ask {
            set: Rc::clone(set),
            end,
            known,
            joint,
            witness: Rc::new(self.model.counts.clone()),
        }
    }

    fn knowledge(&self, insider: &Insider) -> Vec<i64> {
        let mut known = vec![0; self.model.counts.len()];
        for (cell, count) in &insider.0 {
            if let Some(one) = known.get_mut(*cell) {
                *one = *count;
            }
        }
        known
    }

    /// What is left of a set beside what the reader knows may be nothing; of a large one, less by the margin.
    fn low(&self, set: &Set, known: i64) -> End {
        let (count, margin) = (set.sum(&self.model.counts), self.model.margin());
        End::Low(if count - known <= margin {
            known
        } else {
            count - margin
        })
    }

    fn high(&self, set: &Set, known: i64) -> i64 {
        let (count, margin) = (set.sum(&self.model.counts), self.model.margin());
        margin
            + if count - known <= margin {
                known
            } else {
                count
            }
    }

    /// The ask with a witness that fits what is published; several, where a joint one had to be split.
    fn meet(&self, ask: Ask, search: &mut Search<'_>) -> Option<Vec<Ask>> {
        if let Some(witness) = search.witness(&ask) {
            return Some(vec![Ask { witness, ..ask }]);
        }
        if !ask.joint {
            return None;
        }
        let low = matches!(ask.end, End::Low(_));
        let nobody = Insider(Vec::new());
        let mut met = Vec::new();
        for one in [&nobody].into_iter().chain(&self.model.insiders) {
            let known = one.of(&ask.set);
            // Who knows something of the set itself was asked for alone at the low end already.
            if low && known > 0 {
                continue;
            }
            let end = if low {
                self.low(&ask.set, known)
            } else {
                End::High(self.high(&ask.set, known))
            };
            let alone = self.ask(&ask.set, end, Rc::new(self.knowledge(one)), false);
            let witness = search.witness(&alone)?;
            met.push(Ask { witness, ..alone });
        }
        Some(met)
    }
}
