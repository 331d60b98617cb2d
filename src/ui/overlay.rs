//! What lies over a screen: help and palette, questions, messages, the small form for a person.

use ratatui::layout::Rect;

use super::canvas::{Canvas, centred, wrapped};
use super::form::fields;
use super::lower;
use super::pane::focused;
use crate::app::action::Action;
use crate::app::choose::Choosing;
use crate::app::form::Form;
use crate::app::menu;
use crate::app::state::{Menu, Overlay, Question, State};
use crate::domain::words::width;

/// Draws one.
pub fn draw(canvas: &mut Canvas, state: &State, overlay: &Overlay, area: Rect) {
    match overlay {
        Overlay::Menu(menu) => draw_menu(canvas, state, menu, area),
        Overlay::Confirm(question) => draw_question(canvas, state, question, area),
        Overlay::Choose(choosing) => draw_choosing(canvas, state, choosing, area),
        Overlay::Read { title, lines } => {
            let lines: Vec<_> = lines.iter().map(|line| state.shown(line)).collect();
            draw_text(canvas, title, &lines, area);
        }
        Overlay::Person(form) => draw_person(canvas, state, form, area),
    }
}

fn draw_menu(canvas: &mut Canvas, state: &State, menu: &Menu, area: Rect) {
    let theme = canvas.theme;
    let place = centred(area, 76, area.height);
    let title = if menu.help {
        "Keys that work here"
    } else {
        "Do something"
    };
    let inside = canvas.framed(place, title);
    let used = canvas.put(inside, 0, 0, "Search: ", theme.label);
    let room = inside.width.saturating_sub(used).max(1);
    let layout = menu.filter.layout(usize::from(room), 1);
    let line = layout.lines.first().map_or("", |line| line.as_ref());
    canvas.put(inside, used, 0, line, theme.text);
    let column = used + u16::try_from(layout.cursor.0).unwrap_or(0);
    canvas.cursor = Some((
        inside.x + column.min(inside.width.saturating_sub(1)),
        inside.y,
    ));
    let lines = menu::lines(state, menu);
    let list = Rect::new(
        inside.x,
        inside.y.saturating_add(1),
        inside.width,
        inside.height.saturating_sub(2),
    );
    let rows = usize::from(list.height);
    let at = menu.cursor.min(lines.len().saturating_sub(1));
    let first = at.saturating_sub(rows.saturating_sub(1));
    let keys = |line: &crate::app::keys::KeyLine| line.keys.join(", ");
    let widest = lines
        .iter()
        .map(|line| width(&keys(line)))
        .max()
        .unwrap_or(0);
    let column = u16::try_from(widest + 2).unwrap_or(12).min(list.width / 3);
    for (place, line) in lines.iter().enumerate().skip(first).take(rows) {
        let row = u16::try_from(place - first).unwrap_or(0);
        let key_cell = Rect {
            width: column.saturating_sub(1),
            ..list
        };
        canvas.put(key_cell, 0, row, &keys(line), theme.key);
        canvas.put(list, column, row, line.action.info().title, theme.text);
        if place == at {
            canvas.stripe(list, row, theme.selected);
        }
    }
    if lines.is_empty() {
        canvas.put(list, 0, 0, "Nothing fits what you typed.", theme.dim);
    }
    let help = lines.get(at).map_or("", |line| line.action.info().help);
    canvas.put(inside, 0, inside.height.saturating_sub(1), help, theme.dim);
}

fn draw_question(canvas: &mut Canvas, state: &State, question: &Question, area: Rect) {
    let theme = canvas.theme;
    let columns = 60.min(area.width);
    let lines = wrapped(&question.ask, columns.saturating_sub(4));
    let rows = u16::try_from(lines.len()).unwrap_or(1) + 4;
    let inside = canvas.framed(centred(area, columns, rows), "A question");
    let used = canvas.paragraph(inside, 0, 0, &question.ask, theme.text);
    let key = |action| state.keys.first(action).unwrap_or_default();
    canvas.parts(
        inside,
        0,
        used + 1,
        &[
            (&key(Action::Yes), theme.key),
            (" ", theme.text),
            (question.yes, theme.text),
            ("    ", theme.text),
            (&key(Action::No), theme.key),
            (" ", theme.text),
            (question.no, theme.text),
        ],
    );
}

fn draw_choosing(canvas: &mut Canvas, state: &State, choosing: &Choosing, area: Rect) {
    let theme = canvas.theme;
    let columns = 78.min(area.width);
    let ask = wrapped(&choosing.ask, columns.saturating_sub(4)).len();
    // An answer that is too long for one row goes on in the next.
    let answers = choosing
        .answers
        .iter()
        .enumerate()
        .flat_map(|(place, answer)| {
            let words = state.shown_among(&answer.words, &answer.people);
            let lines = wrapped(&words, columns.saturating_sub(8));
            lines
                .into_iter()
                .enumerate()
                .map(move |(row, line)| (place, row == 0, line))
        });
    let answers: Vec<_> = answers.collect();
    let rows = u16::try_from(ask + answers.len() + 3).unwrap_or(u16::MAX);
    let inside = canvas.framed(centred(area, columns, rows), "A question");
    let used = canvas.paragraph(inside, 0, 0, &choosing.ask, theme.text);
    let list = lower(inside, used + 1);
    let end = answers
        .iter()
        .rposition(|(place, ..)| *place == choosing.cursor);
    let first = (end.unwrap_or(0) + 1).saturating_sub(usize::from(list.height));
    for (row, (place, begins, line)) in (0..list.height).zip(answers.iter().skip(first)) {
        let mark = match (*place == choosing.cursor, begins) {
            (true, true) => "› ",
            (_, true) => "  ",
            (_, false) => "    ",
        };
        canvas.parts(list, 0, row, &[(mark, theme.heading), (line, theme.text)]);
        if *place == choosing.cursor {
            canvas.stripe(list, row, theme.selected);
        }
    }
}

fn draw_text(canvas: &mut Canvas, title: &str, lines: &[String], area: Rect) {
    let theme = canvas.theme;
    let columns = 70.min(area.width);
    let rows: usize = lines
        .iter()
        .map(|line| wrapped(line, columns.saturating_sub(4)).len() + 1)
        .sum();
    let rows = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(3);
    let inside = canvas.framed(centred(area, columns, rows), title);
    let mut row = 0;
    for line in lines {
        row += canvas.paragraph(inside, 0, row, line, theme.text) + 1;
    }
    let foot = inside.height.saturating_sub(1);
    canvas.put(inside, 0, foot, "Any key closes this.", theme.dim);
}

fn draw_person(canvas: &mut Canvas, state: &State, form: &Form, area: Rect) {
    let inside = canvas.framed(centred(area, 70, 17), &state.shown(&form.title));
    let rows = u16::try_from(form.fields.len())
        .unwrap_or(0)
        .min(inside.height);
    fields(
        canvas,
        state,
        form,
        Rect {
            height: rows,
            ..inside
        },
    );
    let pane = Rect::new(
        inside.x,
        inside.y + rows,
        inside.width,
        inside.height.saturating_sub(rows),
    );
    focused(canvas, state, form, pane);
}
