//! Setting up, page by page.

use ratatui::layout::Rect;

use super::canvas::{Canvas, centred};
use super::form::fields;
use super::pane::focused;
use crate::app::state::{Setup, SetupStep, State};
use crate::domain::passphrase::strength;

/// Draws it.
pub fn draw(canvas: &mut Canvas, state: &State, setup: &Setup, area: Rect) {
    let theme = canvas.theme;
    let place = centred(area, 76, 30);
    canvas.put(place, 0, 0, &setup.form.title, theme.heading);
    let mut row = 2;
    for text in words(state, setup) {
        row += canvas.paragraph(place, 0, row, &text, theme.text) + 1;
    }
    if let SetupStep::Recovery { key } = &setup.step {
        row += canvas.paragraph(place, 2, row, key, theme.heading) + 1;
    }
    let shown = setup.form.fields.iter().filter(|field| field.shown).count();
    let shown = u16::try_from(shown).unwrap_or(0);
    let left = place.height.saturating_sub(row);
    let grid = Rect::new(
        place.x,
        place.y + row.min(place.height),
        place.width,
        shown.min(left),
    );
    fields(canvas, state, &setup.form, grid);
    row += shown + 1;
    if matches!(setup.step, SetupStep::Passphrase) {
        row += meter(canvas, setup, place, row) + 1;
    }
    let pane = Rect::new(
        place.x,
        place.y + row.min(place.height),
        place.width,
        place.height.saturating_sub(row),
    );
    focused(canvas, state, &setup.form, pane);
}

/// What each page has to say.
fn words(state: &State, setup: &Setup) -> Vec<String> {
    match &setup.step {
        SetupStep::Welcome => vec![
            "Daybook keeps your school's online-safety incident log: each concern with the rule it touches, the parents, the sanctions, to its end.".to_owned(),
            format!("Everything is encrypted on this computer, in {}.", state.place),
        ],
        SetupStep::School => vec!["Page 1 of 3.".to_owned()],
        SetupStep::Passphrase => vec![
            "Page 2 of 3. Only this passphrase opens the log with your name. Nobody can read it back to you.".to_owned(),
        ],
        SetupStep::Making => vec!["The keys are being made. This takes a second or two.".to_owned()],
        SetupStep::Recovery { .. } => vec![
            "Page 3 of 3. This key opens everything if a passphrase is forgotten. It is shown this once: keep it in the school's safe, not on this computer.".to_owned(),
        ],
        SetupStep::Confirm { file, .. } => {
            let file = file.as_ref().map(|file| format!("The recovery key was written to {file}."));
            let from = if file.is_some() {
                "Type the last six signs of the recovery key, as that file has them."
            } else {
                "Type the last six signs of the recovery key, from what you wrote down."
            };
            file.into_iter().chain([from.to_owned()]).collect()
        }
    }
}

/// How good the passphrase is: in words and signs, not in colour alone.
fn meter(canvas: &mut Canvas, setup: &Setup, area: Rect, row: u16) -> u16 {
    let theme = canvas.theme;
    let typed = setup.form.text("passphrase");
    let known = [setup.founding.school.as_str(), setup.founding.name.as_str()];
    let strength = strength(typed, &known);
    let full = usize::from(strength.score);
    let bar = format!(
        "[{}{}]",
        "■".repeat(full),
        "·".repeat(4_usize.saturating_sub(full))
    );
    let style = if strength.is_enough() {
        theme.good
    } else {
        theme.warning
    };
    let words = if typed.is_empty() { "" } else { strength.words };
    canvas.parts(
        area,
        0,
        row,
        &[
            (&bar, style),
            (" ", theme.text),
            (words, style),
            (" (3 of 4 are needed)", theme.dim),
        ],
    );
    let mut column = 0;
    for (rule, met) in strength.rules.list() {
        let (mark, style) = if met {
            ("✓ ", theme.good)
        } else {
            ("– ", theme.dim)
        };
        column += canvas.parts(area, column, row + 1, &[(mark, style), (rule, style)]) + 1;
    }
    let advice = if typed.is_empty() {
        None
    } else {
        strength.advice.first()
    };
    if let Some(advice) = advice {
        canvas.put(area, 0, row + 2, advice, theme.dim);
    }
    3
}
