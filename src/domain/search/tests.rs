use std::cmp::Reverse;

use chrono::{DateTime, FixedOffset};
use proptest::collection::vec;
use proptest::prelude::*;

use super::near::asked;
use super::texts::each_text;
use super::tokens::each_word;
use super::*;
use crate::domain::entry::{CaseFact, Cited, Concern, Note, What};
use crate::domain::entry::{Entry, FORMAT};
use crate::domain::ids::{PupilId, Reference};
use crate::domain::people::{Author, Part, Participant, Who};
use crate::domain::policy::Policies;
use crate::domain::query::{Ask, Ground, Query, Term};
use crate::domain::status::Severity;
use crate::domain::terms::Terms;
use crate::domain::when::When;

fn words() -> &'static Vocabulary {
    Vocabulary::shipped()
}

fn at() -> DateTime<FixedOffset> {
    "2026-11-24T10:30:00+00:00".parse().unwrap()
}

/// What is written of a case: who is in it, the account, the notes.
#[derive(Clone, Debug)]
struct Written {
    number: u32,
    name: String,
    account: String,
    clause: bool,
}

fn concern(written: &Written) -> CaseFact {
    let who = Who::Pupil {
        id: PupilId(1),
        name: written.name.clone(),
        year: "Year 5".parse().unwrap(),
        class: "5A".to_owned(),
        send: None,
        has_send: false,
    };
    let cited = Cited {
        clause: "SJ24 KS2 Safe 3".parse().unwrap(),
        policy: "st-james-2024".to_owned(),
        text: "Never share a password".to_owned(),
        kept: false,
    };
    CaseFact::Concern(Box::new(Concern {
        reported: at(),
        late_reason: String::new(),
        happened: When::Unknown,
        came_through: "teacher".to_owned(),
        reporter: String::new(),
        reporter_job: String::new(),
        told_in_person: None,
        place: "classroom".to_owned(),
        devices: Vec::new(),
        place_detail: String::new(),
        participants: vec![Participant {
            who,
            part: Part::Harmed,
            relevant: String::new(),
        }],
        clauses: if written.clause {
            vec![cited]
        } else {
            Vec::new()
        },
        category: "content-violence".to_owned(),
        severity: Severity::Low,
        account: written.account.clone(),
        childs_words: Default::default(),
        seen: String::new(),
        opinion: String::new(),
        immediate_action: String::new(),
        device_kept: String::new(),
        protection_file: String::new(),
        report: None,
        owner: "dsl".to_owned(),
        review: None,
    }))
}

fn reference(number: u32) -> Reference {
    Reference { year: 2026, number }
}

fn write(school: &mut School, number: u32, fact: CaseFact) {
    let entry = Entry {
        daybook: FORMAT,
        at: at(),
        by: Author {
            id: "dsl".to_owned(),
            name: "Dana Example".to_owned(),
            role: "dsl".to_owned(),
        },
        what: What::case(reference(number), fact),
    };
    let seq = school.seq + 1;
    school.apply(seq, &entry);
}

fn note(text: &str) -> CaseFact {
    CaseFact::Note(Note {
        text: text.to_owned(),
        opinion: false,
    })
}

fn school(cases: &[Written]) -> School {
    let mut school = School::default();
    for written in cases {
        write(&mut school, written.number, concern(written));
    }
    school
}

fn case(school: &School, reference: Reference) -> &Case {
    school.cases.get(&reference).unwrap()
}

/// The search as it is meant: every word of every case against every word that was typed.
fn plain(school: &School, typed: &str, limit: usize) -> Found {
    let asked = asked(typed);
    let mut all = Vec::new();
    for case in school.cases.all() {
        let mut points = vec![0; asked.len()];
        each_text(case, words(), &mut |place, text| {
            each_word(text, &mut String::new(), &mut |_, word| {
                for (asked, best) in asked.iter().zip(&mut points) {
                    if let Some(near) = asked.points(word) {
                        let here = near + asked.more(place.weight());
                        *best = here.max(*best);
                    }
                }
            });
        });
        all.push((case, points));
    }
    let weights: Vec<_> = (0..asked.len())
        .map(|n| {
            let having = all.iter().filter(|(_, points)| points[n] > 0).count();
            weight(all.len(), having)
        })
        .collect();
    let weighed = |points: Vec<u16>| {
        let each = points.into_iter().zip(&weights);
        each.map(|(points, weight)| u32::from(points) * weight)
            .sum()
    };
    let mut hits: Vec<_> = all
        .into_iter()
        .filter(|(_, points)| points.iter().all(|points| *points > 0))
        .map(|(case, points)| Hit {
            reference: case.reference,
            points: weighed(points),
            touched: case.chronology.last().unwrap().seq,
        })
        .collect();
    hits.sort_by_key(|hit| Reverse((hit.points, hit.touched, hit.reference)));
    let total = hits.len();
    hits.truncate(limit);
    Found {
        total,
        best: hits,
        sought: Sought::of(asked, &weights),
    }
}

