//! `daybook add`: requests as lines of JSON, each durable before it is acknowledged.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::{Value, json};

use super::lines::{self, LONGEST, Line};
use super::{Cli, Done, exit, now, print, say, unreadable, words};
use crate::domain::command::Command;
use crate::domain::decide::{Desk, Refused};
use crate::domain::ids::Reference;
use crate::domain::policy::Policies;
use crate::domain::report::DropBox;
use crate::domain::words::{clean_line, fit};
use crate::session::{Complaint, Kind, Session};

/// Where the requests are.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A file of requests, one JSON object a line (see `daybook schema`); "-" reads stdin.
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
}

/// Takes every line of a file or of stdin.
pub fn run(cli: &Cli, args: &Args) -> Done {
    let from: Box<dyn BufRead> = if args.from == Path::new("-") {
        if cli.passphrase_file.is_none() {
            return Err(Complaint::new(
                Kind::Usage,
                "Requests and a typed passphrase cannot both come from stdin",
                "Name a passphrase file with --passphrase-file.",
            ));
        }
        Box::new(BufReader::new(std::io::stdin()))
    } else {
        let file = File::open(&args.from).map_err(|error| unreadable(&args.from, &error))?;
        Box::new(BufReader::new(file))
    };
    let all_accepted = cli.with_session(|session| {
        let mut adding = Adding {
            session,
            last: Last::Nothing,
        };
        adding.all(from, &args.from)
    })?;
    Ok(if all_accepted {
        ExitCode::SUCCESS
    } else {
        exit(Kind::Failed)
    })
}

/// Takes lines, and answers what the command would print: the way in for `fuzz/`.
#[cfg(fuzzing)]
pub fn answers(session: &mut Session, mut lines: &[u8]) -> Vec<Value> {
    let mut adding = Adding {
        session,
        last: Last::Nothing,
    };
    let mut answers = Vec::new();
    let mut number = 0;
    while let Ok(Some(line)) = lines::next(&mut lines) {
        number += 1;
        match adding.one(&line, number) {
            Ok(answer) => answers.extend(answer),
            Err(Bad::Line { reason, .. }) => {
                answers.push(json!({"ok": false, "reason": told(&reason)}))
            }
            Err(Bad::Stop(complaint)) => {
                answers.push(json!({"ok": false, "reason": complaint.to_string()}))
            }
        }
    }
    answers
}

struct Adding<'a> {
    session: &'a mut Session,
    last: Last,
}

/// What `"case":"last"` means.
enum Last {
    /// No concern has been read in this run.
    Nothing,
    /// The case that the last concern began.
    Begun(Reference),
    /// The last concern, or what may have been one, was not taken. What was meant for it must not
    /// fall on the case before it.
    Refused {
        /// Its line.
        line: u64,
    },
}

impl Last {
    fn reference(&self) -> Result<Reference, Bad> {
        match self {
            Self::Begun(reference) => Ok(*reference),
            Self::Nothing => Err(Bad::line(
                "No case has been begun in this run: give a reference.",
            )),
            Self::Refused { line } => Err(Bad::line(format!(
                "\"last\" means the case of line {line}, which was not taken: put that line right and add both, or give a reference."
            ))),
        }
    }
}

/// A line that was not taken.
enum Bad {
    /// It is no request, or the rules refuse it; the next may be taken.
    Line {
        reason: String,
        problems: Vec<Value>,
    },
    /// Nothing more can be written.
    Stop(Complaint),
}

impl Bad {
    fn line(reason: impl Into<String>) -> Self {
        Self::Line {
            reason: reason.into(),
            problems: Vec::new(),
        }
    }
}

