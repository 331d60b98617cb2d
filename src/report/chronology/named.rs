//! Whether somebody is named in a text that is for everybody.

use std::collections::{BTreeMap, BTreeSet};

use super::masked::Why;
use super::register::Register;
use super::scan::scan;
use super::words::words;
use crate::domain::ids::{PupilId, Reference};
use crate::domain::rows::Thing;
use crate::domain::school::School;

/// What of a text names pupils of a school, each once and in the order of the alphabet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Two parts of one pupil's name or more, a username made of one, or the reference of a case.
    pub surely: BTreeSet<String>,
    /// One part of a name: it may be somebody else's.
    pub perhaps: BTreeSet<String>,
}

/// Every name that each pupil is or was known by: the list's own first.
pub(super) fn every_name(school: &School) -> BTreeMap<PupilId, Vec<&str>> {
    let mut all: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for pupil in school.pupils.values() {
        all.entry(pupil.id).or_default().push(&pupil.name);
    }
    for thing in school.cases.things().all() {
        if let Thing::Pupil(id, name) = thing {
            let known = all.entry(*id).or_default();
            if !known.contains(&name.as_str()) {
                known.push(name);
            }
        }
    }
    all
}

/// The pupils whom a text names.
#[must_use]
pub fn named_in(school: &School, text: &str) -> Named {
    let mut named = Named::default();
    if text.trim().is_empty() {
        return named;
    }
    let mut register = Register::default();
    for names in every_name(school).values() {
        register.child(names, "", false);
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
