//! A screen as a text that can be compared: what stands on it, where the cursor is, and in which style.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier, Style};

use daybook::ui::theme::Theme;

use crate::desk::Desk;

/// What stands on the screen at this size.
pub fn text_at(desk: &mut Desk, columns: u16, rows: u16) -> String {
    desk.resize(columns, rows);
    text_of(&desk.draw(columns, rows, &Theme::mono()).0)
}

/// The screen at this size: its text, the cursor, and every run of cells with a style, by the style's name. What a style
/// looks like is the themes' own affair.
pub fn shot(desk: &mut Desk, columns: u16, rows: u16) -> String {
    desk.resize(columns, rows);
    let (drawn, cursor) = desk.draw(columns, rows, &named());
    let cursor = cursor.map_or("none".to_owned(), |(x, y)| format!("column {x}, row {y}"));
    let styles = runs(&drawn, by_name);
    format!(
        "{}\n-- cursor: {cursor}\n-- styles\n{styles}",
        text_of(&drawn)
    )
}

/// The screen at this size as a theme draws it: its text, and every run of cells with its colours.
pub fn in_colour(desk: &mut Desk, columns: u16, rows: u16, theme: &Theme) -> String {
    desk.resize(columns, rows);
    let (drawn, _) = desk.draw(columns, rows, theme);
    format!(
        "{}\n-- colours\n{}",
        text_of(&drawn),
        runs(&drawn, by_colour)
    )
}

/// A theme in which each style is a colour that stands for its name.
fn named() -> Theme {
    Theme::made(|role| {
        let place = Theme::ROLES.iter().position(|one| *one == role).unwrap();
        Style::new().fg(Color::Indexed(u8::try_from(place).unwrap()))
    })
}

fn by_name(cell: &Cell) -> String {
    let role = match cell.fg {
        Color::Indexed(place) => Theme::ROLES[usize::from(place)],
        _ => "no style",
    };
    let mut parts = vec![role.replace('_', "-")];
    parts.extend(modifiers(cell.modifier));
    // Most of a screen is plain text.
    parts.retain(|part| part != "text");
    parts.join(" ")
}

fn by_colour(cell: &Cell) -> String {
    let mut parts = Vec::new();
    if cell.fg != Color::Reset {
        parts.push(cell.fg.to_string());
    }
    if cell.bg != Color::Reset {
        parts.push(format!("on {}", cell.bg));
    }
    parts.extend(modifiers(cell.modifier));
    parts.join(" ")
}

fn modifiers(modifier: Modifier) -> impl Iterator<Item = String> {
    modifier.iter_names().map(|(name, _)| name.to_lowercase())
}

/// Every run of cells with a style of its own: row, first and last column, style. Plain cells are left out.
fn runs(buffer: &Buffer, words: impl Fn(&Cell) -> String) -> String {
    let mut out = String::new();
    for row in buffer.area.rows() {
        let mut found: Vec<(u16, u16, String)> = Vec::new();
        for place in row.positions() {
            let style = words(&buffer[place]);
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
