//! `daybook report`: for staff who never see the log. With the school's public card alone it seals what
//! they write, and reads nothing back.

use std::io::{BufRead, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::{Cli, Done, now, print, read_text, say};
use crate::domain::report::{REPORT_FORMAT, Report};
use crate::session::Complaint;
use crate::session::dropbox::drop_report;
use crate::vault::Card;

/// To whom, and where to.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The school's public card.
    #[arg(long, value_name = "FILE")]
    card: PathBuf,
    /// A folder (the school's drop box) or a new file; otherwise the drop box that is set, or here.
    #[arg(long, value_name = "PLACE")]
    out: Option<PathBuf>,
    /// Take the answers from a JSON file, or from stdin with "-", instead of asking.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

const CHAIR: &str = "A concern about the headteacher is not stored. Take it to the chair of governors, or to the LADO, today.";

pub fn run(cli: &Cli, args: &Args) -> Done {
    let card =
        std::fs::File::open(&args.card).map_err(|error| super::unreadable(&args.card, &error))?;
    let card = Card::read(card)?;
    let mut report = match &args.json {
        Some(path) => from_json(path)?,
        None => asked(&card)?,
    };
    report.daybook_report = REPORT_FORMAT;
    report.written = now().to_rfc3339();
    let here = PathBuf::from(".");
    let place = args.out.as_ref().or(cli.drop_box.as_ref()).unwrap_or(&here);
    let file = drop_report(&card, &report, place)?;
    let who = match report.about_staff {
        true => "the headteacher",
        false => "the DSL",
    };
    say(&format!(
        "Sealed for {}: only they can open it, you cannot either. Speak to {who} in person as well, at once if a child is in danger.",
        card.school
    ));
    print(&file.display().to_string())?;
    Ok(ExitCode::SUCCESS)
}

fn from_json(path: &Path) -> Result<Report, Complaint> {
    let text = match path == Path::new("-") {
        false => read_text(path)?,
        true => std::io::read_to_string(std::io::stdin())
            .map_err(|error| super::unreadable(path, &error))?,
    };
    serde_json::from_str(&text).map_err(|error| {
        Complaint::failed(
            format!("This is not a report: {error}"),
            "Nothing was written.",
        )
    })
}

/// Asks in plain lines: whoever answers has never seen the program.
fn asked(card: &Card) -> Result<Report, Complaint> {
    say(&format!(
        "A report to {} (card {}).\nIt is sealed on this computer. If a child is in danger now, do not write: tell the DSL, or call 999.\n",
        card.school,
        card.fingerprint()
    ));
    let mut lines = std::io::stdin().lock().lines();
    let mut ask = |question: &str, long: bool| -> Result<String, Complaint> {
        let end = if long { " (an empty line ends it)" } else { "" };
        let _ = write!(std::io::stderr(), "{question}{end}\n> ");
        let mut text = String::new();
        for line in lines.by_ref() {
            let line = line.map_err(|error| super::unreadable(Path::new("-"), &error))?;
            if !long {
                return Ok(line.trim().to_owned());
            }
            if line.trim().is_empty() {
                break;
            }
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&line);
            let _ = write!(std::io::stderr(), "> ");
        }
        Ok(text)
    };
    let from = ask("Your name", false)?;
    let job = ask("Your job", false)?;
    let about = ask(
        "Is it about what a member of staff, a visitor or a volunteer did? yes, no, or headteacher",
        false,
    )?;
    let about_staff = match about.to_lowercase().as_str() {
        "headteacher" | "head" | "h" => {
            return Err(Complaint::failed(CHAIR, "Nothing was written."));
        }
        "yes" | "y" => true,
        "no" | "n" => false,
        _ => {
            return Err(Complaint::failed(
                "That is neither yes, nor no, nor headteacher",
                "Nothing was written. Begin again.",
            ));
        }
    };
    let report = Report {
        from,
        job,
        about_staff,
        who: ask("Who is in it? Names and classes", false)?,
        when: ask(
            "When did it happen? today 10:40, yesterday pm, unknown",
            false,
        )?,
        place: ask("Where, and on what device or app?", false)?,
        account: ask("What happened, as fact", true)?,
        words: ask("The child's own words, if they said something", true)?,
        done: ask("What have you done already?", false)?,
        ..Report::default()
    };
    let sure = ask("Seal and send it? yes or no", false)?;
    match sure.to_lowercase().as_str() {
        "yes" | "y" => Ok(report),
        _ => Err(Complaint::failed(
            "Nothing was sent",
            "What you typed is gone.",
        )),
    }
}
