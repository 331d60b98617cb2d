//! The text of a chronology, in the order in which it was recorded.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::masked::{About, Masked, Piece};
use super::named::every_name;
use super::register::Register;
use crate::domain::case::{Case, Line};
use crate::domain::entry::{Amendment, CaseFact, Change};
use crate::domain::ids::{Letter, PupilId, Reference};
use crate::domain::people::{AdultKind, Participant, Pupil, Who};
use crate::domain::school::School;
use crate::domain::story::Teller;
use crate::domain::vocabulary::{List, Vocabulary};
use crate::domain::when::full_day;
use crate::domain::words::name_key;

/// What a chronology is told from.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The school, as the reader may open it.
    pub school: &'a School,
    /// Its words.
    pub words: &'a Vocabulary,
    /// Today.
    pub today: NaiveDate,
    /// The log's fingerprint.
    pub fingerprint: &'a str,
}

/// Why there is no chronology.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotToTell {
    /// There is no such case, or it cannot be opened.
    #[error("There is no case {0}, or you cannot open it")]
    Case(Reference),
    /// That letter is no pupil of the case.
    #[error("{1} is no pupil in {0}")]
    Letter(Reference, Letter),
    /// There is no such pupil.
    #[error("There is no pupil {0:?}")]
    Pupil(String),
    /// There are several.
    #[error("There are {1} pupils {0:?}: give the name in full, or the unique pupil number")]
    Several(String, usize),
    /// They are in no case.
    #[error("This pupil is in no case that you can open")]
    NoCase,
}

/// Paragraphs in which nobody is named: they are the program's and the policy's own words.
const OURS: [&str; 7] = [
    "Happened",
    "Reported",
    "Told in person",
    "Clauses",
    "Category",
    "State",
    "Outcome",
];

/// The pupil of that name or unique pupil number.
///
/// # Errors
/// When there is none, or more than one.
pub fn pupil_named(school: &School, text: &str) -> Result<PupilId, NotToTell> {
    let key = name_key(text);
    let fits = |pupil: &&Pupil| {
        name_key(&pupil.name) == key
            || (!pupil.upn.is_empty() && pupil.upn.eq_ignore_ascii_case(text.trim()))
    };
    let found: Vec<_> = school.pupils.values().filter(fits).collect();
    match found.as_slice() {
        [one] => Ok(one.id),
        [] => Err(NotToTell::Pupil(text.to_owned())),
        several => Err(NotToTell::Several(text.to_owned(), several.len())),
    }
}

/// The chronology of one case: about the pupil with that letter, or about its leading pupil.
///
/// # Errors
/// When there is no such case, or the letter is no pupil's.
pub fn of_case(
    from: Source<'_>,
    reference: Reference,
    about: Option<Letter>,
) -> Result<Masked, NotToTell> {
    let case = from
        .school
        .cases
        .get(&reference)
        .ok_or(NotToTell::Case(reference))?;
    let pupil = |one: &Participant| one.who.pupil();
    let subject = match about {
        Some(letter) => {
            let one = case.participant(letter).and_then(pupil);
            Some(one.ok_or(NotToTell::Letter(reference, letter))?)
        }
        None => case
            .lead()
            .and_then(pupil)
            .or_else(|| case.people().find_map(|(_, one)| pupil(one))),
    };
    Ok(Telling::new(from, vec![case], subject, true).masked())
}

/// The chronology of one pupil: every case of theirs that can be opened.
///
/// # Errors
/// When they are in none.
pub fn of_pupil(from: Source<'_>, pupil: PupilId) -> Result<Masked, NotToTell> {
    let cases: Vec<_> = from.school.cases_of(pupil).collect();
    if cases.is_empty() {
        return Err(NotToTell::NoCase);
    }
    Ok(Telling::new(from, cases, Some(pupil), false).masked())
}

struct Telling<'a> {
    from: Source<'a>,
    cases: Vec<&'a Case>,
    subject: Option<PupilId>,
    /// Of one case: its letters are the document's.
    one: bool,
    /// Every name that each pupil is or was known by.
    names: BTreeMap<PupilId, Vec<&'a str>>,
}

