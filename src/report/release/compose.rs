//! From printed tables to sections with sentences and charts. Nothing here sees a count that is withheld.

use super::Request;
use super::words::HEADINGS;
use crate::domain::terms::Term;
use crate::domain::year::AcademicYear;
use crate::report::document::{Bar, Cell, Chart, Column, Protected, Row, Section, Table};
use crate::report::menu::Menu;
use crate::report::period::{Period, words};
use crate::report::protect::{Part, Printed, PrintedTable, Standing};

impl Request<'_> {
    /// The public document.
    pub(super) fn compose(
        &self,
        menu: &Menu,
        printed: &Printed,
        corrections: &[String],
        preview: bool,
    ) -> Protected {
        let covers = words(
            self.period.year,
            printed.covers.unwrap_or(self.period.part()),
        );
        let mut sections = vec![self.glance(printed, &covers)];
        for (number, heading) in (2_u8..).zip(HEADINGS.into_iter().skip(1)) {
            let tables = match number {
                7 => vec![single(
                    "agencies",
                    "Concerns referred to an agency",
                    &covers,
                    ("referred", "Referred to an agency"),
                    printed.referred.into(),
                )],
                _ => printed
                    .tables
                    .iter()
                    .filter(|one| one.table.section == number)
                    .map(|one| self.table(menu, one))
                    .collect(),
            };
            sections.push(self.section(number, heading, Vec::new(), tables));
        }
        self.document(sections, corrections, preview)
    }

    fn glance(&self, printed: &Printed, covers: &str) -> Section {
        let count = Cell::from(printed.total);
        let mut rows = vec![row("this", covers, false, vec![count])];
        let earlier = [
            ("last-term", self.period.previous()),
            ("last-year", self.period.last_year()),
        ];
        for (id, period) in earlier {
            // A year's previous period is last year.
            if let Some(count) = self.total_of(period)
                && !(self.period.term.is_none() && id == "last-term")
            {
                rows.push(row(id, &period.words(), false, vec![count]));
            }
        }
        let concerns = table("concerns", "Concerns recorded", "Term", rows);
        let sentence = match count {
            Cell::Shown(count) => format!("{covers}: {count} concerns were recorded."),
            Cell::Withheld => {
                let then = match self.period.term {
                    Some(Term::Autumn | Term::Spring) => {
                        " They will be counted together with those of the next term."
                    }
                    Some(Term::Summer) | None => "",
                };
                format!(
                    "{covers}: how many concerns there were, and how many of them were open at the end, cannot be \
                     said in public: they are few, or would let a small figure be worked out.{then}"
                )
            }
        };
        let (mut sentences, mut tables) = (vec![sentence], vec![concerns]);
        match printed.standing {
            Some(stood) => tables.push(self.standing(stood)),
            None if count == Cell::Withheld => {}
            None => sentences.push(
                "How many of them were open at the end of the term cannot be said in public: too few were, or too few \
                 were not."
                    .to_owned(),
            ),
        }
        self.section(1, HEADINGS[0], sentences, tables)
    }

    fn standing(&self, stood: Standing) -> Table {
        let one = |id, label, total, count| row(id, label, total, vec![Cell::Shown(count)]);
        let rows = vec![
            one("closed", "Closed", false, stood.closed),
            one("open", "Open", false, stood.open),
            one("all", "All", true, stood.all),
        ];
        let mut made = Table {
            covers: words(self.period.year, stood.terms),
            ..table(
                "standing",
                "How they stood at the end of their term",
                "Standing",
                rows,
            )
        };
        if stood.terms != self.period.part() {
            made.note = format!("It covers more than the term: {}.", made.covers);
        }
        made
    }

    pub(super) fn section(
        &self,
        number: u8,
        heading: &str,
        sentences: Vec<String>,
        mut tables: Vec<Table>,
    ) -> Section {
        for table in &mut tables {
            if table.note.is_empty() && table.withholds() {
                table.note = mark_note();
            }
        }
        let period = self.period.words();
        let charts = tables
            .iter()
            .filter_map(|table| chart(table.caption(&period), table));
        Section {
            number,
            heading: heading.to_owned(),
            sentences,
            charts: charts.collect(),
            tables,
        }
    }

    /// The total of a period that was released; none where it was not.
    fn total_of(&self, period: Period) -> Option<Cell> {
        let counted = &self.ledger.find(period)?.counted;
        let alone = counted.covers == Some(period.part());
        Some(Cell::from(counted.total.filter(|_| alone)))
    }

    fn table(&self, menu: &Menu, printed: &PrintedTable) -> Table {
        let spec = printed.table;
        let groups = menu.rows(spec, printed.level);
        let columns = menu.columns(spec, printed.level);
        let two_way = columns.len() > 1;
        let mut heads = Vec::new();
        if two_way {
            heads.extend(columns.iter().map(|one| column(&one.id, &one.label, false)));
        }
        heads.push(column(
            "all",
            if two_way { "All" } else { "Concerns" },
            two_way,
        ));
        let labels = groups
            .iter()
            .map(|one| (one.id.as_str(), one.label.as_str()))
            .chain([("all", "All")]);
        let last = groups.len();
        let rows = labels
            .zip(&printed.cells)
            .enumerate()
            .map(|(at, ((id, label), cells))| {
                // A table whose columns are merged into one says it once.
                let skipped = cells.len() - heads.len().min(cells.len());
                let cells = cells.iter().skip(skipped).copied().map(Cell::from);
                row(id, label, at == last, cells.collect())
            });
        // Everything in one row is the total, once.
        let rows: Vec<Row> = rows.skip(usize::from(last == 1)).collect();
        let mut made = Table {
            covers: words(self.period.year, printed.terms),
            columns: heads,
            ..table(spec.id, spec.title, spec.stub, rows)
        };
        made.note = note(&made, printed, (self.period.year, self.period.part()));
        made
    }
}

