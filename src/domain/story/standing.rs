//! Where a participant stands: whether their parents know, and whether their agreement was signed.

use serde::Serialize;

use crate::domain::case::Case;
use crate::domain::ids::Letter;
use crate::domain::people::{Agreement, Participant};
use crate::domain::school::School;

/// Whether the parents of a child at the centre of a case know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Parents {
    /// They were told.
    Told,
    /// Contact was withheld, with a reason.
    Withheld,
    /// Neither yet.
    NotTold,
}

impl Parents {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Told => "parents told",
            Self::Withheld => "contact withheld",
            Self::NotTold => "parents not told",
        }
    }
}

/// Whether a participant's parents know; none for whom that is not asked.
#[must_use]
pub fn parents(case: &Case, letter: Letter, one: &Participant) -> Option<Parents> {
    if !one.part.is_central() || one.who.pupil().is_none() {
        return None;
    }
    let settled = &case.chronology.trail().settled;
    Some(match settled.iter().find(|(about, _)| *about == letter) {
        Some((_, true)) => Parents::Told,
        Some((_, false)) => Parents::Withheld,
        None => Parents::NotTold,
    })
}

/// A participant's signed agreement; `None` for whom that is not asked.
#[must_use]
pub fn agreement<'a>(school: &'a School, one: &Participant) -> Option<Option<&'a Agreement>> {
    one.who.pupil().map(|id| school.agreement(id))
}
