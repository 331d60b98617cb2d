//! The fixed menu: what is counted, under which categories, and how categories merge where there is
//! too little to show. Nothing in it depends on what was counted.

mod lists;

use crate::domain::policy::{Audience, Policies, Policy};

use lists::dimension;
pub use lists::{Dimension, Group};

/// What each concern has one value of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lead {
    /// One of the 4Cs.
    Area,
    /// The phase of the pupil it is about.
    Phase,
    /// The heading of the lead clause.
    Rule,
    /// Where and on what.
    Place,
    /// How it came to be known.
    Source,
    /// The weightiest thing that was done.
    Action,
    /// Days until something was done.
    FirstAction,
    /// Days until a parent knew.
    ParentContact,
    /// Days until it was closed.
    Closure,
    /// Whether a pupil of it was in another before.
    Repeat,
}

impl Lead {
    /// All of them, in the order of a fact's values.
    pub const ALL: [Self; 10] = [
        Self::Area,
        Self::Phase,
        Self::Rule,
        Self::Place,
        Self::Source,
        Self::Action,
        Self::FirstAction,
        Self::ParentContact,
        Self::Closure,
        Self::Repeat,
    ];

    /// Its place in a fact's values.
    #[must_use]
    pub const fn place(self) -> usize {
        self as usize
    }
}

/// A table of the menu: one-way, or the one two-way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSpec {
    /// Its id in files.
    pub id: &'static str,
    /// The section it stands in.
    pub section: u8,
    /// Its caption.
    pub title: &'static str,
    /// The heading of its row labels.
    pub stub: &'static str,
    /// What its rows are.
    pub rows: Lead,
    /// What its columns are, if it is two-way.
    pub columns: Option<Lead>,
}

/// The tables, in the order in which they are published.
pub const TABLES: [TableSpec; 9] = [
    table(
        "what",
        2,
        "What the concerns were about",
        "Area",
        Lead::Area,
    )
    .by(Lead::Phase),
    table(
        "rules",
        3,
        "Which rules they touched",
        "Section",
        Lead::Rule,
    ),
    table(
        "where",
        4,
        "Where and on what",
        "Place or device",
        Lead::Place,
    ),
    table("source", 5, "How we came to know", "Source", Lead::Source),
    table("action", 6, "What we did", "Lead action", Lead::Action),
    table(
        "first-action",
        9,
        "Days to first action",
        "Time",
        Lead::FirstAction,
    ),
    table(
        "parent-contact",
        9,
        "Days until a parent or carer knew",
        "Time",
        Lead::ParentContact,
    ),
    table("closure", 9, "Days to closure", "Time", Lead::Closure),
    table(
        "repeat",
        8,
        "Repeat involvement",
        "Involvement",
        Lead::Repeat,
    ),
];

const fn table(
    id: &'static str,
    section: u8,
    title: &'static str,
    stub: &'static str,
    rows: Lead,
) -> TableSpec {
    TableSpec {
        id,
        section,
        title,
        stub,
        rows,
        columns: None,
    }
}

impl TableSpec {
    const fn by(mut self, columns: Lead) -> Self {
        self.columns = Some(columns);
        self
    }

    /// The table with this id.
    #[must_use]
    pub fn named(id: &str) -> Option<&'static Self> {
        TABLES.iter().find(|table| table.id == id)
    }
}

/// The categories of one school's summary: its policies give the sections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Menu {
    dimensions: Vec<Dimension>,
}

/// The category of a lead clause that stands under no heading of a pupils' document.
pub const OTHER_RULE: &str = "other";
/// The category of a lead clause of the youngest pupils' document.
pub const YOUNGEST_RULE: &str = "eyfs-ks1";

