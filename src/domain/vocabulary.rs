//! The words that a school chooses from, as data: labels, flags and what the form suggests.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::OnceLock;

use serde::Deserialize;
use toml::Spanned;

pub use super::data_error::DataError as VocabularyError;
use super::policy::Follows;

/// The lists of the vocabulary. In files they are written in snake case: `contact_method`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the names say it
pub enum List {
    Status,
    Severity,
    /// The 4Cs.
    Area,
    /// `area.word`, such as `conduct.device-rule`.
    Category,
    /// How it came to light.
    Source,
    Place,
    /// What it happened on.
    Device,
    ContactMethod,
    ContactResult,
    Sanction,
    SanctionScope,
    SanctionState,
    Agency,
    Outcome,
    Role,
}

impl List {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Status,
        Self::Severity,
        Self::Area,
        Self::Category,
        Self::Source,
        Self::Place,
        Self::Device,
        Self::ContactMethod,
        Self::ContactResult,
        Self::Sanction,
        Self::SanctionScope,
        Self::SanctionState,
        Self::Agency,
        Self::Outcome,
        Self::Role,
    ];

    /// The name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Severity => "severity",
            Self::Area => "area",
            Self::Category => "category",
            Self::Source => "source",
            Self::Place => "place",
            Self::Device => "device",
            Self::ContactMethod => "contact_method",
            Self::ContactResult => "contact_result",
            Self::Sanction => "sanction",
            Self::SanctionScope => "sanction_scope",
            Self::SanctionState => "sanction_state",
            Self::Agency => "agency",
            Self::Outcome => "outcome",
            Self::Role => "role",
        }
    }

    /// The list of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.name() == name)
    }

    /// Ids that the rules rely on: a school may relabel or retire them, not drop them.
    const fn required(self) -> &'static [&'static str] {
        match self {
            Self::Status => &[
                "new",
                "open",
                "monitoring",
                "awaiting-agency",
                "closed",
                "recorded-in-error",
            ],
            Self::Severity => &["low", "moderate", "high", "critical"],
            Self::Area => &["content", "contact", "conduct", "commerce"],
            Self::Category => &["conduct.nude-image"],
            Self::ContactResult => &["informed", "withheld-risk", "withheld-agency"],
            Self::Sanction => &["playtime-loss", "technology-removed", "other"],
            Self::SanctionScope => &["device", "account", "wifi", "all"],
            Self::SanctionState => &["proposed", "active", "served", "lifted", "overturned"],
            Self::Outcome => &["recorded-in-error"],
            Self::Role => &["harmed", "alleged", "took-part", "witness", "bystander"],
            Self::Source | Self::Place | Self::Device | Self::ContactMethod | Self::Agency => &[],
        }
    }

    /// Flags that mean something in this list.
    const fn flags(self) -> &'static [Flag] {
        match self {
            Self::Category => &[Flag::Imagery],
            Self::ContactResult => &[
                Flag::Reached,
                Flag::Tells,
                Flag::Withholds,
                Flag::NeedsReason,
                Flag::AsksAgency,
            ],
            Self::Sanction => &[
                Flag::AsksMinutes,
                Flag::AsksDates,
                Flag::AsksScope,
                Flag::AsksDetail,
                Flag::NoNaming,
            ],
            Self::Place => &[Flag::AsksDetail, Flag::Remote],
            Self::Device => &[Flag::AsksDetail],
            Self::Source => &[Flag::Nameless],
            Self::Outcome => &[Flag::InError],
            _ => &[],
        }
    }
}

impl fmt::Display for List {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.name())
    }
}

/// What a term means to the rules and to the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    /// Concerns an image of a child: never view, copy, print or forward.
    Imagery,
    /// Somebody was spoken to.
    Reached,
    /// The parents now know.
    Tells,
    /// A decision not to tell.
    Withholds,
    /// Asks for a reason.
    NeedsReason,
    /// Asks which agency.
    AsksAgency,
    /// Asks how many minutes.
    AsksMinutes,
    /// Asks from when until when.
    AsksDates,
    /// Asks which technology.
    AsksScope,
    /// Asks for a few words.
    AsksDetail,
    /// May always be used, whatever a policy names.
    NoNaming,
    /// Comes without a person who reports.
    Nameless,
    /// Happens in a remote lesson, where its own rules hold as well.
    Remote,
    /// Marks the case as a mistake.
    InError,
}

