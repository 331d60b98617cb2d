use super::ledger::{Ledger, SCHEMA};
use super::summary;
use super::testing::*;
use super::*;
use crate::domain::entry::{SchoolFact, What};

fn open(vault: &Sample) -> Ledger {
    Ledger::open(vault.disk.open("dsl"), &mut |_, _| {}).unwrap()
}

#[test]
fn a_summary_that_says_other_than_the_entries_is_named_and_thrown_away() {
    let vault = founded("dsl", Role::Dsl);
    let mut ledger = open(&vault);
    let school = "Invented Primary".to_owned();
    let facts = vec![What::School(SchoolFact::Founded { school })];
    ledger.append(moment(), facts).unwrap();
    assert!(ledger.verify(None, &mut |_| {}).is_whole());
    let mut lie = ledger.school().clone();
    lie.name = "Some Other School".to_owned();
    let bytes = summary::write(&lie).unwrap();
    let tip = ledger.vault().tip();
    ledger
        .vault_mut()
        .save_snapshot(SCHEMA, &bytes, tip)
        .unwrap();

    let mut misled = open(&vault);
    assert_eq!(misled.school().name, lie.name);
    let report = misled.verify(None, &mut |_| {});
    let faults: Vec<_> = report.problems.iter().map(|one| one.fault).collect();
    assert_eq!(faults, [Fault::Summary, Fault::Summary]);
    assert_ne!(report.problems[0].what, report.problems[1].what);

    let mut anew = open(&vault);
    assert_eq!(anew.school().name, "Invented Primary");
    assert!(anew.verify(None, &mut |_| {}).is_whole());
}
