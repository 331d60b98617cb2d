//! The text itself.

use std::io;

use super::parts::{TEXT, line, picture, style};
use crate::report::document::{Chart, Protected, Table};
use crate::report::render::outline::Block;
use crate::report::render::svg;
use crate::report::render::xml::Xml;

/// The width of the text on the page, in twentieths of a point: A4 less its margins.
const ACROSS: usize = 9638;
/// The column of row labels.
const STUB: usize = 4200;
/// A column of counts is no wider: a count far from its label is read into the wrong row.
const COUNT: usize = 1559;
/// A picture is as wide as the text: in English Metric Units, of which a twentieth of a point has 635.
const EMU: usize = 635;

/// The main part.
pub(super) fn document(summary: &Protected, blocks: &[Block<'_>]) -> io::Result<Vec<u8>> {
    let mut xml = Xml::part()?;
    xml.open("w:document", &TEXT)?;
    xml.open("w:body", &[])?;
    line(&mut xml, "Title", &summary.title())?;
    line(&mut xml, "Subtitle", summary.school())?;
    let mut charts = 0;
    for block in blocks {
        match block {
            Block::Heading(words) => line(&mut xml, "Heading1", words)?,
            Block::Subheading(words) => line(&mut xml, "Heading2", words)?,
            Block::Paragraph(words) => line(&mut xml, "Normal", words)?,
            Block::Chart(one) => {
                line(&mut xml, "Caption", one.title())?;
                chart(&mut xml, one, charts)?;
                charts += 1;
            }
            Block::Table(one) => {
                line(&mut xml, "Caption", &one.caption(summary.period()))?;
                // Above it: what stands below a table falls to the next page in one program or another.
                if !one.note().is_empty() {
                    line(&mut xml, "Note", one.note())?;
                }
                table(&mut xml, one)?;
                line(&mut xml, "Space", "")?;
            }
        }
    }
    page(&mut xml)?;
    xml.close("w:body")?;
    xml.close("w:document")?;
    Ok(xml.finish())
}

fn table(xml: &mut Xml, table: &Table) -> io::Result<()> {
    let width = column(table.columns().len());
    let across = STUB + width * table.columns().len();
    let width = width.to_string();
    xml.open("w:tbl", &[])?;
    xml.open("w:tblPr", &[])?;
    xml.leaf("w:tblStyle", &[("w:val", "Counts")])?;
    xml.leaf("w:tblW", &[("w:w", &across.to_string()), ("w:type", "dxa")])?;
    xml.leaf("w:tblLayout", &[("w:type", "fixed")])?;
    // The first row and the first column are headings, and read out as such.
    xml.leaf(
        "w:tblLook",
        &[
            ("w:val", "00A0"),
            ("w:firstRow", "1"),
            ("w:firstColumn", "1"),
            ("w:noHBand", "0"),
            ("w:noVBand", "1"),
        ],
    )?;
    xml.leaf("w:tblCaption", &[("w:val", table.title())])?;
    xml.close("w:tblPr")?;
    xml.open("w:tblGrid", &[])?;
    xml.leaf("w:gridCol", &[("w:w", &STUB.to_string())])?;
    for _ in table.columns() {
        xml.leaf("w:gridCol", &[("w:w", &width)])?;
    }
    xml.close("w:tblGrid")?;
    let heads: Vec<_> = table
        .columns()
        .iter()
        .map(|column| column.label().to_owned())
        .collect();
    row(xml, table.stub(), &heads, true, true)?;
    for one in table.rows() {
        let cells: Vec<_> = one.cells().iter().map(|cell| cell.text()).collect();
        row(xml, one.label(), &cells, false, one.is_total())?;
    }
    xml.close("w:tbl")
}

/// The width of each of so many columns of counts.
fn column(of: usize) -> usize {
    (ACROSS.saturating_sub(STUB) / of.max(1)).min(COUNT)
}

fn row(xml: &mut Xml, label: &str, cells: &[String], head: bool, bold: bool) -> io::Result<()> {
    xml.open("w:tr", &[])?;
    xml.open("w:trPr", &[])?;
    xml.leaf("w:cantSplit", &[])?;
    if head {
        xml.leaf("w:tblHeader", &[])?;
    }
    xml.close("w:trPr")?;
    let width = column(cells.len());
    cell(xml, label, STUB, false, bold)?;
    for text in cells {
        cell(xml, text, width, true, bold)?;
    }
    xml.close("w:tr")
}

fn cell(xml: &mut Xml, text: &str, width: usize, count: bool, bold: bool) -> io::Result<()> {
    xml.open("w:tc", &[])?;
    xml.open("w:tcPr", &[])?;
    xml.leaf("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")])?;
    xml.close("w:tcPr")?;
    xml.open("w:p", &[])?;
    style(xml, if count { "Count" } else { "Label" })?;
    xml.open("w:r", &[])?;
    if bold {
        xml.open("w:rPr", &[])?;
        xml.leaf("w:b", &[])?;
        xml.close("w:rPr")?;
    }
    xml.words("w:t", &[("xml:space", "preserve")], text)?;
    xml.close("w:r")?;
    xml.close("w:p")?;
    xml.close("w:tc")
}

