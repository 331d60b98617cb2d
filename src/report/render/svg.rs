//! A chart as inline SVG, and the measures that every picture of one is drawn by.

use std::io;

use super::xml::Xml;
use crate::report::document::{Bar, Cell, Chart};

/// The picture's width, in points of its own.
pub(super) const WIDTH: u32 = 640;
/// Where bars begin: labels stand before it.
pub(super) const LEFT: u32 = 270;
/// From the top of one bar to that of the next.
pub(super) const STEP: u32 = 30;
/// A bar's thickness.
pub(super) const THICK: u32 = 20;
/// The size of its letters.
pub(super) const LETTERS: u32 = 14;
/// The longest bar.
const LONGEST: u32 = 310;

/// The picture's height.
pub(super) fn height(chart: &Chart) -> u32 {
    let bars = u32::try_from(chart.bars().len()).unwrap_or(u32::MAX);
    bars.max(1).saturating_mul(STEP).saturating_add(10)
}

/// A bar's length. A withheld count has none.
pub(super) fn length(chart: &Chart, bar: &Bar) -> u32 {
    let count = u64::from(bar.cell().value().unwrap_or(0));
    u32::try_from(count * u64::from(LONGEST) / u64::from(chart.longest())).unwrap_or(LONGEST)
}

/// Where the `place`th bar begins, from the top.
pub(super) fn top(place: usize) -> u32 {
    u32::try_from(place)
        .unwrap_or(0)
        .saturating_mul(STEP)
        .saturating_add(5)
}

/// Draws it.
pub(super) fn draw(xml: &mut Xml, chart: &Chart, id: &str) -> io::Result<()> {
    let (title, alternative) = (format!("{id}-title"), format!("{id}-words"));
    let view = format!("0 0 {WIDTH} {}", height(chart));
    let by = format!("{title} {alternative}");
    xml.open(
        "svg",
        &[
            ("viewBox", &view),
            ("role", "img"),
            ("aria-labelledby", &by),
        ],
    )?;
    xml.words("title", &[("id", &title)], chart.title())?;
    xml.words("desc", &[("id", &alternative)], chart.alternative())?;
    for (place, bar) in chart.bars().iter().enumerate() {
        let y = top(place);
        let middle = (y + THICK / 2 + LETTERS / 3).to_string();
        let length = length(chart, bar);
        let before = (LEFT - 10).to_string();
        let label = [
            ("x", before.as_str()),
            ("y", &middle),
            ("text-anchor", "end"),
        ];
        xml.words("text", &label, bar.label())?;
        if length > 0 {
            let (x, y, width, height) = (
                LEFT.to_string(),
                y.to_string(),
                length.to_string(),
                THICK.to_string(),
            );
            let bar = [
                ("x", x.as_str()),
                ("y", &y),
                ("width", &width),
                ("height", &height),
            ];
            xml.leaf("rect", &bar)?;
        }
        let after = (LEFT + length + 8).to_string();
        let mut value = vec![("x", after.as_str()), ("y", middle.as_str())];
        if bar.cell() == Cell::Withheld {
            value.push(("class", "withheld"));
        }
        xml.words("text", &value, &bar.cell().text())?;
    }
    xml.close("svg")
}
