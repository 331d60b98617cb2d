//! What a summary still says.

use daybook::report::Profile;
use daybook::report::document::{Protected, Table};
use daybook::report::facts::Fact;
use daybook::report::menu::{Menu, TABLES, TableSpec};

use crate::life::{Year, periods};

/// Whether a section says more than how many concerns there were in all.
fn says_something(document: &Protected, number: u8) -> bool {
    let section = document
        .sections()
        .iter()
        .find(|one| one.number() == number);
    let rows = section.unwrap().tables().iter().flat_map(Table::rows);
    let inner = rows.filter(|row| !row.is_total());
    inner
        .flat_map(|row| row.cells())
        .any(|cell| cell.value().is_some())
}

#[test]
fn at_forty_a_year_every_table_says_something_by_summer() {
    for seed in 100..112 {
        let mut year = Year::invent(seed, 40);
        year.release_all();
        for number in 1..=6 {
            let said = year
                .ledger
                .releases()
                .iter()
                .any(|one| says_something(&one.document, number));
            assert!(said, "seed {seed}: section {number} says nothing all year");
        }
    }
}

/// What is public tells nobody anything new: rather than nothing, it is printed once more.
#[test]
fn what_was_said_once_is_said_in_every_later_summary_of_the_year() {
    let mut again = 0;
    for seed in 200..206 {
        let mut year = Year::invent(seed, 30);
        year.release_all();
        for number in 2..=6 {
            let mut begun = false;
            for one in year.ledger.releases() {
                let says = says_something(&one.document, number);
                assert!(says || !begun, "seed {seed}: section {number} falls silent");
                begun |= says;
            }
        }
        let releases = year.ledger.releases().iter();
        let mut notes = releases.flat_map(|one| one.document.tables().map(Table::note));
        again += usize::from(notes.any(|note| note.contains("it was printed then")));
    }
    assert!(again > 0, "nothing had to be printed once more");
}

/// Both figures or a sentence, and no table of marks.
#[test]
fn how_concerns_stood_is_said_or_left_out() {
    let (mut said, mut left_out) = (0, 0);
    for (seed, concerns) in [(1, 20), (2, 60), (3, 110)] {
        let mut year = Year::invent(seed, concerns);
        year.release_all();
        for one in year.ledger.releases() {
            let standing = one.document.tables().find(|table| table.id() == "standing");
            let sentences = one.document.sections()[0].sentences().join(" ");
            assert_eq!(standing.is_none(), sentences.contains("open at the end"));
            said += usize::from(standing.is_some());
            left_out += usize::from(standing.is_none());
            assert!(standing.is_none_or(|table| !table.withholds()));
        }
    }
    assert!(said > 0 && left_out > 0, "{said} {left_out}");
}

#[test]
fn the_confidential_profile_counts_everything_and_releases_nothing() {
    let year = Year::invent(1, 60);
    let period = periods(year.year)[0];
    let summary = year
        .request(period, Profile::Confidential)
        .make(&mut |_, _| {})
        .unwrap();
    assert!(summary.release.is_none());
    let document = &summary.document;
    assert_eq!(document.marks(), ["Confidential: not for publication"]);
    assert!(
        document
            .tables()
            .flat_map(|table| table.rows())
            .flat_map(|row| row.cells())
            .all(|cell| cell.value().is_some())
    );
    assert!(document.tables().all(|table| table.columns().len() == 1));
    let said = format!("{:?}", document.sections());
    assert!(
        !said.contains("KS2") && !said.contains("KS1"),
        "a year group is told"
    );
}

/// Concerns a year of the schools that are measured.
const SIZES: [usize; 4] = [15, 40, 100, 300];

/// Inner cells shown, inner cells, concerns in shown ones, concerns.
#[derive(Default)]
struct Share([f64; 4]);

impl Share {
    fn add(&mut self, shown: usize, cells: usize, told: u32, total: u32) {
        let of = |count: usize| f64::from(u32::try_from(count).unwrap());
        let more = [of(shown), of(cells), f64::from(told), f64::from(total)];
        self.0
            .iter_mut()
            .zip(more)
            .for_each(|(sum, one)| *sum += one);
    }

    fn words(&self) -> String {
        let [shown, cells, told, total] = self.0;
        format!(
            "{:5.1}% of cells, {:5.1}% of concerns",
            100.0 * shown / cells,
            100.0 * told / total
        )
    }
}

/// What a table says, of so many concerns.
fn said(table: &Table, total: u32, share: &mut Share) {
    let two_way = table.columns().len() > 1;
    let inner = table.rows().iter().filter(|row| !row.is_total());
    let cells: Vec<_> = inner
        .flat_map(|row| {
            row.cells()
                .iter()
                .take(row.cells().len() - usize::from(two_way))
        })
        .map(|cell| cell.value())
        .collect();
    let told = cells.iter().flatten().sum();
    share.add(
        cells.iter().flatten().count(),
        cells.len().max(1),
        told,
        total,
    );
}

