//! A management system's export, row by row.

use chrono::NaiveDate;

use super::columns::{Column, Columns};
use super::encoding::decode;
use super::quotes;
use super::record::{self, Record};
use crate::domain::words::clean_line;

/// What was read.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Which optional columns there are: what a file does not have, it does not change.
    pub has: Has,
    /// One for each row that was read, with its line.
    pub rows: Vec<(u64, Record)>,
    /// Rows that were not, with the reason.
    pub unread: Vec<(u64, String)>,
    /// What to tell the person who imports it.
    pub notes: Vec<String>,
}

/// Which optional columns there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Has {
    /// Class.
    pub class: bool,
    /// SEN status.
    pub sen: bool,
    /// The SEND document.
    pub document: bool,
}

/// Titles and blank lines that may stand above the headings.
const ABOVE: usize = 10;

/// What a file says, fit for a terminal: it may hold anything, and any amount of it.
fn told(text: &str) -> String {
    const MOST: usize = 300;
    let clean = clean_line(text);
    match clean.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", clean.get(..end).unwrap_or_default()),
        None => clean,
    }
}

/// Reads an export.
///
/// # Errors
/// When no row of headings names the columns that are needed.
pub fn read(bytes: &[u8], today: NaiveDate) -> Result<Sheet, String> {
    let text = decode(bytes);
    let delimiter = delimiter(&text);
    let (text, unclosed) = quotes::blanked(&text, delimiter);
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
        .into_records()
        .map_while(Result::ok);
    let mut first = None;
    let columns = rows
        .by_ref()
        .take(ABOVE)
        .find_map(|row| {
            first.get_or_insert_with(|| row.iter().collect::<Vec<_>>().join(", "));
            Columns::find(&row)
        })
        .ok_or_else(|| {
            let found = match first {
                Some(first) => format!("the first row is: {}", told(&first)),
                None => "it is empty".to_owned(),
            };
            format!(
                "it needs headings for the name (Name, or Forename and Surname) and the year group (Year); {found}"
            )
        })?;
    let mut sheet = Sheet {
        has: Has {
            class: columns.has(Column::Class),
            sen: columns.has(Column::Sen),
            document: columns.has(Column::Document),
        },
        ..Sheet::default()
    };
    for line in unclosed {
        let why = "a quotation mark opens in it and is not closed";
        sheet.unread.push((line, why.to_owned()));
    }
    for row in rows {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = row.position().map_or(0, csv::Position::line);
        if let Some(lines) = swallowed(&columns, &row, delimiter) {
            let why = format!(
                "a quotation mark in it is not closed before line {}, and takes all up to there in: none of it was read",
                line + lines
            );
            sheet.unread.push((line, why));
            continue;
        }
        match record::read(&columns, &row, today, &mut sheet.notes) {
            Ok(record) => sheet.rows.push((line, record)),
            Err(why) => sheet.unread.push((line, told(&why))),
        }
    }
    Ok(sheet)
}

/// How many lines further a row goes that has taken other rows in: one of its cells has a line in it
/// which would itself be a row.
fn swallowed(columns: &Columns, row: &csv::StringRecord, delimiter: u8) -> Option<u64> {
    let is_row = |line: &str| {
        let cells = line.bytes().filter(|byte| *byte == delimiter).count() + 1;
        cells >= columns.width()
    };
    let lines = |cell: &str| cell.matches('\n').count() as u64;
    let swallows = row
        .iter()
        .any(|cell| cell.lines().count() > 1 && cell.lines().skip(1).any(is_row));
    swallows.then(|| row.iter().map(lines).sum())
}

/// The delimiter that is most frequent outside of quotes in the first lines.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.lines().take(ABOVE).flat_map(str::bytes) {
        quoted ^= byte == b'"';
        for (delimiter, count) in &mut counts {
            *count += usize::from(!quoted && byte == *delimiter);
        }
    }
    // Of equals the last one would win: a comma is the usual one.
    counts.reverse();
    counts
        .iter()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(delimiter, _)| *delimiter)
}
