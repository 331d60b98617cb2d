//! What follows when a page is saved.

use super::{Page, PageKind, chronology, handover, report};
use crate::app::message::{Effect, PeopleChange};
use crate::app::screens::{chronology as masking, cover, summary};
use crate::app::state::{Screen, State};
use crate::app::{assurance, several, term_dates, views};

/// Checks the page and does what it is for, or says what is missing.
pub fn save(state: &mut State) -> Vec<Effect> {
    let Some(Screen::Page(page)) = state.screens.last() else {
        return Vec::new();
    };
    let kind = page.kind.clone();
    if page.form.chosen("sure") == "no" || kind == PageKind::OneTime {
        state.screens.pop();
        return Vec::new();
    }
    // These say by themselves what is missing.
    match kind {
        PageKind::Cover => return cover::save(state),
        PageKind::Several(..) => {
            several::decide(state);
            return Vec::new();
        }
        PageKind::KeepView(_) => return views::keep(state),
        _ if !is_filled_in(state) => return Vec::new(),
        _ => {}
    }
    let Some(Screen::Page(page)) = state.screens.last() else {
        return Vec::new();
    };
    match kind {
        PageKind::MaskWord => {
            let word = page.form.text("word").to_owned();
            masking::add(state, &word);
            Vec::new()
        }
        PageKind::Chronology => chronology::write(state),
        PageKind::Assurance => assurance::written(state),
        PageKind::SaveSummary(_) => summary::to_be_saved(state),
        PageKind::WriteBrief(person) => handover::write_brief(state, person),
        PageKind::TermDates(year) => term_dates::save(state, year),
        PageKind::SetAside(_) => report::set_aside(state),
        _ => match asked(page) {
            Some((what, effect)) => {
                state.waits_for(what);
                vec![effect]
            }
            None => Vec::new(),
        },
    }
}

/// Whether nothing is missing; else it is said.
fn is_filled_in(state: &mut State) -> bool {
    let (school, me) = state.opened.as_deref().map_or_else(
        || (String::new(), String::new()),
        |opened| (opened.school.name.clone(), opened.me.name.clone()),
    );
    let Some(Screen::Page(page)) = state.screens.last_mut() else {
        return false;
    };
    let problems = page.missing(&[school.as_str(), me.as_str()]);
    let Some(first) = problems.first() else {
        return true;
    };
    let say = first.say.clone();
    page.form.refuse(problems);
    page.refresh();
    state.warn(say);
    false
}

/// What the page asks of the world by itself, and what that is called while it is done.
fn asked(page: &Page) -> Option<(&'static str, Effect)> {
    let form = &page.form;
    let recovery = page.secret("recovery");
    let people = |change| Effect::People(Box::new(change));
    let path = form.text("path").trim().to_owned();
    Some(match &page.kind {
        PageKind::Invite { .. } => (
            "Letting them in",
            people(PeopleChange::Invite {
                name: form.text("name").trim().to_owned(),
                role: form.chosen("role").to_owned(),
                recovery,
            }),
        ),
        PageKind::InviteAgain(person) => (
            "Making new keys",
            people(PeopleChange::InviteAgain {
                person: person.clone(),
                recovery,
            }),
        ),
        PageKind::GiveRole { person, .. } => (
            "Giving the role",
            people(PeopleChange::GiveRole {
                person: person.clone(),
                role: form.chosen("role").to_owned(),
                recovery,
            }),
        ),
        PageKind::Remove(person) => (
            "Removing them",
            people(PeopleChange::Remove {
                person: person.clone(),
                recovery,
            }),
        ),
        PageKind::OwnPassphrase { .. } => (
            "Changing your passphrase",
            people(PeopleChange::OwnPassphrase(page.secret("passphrase"))),
        ),
        PageKind::KeyFile => (
            "Changing your key file",
            people(PeopleChange::KeyFile {
                path,
                passphrase: page.secret("passphrase"),
            }),
        ),
        PageKind::NewRecovery => (
            "Making a new recovery key",
            people(PeopleChange::NewRecovery(path)),
        ),
        PageKind::Recover => (
            "Opening the vault",
            Effect::Recover {
                person: form.chosen("person").to_owned(),
                recovery,
                passphrase: page.secret("passphrase"),
            },
        ),
        PageKind::Card => ("Writing the card", Effect::SaveCard(path)),
        _ => return None,
    })
}
