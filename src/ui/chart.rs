//! Twelve weeks of concerns by the 4Cs: a line of bars for each, told apart by where it stands and what it says.

use chrono::Days;
use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::lower;
use crate::domain::today::{AREAS, Chart, WEEKS};
use crate::domain::vocabulary::{List, Vocabulary};

/// Room for the name of an area.
const NAME: u16 = 9;
/// Room for how many there were in all.
const SUM: u16 = 5;
/// Bars, from an eighth to a whole.
const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// How wide a week is on a screen of that width.
const fn week(columns: u16) -> u16 {
    match columns {
        0..110 => 1,
        110..140 => 2,
        140..180 => 3,
        _ => 4,
    }
}

/// How wide the chart is on a screen of that width.
pub const fn width(columns: u16) -> u16 {
    NAME + week(columns) * WEEKS as u16 + SUM
}

/// Draws it; `columns` is the width of the whole screen.
pub fn draw(canvas: &mut Canvas, words: &Vocabulary, chart: &Chart, area: Rect, columns: u16) {
    canvas.rule(area, 0, "Concerns in 12 weeks");
    let rest = lower(area, 1);
    // A line for the weeks below; what is left belongs to the four areas.
    let rows = (rest.height.saturating_sub(1) / 4).clamp(1, 5);
    for ((place, id), counts) in (0..).zip(AREAS).zip(&chart.counts) {
        let name = words.label(List::Area, id);
        let one = lower(rest, place * rows);
        line(
            canvas,
            name,
            counts,
            chart.most(),
            one,
            (rows, week(columns)),
        );
    }
    let theme = canvas.theme;
    let foot = 4 * rows;
    let first = chart.first.format("%-d %b").to_string();
    canvas.put(rest, NAME, foot, &first, theme.dim);
    let last = chart
        .first
        .checked_add_days(Days::new(7 * (WEEKS as u64 - 1)));
    let last = last.map_or_else(String::new, |day| day.format("%-d %b").to_string());
    let end = NAME + week(columns) * WEEKS as u16;
    let wide = u16::try_from(last.len()).unwrap_or(0);
    canvas.put(rest, end.saturating_sub(wide), foot, &last, theme.dim);
}

fn line(
    canvas: &mut Canvas,
    name: &str,
    counts: &[u32; WEEKS],
    most: u32,
    area: Rect,
    (rows, week): (u16, u16),
) {
    let theme = canvas.theme;
    // With room for them, the figures stand below the bars.
    let figures = rows > 1 && week > 1;
    let bars = if figures { rows - 1 } else { rows };
    let base = bars - 1;
    canvas.put(area, 0, base, name, theme.text);
    for (place, count) in (0..).zip(counts) {
        let column = NAME + place * week;
        if *count == 0 {
            canvas.put(area, column, base, "·", theme.dim);
            continue;
        }
        let eighths = (count * 8 * u32::from(bars)).div_ceil(most.max(1));
        for row in 0..bars {
            let below = 8 * u32::from(bars - 1 - row);
            let full = eighths.saturating_sub(below).min(8);
            let bar = usize::try_from(full)
                .ok()
                .and_then(|full| BARS.get(full.checked_sub(1)?));
            if let Some(bar) = bar {
                let wide = usize::from(week.saturating_sub(1).max(1));
                canvas.put(area, column, row, &bar.repeat(wide), theme.label);
            }
        }
        if figures {
            canvas.put(area, column, rows - 1, &count.to_string(), theme.dim);
        }
    }
    let sum: u32 = counts.iter().sum();
    let column = NAME + week * WEEKS as u16;
    canvas.put(area, column, base, &format!("{sum:>4}"), theme.text);
}
