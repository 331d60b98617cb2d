//! What every screen has: the title above, what is going on and the keys below.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::canvas::{Canvas, wrapped};
use super::inset;
use super::theme::Theme;
use crate::app::action::Action;
use crate::app::menu;
use crate::app::screens::roster::backup_age;
use crate::app::state::{Screen, State, Working};
use crate::domain::words::width;

/// Draws it around the screen, and answers with the place that is left.
pub fn draw(canvas: &mut Canvas, state: &State, area: Rect) -> Rect {
    let theme = canvas.theme;
    canvas.stripe(area, 0, theme.banner);
    let bar = inset(area);
    let (left, mut right) = title(state);
    // The clock gives way before the title of the screen does, then the name, then the rest.
    let fits = |right: &str| {
        let room = usize::from(bar.width).saturating_sub(width(right) + 2);
        (room >= width(&left).min(24)).then_some(room)
    };
    while !right.is_empty() && fits(&right.join(" · ")).is_none() {
        right.pop();
    }
    let right = right.join(" · ");
    let room = fits(&right).unwrap_or(usize::from(bar.width));
    canvas.put(
        bar,
        0,
        0,
        &crate::domain::words::fit(&left, room),
        theme.banner,
    );
    canvas.right(bar, 0, &right, theme.banner);
    if area.height < 4 {
        return Rect::new(
            area.x,
            area.y + 1,
            area.width,
            area.height.saturating_sub(1),
        );
    }
    let lines = footer_lines(
        state,
        inset(area).width,
        usize::from((area.height / 8).clamp(1, 3)),
    );
    let rows = u16::try_from(lines.len()).unwrap_or(1).max(1);
    let message = message(state);
    let mut said = wrapped(&message.0, inset(area).width);
    // A message that is too long for one row takes another, as long as there is room for it.
    let most = usize::from((area.height / 8).max(1));
    if said.len() > most {
        // What still does not fit ends in dots.
        let rest = said.split_off(most - 1);
        said.push(rest.join(" "));
    }
    let said_rows = u16::try_from(said.len().max(1)).unwrap_or(1);
    let height = said_rows + rows;
    let foot = Rect::new(area.x, area.bottom() - height, area.width, height);
    for (row, line) in (0..said_rows).zip(&said) {
        canvas.put(inset(foot), 0, row, line, message.1(canvas.theme));
    }
    if message.0.is_empty() && matches!(state.screen(), Some(Screen::Today(_) | Screen::Cases(_))) {
        standing(canvas, state, inset(foot));
    }
    for (row, line) in (said_rows..).zip(lines) {
        canvas.stripe(foot, row, theme.footer);
        let mut column = 0;
        for (key, short) in line {
            let parts = [(key, theme.key), (" ", theme.footer), (short, theme.footer)];
            column += canvas.parts(inset(foot), column, row, &parts) + 2;
        }
    }
    Rect::new(
        area.x,
        area.y + 1,
        area.width,
        area.height.saturating_sub(1 + height),
    )
}

/// What the bar says on the left, and on the right: the least that can be missed first.
fn title(state: &State) -> (String, Vec<String>) {
    let school = state.opened.as_ref().map_or("", |o| o.school.name.as_str());
    let left = match state.screen() {
        Some(Screen::Setup(_)) => "Daybook · setting up".to_owned(),
        Some(Screen::Unlock(_)) => "Daybook · locked".to_owned(),
        Some(Screen::Today(_)) => format!("Daybook · {school} · today"),
        Some(Screen::Cases(screen)) => {
            let which = if screen.all {
                "all cases"
            } else {
                "open cases"
            };
            match &screen.only {
                Some((tile, _)) => format!("Daybook · {}", tile.title()),
                None => format!("Daybook · {school} · {which}"),
            }
        }
        Some(Screen::Search(_)) => "Daybook · search every case".to_owned(),
        Some(Screen::Ledger(ledger)) => format!("Daybook · {}", ledger.kind.title()),
        Some(Screen::Calendar(_)) => "Daybook · calendar".to_owned(),
        Some(Screen::Case(screen)) => format!("Daybook · {}", screen.reference),
        Some(Screen::Chronology(screen)) => format!("Daybook · {}", screen.title()),
        Some(Screen::Summary(screen)) => format!("Daybook · {}", screen.title()),
        Some(Screen::Form(screen)) => format!("Daybook · {}", screen.form.title),
        Some(Screen::Roster(roster)) => format!("Daybook · {}", roster.kind.title()),
        Some(Screen::Page(page)) => format!("Daybook · {}", page.form.title),
        Some(Screen::Sheet(sheet)) => format!("Daybook · {}", sheet.title()),
        None => "Daybook".to_owned(),
    };
    let mut right = Vec::new();
    if let Some(opened) = state.opened.as_deref() {
        if opened.wound.is_some() {
            right.push("damaged: reading only".to_owned());
        }
        if opened.demo {
            right.push("demo: not kept".to_owned());
        }
        if state.initials {
            right.push("initials".to_owned());
        }
        right.push(state.name(&opened.me.name));
    }
    right.push(state.now.format("%a %-d %b %H:%M").to_string());
    (left, right)
}