/// What would be said if every small cell took its row and its column with it.
fn plain(menu: &Menu, spec: &TableSpec, facts: &[Fact], share: &mut Share) {
    let width = spec.columns.map_or(1, |lead| menu.len(lead));
    let height = menu.len(spec.rows);
    let count = |row: usize, column: usize| {
        let inside = facts.iter().filter(|fact| {
            fact.value(spec.rows) == row
                && spec.columns.map_or(0, |lead| fact.value(lead)) == column
        });
        u32::try_from(inside.count()).unwrap()
    };
    let small = |row: usize, column: usize| count(row, column) < 5;
    let mut shown = (0, 0);
    for row in 0..height {
        for column in 0..width {
            let in_row = width > 1 && (0..width).any(|other| small(row, other));
            let in_column = (0..height).any(|other| small(other, column));
            if !(in_row || in_column) {
                shown.0 += 1;
                shown.1 += count(row, column);
            }
        }
    }
    share.add(
        shown.0,
        height * width,
        shown.1,
        u32::try_from(facts.len()).unwrap(),
    );
}

#[test]
#[ignore = "a measurement: cargo test --release --test summary how_much -- --ignored --nocapture"]
fn how_much_is_said() {
    let mut sections = Vec::new();
    println!(
        "concerns a year | with coarsening and certificates     | every small cell's row and column withheld"
    );
    for concerns in SIZES {
        let (mut ours, mut theirs) = (Share::default(), Share::default());
        for seed in 0..20 {
            let mut year = Year::invent(seed + 1000, concerns);
            year.release_all();
            let menu = year.request(periods(year.year)[3], Profile::Public).menu();
            for one in year.ledger.releases() {
                let says = |number: &u8| says_something(&one.document, *number);
                let of_six = u32::try_from((1..=6).filter(says).count()).unwrap();
                sections.push((concerns, one.period.term.is_none(), of_six));
            }
            for one in year
                .ledger
                .releases()
                .iter()
                .filter(|one| one.period.term.is_some())
            {
                let facts = &one.counted.facts;
                for spec in TABLES.iter().filter(|spec| spec.section <= 6) {
                    let table = one
                        .document
                        .tables()
                        .find(|table| table.id() == spec.id)
                        .unwrap();
                    // The year to date stands in for the term: its concerns are those that count.
                    let total = table
                        .rows()
                        .last()
                        .and_then(|row| row.cells().last()?.value());
                    let fallback = u32::try_from(facts.len()).unwrap();
                    said(table, total.unwrap_or(fallback), &mut ours);
                    plain(&menu, spec, facts, &mut theirs);
                }
            }
        }
        println!("{concerns:15} | {} | {}", ours.words(), theirs.words());
    }
    println!("concerns a year | sections 1 to 6 that say something | of a term | of the year");
    for concerns in SIZES {
        let mean = |of_year: bool| {
            let such = sections
                .iter()
                .filter(|one| (one.0, one.1) == (concerns, of_year));
            let each: Vec<_> = such.map(|one| f64::from(one.2)).collect();
            each.iter().sum::<f64>() / f64::from(u32::try_from(each.len()).unwrap())
        };
        println!("{concerns:15} | {:44.1} | {:.1}", mean(false), mean(true));
    }
}

#[test]
#[ignore = "a measurement: cargo test --release --test summary a_hundred_thousand -- --ignored --nocapture"]
fn a_hundred_thousand_cases_take_two_seconds() {
    let mut year = Year::invent(7, 100_000);
    for case in std::mem::take(&mut year.later) {
        year.school.cases.insert(case);
    }
    // As a log that was opened holds them.
    year.school.cases.pack();
    for period in periods(year.year) {
        let begun = std::time::Instant::now();
        let summary = year.summary(period);
        let took = begun.elapsed();
        println!("{}: {took:?}", summary.document.title());
        year.ledger.push(summary.release.unwrap());
        assert!(took.as_secs_f64() < 2.0, "{took:?}");
    }
}

#[test]
fn a_chart_says_of_what_time_it_is_and_compares_something() {
    let mut longer = 0;
    for seed in 0..4 {
        let mut year = Year::invent(seed, 40);
        year.release_all();
        for one in year.ledger.releases() {
            let document = &one.document;
            for section in document.sections() {
                let captions: Vec<_> = section
                    .tables()
                    .iter()
                    .map(|table| table.caption(document.period()))
                    .collect();
                for chart in section.charts() {
                    assert!(captions.iter().any(|one| one == chart.title()));
                    assert!(chart.alternative().starts_with(chart.title()));
                    longer += usize::from(chart.title().contains("terms 2025-26"));
                    let drawn = chart
                        .bars()
                        .iter()
                        .filter(|bar| bar.cell().value().is_some());
                    assert!(drawn.count() > 1, "{}", chart.alternative());
                }
            }
        }
    }
    assert!(longer > 0, "no chart of the year to date was tried");
}