/// The index in so many shares, however few the cases are.
fn in_shares(school: &School, many: usize) -> Index {
    let share = school.cases.len().div_ceil(many).max(1);
    let of_share = |n| {
        school
            .cases
            .some_in_passing(n * share..school.cases.len().min((n + 1) * share))
    };
    let shares = (0..many).map(of_share);
    Index {
        shards: shares.map(|cases| Shard::of(cases, words())).collect(),
        revision: 0,
    }
}

/// Words as people write them, and as they misspell them.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "watch", "wacth", "watches", "smartwatch", "password", "passwrd", "pasword", "everyone", "evryone",
            "because", "becuase", "laughed", "laughd", "the", "then", "other", "a", "i", "2026", "0042", "42", "OS-2026-0003",
            "Zoë", "zoe", "Zoe\u{308}", "don't", "dont", "naïve", "محمد", "李小龍", "Ωmega", "👩‍👧", "year", "5A", "safe",
            "Łucja", "lucja", "O’Brien", "O`Brien", "obrien", "Weiß", "weiss", "Ægir", "0042ß",
        ]).prop_map(str::to_owned),
        2 => "[abt]{1,6}",
        1 => "[a-eé]{1,12}",
        1 => "\\PC{0,6}",
        1 => Just("pass".repeat(30)),
    ]
}

fn text(most: usize) -> impl Strategy<Value = String> {
    (vec(word(), 0..most), "[ ,.;\n-]").prop_map(|(words, between)| words.join(&between))
}

fn written() -> impl Strategy<Value = Written> {
    (1_u32..60, text(3), text(20), any::<bool>()).prop_map(|(number, name, account, clause)| {
        Written {
            number,
            name,
            account,
            clause,
        }
    })
}

