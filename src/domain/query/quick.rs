//! What a row alone can say to a question, without going to its case.

use super::test::{Beside, Span, Test};
use crate::domain::rows::{Day, Flag, Mark, Row, Rows};
use crate::domain::status::Status;
use crate::domain::story::standing::Parents;

impl Test {
    /// Whether it holds for the case of a row; none where only the case knows.
    pub fn of_row(&self, row: &Row, rows: &Rows, beside: &Beside<'_>) -> Option<bool> {
        let open = row.status.is_open();
        // What a case surely has not is known; what it may have is asked of it.
        let may = |may: bool| if may { None } else { Some(false) };
        let has = |kind, what: &str| may(row.may_have(kind, what));
        match self {
            Self::Open => Some(open),
            Self::Closed => Some(!open),
            Self::Sealed => Some(row.is(Flag::Sealed)),
            Self::Late => Some(row.is(Flag::Late)),
            Self::Overdue => Some(row.due < beside.today.into()),
            Self::Lapsed => Some(row.ends < beside.today.into()),
            Self::Linked(is) => Some(row.is(Flag::Linked) == *is),
            Self::LinkedTo(_) => may(row.is(Flag::Linked)),
            Self::Status(status) => Some(row.status == *status),
            Self::Severity(severity) => Some(row.severity == *severity),
            Self::Category(id) => has(Mark::Category, id),
            Self::Year(asked) => Some(row.has_year(|year| year == *asked)),
            Self::Stage(asked) => Some(row.has_year(|year| year.key_stage() == *asked)),
            Self::Class(key) => has(Mark::Class, key),
            Self::Clause {
                document, number, ..
            } => may(row.may_have(Mark::Document, document.as_str())
                && row.may_have(Mark::Clause, &number.to_string())),
            Self::Document { document, .. } => has(Mark::Document, document.as_str()),
            Self::Place(id) => has(Mark::Place, id),
            Self::Through(id) => has(Mark::Through, id),
            Self::Sanctioned(is) => Some(row.is(Flag::Sanctioned) == *is),
            Self::SanctionState(state) => has(Mark::SanctionState, state.id()),
            Self::SanctionKind(id) => has(Mark::Sanction, id),
            Self::Parents(Parents::NotTold) => Some(row.is(Flag::AnyNotTold)),
            Self::Parents(Parents::Withheld) => Some(row.is(Flag::AnyWithheld)),
            Self::Parents(Parents::Told) => Some(row.is(Flag::AllTold)),
            Self::Owner(ids) => Some(ids.iter().any(|id| id == rows.owner_of(row))),
            Self::Due(span) => first(row.due, *span),
            Self::NothingDue => Some(row.due == Day::NONE),
            Self::Contact(_) => may(row.is(Flag::ToContact)),
            Self::NoContact => Some(!row.is(Flag::ToContact)),
            Self::Ends(span) => first(row.ends, *span),
            Self::NoEnd => may(row.is(Flag::Sanctioned)),
            Self::Review(_) | Self::NoReview => may(open),
            Self::Reported(span) => Some(span.holds(row.reported)),
            Self::Awaiting => Some(row.status == Status::AwaitingAgency),
            Self::Agency(id) => has(Mark::Agency, id),
            Self::Tag(tag) => has(Mark::Tag, tag),
            Self::Known(_, standing) => match standing.get(&row.reference) {
                None => Some(false),
                Some(true) => Some(true),
                Some(false) => None,
            },
            Self::Nothing => Some(false),
            Self::Unread | Self::Pupil(_) | Self::Agreement(_) | Self::Text(_) => None,
        }
    }
}

/// Whether one of some days is within a span, of which the first is known.
fn first(day: Day, span: Span) -> Option<bool> {
    if day == Day::NONE || span.last.is_some_and(|last| Day::from(last) < day) {
        return Some(false);
    }
    span.holds(day).then_some(true)
}
