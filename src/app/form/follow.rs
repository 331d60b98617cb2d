//! The forms of what follows in a case: what each asks, with the answer that is most likely.

use super::kind::Follow;
use super::picker::{Choice, Picker, Source};
use super::{Day, Field, Form};
use crate::domain::case::Case;
use crate::domain::decide::{Desk, amendable};
use crate::domain::entry::CaseFact;
use crate::domain::ids::Letter;
use crate::domain::people::{AdultKind, Part, Participant};
use crate::domain::status::{SanctionState, Severity, Status};
use crate::domain::vocabulary::{Flag, List};

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
        Follow::Contact => contact(desk, case),
        Follow::Sanction => sanction(desk, case),
        Follow::SanctionState => sanction_state(desk, case),
        Follow::Referral => referral(desk),
        Follow::Decision => decision(),
        Follow::Review => review(),
        Follow::Assign => assign(desk, case),
        Follow::Status => status(desk, case),
        Follow::Severity => severity(desk, case),
        Follow::Link => link(),
        Follow::Amend => amend(desk, case, entry),
        Follow::Close => close(desk, case),
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
        Follow::Contact => refresh_contact(desk, form),
        Follow::Sanction => refresh_sanction(desk, case, form),
        Follow::SanctionState => refresh_state(desk, case, form),
        Follow::Severity if form.chosen("severity") == Severity::Critical.id() => {
            form.advice.push(crate::domain::decide::CRITICAL.to_owned());
        }
        Follow::Amend => refresh_amend(desk, case, form),
        Follow::Close => refresh_close(desk, case, form),
        _ => {}
    }
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

/// The pupils of a case, those in the given parts first and the likeliest one suggested.
fn pupils(
    case: &Case,
    first: impl Fn(Part) -> bool,
    settled: impl Fn(&Case, Letter) -> bool,
) -> Picker {
    let mut people: Vec<_> = case
        .people()
        .filter(|(_, one)| one.who.pupil().is_some())
        .collect();
    people.sort_by_key(|(letter, one)| (!first(one.part), settled(case, *letter), *letter));
    let choices: Vec<_> = people
        .iter()
        .map(|(letter, one)| choice_of(*letter, one))
        .collect();
    let mut picker = Picker::one_of(choices.clone());
    picker.suggest(choices.into_iter().next());
    picker
}

fn choice_of(letter: Letter, one: &Participant) -> Choice {
    Choice {
        id: letter.to_string(),
        label: one.who.name().to_owned(),
        detail: one.who.about(),
    }
}

