//! The list of cases.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::canvas::Canvas;
use super::inset;
use crate::app::action::Action;
use crate::app::draft::Waiting;
use crate::app::screens::cases::{Line, shown};
use crate::app::state::{Cases, Opened, State};
use crate::domain::case::Case;
use crate::domain::case_find::sealed_words;
use crate::domain::next::steps;
use crate::domain::status::Severity;
use crate::domain::vocabulary::List;
use crate::domain::when::due_words;
use crate::domain::words::{fit, width};

/// The widths of the columns for a screen this wide; the last takes what is left.
struct Columns {
    status: u16,
    age: u16,
    who: u16,
    what: u16,
}

impl Columns {
    fn of(columns: u16) -> Self {
        match columns {
            // As much of a name as leaves room for what is next.
            0..98 => Self {
                status: 11,
                age: 5,
                who: 14 + columns.saturating_sub(78) / 2,
                what: 0,
            },
            98..118 => Self {
                status: STATUS,
                age: AGE,
                who: 22,
                what: 0,
            },
            118..140 => Self {
                status: STATUS,
                age: AGE,
                who: 22,
                what: 24,
            },
            _ => Self {
                status: STATUS,
                age: AGE,
                who: 30,
                what: 34,
            },
        }
    }
}

/// Draws it.
pub fn draw(canvas: &mut Canvas, state: &State, screen: &Cases, area: Rect) {
    let Some(opened) = state.opened.as_deref() else {
        return;
    };
    let theme = canvas.theme;
    let body = inset(area);
    let mut row = 0;
    if screen.filtering || !screen.filter.is_empty() {
        let used = canvas.put(body, 0, row, "Find: ", theme.label);
        let room = body.width.saturating_sub(used);
        let layout = screen.filter.layout(usize::from(room), 1);
        let line = layout.lines.first().map_or("", |line| line.as_ref());
        canvas.put(body, used, row, line, theme.field_focused);
        if screen.filtering {
            let column = used + u16::try_from(layout.cursor.0).unwrap_or(0);
            canvas.cursor = Some((body.x + column, body.y + row));
        }
        row += 1;
    }
    if let Some(words) = drafts(state, &opened.drafts) {
        row += canvas.paragraph(body, 0, row, &words, theme.warning) + 1;
    }
    let cases = shown(opened, screen, state.now.date_naive());
    if cases.is_empty() {
        empty(canvas, state, screen, opened, body, row);
        return;
    }
    let columns = Columns::of(body.width);
    heading(canvas, body, row, &columns);
    row += 1;
    let rows = body.height.saturating_sub(row);
    let at = screen.cursor.min(cases.len().saturating_sub(1));
    let first = at.saturating_sub(usize::from(rows.saturating_sub(1)));
    for (place, one) in cases.iter().enumerate().skip(first).take(usize::from(rows)) {
        match one {
            Line::Case(case) => line(canvas, state, opened, case, body, row, &columns),
            Line::Sealed(reference, on) => {
                let dim = canvas.theme.dim;
                canvas.put(body, 0, row, &reference.to_string(), dim);
                canvas.put(body, REFERENCE, row, &sealed_words(*on), dim);
            }
        }
        if place == at {
            canvas.stripe(body, row, theme.selected);
        }
        row += 1;
    }
}

const REFERENCE: u16 = 13;
/// Room for "Awaiting agency".
const STATUS: u16 = 16;
const SEVERITY: u16 = 9;
const AGE: u16 = 6;

fn heading(canvas: &mut Canvas, area: Rect, row: u16, columns: &Columns) {
    let style = canvas.theme.label;
    let mut column = 0;
    for (title, wide) in [
        ("Case", REFERENCE),
        ("Status", columns.status),
        ("Severity", SEVERITY),
        ("Days", columns.age),
        ("Pupil", columns.who),
        ("What", columns.what),
        ("Next step", 0),
    ] {
        if wide == 0 && title != "Next step" {
            continue;
        }
        canvas.put(area, column, row, title, style);
        column += wide;
    }
}