/// What is going on: a job, the start of a key sequence, or a message; and how it is drawn.
fn message(state: &State) -> (String, fn(&Theme) -> Style) {
    if let Some(working) = &state.working {
        return (job(state, working), |theme| theme.heading);
    }
    if let Some(pending) = &state.pending {
        return (pending.clone(), |theme| theme.heading);
    }
    let pending = state
        .opened
        .as_deref()
        .and_then(|opened| opened.pending.as_ref());
    match &state.toast {
        toast
            if toast.as_ref().is_none_or(|toast| !toast.bad)
                && let Some(act) = pending.filter(|act| !act.writing) =>
        {
            let key = state.keys.first(Action::TakeBack).unwrap_or_default();
            let words = format!("· {}: {key} takes it back.", act.say);
            (state.shown(&words), |theme| theme.warning)
        }
        Some(toast) if toast.bad => (format!("! {}", state.shown(&toast.text)), |theme| {
            theme.error
        }),
        Some(toast) => (format!("· {}", state.shown(&toast.text)), |theme| {
            theme.good
        }),
        None => (String::new(), |theme| theme.text),
    }
}

/// How things stand, where there is nothing else to say: what waits, how old the backup is, and the
/// log's fingerprint.
fn standing(canvas: &mut Canvas, state: &State, area: Rect) {
    let Some(opened) = state.opened.as_deref() else {
        return;
    };
    let theme = canvas.theme;
    let mut parts: Vec<(String, Style)> = Vec::new();
    if opened.drop_box.unseen.is_some() {
        let words = "the drop box cannot be looked into".to_owned();
        parts.push((words, theme.error));
    }
    match opened.drop_box.reports.len() + opened.drop_box.more {
        0 => {}
        1 => parts.push(("1 report in the drop box".to_owned(), theme.warning)),
        n => parts.push((format!("{n} reports in the drop box"), theme.warning)),
    }
    if !opened.demo {
        let (words, late) = backup_age(opened, state.now.naive_local());
        parts.push((words, if late { theme.warning } else { theme.dim }));
    }
    parts.push((format!("log {}", opened.fingerprint), theme.dim));
    let mut column = 0;
    for (text, style) in parts {
        if column > 0 {
            column += canvas.put(area, column, 0, " · ", theme.dim);
        }
        column += canvas.put(area, column, 0, &text, style);
    }
}

/// A spinner by the clock, so that drawing needs no state of its own.
fn job(state: &State, working: &Working) -> String {
    const SIGNS: [char; 4] = ['|', '/', '-', '\\'];
    let since = (state.now - working.since).num_milliseconds().max(0);
    let at = usize::try_from(since / 120).unwrap_or(0) % SIGNS.len();
    let sign = SIGNS.get(at).copied().unwrap_or('|');
    match working.progress {
        Some((done, of)) => format!("{sign} {}: {done} of {of}", working.what),
        None => format!("{sign} {} …", working.what),
    }
}

/// The keys that work now, as many as fit on `most` lines; help is always among them.
fn footer_lines(state: &State, columns: u16, most: usize) -> Vec<Vec<(&str, &'static str)>> {
    let contexts = menu::contexts(state);
    let mut hints: Vec<(&str, &'static str)> = state
        .keys
        .of(&contexts)
        .into_iter()
        .filter(|line| state.works(line.action))
        .filter_map(|line| Some((line.keys.first()?.as_str(), state.footer_word(line.action))))
        .filter(|(_, word)| !word.is_empty())
        .collect();
    // Help is always in the same place, and the last to be left out.
    let help = Action::Help.info().short;
    if let Some(at) = hints.iter().position(|(_, short)| *short == help) {
        let hint = hints.remove(at);
        hints.insert(0, hint);
    }
    let wide = |(key, short): &(&str, &str)| width(key) + 1 + width(short) + 2;
    // A hint's two blanks at the end of a line need no room.
    let room = usize::from(columns) + 2;
    let mut lines = vec![Vec::new()];
    let mut used = 0;
    for hint in hints {
        if used > 0 && used + wide(&hint) > room {
            if lines.len() == most {
                break;
            }
            lines.push(Vec::new());
            used = 0;
        }
        used += wide(&hint);
        if let Some(line) = lines.last_mut() {
            line.push(hint);
        }
    }
    lines
}
