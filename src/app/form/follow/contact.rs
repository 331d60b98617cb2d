//! The form of a contact with a parent or carer, or of the decision to withhold it.

use super::{fact_of, pupils, terms};
use crate::app::form::picker::Picker;
use crate::app::form::{Day, Field, Form};
use crate::domain::case::Case;
use crate::domain::decide::Desk;
use crate::domain::entry::{ActionKind, CaseFact};
use crate::domain::ids::Letter;
use crate::domain::people::Part;
use crate::domain::vocabulary::{Flag, List};

pub(super) fn fields(desk: &Desk, case: &Case, entry: Option<u64>) -> Vec<Field> {
    vec![
        Field::pick(
            "about",
            "Whose parent",
            pupils(
                case,
                about(case, entry),
                Part::is_central,
                |case, letter| case.parents_settled(letter),
            ),
        )
        .hint("The pupil whose parent or carer it is."),
        Field::pick(
            "result",
            "Result",
            Picker::one_of(terms(desk, List::ContactResult)),
        )
        .hint("What came of it; or that contact is withheld."),
        Field::pick(
            "method",
            "How",
            Picker::one_of(terms(desk, List::ContactMethod)),
        ),
        Field::line("with", "Spoken to")
            .name_of_somebody()
            .hint("Name, and how they belong to the child."),
        Field::long("text", "What was said").hint("What you told them, and what they said."),
        Field::long("reason", "Reason withheld")
            .hint("The risk to the child, or the agency's advice.")
            .hidden(),
        Field::line("happened", "When")
            .day(Day::PastOrNow)
            .hint("today 10:40 · yesterday pm · 14/11 9am. Empty: when you opened this form."),
        Field::line("again", "Try again")
            .day(Day::Due)
            .hint("When to try again: tomorrow · Fri. Sets an action.")
            .hidden(),
    ]
}

/// Whose parents the entry is about that the person has before them, where they are still to be contacted.
fn about(case: &Case, entry: Option<u64>) -> Option<Letter> {
    match fact_of(case, entry)? {
        CaseFact::ActionSet(action) => {
            let mut open = case.open_actions();
            open.find(|one| one.number == action.number)?;
            match action.kind {
                ActionKind::ContactParents(letter) => Some(letter),
                _ => None,
            }
        }
        CaseFact::Contact(contact) => {
            let about = contact.about;
            (!case.parents_settled(about)).then_some(about)
        }
        _ => None,
    }
}

pub(super) fn refresh(desk: &Desk, form: &mut Form) {
    let result = form.chosen("result").to_owned();
    let term = desk.words.find(List::ContactResult, &result);
    let withheld = term.is_some_and(|term| term.is(Flag::Withholds));
    let tells = term.is_some_and(|term| term.is(Flag::Tells));
    for name in ["method", "with", "text", "happened"] {
        form.show(name, !withheld);
    }
    form.show("reason", withheld);
    form.show("again", !result.is_empty() && !withheld && !tells);
    if withheld {
        form.advice.push(
            "Contact is never forced: a reason is enough, and the step is complete.".to_owned(),
        );
    }
}
