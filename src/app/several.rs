//! One act on several cases: to whom they are given, when they are reviewed, how they are tagged. Nothing is written for
//! some seconds, in which it can be taken back; it is written at once when one goes on to something else, locks or leaves.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, FixedOffset};

use super::form::{Choice, Day, Field, Picker};
use super::message::{Effect, Purpose};
use super::page::{Page, PageKind};
use super::screens::page;
use super::state::{Screen, State};
use crate::domain::command::{Command, NewAssignment, NewReview, NewTags};
use crate::domain::decide::{Desk, Problem};
use crate::domain::entry::{CaseFact, What};
use crate::domain::ids::Reference;
use crate::domain::people::role_words;
use crate::domain::when::full_day;

/// How long an act can be taken back.
pub const WINDOW: Duration = Duration::seconds(6);
/// So many references are said one by one.
const SAID: usize = 6;

/// What is done with several cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Several {
    /// Given to somebody.
    Assign,
    /// Reviewed on a day.
    Review,
    /// Tagged.
    Tag,
}

/// An act that can still be taken back.
pub struct Pending {
    /// What is to be written, all of it or none.
    pub facts: Vec<What>,
    /// What it does, in words.
    pub say: String,
    /// Until when it can be taken back.
    pub until: DateTime<FixedOffset>,
    /// The cases it was asked for, also those of which the rules do not allow it.
    pub cases: BTreeSet<Reference>,
    /// It is being written.
    pub writing: bool,
}

/// Asks what is to be done with the selected cases, or with the one under the cursor.
pub fn begin(state: &mut State, several: Several) {
    let Some(Screen::Cases(screen)) = state.screens.last() else {
        return;
    };
    let cases = screen.queue.chosen(screen.cursor);
    if cases.is_empty() {
        let key = state.keys.first(super::action::Action::Select);
        let key = key.unwrap_or_default();
        state.say(format!("{key} selects a case first."));
        return;
    }
    let Some(desk) = state.desk() else { return };
    let page = asking(several, cases, &desk);
    page::open(state, page);
}

fn asking(several: Several, cases: Vec<Reference>, desk: &Desk<'_>) -> Page {
    let (title, fields) = match several {
        Several::Assign => {
            let people = desk.school.people.iter().map(|one| Choice {
                id: one.id.clone(),
                label: one.name.clone(),
                detail: role_words(&one.role).into(),
            });
            let owner = Field::pick("owner", "Owner", Picker::one_of(people.collect()));
            let fields = vec![owner, Field::line("note", "A word to them")];
            ("Give the cases to somebody", fields)
        }
        Several::Review => {
            let on = Field::line("on", "Review on").day(Day::Due).or_word("none");
            let on = on.hint("Fri · in 2 weeks · 14/12 · none to take it away.");
            let fields = vec![on, Field::line("note", "What for")];
            ("Review the cases", fields)
        }
        Several::Tag => {
            let add = Field::line("add", "Put on")
                .hint("Small words such as group-chat, a comma between two.");
            let fields = vec![add, Field::line("remove", "Take off")];
            ("Tag the cases", fields)
        }
    };
    let first = cases.iter().take(SAID).map(ToString::to_string);
    let mut which = first.collect::<Vec<_>>().join(", ");
    if cases.len() > SAID {
        which.push_str(&format!(" and {} more", cases.len() - SAID));
    }
    let words = format!("{}: {which}", counted(cases.len()));
    Page::new(PageKind::Several(several, cases), title, fields, &[&words])
}

fn counted(cases: usize) -> String {
    match cases {
        1 => "1 case".to_owned(),
        cases => format!("{cases} cases"),
    }
}

/// Takes what the page says: it is written once the time to take it back is over. Says what the rules do not allow.
pub fn decide(state: &mut State) {
    let now = state.now;
    let (Some(opened), Some(Screen::Page(page))) =
        (state.opened.as_deref(), state.screens.last_mut())
    else {
        return;
    };
    let PageKind::Several(several, cases) = &page.kind else {
        return;
    };
    let untaken = page.form.untaken();
    if let Some(first) = untaken.first() {
        let say = first.say.clone();
        page.form.refuse(untaken);
        state.warn(say);
        return;
    }
    let desk = opened.desk(now);
    let (mut facts, mut done, mut left) = (Vec::new(), 0, Vec::new());
    for reference in cases {
        match desk.decide(&command(*several, *reference, page)) {
            Ok(decided) => {
                facts.extend(decided.facts);
                done += 1;
            }
            Err(refused) => left.push((*reference, refused.problems)),
        }
    }
    if facts.is_empty() {
        let there = |problem: &Problem| page.form.field(problem.field).is_some();
        // What was typed wrong is wrong for every case: it comes before what one of them lacks.
        let typed = left.iter().position(|(_, all)| all.iter().any(there));
        let problems = left.into_iter().nth(typed.unwrap_or(0));
        let problems: Vec<Problem> = problems.map_or_else(Vec::new, |one| one.1);
        let first = problems.iter().find(|one| there(one)).or(problems.first());
        let say = first.map(|first| first.say.clone());
        let of_fields: Vec<_> = problems.into_iter().filter(there).collect();
        page.form.refuse(of_fields);
        state.warn(say.unwrap_or_default());
        return;
    }
    let mut say = said(*several, done, &facts, page);
    let reason = |(reference, problems): &(Reference, Vec<Problem>)| {
        let say = problems.first().map_or("", |problem| problem.say.as_str());
        format!("{reference}: {}", say.trim_end_matches('.'))
    };
    match left.as_slice() {
        [] => {}
        [one] => say.push_str(&format!(" (not {})", reason(one))),
        [one, rest @ ..] => say.push_str(&format!(
            " (not {} others, such as {})",
            rest.len() + 1,
            reason(one)
        )),
    }
    let pending = Pending {
        facts,
        say,
        until: now + WINDOW,
        cases: cases.iter().copied().collect(),
        writing: false,
    };
    state.screens.pop();
    select(state, BTreeSet::new());
    state.toast = None;
    if let Some(opened) = state.opened.as_deref_mut() {
        opened.pending = Some(pending);
    }
}

