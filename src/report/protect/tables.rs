//! Which tables are printed, how coarse, and what is shown in them.

use super::frame::{Frame, frames};
use super::year::{Known, Part, Shown};
use crate::report::disclosure::{Guard, Set};
use crate::report::menu::{Menu, TABLES, TableSpec};

/// What is to be printed.
#[derive(Clone, Copy, Debug)]
pub struct Printing<'a> {
    /// The menu.
    pub menu: &'a Menu,
    /// What is known of the year; what is to be printed is counted in it already.
    pub known: &'a Known,
    /// The terms it is a summary of, as bits.
    pub terms: Part,
    /// The fewest pupils that a figure may be of.
    pub threshold: u32,
}

/// A table as it is printed: counts that are withheld are not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedTable {
    /// Which.
    pub table: &'static TableSpec,
    /// What it covers.
    pub terms: Part,
    /// How its rows and columns are merged.
    pub level: (usize, usize),
    /// Its rows, with totals last, as [`Frame::grid`] has them.
    pub cells: Vec<Vec<Option<u32>>>,
}

impl PrintedTable {
    /// How many concerns it is of, where that is shown.
    #[must_use]
    pub fn total(&self) -> Option<u32> {
        self.cells.last()?.last().copied().flatten()
    }
}

/// What may be printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// The terms whose total it prints; none when there is too little to print one.
    pub covers: Option<Part>,
    /// How many concerns there were.
    pub total: Option<u32>,
    /// How many of them were closed, and open, at the end of term.
    pub closed: Option<u32>,
    /// See `closed`.
    pub open: Option<u32>,
    /// How many were referred to an agency.
    pub referred: Option<u32>,
    /// The tables.
    pub tables: Vec<PrintedTable>,
    /// What of it is public from now on, totals apart.
    pub shown: Vec<Shown>,
}

impl Printing<'_> {
    /// Publishes what is safe, one group of tables after the other. `progress` hears how many groups
    /// are done, of how many.
    #[must_use]
    pub fn print(self, progress: &mut dyn FnMut(usize, usize)) -> Printed {
        let frames = frames(self.menu, self.known);
        let covers = self.covers();
        let guards = covers.and_then(|part| self.guards(&frames, part));
        let (Some(covers), Some(guards)) = (covers, guards) else {
            return self.nothing();
        };
        let mut printed = Printed {
            covers: Some(covers),
            ..Printed::default()
        };
        let groups = frames.len();
        for (at, (frame, guard)) in frames.iter().zip(guards).enumerate() {
            progress(at, groups);
            let mut press = Press {
                printing: self,
                frame,
                guard,
                covers,
                printed: &mut printed,
            };
            press.figures();
            for table in frame.tables() {
                press.table(table);
            }
        }
        progress(groups, groups);
        let order = |table: &PrintedTable| TABLES.iter().position(|one| one == table.table);
        printed.tables.sort_by_key(order);
        printed.shown.sort();
        printed.shown.dedup();
        printed
    }

    /// A term whose total could not be printed joins the one after it.
    fn covers(self) -> Option<Part> {
        let waiting = self.known.pending();
        let whole = self.terms.count_ones() > 1;
        (!whole || waiting == 0).then_some(self.terms | waiting)
    }

    fn guards(self, frames: &[Frame<'_>], covers: Part) -> Option<Vec<Guard>> {
        let mut totals = self.known.totals.clone();
        totals.push(covers);
        let large = |frame: &Frame<'_>, guard: &Guard| {
            let first = frame.tables().first();
            first.is_some_and(|table| guard.may_be_printed(&frame.total(table, covers)))
        };
        frames
            .iter()
            .map(|frame| {
                let guard = frame.guard(self.known, &totals, self.threshold)?;
                large(frame, &guard).then_some(guard)
            })
            .collect()
    }

    /// Every table at its finest, and nothing in it.
    fn nothing(self) -> Printed {
        let table = |table: &'static TableSpec| {
            let level = (0, 0);
            let rows = self.menu.rows(table, level).len() + 1;
            let columns =
                self.menu.columns(table, level).len() + usize::from(table.columns.is_some());
            PrintedTable {
                table,
                terms: self.terms,
                level,
                cells: vec![vec![None; columns]; rows],
            }
        };
        Printed {
            tables: TABLES.iter().map(table).collect(),
            ..Printed::default()
        }
    }
}

struct Press<'a> {
    printing: Printing<'a>,
    frame: &'a Frame<'a>,
    guard: Guard,
    covers: Part,
    printed: &'a mut Printed,
}

