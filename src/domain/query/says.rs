//! A query in plain words: `open cases of Year 5, with an active sanction, reported since half-term (Mon 2 Nov 2026)`.

use super::key::Key;
use super::test::{Span, Test};
use super::{Ask, Ground, Query, Term, value};
use crate::domain::decide::or_list;
use crate::domain::vocabulary::List;
use crate::domain::when::full_day;
use crate::domain::words::capital;

impl Query {
    /// What it asks for, as one would say it.
    #[must_use]
    pub fn words(&self, ground: &Ground<'_>) -> String {
        let mut before = Vec::new();
        let mut after = Vec::new();
        for term in &self.terms {
            match adjective(term) {
                Some(word) => before.push(word),
                None => after.push(phrase(term, ground)),
            }
        }
        if before.is_empty() && after.is_empty() {
            return "all cases".to_owned();
        }
        before.push("cases".to_owned());
        let cases = before.join(" ");
        match after.as_slice() {
            [] => cases,
            after => format!("{cases} {}", after.join(", ")),
        }
    }
}

/// What is said before "cases".
fn adjective(term: &Term) -> Option<String> {
    let Ask::Key(key, values) = &term.ask else {
        return None;
    };
    let [value] = values.as_slice() else {
        return None;
    };
    let plain = match (key, value.as_str()) {
        (
            Key::Is,
            "open" | "closed" | "new" | "unread" | "overdue" | "critical" | "linked" | "sealed",
        ) => value.as_str(),
        (Key::Is, "mine") => "your",
        (Key::Severity, severity) => severity,
        _ => return None,
    };
    match (term.negated, plain) {
        (false, "linked") => Some("linked".to_owned()),
        (false, plain) => Some(plain.to_owned()),
        (true, _) => None,
    }
}

fn phrase(term: &Term, ground: &Ground<'_>) -> String {
    let said = match &term.ask {
        Ask::Text(texts) => {
            let quoted: Vec<_> = texts.iter().map(|text| format!("“{text}”")).collect();
            format!("with {} in the text", or_list(&quoted))
        }
        Ask::Key(key, values) => {
            let (lead, tail) = frame(*key);
            let said: Vec<_> = values.iter().map(|value| of(*key, value, ground)).collect();
            [lead, &or_list(&said), tail].concat()
        }
    };
    match (term.negated, said.split_once(' ')) {
        (false, _) => said,
        (true, Some(("with", rest))) => format!("without {rest}"),
        (true, Some(("that", rest))) => match rest.split_once(' ') {
            Some((verb, rest)) => format!("that {verb} not {rest}"),
            None => said,
        },
        (true, _) => format!("not {said}"),
    }
}

/// What stands before and after the values of a key.
const fn frame(key: Key) -> (&'static str, &'static str) {
    match key {
        Key::Is => ("that are ", ""),
        Key::Status => ("with the status ", ""),
        Key::Severity => ("of ", " severity"),
        Key::Category => ("about ", ""),
        Key::Year | Key::Class => ("of ", ""),
        Key::Pupil => ("with a child called ", ""),
        Key::Clause => ("touching ", ""),
        Key::Document => ("touching the document ", ""),
        Key::Place => ("at ", ""),
        Key::Through => ("brought to light through ", ""),
        Key::Sanction => ("with ", ""),
        Key::Parents => ("with ", ""),
        Key::Agreement => ("with ", ""),
        Key::Owner => ("looked after by ", ""),
        Key::Due => ("with something to do ", ""),
        Key::Contact => ("with parents to contact ", ""),
        Key::Ends => ("with a sanction that ends ", ""),
        Key::Review => ("to be reviewed ", ""),
        Key::Since => ("reported since ", ""),
        Key::Before => ("reported before ", ""),
        Key::On => ("reported ", ""),
        Key::Agency => ("", ""),
        Key::Tag => ("tagged ", ""),
        Key::Linked => ("", ""),
    }
}

