//! The entries of a case, and beside them what lists and counts have to know of them all.

use std::ops::Deref;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::case::Line;
use super::entry::CaseFact;
use super::ids::Letter;

/// Entries, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chronology {
    trail: Trail,
    lines: Vec<Line>,
}

/// What is known of a case's entries without going through them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Trail {
    /// The first entry: by whom, and when it was recorded.
    pub begun: Option<(String, DateTime<FixedOffset>)>,
    /// The number of the last one, and when it was recorded.
    pub last: Option<(u64, DateTime<FixedOffset>)>,
    /// Everybody who wrote one, with the number of their last.
    pub by: Vec<(String, u64)>,
    /// Agencies that were asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agencies: Vec<String>,
    /// Children whose parents know (true), or were deliberately not told, as it was said last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settled: Vec<(Letter, bool)>,
}

impl Chronology {
    /// A chronology that begins with this entry.
    #[must_use]
    pub fn beginning(line: Line) -> Self {
        let mut new = Self::default();
        new.push(line);
        new
    }

    /// What is known of the entries without going through them.
    #[must_use]
    pub const fn trail(&self) -> &Trail {
        &self.trail
    }

    /// Adds an entry.
    pub fn push(&mut self, line: Line) {
        let trail = &mut self.trail;
        trail
            .begun
            .get_or_insert_with(|| (line.by.id.clone(), line.at));
        trail.last = Some((line.seq, line.at));
        match trail.by.iter_mut().find(|(by, _)| *by == line.by.id) {
            Some((_, last)) => *last = line.seq,
            None => trail.by.push((line.by.id.clone(), line.seq)),
        }
        if let CaseFact::Referral(referral) = &line.fact
            && !trail.agencies.contains(&referral.agency)
        {
            trail.agencies.push(referral.agency.clone());
        }
        self.lines.push(line);
    }

    /// Notes whose parents know, or were deliberately not told.
    pub(super) fn settle(&mut self, settled: Vec<(Letter, bool)>) {
        self.trail.settled = settled;
    }

    /// Marks the last entry, if it has that number: the computer's clock was set back before it was written.
    pub(super) fn mark_set_back(&mut self, seq: u64) {
        if let Some(line) = self.lines.last_mut() {
            line.set_back |= line.seq == seq;
        }
    }

    /// Notes at an entry that a later one amends it; answers with it.
    pub(super) fn amend(&mut self, entry: u64, by: u64) -> Option<Line> {
        let line = self.lines.iter_mut().find(|one| one.seq == entry)?;
        line.amended_by.push(by);
        Some(line.clone())
    }

    /// The same with that trail: entries are written without it.
    #[must_use]
    pub(super) fn with_trail(self, trail: Trail) -> Self {
        Self { trail, ..self }
    }
}

impl Deref for Chronology {
    type Target = [Line];

    fn deref(&self) -> &[Line] {
        &self.lines
    }
}

impl<'a> IntoIterator for &'a Chronology {
    type Item = &'a Line;
    type IntoIter = std::slice::Iter<'a, Line>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The entries alone.
impl Serialize for Chronology {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        self.lines.serialize(out)
    }
}

/// The entries alone: whoever kept the trail puts it to them.
impl<'de> Deserialize<'de> for Chronology {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self {
            trail: Trail::default(),
            lines: Vec::deserialize(from)?,
        })
    }
}
