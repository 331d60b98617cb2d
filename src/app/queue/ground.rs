//! What queries are read and answered with, for whoever is at the screen.

use std::sync::OnceLock;

use chrono::NaiveDate;

use crate::app::state::Opened;
use crate::domain::ids::Reference;
use crate::domain::policy::Policies;
use crate::domain::query::Ground;
use crate::domain::seen::looked_until;

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
        let unnoted = opened.unnoted.as_ref().map_or(&[][..], |(_, read)| read);
        let looked = || looked_until(&opened.school, me, unnoted);
        let until = || read.get_or_init(looked).get(&case);
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

pub(super) fn unnoted(opened: &Opened) -> usize {
    opened.unnoted.as_ref().map_or(0, |(_, cases)| cases.len())
}
