//! A pupil's page: every case they have a part in, and what has followed for them.

use super::months::{Event, chart};
use super::{LeadsTo, Lines, SheetLine, Weight, counts, in_a_line, many};
use crate::domain::case::Case;
use crate::domain::ids::{Letter, PupilId};
use crate::domain::people::{Part, Participant};
use crate::domain::story::{Teller, standing};
use crate::domain::vocabulary::{List, area_of};
use crate::domain::when::full_day;
use crate::domain::words::capital;

/// Contacts that are listed, the newest first.
const CONTACTS: usize = 10;

/// A part in a case.
struct Has<'a> {
    case: &'a Case,
    letter: Letter,
    one: &'a Participant,
}

/// A pupil's page.
#[must_use]
pub fn pupil(teller: &Teller, id: PupilId) -> Vec<SheetLine> {
    let mut lines = Lines::default();
    let mut has: Vec<_> = parts(teller, id).collect();
    has.sort_by_key(|has| std::cmp::Reverse((has.case.concern.reported, has.case.reference)));
    who(&mut lines, teller, id, &has);
    lines.heading(format!(
        "{}, the newest first",
        many(has.len(), "case", "cases")
    ));
    if has.is_empty() {
        lines.text("  None that you can open.");
    }
    for Has { case, letter, one } in &has {
        let part = teller.words.label(List::Role, one.part.id());
        let mut text = format!("{} · {part}", in_a_line(teller, case));
        if let Some(parents) = standing::parents(case, *letter, one) {
            text.push_str(&format!(" · {}", parents.words()));
        }
        lines.add(Weight::Text, text, Some(LeadsTo::Case(case.reference)));
    }
    let counted: Vec<_> = has.iter().filter(|has| counts(has.case)).collect();
    if !counted.is_empty() {
        lines.heading("By month, a sign for each case");
        let events: Vec<Event> = counted
            .iter()
            .map(|has| {
                let area = area_of(&has.case.concern.category).unwrap_or_default();
                let area = teller.words.label(List::Area, area).to_owned();
                (has.case.concern.reported.date_naive(), area)
            })
            .collect();
        chart(&mut lines, &events, teller.today);
    }
    sanctions(&mut lines, teller, &has);
    contacts(&mut lines, teller, &has);
    lines.0
}

fn parts<'a>(teller: &Teller<'a>, id: PupilId) -> impl Iterator<Item = Has<'a>> {
    teller.school.cases_of(id).flat_map(move |case| {
        case.people()
            .filter(move |(_, one)| one.who.pupil() == Some(id))
            .map(move |(letter, one)| Has { case, letter, one })
    })
}

fn who(lines: &mut Lines, teller: &Teller, id: PupilId, has: &[Has]) {
    let listed = teller.school.pupils.get(&id);
    let name = listed
        .map(|pupil| pupil.name.as_str())
        .or_else(|| has.first().map(|has| has.one.who.name()))
        .unwrap_or("A pupil who is in no list");
    let mut text = (teller.name)(name);
    if let Some(pupil) = listed {
        text.push_str(&format!(", {}", pupil.year));
        if !pupil.class.is_empty() {
            text.push_str(&format!(", {}", pupil.class));
        }
    }
    lines.heading(text);
    match teller.school.agreement(id) {
        Some(signed) => {
            let with = match signed.parent.as_str() {
                "" => String::new(),
                parent => format!(" with {}", (teller.name)(parent)),
            };
            lines.text(format!(
                "  Agreement signed {}{with} ({}).",
                full_day(signed.signed),
                signed.document
            ));
        }
        None => lines.pressing("  No signed agreement."),
    }
    let roles: Vec<_> = Part::ALL
        .into_iter()
        .filter_map(|part| {
            let of = |has: &&Has| has.one.part == part && counts(has.case);
            let count = has.iter().filter(of).count();
            let label = teller.words.label(List::Role, part.id()).to_lowercase();
            (count > 0).then(|| format!("{label} in {count}"))
        })
        .collect();
    if !roles.is_empty() {
        lines.text(format!(
            "  {}. A part belongs to one case, and says nothing of another.",
            capital(&roles.join(", "))
        ));
    }
}

fn sanctions(lines: &mut Lines, teller: &Teller, has: &[Has]) {
    let theirs: Vec<_> = has
        .iter()
        .flat_map(|has| {
            let own = has.case.sanctions.iter();
            own.filter(|one| one.sanction.about == has.letter)
                .map(|one| (has.case, one))
        })
        .collect();
    if theirs.is_empty() {
        return;
    }
    lines.heading(many(theirs.len(), "sanction", "sanctions"));
    for (case, tracked) in theirs {
        let from = tracked.sanction.from.format("%-d %b %Y");
        let text = format!(
            "{} · {} · from {from} · {}",
            case.reference,
            teller.sanction_kind(&tracked.sanction),
            teller.stands(tracked),
        );
        lines.add(Weight::Text, text, Some(LeadsTo::Case(case.reference)));
    }
}

fn contacts(lines: &mut Lines, teller: &Teller, has: &[Has]) {
    let mut theirs: Vec<_> = has
        .iter()
        .flat_map(|has| {
            let own = has.case.contacts();
            own.filter(|contact| contact.about == has.letter)
                .map(|contact| (has.case, contact))
        })
        .collect();
    if theirs.is_empty() {
        return;
    }
    theirs.sort_by_key(|(_, contact)| std::cmp::Reverse(contact.happened.earliest()));
    lines.heading(format!(
        "{} with parents, the newest first",
        many(theirs.len(), "contact", "contacts")
    ));
    let more = theirs.len().saturating_sub(CONTACTS);
    for (case, contact) in theirs.into_iter().take(CONTACTS) {
        let mut text = format!(
            "{} · {} · {}",
            case.reference,
            contact.happened,
            teller.words.label(List::ContactResult, &contact.result)
        );
        if !contact.method.is_empty() {
            let method = teller.words.label(List::ContactMethod, &contact.method);
            text.push_str(&format!(" · {method}"));
        }
        if !contact.with.is_empty() {
            text.push_str(&format!(" · {}", (teller.name)(&contact.with)));
        }
        lines.add(Weight::Text, text, Some(LeadsTo::Case(case.reference)));
    }
    if more > 0 {
        lines.text(format!("  and {more} before them, in the cases"));
    }
}
