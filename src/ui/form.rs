//! A form: every field with its key and what is in it above, the one with the focus in full below.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::{inset, lower, picker};
use crate::app::form::picker::Picker;
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

/// Draws it.
pub fn draw(canvas: &mut Canvas, state: &State, screen: &FormScreen, area: Rect) {
    let body = inset(area);
    let shown = screen
        .form
        .fields
        .iter()
        .filter(|field| field.shown)
        .count();
    let two = shown > 10 && body.width >= 60;
    let across = if two { 2 } else { 1 };
    let rows = u16::try_from(shown.div_ceil(across)).unwrap_or(u16::MAX);
    let rows = rows.min(body.height.saturating_sub(PANE));
    let grid = Rect {
        height: rows,
        ..body
    };
    fields(canvas, state, &screen.form, grid, two);
    let pane = Rect::new(
        body.x,
        body.y + rows,
        body.width,
        body.height.saturating_sub(rows),
    );
    focused(canvas, state, &screen.form, pane);
}

/// The fields: in one column, or the first half left and the second right.
pub fn fields(canvas: &mut Canvas, state: &State, form: &Form, area: Rect, two: bool) {
    let shown: Vec<_> = form
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| field.shown)
        .collect();
    let columns = if two { area.width / 2 } else { area.width };
    let per_column = if two {
        shown.len().div_ceil(2)
    } else {
        shown.len()
    };
    if per_column == 0 {
        return;
    }
    // With less room than fields, those around the focus are shown.
    let focus = shown
        .iter()
        .position(|(place, _)| *place == form.focus)
        .unwrap_or(0)
        % per_column;
    let first = focus.saturating_sub(usize::from(area.height.saturating_sub(1)));
    for (order, (place, field)) in shown.into_iter().enumerate() {
        let (column, row) = (order / per_column, order % per_column);
        let Some(row) = row.checked_sub(first).and_then(|r| u16::try_from(r).ok()) else {
            continue;
        };
        if row >= area.height {
            continue;
        }
        let x = area.x + columns * u16::try_from(column).unwrap_or(0);
        let gap = u16::from(two);
        let cell = Rect::new(x, area.y + row, columns.saturating_sub(gap), 1);
        let label = if two { LABEL } else { LABEL_WIDE };
        one_field(
            canvas,
            state,
            form,
            (field, place == form.focus),
            label,
            cell,
        );
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
    let wrong = form.problem(field.name).is_some();
    let mark = if wrong {
        "!"
    } else if focused {
        "›"
    } else {
        " "
    };
    let mark_style = if wrong { theme.error } else { theme.heading };
    canvas.put(area, 0, 0, mark, mark_style);
    let key = field
        .jump
        .and_then(|jump| state.keys.key(&menu::contexts_below(state), jump))
        .map(short_key)
        .unwrap_or_default();
    let label_style = if focused { theme.heading } else { theme.label };
    canvas.put(area, 1, 0, &key, theme.key);
    let label = fit(field.label, usize::from(label_columns) - 5);
    canvas.put(area, 4, 0, &label, label_style);
    let value = summary(
        state,
        field,
        usize::from(area.width.saturating_sub(label_columns)),
    );
    let style = if focused {
        theme.field_focused
    } else {
        theme.field
    };
    let place = Rect::new(
        area.x + label_columns.min(area.width),
        area.y,
        area.width.saturating_sub(label_columns),
        1,
    );
    if focused {
        canvas.stripe(place, 0, style);
    }
    canvas.put(place, 0, 0, &value, style);
}

/// "Alt-W" is shown as the letter alone: the footer says that Alt goes with it.
fn short_key(key: &str) -> String {
    key.strip_prefix("Alt-").unwrap_or(key).to_owned()
}

/// What is in a field, on one line.
fn summary(state: &State, field: &Field, columns: usize) -> String {
    match &field.input {
        Input::Line(text) | Input::Long(text) => field
            .understood(state.now.naive_local(), true)
            .unwrap_or_else(|| state.shown(&text.text().replace('\n', " "))),
        Input::Secret(text) => "•".repeat(text.text().chars().count().min(24)),
        Input::Pick(pick) => picker::picked(state, pick, columns),
    }
}

