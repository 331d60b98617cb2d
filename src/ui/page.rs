//! A few fields on a screen of their own.

use ratatui::layout::Rect;

use super::canvas::{Canvas, centred};
use super::form::fields;
use super::lower;
use super::pane::focused;
use crate::app::page::{Page, PageKind};
use crate::app::state::State;

/// Draws it.
pub fn draw(canvas: &mut Canvas, state: &State, page: &Page, area: Rect) {
    let theme = canvas.theme;
    let place = centred(area, 76, 30);
    canvas.put(place, 0, 0, &page.form.title, theme.heading);
    let mut row = 2;
    for (order, text) in page.words.iter().enumerate() {
        // A one-time passphrase stands by itself, to be copied by hand.
        let style = match (&page.kind, order) {
            (PageKind::OneTime, 1) => theme.heading,
            _ => theme.text,
        };
        row += canvas.paragraph(place, 0, row, &state.shown(text), style) + 1;
    }
    let shown = page.form.fields.iter().filter(|field| field.shown).count();
    let shown = u16::try_from(shown).unwrap_or(0);
    let below = lower(place, row);
    let grid = Rect {
        height: shown.min(below.height),
        ..below
    };
    fields(canvas, state, &page.form, grid);
    focused(canvas, state, &page.form, lower(below, shown + 1));
}
