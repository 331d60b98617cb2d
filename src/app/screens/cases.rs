//! The list of cases.

use chrono::NaiveDate;

use crate::app::action::Action;
use crate::app::form::kind::FormKind;
use crate::app::message::Effect;
use crate::app::state::{CaseScreen, Cases, Opened, Screen, State, Working};
use crate::app::update::edit;
use crate::domain::case::Case;
use crate::domain::find::narrow;
use crate::domain::next;
use crate::domain::vocabulary::List;
use crate::domain::when::due_words;

use super::drafts;

/// The cases that the list shows, in its order.
#[must_use]
pub fn shown<'a>(opened: &'a Opened, screen: &Cases, today: NaiveDate) -> Vec<&'a Case> {
    let mut cases: Vec<_> = opened
        .school
        .cases
        .values()
        .filter(|case| screen.all || case.status.is_open())
        .collect();
    cases.sort_by_cached_key(|case| next::list_order(case));
    // Every word must be found somewhere, so that "y5 photo" means both.
    narrow(screen.filter.text(), cases, |case| {
        vec![sought(opened, case, today)]
    })
}

/// What the list's filter looks through: what the list shows, and who and which rules are in it.
fn sought(opened: &Opened, case: &Case, today: NaiveDate) -> String {
    let label = |list, id: &str| opened.words.label(list, id).to_owned();
    let mut texts = vec![case.reference.to_string()];
    for (_, one) in case.people() {
        let about = one.who.about();
        texts.push(one.who.name().to_owned());
        texts.push(about.replace("Year ", "Y"));
        texts.push(about);
    }
    texts.extend(
        case.concern
            .clauses
            .iter()
            .map(|cited| cited.clause.to_string()),
    );
    texts.extend([
        label(List::Category, &case.concern.category),
        label(List::Severity, case.severity.id()),
        label(List::Status, case.status.id()),
    ]);
    let kind = |id: &str| label(List::Sanction, id);
    if let Some(step) = next::steps(case, &kind).into_iter().next() {
        texts.push(due_words(step.due, today));
        texts.push(step.what);
    }
    texts.join(" ")
}

/// Takes an action.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let rows = usize::from(state.size.1.saturating_sub(6)).max(1);
    let Some(opened) = state.opened.as_deref() else {
        return Vec::new();
    };
    let Some(Screen::Cases(screen)) = state.screens.last_mut() else {
        return Vec::new();
    };
    let list = shown(opened, screen, state.now.date_naive());
    let last = list.len().saturating_sub(1);
    let at = screen.cursor.min(last);
    match action {
        Action::Up => screen.cursor = at.saturating_sub(1),
        Action::Down => screen.cursor = (at + 1).min(last),
        Action::PageUp => screen.cursor = at.saturating_sub(rows),
        Action::PageDown => screen.cursor = (at + rows).min(last),
        Action::First => screen.cursor = 0,
        Action::Last => screen.cursor = last,
        Action::OpenCase | Action::Accept => {
            screen.filtering = false;
            if let Some(case) = list.get(at) {
                let reference = case.reference;
                screen.cursor = at;
                state
                    .screens
                    .push(Screen::Case(CaseScreen::new(reference, opened)));
            }
        }
        Action::ShowAll => {
            screen.all = !screen.all;
            screen.cursor = 0;
        }
        Action::Filter => screen.filtering = true,
        Action::Back | Action::Cancel => {
            // One step wider: leave the filter, then clear it, then open cases only.
            if screen.filtering || !screen.filter.is_empty() {
                screen.filtering = false;
                screen.filter.set_text("");
                screen.cursor = 0;
            } else {
                screen.all = false;
            }
        }
        Action::NewConcern => drafts::begin(state, FormKind::Concern, None),
        Action::ResumeDraft => return drafts::take_up(state),
        Action::DropDraft => drafts::throw_away(state),
        Action::BackupNow => return job(state, "Making a backup", Effect::Backup),
        Action::VerifyLog => return job(state, "Checking the log", Effect::Verify),
        _ => {
            if screen.filtering && edit(&mut screen.filter, action) {
                screen.cursor = 0;
            }
        }
    }
    Vec::new()
}

/// Text narrows the list.
pub fn typed(state: &mut State, text: &str) {
    if let Some(Screen::Cases(screen)) = state.screens.last_mut()
        && screen.filtering
    {
        screen.filter.insert_str(text);
        screen.cursor = 0;
    }
}

fn job(state: &mut State, what: &str, effect: Effect) -> Vec<Effect> {
    if state.working.is_some() {
        state.say("One thing at a time: the last job is not done yet.");
        return Vec::new();
    }
    state.working = Some(Working {
        what: what.to_owned(),
        since: state.now,
        progress: None,
        blocks: false,
    });
    vec![effect]
}
