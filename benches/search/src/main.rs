//! Search as you type against nucleo, over the same texts, in one run; and what else somebody waits for at the screens of a
//! very large school: the list's filter and orders, frames against those of a small school, and memory.
//!
//!     cd benches/search && cargo run --release -- FOLDER [CASES] [alone]
//!
//! FOLDER is where the invented school is kept; it is made there, with 100,000 cases or as many as are said,
//! when it is not there yet. `alone` leaves nucleo out, which takes minutes. Every key press of the same queries is put to both on two cores. Ours is measured from the key press
//! until the forty best have their excerpts, nucleo's until it has matched and sorted.

mod desk;
mod keys;
mod reference;
mod screens;

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use daybook::domain::school::School;
use daybook::domain::search::{Index, Memo, each_text, excerpt};
use daybook::domain::vocabulary::Vocabulary;
use daybook::session::demo::{PASSPHRASE, Plan, write};
use daybook::session::{Folders, Room, Session, Unlocking};
use daybook::vault::WorkFactor;

/// As the product's own: what is freed is wiped first.
#[global_allocator]
static MEMORY: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

/// Anything that went wrong, in words.
type Fault = Box<dyn std::error::Error>;

/// As many as the list of what is found may hold, and as a tall screen shows.
const LIMIT: usize = 500;
const SHOWN: usize = 40;
const CORES: usize = 2;
/// Queries that are typed, and those of them that nucleo is put to as well.
const QUERIES: usize = 120;
const BOTH: usize = 12;
/// A frame of a screen.
const FRAME: Duration = Duration::from_millis(16);

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Fault> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().ok_or("say where the school is to be kept")?;
    let cases = args.next().map_or(Ok(100_000), |many| many.parse())?;
    let alone = args.next().is_some_and(|word| word == "alone");
    let folder = Path::new(&folder);
    let few = folder.with_extension("few");
    make(&few, 40)?;
    // One that was made just now is measured in a process that has not held it before.
    if make(folder, cases)? {
        println!("run it again to measure");
        return Ok(());
    }
    screens::run(folder, &few)?;
    let session = open(folder)?;
    let school = session.school();
    let words = Vocabulary::shipped();

    let started = Instant::now();
    let index = Index::of(school, words, CORES);
    let built = started.elapsed();
    let mut text = 0;
    for case in school.cases.in_passing() {
        each_text(&case, words, &mut |_, one| text += one.len());
    }
    println!(
        "{} cases, {} entries, {:.1} MB of text, {} different words",
        school.cases.len(),
        school.seq,
        text as f64 / 1e6,
        index.words()
    );
    println!(
        "index: {:.1} MB ({:.2} of the text), built in {:.2} s",
        index.bytes() as f64 / 1e6,
        index.bytes() as f64 / text as f64,
        built.as_secs_f64()
    );

    let queries = keys::queries(school, QUERIES);
    let mut ours = Vec::new();
    for query in &queries {
        let times = typed(&index, school, query);
        for (so_far, time) in keys::presses(query).zip(&times) {
            if *time > FRAME {
                println!("      {:.0} ms: {so_far}", time.as_secs_f64() * 1e3);
            }
        }
        ours.extend(times);
    }
    let median = say("ours, all queries", &mut ours);
    longer_than_a_frame(&ours);
    let mut control = control(median, ours.len());
    say(
        "a plain sum on as many cores, as long as our median",
        &mut control,
    );
    longer_than_a_frame(&control);
    if alone {
        return close(session);
    }

    let few = queries.get(..BOTH.min(queries.len())).unwrap_or_default();
    let mut ours = Vec::new();
    let mut theirs = Vec::new();
    let mut nucleo = reference::Reference::of(school, words, CORES);
    for query in few {
        ours.extend(typed(&index, school, query));
        theirs.extend(nucleo.typed(query));
    }
    let median = say("ours, the same queries", &mut ours);
    let reference = say("nucleo", &mut theirs);
    println!(
        "ratio of the medians: {:.3} (target: below 1)",
        median.as_secs_f64() / reference.as_secs_f64()
    );
    close(session)
}

