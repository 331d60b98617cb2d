//! Everything that adds up: along rows and columns, over terms, and from finer to coarser.

use std::collections::BTreeSet;

use super::frame::Frame;
use super::year::{Part, parts};
use crate::report::disclosure::{Line, Set};
use crate::report::menu::TableSpec;

impl Frame<'_> {
    /// Everything that adds up: along rows and columns, over terms, and from finer to coarser.
    pub(super) fn lines(&self) -> Vec<Line> {
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
