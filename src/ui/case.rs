//! One case: who, what is open, and the story from top to bottom.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::canvas::{Canvas, wrapped};
use super::cases::severity_style;
use super::inset;
use crate::app::action::Action;
use crate::app::state::{CaseScreen, Opened, State};
use crate::domain::case::Case;
use crate::domain::people::Who;
use crate::domain::status::SanctionState;
use crate::domain::story::Teller;
use crate::domain::vocabulary::List;
use crate::domain::when::{day, due_words};

/// From this width on, the summary stands beside the story instead of above it.
const WIDE: u16 = 110;
/// Rows that the summary may take above the story.
const SUMMARY: u16 = 9;

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
        story(canvas, case, screen, &teller, story_area);
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
        story(canvas, case, screen, &teller, story_area);
    }
}

fn headline(canvas: &mut Canvas, state: &State, opened: &Opened, case: &Case, area: Rect) {
    let theme = canvas.theme;
    let reopens = if case.status.is_open() {
        String::new()
    } else {
        let key = state.keys.first(Action::ReopenCase).unwrap_or_default();
        format!(" ({key} reopens it)")
    };
    let severity = opened.words.label(List::Severity, case.severity.id());
    let status = opened.words.label(List::Status, case.status.id());
    let category = opened.words.label(List::Category, &case.concern.category);
    let style = severity_style(canvas, case.severity);
    let owner = state.name(opened.school.person_name(&case.owner));
    let review = case.review.map_or_else(String::new, |on| {
        format!("review {} · ", day(on, state.now.date_naive()))
    });
    canvas.parts(
        area,
        0,
        0,
        &[
            (status, theme.heading),
            (&reopens, theme.dim),
            (" · ", theme.dim),
            (severity, style),
            (" · ", theme.dim),
            (category, theme.text),
            (" · ", theme.dim),
            (&review, theme.text),
            (&owner, theme.text),
        ],
    );
}

/// Participants, clauses, what is open: as many rows as there is room for, the most pressing kept.
fn summary(
    canvas: &Canvas,
    state: &State,
    opened: &Opened,
    case: &Case,
    teller: &Teller,
    columns: u16,
    most: usize,
) -> Vec<Row> {
    let theme = canvas.theme;
    let today = state.now.date_naive();
    let mut open = Vec::new();
    let mut actions: Vec<_> = case.open_actions().collect();
    actions.sort_by_key(|action| action.due);
    // What was left when the case was closed was left with a reason: it is not due any more.
    if !case.status.is_open() {
        actions.clear();
    }
    for action in actions {
        let late = action.due < today;
        let text = format!(
            "□ {} · {}",
            teller.masked(case, &action.text),
            due_words(action.due, today)
        );
        let style = if late { theme.error } else { theme.warning };
        push_wrapped(&mut open, &text, style, columns, most);
    }
    for tracked in &case.sanctions {
        let over = matches!(
            tracked.state,
            SanctionState::Served | SanctionState::Lifted | SanctionState::Overturned
        );
        let state_label = opened.words.label(List::SanctionState, tracked.state.id());
        let lapsed = tracked.state == SanctionState::Active
            && tracked.sanction.until.is_some_and(|until| until < today);
        let lapsed_words = if lapsed {
            ", and its last day has passed"
        } else {
            ""
        };
        // How it stands comes first: the rest may be cut off.
        let text = format!(
            "{} {state_label}{lapsed_words}: {}",
            if over { "·" } else { "■" },
            teller.sanction(case, &tracked.sanction)
        );
        let style = match (over, lapsed) {
            (true, _) => theme.dim,
            (false, true) => theme.error,
            (false, false) => theme.warning,
        };
        push_wrapped(&mut open, &text, style, columns, most);
    }
    if !case.links.is_empty() {
        let to: Vec<_> = case.links.iter().map(|link| link.to.to_string()).collect();
        open.push(Row {
            text: format!("Linked: {}", to.join(", ")),
            style: theme.text,
            indent: 0,
        });
    }
    let mut rows = Vec::new();
    for (letter, one) in case.people() {
        let part = opened.words.label(List::Role, one.part.id());
        let part = if most == usize::MAX {
            part.to_owned()
        } else {
            super::picker::short_part(part)
        };
        let agreement = match &one.who {
            Who::Pupil { id, .. } => match opened.school.agreement(*id) {
                // Where there is little room, the day gives way.
                Some(_) if most != usize::MAX => " · agreement signed".to_owned(),
                Some(signed) => {
                    format!(" · agreement signed {}", signed.signed.format("%-d %b %Y"))
                }
                None => " · no signed agreement".to_owned(),
            },
            Who::Adult { .. } => String::new(),
        };
        let settled = if one.part.is_central() && one.who.pupil().is_some() {
            match case
                .contacts()
                .rev()
                .find(|c| c.about == letter && (c.told || c.withheld))
            {
                Some(contact) if contact.told => " · parents told",
                Some(_) => " · contact withheld",
                None => " · parents not told",
            }
        } else {
            ""
        };
        let text = format!(
            "{letter} {}, {} · {part}{settled}{agreement}",
            (teller.name)(one.who.name()),
            one.who.about()
        );
        push_wrapped(&mut rows, &text, theme.text, columns, most);
        push_wrapped(&mut rows, &one.relevant, theme.dim, columns, most);
    }
    for cited in &case.concern.clauses {
        let kept = if cited.kept { " (kept)" } else { "" };
        let text = format!("{}{kept}: {}", cited.clause, cited.text);
        push_wrapped(&mut rows, &text, theme.dim, columns, most);
    }
    // What is still to be done is what one must not overlook: it is never cut off for a clause.
    let keep = most.saturating_sub(open.len().min(most)).max(1.min(most));
    if most != usize::MAX {
        rows.truncate(keep);
        let room = most.saturating_sub(rows.len());
        if open.len() > room && room > 0 {
            let hidden = open.len() - room + 1;
            open.truncate(room - 1);
            open.push(Row {
                text: format!("… and {hidden} more, in the story below"),
                style: theme.dim,
                indent: 0,
            });
        }
    }
    rows.extend(open);
    rows
}

