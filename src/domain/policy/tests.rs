//! The invariants of the shipped policies. The counts were taken by hand from the schools' documents.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::policies::SHIPPED;
use super::*;
use crate::domain::vocabulary::{List, Vocabulary};

fn sj() -> &'static Policy {
    Policies::shipped().by_short("SJ24").unwrap()
}

fn bg() -> &'static Policy {
    Policies::shipped().by_short("bg23").unwrap()
}

fn get(name: &str) -> Found<'static> {
    Policies::shipped().get(&name.parse().unwrap()).unwrap()
}

fn all() -> Vec<Found<'static>> {
    Policies::shipped()
        .iter()
        .flat_map(Policy::clauses)
        .collect()
}

fn pupil(year: YearGroup, send: Option<SendLevel>) -> PersonKind {
    PersonKind::Pupil { year, send }
}

#[test]
fn every_shipped_file_reads() {
    for text in SHIPPED {
        Policy::parse(text).unwrap();
    }
    assert_eq!(Policies::shipped().iter().count(), 2);
    assert_eq!(sj().in_force_from.to_string(), "2024-09-01");
    assert_eq!(bg().in_force_from.to_string(), "2023-11-30");
}

#[test]
fn every_clause_of_the_sources_is_here() {
    let counts = |policy: &'static Policy| -> Vec<(&str, usize)> {
        let documents = policy.documents.iter();
        documents
            .map(|each| (each.code.as_str(), each.clauses.len()))
            .collect()
    };
    assert_eq!(
        counts(sj()),
        [
            ("KS1", 11),
            ("KS2", 52),
            ("Agreement", 3),
            ("SEND P4-P7", 8),
            ("SEND P7-L1", 11),
            ("SEND L2-4", 16),
            ("Parent", 12),
            ("Staff", 58),
            ("Visitor", 30),
            ("WiFi", 15),
            ("Remote", 51),
        ]
    );
    assert_eq!(
        counts(bg()),
        [
            ("KS1", 8),
            ("KS2", 28),
            ("Agreement", 2),
            ("Parent", 15),
            ("Staff", 50),
            ("Visitor", 27)
        ]
    );
}

#[test]
fn gaps_and_repeats_of_the_source_are_kept() {
    let numbers: Vec<_> = bg()
        .document(&"Parent".parse().unwrap())
        .unwrap()
        .clauses
        .iter()
        .map(|clause| clause.number.to_string())
        .collect();
    assert!(!numbers.contains(&"11".to_owned()) && numbers.contains(&"12".to_owned()));
    assert_eq!(
        get("BG23 Parent 4").clause.topic,
        get("BG23 Parent 5").clause.topic
    );
}

#[test]
fn names_are_unique_and_lead_to_their_clause() {
    let clauses = all();
    let names: BTreeSet<_> = clauses.iter().map(Found::reference).collect();
    assert_eq!(names.len(), clauses.len());
    for found in clauses {
        assert_eq!(Policies::shipped().get(&found.reference()), Some(found));
    }
}

#[test]
fn texts_are_short_and_stand_alone() {
    for found in all() {
        let clause = found.clause;
        let (topic, text) = (
            clause.topic.split_whitespace().count(),
            clause.text.split_whitespace().count(),
        );
        assert!(
            (1..=4).contains(&topic) && (2..=14).contains(&text),
            "{}",
            found.reference()
        );
    }
}

#[test]
fn every_suggestion_is_in_the_vocabulary() {
    let words = Vocabulary::shipped();
    for Found { clause, .. } in all() {
        for (list, id) in [
            (List::Category, &clause.category),
            (List::Severity, &clause.severity),
            (List::Role, &clause.role_hint),
        ] {
            if let Some(id) = id {
                assert!(words.term(list, id).is_some(), "{id} in {}", clause.number);
            }
        }
    }
}

#[test]
fn sub_clauses_stand_under_their_parent() {
    for found in all() {
        assert_eq!(found.clause.parent, found.clause.number.parent());
        if let Some(parent) = &found.clause.parent {
            assert!(
                found.document.clause(parent).is_some(),
                "{}",
                found.reference()
            );
        }
    }
    assert_eq!(
        get("SJ24 Staff 7a").clause.parent,
        Some("7".parse().unwrap())
    );
}

