//! A handover on one page: what is open with somebody, the most pressing first.

use super::{LeadsTo, Lines, SheetLine, Weight, many};
use crate::domain::case::Case;
use crate::domain::next::{list_order, steps, waits};
use crate::domain::school::School;
use crate::domain::status::Severity;
use crate::domain::story::Teller;
use crate::domain::story::standing::{self, Parents};
use crate::domain::vocabulary::List;
use crate::domain::when::{day, due_words, full_day};

use chrono::NaiveDate;

/// Lines of a page, of which the last few say what is not on it.
const PAGE: usize = 56;
/// Cases that are named where there is no room to tell of them.
const NAMED: usize = 40;

/// The open cases that somebody looks after on that day: the critical ones first, else in the order of the list.
#[must_use]
pub fn mine<'a>(school: &'a School, person: &str, today: NaiveDate) -> Vec<&'a Case> {
    let mut cases: Vec<_> = school
        .cases
        .rows()
        .filter(|row| row.status.is_open())
        .filter_map(|row| school.cases.get(&row.reference))
        .filter(|case| school.looks_after(case, today) == person)
        .collect();
    cases.sort_by_cached_key(|case| (case.severity != Severity::Critical, list_order(case)));
    cases
}

/// A handover of what somebody looks after.
#[must_use]
pub fn brief(teller: &Teller, person: &str) -> Vec<SheetLine> {
    let mut lines = Lines::default();
    let cases = mine(teller.school, person, teller.today);
    head(&mut lines, teller, person, &cases);
    let mut left = cases.iter();
    for case in left.by_ref() {
        let mut block = Lines::default();
        one(&mut block, teller, case);
        if lines.0.len() + block.0.len() + 1 > PAGE {
            rest(&mut lines, std::iter::once(case).chain(left));
            break;
        }
        lines.text("");
        lines.0.append(&mut block.0);
    }
    lines.0
}

fn head(lines: &mut Lines, teller: &Teller, person: &str, cases: &[&Case]) {
    let (school, today) = (teller.school, teller.today);
    let name = (teller.name)(school.person_name(person));
    lines.heading(format!("Handover of {name}'s cases, {}", full_day(today)));
    for cover in school.standing_covers(today) {
        let until = cover.cover.until;
        let until = until.map_or_else(String::new, |on| format!(" until {}", day(on, today)));
        let from = match cover.cover.from > today {
            true => format!(" from {}", day(cover.cover.from, today)),
            false => String::new(),
        };
        let (owner, by) = (&cover.cover.person, &cover.cover.by);
        if owner == person {
            let by = (teller.name)(school.person_name(by));
            lines.text(format!("{by} looks after them{from}{until}."));
        } else if by == person {
            let owner = (teller.name)(school.person_name(owner));
            lines.text(format!("With those of {owner}{from}{until}."));
        }
        if !cover.cover.note.is_empty() && (owner == person || by == person) {
            lines.text(format!("“{}”", cover.cover.note));
        }
    }
    if cases.is_empty() {
        lines.text("Nothing is open.");
        return;
    }
    let count = |is: &dyn Fn(&Case) -> bool| cases.iter().filter(|case| is(case)).count();
    let late = |case: &Case| {
        let next = steps(case, &str::to_owned);
        next.first().is_some_and(|step| step.due < today)
    };
    let parts = [
        (
            "critical",
            count(&|case| case.severity == Severity::Critical),
        ),
        ("with something overdue", count(&late)),
        (
            "waiting for somebody",
            count(&|case| !waits(case, &str::to_owned).is_empty()),
        ),
        (
            "with parents not told",
            count(&|case| !untold(case).is_empty()),
        ),
    ];
    let parts: Vec<_> = parts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(words, count)| format!("{count} {words}"))
        .collect();
    let mut text = many(cases.len(), "case is open", "cases are open");
    if !parts.is_empty() {
        text.push_str(&format!(": {}", parts.join(", ")));
    }
    lines.text(format!("{text}."));
}

/// The children at the centre whose parents do not know.
fn untold(case: &Case) -> Vec<&str> {
    case.people()
        .filter(|(letter, one)| standing::parents(case, *letter, one) == Some(Parents::NotTold))
        .map(|(_, one)| one.who.name())
        .collect()
}

fn one(lines: &mut Lines, teller: &Teller, case: &Case) {
    let (words, today) = (teller.words, teller.today);
    let status = words.label(List::Status, case.status.id());
    lines.add(
        Weight::Heading,
        format!(
            "{} · {} · {} · {}",
            case.reference,
            words.label(List::Severity, case.severity.id()),
            status,
            words.label(List::Category, &case.concern.category),
        ),
        Some(LeadsTo::Case(case.reference)),
    );
    let people: Vec<_> = case
        .people()
        .filter(|(_, one)| one.part.is_central())
        .map(|(_, one)| {
            let part = words.label(List::Role, one.part.id()).to_lowercase();
            let name = (teller.name)(one.who.name());
            format!("{name}, {}: {part}", one.who.about())
        })
        .collect();
    if !people.is_empty() {
        lines.text(format!("  {}", people.join("; ")));
    }
    let kind = |id: &str| words.label(List::Sanction, id).to_owned();
    let next = steps(case, &kind);
    match next.split_first() {
        Some((first, others)) => {
            let what = teller.masked(case, &first.what);
            let mut text = format!("  Next: {what} · {}", due_words(first.due, today));
            if !others.is_empty() {
                text.push_str(&format!(" · and {} more", others.len()));
            }
            match first.due < today {
                true => lines.pressing(text),
                false => lines.text(text),
            }
        }
        None => lines.pressing("  Next: nothing is set. Set a review date, or close it."),
    }
    let agency = |id: &str| words.label(List::Agency, id).to_owned();
    let waits: Vec<_> = waits(case, &agency)
        .into_iter()
        .map(|wait| {
            let due = wait.due.map(|on| format!(" ({})", due_words(on, today)));
            let who = teller.masked(case, &wait.who);
            format!("{who}{}", due.unwrap_or_default())
        })
        .collect();
    if !waits.is_empty() {
        lines.text(format!("  Waiting for: {}", waits.join(", ")));
    }
    let untold: Vec<_> = untold(case).into_iter().map(teller.name).collect();
    if !untold.is_empty() {
        lines.pressing(format!("  Parents not told: {}", untold.join(", ")));
    }
    if let Some(last) = case.chronology.last() {
        let said = teller.entry(case, last).into_iter().next();
        let said = said.map_or_else(String::new, |said| {
            format!(": {}", said.text.replace('\n', " "))
        });
        let text = format!(
            "  Last: {}, {}{said}",
            day(last.at.date_naive(), today),
            last.fact.title()
        );
        // One page: the case itself has the rest.
        lines.text(crate::domain::words::fit(&text, 150));
    }
}

fn rest<'a>(lines: &mut Lines, cases: impl Iterator<Item = &'a &'a Case>) {
    let mut cases: Vec<_> = cases.map(|case| case.reference.to_string()).collect();
    lines.heading(format!("And {} more, less pressing", cases.len()));
    let others = cases.len().saturating_sub(NAMED);
    cases.truncate(NAMED);
    let mut text = format!("  {}", cases.join(", "));
    if others > 0 {
        text.push_str(&format!(" and {others} others, in Daybook"));
    }
    lines.text(text);
}
