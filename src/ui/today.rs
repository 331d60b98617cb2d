//! How things stand today: the tiles, the week's agenda, and twelve weeks of concerns.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::{cases, chart, due, inset, lower};
use crate::app::action::{Action, Context};
use crate::app::screens::today::{ACROSS, TodayScreen, key_of, many};
use crate::app::state::{Opened, State};
use crate::domain::due::DueKind;
use crate::domain::today::{Tile, Today};
use crate::domain::when::{day, due_words};
use crate::domain::words::width;

/// Room for a day in the agenda.
const DAY: u16 = 12;
/// Where the figure of a tile ends.
const FIGURE: u16 = 22;

/// Draws it.
pub fn draw(canvas: &mut Canvas, state: &State, screen: &TodayScreen, area: Rect) {
    let Some(opened) = state.opened.as_deref() else {
        return;
    };
    let Some(today) = opened.today() else {
        return;
    };
    let body = inset(area);
    let mut row = 0;
    if let Some(words) = cases::drafts(state, &opened.drafts) {
        row += canvas.paragraph(body, 0, row, &words, canvas.theme.warning) + 1;
    }
    let gap = u16::from(body.height >= 26);
    let across = u16::try_from(ACROSS).unwrap_or(1);
    for (place, tile) in Tile::ALL.into_iter().enumerate() {
        let (down, right) = (place / ACROSS, place % ACROSS);
        let down = u16::try_from(down).unwrap_or(0);
        let right = u16::try_from(right).unwrap_or(0);
        let wide = body.width / across;
        let place_of = Rect::new(
            body.x + right * wide,
            body.y.saturating_add(row + down * (2 + gap)),
            wide.saturating_sub(2),
            2,
        )
        .intersection(body);
        if right > 0 {
            for line in 0..place_of.height {
                let edge = (right * wide).saturating_sub(2);
                canvas.put(
                    body,
                    edge,
                    row + down * (2 + gap) + line,
                    "│",
                    canvas.theme.frame,
                );
            }
        }
        draw_tile(canvas, state, (opened, today), tile, place_of);
        if screen.cursor == place {
            canvas.stripe(place_of, 0, canvas.theme.selected);
        }
    }
    row += 3 * (2 + gap) + u16::from(gap == 0);
    let rest = lower(body, row);
    if opened.school.cases.is_empty() && opened.school.sealed.is_empty() {
        let (head, text) = cases::first_steps(state, opened);
        canvas.put(rest, 0, 0, &head, canvas.theme.heading);
        canvas.paragraph(rest, 0, 2, &text, canvas.theme.text);
        return;
    }
    let wide = chart::width(body.width);
    if body.width < 70 {
        agenda(canvas, state, (opened, today), screen, rest);
        return;
    }
    let left = Rect {
        width: rest.width.saturating_sub(wide + 2),
        ..rest
    };
    let right = Rect {
        x: rest.right().saturating_sub(wide),
        width: wide,
        ..rest
    };
    agenda(canvas, state, (opened, today), screen, left);
    chart::draw(canvas, &opened.words, &today.chart, right, body.width);
}

/// The key, how many, and what; below that, what more there is to know.
fn draw_tile(
    canvas: &mut Canvas,
    state: &State,
    (opened, today): (&Opened, &Today),
    tile: Tile,
    area: Rect,
) {
    let theme = canvas.theme;
    let many = many(opened, today, tile);
    let unseen = tile == Tile::Reports && opened.drop_box.unseen.is_some();
    let key = state.keys.key(&[Context::Today], key_of(tile));
    let (count, title) = match many {
        _ if unseen => (theme.error, theme.heading),
        0 => (theme.dim, theme.dim),
        _ if tile.is_urgent() => (theme.error, theme.heading),
        _ => (theme.heading, theme.heading),
    };
    let parts = [
        (key.unwrap_or(" "), theme.key),
        (" ", title),
        (tile.title(), title),
    ];
    let used = canvas.parts(area, 0, 0, &parts);
    // The figures stand below each other, where there is room.
    let wide = area.width.min(FIGURE);
    let figure = match (unseen, many) {
        (true, 0) => "   ?".to_owned(),
        _ => format!("{many:>4}"),
    };
    let column = wide.saturating_sub(4).max(used);
    canvas.put(area, column, 0, &figure, count);
    if unseen {
        canvas.put(area, 2, 1, "cannot be looked into", theme.error);
    } else if many > 0 {
        let room = usize::from(area.width.saturating_sub(2));
        canvas.put(area, 2, 1, &more(today, tile, room), theme.dim);
    }
}

