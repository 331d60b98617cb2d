//! One row of an export, read.

use chrono::NaiveDate;

use super::columns::{Column, Columns};
use crate::domain::policy::{SendLevel, YearGroup, YearGroupError};
use crate::domain::words::{LONGEST_NAME, clean_line, composed, name_key};

/// What a row says of a pupil.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Forename and surname.
    pub name: String,
    /// Unique pupil number; may be empty.
    pub upn: String,
    /// Year group.
    pub year: YearGroup,
    /// Class; may be empty.
    pub class: String,
    /// Date of birth.
    pub born: Option<NaiveDate>,
    /// Marked as having SEND.
    pub has_send: bool,
    /// The SEND document that fits.
    pub send: Option<SendLevel>,
    /// When the agreement was signed, and by which parent.
    pub signed: Option<(NaiveDate, String)>,
}

/// Reads a row. What is odd and yet clear enough is noted, once for each kind.
pub fn read(
    columns: &Columns,
    row: &csv::StringRecord,
    today: NaiveDate,
    notes: &mut Vec<String>,
) -> Result<Record, String> {
    let cell = |column| columns.cell(row, column);
    let name = name(
        cell(Column::Name),
        cell(Column::Forename),
        cell(Column::Surname),
    )
    .ok_or_else(|| "there is no name in it".to_owned())?;
    let class = tidy(cell(Column::Class));
    for (what, text) in [("name", &name), ("class", &class)] {
        if text.chars().count() > LONGEST_NAME {
            return Err(format!(
                "the {what} is longer than {LONGEST_NAME} characters"
            ));
        }
    }
    let year = year(cell(Column::Year)).map_err(|error| error.to_string())?;
    let born =
        match cell(Column::Born) {
            "" => None,
            text => Some(day(text, today).ok_or_else(|| {
                format!("{text:?} is not a date of birth: write it like 31/12/2016")
            })?),
        };
    let document = match cell(Column::Document) {
        "" => None,
        text => document(text)?,
    };
    let mut note = |text: String| {
        if !notes.contains(&text) {
            notes.push(text);
        }
    };
    let upn = match upn(cell(Column::Upn)) {
        Some(upn) => upn,
        None => {
            note(
                "A unique pupil number that is not 13 letters and digits was not used.".to_owned(),
            );
            String::new()
        }
    };
    let has_send = match sen(cell(Column::Sen)) {
        Sen::Known(has) => has,
        Sen::Other(text) => {
            note(format!(
                "SEN status {text:?} is taken to mean that a pupil has SEND."
            ));
            true
        }
    };
    let signed = match cell(Column::Signed) {
        text if sen(text) == Sen::Known(false) => None,
        text => match day(text, today) {
            Some(day) => Some((day, tidy(cell(Column::SignedBy)))),
            None => {
                note(format!(
                    "{text:?} is not the date on which an agreement was signed: it was not recorded."
                ));
                None
            }
        },
    };
    Ok(Record {
        name,
        year,
        upn,
        class,
        born,
        has_send: has_send || document.is_some(),
        send: document,
        signed,
    })
}

/// One line, single spaces, one spelling of accents.
fn tidy(text: &str) -> String {
    let clean = composed(&clean_line(text));
    let words: Vec<_> = clean.split_whitespace().collect();
    words.join(" ")
}

/// A unique pupil number: 13 letters and digits. Some systems put an apostrophe before it, so that a
/// spreadsheet leaves it alone.
fn upn(text: &str) -> Option<String> {
    let signs = text.trim_start_matches('\'').chars();
    let upn: String = signs
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let fine = upn.len() == 13 && upn.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (fine || upn.is_empty()).then_some(upn)
}

/// Forename and surname where both are there, otherwise the whole name, turned round if it has a comma.
/// What is called the name and has no surname in it beside a column of surnames is a forename.
fn name(whole: &str, forename: &str, surname: &str) -> Option<String> {
    let name = if !forename.is_empty() && !surname.is_empty() {
        format!("{forename} {surname}")
    } else if let Some((surname, forename)) = whole.split_once(',') {
        format!("{forename} {surname}")
    } else if whole.is_empty() {
        format!("{forename} {surname}")
    } else if !format!(" {} ", name_key(whole)).contains(&format!(" {} ", name_key(surname))) {
        format!("{whole} {surname}")
    } else {
        whole.to_owned()
    };
    let name = tidy(&name);
    name.chars().any(char::is_alphabetic).then_some(name)
}

/// A year group as the national curriculum counts (0, -1), or as people write it.
fn year(text: &str) -> Result<YearGroup, String> {
    let word: String = text.to_lowercase().split_whitespace().collect();
    let short = ["curriculum", "nc"]
        .iter()
        .find_map(|prefix| word.strip_prefix(prefix))
        .unwrap_or(&word);
    let number = short.strip_prefix("year").unwrap_or(short);
    match number.parse::<i8>() {
        Ok(0) => Ok(YearGroup::Reception),
        Ok(-2 | -1) => Ok(YearGroup::Nursery),
        Ok(year) => year.to_string().parse(),
        Err(_) => short.parse(),
    }
    .map_err(|_: YearGroupError| match text {
        "" => "there is no year group in it".to_owned(),
        _ => format!("{text:?} is not a year group from Nursery to Year 6"),
    })
}

