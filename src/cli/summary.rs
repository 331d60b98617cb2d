//! `daybook summary`: the termly summary, looked at, released and written for others.

use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use serde_json::json;

use super::{Cli, Done, now, print, print_json, read_text, say};
use crate::domain::passphrase::good_enough;
use crate::report::chronology::named_in;
use crate::report::document::{Assurance, Profile, Protected};
use crate::report::render::Format;
use crate::report::{Asked, Period, document};
use crate::session::{Complaint, Session};
use crate::vault::{HandedTo, WorkFactor};

/// Which, for whom and where to.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(subcommand)]
    about: Option<About>,
    /// The term: 2026-autumn, 2026-spring, 2026-summer, by the year of its September; or 2026-year, once
    /// its three terms are released.
    #[arg(long, value_name = "TERM", required = true)]
    term: Option<Period>,
    /// For whom.
    #[arg(long, value_enum, default_value_t = For::Public)]
    profile: For,
    /// Formats, between commas.
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_value = "docx,html,csv",
        requires = "out"
    )]
    format: Vec<As>,
    /// Release it, if it is public and not released yet, and write its files into this folder. Without it the
    /// summary is shown, and nothing is released.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// What the headteacher has to say: a TOML file, as `daybook summary assurance` begins one.
    #[arg(long, value_name = "FILE")]
    assurance: Option<PathBuf>,
    /// A confidential one: an age recipient who can open it; may be given several times.
    #[arg(
        long,
        value_name = "AGE-RECIPIENT",
        requires = "out",
        conflicts_with = "passphrase"
    )]
    to: Vec<String>,
    /// A confidential one: seal it under a passphrase, which is asked for (or is the second line of the passphrase
    /// file).
    #[arg(long, requires = "out")]
    passphrase: bool,
}

