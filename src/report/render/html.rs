//! One web page that needs nothing else: no script, no font, no address.

use std::io;

use super::outline::{Block, blocks, running};
use super::svg;
use super::xml::Xml;
use crate::report::document::{Protected, Table};

const STYLE: &str = include_str!("page.css");

/// The file.
pub(super) fn render(summary: &Protected) -> io::Result<Vec<u8>> {
    let mut xml = Xml::page()?;
    xml.line()?;
    xml.open("html", &[("lang", "en-GB")])?;
    xml.open("head", &[])?;
    xml.leaf("meta", &[("charset", "utf-8")])?;
    xml.leaf(
        "meta",
        &[
            ("name", "viewport"),
            ("content", "width=device-width, initial-scale=1"),
        ],
    )?;
    // Whatever is in it, a browser fetches and runs nothing.
    xml.leaf(
        "meta",
        &[
            ("http-equiv", "Content-Security-Policy"),
            ("content", "default-src 'none'; style-src 'unsafe-inline'"),
        ],
    )?;
    xml.words("title", &[], &summary.title())?;
    xml.words("style", &[], STYLE)?;
    xml.close("head")?;
    xml.line()?;
    xml.open("body", &[])?;
    let mark = running(summary);
    if !mark.is_empty() {
        // Printing repeats it on every page, as the head of a table.
        xml.words("p", &[("class", "mark")], &mark)?;
    }
    xml.open("header", &[])?;
    xml.words("h1", &[], &summary.title())?;
    xml.words("p", &[("class", "school")], summary.school())?;
    xml.close("header")?;
    xml.line()?;
    xml.open("main", &[])?;
    body(&mut xml, summary, &mark)?;
    xml.close("main")?;
    xml.close("body")?;
    xml.close("html")?;
    xml.line()?;
    Ok(xml.finish())
}

fn body(xml: &mut Xml, summary: &Protected, mark: &str) -> io::Result<()> {
    let mut sections = 0;
    let mut charts = 0;
    for block in blocks(summary) {
        match block {
            Block::Heading(words) => {
                if sections > 0 {
                    xml.close("section")?;
                    xml.line()?;
                }
                sections += 1;
                let id = format!("section-{sections}");
                xml.open("section", &[("aria-labelledby", &id)])?;
                xml.words("h2", &[("id", &id)], &words)?;
                if !mark.is_empty() {
                    xml.words("p", &[("class", "again")], mark)?;
                }
            }
            Block::Subheading(words) => xml.words("h3", &[], &words)?,
            Block::Paragraph(words) => xml.words("p", &[], &words)?,
            Block::Chart(chart) => {
                charts += 1;
                xml.open("figure", &[])?;
                xml.words("figcaption", &[], chart.title())?;
                svg::draw(xml, chart, &format!("chart-{charts}"))?;
                xml.close("figure")?;
            }
            Block::Table(one) => table(xml, &one.caption(summary.period()), one)?,
        }
        xml.line()?;
    }
    if sections > 0 {
        xml.close("section")?;
    }
    Ok(())
}

fn table(xml: &mut Xml, caption: &str, table: &Table) -> io::Result<()> {
    xml.open("table", &[])?;
    xml.words("caption", &[], caption)?;
    xml.open("thead", &[])?;
    xml.open("tr", &[])?;
    xml.words("th", &[("scope", "col")], table.stub())?;
    for column in table.columns() {
        xml.words("th", &[("scope", "col")], column.label())?;
    }
    xml.close("tr")?;
    xml.close("thead")?;
    xml.line()?;
    xml.open("tbody", &[])?;
    for row in table.rows() {
        let class: &[(&str, &str)] = if row.is_total() {
            &[("class", "total")]
        } else {
            &[]
        };
        xml.open("tr", class)?;
        xml.words("th", &[("scope", "row")], row.label())?;
        for cell in row.cells() {
            xml.words("td", &[], &cell.text())?;
        }
        xml.close("tr")?;
        xml.line()?;
    }
    xml.close("tbody")?;
    xml.close("table")?;
    if !table.note().is_empty() {
        xml.words("p", &[("class", "note")], table.note())?;
    }
    Ok(())
}
