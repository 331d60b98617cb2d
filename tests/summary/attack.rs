//! The attack: every withheld cell and every difference, by a reader who knows nothing, and by one who
//! knows one pupil's records.

use std::collections::BTreeSet;

use daybook::report::facts::Fact;
use daybook::report::menu::{Lead, Menu, TABLES, TableSpec};

use crate::bounds::Knowledge;
use crate::life::Year;
use crate::reader::{Figure, Figures, width};

/// The tables that a reader works on together.
const TOGETHER: [&[&str]; 6] = [
    &["what", "rules"],
    &["where"],
    &["source"],
    &["action", "first-action", "parent-contact"],
    &["closure"],
    &["repeat"],
];

/// What a release was counted from, for the referee: the reader never sees it.
pub struct Truth {
    pub facts: Vec<(usize, Fact)>,
}

impl Truth {
    pub fn counted(&self, figure: &Figure) -> (i64, BTreeSet<u32>) {
        let table = TABLES
            .iter()
            .find(|table| table.id == figure.table)
            .unwrap();
        let inside = self.facts.iter().filter(|(term, fact)| {
            figure.terms & (1 << term) != 0
                && figure.rows.contains(&fact.value(table.rows))
                && figure
                    .columns
                    .contains(&table.columns.map_or(0, |lead| fact.value(lead)))
        });
        let mut pupils = BTreeSet::new();
        let mut count = 0;
        for (_, fact) in inside {
            count += 1;
            pupils.extend(&fact.pupils);
        }
        (count, pupils)
    }
}

/// A fault that the attack found.
pub type Fault = String;

struct Reader<'a> {
    menu: &'a Menu,
    tables: Vec<&'static TableSpec>,
}

impl Reader<'_> {
    fn unknown(&self, table: &TableSpec, term: usize, row: usize, column: usize) -> usize {
        let size = |table: &TableSpec| self.menu.len(table.rows) * width(self.menu, table);
        let before: usize = self
            .tables
            .iter()
            .take_while(|one| one.id != table.id)
            .map(|one| size(one))
            .sum();
        let all: usize = self.tables.iter().map(|one| size(one)).sum();
        term * all + before + row * width(self.menu, table) + column
    }

    fn cells(&self, figure: &Figure) -> Vec<usize> {
        let table = TABLES
            .iter()
            .find(|table| table.id == figure.table)
            .unwrap();
        let mut cells = Vec::new();
        for term in (0..3).filter(|term| figure.terms & (1 << term) != 0) {
            for row in &figure.rows {
                for column in &figure.columns {
                    cells.push(self.unknown(table, term, *row, *column));
                }
            }
        }
        cells
    }

    fn all(&self, table: &TableSpec, terms: u8) -> Figure {
        Figure {
            table: table.id,
            terms,
            rows: (0..self.menu.len(table.rows)).collect(),
            columns: (0..width(self.menu, table)).collect(),
        }
    }

    fn know(
        &self,
        figures: &Figures,
        pupil: &[(usize, Fact)],
        youngest: (bool, bool),
    ) -> Knowledge {
        let size: usize = self
            .tables
            .iter()
            .map(|one| self.menu.len(one.rows) * width(self.menu, one))
            .sum();
        let mut known = Knowledge::new(size * 3);
        for (figure, value) in figures {
            if let Some(value) = value
                && self.tables.iter().any(|table| table.id == figure.table)
            {
                known.equal(&self.cells(figure), *value);
            }
        }
        for term in 0..3 {
            for other in self.tables.iter().skip(1) {
                let (one, other) = (
                    self.all(self.tables[0], 1 << term),
                    self.all(other, 1 << term),
                );
                known.same(&self.cells(&one), &self.cells(&other));
            }
            let of = |id: &'static str, ids: &[&str]| -> Vec<usize> {
                let table = TABLES.iter().find(|table| table.id == id).unwrap();
                let rows = ids
                    .iter()
                    .map(|id| self.menu.place(table.rows, id).unwrap())
                    .collect();
                self.cells(&Figure {
                    table: id,
                    terms: 1 << term,
                    rows,
                    columns: vec![0],
                })
            };
            match self.tables[0].id {
                "action" => {
                    let some = ["day-0", "days-1-2", "days-3-10", "later"];
                    known.at_most(&of("action", &["parents"]), &of("parent-contact", &some));
                    known.at_most(
                        &of("first-action", &["none"]),
                        &of("action", &["parents", "other"]),
                    );
                    known.at_most(&of("action", &["other"]), &of("parent-contact", &["none"]));
                }
                "what" => {
                    let rule = of("rules", &["eyfs-ks1"]);
                    let phase = of("what", &["content", "contact", "conduct", "commerce"]);
                    if youngest.0 {
                        known.at_most(&rule, &phase);
                    }
                    if youngest.1 {
                        known.at_most(&phase, &rule);
                    }
                }
                _ => {}
            }
        }
        for (term, fact) in pupil {
            for table in &self.tables {
                let column = table.columns.map_or(0, |lead| fact.value(lead));
                known.least[self.unknown(table, *term, fact.value(table.rows), column)] += 1;
            }
        }
        known
    }

    /// Everything one might want to know: each cell and margin at each level, of each part of the year.
    fn targets(&self) -> BTreeSet<Figure> {
        let mut targets = BTreeSet::new();
        for table in &self.tables {
            let groups = |lead: Option<Lead>| -> Vec<Vec<usize>> {
                let Some(lead) = lead else {
                    return vec![vec![0]];
                };
                let one = self.menu.dimension(lead).unwrap();
                let levels = (0..=one.coarsest()).flat_map(|level| one.level(level));
                let all: BTreeSet<_> = levels.map(|group| group.members).collect();
                all.into_iter().collect()
            };
            for terms in 1..8 {
                for rows in groups(Some(table.rows)) {
                    for columns in groups(table.columns) {
                        targets.insert(Figure {
                            table: table.id,
                            terms,
                            rows: rows.clone(),
                            columns,
                        });
                    }
                }
            }
        }
        targets
    }
}

