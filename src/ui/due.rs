//! A line for something that is due, as the agenda and the calendar show it.

use crate::app::state::{Opened, State};
use crate::domain::case::Case;
use crate::domain::due::{Due, DueKind};
use crate::domain::story::Teller;

/// What is due, and whom it is about.
pub fn text(state: &State, opened: &Opened, due: &Due) -> String {
    let Some(case) = opened.school.cases.get(&due.case) else {
        return due.case.to_string();
    };
    let what = masked(state, opened, case, &due.words(case, &opened.words));
    let about = due.about(case).and_then(|letter| case.participant(letter));
    match about.or_else(|| case.lead()) {
        // Whose parents they are is said already.
        Some(_) if due.kind == DueKind::Contact => what,
        Some(one) => format!("{}: {what}", state.name(one.who.name())),
        None => what,
    }
}

/// A text of a case as it may be shown now.
pub fn masked(state: &State, opened: &Opened, case: &Case, text: &str) -> String {
    let name = |name: &str| state.name(name);
    let teller = Teller {
        school: &opened.school,
        words: &opened.words,
        name: &name,
        today: state.now.date_naive(),
    };
    teller.masked(case, text)
}
