//! Pupils, adults, and the part each plays in one case.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ids::PupilId;
use super::policy::{SendLevel, YearGroup};

/// A pupil as the school's list has them today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pupil {
    /// Never reused.
    pub id: PupilId,
    /// Full name.
    pub name: String,
    /// Unique pupil number, when the school's list has it: it stays when the name changes. Not
    /// shown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub upn: String,
    /// Year group today.
    pub year: YearGroup,
    /// Class today, in the school's own words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub class: String,
    /// Date of birth, when the school's list has it: it tells two pupils of one name apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<NaiveDate>,
    /// The SEND policy document that fits this pupil, if one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send: Option<SendLevel>,
    /// Marked as having SEND, whichever document fits.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_send: bool,
}

/// What kind of adult somebody is: it decides whose policy applies and who may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AdultKind {
    /// A parent or carer.
    Parent,
    /// A member of staff other than the headteacher.
    Staff,
    /// The headteacher.
    Headteacher,
    /// A visitor.
    Visitor,
    /// A volunteer.
    Volunteer,
    /// An adult from outside the school, known or not.
    Outside,
}

impl AdultKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Parent,
        Self::Staff,
        Self::Headteacher,
        Self::Visitor,
        Self::Volunteer,
        Self::Outside,
    ];

    /// Its id in files.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Parent => "parent",
            Self::Staff => "staff",
            Self::Headteacher => "headteacher",
            Self::Visitor => "visitor",
            Self::Volunteer => "volunteer",
            Self::Outside => "outside",
        }
    }

    /// In words for a screen.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Parent => "parent or carer",
            Self::Staff => "staff",
            Self::Headteacher => "headteacher",
            Self::Visitor => "visitor",
            Self::Volunteer => "volunteer",
            Self::Outside => "adult from outside",
        }
    }
}

/// Somebody in a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// A pupil, as they were that day.
    Pupil {
        /// In the school's list.
        id: PupilId,
        /// Full name that day.
        name: String,
        /// Year group that day.
        year: YearGroup,
        /// Class that day.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        class: String,
        /// SEND document that fitted that day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        send: Option<SendLevel>,
        /// Marked as having SEND that day.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        has_send: bool,
    },
    /// An adult.
    Adult {
        /// What kind.
        kind: AdultKind,
        /// Name, or what is known ("a player called …").
        name: String,
        /// Job, or relation to the child.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        job: String,
    },
}

impl Who {
    /// The name as it was recorded.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Pupil { name, .. } | Self::Adult { name, .. } => name,
        }
    }

    /// The pupil's id, if it is a pupil.
    #[must_use]
    pub fn pupil(&self) -> Option<PupilId> {
        match self {
            Self::Pupil { id, .. } => Some(*id),
            Self::Adult { .. } => None,
        }
    }

    /// "Year 5, 5B", or what kind of adult it is.
    #[must_use]
    pub fn about(&self) -> String {
        match self {
            Self::Pupil { year, class, .. } if class.is_empty() => year.to_string(),
            Self::Pupil { year, class, .. } => format!("{year}, {class}"),
            Self::Adult { kind, job, .. } if job.is_empty() => kind.words().to_owned(),
            Self::Adult { kind, job, .. } => format!("{}, {job}", kind.words()),
        }
    }
}

/// The part somebody plays in one case. It says nothing of them in another.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Was harmed.
    Harmed,
    /// Is alleged to have caused harm.
    Alleged,
    /// Took part.
    TookPart,
    /// Witnessed it.
    Witness,
    /// Was there.
    Bystander,
}

impl Part {
    /// Every part, in the order the screens offer them.
    pub const ALL: [Self; 5] = [
        Self::Harmed,
        Self::Alleged,
        Self::TookPart,
        Self::Witness,
        Self::Bystander,
    ];

    /// Its id in vocabularies and files.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Harmed => "harmed",
            Self::Alleged => "alleged",
            Self::TookPart => "took-part",
            Self::Witness => "witness",
            Self::Bystander => "bystander",
        }
    }

    /// Whether the case is about what this person did or what was done to them: their parents are to be told.
    #[must_use]
    pub fn is_central(self) -> bool {
        matches!(self, Self::Harmed | Self::Alleged | Self::TookPart)
    }

    /// Whether the concern is about this person's own conduct.
    #[must_use]
    pub fn is_conduct(self) -> bool {
        matches!(self, Self::Alleged | Self::TookPart)
    }
}

/// A person in a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Who.
    pub who: Who,
    /// In what part.
    pub part: Part,
    /// SEND or vulnerability, only when relevant to this case.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub relevant: String,
}

/// Who wrote an entry: enough to be read without Daybook, years later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// The person's id in the vault.
    pub id: String,
    /// Their name that day.
    pub name: String,
    /// Their role that day, in words.
    pub role: String,
}

/// Whether somebody of the first role may let in, change or remove somebody of the second: only where
/// they hold the keys to hand on. A deputy lets nobody in.
#[must_use]
pub fn may_let_in(mine: &str, theirs: &str) -> bool {
    match mine {
        "headteacher" => true,
        "dsl" => theirs != "headteacher",
        _ => false,
    }
}

/// A role in words.
#[must_use]
pub fn role_words(role: &str) -> &'static str {
    match role {
        "dsl" => "DSL",
        "deputy" => "deputy DSL",
        "headteacher" => "headteacher",
        _ => "recovery key",
    }
}

/// An agreement that somebody signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// The pupil it is for.
    pub pupil: PupilId,
    /// The policy's short code and the document's: "SJ24 Agreement".
    pub document: String,
    /// When the pupil signed.
    pub signed: NaiveDate,
    /// The parent who signed with them; empty when none did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub parent: String,
}
