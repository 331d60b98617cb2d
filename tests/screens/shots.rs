//! A screen as a text that can be compared: what stands on it, where the cursor is, and every run of style in colour
//! and without.

use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

use daybook::ui::theme::Theme;

use crate::desk::Desk;

/// The screen at this size, in both themes.
pub fn shot(desk: &mut Desk, columns: u16, rows: u16) -> String {
    desk.resize(columns, rows);
    let (colour, cursor) = desk.draw(columns, rows, &Theme::colour());
    let (mono, _) = desk.draw(columns, rows, &Theme::mono());
    let text = text_of(&colour);
    assert_eq!(
        text,
        text_of(&mono),
        "without colour something else is said"
    );
    let cursor = cursor.map_or("none".to_owned(), |(x, y)| format!("column {x}, row {y}"));
    format!(
        "{text}\n-- cursor: {cursor}\n-- colour\n{}-- mono\n{}",
        runs(&colour),
        runs(&mono)
    )
}

/// Every run of cells with a style of its own: row, first and last column, style. Plain cells are left out.
fn runs(buffer: &Buffer) -> String {
    let mut out = String::new();
    for row in buffer.area.rows() {
        let mut found: Vec<(u16, u16, String)> = Vec::new();
        for place in row.positions() {
            let cell = &buffer[place];
            let style = words(cell.fg, cell.bg, cell.modifier);
            match found.last_mut() {
                Some((_, end, last)) if *last == style => *end = place.x,
                _ => found.push((place.x, place.x, style)),
            }
        }
        found.retain(|(.., style)| !style.is_empty());
        if found.is_empty() {
            continue;
        }
        let parts: Vec<_> = found
            .iter()
            .map(|(start, end, style)| format!("{start}-{end} {style}"))
            .collect();
        let _ = writeln!(out, "{}: {}", row.y, parts.join(", "));
    }
    out
}

fn words(fg: Color, bg: Color, modifier: Modifier) -> String {
    let mut parts = Vec::new();
    if fg != Color::Reset {
        parts.push(fg.to_string().to_lowercase());
    }
    if bg != Color::Reset {
        parts.push(format!("on {}", bg.to_string().to_lowercase()));
    }
    parts.extend(modifier.iter_names().map(|(name, _)| name.to_lowercase()));
    parts.join(" ")
}

/// The text of a screen, a line for each row, without blanks at the ends.
pub fn text_of(buffer: &Buffer) -> String {
    let mut text = String::new();
    for row in buffer.area.rows() {
        let mut line = String::new();
        let mut hidden = 0;
        for place in row.positions() {
            let symbol = buffer[place].symbol();
            if hidden == 0 {
                line.push_str(symbol);
            }
            hidden = hidden
                .max(daybook::domain::words::width(symbol))
                .saturating_sub(1);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
