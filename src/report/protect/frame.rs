//! The tables that share what a reader knows, laid out as base cells of one model.

use std::collections::{BTreeMap, BTreeSet};

use super::year::{Known, Part, Shown, parts};
use crate::report::disclosure::{Guard, Insider, Line, Model, Population, Relation, Set};
use crate::report::menu::{Group, Lead, Menu, TABLES, TableSpec, YOUNGEST_RULE};

/// Some tables side by side: each term has a base cell for each of their finest cells.
#[derive(Clone, Debug)]
pub(super) struct Frame<'a> {
    menu: &'a Menu,
    tables: Vec<&'static TableSpec>,
    terms: Part,
}

/// Tables that are tied to each other by more than their total.
pub(super) fn frames<'a>(menu: &'a Menu, known: &Known) -> Vec<Frame<'a>> {
    let together: [&[&str]; 6] = [
        &["what", "rules"],
        &["where"],
        &["source"],
        &["action", "first-action", "parent-contact"],
        &["closure"],
        &["repeat"],
    ];
    let terms = known.counted();
    let of = |ids: &[&str]| Frame {
        menu,
        tables: TABLES.iter().filter(|one| ids.contains(&one.id)).collect(),
        terms,
    };
    together
        .into_iter()
        .flat_map(|ids| {
            let frame = of(ids);
            let tied = ids.len() == 1 || !frame.relations(known).is_empty() || ids.len() > 2;
            if tied {
                vec![frame]
            } else {
                ids.iter().map(|id| of(&[id])).collect()
            }
        })
        .collect()
}

