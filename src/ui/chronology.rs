//! A chronology before it is written: what is masked, what is in doubt, and the word at the cursor in full.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::canvas::Canvas;
use super::inset;
use crate::app::screens::chronology::{ChronologyScreen, lines};
use crate::app::state::State;
use crate::report::chronology::{Span, Why};

/// Rows below the text: a rule, the word, why.
const FOOT: u16 = 3;

/// Draws it.
pub fn draw(canvas: &mut Canvas, state: &State, screen: &ChronologyScreen, area: Rect) {
    let body = inset(area);
    let text = Rect {
        height: body.height.saturating_sub(FOOT),
        ..body
    };
    let shown = |text: &str| state.shown(text);
    let lines = lines(&screen.masked, usize::from(text.width), &shown);
    let rows = usize::from(text.height);
    let first = screen.first(&lines, rows);
    for (row, line) in (0..text.height).zip(lines.iter().skip(first)) {
        let parts: Vec<_> = line
            .parts
            .iter()
            .map(|(words, place)| {
                let span = place.and_then(|place| screen.masked.spans().get(place));
                let here = *place == Some(screen.cursor);
                (
                    words.as_str(),
                    span.map_or(canvas.theme.text, |span| style(canvas, span, here)),
                )
            })
            .collect();
        let heading = parts
            .first()
            .is_some_and(|(words, _)| words.starts_with('#'));
        let parts: Vec<_> = match heading {
            true => parts
                .into_iter()
                .map(|(words, style)| (words, style.add_modifier(Modifier::BOLD)))
                .collect(),
            false => parts,
        };
        canvas.parts(text, 0, row, &parts);
    }
    let foot = Rect {
        y: body.y.saturating_add(text.height),
        height: body.height.saturating_sub(text.height),
        ..body
    };
    said(canvas, state, screen, foot);
}

/// Masked: as the letter; in doubt: as a warning; left: as it is, underlined. The one at the cursor is reversed.
fn style(canvas: &Canvas, span: &Span, here: bool) -> Style {
    let theme = canvas.theme;
    let style = match span.masked {
        Some(true) => theme.key,
        None => theme.warning.add_modifier(Modifier::BOLD),
        Some(false) => theme.text.add_modifier(Modifier::UNDERLINED),
    };
    if here {
        style.add_modifier(Modifier::REVERSED)
    } else {
        style
    }
}

/// What stands at the cursor, what becomes of it and why; and how far one has got.
fn said(canvas: &mut Canvas, state: &State, screen: &ChronologyScreen, area: Rect) {
    let theme = canvas.theme;
    let count = screen.masked.spans().len();
    let title = match screen.masked.open() {
        _ if count == 0 => "Nothing to mask".to_owned(),
        0 => format!("Name {} of {count}", (screen.cursor + 1).min(count)),
        open => format!(
            "Name {} of {count} · {open} in doubt",
            (screen.cursor + 1).min(count)
        ),
    };
    canvas.rule(area, 0, &title);
    let Some(span) = screen.span() else {
        canvas.put(
            area,
            0,
            1,
            "No name of another child was found.",
            theme.text,
        );
        return;
    };
    let word = state.shown(screen.masked.word(span)).replace('\n', " ");
    let becomes = match span.masked {
        Some(true) => format!("is masked as {}", span.label),
        Some(false) => "stays as it is".to_owned(),
        None => format!("is it {}, or does it stay?", span.label),
    };
    canvas.parts(
        area,
        0,
        1,
        &[
            (word.as_str(), theme.heading),
            (" ", theme.text),
            (becomes.as_str(), theme.text),
        ],
    );
    let why = match span.why {
        Why::Sure => "The name of another child.",
        Why::ByHand => "Masked by hand.",
        Why::Doubtful(doubt) => doubt.sentence(),
    };
    canvas.put(area, 0, 2, why, theme.dim);
}
