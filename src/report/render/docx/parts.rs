//! The parts of the package around its text.

use std::io;

use crate::report::document::Protected;
use crate::report::render::xml::Xml;

/// What headings, tables and paragraphs look like: a head can change it in one place.
pub(super) const STYLES: &str = include_str!("styles.xml");

/// The namespaces of a text, by their usual prefixes.
pub(super) const TEXT: [(&str, &str); 5] = [
    (
        "xmlns:w",
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        "xmlns:r",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        "xmlns:wp",
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    ),
    (
        "xmlns:a",
        "http://schemas.openxmlformats.org/drawingml/2006/main",
    ),
    (
        "xmlns:pic",
        "http://schemas.openxmlformats.org/drawingml/2006/picture",
    ),
];

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// What each part is.
pub(super) fn content_types() -> io::Result<Vec<u8>> {
    let mut xml = Xml::part()?;
    xml.open("Types", &[("xmlns", &format!("{PACKAGE}/content-types"))])?;
    for (end, kind) in [
        (
            "rels",
            "application/vnd.openxmlformats-package.relationships+xml",
        ),
        ("xml", "application/xml"),
        ("emf", "image/x-emf"),
    ] {
        xml.leaf("Default", &[("Extension", end), ("ContentType", kind)])?;
    }
    for (part, kind) in [
        ("/word/document.xml", format!("{WORD}.document.main+xml")),
        ("/word/styles.xml", format!("{WORD}.styles+xml")),
        ("/word/settings.xml", format!("{WORD}.settings+xml")),
        ("/word/header1.xml", format!("{WORD}.header+xml")),
        ("/word/footer1.xml", format!("{WORD}.footer+xml")),
        (
            "/docProps/core.xml",
            "application/vnd.openxmlformats-package.core-properties+xml".to_owned(),
        ),
    ] {
        xml.leaf("Override", &[("PartName", part), ("ContentType", &kind)])?;
    }
    xml.close("Types")?;
    Ok(xml.finish())
}

fn relations(which: &[(String, String)]) -> io::Result<Vec<u8>> {
    let mut xml = Xml::part()?;
    xml.open(
        "Relationships",
        &[("xmlns", &format!("{PACKAGE}/relationships"))],
    )?;
    for (place, (kind, target)) in which.iter().enumerate() {
        let id = format!("rId{}", place + 1);
        xml.leaf(
            "Relationship",
            &[("Id", &id), ("Type", kind), ("Target", target)],
        )?;
    }
    xml.close("Relationships")?;
    Ok(xml.finish())
}

/// Where the package's text is.
pub(super) fn package_relations() -> io::Result<Vec<u8>> {
    relations(&[
        (
            format!("{OFFICE}/officeDocument"),
            "word/document.xml".to_owned(),
        ),
        (
            format!("{PACKAGE}/relationships/metadata/core-properties"),
            "docProps/core.xml".to_owned(),
        ),
    ])
}

/// The text's own: styles, settings, header, footer, then a picture for each chart.
pub(super) fn document_relations(charts: usize) -> io::Result<Vec<u8>> {
    let mut which: Vec<_> = ["styles", "settings", "header", "footer"]
        .into_iter()
        .map(|part| {
            let number = if matches!(part, "header" | "footer") {
                "1"
            } else {
                ""
            };
            (format!("{OFFICE}/{part}"), format!("{part}{number}.xml"))
        })
        .collect();
    which.extend(
        (1..=charts).map(|chart| (format!("{OFFICE}/image"), format!("media/chart{chart}.emf"))),
    );
    relations(&which)
}

/// The relation of the `place`th chart's picture.
pub(super) fn picture(place: usize) -> String {
    format!("rId{}", place + 5)
}

/// The title and the language; nobody's name and no date.
pub(super) fn core(title: &str) -> io::Result<Vec<u8>> {
    let mut xml = Xml::part()?;
    let names = [
        (
            "xmlns:cp",
            "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        ),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    xml.open("cp:coreProperties", &names)?;
    xml.words("dc:title", &[], title)?;
    xml.words("dc:language", &[], "en-GB")?;
    xml.close("cp:coreProperties")?;
    Ok(xml.finish())
}

/// As Word 2013 and later lay it out.
pub(super) fn settings() -> io::Result<Vec<u8>> {
    let mut xml = Xml::part()?;
    xml.open("w:settings", &TEXT)?;
    xml.open("w:compat", &[])?;
    xml.leaf(
        "w:compatSetting",
        &[
            ("w:name", "compatibilityMode"),
            ("w:uri", "http://schemas.microsoft.com/office/word"),
            ("w:val", "15"),
        ],
    )?;
    xml.close("w:compat")?;
    xml.leaf("w:themeFontLang", &[("w:val", "en-GB")])?;
    xml.close("w:settings")?;
    Ok(xml.finish())
}

/// At the head of every page: the mark, where there is one.
pub(super) fn header(mark: &str) -> io::Result<Vec<u8>> {
    let mut xml = Xml::part()?;
    xml.open("w:hdr", &TEXT)?;
    line(&mut xml, "Header", mark)?;
    xml.close("w:hdr")?;
    Ok(xml.finish())
}

/// At the foot of every page: what it is, and the page's number.
pub(super) fn footer(summary: &Protected) -> io::Result<Vec<u8>> {
    let mut xml = Xml::part()?;
    xml.open("w:ftr", &TEXT)?;
    xml.open("w:p", &[])?;
    style(&mut xml, "Footer")?;
    run(
        &mut xml,
        &format!("{} · {} · page ", summary.school(), summary.title()),
    )?;
    field(&mut xml, "PAGE")?;
    run(&mut xml, " of ")?;
    field(&mut xml, "NUMPAGES")?;
    xml.close("w:p")?;
    xml.close("w:ftr")?;
    Ok(xml.finish())
}

fn field(xml: &mut Xml, what: &str) -> io::Result<()> {
    xml.open("w:fldSimple", &[("w:instr", what)])?;
    run(xml, "1")?;
    xml.close("w:fldSimple")
}

/// A paragraph of that style.
pub(super) fn line(xml: &mut Xml, of: &str, text: &str) -> io::Result<()> {
    xml.open("w:p", &[])?;
    style(xml, of)?;
    if !text.is_empty() {
        run(xml, text)?;
    }
    xml.close("w:p")
}

/// The style of a paragraph that has been begun.
pub(super) fn style(xml: &mut Xml, of: &str) -> io::Result<()> {
    xml.open("w:pPr", &[])?;
    xml.leaf("w:pStyle", &[("w:val", of)])?;
    xml.close("w:pPr")
}

fn run(xml: &mut Xml, text: &str) -> io::Result<()> {
    xml.open("w:r", &[])?;
    xml.words("w:t", &[("xml:space", "preserve")], text)?;
    xml.close("w:r")
}