fn line(
    canvas: &mut Canvas,
    state: &State,
    opened: &Opened,
    case: &Case,
    area: Rect,
    row: u16,
    columns: &Columns,
) {
    let theme = canvas.theme;
    let today = state.now.date_naive();
    let label = |id: &str| opened.words.label(List::Sanction, id).to_owned();
    let next = steps(case, &label).into_iter().next();
    let who = lead(state, case, usize::from(columns.who.saturating_sub(1)));
    let mut column = 0;
    let mut cell = |canvas: &mut Canvas, text: &str, wide: u16, style: Style| {
        let text = fit(text, usize::from(wide.saturating_sub(1)));
        canvas.put(area, column, row, &text, style);
        column += wide;
    };
    cell(canvas, &case.reference.to_string(), REFERENCE, theme.text);
    let status = opened.words.label(List::Status, case.status.id());
    cell(canvas, status, columns.status, theme.text);
    let severity = opened.words.label(List::Severity, case.severity.id());
    cell(
        canvas,
        severity,
        SEVERITY,
        severity_style(canvas, case.severity),
    );
    cell(canvas, &case.age(today).to_string(), columns.age, theme.dim);
    cell(canvas, &who, columns.who, theme.text);
    if columns.what > 0 {
        let what = opened.words.label(List::Category, &case.concern.category);
        cell(canvas, what, columns.what, theme.dim);
    }
    if let Some(step) = next {
        let late = (today - step.due).num_days();
        let narrow = columns.what == 0;
        let when = if narrow && late > 0 {
            format!("{late} d late")
        } else {
            due_words(step.due, today)
        };
        let style = if step.due < today {
            theme.error
        } else {
            theme.text
        };
        let used = canvas.put(area, column, row, &format!("{when}: "), style);
        let name = |name: &str| state.name(name);
        let text = crate::domain::story::Teller {
            school: &opened.school,
            words: &opened.words,
            name: &name,
            today,
        }
        .masked(case, &step.what);
        // Whose they are stands in the line already.
        let whose = case.lead().map(|one| state.name(one.who.name()));
        let text = match whose {
            Some(name) if narrow => text.replace(&format!("{name}'s parents"), "parents"),
            _ => text,
        };
        canvas.put(area, column + used, row, &text, theme.text);
    }
}

/// The child who was harmed, and how many others there are.
fn lead(state: &State, case: &Case, columns: usize) -> String {
    let Some(one) = case.lead() else {
        return "nobody named".to_owned();
    };
    let name = state.name(one.who.name());
    match case.people().count() {
        0 | 1 => name,
        more => {
            let others = format!(" +{}", more - 1);
            format!(
                "{}{others}",
                fit(&name, columns.saturating_sub(width(&others)))
            )
        }
    }
}

/// The style of a severity; the word stands beside it always.
pub fn severity_style(canvas: &Canvas, severity: Severity) -> Style {
    match severity {
        Severity::Low => canvas.theme.severity_low,
        Severity::Moderate => canvas.theme.severity_moderate,
        Severity::High => canvas.theme.severity_high,
        Severity::Critical => canvas.theme.severity_critical,
    }
}

/// An empty list says why it is empty, and what to do.
fn empty(
    canvas: &mut Canvas,
    state: &State,
    screen: &Cases,
    opened: &Opened,
    area: Rect,
    row: u16,
) {
    let theme = canvas.theme;
    let key = |action| state.keys.first(action).unwrap_or_default();
    let (head, body) = if !screen.filter.is_empty() {
        (
            "Nothing fits what you typed.".to_owned(),
            format!("{} clears it.", key(Action::Back)),
        )
    } else if opened.school.cases.is_empty() {
        first_steps(state, opened)
    } else {
        (
            "No case is open.".to_owned(),
            format!(
                "{} shows closed ones too; {} records a concern.",
                key(Action::ShowAll),
                key(Action::NewConcern)
            ),
        )
    };
    canvas.put(area, 0, row + 1, &head, theme.heading);
    canvas.paragraph(area, 0, row + 3, &body, theme.text);
}

/// What a school without a case is told.
pub fn first_steps(state: &State, opened: &Opened) -> (String, String) {
    let import = match opened.school.pupils.is_empty() {
        true => {
            " To import your pupils first, close Daybook and run: daybook pupils import FILE.csv"
        }
        false => "",
    };
    let key = state.keys.first(Action::NewConcern).unwrap_or_default();
    (
        "No concern has been recorded yet.".to_owned(),
        format!(
            "{key} records one: who, which rule, what happened. It takes under a minute.{import}"
        ),
    )
}

/// What waits unfinished, and the keys for it.
pub fn drafts(state: &State, waiting: &[Waiting]) -> Option<String> {
    let key = |action| state.keys.first(action).unwrap_or_default();
    let (resume, drop) = (key(Action::ResumeDraft), key(Action::DropDraft));
    match waiting {
        [] => None,
        [Waiting { draft, .. }] => Some(format!(
            "A draft from {} ({}) is waiting: {resume} goes on with it, {drop} throws it away.",
            draft.begun_words(),
            draft.kind.words(),
        )),
        several => Some(format!(
            "{} drafts are waiting: {resume} goes on with one of them, {drop} throws one away.",
            several.len()
        )),
    }
}
