//! When things happened, as a chart of plain lines: a sign for each, and the number beside them.

use chrono::{Datelike as _, NaiveDate};

use super::Lines;
use crate::domain::words::width;

/// Months that a chart shows.
const MONTHS: usize = 12;
/// Signs that a line has at most; the number beside them says how many there are.
const SIGNS: usize = 30;

/// What happened on a day, and of what kind it was.
pub(super) type Event = (NaiveDate, String);

/// The last twelve months with what happened in each, and how much came before them.
pub(super) fn chart(lines: &mut Lines, events: &[Event], today: NaiveDate) {
    let month = |day: NaiveDate| day.year() * 12 + day.month0() as i32;
    let now = month(today);
    for back in (0..MONTHS as i32).rev() {
        let kinds = events.iter().filter(|(day, _)| month(*day) == now - back);
        let kinds: Vec<_> = kinds.map(|(_, kind)| kind.as_str()).collect();
        let at = now - back;
        let name = u32::try_from(at.rem_euclid(12) + 1)
            .ok()
            .and_then(|number| NaiveDate::from_ymd_opt(at.div_euclid(12), number, 1))
            .map_or_else(String::new, |day| day.format("%b %Y").to_string());
        lines.text(bar(&name, 8, &kinds));
    }
    let earlier = events
        .iter()
        .filter(|(day, _)| month(*day) <= now - MONTHS as i32);
    match earlier.count() {
        0 => {}
        count => lines.text(format!("  and {count} before that")),
    }
}

/// A line of a chart: its name, a sign for each thing, how many they are, and of what kinds.
pub(super) fn bar(name: &str, columns: usize, kinds: &[&str]) -> String {
    let mut different: Vec<(&str, usize)> = Vec::new();
    for kind in kinds.iter().filter(|kind| !kind.is_empty()) {
        match different.iter_mut().find(|(known, _)| known == kind) {
            Some((_, count)) => *count += 1,
            None => different.push((kind, 1)),
        }
    }
    let different: Vec<_> = different
        .into_iter()
        .map(|(kind, count)| match count {
            1 => kind.to_owned(),
            count => format!("{kind} {count}"),
        })
        .collect();
    let pad = " ".repeat(columns.saturating_sub(width(name)));
    let count = kinds.len();
    let signs = "#".repeat(count.min(SIGNS));
    let mut text = format!("  {name}{pad}  {signs}");
    if count > 0 {
        text.push_str(&format!(" {count}"));
    }
    if !different.is_empty() {
        text.push_str(&format!(": {}", different.join(", ")));
    }
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_says_in_words_what_its_signs_show() {
        assert_eq!(bar("Nov 2026", 8, &[]), "  Nov 2026");
        assert_eq!(
            bar("Year 4", 8, &["Conduct", "Contact", "Conduct"]),
            "  Year 4    ### 3: Conduct 2, Contact"
        );
        let many = ["x"; 40];
        assert!(bar("Home", 4, &many).ends_with(&format!(" {} 40: x 40", "#".repeat(SIGNS))));
    }

    #[test]
    fn twelve_months_end_with_this_one_and_nothing_is_left_out() {
        let day = |text: &str| text.parse().unwrap();
        let events = [
            (day("2026-01-31"), "Conduct".to_owned()),
            (day("2025-02-01"), "Content".to_owned()),
            (day("2025-01-31"), "Content".to_owned()),
        ];
        let mut lines = Lines::default();
        chart(&mut lines, &events, day("2026-01-15"));
        let text: Vec<_> = lines.0.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(text.len(), 13);
        assert_eq!(text[0], "  Feb 2025  # 1: Content");
        assert_eq!(text[1], "  Mar 2025");
        assert_eq!(text[11], "  Jan 2026  # 1: Conduct");
        assert_eq!(text[12], "  and 1 before that");
    }
}