/// The field with the focus, in full.
pub fn focused(canvas: &mut Canvas, state: &State, form: &Form, area: Rect) {
    let theme = canvas.theme;
    let Some(field) = form.focused() else { return };
    canvas.rule(area, 0, field.label);
    if let Some(how) = jump_hint(state, form) {
        let wide = u16::try_from(width(&how)).unwrap_or(0) + 2;
        if area.width > wide + 24 {
            canvas.put(
                area,
                area.width - wide - 1,
                0,
                &format!(" {how} "),
                theme.dim,
            );
        }
    }
    let mut below = Rect::new(
        area.x,
        area.y.saturating_add(1),
        area.width,
        area.height.saturating_sub(1),
    );
    if let Some(problem) = form.problem(field.name) {
        let used = canvas.paragraph(below, 0, 0, &state.shown(problem), theme.error);
        below = lower(below, used);
    }
    // Advice keeps its place at the foot of the pane, so that what is typed does not jump about.
    let advice = advice_rows(state, form, below);
    for (row, (text, pressing)) in advice.iter().enumerate() {
        let style = if *pressing { theme.warning } else { theme.dim };
        let row = below
            .height
            .saturating_sub(u16::try_from(advice.len() - row).unwrap_or(0));
        canvas.put(below, 0, row, text, style);
    }
    below.height = below
        .height
        .saturating_sub(u16::try_from(advice.len()).unwrap_or(0));
    match &field.input {
        Input::Line(_) | Input::Long(_) | Input::Secret(_) => text(canvas, state, field, below),
        Input::Pick(pick) => picker::choices(canvas, state, field, pick, below),
    }
}

/// How one goes to a field by its letter, as the keymap has it: "Alt-letter or Ctrl-G letter".
fn jump_hint(state: &State, form: &Form) -> Option<String> {
    let jump = form.fields.iter().find_map(|field| field.jump)?;
    let contexts = menu::contexts_below(state);
    let line = state
        .keys
        .of(&contexts)
        .into_iter()
        .find(|line| line.action == jump)?;
    let ways: Vec<_> = line
        .keys
        .iter()
        .filter_map(|key| key.char_indices().last().and_then(|(at, _)| key.get(..at)))
        .map(|held| format!("{held}letter"))
        .collect();
    Some(format!("{}: to that field", ways.join(" or ")))
}

/// The hint and what the form has to say, as rows: at most a third of the pane, but always one
/// row of advice when there is any.
fn advice_rows(state: &State, form: &Form, area: Rect) -> Vec<(String, bool)> {
    let most = usize::from(area.height.saturating_sub(2)).min(4);
    let mut rows: Vec<(String, bool)> = Vec::new();
    for advice in &form.advice {
        for line in super::canvas::wrapped(&state.shown(advice), area.width) {
            rows.push((line, true));
        }
    }
    let hint = form
        .focused()
        .map_or_else(String::new, |field| hint(field, area.width));
    for line in super::canvas::wrapped(&state.shown(&hint), area.width) {
        if !line.is_empty() && rows.len() < most {
            rows.push((line, false));
        }
    }
    rows.truncate(most);
    rows
}

/// A field's help; or, while one chooses, the whole of a choice that is too long for its line.
fn hint(field: &Field, columns: u16) -> String {
    let chosen = field
        .picker()
        .filter(|picker| picker.active)
        .and_then(Picker::at_cursor);
    match chosen {
        Some(choice) if width(&choice.detail) + 26 > usize::from(columns) => {
            format!("{}: {}", choice.label, choice.detail)
        }
        _ => field.hint.to_owned(),
    }
}

fn text(canvas: &mut Canvas, state: &State, field: &Field, area: Rect) {
    if area.height == 0 || area.width == 0 {
        return;
    }
    let mut area = area;
    if let Some(understood) = field.understood(state.now.naive_local(), false) {
        let row = area.height - 1;
        canvas.put(area, 0, row, &format!("= {understood}"), canvas.theme.good);
        area.height = row.max(1);
    }
    let style = canvas.theme.text;
    let layout = field
        .edit()
        .layout(usize::from(area.width), usize::from(area.height));
    for (row, line) in layout.lines.iter().enumerate() {
        let row = u16::try_from(row).unwrap_or(u16::MAX);
        canvas.put(area, 0, row, line, style);
    }
    let column = u16::try_from(layout.cursor.0)
        .unwrap_or(0)
        .min(area.width - 1);
    let row = u16::try_from(layout.cursor.1)
        .unwrap_or(0)
        .min(area.height - 1);
    canvas.cursor = Some((area.x + column, area.y + row));
}
