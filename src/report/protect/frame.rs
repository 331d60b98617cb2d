//! The tables that share what a reader knows, laid out as base cells of one model.

use std::collections::BTreeSet;

use super::year::{Known, Part, Shown, parts};
use crate::report::disclosure::{Guard, Insider, Model, Population, Set};
use crate::report::menu::{Group, Lead, Menu, TABLES, TableSpec};

/// Some tables side by side: each term has a base cell for each of their finest cells.
#[derive(Clone, Debug)]
pub(super) struct Frame<'a> {
    pub(super) menu: &'a Menu,
    pub(super) tables: Vec<&'static TableSpec>,
    pub(super) terms: Part,
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

    pub(super) fn width(&self, table: &TableSpec) -> usize {
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
        let mut records: Vec<(u32, usize)> = Vec::new();
        for (term, fact) in known.facts() {
            for table in &self.tables {
                let column = table.columns.map_or(0, |lead| fact.value(lead));
                let cell = self.base(table, term, fact.value(table.rows), column);
                records.extend(fact.pupils.iter().map(|pupil| (*pupil, cell)));
            }
        }
        records.sort_unstable();
        let of_one = records.chunk_by(|one, other| one.0 == other.0);
        let mut kinds: Vec<Insider> = of_one
            .map(|records| {
                let cells = records.chunk_by(|one, other| one.1 == other.1);
                let count = |same: &[(u32, usize)]| {
                    let count = i64::try_from(same.len()).unwrap_or(i64::MAX);
                    same.first().map(|(_, cell)| (*cell, count))
                };
                Insider(cells.filter_map(count).collect())
            })
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
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
}