/// One value, as it is said between the two.
fn of(key: Key, value: &str, ground: &Ground<'_>) -> String {
    let label = |list| ground.words.label(list, value).to_owned();
    match (key, value) {
        (Key::Is, "mine") => "yours".to_owned(),
        (Key::Is, "lapsed") => "under a sanction that is over and still active".to_owned(),
        (Key::Is, "late") => "recorded late".to_owned(),
        (Key::Is, "awaiting") => "waiting for an agency".to_owned(),
        (Key::Is, "sealed") => "sealed to the headteacher".to_owned(),
        (Key::Is | Key::Severity | Key::Tag, value) => value.to_owned(),
        (Key::Status, _) => label(List::Status),
        (Key::Category, _) if value.contains('.') => label(List::Category),
        (Key::Category, _) => label(List::Area),
        (Key::Year, "eyfs" | "ks1" | "ks2") => value.to_uppercase(),
        (Key::Year, _) if value.starts_with(|sign: char| sign.is_ascii_digit()) => {
            format!("Year {value}")
        }
        (Key::Year, _) => capital(value),
        (Key::Class, _) => format!("class {value}"),
        (Key::Place, _) => label(List::Place),
        (Key::Through, _) => label(List::Source),
        (Key::Sanction, "any") => "a sanction".to_owned(),
        (Key::Sanction, "none") => "no sanction".to_owned(),
        (Key::Sanction, "lapsed") => "a sanction that is over and still active".to_owned(),
        (Key::Sanction, _) => match ground.words.term(List::SanctionState, value) {
            Some(state) => format!("{} sanction", with_article(&state.label.to_lowercase())),
            None => format!("the sanction {}", label(List::Sanction)),
        },
        (Key::Parents, "told") => "every child's parents told".to_owned(),
        (Key::Parents, "withheld") => "contact with parents withheld".to_owned(),
        (Key::Parents, _) => "parents not told yet".to_owned(),
        (Key::Agreement, "signed") => "every agreement signed".to_owned(),
        (Key::Agreement, _) => "an agreement missing".to_owned(),
        (Key::Owner, "me") => "you".to_owned(),
        (Key::Owner, _) => ground.school.person_name(value).to_owned(),
        (Key::Agency, "awaiting") => "waiting for an agency".to_owned(),
        (Key::Agency, _) => format!("referred to {}", label(List::Agency)),
        (Key::Linked, "yes") => "linked to another case".to_owned(),
        (Key::Linked, "no") => "not linked to another".to_owned(),
        (Key::Linked, _) => format!("linked to {value}"),
        (
            Key::Due | Key::Contact | Key::Ends | Key::Review | Key::Since | Key::Before | Key::On,
            _,
        ) => moment(key, value, ground),
        (Key::Pupil | Key::Clause | Key::Document, _) => value.to_owned(),
    }
}

/// A span of days, and the days themselves where the words do not say them.
fn moment(key: Key, value: &str, ground: &Ground<'_>) -> String {
    let read = value::read(key, value, ground);
    let span = match read {
        Ok((_, Test::Reported(span) | Test::Due(span) | Test::Review(span)))
        | Ok((_, Test::Contact(span) | Test::Ends(span))) => span,
        _ => Span::default(),
    };
    let day = span.first.or(span.last.and_then(|last| last.succ_opt()));
    match (key, value, day) {
        (Key::Review, "none", _) => "on no day yet".to_owned(),
        (_, "none", _) => "never (no day is set)".to_owned(),
        (_, "overdue", _) => "before today (overdue)".to_owned(),
        (_, "today" | "tomorrow" | "yesterday", _) => value.to_owned(),
        (Key::Since | Key::Before, _, Some(day)) if is_a_day(value) => full_day(day),
        (Key::Since | Key::Before, _, Some(day)) => format!("{} ({})", said(value), full_day(day)),
        (_, _, Some(day)) if span.last == Some(day) && is_a_day(value) => {
            format!("on {}", full_day(day))
        }
        (_, _, Some(day)) if span.last == Some(day) => format!("on {value} ({})", full_day(day)),
        (_, _, Some(day)) => {
            let last = span.last.map(full_day).unwrap_or_default();
            format!("in {} ({} to {last})", said(value), full_day(day))
        }
        (_, _, None) => value.to_owned(),
    }
}

fn is_a_day(value: &str) -> bool {
    value.parse::<chrono::NaiveDate>().is_ok()
}

/// `half-term`, `last half-term`, `this week`.
fn said(value: &str) -> String {
    match value {
        "half-term" => value.to_owned(),
        "week" | "month" | "term" | "year" => format!("this {value}"),
        value => match value.split_once('-') {
            Some((which @ ("last" | "next" | "previous"), rest)) => format!("{which} {rest}"),
            Some((term @ ("autumn" | "spring" | "summer"), year)) => format!("{term} {year}"),
            _ => value.to_owned(),
        },
    }
}

fn with_article(word: &str) -> String {
    let vowel = word.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {word}", if vowel { "an" } else { "a" })
}