/// Closes it as a person does, so that the next measurement finds a log with nothing left to be done beside it.
fn close(session: Session) -> Result<(), Fault> {
    let closed = session.close(chrono::Local::now().fixed_offset());
    closed.map_err(in_words)
}

fn longer_than_a_frame(times: &[Duration]) {
    let over = times.iter().filter(|time| **time > FRAME).count();
    println!("   longer than a frame: {over} of {}", times.len());
}

/// What the machine itself adds: the times of work that is always the same and asks for no memory.
fn control(length: Duration, many: usize) -> Vec<Duration> {
    let work = |rounds: u64| {
        let begun = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..CORES {
                scope.spawn(|| (0..rounds).fold(0, |sum: u64, n| std::hint::black_box(sum ^ n)));
            }
        });
        begun.elapsed()
    };
    const ROUNDS: u64 = 10_000_000;
    let share = length.as_secs_f64() / work(ROUNDS).as_secs_f64();
    let rounds = (ROUNDS as f64 * share) as u64;
    (0..many).map(|_| work(rounds)).collect()
}

/// The time from each key press of a query to its results with their excerpts.
fn typed(index: &Index, school: &School, query: &str) -> Vec<Duration> {
    let words = Vocabulary::shipped();
    let mut memo = Memo::default();
    let mut times = Vec::new();
    for so_far in keys::presses(query) {
        let pressed = Instant::now();
        let found = index.find(so_far, LIMIT, &mut memo);
        for hit in found.best.iter().take(SHOWN) {
            if let Some(case) = school.cases.get_in_passing(&hit.reference) {
                std::hint::black_box(excerpt(&case, words, &found.sought, 80));
            }
        }
        times.push(pressed.elapsed());
    }
    times
}

/// Prints the times and gives their median.
fn say(what: &str, times: &mut [Duration]) -> Duration {
    times.sort();
    let at = |hundredths: usize| {
        let place = (times.len().saturating_sub(1) * hundredths + 50) / 100;
        times.get(place).copied().unwrap_or_default()
    };
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    println!(
        "{what}: {} key presses, median {:.2} ms, p90 {:.2}, p99 {:.2}, worst {:.2}",
        times.len(),
        ms(at(50)),
        ms(at(90)),
        ms(at(99)),
        ms(at(100))
    );
    at(50)
}

/// Makes the school when it is not there; says whether.
fn make(folder: &Path, cases: u32) -> Result<bool, Fault> {
    if folder.exists() {
        return Ok(false);
    }
    let plan = Plan {
        cases,
        seed: 1,
        until: (chrono::Local::now() - chrono::Duration::seconds(1)).fixed_offset(),
    };
    let easy = WorkFactor::new(1);
    let started = Instant::now();
    write(folder, &plan, PASSPHRASE, None, easy, &mut |_, _| {}).map_err(in_words)?;
    println!(
        "{cases} cases made in {:.0} s",
        started.elapsed().as_secs_f64()
    );
    Ok(true)
}

/// Opens the school.
fn open(folder: &Path) -> Result<Session, Fault> {
    let now = chrono::Local::now().fixed_offset();
    let folders = Folders {
        vault: Some(folder.to_owned()),
        state: folder.with_extension("state"),
        ..Folders::default()
    };
    let room = Room::open(folders).map_err(in_words)?;
    let with = Unlocking {
        person: room.person(None).map_err(in_words)?,
        passphrase: PASSPHRASE.to_owned().into(),
        key_file: None,
        now,
    };
    room.unlock(&with, &mut |_, _| {})
        .map_err(|refused| in_words(refused.1))
}

fn in_words(complaint: impl std::fmt::Display) -> Fault {
    complaint.to_string().into()
}
