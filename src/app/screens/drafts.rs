//! Forms that wait: what was put away unfinished is offered in the list, and wherever the same form is opened.

use crate::app::choose::{Answer, Choosing};
use crate::app::draft::{Draft, Waiting};
use crate::app::form::kind::FormKind;
use crate::app::form::{Form, concern, follow, hits};
use crate::app::message::Effect;
use crate::app::state::{Busy, CaseScreen, FormScreen, Overlay, Question, Screen, State, Then};
use crate::app::update::autosave;
use crate::domain::decide::{Desk, Problem};
use crate::domain::story::names;

use super::form::refresh;

/// Opens a form; if one of its kind waits, asks whether to go on with it. `entry` is the entry that the
/// person has before them.
pub fn begin(state: &mut State, kind: FormKind, entry: Option<u64>) {
    if state.refuse_if_wounded() {
        return;
    }
    let same: Vec<_> = newest_first(state)
        .into_iter()
        .filter(|one| one.draft.kind == kind)
        .collect();
    let new = state.desk().and_then(|desk| blank(&desk, kind, entry));
    let Some(new) = new.filter(|_| !same.is_empty()) else {
        fresh(state, kind, entry);
        return;
    };
    let new = Draft::of(&FormScreen::new(kind, new, state.now), state.now);
    let about = match new.about() {
        about if about.is_empty() || new.subject().is_none() => String::new(),
        about => format!(": {about}"),
    };
    let anew = Answer {
        words: format!("Begin a new one{about}. What waits goes on waiting."),
        people: people(state, &new),
        then: Then::Fresh(kind, entry),
    };
    // Who has something else before them means that: it is not to run into what was written about another.
    let other = |draft: &Draft| {
        let both = draft.subject().zip(new.subject());
        both.is_some_and(|(theirs, ours)| theirs != ours)
    };
    let today = state.now.date_naive();
    let (others, ours): (Vec<_>, Vec<_>) = same.into_iter().partition(|one| other(&one.draft));
    let go_on = |one: &Waiting| {
        let begun = one.draft.begun_short(today);
        let words = joined(format!("Go on with it: begun {begun}"), &one.draft.about());
        answer(state, one, words, Then::Resume(one.slot))
    };
    let mut answers: Vec<_> = ours.into_iter().map(go_on).collect();
    answers.push(anew);
    answers.extend(others.into_iter().map(go_on));
    let ask = "This form was begun before, and waits.";
    state
        .overlays
        .push(Overlay::Choose(Choosing::new(ask, answers)));
}

/// An empty form of that kind.
pub fn fresh(state: &mut State, kind: FormKind, entry: Option<u64>) {
    let now = state.now;
    let Some(desk) = state.desk() else { return };
    if let Some(mut form) = blank(&desk, kind, entry) {
        hits::refresh(&desk, &mut form);
        state
            .screens
            .push(Screen::Form(Box::new(FormScreen::new(kind, form, now))));
    }
}

/// A form of that kind as nobody has touched it; none if its case is not in this log.
fn blank(desk: &Desk, kind: FormKind, entry: Option<u64>) -> Option<Form> {
    match kind {
        FormKind::Concern => Some(concern::form(desk)),
        FormKind::Follow(kind, reference) => {
            let case = desk.school.cases.get(&reference)?;
            Some(follow::form(kind, desk, case, entry))
        }
    }
}

/// In the list: goes on with the one that waits, or asks which.
pub fn take_up(state: &mut State) -> Vec<Effect> {
    match which(
        state,
        "Which of them do you want to go on with?",
        Then::Resume,
    ) {
        Some(Then::Resume(slot)) => resume(state, slot),
        _ => Vec::new(),
    }
}

/// In the list: asks before one is thrown away.
pub fn throw_away(state: &mut State) {
    let ask = "Which of them is to be thrown away?";
    if let Some(Then::AskDropDraft(slot)) = which(state, ask, Then::AskDropDraft) {
        ask_to_drop(state, slot);
    }
}

/// What is to follow for the one draft that waits; where several do, asks for which.
fn which(state: &mut State, ask: &str, then: fn(u32) -> Then) -> Option<Then> {
    let today = state.now.date_naive();
    let waiting = newest_first(state);
    match waiting.as_slice() {
        [] => {
            state.say("There is no draft.");
            None
        }
        [one] => Some(then(one.slot)),
        several => {
            let answers = several.iter().map(|one| {
                let begun = one.draft.begun_short(today);
                let words = format!("{begun} · {}", one.draft.kind.words());
                let words = joined(words, &one.draft.about());
                answer(state, one, words, then(one.slot))
            });
            let choosing = Choosing::new(ask, answers.collect());
            state.overlays.push(Overlay::Choose(choosing));
            None
        }
    }
}

/// Asks whether a draft is to be thrown away.
pub fn ask_to_drop(state: &mut State, slot: u32) {
    state.overlays.push(Overlay::Confirm(Question {
        ask: "Throw the draft away? What was typed in it will be gone.".to_owned(),
        yes: "throw it away",
        no: "keep it",
        then: Then::DropDraft(slot),
    }));
}

