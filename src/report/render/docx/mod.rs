//! Word: real headings, tables with header rows, charts as pictures with their words. One package of parts, stored
//! as they are, under a date that says nothing.

mod body;
mod emf;
mod parts;

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::RenderError;
use super::outline::{Block, blocks, running};
use crate::report::document::{Chart, Protected};

/// The file.
pub(super) fn render(summary: &Protected) -> Result<Vec<u8>, RenderError> {
    let blocks = blocks(summary);
    let charts: Vec<&Chart> = blocks
        .iter()
        .filter_map(|block| match block {
            Block::Chart(chart) => Some(*chart),
            _ => None,
        })
        .collect();
    let mut files = vec![
        ("[Content_Types].xml".to_owned(), parts::content_types()?),
        ("_rels/.rels".to_owned(), parts::package_relations()?),
        (
            "docProps/core.xml".to_owned(),
            parts::core(&summary.title())?,
        ),
        (
            "word/document.xml".to_owned(),
            body::document(summary, &blocks)?,
        ),
        (
            "word/_rels/document.xml.rels".to_owned(),
            parts::document_relations(charts.len())?,
        ),
        (
            "word/styles.xml".to_owned(),
            parts::STYLES.as_bytes().to_vec(),
        ),
        ("word/settings.xml".to_owned(), parts::settings()?),
        (
            "word/header1.xml".to_owned(),
            parts::header(&running(summary))?,
        ),
        ("word/footer1.xml".to_owned(), parts::footer(summary)?),
    ];
    for (place, chart) in charts.iter().enumerate() {
        files.push((
            format!("word/media/chart{}.emf", place + 1),
            emf::draw(chart),
        ));
    }
    pack(&files)
}

/// Parts in their order, byte for byte the same whenever they are packed.
fn pack(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, RenderError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (name, bytes) in files {
        zip.start_file(name.as_str(), plain)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
