//! An invented summary, for who builds a renderer.

use super::parts::{Bar, Cell, Chart, Column, Row, Section, Table};
use super::{Assurance, FORMAT, Profile, Protected};

impl Protected {
    /// An invented school's summary.
    #[doc(hidden)]
    #[must_use]
    pub fn sample() -> Self {
        let what = table(
            "what",
            "What the concerns were about",
            "Kind",
            &[
                ("eyfs-ks1", "EYFS and KS1"),
                ("lower-ks2", "Years 3 and 4"),
                ("upper-ks2", "Years 5 and 6"),
            ],
            &[
                ("content", "Content", &[Some(6), Some(7), None]),
                ("contact", "Contact", &[None, None, None]),
                ("conduct", "Conduct", &[None, Some(9), Some(11)]),
                ("commerce", "Commerce", &[None, None, None]),
            ],
        );
        let rules = table(
            "rules",
            "Which rules",
            "Rule",
            &[],
            &[
                ("safe", "Safe", &[Some(21)]),
                ("trust", "Trust", &[Some(14)]),
                ("other", "Other rules", &[None]),
            ],
        );
        Self {
            format: FORMAT,
            release: "2026-autumn".to_owned(),
            school: "Sample Primary School".to_owned(),
            period: "Autumn term 2026-27".to_owned(),
            profile: Profile::Public,
            preview: false,
            sections: vec![
                section(1, "At a glance", "44 concerns were recorded.", Vec::new()),
                section(2, "What", "", vec![what]),
                section(3, "Which rules", "", vec![rules]),
            ],
            assurance: Assurance {
                staff_training: "All staff, 4 September.".to_owned(),
                next_steps: "Teach Safe 3 again in Year 5.\nAsk parents about games.".to_owned(),
                ..Assurance::default()
            },
            method: vec![
                "Each concern is counted once in each table.".to_owned(),
                "[c] means: fewer than 5 (none included), or withheld to protect another figure."
                    .to_owned(),
            ],
            fingerprint: "1f0c-77aa".to_owned(),
            corrections: Vec::new(),
        }
    }
}

fn section(number: u8, heading: &str, sentence: &str, tables: Vec<Table>) -> Section {
    let charts = tables
        .iter()
        .map(|table| Chart {
            title: table.title.clone(),
            alternative: format!("Bars of {}.", table.title),
            bars: table
                .rows
                .iter()
                .filter(|row| !row.total)
                .filter_map(|row| {
                    Some(Bar {
                        label: row.label.clone(),
                        cell: *row.cells.last()?,
                    })
                })
                .collect(),
        })
        .collect();
    Section {
        number,
        heading: heading.to_owned(),
        sentences: [sentence.to_owned()]
            .into_iter()
            .filter(|one| !one.is_empty())
            .collect(),
        tables,
        charts,
    }
}

type Line<'a> = (&'a str, &'a str, &'a [Option<u32>]);

fn table(id: &str, title: &str, stub: &str, columns: &[(&str, &str)], lines: &[Line<'_>]) -> Table {
    let column = |id: &str, label: &str, total| Column {
        id: id.to_owned(),
        label: label.to_owned(),
        total,
    };
    let mut heads: Vec<_> = columns
        .iter()
        .map(|(id, label)| column(id, label, false))
        .collect();
    heads.push(column("all", "All", !columns.is_empty()));
    let two_way = !columns.is_empty();
    let row = |(id, label, counts): &Line<'_>, total| {
        let mut cells: Vec<Cell> = counts.iter().copied().map(Cell::from).collect();
        if two_way {
            cells.push(Cell::Withheld);
        }
        Row {
            id: (*id).to_owned(),
            label: (*label).to_owned(),
            total,
            cells,
        }
    };
    let mut rows: Vec<Row> = lines.iter().map(|line| row(line, false)).collect();
    let mut all = vec![Cell::Withheld; columns.len()];
    all.push(Cell::Shown(44));
    rows.push(Row {
        id: "all".to_owned(),
        label: "All".to_owned(),
        total: true,
        cells: all,
    });
    Table {
        id: id.to_owned(),
        title: title.to_owned(),
        covers: "Autumn term 2026-27".to_owned(),
        stub: stub.to_owned(),
        columns: heads,
        rows,
        note: "Some figures are withheld, so that no child can be worked out.".to_owned(),
    }
}