/// What is typed: words, the beginnings of words, nothing, or far too much.
fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => text(4),
        2 => (word(), 1_usize..5).prop_map(|(word, many)| word.chars().take(many).collect()),
        1 => text(60),
        1 => Just(String::new()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_found_is_what_a_plain_search_finds(
        cases in vec(written(), 0..25),
        notes in vec((1_u32..60, text(12)), 0..12),
        typed in vec(typed(), 1..5),
        cores in 1_usize..4,
        limit in 0_usize..30,
    ) {
        let mut school = school(&cases);
        let mut index = in_shares(&school, cores);
        let mut memo = Memo::default();
        for typed in &typed {
            prop_assert_eq!(index.find(typed, limit, &mut memo), plain(&school, typed, limit));
        }
        // The log goes on: some cases are written to, some are new.
        for (number, text) in &notes {
            if school.cases.contains_key(&reference(*number)) {
                write(&mut school, *number, note(text));
            } else {
                let written = Written {
                    number: *number,
                    name: text.clone(),
                    account: String::new(),
                    clause: true,
                };
                write(&mut school, *number, concern(&written));
            }
            index.update(case(&school, reference(*number)), words());
            for typed in &typed {
                prop_assert_eq!(index.find(typed, limit, &mut memo), plain(&school, typed, limit));
            }
        }
        let rebuilt = Index::of(&school, words(), cores);
        for typed in &typed {
            let found = rebuilt.find(typed, limit, &mut Memo::default());
            prop_assert_eq!(&found, &plain(&school, typed, limit));
            for hit in &found.best {
                let piece = excerpt(case(&school, hit.reference), words(), &found.sought, 40);
                prop_assert_eq!(piece.is_none(), hit.points == 0, "{:?} for {:?}", piece, typed);
                if let Some(piece) = piece {
                    prop_assert!(crate::domain::words::width(&piece.text) <= 40 && !piece.text.contains('\n'));
                    for mark in piece.marks {
                        prop_assert!(piece.text.get(mark).is_some_and(|marked| !marked.is_empty()));
                    }
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// The list's filter finds letters wherever they stand, with the index as without.
    #[test]
    fn letters_stand_where_a_plain_look_finds_them(
        cases in vec(written(), 1..20),
        notes in vec((1_u32..60, text(12)), 0..6),
        asked in vec(prop_oneof![typed(), "[a-t ]{1,4}", "[ab'’-]{1,5}", "['’`\u{308}aæß0]{1,3}"], 1..6),
        cores in 1_usize..3,
    ) {
        let mut school = school(&cases);
        let mut index = in_shares(&school, cores);
        for (number, text) in &notes {
            if school.cases.contains_key(&reference(*number)) {
                write(&mut school, *number, note(text));
                index.update(case(&school, reference(*number)), words());
            }
        }
        let ground = Ground {
            school: &school,
            policies: Policies::shipped(),
            words: words(),
            terms: Terms::shipped(),
            me: "dsl",
            today: at().date_naive(),
            unread: &|_, _, _| false,
        };
        for text in asked {
            let ask = Ask::Text(vec![text]);
            let query = Query { terms: vec![Term { negated: false, ask }] };
            let (plain, quick) = (query.filter(&ground), query.filter(&ground).with(&index));
            for case in school.cases.all() {
                prop_assert_eq!(quick.matches(case), plain.matches(case), "{:?} in {}", query, case.reference);
            }
        }
    }
}

fn found(school: &School, typed: &str) -> Vec<u32> {
    let index = Index::of(school, words(), 2);
    let found = index.find(typed, 50, &mut Memo::default());
    found.best.iter().map(|hit| hit.reference.number).collect()
}

fn told(number: u32, name: &str, account: &str) -> Written {
    Written {
        number,
        name: name.to_owned(),
        account: account.to_owned(),
        clause: false,
    }
}

#[test]
fn the_best_match_comes_first_and_of_equals_what_was_written_to_last() {
    let mut school = school(&[
        told(1, "Sam Invented", "A smart watch took photos"),
        told(2, "Watch Pretend", "Unkind messages"),
        told(3, "Kit Madeup", "The wacth was found"),
        told(4, "Jo Fictional", "His watch again"),
    ]);
    assert_eq!(found(&school, "watch"), [2, 4, 1, 3]);
    write(&mut school, 1, note("Home has the watch now."));
    assert_eq!(found(&school, "watch"), [2, 1, 4, 3]);
    assert_eq!(found(&school, "wat sam"), [1]);
    assert_eq!(found(&school, "wat nobody"), [0; 0]);
    assert_eq!(found(&school, "os-2026-3").first(), Some(&3));
    assert_eq!(found(&school, ""), [1, 4, 3, 2]);
    assert_eq!(found(&school, "y5 watch").len(), 4);
}

#[test]
fn an_excerpt_shows_where_most_of_what_was_typed_stands() {
    let mut school = school(&[told(1, "Sam Invented", "The tablet was found.")]);
    let long = "Nothing of note at first.\nLater the class teacher saw the tablet and the watch together in one bag, and took both.";
    write(&mut school, 1, note(long));
    let sought = |typed: &str| {
        Index::of(&school, words(), 1)
            .find(typed, 1, &mut Memo::default())
            .sought
    };
    let of = |typed: &str| excerpt(case(&school, reference(1)), words(), &sought(typed), 50);
    let piece = of("watch tablet").unwrap();
    assert_eq!(piece.place, Place::Entry(2));
    assert_eq!(
        piece.text,
        "…teacher saw the tablet and the watch together…"
    );
    let marked: Vec<_> = piece
        .marks
        .iter()
        .map(|mark| &piece.text[mark.clone()])
        .collect();
    assert_eq!(marked, ["tablet", "watch"]);
    assert_eq!(of("zebra"), None);
}

/// Which year group it was says little, and a number that is part of a reference no more.
#[test]
fn the_word_that_few_cases_have_comes_before_one_that_many_have() {
    let mut all = vec![
        told(
            5,
            "Sam Invented",
            "A watch. It is said that there was a 2nd.",
        ),
        told(41, "Ada Example", "He hid the watch in his boot."),
    ];
    for number in 50..90 {
        all.push(told(number, "Kit Madeup", "Unkind messages in year 5."));
    }
    let school = school(&all);
    assert_eq!(found(&school, "5").first(), Some(&5));
    assert_eq!(found(&school, "os-2026-0005").first(), Some(&5));
    assert_eq!(
        found(&school, "watch year 5"),
        [41, 5],
        "the later one first"
    );
    let index = Index::of(&school, words(), 2);
    let sought = index.find("watch year 5", 9, &mut Memo::default()).sought;
    let piece = excerpt(case(&school, reference(41)), words(), &sought, 30).unwrap();
    assert_eq!(piece.text, "He hid the watch in his boot.");
}
