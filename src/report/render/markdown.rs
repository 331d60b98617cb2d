//! Markdown.

use super::outline::{Block, blocks, running};
use crate::report::document::{Protected, Table};

/// The file.
pub(super) fn render(summary: &Protected) -> String {
    let mark = running(summary);
    // There are no pages: each section says it.
    let marked = |out: &mut String| {
        if !mark.is_empty() {
            out.push_str(&format!("\n**{}**\n", text(&mark)));
        }
    };
    let mut out = format!(
        "# {}\n\n{}\n",
        text(&summary.title()),
        text(summary.school())
    );
    marked(&mut out);
    for block in blocks(summary) {
        match block {
            Block::Heading(words) => {
                out.push_str(&format!("\n## {}\n", text(&words)));
                marked(&mut out);
            }
            Block::Subheading(words) => out.push_str(&format!("\n### {}\n", text(&words))),
            Block::Paragraph(words) => out.push_str(&format!("\n{}\n", text(&words))),
            // The table that follows says the same.
            Block::Chart(_) => {}
            Block::Table(one) => table(summary, one, &mut out),
        }
    }
    out
}

fn table(summary: &Protected, table: &Table, out: &mut String) {
    out.push_str(&format!(
        "\n**{}**\n\n| {} |",
        text(&table.caption(summary.period())),
        text(table.stub())
    ));
    for column in table.columns() {
        out.push_str(&format!(" {} |", text(column.label())));
    }
    out.push_str("\n|:--|");
    out.push_str(&"--:|".repeat(table.columns().len()));
    for row in table.rows() {
        let bold = if row.is_total() { "**" } else { "" };
        out.push_str(&format!("\n| {bold}{}{bold} |", text(row.label())));
        for cell in row.cells() {
            out.push_str(&format!(" {bold}{}{bold} |", cell.text()));
        }
    }
    out.push('\n');
    if !table.note().is_empty() {
        out.push_str(&format!("\n{}\n", text(table.note())));
    }
}

/// A text in which nothing is read as Markdown or HTML. `[c]` stays as it is: it refers to nothing.
fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let begins = words.trim_start();
    if begins.starts_with(['#', '-', '+', '=', '~']) {
        out.push('\\');
    }
    for c in words.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '|' | '<' | '>' | '!' | '&') {
            out.push('\\');
        }
        out.push(c);
        // A link needs a bracket after a bracket.
        if c == ']' {
            out.push('\u{200b}');
        }
    }
    out.replace("]\u{200b}(", "]\\(").replace('\u{200b}', "")
}
