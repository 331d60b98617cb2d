//! Finding cases by a few words: `y5 photo`, a name, a clause, a reference, `overdue`.

use chrono::NaiveDate;

use super::case::Case;
use super::find::narrow;
use super::ids::Reference;
use super::next;
use super::school::School;
use super::vocabulary::{List, Vocabulary};
use super::when::{due_words, full_day};

/// The cases in which every word is found, the surest first; all of them in the list's own order when
/// nothing is asked.
#[must_use]
pub fn find<'a>(
    words: &Vocabulary,
    mut cases: Vec<&'a Case>,
    asked: &str,
    today: NaiveDate,
) -> Vec<&'a Case> {
    cases.sort_by_cached_key(|case| next::list_order(case));
    // Every word must be found somewhere, so that "y5 photo" means both.
    narrow(asked, cases, |case| vec![sought(words, case, today)])
}

/// The concerns of which whoever reads knows no more than that they are sealed, and the day; the newest first.
#[must_use]
pub fn find_sealed(school: &School, asked: &str) -> Vec<(Reference, NaiveDate)> {
    let sealed = school.sealed.iter().rev();
    let away = sealed
        .filter(|(reference, _)| !school.cases.contains_key(reference))
        .map(|(reference, on)| (*reference, *on));
    narrow(asked, away, |(reference, on)| {
        vec![format!("{reference} {}", sealed_words(*on))]
    })
}

/// What everybody but the headteacher is told of a sealed concern.
#[must_use]
pub fn sealed_words(on: NaiveDate) -> String {
    format!("sealed to the headteacher, {}", full_day(on))
}

/// What is looked through: what the list shows, and who and which rules are in it.
fn sought(words: &Vocabulary, case: &Case, today: NaiveDate) -> String {
    let label = |list, id: &str| words.label(list, id).to_owned();
    let mut texts = vec![case.reference.to_string()];
    for (_, one) in case.people() {
        let about = one.who.about();
        texts.push(one.who.name().to_owned());
        texts.push(about.replace("Year ", "Y"));
        texts.push(about);
    }
    let clauses = case.concern.clauses.iter();
    texts.extend(clauses.map(|cited| cited.clause.to_string()));
    texts.extend([
        label(List::Category, &case.concern.category),
        label(List::Severity, case.severity.id()),
        label(List::Status, case.status.id()),
    ]);
    let kind = |id: &str| label(List::Sanction, id);
    if let Some(step) = next::steps(case, &kind).into_iter().next() {
        texts.push(due_words(step.due, today));
        texts.push(step.what);
    }
    texts.join(" ")
}
