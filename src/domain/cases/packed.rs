//! A case in few bytes, from which all of it can be read again.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::NaiveTime;
use lz4_flex::block::{compress_prepend_size_with_dict, decompress_with_dict, uncompressed_size};
use zeroize::Zeroizing;

use crate::domain::case::Case;
use crate::domain::chronology::Trail;
use crate::domain::entry::{Concern, Quote};
use crate::domain::people::Author;
use crate::domain::rows::{Flag, Row};
use crate::domain::when::When;

/// A packed case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    bytes: Box<[u8]>,
    common: Common,
}

/// What most cases have in them, so that each need not have it itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Common(Arc<Vec<u8>>);

/// No byte of what is packed stands for more than so many.
const DENSEST: usize = 256;
/// Packing looks back no further.
const FAR: usize = 60_000;
/// Of fewer cases nobody knows what is common to most.
const SAMPLE: usize = 64;

impl Common {
    /// Made of some of the cases; nothing while there are few.
    pub(super) fn of<'c>(many: usize, cases: impl Iterator<Item = Cow<'c, Case>>) -> Self {
        let mut common = Vec::new();
        if many >= SAMPLE {
            for case in cases.step_by(many / SAMPLE) {
                common.extend(json(&case).as_deref().into_iter().flatten());
                if common.len() >= FAR {
                    break;
                }
            }
        }
        common.truncate(FAR);
        Self(Arc::new(common))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its bytes, to be kept.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// From bytes that were kept.
    #[must_use]
    pub fn kept(bytes: &[u8]) -> Self {
        Self(Arc::new(bytes.to_owned()))
    }
}

impl Packed {
    pub(super) fn of(case: &Case, common: &Common) -> Option<Self> {
        let bytes = compress_prepend_size_with_dict(&json(case)?, &common.0);
        Some(Self {
            bytes: bytes.into(),
            common: common.clone(),
        })
    }

    /// Whether it was packed with that.
    pub(super) fn is_with(&self, common: &Common) -> bool {
        Arc::ptr_eq(&self.common.0, &common.0) || self.common == *common
    }

    pub(super) fn read(&self) -> Option<Box<Case>> {
        let common = &self.common.0;
        let (length, packed) = uncompressed_size(&self.bytes).ok()?;
        let most = packed.len().saturating_add(FAR).saturating_mul(DENSEST);
        let json =
            (length <= most).then(|| decompress_with_dict(packed, length, common).ok())??;
        let json = Zeroizing::new(json);
        let (trail, mut case): (Trail, Box<Case>) = serde_json::from_slice(&json).ok()?;
        case.chronology = std::mem::take(&mut case.chronology).with_trail(trail);
        Some(case)
    }

    /// Its bytes, to be kept.
    #[must_use]
    pub const fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// From bytes that were kept, and what it was packed with.
    #[must_use]
    pub fn kept(bytes: &[u8], common: &Common) -> Self {
        Self {
            bytes: bytes.into(),
            common: common.clone(),
        }
    }
}

/// What is packed of a case.
fn json(case: &Case) -> Option<Zeroizing<Vec<u8>>> {
    let json = serde_json::to_vec(&(case.chronology.trail(), case));
    json.ok().map(Zeroizing::new)
}

/// Whether it stands in the place of a case: nobody has no id.
pub(super) fn is_unreadable(case: &Case) -> bool {
    let begun = case.chronology.trail().begun.as_ref();
    begun.is_some_and(|(by, _)| by.is_empty())
}

const UNREADABLE: &str = "The entries of this case are safe in the log, and the copy from which they are read quickly is not in order. Check the log: that throws the copy away. Then lock and unlock.";

/// In the place of a case that this program has packed and cannot read, which it takes a fault in it to bring about.
pub(super) fn unreadable(row: &Row) -> Case {
    let reported = row.reported.day().unwrap_or_default();
    let at = reported.and_time(NaiveTime::MIN).and_utc().fixed_offset();
    let by = Author {
        id: String::new(),
        name: "Daybook".to_owned(),
        role: String::new(),
    };
    let concern = Concern {
        reported: at,
        late_reason: String::new(),
        happened: When::Unknown,
        came_through: String::new(),
        reporter: String::new(),
        reporter_job: String::new(),
        told_in_person: None,
        place: String::new(),
        devices: Vec::new(),
        place_detail: String::new(),
        participants: Vec::new(),
        clauses: Vec::new(),
        category: String::new(),
        severity: row.severity,
        account: UNREADABLE.to_owned(),
        childs_words: Quote::default(),
        seen: String::new(),
        opinion: String::new(),
        immediate_action: String::new(),
        device_kept: String::new(),
        protection_file: String::new(),
        report: None,
        owner: String::new(),
        review: None,
    };
    Case {
        status: row.status,
        sealed: row.is(Flag::Sealed),
        ..Case::begin(row.reference, row.touched, at, &by, &concern)
    }
}
