//! Search as you type: what was found, the best first, each with the place where it stands.

use std::ops::Range;

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::cases::{lead, severity_style};
use super::preview::{self, beside};
use super::{inset, lower};
use crate::app::search::Search;
use crate::app::state::{Opened, State};
use crate::domain::case::Case;
use crate::domain::case_find::{find_sealed, sealed_words};
use crate::domain::search::{Place, Sought, excerpt, marks};
use crate::domain::story::{masked, names};
use crate::domain::vocabulary::List;
use crate::domain::words::{initials, width};

/// Rows that a case takes.
const EACH: u16 = 2;

/// Draws it.
pub fn draw(canvas: &mut Canvas, state: &State, screen: &Search, area: Rect) {
    let Some(opened) = state.opened.as_deref() else {
        return;
    };
    let theme = canvas.theme;
    let body = inset(area);
    let used = canvas.put(body, 0, 0, "Search: ", theme.label);
    let room = body.width.saturating_sub(used);
    let layout = screen.typed.layout(usize::from(room), 1);
    let line = layout.lines.first().map_or("", |line| line.as_ref());
    canvas.put(body, used, 0, line, theme.field_focused);
    let column = used + u16::try_from(layout.cursor.0).unwrap_or(0);
    canvas.cursor = Some((body.x + column, body.y));
    let typed = screen.typed.text();
    let best = &screen.found.best;
    let count = match (opened.searching.index.is_some(), screen.found.total) {
        (false, _) => "Reading every case …".to_owned(),
        (true, 0) => "Nothing fits what you typed.".to_owned(),
        (true, count) if typed.trim().is_empty() => {
            format!(
                "{count} to search: type a reference, a name, a rule, or what was written. The newest first."
            )
        }
        (true, 1) => "1 case".to_owned(),
        (true, count) if count > best.len() => {
            format!("{count} cases, the best {} of them", best.len())
        }
        (true, count) => format!("{count} cases, the best first"),
    };
    canvas.put(body, 0, 1, &count, theme.dim);
    let at = screen.cursor.min(best.len().saturating_sub(1));
    let (mut list, side) = beside(lower(body, 2));
    if let (Some(side), Some(hit)) = (side, best.get(at)) {
        let case = opened.school.cases.get(&hit.reference);
        preview::draw(canvas, state, opened, case, side);
    }
    // Of what is sealed to others only that it is there can be found.
    if !typed.trim().is_empty()
        && let Some((reference, on)) = find_sealed(&opened.school, typed).first()
        && list.height > 0
    {
        list.height -= 1;
        let text = format!("{reference} is {}.", sealed_words(*on));
        let place = Rect {
            height: list.height + 1,
            ..list
        };
        canvas.put(place, 0, list.height, &text, theme.dim);
    }
    let fit = usize::from(list.height / EACH).max(1);
    let first = at.saturating_sub(fit - 1);
    let mut row = 0;
    for (place, hit) in best.iter().enumerate().skip(first).take(fit) {
        if let Some(case) = opened.school.cases.get(&hit.reference) {
            one(canvas, state, opened, case, &screen.found.sought, list, row);
        }
        if place == at {
            canvas.stripe(list, row, theme.selected);
        }
        row += EACH;
    }
}

/// A case: who and how it stands, and below it what was found.
fn one(
    canvas: &mut Canvas,
    state: &State,
    opened: &Opened,
    case: &Case,
    sought: &Sought,
    area: Rect,
    row: u16,
) {
    let theme = canvas.theme;
    let status = opened.words.label(List::Status, case.status.id());
    let severity = opened.words.label(List::Severity, case.severity.id());
    let category = opened.words.label(List::Category, &case.concern.category);
    let reference = format!("{} ", case.reference);
    let who = lead(state, case, 28);
    let about = case
        .lead()
        .and_then(|one| one.who.pupil().map(|_| one.who.about()));
    // Namesakes are told apart by their class: it comes before what they are in for, where all of it has room.
    let about = about.map_or_else(String::new, |about| format!(" ({about})"));
    let all = [&*reference, &who, &about, status, severity, category];
    let taken: usize = all.into_iter().map(width).sum();
    let about = match taken + 3 * 3 > usize::from(area.width) {
        true => "",
        false => &about,
    };
    canvas.parts(
        area,
        0,
        row,
        &[
            (&*reference, theme.text),
            (&*who, theme.text),
            (about, theme.dim),
            (" · ", theme.dim),
            (status, theme.text),
            (" · ", theme.dim),
            (severity, severity_style(canvas, case.severity)),
            (" · ", theme.dim),
            (category, theme.dim),
        ],
    );
    let columns = usize::from(area.width).saturating_sub(24);
    let Some(found) = excerpt(case, &opened.words, sought, columns.max(20)) else {
        return;
    };
    let place = match found.place {
        Place::Reference => "Reference".to_owned(),
        Place::Name => "In it".to_owned(),
        Place::Facts => "About".to_owned(),
        Place::Entry(seq) => {
            let line = case.chronology.iter().find(|line| line.seq == seq);
            line.map_or_else(String::new, |line| {
                format!("{} {}", line.fact.title(), line.at.format("%-d %b %Y"))
            })
        }
    };
    let (text, marked) = match state.initials {
        true => {
            let text = masked(&found.text, &names(case), &initials);
            let text = state.shown(&text);
            let marked = marks(&text, sought);
            (text, marked)
        }
        false => (found.text, found.marks),
    };
    let used = canvas.put(area, 2, row + 1, &format!("{place}: "), theme.dim);
    highlighted(canvas, area, 2 + used, row + 1, &text, &marked);
}

/// A text in which what was asked for stands out.
fn highlighted(
    canvas: &mut Canvas,
    area: Rect,
    column: u16,
    row: u16,
    text: &str,
    marked: &[Range<usize>],
) {
    let theme = canvas.theme;
    let (mut at, mut column) = (0, column);
    for mark in marked {
        let before = text.get(at..mark.start).unwrap_or_default();
        let found = text.get(mark.clone()).unwrap_or_default();
        column += canvas.put(area, column, row, before, theme.text);
        column += canvas.put(
            area,
            column,
            row,
            found,
            theme.heading.patch(theme.field_focused),
        );
        at = mark.end.max(at);
    }
    canvas.put(
        area,
        column,
        row,
        text.get(at..).unwrap_or_default(),
        theme.text,
    );
}
