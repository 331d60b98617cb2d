//! Lines for the screen: the same document, in columns of one width.

use super::outline::{Block, blocks};
use crate::domain::words::{fit, width, wrap};
use crate::report::document::{Cell, Chart, Protected, Table};

/// Columns between two of a table.
const GAP: usize = 2;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The heading of a section.
    Heading,
    /// A heading within one, a table's title, a chart's.
    Title,
    /// Text.
    Text,
    /// The head of a table.
    Head,
    /// A row of figures.
    Row,
    /// A row of totals.
    Total,
    /// A bar of a chart.
    Bar,
    /// What is said beneath a table.
    Note,
    /// Nothing.
    Blank,
}

/// A line of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub look: Look,
    /// What it says; no wider than was asked for.
    pub text: String,
}

/// A summary in lines of so many columns.
#[must_use]
pub fn lines(summary: &Protected, columns: usize) -> Vec<Line> {
    let mut page = Page {
        columns: columns.max(20),
        lines: Vec::new(),
    };
    for block in blocks(summary) {
        match block {
            Block::Heading(words) => page.apart(Look::Heading, &words),
            Block::Subheading(words) => page.apart(Look::Title, &words),
            Block::Paragraph(words) => page.paragraph(Look::Text, &words),
            Block::Chart(chart) => page.chart(chart),
            Block::Table(table) => page.table(&table.caption(summary.period()), table),
        }
    }
    page.lines
}

struct Page {
    columns: usize,
    lines: Vec<Line>,
}

impl Page {
    fn line(&mut self, look: Look, text: &str) {
        let text = fit(text, self.columns);
        self.lines.push(Line { look, text });
    }

    /// A line with an empty one before it.
    fn apart(&mut self, look: Look, text: &str) {
        if !self.lines.is_empty() {
            self.line(Look::Blank, "");
        }
        self.line(look, text);
    }

    fn paragraph(&mut self, look: Look, text: &str) {
        for range in wrap(text, self.columns) {
            let line = text.get(range).unwrap_or_default().trim_end().to_owned();
            self.line(look, &line);
        }
    }

    fn chart(&mut self, chart: &Chart) {
        self.apart(Look::Title, chart.title());
        let label = widest(chart.bars().iter().map(|bar| bar.label())).min(self.columns / 2);
        let room = self.columns.saturating_sub(label + GAP + 6).clamp(1, 40);
        let longest = chart.longest() as usize;
        for bar in chart.bars() {
            let said = bar.cell().text();
            let drawn = match bar.cell() {
                // A withheld count has no length.
                Cell::Withheld => said,
                Cell::Shown(0) => said,
                Cell::Shown(count) => {
                    let long = (count as usize * room).div_ceil(longest).clamp(1, room);
                    format!("{} {said}", "█".repeat(long))
                }
            };
            let text = format!("{}  {drawn}", padded(bar.label(), label));
            self.line(Look::Bar, &text);
        }
    }

    fn table(&mut self, caption: &str, table: &Table) {
        self.apart(Look::Title, caption);
        let heads: Vec<_> = table.columns().iter().map(|one| one.label()).collect();
        let wide: Vec<_> = heads.iter().map(|head| width(head).max(3)).collect();
        let taken: usize = wide.iter().map(|wide| wide + GAP).sum();
        let stubs = table.rows().iter().map(|row| row.label());
        let stub = widest(stubs.chain([table.stub()])).min(self.columns.saturating_sub(taken));
        let row = |label: &str, cells: &[String]| {
            let mut text = padded(label, stub);
            for (cell, wide) in cells.iter().zip(&wide) {
                let before = " ".repeat(GAP + wide.saturating_sub(width(cell)));
                text.push_str(&before);
                text.push_str(cell);
            }
            text
        };
        let heads: Vec<_> = heads.into_iter().map(str::to_owned).collect();
        self.line(Look::Head, &row(table.stub(), &heads));
        for one in table.rows() {
            let cells: Vec<_> = one.cells().iter().map(|cell| cell.text()).collect();
            let look = if one.is_total() {
                Look::Total
            } else {
                Look::Row
            };
            self.line(look, &row(one.label(), &cells));
        }
        if !table.note().is_empty() {
            self.paragraph(Look::Note, table.note());
        }
    }
}

fn widest<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    texts.map(width).max().unwrap_or(0)
}

fn padded(text: &str, columns: usize) -> String {
    let text = fit(text, columns);
    let rest = columns.saturating_sub(width(&text));
    text + &" ".repeat(rest)
}