#[test]
fn what_may_follow_differs_by_document() {
    use Follows::{
        BehaviourSteps, Disciplinary, ParentsTold, PlaytimeLoss, Police, TechnologyRemoved,
    };
    for found in all() {
        assert!(!found.document.follows.is_empty());
    }
    let year_1 = pupil(YearGroup::Year1, None);
    let year_4 = pupil(YearGroup::Year4, None);
    assert_eq!(sj().own_follows(year_1), [ParentsTold, TechnologyRemoved]);
    assert_eq!(
        sj().own_follows(year_4),
        [ParentsTold, TechnologyRemoved, PlaytimeLoss]
    );
    for level in SendLevel::ALL {
        let child = pupil(YearGroup::Year1, Some(level));
        assert_eq!(
            sj().own_follows(child),
            [ParentsTold, TechnologyRemoved, PlaytimeLoss]
        );
    }
    assert_eq!(bg().own_follows(year_1), [BehaviourSteps]);
    assert_eq!(
        bg().own_follows(pupil(YearGroup::Year4, Some(SendLevel::L2To4))),
        [BehaviourSteps]
    );
    for person in [PersonKind::Staff, PersonKind::Visitor] {
        assert_eq!(sj().own_follows(person), [Disciplinary, Police]);
        assert_eq!(bg().own_follows(person), [Disciplinary, Police]);
    }
    let agreement = get("SJ24 Agreement 2");
    assert_eq!(agreement.follows(year_1), [ParentsTold, TechnologyRemoved]);
    assert!(agreement.follows(year_4).contains(&PlaytimeLoss));
    assert!(get("SJ24 Remote 27").follows(year_4).contains(&Police));
}

#[test]
fn who_is_told_differs_by_clause() {
    use Tell::{
        ComputingLeadOrIt, Dpo, Dsl, DslOrDeputy, DslOrHeadteacher, Headteacher, ItManager,
        ItTechnician, Police,
    };
    for (name, tell) in [
        ("SJ24 Staff 33", &[Dsl][..]),
        ("SJ24 Staff 34", &[Headteacher]),
        ("SJ24 Staff 20", &[Dsl, ItTechnician]),
        ("SJ24 Staff 16", &[ComputingLeadOrIt]),
        ("SJ24 Staff 17", &[ComputingLeadOrIt, Dpo]),
        ("SJ24 Staff 39", &[Headteacher, Police]),
        ("SJ24 Visitor 12", &[Dsl, ItTechnician]),
        ("BG23 Visitor 8", &[DslOrHeadteacher]),
        ("BG23 Staff 16", &[ItManager, Dpo]),
        // A breach by staff is the headteacher's, where the clause says nothing of its own.
        ("SJ24 Staff 13", &[Headteacher]),
        // A concern about a pupil or a parent is the DSL's.
        ("SJ24 KS2 Safe 1", &[Dsl]),
        ("BG23 Parent 10", &[Dsl]),
        // Remote lessons bind staff, and those who join them.
        ("SJ24 Remote 4", &[Headteacher]),
        ("SJ24 Remote 20c", &[Dsl]),
        ("SJ24 Remote 28", &[DslOrDeputy]),
    ] {
        assert_eq!(get(name).tell(), tell, "{name}");
    }
}

#[test]
fn the_protecting_clauses_are_these() {
    let protecting: Vec<_> = all()
        .iter()
        .filter(|found| found.clause.protects)
        .map(|found| found.reference().to_string())
        .collect();
    let expected = "SJ24 KS1 6|SJ24 KS2 Safe 5|SJ24 KS2 Tell 1|SJ24 KS2 Tell 2|\
        SJ24 KS2 Tell 3|SJ24 KS2 Tell 4|SJ24 KS2 Tell 5|SJ24 SEND P4-P7 4|SJ24 SEND P7-L1 Meeting 1|SJ24 SEND P7-L1 Tell 2|\
        SJ24 SEND L2-4 Meeting 1|SJ24 SEND L2-4 Meeting 2|SJ24 SEND L2-4 Tell 2|SJ24 SEND L2-4 Tell 3|SJ24 Parent 10|SJ24 Staff 16|\
        SJ24 Staff 17|SJ24 Staff 20|SJ24 Staff 29d|SJ24 Staff 29e|SJ24 Staff 33|SJ24 Staff 34|SJ24 Staff 35|\
        SJ24 Visitor 12|SJ24 Visitor 16c|SJ24 Visitor 17|SJ24 Visitor 19|SJ24 Visitor 20|SJ24 WiFi 13|SJ24 WiFi 14|\
        SJ24 Remote 2b|SJ24 Remote 24|SJ24 Remote 24a|SJ24 Remote 28|BG23 KS1 6|BG23 KS2 Safe 6|BG23 KS2 Tell 1|\
        BG23 KS2 Tell 2|BG23 KS2 Tell 3|BG23 Parent 13|BG23 Staff 15|BG23 Staff 16|\
        BG23 Staff 21|BG23 Staff 25d|BG23 Staff 25e|BG23 Staff 29|BG23 Staff 30|BG23 Staff 31|BG23 Visitor 8|\
        BG23 Visitor 12c|BG23 Visitor 13|BG23 Visitor 18|BG23 Visitor 19";
    assert_eq!(protecting, expected.split('|').collect::<Vec<_>>());
}

