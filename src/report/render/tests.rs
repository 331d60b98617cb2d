//! Every file is whole, says what it must and nothing else, and is the same whenever it is made.

use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::Format;
use super::csv::neutral;
use crate::report::document::Protected;

/// The invented summary with something changed, by way of how it is kept.
fn changed(from: &str, to: &str) -> Protected {
    let kept = serde_json::to_string(&Protected::sample()).unwrap();
    assert!(kept.contains(from), "{from} in {kept}");
    serde_json::from_str(&kept.replace(from, to)).unwrap()
}

fn confidential() -> Protected {
    changed("\"public\"", "\"confidential\"")
}

fn text(format: Format, summary: &Protected) -> String {
    String::from_utf8(format.render(summary).unwrap()).unwrap()
}

/// The parts of a Word file and when each was packed.
fn parts(bytes: Vec<u8>) -> Vec<(String, Vec<u8>, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|place| {
            let mut file = zip.by_index(place).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            let at = file.last_modified().unwrap().to_string();
            (file.name().unwrap().into_owned(), bytes, at)
        })
        .collect()
}

fn part(summary: &Protected, name: &str) -> String {
    let parts = parts(Format::Docx.render(summary).unwrap());
    let found = parts.into_iter().find(|(part, ..)| part == name).unwrap();
    String::from_utf8(found.1).unwrap()
}

/// Elements as they are opened, with their attributes.
fn elements(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let mut depth = 0;
    let mut out = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                depth += 1;
                out.push(String::from(&*start));
            }
            Event::Empty(start) => out.push(String::from(&*start)),
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    out
}

#[test]
fn the_same_summary_gives_the_same_bytes() {
    for format in Format::ALL {
        let again =
            serde_json::from_str(&serde_json::to_string(&Protected::sample()).unwrap()).unwrap();
        assert_eq!(
            format.render(&Protected::sample()).unwrap(),
            format.render(&again).unwrap()
        );
        assert_eq!(Format::by_id(format.id()), Some(format));
        let name = format.file_name(&again);
        assert_eq!(
            name,
            format!("online-safety-2026-autumn-public.{}", format.id())
        );
    }
}

#[test]
fn every_part_of_a_word_file_is_well_formed_and_of_no_time() {
    let parts = parts(Format::Docx.render(&Protected::sample()).unwrap());
    assert_eq!(
        parts
            .iter()
            .filter(|(name, ..)| name.ends_with(".emf"))
            .count(),
        2
    );
    for (name, bytes, at) in parts {
        assert!(at.starts_with("1980-01-01"), "{name}: {at}");
        if !name.ends_with(".emf") {
            assert!(
                !elements(&String::from_utf8(bytes).unwrap()).is_empty(),
                "{name}"
            );
        }
    }
    // What the pages name is there.
    let document = part(&Protected::sample(), "word/document.xml");
    let relations = part(&Protected::sample(), "word/_rels/document.xml.rels");
    for id in ["rId1", "rId3", "rId4", "rId5", "rId6"] {
        assert!(relations.contains(&format!("Id=\"{id}\"")), "{id}");
    }
    assert!(document.contains("r:embed=\"rId6\"") && !document.contains("rId7"));
}

#[test]
fn a_word_file_has_headings_header_rows_and_words_for_its_pictures() {
    let document = part(&Protected::sample(), "word/document.xml");
    let elements = elements(&document);
    let count = |of: &str| {
        elements
            .iter()
            .filter(|element| element.contains(of))
            .count()
    };
    assert_eq!(count("w:pStyle w:val=\"Title\""), 1);
    // Three sections, assurance and method; two fields of assurance are filled in.
    assert_eq!(count("w:pStyle w:val=\"Heading1\""), 5);
    assert_eq!(count("w:pStyle w:val=\"Heading2\""), 2);
    assert_eq!(count("w:tblHeader"), 2);
    assert_eq!(count("descr=\"Bars of"), 4);
    let styles = part(&Protected::sample(), "word/styles.xml");
    for style in [
        "Heading1", "Heading2", "Count", "Label", "Counts", "Note", "Caption", "Picture",
    ] {
        assert!(
            styles.contains(&format!("w:styleId=\"{style}\"")),
            "{style}"
        );
    }
}

