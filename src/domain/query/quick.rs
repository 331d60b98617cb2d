//! What a row alone can say to a question, without reading its case.

use super::test::{self, Beside, Span, Test};
use crate::domain::rows::{Day, Flag, Row, Thing, Things};
use crate::domain::status::Status;
use crate::domain::story::standing::Parents;

/// Whether something holds for the case of a row; none where only the case knows.
pub type OfRow<'a> = Box<dyn Fn(&Row) -> Option<bool> + Sync + 'a>;

impl Test {
    /// Makes it ready to be asked of many rows.
    pub fn of_row<'a>(&'a self, things: &'a Things, beside: &'a Beside<'_>) -> OfRow<'a> {
        let today: Day = beside.today.into();
        match self {
            Self::Open => sure(|row| row.status.is_open()),
            Self::Closed => sure(|row| !row.status.is_open()),
            Self::Unread => sure(|row| {
                let mut by = row.by().iter();
                by.any(|(by, last)| match things.get(*by) {
                    Some(Thing::Person(by)) => (beside.unread)(row.reference, by, *last),
                    _ => false,
                })
            }),
            Self::Sealed => sure(|row| row.is(Flag::Sealed)),
            Self::Late => sure(|row| row.is(Flag::Late)),
            Self::Overdue => sure(move |row| row.due < today),
            Self::Lapsed => sure(move |row| row.ends < today),
            Self::Linked(is) => sure(|row| row.is(Flag::Linked) == *is),
            Self::Status(status) => sure(|row| row.status == *status),
            Self::Severity(severity) => sure(|row| row.severity == *severity),
            Self::Year(asked) => sure(|row| row.has_year(|year| year == *asked)),
            Self::Stage(asked) => sure(|row| row.has_year(|year| year.key_stage() == *asked)),
            Self::Sanctioned(is) => sure(|row| row.is(Flag::Sanctioned) == *is),
            Self::Parents(Parents::NotTold) => sure(|row| row.is(Flag::AnyNotTold)),
            Self::Parents(Parents::Withheld) => sure(|row| row.is(Flag::AnyWithheld)),
            Self::Parents(Parents::Told) => sure(|row| row.is(Flag::AllTold)),
            Self::Owner(ids) => {
                let owners =
                    things.which(|one| matches!(one, Thing::Person(id) if ids.contains(id)));
                sure(move |row| owners.has(row.owner))
            }
            Self::Due(span) => Box::new(|row| first(row.due, *span)),
            Self::NothingDue => sure(|row| row.due == Day::NONE),
            Self::Contact(span) => Box::new(|row| first(row.contact, *span)),
            Self::NoContact => sure(|row| row.contact == Day::NONE),
            Self::Ends(span) => Box::new(|row| first(row.ends, *span)),
            Self::NoEnd => sure(|row| row.is(Flag::Endless)),
            Self::Review(span) => sure(|row| row.review != Day::NONE && span.holds(row.review)),
            Self::NoReview => sure(|row| row.status.is_open() && row.review == Day::NONE),
            Self::Reported(span) => sure(|row| span.holds(row.reported)),
            Self::Awaiting => sure(|row| row.status == Status::AwaitingAgency),
            Self::Agreement(signed) => {
                let child = things.which(|one| matches!(one, Thing::Pupil(..)));
                let has = things
                    .which(|one| matches!(one, Thing::Pupil(id, _) if beside.signed.contains(id)));
                sure(move |row| {
                    let mut all = row
                        .things()
                        .iter()
                        .filter(|one| child.has(**one))
                        .peekable();
                    all.peek().is_some() && all.all(|one| has.has(*one)) == *signed
                })
            }
            Self::Known(known) => Box::new(|row| match known.standing.has(row.reference) {
                true => known.surely.then_some(true),
                false => Some(false),
            }),
            Self::Nothing => sure(|_| false),
            Self::Text(_) => Box::new(|_| None),
            Self::Category(_)
            | Self::Class(_)
            | Self::Pupil(_)
            | Self::Clause { .. }
            | Self::Document { .. }
            | Self::Place(_)
            | Self::Through(_)
            | Self::SanctionState(_)
            | Self::SanctionKind(_)
            | Self::LinkedTo(_)
            | Self::Agency(_)
            | Self::Tag(_) => {
                let which = things.which(|one| self.is_of(one));
                sure(move |row| row.has(&which))
            }
        }
    }

    /// Whether it holds for a case because that has this.
    fn is_of(&self, thing: &Thing) -> bool {
        match (self, thing) {
            (Self::Category(asked), Thing::Category(id)) => test::is_category(id, asked),
            (Self::Class(asked), Thing::Class(class)) => test::is_class(class, asked),
            (Self::Pupil(asked), Thing::Pupil(_, name)) => test::is_within(name, asked),
            (Self::Clause { .. } | Self::Document { .. }, Thing::Clause(clause)) => {
                self.is_clause(clause)
            }
            (Self::Place(asked), Thing::Place(id))
            | (Self::Through(asked), Thing::Through(id))
            | (Self::SanctionKind(asked), Thing::Sanction(id))
            | (Self::Agency(asked), Thing::Agency(id))
            | (Self::Tag(asked), Thing::Tag(id)) => asked == id,
            (Self::SanctionState(asked), Thing::SanctionState(state)) => asked == state,
            (Self::LinkedTo(asked), Thing::Link(other)) => asked == other,
            _ => false,
        }
    }
}

/// What a row always knows.
fn sure<'a>(is: impl Fn(&Row) -> bool + Sync + 'a) -> OfRow<'a> {
    Box::new(move |row| Some(is(row)))
}

/// Whether one of some days is within a span, of which the first is known.
fn first(day: Day, span: Span) -> Option<bool> {
    if day == Day::NONE || span.last.is_some_and(|last| Day::from(last) < day) {
        return Some(false);
    }
    span.holds(day).then_some(true)
}
