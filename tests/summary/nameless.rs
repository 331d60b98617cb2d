//! Nobody can be named from a public document, and who somebody is changes nothing in it.

use daybook::domain::case::Case;
use daybook::domain::ids::PupilId;
use daybook::domain::people::{Participant, Who};
use daybook::report::render::Format;
use daybook::report::{Profile, Protected};

use crate::life::{Year, periods};

/// The files of a summary: each format's name and bytes.
fn files(document: &Protected) -> Vec<(String, Vec<u8>)> {
    let each = Format::ALL.into_iter();
    each.map(|format| (format.file_name(document), format.render(document).unwrap()))
        .collect()
}

/// Every file of a year, term by term.
fn released(year: &mut Year) -> Vec<(String, Vec<u8>)> {
    year.release_all();
    let releases = year.ledger.releases().iter();
    releases.flat_map(|one| files(&one.document)).collect()
}

/// What is in a file and, if it is packed, in its parts and their names. Letters of pictures are two bytes each.
fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut all = bytes.to_vec();
    if let Ok(mut parts) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) {
        assert!(parts.len() > 8);
        for at in 0..parts.len() {
            let mut part = parts.by_index(at).unwrap();
            all.extend_from_slice(part.name().unwrap().as_bytes());
            std::io::Read::read_to_end(&mut part, &mut all).unwrap();
        }
    }
    let narrow: Vec<u8> = all.iter().copied().filter(|byte| *byte != 0).collect();
    all.extend(narrow);
    all
}

#[test]
fn nothing_of_a_case_but_counts_is_in_a_file_or_its_name() {
    let mut year = Year::invent(5, 80);
    let mut all = released(&mut year);
    for period in periods(year.year) {
        let secret = year.request(period, Profile::Confidential);
        all.extend(files(&secret.make(&mut |_, _| {}).unwrap().document));
    }
    assert_eq!(all.len(), 2 * 4 * 4);
    for (name, bytes) in all {
        let bytes = unpacked(&bytes);
        let has = |word: &str| {
            bytes
                .windows(word.len())
                .any(|part| part == word.as_bytes())
        };
        assert!(
            has("Sample Primary") || name.ends_with(".csv"),
            "{name} is not read"
        );
        for word in ["anary", "Quetzal", "OS-2025", "Specimen", "SJ24", "5C"] {
            assert!(!has(word), "{word} is in {name}");
            assert!(!name.contains(word), "{word} is in a name: {name}");
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
fn renaming_pupils_and_reordering_cases_changes_not_one_byte() {
    for seed in [2, 9] {
        let mut year = Year::invent(seed, 60);
        let mut other = Year::invent(seed, 60);
        other.school.cases = Default::default();
        for case in year.school.cases.all() {
            other.school.cases.insert(renamed(case, 60));
        }
        other.later = year.later.iter().map(|case| renamed(case, 60)).collect();
        let (ours, theirs) = (released(&mut year), released(&mut other));
        assert_eq!(ours.len(), theirs.len());
        for (one, other) in ours.iter().zip(&theirs) {
            assert_eq!(one.0, other.0);
            assert!(one.1 == other.1, "seed {seed}: {} differs", one.0);
        }
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

/// How many entries the log has is a count that nobody protects.
#[test]
fn how_long_the_log_is_stands_in_no_public_file() {
    let mut year = Year::invent(3, 50);
    let secret = year
        .request(periods(year.year)[0], Profile::Confidential)
        .make(&mut |_, _| {})
        .unwrap()
        .document;
    assert_eq!(secret.fingerprint(), "70417 · 3f0c 11d2");
    for (name, bytes) in released(&mut year) {
        let bytes = unpacked(&bytes);
        let has = |word: &[u8]| bytes.windows(word.len()).any(|part| part == word);
        assert!(has(b"3f0c 11d2") || name.ends_with(".csv"), "{name}");
        assert!(!has(b"70417"), "{name}");
    }
}
