//! A clause's page: how often it was touched, where and in which year groups, and so what to teach again.

use chrono::Months;

use super::months::{Event, bar, chart};
use super::{LeadsTo, Lines, SheetLine, Weight, counts, in_a_line, many};
use crate::domain::case::Case;
use crate::domain::entry::Cited;
use crate::domain::people::Who;
use crate::domain::policy::{ClauseRef, Policies, YearGroup};
use crate::domain::rows::Thing;
use crate::domain::story::Teller;
use crate::domain::vocabulary::{List, area_of};
use crate::domain::year::AcademicYear;

/// Cases that are listed, the newest first.
const LISTED: usize = 30;
/// A year group in so many cases of the last twelve months is worth teaching again.
const TEACH: usize = 2;

/// A clause's page.
#[must_use]
pub fn clause(teller: &Teller, clause: &ClauseRef) -> Vec<SheetLine> {
    let mut lines = Lines::default();
    let cited = cases(teller, clause);
    says(&mut lines, clause, &cited);
    let (kept, touched): (Vec<_>, Vec<_>) = cited.into_iter().partition(|(_, cited)| cited.kept);
    let touched: Vec<&Case> = touched.into_iter().map(|(case, _)| case).collect();
    how_often(&mut lines, teller, &touched, kept.len());
    if !touched.is_empty() {
        years(&mut lines, teller, &touched);
        places(&mut lines, teller, &touched);
        lines.heading("By month, a sign for each case");
        let events: Vec<Event> = touched
            .iter()
            .map(|case| {
                let area = area_of(&case.concern.category).unwrap_or_default();
                let area = teller.words.label(List::Area, area).to_owned();
                (case.concern.reported.date_naive(), area)
            })
            .collect();
        chart(&mut lines, &events, teller.today);
    }
    list(&mut lines, teller, "case", "cases", &touched);
    let kept: Vec<_> = kept.into_iter().map(|(case, _)| case).collect();
    list(
        &mut lines,
        teller,
        "case in which it was kept",
        "cases in which it was kept",
        &kept,
    );
    lines.0
}

/// The cases that cite it, the newest first.
fn cases<'a>(teller: &Teller<'a>, clause: &ClauseRef) -> Vec<(&'a Case, &'a Cited)> {
    let mut found: Vec<_> = teller
        .school
        .cases_with(|thing| matches!(thing, Thing::Clause(cited) if cited == clause))
        .filter(|case| counts(case))
        .filter_map(|case| {
            let mut cited = case.concern.clauses.iter();
            Some((case, cited.find(|cited| cited.clause == *clause)?))
        })
        .collect();
    found.sort_by_key(|(case, _)| std::cmp::Reverse((case.concern.reported, case.reference)));
    found
}

fn says(lines: &mut Lines, clause: &ClauseRef, cited: &[(&Case, &Cited)]) {
    lines.heading(clause.to_string());
    match (Policies::shipped().get(clause), cited.first()) {
        (Some(found), _) => {
            lines.text(format!("  {}", found.clause.text));
            lines.text(format!(
                "  {}, {}",
                found.policy.title, found.document.title
            ));
            if found.clause.protects {
                lines.text("  It protects: telling an adult is never a breach.");
            }
        }
        (None, Some((_, cited))) => lines.text(format!("  {}", cited.text)),
        (None, None) => lines.text("  It is in no policy that Daybook knows."),
    }
}

fn how_often(lines: &mut Lines, teller: &Teller, touched: &[&Case], kept: usize) {
    lines.heading("How often");
    let year = AcademicYear::of(teller.today);
    let since = |day| touched.iter().filter(move |case| reported(case) >= day);
    let this_year = since(year.starts()).count();
    let mut text = format!(
        "  In {}, {this_year} of them in {year}.",
        many(touched.len(), "case", "cases")
    );
    if kept > 0 {
        text.push_str(&format!(" Kept, not broken, in {kept} more."));
    }
    lines.text(text);
    let Some(last_year) = teller.today.checked_sub_months(Months::new(12)) else {
        return;
    };
    let recent: Vec<_> = since(last_year).copied().collect();
    let most = by_year(&recent).into_iter().max_by_key(|(_, count)| *count);
    if let Some((group, count)) = most.filter(|(_, count)| *count >= TEACH) {
        let place = most_frequent(recent.iter().map(|case| case.concern.place.as_str()));
        let place = teller.words.label(List::Place, place);
        lines.pressing(format!(
            "  To teach again: {group}, in {count} of the {} of the last twelve months. Most often: {}.",
            many(recent.len(), "case", "cases"),
            place.to_lowercase()
        ));
    }
}

fn reported(case: &Case) -> chrono::NaiveDate {
    case.concern.reported.date_naive()
}

/// In how many cases each year group was at the centre, as the children were that day.
fn by_year(cases: &[&Case]) -> Vec<(YearGroup, usize)> {
    YearGroup::ALL
        .into_iter()
        .map(|group| {
            let in_it = |case: &&&Case| {
                case.people().any(|(_, one)| {
                    one.part.is_central()
                        && matches!(&one.who, Who::Pupil { year, .. } if *year == group)
                })
            };
            (group, cases.iter().filter(in_it).count())
        })
        .filter(|(_, count)| *count > 0)
        .collect()
}

fn most_frequent<'a>(ids: impl Iterator<Item = &'a str>) -> &'a str {
    let all: Vec<_> = ids.collect();
    let count = |id: &str| all.iter().filter(|other| **other == id).count();
    let most = all.iter().rev().max_by_key(|id| count(id));
    most.copied().unwrap_or_default()
}

fn years(lines: &mut Lines, teller: &Teller, touched: &[&Case]) {
    lines.heading("Year groups of the children at the centre, as they were that day");
    let groups = by_year(touched);
    if groups.is_empty() {
        lines.text("  No pupil was at the centre.");
    }
    let this_year = AcademicYear::of(teller.today);
    for (group, count) in groups {
        let now: Vec<_> = touched
            .iter()
            .filter(|case| reported(case) >= this_year.starts())
            .copied()
            .collect();
        let now = by_year(&now).into_iter().find(|(other, _)| *other == group);
        let now = now.map_or(0, |(_, count)| count);
        let kinds = vec![""; count];
        let text = bar(group.name(), 9, &kinds);
        lines.text(format!("{text}, {now} this academic year"));
    }
}

fn places(lines: &mut Lines, teller: &Teller, touched: &[&Case]) {
    lines.heading("Where");
    let mut places: Vec<(&str, usize)> = Vec::new();
    for case in touched {
        let id = case.concern.place.as_str();
        match places.iter_mut().find(|(known, _)| *known == id) {
            Some((_, count)) => *count += 1,
            None => places.push((id, 1)),
        }
    }
    places.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for (id, count) in places {
        let label = teller.words.label(List::Place, id);
        lines.text(bar(label, 20, &vec![""; count]));
    }
}

fn list(lines: &mut Lines, teller: &Teller, one: &str, more: &str, cases: &[&Case]) {
    if cases.is_empty() {
        return;
    }
    lines.heading(format!(
        "{}, the newest first",
        many(cases.len(), one, more)
    ));
    for case in cases.iter().take(LISTED) {
        lines.add(
            Weight::Text,
            in_a_line(teller, case),
            Some(LeadsTo::Case(case.reference)),
        );
    }
    let rest = cases.len().saturating_sub(LISTED);
    if rest > 0 {
        lines.text(format!("  and {rest} before them"));
    }
}
