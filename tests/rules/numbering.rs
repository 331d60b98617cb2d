//! The clauses' numbers: the sources' own, gaps and repeats included.

use std::collections::BTreeSet;

use crate::policy::documents;

/// The numbers of each document as they stand in the schools' own: `7+2` is 7, 7a and 7b.
/// Taken from the sources by hand.
const NUMBERS: [(&str, &str); 17] = [
    ("SJ24 KS1", "1-7 8+2 9"),
    (
        "SJ24 KS2",
        "Safe 1-7 | Learning 1-3 4+2 5+3 6 7+3 8+5 | Trust 1-3 | Responsible 1-8 | Understand 1-4 5+3 | Tell 1-5",
    ),
    ("SJ24 Agreement", "1-3"),
    ("SJ24 SEND P4-P7", "1-4 5+3"),
    (
        "SJ24 SEND P7-L1",
        "Safe 1-2 3+3 | Meeting 1 | Accepting 1 | Reliable 1 | Tell 1-2",
    ),
    (
        "SJ24 SEND L2-4",
        "Safe 1-3 4+3 | Meeting 1-2 | Accepting 1-2 | Reliable 1-2 | Tell 1-3",
    ),
    ("SJ24 Parent", "1-12"),
    (
        "SJ24 Staff",
        "1-6 7+2 8-10 11+3 12-21 22+2 23+5 24-27 28+2 29+5 30-39",
    ),
    ("SJ24 Visitor", "1-13 14+2 15+3 16+3 17-22"),
    ("SJ24 WiFi", "1-15"),
    (
        "SJ24 Remote",
        "1+1 2+3 3+1 4-13 14+5 15+3 16 17+3 18-19 20+3 21 22+3 23 24+1 25-28",
    ),
    ("BG23 KS1", "1-8"),
    (
        "BG23 KS2",
        "Safe 1-6 | Learning 1-7 | Trust 1-3 | Responsible 1-4 | Understand 1-5 | Tell 1-3",
    ),
    ("BG23 Agreement", "1-2"),
    ("BG23 Parent", "1-10 12-16"),
    (
        "BG23 Staff",
        "1-5 6+2 7-9 10+2 11-19 20+4 21-23 24+2 25+5 26-35",
    ),
    ("BG23 Visitor", "1-10 11+3 12+3 13-21"),
];

/// `Safe 1-2 3+1` as `Safe 1`, `Safe 2`, `Safe 3`, `Safe 3a`.
fn spelled_out(numbers: &str) -> Vec<String> {
    let mut all = Vec::new();
    for section in numbers.split('|') {
        let mut prefix = String::new();
        for word in section.split_whitespace() {
            if word.starts_with(char::is_alphabetic) {
                prefix = format!("{word} ");
            } else if let Some((number, subs)) = word.split_once('+') {
                all.push(format!("{prefix}{number}"));
                let letters = ('a'..='z').take(subs.parse().unwrap());
                all.extend(letters.map(|letter| format!("{prefix}{number}{letter}")));
            } else {
                let (first, last) = word.split_once('-').unwrap_or((word, word));
                let range = first.parse::<u16>().unwrap()..=last.parse().unwrap();
                all.extend(range.map(|number| format!("{prefix}{number}")));
            }
        }
    }
    all
}

#[test]
fn every_documents_numbers_are_the_sources_own_in_its_order() {
    for ((policy, document), (name, numbers)) in documents().zip(NUMBERS) {
        assert_eq!(format!("{} {}", policy.short, document.code), name);
        let here: Vec<_> = document
            .clauses
            .iter()
            .map(|clause| clause.number.to_string())
            .collect();
        assert_eq!(here, spelled_out(numbers), "{name}");
        let once: BTreeSet<_> = here.iter().collect();
        assert_eq!(once.len(), here.len(), "{name}");
    }
}