#[test]
fn what_describes_a_file_names_nobody() {
    let core = elements(&part(&Protected::sample(), "docProps/core.xml"));
    let names: Vec<_> = core
        .iter()
        .map(|one| one.split(' ').next().unwrap_or_default())
        .collect();
    assert_eq!(names, ["cp:coreProperties", "dc:title", "dc:language"]);
}

#[test]
fn the_web_page_is_whole_and_needs_nothing_else() {
    let page = text(Format::Html, &Protected::sample());
    let elements = elements(&page);
    let count = |name: &str| {
        let is = |element: &&String| element.split([' ', '\n']).next() == Some(name);
        elements.iter().filter(is).count()
    };
    assert_eq!((count("h1"), count("h2"), count("h3")), (1, 5, 2));
    assert_eq!(
        (count("table"), count("thead"), count("caption")),
        (2, 2, 2)
    );
    assert_eq!((count("svg"), count("title"), count("desc")), (2, 3, 2));
    assert!(
        elements
            .iter()
            .filter(|one| one.starts_with("th "))
            .all(|one| one.contains("scope="))
    );
    for forbidden in [
        "<script",
        "http:",
        "https:",
        "src=",
        "href=",
        "url(",
        "@import",
        "javascript",
    ] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert!(page.contains("lang=\"en-GB\"") && page.contains("@media print"));
}

#[test]
fn a_withheld_count_has_a_mark_and_no_length() {
    let page = text(Format::Html, &Protected::sample());
    // Of seven bars, four of "what" (all withheld) and three of "rules", two have a length.
    assert_eq!(page.matches("<rect").count(), 2);
    for format in [Format::Html, Format::Csv, Format::Markdown] {
        assert!(text(format, &Protected::sample()).contains("[c]"));
    }
    assert!(part(&Protected::sample(), "word/document.xml").contains(">[c]<"));
}

#[test]
fn text_is_text_in_every_format() {
    let odd = changed(
        "All staff, 4 September.",
        "<b>All & “some”</b> | *x* [a](b)",
    );
    elements(&text(Format::Html, &odd));
    assert!(text(Format::Html, &odd).contains("&lt;b&gt;All &amp; “some”&lt;/b&gt;"));
    elements(&part(&odd, "word/document.xml"));
    let page = text(Format::Markdown, &odd);
    assert!(
        page.contains("\\<b\\>All \\& “some”\\</b\\> \\| \\*x\\* [a]\\(b)"),
        "{page}"
    );
}

#[test]
fn a_spreadsheet_takes_no_cell_for_a_formula() {
    for bad in ["=1+1", "+1", "-1", "@x", "\tx", "\rx"] {
        assert_eq!(neutral(bad), format!("'{bad}"));
    }
    assert_eq!(neutral("Safe"), "Safe");
    let rows = text(
        Format::Csv,
        &changed("\"label\":\"Trust\"", "\"label\":\"=HYPERLINK(1)\""),
    );
    assert!(rows.contains(",'=HYPERLINK(1),All,14\r\n"), "{rows}");
    assert!(rows.starts_with(
        "release,table,row,column,value\r\n2026-autumn,what,Content,EYFS and KS1,6\r\n"
    ));
    assert_eq!(rows.lines().count(), 1 + 5 * 4 + 4);
}

#[test]
fn every_page_of_a_confidential_summary_says_so() {
    let mark = "Confidential: not for publication";
    let summary = confidential();
    assert!(part(&summary, "word/header1.xml").contains(mark));
    assert!(part(&summary, "word/document.xml").contains("w:headerReference"));
    assert_eq!(text(Format::Html, &summary).matches(mark).count(), 1 + 5);
    assert_eq!(
        text(Format::Markdown, &summary).matches(mark).count(),
        1 + 5
    );
    assert!(
        text(Format::Csv, &summary)
            .lines()
            .skip(1)
            .all(|line| line.contains(mark))
    );
    for format in [Format::Html, Format::Csv, Format::Markdown] {
        assert!(!text(format, &Protected::sample()).contains("Confidential"));
    }
}