#[test]
fn the_most_fitting_document_comes_first_and_none_is_lost() {
    let codes = |policy: &'static Policy, person| -> Vec<&str> {
        policy
            .documents_for(person)
            .iter()
            .map(|each| each.code.as_str())
            .collect()
    };
    let child = pupil(YearGroup::Year4, Some(SendLevel::P7ToL1));
    let order = codes(sj(), child);
    assert_eq!(
        order[..5],
        ["SEND P7-L1", "KS2", "Agreement", "WiFi", "Remote"]
    );
    assert_eq!(order.len(), 11);
    assert_eq!(
        codes(sj(), PersonKind::Staff)[..3],
        ["Staff", "WiFi", "Remote"]
    );
    assert_eq!(codes(sj(), PersonKind::Visitor)[0], "Visitor");
    assert_eq!(codes(sj(), PersonKind::Parent)[0], "Parent");
    assert_eq!(
        codes(bg(), pupil(YearGroup::Reception, None))[..2],
        ["KS1", "Agreement"]
    );
    for person in YearGroup::ALL.map(|year| pupil(year, None)) {
        assert!(sj().own_document(person).is_some() && bg().own_document(person).is_some());
    }
}

#[test]
fn agreements_say_who_signs_them() {
    let signed = |name: &str| get(name).document.signed_by.clone();
    assert_eq!(signed("SJ24 Agreement 1"), [Signer::Pupil, Signer::Parent]);
    assert_eq!(signed("BG23 Parent 1"), [Signer::Parent, Signer::Pupil]);
    assert_eq!(signed("SJ24 Staff 1"), [Signer::Staff]);
    assert_eq!(signed("SJ24 KS2 Safe 1"), []);
}

fn fault(from: &str, to: &str) -> PolicyError {
    let text = SHIPPED[0];
    assert!(text.contains(from), "{from}");
    Policy::parse(&text.replacen(from, to, 1)).unwrap_err()
}

#[test]
fn mistakes_are_named_by_line_and_nearest_word() {
    for (from, to, word) in [
        ("tell = [\"dsl\"]", "tell = [\"dls\"]", "dsl"),
        ("\"playtime_loss\"", "\"playtime_los\"", "playtime_loss"),
        ("protects = true", "protect = true", "protects"),
        ("\"Year 1\"", "\"Yaer 1\"", "Year 1"),
        ("severity = \"high\"", "severity = \"hihg\"", "high"),
        ("signed_by", "signed", "signed_by"),
    ] {
        let error = fault(from, to);
        let line = SHIPPED[0]
            .lines()
            .position(|line| line.contains(from))
            .unwrap()
            + 1;
        assert_eq!(
            (error.line, error.nearest.as_deref()),
            (Some(line), Some(word)),
            "{error}"
        );
    }
}

#[test]
fn faults_of_sense_are_refused() {
    let twice = fault("number = \"Safe 2\"", "number = \"Safe 1\"").to_string();
    assert!(
        twice.contains("write the second as `Safe 1 (2)`"),
        "{twice}"
    );
    assert!(
        fault("number = \"8a\"", "number = \"7a\"")
            .to_string()
            .contains("does not stand under its `7`")
    );
    assert!(
        fault("number = \"8a\"", "number = \"20a\"")
            .to_string()
            .contains("does not stand under its `20`")
    );
    assert!(
        fault("code = \"KS2\"", "code = \"ks1\"")
            .to_string()
            .contains("twice")
    );
    assert!(fault("2024-09-01", "2024-13-01").line.is_some());
    assert!(
        fault("topic = \"Adult present\"", "topic = \"a b c d e\"")
            .to_string()
            .contains("5 words")
    );
    assert!(
        fault("number = \"Safe 2\"", "number = \"Safe two\"")
            .to_string()
            .contains("not a clause's number")
    );
}

#[test]
fn a_repeated_number_stays_apart() {
    let text = SHIPPED[0].replacen("number = \"Safe 2\"", "number = \"Safe 1 (2)\"", 1);
    let mut policies = Policies::default();
    policies.add(Policy::parse(&text).unwrap());
    let found = policies
        .get(&"sj24 ks2 safe 1 (2)".parse().unwrap())
        .unwrap();
    assert_eq!(found.clause.topic, "Photos and videos");
}

proptest! {
    #[test]
    fn every_name_reads_back(at in 0usize..397, upper in any::<bool>(), spaces in 1usize..4) {
        let name = all()[at].reference();
        let text = name.to_string().replace(' ', &" ".repeat(spaces));
        let text = if upper { text.to_uppercase() } else { text.to_lowercase() };
        prop_assert_eq!(text.parse::<ClauseRef>().unwrap(), name);
    }

    #[test]
    fn a_broken_file_never_panics(cut in 0usize..40_000, junk in "\\PC{0,6}") {
        let text: String = SHIPPED[0].chars().take(cut).collect();
        let _ = Policy::parse(&(text + &junk));
    }
}
