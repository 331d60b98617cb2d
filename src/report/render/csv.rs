//! Tidy rows: `release,table,row,column,value`.

use super::RenderError;
use super::outline::running;
use crate::report::document::Protected;

/// The file.
pub(super) fn render(summary: &Protected) -> Result<Vec<u8>, RenderError> {
    let mut rows = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer(Vec::new());
    rows.write_record(["release", "table", "row", "column", "value"])?;
    // A spreadsheet has no pages: each of its rows says what it is.
    let mark = running(summary);
    let release = match mark.as_str() {
        "" => summary.release().to_owned(),
        mark => format!("{} ({mark})", summary.release()),
    };
    for table in summary.tables() {
        let name = if table.covers().is_empty() || table.covers() == summary.period() {
            table.id().to_owned()
        } else {
            format!("{} ({})", table.id(), table.covers())
        };
        for row in table.rows() {
            for (column, cell) in table.columns().iter().zip(row.cells()) {
                let value = cell.text();
                let record = [release.as_str(), &name, row.label(), column.label(), &value];
                rows.write_record(record.map(neutral))?;
            }
        }
    }
    rows.into_inner()
        .map_err(|error| RenderError::Write(error.into_error()))
}

/// A cell that no spreadsheet takes for a formula.
pub(super) fn neutral(cell: &str) -> String {
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n') => format!("'{cell}"),
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_take_for_a_formula_begins_with_a_quote() {
        for bad in ["=1+1", "+1", "-1", "@x", "\tx", "\rx"] {
            assert_eq!(neutral(bad), format!("'{bad}"));
        }
        assert_eq!(neutral("Safe"), "Safe");
    }
}
