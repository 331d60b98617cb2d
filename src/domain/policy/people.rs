//! Whom a document is written for: year groups, SEND levels and the adults of a school.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de};

/// A pupil's year group.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[allow(missing_docs)] // the names say it
pub enum YearGroup {
    Nursery,
    Reception,
    #[serde(rename = "Year 1")]
    Year1,
    #[serde(rename = "Year 2")]
    Year2,
    #[serde(rename = "Year 3")]
    Year3,
    #[serde(rename = "Year 4")]
    Year4,
    #[serde(rename = "Year 5")]
    Year5,
    #[serde(rename = "Year 6")]
    Year6,
}

impl YearGroup {
    /// All of a primary school, youngest first.
    pub const ALL: [Self; 8] = [
        Self::Nursery,
        Self::Reception,
        Self::Year1,
        Self::Year2,
        Self::Year3,
        Self::Year4,
        Self::Year5,
        Self::Year6,
    ];

    /// The name in full, as it is stored and shown.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nursery => "Nursery",
            Self::Reception => "Reception",
            Self::Year1 => "Year 1",
            Self::Year2 => "Year 2",
            Self::Year3 => "Year 3",
            Self::Year4 => "Year 4",
            Self::Year5 => "Year 5",
            Self::Year6 => "Year 6",
        }
    }

    /// How many years after `earlier` it comes; none when it comes before it.
    #[must_use]
    pub fn years_after(self, earlier: Self) -> Option<u8> {
        (self as u8).checked_sub(earlier as u8)
    }

    /// The key stage it belongs to.
    #[must_use]
    pub const fn key_stage(self) -> KeyStage {
        match self {
            Self::Nursery | Self::Reception => KeyStage::Eyfs,
            Self::Year1 | Self::Year2 => KeyStage::Ks1,
            _ => KeyStage::Ks2,
        }
    }
}

impl fmt::Display for YearGroup {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.name())
    }
}

/// Not a year group of a primary school.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a year group: write Nursery, Reception or Year 1 to Year 6.")]
pub struct YearGroupError(String);

impl FromStr for YearGroup {
    type Err = YearGroupError;

    /// Takes what people write: `Year 4`, `Y4`, `yr4`, `4`, `R`, `YR`, `Rec`, `N1`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let word: String = text.to_lowercase().split_whitespace().collect();
        let year = ["year", "yr", "y"]
            .iter()
            .find_map(|prefix| word.strip_prefix(prefix))
            .unwrap_or(&word);
        Ok(match (word.as_str(), year) {
            ("n" | "n1" | "n2" | "nur" | "nursery", _) => Self::Nursery,
            ("r" | "rec" | "reception" | "yr" | "yearr", _) => Self::Reception,
            (_, "1") => Self::Year1,
            (_, "2") => Self::Year2,
            (_, "3") => Self::Year3,
            (_, "4") => Self::Year4,
            (_, "5") => Self::Year5,
            (_, "6") => Self::Year6,
            _ => return Err(YearGroupError(text.trim().to_owned())),
        })
    }
}

/// A key stage of a primary school.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "UPPERCASE")]
pub enum KeyStage {
    /// Nursery and Reception.
    Eyfs,
    /// Years 1 and 2.
    Ks1,
    /// Years 3 to 6.
    Ks2,
}

impl From<YearGroup> for KeyStage {
    fn from(year: YearGroup) -> Self {
        year.key_stage()
    }
}

impl fmt::Display for KeyStage {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::Eyfs => "EYFS",
            Self::Ks1 => "KS1",
            Self::Ks2 => "KS2",
        })
    }
}

/// Which of the SEND documents is written for a pupil.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[allow(missing_docs)] // the names say it
pub enum SendLevel {
    #[serde(rename = "P4-P7")]
    P4ToP7,
    #[serde(rename = "P7-L1")]
    P7ToL1,
    #[serde(rename = "L2-4")]
    L2To4,
}

impl SendLevel {
    /// All of them, earliest first.
    pub const ALL: [Self; 3] = [Self::P4ToP7, Self::P7ToL1, Self::L2To4];

    /// As it stands in a clause's reference and in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::P4ToP7 => "P4-P7",
            Self::P7ToL1 => "P7-L1",
            Self::L2To4 => "L2-4",
        }
    }
}

impl fmt::Display for SendLevel {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.name())
    }
}

/// A person, as far as choosing a document goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PersonKind {
    /// A child of the school.
    Pupil {
        /// As it was that day.
        year: YearGroup,
        /// When a SEND document is used with this child.
        send: Option<SendLevel>,
    },
    /// Somebody who works here.
    Staff,
    /// A visitor or volunteer.
    Visitor,
    /// A parent or carer.
    Parent,
}

