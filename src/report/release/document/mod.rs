//! What a summary is rendered from: a document that holds no count that is withheld.

mod assurance;
mod parts;

use serde::{Deserialize, Serialize};

pub use assurance::Assurance;
pub use parts::{Bar, Cell, Chart, Column, Row, Section, Table};

/// The format of the documents that this version writes.
pub const FORMAT: u32 = 1;

/// For whom a summary is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// For anybody: what could single out a child is withheld.
    Public,
    /// For the headteacher and the link governor: true counts, in one-way tables.
    Confidential,
}

impl Profile {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Public, Self::Confidential];

    /// Its id in files and commands.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Confidential => "confidential",
        }
    }

    /// What stands on every page of it; empty when nothing need be said.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Self::Public => "",
            Self::Confidential => "Confidential: not for publication",
        }
    }
}

/// A summary that may be rendered.
///
/// Only the protector makes one, or the log gives back one that it made: a renderer that takes a
/// `Protected` cannot be handed a count that nobody tested. It cannot be put together by hand:
///
/// ```compile_fail
/// use daybook::report::{Assurance, Profile, Protected};
/// let raw = Protected {
///     format: 1,
///     release: "2026-autumn".to_owned(),
///     school: "Sample Primary".to_owned(),
///     period: "Autumn term 2026-27".to_owned(),
///     profile: Profile::Public,
///     preview: false,
///     sections: Vec::new(),
///     assurance: Assurance::default(),
///     method: Vec::new(),
///     fingerprint: String::new(),
///     threshold: 5,
///     corrections: Vec::new(),
/// };
/// ```
///
/// nor can a table of it be changed:
///
/// ```compile_fail
/// use daybook::report::{Cell, Protected};
/// fn falsify(summary: &mut Protected) {
///     summary.sections[0].tables[0].rows[0].cells[0] = Cell::Shown(1);
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protected {
    pub(in crate::report::release) format: u32,
    pub(in crate::report::release) release: String,
    pub(in crate::report::release) school: String,
    pub(in crate::report::release) period: String,
    pub(in crate::report::release) profile: Profile,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::report::release) preview: bool,
    pub(in crate::report::release) sections: Vec<Section>,
    pub(in crate::report::release) assurance: Assurance,
    pub(in crate::report::release) method: Vec<String>,
    pub(in crate::report::release) fingerprint: String,
    #[serde(default = "super::usual_threshold")]
    pub(in crate::report::release) threshold: u32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::report::release) corrections: Vec<String>,
}

impl Protected {
    /// The release's id, `2026-autumn`: the only thing of it that may be in a file's name.
    #[must_use]
    pub fn release(&self) -> &str {
        &self.release
    }

    /// The school's name.
    #[must_use]
    pub fn school(&self) -> &str {
        &self.school
    }

    /// The term in words, "Autumn term 2026-27".
    #[must_use]
    pub fn period(&self) -> &str {
        &self.period
    }

    /// The document's title.
    #[must_use]
    pub fn title(&self) -> String {
        format!("Online safety summary: {}", self.period)
    }

    /// For whom it is.
    #[must_use]
    pub fn profile(&self) -> Profile {
        self.profile
    }

    /// What stands on every page, if anything: that it is confidential, or only a preview.
    #[must_use]
    pub fn marks(&self) -> Vec<&'static str> {
        let preview = if self.preview {
            "Preview: the term is not over, and nothing is released"
        } else {
            ""
        };
        [self.profile.mark(), preview]
            .into_iter()
            .filter(|mark| !mark.is_empty())
            .collect()
    }

    /// Whether the term is still running: a preview is shown, and never saved as a release.
    #[must_use]
    pub fn is_preview(&self) -> bool {
        self.preview
    }

    /// Sections 1 to 9, in order. [`Self::assurance`] is the tenth, [`Self::method`] the eleventh.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// What the headteacher wrote.
    #[must_use]
    pub fn assurance(&self) -> &Assurance {
        &self.assurance
    }

    /// How it was counted and what is withheld: paragraphs.
    #[must_use]
    pub fn method(&self) -> &[String] {
        &self.method
    }

    /// The log's fingerprint at the moment of release.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The fewest pupils, and concerns, that a public figure is of.
    #[must_use]
    pub fn threshold(&self) -> u32 {
        self.threshold
    }

    /// What changed in terms that were released before: sentences, or nothing.
    #[must_use]
    pub fn corrections(&self) -> &[String] {
        &self.corrections
    }

    /// Every table, in order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.sections.iter().flat_map(Section::tables)
    }

    /// How much of it is shown: body cells that are, and all of them.
    #[must_use]
    pub fn shown(&self) -> (usize, usize) {
        let mut shown = (0, 0);
        for row in self.tables().flat_map(Table::rows) {
            for cell in row.cells() {
                shown.0 += usize::from(cell.value().is_some());
                shown.1 += 1;
            }
        }
        shown
    }
}
