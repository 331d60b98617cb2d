//! The calendar: a month of what is due, and below it one of its days.

use chrono::{Datelike, Days, NaiveDate};
use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::{due, inset, lower};
use crate::app::screens::calendar::Calendar;
use crate::app::state::{Opened, State};
use crate::domain::due::DueKind;
use crate::domain::terms::Terms;
use crate::domain::today::Today;
use crate::domain::when::full_day;

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Draws it.
pub fn draw(canvas: &mut Canvas, state: &State, screen: &Calendar, area: Rect) {
    let Some(opened) = state.opened.as_deref() else {
        return;
    };
    let Some(today) = opened.today() else {
        return;
    };
    let theme = canvas.theme;
    let body = inset(area);
    let terms = opened.school.terms();
    let mut month = screen.day.format("%B %Y").to_string();
    if body.width >= 120 {
        month.push_str(&format!(" · {}", terms.half_of(screen.day)));
    }
    canvas.put(body, 0, 0, &month, theme.heading);
    let key: Vec<_> = DueKind::ALL
        .into_iter()
        .map(|kind| format!("{} {}", kind.letter(), kind.word(1)))
        .collect();
    canvas.right(body, 0, &key.join("  "), theme.dim);
    let wide = body.width / 7;
    for (title, place) in WEEKDAYS.into_iter().zip(0..) {
        canvas.put(body, place * wide, 1, title, theme.label);
    }
    let weeks = u16::try_from(screen.weeks()).unwrap_or(6).max(1);
    let least = (body.height / 4).clamp(4, 12);
    let rows = (body.height.saturating_sub(2 + least) / weeks).clamp(1, 5);
    let mut day = screen.first();
    for week in 0..weeks {
        for weekday in 0..7 {
            let cell = Rect::new(
                body.x + weekday * wide,
                body.y.saturating_add(2 + week * rows),
                wide,
                rows,
            )
            .intersection(body);
            draw_day(canvas, (today, &terms), screen, day, cell);
            day = day.checked_add_days(Days::new(1)).unwrap_or(day);
        }
    }
    let below = lower(body, 2 + weeks * rows);
    draw_list(canvas, state, (opened, today), screen, below);
}

/// A day: its number, and how much of what is due.
fn draw_day(
    canvas: &mut Canvas,
    (today, terms): (&Today, &Terms),
    screen: &Calendar,
    day: NaiveDate,
    area: Rect,
) {
    let theme = canvas.theme;
    let here = day.month() == screen.day.month();
    let style = match (here, day == today.on) {
        (false, _) => theme.dim,
        (true, true) => theme.heading,
        (true, false) => theme.text,
    };
    let number = day.day().to_string();
    let mut used = canvas.put(area, 0, 0, &number, style);
    if day == today.on {
        used += canvas.put(area, used, 0, " today", theme.heading);
    } else if day.weekday().num_days_from_monday() < 5 && terms.is_holiday(day) {
        used += canvas.put(area, used, 0, " holiday", theme.dim);
    }
    let counts: Vec<_> = DueKind::ALL
        .into_iter()
        .map(|kind| {
            let list = today.on_day(day).iter();
            (kind, list.filter(|due| due.kind == kind).count())
        })
        .filter(|(_, many)| *many > 0)
        .collect();
    let style = match (here, day < today.on) {
        (false, _) => theme.dim,
        (true, true) => theme.error,
        (true, false) => theme.text,
    };
    let words = |(kind, many): &(DueKind, usize)| format!("{many} {}", kind.word(*many));
    let letters = |(kind, many): &(DueKind, usize)| format!("{many}{}", kind.letter());
    if area.height > 4 && area.width > 16 {
        for (one, row) in counts.iter().zip(1..) {
            canvas.put(area, 0, row, &words(one), style);
        }
    } else {
        let text = counts.iter().map(letters).collect::<Vec<_>>().join(" ");
        let (column, row) = if area.height > 1 {
            (0, 1)
        } else {
            (used + 1, 0)
        };
        // The days of a narrow screen keep apart.
        let place = Rect {
            width: area.width.saturating_sub(1),
            ..area
        };
        canvas.put(place, column, row, &text, style);
    }
    if day == screen.day {
        let place = Rect {
            width: area.width.saturating_sub(1),
            ..area
        };
        for row in 0..place.height.min(2) {
            canvas.stripe(place, row, theme.selected);
        }
    }
}

fn draw_list(
    canvas: &mut Canvas,
    state: &State,
    (opened, today): (&Opened, &Today),
    screen: &Calendar,
    area: Rect,
) {
    let theme = canvas.theme;
    let list = today.on_day(screen.day);
    canvas.rule(area, 0, &full_day(screen.day));
    let area = lower(area, 1);
    if list.is_empty() {
        canvas.put(area, 0, 0, "Nothing is due.", theme.dim);
        return;
    }
    let rows = usize::from(area.height);
    let at = screen.line.map(|line| line.min(list.len() - 1));
    // The last row says how much more there is, until one is in the list.
    let more = at.is_none() && list.len() > rows;
    let lines = if more { rows.saturating_sub(1) } else { rows };
    let first = (at.unwrap_or(0) + 1).saturating_sub(lines);
    for ((place, one), row) in list.iter().enumerate().skip(first).take(lines).zip(0..) {
        canvas.put(area, 0, row, &due::text(state, opened, one), theme.text);
        if at == Some(place) {
            canvas.stripe(area, row, theme.selected);
        }
    }
    if more {
        let text = format!("and {} more", list.len().saturating_sub(lines));
        canvas.put(area, 0, area.height.saturating_sub(1), &text, theme.dim);
    }
}
