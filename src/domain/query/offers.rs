//! What a key can be followed by in this school, and what each of it means.

use std::collections::BTreeMap;

use super::dates::{DUE, PAST};
use super::key::Key;
use super::named::as_written;
use super::{Ground, lex};
use crate::domain::people::{Author, role_words};
use crate::domain::policy::YearGroup;
use crate::domain::status::{SanctionState, Severity, Status};
use crate::domain::vocabulary::List;
use crate::domain::words::name_key;

/// Something that can be written, and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// As it is written, without quotes.
    pub text: String,
    /// In a few words.
    pub means: String,
}

fn offer(text: impl Into<String>, means: impl Into<String>) -> Offer {
    Offer {
        text: text.into(),
        means: means.into(),
    }
}

/// The words of `is:`, and what each means.
pub(super) fn is_words() -> impl Iterator<Item = (&'static str, &'static str)> {
    [
        ("open", "not closed: new, open, monitoring or awaiting"),
        ("closed", "closed, or recorded in error"),
        ("new", "nothing has followed yet"),
        ("unread", "something you have not seen"),
        ("mine", "looked after by you"),
        ("overdue", "something should have been done"),
        ("critical", "severity critical"),
        ("awaiting", "waiting for an agency"),
        ("lapsed", "a sanction is over and still active"),
        ("linked", "belongs with another case"),
        ("late", "recorded late"),
        ("sealed", "sealed to the headteacher"),
    ]
    .into_iter()
}

/// Everybody who has or had a key.
pub(super) fn people<'a>(ground: &Ground<'a>) -> impl Iterator<Item = &'a Author> {
    ground.school.people.iter().chain(&ground.school.former)
}

/// What a key can be followed by. Children's names are among it: a screen that shows initials has to leave those out.
pub(super) fn known(key: Key, ground: &Ground<'_>) -> Vec<Offer> {
    let pairs = |pairs: &[(&str, &str)]| {
        pairs
            .iter()
            .map(|(text, means)| offer(*text, *means))
            .collect()
    };
    match key {
        Key::Is => is_words().map(|(text, means)| offer(text, means)).collect(),
        Key::Status => fixed(List::Status, &Status::ALL.map(Status::id), ground),
        Key::Severity => fixed(List::Severity, &Severity::ALL.map(Severity::id), ground),
        Key::Category => {
            let mut offers = list(List::Area, ground);
            offers.extend(list(List::Category, ground));
            offers
        }
        Key::Year => years(),
        Key::Class => classes(ground),
        Key::Pupil => pupils(ground),
        Key::Clause => clauses(ground),
        Key::Document => documents(ground),
        Key::Place => list(List::Place, ground),
        Key::Through => list(List::Source, ground),
        Key::Sanction => {
            let mut offers = fixed(
                List::SanctionState,
                &SanctionState::ALL.map(SanctionState::id),
                ground,
            );
            offers.push(offer("lapsed", "over and still active"));
            offers.extend(list(List::Sanction, ground));
            offers.push(offer("any", "whatever it is"));
            offers.push(offer("none", "no sanction"));
            offers
        }
        Key::Parents => pairs(&[
            ("told", "every child's parents know"),
            ("not-told", "some child's parents do not know yet"),
            ("withheld", "contact was withheld with a reason"),
        ]),
        Key::Agreement => pairs(&[
            ("missing", "some child's agreement is not signed"),
            ("signed", "every child's agreement is signed"),
        ]),
        Key::Owner => {
            let mut offers = vec![offer("me", "you")];
            let role = |one: &Author| format!("{}, {}", one.name, role_words(&one.role));
            offers.extend(people(ground).map(|one| offer(as_written(one, ground), role(one))));
            offers
        }
        Key::Due | Key::Contact | Key::Ends | Key::Review => pairs(DUE),
        Key::Since | Key::Before | Key::On => {
            let mut offers: Vec<Offer> = pairs(PAST);
            let years = ground.terms.years().map(|dates| dates.year.to_string());
            offers.extend(years.map(|year| offer(year, "that academic year")));
            offers
        }
        Key::Agency => {
            let mut offers = vec![offer("awaiting", "the case waits for one")];
            offers.extend(list(List::Agency, ground));
            offers
        }
        Key::Tag => {
            let mut used: Vec<_> = ground.school.tag_use.iter().collect();
            used.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            used.into_iter()
                .map(|(tag, count)| offer(tag, counted(*count)))
                .collect()
        }
        Key::Linked => pairs(&[("yes", "belongs with another case"), ("no", "stands alone")]),
    }
}

fn counted(count: usize) -> String {
    match count {
        1 => "1 case".to_owned(),
        count => format!("{count} cases"),
    }
}

/// The ids that the rules know, with the school's labels.
fn fixed(list: List, ids: &[&str], ground: &Ground<'_>) -> Vec<Offer> {
    ids.iter()
        .map(|id| offer(*id, ground.words.label(list, id)))
        .collect()
}

fn list(list: List, ground: &Ground<'_>) -> Vec<Offer> {
    let terms = ground.words.list(list).iter();
    terms.map(|term| offer(&*term.id, &*term.label)).collect()
}

fn years() -> Vec<Offer> {
    let years = YearGroup::ALL.map(|year| {
        let name = year.name().to_lowercase();
        offer(name.strip_prefix("year ").unwrap_or(&name), year.name())
    });
    let stages = [
        ("eyfs", "Nursery and Reception"),
        ("ks1", "Years 1 and 2"),
        ("ks2", "Years 3 to 6"),
    ];
    let stages = stages.map(|(text, means)| offer(text, means));
    years.into_iter().chain(stages).collect()
}

fn classes(ground: &Ground<'_>) -> Vec<Offer> {
    let mut classes = BTreeMap::new();
    for pupil in ground.school.pupils.values() {
        if !lex::tidy(&pupil.class).is_empty() {
            classes
                .entry(name_key(&pupil.class))
                .or_insert((&pupil.class, pupil.year));
        }
    }
    classes
        .into_values()
        .map(|(class, year)| offer(lex::tidy(class), year.name()))
        .collect()
}

/// The pupils' list, by name.
fn pupils(ground: &Ground<'_>) -> Vec<Offer> {
    let pupils = ground.school.pupils.values();
    let mut offers: Vec<_> = pupils
        .map(|pupil| {
            let about = format!("{}, {}", pupil.year, pupil.class);
            offer(lex::tidy(&pupil.name), about.trim_end_matches(", "))
        })
        .collect();
    offers.sort_by(|one, other| one.text.cmp(&other.text));
    offers.dedup_by(|one, other| one.text == other.text);
    offers
}

/// The clauses of the policies that were ever in force, those that were cited most first.
fn clauses(ground: &Ground<'_>) -> Vec<Offer> {
    let adopted = &ground.school.adopted;
    let mut clauses: Vec<_> = ground
        .policies
        .iter()
        .filter(|policy| adopted.is_empty() || adopted.iter().any(|one| one.policy == policy.id))
        .flat_map(|policy| policy.clauses())
        .map(|found| {
            let name = found.reference();
            let used = ground.school.clause_use(&name);
            (used, offer(name.to_string(), &*found.clause.text))
        })
        .collect();
    clauses.sort_by_key(|(used, _)| std::cmp::Reverse(*used));
    clauses.into_iter().map(|(_, offer)| offer).collect()
}

fn documents(ground: &Ground<'_>) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    for document in ground.policies.iter().flat_map(|policy| &policy.documents) {
        if !offers
            .iter()
            .any(|offer| offer.text == document.code.as_str())
        {
            offers.push(offer(document.code.as_str(), &*document.title));
        }
    }
    offers
}
