//! One case: who, what is open, and the story from top to bottom.

mod summary;

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::canvas::{Canvas, wrapped};
use super::cases::severity_style;
use super::{inset, window};
use crate::app::state::{CaseScreen, Opened, State};
use crate::domain::case::{Case, Line};
use crate::domain::seen::is_new;
use crate::domain::story::Teller;
use crate::domain::vocabulary::List;
use crate::domain::when::day;
use crate::domain::words::{fit, width};
use summary::summary;

/// From this width on, the summary stands beside the story instead of above it.
const WIDE: u16 = 110;
/// Rows that the summary may take above the story.
const SUMMARY: u16 = 9;
/// Columns below which what a case is about says nothing beside how it stands.
const CATEGORY: usize = 12;

/// A line to be drawn: its text, its style, and the column it begins in.
struct Row {
    text: String,
    style: Style,
    indent: u16,
}

/// Draws it.
pub fn draw(canvas: &mut Canvas, state: &State, screen: &CaseScreen, area: Rect) {
    let Some(opened) = state.opened.as_deref() else {
        return;
    };
    let Some(case) = opened.school.cases.get(&screen.reference) else {
        return;
    };
    let name = |name: &str| state.name(name);
    let teller = Teller {
        school: &opened.school,
        words: &opened.words,
        name: &name,
        today: state.now.date_naive(),
    };
    let body = inset(area);
    headline(canvas, state, opened, case, body);
    let rest = Rect::new(
        body.x,
        body.y.saturating_add(1),
        body.width,
        body.height.saturating_sub(1),
    );
    if body.width >= WIDE {
        let side = body.width / 3;
        let story_area = Rect::new(rest.x, rest.y, rest.width - side - 2, rest.height);
        let side_area = Rect::new(rest.right() - side, rest.y, side, rest.height);
        let rows = summary(canvas, state, opened, case, &teller, side, usize::MAX);
        draw_rows(canvas, &rows, side_area, 0);
        story(canvas, opened, case, screen, &teller, story_area);
    } else {
        let most = SUMMARY.min(rest.height / 2);
        let rows = summary(
            canvas,
            state,
            opened,
            case,
            &teller,
            rest.width,
            usize::from(most),
        );
        let used = draw_rows(
            canvas,
            &rows,
            Rect {
                height: most,
                ..rest
            },
            0,
        );
        let story_area = Rect::new(
            rest.x,
            rest.y + used,
            rest.width,
            rest.height.saturating_sub(used),
        );
        story(canvas, opened, case, screen, &teller, story_area);
    }
}

/// How the case stands, and against the right edge who looks after it and when it is looked at again: what it is
/// about gives way to that, and the names give way to how it stands.
fn headline(canvas: &mut Canvas, state: &State, opened: &Opened, case: &Case, area: Rect) {
    let theme = canvas.theme;
    let severity = opened.words.label(List::Severity, case.severity.id());
    let status = opened.words.label(List::Status, case.status.id());
    let category = opened.words.label(List::Category, &case.concern.category);
    let style = severity_style(canvas, case.severity);
    let mut parts = Vec::new();
    if case.sealed {
        parts.extend([("Headteacher only", theme.warning), (" · ", theme.dim)]);
    }
    parts.extend([
        (status, theme.heading),
        (" · ", theme.dim),
        (severity, style),
    ]);
    let stands: usize = parts.iter().map(|(text, _)| width(text)).sum();
    let name = |id| state.name(opened.school.person_name(id));
    let by = opened.school.looks_after(case, state.now.date_naive());
    let owner = match by == case.owner {
        true => name(&case.owner),
        false => format!("{} for {}", name(by), name(&case.owner)),
    };
    let review = case.review.map_or_else(String::new, |on| {
        format!("review {} · ", day(on, state.now.date_naive()))
    });
    let room = usize::from(area.width).saturating_sub(stands + 2);
    let right = fit(&format!("{review}{owner}"), room);
    canvas.right(area, 0, &right, theme.text);
    let left = Rect {
        width: area
            .width
            .saturating_sub(u16::try_from(width(&right)).unwrap_or(u16::MAX))
            .saturating_sub(2),
        ..area
    };
    if usize::from(left.width) >= stands + CATEGORY {
        parts.extend([(" · ", theme.dim), (category, theme.text)]);
    }
    canvas.parts(left, 0, 0, &parts);
}

/// How a case stands, who is in it and what is open, for a place beside a list. Answers with the rows used.
pub fn glance(canvas: &mut Canvas, state: &State, opened: &Opened, case: &Case, area: Rect) -> u16 {
    let theme = canvas.theme;
    let name = |name: &str| state.name(name);
    let teller = Teller {
        school: &opened.school,
        words: &opened.words,
        name: &name,
        today: state.now.date_naive(),
    };
    let label = |list, id: &str| opened.words.label(list, id).to_owned();
    let severity = label(List::Severity, case.severity.id());
    let status = label(List::Status, case.status.id());
    let parts = [
        (&*status, theme.heading),
        (" · ", theme.dim),
        (&*severity, severity_style(canvas, case.severity)),
    ];
    canvas.parts(area, 0, 0, &parts);
    let category = label(List::Category, &case.concern.category);
    let owner = state.name(opened.school.person_name(&case.owner));
    let mut row = 1;
    row += canvas.paragraph(area, 0, row, &category, theme.text);
    row += canvas.paragraph(area, 0, row, &format!("Owner: {owner}"), theme.text);
    let rows = summary(canvas, state, opened, case, &teller, area.width, usize::MAX);
    let rest = super::lower(area, row + 1);
    row + 1 + draw_rows(canvas, &rows, rest, 0)
}