impl Menu {
    /// The menu of a school with these policies; `also` are sections that an earlier release named.
    #[must_use]
    pub fn of<'a>(
        policies: impl IntoIterator<Item = &'a Policy>,
        also: &[(String, String)],
    ) -> Self {
        let mut rules = vec![(YOUNGEST_RULE.to_owned(), "EYFS and KS1 rules".to_owned())];
        let headings = policies.into_iter().flat_map(pupils_headings);
        for heading in headings {
            let id = rule_id(&heading);
            if !rules.iter().any(|(known, _)| *known == id) {
                rules.push((id, heading));
            }
        }
        for one in also.iter().filter(|(id, _)| id != OTHER_RULE) {
            if !rules.iter().any(|(known, _)| *known == one.0) {
                rules.push(one.clone());
            }
        }
        rules.push((OTHER_RULE.to_owned(), "Other rules".to_owned()));
        Self {
            dimensions: Lead::ALL
                .into_iter()
                .map(|lead| match lead {
                    Lead::Rule => Dimension::in_pairs(rules.clone()),
                    lead => dimension(lead),
                })
                .collect(),
        }
    }

    /// The menu with the policies inside the program.
    #[must_use]
    pub fn shipped() -> Self {
        Self::of(Policies::shipped(), &[])
    }

    /// A dimension's categories and how they merge.
    #[must_use]
    pub fn dimension(&self, lead: Lead) -> Option<&Dimension> {
        self.dimensions.get(lead.place())
    }

    /// The place of a category, by its id.
    #[must_use]
    pub fn place(&self, lead: Lead, id: &str) -> Option<usize> {
        self.dimension(lead)?.place(id)
    }

    /// How many categories a dimension has.
    #[must_use]
    pub fn len(&self, lead: Lead) -> usize {
        self.dimension(lead).map_or(1, Dimension::len)
    }

    /// Ways to print a table, the finest first: which level its rows and its columns are merged to.
    #[must_use]
    pub fn levels(&self, table: &TableSpec) -> Vec<(usize, usize)> {
        let last = |lead| self.dimension(lead).map_or(0, Dimension::coarsest);
        match table.columns {
            // Phases merge, then categories.
            Some(columns) => (0..=last(columns))
                .map(|column| (0, column))
                .chain((1..=last(table.rows)).map(|row| (row, last(columns))))
                .collect(),
            None => (0..=last(table.rows)).map(|row| (row, 0)).collect(),
        }
    }

    /// Every way in which a table's rows and columns can be merged, printed so or not.
    #[must_use]
    pub fn mergings(&self, table: &TableSpec) -> Vec<(usize, usize)> {
        let last = |lead| self.dimension(lead).map_or(0, Dimension::coarsest);
        let columns = table.columns.map_or(0, last);
        (0..=last(table.rows))
            .flat_map(|row| (0..=columns).map(move |column| (row, column)))
            .collect()
    }

    /// The rows of a table at a level.
    #[must_use]
    pub fn rows(&self, table: &TableSpec, level: (usize, usize)) -> Vec<Group> {
        self.groups(table.rows, level.0)
    }

    /// The columns of a two-way table at a level; one of everything where it has none.
    #[must_use]
    pub fn columns(&self, table: &TableSpec, level: (usize, usize)) -> Vec<Group> {
        table
            .columns
            .map_or_else(|| vec![Group::all(1)], |lead| self.groups(lead, level.1))
    }

    fn groups(&self, lead: Lead, level: usize) -> Vec<Group> {
        self.dimension(lead)
            .map(|one| one.level(level))
            .unwrap_or_default()
    }
}

/// A heading as an id: small letters and hyphens.
#[must_use]
pub fn rule_id(heading: &str) -> String {
    let words: Vec<_> = heading
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("-")
}

/// The headings of a policy's documents for pupils, in the source's order.
fn pupils_headings(policy: &Policy) -> Vec<String> {
    let for_pupils = policy
        .documents
        .iter()
        .filter(|document| document.fits.iter().any(is_pupils));
    for_pupils
        .flat_map(|document| &document.clauses)
        .map(|clause| clause.section.clone())
        .filter(|heading| !heading.is_empty())
        .collect()
}

fn is_pupils(audience: &Audience) -> bool {
    matches!(
        audience,
        Audience::Year(_) | Audience::Send(_) | Audience::Pupils
    )
}
