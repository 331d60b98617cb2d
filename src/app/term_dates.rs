//! The page on which a school sets the term dates of one academic year.

use super::form::Field;
use super::message::{Effect, Purpose};
use super::page::{Page, PageKind};
use super::state::{Screen, State};
use crate::domain::command::{NewTerm, NewTermDates};
use crate::domain::terms::{Term, TermDates, Terms};
use crate::domain::when::full_day;
use crate::domain::year::AcademicYear;

/// Of each term its first day, its half-term from and until, and its last day: names and labels.
const FIELDS: [[(&str, &str); 4]; 3] = [
    [
        ("autumn-first", "Autumn first day"),
        ("autumn-half-term-from", "Autumn break from"),
        ("autumn-half-term-until", "Autumn break until"),
        ("autumn-last", "Autumn last day"),
    ],
    [
        ("spring-first", "Spring first day"),
        ("spring-half-term-from", "Spring break from"),
        ("spring-half-term-until", "Spring break until"),
        ("spring-last", "Spring last day"),
    ],
    [
        ("summer-first", "Summer first day"),
        ("summer-half-term-from", "Summer break from"),
        ("summer-half-term-until", "Summer break until"),
        ("summer-last", "Summer last day"),
    ],
];

/// The page for a year, with the dates that the school goes by now.
#[must_use]
pub fn page(terms: &Terms, year: AcademicYear) -> Page {
    let dates = terms.year(year);
    let mut fields = Vec::new();
    for (term, of_term) in Term::ALL.into_iter().zip(FIELDS) {
        let TermDates {
            first,
            half_term: [from, until],
            last,
        } = *dates.term(term);
        for ((name, label), day) in of_term.into_iter().zip([first, from, until, last]) {
            let field = Field::line(name, label)
                .hint("For pupils, as the school publishes it: 2 Sep · 2/9. Of this school year.");
            fields.push(field.with(&full_day(day)));
        }
    }
    let words = match terms.knows(year) {
        true => "A holiday belongs to the half-term before it.",
        false => {
            "Nobody has set these yet: they are what is usual. A holiday belongs to the half-term before it."
        }
    };
    let title = format!("Term dates {year}");
    Page::new(PageKind::TermDates(year), &title, fields, &[words])
}

/// Sets what the page says, or says what is wrong with it.
pub fn save(state: &mut State, year: AcademicYear) -> Vec<Effect> {
    let now = state.now;
    let (Some(Screen::Page(page)), Some(opened)) =
        (state.screens.last_mut(), state.opened.as_deref())
    else {
        return Vec::new();
    };
    let term = |fields: [(&str, &str); 4]| {
        let [first, from, until, last] = fields.map(|(name, _)| page.form.text(name).to_owned());
        NewTerm {
            first,
            half_term_from: from,
            half_term_until: until,
            last,
        }
    };
    let [autumn, spring, summer] = FIELDS.map(term);
    let new = NewTermDates {
        year: year.to_string(),
        autumn,
        spring,
        summer,
    };
    match opened.desk(now).set_terms(&new) {
        Ok(facts) => {
            state.screens.pop();
            state.say(format!("The term dates of {year} are set."));
            let purpose = Purpose::Quiet;
            vec![Effect::Append { facts, purpose }]
        }
        Err(refused) => {
            let say = refused.problems.first().map(|problem| problem.say.clone());
            page.form.refuse(refused.problems);
            state.warn(say.unwrap_or_default());
            Vec::new()
        }
    }
}
