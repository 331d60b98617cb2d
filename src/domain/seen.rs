//! What somebody has not read yet: the openings of a case are entries of the log, so it is known for everybody.

use std::collections::HashMap;

use super::case::{Case, Line};
use super::entry::AuditFact;
use super::ids::Reference;
use super::school::{AuditLine, School};

/// When somebody opened a case last, as far as it was noted up to that entry.
#[must_use]
pub fn last_looked<'a>(
    school: &'a School,
    person: &str,
    case: &Reference,
    until: u64,
) -> Option<&'a AuditLine> {
    school.audit.iter().rev().find(|line| {
        let opened = |cases: &[Reference]| cases.contains(case);
        line.seq <= until
            && line.by == person
            && matches!(&line.fact, AuditFact::CasesOpened(cases) if opened(cases))
    })
}

/// The last entry of the log when somebody opened each case last; `unnoted` are cases that they opened since, which the log
/// does not say yet.
#[must_use]
pub fn looked_until(
    school: &School,
    person: &str,
    unnoted: &[Reference],
) -> HashMap<Reference, u64> {
    let mut looked = HashMap::new();
    for line in school.audit.iter().filter(|line| line.by == person) {
        if let AuditFact::CasesOpened(cases) = &line.fact {
            looked.extend(cases.iter().map(|case| (*case, line.seq)));
        }
    }
    looked.extend(unnoted.iter().map(|case| (*case, u64::MAX)));
    looked
}

/// Whether an entry is new to somebody who looked last before the entry of that number: nobody's own is.
#[must_use]
pub fn is_new(line: &Line, person: &str, looked: u64) -> bool {
    line.seq > looked && line.by.id != person
}

/// The place of the first entry that is new to somebody; none where there is none.
#[must_use]
pub fn first_new(case: &Case, person: &str, looked: u64) -> Option<usize> {
    let mut lines = case.chronology.iter();
    lines.position(|line| is_new(line, person, looked))
}
