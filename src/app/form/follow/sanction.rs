//! The forms of a sanction and of its later states.

use super::{fact_of, pupils, terms};
use crate::app::form::picker::{Choice, Picker, Source};
use crate::app::form::{Day, Field, Form};
use crate::domain::case::Case;
use crate::domain::decide::{Desk, PLAYTIME, names_sanction};
use crate::domain::entry::CaseFact;
use crate::domain::ids::Letter;
use crate::domain::people::Part;
use crate::domain::status::SanctionState;
use crate::domain::vocabulary::{Flag, List};

pub(super) fn fields(desk: &Desk, case: &Case) -> Vec<Field> {
    vec![
        Field::pick(
            "about",
            "Pupil",
            pupils(case, None, Part::is_conduct, |_, _| false),
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

pub(super) fn refresh(desk: &Desk, case: &Case, form: &mut Form) {
    let about = form.chosen("about").to_owned();
    let participant = Letter::try_from(about)
        .ok()
        .and_then(|letter| case.participant(letter));
    let own = participant.and_then(|one| desk.own_document(case, one));
    if let (Some(own), Some(picker)) = (own, form.field_mut("kind").and_then(Field::picker_mut)) {
        let mut choices = terms(desk, List::Sanction);
        for choice in &mut choices {
            let term = desk.words.find(List::Sanction, &choice.id);
            choice.detail = if term.is_some_and(|term| term.is(Flag::NoNaming)) {
                "may always be used".to_owned()
            } else if term.is_some_and(|term| names_sanction(own, term)) {
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
        form.advice.push(PLAYTIME.to_owned());
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

pub(super) fn state_fields(desk: &Desk, case: &Case, entry: Option<u64>) -> Vec<Field> {
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
    // The one that stands before them, or else the one in force: that is what somebody comes to lift.
    let before_them = match fact_of(case, entry) {
        Some(CaseFact::Sanction(sanction)) => Some(sanction.number),
        _ => None,
    };
    let mut active = case
        .sanctions
        .iter()
        .filter(|tracked| tracked.state == SanctionState::Active)
        .map(|tracked| tracked.sanction.number);
    let first = active.clone().next();
    let likely = active
        .find(|number| before_them == Some(*number))
        .or(first)
        .map(|number| number.to_string());
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

pub(super) fn refresh_state(desk: &Desk, case: &Case, form: &mut Form) {
    let number = form.chosen("number").to_owned();
    let next = case
        .sanctions
        .iter()
        .find(|tracked| tracked.sanction.number.to_string() == number)
        .map_or_else(
            || SanctionState::ALL.to_vec(),
            |tracked| desk.next_states(tracked),
        );
    let choices = states(desk, &next);
    if let Some(picker) = form.field_mut("state").and_then(Field::picker_mut)
        && picker.source != choices.source
    {
        *picker = choices;
    }
}
