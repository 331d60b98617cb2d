//! What a value asks of a case, ready to be asked of a hundred thousand.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::Unread;
use super::texts::Needle;
use crate::domain::case::Case;
use crate::domain::entry::{Action, ActionKind};
use crate::domain::folded::folded;
use crate::domain::ids::{PupilId, Reference};
use crate::domain::next::days_due;
use crate::domain::people::Who;
use crate::domain::policy::{ClauseNumber, ClauseRef, DocumentCode, KeyStage, YearGroup};
use crate::domain::rows::Day;
use crate::domain::search::{Standing, each_text};
use crate::domain::status::{SanctionState, Severity, Status};
use crate::domain::story::standing::{self, Parents};
use crate::domain::vocabulary::{Vocabulary, area_of};
use crate::domain::words::name_key;

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Test {
    Open,
    Closed,
    Unread,
    Sealed,
    Late,
    Overdue,
    Lapsed,
    Linked(bool),
    LinkedTo(Reference),
    Status(Status),
    Severity(Severity),
    /// An id of the 4Cs, or of a category.
    Category(String),
    Year(YearGroup),
    Stage(KeyStage),
    /// As names are compared.
    Class(String),
    /// As names are looked for.
    Pupil(String),
    Clause {
        policy: Option<String>,
        document: DocumentCode,
        number: ClauseNumber,
    },
    Document {
        policy: Option<String>,
        document: DocumentCode,
    },
    Place(String),
    Through(String),
    Sanctioned(bool),
    SanctionState(SanctionState),
    SanctionKind(String),
    Parents(Parents),
    /// Whether every pupil's is signed, by those who have signed.
    Agreement(bool),
    /// The people of whom one is the owner.
    Owner(Vec<String>),
    Due(Span),
    NothingDue,
    /// Parents to be contacted.
    Contact(Span),
    NoContact,
    /// A sanction in force.
    Ends(Span),
    NoEnd,
    Review(Span),
    NoReview,
    Reported(Span),
    Awaiting,
    Agency(String),
    Tag(String),
    Text(Needle),
    /// A text, of which the index knows something.
    Known(Known),
    /// What the school no longer has.
    Nothing,
}

/// A text, and where all its parts stand; it may stand nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub needle: Needle,
    pub standing: Standing,
    /// It stands there: it is one part.
    pub surely: bool,
}

/// Days from one on, up to one, or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub first: Option<NaiveDate>,
    pub last: Option<NaiveDate>,
}

impl Span {
    fn contains(self, day: NaiveDate) -> bool {
        self.holds(day.into())
    }

    pub fn holds(self, day: Day) -> bool {
        let first = self.first.map(Day::from);
        let last = self.last.map(Day::from);
        first.is_none_or(|first| first <= day) && last.is_none_or(|last| day <= last)
    }
}

/// What is beside the case.
pub(super) struct Beside<'a> {
    pub today: NaiveDate,
    pub words: &'a Vocabulary,
    pub unread: Unread<'a>,
    /// Pupils whose agreement is signed.
    pub signed: BTreeSet<PupilId>,
}

impl Test {
    /// How much work it is, so that the least is done first.
    pub const fn cost(&self) -> u8 {
        match self {
            Self::Text(_) | Self::Known(_) => 3,
            Self::Parents(_) | Self::Agency(_) | Self::Unread => 2,
            Self::Pupil(_) | Self::Class(_) => 1,
            _ => 0,
        }
    }

    /// Whether a case is so.
    pub fn holds(&self, case: &Case, beside: &Beside<'_>) -> bool {
        match self {
            Self::Open => case.status.is_open(),
            Self::Closed => !case.status.is_open(),
            Self::Unread => {
                let mut by = case.chronology.trail().by.iter();
                by.any(|(by, last)| (beside.unread)(case.reference, by, *last))
            }
            Self::Sealed => case.sealed,
            Self::Late => !case.concern.late_reason.is_empty(),
            Self::Overdue => days_due(case).any(|day| day < beside.today),
            Self::Lapsed => case
                .active_sanctions()
                .any(|one| one.until.is_some_and(|until| until < beside.today)),
            Self::Linked(is) => case.links.is_empty() != *is,
            Self::LinkedTo(other) => case.links.iter().any(|link| link.to == *other),
            Self::Status(status) => case.status == *status,
            Self::Severity(severity) => case.severity == *severity,
            Self::Category(asked) => is_category(&case.concern.category, asked),
            Self::Year(asked) => pupils(case).any(|(year, ..)| year == *asked),
            Self::Stage(asked) => pupils(case).any(|(year, ..)| year.key_stage() == *asked),
            Self::Class(asked) => pupils(case).any(|(_, class, _)| is_class(class, asked)),
            Self::Pupil(asked) => pupils(case).any(|(.., name)| is_within(name, asked)),
            Self::Clause { .. } | Self::Document { .. } => {
                let mut cited = case.concern.clauses.iter();
                cited.any(|cited| self.is_clause(&cited.clause))
            }
            Self::Place(id) => case.concern.place == *id,
            Self::Through(id) => case.concern.came_through == *id,
            Self::Sanctioned(is) => case.sanctions.is_empty() != *is,
            Self::SanctionState(state) => case.sanctions.iter().any(|one| one.state == *state),
            Self::SanctionKind(id) => case.sanctions.iter().any(|one| one.sanction.kind == *id),
            Self::Parents(asked) => parents(case, *asked),
            Self::Agreement(signed) => {
                let mut pupils = case.people().filter_map(|(_, one)| one.who.pupil());
                let first = pupils.next();
                first.is_some_and(|first| {
                    let mut all = std::iter::once(first).chain(pupils);
                    all.all(|pupil| beside.signed.contains(&pupil)) == *signed
                })
            }
            Self::Owner(ids) => ids.contains(&case.owner),
            Self::Due(span) => days_due(case).any(|day| span.contains(day)),
            Self::NothingDue => days_due(case).next().is_none(),
            Self::Contact(span) => contacts_due(case).any(|day| span.contains(day)),
            Self::NoContact => contacts_due(case).next().is_none(),
            Self::Ends(span) => case
                .active_sanctions()
                .any(|one| one.until.is_some_and(|until| span.contains(until))),
            Self::NoEnd => case.active_sanctions().any(|one| one.until.is_none()),
            Self::Review(span) => {
                case.status.is_open() && case.review.is_some_and(|day| span.contains(day))
            }
            Self::NoReview => case.status.is_open() && case.review.is_none(),
            Self::Reported(span) => span.contains(case.concern.reported.date_naive()),
            Self::Awaiting => case.status == Status::AwaitingAgency,
            Self::Agency(id) => case.chronology.trail().agencies.contains(id),
            Self::Tag(tag) => case.tags.contains(tag),
            Self::Text(needle) => stands(needle, case, beside.words),
            Self::Known(known) => {
                known.standing.has(case.reference)
                    && (known.surely || stands(&known.needle, case, beside.words))
            }
            Self::Nothing => false,
        }
    }

