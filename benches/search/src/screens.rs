//! What somebody waits for at the screens of a very large school: the first one, the list's filter and orders, frames; and
//! the memory that all of it takes.

use std::path::Path;
use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::desk::Desk;
use crate::{FRAME, Fault, say};

/// What is typed into the list's filter, key by key.
const FILTERS: [&str; 10] = [
    "is:open owner:me",
    "is:overdue",
    "parents:not-told year:5",
    "is:open year:5 sanction:active since:half-term -tag:trip",
    "clause:\"KS2 Safe 2\"",
    "agency:police",
    "class:5A",
    "is:unread severity:high",
    "watch",
    "group chat -photo",
];
/// The keys to each of the orders of the list.
const ORDERS: [&str; 7] = [
    "s enter",
    "s down enter",
    "s down down enter",
    "s down down down enter",
    "s down down down down enter",
    "s down down down down down enter",
    "s down down down down down down enter",
];
/// Frames of each screen.
const FRAMES: usize = 60;
/// A frame may take so long.
const DRAWN: Duration = Duration::from_millis(4);

/// Measures one school; `few` is one with few cases, whose frames are the reference.
pub fn run(folder: &Path, few: &Path) -> Result<(), Fault> {
    let begun = Instant::now();
    let mut desk = Desk::open(folder)?;
    println!(
        "unlocked, up to the first screen: {:.2} s",
        begun.elapsed().as_secs_f64()
    );
    memory(&desk)?;

    // The first time reads every case for the search, as a person would have it done once.
    desk.press("c / esc")?;
    let mut typed = Vec::new();
    for filter in FILTERS {
        desk.press("a /")?;
        let mut times = desk.write(filter)?;
        for (n, time) in times.iter().enumerate().filter(|(_, time)| **time > FRAME) {
            let so_far: String = filter.chars().take(n + 1).collect();
            println!("      {:.0} ms: {so_far}", time.as_secs_f64() * 1e3);
        }
        say(&format!("   {filter}"), &mut times);
        typed.extend(times);
        desk.press("esc esc esc")?;
        desk.press("esc c")?;
    }
    say("the list's filter", &mut typed);
    target(&typed, FRAME, "of the filter's keys");
    let mut sorted = Vec::new();
    desk.press("a")?;
    for keys in ORDERS.iter().chain(&ORDERS) {
        sorted.push(desk.press(keys)?);
    }
    say("the list's orders, all cases", &mut sorted);
    target(&sorted, FRAME, "of the orders");

    let mut small = Desk::open(few)?;
    for (name, keys) in [
        ("today", "esc esc esc"),
        ("list", "c a down"),
        ("case", "enter"),
        ("search", "esc f w a t c h"),
        ("sanctions", "esc esc esc s"),
        ("parents", "esc p"),
        ("calendar", "esc m"),
    ] {
        let mut times = [Vec::new(), Vec::new()];
        for (desk, times) in [&mut desk, &mut small].into_iter().zip(&mut times) {
            let longest = desk.press(keys)?;
            let mut terminal = Terminal::new(TestBackend::new(200, 60))?;
            for _ in 0..FRAMES {
                terminal.clear()?;
                times.push(desk.draw(&mut terminal)?);
            }
            if longest > FRAME {
                println!("   to {name}: {:.1} ms", longest.as_secs_f64() * 1e3);
            }
        }
        let [ours, reference] = &mut times;
        let many = say(&format!("a frame of {name}, 200 x 60"), ours);
        let few = say("   the same of 40 cases", reference);
        println!(
            "   ratio of the medians: {:.2}",
            many.as_secs_f64() / few.as_secs_f64()
        );
        target(ours, DRAWN, "of the frames");
    }
    memory(&desk)
}

fn target(times: &[Duration], most: Duration, what: &str) {
    let over = times.iter().filter(|time| **time > most).count();
    let most = most.as_millis();
    println!("   longer than {most} ms: {over} of {} {what}", times.len());
}

/// What the process holds, against the plaintext of the log.
fn memory(desk: &Desk) -> Result<(), Fault> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let kb = |name: &str| -> Option<f64> {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse().ok()
    };
    let opened = desk.state.opened.as_deref().ok_or("it is locked")?;
    let plaintext: usize = opened
        .school
        .cases
        .in_passing()
        .map(|case| {
            let lines = &case.chronology;
            let each = lines.iter();
            each.map(|line| serde_json::to_vec(&line.fact).map_or(0, |json| json.len()))
                .sum::<usize>()
        })
        .sum();
    let (held, most) = (
        kb("VmRSS:").unwrap_or(0.0) / 1e3,
        kb("VmHWM:").unwrap_or(0.0) / 1e3,
    );
    let plain = plaintext as f64 / 1e6;
    println!(
        "memory: {held:.0} MB held ({most:.0} at most), {plain:.0} MB of plaintext: {:.2} with 20 MB put aside (target: at most 1.5)",
        (held - 20.0) / plain
    );
    Ok(())
}
