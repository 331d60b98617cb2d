//! A list beside the cases: people, who read what, the drop box.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::{inset, lower};
use crate::app::action::Action;
use crate::app::screens::roster::{Row, rows};
use crate::app::state::{Roster, RosterKind, State};
use crate::domain::words::fit;

/// Draws it.
pub fn draw(canvas: &mut Canvas, state: &State, roster: &Roster, area: Rect) {
    let Some(opened) = state.opened.as_deref() else {
        return;
    };
    let theme = canvas.theme;
    let mut body = inset(area);
    if roster.filtering || !roster.filter.is_empty() {
        let used = canvas.put(body, 0, 0, "Find: ", theme.label);
        let room = usize::from(body.width.saturating_sub(used));
        let layout = roster.filter.layout(room, 1);
        let line = layout.lines.first().map_or("", |line| line.as_ref());
        canvas.put(body, used, 0, line, theme.field_focused);
        if roster.filtering {
            let column = used + u16::try_from(layout.cursor.0).unwrap_or(0);
            canvas.cursor = Some((body.x + column, body.y));
        }
        body = lower(body, 1);
    }
    if roster.kind == RosterKind::Reports {
        let notes = opened.drop_box.notes();
        for note in &notes {
            let used = canvas.paragraph(body, 0, 0, &state.shown(note), theme.warning);
            body = lower(body, used + 1);
        }
        // Of what was not seen nobody says that it is empty.
        if !notes.is_empty() && opened.drop_box.reports.is_empty() {
            return;
        }
    }
    let list = rows(state, opened, roster);
    if list.is_empty() {
        let (head, text) = empty(state, roster);
        canvas.put(body, 0, 1, &head, theme.heading);
        canvas.paragraph(body, 0, 3, &text, theme.text);
        return;
    }
    let columns = roster.kind.columns();
    let titles: Vec<String> = columns
        .iter()
        .map(|(title, _)| (*title).to_owned())
        .collect();
    cells(canvas, body, 0, &titles, columns, theme.label);
    let at = roster.cursor.min(list.len().saturating_sub(1));
    let more = list.get(at).map_or(0, |row| row.more.len());
    // What there is to read takes the lower half at most.
    let pane = match more {
        0 => 0,
        _ => body.height / 2,
    };
    let lines = body.height.saturating_sub(1 + pane);
    let first = at.saturating_sub(usize::from(lines.saturating_sub(1)));
    let shown = list.iter().enumerate().skip(first).take(usize::from(lines));
    for ((place, row), line) in shown.zip(1..) {
        cells(canvas, body, line, &row.cells, columns, theme.text);
        if place == at {
            canvas.stripe(body, line, theme.selected);
        }
    }
    if let (Some(row), true) = (list.get(at), pane > 1) {
        detail(canvas, row, lower(body, body.height - pane));
    }
}

fn cells(
    canvas: &mut Canvas,
    area: Rect,
    row: u16,
    texts: &[String],
    columns: &[(&str, u16)],
    style: ratatui::style::Style,
) {
    let mut column = 0;
    for (text, (_, wide)) in texts.iter().zip(columns) {
        // On a narrow screen the first columns give way, so that the last can be read.
        let wide = match *wide {
            0 => area.width.saturating_sub(column),
            wide => wide.min(area.width / 3),
        };
        let room = usize::from(wide.saturating_sub(1));
        canvas.put(area, column, row, &fit(text, room), style);
        column += wide;
    }
}

fn detail(canvas: &mut Canvas, row: &Row, area: Rect) {
    canvas.rule(area, 0, "");
    let mut line = 1;
    for text in &row.more {
        if line >= area.height {
            break;
        }
        line += canvas.paragraph(area, 0, line, text, canvas.theme.text);
    }
}

/// An empty list says why it is empty, and what to do.
fn empty(state: &State, roster: &Roster) -> (String, String) {
    let key = |action| state.keys.first(action).unwrap_or_default();
    if !roster.filter.is_empty() {
        return (
            "Nothing fits what you typed.".to_owned(),
            format!("{} clears it.", key(Action::Back)),
        );
    }
    match roster.kind {
        RosterKind::Reports => (
            "Nothing waits in the drop box.".to_owned(),
            format!(
                "Staff put sealed reports there with `daybook report`. For that they need the school's public card: {} in the list of people writes it.",
                key(Action::SaveCard)
            ),
        ),
        RosterKind::Audit => (
            "Nothing has been read yet.".to_owned(),
            "Unlockings, cases that are opened, and what leaves the vault are listed here."
                .to_owned(),
        ),
        RosterKind::Pages => (
            "There is no pupil and no clause yet.".to_owned(),
            String::new(),
        ),
        RosterKind::People => ("Nobody has a key.".to_owned(), String::new()),
    }
}
