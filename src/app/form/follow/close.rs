//! The form that closes a case, with what the closing rules ask for.

use super::terms;
use crate::app::form::picker::{Choice, Picker};
use crate::app::form::{Field, Form};
use crate::domain::case::Case;
use crate::domain::decide::Desk;
use crate::domain::vocabulary::{Flag, List};

pub(super) fn fields(desk: &Desk, case: &Case) -> Vec<Field> {
    let told = case
        .pupils_with_parents()
        .all(|(letter, _)| case.parents_settled(letter));
    let any_told = case.contacts().any(|contact| contact.told);
    let concerned = case.pupils_with_parents().next().is_some();
    let mut ways = vec![
        Choice {
            id: "told".into(),
            label: "Told".into(),
            detail: "a contact in the record told them".into(),
        },
        Choice {
            id: "withheld".into(),
            label: "Withheld".into(),
            detail: "with a reason".into(),
        },
    ];
    if !concerned {
        ways.push(Choice {
            id: "not-concerned".into(),
            label: "No parents concerned".into(),
            detail: "with a reason".into(),
        });
    }
    let mut parents = Picker::one_of(ways);
    if told && any_told {
        parents.suggest(parents.hits.first().cloned());
    }
    vec![
        Field::pick(
            "outcome",
            "Outcome",
            Picker::one_of(terms(desk, List::Outcome)),
        ),
        Field::long("rationale", "Rationale").hint("Why it can be closed."),
        Field::long("childs_view", "Child's view").hint("What the child thinks and wants now."),
        Field::line("view_not_sought", "Or: not sought")
            .hint("Why the child was not asked, if they were not."),
        Field::pick("parents", "Parents", parents),
        Field::line("parents_reason", "Reason").hidden(),
        Field::line("left_open", "Left open").hidden(),
    ]
}

pub(super) fn refresh(desk: &Desk, case: &Case, form: &mut Form) {
    let in_error = desk
        .words
        .find(List::Outcome, form.chosen("outcome"))
        .is_some_and(|term| term.is(Flag::InError));
    for name in ["childs_view", "view_not_sought", "parents"] {
        form.show(name, !in_error);
    }
    let reason = matches!(form.chosen("parents"), "withheld" | "not-concerned");
    form.show("parents_reason", reason && !in_error);
    let left: Vec<_> = case.open_actions().map(|a| a.text.clone()).collect();
    form.show("left_open", !left.is_empty() && !in_error);
    if !left.is_empty() {
        form.advice
            .push(format!("Still to do: {}.", left.join("; ")));
    }
    let standing = case
        .sanctions
        .iter()
        .filter(|tracked| tracked.state.stands())
        .count();
    if standing > 0 {
        form.advice.insert(
            0,
            "A sanction still stands: mark it served, lifted or overturned first.".to_owned(),
        );
    }
}
