//! The field with the focus, in full: what is wrong with it, the text or the choices, and what the form has to say.

use ratatui::layout::Rect;

use super::canvas::{Canvas, wrapped};
use super::{lower, picker};
use crate::app::action::Action;
use crate::app::form::picker::Picker;
use crate::app::form::{Field, Form, Input};
use crate::app::menu;
use crate::app::state::State;
use crate::domain::words::width;

/// Rows that the rule, and a text or some choices, keep for themselves whatever the form has to say.
const KEPT: u16 = 5;
/// Rows that notices may take at most.
const NOTICES: u16 = 6;

/// Draws it.
pub fn focused(canvas: &mut Canvas, state: &State, form: &Form, area: Rect) {
    let theme = canvas.theme;
    let Some(field) = form.focused() else { return };
    canvas.rule(area, 0, field.label);
    let mut below = lower(area, 1);
    let problem = form.problem(field.name);
    if let Some(problem) = problem {
        let used = canvas.paragraph(below, 0, 0, &state.shown(problem), theme.error);
        below = lower(below, used);
    }
    // Notices keep their place at the foot of the pane, so that what is typed does not jump about.
    let room = below.height.saturating_sub(KEPT - 1).clamp(1, NOTICES);
    let notices = Notices::of(state, form, problem, area.width, usize::from(room));
    let mut rows: Vec<_> = notices
        .rows
        .into_iter()
        .map(|row| (row, theme.warning))
        .collect();
    let spare = usize::from(below.height.saturating_sub(KEPT)).min(2);
    let hint = wrapped(&state.shown(&hint(field, area.width)), area.width);
    for line in hint.into_iter().filter(|line| !line.is_empty()) {
        if rows.len() < usize::from(room).max(spare) {
            rows.push((line, theme.dim));
        }
    }
    let used = u16::try_from(rows.len()).unwrap_or(0).min(below.height);
    below.height -= used;
    for (row, (text, style)) in (below.height..).zip(&rows) {
        let at = Rect {
            height: below.height + used,
            ..below
        };
        canvas.put(at, 0, row, text, *style);
    }
    let aside = notices.folded.or_else(|| jump_hint(state, form));
    if let Some(aside) = aside {
        let wide = u16::try_from(width(&aside)).unwrap_or(0) + 2;
        if area.width > wide + 24 {
            canvas.put(
                area,
                area.width - wide - 1,
                0,
                &format!(" {aside} "),
                theme.dim,
            );
        }
    }
    match &field.input {
        Input::Line(_) | Input::Long(_) | Input::Secret(_) => text(canvas, state, field, below),
        Input::Pick(pick) => picker::choices(canvas, state, field, pick, below),
    }
}

/// What the form has to say, in the rows there are: each notice on its own, or one after the other, or as many whole
/// ones as fit and the key that shows all.
struct Notices {
    rows: Vec<String>,
    folded: Option<String>,
}

impl Notices {
    fn of(state: &State, form: &Form, problem: Option<&str>, columns: u16, room: usize) -> Self {
        // What the field itself says is not said again.
        let all: Vec<_> = form
            .advice
            .iter()
            .filter(|advice| Some(advice.as_str()) != problem)
            .map(|advice| state.shown(advice))
            .collect();
        let apart: Vec<_> = all
            .iter()
            .flat_map(|advice| wrapped(advice, columns))
            .collect();
        if apart.len() <= room {
            return Self {
                rows: apart,
                folded: None,
            };
        }
        for whole in (1..=all.len()).rev() {
            let together = all.get(..whole).unwrap_or_default().join(" • ");
            let rows = wrapped(&together, columns);
            if rows.len() <= room || whole == 1 {
                let cut = whole < all.len() || rows.len() > room;
                return Self {
                    rows: rows.into_iter().take(room).collect(),
                    folded: cut.then(|| fold_hint(state, all.len())),
                };
            }
        }
        Self {
            rows: Vec::new(),
            folded: None,
        }
    }
}

fn fold_hint(state: &State, count: usize) -> String {
    let key = state.keys.first(Action::Notices).unwrap_or_default();
    let all = if count == 1 { "in full" } else { "all of them" };
    format!("{key}: read what this form says, {all}")
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
