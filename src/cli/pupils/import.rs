//! From an export to entries: who is new, who is changed, who is as before. Pure.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::record::Record;
use super::sheet::{Has, Sheet};
use crate::domain::entry::{SchoolFact, What};
use crate::domain::ids::PupilId;
use crate::domain::people::{Agreement, Pupil};
use crate::domain::policy::Policies;
use crate::domain::school::School;

/// What an import comes to.
#[derive(Debug, Default)]
pub struct Import {
    /// To be appended, all at once.
    pub facts: Vec<What>,
    added: usize,
    changed: usize,
    same: usize,
    agreements: usize,
    /// Rows that were not read, with the reason.
    pub unread: Vec<(u64, String)>,
    /// What to tell the person who imports it.
    pub notes: Vec<String>,
}

impl Import {
    /// "12 added, 3 changed, 290 as before, 1 not read (line 7: …)".
    pub fn summary(&self) -> String {
        let mut parts = vec![
            format!("{} added", self.added),
            format!("{} changed", self.changed),
            format!("{} as before", self.same),
        ];
        match self.agreements {
            0 => {}
            1 => parts.push("1 signed agreement".to_owned()),
            n => parts.push(format!("{n} signed agreements")),
        }
        if !self.unread.is_empty() {
            let why: Vec<_> = self
                .unread
                .iter()
                .map(|(line, why)| format!("line {line}: {why}"))
                .collect();
            parts.push(format!("{} not read ({})", why.len(), why.join("; ")));
        }
        parts.join(", ")
    }

    fn refuse(&mut self, line: u64, why: String) {
        self.unread.push((line, why));
    }
}

/// The list of today, and which of its pupils the file has named already, in which line.
struct Roll<'a> {
    by_name: BTreeMap<String, Vec<&'a Pupil>>,
    taken: BTreeMap<PupilId, u64>,
}

/// Whom a row means.
enum Match<'a> {
    One(&'a Pupil),
    Nobody,
    Several(usize),
    Taken(u64),
}

impl<'a> Roll<'a> {
    fn new(school: &'a School) -> Self {
        let mut by_name: BTreeMap<String, Vec<&Pupil>> = BTreeMap::new();
        for pupil in school.pupils.values() {
            by_name.entry(key(&pupil.name)).or_default().push(pupil);
        }
        Self {
            by_name,
            taken: BTreeMap::new(),
        }
    }

    fn named(&self, name: &str) -> &[&'a Pupil] {
        self.by_name.get(&key(name)).map_or(&[], Vec::as_slice)
    }