impl Press<'_> {
    /// The total, and single figures that stand in no table of their own.
    fn figures(&mut self) {
        let one = |table: &TableSpec, ids: &[&str]| {
            let places = ids
                .iter()
                .filter_map(|id| self.printing.menu.place(table.rows, id));
            let rows: Vec<_> = places.collect();
            self.frame.set(table, self.covers, &rows, &[0])
        };
        let mut figures = Vec::new();
        for table in self.frame.tables() {
            let total = self.frame.total(table, self.covers);
            self.printed.total = self.guard.shown(&total);
            match table.id {
                "closure" => {
                    figures.push((table, &["week", "month", "later"][..]));
                    figures.push((table, &["open"]));
                }
                "action" => figures.push((table, &["referral"])),
                _ => {}
            }
        }
        let sets: Vec<_> = figures.iter().map(|(table, ids)| one(table, ids)).collect();
        for ((table, ids), set) in figures.into_iter().zip(sets) {
            if !self.guard.publish(&set) {
                continue;
            }
            let count = self.guard.shown(&set);
            match ids {
                ["open"] => self.printed.open = count,
                ["referral"] => self.printed.referred = count,
                _ => self.printed.closed = count,
            }
            self.printed.shown.push(Shown {
                table: table.id.to_owned(),
                terms: self.covers,
                rows: ids.iter().map(|id| (*id).to_owned()).collect(),
                columns: Vec::new(),
            });
        }
    }

    /// Prints a table: as fine as still says most of what there is to say; else as says anything; else,
    /// for the year to date; else nothing but its total.
    fn table(&mut self, table: &'static TableSpec) {
        let to_date = self
            .printing
            .known
            .totals
            .iter()
            .fold(self.covers, |all, part| all | part);
        let mut levels = self.printing.menu.levels(table);
        let coarsest = levels.pop();
        for terms in [self.covers, to_date] {
            let mut best: Option<(i64, PrintedTable, Guard)> = None;
            for level in &levels {
                let (said, made, guard) = self.attempt(table, terms, *level);
                let enough = 2 * said >= made.total().map_or(i64::MAX, i64::from);
                let better = best.as_ref().is_none_or(|(most, ..)| said > *most);
                if said > 0 && (enough || better) {
                    best = Some((said, made, guard));
                }
                if said > 0 && enough {
                    break;
                }
            }
            if let Some((_, made, guard)) = best {
                return self.keep(made, guard);
            }
        }
        let (_, made, guard) = self.attempt(table, self.covers, coarsest.unwrap_or_default());
        self.keep(made, guard);
    }

    /// Publishes what is safe of a table, totals first. Says how many concerns its inner cells show.
    fn attempt(
        &self,
        table: &'static TableSpec,
        terms: Part,
        level: (usize, usize),
    ) -> (i64, PrintedTable, Guard) {
        let mut guard = self.guard.clone();
        let grid = self.frame.grid(table, terms, level);
        let height = grid.len();
        let is_total = |row: usize, column: usize, width: usize| {
            (row + 1 == height, width > 1 && column + 1 == width)
        };
        let each = || {
            grid.iter().enumerate().flat_map(|(at, row)| {
                row.iter()
                    .enumerate()
                    .map(move |(place, set)| (is_total(at, place, row.len()), set))
            })
        };
        for wanted in [(true, true), (true, false), (false, true), (false, false)] {
            for (_, set) in each().filter(|(kind, _)| *kind == wanted) {
                guard.publish(set);
            }
        }
        // Where the columns are merged into one, the rows' totals are all that it says.
        let inner = each().filter(|(kind, _)| *kind == (false, false));
        let shown = |set: &Set| guard.shown(set).map_or(0, i64::from);
        let said = inner.map(|(_, set)| shown(set)).sum();
        let cells = grid
            .iter()
            .map(|row| row.iter().map(|set| guard.shown(set)).collect())
            .collect();
        let made = PrintedTable {
            table,
            terms,
            level,
            cells,
        };
        (said, made, guard)
    }

    fn keep(&mut self, made: PrintedTable, guard: Guard) {
        let menu = self.printing.menu;
        let rows = menu.rows(made.table, made.level);
        let columns = made
            .table
            .columns
            .map(|_| menu.columns(made.table, made.level));
        let ids = |lead, members: &[usize]| -> Vec<String> {
            let categories = menu.dimension(lead).map(|one| one.categories());
            let id = |place: &usize| Some(categories?.get(*place)?.0.clone());
            members.iter().filter_map(id).collect()
        };
        for (at, row) in made.cells.iter().enumerate() {
            for (place, cell) in row.iter().enumerate() {
                if cell.is_none() {
                    continue;
                }
                let row = rows.get(at).map(|one| ids(made.table.rows, &one.members));
                let column = columns
                    .as_ref()
                    .and_then(|columns| columns.get(place))
                    .zip(made.table.columns)
                    .map(|(one, lead)| ids(lead, &one.members));
                self.printed.shown.push(Shown {
                    table: made.table.id.to_owned(),
                    terms: made.terms,
                    rows: row.unwrap_or_default(),
                    columns: column.unwrap_or_default(),
                });
            }
        }
        self.guard = guard;
        self.printed.tables.push(made);
    }
}
