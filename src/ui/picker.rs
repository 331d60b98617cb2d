//! A field's picker: what was chosen, and what can be.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::lower;
use crate::app::form::Field;
use crate::app::form::person::RELEVANT;
use crate::app::form::picker::{Picker, Source};
use crate::app::state::State;
use crate::domain::vocabulary::List;
use crate::domain::words::{fit, width};

/// What was chosen; where there is little room without parts and marks, and then as the first and how many more.
pub fn picked(state: &State, picker: &Picker, columns: usize) -> String {
    let plain: Vec<_> = picker
        .chosen
        .iter()
        .map(|one| chosen_label(state, picker, &one.choice.label))
        .collect();
    let full: Vec<_> = picker
        .chosen
        .iter()
        .zip(&plain)
        .map(|(one, label)| {
            let part = one.value.get("part").and_then(serde_json::Value::as_str);
            match part {
                Some(part) => format!("{label} ({})", part_words(state, part)),
                None if one.suggested => format!("{label} (suggested)"),
                None => label.clone(),
            }
        })
        .collect();
    let (full, short) = (full.join(", "), plain.join(", "));
    if width(&full) <= columns {
        return full;
    }
    match plain.as_slice() {
        [first, _, ..] if width(&short) > columns => {
            let more = format!(" +{}", plain.len() - 1);
            format!("{}{more}", fit(first, columns.saturating_sub(width(&more))))
        }
        _ => short,
    }
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

/// A choice's label; names of people may have to be initials.
fn chosen_label(state: &State, picker: &Picker, label: &str) -> String {
    match picker.source {
        Source::People | Source::Reporters => state.name(label),
        Source::Clauses => label.to_owned(),
        Source::List(_) | Source::Cases => state.shown(label),
    }
}

/// What was chosen, a line each, above what can be chosen; answers with the place that is left.
fn chosen(canvas: &mut Canvas, state: &State, picker: &Picker, area: Rect) -> Rect {
    let theme = canvas.theme;
    let mut row = 0;
    for one in &picker.chosen {
        if row + 1 >= area.height {
            break;
        }
        let label = chosen_label(state, picker, &one.choice.label);
        let part = one.value.get("part").and_then(serde_json::Value::as_str);
        let part = part.map_or_else(String::new, |part| {
            let words = state.opened.as_deref().map(|opened| &opened.words);
            format!(
                " · {}",
                words.map_or(part, |words| words.label(List::Role, part))
            )
        });
        let relevant = one
            .value
            .get(RELEVANT)
            .and_then(serde_json::Value::as_str)
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
        row += 1;
    }
    lower(area, row)
}

/// What was typed, and what fits it.
pub fn choices(canvas: &mut Canvas, state: &State, field: &Field, picker: &Picker, area: Rect) {
    if area.height == 0 {
        return;
    }
    let theme = canvas.theme;
    let used = canvas.put(area, 0, 0, "Type to choose: ", theme.label);
    let room = area.width.saturating_sub(used).max(1);
    let layout = field.edit().layout(usize::from(room), 1);
    let line = layout.lines.first().map_or("", |line| line.as_ref());
    canvas.put(area, used, 0, line, theme.text);
    let column = used + u16::try_from(layout.cursor.0).unwrap_or(0);
    canvas.cursor = Some((area.x + column.min(area.width.saturating_sub(1)), area.y));
    let list = if picker.several && !picker.active {
        chosen(canvas, state, picker, lower(area, 1))
    } else {
        lower(area, 1)
    };
    let rows = usize::from(list.height);
    let first = picker.cursor.saturating_sub(rows.saturating_sub(1));
    let widest = picker
        .hits
        .iter()
        .map(|hit| width(&hit.label))
        .max()
        .unwrap_or(0);
    let column = u16::try_from(widest + 4)
        .unwrap_or(20)
        .min(list.width / 3 * 2);
    for (place, hit) in picker.hits.iter().enumerate().skip(first).take(rows) {
        let row = u16::try_from(place - first).unwrap_or(0);
        let taken = picker.chosen.iter().any(|one| one.choice.id == hit.id);
        let mark = if taken { "✓ " } else { "  " };
        canvas.put(list, 0, row, mark, theme.good);
        let label = chosen_label(state, picker, &hit.label);
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
        let takes = picker.active || (!picker.several && picker.chosen.is_empty());
        if place == picker.cursor && takes {
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
