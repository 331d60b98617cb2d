//! Putting text on the screen: every width is measured on the string, and nothing is ever drawn
//! outside of its place, however small the terminal is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::theme::Theme;
use crate::domain::words::{fit, width, wrap};

/// A place on the screen and the theme to draw in.
pub struct Canvas<'a> {
    /// The cells.
    pub buffer: &'a mut Buffer,
    /// The theme.
    pub theme: &'a Theme,
    /// Where the terminal's cursor goes.
    pub cursor: Option<(u16, u16)>,
}

impl Canvas<'_> {
    /// Draws one line, cut to fit with an ellipsis. Answers with the columns used.
    pub fn put(&mut self, area: Rect, column: u16, row: u16, text: &str, style: Style) -> u16 {
        if row >= area.height || column >= area.width {
            return 0;
        }
        let room = usize::from(area.width - column);
        let text = fit(text, room);
        let place = (area.x + column, area.y + row);
        if !self.buffer.area.contains(place.into()) {
            return 0;
        }
        self.buffer
            .set_stringn(place.0, place.1, &text, room, style);
        u16::try_from(width(&text)).unwrap_or(0)
    }

    /// Draws parts of one line, one after the other.
    pub fn parts(&mut self, area: Rect, column: u16, row: u16, parts: &[(&str, Style)]) -> u16 {
        let mut at = column;
        for (text, style) in parts {
            at = at.saturating_add(self.put(area, at, row, text, *style));
        }
        at - column
    }

    /// Draws one line against the right edge.
    pub fn right(&mut self, area: Rect, row: u16, text: &str, style: Style) {
        let wide = u16::try_from(width(text)).unwrap_or(u16::MAX);
        let column = area.width.saturating_sub(wide);
        self.put(area, column, row, text, style);
    }

    /// Draws a wrapped text from `row` on. Answers with the rows used.
    pub fn paragraph(
        &mut self,
        area: Rect,
        column: u16,
        row: u16,
        text: &str,
        style: Style,
    ) -> u16 {
        let mut at = row;
        for line in wrapped(text, area.width.saturating_sub(column)) {
            if at >= area.height {
                break;
            }
            self.put(area, column, at, &line, style);
            at += 1;
        }
        at - row
    }

    /// Draws a rule across, with a title in it.
    pub fn rule(&mut self, area: Rect, row: u16, title: &str) {
        let line = "─".repeat(usize::from(area.width));
        self.put(area, 0, row, &line, self.theme.frame);
        if !title.is_empty() && area.width > 4 {
            let title = format!(" {title} ");
            self.put(area, 2, row, &title, self.theme.heading);
        }
    }

    /// Empties a place.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for row in area.top()..area.bottom() {
            for column in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((column, row)) {
                    cell.reset();
                    cell.set_style(self.theme.text);
                }
            }
        }
    }

    /// Gives a whole row a style.
    pub fn stripe(&mut self, area: Rect, row: u16, style: Style) {
        if row < area.height {
            let line = Rect::new(area.x, area.y + row, area.width, 1);
            self.buffer
                .set_style(line.intersection(self.buffer.area), style);
        }
    }

    /// A box with a title; answers with the place inside it.
    pub fn framed(&mut self, area: Rect, title: &str) -> Rect {
        use ratatui::widgets::{Block, Widget as _};
        self.clear(area);
        let block = Block::bordered()
            .border_style(self.theme.frame)
            .title(format!(
                " {} ",
                fit(title, usize::from(area.width.saturating_sub(4)))
            ))
            .title_style(self.theme.heading);
        let inside = block.inner(area);
        block.render(area.intersection(self.buffer.area), self.buffer);
        Rect::new(
            inside.x.saturating_add(1),
            inside.y,
            inside.width.saturating_sub(2),
            inside.height,
        )
    }
}

/// A text wrapped to lines of at most `columns`.
#[must_use]
pub fn wrapped(text: &str, columns: u16) -> Vec<String> {
    wrap(text, usize::from(columns.max(1)))
        .into_iter()
        .map(|range| text.get(range).unwrap_or("").trim_end().to_owned())
        .collect()
}

/// A place in the middle of another.
#[must_use]
pub fn centred(area: Rect, columns: u16, rows: u16) -> Rect {
    let columns = columns.min(area.width);
    let rows = rows.min(area.height);
    Rect::new(
        area.x + (area.width - columns) / 2,
        area.y + (area.height - rows) / 2,
        columns,
        rows,
    )
}
