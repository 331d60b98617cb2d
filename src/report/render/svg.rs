//! A chart as inline SVG, and the measures that every picture of one is drawn by.

use std::io;

use super::xml::Xml;
use crate::report::document::{Bar, Cell, Chart};

/// The picture's width, in points of its own.
pub(super) const WIDTH: u32 = 640;
/// From the top of one bar to that of the next.
pub(super) const STEP: u32 = 30;
/// A bar's thickness.
pub(super) const THICK: u32 = 20;
/// The size of its letters.
pub(super) const LETTERS: u32 = 14;
/// Room for a letter of a label, in the widest of the common faces.
const LETTER: u32 = 9;
/// Room for a count after the longest bar.
const COUNT: u32 = 60;

/// The picture's height.
pub(super) fn height(chart: &Chart) -> u32 {
    let bars = u32::try_from(chart.bars().len()).unwrap_or(u32::MAX);
    bars.max(1).saturating_mul(STEP).saturating_add(10)
}

/// Where bars begin: the longest label stands before it.
pub(super) fn left(chart: &Chart) -> u32 {
    let letters = chart.bars().iter().map(|bar| bar.label().chars().count());
    let letters = u32::try_from(letters.max().unwrap_or(0)).unwrap_or(0);
    letters
        .saturating_mul(LETTER)
        .saturating_add(20)
        .clamp(120, WIDTH / 2 + 40)
}

/// A bar's length. A withheld count has none.
pub(super) fn length(chart: &Chart, bar: &Bar) -> u32 {
    let longest = WIDTH.saturating_sub(left(chart) + COUNT);
    let count = u64::from(bar.cell().value().unwrap_or(0));
    u32::try_from(count * u64::from(longest) / u64::from(chart.longest())).unwrap_or(longest)
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
    let left = left(chart);
    for (place, bar) in chart.bars().iter().enumerate() {
        let y = top(place);
        let middle = (y + THICK / 2 + LETTERS / 3).to_string();
        let length = length(chart, bar);
        let before = (left - 10).to_string();
        let label = [
            ("x", before.as_str()),
            ("y", &middle),
            ("text-anchor", "end"),
        ];
        xml.words("text", &label, bar.label())?;
        if length > 0 {
            let (x, y, width, height) = (
                left.to_string(),
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
        let after = (left + length + 8).to_string();
        let mut value = vec![("x", after.as_str()), ("y", middle.as_str())];
        if bar.cell() == Cell::Withheld {
            value.push(("class", "withheld"));
        }
        xml.words("text", &value, &bar.cell().text())?;
    }
    xml.close("svg")
}
