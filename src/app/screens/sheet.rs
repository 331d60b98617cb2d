//! Sheets: pages to read, whose lines may lead to a case.

use crate::app::action::Action;
use crate::app::choose::{Answer, Choosing};
use crate::app::message::Effect;
use crate::app::page::Page;
use crate::app::sheet::{Sheet, SheetKind};
use crate::app::state::{CaseScreen, Opened, Overlay, RosterKind, Screen, State, Then};
use crate::domain::case::Case;
use crate::domain::ids::{PupilId, Reference};
use crate::domain::policy::ClauseRef;
use crate::domain::sheet::{LeadsTo, SheetLine};
use crate::domain::vocabulary::List;

use super::{page, roster};

/// Rows that one press scrolls within a long line.
const ROWS: usize = 3;

/// Opens a sheet.
pub fn open(state: &mut State, kind: SheetKind) {
    state
        .screens
        .push(Screen::Sheet(Box::new(Sheet::new(kind))));
}

/// Opens a case over what is shown: Back comes back to it.
pub fn open_case(state: &mut State, reference: Reference) {
    if let Some(opened) = state.opened.as_deref()
        && opened.school.cases.contains_key(&reference)
    {
        let screen = CaseScreen::new(reference, opened);
        state.screens.push(Screen::Case(screen));
    }
}

/// Takes an action.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let rows = usize::from(state.size.1.saturating_sub(6)).max(1);
    let Some(Screen::Sheet(sheet)) = state.screens.last_mut() else {
        return Vec::new();
    };
    let last = sheet.lines.iter().rposition(is_said).unwrap_or(0);
    let at = sheet.cursor;
    match action {
        // A long line is read to its end before the next one comes.
        Action::Down if sheet.hidden.get() => sheet.offset += ROWS,
        Action::Up if sheet.offset > 0 => sheet.offset = sheet.offset.saturating_sub(ROWS),
        Action::Up => go_to(sheet, at.saturating_sub(1), false),
        Action::Down => go_to(sheet, (at + 1).min(last), true),
        Action::PageUp => go_to(sheet, at.saturating_sub(rows), false),
        Action::PageDown => go_to(sheet, (at + rows).min(last), true),
        Action::First => go_to(sheet, 0, true),
        Action::Last => go_to(sheet, last, true),
        Action::FollowLine => follow(state),
        Action::WriteBrief => write(state),
        Action::FindPage => return roster::open(state, RosterKind::Pages),
        Action::Back | Action::Cancel => {
            state.screens.pop();
        }
        _ => {}
    }
    Vec::new()
}

fn is_said(line: &SheetLine) -> bool {
    !line.text.is_empty()
}

/// Puts the cursor on a line, or on the next that says anything.
fn go_to(sheet: &mut Sheet, line: usize, forward: bool) {
    let said = |place: &usize| sheet.lines.get(*place).is_some_and(is_said);
    let found = match forward {
        true => (line..sheet.lines.len()).find(said),
        false => (0..=line).rev().find(said),
    };
    sheet.cursor = found.unwrap_or(sheet.cursor);
    sheet.offset = 0;
}

fn follow(state: &mut State) {
    let to = match state.screens.last() {
        Some(Screen::Sheet(sheet)) => sheet.leads_to().cloned(),
        _ => None,
    };
    match to {
        Some(LeadsTo::Case(reference)) => open_case(state, reference),
        Some(LeadsTo::Pupil(id)) => open(state, SheetKind::Pupil(id)),
        Some(LeadsTo::Clause(clause)) => open(state, SheetKind::Clause(clause)),
        None => state.say("This line leads nowhere: those with › do."),
    }
}

/// The page that asks where a handover is to be written.
fn write(state: &mut State) {
    let Some(Screen::Sheet(sheet)) = state.screens.last() else {
        return;
    };
    match &sheet.kind {
        SheetKind::Brief(person) => {
            let page = Page::write_brief(person);
            page::open(state, page);
        }
        _ => state.say("A handover can be written into a file; this cannot."),
    }
}

/// Opens one's own handover.
pub fn open_brief(state: &mut State) {
    if let Some(opened) = state.opened.as_deref() {
        let me = opened.me.id.clone();
        open(state, SheetKind::Brief(me));
    }
}

