//! What a summary still says.

use daybook::report::Profile;

use crate::life::{Year, periods};

#[test]
fn at_forty_a_year_every_table_says_something() {
    for seed in 100..106 {
        let mut year = Year::invent(seed, 40);
        year.release_all();
        for number in 1..=6 {
            let said = year.ledger.releases().iter().any(|one| {
                let section = one
                    .document
                    .sections()
                    .iter()
                    .find(|one| one.number() == number);
                let rows = section
                    .unwrap()
                    .tables()
                    .iter()
                    .flat_map(|table| table.rows());
                rows.flat_map(|row| row.cells())
                    .any(|cell| cell.value().is_some())
            });
            assert!(said, "seed {seed}: section {number} says nothing all year");
        }
    }
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
    assert!(
        !format!("{document:?}").contains("KS2"),
        "a year group is told"
    );
}
