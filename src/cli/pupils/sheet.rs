//! A management system's export: its bytes, its delimiter, its headings.

use chrono::NaiveDate;

use super::record::{self, Record};
use crate::domain::words::clean_line;

/// What was read.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Which optional columns there are: what a file does not have, it does not change.
    pub has: Has,
    /// One for each row that was read, with its line.
    pub rows: Vec<(u64, Record)>,
    /// Rows that were not, with the reason.
    pub unread: Vec<(u64, String)>,
    /// What to tell the person who imports it.
    pub notes: Vec<String>,
}

/// Which optional columns there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Has {
    /// Class.
    pub class: bool,
    /// SEN status.
    pub sen: bool,
    /// The SEND document.
    pub document: bool,
}

/// A column that is known by its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The whole name.
    Name,
    /// Forename.
    Forename,
    /// Surname.
    Surname,
    /// Year group.
    Year,
    /// Class.
    Class,
    /// Date of birth.
    Born,
    /// SEN status.
    Sen,
    /// The SEND document that fits.
    Document,
    /// When the agreement was signed.
    Signed,
    /// By which parent.
    SignedBy,
}

/// Headings, lower case and without anything but letters and digits; of several in one file the
/// first of a list counts: the name that a child goes by is before the one on the certificate.
const HEADINGS: [(Column, &[&str]); 10] = [
    (
        Column::Name,
        &[
            "preferredfullname",
            "preferredname",
            "fullname",
            "name",
            "pupilname",
            "studentname",
            "displayname",
            "pupil",
            "student",
            "surnameforename",
            "namesurnameforename",
            "legalfullname",
            "legalname",
            "childname",
            "child",
        ],
    ),
    (
        Column::Forename,
        &[
            "preferredforename",
            "preferredfirstname",
            "chosenforename",
            "chosenname",
            "knownas",
            "forename",
            "firstname",
            "givenname",
            "legalforename",
            "legalfirstname",
            "forenames",
            "pupilforename",
            "studentforename",
        ],
    ),
    (
        Column::Surname,
        &[
            "preferredsurname",
            "preferredlastname",
            "chosensurname",
            "surname",
            "lastname",
            "familyname",
            "legalsurname",
            "legallastname",
            "pupilsurname",
            "studentsurname",
        ],
    ),
    (
        Column::Year,
        &[
            "ncyear",
            "yeargroup",
            "year",
            "nationalcurriculumyear",
            "nationalcurriculumyeargroup",
            "ncyeargroup",
            "ncyearactual",
            "actualncyear",
            "curriculumyear",
            "currentyeargroup",
            "currentncyear",
            "currentyear",
            "yr",
            "yeartaughtin",
            "yeargroupname",
        ],
    ),
    (
        Column::Class,
        &[
            "class",
            "reggroup",
            "registrationgroup",
            "registrationform",
            "form",
            "formgroup",
            "tutorgroup",
            "classname",
            "regform",
            "reg",
            "registration",
            "currentclass",
            "currentregistrationform",
            "registrationgroupname",
            "tutor",
            "formname",
        ],
    ),
    (
        Column::Born,
        &[
            "dob",
            "dateofbirth",
            "birthdate",
            "birthday",
            "born",
            "pupildob",
            "studentdob",
        ],
    ),
    (
        Column::Sen,
        &[
            "senstatus",
            "sen",
            "sendstatus",
            "send",
            "sencode",
            "senprovision",
            "sendprovision",
            "currentsenstatus",
            "senstage",
            "senstatuscode",
            "sensupport",
            "hassen",
            "hassend",
            "specialeducationalneeds",
            "senprovisiontype",
            "senstatusdescription",
        ],
    ),
    (
        Column::Document,
        &[
            "senddocument",
            "senddoc",
            "sendpolicy",
            "sendlevel",
            "sendaup",
            "sendaupdocument",
            "aupdocument",
        ],
    ),
    (
        Column::Signed,
        &[
            "aupsigned",
            "aupsignedon",
            "aupsigneddate",
            "aupdate",
            "agreementsigned",
            "agreementsignedon",
            "aup",
        ],
    ),
    (
        Column::SignedBy,
        &[
            "aupsignedby",
            "agreementsignedby",
            "aupparent",
            "aupsignedbyparent",
            "aupsignedparent",
        ],
    ),
];

