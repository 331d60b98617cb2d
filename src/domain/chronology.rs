//! The entries of a case. Of most cases nobody asks for more than how they stand: what they say is kept small until
//! somebody does, and what lists and counts have to know of the entries is written beside.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::case::Line;
use super::entry::{CaseFact, Note};
use super::ids::Letter;
use super::people::Author;

/// Entries, oldest first.
#[derive(Default)]
pub struct Chronology {
    trail: Trail,
    /// What was read, once somebody asked.
    lines: OnceLock<Vec<Line>>,
    /// What they are read from, up to those that were added since.
    kept: Option<Arc<[u8]>>,
    added: Vec<Line>,
    /// Without its entries, which are kept beside.
    bare: bool,
}

/// What is known of a case's entries without reading them.
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

    /// What is known of the entries without reading them.
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
        // Whoever writes an entry need not have read the others.
        match self.lines.get_mut() {
            Some(lines) => lines.push(line.clone()),
            None if self.kept.is_none() => self.lines = OnceLock::from(vec![line.clone()]),
            None => {}
        }
        if self.kept.is_some() {
            self.added.push(line);
        }
    }

    /// Notes whose parents know, or were deliberately not told.
    pub(super) fn settle(&mut self, settled: Vec<(Letter, bool)>) {
        self.trail.settled = settled;
    }

    /// Marks the last entry, if it has that number: the computer's clock was set back before it was written.
    pub(super) fn mark_set_back(&mut self, seq: u64) {
        let lines = [self.lines.get_mut(), Some(&mut self.added)];
        for line in lines
            .into_iter()
            .flatten()
            .filter_map(|lines| lines.last_mut())
        {
            line.set_back |= line.seq == seq;
        }
    }

    /// Notes at an entry that a later one amends it; answers with it.
    pub(super) fn amend(&mut self, entry: u64, by: u64) -> Option<Line> {
        self.change(|lines| {
            let line = lines.iter_mut().find(|one| one.seq == entry)?;
            line.amended_by.push(by);
            Some(line.clone())
        })
    }

    /// Changes the entries: what was kept of them is then no longer what they are.
    fn change<T>(&mut self, act: impl FnOnce(&mut Vec<Line>) -> T) -> T {
        let mut lines = self.lines.take().unwrap_or_else(|| self.read());
        let done = act(&mut lines);
        self.kept = None;
        self.added = Vec::new();
        self.lines = OnceLock::from(lines);
        done
    }

    fn read_once(&self) -> &Vec<Line> {
        self.lines.get_or_init(|| self.read())
    }

    fn read(&self) -> Vec<Line> {
        let Some(kept) = &self.kept else {
            return Vec::new();
        };
        let mut lines = lines(kept).unwrap_or_else(|| vec![self.unreadable()]);
        lines.extend(self.added.iter().cloned());
        lines
    }

    /// The entries, for whoever goes over many cases: what was not read before is not kept.
    #[must_use]
    pub fn in_passing(&self) -> Cow<'_, [Line]> {
        match self.lines.get() {
            Some(lines) => Cow::Borrowed(lines),
            None => Cow::Owned(self.read()),
        }
    }

    /// The entries as they are kept.
    #[must_use]
    pub fn pack(&self) -> Option<Arc<[u8]>> {
        match &self.kept {
            Some(kept) if self.added.is_empty() => Some(Arc::clone(kept)),
            _ => {
                let json = serde_json::to_vec(&*self.in_passing()).ok()?;
                Some(lz4_flex::compress_prepend_size(&json).into())
            }
        }
    }

    /// The chronology with that trail, whose entries are read from what [`Chronology::pack`] gave.
    #[must_use]
    pub fn kept(trail: Trail, kept: &[u8]) -> Self {
        Self {
            trail,
            lines: OnceLock::new(),
            kept: Some(kept.into()),
            added: Vec::new(),
            bare: false,
        }
    }

    /// The same without its entries: to be written where they are kept beside.
    #[must_use]
    pub fn bare(&self) -> Self {
        Self {
            trail: self.trail.clone(),
            bare: true,
            ..Self::default()
        }
    }

    /// In the place of entries that this program has kept and cannot read, which it takes a fault in it to bring about.
    fn unreadable(&self) -> Line {
        let at = self
            .trail
            .last
            .or(self.trail.begun.as_ref().map(|(_, at)| (0, *at)));
        let (seq, at) = at.unwrap_or_default();
        Line {
            seq,
            at,
            by: Author {
                id: String::new(),
                name: "Daybook".to_owned(),
                role: String::new(),
            },
            set_back: false,
            fact: CaseFact::Note(Note {
                text: "The entries of this case are safe in the log, and the copy from which they are read quickly is not in order. Check the log: that throws the copy away. Then lock and unlock.".to_owned(),
                opinion: false,
            }),
            amended_by: Vec::new(),
        }
    }
}

/// No byte of what is packed stands for more than so many.
const DENSEST: usize = 256;

/// What was packed; none where it is damaged or more than `most` bytes.
#[must_use]
pub fn unpack(packed: &[u8], most: usize) -> Option<Vec<u8>> {
    let (length, packed) = lz4_flex::block::uncompressed_size(packed).ok()?;
    let most = packed.len().saturating_mul(DENSEST).min(most);
    (length <= most).then(|| lz4_flex::decompress(packed, length).ok())?
}

fn lines(kept: &[u8]) -> Option<Vec<Line>> {
    serde_json::from_slice(&unpack(kept, usize::MAX)?).ok()
}

impl Deref for Chronology {
    type Target = [Line];

    fn deref(&self) -> &[Line] {
        self.read_once()
    }
}

impl<'a> IntoIterator for &'a Chronology {
    type Item = &'a Line;
    type IntoIter = std::slice::Iter<'a, Line>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A copy reads for itself what can be read again.
impl Clone for Chronology {
    fn clone(&self) -> Self {
        Self {
            trail: self.trail.clone(),
            lines: match self.kept {
                Some(_) => OnceLock::new(),
                None => self.lines.clone(),
            },
            kept: self.kept.clone(),
            added: self.added.clone(),
            bare: self.bare,
        }
    }
}

impl PartialEq for Chronology {
    fn eq(&self, other: &Self) -> bool {
        let same = || match (&self.kept, &other.kept) {
            (Some(one), Some(two)) if one == two => self.added == other.added,
            _ => self.in_passing() == other.in_passing(),
        };
        self.trail == other.trail && same()
    }
}

/// It says nothing of what it knows.
impl fmt::Debug for Chronology {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chronology").finish_non_exhaustive()
    }
}

/// The entries; of a bare one its trail.
impl Serialize for Chronology {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self.bare {
            true => self.trail.serialize(out),
            false => out.collect_seq(self.in_passing().iter()),
        }
    }
}

/// A bare one: the entries are kept beside.
impl<'de> Deserialize<'de> for Chronology {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self {
            trail: Trail::deserialize(from)?,
            bare: true,
            ..Self::default()
        })
    }
}