/// Everybody who is or was in a case.
fn everybody(case: &Case) -> impl Iterator<Item = &Participant> {
    let added = case.chronology.iter().filter_map(|line| match &line.fact {
        CaseFact::Amended(Amendment {
            change: Change::ParticipantAdded(one),
            ..
        }) => Some(one),
        _ => None,
    });
    case.concern.participants.iter().chain(added)
}

impl<'a> Telling<'a> {
    fn new(from: Source<'a>, cases: Vec<&'a Case>, subject: Option<PupilId>, one: bool) -> Self {
        Self {
            from,
            cases,
            subject,
            one,
            names: every_name(from.school),
        }
    }

    fn name(&self) -> &'a str {
        let names = self.subject.and_then(|id| self.names.get(&id));
        names
            .and_then(|names| names.first())
            .copied()
            .unwrap_or_default()
    }

    fn masked(&self) -> Masked {
        let mut register = Register::default();
        let mut places = BTreeMap::new();
        let involved: BTreeSet<_> = self
            .cases
            .iter()
            .flat_map(|case| everybody(case))
            .filter_map(|one| one.who.pupil())
            .collect();
        for (id, names) in &self.names {
            let listed = self.from.school.pupils.get(id);
            if Some(*id) == self.subject {
                for name in names {
                    register.subject(name);
                }
            } else {
                let number = listed.map_or("", |pupil| pupil.upn.as_str());
                places.insert(*id, register.child(names, number, involved.contains(id)));
            }
        }
        self.parents(&mut register, &places);
        for person in self
            .from
            .school
            .people
            .iter()
            .chain(&self.from.school.former)
        {
            register.adult(&person.name);
        }
        let (given, next) = self.letters(&places);
        Masked::find(&register, self.pieces(), &given, next, self.about())
    }

    fn about(&self) -> About {
        let words = match self.cases.as_slice() {
            [case] if self.one => format!("chronology of {}", case.reference),
            cases => {
                let cases: Vec<_> = cases
                    .iter()
                    .map(|case| case.reference.to_string())
                    .collect();
                format!("chronology of one pupil, from {}", cases.join(", "))
            }
        };
        let sealed = self.cases.iter().any(|case| case.sealed);
        About { words, sealed }
    }

    /// Parents as agreements and contacts name them, and adults of the school who are in a case.
    fn parents(&self, register: &mut Register, places: &BTreeMap<PupilId, usize>) {
        let mut parent = |name: &str, of: PupilId| match places.get(&of) {
            Some(place) => register.parent(name, *place),
            None if Some(of) == self.subject => register.own_parent(name),
            None => {}
        };
        for agreement in &self.from.school.agreements {
            parent(&agreement.parent, agreement.pupil);
        }
        for case in &self.cases {
            for contact in case.contacts() {
                if let Some(id) = case
                    .participant(contact.about)
                    .and_then(|one| one.who.pupil())
                {
                    // Without what they are to the child: "Dana Marlow (mum)".
                    let name = contact.with.split(['(', ',']).next().unwrap_or_default();
                    parent(name, id);
                }
            }
        }
        for one in self.cases.iter().flat_map(|case| everybody(case)) {
            if let Who::Adult {
                kind: AdultKind::Staff | AdultKind::Headteacher,
                name,
                ..
            } = &one.who
            {
                register.adult(name);
            }
        }
    }

    /// The letters of the children in the cases, and the first that is free.
    fn letters(&self, places: &BTreeMap<PupilId, usize>) -> (BTreeMap<usize, Letter>, usize) {
        let mut given = BTreeMap::new();
        let mut next = 0;
        for case in &self.cases {
            let everybody: Vec<_> = everybody(case).collect();
            for (place, one) in everybody.iter().enumerate() {
                let Some(child) = one.who.pupil().and_then(|id| places.get(&id)) else {
                    continue;
                };
                let free = &mut next;
                given.entry(*child).or_insert_with(|| {
                    *free += 1;
                    Letter::at(if self.one { place } else { *free - 1 })
                });
            }
            if self.one {
                next = everybody.len();
            }
        }
        (given, next)
    }

    fn pieces(&self) -> Vec<Piece> {
        let mut out = vec![Piece::Ours(self.head())];
        for case in &self.cases {
            self.case_head(case, &mut out);
        }
        out.push(Piece::Ours("\n## Chronology\n".to_owned()));
        let mut lines: Vec<(&Case, &Line)> = self
            .cases
            .iter()
            .flat_map(|case| case.chronology.iter().map(move |line| (*case, line)))
            .collect();
        // The order is that of the numbers: clocks can be set back.
        lines.sort_by_key(|(_, line)| line.seq);
        for (case, line) in lines {
            self.line(case, line, &mut out);
        }
        out
    }

    fn head(&self) -> String {
        let of = match (self.cases.as_slice(), self.subject) {
            ([case], Some(_)) if self.one => format!("{}, about {}", case.reference, self.name()),
            ([case], None) => case.reference.to_string(),
            _ => self.name().to_owned(),
        };
        format!(
            "# Chronology of {of}\n\n{} · told on {} · log {}\n\nConfidential: for one child's file. Other children are letters in brackets, such as [B].\n",
            self.from.school.name,
            full_day(self.from.today),
            self.from.fingerprint,
        )
    }

    fn case_head(&self, case: &Case, out: &mut Vec<Piece>) {
        let words = self.from.words;
        let sealed = if case.sealed {
            "\nSealed to the headteacher.\n"
        } else {
            ""
        };
        out.push(Piece::Ours(format!(
            "\n## {} · {} · {} · {}\n{sealed}\n",
            case.reference,
            words.label(List::Status, case.status.id()),
            words.label(List::Severity, case.severity.id()),
            words.label(List::Category, &case.concern.category),
        )));
        for (_, one) in case.people() {
            let role = words.label(List::Role, one.part.id());
            let is_subject = one.who.pupil().is_some() && one.who.pupil() == self.subject;
            let about = match one.who.pupil() {
                // A class and a part in it may be enough to know a child by.
                Some(_) if !is_subject => String::new(),
                _ => format!(", {}", one.who.about()),
            };
            out.push(Piece::Ours("- ".to_owned()));
            out.push(match is_subject {
                true => Piece::Ours(one.who.name().to_owned()),
                false => Piece::Told(one.who.name().to_owned()),
            });
            out.push(Piece::Told(about));
            out.push(Piece::Ours(format!(" · {role}\n")));
            if is_subject && !one.relevant.is_empty() {
                out.push(Piece::Ours("  ".to_owned()));
                out.push(Piece::Told(indented(&one.relevant)));
                out.push(Piece::Ours("\n".to_owned()));
            }
        }
    }

    fn line(&self, case: &Case, line: &Line, out: &mut Vec<Piece>) {
        let name = |name: &str| name.to_owned();
        let teller = Teller {
            school: self.from.school,
            words: self.from.words,
            name: &name,
            today: self.from.today,
        };
        let reference = if self.one {
            String::new()
        } else {
            format!("{} · ", case.reference)
        };
        out.push(Piece::Ours(format!(
            "\n### {} · {reference}{} · {} · entry {}\n\n",
            line.at.format("%a %-d %b %Y, %H:%M"),
            line.fact.title(),
            line.by.name,
            line.seq
        )));
        let lead = case.people().find_map(|(_, one)| one.who.pupil());
        for paragraph in teller.entry(case, line) {
            // Whose file that is depends on whom the case was begun for.
            if paragraph.heading == "Child-protection file" && lead != self.subject {
                continue;
            }
            let heading = match paragraph.heading {
                "" => String::new(),
                heading => format!("{heading}: "),
            };
            out.push(Piece::Ours(format!("- {heading}")));
            let text = indented(&self.bare(case, &paragraph.text));
            out.push(match OURS.contains(&paragraph.heading) {
                true => Piece::Ours(text),
                false => Piece::Told(text),
            });
            out.push(Piece::Ours("\n".to_owned()));
        }
    }

    /// Without the letters that a case puts behind names, which may be others here, and without others' classes.
    fn bare(&self, case: &Case, text: &str) -> String {
        let mut bare = text.to_owned();
        for (place, one) in everybody(case).enumerate() {
            let name = one.who.name();
            bare = bare.replace(&format!("{name} ({})", Letter::at(place)), name);
            if one.who.pupil().is_some() && one.who.pupil() != self.subject {
                bare = bare.replace(&format!("{name} ({})", one.who.about()), name);
            }
        }
        bare
    }
}

fn indented(text: &str) -> String {
    text.replace('\n', "\n  ")
}
