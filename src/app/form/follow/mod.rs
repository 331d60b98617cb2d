//! The forms of what follows in a case: what each asks, with the answer that is most likely.

mod amend;
mod close;
mod contact;
mod sanction;

use super::kind::Follow;
use super::picker::{Choice, Picker, Source};
use super::{Day, Field, Form};
use crate::domain::case::Case;
use crate::domain::decide::{Desk, Problem};
use crate::domain::entry::CaseFact;
use crate::domain::ids::Letter;
use crate::domain::people::{AdultKind, Part, Participant};
use crate::domain::status::{Severity, Status};
use crate::domain::vocabulary::List;

/// The choices of a vocabulary's list.
#[must_use]
pub fn terms(desk: &Desk, list: List) -> Vec<Choice> {
    desk.words
        .offered(list)
        .map(|term| Choice::plain(&term.id, &term.label))
        .collect()
}

/// Yes or no.
#[must_use]
pub fn yes_or_no() -> Picker {
    Picker::one_of(vec![Choice::plain("no", "No"), Choice::plain("yes", "Yes")])
}

/// The form for what follows in `case`. `entry` is the entry that the person has before them.
#[must_use]
pub fn form(follow: Follow, desk: &Desk, case: &Case, entry: Option<u64>) -> Form {
    let fields = match follow {
        Follow::Note => note(),
        Follow::Action => action(),
        Follow::ActionDone => action_done(desk, case),
        Follow::Contact => contact::fields(desk, case, entry),
        Follow::Sanction => sanction::fields(desk, case),
        Follow::SanctionState => sanction::state_fields(desk, case, entry),
        Follow::Referral => referral(desk),
        Follow::Decision => decision(),
        Follow::Review => review(),
        Follow::Assign => assign(desk, case),
        Follow::Status => status(desk, case),
        Follow::Severity => severity(desk, case),
        Follow::Link => link(),
        Follow::Amend => amend::fields(desk, case, entry),
        Follow::Close => close::fields(desk, case),
        Follow::Reopen => {
            vec![Field::long("reason", "Reason").hint("Why the case is opened again.")]
        }
    };
    let mut form = Form::new(format!("{} · {}", case.reference, follow.title()), fields);
    form.case = Some(case.reference);
    refresh(follow, desk, case, &mut form);
    form.go_to_first_empty();
    form
}

/// After a change: shows what the answers so far make necessary.
pub fn refresh(follow: Follow, desk: &Desk, case: &Case, form: &mut Form) {
    form.advice.clear();
    match follow {
        Follow::Action => {
            let done = form.chosen("done") == "yes";
            form.show("due", !done);
            form.show("who", !done);
        }
        Follow::Referral => {
            let waits = form.chosen("awaiting") == "yes";
            form.show("chase", waits);
        }
        Follow::Contact => contact::refresh(desk, form),
        Follow::Sanction => sanction::refresh(desk, case, form),
        Follow::SanctionState => sanction::refresh_state(desk, case, form),
        Follow::Severity if form.chosen("severity") == Severity::Critical.id() => {
            form.advice.push(crate::domain::decide::CRITICAL.to_owned());
        }
        Follow::Amend => amend::refresh(desk, case, form),
        Follow::Close => close::refresh(desk, case, form),
        _ => {}
    }
}

/// What the form cannot do without, lest it be taken for something else: an action that is ended is
/// one that was set, a correction is one of an entry, and a contact or a sanction is about the child who was chosen.
#[must_use]
pub fn unanswered(follow: Follow, form: &Form) -> Option<Problem> {
    let say = match follow {
        Follow::ActionDone => "Say which of them is done.",
        Follow::SanctionState => "Say which sanction.",
        Follow::Contact => "Say whose parent it is.",
        Follow::Sanction => "Say which pupil it is about.",
        _ => "Say which entry is corrected.",
    };
    let field = follow.subject()?;
    form.chosen(field).is_empty().then(|| Problem {
        field,
        say: say.to_owned(),
    })
}

fn note() -> Vec<Field> {
    vec![
        Field::long("text", "Note").hint("What was seen, heard or learned."),
        Field::pick("opinion", "Opinion?", yes_or_no())
            .hint("Yes, if this is what you think rather than what happened."),
    ]
}

fn action() -> Vec<Field> {
    vec![
        Field::line("text", "Action").hint("What is to be done, or was done."),
        Field::pick("done", "Done?", yes_or_no()).hint("Yes, if it has been done already."),
        Field::line("due", "Due")
            .day(Day::Due)
            .hint("tomorrow · Fri · in 2 weeks · 14/12. Empty: today."),
        Field::line("who", "Who").hint("Who is to do it. Empty: whoever looks after the case."),
    ]
}

