//! Rosters: lists beside the cases. The people with a key, who read what, and what waits in the drop box.

use crate::app::action::{Action, Context};
use crate::app::form::concern;
use crate::app::form::hits;
use crate::app::form::kind::FormKind;
use crate::app::message::Effect;
use crate::app::page::{self, Page};
use crate::app::state::{FormScreen, Opened, Roster, RosterKind, Screen, State};
use crate::app::update::edit;

use super::pages;
use crate::domain::folded::folded;
use crate::domain::people::role_words;
use crate::domain::report::WaitingReport;
use crate::domain::when::full_day;
use crate::domain::words::clean_line;

/// A line of a roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is about: a person's id, an entry's number, a file's name.
    pub id: String,
    /// The cells, one for each column.
    pub cells: Vec<String>,
    /// What there is to read of it, below the list, while it is under the cursor.
    pub more: Vec<String>,
}

impl RosterKind {
    /// The screen's title.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::People => "people with a key",
            Self::Audit => "who read what",
            Self::Reports => "drop box",
            Self::Pages => "pupils and clauses",
        }
    }

    /// Where its keys are looked up.
    #[must_use]
    pub fn context(self) -> Context {
        match self {
            Self::People => Context::People,
            Self::Audit => Context::Audit,
            Self::Reports => Context::Reports,
            Self::Pages => Context::Filter,
        }
    }

    /// The columns: title and width; the last takes what is left.
    #[must_use]
    pub fn columns(self) -> &'static [(&'static str, u16)] {
        match self {
            Self::People => &[("Name", 30), ("Role", 16), ("", 0)],
            Self::Audit => &[("When", 18), ("Who", 22), ("What", 0)],
            Self::Reports => &[("Says it is from", 28), ("Written", 18), ("Account", 0)],
            Self::Pages => &[("Pupil or clause", 28), ("", 18), ("", 0)],
        }
    }
}

/// The lines that a roster shows.
#[must_use]
pub fn rows(state: &State, opened: &Opened, roster: &Roster) -> Vec<Row> {
    let all = match roster.kind {
        RosterKind::People => people(state, opened),
        RosterKind::Audit => audit(state, opened),
        RosterKind::Reports => opened
            .drop_box
            .reports
            .iter()
            .map(|one| report(state, one))
            .collect(),
        RosterKind::Pages => return pages::rows(state, opened, roster.filter.text()),
    };
    let asked = folded(roster.filter.text());
    let words: Vec<&str> = asked.split_whitespace().collect();
    let fits = |row: &Row| {
        let text = folded(&row.cells.join(" "));
        words.iter().all(|word| text.contains(word))
    };
    all.into_iter().filter(fits).collect()
}

fn people(state: &State, opened: &Opened) -> Vec<Row> {
    let school = &opened.school;
    let standing = |id: &str| {
        if school.invited.contains(id) {
            "invited, has not been in yet".to_owned()
        } else if id == opened.me.id {
            "you".to_owned()
        } else {
            String::new()
        }
    };
    let here = school.people.iter().map(|person| Row {
        id: person.id.clone(),
        cells: vec![
            state.name(&person.name),
            role_words(&person.role).to_owned(),
            standing(&person.id),
        ],
        more: Vec::new(),
    });
    let former = school.former.iter().map(|person| Row {
        id: String::new(),
        cells: vec![
            state.name(&person.name),
            role_words(&person.role).to_owned(),
            "has left; what they wrote stays theirs".to_owned(),
        ],
        more: Vec::new(),
    });
    here.chain(former).collect()
}

fn audit(state: &State, opened: &Opened) -> Vec<Row> {
    let school = &opened.school;
    let line = |line: &crate::domain::school::AuditLine| Row {
        id: line.seq.to_string(),
        cells: vec![
            line.at.format("%a %-d %b %H:%M").to_string(),
            state.name(school.person_name(&line.by)),
            state.shown(&line.fact.words()),
        ],
        more: vec![
            format!(
                "{}, entry {}",
                line.at.format("%A %-d %B %Y, %H:%M"),
                line.seq
            ),
            state.shown(&line.fact.words()),
        ],
    };
    school.audit.iter().rev().map(line).collect()
}

fn report(state: &State, one: &WaitingReport) -> Row {
    let Some(taken) = &one.taken else {
        return Row {
            id: one.name.clone(),
            cells: vec![String::new(), String::new(), one.shut().to_owned()],
            more: vec![format!("{}: {}.", clean_line(&one.name), one.shut())],
        };
    };
    let report = &taken.report;
    let from = match report.job.is_empty() {
        true => state.name(&report.from),
        false => format!("{}, {}", state.name(&report.from), report.job),
    };
    let written = chrono::DateTime::parse_from_rfc3339(&report.written).map_or_else(
        |_| report.written.clone(),
        |at| at.format("%a %-d %b %H:%M").to_string(),
    );
    let mut more =
        vec!["Unsigned: it says who it is from, and nothing proves it. Ask them.".to_owned()];
    if one.old_card {
        more.push("It was sealed with an old card: hand out the new one.".to_owned());
    }
    for (what, text) in [
        ("Who", &report.who),
        ("When", &report.when),
        ("Where", &report.place),
        ("Account", &report.account),
        ("The child's words", &report.words),
        ("Done already", &report.done),
    ] {
        if !text.is_empty() {
            more.push(format!("{what}: {}", state.shown(text)));
        }
    }
    Row {
        id: one.name.clone(),
        cells: vec![
            from,
            written,
            state.shown(&report.account.replace('\n', " ")),
        ],
        more,
    }
}

