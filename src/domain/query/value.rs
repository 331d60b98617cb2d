//! What a value of a key means, and its canonical spelling.

use super::dates::{self, Sense};
use super::key::Key;
use super::offers::is_words;
use super::test::{Span, Test};
use super::{Ground, lex, named, near};
use crate::domain::folded::folded;
use crate::domain::policy::{KeyStage, YearGroup};
use crate::domain::status::{SanctionState, Severity, Status, by_id};
use crate::domain::story::standing::Parents;
use crate::domain::tag;
use crate::domain::terms::Days;
use crate::domain::vocabulary::{List, Term};

/// Why a value is none, and which one was probably meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub say: String,
    pub near: Option<String>,
}

type Read = Result<(String, Test), Wrong>;

/// Reads a value.
pub(super) fn read(key: Key, text: &str, ground: &Ground<'_>) -> Read {
    let text = lex::tidy(text);
    let asked = text.as_str();
    let found = match key {
        Key::Is => is(asked, ground),
        Key::Status => fixed(
            &Status::ALL,
            Status::id,
            Test::Status,
            List::Status,
            asked,
            ground,
        ),
        Key::Severity => fixed(
            &Severity::ALL,
            Severity::id,
            Test::Severity,
            List::Severity,
            asked,
            ground,
        ),
        Key::Category => category(asked, ground),
        Key::Year => year(asked),
        Key::Class => named::class(asked, ground),
        Key::Pupil => Some((text.clone(), Test::Pupil(folded(asked)))),
        Key::Clause => named::clause(asked, ground),
        Key::Document => named::document(asked, ground),
        Key::Place => term(List::Place, asked, ground, Test::Place),
        Key::Through => term(List::Source, asked, ground, Test::Through),
        Key::Sanction => sanction(asked, ground),
        Key::Parents => parents(asked),
        Key::Agreement => match word(asked).as_str() {
            "missing" | "unsigned" | "not-signed" => {
                Some(("missing".to_owned(), Test::Agreement(false)))
            }
            "signed" => Some(("signed".to_owned(), Test::Agreement(true))),
            _ => None,
        },
        Key::Owner => named::owner(asked, ground),
        Key::Due => return due(asked, ground, Test::Due, Test::NothingDue),
        Key::Contact => return due(asked, ground, Test::Contact, Test::NoContact),
        Key::Ends => return due(asked, ground, Test::Ends, Test::NoEnd),
        Key::Review => return due(asked, ground, Test::Review, Test::NoReview),
        Key::Since | Key::Before | Key::On => return reported(key, asked, ground),
        Key::Agency => match word(asked).as_str() {
            "awaiting" | "awaited" => Some(("awaiting".to_owned(), Test::Awaiting)),
            _ => term(List::Agency, asked, ground, Test::Agency),
        },
        Key::Tag => {
            let read = tag::read(asked).map_err(|say| Wrong { say, near: None })?;
            if let Some(near) = near::tag(&read, ground) {
                let say = format!("No case has the tag {read:?}.");
                return Err(Wrong {
                    say,
                    near: Some(near),
                });
            }
            Some((read.clone(), Test::Tag(read)))
        }
        Key::Linked => match word(asked).as_str() {
            "yes" => Some(("yes".to_owned(), Test::Linked(true))),
            "no" => Some(("no".to_owned(), Test::Linked(false))),
            _ => asked
                .parse()
                .ok()
                .map(|other| (format!("{other}"), Test::LinkedTo(other))),
        },
    };
    found.ok_or_else(|| near::unknown(key, asked, ground))
}

/// A word as ids are spelt.
fn word(text: &str) -> String {
    text.to_lowercase().replace([' ', '_'], "-")
}

fn is(asked: &str, ground: &Ground<'_>) -> Option<(String, Test)> {
    let asked = word(asked);
    let (name, _) = is_words().find(|(name, _)| *name == asked)?;
    let test = match name {
        "open" => Test::Open,
        "closed" => Test::Closed,
        "new" => Test::Status(Status::New),
        "unread" => Test::Unread,
        "mine" => Test::Owner(named::looked_to_by(ground.me, ground)),
        "overdue" => Test::Overdue,
        "critical" => Test::Severity(Severity::Critical),
        "awaiting" => Test::Awaiting,
        "lapsed" => Test::Lapsed,
        "linked" => Test::Linked(true),
        "late" => Test::Late,
        "sealed" => Test::Sealed,
        _ => return None,
    };
    Some((name.to_owned(), test))
}

