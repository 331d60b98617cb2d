//! When things happened, as a chart of plain lines: a sign for each, and the number beside them.

use chrono::{Datelike as _, NaiveDate};

use super::Lines;
use crate::domain::words::width;

/// Months that a chart shows.
const MONTHS: i32 = 12;
/// Signs that a line has at most; the number beside them says how many there are.
const SIGNS: usize = 30;

/// What happened on a day, and of what kind it was.
pub(super) type Event = (NaiveDate, String);

/// The last twelve months with what happened in each, and how much came before them. Months in which nothing did are
/// one line: it is read aloud too.
pub(super) fn chart(lines: &mut Lines, events: &[Event], today: NaiveDate) {
    let month = |day: NaiveDate| day.year() * 12 + day.month0() as i32;
    let last = month(today);
    let first = last + 1 - MONTHS;
    let earlier = events.iter().filter(|(day, _)| month(*day) < first).count();
    if earlier > 0 {
        lines.text(format!("  {earlier} before {}", name_of(first)));
    }
    let mut quiet_since = None;
    for at in first..=last {
        let kinds = events.iter().filter(|(day, _)| month(*day) == at);
        let kinds: Vec<_> = kinds.map(|(_, kind)| kind.as_str()).collect();
        if kinds.is_empty() {
            quiet_since.get_or_insert(at);
        } else {
            quiet(lines, quiet_since.take(), at - 1);
            lines.text(bar(&name_of(at), 8, &kinds));
        }
    }
    quiet(lines, quiet_since, last);
}

/// Says of the months from one to another that nothing happened in them.
fn quiet(lines: &mut Lines, since: Option<i32>, until: i32) {
    match since {
        Some(since) if since == until => lines.text(format!("  {}  none", name_of(since))),
        Some(since) => lines.text(format!("  {} to {}  none", name_of(since), name_of(until))),
        None => {}
    }
}

/// A month's name, by its number since year 0.
fn name_of(month: i32) -> String {
    u32::try_from(month.rem_euclid(12) + 1)
        .ok()
        .and_then(|number| NaiveDate::from_ymd_opt(month.div_euclid(12), number, 1))
        .map_or_else(String::new, |day| day.format("%b %Y").to_string())
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
        assert_eq!(
            text,
            [
                "  1 before Feb 2025",
                "  Feb 2025  # 1: Content",
                "  Mar 2025 to Dec 2025  none",
                "  Jan 2026  # 1: Conduct",
            ]
        );
    }
}
