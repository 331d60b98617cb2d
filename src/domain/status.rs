//! The words with fixed meaning: where a case stands, how severe it is, what became of a sanction.
//! A school can change their labels (in its vocabulary), not what the rules make of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a case stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Recorded; nothing has followed yet.
    New,
    /// Being worked on.
    Open,
    /// Nothing to do but watch.
    Monitoring,
    /// Another agency has it.
    AwaitingAgency,
    /// Closed with an outcome.
    Closed,
    /// Kept, and marked as a mistake.
    RecordedInError,
}

impl Status {
    /// Every status, in the order of a case's life.
    pub const ALL: [Self; 6] = [
        Self::New,
        Self::Open,
        Self::Monitoring,
        Self::AwaitingAgency,
        Self::Closed,
        Self::RecordedInError,
    ];

    /// Its id in vocabularies and files.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Monitoring => "monitoring",
            Self::AwaitingAgency => "awaiting-agency",
            Self::Closed => "closed",
            Self::RecordedInError => "recorded-in-error",
        }
    }

    /// Whether somebody still has something to do or to watch.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::RecordedInError)
    }
}

/// How severe a concern is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// A reminder settles it.
    Low,
    /// Needs following up.
    Moderate,
    /// A child has been or may be harmed.
    High,
    /// A child is in danger now, or a crime is likely.
    Critical,
}

impl Severity {
    /// Every severity, mildest first.
    pub const ALL: [Self; 4] = [Self::Low, Self::Moderate, Self::High, Self::Critical];

    /// Its id in vocabularies and files.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// What has become of a sanction.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum SanctionState {
    /// Suggested, not decided.
    Proposed,
    /// In force.
    Active,
    /// Done: the minutes or days have passed.
    Served,
    /// Ended before its time, or access given back.
    Lifted,
    /// Taken back: it should not have been given.
    Overturned,
}

impl SanctionState {
    /// Every state, in order.
    pub const ALL: [Self; 5] = [
        Self::Proposed,
        Self::Active,
        Self::Served,
        Self::Lifted,
        Self::Overturned,
    ];

    /// Its id in vocabularies and files.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Active => "active",
            Self::Served => "served",
            Self::Lifted => "lifted",
            Self::Overturned => "overturned",
        }
    }

    /// Whether it is in force, or may come to be.
    #[must_use]
    pub fn stands(self) -> bool {
        matches!(self, Self::Proposed | Self::Active)
    }

    /// The states that can follow this one; none when it has ended.
    #[must_use]
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Proposed => &[Self::Active, Self::Overturned],
            Self::Active => &[Self::Served, Self::Lifted, Self::Overturned],
            // A sanction that was served can still turn out to have been wrong.
            Self::Served | Self::Lifted => &[Self::Overturned],
            Self::Overturned => &[],
        }
    }
}

/// Reads an id of one of the three, or its label as a person would type it.
pub fn by_id<T: Copy>(all: &[T], id: impl Fn(T) -> &'static str, text: &str) -> Option<T> {
    let asked = text.trim().to_lowercase().replace([' ', '_'], "-");
    all.iter().copied().find(|one| id(*one) == asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_what_serde_writes() {
        for status in Status::ALL {
            assert_eq!(serde_json::json!(status), status.id());
        }
        for severity in Severity::ALL {
            assert_eq!(serde_json::json!(severity), severity.id());
        }
        for state in SanctionState::ALL {
            assert_eq!(serde_json::json!(state), state.id());
        }
        assert_eq!(
            by_id(&Status::ALL, Status::id, "Awaiting agency"),
            Some(Status::AwaitingAgency)
        );
    }
}
