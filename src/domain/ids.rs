//! The names of things: references, pupils, people, letters.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::year::AcademicYear;

/// A case's reference, `OS-2026-0042`: the academic year of the report and a number never reused.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Reference {
    /// The year in which the academic year begins.
    pub year: u16,
    /// Counts from 1 within the academic year.
    pub number: u32,
}

impl Reference {
    /// The first reference of an academic year that is greater than `last`, when there was one.
    #[must_use]
    pub fn after(last: Option<Self>, year: AcademicYear) -> Self {
        let year = year_of(year);
        let number = match last {
            Some(last) if last.year == year => last.number + 1,
            _ => 1,
        };
        Self { year, number }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OS-{:04}-{:04}", self.year, self.number)
    }
}

/// The year in which an academic year begins, as references write it.
#[must_use]
pub fn year_of(year: AcademicYear) -> u16 {
    u16::try_from(year.first_year()).unwrap_or_default()
}

/// A text that is no reference.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a case reference; one looks like OS-2026-0042")]
pub struct NotAReference(String);

impl FromStr for Reference {
    type Err = NotAReference;

    fn from_str(text: &str) -> Result<Self, NotAReference> {
        let wrong = || NotAReference(text.to_owned());
        let mut parts = text.trim().split('-');
        let (Some(series), Some(year), Some(number), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(wrong());
        };
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if !series.eq_ignore_ascii_case("OS") || year.len() != 4 || !digits(year) || !digits(number)
        {
            return Err(wrong());
        }
        match (year.parse(), number.parse()) {
            (Ok(year), Ok(number)) if number > 0 => Ok(Self { year, number }),
            _ => Err(wrong()),
        }
    }
}

impl TryFrom<String> for Reference {
    type Error = NotAReference;

    fn try_from(text: String) -> Result<Self, NotAReference> {
        text.parse()
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.to_string()
    }
}

/// A pupil in the school's list. Never reused.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct PupilId(pub u32);

/// A participant's place in one case: A, B, C … A letter is kept for as long as the case exists.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Letter(u16);

impl Letter {
    /// The letter of the participant at `place`, counted from 0.
    #[must_use]
    pub fn at(place: usize) -> Self {
        Self(u16::try_from(place).unwrap_or(u16::MAX))
    }

    /// The participant's place, counted from 0.
    #[must_use]
    pub fn place(self) -> usize {
        usize::from(self.0)
    }
}

impl fmt::Display for Letter {
    // A … Z, AA, AB … as spreadsheet columns go.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = u32::from(self.0) + 1;
        let mut letters = Vec::new();
        while rest > 0 {
            rest -= 1;
            letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
            rest /= 26;
        }
        letters.iter().rev().try_for_each(|c| write!(f, "{c}"))
    }
}

impl TryFrom<String> for Letter {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("{text:?} is not a participant's letter");
        if text.is_empty() || text.len() > 3 {
            return Err(wrong());
        }
        let mut value: u32 = 0;
        for c in text.chars() {
            let c = c.to_ascii_uppercase();
            if !c.is_ascii_uppercase() {
                return Err(wrong());
            }
            value = value * 26 + (u32::from(c) - u32::from('A') + 1);
        }
        u16::try_from(value - 1).map(Self).map_err(|_| wrong())
    }
}

impl From<Letter> for String {
    fn from(letter: Letter) -> Self {
        letter.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_read_as_it_is_printed() {
        let reference = Reference {
            year: 2026,
            number: 42,
        };
        assert_eq!(reference.to_string(), "OS-2026-0042");
        assert_eq!("os-2026-42".parse(), Ok(reference));
        for wrong in [
            "",
            "OS-26-1",
            "OS-2026",
            "OS-2026-0",
            "XX-2026-1",
            "OS-2026-1-2",
            "OS-2026-+1",
        ] {
            assert!(wrong.parse::<Reference>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn letters_go_on_after_z_and_are_read_back() {
        for (place, text) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (27, "AB"),
            (701, "ZZ"),
            (702, "AAA"),
        ] {
            assert_eq!(Letter::at(place).to_string(), text);
            assert_eq!(Letter::try_from(text.to_owned()), Ok(Letter::at(place)));
        }
        assert!(Letter::try_from("A1".to_owned()).is_err());
    }
}