/// What an attack came to.
#[derive(Default)]
pub struct Outcome {
    pub faults: Vec<Fault>,
    /// Figures whose least and most the reader worked out.
    pub bounded: usize,
}

/// Attacks what was released; the truth judges what the reader believes.
pub fn attack(
    menu: &Menu,
    figures: &Figures,
    facts: Vec<(usize, Fact)>,
    insider: Option<u32>,
) -> Outcome {
    let mut faults = Vec::new();
    let mut bounded = 0;
    let own: Vec<_> = facts
        .iter()
        .filter(|(_, fact)| insider.is_some_and(|pupil| fact.pupils.contains(&pupil)))
        .cloned()
        .collect();
    let truth = Truth { facts };
    let youngest = |holds: fn(bool, bool) -> bool| {
        let rule = menu.place(Lead::Rule, "eyfs-ks1");
        truth.facts.iter().all(|(_, fact)| {
            holds(
                Some(fact.value(Lead::Rule)) == rule,
                fact.value(Lead::Phase) == 0,
            )
        })
    };
    let youngest = (
        youngest(|rule, phase| !rule || phase),
        youngest(|rule, phase| !phase || rule),
    );
    for ids in TOGETHER {
        let tables = TABLES
            .iter()
            .filter(|table| ids.contains(&table.id))
            .collect();
        let reader = Reader { menu, tables };
        let mut known = reader.know(figures, &own, youngest);
        for figure in reader.targets() {
            let (count, pupils) = truth.counted(&figure);
            let mine = own
                .iter()
                .filter(|one| {
                    Truth {
                        facts: vec![(*one).clone()],
                    }
                    .counted(&figure)
                    .0 > 0
                })
                .count();
            let mine = i64::try_from(mine).unwrap();
            let small = count < 5 || pupils.len() < 5;
            let withheld = figures.get(&figure) == Some(&None);
            if !small && !withheld {
                continue;
            }
            let must = if !small {
                (count - 1, count + 1)
            } else if count - mine < 5 {
                (mine, mine + 4)
            } else {
                (count - 4, count + 4)
            };
            bounded += 1;
            match known.interval(&reader.cells(&figure), must) {
                None => faults.push(format!("{figure:?}: nothing fits")),
                Some((low, high)) if low > count || high < count => {
                    faults.push(format!("{figure:?}: {count} is not in {low} to {high}"));
                }
                Some((low, high)) if small && (low > must.0 || high < must.1) => {
                    faults.push(format!(
                        "{figure:?}: {count} (own {mine}) is known within {low} to {high}"
                    ));
                }
                Some((low, high)) if low == high => {
                    faults.push(format!("{figure:?}: exactly {low}"))
                }
                Some(_) => {}
            }
        }
    }
    faults.extend(remainders(figures, &truth));
    Outcome { faults, bounded }
}

/// What is left of a total beside what is shown must not be small itself.
fn remainders(figures: &Figures, truth: &Truth) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (whole, value) in figures {
        if value.is_none() {
            continue;
        }
        let parts = figures.iter().filter(|(part, value)| {
            value.is_some()
                && part.table == whole.table
                && part.terms == whole.terms
                && part.columns == whole.columns
                && part.rows.len() < whole.rows.len()
                && part.rows.iter().all(|row| whole.rows.contains(row))
        });
        let gone: BTreeSet<usize> = parts.flat_map(|(part, _)| part.rows.clone()).collect();
        let rows: Vec<_> = whole
            .rows
            .iter()
            .copied()
            .filter(|row| !gone.contains(row))
            .collect();
        if !gone.is_empty() && !rows.is_empty() {
            let rest = Figure {
                rows,
                ..whole.clone()
            };
            let (count, pupils) = truth.counted(&rest);
            if count < 5 || pupils.len() < 5 {
                faults.push(format!("{rest:?}: what remains is {count}"));
            }
        }
    }
    faults
}

/// The facts of a year's terms as they were released.
pub fn released(year: &Year, menu: &Menu) -> Vec<(usize, Fact)> {
    let known = year.ledger.known(year.year, menu);
    known
        .facts()
        .map(|(term, fact)| (term, fact.clone()))
        .collect()
}
