//! Finding the page of a pupil or of a clause by typing.

use super::roster::Row;
use super::sheet;
use crate::app::sheet::SheetKind;
use crate::app::state::{Opened, State};
use crate::domain::find::narrow;
use crate::domain::ids::PupilId;
use crate::domain::policy::Policies;

/// The pupils, then the clauses of the school's policies, the most often cited first; narrowed by what is typed.
pub fn rows(state: &State, opened: &Opened, asked: &str) -> Vec<Row> {
    let school = &opened.school;
    let mut pupils: Vec<_> = school.pupils.values().collect();
    pupils.sort_by(|one, other| one.name.cmp(&other.name));
    let pupils = pupils.into_iter().map(|pupil| {
        let class = match pupil.class.as_str() {
            "" => pupil.year.to_string(),
            class => format!("{}, {class}", pupil.year),
        };
        let name = pupil.name.clone();
        (pupil.id.0.to_string(), name, class, String::new())
    });
    let adopted = school.adopted.iter().map(|adopted| &adopted.policy);
    let mut policies: Vec<_> = adopted
        .filter_map(|id| Policies::shipped().by_id(id))
        .collect();
    policies.dedup_by_key(|policy| &policy.id);
    let mut clauses: Vec<_> = policies
        .into_iter()
        .flat_map(|policy| policy.clauses())
        .map(|found| {
            let reference = found.reference();
            (school.clause_use(&reference), reference, found)
        })
        .collect();
    clauses.sort_by_key(|(count, ..)| std::cmp::Reverse(*count));
    let clauses = clauses.into_iter().map(|(count, reference, found)| {
        let cited = match count {
            0 => String::new(),
            1 => "cited once".to_owned(),
            count => format!("cited {count} times"),
        };
        let name = reference.to_string();
        (name.clone(), name, cited, found.clause.text.clone())
    });
    let found = narrow(asked, pupils.chain(clauses), |(_, name, about, text)| {
        vec![name.clone(), about.clone(), text.clone()]
    });
    found
        .into_iter()
        .map(|(id, name, about, text)| Row {
            // A pupil's name may have to be initials; a clause has none in it.
            cells: vec![pupil_or(state, &id, name), about, text],
            id,
            more: Vec::new(),
        })
        .collect()
}

fn pupil_or(state: &State, id: &str, name: String) -> String {
    match id.parse::<u32>() {
        Ok(_) => state.name(&name),
        Err(_) => name,
    }
}

/// Opens the page of a row.
pub fn open(state: &mut State, id: &str) {
    let kind = match id.parse::<u32>() {
        Ok(number) => Some(SheetKind::Pupil(PupilId(number))),
        Err(_) => id.parse().ok().map(SheetKind::Clause),
    };
    if let Some(kind) = kind {
        sheet::open(state, kind);
    }
}
