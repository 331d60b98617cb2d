//! The locked vault.

use ratatui::layout::Rect;

use super::canvas::{Canvas, centred};
use super::form::fields;
use super::pane::focused;
use crate::app::action::{Action, Context};
use crate::app::form::Field;
use crate::app::state::{State, Unlock};

/// Draws it.
pub fn draw(canvas: &mut Canvas, state: &State, screen: &Unlock, area: Rect) {
    let theme = canvas.theme;
    let place = centred(area, 70, 18);
    canvas.put(place, 0, 0, "This log is locked.", theme.heading);
    fields(
        canvas,
        state,
        &screen.form,
        Rect::new(
            place.x,
            place.y.saturating_add(2),
            place.width,
            2.min(place.height),
        ),
    );
    if let Some(field) = screen.form.focused() {
        let below = Rect::new(
            place.x,
            place.y.saturating_add(5),
            place.width,
            place.height.saturating_sub(5),
        );
        if field.picker().is_some() {
            focused(canvas, state, &screen.form, below);
        } else {
            secret_cursor(canvas, field, place);
            if let Some(problem) = &screen.problem {
                canvas.paragraph(below, 0, 0, problem, theme.error);
            } else if screen.demo {
                let key = |action| {
                    let key = state.keys.key(&[Context::Unlock], action);
                    key.unwrap_or_default()
                };
                let words = format!(
                    "This is the invented school: {} alone opens it again, {} goes back to the start and forgets it.",
                    key(Action::Accept),
                    key(Action::Cancel)
                );
                canvas.paragraph(below, 0, 0, &words, theme.text);
            } else {
                let mut row = 0;
                for notice in &screen.notices {
                    row += canvas.paragraph(below, 0, row, notice, theme.warning);
                }
                canvas.put(below, 0, row, &state.place, theme.dim);
            }
        }
    }
}

fn secret_cursor(canvas: &mut Canvas, field: &Field, place: Rect) {
    let typed = u16::try_from(field.edit().text().chars().count().min(24)).unwrap_or(0);
    canvas.cursor = Some((place.x + 26 + typed, place.y.saturating_add(3)));
}
