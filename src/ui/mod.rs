//! Drawing the state: one file for each screen, and the theme they share.

mod calendar;
pub mod canvas;
mod case;
mod cases;
mod chart;
mod chrome;
mod due;
mod form;
mod ledger;
mod overlay;
mod page;
mod pane;
mod picker;
mod roster;
mod setup;
pub mod theme;
mod today;
mod unlock;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::state::{Screen, State};
use canvas::Canvas;
use theme::Theme;

/// Draws everything.
pub fn view(state: &State, theme: &Theme, frame: &mut Frame) {
    let area = frame.area();
    let mut canvas = Canvas {
        buffer: frame.buffer_mut(),
        theme,
        cursor: None,
    };
    canvas.clear(area);
    if state.blank || area.width == 0 || area.height == 0 {
        return;
    }
    let body = chrome::draw(&mut canvas, state, area);
    match state.screen() {
        Some(Screen::Setup(setup)) => setup::draw(&mut canvas, state, setup, body),
        Some(Screen::Unlock(unlock)) => unlock::draw(&mut canvas, state, unlock, body),
        Some(Screen::Cases(cases)) => cases::draw(&mut canvas, state, cases, body),
        Some(Screen::Today(today)) => today::draw(&mut canvas, state, today, body),
        Some(Screen::Ledger(ledger)) => ledger::draw(&mut canvas, state, ledger, body),
        Some(Screen::Calendar(calendar)) => calendar::draw(&mut canvas, state, calendar, body),
        Some(Screen::Case(case)) => case::draw(&mut canvas, state, case, body),
        Some(Screen::Form(form)) => form::draw(&mut canvas, state, form, body),
        Some(Screen::Roster(roster)) => roster::draw(&mut canvas, state, roster, body),
        Some(Screen::Page(page)) => page::draw(&mut canvas, state, page, body),
        None => {}
    }
    for overlay in &state.overlays {
        canvas.cursor = None;
        overlay::draw(&mut canvas, state, overlay, body);
    }
    if let Some((column, row)) = canvas.cursor
        && area.contains((column, row).into())
    {
        frame.set_cursor_position((column, row));
    }
}

/// A place without its margin of one column on either side.
fn inset(area: Rect) -> Rect {
    if area.width < 20 {
        return area;
    }
    Rect::new(area.x + 1, area.y, area.width - 2, area.height)
}

/// What is left of a place below its first rows.
fn lower(area: Rect, rows: u16) -> Rect {
    Rect::new(
        area.x,
        area.y.saturating_add(rows),
        area.width,
        area.height.saturating_sub(rows),
    )
}