fn action_done(desk: &Desk, case: &Case) -> Vec<Field> {
    let open: Vec<_> = case
        .open_actions()
        .map(|action| Choice {
            id: action.number.to_string(),
            label: action.text.clone(),
            detail: format!(
                "due {}",
                crate::domain::when::day(action.due, desk.now.date_naive())
            ),
        })
        .collect();
    let only = match open.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    };
    let mut which = Picker::one_of(open);
    which.suggest(only);
    vec![
        Field::pick("number", "Which", which).hint("Type part of it, or move with the arrows."),
        Field::long("text", "What was done").hint("May stay empty, unless it is not needed."),
        Field::pick("dropped", "Not needed?", yes_or_no())
            .hint("Yes, if it was not done and need not be."),
    ]
}

/// The pupils of a case, the one that the form is about first, then those in the given parts, and the likeliest
/// one suggested.
fn pupils(
    case: &Case,
    about: Option<Letter>,
    first: impl Fn(Part) -> bool,
    settled: impl Fn(&Case, Letter) -> bool,
) -> Picker {
    let mut people: Vec<_> = case
        .people()
        .filter(|(_, one)| one.who.pupil().is_some())
        .collect();
    people.sort_by_key(|(letter, one)| {
        let other = about != Some(*letter);
        (other, !first(one.part), settled(case, *letter), *letter)
    });
    let choices: Vec<_> = people
        .iter()
        .map(|(letter, one)| choice_of(*letter, one))
        .collect();
    let mut picker = Picker::one_of(choices.clone());
    picker.suggest(choices.into_iter().next());
    picker
}

/// What an entry of a case says.
fn fact_of(case: &Case, entry: Option<u64>) -> Option<&CaseFact> {
    let seq = entry?;
    let line = case.chronology.iter().find(|line| line.seq == seq);
    line.map(|line| &line.fact)
}

fn choice_of(letter: Letter, one: &Participant) -> Choice {
    Choice {
        id: letter.to_string(),
        label: one.who.name().to_owned(),
        detail: one.who.about(),
    }
}

fn referral(desk: &Desk) -> Vec<Field> {
    vec![
        Field::pick(
            "agency",
            "Agency",
            Picker::one_of(terms(desk, List::Agency)),
        ),
        Field::long("text", "What was said").hint("To whom, and what you told them."),
        Field::line("their_reference", "Their ref.").hint("The agency's own reference, if any."),
        Field::line("happened", "When")
            .day(Day::PastOrNow)
            .hint("Empty: when you opened this form."),
        Field::pick("awaiting", "Wait for them?", yes_or_no())
            .hint("Yes: the case's status becomes awaiting agency.")
            .with("yes"),
        Field::line("chase", "Ask again on")
            .day(Day::Due)
            .hint("When to ask them if nothing is heard: in 1 week · Fri · 14/12. May stay empty."),
    ]
}

fn decision() -> Vec<Field> {
    vec![
        Field::long("what", "Decision").hint("What was decided, and by whom."),
        Field::long("why", "Why"),
        Field::long("rejected", "Options rejected").hint("What else was considered, and why not."),
    ]
}

fn review() -> Vec<Field> {
    vec![
        Field::line("on", "Review on")
            .day(Day::Due)
            .or_word("none")
            .hint("Fri · in 2 weeks · 14/12 · none to take it away."),
        Field::line("note", "What for"),
    ]
}

fn assign(desk: &Desk, case: &Case) -> Vec<Field> {
    let people = desk
        .school
        .people
        .iter()
        .map(|person| Choice {
            id: person.id.clone(),
            label: person.name.clone(),
            detail: if person.id == case.owner {
                "looks after it now".to_owned()
            } else {
                person.role.clone()
            },
        })
        .collect();
    vec![
        Field::pick("owner", "Owner", Picker::one_of(people)),
        Field::line("note", "A word to them"),
    ]
}

fn status(desk: &Desk, case: &Case) -> Vec<Field> {
    let choices = [Status::Open, Status::Monitoring, Status::AwaitingAgency]
        .into_iter()
        .filter(|status| *status != case.status)
        .map(|status| Choice::plain(status.id(), desk.words.label(List::Status, status.id())))
        .collect();
    vec![
        Field::pick("status", "Status", Picker::one_of(choices)),
        Field::line("reason", "Why"),
    ]
}

fn severity(desk: &Desk, case: &Case) -> Vec<Field> {
    let choices = Severity::ALL
        .into_iter()
        .filter(|severity| *severity != case.severity)
        .map(|severity| {
            Choice::plain(
                severity.id(),
                desk.words.label(List::Severity, severity.id()),
            )
        })
        .collect();
    vec![
        Field::pick("severity", "Severity", Picker::one_of(choices)),
        Field::long("reason", "Why"),
    ]
}

fn link() -> Vec<Field> {
    vec![
        Field::pick("to", "Other case", Picker::new(Source::Cases, false))
            .hint("Type part of a reference or a name."),
        Field::line("why", "Why").hint("How they belong together."),
    ]
}

/// Choices for an adult: what kind.
#[must_use]
pub fn adult_kinds() -> Vec<Choice> {
    AdultKind::ALL
        .map(|kind| Choice::plain(kind.id(), kind.words()))
        .to_vec()
}
