//! A case beside a list: how it stands, who is in it, what is open. What was written in it stands on its own screen, and
//! to open that is noted.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::{case, lower};
use crate::app::state::{Opened, State};
use crate::domain::case::Case;

/// From this width on there is room for it.
const WIDE: u16 = 118;

/// The place of a list, and of the preview beside it where there is room.
#[must_use]
pub fn beside(area: Rect) -> (Rect, Option<Rect>) {
    if area.width < WIDE {
        return (area, None);
    }
    let side = (area.width / 3).clamp(38, 64);
    let list = Rect {
        width: area.width - side - 2,
        ..area
    };
    let side = Rect {
        x: area.right() - side,
        width: side,
        ..area
    };
    (list, Some(side))
}

/// Draws it.
pub fn draw(canvas: &mut Canvas, state: &State, opened: &Opened, shown: Option<&Case>, area: Rect) {
    let Some(shown) = shown else {
        canvas.rule(area, 0, "");
        return;
    };
    canvas.rule(area, 0, &shown.reference.to_string());
    let theme = canvas.theme;
    let inside = lower(area, 1);
    let mut row = case::glance(canvas, state, opened, shown, inside);
    if !shown.tags.is_empty() {
        let tags: Vec<_> = shown.tags.iter().map(String::as_str).collect();
        row += 1;
        row += canvas.paragraph(
            inside,
            0,
            row,
            &format!("Tags: {}", tags.join(", ")),
            theme.dim,
        );
    }
    if let Some(last) = shown.chronology.last() {
        let text = format!(
            "Last: {}, {} · {}",
            last.fact.title(),
            last.at.format("%-d %b %Y %H:%M"),
            state.name(&last.by.name)
        );
        canvas.paragraph(inside, 0, row + 1, &text, theme.dim);
    }
}