/// Opens a roster.
pub fn open(state: &mut State, kind: RosterKind) -> Vec<Effect> {
    let Some(opened) = state.opened.as_deref() else {
        return Vec::new();
    };
    if kind == RosterKind::Audit && opened.me.role == "deputy" {
        state.say("Who read what is for the DSL and the headteacher to look through.");
        return Vec::new();
    }
    state.screens.push(Screen::Roster(Roster::new(kind)));
    match kind {
        RosterKind::Reports => vec![Effect::LookInDropBox],
        _ => Vec::new(),
    }
}

/// Takes an action.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let lines = usize::from(state.size.1.saturating_sub(8)).max(1);
    let Some(opened) = state.opened.as_deref() else {
        return Vec::new();
    };
    let Some(Screen::Roster(roster)) = state.screens.last() else {
        return Vec::new();
    };
    let list = rows(state, opened, roster);
    let last = list.len().saturating_sub(1);
    let at = roster.cursor.min(last);
    let row = list.get(at).map(|row| row.id.clone()).unwrap_or_default();
    let kind = roster.kind;
    if matches!(action, Action::OpenReport | Action::SetAside) {
        return report_key(state, action, &row);
    }
    if kind == RosterKind::Pages && action == Action::Accept {
        pages::open(state, &row);
        return Vec::new();
    }
    let them = opened.school.people.iter().find(|one| one.id == row);
    if let Some(page) = page::for_people(action, &opened.me, them, opened.has_key_file) {
        super::page::open(state, page);
        return Vec::new();
    }
    let Some(Screen::Roster(roster)) = state.screens.last_mut() else {
        return Vec::new();
    };
    match action {
        Action::Up => roster.cursor = at.saturating_sub(1),
        Action::Down => roster.cursor = (at + 1).min(last),
        Action::PageUp => roster.cursor = at.saturating_sub(lines),
        Action::PageDown => roster.cursor = (at + lines).min(last),
        Action::First => roster.cursor = 0,
        Action::Last => roster.cursor = last,
        Action::Filter if kind == RosterKind::Audit => roster.filtering = true,
        Action::Accept => roster.filtering = false,
        Action::Back | Action::Cancel => {
            let looks_for = roster.filtering && kind != RosterKind::Pages;
            if looks_for || !roster.filter.is_empty() {
                roster.filtering = kind == RosterKind::Pages;
                roster.filter.set_text("");
                roster.cursor = 0;
            } else {
                state.screens.pop();
            }
        }
        Action::InviteAgain | Action::GiveRole | Action::RemovePerson => {
            state.say("They have left already.");
        }
        _ => {
            if roster.filtering && edit(&mut roster.filter, action) {
                roster.cursor = 0;
            }
        }
    }
    Vec::new()
}

/// Text narrows the list.
pub fn typed(state: &mut State, text: &str) {
    if let Some(Screen::Roster(roster)) = state.screens.last_mut()
        && roster.filtering
    {
        roster.filter.insert_str(text);
        roster.cursor = 0;
    }
}

fn report_key(state: &mut State, action: Action, name: &str) -> Vec<Effect> {
    let now = state.now;
    if state.refuse_if_wounded() {
        return Vec::new();
    }
    let Some(opened) = state.opened.as_deref() else {
        return Vec::new();
    };
    let found = opened.drop_box.reports.iter().find(|one| one.name == name);
    let Some(taken) = found.and_then(|one| one.taken.as_ref()) else {
        let say = match found {
            Some(one) if one.unread.is_some() => {
                "It cannot be read. Ask whoever looks after the folder to let you read it."
            }
            Some(one) if one.for_headteacher => {
                "It is sealed to the headteacher: they open it with their own passphrase."
            }
            Some(_) => {
                "It cannot be opened. Ask whoever wrote it to tell you in person, or to seal it with the new card."
            }
            None if !opened.drop_box.is_seen_whole() => "The drop box was not seen whole.",
            None => "Nothing waits in the drop box.",
        };
        state.say(say);
        return Vec::new();
    };
    if action == Action::SetAside {
        super::page::open(state, Page::set_aside(name));
        return Vec::new();
    }
    let desk = opened.desk(now);
    let mut form = concern::form(&desk);
    concern::from_report(&mut form, name, &taken.report);
    concern::refresh(&desk, &mut form);
    hits::refresh(&desk, &mut form);
    let screen = FormScreen::new(FormKind::Concern, form, now);
    state.screens.push(Screen::Form(Box::new(screen)));
    Vec::new()
}

/// How old the newest backup is, in words; and whether that is too old.
#[must_use]
pub fn backup_age(opened: &Opened, now: chrono::NaiveDateTime) -> (String, bool) {
    let Some(made) = opened.last_backup else {
        return ("no backup yet".to_owned(), true);
    };
    let days = (now.date() - made.date()).num_days();
    let words = match days {
        // A clock was wrong then, or is now: how old it is nobody knows.
        i64::MIN..0 => return (format!("backup dated {}", full_day(made.date())), true),
        0 => "backup today".to_owned(),
        1 => "backup yesterday".to_owned(),
        2..=30 => format!("backup {days} days ago"),
        _ => format!("last backup {}", full_day(made.date())),
    };
    (words, days > 7)
}
