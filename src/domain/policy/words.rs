//! The words a policy's data is written in: whom to tell, what follows, who signs.

use serde::{Deserialize, Serialize};

/// Whom a clause says or implies to tell.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the labels say it
pub enum Tell {
    Dsl,
    Headteacher,
    DslOrHeadteacher,
    DslOrDeputy,
    ItTechnician,
    ItManager,
    ComputingLead,
    ComputingLeadOrIt,
    Dpo,
    LineManager,
    Slt,
    Police,
}

impl Tell {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Dsl,
        Self::Headteacher,
        Self::DslOrHeadteacher,
        Self::DslOrDeputy,
        Self::ItTechnician,
        Self::ItManager,
        Self::ComputingLead,
        Self::ComputingLeadOrIt,
        Self::Dpo,
        Self::LineManager,
        Self::Slt,
        Self::Police,
    ];

    /// The name in files.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Dsl => "dsl",
            Self::Headteacher => "headteacher",
            Self::DslOrHeadteacher => "dsl_or_headteacher",
            Self::DslOrDeputy => "dsl_or_deputy",
            Self::ItTechnician => "it_technician",
            Self::ItManager => "it_manager",
            Self::ComputingLead => "computing_lead",
            Self::ComputingLeadOrIt => "computing_lead_or_it",
            Self::Dpo => "dpo",
            Self::LineManager => "line_manager",
            Self::Slt => "slt",
            Self::Police => "police",
        }
    }

    /// As a screen says it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Dsl => "DSL",
            Self::Headteacher => "headteacher",
            Self::DslOrHeadteacher => "DSL or headteacher",
            Self::DslOrDeputy => "DSL or deputy DSL",
            Self::ItTechnician => "IT technician",
            Self::ItManager => "IT system manager",
            Self::ComputingLead => "computing lead",
            Self::ComputingLeadOrIt => "computing lead or IT technician",
            Self::Dpo => "DPO",
            Self::LineManager => "line manager",
            Self::Slt => "senior leadership team",
            Self::Police => "police",
        }
    }
}

/// What a document says may follow a breach.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the labels say it
pub enum Follows {
    ParentsTold,
    TechnologyRemoved,
    PlaytimeLoss,
    BehaviourSteps,
    Disciplinary,
    Police,
    RemovedFromSession,
    SessionEnded,
    RestrictedUse,
    /// Whatever the person's own document names: an agreement names nothing itself.
    OwnDocument,
}

impl Follows {
    /// As a screen says it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::ParentsTold => "parents told",
            Self::TechnologyRemoved => "technology removed",
            Self::PlaytimeLoss => "playtime loss",
            Self::BehaviourSteps => "Behaviour Steps",
            Self::Disciplinary => "disciplinary procedure",
            Self::Police => "police",
            Self::RemovedFromSession => "removed from the session",
            Self::SessionEnded => "session ended",
            Self::RestrictedUse => "restricted use",
            Self::OwnDocument => "as in the person's own document",
        }
    }
}

/// Who signs a document.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the names say it
pub enum Signer {
    Pupil,
    Parent,
    Staff,
    Visitor,
    /// Anyone who uses it.
    User,
}