#[derive(Debug, clap::Subcommand)]
enum About {
    /// List what was released.
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show a summary as it was released.
    Show {
        /// Which: 2026-autumn.
        #[arg(value_name = "RELEASE")]
        release: Period,
    },
    /// How many pupils must stand behind a public figure, 5 if nobody says otherwise; or set it. It holds from the next year
    /// on of which nothing is released.
    Threshold {
        /// The fewest pupils.
        #[arg(value_name = "PUPILS")]
        pupils: Option<u32>,
    },
    /// Print a file to fill in for --assurance, with what was written the last time.
    Assurance,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum For {
    /// Anybody: what could single out a child is withheld.
    Public,
    /// The headteacher and the link governor: true counts; it leaves sealed only.
    Confidential,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum As {
    /// Word.
    Docx,
    /// A web page in one file.
    Html,
    /// Tidy rows.
    Csv,
    /// Markdown.
    Md,
}

impl From<For> for Profile {
    fn from(profile: For) -> Self {
        match profile {
            For::Public => Self::Public,
            For::Confidential => Self::Confidential,
        }
    }
}

impl From<As> for Format {
    fn from(format: As) -> Self {
        match format {
            As::Docx => Self::Docx,
            As::Html => Self::Html,
            As::Csv => Self::Csv,
            As::Md => Self::Markdown,
        }
    }
}

pub fn run(cli: &Cli, args: &Args) -> Done {
    match (&args.about, args.term) {
        (Some(About::List { json }), _) => cli.with_session(|session| list(session, *json)),
        (Some(About::Show { release }), _) => cli.with_session(|session| show(session, *release)),
        (Some(About::Threshold { pupils }), _) => cli.with_session(|session| {
            if let Some(pupils) = pupils {
                session.set_threshold(now(), *pupils)?;
            }
            print(&format!(
                "A public figure is of at least {} pupils.",
                session.threshold()
            ))
        }),
        (Some(About::Assurance), _) => cli.with_session(|session| {
            let ledger = session.releases()?;
            let last = ledger.releases().last();
            print(&to_fill_in(last.map(|one| one.document.assurance())))
        }),
        (None, Some(period)) => of_period(cli, args, period),
        (None, None) => Err(Complaint::new(
            crate::session::Kind::Usage,
            "Of which term is not said",
            "Name it: --term 2026-autumn.",
        )),
    }?;
    Ok(ExitCode::SUCCESS)
}

fn of_period(cli: &Cli, args: &Args, period: Period) -> Result<(), Complaint> {
    let profile = Profile::from(args.profile);
    // What cannot be read is said before anybody types a passphrase.
    let sealed = match (profile, args.to.is_empty() && !args.passphrase) {
        (Profile::Public, false) => {
            return Err(Complaint::failed(
                "A public summary is for everybody, and is not sealed",
                "Leave --to and --passphrase out.",
            ));
        }
        (Profile::Confidential, true) if args.out.is_some() => {
            return Err(Complaint::failed(
                "A confidential summary leaves only sealed",
                "Name who can open it with --to, or use --passphrase.",
            ));
        }
        (Profile::Confidential, false) if !args.passphrase => {
            Some(HandedTo::recipients(args.to.iter().map(String::as_str))?)
        }
        _ => None,
    };
    let assurance = match &args.assurance {
        Some(path) => filled_in(&read_text(path)?, path)?,
        None => Assurance::default(),
    };
    let asked = Asked {
        period,
        profile,
        assurance,
    };
    cli.with_session(|session| {
        let (mut to_go, mut progress) = (std::time::Instant::now(), progress_line());
        let mut progress = |done: usize, of: usize| {
            // Only what takes its time is spoken of.
            if to_go.elapsed().as_millis() > 500 {
                to_go = std::time::Instant::now();
                progress(done, of);
            }
        };
        let Some(folder) = &args.out else {
            let made = session.summary(now(), &asked, &mut progress)?;
            let text = as_text(&made.document)?;
            // What is not released is in no ledger: handed out, it would tell what a release withholds.
            return print(&match (made.release, made.first) {
                (Some(_), Some(first)) => format!("{text}\nNot released: it is to be looked at, not handed out. {} is to be released first.\n", first.words()),
                (Some(_), None) => format!("{text}\nNot released: it is to be looked at, not handed out. --out releases it and writes its files.\n"),
                (None, _) => text,
            });
        };
        let may_name = named_in(session.school(), &asked.assurance.text()).perhaps;
        let (document, released) = match profile {
            Profile::Public => session.release(now(), &asked, &mut progress)?,
            Profile::Confidential => {
                let made = session.summary(now(), &asked, &mut progress)?;
                (made.document, Vec::new())
            }
        };
        if !released.is_empty() {
            say(&format!(
                "daybook: Released: {}. It never changes from now on; what is recorded of it later is told in a note of a later one, where it can be.",
                document.period()
            ));
            if !may_name.is_empty() {
                let words: Vec<_> = may_name.into_iter().collect();
                say(&format!("daybook: In its assurance stands what may be a pupil's name: {}.", words.join(", ")));
            }
        } else if profile == Profile::Public && args.assurance.is_some() {
            say(&format!(
                "daybook: {} is released already: it is written as it was, and the assurance of --assurance is not in it.",
                document.period()
            ));
        }
        let to = match (sealed, profile) {
            (Some(to), _) => Some(to),
            (None, Profile::Confidential) => Some(HandedTo::Passphrase(secret(cli)?)),
            (None, Profile::Public) => None,
        };
        let mut formats: Vec<_> = args.format.iter().copied().map(Format::from).collect();
        formats.sort_unstable();
        formats.dedup();
        let sealed_to = to.as_ref().map(|to| (to, WorkFactor::PRODUCT));
        let (paths, _) = session.write_summary(now(), &document, &formats, folder, sealed_to)?;
        let paths: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
        print(&paths.join("\n"))
    })
}

/// Says on a terminal how far it is.
fn progress_line() -> impl FnMut(usize, usize) {
    let shown = std::io::stderr().is_terminal();
    move |done, of| {
        if shown {
            say(&format!("daybook: {done} of {of} figures tried"));
        }
    }
}

fn secret(cli: &Cli) -> Result<zeroize::Zeroizing<String>, Complaint> {
    let passphrase = cli.new_passphrase("A passphrase for the summary: ")?;
    good_enough(&passphrase, &[])
        .map_err(|why| Complaint::failed(why, "Nothing has been written."))?;
    Ok(passphrase)
}

/// How it is shown: as Markdown, which reads well as it is.
fn as_text(document: &Protected) -> Result<String, Complaint> {
    let broken = |why: String| Complaint::failed(why, "");
    let bytes = Format::Markdown
        .render(document)
        .map_err(|why| broken(why.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|why| broken(why.to_string()))?;
    let (shown, of) = document.shown();
    Ok(format!(
        "{}\n{shown} of {of} figures are shown.\n",
        text.trim_end()
    ))
}

fn list(session: &Session, as_json: bool) -> Result<(), Complaint> {
    let ledger = session.releases()?;
    if as_json {
        let each = ledger.releases().iter().map(|one| {
            let (shown, of) = one.document.shown();
            json!({
                "release": one.document.release(), "period": one.document.period(),
                "figures": of, "shown": shown, "fingerprint": one.document.fingerprint(),
            })
        });
        return print_json(&each.collect::<Vec<_>>());
    }
    if ledger.releases().is_empty() {
        return print("Nothing was released yet.");
    }
    let rows = ledger.releases().iter().map(|one| {
        let (shown, of) = one.document.shown();
        format!(
            "{:<12}  {}, {shown} of {of} figures shown",
            one.document.release(),
            one.document.period()
        )
    });
    print(&rows.collect::<Vec<_>>().join("\n"))
}

fn show(session: &Session, release: Period) -> Result<(), Complaint> {
    let ledger = session.releases()?;
    match ledger.find(release) {
        Some(found) => print(&as_text(&found.document)?),
        None => Err(Complaint::failed(
            format!("{} is not released", release.words()),
            "`daybook summary list` says what is.",
        )),
    }
}

/// The fields of the assurance as TOML, to be filled in.
fn to_fill_in(last: Option<&Assurance>) -> String {
    let empty = Assurance::default();
    let mut out =
        "# What no case can tell. It is printed as it stands here: no child's name, no staff name.\n"
            .to_owned();
    let fields = last.unwrap_or(&empty).fields();
    for ((title, text), key) in fields.into_iter().zip(document::Assurance::KEYS) {
        let value = toml::Value::String(text.to_owned());
        out.push_str(&format!("\n# {title}\n{key} = {value}\n"));
    }
    out.trim_end().to_owned()
}

fn filled_in(text: &str, path: &Path) -> Result<Assurance, Complaint> {
    let wrong = |why: String| {
        Complaint::failed(
            format!("In {}, {why}", path.display()),
            "Nothing has been released. `daybook summary assurance` prints a file to fill in.",
        )
    };
    let fields: BTreeMap<String, String> =
        toml::from_str(text).map_err(|why| wrong(why.message().to_owned()))?;
    Assurance::of(fields).map_err(|key| {
        wrong(format!(
            "there is no field {key:?}; there are {}",
            document::Assurance::KEYS.join(", ")
        ))
    })
}
