//! The saved views of the list: those that Daybook begins with, until a person puts their own in their place.

use zeroize::Zeroizing;

use super::action::Action;
use super::form::{Choice, Field, Picker};
use super::message::Effect;
use super::page::{Page, PageKind};
use super::screens::page;
use super::state::{Screen, State};
use crate::domain::decide::Problem;
use crate::domain::query::{View, shipped_views};
use crate::domain::words::{clean_line, is_seen};

/// Letters that the name of a view has at most: nine of them stand beside each other.
const LONGEST: usize = 24;

/// What stands before the number of a key whose first view is to come back.
const BACK: &str = "back-";

/// The keys of the views.
pub const KEYS: [Action; 9] = [
    Action::View1,
    Action::View2,
    Action::View3,
    Action::View4,
    Action::View5,
    Action::View6,
    Action::View7,
    Action::View8,
    Action::View9,
];

/// The views as they were kept, or those that Daybook begins with.
#[must_use]
pub fn kept(bytes: Option<&[u8]>) -> Vec<View> {
    let own = bytes.and_then(|bytes| serde_json::from_slice::<Vec<View>>(bytes).ok());
    own.unwrap_or_else(|| shipped_views().to_vec())
}

/// The view on whose key somebody pressed.
#[must_use]
pub fn of(action: Action, views: &[View]) -> Option<&View> {
    let place = KEYS.iter().position(|key| *key == action)?;
    views.get(place)
}

/// Asks on which key what narrows the list now is to be kept, and under which name.
pub fn ask(state: &mut State) {
    let (Some(opened), Some(Screen::Cases(screen))) =
        (state.opened.as_deref(), state.screens.last())
    else {
        return;
    };
    let query = screen.filter.text().trim().to_owned();
    if query.is_empty() || !screen.queue.faults.is_empty() {
        let key = state.keys.first(Action::Filter).unwrap_or_default();
        let say = match query.is_empty() {
            true => format!("{key} narrows the list first: that is what is kept."),
            false => "What is wrong with it has to be put right first.".to_owned(),
        };
        state.say(say);
        return;
    }
    let numbers = (1..=KEYS.len()).map(|number| Choice {
        id: number.to_string(),
        label: number.to_string(),
        detail: opened.views.get(number - 1).map_or_else(
            || "nothing yet".to_owned(),
            |view| format!("in the place of {}", view.name),
        ),
    });
    // What one has put on a key can be taken off it again.
    let shipped = shipped_views().iter().zip(&opened.views).zip(1..);
    let back =
        shipped
            .filter(|((shipped, own), _)| shipped != own)
            .map(|((shipped, own), number)| Choice {
                id: format!("{BACK}{number}"),
                label: format!("Back: {number}"),
                detail: format!("{} again, and {} goes", shipped.name, own.name),
            });
    let fields = vec![
        Field::line("called", "Name").hint("A word or two, such as Year 6 photos."),
        Field::pick(
            "number",
            "On the key",
            Picker::one_of(numbers.chain(back).collect()),
        ),
    ];
    let words = format!("It shows: {query}");
    let kind = PageKind::KeepView(query);
    page::open(
        state,
        Page::new(kind, "Keep it as a view", fields, &[&words]),
    );
}

/// Keeps it, or says what is missing.
pub fn keep(state: &mut State) -> Vec<Effect> {
    let (Some(opened), Some(Screen::Page(page))) =
        (state.opened.as_deref_mut(), state.screens.last_mut())
    else {
        return Vec::new();
    };
    let PageKind::KeepView(query) = &page.kind else {
        return Vec::new();
    };
    let name = clean_line(page.form.text("called")).trim().to_owned();
    let chosen = page.form.chosen("number").to_owned();
    if let Some(number) = chosen.strip_prefix(BACK) {
        return take_back(state, number.parse().unwrap_or(0));
    }
    let number: Option<usize> = chosen.parse().ok();
    let problem = |field, say: &str| Problem {
        field,
        say: say.to_owned(),
    };
    let mut problems = Vec::new();
    let letters = name.chars().count();
    if !is_seen(&name) {
        problems.push(problem("called", "Give it a short name."));
    } else if letters > LONGEST {
        let say = format!("A name has {LONGEST} letters at most: this one has {letters}.");
        problems.push(problem("called", &say));
    }
    let place = number.and_then(|number| number.checked_sub(1));
    let Some(place) = place.filter(|_| problems.is_empty()) else {
        if number.is_none() {
            problems.push(problem("number", "Choose the number key."));
        }
        let say = problems
            .first()
            .map_or_else(String::new, |first| first.say.clone());
        page.form.refuse(problems);
        state.warn(say);
        return Vec::new();
    };
    let view = View {
        name,
        query: query.clone(),
    };
    let key = place.min(opened.views.len());
    match opened.views.get_mut(key) {
        Some(there) => *there = view,
        None => opened.views.push(view),
    }
    let bytes = serde_json::to_vec(&opened.views).unwrap_or_default();
    state.screens.pop();
    state.say(format!("Kept: {} shows it.", key + 1));
    vec![Effect::SaveViews(Zeroizing::new(bytes))]
}

/// Puts the view that Daybook begins with back on that key.
fn take_back(state: &mut State, number: usize) -> Vec<Effect> {
    let place = number.checked_sub(1);
    let shipped = place.and_then(|place| shipped_views().get(place));
    let own = state.opened.as_deref_mut().map(|opened| &mut opened.views);
    let (Some(shipped), Some(place), Some(own)) = (shipped, place, own) else {
        return Vec::new();
    };
    if let Some(there) = own.get_mut(place) {
        there.clone_from(shipped);
    }
    let bytes = serde_json::to_vec(own).unwrap_or_default();
    state.screens.pop();
    state.say(format!("{number} is {} again.", shipped.name));
    vec![Effect::SaveViews(Zeroizing::new(bytes))]
}
