//! A field's picker: what was chosen, and what can be.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::lower;
use crate::app::form::Field;
use crate::app::form::hits::{ADULT, NEW_PUPIL};
use crate::app::form::person::RELEVANT;
use crate::app::form::picker::{Choice, Picker, Source};
use crate::app::state::State;
use crate::domain::vocabulary::List;
use crate::domain::words::{fit, width};

/// What was chosen, with parts and marks: as far as it fits, and how many more there are.
pub fn picked(state: &State, picker: &Picker, columns: usize) -> String {
    let full: Vec<_> = picker
        .chosen
        .iter()
        .map(|one| {
            let label = chosen_label(state, picker, &one.choice.label);
            let part = one.value.get("part").and_then(serde_json::Value::as_str);
            match part {
                Some(part) => format!("{label} ({})", part_words(state, part)),
                None if one.suggested && width(&label) + 12 <= columns => {
                    format!("{label} (suggested)")
                }
                None => label,
            }
        })
        .collect();
    let count = full.len();
    for shown in (1..=count).rev() {
        let more = match count - shown {
            0 => String::new(),
            more => format!(" +{more}"),
        };
        let text = full.get(..shown).unwrap_or_default().join(", ");
        if width(&text) + width(&more) <= columns || shown == 1 {
            let room = columns.saturating_sub(width(&more));
            return format!("{}{more}", fit(&text, room));
        }
    }
    String::new()
}

fn part_words(state: &State, part: &str) -> String {
    let words = state.opened.as_deref().map(|opened| &opened.words);
    let label = words.map_or(part, |words| words.label(List::Role, part));
    short_part(label)
}

/// "Alleged to have caused harm" is too long for a line of names; its first word says it. "Took part" is not.
pub fn short_part(label: &str) -> String {
    let first = label.split(' ').next().unwrap_or(label);
    let short = if width(label) <= 10 { label } else { first };
    short.to_lowercase()
}

/// What a line offers; the name in a line that adds somebody may have to be initials, and the line stays readable.
fn offered(state: &State, picker: &Picker, hit: &Choice) -> String {
    let typed = picker.typing.text().trim();
    match hit.id.as_str() {
        NEW_PUPIL | ADULT if picker.source == Source::People => {
            hit.label.replacen(typed, &state.name(typed), 1)
        }
        _ => chosen_label(state, picker, &hit.label),
    }
}

/// A choice's label; names of people may have to be initials.
fn chosen_label(state: &State, picker: &Picker, label: &str) -> String {
    match picker.source {
        Source::People | Source::Reporters => state.name(label),
        Source::Clauses => label.to_owned(),
        Source::List(_) | Source::Cases => state.shown(label),
    }
}

/// What was chosen, a line each, above what can be chosen; answers with the place that is left. However many there
/// are, what can be chosen keeps some lines.
fn chosen(canvas: &mut Canvas, state: &State, picker: &Picker, area: Rect) -> Rect {
    let theme = canvas.theme;
    let count = u16::try_from(picker.chosen.len()).unwrap_or(u16::MAX);
    let room = count.min(area.height.saturating_sub(2).max(area.height.min(1)));
    let last = picker.chosen.len().saturating_sub(1);
    let first = (picker.on.unwrap_or(last) + 1).saturating_sub(usize::from(room));
    let shown = picker.chosen.iter().enumerate().skip(first);
    for (row, (place, one)) in (0..room).zip(shown) {
        let label = chosen_label(state, picker, &one.choice.label);
        let text = |key: &str| one.value.get(key).and_then(serde_json::Value::as_str);
        let part = text("part").map_or_else(String::new, |part| {
            let words = state.opened.as_deref().map(|opened| &opened.words);
            let part = words.map_or(part, |words| words.label(List::Role, part));
            format!(" · {part}")
        });
        let relevant = text(RELEVANT)
            .filter(|relevant| !relevant.is_empty())
            .map_or_else(String::new, |relevant| format!(" · {relevant}"));
        canvas.parts(
            area,
            0,
            row,
            &[
                ("✓ ", theme.good),
                (&label, theme.heading),
                (&part, theme.text),
                ("  ", theme.text),
                (&one.choice.detail, theme.dim),
                (&relevant, theme.dim),
            ],
        );
        if picker.on == Some(place) {
            canvas.stripe(area, row, theme.selected);
        }
    }
    lower(area, room)
}

