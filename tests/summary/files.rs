//! Every file is whole, says what it must and nothing else, and is the same whenever it is made.

use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::Event;

use std::sync::OnceLock;

use daybook::domain::words::width;
use daybook::report::document::{Assurance, Cell, Profile, Protected, Table};
use daybook::report::render::Format;
use daybook::report::render::plain::{Look, lines};

use crate::life::{Year, periods};

/// An invented school's summary, made as any other is.
fn sample() -> Protected {
    made(Profile::Public)
}

fn made(profile: Profile) -> Protected {
    static MADE: OnceLock<[Protected; 2]> = OnceLock::new();
    let [public, confidential] = MADE.get_or_init(|| {
        let mut year = Year::invent(6, 110);
        year.assurance = Assurance {
            staff_training: "All staff, 4 September.".to_owned(),
            next_steps: "Teach Safe 3 again in Year 5.\nAsk parents about games.".to_owned(),
            ..Assurance::default()
        };
        Profile::ALL.map(|profile| {
            let request = year.request(periods(year.year)[2], profile);
            request.make(&mut |_, _| {}).unwrap().document
        })
    });
    match profile {
        Profile::Public => public.clone(),
        Profile::Confidential => confidential.clone(),
    }
}

/// The invented summary with something changed, by way of how it is kept.
fn changed(from: &str, to: &str) -> Protected {
    let kept = serde_json::to_string(&sample()).unwrap();
    assert!(kept.contains(from), "{from} in {kept}");
    serde_json::from_str(&kept.replace(from, to)).unwrap()
}

fn confidential() -> Protected {
    made(Profile::Confidential)
}

fn text(format: Format, summary: &Protected) -> String {
    String::from_utf8(format.render(summary).unwrap()).unwrap()
}

fn charts(summary: &Protected) -> usize {
    let each = summary.sections().iter().map(|one| one.charts().len());
    each.sum()
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
        let again = serde_json::from_str(&serde_json::to_string(&sample()).unwrap()).unwrap();
        assert_eq!(
            format.render(&sample()).unwrap(),
            format.render(&again).unwrap()
        );
        assert_eq!(Format::by_id(format.id()), Some(format));
        let name = format.file_name(&again);
        assert_eq!(
            name,
            format!("online-safety-2025-summer-public.{}", format.id())
        );
    }
}

#[test]
fn every_part_of_a_word_file_is_well_formed_and_of_no_time() {
    let parts = parts(Format::Docx.render(&sample()).unwrap());
    let pictures = parts.iter().filter(|(name, ..)| name.ends_with(".emf"));
    assert_eq!(pictures.count(), charts(&sample()));
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
    let document = part(&sample(), "word/document.xml");
    let relations = part(&sample(), "word/_rels/document.xml.rels");
    // Styles, settings, header and footer come before the pictures.
    let last = charts(&sample()) + 4;
    for id in 1..=last {
        assert!(relations.contains(&format!("Id=\"rId{id}\"")), "{id}");
    }
    assert!(document.contains(&format!("r:embed=\"rId{last}\"")));
    assert!(!document.contains(&format!("\"rId{}\"", last + 1)));
}

#[test]
fn a_word_file_has_headings_header_rows_and_words_for_its_pictures() {
    let document = part(&sample(), "word/document.xml");
    let elements = elements(&document);
    let count = |of: &str| {
        elements
            .iter()
            .filter(|element| element.contains(of))
            .count()
    };
    assert_eq!(count("w:pStyle w:val=\"Title\""), 1);
    // Nine sections, assurance and method; two fields of assurance are filled in.
    assert_eq!(count("w:pStyle w:val=\"Heading1\""), 11);
    assert_eq!(count("w:pStyle w:val=\"Heading2\""), 2);
    assert_eq!(count("w:tblHeader"), sample().tables().count());
    assert_eq!(count("descr=\""), 2 * charts(&sample()));
    let styles = part(&sample(), "word/styles.xml");
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
    let core = elements(&part(&sample(), "docProps/core.xml"));
    let names: Vec<_> = core
        .iter()
        .map(|one| one.split(' ').next().unwrap_or_default())
        .collect();
    assert_eq!(names, ["cp:coreProperties", "dc:title", "dc:language"]);
}

