//! The ledgers: sanctions in force, and parents who are still to be reached.

use chrono::NaiveDate;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::canvas::Canvas;
use super::due::masked;
use super::theme::Theme;
use super::{inset, lower};
use crate::app::screens::ledger::{Ledger, LedgerKind};
use crate::app::state::{Opened, State};
use crate::domain::ledger::{Child, ContactLine, SanctionLine, Stands, attempts};
use crate::domain::story::Teller;
use crate::domain::today::Today;
use crate::domain::vocabulary::List;
use crate::domain::when::{day, due_words};
use crate::domain::words::{fit, width};

/// Columns that the last one keeps, however long the names are.
const LAST: u16 = 26;
/// Columns that the title of a column needs.
const TITLE: u16 = 8;

/// A row: a heading over what follows, or the line of that place.
enum Row<'a> {
    Heading(&'static str, usize),
    Line(usize, &'a Child),
}

/// Draws it.
pub fn draw(canvas: &mut Canvas, state: &State, screen: &Ledger, area: Rect) {
    let Some(opened) = state.opened.as_deref() else {
        return;
    };
    let Some(today) = opened.today() else {
        return;
    };
    let theme = canvas.theme;
    let body = inset(area);
    let rows = match screen.kind {
        LedgerKind::Sanctions => grouped(&today.sanctions, |line| {
            (line.stands.heading(), &line.child)
        }),
        LedgerKind::Contacts => grouped(&today.contacts, |line| (group(line), &line.child)),
    };
    let lines = rows.iter().filter(|row| matches!(row, Row::Line(..)));
    let Some(last) = lines.count().checked_sub(1) else {
        empty(canvas, screen.kind, body);
        return;
    };
    let at = screen.cursor.min(last);
    let pane = (body.height / 3).min(10);
    let room = body.height.saturating_sub(pane + 1);
    let titles: [&str; 4] = match screen.kind {
        LedgerKind::Sanctions => ["Child", "Class", "Until", "Sanction"],
        LedgerKind::Contacts => ["Child", "Class", "By", "So far"],
    };
    let line_of = |place: usize, child: &Child| -> [Cell; 4] {
        let [third, fourth] = match screen.kind {
            LedgerKind::Sanctions => today
                .sanctions
                .get(place)
                .map(|line| sanction(theme, opened, line, today.on)),
            LedgerKind::Contacts => today
                .contacts
                .get(place)
                .map(|line| contact(theme, line, today.on)),
        }
        .unwrap_or_default();
        let name = (format!("  {}", state.name(&child.name)), theme.text);
        [name, (child.class_words(), theme.text), third, fourth]
    };
    let lines: Vec<_> = rows
        .iter()
        .filter_map(|row| match row {
            Row::Line(place, child) => Some(line_of(*place, child)),
            Row::Heading(..) => None,
        })
        .collect();
    let widths = widths(body.width, &lines);
    cells(
        canvas,
        body,
        0,
        widths,
        titles.map(|title| (title.to_owned(), theme.label)),
    );
    let cursor = rows
        .iter()
        .position(|row| matches!(row, Row::Line(place, _) if *place == at))
        .unwrap_or(0);
    let first = (cursor + 1).saturating_sub(usize::from(room));
    for (row, line) in rows.iter().skip(first).zip(1..=room) {
        match row {
            Row::Heading(title, many) => {
                canvas.put(body, 0, line, &format!("{title} ({many})"), theme.heading);
            }
            Row::Line(place, child) => {
                cells(canvas, body, line, widths, line_of(*place, child));
                if *place == at {
                    canvas.stripe(body, line, theme.selected);
                }
            }
        }
    }
    let below = lower(body, body.height.saturating_sub(pane));
    detail(canvas, state, (opened, today), (screen.kind, at), below);
}

/// The lines with a heading over each group of them.
fn grouped<'a, T>(lines: &'a [T], of: impl Fn(&'a T) -> (&'static str, &'a Child)) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let mut begun = None;
    for (place, line) in lines.iter().enumerate() {
        let (heading, child) = of(line);
        if begun != Some(heading) {
            let many = lines.iter().filter(|line| of(line).0 == heading).count();
            rows.push(Row::Heading(heading, many));
            begun = Some(heading);
        }
        rows.push(Row::Line(place, child));
    }
    rows
}

const fn group(line: &ContactLine) -> &'static str {
    if line.untried {
        "Not tried yet"
    } else {
        "Tried, and still to be reached"
    }
}

type Cell = (String, Style);

fn sanction(theme: &Theme, opened: &Opened, line: &SanctionLine, today: NaiveDate) -> [Cell; 2] {
    let late = line.stands <= Stands::Lapsed;
    let until = line
        .until
        .map_or_else(|| "no last day".to_owned(), |on| day(on, today));
    let until = (until, if late { theme.error } else { theme.text });
    let found = opened.school.cases.get(&line.case).and_then(|case| {
        let mut all = case.active_sanctions();
        all.find(|one| one.number == line.number)
    });
    let what = found.map_or_else(String::new, |one| {
        let kind = opened.words.label(List::Sanction, &one.kind);
        match one.scope.as_str() {
            "" => kind.to_owned(),
            scope => format!("{}: {kind}", opened.words.label(List::SanctionScope, scope)),
        }
    });
    [until, (what, theme.text)]
}

