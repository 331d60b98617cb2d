use serde_json::json;

use super::*;
use crate::domain::entry::{CaseFact, Note};
use crate::domain::people::Author;

fn author() -> Author {
    Author {
        id: "dsl".to_owned(),
        name: "Invented Person".to_owned(),
        role: "DSL".to_owned(),
    }
}

fn at() -> chrono::DateTime<chrono::FixedOffset> {
    "2026-10-05T09:00:00+01:00".parse().unwrap()
}

fn reference(number: u32) -> Reference {
    Reference { year: 2026, number }
}

fn case(number: u32) -> Case {
    let concern = json!({
        "reported": at(), "happened": "unknown", "came_through": "pupil", "reporter": "A",
        "place": "home", "participants": [], "clauses": [], "category": "content.violence",
        "severity": "low", "account": format!("A clip was shown, the {number}th time."), "owner": "dsl",
    });
    let concern = serde_json::from_value(concern).unwrap();
    Case::begin(reference(number), number.into(), at(), &author(), &concern)
}

fn note(cases: &mut Cases, number: u32, text: &str) -> Option<()> {
    let note = CaseFact::Note(Note {
        text: text.to_owned(),
        opinion: false,
    });
    cases.change(&reference(number), |case| {
        case.apply(1_000, at(), &author(), &note);
    })
}

fn read(cases: &Cases) -> usize {
    let read = cases.kept.iter().filter(|kept| kept.read.get().is_some());
    read.count()
}

#[test]
fn a_case_is_read_once_somebody_asks() {
    let mut cases: Cases = (1..=300).map(case).collect();
    let before: Vec<_> = cases.all().cloned().collect();
    cases.pack();
    assert_eq!(read(&cases), 0);
    assert!(cases.in_passing().map(Cow::into_owned).eq(before));
    let wanted = cases.rows_where(|look| look.row().reference.number == 7);
    assert_eq!(wanted.len(), 1);
    assert_eq!(read(&cases), 0, "in passing");
    assert_eq!(cases.get(&reference(7)), Some(&case(7)));
    assert_eq!(read(&cases), 1);
}

#[test]
fn what_is_common_is_packed_once() {
    let mut few: Cases = (1..=20).map(case).collect();
    few.pack();
    assert!(few.common().is_empty());
    let alone: usize = few.packed().map(|one| one.unwrap().1.bytes().len()).sum();
    // What was packed before there was anything common is packed anew.
    (21..=100).for_each(|number| few.insert(case(number)));
    few.pack();
    assert!(!few.common().is_empty());
    let together: usize = few.packed().map(|one| one.unwrap().1.bytes().len()).sum();
    assert!(together / 5 < alone / 2, "{together} of 100, {alone} of 20");
    assert!(few.all().eq((1..=100).map(case).collect::<Cases>().all()));
}

#[test]
fn a_copy_goes_its_own_way() {
    let mut one: Cases = (1..=100).map(case).collect();
    let mut other = one.clone();
    one.pack();
    assert_eq!(note(&mut one, 5, "Told here."), Some(()));
    assert_eq!(other.get(&reference(5)), Some(&case(5)));
    other.pack();
    assert_eq!(note(&mut other, 6, "Told there."), Some(()));
    one.pack();
    assert_eq!(one.get(&reference(6)), Some(&case(6)));
    assert_eq!(one.get(&reference(5)).unwrap().chronology.len(), 2);
    assert_eq!(other.get(&reference(6)).unwrap().chronology.len(), 2);
    assert!(one.packed().all(|one| one.is_some()));
}

#[test]
fn what_cannot_be_read_says_so_and_is_left_as_it_is() {
    let mut cases: Cases = (1..=3).map(case).collect();
    cases.pack();
    let (rows, things) = (cases.rows().cloned(), cases.things().clone());
    let bent = Packed::kept(b"\xff\0\0\0 no case", &Common::default());
    let mut cases = Cases::of_packed(
        rows.map(|row| (row, bent.clone())).collect(),
        things,
        Common::default(),
    );
    let told = |cases: &Cases| {
        cases
            .get_in_passing(&reference(2))
            .unwrap()
            .concern
            .account
            .clone()
    };
    assert!(told(&cases).contains("safe in the log"), "{}", told(&cases));
    assert_eq!(note(&mut cases, 2, "Lost?"), None);
    assert!(cases.get(&reference(2)).is_some());
    assert_eq!(note(&mut cases, 2, "Lost, once it was looked at?"), None);
    cases.pack();
    assert!(cases.packed().all(|one| one.unwrap().1 == &bent));
    for length in [0_u32, 7, u32::MAX] {
        let mut bytes = length.to_le_bytes().to_vec();
        bytes.extend([0xf0; 40]);
        assert_eq!(Packed::kept(&bytes, &Common::default()).read(), None);
    }
}
