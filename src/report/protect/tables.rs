//! Which tables are printed, how coarse, and what is shown in them.

use std::cmp::Reverse;

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

/// How concerns stood at the end of their terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Those of these terms.
    pub terms: Part,
    /// How many were closed.
    pub closed: u32,
    /// How many were open.
    pub open: u32,
    /// How many there were.
    pub all: u32,
}

/// What may be printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// The terms whose total it prints; none when there is too little to print one.
    pub covers: Option<Part>,
    /// How many concerns there were.
    pub total: Option<u32>,
    /// How many of them were closed, and open, at the end of term; of the year to date, where that says more.
    pub standing: Option<Standing>,
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
            return self.nothing_new(&frames);
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

    /// What is known already of other terms, where nothing can be said of these.
    fn nothing_new(self, frames: &[Frame<'_>]) -> Printed {
        let mut printed = self.nothing();
        for frame in frames {
            let guard = frame.guard(self.known, &self.known.totals, self.threshold);
            let Some(guard) = guard.filter(|_| !self.known.totals.is_empty()) else {
                continue;
            };
            let press = Press {
                printing: self,
                frame,
                guard,
                covers: self.terms,
                printed: &mut Printed::default(),
            };
            for table in &mut printed.tables {
                let known = frame.tables().iter().find(|one| **one == table.table);
                if let Some((made, _)) = known.and_then(|one| press.again(one)) {
                    *table = made;
                }
            }
        }
        printed
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
    /// The total, and figures that stand in no table of their own.
    fn figures(&mut self) {
        for table in self.frame.tables() {
            let total = self.frame.total(table, self.covers);
            self.printed.total = self.guard.shown(&total);
        }
        for table in self.frame.tables() {
            match table.id {
                "closure" => self.standing(table),
                "action" => {
                    self.printed.referred = self.figure(table, self.covers, &["referral"]);
                }
                _ => {}
            }
        }
    }

    /// The sum of some rows, published if that is safe.
    fn figure(&mut self, table: &TableSpec, terms: Part, ids: &[&str]) -> Option<u32> {
        let menu = self.printing.menu;
        let places = ids.iter().filter_map(|id| menu.place(table.rows, id));
        let rows: Vec<_> = places.collect();
        let set = self.frame.set(table, terms, &rows, &[0]);
        if !self.guard.publish(&set) {
            return None;
        }
        self.printed.shown.push(Shown {
            table: table.id.to_owned(),
            terms,
            rows: ids.iter().map(|id| (*id).to_owned()).collect(),
            columns: Vec::new(),
        });
        self.guard.shown(&set)
    }

    /// How many were closed and how many open: of the term, or else of the year to date; both or neither.
    fn standing(&mut self, table: &TableSpec) {
        for terms in [self.covers, self.to_date()] {
            let before = (self.guard.clone(), self.printed.shown.clone());
            let all = self.frame.total(table, terms);
            let all = self.guard.shown(&all);
            let closed = self.figure(table, terms, &["week", "month", "later"]);
            let open = self.figure(table, terms, &["open"]);
            if let (Some(closed), Some(open), Some(all)) = (closed, open, all) {
                self.printed.standing = Some(Standing {
                    terms,
                    closed,
                    open,
                    all,
                });
                return;
            }
            (self.guard, self.printed.shown) = before;
        }
    }

    /// The terms of the year that are public by now.
    fn to_date(&self) -> Part {
        let known = self.printing.known.totals.iter();
        known.fold(self.covers, |all, part| all | part)
    }

    /// Prints a table: as fine as still says most of what there is to say; else as says anything; else,
    /// for the year to date; else what is known already of other terms; else nothing but its total.
    fn table(&mut self, table: &'static TableSpec) {
        let new = [self.covers, self.to_date()].into_iter();
        let new = new
            .filter_map(|terms| self.best(table, terms, false))
            .next();
        let (made, guard) = new.or_else(|| self.again(table)).unwrap_or_else(|| {
            let coarsest = self.printing.menu.levels(table).pop();
            let (_, made, guard) =
                self.attempt(table, self.covers, coarsest.unwrap_or_default(), false);
            (made, guard)
        });
        self.keep(made, guard);
    }

    /// A table as it is known already, of as many and as late terms as it says anything of: printed once more, it
    /// tells nobody anything.
    fn again(&self, table: &'static TableSpec) -> Option<(PrintedTable, Guard)> {
        let mut known = self.printing.known.totals.clone();
        known.sort_by_key(|part| Reverse((part.count_ones(), *part)));
        known
            .into_iter()
            .find_map(|terms| self.best(table, terms, true))
    }

    /// A table of some terms at the level at which it says most, or enough; nothing where it says nothing.
    fn best(
        &self,
        table: &'static TableSpec,
        terms: Part,
        again: bool,
    ) -> Option<(PrintedTable, Guard)> {
        let mut levels = self.printing.menu.levels(table);
        levels.pop();
        let mut best: Option<(i64, PrintedTable, Guard)> = None;
        for level in levels {
            let (said, made, guard) = self.attempt(table, terms, level, again);
            let enough = 2 * said >= made.total().map_or(i64::MAX, i64::from);
            let better = best.as_ref().is_none_or(|(most, ..)| said > *most);
            if said > 0 && (enough || better) {
                best = Some((said, made, guard));
            }
            if said > 0 && enough {
                break;
            }
        }
        best.map(|(_, made, guard)| (made, guard))
    }

    /// Publishes what is safe of a table, totals first; `again`, only what is published already. Says how many
    /// concerns its inner cells show.
    fn attempt(
        &self,
        table: &'static TableSpec,
        terms: Part,
        level: (usize, usize),
        again: bool,
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
            if again {
                break;
            }
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