/// A day of the past, as systems and spreadsheets write it.
fn day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    const FORMS: [&str; 10] = [
        "%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d-%m-%Y", "%d-%m-%y", "%d.%m.%Y", "%d %b %Y",
        "%d %B %Y", "%d-%b-%Y", "%d-%b-%y",
    ];
    let earliest = NaiveDate::from_ymd_opt(1990, 1, 1)?;
    // A time behind the day says nothing.
    let words: Vec<_> = text.split_whitespace().collect();
    let alone = words.first()?.split('T').next()?;
    let spelt = words.join(" ");
    FORMS
        .iter()
        .flat_map(|form| [(form, spelt.as_str()), (form, alone)])
        .filter_map(|(form, text)| NaiveDate::parse_from_str(text, form).ok())
        .find(|day| (earliest..=today).contains(day))
}

fn document(text: &str) -> Result<Option<SendLevel>, String> {
    let plain = |text: &str| -> String {
        let dashes = text.to_uppercase().replace(['–', '—', '‑', '_'], "-");
        let word: String = dashes.split_whitespace().collect();
        word.trim_start_matches("SEND").to_owned()
    };
    let asked = plain(text);
    if matches!(asked.as_str(), "NO" | "NONE" | "N" | "-" | "") {
        return Ok(None);
    }
    SendLevel::ALL
        .into_iter()
        .find(|level| plain(level.name()) == asked)
        .map(Some)
        .ok_or_else(|| {
            format!(
                "{text:?} is not a SEND document: write P4-P7, P7-L1 or L2-4, or leave it empty"
            )
        })
}

#[derive(Debug, PartialEq, Eq)]
enum Sen<'a> {
    Known(bool),
    Other(&'a str),
}

/// An SEN status: a code of the school census, alone or before its words, or yes or no.
fn sen(text: &str) -> Sen<'_> {
    let lower = text.to_lowercase();
    let first = lower
        .split(|c: char| !c.is_alphanumeric())
        .find(|word| !word.is_empty())
        .unwrap_or_default();
    match first {
        "" | "n" | "no" | "none" | "not" | "false" | "0" => Sen::Known(false),
        // The present codes, those before 2014, and words.
        "k" | "e" | "s" | "a" | "p" | "q" | "y" | "yes" | "true" | "1" | "sen" | "send"
        | "ehcp" | "ehc" | "education" | "statement" | "support" => Sen::Known(true),
        _ => Sen::Other(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn years_are_read_as_systems_write_them() {
        for (text, year_group) in [
            ("Year 5", YearGroup::Year5),
            ("Year  5", YearGroup::Year5),
            ("Curriculum Year 5", YearGroup::Year5),
            ("05", YearGroup::Year5),
            ("Y5", YearGroup::Year5),
            ("0", YearGroup::Reception),
            ("Year 0", YearGroup::Reception),
            ("R", YearGroup::Reception),
            ("Reception", YearGroup::Reception),
            ("-1", YearGroup::Nursery),
            ("N2", YearGroup::Nursery),
        ] {
            assert_eq!(year(text), Ok(year_group), "{text}");
        }
        for wrong in ["", "7", "Year 7", "Teal"] {
            assert!(year(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn days_are_read_as_systems_write_them() {
        let today = date("2026-11-24");
        for text in [
            "03/09/2016",
            "3/9/16",
            "2016-09-03",
            "2016-09-03 00:00:00",
            "2016-09-03T00:00:00",
            "03/09/2016 00:00",
            "3 Sep 2016",
            "03 September 2016",
            "03-Sep-16",
            "03.09.2016",
        ] {
            assert_eq!(day(text, today), Some(date("2016-09-03")), "{text}");
        }
        for wrong in ["", "31/02/2016", "24/11/2027", "1916-09-03", "9", "soon"] {
            assert_eq!(day(wrong, today), None, "{wrong}");
        }
    }

    #[test]
    fn names_are_forename_first() {
        for (whole, forename, surname, made) in [
            ("", "Ada", "Example", "Ada Example"),
            ("Example, Ada", "", "", "Ada Example"),
            ("Ada  Example", "", "", "Ada Example"),
            ("Ada", "Ada", "Example", "Ada Example"),
            ("", "Ada", "", "Ada"),
            ("Hal", "", "Example", "Hal Example"),
            ("Hal Example", "", "Example", "Hal Example"),
            ("Hal", "", "", "Hal"),
        ] {
            assert_eq!(name(whole, forename, surname).as_deref(), Some(made));
        }
        assert_eq!(name(" , ", "", ""), None);
    }

    #[test]
    fn sen_statuses_and_documents() {
        for yes in [
            "K",
            "E",
            "S",
            "EHCP",
            "SEN Support",
            "yes",
            "K - SEN support",
            "E: EHC plan",
        ] {
            assert_eq!(sen(yes), Sen::Known(true), "{yes}");
        }
        for no in ["", "N", "No", "N - No special educational need", "-"] {
            assert_eq!(sen(no), Sen::Known(false), "{no}");
        }
        assert_eq!(sen("Monitoring"), Sen::Other("Monitoring"));
        assert_eq!(document("send p4–p7"), Ok(Some(SendLevel::P4ToP7)));
        assert_eq!(document("L2-4"), Ok(Some(SendLevel::L2To4)));
        assert_eq!(document("none"), Ok(None));
        assert!(document("P9").is_err());
    }
}