fn contact(desk: &Desk, case: &Case) -> Vec<Field> {
    vec![
        Field::pick(
            "about",
            "Whose parent",
            pupils(case, Part::is_central, |case, letter| {
                case.parents_settled(letter)
            }),
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
        Field::line("with", "Spoken to").hint("Name, and how they belong to the child."),
        Field::long("text", "What was said").hint("What you told them, and what they said."),
        Field::long("reason", "Reason withheld")
            .hint("The risk to the child, or the agency's advice.")
            .hidden(),
        Field::line("happened", "When")
            .day(Day::Past)
            .hint("today 10:40 · yesterday pm · 14/11 9am. Empty: now."),
        Field::line("again", "Try again")
            .day(Day::Due)
            .hint("When to try again: tomorrow · Fri. Sets an action.")
            .hidden(),
    ]
}

fn refresh_contact(desk: &Desk, form: &mut Form) {
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

fn sanction(desk: &Desk, case: &Case) -> Vec<Field> {
    vec![
        Field::pick(
            "about",
            "Pupil",
            pupils(case, Part::is_conduct, |_, _| false),
        ),
        Field::pick(
            "kind",
            "Sanction",
            Picker::new(Source::List(terms(desk, List::Sanction)), false),
        )
        .hint("What the pupil's own policy names comes first; the rest asks why."),
        Field::line("minutes", "Minutes")
            .hint("Of one playtime.")
            .hidden(),
        Field::pick(
            "scope",
            "What is removed",
            Picker::one_of(terms(desk, List::SanctionScope)),
        )
        .hidden(),
        Field::line("from", "From")
            .day(Day::Any)
            .hint("Empty: today."),
        Field::line("until", "Until")
            .day(Day::Any)
            .hint("Last day: Fri · in 2 weeks · 14/12."),
        Field::line("send_considered", "SEND considered")
            .hint("How the pupil's needs were considered; none known is an answer."),
        Field::long("why", "Why").hint("Why this sanction."),
        Field::long("outside_policy", "Why outside policy")
            .hint("The pupil's own document does not name this sanction: why is it right?")
            .hidden(),
        Field::pick(
            "state",
            "State",
            states(
                desk,
                &[
                    SanctionState::Active,
                    SanctionState::Proposed,
                    SanctionState::Served,
                ],
            ),
        )
        .with("active"),
    ]
}

fn states(desk: &Desk, states: &[SanctionState]) -> Picker {
    Picker::one_of(
        states
            .iter()
            .map(|state| {
                Choice::plain(
                    state.id(),
                    desk.words.label(List::SanctionState, state.id()),
                )
            })
            .collect(),
    )
}

fn refresh_sanction(desk: &Desk, case: &Case, form: &mut Form) {
    let about = form.chosen("about").to_owned();
    let participant = Letter::try_from(about)
        .ok()
        .and_then(|letter| case.participant(letter));
    let own = participant.and_then(|one| desk.own_document(case, one));
    if let (Some(own), Some(picker)) = (own, form.field_mut("kind").and_then(Field::picker_mut)) {
        let mut choices = terms(desk, List::Sanction);
        for choice in &mut choices {
            let named = desk
                .words
                .find(List::Sanction, &choice.id)
                .is_some_and(|term| crate::domain::decide::names_sanction(own, term));
            choice.detail = if named {
                format!("named for {}", own.title)
            } else {
                format!("asks why: not named for {}", own.title)
            };
        }
        choices.sort_by_key(|choice| choice.detail.starts_with("asks"));
        picker.source = Source::List(choices);
    }
    let kind = form.chosen("kind").to_owned();
    let term = desk.words.find(List::Sanction, &kind);
    let asks = |flag| term.is_some_and(|term| term.is(flag));
    form.show("minutes", asks(Flag::AsksMinutes));
    form.show("scope", asks(Flag::AsksScope));
    let outside = participant
        .zip(term)
        .and_then(|(one, term)| desk.not_named_for(case, one, term));
    form.show("outside_policy", outside.is_some());
    if asks(Flag::AsksMinutes) {
        form.advice.push(crate::domain::decide::PLAYTIME.to_owned());
    }
    if let Some(document) = outside {
        form.advice.push(format!(
            "This sanction is not named for {document}: say why it is right."
        ));
    }
    if let Some(one) = participant
        && !one.relevant.is_empty()
    {
        form.advice
            .push(format!("{}: {}", one.who.name(), one.relevant));
    }
}

fn sanction_state(desk: &Desk, case: &Case) -> Vec<Field> {
    let open: Vec<_> = case
        .sanctions
        .iter()
        .filter(|tracked| !tracked.state.next().is_empty())
        .map(|tracked| {
            let who = case
                .participant(tracked.sanction.about)
                .map_or("", |one| one.who.name());
            Choice {
                id: tracked.sanction.number.to_string(),
                label: format!(
                    "{} · {who}",
                    desk.words.label(List::Sanction, &tracked.sanction.kind)
                ),
                detail: desk
                    .words
                    .label(List::SanctionState, tracked.state.id())
                    .to_owned(),
            }
        })
        .collect();
    // The one in force is the one that somebody comes to lift.
    let likely = case
        .sanctions
        .iter()
        .find(|tracked| tracked.state == SanctionState::Active)
        .map(|tracked| tracked.sanction.number.to_string());
    let first = open
        .iter()
        .find(|choice| likely.as_deref().is_none_or(|id| id == choice.id))
        .cloned();
    let mut which = Picker::one_of(open);
    which.suggest(first);
    vec![
        Field::pick("number", "Which", which),
        Field::pick("state", "Is now", states(desk, &SanctionState::ALL)),
        Field::long("reason", "How or why")
            .hint("How it went; a reason when it is lifted or overturned."),
    ]
}

fn refresh_state(desk: &Desk, case: &Case, form: &mut Form) {
    let number = form.chosen("number").to_owned();
    let next = case
        .sanctions
        .iter()
        .find(|tracked| tracked.sanction.number.to_string() == number)
        .map_or(&SanctionState::ALL[..], |tracked| tracked.state.next());
    let choices = states(desk, next);
    if let Some(picker) = form.field_mut("state").and_then(Field::picker_mut)
        && picker.source != choices.source
    {
        *picker = choices;
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
            .day(Day::Past)
            .hint("Empty: now."),
        Field::pick("awaiting", "Wait for them?", yes_or_no())
            .hint("Yes: the case's status becomes awaiting agency.")
            .with("yes"),
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

fn amend(desk: &Desk, case: &Case, entry: Option<u64>) -> Vec<Field> {
    let entries: Vec<_> = case
        .chronology
        .iter()
        .filter(|line| !matches!(line.fact, CaseFact::Amended(_)))
        .map(|line| Choice {
            id: line.seq.to_string(),
            label: format!("{} {}", line.at.format("%-d %b %H:%M"), line.fact.title()),
            detail: line
                .fact
                .texts()
                .first()
                .map_or_else(String::new, |(_, _, text)| (*text).to_owned()),
        })
        .collect();
    let chosen = entry.and_then(|seq| {
        let id = seq.to_string();
        entries.iter().find(|choice| choice.id == id).cloned()
    });
    let mut which = Picker::one_of(entries.clone());
    which.suggest(chosen.or_else(|| entries.into_iter().next()));
    let parts = Part::ALL
        .map(|part| Choice::plain(part.id(), desk.words.label(List::Role, part.id())))
        .to_vec();
    vec![
        Field::pick("entry", "Entry", which).hint("The entry to correct; it stays readable."),
        Field::pick("field", "What", Picker::one_of(Vec::new())),
        Field::long("to", "Should read").hint("How it should read. The first version stays."),
        Field::pick("part", "Part", Picker::one_of(parts)).hidden(),
        Field::long("reason", "Reason").hint("Why it is corrected."),
    ]
}

fn refresh_amend(desk: &Desk, case: &Case, form: &mut Form) {
    let seq = form.chosen("entry").to_owned();
    let line = case
        .chronology
        .iter()
        .find(|line| line.seq.to_string() == seq);
    let Some(line) = line else { return };
    let fact = case.as_amended(line);
    let fields: Vec<_> = amendable(&fact)
        .into_iter()
        .map(|(name, title)| Choice::plain(name, title))
        .collect();
    if let Some(picker) = form.field_mut("field").and_then(Field::picker_mut)
        && picker.source != Source::List(fields.clone())
    {
        *picker = Picker::one_of(fields);
    }
    let field = form.chosen("field").to_owned();
    form.show("part", matches!(field.as_str(), "add-participant" | "part"));
    refresh_amended_value(desk, case, &fact, &field, form);
}

/// The field "Should read" takes the form that fits what is corrected, with the present text in it.
fn refresh_amended_value(desk: &Desk, case: &Case, fact: &CaseFact, field: &str, form: &mut Form) {
    let people = || {
        case.people()
            .map(|(letter, one)| choice_of(letter, one))
            .collect::<Vec<_>>()
    };
    let wanted = match field {
        "category" => Some(Source::List(terms(desk, List::Category))),
        "place" => Some(Source::List(terms(desk, List::Place))),
        "came_through" => Some(Source::List(terms(desk, List::Source))),
        "part" | "remove-participant" => Some(Source::List(people())),
        "add-participant" => Some(Source::People),
        "add-clause" => Some(Source::Clauses),
        "remove-clause" => Some(Source::List(
            case.concern
                .clauses
                .iter()
                .map(|cited| Choice {
                    id: cited.clause.to_string(),
                    label: cited.clause.to_string(),
                    detail: cited.text.clone(),
                })
                .collect(),
        )),
        _ => None,
    };
    let now = fact
        .texts()
        .into_iter()
        .find(|(name, ..)| *name == field)
        .map(|(_, _, text)| text.to_owned());
    let Some(value) = form.field_mut("to") else {
        return;
    };
    match wanted {
        Some(source) => {
            let same = value.picker().is_some_and(|picker| picker.source == source);
            if !same {
                let picker = match source {
                    Source::List(choices) => Picker::one_of(choices),
                    other => Picker::new(other, false),
                };
                value.input = super::Input::Pick(picker);
            }
        }
        None => {
            let now = now.unwrap_or_default();
            let untouched = value.edit().text() == value.initial.as_str();
            if value.picker().is_some() || (untouched && value.initial.as_str() != now) {
                *value = Field::long("to", "Should read").hint(value.hint).with(&now);
            }
        }
    }
}

fn close(desk: &Desk, case: &Case) -> Vec<Field> {
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

fn refresh_close(desk: &Desk, case: &Case, form: &mut Form) {
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
        .filter(|tracked| {
            matches!(
                tracked.state,
                SanctionState::Active | SanctionState::Proposed
            )
        })
        .count();
    if standing > 0 {
        form.advice.insert(
            0,
            "A sanction still stands: mark it served, lifted or overturned first.".to_owned(),
        );
    }
}

/// Choices for an adult: what kind.
#[must_use]
pub fn adult_kinds() -> Vec<Choice> {
    AdultKind::ALL
        .map(|kind| Choice::plain(kind.id(), kind.words()))
        .to_vec()
}
