//! The rules: from what a person asks for to the entries that record it, or to everything that is
//! missing, in words, with the field it is missing from.
//!
//! Pure: the same log, request and moment always give the same answer.

mod amend;
mod change;
mod close;
mod concern;
mod correct;
mod follow;
mod participants;
mod read;
mod report;
mod sanction;
mod tag;
mod tell;
mod terms;

use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};

use super::case::Case;
use super::command::Command;
use super::entry::{CaseFact, What};
use super::ids::Reference;
use super::people::Author;
use super::policy::Policies;
use super::report::WaitingReport;
use super::school::School;
use super::vocabulary::Vocabulary;

pub use change::amendable;
pub use concern::{CRITICAL, IMAGERY, TOLD_BEFORE, told_before};
pub(super) use read::or_list;

pub use participants::{ReservedFor, reserved_for};
pub use sanction::{PLAYTIME, names_sanction};

/// What a decision stands on.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// Everything recorded so far.
    pub school: &'a School,
    /// The policies there are.
    pub policies: &'a Policies,
    /// The school's words.
    pub words: &'a Vocabulary,
    /// Reports that wait in the drop box.
    pub reports: &'a [WaitingReport],
    /// Who asks.
    pub me: &'a Author,
    /// When.
    pub now: DateTime<FixedOffset>,
}

/// A request that the rules allow.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    /// The case it is about.
    pub reference: Reference,
    /// What to append, all of it or none.
    pub facts: Vec<What>,
    /// What the person who asked should hear, in plain words.
    pub say: Vec<String>,
}

/// A request that the rules do not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Everything that is wrong, in the order of the form.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field of the command.
    pub field: &'static str,
    /// A sentence for the person who asked.
    pub say: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, problem) in self.problems.iter().enumerate() {
            if place > 0 {
                f.write_str(" ")?;
            }
            f.write_str(&problem.say)?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}

/// Collects everything that is wrong before a request is refused.
#[derive(Default)]
struct Problems(Vec<Problem>);

impl Problems {
    fn add(&mut self, field: &'static str, say: impl Into<String>) {
        self.0.push(Problem {
            field,
            say: say.into(),
        });
    }

    /// The text, cleaned; a problem if there is none.
    fn need(&mut self, field: &'static str, text: &str, say: &str) -> String {
        let text = read::tidy(text);
        if text.is_empty() {
            self.add(field, say);
        }
        text
    }

    /// The value, or a problem.
    fn take<T>(&mut self, field: &'static str, read: Result<T, String>) -> Option<T> {
        read.map_err(|say| self.add(field, say)).ok()
    }

    /// Refuses if anything was wrong, or if a value is missing that something wrong has explained.
    fn settle<T>(self, made: Option<T>) -> Result<T, Refused> {
        match made {
            Some(made) if self.0.is_empty() => Ok(made),
            _ => Err(Refused { problems: self.0 }),
        }
    }
}

impl<'a> Desk<'a> {
    /// Reads a request and answers with what to append.
    ///
    /// # Errors
    /// [`Refused`] with everything that is wrong.
    pub fn decide(&self, command: &Command) -> Result<Decided, Refused> {
        let case = match command.case() {
            Some(text) => Some(self.case(text)?),
            None => None,
        };
        match (command, case) {
            (Command::Concern(new), _) => self.concern(new),
            (Command::Reopen(new), Some(case)) => self.reopen(case, new),
            (_, Some(case)) if !case.status.is_open() && !may_follow_closing(command) => {
                Err(refuse(
                    "case",
                    format!(
                        "{} is closed. Reopen it first, with the reason.",
                        case.reference
                    ),
                ))
            }
            (Command::Note(new), Some(case)) => self.note(case, new),
            (Command::Action(new), Some(case)) => self.action(case, new),
            (Command::Contact(new), Some(case)) => self.contact(case, new),
            (Command::Sanction(new), Some(case)) => self.sanction(case, new),
            (Command::Referral(new), Some(case)) => self.referral(case, new),
            (Command::Decision(new), Some(case)) => self.decision(case, new),
            (Command::Review(new), Some(case)) => self.review(case, new),
            (Command::Assign(new), Some(case)) => self.assign(case, new),
            (Command::Status(new), Some(case)) => self.status(case, new),
            (Command::Severity(new), Some(case)) => self.severity(case, new),
            (Command::Link(new), Some(case)) => self.link(case, new),
            (Command::Tag(new), Some(case)) => self.tag(case, new),
            (Command::Amend(new), Some(case)) => self.amend(case, new),
            (Command::Close(new), Some(case)) => self.close(case, new),
            (_, None) => Err(refuse("case", "Say which case this is about.")),
        }
    }

    fn case(&self, text: &str) -> Result<&'a Case, Refused> {
        let reference: Reference = text.parse().map_err(|_| {
            refuse(
                "case",
                format!("{text:?} is not a case reference. One looks like OS-2026-0042."),
            )
        })?;
        self.school.cases.get(&reference).ok_or_else(|| {
            let say = match self.school.sealed.get(&reference) {
                Some(on) => format!(
                    "{reference} is sealed to the headteacher ({}).",
                    super::when::full_day(*on)
                ),
                None => format!("There is no case {reference}."),
            };
            refuse("case", say)
        })
    }

    fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    fn clock(&self) -> NaiveDateTime {
        self.now.naive_local()
    }
}

/// A closed case can still be corrected, noted on, tagged, and tied to another.
fn may_follow_closing(command: &Command) -> bool {
    matches!(
        command,
        Command::Note(_) | Command::Amend(_) | Command::Link(_) | Command::Tag(_)
    )
}

fn refuse(field: &'static str, say: impl Into<String>) -> Refused {
    Refused {
        problems: vec![Problem {
            field,
            say: say.into(),
        }],
    }
}

/// A fact about a case, for those who may read it.
fn about(reference: Reference, fact: CaseFact, sealed: bool) -> What {
    let what = What::case(reference, fact);
    if sealed { what.sealed() } else { what }
}

fn decided(case: &Case, facts: Vec<CaseFact>) -> Decided {
    Decided {
        reference: case.reference,
        facts: facts
            .into_iter()
            .map(|fact| about(case.reference, fact, case.sealed))
            .collect(),
        say: Vec::new(),
    }
}
