//! Drawing the state: one file for each screen, and the theme they share.

mod calendar;
pub mod canvas;
mod case;
mod cases;
mod chart;
mod chrome;
mod chronology;
mod due;
mod form;
mod ledger;
mod overlay;
mod page;
mod pane;
mod picker;
mod preview;
mod roster;
mod search;
mod setup;
mod sheet;
mod summary;
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
        Some(Screen::Search(screen)) => search::draw(&mut canvas, state, screen, body),
        Some(Screen::Today(today)) => today::draw(&mut canvas, state, today, body),
        Some(Screen::Ledger(ledger)) => ledger::draw(&mut canvas, state, ledger, body),
        Some(Screen::Calendar(calendar)) => calendar::draw(&mut canvas, state, calendar, body),
        Some(Screen::Case(case)) => case::draw(&mut canvas, state, case, body),
        Some(Screen::Chronology(screen)) => chronology::draw(&mut canvas, state, screen, body),
        Some(Screen::Summary(screen)) => summary::draw(&mut canvas, state, screen, body),
        Some(Screen::Form(form)) => form::draw(&mut canvas, state, form, body),
        Some(Screen::Roster(roster)) => roster::draw(&mut canvas, state, roster, body),
        Some(Screen::Page(page)) => page::draw(&mut canvas, state, page, body),
        Some(Screen::Sheet(sheet)) => sheet::draw(&mut canvas, sheet, body),
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

/// The first row to be shown, so that those from `start` to `end` are in sight, and whether some of them are hidden
/// below: of what is taller than the place, `offset` rows have been read.
fn window(start: usize, end: usize, height: usize, offset: usize) -> (usize, bool) {
    let tall = end - start > height;
    let top = if tall {
        start + offset.min(end - start - height)
    } else {
        end.saturating_sub(height).min(start)
    };
    (top, tall && top + height < end)
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