/// A word whose meaning is fixed, by its id or by the school's label.
fn fixed<T: Copy>(
    all: &[T],
    id: fn(T) -> &'static str,
    test: fn(T) -> Test,
    list: List,
    asked: &str,
    ground: &Ground<'_>,
) -> Option<(String, Test)> {
    let labelled = ground
        .words
        .find(list, asked)
        .map_or(asked, |term| &term.id);
    let found = by_id(all, id, labelled)?;
    Some((id(found).to_owned(), test(found)))
}

/// A word of a list: its id, its label, or what only one label begins with or holds.
fn in_list<'a>(list: List, asked: &str, ground: &Ground<'a>) -> Option<&'a Term> {
    if let Some(term) = ground.words.find(list, asked) {
        return Some(term);
    }
    let asked = asked.to_lowercase();
    let terms = ground.words.list(list).iter();
    let mut having = terms.filter(|term| term.label.to_lowercase().contains(&asked));
    let first = having.next()?;
    having.next().is_none().then_some(first)
}

fn term(
    list: List,
    asked: &str,
    ground: &Ground<'_>,
    test: fn(String) -> Test,
) -> Option<(String, Test)> {
    let term = in_list(list, asked, ground)?;
    Some((term.id.clone(), test(term.id.clone())))
}

fn category(asked: &str, ground: &Ground<'_>) -> Option<(String, Test)> {
    if let Some(area) = ground.words.find(List::Area, asked) {
        return Some((area.id.clone(), Test::Category(area.id.clone())));
    }
    let tail = word(asked);
    let mut ending = ground
        .words
        .list(List::Category)
        .iter()
        .filter(|term| term.id.split_once('.').is_some_and(|(_, id)| id == tail));
    let by_tail = ending.next().filter(|_| ending.next().is_none());
    let found = by_tail.or_else(|| in_list(List::Category, asked, ground))?;
    Some((found.id.clone(), Test::Category(found.id.clone())))
}

fn year(asked: &str) -> Option<(String, Test)> {
    let stages = [
        ("eyfs", KeyStage::Eyfs),
        ("ks1", KeyStage::Ks1),
        ("ks2", KeyStage::Ks2),
    ];
    let tight: String = asked.to_lowercase().split_whitespace().collect();
    if let Some((name, stage)) = stages.into_iter().find(|(name, _)| *name == tight) {
        return Some((name.to_owned(), Test::Stage(stage)));
    }
    let year: YearGroup = asked.parse().ok()?;
    let name = year.name().to_lowercase();
    let short = name.strip_prefix("year ").unwrap_or(&name);
    Some((short.to_owned(), Test::Year(year)))
}

fn sanction(asked: &str, ground: &Ground<'_>) -> Option<(String, Test)> {
    match word(asked).as_str() {
        "any" => return Some(("any".to_owned(), Test::Sanctioned(true))),
        "none" => return Some(("none".to_owned(), Test::Sanctioned(false))),
        "lapsed" => return Some(("lapsed".to_owned(), Test::Lapsed)),
        _ => {}
    }
    let state = fixed(
        &SanctionState::ALL,
        SanctionState::id,
        Test::SanctionState,
        List::SanctionState,
        asked,
        ground,
    );
    state.or_else(|| term(List::Sanction, asked, ground, Test::SanctionKind))
}

fn parents(asked: &str) -> Option<(String, Test)> {
    let (name, parents) = match word(asked).as_str() {
        "told" => ("told", Parents::Told),
        "not-told" | "untold" | "none" => ("not-told", Parents::NotTold),
        "withheld" => ("withheld", Parents::Withheld),
        _ => return None,
    };
    Some((name.to_owned(), Test::Parents(parents)))
}

fn due(asked: &str, ground: &Ground<'_>, test: fn(Span) -> Test, none: Test) -> Read {
    match word(asked).as_str() {
        "none" => return Ok(("none".to_owned(), none)),
        "overdue" => {
            let last = ground.today.pred_opt();
            return Ok(("overdue".to_owned(), test(Span { first: None, last })));
        }
        _ => {}
    }
    let (kept, days) = dates::read(asked, Sense::Due, ground)?;
    Ok((kept, test(whole(days))))
}

const fn whole(days: Days) -> Span {
    Span {
        first: Some(days.first),
        last: Some(days.last),
    }
}

fn reported(key: Key, asked: &str, ground: &Ground<'_>) -> Read {
    let (kept, days) = dates::read(asked, Sense::Past, ground)?;
    let span = match key {
        Key::Since => Span {
            first: Some(days.first),
            last: None,
        },
        Key::Before => Span {
            first: None,
            last: days.first.pred_opt(),
        },
        _ => whole(days),
    };
    Ok((kept, Test::Reported(span)))
}