/// What an action opens from a case: the page of its pupil or clause, another case; where it can be one of several,
/// which is asked.
pub fn from_case(state: &mut State, action: Action, reference: Reference) {
    let opened = state.opened.as_deref();
    let found = opened.and_then(|opened| Some((opened, opened.school.cases.get(&reference)?)));
    let Some((opened, case)) = found else { return };
    let (ask, none, mut answers) = match action {
        Action::PupilPage => (
            "Whose page?",
            "There is no pupil in this case.",
            pupils(case),
        ),
        Action::ClausePage => (
            "Which clause's page?",
            "No clause is named in this case.",
            clauses(case),
        ),
        _ => (
            "To which case?",
            "No case is linked to this one, and its children are in no other.",
            others(opened, case),
        ),
    };
    match answers.len() {
        0 => state.say(none),
        // What there is only one of is not asked for; another case is looked at before one goes there.
        1 if action != Action::OtherCases => {
            if let Some(only) = answers.pop() {
                to(state, only.then);
            }
        }
        _ => {
            let asked = Choosing::new(ask, answers);
            state.overlays.push(Overlay::Choose(asked));
        }
    }
}

/// Goes where an answer leads.
pub fn to(state: &mut State, then: Then) {
    match then {
        Then::Case(reference) => open_case(state, reference),
        Then::Pupil(id) => open(state, SheetKind::Pupil(id)),
        Then::Clause(reference, place) => {
            let opened = state.opened.as_deref();
            let clause = opened.and_then(|opened| clause_at(opened, reference, place));
            if let Some(clause) = clause {
                open(state, SheetKind::Clause(clause));
            }
        }
        _ => {}
    }
}

fn pupils(case: &Case) -> Vec<Answer> {
    case.people()
        .filter_map(|(letter, one)| {
            Some(Answer {
                words: format!("{letter}  {}, {}", one.who.name(), one.who.about()),
                people: vec![one.who.name().to_owned()],
                then: Then::Pupil(one.who.pupil()?),
            })
        })
        .collect()
}

fn clauses(case: &Case) -> Vec<Answer> {
    let cited = case.concern.clauses.iter().enumerate();
    cited
        .map(|(place, one)| {
            let words = format!("{}: {}", one.clause, one.text);
            Answer::plain(&words, Then::Clause(case.reference, place))
        })
        .collect()
}

fn clause_at(opened: &Opened, reference: Reference, place: usize) -> Option<ClauseRef> {
    let case = opened.school.cases.get(&reference)?;
    Some(case.concern.clauses.get(place)?.clause.clone())
}

/// The cases that belong with one: those tied to it, and the others of its children, the newest first.
fn others(opened: &Opened, case: &Case) -> Vec<Answer> {
    let mut answers: Vec<Answer> = Vec::new();
    let mut seen: Vec<Reference> = vec![case.reference];
    for link in &case.links {
        if let Some(other) = opened.school.cases.get(&link.to)
            && !seen.contains(&link.to)
        {
            seen.push(link.to);
            answers.push(answer(opened, other, "linked", None));
        }
    }
    for (_, one) in case.people() {
        let Some(id) = one.who.pupil() else { continue };
        let mut cases: Vec<_> = opened.school.cases_of(id).collect();
        cases.reverse();
        for other in cases {
            if !seen.contains(&other.reference) {
                seen.push(other.reference);
                answers.push(answer(opened, other, one.who.name(), Some(id)));
            }
        }
    }
    answers
}

fn answer(opened: &Opened, other: &Case, why: &str, pupil: Option<PupilId>) -> Answer {
    let label = |list, id: &str| opened.words.label(list, id).to_owned();
    let part = other
        .people()
        .find(|(_, one)| pupil.is_some() && one.who.pupil() == pupil);
    let part = part.map_or_else(String::new, |(_, one)| {
        format!(", {}", label(List::Role, one.part.id()).to_lowercase())
    });
    Answer {
        words: format!(
            "{} · {why}{part} · {} · {}",
            other.reference,
            label(List::Category, &other.concern.category),
            label(List::Status, other.status.id()).to_lowercase(),
        ),
        people: other
            .people()
            .map(|(_, one)| one.who.name().to_owned())
            .collect(),
        then: Then::Case(other.reference),
    }
}
