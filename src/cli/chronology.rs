//! `daybook chronology`: one case's or one pupil's, for one child's file; sealed.

use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::process::ExitCode;

use super::sealed::{Sealed, handed_to};
use super::{Cli, Done, now, print, say, words};
use crate::domain::ids::{Letter, Reference};
use crate::report::chronology::{
    Masked, NotToTell, Source, Span, Why, of_case, of_pupil, pupil_named,
};
use crate::session::{Complaint, Session};
use crate::vault::WorkFactor;

/// Characters that are shown on each side of what is in doubt.
const AROUND: usize = 30;

/// Of what, for whom and where to.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("of").required(true).args(["reference", "pupil"])))]
pub struct Args {
    /// The case's reference, OS-2026-0042.
    #[arg(value_name = "REF")]
    reference: Option<String>,
    /// Every case of this pupil: their name in full, or unique pupil number.
    #[arg(long, value_name = "NAME")]
    pupil: Option<String>,
    /// Whom a case's chronology is about, by their letter in it; otherwise its leading pupil.
    #[arg(long, value_name = "LETTER", conflicts_with = "pupil")]
    about: Option<String>,
    #[command(flatten)]
    sealed: Sealed,
    /// Mask this as well, wherever it stands; may be given several times.
    #[arg(long, value_name = "WORDS")]
    mask: Vec<String>,
    /// Leave this word as it is, wherever it was found; may be given several times.
    #[arg(long, value_name = "WORD")]
    leave: Vec<String>,
    /// You have looked at what is masked: what is still in doubt is masked too, but for a name that is the child's own
    /// and also that of a child in none of the cases, and for ordinary words in small letters, such as will and may.
    #[arg(long)]
    confirm_masking: bool,
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    let to = args.sealed.recipients("A chronology leaves only sealed")?;
    cli.with_session(|session| {
        let mut masked = told(session, args)?;
        for word in &args.mask {
            if masked.add(word) == 0 {
                say(&format!("daybook: {word:?} stands nowhere in it."));
            }
        }
        for word in &args.leave {
            if masked.say_word(word, false) == 0 {
                say(&format!("daybook: {word:?} was not found as a name."));
            }
        }
        print(&listed(&masked))?;
        let Some(path) = &args.sealed.out else {
            return Ok(());
        };
        if !args.confirm_masking && !agreed()? {
            return Err(Complaint::failed(
                "The maskings are not confirmed, and nothing has been written",
                "Look at them above. --leave WORD and --mask WORD change them, --confirm-masking confirms them.",
            ));
        }
        masked.mask_open();
        let confirmed = masked.confirm().map_err(|_| Complaint::failed("Something is still in doubt", ""))?;
        let to = handed_to(cli, to, "A passphrase for the chronology: ")?;
        session.hand_out(now(), &confirmed, &to, WorkFactor::PRODUCT, path)?;
        say(&format!(
            "daybook: Written to {}, {}, {} masked. `age -d` opens it.",
            path.display(),
            to.words(),
            confirmed.maskings()
        ));
        Ok(())
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The chronology with the names found in it; that its cases were opened is noted.
fn told(session: &mut Session, args: &Args) -> Result<Masked, Complaint> {
    let refused = |why: NotToTell| Complaint::failed(why.to_string(), "");
    let wrong = |why: String| Complaint::failed(why, "");
    let reference: Option<Reference> = args
        .reference
        .as_deref()
        .map(str::parse)
        .transpose()
        .map_err(|why: crate::domain::ids::NotAReference| wrong(why.to_string()))?;
    let about = args
        .about
        .clone()
        .map(|letter| Letter::try_from(letter.trim().to_uppercase()))
        .transpose()
        .map_err(|why| wrong(why.to_string()))?;
    let fingerprint = session.fingerprint();
    let school = session.school();
    let vocabulary = words(school);
    let from = Source {
        school,
        words: &vocabulary,
        today: now().date_naive(),
        fingerprint: &fingerprint,
    };
    let (masked, cases) = match (reference, args.pupil.as_deref()) {
        (Some(reference), _) => (
            of_case(from, reference, about).map_err(refused)?,
            vec![reference],
        ),
        (None, name) => {
            let pupil = pupil_named(school, name.unwrap_or_default()).map_err(refused)?;
            let cases = school.cases_of(pupil).map(|case| case.reference).collect();
            (of_pupil(from, pupil).map_err(refused)?, cases)
        }
    };
    if let Err(complaint) = session.note_opened(now(), &cases) {
        say(&format!(
            "daybook: That this was opened could not be noted. {complaint}"
        ));
    }
    Ok(masked)
}

/// Asks at a terminal; nobody else is asked.
fn agreed() -> Result<bool, Complaint> {
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    say(
        "Is this right? What is in doubt is masked too, but for the child's own name and ordinary words in small letters. Type yes to write it:",
    );
    let mut line = String::new();
    std::io::stdin()
        .read_line(&mut line)
        .map_err(|error| Complaint::failed(format!("Nothing could be read: {error}"), ""))?;
    Ok(line.trim().eq_ignore_ascii_case("yes"))
}

/// Every name that was found, by what takes its place; then each place that is in doubt, with what stands around it.
fn listed(masked: &Masked) -> String {
    let mut by_label: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut doubts = String::new();
    for span in masked.spans() {
        match (span.why, span.masked) {
            (_, Some(true)) => {
                *by_label
                    .entry(&span.label)
                    .or_default()
                    .entry(masked.word(span))
                    .or_default() += 1;
            }
            (Why::Doubtful(doubt), None) => {
                doubts.push_str(&format!(
                    "{}\n     {}: {}\n",
                    around(masked, span),
                    span.label,
                    doubt.words()
                ));
            }
            _ => {}
        }
    }
    let mut out = format!("{} masked\n", masked.maskings());
    for (label, words) in by_label {
        let words: Vec<_> = words
            .iter()
            .map(|(word, count)| format!("{word} ({count})"))
            .collect();
        out.push_str(&format!("  {label}  {}\n", words.join(", ")));
    }
    let left: Vec<_> = masked
        .left()
        .into_iter()
        .map(|(word, count)| format!("{word} ({count})"))
        .collect();
    if !left.is_empty() {
        out.push_str(&format!(
            "\nFound, and left: {}\n  --mask WORD masks one, in the letters in which it stands here.\n",
            left.join(", ")
        ));
    }
    if masked.open() > 0 {
        out.push_str(&format!("\n{} in doubt\n{doubts}", masked.open()));
    }
    out
}

fn around(masked: &Masked, span: &Span) -> String {
    let text = masked.text();
    let before = text.get(..span.at.start).unwrap_or_default();
    let after = text.get(span.at.end..).unwrap_or_default();
    let head: Vec<char> = before
        .chars()
        .rev()
        .take_while(|c| *c != '\n')
        .take(AROUND)
        .collect();
    let head: String = head.into_iter().rev().collect();
    let tail: String = after
        .chars()
        .take_while(|c| *c != '\n')
        .take(AROUND)
        .collect();
    format!("  ?  {head}»{}«{tail}", masked.word(span))
}