fn contact(theme: &Theme, line: &ContactLine, today: NaiveDate) -> [Cell; 2] {
    let by = match line.due {
        NaiveDate::MAX => ("no day set".to_owned(), theme.text),
        on if on < today => (due_words(on, today), theme.error),
        on => (due_words(on, today), theme.text),
    };
    let last = |line: &ContactLine| {
        line.last
            .map_or_else(String::new, |at| day(at.date_naive(), today))
    };
    let so_far = match line.tries {
        0 => "nobody has tried".to_owned(),
        1 if line.untold => format!("1 try, {}", last(line)),
        tries if line.untold => format!("{tries} tries, last {}", last(line)),
        _ => format!("told before, {}", last(line)),
    };
    [by, (so_far, theme.text)]
}

/// The widths of all columns but the last, which takes what is left. Where a name is longer than its column, it is
/// given what the others do not need.
fn widths(columns: u16, lines: &[[Cell; 4]]) -> [u16; 3] {
    let [name, class, day] = match columns {
        0..100 => [22, 14, 16],
        100..140 => [28, 18, 18],
        _ => [40, 24, 24],
    }
    .map(|wide: u16| wide.min(columns / 4));
    let mut needed = [0_u16; 4];
    for line in lines {
        for (needed, (text, _)) in needed.iter_mut().zip(line) {
            let wide = u16::try_from(width(text) + 1).unwrap_or(u16::MAX);
            *needed = wide.max(*needed);
        }
    }
    let [names, classes, days, last] = needed;
    if names <= name {
        return [name, class, day];
    }
    let (class, day) = (class.min(classes.max(TITLE)), day.min(days.max(TITLE)));
    let most = columns.saturating_sub(class + day + last.min(LAST));
    [names.min(most).max(name), class, day]
}

fn cells(canvas: &mut Canvas, area: Rect, row: u16, widths: [u16; 3], texts: [Cell; 4]) {
    let mut column = 0;
    for ((text, style), place) in texts.into_iter().zip(0..) {
        let wide = widths.get(place).copied();
        let wide = wide.unwrap_or(area.width.saturating_sub(column));
        let text = fit(&text, usize::from(wide.saturating_sub(1)));
        canvas.put(area, column, row, &text, style);
        column += wide;
    }
}

/// What there is to know of the line with the cursor.
fn detail(
    canvas: &mut Canvas,
    state: &State,
    (opened, today): (&Opened, &Today),
    (kind, at): (LedgerKind, usize),
    area: Rect,
) {
    let reference = match kind {
        LedgerKind::Sanctions => today.sanctions.get(at).map(|line| line.case),
        LedgerKind::Contacts => today.contacts.get(at).map(|line| line.case),
    };
    let case = reference.and_then(|reference| opened.school.cases.get(&reference));
    let Some(case) = case else { return };
    let name = |name: &str| state.name(name);
    let teller = Teller {
        school: &opened.school,
        words: &opened.words,
        name: &name,
        today: today.on,
    };
    canvas.rule(area, 0, &case.reference.to_string());
    let mut texts = Vec::new();
    match kind {
        LedgerKind::Sanctions => {
            let number = today.sanctions.get(at).map(|line| line.number);
            let mut active = case.active_sanctions();
            if let Some(one) = active.find(|one| Some(one.number) == number) {
                texts.push(teller.sanction(case, one));
                texts.push(masked(state, opened, case, &one.why));
            }
        }
        LedgerKind::Contacts => {
            let about = today.contacts.get(at).map(|line| line.about);
            let mut all: Vec<_> = about
                .into_iter()
                .flat_map(|about| attempts(case, about))
                .collect();
            all.reverse();
            for (_, contact) in all {
                let label = |list, id: &str| opened.words.label(list, id).to_owned();
                let parts = [
                    contact.happened.short(today.on),
                    label(List::ContactMethod, &contact.method),
                    label(List::ContactResult, &contact.result),
                    contact.with.clone(),
                    contact.text.replace('\n', " "),
                ];
                let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                texts.push(masked(state, opened, case, &parts.join(" · ")));
            }
            if texts.is_empty() {
                texts.push("No attempt has been recorded.".to_owned());
            }
        }
    }
    let mut row = 1;
    for text in texts.iter().filter(|text| !text.is_empty()) {
        row += canvas.paragraph(area, 0, row, text, canvas.theme.text);
    }
}

/// An empty ledger says so.
fn empty(canvas: &mut Canvas, kind: LedgerKind, area: Rect) {
    let (head, text) = match kind {
        LedgerKind::Sanctions => (
            "No sanction is in force.",
            "Sanctions that are recorded in a case stand here until somebody says that they were served or lifted.",
        ),
        LedgerKind::Contacts => (
            "Every parent has been reached.",
            "Children stand here until their parents have been told, or contact is withheld with a reason.",
        ),
    };
    canvas.put(area, 0, 1, head, canvas.theme.heading);
    canvas.paragraph(area, 0, 3, text, canvas.theme.text);
}
