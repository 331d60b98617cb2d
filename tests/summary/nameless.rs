//! Nobody can be named from a public document, and who somebody is changes nothing in it.

use daybook::domain::case::Case;
use daybook::domain::ids::PupilId;
use daybook::domain::people::{Participant, Who};
use daybook::report::Profile;

use crate::life::{Year, periods};

fn documents(year: &mut Year) -> Vec<String> {
    year.release_all();
    let releases = year.ledger.releases().iter();
    releases
        .map(|one| serde_json::to_string(&one.document).unwrap())
        .collect()
}

#[test]
fn nothing_of_a_case_but_counts_is_in_a_document() {
    let mut year = Year::invent(5, 80);
    let mut all = documents(&mut year);
    let secret = year.request(periods(year.year)[1], Profile::Confidential);
    let secret = secret.make(&mut |_, _| {}).unwrap().document;
    all.push(serde_json::to_string(&secret).unwrap());
    for document in all {
        for word in ["anary", "Quetzal", "OS-2025", "Specimen", "SJ24", "5C"] {
            assert!(!document.contains(word), "{word} is in {document}");
        }
    }
}

/// Everybody has another name and number, and every case another reference.
fn renamed(case: &Case, cases: u32) -> Case {
    let mut case = case.clone();
    let rename = |one: &mut Participant| {
        if let Who::Pupil { id, name, .. } = &mut one.who {
            *id = PupilId(id.0 * 7919 % 100_003);
            *name = format!("Other {}", id.0);
        }
    };
    case.concern.participants.iter_mut().for_each(rename);
    case.participants.iter_mut().flatten().for_each(rename);
    case.reference.number = cases + 1 - case.reference.number;
    case
}

#[test]
fn renaming_pupils_and_reordering_cases_changes_nothing() {
    for seed in [2, 9] {
        let mut year = Year::invent(seed, 60);
        let mut other = Year::invent(seed, 60);
        other.school.cases = Default::default();
        for case in year.school.cases.values() {
            other.school.cases.insert(renamed(case, 60));
        }
        other.later = year.later.iter().map(|case| renamed(case, 60)).collect();
        assert_eq!(documents(&mut year), documents(&mut other));
    }
}

#[test]
fn a_release_is_the_same_when_it_is_made_again_and_read_back() {
    let mut year = Year::invent(3, 50);
    year.release_all();
    for one in year.ledger.releases() {
        let again = year.summary(one.period);
        assert_eq!(again.document, one.document);
        assert!(again.release.is_none(), "it would be released twice");
        let text = serde_json::to_string(one).unwrap();
        let read: daybook::report::Released = serde_json::from_str(&text).unwrap();
        assert_eq!(&read, one);
    }
}