fn chart(xml: &mut Xml, chart: &Chart, place: usize) -> io::Result<()> {
    let across = ACROSS * EMU;
    let (wide, high) = (svg::WIDTH as usize, svg::height(chart) as usize);
    let (cx, cy) = (
        across.to_string(),
        (across * high / wide.max(1)).to_string(),
    );
    let id = (place + 1).to_string();
    let name = format!("Chart {id}");
    let words = [
        ("id", id.as_str()),
        ("name", &name),
        ("descr", chart.alternative()),
        ("title", chart.title()),
    ];
    xml.open("w:p", &[])?;
    style(xml, "Picture")?;
    xml.open("w:r", &[])?;
    xml.open("w:drawing", &[])?;
    xml.open(
        "wp:inline",
        &[
            ("distT", "0"),
            ("distB", "0"),
            ("distL", "0"),
            ("distR", "0"),
        ],
    )?;
    xml.leaf("wp:extent", &[("cx", &cx), ("cy", &cy)])?;
    xml.leaf("wp:docPr", &words)?;
    xml.open("a:graphic", &[])?;
    xml.open(
        "a:graphicData",
        &[(
            "uri",
            "http://schemas.openxmlformats.org/drawingml/2006/picture",
        )],
    )?;
    xml.open("pic:pic", &[])?;
    xml.open("pic:nvPicPr", &[])?;
    xml.leaf("pic:cNvPr", &words)?;
    xml.leaf("pic:cNvPicPr", &[])?;
    xml.close("pic:nvPicPr")?;
    xml.open("pic:blipFill", &[])?;
    xml.leaf("a:blip", &[("r:embed", &picture(place))])?;
    xml.open("a:stretch", &[])?;
    xml.leaf("a:fillRect", &[])?;
    xml.close("a:stretch")?;
    xml.close("pic:blipFill")?;
    xml.open("pic:spPr", &[])?;
    xml.open("a:xfrm", &[])?;
    xml.leaf("a:off", &[("x", "0"), ("y", "0")])?;
    xml.leaf("a:ext", &[("cx", &cx), ("cy", &cy)])?;
    xml.close("a:xfrm")?;
    xml.open("a:prstGeom", &[("prst", "rect")])?;
    xml.leaf("a:avLst", &[])?;
    xml.close("a:prstGeom")?;
    xml.close("pic:spPr")?;
    for name in [
        "pic:pic",
        "a:graphicData",
        "a:graphic",
        "wp:inline",
        "w:drawing",
        "w:r",
        "w:p",
    ] {
        xml.close(name)?;
    }
    Ok(())
}

/// A4, with what stands on every page.
fn page(xml: &mut Xml) -> io::Result<()> {
    xml.open("w:sectPr", &[])?;
    xml.leaf(
        "w:headerReference",
        &[("w:type", "default"), ("r:id", "rId3")],
    )?;
    xml.leaf(
        "w:footerReference",
        &[("w:type", "default"), ("r:id", "rId4")],
    )?;
    xml.leaf("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")])?;
    xml.leaf(
        "w:pgMar",
        &[
            ("w:top", "1134"),
            ("w:right", "1134"),
            ("w:bottom", "1134"),
            ("w:left", "1134"),
            ("w:header", "567"),
            ("w:footer", "567"),
            ("w:gutter", "0"),
        ],
    )?;
    xml.close("w:sectPr")
}
