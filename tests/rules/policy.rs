//! The policies as they are shipped: what the policy's own tests do not say of them.

use std::collections::BTreeSet;

use daybook::domain::policy::{
    Audience, Document, Follows, Found, PersonKind, Policies, Policy, Signer, Tell, YearGroup,
};
use daybook::domain::vocabulary::{List, Vocabulary, area_of};

fn policy(short: &str) -> &'static Policy {
    Policies::shipped().by_short(short).unwrap()
}

pub fn documents() -> impl Iterator<Item = (&'static Policy, &'static Document)> {
    let all = Policies::shipped().iter();
    all.flat_map(|policy| {
        policy
            .documents
            .iter()
            .map(move |document| (policy, document))
    })
}

fn clauses() -> impl Iterator<Item = Found<'static>> {
    Policies::shipped().iter().flat_map(Policy::clauses)
}

#[test]
fn there_are_seventeen_documents_and_these() {
    let titled: Vec<_> = documents()
        .map(|(policy, document)| format!("{} {}", policy.short, document.code))
        .collect();
    assert_eq!(
        titled,
        [
            "SJ24 KS1",
            "SJ24 KS2",
            "SJ24 Agreement",
            "SJ24 SEND P4-P7",
            "SJ24 SEND P7-L1",
            "SJ24 SEND L2-4",
            "SJ24 Parent",
            "SJ24 Staff",
            "SJ24 Visitor",
            "SJ24 WiFi",
            "SJ24 Remote",
            "BG23 KS1",
            "BG23 KS2",
            "BG23 Agreement",
            "BG23 Parent",
            "BG23 Staff",
            "BG23 Visitor",
        ]
    );
}

#[test]
fn every_clause_is_said_in_a_few_words_of_our_own() {
    for found in clauses() {
        let name = found.reference();
        let text = &found.clause.text;
        assert!(text.split_whitespace().count() <= 14, "{name}: {text}");
        assert_eq!(text.trim(), text, "{name}");
        assert!(!text.contains('\n') && !text.contains("  "), "{name}");
        // The sources' own voice, which ours is not.
        for begins in [
            "I understand that",
            "I am aware",
            "I have read and",
            "I know that",
        ] {
            assert!(!text.starts_with(begins), "{name}: {text}");
        }
    }
}

#[test]
fn no_two_clauses_of_a_document_read_alike_but_where_the_source_repeats_itself() {
    for (policy, document) in documents() {
        let mut texts = BTreeSet::new();
        for clause in &document.clauses {
            let repeated = policy.short == "BG23"
                && document.code.as_str() == "Parent"
                && clause.number.to_string() == "5";
            assert!(
                texts.insert(&clause.text) || repeated,
                "{} {} {}",
                policy.short,
                document.code,
                clause.number
            );
        }
    }
}

#[test]
fn what_a_clause_suggests_is_a_word_that_the_form_offers() {
    let words = Vocabulary::shipped();
    let offered = |list, id: &Option<String>| {
        id.as_ref()
            .is_none_or(|id| words.offered(list).any(|term| term.id == *id))
    };
    for found in clauses() {
        let clause = found.clause;
        assert!(
            offered(List::Category, &clause.category),
            "{}",
            found.reference()
        );
        assert!(
            offered(List::Severity, &clause.severity),
            "{}",
            found.reference()
        );
        assert!(
            offered(List::Role, &clause.role_hint),
            "{}",
            found.reference()
        );
        let area = clause
            .category
            .as_deref()
            .and_then(area_of)
            .map(str::to_owned);
        assert!(offered(List::Area, &area), "{}", found.reference());
    }
}

#[test]
fn every_consequence_for_pupils_is_a_sanction_or_a_step_of_the_case() {
    let words = Vocabulary::shipped();
    for found in clauses() {
        for follows in found.document.follows_for(found.clause) {
            let sanction = words
                .offered(List::Sanction)
                .any(|term| term.follows.contains(follows));
            // Parents are contacted, police are an agency, and discipline of staff is not kept here.
            let elsewhere = matches!(
                follows,
                Follows::ParentsTold
                    | Follows::Police
                    | Follows::Disciplinary
                    | Follows::OwnDocument
            );
            assert!(
                sanction != elsewhere,
                "{follows:?} in {}",
                found.reference()
            );
        }
    }
    assert!(words.offered(List::Agency).any(|term| term.id == "police"));
}

#[test]
fn everybody_whom_a_clause_tells_has_a_name_and_only_once() {
    let mut used = BTreeSet::new();
    for found in clauses() {
        let tell = found.tell();
        let once: BTreeSet<_> = tell.iter().collect();
        assert_eq!(once.len(), tell.len(), "{}", found.reference());
        used.extend(tell.iter().copied());
    }
    for tell in Tell::ALL {
        assert!(!tell.label().is_empty() && !tell.id().contains('-'));
        assert_eq!(serde_json::json!(tell), tell.id());
    }
    for tell in [
        Tell::Dsl,
        Tell::Headteacher,
        Tell::ItTechnician,
        Tell::Dpo,
        Tell::Police,
    ] {
        assert!(used.contains(&tell), "no clause tells {}", tell.label());
    }
}

#[test]
fn a_protective_clause_suggests_no_breach() {
    for found in clauses().filter(|found| found.clause.protects) {
        let clause = found.clause;
        assert_ne!(
            clause.role_hint.as_deref(),
            Some("alleged"),
            "{}",
            found.reference()
        );
        assert_ne!(
            clause.role_hint.as_deref(),
            Some("took-part"),
            "{}",
            found.reference()
        );
    }
    // Every pupils' document but the agreement has one.
    for (policy, document) in documents() {
        let pupils = |one: &Audience| matches!(one, Audience::Year(_) | Audience::Send(_));
        if document.fits.iter().any(pupils) {
            let protects = document.clauses.iter().any(|clause| clause.protects);
            assert!(protects, "{} {}", policy.short, document.code);
        }
    }
}

#[test]
fn every_pupil_has_one_own_document_and_adults_theirs() {
    for policy in Policies::shipped() {
        for year in YearGroup::ALL {
            let kind = PersonKind::Pupil { year, send: None };
            let code = policy.own_document(kind).unwrap().code.as_str();
            let early = year < YearGroup::Year3;
            assert_eq!(
                code,
                if early { "KS1" } else { "KS2" },
                "{} {year}",
                policy.short
            );
        }
        for (kind, code) in [
            (PersonKind::Staff, "Staff"),
            (PersonKind::Visitor, "Visitor"),
            (PersonKind::Parent, "Parent"),
        ] {
            assert_eq!(policy.own_document(kind).unwrap().code.as_str(), code);
        }
    }
}

#[test]
fn agreements_are_signed_by_pupils_parents_staff_and_visitors() {
    for short in ["SJ24", "BG23"] {
        let signers: BTreeSet<_> = policy(short)
            .documents
            .iter()
            .flat_map(|one| one.signed_by.clone())
            .collect();
        for signer in [
            Signer::Pupil,
            Signer::Parent,
            Signer::Staff,
            Signer::Visitor,
        ] {
            assert!(signers.contains(&signer), "{short} {signer:?}");
        }
    }
}
