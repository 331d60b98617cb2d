//! What every screen has: the title above, what is going on and the keys below.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::inset;
use crate::app::action::Action;
use crate::app::menu;
use crate::app::state::{Screen, State, Working};
use crate::domain::words::width;

/// Draws it around the screen, and answers with the place that is left.
pub fn draw(canvas: &mut Canvas, state: &State, area: Rect) -> Rect {
    let theme = canvas.theme;
    canvas.stripe(area, 0, theme.banner);
    let bar = inset(area);
    let (left, right) = title(state);
    canvas.put(bar, 0, 0, &left, theme.banner);
    let used = u16::try_from(width(&left)).unwrap_or(0);
    let wide = u16::try_from(width(&right)).unwrap_or(0);
    if used + wide + 2 <= bar.width {
        canvas.right(bar, 0, &right, theme.banner);
    }
    if area.height < 4 {
        return Rect::new(area.x, area.y + 1, area.width, area.height.saturating_sub(1));
    }
    let foot = Rect::new(area.x, area.bottom() - 2, area.width, 2);
    status(canvas, state, inset(foot));
    footer(canvas, state, foot);
    Rect::new(area.x, area.y + 1, area.width, area.height - 3)
}

fn title(state: &State) -> (String, String) {
    let left = match state.screen() {
        Some(Screen::Setup(_)) => "Daybook · setting up".to_owned(),
        Some(Screen::Unlock(_)) => "Daybook · locked".to_owned(),
        Some(Screen::Cases(screen)) => {
            let which = if screen.all { "all cases" } else { "open cases" };
            let school = state.opened.as_ref().map_or("", |o| o.school.name.as_str());
            format!("Daybook · {school} · {which}")
        }
        Some(Screen::Case(screen)) => format!("Daybook · {}", screen.reference),
        Some(Screen::Form(screen)) => format!("Daybook · {}", screen.form.title),
        None => "Daybook".to_owned(),
    };
    let mut right = Vec::new();
    if let Some(opened) = state.opened.as_deref() {
        if opened.demo {
            right.push("demo: nothing is kept".to_owned());
        }
        if state.initials {
            right.push("initials".to_owned());
        }
        if opened.draft.is_some() {
            right.push("draft waiting".to_owned());
        }
        right.push(state.name(&opened.me.name));
    }
    right.push(state.now.format("%a %-d %b %H:%M").to_string());
    (left, right.join(" · "))
}

/// What is going on: a job, the start of a key sequence, or a message.
fn status(canvas: &mut Canvas, state: &State, area: Rect) {
    let theme = canvas.theme;
    if let Some(working) = &state.working {
        canvas.put(area, 0, 0, &job(state, working), theme.heading);
    } else if let Some(pending) = &state.pending {
        canvas.put(area, 0, 0, pending, theme.heading);
    } else if let Some(toast) = &state.toast {
        let style = if toast.bad { theme.error } else { theme.good };
        let mark = if toast.bad { "! " } else { "· " };
        let used = canvas.put(area, 0, 0, mark, style);
        canvas.put(area, used, 0, &toast.text, style);
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

/// The keys that work now, as many as fit; help is always among them.
fn footer(canvas: &mut Canvas, state: &State, area: Rect) {
    let theme = canvas.theme;
    canvas.stripe(area, 1, theme.footer);
    let bar = inset(area);
    let contexts = menu::contexts(state);
    let mut hints: Vec<(&str, &str)> = state
        .keys
        .of(&contexts)
        .into_iter()
        .filter(|line| !line.action.info().short.is_empty())
        .filter_map(|line| Some((line.keys.first()?.as_str(), line.action.info().short)))
        .collect();
    let help = Action::Help.info().short;
    let last = hints.iter().position(|(_, short)| *short == help);
    let last = last.map(|at| hints.remove(at));
    let wide = |(key, short): &(&str, &str)| width(key) + 1 + width(short) + 2;
    let room = usize::from(bar.width).saturating_sub(last.as_ref().map_or(0, wide));
    let mut used = 0;
    let fits: Vec<_> = hints
        .into_iter()
        .take_while(|hint| {
            used += wide(hint);
            used <= room
        })
        .chain(last)
        .collect();
    let mut column = 0;
    for (key, short) in fits {
        let drawn = canvas.parts(
            bar,
            column,
            1,
            &[(key, theme.key), (" ", theme.footer), (short, theme.footer)],
        );
        column += drawn + 2;
    }
}
