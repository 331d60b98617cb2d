//! Daybook against what it is held to: a plain file, SQLite and SQLCipher, as ratios within one run.
//!
//!     cd benches && cargo run --release -- --dir ~/bench
//!
//! `--dir` names a folder on the disk that is to be measured (not one in memory); what is made there is
//! removed at the end. Each line says what, how often, the median of Daybook and of the reference (with
//! their quartiles), the ratio of the medians, and whether that is within its target. The two take
//! turns, in changing order, so that what else the disk does falls on both.
//!
//! | option | what | otherwise |
//! |---|---|---|
//! | `--dir DIR` | where to measure | none: it must be said |
//! | `--rounds N` | appends and saves of each kind | 600 |
//! | `--opens N` | openings of each kind | 9 |
//! | `--cases N` | cases in the log that is opened | 10000 |
//! | `--entries N` | entries in the log that is appended to | 100000 |
//! | `--only WORD` | `append`, `save`, `open` or `memory`; may be given more than once | all |

mod append;
mod cache;
mod open;
mod save;
mod school;
mod sql;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;

/// As the product's own: what is freed is wiped first.
#[global_allocator]
static MEMORY: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

/// Anything that went wrong, in words.
pub type Fault = Box<dyn std::error::Error>;

/// What is asked for.
pub struct Wanted {
    /// Where to measure.
    pub dir: PathBuf,
    /// Appends and saves of each kind.
    pub rounds: usize,
    /// Openings of each kind.
    pub opens: usize,
    /// Cases in the log that is opened.
    pub cases: u32,
    /// Entries in the log that is appended to.
    pub entries: u64,
    only: Vec<String>,
}

impl Wanted {
    fn read(args: &[String]) -> Result<Self, Fault> {
        let mut wanted = Self {
            dir: PathBuf::new(),
            rounds: 600,
            opens: 9,
            cases: 10_000,
            entries: 100_000,
            only: Vec::new(),
        };
        let mut args = args.iter();
        while let Some(name) = args.next() {
            let value = args.next().ok_or(format!("{name} needs a value"))?;
            match name.as_str() {
                "--dir" => wanted.dir = value.into(),
                "--rounds" => wanted.rounds = value.parse()?,
                "--opens" => wanted.opens = value.parse()?,
                "--cases" => wanted.cases = value.parse()?,
                "--entries" => wanted.entries = value.parse()?,
                "--only" => wanted.only.push(value.clone()),
                _ => return Err(format!("there is no option {name}").into()),
            }
        }
        if wanted.dir.as_os_str().is_empty() {
            return Err("--dir must name a folder on the disk that is to be measured".into());
        }
        Ok(wanted)
    }

    fn wants(&self, what: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == what)
    }
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    // An opening is measured in a process of its own.
    let done = match args.split_first() {
        Some((first, rest)) if first == open::CHILD => open::child(rest),
        _ => run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[String]) -> Result<(), Fault> {
    let wanted = Wanted::read(args)?;
    let dir = wanted
        .dir
        .join(format!("daybook-bench-{}", std::process::id()));
    std::fs::create_dir_all(&dir)?;
    let measured = measure(&wanted, &dir);
    std::fs::remove_dir_all(&dir)?;
    measured
}

fn measure(wanted: &Wanted, dir: &std::path::Path) -> Result<(), Fault> {
    table::head();
    let empty = school::make(&dir.join("empty"), 0)?;
    // Cases of the demo school have some thirteen entries each: with shorter ones among them it is eight.
    let full = school::make(&dir.join("full"), wanted.cases * 11 / 20)?;
    full.grow_to(wanted.cases, u64::from(wanted.cases) * 8)?;
    if wanted.wants("open") || wanted.wants("memory") {
        open::run(wanted, dir, &full)?;
    }
    if wanted.wants("append") || wanted.wants("save") {
        full.grow_to(0, wanted.entries)?;
    }
    if wanted.wants("append") {
        append::run(wanted, dir, &full)?;
    }
    if wanted.wants("save") {
        for vault in [&empty, &full] {
            save::run(wanted, dir, vault)?;
        }
    }
    Ok(())
}
