//! How a clause is named: `SJ24 KS2 Safe 6`, `SJ24 Staff 7a`, `BG23 Parent 12`.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The documents' codes in their one spelling. A school's own policy may use others, of one word.
const CODES: [&str; 11] = [
    "KS1",
    "KS2",
    "SEND P4-P7",
    "SEND P7-L1",
    "SEND L2-4",
    "Agreement",
    "Parent",
    "Staff",
    "Visitor",
    "WiFi",
    "Remote",
];

/// Not a clause's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClauseRefError {
    /// Not policy, document and number.
    #[error("`{0}` names no clause; write policy, document and number, such as `SJ24 KS2 Safe 6`")]
    Form(String),
    /// The number is not one.
    #[error("`{0}` is not a clause's number; write `7`, `7a` or `Safe 6`")]
    Number(String),
    /// The document's code is not one.
    #[error("`{0}` is not a document's code; write one word, or SEND and a level")]
    Document(String),
}

/// A document's code in its one spelling: `KS2`, `SEND P4-P7`, `WiFi`.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct DocumentCode(String);

impl DocumentCode {
    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for DocumentCode {
    type Err = ClauseRefError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let key = |text: &str| -> String {
            let letters = text.chars().filter(char::is_ascii_alphanumeric);
            letters.map(|each| each.to_ascii_lowercase()).collect()
        };
        let wanted = key(text);
        if let Some(code) = CODES.iter().find(|code| key(code) == wanted) {
            return Ok(Self((*code).to_owned()));
        }
        let word = text.trim();
        let good = word.starts_with(|first: char| first.is_ascii_alphabetic())
            && word.chars().all(|each| each.is_ascii_alphanumeric())
            && wanted != "send"; // SEND alone would swallow the word after it
        if !good {
            return Err(ClauseRefError::Document(word.to_owned()));
        }
        Ok(Self(capital(word)))
    }
}

/// A clause's number as the source has it: `6` under `Safe`, `7a`, and `4 (2)` for a number the source uses twice.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct ClauseNumber {
    section: Option<String>,
    number: u16,
    sub: Option<char>,
    repeat: u8,
}

impl ClauseNumber {
    /// The number of the clause that this one stands under.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.sub.map(|_| Self {
            sub: None,
            ..self.clone()
        })
    }

    /// The word before the number, where the source counts within its headings.
    #[must_use]
    pub fn section(&self) -> Option<&str> {
        self.section.as_deref()
    }
}

impl FromStr for ClauseNumber {
    type Err = ClauseRefError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || ClauseRefError::Number(text.trim().to_owned());
        let tight: String = text.split_whitespace().collect();
        let digits_at = tight
            .find(|each: char| each.is_ascii_digit())
            .ok_or_else(wrong)?;
        let (section, rest) = tight.split_at(digits_at);
        if !section.chars().all(|each| each.is_ascii_alphabetic()) {
            return Err(wrong());
        }
        let digits_end = rest
            .find(|each: char| !each.is_ascii_digit())
            .unwrap_or(rest.len());
        let (digits, rest) = rest.split_at(digits_end);
        let letter = rest.chars().next().filter(char::is_ascii_alphabetic);
        let rest = rest
            .strip_prefix(|each: char| each.is_ascii_alphabetic())
            .unwrap_or(rest);
        let repeat = match rest {
            "" => 1,
            marked => marked
                .strip_prefix('(')
                .and_then(|inner| inner.strip_suffix(')'))
                .and_then(|count| count.parse().ok())
                .filter(|count| *count > 1)
                .ok_or_else(wrong)?,
        };
        let number = digits.parse().map_err(|_| wrong())?;
        Ok(Self {
            section: (!section.is_empty()).then(|| capital(section)),
            number,
            sub: letter.map(|each| each.to_ascii_lowercase()),
            repeat,
        })
    }
}

impl fmt::Display for ClauseNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        if let Some(section) = &self.section {
            text.push_str(section);
            text.push(' ');
        }
        text.push_str(&self.number.to_string());
        text.extend(self.sub);
        if self.repeat > 1 {
            text.push_str(&format!(" ({})", self.repeat));
        }
        out.pad(&text)
    }
}

