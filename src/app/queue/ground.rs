//! What queries are read and answered with, for whoever is at the screen.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::NaiveDate;

use crate::app::state::Opened;
use crate::domain::entry::AuditFact;
use crate::domain::ids::Reference;
use crate::domain::policy::Policies;
use crate::domain::query::Ground;

/// Calls `act` with what queries are read and answered with.
pub(super) fn on_ground<T>(
    opened: &Opened,
    today: NaiveDate,
    act: impl FnOnce(&Ground<'_>) -> T,
) -> T {
    let terms = opened.school.terms();
    let read = OnceLock::new();
    let me = opened.me.id.as_str();
    let unread = |case: Reference, by: &str, entry: u64| {
        let until = || read.get_or_init(|| read_until(opened)).get(&case);
        by != me && entry > until().copied().unwrap_or(0)
    };
    act(&Ground {
        school: &opened.school,
        policies: Policies::shipped(),
        words: &opened.words,
        terms: &terms,
        me,
        today,
        unread: &unread,
    })
}

/// The last entry of the log when whoever reads opened a case last.
fn read_until(opened: &Opened) -> BTreeMap<Reference, u64> {
    let mut read = BTreeMap::new();
    for line in &opened.school.audit {
        if let AuditFact::CasesOpened(cases) = &line.fact
            && line.by == opened.me.id
        {
            read.extend(cases.iter().map(|case| (*case, line.seq)));
        }
    }
    if let Some((_, cases)) = &opened.unnoted {
        read.extend(cases.iter().map(|case| (*case, u64::MAX)));
    }
    read
}

pub(super) fn unnoted(opened: &Opened) -> usize {
    opened.unnoted.as_ref().map_or(0, |(_, cases)| cases.len())
}