/// What more there is to know of what a tile counts.
fn more(today: &Today, tile: Tile, room: usize) -> String {
    let overdue = |tile| match today.overdue_of(tile) {
        0 => "none overdue".to_owned(),
        many => format!("{many} overdue"),
    };
    match tile {
        Tile::Unread => today.unread_since.map_or_else(String::new, |since| {
            format!("the oldest: {}", day(since, today.on))
        }),
        Tile::Critical | Tile::Awaiting | Tile::Mine => overdue(tile),
        Tile::Overdue => overdue_words(today, room),
        Tile::Untold => match today.untried() {
            0 => "all were tried".to_owned(),
            many => untried_words(today.cases(tile).len(), many, room),
        },
        Tile::Ending => today.next_end().map_or_else(String::new, |on| {
            format!("the next {}", due_words(on, today.on))
        }),
        Tile::Lapsed => match today.access_off() {
            0 => "none keeps access off".to_owned(),
            many => format!("access still off: {many}"),
        },
        Tile::Reports => "sealed, from staff".to_owned(),
    }
}

/// Of how many children nobody has told or tried the parents: the tile counts cases, of which one can have several.
fn untried_words(cases: usize, many: usize, room: usize) -> String {
    let of_cases = if cases == 1 { "case" } else { "cases" };
    let children = children(many);
    let all = format!("{cases} {of_cases}: {children} not tried yet");
    match width(&all) > room {
        true => format!("{children} not tried"),
        false => all,
    }
}

fn children(many: usize) -> String {
    match many {
        1 => "1 child".to_owned(),
        many => format!("{many} children"),
    }
}

/// Of how many children the parents are to be contacted, and how many sanctions, actions and reviews are overdue; where there is no
/// room for it, how many of the first and of the others.
fn overdue_words(today: &Today, room: usize) -> String {
    let kinds: Vec<_> = DueKind::ALL
        .into_iter()
        .filter_map(|kind| Some((kind, *today.overdue.get(&kind)?)))
        .collect();
    let words = |(kind, many): &(DueKind, usize)| match (kind, many) {
        (DueKind::Contact, many) => children(*many),
        // It did not end: nobody has said so.
        (DueKind::SanctionEnds, 1) => "1 sanction".to_owned(),
        (DueKind::SanctionEnds, many) => format!("{many} sanctions"),
        (kind, many) => format!("{many} {}", kind.word(*many)),
    };
    let all = kinds.iter().map(words).collect::<Vec<_>>().join(", ");
    match kinds.split_first() {
        Some((first, others)) if width(&all) > room => {
            let others: usize = others.iter().map(|(_, many)| many).sum();
            // "Others" would be other children.
            let word = if others == 1 { "task" } else { "tasks" };
            format!("{}, {others} {word}", words(first))
        }
        _ => all,
    }
}

fn agenda(
    canvas: &mut Canvas,
    state: &State,
    (opened, today): (&Opened, &Today),
    screen: &TodayScreen,
    area: Rect,
) {
    let theme = canvas.theme;
    canvas.rule(area, 0, "Due within a week");
    let area = lower(area, 1);
    let all = today.agenda_len();
    if all == 0 {
        let text = match today.cases(Tile::Overdue).len() {
            0 => "Nothing is due, and nothing is late. A good day to be out in the classrooms."
                .to_owned(),
            _ => {
                let key = state.keys.key(&[Context::Today], Action::ShowOverdue);
                format!(
                    "Nothing new falls due this week. What is overdue comes first: {} opens it.",
                    key.unwrap_or("the tile")
                )
            }
        };
        canvas.paragraph(area, 0, 0, &text, theme.good);
        return;
    }
    let rows = usize::from(area.height);
    // The last row says how much more there is.
    let lines = if all > rows {
        rows.saturating_sub(1)
    } else {
        rows
    };
    let at = screen.cursor.checked_sub(Tile::ALL.len());
    let first = (at.unwrap_or(0) + 1).saturating_sub(lines);
    let mut before = None;
    for ((place, one), row) in today.agenda().enumerate().skip(first).take(lines).zip(0..) {
        if before != Some(one.day) {
            canvas.put(area, 0, row, &day(one.day, today.on), theme.label);
            before = Some(one.day);
        }
        let text = due::text(state, opened, one);
        canvas.put(area, DAY, row, &text, theme.text);
        if at == Some(place) {
            canvas.stripe(area, row, theme.selected);
        }
    }
    if all > rows {
        let key = state.keys.key(&[Context::Today], Action::OpenCalendar);
        let more = all.saturating_sub(first + lines);
        let text = match more {
            0 => String::new(),
            more => format!(
                "and {more} more: {} shows the month",
                key.unwrap_or("the calendar")
            ),
        };
        canvas.put(area, DAY, area.height.saturating_sub(1), &text, theme.dim);
    }
}
