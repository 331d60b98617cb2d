//! The columns of the list, and a case as a line of it.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::severity_style;
use crate::app::queue::{Column, Sorting, year};
use crate::app::state::{Opened, State};
use crate::domain::case::Case;
use crate::domain::next::steps;
use crate::domain::vocabulary::List;
use crate::domain::when::due_words;
use crate::domain::words::{fit, width};
use crate::ui::canvas::Canvas;

/// The widths of the columns for a screen this wide; the last takes what is left.
pub(super) struct Columns {
    status: u16,
    age: u16,
    who: u16,
    what: u16,
    owner: u16,
}

impl Columns {
    pub(super) fn of(columns: u16) -> Self {
        let wide = |who, what, owner| Self {
            status: STATUS,
            age: AGE,
            who,
            what,
            owner,
        };
        match columns {
            // As much of a name as leaves room for what is next.
            0..98 => Self {
                status: 11,
                age: 5,
                who: 14 + columns.saturating_sub(78) / 2,
                what: 0,
                owner: 0,
            },
            98..118 => wide(22, 0, 0),
            118..140 => wide(22, 24, 0),
            140..160 => wide(30, 34, 0),
            _ => wide(30, 34, 20),
        }
    }

    /// What it is sorted by has a column, in the place of the days where there is none for it.
    fn middle(&self, sorting: Option<Sorting>) -> (&'static str, u16) {
        match sorting.map(|sorting| sorting.column) {
            Some(Column::Updated) => ("Updated", 9),
            Some(Column::Year) => ("Year", 10),
            Some(Column::Owner) if self.owner == 0 => ("Owner", 12),
            _ => ("Days", self.age),
        }
    }
}

pub(super) const REFERENCE: u16 = 13;
/// Room for "Awaiting agency".
const STATUS: u16 = 16;
const SEVERITY: u16 = 9;
const AGE: u16 = 6;

/// How the list is drawn.
pub(super) struct Table {
    pub(super) columns: Columns,
    pub(super) sorting: Option<Sorting>,
}

/// Draws the titles of the columns. Answers with the columns used.
pub(super) fn heading(canvas: &mut Canvas, area: Rect, table: &Table) -> u16 {
    let style = canvas.theme.label;
    let columns = &table.columns;
    let (middle, wide) = columns.middle(table.sorting);
    let sorted = table.sorting.map(|sorting| match sorting.column {
        Column::Due => "Next step",
        Column::Reference => "Case",
        Column::Status => "Status",
        Column::Severity => "Severity",
        Column::Days => "Days",
        Column::Pupil => "Pupil",
        Column::Owner => "Owner",
        Column::Updated | Column::Year => middle,
    });
    let (mut column, mut used) = (0_u16, 0);
    for (title, wide) in [
        ("Case", REFERENCE),
        ("Status", columns.status),
        ("Severity", SEVERITY),
        (middle, wide),
        ("Pupil", columns.who),
        ("What", columns.what),
        ("Owner", columns.owner),
        ("Next step", u16::MAX),
    ] {
        if wide == 0 {
            continue;
        }
        // Where there is room for the sign only, the title gives way.
        let arrow = match table.sorting {
            Some(sorting) if sorted == Some(title) && sorting.reversed => "↑",
            Some(_) if sorted == Some(title) => "↓",
            _ => "",
        };
        let room = usize::from(wide).saturating_sub(1 + width(arrow));
        let title = format!("{}{arrow}", fit(title, room));
        used = column.saturating_add(canvas.put(area, column, 0, &title, style));
        column = column.saturating_add(wide);
    }
    used
}

pub(super) fn line(
    canvas: &mut Canvas,
    state: &State,
    opened: &Opened,
    case: &Case,
    area: Rect,
    row: u16,
    table: &Table,
) {
    let theme = canvas.theme;
    let today = state.now.date_naive();
    let columns = &table.columns;
    let label = |id: &str| opened.words.label(List::Sanction, id).to_owned();
    let next = steps(case, &label).into_iter().next();
    let who = lead(state, case, usize::from(columns.who.saturating_sub(1)));
    let mut column = 0;
    let mut cell = |canvas: &mut Canvas, text: &str, wide: u16, style: Style| {
        if wide > 0 {
            let text = fit(text, usize::from(wide.saturating_sub(1)));
            canvas.put(area, column, row, &text, style);
            column += wide;
        }
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
    let owner = state.name(opened.school.person_name(&case.owner));
    let (title, wide) = columns.middle(table.sorting);
    let middle = match title {
        "Updated" => case
            .chronology
            .trail()
            .last
            .map_or_else(String::new, |(_, at)| at.format("%-d %b").to_string()),
        "Year" => year(case).map_or_else(String::new, |year| year.to_string()),
        "Owner" => owner.clone(),
        _ => case.age(today).to_string(),
    };
    cell(canvas, &middle, wide, theme.dim);
    cell(canvas, &who, columns.who, theme.text);
    let what = opened.words.label(List::Category, &case.concern.category);
    cell(canvas, what, columns.what, theme.dim);
    cell(canvas, &owner, columns.owner, theme.dim);
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
pub fn lead(state: &State, case: &Case, columns: usize) -> String {
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