#[test]
fn the_web_page_is_whole_and_needs_nothing_else() {
    let page = text(Format::Html, &sample());
    let elements = elements(&page);
    let count = |name: &str| {
        let is = |element: &&String| element.split([' ', '\n']).next() == Some(name);
        elements.iter().filter(is).count()
    };
    assert_eq!((count("h1"), count("h2"), count("h3")), (1, 11, 2));
    let (tables, charts) = (sample().tables().count(), charts(&sample()));
    assert_eq!(
        (count("table"), count("thead"), count("caption")),
        (tables, tables, tables)
    );
    assert!(charts > 4, "{charts}");
    assert_eq!(
        (count("svg"), count("title"), count("desc")),
        (charts, charts + 1, charts)
    );
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
    let page = text(Format::Html, &sample());
    let summary = sample();
    let charts = summary.sections().iter().flat_map(|one| one.charts());
    let bars: Vec<_> = charts.flat_map(|chart| chart.bars()).collect();
    let withheld = bars.iter().filter(|bar| bar.cell() == Cell::Withheld);
    let withheld = withheld.count();
    assert!(withheld > 0 && withheld < bars.len());
    assert_eq!(page.matches("<rect").count(), bars.len() - withheld);
    assert_eq!(page.matches("class=\"withheld\"").count(), withheld);
    for format in [Format::Html, Format::Csv, Format::Markdown] {
        assert!(text(format, &sample()).contains("[c]"));
    }
    assert!(part(&sample(), "word/document.xml").contains(">[c]<"));
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
    let rows = text(
        Format::Csv,
        &changed("\"label\":\"A pupil\"", "\"label\":\"=HYPERLINK(1)\""),
    );
    let label = "source,'=HYPERLINK(1),Concerns,";
    assert!(rows.contains(label), "{rows}");
    assert!(rows.starts_with(
        "release,table,row,column,value\r\n2025-summer,concerns,Summer term 2025-26,Concerns,"
    ));
    assert_eq!(rows.lines().count(), 1 + sample().shown().1);
}

#[test]
fn every_page_of_a_confidential_summary_says_so() {
    let mark = "Confidential: not for publication";
    let summary = confidential();
    assert!(part(&summary, "word/header1.xml").contains(mark));
    assert!(part(&summary, "word/document.xml").contains("w:headerReference"));
    assert_eq!(text(Format::Html, &summary).matches(mark).count(), 1 + 11);
    assert_eq!(
        text(Format::Markdown, &summary).matches(mark).count(),
        1 + 11
    );
    assert!(
        text(Format::Csv, &summary)
            .lines()
            .skip(1)
            .all(|line| line.contains(mark))
    );
    for format in [Format::Html, Format::Csv, Format::Markdown] {
        assert!(!text(format, &sample()).contains("Confidential"));
    }
}

#[test]
fn every_figure_stands_in_its_row_at_every_width() {
    let summary = sample();
    for columns in [20, 40, 78, 158] {
        let lines = lines(&summary, columns);
        assert!(lines.iter().all(|line| width(&line.text) <= columns));
        for head in ["1. At a glance", "11. Method"] {
            assert!(lines.iter().any(|line| line.text == head), "{head}");
        }
    }
    let lines = lines(&summary, 78);
    let rows = lines.iter().filter(|line| line.look == Look::Row).count();
    let all = summary.tables().flat_map(Table::rows);
    assert_eq!(rows, all.filter(|row| !row.is_total()).count());
    // A bar of a withheld count has no length.
    let mut withheld = lines
        .iter()
        .filter(|line| line.look == Look::Bar && line.text.contains(Cell::MARK));
    assert!(withheld.all(|line| !line.text.contains('█')));
}
