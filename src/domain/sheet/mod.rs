//! Sheets: pages of plain lines, to be read from top to bottom or aloud. A line may lead somewhere. The same lines
//! stand on the screen and on paper.

mod brief;
mod clause;
mod months;
mod pupil;

use super::case::Case;
use super::ids::{PupilId, Reference};
use super::policy::ClauseRef;
use super::status::Status;
use super::story::{Teller, told};
use super::vocabulary::List;

pub use brief::{brief, mine};
pub use clause::clause;
pub use pupil::pupil;

/// One line of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetLine {
    /// What it says; it may be longer than a screen is wide.
    pub text: String,
    /// How it is meant.
    pub weight: Weight,
    /// Where it leads.
    pub to: Option<LeadsTo>,
}

/// How a line is meant. It never says what the words do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// A heading.
    Heading,
    /// Text.
    Text,
    /// What is late, or not done.
    Pressing,
}

/// Where a line leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeadsTo {
    /// To a case.
    Case(Reference),
    /// To a pupil's page.
    Pupil(PupilId),
    /// To a clause's page.
    Clause(ClauseRef),
}

/// Lines as they are put together.
#[derive(Default)]
struct Lines(Vec<SheetLine>);

impl Lines {
    fn add(&mut self, weight: Weight, text: impl Into<String>, to: Option<LeadsTo>) {
        self.0.push(SheetLine {
            text: text.into(),
            weight,
            to,
        });
    }

    fn heading(&mut self, text: impl Into<String>) {
        if !self.0.is_empty() {
            self.text("");
        }
        self.add(Weight::Heading, text, None);
    }

    fn text(&mut self, text: impl Into<String>) {
        self.add(Weight::Text, text, None);
    }

    fn pressing(&mut self, text: impl Into<String>) {
        self.add(Weight::Pressing, text, None);
    }
}

/// A case as it is read aloud: every line of its paper.
#[must_use]
pub fn aloud(teller: &Teller, case: &Case) -> Vec<SheetLine> {
    let text = told(teller, case);
    let mut heading = true;
    let mut lines = Lines::default();
    for line in text.lines() {
        // What stands at the margin after an empty line heads what follows.
        let weight = match heading && !line.starts_with(' ') {
            true => Weight::Heading,
            false => Weight::Text,
        };
        lines.add(weight, line, None);
        heading = line.is_empty();
    }
    lines.0
}

/// A sheet as a text.
#[must_use]
pub fn plain(lines: &[SheetLine]) -> String {
    let mut out = String::new();
    for line in lines {
        out.push_str(line.text.trim_end());
        out.push('\n');
    }
    out
}

/// A case in a line: its number, the day it was reported, what it is about, how it stands.
fn in_a_line(teller: &Teller, case: &Case) -> String {
    let label = |list, id: &str| teller.words.label(list, id).to_owned();
    let severity = label(List::Severity, case.severity.id());
    format!(
        "{} · {} · {} · {}, {}",
        case.reference,
        case.concern.reported.format("%-d %b %Y"),
        label(List::Category, &case.concern.category),
        label(List::Status, case.status.id()).to_lowercase(),
        severity.to_lowercase(),
    )
}

/// Whether a case counts: one recorded in error never happened.
fn counts(case: &Case) -> bool {
    case.status != Status::RecordedInError
}

/// "1 case", "3 cases".
fn many(count: usize, one: &str, more: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {more}"),
    }
}
