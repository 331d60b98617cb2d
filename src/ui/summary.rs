//! The termly summary on the screen: which, how it stands, and the document as it would be printed.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::canvas::Canvas;
use super::inset;
use crate::app::screens::summary::{Made, SummaryScreen};
use crate::app::state::State;
use crate::report::document::{Cell, Profile};
use crate::report::render::plain::Look;

/// Rows above the document.
const HEAD: u16 = 4;

/// Draws it.
pub fn draw(canvas: &mut Canvas, state: &State, screen: &SummaryScreen, area: Rect) {
    let theme = canvas.theme;
    let body = inset(area);
    let profile = match screen.asked.profile {
        Profile::Public => "public: for anybody",
        Profile::Confidential => "confidential: for headteacher and link governor",
    };
    let which = format!("‹ {} ›   {profile}", screen.asked.period.words());
    canvas.put(body, 0, 0, &which, theme.heading);
    let Some(made) = &screen.made else {
        return;
    };
    canvas.put(body, 0, 1, &made.sentence(), theme.text);
    let Some(document) = made.document() else {
        canvas.put(body, 0, 1, &" ".repeat(usize::from(body.width)), theme.text);
        canvas.paragraph(body, 0, 1, &made.sentence(), theme.text);
        return;
    };
    let (shown, of) = document.shown();
    let withheld = match (made, shown == of) {
        (Made::Confidential(_), _) => "Every figure is shown.".to_owned(),
        (_, true) => format!("All {of} figures are shown."),
        (_, false) => format!(
            "{shown} of {of} figures are shown. {} is under {}, 0 too, or protects another.",
            Cell::MARK,
            document.threshold()
        ),
    };
    canvas.put(body, 0, 2, &withheld, theme.dim);
    let text = Rect {
        y: body.y.saturating_add(HEAD),
        height: body.height.saturating_sub(HEAD),
        ..body
    };
    let lines = screen.lines(usize::from(text.width));
    let most = lines.len().saturating_sub(usize::from(text.height));
    let top = screen.top.min(most);
    for (row, line) in (0..text.height).zip(lines.iter().skip(top)) {
        let style = match line.look {
            Look::Heading => theme.heading,
            Look::Title => theme.text.add_modifier(Modifier::BOLD),
            Look::Head | Look::Note => theme.dim,
            Look::Total => theme.text.add_modifier(Modifier::BOLD),
            Look::Text | Look::Row | Look::Bar | Look::Blank => theme.text,
        };
        canvas.put(text, 0, row, &state.shown(&line.text), style);
    }
    if most > 0 {
        let seen = format!(
            "{} of {}",
            (top + usize::from(text.height)).min(lines.len()),
            lines.len()
        );
        let at = body
            .width
            .saturating_sub(u16::try_from(seen.len()).unwrap_or(0));
        canvas.put(body, at, 3, &seen, theme.dim);
    }
}
