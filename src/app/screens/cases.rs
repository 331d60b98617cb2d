//! The list of cases.

use super::{roster, summary};
use crate::app::action::Action;
use crate::app::choose::{Answer, Choosing};
use crate::app::form::kind::FormKind;
use crate::app::message::Effect;
use crate::app::queue::{self, Column, Shown, Sorting};
use crate::app::search;
use crate::app::several::{self, Several};
use crate::app::state::{CaseScreen, Cases, Overlay, RosterKind, Screen, State, Then, Working};
use crate::app::update::edit;
use crate::app::views;
use crate::domain::case_find::sealed_words;

use super::{cover, drafts, sheet};

/// Takes an action.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let rows = usize::from(state.size.1.saturating_sub(6)).max(1);
    let Some(opened) = state.opened.as_deref() else {
        return Vec::new();
    };
    let Some(Screen::Cases(screen)) = state.screens.last_mut() else {
        return Vec::new();
    };
    let last = screen.queue.lines.len().saturating_sub(1);
    let at = screen.cursor.min(last);
    match action {
        Action::Up => screen.cursor = at.saturating_sub(1),
        Action::Down => screen.cursor = (at + 1).min(last),
        Action::PageUp => screen.cursor = at.saturating_sub(rows),
        Action::PageDown => screen.cursor = (at + rows).min(last),
        Action::First => screen.cursor = 0,
        Action::Last => screen.cursor = last,
        // Who asks for values of keys looks through a list; who types words looks for a case.
        Action::Accept if screen.filtering && screen.queue.has_keys => screen.filtering = false,
        Action::OpenCase | Action::Accept => {
            screen.filtering = false;
            screen.cursor = at;
            match screen.queue.lines.get(at).copied() {
                Some(Shown::Case(reference)) => {
                    let case = CaseScreen::new(reference, opened);
                    state.screens.push(Screen::Case(case));
                }
                Some(Shown::Sealed(reference, on)) => {
                    let words = sealed_words(on);
                    state.say(format!("{reference} is {words}. Nobody else can open it."));
                }
                None => {}
            }
        }
        Action::ShowAll => {
            // From a few of the open ones to all of the open ones, first.
            if screen.only.take().is_none() {
                screen.all = !screen.all;
            }
            screen.cursor = 0;
        }
        Action::Filter => {
            screen.filtering = true;
            return look_through(state);
        }
        Action::Complete if screen.filtering => {
            queue::take_offer(screen, state.initials);
            screen.cursor = 0;
        }
        Action::Back | Action::Cancel => {
            if !screen.widen() && state.screens.len() > 1 {
                state.screens.pop();
            }
        }
        Action::Select => {
            if let Some(Shown::Case(reference)) = screen.queue.lines.get(at).copied() {
                if !screen.queue.selected.remove(&reference) {
                    screen.queue.selected.insert(reference);
                }
                screen.cursor = (at + 1).min(last);
            }
        }
        Action::SelectAll => {
            screen.filtering = false;
            select_all(screen);
        }
        Action::Sort => ask_how_to_sort(state),
        Action::TakeBack => several::take_back(state),
        Action::SetOwner => several::begin(state, Several::Assign),
        Action::SetReview => several::begin(state, Several::Review),
        Action::SetTags => several::begin(state, Several::Tag),
        Action::KeepView => views::ask(state),
        _ if screen.filtering => {
            if edit(&mut screen.filter, action) {
                screen.cursor = 0;
            }
        }
        _ => {
            let Some(view) = views::of(action, &opened.views) else {
                return begin(state, action);
            };
            screen.filter.set_text(&view.query);
            screen.cursor = 0;
        }
    }
    Vec::new()
}

/// Words are looked for in the texts of few cases, and of many in what is read of them for the search.
fn look_through(state: &mut State) -> Vec<Effect> {
    let opened = state.opened.as_deref_mut();
    let many = opened.filter(|opened| opened.school.cases.len() > queue::MANY);
    many.map_or_else(Vec::new, |opened| opened.searching.read())
}

/// What can be begun from the list and from today alike.
pub fn begin(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::NewConcern => drafts::begin(state, FormKind::Concern, None),
        Action::ResumeDraft => return drafts::take_up(state),
        Action::DropDraft => drafts::throw_away(state),
        Action::BackupNow => return job(state, "Making a backup", Effect::Backup),
        Action::VerifyLog => return job(state, "Checking the log", Effect::Verify),
        Action::Drill => return job(state, "Proving the newest backup", Effect::Drill),
        Action::OpenPeople => return roster::open(state, RosterKind::People),
        Action::OpenAudit => return roster::open(state, RosterKind::Audit),
        Action::OpenSummary => return summary::open(state),
        Action::FindPage => return roster::open(state, RosterKind::Pages),
        Action::Brief => sheet::open_brief(state),
        Action::Cover => cover::open(state),
        Action::OpenReports => return roster::open(state, RosterKind::Reports),
        Action::Search => return search::open(state),
        _ => {}
    }
    Vec::new()
}

impl Cases {
    /// One step wider: let go of what is selected, then leave and clear the filter, then open cases only. Whether
    /// there was such a step.
    fn widen(&mut self) -> bool {
        if !self.filtering && !self.queue.selected.is_empty() {
            self.queue.selected.clear();
        } else if self.filtering || !self.filter.is_empty() {
            self.filtering = false;
            self.filter.set_text("");
            self.cursor = 0;
        } else {
            return std::mem::take(&mut self.all);
        }
        true
    }
}

/// Selects every case that is shown; where all are, none.
fn select_all(screen: &mut Cases) {
    let shown = screen.queue.lines.iter().filter_map(|line| line.case());
    let all: Vec<_> = shown.collect();
    let selected = &mut screen.queue.selected;
    if all.iter().all(|one| selected.contains(one)) {
        selected.retain(|one| !all.contains(one));
    } else {
        selected.extend(all);
    }
}

fn ask_how_to_sort(state: &mut State) {
    let Some(Screen::Cases(screen)) = state.screens.last() else {
        return;
    };
    let now = screen.queue.sorting;
    let mut answers = vec![Answer::plain(
        "As it begins: what is due first, then what is new, then what is grave",
        Then::Sort(None),
    )];
    for column in Column::ALL {
        let turned = now.is_some_and(|now| now.column == column && !now.reversed);
        let words = format!("{}, {}", column.title(), column.first(turned));
        answers.push(Answer::plain(&words, Then::Sort(Some(column))));
    }
    let mut choosing = Choosing::new("Sort the list by what?", answers);
    let at = now.and_then(|now| Column::ALL.iter().position(|one| *one == now.column));
    choosing.cursor = at.map_or(0, |at| at + 1);
    state.overlays.push(Overlay::Choose(choosing));
}

/// Sorts the list; by what it is sorted by already, the other way round.
pub fn sort(state: &mut State, column: Option<Column>) {
    let Some(Screen::Cases(screen)) = state.screens.last_mut() else {
        return;
    };
    let now = screen.queue.sorting;
    let sorting = column.map(|column| Sorting {
        column,
        reversed: now.is_some_and(|now| now.column == column && !now.reversed),
    });
    screen.queue.sorting = sorting;
    screen.cursor = 0;
    let say = sorting.map_or_else(|| "Sorted by what is due.".to_owned(), Sorting::words);
    state.say(say);
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