/// A clause's full name. Its text form is what entries store; reading it forgives case and spaces.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct ClauseRef {
    /// The policy's short code, `SJ24`.
    pub policy: String,
    /// The document's code.
    pub document: DocumentCode,
    /// The number within the document.
    pub number: ClauseNumber,
}

impl fmt::Display for ClauseRef {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&format!(
            "{} {} {}",
            self.policy, self.document, self.number
        ))
    }
}

impl FromStr for ClauseRef {
    type Err = ClauseRefError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let form = || ClauseRefError::Form(text.trim().to_owned());
        let plain = text.replace(['–', '—', '‑'], "-");
        let mut words = plain.split_whitespace();
        let policy = words.next().ok_or_else(form)?;
        if !policy.chars().all(|each| each.is_ascii_alphanumeric()) {
            return Err(form());
        }
        let mut code = words.next().ok_or_else(form)?.to_owned();
        if code.eq_ignore_ascii_case("send") {
            // The only codes with a space in them; a level may be written with spaces of its own.
            while let Some(word) = words.next() {
                code.push(' ');
                code.push_str(word);
                let open = word.ends_with('-')
                    || words
                        .clone()
                        .next()
                        .is_some_and(|next| next.starts_with('-'));
                if !open {
                    break;
                }
            }
        }
        let number: Vec<&str> = words.collect();
        if number.is_empty() {
            return Err(form());
        }
        Ok(Self {
            policy: policy.to_ascii_uppercase(),
            document: code.parse()?,
            number: number.join(" ").parse()?,
        })
    }
}

/// A capital, then small letters.
fn capital(word: &str) -> String {
    let mut text = word.to_ascii_lowercase();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

impl fmt::Display for DocumentCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.0)
    }
}

macro_rules! as_text {
    ($($name:ty),*) => {$(
        impl TryFrom<String> for $name {
            type Error = ClauseRefError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }
    )*};
}

as_text!(DocumentCode, ClauseNumber, ClauseRef);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forgives_case_spaces_and_dashes() {
        for (typed, meant) in [
            ("sj24 ks2 safe 6", "SJ24 KS2 Safe 6"),
            ("  SJ24  KS2 SAFE6 ", "SJ24 KS2 Safe 6"),
            ("sj24 staff 7 A", "SJ24 Staff 7a"),
            ("sj24 send p4–p7 5a", "SJ24 SEND P4-P7 5a"),
            ("SJ24 SEND P7 - L1 Safe 3b", "SJ24 SEND P7-L1 Safe 3b"),
            ("SJ24 SENDL2-4 Meeting 2", "SJ24 SEND L2-4 Meeting 2"),
            ("sj24 wi-fi 15", "SJ24 WiFi 15"),
            ("bg23 parent 4(2)", "BG23 Parent 4 (2)"),
            ("AB25 trips 3", "AB25 Trips 3"),
        ] {
            assert_eq!(typed.parse::<ClauseRef>().unwrap().to_string(), meant);
        }
    }

    #[test]
    fn refuses_what_names_no_clause() {
        for text in [
            "",
            "SJ24",
            "SJ24 KS2",
            "SJ24 KS2 Safe",
            "SJ24 SEND 4",
            "SJ24 KS2 6ab",
            "SJ24 KS2 4 (1)",
            "SJ24 KS2 70000",
            "SJ24 K-2! 4",
            "SJ24 KS2 Safe-6",
            "é24 KS2 6",
        ] {
            assert!(text.parse::<ClauseRef>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics_and_is_stable(text in "\\PC{0,40}") {
            if let Ok(found) = text.parse::<ClauseRef>() {
                prop_assert_eq!(found.to_string().parse::<ClauseRef>().unwrap(), found);
            }
        }

        #[test]
        fn reads_what_it_wrote(
            code in prop::sample::select(CODES.to_vec()),
            section in prop::option::of("[A-Z][a-z]{2,9}"),
            number in 1u16..300,
            sub in prop::option::of(prop::char::range('a', 'z')),
            repeat in 1u8..4,
            shout in any::<bool>(),
        ) {
            let made = ClauseRef {
                policy: "SJ24".into(),
                document: code.parse().unwrap(),
                number: ClauseNumber { section, number, sub, repeat },
            };
            let text = made.to_string();
            let text = if shout { text.to_uppercase() } else { text.to_lowercase() };
            prop_assert_eq!(text.parse::<ClauseRef>().unwrap(), made);
        }
    }
}
