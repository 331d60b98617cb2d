//! A form: every field with its key and what is in it above, the one with the focus in full below.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::pane::focused;
use super::{inset, lower, picker};
use crate::app::form::{Field, Form, Input};
use crate::app::menu;
use crate::app::state::{FormScreen, State};
use crate::domain::words::{fit, width};

/// Columns of a field's label, its key included.
const LABEL: u16 = 18;
/// The same, where the fields stand in one column.
const LABEL_WIDE: u16 = 26;
/// Rows that the pane below needs at least: the text or the choices, and the hint.
const PANE: u16 = 5;
/// Rows that it should have: a notice or two, and some choices. With less, what may stay empty moves closer.
const GOOD_PANE: u16 = 10;

/// Draws it.
pub fn draw(canvas: &mut Canvas, state: &State, screen: &FormScreen, area: Rect) {
    let body = inset(area);
    let form = &screen.form;
    let mut places: Vec<_> = (0..)
        .zip(&form.fields)
        .filter(|(_, field)| field.shown)
        .map(|(place, _)| place)
        .collect();
    let two = places.len() > 10 && body.width >= 60;
    let mut strip = Vec::new();
    if two && rows(form, &places, two) + GOOD_PANE > body.height {
        let (extra, main) = places.into_iter().partition(|place| can_wait(form, *place));
        (strip, places) = (extra, main);
    }
    let strip = flow(state, form, &strip, body.width);
    let strip_rows = u16::try_from(strip.len()).unwrap_or(u16::MAX);
    let most = body.height.saturating_sub(PANE);
    let grid = Rect {
        height: rows(form, &places, two).min(most.saturating_sub(strip_rows)),
        ..body
    };
    draw_fields(canvas, state, form, &places, grid, two);
    let below = lower(body, grid.height);
    let strip_rows = strip_rows.min(most.saturating_sub(grid.height));
    draw_strip(
        canvas,
        form,
        &strip,
        Rect {
            height: strip_rows,
            ..below
        },
    );
    focused(canvas, state, form, lower(below, strip_rows));
}

/// Whether a field needs no row of its own while there is little room: it may stay empty, and nobody has filled it.
fn can_wait(form: &Form, place: usize) -> bool {
    form.fields.get(place).is_some_and(|field| {
        field.extra
            && (place == form.focus || !field.is_touched())
            && form.problem(field.name).is_none()
    })
}

fn is_wide(form: &Form, place: usize) -> bool {
    form.fields.get(place).is_some_and(|field| field.wide)
}

/// How many rows these fields take.
fn rows(form: &Form, places: &[usize], two: bool) -> u16 {
    let wide = places.iter().filter(|place| is_wide(form, **place)).count();
    let rows = if two {
        wide + (places.len() - wide).div_ceil(2)
    } else {
        places.len()
    };
    u16::try_from(rows).unwrap_or(u16::MAX)
}

/// All fields, one below the other.
pub fn fields(canvas: &mut Canvas, state: &State, form: &Form, area: Rect) {
    let places: Vec<_> = (0..form.fields.len())
        .filter(|place| form.fields.get(*place).is_some_and(|field| field.shown))
        .collect();
    draw_fields(canvas, state, form, &places, area, false);
}

/// The fields: in one column; or the wide ones across, and of the others the first half left and the second right.
fn draw_fields(
    canvas: &mut Canvas,
    state: &State,
    form: &Form,
    places: &[usize],
    area: Rect,
    two: bool,
) {
    let (wide, rest): (Vec<usize>, Vec<usize>) = places
        .iter()
        .partition(|place| !two || is_wide(form, **place));
    let per_column = rest.len().div_ceil(2).max(1);
    // (field, row, column)
    let across = (0..).zip(&wide).map(|(row, place)| (*place, row, None));
    let halves = (0..).zip(&rest).map(|(order, place): (usize, _)| {
        let right = order >= per_column;
        (*place, wide.len() + order % per_column, Some(right))
    });
    let cells: Vec<_> = across.chain(halves).collect();
    // With less room than rows, those around the focus are shown.
    let at = cells.iter().find(|(place, ..)| *place == form.focus);
    let focus = at.map_or(0, |(_, row, _)| *row);
    let first = focus.saturating_sub(usize::from(area.height.saturating_sub(1)));
    let half = area.width / 2;
    for (place, row, right) in cells {
        let Some(field) = form.fields.get(place) else {
            continue;
        };
        let row = row
            .checked_sub(first)
            .and_then(|row| u16::try_from(row).ok());
        let Some(row) = row.filter(|row| *row < area.height) else {
            continue;
        };
        let y = area.y + row;
        let (cell, label) = match right {
            None if two => (Rect::new(area.x, y, area.width, 1), LABEL),
            None => (Rect::new(area.x, y, area.width, 1), LABEL_WIDE),
            Some(false) => (Rect::new(area.x, y, half.saturating_sub(1), 1), LABEL),
            Some(true) => (
                Rect::new(area.x + half, y, half.saturating_sub(1), 1),
                LABEL,
            ),
        };
        let focused = place == form.focus;
        one_field(canvas, state, form, (field, focused), label, cell);
    }
}

