//! From an export to entries: who is new, who is changed, who is as before. Pure.

use chrono::NaiveDate;

use super::matching::{self, Meant};
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

/// What to append so that the list is as the export has it. Nobody is removed.
pub fn plan(school: &School, policies: &Policies, sheet: Sheet, today: NaiveDate) -> Import {
    let mut import = Import {
        unread: sheet.unread,
        notes: sheet.notes,
        ..Import::default()
    };
    let meant = matching::meant(school, &sheet.rows);
    let mut next = school.next_pupil();
    for ((line, row), meant) in sheet.rows.into_iter().zip(meant) {
        let pupil = match meant {
            Meant::Unclear(why) => {
                import.refuse(line, why);
                continue;
            }
            Meant::Known(pupil) => {
                import.update(pupil, &row, sheet.has);
                pupil.id
            }
            Meant::New(namesake) => {
                let pupil = new_pupil(next, &row);
                next.0 += 1;
                import.added += 1;
                import.list(pupil.clone());
                if let Some(older) = namesake {
                    import.notes.push(format!(
                        "line {line}: {} ({}) is taken for another child than {} ({}) in the list, as nobody goes down years.",
                        row.name, row.year, older.name, older.year
                    ));
                }
                pupil.id
            }
        };
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
        if !row.upn.is_empty() {
            now.upn.clone_from(&row.upn);
        }
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
        upn: row.upn.clone(),
        year: row.year,
        class: row.class.clone(),
        born: row.born,
        send: row.send,
        has_send: row.has_send,
    }
}

#[cfg(test)]
#[path = "import_tests.rs"]
mod tests;
