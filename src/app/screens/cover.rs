//! Handing one's cases to another for a while, and taking them back.

use crate::app::action::Action;
use crate::app::choose::{Answer, Choosing};
use crate::app::message::{Effect, Purpose};
use crate::app::page::{Page, PageKind};
use crate::app::state::{Overlay, Screen, State, Then};
use crate::domain::command::NewCover;
use crate::domain::cover::Cover;
use crate::domain::entry::{SchoolFact, What};
use crate::domain::people::Author;
use crate::domain::when::day;

use super::page;

/// Asks who covers for whom; where somebody does already, first whether that is over.
pub fn open(state: &mut State) {
    if state.refuse_if_wounded() {
        return;
    }
    let Some(opened) = state.opened.as_deref() else {
        return;
    };
    let today = state.now.date_naive();
    let name = |id| opened.school.person_name(id);
    let mut answers: Vec<_> = opened
        .school
        .standing_covers(today)
        .map(|line| {
            let (owner, by) = (name(&line.cover.person), name(&line.cover.by));
            let span = span(&line.cover, today);
            Answer {
                words: format!("Give {owner}'s cases back from today: {by} has them {span}"),
                people: vec![owner.to_owned(), by.to_owned()],
                then: Then::EndCover(line.seq),
            }
        })
        .collect();
    if answers.is_empty() {
        begin(state);
        return;
    }
    answers.insert(0, Answer::plain("Arrange another cover", Then::Cover));
    let asked = Choosing::new("Who looks after whose cases?", answers);
    state.overlays.push(Overlay::Choose(asked));
}

/// The page of a new cover.
pub fn begin(state: &mut State) {
    let Some(opened) = state.opened.as_deref() else {
        return;
    };
    let others = || {
        let people = opened.school.people.iter();
        people.filter(|one| one.id != opened.me.id)
    };
    let here = |one: &Author| !opened.school.invited.contains(&one.id);
    if !others().any(here) {
        let key = state.keys.first(Action::OpenPeople).unwrap_or_default();
        let mut invited = others();
        let say = match (invited.next(), invited.next()) {
            (None, _) => format!("Nobody else has a key yet: {key} lets somebody in."),
            (Some(one), None) => format!(
                "{} has not been in yet: cases can be handed over once they have.",
                one.name
            ),
            (Some(_), Some(_)) => {
                "Nobody else has been in yet: cases can be handed over once they have.".to_owned()
            }
        };
        state.say(say);
        return;
    }
    let page = Page::cover(&opened.school, &opened.me);
    page::open(state, page);
}

/// Gives the cases of a cover back.
pub fn end(state: &mut State, seq: u64) -> Vec<Effect> {
    let Some(desk) = state.desk() else {
        return Vec::new();
    };
    let line = desk.school.covers.iter().find(|line| line.seq == seq);
    let owner = line.map_or("", |line| desk.school.person_name(&line.cover.person));
    let say = format!("{owner}'s cases are theirs again, from today.");
    match desk.end_cover(seq) {
        Ok(facts) => append(state, facts, say),
        Err(refused) => {
            state.warn(refused.to_string());
            Vec::new()
        }
    }
}

/// Saves the page.
pub fn save(state: &mut State) -> Vec<Effect> {
    let today = state.now.date_naive();
    let (Some(Screen::Page(page)), Some(desk)) = (state.screens.last(), state.desk()) else {
        return Vec::new();
    };
    let form = &page.form;
    let new = NewCover {
        person: form.chosen("person").to_owned(),
        by: form.chosen("by").to_owned(),
        from: form.text("from").to_owned(),
        until: form.text("until").to_owned(),
        note: form.text("note").to_owned(),
    };
    match desk.cover(&new) {
        Ok(facts) => {
            let say = facts
                .first()
                .map_or_else(String::new, |fact| said(fact, today));
            append(state, facts, say)
        }
        Err(refused) => {
            let say = refused.problems.first().map(|one| one.say.clone());
            if let Some(Screen::Page(page)) = state.screens.last_mut() {
                page.form.refuse(refused.problems);
            }
            state.warn(say.unwrap_or_default());
            Vec::new()
        }
    }
}

fn said(fact: &What, today: chrono::NaiveDate) -> String {
    match fact {
        What::School(SchoolFact::CoverArranged(cover)) => format!(
            "{} looks after {}'s cases {}.",
            cover.by_name,
            cover.person_name,
            span(cover, today)
        ),
        _ => String::new(),
    }
}

/// "from today until Fri 4 Dec".
fn span(cover: &Cover, today: chrono::NaiveDate) -> String {
    let until = cover.until.map_or_else(
        || "until it is ended".to_owned(),
        |on| format!("until {}", day(on, today)),
    );
    match cover.from < today {
        true => until,
        false => format!("from {} {until}", day(cover.from, today)),
    }
}

fn append(state: &mut State, facts: Vec<What>, say: String) -> Vec<Effect> {
    state.waits_for("Writing it down");
    vec![Effect::Append {
        facts,
        purpose: Purpose::Act { say },
    }]
}

/// It is written: the page is done with, and what came of it is said.
pub fn written(state: &mut State, say: String) {
    if matches!(state.screens.last(), Some(Screen::Page(page)) if page.kind == PageKind::Cover) {
        state.screens.pop();
    }
    state.say(say);
}