/// Titles and blank lines that may stand above the headings.
const ABOVE: usize = 10;

/// Where the columns are.
pub struct Columns(Vec<(Column, usize)>);

impl Columns {
    /// The columns of a row of headings, if it is one.
    fn find(row: &csv::StringRecord) -> Option<Self> {
        let headings: Vec<String> = row
            .iter()
            .map(|cell| {
                let letters = cell.chars().filter(|c| c.is_alphanumeric());
                letters.flat_map(char::to_lowercase).collect()
            })
            .collect();
        let mut found = Vec::new();
        for (column, names) in HEADINGS {
            let mut places = names
                .iter()
                .filter_map(|name| headings.iter().position(|heading| heading == name));
            // Every forename and surname column: where the first is empty, the next one counts.
            match column {
                Column::Forename | Column::Surname => {
                    found.extend(places.map(|place| (column, place)));
                }
                _ => found.extend(places.next().map(|place| (column, place))),
            }
        }
        let columns = Self(found);
        let named = columns.has(Column::Name)
            || (columns.has(Column::Forename) && columns.has(Column::Surname));
        (named && columns.has(Column::Year)).then_some(columns)
    }

    fn has(&self, column: Column) -> bool {
        self.0.iter().any(|(one, _)| *one == column)
    }

    /// What a row says in a column; empty when it says nothing.
    pub fn cell<'a>(&self, row: &'a csv::StringRecord, column: Column) -> &'a str {
        self.0
            .iter()
            .filter(|(one, _)| *one == column)
            .filter_map(|(_, place)| row.get(*place))
            .map(str::trim)
            .find(|cell| !cell.is_empty())
            .unwrap_or_default()
    }
}

/// What a file says, fit for a terminal: it may hold anything, and any amount of it.
fn told(text: &str) -> String {
    const MOST: usize = 300;
    let clean = clean_line(text);
    match clean.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", clean.get(..end).unwrap_or_default()),
        None => clean,
    }
}

/// Reads an export.
///
/// # Errors
/// When no row of headings names the columns that are needed.
pub fn read(bytes: &[u8], today: NaiveDate) -> Result<Sheet, String> {
    let text = decode(bytes);
    let delimiter = delimiter(&text);
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
        .into_records()
        .map_while(Result::ok);
    let mut first = None;
    let columns = rows
        .by_ref()
        .take(ABOVE)
        .find_map(|row| {
            first.get_or_insert_with(|| row.iter().collect::<Vec<_>>().join(", "));
            Columns::find(&row)
        })
        .ok_or_else(|| {
            let found = match first {
                Some(first) => format!("the first row is: {}", told(&first)),
                None => "it is empty".to_owned(),
            };
            format!(
                "it needs headings for the name (Name, or Forename and Surname) and the year group (Year); {found}"
            )
        })?;
    let mut sheet = Sheet {
        has: Has {
            class: columns.has(Column::Class),
            sen: columns.has(Column::Sen),
            document: columns.has(Column::Document),
        },
        ..Sheet::default()
    };
    for row in rows {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = row.position().map_or(0, csv::Position::line);
        match record::read(&columns, &row, today, &mut sheet.notes) {
            Ok(record) => sheet.rows.push((line, record)),
            Err(why) => sheet.unread.push((line, told(&why))),
        }
    }
    Ok(sheet)
}

/// The delimiter that is most frequent outside of quotes in the first lines.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.lines().take(ABOVE).flat_map(str::bytes) {
        quoted ^= byte == b'"';
        for (delimiter, count) in &mut counts {
            *count += usize::from(!quoted && byte == *delimiter);
        }
    }
    // Of equals the last one would win: a comma is the usual one.
    counts.reverse();
    counts
        .iter()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(delimiter, _)| *delimiter)
}

/// Bytes as text: UTF-8 with or without its mark, UTF-16 with it, or else Windows-1252, which is
/// what older systems write.
fn decode(bytes: &[u8]) -> String {
    let utf16 = |pairs: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<_> = pairs
            .chunks_exact(2)
            .filter_map(|pair| pair.try_into().ok().map(unit))
            .collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => decode(rest),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
        },
    }
}

fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH
            .get(usize::from(byte - 0x80))
            .copied()
            .unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::from(byte),
    }
}
