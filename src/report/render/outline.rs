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
        out.extend(section.charts().iter().map(Block::Chart));
        out.extend(section.tables().iter().map(Block::Table));
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

/// A table's caption: what it is of, and of what time where that is another than the summary's.
pub(super) fn caption(summary: &Protected, table: &Table) -> String {
    if table.covers().is_empty() || table.covers() == summary.period() {
        table.title().to_owned()
    } else {
        format!("{} ({})", table.title(), table.covers())
    }
}

/// What stands on every page: whose, what, and any mark.
pub(super) fn running(summary: &Protected) -> String {
    summary.marks().join(" · ")
}