fn one_field(
    canvas: &mut Canvas,
    state: &State,
    form: &Form,
    (field, focused): (&Field, bool),
    label_columns: u16,
    area: Rect,
) {
    let theme = canvas.theme;
    if focused {
        canvas.put(area, 0, 0, "›", theme.heading);
    }
    canvas.put(area, 1, 0, &key(state, field), theme.key);
    if form.problem(field.name).is_some() {
        canvas.put(area, 3, 0, "!", theme.error);
    }
    let label_style = if focused { theme.heading } else { theme.label };
    let label = fit(field.label, usize::from(label_columns) - 5);
    canvas.put(area, 4, 0, &label, label_style);
    let place = Rect::new(
        area.x + label_columns.min(area.width),
        area.y,
        area.width.saturating_sub(label_columns),
        1,
    );
    let value = summary(state, field, focused, usize::from(place.width));
    let style = if focused {
        theme.field_focused
    } else {
        theme.field
    };
    if focused {
        canvas.stripe(place, 0, style);
    }
    canvas.put(place, 0, 0, &value, style);
}

/// A field that waits for more room: its place in the form, its key and its label.
type Waits = (usize, String, &'static str);

/// Those that wait, as rows of as many as fit.
fn flow(state: &State, form: &Form, places: &[usize], columns: u16) -> Vec<Vec<Waits>> {
    let mut rows: Vec<Vec<Waits>> = Vec::new();
    let mut used = 0;
    for place in places {
        let Some(field) = form.fields.get(*place) else {
            continue;
        };
        let key = key(state, field);
        let wide = 1 + width(&key) + 1 + width(field.label) + 1;
        if rows.is_empty() || used + wide > usize::from(columns) {
            rows.push(Vec::new());
            used = 0;
        }
        used += wide;
        if let Some(row) = rows.last_mut() {
            row.push((*place, key, field.label));
        }
    }
    rows
}

fn draw_strip(canvas: &mut Canvas, form: &Form, rows: &[Vec<Waits>], area: Rect) {
    let theme = canvas.theme;
    for (row, waits) in (0..area.height).zip(rows) {
        let mut column = 0;
        for (place, key, label) in waits {
            let focused = *place == form.focus;
            let (mark, style) = if focused {
                ("›", theme.heading)
            } else {
                (" ", theme.label)
            };
            let parts = [
                (mark, theme.heading),
                (key.as_str(), theme.key),
                (" ", theme.label),
                (*label, style),
                (" ", theme.label),
            ];
            column += canvas.parts(area, column, row, &parts);
        }
    }
}

/// "Alt-W" is shown as the letter alone: the rule below says that Alt goes with it.
fn key(state: &State, field: &Field) -> String {
    let contexts = menu::contexts_below(state);
    let key = field.jump.and_then(|jump| state.keys.key(&contexts, jump));
    let key = key.unwrap_or_default();
    key.strip_prefix("Alt-").unwrap_or(key).to_owned()
}

/// What is in a field, on one line.
fn summary(state: &State, field: &Field, focused: bool, columns: usize) -> String {
    match &field.input {
        Input::Line(text) if field.holds_name => state.name(text.text()),
        Input::Line(text) | Input::Long(text) => field
            .understood(state.now.naive_local(), true)
            .unwrap_or_else(|| state.shown(&text.text().replace('\n', " "))),
        Input::Secret(text) => "•".repeat(text.text().chars().count().min(24)),
        Input::Pick(pick) if !focused && !pick.typing.is_empty() => {
            format!("“{}” is not chosen yet", pick.typing.text().trim())
        }
        Input::Pick(pick) => picker::picked(state, pick, columns),
    }
}