/// One entry of a document's `fits` or `also`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Pupils of one year group.
    Year(YearGroup),
    /// Pupils with whom this SEND document is used.
    Send(SendLevel),
    /// Every pupil.
    Pupils,
    /// Staff.
    Staff,
    /// Visitors and volunteers.
    Visitors,
    /// Parents and carers.
    Parents,
    /// Everyone.
    Everyone,
}

/// The words of `fits` and `also`, in files.
const AUDIENCES: [(&str, Audience); 16] = [
    ("Nursery", Audience::Year(YearGroup::Nursery)),
    ("Reception", Audience::Year(YearGroup::Reception)),
    ("Year 1", Audience::Year(YearGroup::Year1)),
    ("Year 2", Audience::Year(YearGroup::Year2)),
    ("Year 3", Audience::Year(YearGroup::Year3)),
    ("Year 4", Audience::Year(YearGroup::Year4)),
    ("Year 5", Audience::Year(YearGroup::Year5)),
    ("Year 6", Audience::Year(YearGroup::Year6)),
    ("SEND P4-P7", Audience::Send(SendLevel::P4ToP7)),
    ("SEND P7-L1", Audience::Send(SendLevel::P7ToL1)),
    ("SEND L2-4", Audience::Send(SendLevel::L2To4)),
    ("pupils", Audience::Pupils),
    ("staff", Audience::Staff),
    ("visitors", Audience::Visitors),
    ("parents", Audience::Parents),
    ("everyone", Audience::Everyone),
];

const AUDIENCE_WORDS: &[&str] = &[
    "Nursery",
    "Reception",
    "Year 1",
    "Year 2",
    "Year 3",
    "Year 4",
    "Year 5",
    "Year 6",
    "SEND P4-P7",
    "SEND P7-L1",
    "SEND L2-4",
    "pupils",
    "staff",
    "visitors",
    "parents",
    "everyone",
];

impl<'de> Deserialize<'de> for Audience {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let word = String::deserialize(from)?;
        AUDIENCES
            .iter()
            .find(|(name, _)| *name == word)
            .map(|(_, audience)| *audience)
            .ok_or_else(|| de::Error::unknown_variant(&word, AUDIENCE_WORDS))
    }
}

impl Audience {
    /// Whether this person is among those meant, SEND levels aside.
    #[must_use]
    pub fn includes(self, person: PersonKind) -> bool {
        match (self, person) {
            (Self::Year(year), PersonKind::Pupil { year: own, .. }) => year == own,
            (Self::Send(level), PersonKind::Pupil { send, .. }) => send == Some(level),
            (Self::Everyone, _)
            | (Self::Pupils, PersonKind::Pupil { .. })
            | (Self::Staff, PersonKind::Staff)
            | (Self::Visitors, PersonKind::Visitor)
            | (Self::Parents, PersonKind::Parent) => true,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn year_groups_take_what_people_write() {
        for (text, year) in [
            ("Y4", YearGroup::Year4),
            ("4", YearGroup::Year4),
            ("Year 4", YearGroup::Year4),
            (" yr 4 ", YearGroup::Year4),
            ("R", YearGroup::Reception),
            ("YR", YearGroup::Reception),
            ("Rec", YearGroup::Reception),
            ("N1", YearGroup::Nursery),
        ] {
            assert_eq!(text.parse(), Ok(year), "{text}");
        }
        for text in ["", "7", "Y0", "Year", "Year 44", "y"] {
            assert!(text.parse::<YearGroup>().is_err(), "{text}");
        }
    }

    #[test]
    fn year_groups_round_trip_by_name_and_in_json() {
        for year in YearGroup::ALL {
            assert_eq!(year.to_string().parse(), Ok(year));
            let json = serde_json::to_string(&year).unwrap();
            assert_eq!(json, format!("\"{year}\""));
            assert_eq!(serde_json::from_str::<YearGroup>(&json).unwrap(), year);
        }
        for level in SendLevel::ALL {
            assert_eq!(
                serde_json::to_string(&level).unwrap(),
                format!("\"{level}\"")
            );
        }
    }

    #[test]
    fn key_stages_follow_from_year_groups() {
        let stages: Vec<_> = YearGroup::ALL
            .iter()
            .map(|y| y.key_stage().to_string())
            .collect();
        assert_eq!(
            stages,
            ["EYFS", "EYFS", "KS1", "KS1", "KS2", "KS2", "KS2", "KS2"]
        );
    }

    #[test]
    fn the_list_of_audience_words_is_the_table() {
        assert!(AUDIENCES.iter().map(|(word, _)| word).eq(AUDIENCE_WORDS));
    }
}
