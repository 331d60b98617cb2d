//! Terms that move, and thresholds that change, while a year is being released.

use std::collections::BTreeSet;

use chrono::Duration;
use daybook::domain::ids::Reference;
use daybook::report::{Profile, Refusal};

use crate::life::{Year, periods};

fn release(year: &mut Year, place: usize) {
    let summary = year.summary(periods(year.year)[place]);
    year.ledger.push(summary.release.unwrap());
}

/// A date of reporting that is corrected must not bring a concern that was released into another term too:
/// the year is the sum of its terms.
#[test]
fn a_concern_is_counted_in_one_release_whatever_is_corrected() {
    let mut year = Year::invent(4, 90);
    release(&mut year, 0);
    let counted: BTreeSet<Reference> = year.ledger.releases()[0]
        .counted
        .facts
        .iter()
        .map(|fact| fact.case)
        .collect();
    assert!(counted.len() > 10);
    let cases: Vec<_> = year.school.cases.all().cloned().collect();
    year.school.cases = Default::default();
    for mut case in cases {
        if counted.contains(&case.reference) {
            case.concern.reported += Duration::days(120);
        }
        year.school.cases.insert(case);
    }
    for place in 1..4 {
        release(&mut year, place);
    }
    let mut seen = BTreeSet::new();
    for one in year.ledger.releases() {
        for fact in &one.counted.facts {
            assert!(seen.insert(fact.case), "{:?} is counted twice", fact.case);
        }
    }
}

/// What was printed under one threshold must not be held against another: a year keeps that which it
/// began with.
#[test]
fn a_raised_threshold_holds_from_the_next_year() {
    let mut year = Year::invent(8, 120);
    release(&mut year, 0);
    year.threshold = 12;
    release(&mut year, 1);
    let of = |at: usize| year.ledger.releases()[at].document.threshold();
    assert_eq!((of(0), of(1)), (5, 5));
    let spring = &year.ledger.releases()[1].document;
    assert!(spring.shown().0 > 0, "nothing can be shown any more");
    let mut other = Year::invent(8, 120);
    other.threshold = 12;
    release(&mut other, 0);
    let document = &other.ledger.releases()[0].document;
    assert_eq!(document.threshold(), 12);
    let rows = document.tables().flat_map(|table| table.rows());
    for count in rows
        .flat_map(|row| row.cells())
        .filter_map(|cell| cell.value())
    {
        assert!(count >= 12, "{count} is shown");
    }
    assert!(
        document
            .method()
            .iter()
            .any(|text| text.contains("fewer than 12"))
    );
}

#[test]
fn a_term_before_the_log_began_is_not_released() {
    let year = Year::invent(4, 30);
    let before = "2019-autumn".parse().unwrap();
    let refused = year
        .request(before, Profile::Public)
        .make(&mut |_, _| {})
        .unwrap_err();
    assert_eq!(refused, Refusal::BeforeLog(before));
}

#[test]
fn no_threshold_is_below_three() {
    let mut year = Year::invent(8, 60);
    year.threshold = 0;
    release(&mut year, 0);
    assert_eq!(year.ledger.releases()[0].document.threshold(), 3);
}

/// A term that is released before an earlier one would lock that one, and with it the year, for good.
#[test]
fn terms_are_released_in_their_order_and_the_refusal_says_which_is_first() {
    let mut year = Year::invent(6, 60);
    let all = periods(year.year);
    let may = |year: &Year, place: usize| year.request(all[place], Profile::Public).may_release();
    assert_eq!(may(&year, 2), Err(Refusal::EarlierFirst(all[0])));
    let said = may(&year, 1).unwrap_err().to_string();
    assert!(said.contains("is to be released first"), "{said}");
    // Looking is not releasing.
    let looked = year.request(all[2], Profile::Public).make(&mut |_, _| {});
    assert!(looked.is_ok());
    release(&mut year, 0);
    assert_eq!(may(&year, 2), Err(Refusal::EarlierFirst(all[1])));
    release(&mut year, 1);
    assert_eq!(may(&year, 2), Ok(()));
}
