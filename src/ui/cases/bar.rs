//! What stands above the list: the saved views or what is selected, and what narrows the list.

use ratatui::layout::Rect;

use crate::app::action::Action;
use crate::app::queue::{offers, view_shown};
use crate::app::state::{Cases, Opened, State};
use crate::app::views::KEYS;
use crate::domain::words::{fit, offset_at, width};
use crate::ui::canvas::Canvas;

const FILTER: &str = "Find: ";
/// A name that is cut to less tells nothing.
const TELLING: usize = 5;

/// Draws it. Answers with the rows used.
pub fn draw(
    canvas: &mut Canvas,
    state: &State,
    opened: &Opened,
    screen: &Cases,
    area: Rect,
) -> u16 {
    // Where a school has no case yet there is nothing to look at in one way or another.
    if opened.school.cases.is_empty() && opened.school.sealed.is_empty() {
        return 0;
    }
    let selected = screen.queue.selected.len();
    if selected > 0 {
        let theme = canvas.theme;
        let count = match selected {
            1 => "1 case selected".to_owned(),
            count => format!("{count} cases selected"),
        };
        canvas.put(area, 0, 0, &count, theme.heading);
    } else {
        tabs(canvas, state, opened, screen, area);
    }
    if !screen.filtering && screen.filter.is_empty() {
        return 1;
    }
    1 + filter(canvas, state, screen, area, 1)
}

/// The views on the number keys, every one of them: where there is no room for all names, the last have none.
fn tabs(canvas: &mut Canvas, state: &State, opened: &Opened, screen: &Cases, area: Rect) {
    let theme = canvas.theme;
    let shown = view_shown(screen, &opened.views);
    let views = opened.views.iter().zip(KEYS).enumerate();
    let views: Vec<_> = views
        .filter_map(|(place, (view, action))| {
            let key = state.keys.first(action)?;
            Some((place, key, state.shown(&view.name)))
        })
        .collect();
    let names: Vec<_> = views.iter().map(|(.., called)| width(called)).collect();
    // Beside its name a view has its key and a blank; where names are cut one blank before the next is enough.
    let keys: usize = views.iter().map(|(_, key, _)| width(key) + 1).sum();
    let room = |gap: u16| {
        let gaps = usize::from(gap) * views.len().saturating_sub(1);
        usize::from(area.width).saturating_sub(keys + gaps)
    };
    let gap = if names.iter().sum::<usize>() <= room(2) {
        2
    } else {
        1
    };
    let at = views.iter().position(|(place, ..)| shown == Some(*place));
    let most = shortened(&names, room(gap), at);
    let mut column = 0;
    for ((place, key, called), most) in views.iter().zip(most) {
        let name = match shown == Some(*place) {
            true => theme.selected,
            false => theme.dim,
        };
        let called = fit(called, most);
        let parts = [(&**key, theme.key), (" ", theme.dim), (&*called, name)];
        column += canvas.parts(area, column, 0, &parts) + gap;
    }
}

/// The width that each name is given, so that all of them together fit into the room: the one that is shown first, then
/// in their order as long as there is room. Those after them have their keys alone.
fn shortened(names: &[usize], room: usize, shown: Option<usize>) -> Vec<usize> {
    let mut left = room;
    let mut given = vec![0; names.len()];
    for place in shown.into_iter().chain(0..names.len()) {
        if let (Some(given @ 0), Some(wide)) = (given.get_mut(place), names.get(place)) {
            // A letter or two say nothing.
            *given = if *wide <= left || left >= TELLING {
                left.min(*wide)
            } else {
                0
            };
            left -= *given;
        }
    }
    given
}

/// The filter, and below it what is wrong with it or what it says, and what can be written next.
fn filter(canvas: &mut Canvas, state: &State, screen: &Cases, area: Rect, row: u16) -> u16 {
    let theme = canvas.theme;
    let used = canvas.put(area, 0, row, FILTER, theme.label);
    let room = usize::from(area.width.saturating_sub(used));
    let layout = screen.filter.layout(room, 1);
    let line = layout.lines.first().map_or("", |line| line.as_ref());
    canvas.put(area, used, row, line, theme.field_focused);
    let cursor = u16::try_from(layout.cursor.0).unwrap_or(0);
    if screen.filtering {
        canvas.cursor = Some((area.x + used + cursor, area.y + row));
    }
    let queue = &screen.queue;
    let mut rows = 1;
    if let Some(fault) = queue.fault(&screen.filter, screen.filtering) {
        let columns = fault.columns(screen.filter.text());
        // A text that is longer than its line has been scrolled: so far that the cursor is in sight.
        let before = screen.filter.text().get(..screen.filter.cursor());
        let scrolled = width(before.unwrap_or_default()).saturating_sub(layout.cursor.0);
        let start = columns.start.saturating_sub(scrolled).min(room);
        let end = columns.end.saturating_sub(scrolled).min(room);
        let (from, to) = (offset_at(line, start), offset_at(line, end));
        let wrong = line.get(from..to).unwrap_or_default();
        let start = u16::try_from(start).unwrap_or(0);
        canvas.put(area, used + start, row, wrong, theme.error);
        // It is said where it is, as far as there is room; else below that.
        let key = state.keys.first(Action::Complete).unwrap_or_default();
        let takes = match (&fault.instead, screen.filtering) {
            (Some(_), true) => format!(" {key} puts it there."),
            _ => String::new(),
        };
        let say = format!("{}{takes}", state.shown(&fault.to_string()));
        let wide = u16::try_from(width(&say)).unwrap_or(u16::MAX);
        let at = used + start;
        canvas.put(area, at, row + rows, "^", theme.error);
        if at.saturating_add(wide).saturating_add(2) <= area.width {
            canvas.put(area, at + 2, row + rows, &say, theme.error);
            rows += 1;
        } else {
            rows += 1;
            rows += canvas.paragraph(area, 0, row + rows, &say, theme.error);
        }
    } else if queue.has_keys && !state.initials {
        // It repeats what was typed, which can be a name.
        let words = format!("= {}", queue.words);
        canvas.put(area, 0, row + rows, &words, theme.good);
        rows += 1;
    }
    if screen.filtering && queue.fault(&screen.filter, true).is_none() {
        rows += next(canvas, state, screen, area, row + rows);
    }
    rows
}

/// What can be written next, the first with its key and what it means.
fn next(canvas: &mut Canvas, state: &State, screen: &Cases, area: Rect, row: u16) -> u16 {
    let theme = canvas.theme;
    let offers = offers(&screen.queue.next, state.initials);
    let Some((first, others)) = offers.split_first() else {
        return 0;
    };
    let key = state.keys.first(Action::Complete).unwrap_or_default();
    let mut column = canvas.parts(
        area,
        0,
        row,
        &[
            (&*key, theme.key),
            (" ", theme.dim),
            (&*first.text, theme.heading),
            (" ", theme.dim),
            (&*first.means, theme.dim),
        ],
    );
    for other in others {
        let wide = u16::try_from(width(&other.text)).unwrap_or(u16::MAX);
        if column.saturating_add(wide).saturating_add(3) > area.width {
            break;
        }
        column += canvas.put(area, column, row, " · ", theme.dim);
        column += canvas.put(area, column, row, &other.text, theme.text);
    }
    1
}
