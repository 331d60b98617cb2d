//! A whole case as text.

use chrono::NaiveDate;

use super::{Teller, standing};
use crate::domain::case::Case;
use crate::domain::school::School;
use crate::domain::vocabulary::{List, Vocabulary};
use crate::domain::when::full_day;

/// The whole case as text, for paper and for reading aloud.
#[must_use]
pub fn case(school: &School, words: &Vocabulary, case: &Case, today: NaiveDate) -> String {
    let name = |name: &str| name.to_owned();
    let teller = Teller {
        school,
        words,
        name: &name,
        today,
    };
    let mut out = format!(
        "{} · {} · {} · {}\n",
        case.reference,
        words.label(List::Status, case.status.id()),
        words.label(List::Severity, case.severity.id()),
        words.label(List::Category, &case.concern.category),
    );
    if case.sealed {
        out.push_str("Sealed to the headteacher: nobody else can open it.\n");
    }
    out.push_str(&format!("Owner: {}\n", school.person_name(&case.owner)));
    if let Some(review) = case.review {
        out.push_str(&format!("Review: {}\n", full_day(review)));
    }
    out.push_str("\nParticipants\n");
    for (letter, one) in case.people() {
        out.push_str(&format!(
            "  {letter}  {}, {} · {}",
            one.who.name(),
            one.who.about(),
            words.label(List::Role, one.part.id())
        ));
        if let Some(parents) = standing::parents(case, letter, one) {
            out.push_str(&format!(" · {}", parents.words()));
        }
        match standing::agreement(school, one) {
            Some(Some(signed)) => {
                out.push_str(&format!(" · agreement signed {}", full_day(signed.signed)));
            }
            Some(None) => out.push_str(" · no signed agreement"),
            None => {}
        }
        out.push('\n');
        if !one.relevant.is_empty() {
            out.push_str(&format!("     {}\n", one.relevant));
        }
    }
    let open: Vec<_> = case.open_actions().collect();
    if !open.is_empty() {
        out.push_str("\nStill to do\n");
        for action in open {
            out.push_str(&format!(
                "  {}  {}, by {}\n",
                action.number,
                action.text,
                full_day(action.due)
            ));
        }
    }
    if !case.sanctions.is_empty() {
        out.push_str("\nSanctions\n");
        for tracked in &case.sanctions {
            out.push_str(&format!(
                "  {}  {} · {}\n",
                tracked.sanction.number,
                words.label(List::SanctionState, tracked.state.id()),
                teller.sanction_in(case, &tracked.sanction, tracked.state)
            ));
        }
    }
    if !case.links.is_empty() {
        let to: Vec<_> = case.links.iter().map(|link| link.to.to_string()).collect();
        out.push_str(&format!("\nLinked cases: {}\n", to.join(", ")));
    }
    if !case.tags.is_empty() {
        let tags: Vec<_> = case.tags.iter().map(String::as_str).collect();
        out.push_str(&format!("\nTags: {}\n", tags.join(", ")));
    }
    out.push_str("\nChronology\n");
    for line in &case.chronology {
        out.push_str(&format!(
            "\n{}  {} · {} · entry {}\n",
            line.at.format("%a %-d %b %Y, %H:%M"),
            line.fact.title(),
            line.by.name,
            line.seq
        ));
        for paragraph in teller.entry(case, line) {
            if paragraph.heading.is_empty() {
                out.push_str(&format!("  {}\n", paragraph.text.replace('\n', "\n  ")));
            } else {
                out.push_str(&format!(
                    "  {}: {}\n",
                    paragraph.heading,
                    paragraph.text.replace('\n', "\n  ")
                ));
            }
        }
    }
    out
}