    /// Whether a clause is the one that is asked for, or part of it.
    pub fn is_clause(&self, clause: &ClauseRef) -> bool {
        let (policy, document, number) = match self {
            Self::Clause {
                policy,
                document,
                number,
            } => (policy, document, Some(number)),
            Self::Document { policy, document } => (policy, document, None),
            _ => return false,
        };
        let of_policy = |policy: &String| *policy == clause.policy;
        let is = |number: &ClauseNumber| {
            clause.number == *number || clause.number.parent().as_ref() == Some(number)
        };
        clause.document == *document
            && policy.as_ref().is_none_or(of_policy)
            && number.is_none_or(is)
    }
}

/// Whether a category is the one that is asked for, or in the area that is.
pub(super) fn is_category(category: &str, asked: &str) -> bool {
    category == asked || area_of(category) == Some(asked)
}

/// Whether a class is the one that is asked for.
pub(super) fn is_class(class: &str, asked: &str) -> bool {
    class == asked || is_called(class, asked)
}

fn stands(needle: &Needle, case: &Case, words: &Vocabulary) -> bool {
    let mut found = false;
    each_text(case, words, &mut |_, text| {
        found = found || needle.is_in(text)
    });
    found
}

/// Whether a name is the one that is asked for, as names are compared; quick with a plain one.
fn is_called(name: &str, key: &str) -> bool {
    match is_plain(name) {
        true => name.eq_ignore_ascii_case(key),
        false => name_key(name) == key,
    }
}

/// Whether what is asked for is part of a name, as names are looked for; quick with a plain one.
pub(super) fn is_within(name: &str, key: &str) -> bool {
    if !is_plain(name) || name.contains('\'') {
        return folded(name).contains(key);
    }
    let (name, key) = (name.as_bytes(), key.as_bytes());
    let mut places = name.windows(key.len().max(1));
    key.is_empty() || places.any(|place| place.eq_ignore_ascii_case(key))
}

/// Whether a name is compared by nothing but its letters.
fn is_plain(name: &str) -> bool {
    let bytes = name.as_bytes();
    let odd = |byte: &u8| !(byte.is_ascii_graphic() || *byte == b' ') || *byte == b'`';
    let blanks = bytes.windows(2).any(|two| two == b"  ");
    let edge = |byte: Option<&u8>| byte == Some(&b' ');
    !blanks && !edge(bytes.first()) && !edge(bytes.last()) && !bytes.iter().any(odd)
}

/// Year group, class and name of each child in a case.
fn pupils(case: &Case) -> impl Iterator<Item = (YearGroup, &str, &str)> {
    case.people().filter_map(|(_, one)| match &one.who {
        Who::Pupil {
            name, year, class, ..
        } => Some((*year, class.as_str(), name.as_str())),
        Who::Adult { .. } => None,
    })
}

/// By when parents are to be contacted.
fn contacts_due(case: &Case) -> impl Iterator<Item = NaiveDate> {
    let open = case.open_actions().filter(|_| case.status.is_open());
    let contact = |action: &&Action| matches!(action.kind, ActionKind::ContactParents(_));
    open.filter(contact).map(|action| action.due)
}

/// Told: all of them were. Not told, withheld: some are.
fn parents(case: &Case, asked: Parents) -> bool {
    let mut children = case.pupils_with_parents().peekable();
    let is = |(letter, one)| standing::parents(case, letter, one) == Some(asked);
    match asked {
        Parents::Told => children.peek().is_some() && children.all(is),
        Parents::Withheld | Parents::NotTold => children.any(is),
    }
}
