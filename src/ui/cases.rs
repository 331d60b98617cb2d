//! The list of cases.

mod bar;
mod table;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::canvas::Canvas;
use super::preview::{self, beside};
use super::{inset, lower};
use crate::app::action::Action;
use crate::app::draft::Waiting;
use crate::app::queue::Shown;
use crate::app::state::{Cases, Opened, State};
use crate::domain::case_find::sealed_words;
use crate::domain::status::Severity;
use crate::domain::words::width;
pub use table::lead;
use table::{Columns, REFERENCE, Table, heading, line};

/// Draws it.
pub fn draw(canvas: &mut Canvas, state: &State, screen: &Cases, area: Rect) {
    let Some(opened) = state.opened.as_deref() else {
        return;
    };
    let theme = canvas.theme;
    let body = inset(area);
    let mut row = bar::draw(canvas, state, opened, screen, body);
    if let Some(words) = drafts(state, &opened.drafts) {
        row += canvas.paragraph(body, 0, row, &words, theme.warning) + 1;
    }
    let lines = &screen.queue.lines;
    if lines.is_empty() {
        empty(canvas, state, screen, opened, body, row);
        return;
    }
    let at = screen.cursor.min(lines.len().saturating_sub(1));
    let (list, side) = beside(lower(body, row));
    if let Some(side) = side {
        let case = lines.get(at).and_then(|line| line.case());
        let case = case.and_then(|reference| opened.school.cases.get(&reference));
        preview::draw(canvas, state, opened, case, side);
    }
    // A selected case has its mark before it.
    let mark = match screen.queue.selected.is_empty() {
        true => 0,
        false => 2,
    };
    let cells = Rect {
        x: list.x + mark,
        width: list.width.saturating_sub(mark),
        ..list
    };
    let table = Table {
        columns: Columns::of(cells.width),
        sorting: screen.queue.sorting,
    };
    let used = heading(canvas, cells, &table);
    let rows = list.height.saturating_sub(1);
    let first = at.saturating_sub(usize::from(rows.saturating_sub(1)));
    if let Some(words) = place_words(first, usize::from(rows), lines.len()) {
        let room = usize::from(cells.width.saturating_sub(used));
        if width(&words) + 2 <= room {
            canvas.right(cells, 0, &words, theme.dim);
        }
    }
    let in_sight = lines.iter().enumerate().skip(first);
    for (row, (place, one)) in (1..=rows).zip(in_sight) {
        match one {
            Shown::Case(reference) => {
                if screen.queue.selected.contains(reference) {
                    canvas.put(list, 0, row, "■", theme.heading);
                }
                if let Some(case) = opened.school.cases.get(reference) {
                    line(canvas, state, opened, case, cells, row, &table);
                }
            }
            Shown::Sealed(reference, on) => {
                let dim = canvas.theme.dim;
                canvas.put(cells, 0, row, &reference.to_string(), dim);
                canvas.put(cells, REFERENCE, row, &sealed_words(*on), dim);
            }
        }
        if place == at {
            canvas.stripe(list, row, theme.selected);
        }
    }
}

/// Which lines of a longer list are in sight, of how many, and whether more follow; none where all are.
fn place_words(first: usize, rows: usize, count: usize) -> Option<String> {
    if count <= rows || rows == 0 {
        return None;
    }
    let last = (first + rows).min(count);
    let below = if last < count { " ↓" } else { "" };
    Some(format!("{}–{last} of {count}{below}", first + 1))
}

/// The style of a severity; the word stands beside it always.
pub fn severity_style(canvas: &Canvas, severity: Severity) -> Style {
    match severity {
        Severity::Low => canvas.theme.severity_low,
        Severity::Moderate => canvas.theme.severity_moderate,
        Severity::High => canvas.theme.severity_high,
        Severity::Critical => canvas.theme.severity_critical,
    }
}

/// An empty list says why it is empty, and what to do.
fn empty(
    canvas: &mut Canvas,
    state: &State,
    screen: &Cases,
    opened: &Opened,
    area: Rect,
    row: u16,
) {
    let theme = canvas.theme;
    let key = |action| state.keys.first(action).unwrap_or_default();
    let (head, body) = if !screen.filter.is_empty() {
        let closed = match screen.all {
            true => "",
            false => " Only open cases are looked through.",
        };
        (
            "Nothing fits what you typed.".to_owned(),
            format!("{} clears it.{closed}", key(Action::Back)),
        )
    } else if opened.school.cases.is_empty() {
        first_steps(state, opened)
    } else {
        (
            "No case is open.".to_owned(),
            format!(
                "{} shows closed ones too; {} records a concern.",
                key(Action::ShowAll),
                key(Action::NewConcern)
            ),
        )
    };
    canvas.put(area, 0, row + 1, &head, theme.heading);
    canvas.paragraph(area, 0, row + 3, &body, theme.text);
}

/// What a school without a case is told.
pub fn first_steps(state: &State, opened: &Opened) -> (String, String) {
    let import = match opened.school.pupils.is_empty() {
        true => {
            " To import your pupils first, close Daybook and run: daybook pupils import FILE.csv"
        }
        false => "",
    };
    let key = state.keys.first(Action::NewConcern).unwrap_or_default();
    (
        "No concern has been recorded yet.".to_owned(),
        format!(
            "{key} records one: who, which rule, what happened. It takes under a minute.{import}"
        ),
    )
}

/// What waits unfinished, and the keys for it.
pub fn drafts(state: &State, waiting: &[Waiting]) -> Option<String> {
    let key = |action| state.keys.first(action).unwrap_or_default();
    let (resume, drop) = (key(Action::ResumeDraft), key(Action::DropDraft));
    match waiting {
        [] => None,
        [Waiting { draft, .. }] => Some(format!(
            "A draft from {} ({}) is waiting: {resume} goes on with it, {drop} throws it away.",
            draft.begun_words(),
            draft.kind.words(),
        )),
        several => Some(format!(
            "{} drafts are waiting: {resume} goes on with one of them, {drop} throws one away.",
            several.len()
        )),
    }
}