impl Frame<'_> {
    /// Its tables.
    pub fn tables(&self) -> &[&'static TableSpec] {
        &self.tables
    }

    fn width(&self, table: &TableSpec) -> usize {
        table.columns.map_or(1, |lead| self.menu.len(lead))
    }

    fn size(&self, table: &TableSpec) -> usize {
        self.menu.len(table.rows) * self.width(table)
    }

    fn cells(&self) -> usize {
        3 * self.stride()
    }

    fn stride(&self) -> usize {
        self.tables.iter().map(|table| self.size(table)).sum()
    }

    fn base(&self, table: &TableSpec, term: usize, row: usize, column: usize) -> usize {
        let before: usize = self
            .tables
            .iter()
            .take_while(|one| one.id != table.id)
            .map(|one| self.size(one))
            .sum();
        term * self.stride() + before + row * self.width(table) + column
    }

    /// The base cells of some categories in some terms.
    pub fn set(&self, table: &TableSpec, terms: Part, rows: &[usize], columns: &[usize]) -> Set {
        let terms = (0..3).filter(|term| terms & (1 << term) != 0);
        Set::of(terms.flat_map(|term| {
            rows.iter().flat_map(move |row| {
                columns
                    .iter()
                    .map(move |column| self.base(table, term, *row, *column))
            })
        }))
    }

    /// The base cells of everything in some terms.
    pub fn total(&self, table: &TableSpec, terms: Part) -> Set {
        let rows: Vec<_> = (0..self.menu.len(table.rows)).collect();
        let columns: Vec<_> = (0..self.width(table)).collect();
        self.set(table, terms, &rows, &columns)
    }

    /// A guard of its tables, with all that is public. Nothing, when they are not safe even so.
    pub fn guard(&self, known: &Known, totals: &[Part], threshold: u32) -> Option<Guard> {
        let mut published = Vec::new();
        for table in &self.tables {
            published.extend(totals.iter().map(|part| self.total(table, *part)));
        }
        published.extend(known.shown.iter().filter_map(|one| self.shown(one)));
        published.sort();
        published.dedup();
        let population = self.population(known);
        let model = Model {
            counts: population.concerns().to_vec(),
            void: self.void(known),
            relations: self.ties().chain(self.relations(known)).collect(),
            insiders: self.insiders(known),
            threshold,
        };
        let sets: Vec<_> = self.sets().into_iter().collect();
        Guard::new(model, population, &sets, self.lines(), published)
    }

    fn shown(&self, one: &Shown) -> Option<Set> {
        let table = self.tables.iter().find(|table| table.id == one.table)?;
        let places = |lead: Lead, ids: &[String]| -> Vec<usize> {
            if ids.is_empty() {
                (0..self.menu.len(lead)).collect()
            } else {
                let places = ids.iter().filter_map(|id| self.menu.place(lead, id));
                places.collect()
            }
        };
        let rows = places(table.rows, &one.rows);
        let columns = table
            .columns
            .map_or_else(|| vec![0], |lead| places(lead, &one.columns));
        Some(self.set(table, one.terms, &rows, &columns))
    }

    fn population(&self, known: &Known) -> Population {
        let mut population = Population::new(self.cells());
        for (term, fact) in known.facts() {
            for table in &self.tables {
                let column = table.columns.map_or(0, |lead| fact.value(lead));
                let cell = self.base(table, term, fact.value(table.rows), column);
                population.add(cell, &fact.pupils);
            }
        }
        population
    }

    /// What each pupil's records put into which base cells, each kind of knowledge once and in an
    /// order that does not depend on who they are.
    fn insiders(&self, known: &Known) -> Vec<Insider> {
        let mut of: BTreeMap<u32, BTreeMap<usize, i64>> = BTreeMap::new();
        for (term, fact) in known.facts() {
            for table in &self.tables {
                let column = table.columns.map_or(0, |lead| fact.value(lead));
                let cell = self.base(table, term, fact.value(table.rows), column);
                for pupil in &fact.pupils {
                    *of.entry(*pupil).or_default().entry(cell).or_default() += 1;
                }
            }
        }
        let kinds: BTreeSet<Insider> = of
            .into_values()
            .map(|cells| Insider(cells.into_iter().collect()))
            .collect();
        kinds.into_iter().collect()
    }

    /// Base cells of terms that are not counted yet, and of rules that did not exist.
    fn void(&self, known: &Known) -> Vec<bool> {
        let mut void = vec![true; self.cells()];
        for table in &self.tables {
            for term in (0..3).filter(|term| self.terms & (1 << term) != 0) {
                let missing = known.missing_rules.get(term);
                for row in 0..self.menu.len(table.rows) {
                    let gone = table.rows == Lead::Rule
                        && missing.is_some_and(|missing| missing.contains(&row));
                    for column in 0..self.width(table) {
                        if let Some(one) = void.get_mut(self.base(table, term, row, column)) {
                            *one = gone;
                        }
                    }
                }
            }
        }
        void
    }

    /// Its tables add up to the same total in every term.
    fn ties(&self) -> impl Iterator<Item = Relation> {
        let first = self.tables.first().copied();
        let others = self.tables.iter().skip(1);
        others.flat_map(move |other| {
            (0..3).filter_map(move |term| {
                let one = self.total(first?, 1 << term);
                let parts = one.cells().map(|cell| (cell, 1));
                let against = self.total(other, 1 << term);
                let parts = parts.chain(against.cells().map(|cell| (cell, -1)));
                Some(Relation {
                    parts: parts.collect(),
                    exact: true,
                })
            })
        })
    }

    /// What must hold between tables, given how lead values are chosen.
    fn relations(&self, known: &Known) -> Vec<Relation> {
        let mut relations = Vec::new();
        for term in 0..3 {
            relations.extend(self.within(known, term));
        }
        relations
    }

    fn within(&self, known: &Known, term: usize) -> Vec<Relation> {
        let mut relations = Vec::new();
        let mut implies = |one: Option<Set>, other: Option<Set>| {
            if let (Some(one), Some(other)) = (one, other) {
                let parts = one.cells().map(|cell| (cell, 1));
                let parts = parts.chain(other.cells().map(|cell| (cell, -1)));
                relations.push(Relation {
                    parts: parts.collect(),
                    exact: false,
                });
            }
        };
        let of = |id: &str, ids: &[&str]| -> Option<Set> {
            let table = self.tables.iter().find(|table| table.id == id)?;
            let rows: Vec<_> = ids
                .iter()
                .filter_map(|id| self.menu.place(table.rows, id))
                .collect();
            Some(self.set(table, 1 << term, &rows, &[0]))
        };
        // Parents were contacted: then they knew some day. Nothing else was done: then nothing
        // weightier was. Parents knew: then something was done.
        let some_day = ["day-0", "days-1-2", "days-3-10", "later"];
        implies(of("action", &["parents"]), of("parent-contact", &some_day));
        implies(
            of("first-action", &["none"]),
            of("action", &["parents", "other"]),
        );
        implies(of("action", &["other"]), of("parent-contact", &["none"]));
        // The youngest pupils have rules of their own. Whoever knows the school knows that, and may
        // take it to hold whenever it does.
        let youngest = self.menu.place(Lead::Rule, YOUNGEST_RULE);
        let phase = self
            .tables
            .iter()
            .find(|table| table.id == "what")
            .map(|table| {
                let rows: Vec<_> = (0..self.menu.len(table.rows)).collect();
                self.set(table, 1 << term, &rows, &[0])
            });
        let rule = of("rules", &[YOUNGEST_RULE]);
        let all = |holds: fn(bool, bool) -> bool| {
            known
                .facts()
                .filter(|(of, _)| *of == term)
                .all(|(_, fact)| {
                    let rule = Some(fact.value(Lead::Rule)) == youngest;
                    holds(rule, fact.value(Lead::Phase) == 0)
                })
        };
        if all(|rule, phase| !rule || phase) {
            implies(rule.clone(), phase.clone());
        }
        if all(|rule, phase| !phase || rule) {
            implies(phase, rule);
        }
        relations
    }

    /// Everything that could be asked for: any cell and margin, however its rows and its columns are
    /// merged, of any part of the year.
    fn sets(&self) -> BTreeSet<Set> {
        let mut sets = BTreeSet::new();
        for part in parts(self.terms) {
            for table in &self.tables {
                for level in self.menu.mergings(table) {
                    sets.extend(self.grid(table, part, level).into_iter().flatten());
                }
            }
        }
        sets
    }

    /// The sets of a table as it is printed: rows, each with its total last, and the totals' row last.
    pub fn grid(&self, table: &TableSpec, part: Part, level: (usize, usize)) -> Vec<Vec<Set>> {
        let with_all = |mut groups: Vec<Group>, all: usize| {
            groups.push(Group::all(all));
            groups
        };
        let rows = with_all(self.menu.rows(table, level), self.menu.len(table.rows));
        let columns = match table.columns {
            Some(lead) => with_all(self.menu.columns(table, level), self.menu.len(lead)),
            None => vec![Group::all(1)],
        };
        rows.iter()
            .map(|row| {
                columns
                    .iter()
                    .map(|column| self.set(table, part, &row.members, &column.members))
                    .collect()
            })
            .collect()
    }

    /// Everything that adds up: along rows and columns, over terms, and from finer to coarser.
    fn lines(&self) -> Vec<Line> {
        let mut lines = BTreeSet::new();
        let mut line = |whole: Set, parts: Vec<Set>| {
            if parts.len() > 1 {
                lines.insert(Line { whole, parts });
            }
        };
        for table in &self.tables {
            for level in self.menu.levels(table) {
                for part in parts(self.terms) {
                    let grid = self.grid(table, part, level);
                    let width = grid.first().map_or(0, Vec::len);
                    for column in 0..width {
                        let mut sets: Vec<_> = grid
                            .iter()
                            .filter_map(|row| row.get(column))
                            .cloned()
                            .collect();
                        sets.pop()
                            .into_iter()
                            .for_each(|whole| line(whole, sets.clone()));
                    }
                    if width > 1 {
                        for row in grid {
                            let mut sets = row;
                            sets.pop()
                                .into_iter()
                                .for_each(|whole| line(whole, sets.clone()));
                        }
                    }
                }
                self.over_terms(table, level, &mut line);
                self.finer(table, level, &mut line);
            }
        }
        lines.into_iter().collect()
    }

    fn over_terms(
        &self,
        table: &TableSpec,
        level: (usize, usize),
        line: &mut impl FnMut(Set, Vec<Set>),
    ) {
        for whole in parts(self.terms) {
            let grid = |part| self.grid(table, part, level).into_iter().flatten();
            let singles: Vec<Part> = parts(whole).filter(|part| part.count_ones() == 1).collect();
            let halves = parts(whole)
                .filter(|part| *part != whole && part & 1 == 1)
                .map(|part| vec![part, whole & !part]);
            for ways in [singles].into_iter().chain(halves) {
                let grids: Vec<Vec<Set>> = ways.iter().map(|part| grid(*part).collect()).collect();
                for (place, sum) in grid(whole).enumerate() {
                    let sets = grids.iter().filter_map(|sets| sets.get(place)).cloned();
                    line(sum, sets.collect());
                }
            }
        }
    }

    fn finer(
        &self,
        table: &TableSpec,
        level: (usize, usize),
        line: &mut impl FnMut(Set, Vec<Set>),
    ) {
        let columns: Vec<_> = (0..self.width(table)).collect();
        for part in parts(self.terms) {
            for row in self.menu.rows(table, level) {
                let whole = self.set(table, part, &row.members, &columns);
                let each = row
                    .members
                    .iter()
                    .map(|one| self.set(table, part, &[*one], &columns));
                line(whole, each.collect());
            }
        }
    }
}