/// Goes on with a form that waits.
pub fn resume(state: &mut State, slot: u32) -> Vec<Effect> {
    if state.refuse_if_wounded() {
        return Vec::new();
    }
    let now = state.now;
    let Some(opened) = state.opened.as_deref_mut() else {
        return Vec::new();
    };
    let Some(place) = opened.drafts.iter().position(|one| one.slot == slot) else {
        return Vec::new();
    };
    let Waiting { draft, .. } = opened.drafts.remove(place);
    let kind = draft.kind;
    let desk = opened.desk(now);
    let Some(mut form) = blank(&desk, kind, None) else {
        opened.drafts.insert(place, Waiting { slot, draft });
        state.warn("The draft belongs to a case that is not in this log.");
        return Vec::new();
    };
    let gone = draft.restore(&mut form, now, |form| refresh(kind, &desk, form));
    let say = choose_anew(&desk, &mut form, gone);
    if let FormKind::Follow(_, reference) = kind {
        let there =
            matches!(state.screens.last(), Some(Screen::Case(case)) if case.reference == reference);
        if !there {
            let screen = CaseScreen::new(reference, opened);
            state.screens.push(Screen::Case(screen));
        }
    }
    let mut screen = FormScreen::new(kind, form, draft.begun);
    screen.slot = Some(slot);
    state.screens.push(Screen::Form(Box::new(screen)));
    if let Some(say) = say {
        state.warn(say);
    }
    Vec::new()
}

/// Marks what can be chosen no more, goes to the first of it, and says so: nothing else is taken in its place.
fn choose_anew(desk: &Desk, form: &mut Form, gone: Vec<Problem>) -> Option<String> {
    let first = gone.first()?;
    form.go_to(first.field);
    let label = form.field(first.field).map_or("", |field| field.label);
    let say = format!("{label}: {}", first.say);
    for problem in gone {
        form.mark(problem);
    }
    hits::refresh(desk, form);
    Some(say)
}

/// Asks what is to become of a form that is left.
pub fn ask_to_leave(state: &mut State) {
    let answers = vec![
        Answer::plain(
            "Keep it for later, sealed; it waits in the list",
            Then::KeepForm,
        ),
        Answer::plain("Throw away what was typed here", Then::DropForm),
        Answer::plain("Go on writing", Then::Stay),
    ];
    let choosing = Choosing::new("Leave this form before it is saved?", answers);
    state.overlays.push(Overlay::Choose(choosing));
}

/// Puts the form on the screen away, once what was typed in it is sealed.
pub fn keep(state: &mut State) -> Vec<Effect> {
    let effects = autosave(state, true);
    if effects.is_empty() {
        put_away(state);
    } else if let Some(Screen::Form(screen)) = state.screens.last_mut() {
        screen.busy = Some(Busy::Leaving);
    }
    effects
}

/// A draft is sealed: a form that waited for that goes.
pub fn sealed(state: &mut State) {
    if matches!(state.screens.last(), Some(Screen::Form(screen)) if screen.busy == Some(Busy::Leaving))
    {
        put_away(state);
    }
}

/// A draft could not be sealed: a form that waited for that stays.
pub fn not_sealed(state: &mut State, why: &str) {
    let leaving = match state.screens.last_mut() {
        Some(Screen::Form(screen)) if screen.busy == Some(Busy::Leaving) => {
            screen.busy = None;
            screen.unsealed = Some(state.now);
            true
        }
        _ => false,
    };
    let here = match leaving {
        true => " What you typed is still here, and not kept yet.",
        false => "",
    };
    state.warn(format!("The draft could not be kept: {why}{here}"));
}

fn put_away(state: &mut State) {
    if let Some(Screen::Form(screen)) = state.screens.pop()
        && let Some(slot) = screen.slot
        && let Some(opened) = state.opened.as_deref_mut()
    {
        let draft = Draft::of(&screen, state.now);
        opened.drafts.push(Waiting { slot, draft });
        let key = state.keys.first(crate::app::action::Action::ResumeDraft);
        let key = key.unwrap_or_default();
        state.say(format!(
            "Kept for later: {key} in the list goes on with it."
        ));
    }
}

/// Throws the form on the screen away.
pub fn drop_form(state: &mut State) -> Vec<Effect> {
    match state.screens.pop() {
        Some(Screen::Form(screen)) => screen.slot.map(Effect::DropDraft).into_iter().collect(),
        Some(other) => {
            state.screens.push(other);
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// Throws a draft away.
pub fn drop_draft(state: &mut State, slot: u32) -> Vec<Effect> {
    if let Some(opened) = state.opened.as_mut() {
        opened.drafts.retain(|one| one.slot != slot);
    }
    state.say("The draft is gone.");
    vec![Effect::DropDraft(slot)]
}

/// What waits, that which was left last first.
fn newest_first(state: &State) -> Vec<&Waiting> {
    let opened = state.opened.as_deref();
    let mut waiting: Vec<_> = opened.map_or_else(Vec::new, |opened| opened.drafts.iter().collect());
    waiting.sort_by_key(|one| std::cmp::Reverse((one.draft.left, one.slot)));
    waiting
}

fn joined(words: String, about: &str) -> String {
    if about.is_empty() {
        words
    } else {
        format!("{words} · {about}")
    }
}

fn answer(state: &State, one: &Waiting, words: String, then: Then) -> Answer {
    Answer {
        words,
        people: people(state, &one.draft),
        then,
    }
}

/// Everybody whom the words about a draft may name.
fn people(state: &State, draft: &Draft) -> Vec<String> {
    let case = match draft.kind {
        FormKind::Concern => None,
        FormKind::Follow(_, reference) => state
            .opened
            .as_deref()
            .and_then(|opened| opened.school.cases.get(&reference)),
    };
    let of_case = case.map_or_else(Vec::new, names);
    of_case
        .into_iter()
        .chain(draft.people())
        .map(str::to_owned)
        .collect()
}
