//! `daybook list`: the cases, what is due first.

use std::process::ExitCode;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{Cli, Done, now, print, print_json, words};
use crate::domain::case::Case;
use crate::domain::case_find::{self, sealed_words};
use crate::domain::next::steps;
use crate::domain::school::School;
use crate::domain::story::standing;
use crate::domain::vocabulary::{List, Vocabulary};
use crate::domain::when::due_words;
use crate::domain::words::{fit, width};

/// Which cases, and how.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Closed cases too.
    #[arg(long)]
    all: bool,
    /// Only those with all of these words in them: a name, a class, a clause, a reference. As `/`
    /// in the screens' list.
    #[arg(long, value_name = "TEXT", default_value = "")]
    find: String,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    cli.with_session(|session| {
        let school = session.school();
        let words = words(school);
        let today = now().date_naive();
        let cases: Vec<_> = school
            .cases
            .rows()
            .filter(|row| args.all || row.status.is_open())
            .filter_map(|row| school.cases.get(&row.reference))
            .collect();
        let cases = case_find::find(&words, cases, &args.find, today);
        let sealed = case_find::find_sealed(school, &args.find);
        if args.json {
            let cases = cases
                .iter()
                .map(|case| as_json(school, &words, case, today));
            let sealed = sealed
                .iter()
                .map(|(reference, on)| json!({"ref": reference, "sealed": on}));
            print_json(&cases.chain(sealed).collect::<Vec<_>>())
        } else if cases.is_empty() && sealed.is_empty() {
            let open = if args.all { "" } else { "open " };
            match args.find.trim() {
                "" => print(&format!("No {open}cases.")),
                asked => print(&format!("No {open}case with {asked:?} in it.")),
            }
        } else {
            let rows: Vec<_> = cases.iter().map(|case| row(&words, case, today)).collect();
            let mut lines = table(&rows);
            for (reference, on) in sealed {
                lines.push_str(&format!("{reference}  {}\n", sealed_words(on)));
            }
            print(lines.trim_end())
        }
    })?;
    Ok(ExitCode::SUCCESS)
}

fn as_json(school: &School, words: &Vocabulary, case: &Case, today: NaiveDate) -> Value {
    let next: Vec<_> = steps(case, &|id| words.label(List::Sanction, id).to_owned())
        .into_iter()
        .map(|step| json!({"due": step.due, "what": step.what}))
        .collect();
    let clauses: Vec<_> = case
        .concern
        .clauses
        .iter()
        .map(|cited| cited.clause.to_string())
        .collect();
    json!({
        "ref": case.reference,
        "status": case.status,
        "severity": case.severity,
        "category": case.concern.category,
        "clauses": clauses,
        "people": people(school, case),
        "owner": school.person_name(&case.owner),
        "looks_after": school.person_name(school.looks_after(case, today)),
        "reported": case.concern.reported,
        "tags": case.tags,
        "next": next,
    })
}

/// Who is in a case, and where each of them stands.
pub fn people(school: &School, case: &Case) -> Vec<Value> {
    case.people()
        .map(|(letter, one)| {
            json!({
                "letter": letter,
                "name": one.who.name(),
                "about": one.who.about(),
                "part": one.part,
                "parents": standing::parents(case, letter, one),
                "agreement": standing::agreement(school, one).flatten(),
            })
        })
        .collect()
}

fn row(words: &Vocabulary, case: &Case, today: NaiveDate) -> [String; 6] {
    let lead = case.lead().map_or("nobody named", |one| one.who.name());
    let next = steps(case, &|id| words.label(List::Sanction, id).to_owned())
        .first()
        .map(|step| format!("{}: {}", due_words(step.due, today), step.what))
        .unwrap_or_default();
    [
        case.reference.to_string(),
        words.label(List::Status, case.status.id()).to_owned(),
        words.label(List::Severity, case.severity.id()).to_owned(),
        fit(lead, 24),
        fit(words.label(List::Category, &case.concern.category), 32),
        next,
    ]
}

/// Columns as wide as their widest cell; the last one runs on.
pub fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let mut widths = [0; N];
    for row in rows {
        for (cell, wide) in row.iter().zip(&mut widths) {
            *wide = (*wide).max(width(cell));
        }
    }
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, wide) in row.iter().zip(widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(wide - width(cell) + 2));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
