//! What the headteacher has to say in a summary: kept sealed from the first pause on, until a release has it.

use zeroize::Zeroizing;

use super::form::Field;
use super::message::Effect;
use super::page::{Page, PageKind};
use super::screens::summary;
use super::state::{PAUSE, Screen, State};
use crate::domain::entry::{Entry, SchoolFact, What};
use crate::report::document::Assurance;

impl Page {
    /// What the headteacher has to say.
    #[must_use]
    pub fn assurance(written: &Assurance) -> Self {
        const LABELS: [&str; 6] = [
            "Staff training",
            "Filtering tests",
            "Agreements signed",
            "Lessons taught",
            "Events for parents",
            "Next steps",
        ];
        let fields = Assurance::KEYS
            .into_iter()
            .zip(LABELS)
            .zip(written.fields());
        let fields =
            fields.map(|((key, label), (_, text))| Field::long(key, label).with(text).wide());
        Self::new(
            PageKind::Assurance,
            "Assurance",
            fields.collect(),
            &[
                "What no case can tell. It is printed as it stands here: no child's name, no staff name. What was written the last time is there to begin with, and what you type is kept until it is released.",
            ],
        )
    }

    fn as_assurance(&self) -> Assurance {
        let fields =
            Assurance::KEYS.map(|key| (key.to_owned(), self.form.text(key).trim().to_owned()));
        Assurance::of(fields).unwrap_or_default()
    }
}

/// What was kept, if it is of this version.
#[must_use]
pub fn kept(bytes: Option<&[u8]>) -> Option<Assurance> {
    bytes.and_then(|bytes| serde_json::from_slice(bytes).ok())
}

/// Opens the page, with what is kept or what the summary on the screen has.
pub fn open(state: &mut State) {
    let Some(Screen::Summary(screen)) = state.screens.last() else {
        return;
    };
    let kept = state
        .opened
        .as_deref()
        .and_then(|one| one.assurance.as_ref());
    let page = Page::assurance(kept.unwrap_or(&screen.asked.assurance));
    super::screens::page::open(state, page);
}

/// What stands on the page and is not sealed.
fn unsealed(state: &State) -> Option<Assurance> {
    let page = state.screens.iter().rev().find_map(|screen| match screen {
        Screen::Page(page) if page.kind == PageKind::Assurance => Some(page),
        _ => None,
    })?;
    let below = state.screens.iter().rev().find_map(|screen| match screen {
        Screen::Summary(screen) => Some(&screen.asked.assurance),
        _ => None,
    });
    let opened = state.opened.as_deref()?;
    let typed = page.as_assurance();
    let same = opened.assurance.as_ref().or(below) == Some(&typed);
    (!same).then_some(typed)
}

/// When what stands on the page is to be sealed.
#[must_use]
pub fn due(state: &State) -> Option<chrono::DateTime<chrono::FixedOffset>> {
    unsealed(state).map(|_| state.last_input + PAUSE)
}

/// Seals what stands on the page, if there was a pause in it or if it must be now.
pub fn seal(state: &mut State, at_once: bool) -> Vec<Effect> {
    match unsealed(state) {
        Some(typed) if at_once || state.now - state.last_input >= PAUSE => keep(state, typed),
        _ => Vec::new(),
    }
}

fn keep(state: &mut State, written: Assurance) -> Vec<Effect> {
    let Some(opened) = state.opened.as_deref_mut() else {
        return Vec::new();
    };
    let bytes = serde_json::to_vec(&written).unwrap_or_default();
    opened.assurance = Some(written);
    vec![Effect::SaveAssurance(Some(Zeroizing::new(bytes)))]
}

/// Takes over what was written on the page above.
pub fn written(state: &mut State) -> Vec<Effect> {
    let Some(Screen::Page(page)) = state.screens.last() else {
        return Vec::new();
    };
    let written = page.as_assurance();
    let mut effects = match unsealed(state) {
        Some(_) => keep(state, written.clone()),
        None => Vec::new(),
    };
    state.screens.pop();
    if let Some(Screen::Summary(screen)) = state.screens.last_mut() {
        screen.asked.assurance = written;
    }
    effects.extend(summary::make(state));
    effects
}

/// Once a release has it, the log keeps it.
pub fn released(state: &mut State, entries: &[(u64, Entry)]) -> Vec<Effect> {
    let is_release =
        |entry: &Entry| matches!(entry.what, What::School(SchoolFact::SummaryReleased(_)));
    let released = entries.iter().any(|(_, entry)| is_release(entry));
    let kept = state.opened.as_deref_mut().map(|one| &mut one.assurance);
    let given_up = kept.filter(|_| released).and_then(Option::take);
    let effect = given_up.map(|_| Effect::SaveAssurance(None));
    effect.into_iter().collect()
}
