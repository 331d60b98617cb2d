//! The keys: what can be asked of a case.

use std::fmt;

/// What a value is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // the table below says it
pub enum Key {
    Is,
    Status,
    Severity,
    Category,
    Year,
    Class,
    Pupil,
    Clause,
    Document,
    Place,
    Through,
    Sanction,
    Parents,
    Agreement,
    Owner,
    Due,
    Contact,
    Ends,
    Review,
    Since,
    Before,
    On,
    Agency,
    Tag,
    Linked,
}

/// A key's name, its other names, what it asks, and what it takes.
type Row = (
    &'static str,
    &'static [&'static str],
    &'static str,
    &'static str,
);

impl Key {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 25] = [
        Self::Is,
        Self::Status,
        Self::Severity,
        Self::Category,
        Self::Year,
        Self::Class,
        Self::Pupil,
        Self::Clause,
        Self::Document,
        Self::Place,
        Self::Through,
        Self::Sanction,
        Self::Parents,
        Self::Agreement,
        Self::Owner,
        Self::Due,
        Self::Contact,
        Self::Ends,
        Self::Review,
        Self::Since,
        Self::Before,
        Self::On,
        Self::Agency,
        Self::Tag,
        Self::Linked,
    ];

    const fn row(self) -> Row {
        match self {
            Self::Is => (
                "is",
                &[],
                "how it stands: open, unread, overdue, mine …",
                "a word such as open or overdue",
            ),
            Self::Status => (
                "status",
                &[],
                "its status, that one alone",
                "a status such as monitoring",
            ),
            Self::Severity => (
                "severity",
                &[],
                "how severe it is judged to be",
                "low, moderate, high or critical",
            ),
            Self::Category => (
                "category",
                &["cat"],
                "one of the 4Cs, or a category",
                "a category such as conduct",
            ),
            Self::Year => (
                "year",
                &["yr", "y"],
                "the year group of a child in it, that day",
                "a year group such as 5, R or KS2",
            ),
            Self::Class => (
                "class",
                &["form"],
                "the class of a child in it, that day",
                "a class such as 5E",
            ),
            Self::Pupil => (
                "pupil",
                &["child", "name"],
                "the name of a child in it, or a part of it",
                "a name or a part of it",
            ),
            Self::Clause => (
                "clause",
                &["rule"],
                "a clause it touches",
                "a clause such as \"KS2 Safe 3\"",
            ),
            Self::Document => (
                "document",
                &["doc", "policy"],
                "the document of a clause it touches",
                "a document such as KS2 or Staff",
            ),
            Self::Place => (
                "place",
                &["where"],
                "where it happened",
                "a place such as home",
            ),
            Self::Through => (
                "through",
                &["source"],
                "how it came to light",
                "a way such as parent or filter-alert",
            ),
            Self::Sanction => (
                "sanction",
                &[],
                "a sanction's kind, or its state",
                "a kind or state such as active",
            ),
            Self::Parents => (
                "parents",
                &["parent"],
                "whether the parents know",
                "told, not-told or withheld",
            ),
            Self::Agreement => (
                "agreement",
                &[],
                "whether the children's agreements are signed",
                "signed or missing",
            ),
            Self::Owner => (
                "owner",
                &["by"],
                "who looks after it",
                "me, or a person's name",
            ),
            Self::Due => (
                "due",
                &[],
                "when something is to be done",
                "overdue, today, week, none or a day",
            ),
            Self::Contact => (
                "contact",
                &[],
                "when parents are to be contacted",
                "overdue, today, week, none or a day",
            ),
            Self::Ends => (
                "ends",
                &[],
                "when a sanction in force ends",
                "overdue, today, week, none or a day",
            ),
            Self::Review => (
                "review",
                &[],
                "when it is looked at again",
                "overdue, today, week, none or a day",
            ),
            Self::Since => (
                "since",
                &["from"],
                "reported on that day or later",
                "a day, or week, half-term, term, year",
            ),
            Self::Before => (
                "before",
                &[],
                "reported before that day",
                "a day, or week, half-term, term, year",
            ),
            Self::On => (
                "on",
                &["in", "reported"],
                "reported on that day, or in that time",
                "a day, or week, half-term, spring, 2025-26",
            ),
            Self::Agency => (
                "agency",
                &[],
                "an agency that was asked, or is awaited",
                "awaiting, or an agency such as police",
            ),
            Self::Tag => ("tag", &["tags"], "a tag of the school's own", "a tag"),
            Self::Linked => (
                "linked",
                &["link"],
                "whether it belongs with another case",
                "yes, no or a case's reference",
            ),
        }
    }

    /// The name it is printed with.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().0
    }

    /// What it asks, in a few words.
    #[must_use]
    pub const fn help(self) -> &'static str {
        self.row().2
    }

    /// What comes after its colon.
    #[must_use]
    pub const fn takes(self) -> &'static str {
        self.row().3
    }

    /// The key of that name, or of one of its other names, in large letters or small.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let is = |other: &str| other.eq_ignore_ascii_case(name);
        Self::ALL.into_iter().find(|key| {
            let (own, others, ..) = key.row();
            is(own) || others.iter().any(|other| is(other))
        })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