fn draw_rows(canvas: &mut Canvas, rows: &[Row], area: Rect, first: usize) -> u16 {
    let mut at = 0;
    for row in rows.iter().skip(first) {
        if at >= area.height {
            break;
        }
        canvas.put(area, row.indent, at, &row.text, row.style);
        at += 1;
    }
    at
}

/// The chronology, with the entry under the cursor in sight.
fn story(
    canvas: &mut Canvas,
    opened: &Opened,
    case: &Case,
    screen: &CaseScreen,
    teller: &Teller,
    area: Rect,
) {
    let count = case.chronology.len();
    let at = screen.cursor.min(count.saturating_sub(1));
    let mut title = format!("Chronology {} of {count}", at + 1);
    if let Some(new) = new_words(opened, case, screen, teller) {
        title.push_str(&format!(" · {new}"));
    }
    canvas.rule(area, 0, &title);
    let area = Rect::new(
        area.x,
        area.y.saturating_add(1),
        area.width,
        area.height.saturating_sub(1),
    );
    let height = usize::from(area.height);
    let drawn = Drawn {
        case,
        screen,
        me: &opened.me.id,
        teller,
    };
    let (rows, start, end) = story_rows(canvas, &drawn, at, area.width);
    let (top, hidden) = window(start, end, height, screen.offset);
    screen.hidden.set(hidden);
    draw_rows(canvas, &rows, area, top);
    let mark = canvas.theme.selected;
    for row in start.max(top)..end.min(top + height) {
        let row = u16::try_from(row - top).unwrap_or(u16::MAX);
        if row < area.height {
            canvas.put(area, 0, row, "▌", canvas.theme.heading);
        }
    }
    if start >= top && start < top + height {
        let row = u16::try_from(start - top).unwrap_or(0);
        let line = Rect::new(
            area.x + 1,
            area.y,
            area.width.saturating_sub(1),
            area.height,
        );
        canvas.stripe(line, row, mark);
    }
}

/// How much of it is new to whoever reads, in words.
fn new_words(opened: &Opened, case: &Case, screen: &CaseScreen, teller: &Teller) -> Option<String> {
    let looked = screen.looked.as_ref()?;
    let lines = case.chronology.iter();
    let new = lines.filter(|line| is_new(line, &opened.me.id, looked.seq));
    match new.count() {
        0 => None,
        count => Some(format!(
            "{count} new since you looked, {}",
            day(looked.on, teller.today)
        )),
    }
}

/// What the story is drawn from.
struct Drawn<'a> {
    case: &'a Case,
    screen: &'a CaseScreen,
    me: &'a str,
    teller: &'a Teller<'a>,
}

/// Every line of the story, and where the entry at the cursor begins and ends.
fn story_rows(canvas: &Canvas, drawn: &Drawn, at: usize, columns: u16) -> (Vec<Row>, usize, usize) {
    let mut rows = Vec::new();
    let (mut start, mut end) = (0, 0);
    for (place, line) in drawn.case.chronology.iter().enumerate() {
        if place == at {
            start = rows.len();
        }
        entry_rows(&mut rows, canvas, drawn, line, columns);
        if place == at {
            end = rows.len();
        }
    }
    (rows, start, end)
}

/// An entry: its heading, and its text unless it is folded into one line.
fn entry_rows(rows: &mut Vec<Row>, canvas: &Canvas, drawn: &Drawn, line: &Line, columns: u16) {
    let theme = canvas.theme;
    let Drawn {
        case,
        screen,
        me,
        teller,
    } = *drawn;
    let looked = screen.looked.as_ref();
    let new = looked.is_some_and(|looked| is_new(line, me, looked.seq));
    let new = if new { " · NEW" } else { "" };
    let when = line.at.format("%a %-d %b %Y %H:%M");
    let title = line.fact.title();
    if screen.folded.contains(&line.seq) {
        let told = teller.entry(case, line);
        // Of a concern, what happened tells it from others, not when.
        let account = told.iter().find(|one| one.heading == "Account");
        let first = account.or(told.first());
        let first = first.map_or_else(String::new, |first| match first.heading {
            "" => format!(" · {}", first.text),
            heading => format!(" · {heading}: {}", first.text),
        });
        rows.push(Row {
            text: format!("+ {when} · {title}{new}{}", first.replace('\n', " ")),
            style: theme.text,
            indent: 2,
        });
        return;
    }
    rows.push(Row {
        text: format!("{when} · {title} · {}{new}", (teller.name)(&line.by.name)),
        style: theme.heading,
        indent: 2,
    });
    for paragraph in teller.entry(case, line) {
        let text = if paragraph.heading.is_empty() {
            paragraph.text
        } else {
            format!("{}: {}", paragraph.heading, paragraph.text)
        };
        let style = match paragraph.heading {
            "First version" => theme.dim.add_modifier(Modifier::ITALIC),
            "Professional opinion" => theme.text.add_modifier(Modifier::ITALIC),
            _ => theme.text,
        };
        for line in wrapped(&text, columns.saturating_sub(5)) {
            rows.push(Row {
                text: line,
                style,
                indent: 4,
            });
        }
    }
}
