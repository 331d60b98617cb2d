//! Sections, tables, cells and charts. Read by everybody, made by the protector alone.

use serde::{Deserialize, Serialize};

/// What a cell of a released table says. A count that is withheld is nowhere in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Option<u32>", into = "Option<u32>")]
pub enum Cell {
    /// The count.
    Shown(u32),
    /// Too small to show, or withheld to protect another figure. Which, nobody can tell.
    Withheld,
}

impl Cell {
    /// What stands in place of a count that is withheld.
    pub const MARK: &'static str = "[c]";

    /// The count, where it is shown.
    #[must_use]
    pub fn value(self) -> Option<u32> {
        self.into()
    }

    /// As it is printed.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Shown(count) => count.to_string(),
            Self::Withheld => Self::MARK.to_owned(),
        }
    }
}

impl From<Option<u32>> for Cell {
    fn from(count: Option<u32>) -> Self {
        count.map_or(Self::Withheld, Self::Shown)
    }
}

impl From<Cell> for Option<u32> {
    fn from(cell: Cell) -> Self {
        match cell {
            Cell::Shown(count) => Some(count),
            Cell::Withheld => None,
        }
    }
}

/// One of sections 1 to 9.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    pub(in crate::report::release) number: u8,
    pub(in crate::report::release) heading: String,
    pub(in crate::report::release) sentences: Vec<String>,
    pub(in crate::report::release) tables: Vec<Table>,
    pub(in crate::report::release) charts: Vec<Chart>,
}

impl Section {
    /// Its number, from 1.
    #[must_use]
    pub fn number(&self) -> u8 {
        self.number
    }

    /// Its heading, without the number.
    #[must_use]
    pub fn heading(&self) -> &str {
        &self.heading
    }

    /// What it says in words, each a paragraph.
    #[must_use]
    pub fn sentences(&self) -> &[String] {
        &self.sentences
    }

    /// Its tables, in order.
    #[must_use]
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Its charts, in order; each shows what a table says already.
    #[must_use]
    pub fn charts(&self) -> &[Chart] {
        &self.charts
    }
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub(in crate::report::release) id: String,
    pub(in crate::report::release) title: String,
    pub(in crate::report::release) covers: String,
    pub(in crate::report::release) stub: String,
    pub(in crate::report::release) columns: Vec<Column>,
    pub(in crate::report::release) rows: Vec<Row>,
    pub(in crate::report::release) note: String,
}

impl Table {
    /// Its id in files: `what`, `rules`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its caption.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What time it covers, in words: the term, or the year to date.
    #[must_use]
    pub fn covers(&self) -> &str {
        &self.covers
    }

    /// Its caption in a summary of that period: what it is of, and of what time where that is another.
    #[must_use]
    pub fn caption(&self, period: &str) -> String {
        if self.covers.is_empty() || self.covers == period {
            self.title.clone()
        } else {
            format!("{} ({})", self.title, self.covers)
        }
    }

    /// The heading of the column of row labels.
    #[must_use]
    pub fn stub(&self) -> &str {
        &self.stub
    }

    /// Its columns of counts.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Its rows.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Whether any of its figures is withheld.
    #[must_use]
    pub fn withholds(&self) -> bool {
        let mut cells = self.rows.iter().flat_map(Row::cells);
        cells.any(|cell| cell.value().is_none())
    }

    /// Why something in it is withheld or coarser than usual, in a sentence or two; empty when nothing is.
    #[must_use]
    pub fn note(&self) -> &str {
        &self.note
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub(in crate::report::release) id: String,
    pub(in crate::report::release) label: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::report::release) total: bool,
}

impl Column {
    /// Its id in files.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its heading.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Whether it adds up the others.
    #[must_use]
    pub fn is_total(&self) -> bool {
        self.total
    }
}

/// A row of a table: a cell for each of its columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub(in crate::report::release) id: String,
    pub(in crate::report::release) label: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::report::release) total: bool,
    pub(in crate::report::release) cells: Vec<Cell>,
}

impl Row {
    /// Its id in files.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its heading.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Whether it adds up the others.
    #[must_use]
    pub fn is_total(&self) -> bool {
        self.total
    }

    /// Its cells, one for each column.
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }
}

/// A bar chart of one column of a table, as data. A bar of a withheld count has no length.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    pub(in crate::report::release) title: String,
    pub(in crate::report::release) alternative: String,
    pub(in crate::report::release) bars: Vec<Bar>,
}

impl Chart {
    /// Its title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The same in words, for who cannot see it.
    #[must_use]
    pub fn alternative(&self) -> &str {
        &self.alternative
    }

    /// Its bars, top to bottom, in the table's order.
    #[must_use]
    pub fn bars(&self) -> &[Bar] {
        &self.bars
    }

    /// The longest bar's count, at least 1.
    #[must_use]
    pub fn longest(&self) -> u32 {
        let shown = self.bars.iter().filter_map(|bar| bar.cell.value());
        shown.max().unwrap_or(1).max(1)
    }
}

/// A bar of a chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    pub(in crate::report::release) label: String,
    pub(in crate::report::release) cell: Cell,
}

impl Bar {
    /// What it stands for.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Its count; withheld, it has no length and its place says `[c]`.
    #[must_use]
    pub fn cell(&self) -> Cell {
        self.cell
    }
}
