//! A sheet: plain lines from top to bottom. The terminal's own cursor stands at the line that is read, for whoever has
//! it read aloud.

use ratatui::layout::Rect;

use super::canvas::{Canvas, wrapped};
use super::{inset, window};
use crate::app::sheet::{Sheet, SheetKind};
use crate::domain::sheet::Weight;

/// Draws it.
pub fn draw(canvas: &mut Canvas, sheet: &Sheet, area: Rect) {
    // What is read aloud has the whole width, and no sign before it.
    let aloud = matches!(sheet.kind, SheetKind::Aloud(_));
    let (body, margin) = match aloud {
        true => (area, 0),
        false => (inset(area), 2),
    };
    let theme = canvas.theme;
    let mut rows = Vec::new();
    let (mut start, mut end) = (0, 0);
    for (place, line) in sheet.lines.iter().enumerate() {
        let at = rows.len();
        let style = match line.weight {
            Weight::Heading => theme.heading,
            Weight::Text => theme.text,
            Weight::Pressing => theme.warning,
        };
        let hang = line.text.len() - line.text.trim_start().len();
        let hang = u16::try_from(hang).unwrap_or(0).min(8);
        let columns = body.width.saturating_sub(margin + hang);
        for (order, text) in wrapped(line.text.trim_start(), columns)
            .into_iter()
            .enumerate()
        {
            let leads = order == 0 && line.to.is_some();
            rows.push((margin + hang, text, style, leads));
        }
        if place == sheet.cursor {
            (start, end) = (at, rows.len());
        }
    }
    let (top, hidden) = window(start, end, usize::from(body.height), sheet.offset);
    sheet.hidden.set(hidden);
    for (row, (column, text, style, leads)) in (0..body.height).zip(rows.iter().skip(top)) {
        if *leads {
            canvas.put(body, 0, row, "›", theme.heading);
        }
        canvas.put(body, *column, row, text, *style);
    }
    let Ok(row) = u16::try_from(start.max(top) - top) else {
        return;
    };
    if row < body.height {
        if !aloud {
            canvas.stripe(body, row, theme.selected);
        }
        let column = rows.get(start).map_or(0, |(column, ..)| *column);
        canvas.cursor = Some((body.x + column, body.y + row));
    }
}
