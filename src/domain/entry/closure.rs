//! The end of a case, and what has to be known then.

use serde::{Deserialize, Serialize};

/// The end of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closure {
    /// A term of the vocabulary's `outcomes`.
    pub outcome: String,
    /// Why it can be closed.
    pub rationale: String,
    /// The child's view, or why it was not sought.
    pub childs_view: ChildsView,
    /// What the parents know.
    pub parents: ParentsDecision,
    /// Why open actions can be left; empty when there were none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub left_open: String,
    /// The case is kept, and marked as a mistake.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_error: bool,
}

/// The child's view at the end of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChildsView {
    /// What the child thinks.
    Said(String),
    /// Why the child was not asked.
    NotSought(String),
}

/// What was decided about the parents at the end of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParentsDecision {
    /// They know.
    Told,
    /// They were not told, for this reason.
    Withheld(String),
    /// No pupil's parents are concerned, for this reason.
    NotConcerned(String),
}
