//! What a reader of released summaries has: figures, and the rules by which they are made.

use std::collections::BTreeMap;

use daybook::report::Protected;
use daybook::report::document::Table;
use daybook::report::menu::{Lead, Menu, TABLES, TableSpec};

/// A figure: the sum of some categories of a table over some terms (bits).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Figure {
    pub table: &'static str,
    pub terms: u8,
    pub rows: Vec<usize>,
    pub columns: Vec<usize>,
}

/// Figures and their values; a withheld one has none.
pub type Figures = BTreeMap<Figure, Option<i64>>;

fn terms_of(words: &str) -> u8 {
    let words = words.to_lowercase();
    if words.contains("academic year") {
        return 7;
    }
    ["autumn", "spring", "summer"]
        .iter()
        .enumerate()
        .map(|(place, name)| u8::from(words.contains(name)) << place)
        .sum()
}

pub fn width(menu: &Menu, table: &TableSpec) -> usize {
    table.columns.map_or(1, |lead| menu.len(lead))
}

fn places(menu: &Menu, lead: Option<Lead>, ids: &str) -> Vec<usize> {
    match lead {
        None => vec![0],
        Some(lead) if ids == "all" => (0..menu.len(lead)).collect(),
        Some(lead) => ids
            .split('+')
            .map(|id| menu.place(lead, id).unwrap())
            .collect(),
    }
}

/// Everything that a document says.
pub fn read(menu: &Menu, document: &Protected, into: &mut Figures) {
    for table in document.tables() {
        read_table(menu, table, into);
    }
}

fn read_table(menu: &Menu, table: &Table, into: &mut Figures) {
    let terms = terms_of(table.covers());
    let (id, translate): (&str, fn(&str) -> &str) = match table.id() {
        "agencies" => ("action", |_| "referral"),
        "standing" => ("closure", |id| {
            if id == "closed" {
                "week+month+later"
            } else {
                id
            }
        }),
        "concerns" => return,
        id => (id, |id| id),
    };
    let spec = TABLES.iter().find(|spec| spec.id == id).unwrap();
    for row in table.rows() {
        for (column, cell) in table.columns().iter().zip(row.cells()) {
            let figure = Figure {
                table: spec.id,
                terms,
                rows: places(menu, Some(spec.rows), translate(row.id())),
                columns: places(menu, spec.columns, column.id()),
            };
            let known = into.entry(figure).or_default();
            *known = known.or(cell.value().map(i64::from));
        }
    }
}
