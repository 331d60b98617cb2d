//! What a summary says from top to bottom, for the formats that are read like a page.

use crate::domain::words::clean;
use crate::report::document::{Chart, Protected, Table};

/// A piece of the page.
pub(super) enum Block<'a> {
    /// The heading of a section.
    Heading(String),
    /// A heading within one.
    Subheading(String),
    /// A paragraph.
    Paragraph(String),
    /// A chart.
    Chart(&'a Chart),
    /// A table.
    Table(&'a Table),
}

/// Everything after the title.
pub(super) fn blocks(summary: &Protected) -> Vec<Block<'_>> {
    let mut out = Vec::new();
    if !summary.corrections().is_empty() {
        out.push(Block::Heading("Corrections to earlier terms".to_owned()));
        out.extend(
            summary
                .corrections()
                .iter()
                .flat_map(|text| paragraphs(text)),
        );
    }
    for section in summary.sections() {
        out.push(Block::Heading(format!(
            "{}. {}",
            section.number(),
            section.heading()
        )));
        out.extend(section.sentences().iter().flat_map(|text| paragraphs(text)));
        // A chart stands before the table that says the same.
        let mut charts = section.charts().iter().peekable();
        for table in section.tables() {
            let caption = table.caption(summary.period());
            out.extend(
                charts
                    .next_if(|chart| chart.title() == caption)
                    .map(Block::Chart),
            );
            out.push(Block::Table(table));
        }
        out.extend(charts.map(Block::Chart));
    }
    let written = summary.assurance().fields();
    if written.iter().any(|(_, text)| !text.trim().is_empty()) {
        out.push(Block::Heading("10. Assurance".to_owned()));
        for (title, text) in written {
            if !text.trim().is_empty() {
                out.push(Block::Subheading(title.to_owned()));
                out.extend(paragraphs(text));
            }
        }
    }
    out.push(Block::Heading("11. Method".to_owned()));
    out.extend(summary.method().iter().flat_map(|text| paragraphs(text)));
    out.push(Block::Paragraph(format!(
        "The log's fingerprint: {}",
        summary.fingerprint()
    )));
    out
}

/// The lines of a text, each a paragraph.
fn paragraphs<'a>(text: &str) -> Vec<Block<'a>> {
    let text = clean(text);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| Block::Paragraph(line.to_owned()))
        .collect()
}

/// What stands on every page: whose, what, and any mark.
pub(super) fn running(summary: &Protected) -> String {
    summary.marks().join(" · ")
}