fn command(several: Several, case: Reference, page: &Page) -> Command {
    let form = &page.form;
    let text = |name: &str| form.text(name).trim().to_owned();
    let tags = |name: &str| vec![text(name)];
    let case = case.to_string();
    match several {
        Several::Assign => Command::Assign(NewAssignment {
            case,
            owner: form.chosen("owner").to_owned(),
            note: text("note"),
        }),
        Several::Review => Command::Review(NewReview {
            case,
            on: text("on"),
            note: text("note"),
        }),
        Several::Tag => Command::Tag(NewTags {
            case,
            add: tags("add"),
            remove: tags("remove"),
        }),
    }
}

/// What was done, in words.
fn said(several: Several, cases: usize, facts: &[What], page: &Page) -> String {
    let cases = counted(cases);
    let fact = facts.first().and_then(|what| match what {
        What::Case { fact, .. } => Some(&**fact),
        _ => None,
    });
    match (several, fact) {
        (_, Some(CaseFact::Assigned(assigned))) => format!("Gave {cases} to {}", assigned.name),
        (_, Some(CaseFact::Review(review))) => match review.on {
            Some(on) => format!("Set the review of {cases} for {}", full_day(on)),
            None => format!("Took the review date of {cases} away"),
        },
        (Several::Tag, _) => {
            let (add, remove) = (
                page.form.text("add").trim(),
                page.form.text("remove").trim(),
            );
            match (add.is_empty(), remove.is_empty()) {
                (false, true) => format!("Tagged {cases} {add}"),
                (true, _) => format!("Took {remove} off {cases}"),
                (false, false) => format!("Tagged {cases} {add}, and took {remove} off"),
            }
        }
        _ => format!("Changed {cases}"),
    }
}

/// Selects those cases in the list.
fn select(state: &mut State, cases: BTreeSet<Reference>) {
    for screen in &mut state.screens {
        if let Screen::Cases(screen) = screen {
            screen.queue.selected.clone_from(&cases);
        }
    }
}

/// Takes the act back, as long as it is not written; the cases are selected as they were.
pub fn take_back(state: &mut State) {
    let opened = state.opened.as_deref_mut();
    let taken = opened.and_then(|opened| opened.pending.take_if(|act| !act.writing));
    match taken {
        Some(act) => {
            select(state, act.cases);
            state.say("Taken back: nothing was written.");
        }
        None => state.say("There is nothing to take back: what is written stays."),
    }
}

/// Writes the act when its time is over, when the list is left, or when it must be now.
pub fn write(state: &mut State, at_once: bool) -> Vec<Effect> {
    let now = state.now;
    let left = !matches!(state.screens.last(), Some(Screen::Cases(_)));
    let Some(opened) = state.opened.as_deref_mut() else {
        return Vec::new();
    };
    let due = |act: &&mut Pending| !act.writing && (at_once || left || now >= act.until);
    let Some(act) = opened.pending.as_mut().filter(due) else {
        return Vec::new();
    };
    act.writing = true;
    vec![Effect::Append {
        facts: std::mem::take(&mut act.facts),
        purpose: Purpose::Several {
            say: act.say.clone(),
        },
    }]
}

/// The act is written.
pub fn written(state: &mut State, words: &str) {
    if let Some(opened) = state.opened.as_deref_mut() {
        opened.pending = None;
        state.say(words);
    }
}

/// It could not be written: the cases are selected as they were, to do it again.
pub fn failed(state: &mut State) {
    let opened = state.opened.as_deref_mut();
    if let Some(act) = opened.and_then(|opened| opened.pending.take_if(|act| act.writing)) {
        select(state, act.cases);
    }
}
