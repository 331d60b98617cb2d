//! What a case has at its head: who is in it, what it touches, what is still open.

use ratatui::style::Style;

use super::Row;
use crate::app::state::{Opened, State};
use crate::domain::case::Case;
use crate::domain::status::SanctionState;
use crate::domain::story::{Teller, standing};
use crate::domain::vocabulary::List;
use crate::domain::when::due_words;
use crate::ui::canvas::{Canvas, wrapped};
use crate::ui::picker::short_part;

/// Participants, clauses, what is open: as many rows as there is room for, the most pressing kept.
pub(super) fn summary(
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
        let mut text = format!(
            "□ {} · {}",
            teller.masked(case, &action.text),
            due_words(action.due, today)
        );
        if !action.who.is_empty() {
            let who = teller.masked(case, &action.who);
            text.push_str(&format!(" · waiting for {who}"));
        }
        let style = if late { theme.error } else { theme.warning };
        push_wrapped(&mut open, &text, style, columns, most);
    }
    for tracked in &case.sanctions {
        let over = !tracked.state.stands();
        let lapsed = tracked.state == SanctionState::Active
            && tracked.sanction.until.is_some_and(|until| until < today);
        let mark = if over { "·" } else { "■" };
        let sanction = &tracked.sanction;
        let text = if most == usize::MAX {
            let state_label = opened.words.label(List::SanctionState, tracked.state.id());
            let passed = if lapsed {
                ", and its last day has passed"
            } else {
                ""
            };
            let told = teller.sanction_in(case, sanction, tracked.state);
            format!("{mark} {state_label}{passed}: {told}")
        } else {
            // Whose it is, how it stands and its last day come first: the rest may be cut off.
            format!(
                "{mark} {} · {}: {}",
                sanction.about,
                teller.stands(tracked),
                teller.sanction_kind(sanction),
            )
        };
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
            short_part(part)
        };
        let agreement = match standing::agreement(&opened.school, one) {
            // Where there is little room, the day gives way.
            Some(Some(_)) if most != usize::MAX => " · agreement signed".to_owned(),
            Some(Some(signed)) => {
                format!(" · agreement signed {}", signed.signed.format("%-d %b %Y"))
            }
            Some(None) => " · no signed agreement".to_owned(),
            None => String::new(),
        };
        let settled = standing::parents(case, letter, one)
            .map(|parents| format!(" · {}", parents.words()))
            .unwrap_or_default();
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