    /// By name and date of birth, or where one of the two has none, by name and year.
    fn surely(&self, row: &Record) -> Match<'a> {
        let named = self.named(&row.name);
        let born = |pupil: &&&Pupil| row.born.is_some() && pupil.born == row.born;
        let in_year = |pupil: &&&Pupil| pupil.year == row.year && may_be(pupil, row);
        let mut found: Vec<&Pupil> = named.iter().filter(born).copied().collect();
        if found.is_empty() {
            found = named.iter().filter(in_year).copied().collect();
        }
        self.settle(&found)
    }

    /// By name alone: the year has changed since, say. Only among those whom no other row means.
    fn probably(&self, row: &Record) -> Match<'a> {
        let named = self.named(&row.name).iter();
        let found: Vec<&Pupil> = named
            .filter(|pupil| may_be(pupil, row) && !self.taken.contains_key(&pupil.id))
            .copied()
            .collect();
        self.settle(&found)
    }

    fn settle(&self, found: &[&'a Pupil]) -> Match<'a> {
        match found {
            [] => Match::Nobody,
            [one] => match self.taken.get(&one.id) {
                Some(line) => Match::Taken(*line),
                None => Match::One(one),
            },
            several => Match::Several(several.len()),
        }
    }
}

/// Whether the dates of birth do not speak against it.
fn may_be(pupil: &Pupil, row: &Record) -> bool {
    pupil.born.is_none() || row.born.is_none() || pupil.born == row.born
}

/// A name as it is compared.
fn key(name: &str) -> String {
    let words: Vec<_> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").replace('’', "'")
}

/// What to append so that the list is as the export has it. Nobody is removed.
pub fn plan(school: &School, policies: &Policies, sheet: Sheet, today: NaiveDate) -> Import {
    let mut import = Import {
        unread: sheet.unread,
        notes: sheet.notes,
        ..Import::default()
    };
    let mut roll = Roll::new(school);
    let mut signed = Vec::new();
    let mut left = Vec::new();
    for (line, row) in sheet.rows {
        match roll.surely(&row) {
            Match::One(pupil) => {
                roll.taken.insert(pupil.id, line);
                import.update(pupil, &row, sheet.has);
                signed.push((pupil.id, row));
            }
            Match::Nobody => left.push((line, row)),
            Match::Several(n) => import.refuse(line, several(&row, n)),
            Match::Taken(first) => import.refuse(line, twice(&row, first)),
        }
    }
    let mut next = school.next_pupil();
    let mut joined: Vec<(u64, Pupil)> = Vec::new();
    for (line, row) in left {
        match roll.probably(&row) {
            Match::One(pupil) => {
                roll.taken.insert(pupil.id, line);
                import.update(pupil, &row, sheet.has);
                signed.push((pupil.id, row));
            }
            Match::Several(n) => import.refuse(line, several(&row, n)),
            Match::Taken(first) => import.refuse(line, twice(&row, first)),
            Match::Nobody => {
                let same = joined.iter().find(|(_, pupil)| {
                    key(&pupil.name) == key(&row.name)
                        && may_be(pupil, &row)
                        && (pupil.year == row.year || pupil.born == row.born && row.born.is_some())
                });
                if let Some((first, _)) = same {
                    import.refuse(line, twice(&row, *first));
                    continue;
                }
                let pupil = new_pupil(next, &row);
                next.0 += 1;
                import.added += 1;
                import.list(pupil.clone());
                signed.push((pupil.id, row));
                joined.push((line, pupil));
            }
        }
    }
    for (pupil, row) in signed {
        import.sign(school, policies, pupil, row, today);
    }
    import.unread.sort_by_key(|(line, _)| *line);
    import
}

impl Import {
    fn list(&mut self, pupil: Pupil) {
        self.facts
            .push(What::School(SchoolFact::PupilListed(pupil)));
    }

    /// What the file has a column for is as the file says.
    fn update(&mut self, before: &Pupil, row: &Record, has: Has) {
        let mut now = before.clone();
        now.name.clone_from(&row.name);
        now.year = row.year;
        if has.class {
            now.class.clone_from(&row.class);
        }
        now.born = row.born.or(before.born);
        if has.document {
            now.send = row.send;
        }
        if has.sen {
            now.has_send = row.has_send;
        }
        now.has_send |= now.send.is_some();
        if now == *before {
            self.same += 1;
        } else {
            self.changed += 1;
            self.list(now);
        }
    }

    /// Records that the agreement of the policy of that day was signed, unless the log says so.
    fn sign(
        &mut self,
        school: &School,
        policies: &Policies,
        pupil: PupilId,
        row: Record,
        today: NaiveDate,
    ) {
        let Some((signed, parent)) = row.signed else {
            return;
        };
        let Some(policy) = school
            .policy_on(signed.min(today))
            .and_then(|id| policies.by_id(id))
        else {
            return;
        };
        let agreement = Agreement {
            pupil,
            document: format!("{} Agreement", policy.short),
            signed,
            parent,
        };
        if !school.agreements.contains(&agreement) {
            self.agreements += 1;
            self.facts
                .push(What::School(SchoolFact::AgreementSigned(agreement)));
        }
    }
}

fn new_pupil(id: PupilId, row: &Record) -> Pupil {
    Pupil {
        id,
        name: row.name.clone(),
        year: row.year,
        class: row.class.clone(),
        born: row.born,
        send: row.send,
        has_send: row.has_send,
    }
}

fn several(row: &Record, n: usize) -> String {
    format!(
        "{n} pupils in the list could be {} ({}); give the date of birth",
        row.name, row.year
    )
}

fn twice(row: &Record, first: u64) -> String {
    format!(
        "{} ({}) is in line {first} already; if they are two children, give both dates of birth",
        row.name, row.year
    )
}

#[cfg(test)]
#[path = "import_tests.rs"]
mod tests;