/// Why something is withheld or coarser than usual.
fn note(table: &Table, printed: &PrintedTable, (year, term): (AcademicYear, Part)) -> String {
    let mut note = Vec::new();
    if table.rows.iter().all(|row| row.total) {
        note.push(
            "Nothing but the total can be shown: every part of it is small, or would let a small one be worked out."
                .to_owned(),
        );
    } else if printed.level != (0, 0) {
        note.push(
            "Some categories are put together, because apart they are too small to show."
                .to_owned(),
        );
    }
    if printed.terms & term != term {
        note.push(format!(
            "No part of it can be shown for the {}. This is the table of the {}, as it was printed then.",
            small(&words(year, term)),
            small(&table.covers)
        ));
    } else if printed.terms != term {
        note.push(format!("It covers more than the term: {}.", table.covers));
    }
    if table.withholds() {
        note.push(mark_note());
    }
    note.join(" ")
}

/// A period within a sentence: its name begins with a small letter.
fn small(period: &str) -> String {
    let mut letters = period.chars();
    let first = letters.next().map(|first| first.to_lowercase());
    first.into_iter().flatten().chain(letters).collect()
}

fn mark_note() -> String {
    format!(
        "{} stands for figures that are small, or that would let a small one be worked out.",
        Cell::MARK
    )
}

/// The bars of a table's last column, its total apart; none where no two of them can be compared.
fn chart(title: String, table: &Table) -> Option<Chart> {
    let bars: Vec<Bar> = table
        .rows
        .iter()
        .filter(|row| !row.total)
        .filter_map(|row| {
            Some(Bar {
                label: row.label.clone(),
                cell: *row.cells.last()?,
            })
        })
        .collect();
    let said = bars
        .iter()
        .map(|bar| format!("{}: {}", bar.label, bar.cell.text()));
    let alternative = format!("{title}. {}.", said.collect::<Vec<_>>().join("; "));
    let drawn = bars.iter().filter(|bar| bar.cell.value().is_some());
    (drawn.count() > 1).then_some(Chart {
        title,
        alternative,
        bars,
    })
}

pub(super) fn table(id: &str, title: &str, stub: &str, rows: Vec<Row>) -> Table {
    Table {
        id: id.to_owned(),
        title: title.to_owned(),
        covers: String::new(),
        stub: stub.to_owned(),
        columns: vec![column("concerns", "Concerns", false)],
        rows,
        note: String::new(),
    }
}

pub(super) fn single(
    id: &str,
    title: &str,
    covers: &str,
    (row_id, label): (&str, &str),
    cell: Cell,
) -> Table {
    Table {
        covers: covers.to_owned(),
        ..table(
            id,
            title,
            "Figure",
            vec![row(row_id, label, false, vec![cell])],
        )
    }
}

pub(super) fn row(id: &str, label: &str, total: bool, cells: Vec<Cell>) -> Row {
    Row {
        id: id.to_owned(),
        label: label.to_owned(),
        total,
        cells,
    }
}

fn column(id: &str, label: &str, total: bool) -> Column {
    Column {
        id: id.to_owned(),
        label: label.to_owned(),
        total,
    }
}