fn push_wrapped(rows: &mut Vec<Row>, text: &str, style: Style, columns: u16, most: usize) {
    if text.is_empty() {
        return;
    }
    if most == usize::MAX {
        for (place, line) in wrapped(text, columns.saturating_sub(2))
            .into_iter()
            .enumerate()
        {
            rows.push(Row {
                text: line,
                style,
                indent: if place == 0 { 0 } else { 2 },
            });
        }
    } else {
        rows.push(Row {
            text: text.to_owned(),
            style,
            indent: 0,
        });
    }
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
fn story(canvas: &mut Canvas, case: &Case, screen: &CaseScreen, teller: &Teller, area: Rect) {
    let count = case.chronology.len();
    let at = screen.cursor.min(count.saturating_sub(1));
    let title = format!("Chronology {} of {count}", at + 1);
    canvas.rule(area, 0, &title);
    let area = Rect::new(
        area.x,
        area.y.saturating_add(1),
        area.width,
        area.height.saturating_sub(1),
    );
    let height = usize::from(area.height);
    let (rows, start, end) = story_rows(canvas, case, at, teller, area.width);
    let tall = end - start > height;
    let top = if tall {
        start + screen.offset.min(end - start - height)
    } else {
        end.saturating_sub(height).min(start)
    };
    screen.hidden.set(tall && top + height < end);
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

/// Every line of the story, and where the entry at the cursor begins and ends.
fn story_rows(
    canvas: &Canvas,
    case: &Case,
    at: usize,
    teller: &Teller,
    columns: u16,
) -> (Vec<Row>, usize, usize) {
    let theme = canvas.theme;
    let mut rows = Vec::new();
    let (mut start, mut end) = (0, 0);
    for (place, line) in case.chronology.iter().enumerate() {
        if place == at {
            start = rows.len();
        }
        rows.push(Row {
            text: format!(
                "{} · {} · {}",
                line.at.format("%a %-d %b %Y %H:%M"),
                line.fact.title(),
                (teller.name)(&line.by.name)
            ),
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
        if place == at {
            end = rows.len();
        }
    }
    (rows, start, end)
}
