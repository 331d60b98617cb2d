//! Whether somebody is named in a text that is for everybody.

use std::collections::{BTreeMap, BTreeSet};

use super::masked::Why;
use super::register::Register;
use super::scan::scan;
use super::tell::everybody;
use super::words::words;
use crate::domain::ids::Reference;
use crate::domain::people::Who;
use crate::domain::school::School;

/// What of a text names pupils of a school, each once and in the order of the alphabet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Two parts of one pupil's name or more, a username made of one, or the reference of a case.
    pub surely: BTreeSet<String>,
    /// One part of a name: it may be somebody else's.
    pub perhaps: BTreeSet<String>,
}

/// The pupils whom a text names.
#[must_use]
pub fn named_in(school: &School, text: &str) -> Named {
    let mut named = Named::default();
    if text.trim().is_empty() {
        return named;
    }
    let mut names: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for pupil in school.pupils.values() {
        names
            .entry(pupil.id)
            .or_default()
            .insert(pupil.name.clone());
    }
    for case in school.cases.values() {
        for one in everybody(case) {
            if let Who::Pupil { id, name, .. } = &one.who {
                names.entry(*id).or_default().insert(name.clone());
            }
        }
    }
    let mut register = Register::default();
    for of_one in names.values() {
        let of_one: Vec<_> = of_one.iter().map(String::as_str).collect();
        register.child(&of_one, "", false);
    }
    for person in school.people.iter().chain(&school.former) {
        register.adult(&person.name);
    }
    let found = scan(&register, text, 0..text.len());
    for one in found.into_iter().filter(|one| one.why == Why::Sure) {
        let written = text.get(one.at.clone()).unwrap_or_default();
        let parts = words(text, one.at).len();
        let into = match parts {
            0 | 1 => &mut named.perhaps,
            _ => &mut named.surely,
        };
        into.insert(written.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    let pieces = text.split(|c: char| !c.is_alphanumeric() && c != '-');
    let references = pieces.filter(|piece| piece.parse::<Reference>().is_ok());
    named.surely.extend(references.map(str::to_owned));
    named
}
