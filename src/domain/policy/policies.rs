//! Every policy that the program knows: those inside it and a school's own.

use std::sync::OnceLock;

use super::{ClauseRef, Found, Policy};

/// All policies that the program knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policies {
    all: Vec<Policy>,
}

pub(super) const SHIPPED: [&str; 2] = [
    include_str!("../../../data/aup/st-james-2024.toml"),
    include_str!("../../../data/aup/borough-green-2023.toml"),
];

impl Policies {
    /// The policies inside the program, read once.
    ///
    /// The files are compiled in and a test reads every one of them, so a mistake cannot reach a school; that is why
    /// one that did not parse is left out here instead of making every caller handle an error that never comes.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static ONCE: OnceLock<Policies> = OnceLock::new();
        ONCE.get_or_init(|| Self {
            all: SHIPPED
                .iter()
                .filter_map(|text| Policy::parse(text).ok())
                .collect(),
        })
    }

    /// Adds a school's own policy; one with the same id or short code is replaced.
    pub fn add(&mut self, policy: Policy) {
        self.all
            .retain(|each| each.id != policy.id && each.short != policy.short);
        self.all.push(policy);
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Policy> {
        self.all.iter()
    }

    /// The policy with this id (`st-james-2024`).
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<&Policy> {
        self.all.iter().find(|policy| policy.id == id)
    }

    /// The policy with this short code (`SJ24`, in any case).
    #[must_use]
    pub fn by_short(&self, short: &str) -> Option<&Policy> {
        self.all
            .iter()
            .find(|policy| policy.short.eq_ignore_ascii_case(short))
    }

    /// The clause of that name.
    #[must_use]
    pub fn get(&self, name: &ClauseRef) -> Option<Found<'_>> {
        let policy = self.by_short(&name.policy)?;
        let document = policy.document(&name.document)?;
        let clause = document.clause(&name.number)?;
        Some(Found {
            policy,
            document,
            clause,
        })
    }
}

impl<'a> IntoIterator for &'a Policies {
    type Item = &'a Policy;
    type IntoIter = std::slice::Iter<'a, Policy>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