impl Adding<'_> {
    /// Answers whether every line was taken.
    fn all(&mut self, mut from: Box<dyn BufRead>, path: &Path) -> Result<bool, Complaint> {
        let mut all_accepted = true;
        let mut number = 0_u64;
        while let Some(line) = lines::next(&mut from).map_err(|error| unreadable(path, &error))? {
            number += 1;
            match self.one(&line, number) {
                Ok(None) => {}
                Ok(Some(answer)) => print(&answer.to_string())?,
                Err(Bad::Line { reason, problems }) => {
                    all_accepted = false;
                    say(&format!("daybook: line {number}: {}", told(&reason)));
                    let answer = json!({"ok": false, "line": number, "reason": reason, "problems": problems});
                    print(&answer.to_string())?;
                }
                Err(Bad::Stop(complaint)) => {
                    let reason = complaint.to_string();
                    let answer =
                        json!({"ok": false, "line": number, "reason": reason, "problems": []});
                    print(&answer.to_string())?;
                    return Err(complaint);
                }
            }
        }
        Ok(all_accepted)
    }

    /// Takes one line; nothing for an empty one.
    fn one(&mut self, line: &Line, number: u64) -> Result<Option<Value>, Bad> {
        let taken = self.read(line, number).and_then(|command| {
            let Some(command) = command else {
                return Ok(None);
            };
            self.append(&command).map(Some)
        });
        if taken.is_err() && may_be_concern(line) {
            self.last = Last::Refused { line: number };
        }
        taken
    }

    /// The request on a line; nothing for an empty one.
    fn read(&self, line: &Line, number: u64) -> Result<Option<Command>, Bad> {
        let text = match line {
            Line::Text(text) => text.trim(),
            Line::TooLong => {
                return Err(Bad::line(format!(
                    "This line is longer than {} MB.",
                    LONGEST >> 20
                )));
            }
            Line::NotText => return Err(Bad::line("This line is not UTF-8 text.")),
        };
        let text = match number {
            1 => text.trim_start_matches('\u{feff}'),
            _ => text,
        };
        if text.is_empty() {
            return Ok(None);
        }
        let mut command: Command =
            serde_json::from_str(text).map_err(|error| not_a_request(&error))?;
        if let Some(case) = command.case_mut()
            && case.trim().eq_ignore_ascii_case("last")
        {
            *case = self.last.reference()?.to_string();
        }
        Ok(Some(command))
    }

    fn append(&mut self, command: &Command) -> Result<Value, Bad> {
        let now = now();
        let me = self.session.me();
        let reports = match command {
            Command::Concern(new) if !new.report.is_empty() => self.session.waiting_reports(),
            _ => DropBox::default(),
        };
        let school = self.session.school();
        let desk = Desk {
            school,
            policies: Policies::shipped(),
            words: &words(school),
            reports: &reports.reports,
            me: &me,
            now,
        };
        let decided = desk.decide(command).map_err(|refused| refusal(&refused))?;
        let written = self.session.append(now, decided.facts).map_err(Bad::Stop)?;
        if let Command::Concern(new) = command {
            self.last = Last::Begun(decided.reference);
            if !new.report.is_empty() {
                self.session.remove_report(new.report.trim());
            }
        }
        let first = written.first().map(|(seq, _)| *seq);
        let last = written.last().map(|(seq, _)| *seq);
        Ok(json!({
            "ok": true,
            "seq": last,
            "first": first,
            "ref": decided.reference.to_string(),
            "say": decided.say,
        }))
    }
}

/// Whether a line that was not taken may have been meant to begin a case: all but those that name
/// another command.
fn may_be_concern(line: &Line) -> bool {
    let Line::Text(text) = line else {
        return true;
    };
    let command = serde_json::from_str::<Value>(text)
        .ok()
        .and_then(|value| Some(value.get("command")?.as_str()? == "concern"));
    command.unwrap_or(true)
}

/// A reason for a terminal: it may quote the line.
fn told(reason: &str) -> String {
    fit(&clean_line(reason), 300)
}

fn refusal(refused: &Refused) -> Bad {
    Bad::Line {
        reason: refused.to_string(),
        problems: refused
            .problems
            .iter()
            .map(|problem| json!({"field": problem.field, "say": problem.say}))
            .collect(),
    }
}

fn not_a_request(error: &serde_json::Error) -> Bad {
    // There is one line only, so that its number would mislead.
    let why = error
        .to_string()
        .replace(" at line 1 column ", " at column ");
    let why = why.trim_end_matches(" at line 0 column 0");
    Bad::line(format!("This is not a request that Daybook knows: {why}."))
}
