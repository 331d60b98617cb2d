//! Whole school-years, released term by term and attacked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use daybook::report::Profile;
use daybook::report::facts::Fact;

use crate::attack::{attack, released};
use crate::life::{Year, periods};
use crate::reader::{Figures, read};

/// What was tried, and what came of it.
#[derive(Clone, Copy, Debug, Default)]
struct Tried {
    years: usize,
    /// Figures that the releases have, and those of them that are withheld.
    figures: usize,
    withheld: usize,
    /// Figures whose least and most a reader worked out.
    bounded: usize,
}

impl Tried {
    fn add(&mut self, other: Self) {
        self.years += other.years;
        self.figures += other.figures;
        self.withheld += other.withheld;
        self.bounded += other.bounded;
    }
}

/// How many concerns that year has: from 10 to 120, each number in its turn.
fn concerns(seed: u64) -> usize {
    10 + usize::try_from(seed * 41 % 111).unwrap()
}

fn busiest(facts: &[(usize, Fact)]) -> Option<u32> {
    let mut of: BTreeMap<u32, usize> = BTreeMap::new();
    for pupil in facts.iter().flat_map(|(_, fact)| &fact.pupils) {
        *of.entry(*pupil).or_default() += 1;
    }
    of.into_iter()
        .max_by_key(|(_, count)| *count)
        .map(|(pupil, _)| pupil)
}

/// Releases a whole year and attacks all of it.
fn hold_out(seed: u64) -> Tried {
    let concerns = concerns(seed);
    let mut year = Year::invent(seed, concerns);
    year.release_all();
    let menu = year.request(periods(year.year)[3], Profile::Public).menu();
    let mut figures = Figures::new();
    for one in year.ledger.releases() {
        read(&menu, &one.document, &mut figures);
    }
    let facts = released(&year, &menu);
    let mut tried = Tried {
        years: 1,
        figures: figures.len(),
        withheld: figures.values().filter(|value| value.is_none()).count(),
        bounded: 0,
    };
    // One reader knows nothing, one the busiest pupil's records, one some pupil's.
    let some = facts
        .iter()
        .flat_map(|(_, fact)| &fact.pupils)
        .nth(usize::try_from(seed % 7).unwrap());
    for insider in [None, busiest(&facts), some.copied()] {
        let outcome = attack(&menu, &figures, facts.clone(), insider);
        assert!(
            outcome.faults.is_empty(),
            "seed {seed}, {concerns} a year, insider {insider:?}: {:#?}",
            outcome.faults
        );
        tried.bounded += outcome.bounded;
    }
    tried
}

#[test]
fn the_years_are_of_every_size() {
    let sizes: BTreeSet<_> = (0..111).map(concerns).collect();
    assert!(sizes.into_iter().eq(10..=120));
}

#[test]
fn nobody_works_out_what_is_withheld() {
    let mut all = Tried::default();
    (0..10).for_each(|seed| all.add(hold_out(seed)));
    assert!(all.withheld > 0 && all.withheld < all.figures, "{all:?}");
}

#[test]
#[ignore = "minutes: cargo test --release --test summary -- --ignored --nocapture"]
fn nobody_works_out_what_is_withheld_in_two_thousand_years() {
    const YEARS: u64 = 2000;
    let (next, all) = (AtomicU64::new(0), Mutex::new(Tried::default()));
    let begun = std::time::Instant::now();
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= YEARS {
                break;
            }
            let tried = hold_out(seed);
            let mut all = all.lock().unwrap();
            all.add(tried);
            if all.years.is_multiple_of(100) {
                println!("{:6.0?}: {all:?}", begun.elapsed());
            }
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(work);
        }
    });
    assert_eq!(all.into_inner().unwrap().years, 2000);
}