/// One word of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What entries store; never changes.
    pub id: String,
    /// What screens show.
    pub label: String,
    /// A sentence for the form.
    pub hint: Option<String>,
    /// Kept for old records and not offered.
    pub retired: bool,
    /// What it means to the rules.
    pub flags: BTreeSet<Flag>,
    /// The severity that a category suggests.
    pub severity: Option<String>,
    /// The policies' consequences that a sanction is.
    pub follows: Vec<Follows>,
}

impl Term {
    /// Whether it carries the flag.
    #[must_use]
    pub fn is(&self, flag: Flag) -> bool {
        self.flags.contains(&flag)
    }

    /// Whether a document that names `follows` names this sanction. If not, it asks for a reason.
    #[must_use]
    pub fn named_by(&self, follows: &[Follows]) -> bool {
        self.is(Flag::NoNaming) || self.follows.iter().any(|each| follows.contains(each))
    }
}

/// All lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    lists: BTreeMap<List, Vec<Term>>,
}

impl Vocabulary {
    /// The vocabulary inside the program, read once.
    ///
    /// It is compiled in and a test reads it, so a mistake cannot reach a school: the empty one never comes.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static ONCE: OnceLock<Vocabulary> = OnceLock::new();
        ONCE.get_or_init(|| Self::parse(SHIPPED).unwrap_or_default())
    }

    /// The terms of a list, retired ones included, in the file's order.
    #[must_use]
    pub fn list(&self, list: List) -> &[Term] {
        self.lists.get(&list).map_or(&[], Vec::as_slice)
    }

    /// The terms of a list that a form offers.
    pub fn offered(&self, list: List) -> impl Iterator<Item = &Term> {
        self.list(list).iter().filter(|term| !term.retired)
    }

    /// The categories of an area of the 4Cs that a form offers.
    pub fn categories<'a>(&'a self, area: &'a str) -> impl Iterator<Item = &'a Term> {
        self.offered(List::Category)
            .filter(move |term| area_of(&term.id) == Some(area))
    }

    /// The term with this id.
    #[must_use]
    pub fn term(&self, list: List, id: &str) -> Option<&Term> {
        self.list(list).iter().find(|term| term.id == id)
    }

    /// The term with this id or label, as a person types it.
    #[must_use]
    pub fn find(&self, list: List, text: &str) -> Option<&Term> {
        let asked = text.trim();
        let as_id = asked.to_lowercase().replace([' ', '_'], "-");
        self.term(list, &as_id).or_else(|| {
            self.list(list)
                .iter()
                .find(|term| term.label.to_lowercase() == asked.to_lowercase())
        })
    }

    /// The label of a term; an id that this vocabulary lacks (an older school's, say) shows as itself.
    #[must_use]
    pub fn label<'a>(&'a self, list: List, id: &'a str) -> &'a str {
        self.term(list, id).map_or(id, |term| &term.label)
    }

    /// Whether a term carries a flag.
    #[must_use]
    pub fn is(&self, list: List, id: &str, flag: Flag) -> bool {
        self.term(list, id).is_some_and(|term| term.is(flag))
    }

    /// The severity that a category suggests.
    #[must_use]
    pub fn suggested_severity(&self, category: &str) -> Option<&str> {
        self.term(List::Category, category)?.severity.as_deref()
    }
}

/// `conduct` of `conduct.device-rule`.
#[must_use]
pub fn area_of(category: &str) -> Option<&str> {
    category.split_once('.').map(|(area, _)| area)
}

const SHIPPED: &str = include_str!("../../data/vocabulary.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTerm {
    id: Spanned<String>,
    label: Spanned<String>,
    hint: Option<String>,
    #[serde(default)]
    retired: bool,
    #[serde(default)]
    flags: Vec<Spanned<Flag>>,
    severity: Option<Spanned<String>>,
    #[serde(default)]
    follows: Vec<Follows>,
}

mod parse;
#[cfg(test)]
mod tests;