/// What was typed, and what fits it.
pub fn choices(canvas: &mut Canvas, state: &State, field: &Field, picker: &Picker, area: Rect) {
    if area.height == 0 {
        return;
    }
    let list = if picker.several && !picker.active {
        chosen(canvas, state, picker, lower(area, 1))
    } else {
        lower(area, 1)
    };
    let rows = usize::from(list.height);
    let first = picker.cursor.saturating_sub(rows.saturating_sub(1));
    typing(canvas, field, picker, area, (first, rows));
    hits(canvas, state, picker, list, first);
}

/// The line that one types in; beside it, while something is typed, what takes it, and how many lines there are.
fn typing(
    canvas: &mut Canvas,
    field: &Field,
    picker: &Picker,
    area: Rect,
    (first, rows): (usize, usize),
) {
    let theme = canvas.theme;
    let used = canvas.put(area, 0, 0, "Type to choose: ", theme.label);
    let room = area.width.saturating_sub(used).max(1);
    let layout = field.edit().layout(usize::from(room), 1);
    let line = layout.lines.first().map_or("", |line| line.as_ref());
    canvas.put(area, used, 0, line, theme.text);
    let column = used + u16::try_from(layout.cursor.0).unwrap_or(0);
    canvas.cursor = Some((area.x + column.min(area.width.saturating_sub(1)), area.y));
    let count = picker.hits.len();
    let more = if count > rows {
        let last = (first + rows).min(count);
        let below = if last < count { " ↓" } else { "" };
        format!("{}–{last} of {count}{below}", (first + 1).min(last))
    } else {
        String::new()
    };
    let takes = match (picker.typing.is_empty(), count) {
        (true, _) | (_, 0) => "",
        _ if more.is_empty() => "Enter takes the marked line",
        _ => "Enter takes the marked line · ",
    };
    for aside in [format!("{takes}{more}"), more] {
        let wide = u16::try_from(width(&aside)).unwrap_or(u16::MAX);
        let typed = used + u16::try_from(width(line)).unwrap_or(u16::MAX - used);
        if typed.saturating_add(2).saturating_add(wide) < area.width {
            canvas.right(area, 0, &aside, theme.dim);
            return;
        }
    }
}

fn hits(canvas: &mut Canvas, state: &State, picker: &Picker, list: Rect, first: usize) {
    let theme = canvas.theme;
    let widest = picker
        .hits
        .iter()
        .map(|hit| width(&hit.label))
        .max()
        .unwrap_or(0);
    let column = u16::try_from(widest + 4)
        .unwrap_or(20)
        .min(list.width / 3 * 2);
    for (row, (place, hit)) in (0..list.height).zip(picker.hits.iter().enumerate().skip(first)) {
        let taken = picker.chosen.iter().any(|one| one.choice.id == hit.id);
        let mark = if taken { "✓ " } else { "  " };
        canvas.put(list, 0, row, mark, theme.good);
        let label = offered(state, picker, hit);
        let label = if hit.detail.is_empty() {
            label
        } else {
            fit(&label, usize::from(column.saturating_sub(3)))
        };
        canvas.put(list, 2, row, &label, theme.text);
        if !hit.detail.is_empty() {
            canvas.put(list, column, row, &state.shown(&hit.detail), theme.dim);
        }
        // Only what Enter would take is marked.
        if place == picker.cursor && picker.is_choosing() {
            canvas.stripe(list, row, theme.selected);
        }
    }
    if picker.hits.is_empty() {
        let words = match (&picker.source, picker.typing.is_empty()) {
            (_, false) => "Nothing fits what you typed.",
            (Source::People | Source::Reporters, true) => {
                "The list is empty: type a name to add it."
            }
            (Source::Cases, true) => "There is no other case.",
            (Source::Clauses | Source::List(_), true) => "There is nothing to choose.",
        };
        canvas.put(list, 2, 0, words, theme.dim);
    }
}
