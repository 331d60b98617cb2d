//! Of what moment a term's figures are: what had been done by its last day, as far as the log knew it when it was
//! released.

use chrono::{DateTime, FixedOffset, NaiveDate};

use daybook::domain::case::Case;
use daybook::domain::entry::{
    Amendment, CaseFact, Change, ChildsView, Closure, Concern, Contact, ParentsDecision, Referral,
    Sanction, SanctionChange,
};
use daybook::domain::ids::Letter;
use daybook::domain::people::Author;
use daybook::domain::status::SanctionState;
use daybook::domain::when::When;
use daybook::report::facts::Fact;
use daybook::report::menu::Lead;

use crate::life::{Year, periods};

/// The autumn term ends with December; it is released after that.
const IN_TERM: &str = "2025-12-10";
const AFTER: &str = "2026-01-20";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<FixedOffset> {
    format!("{text}T10:00:00+00:00").parse().unwrap()
}

fn author() -> Author {
    Author {
        id: "ada".into(),
        name: "Ada Specimen".into(),
        role: "dsl".into(),
    }
}

/// A school with nothing but one concern, reported and recorded on those days, and what followed.
fn school(recorded: &str, then: &[(&str, CaseFact)]) -> Year {
    let mut year = Year::invent(1, 1);
    let invented = year.later.pop();
    let invented = invented.or_else(|| year.school.cases.all().next().cloned());
    let invented = invented.unwrap();
    let concern = Concern {
        reported: at(IN_TERM),
        came_through: "parent".into(),
        immediate_action: String::new(),
        ..invented.concern
    };
    year.school.cases = Default::default();
    let mut case = Case::begin(invented.reference, 10, at(recorded), &author(), &concern);
    for (seq, (on, fact)) in (11..).zip(then) {
        case.apply(seq, at(on), &author(), fact);
    }
    year.school.cases.insert(case);
    year
}

fn autumn(year: &Year) -> Fact {
    let release = year.summary(periods(year.year)[0]).release.unwrap();
    let [fact] = release.counted.facts.as_slice() else {
        panic!("{:?}", release.counted.facts);
    };
    fact.clone()
}

fn fact(recorded: &str, then: &[(&str, CaseFact)]) -> Fact {
    autumn(&school(recorded, then))
}

fn told(on: &str) -> CaseFact {
    CaseFact::Contact(Contact {
        about: Letter::at(0),
        with: String::new(),
        method: "phone".into(),
        result: "informed".into(),
        text: String::new(),
        reason: String::new(),
        happened: When::exact(at(on).naive_local()),
        told: true,
        withheld: false,
    })
}

fn referred(on: &str) -> CaseFact {
    CaseFact::Referral(Referral {
        agency: "police".into(),
        text: String::new(),
        their_reference: String::new(),
        happened: When::exact(at(on).naive_local()),
        awaiting: false,
    })
}

fn sanction(from: &str, state: SanctionState) -> CaseFact {
    CaseFact::Sanction(Sanction {
        number: 1,
        about: Letter::at(0),
        kind: "playtime-loss".into(),
        minutes: Some(10),
        scope: String::new(),
        from: day(from),
        until: None,
        why: String::new(),
        send_considered: String::new(),
        outside_policy: String::new(),
        state,
    })
}

fn changed(state: SanctionState) -> CaseFact {
    CaseFact::SanctionChanged(SanctionChange {
        number: 1,
        state,
        reason: String::new(),
    })
}

fn closed() -> CaseFact {
    CaseFact::Closed(Closure {
        outcome: "education".into(),
        rationale: String::new(),
        childs_view: ChildsView::Said(String::new()),
        parents: ParentsDecision::Told,
        left_open: String::new(),
        in_error: false,
    })
}

const REFERRAL: usize = 0;
const PLAYTIME: usize = 2;
const NOTHING: usize = 6;
const OPEN: usize = 3;

#[test]
fn a_sanction_counts_as_it_stood_on_the_last_day() {
    use SanctionState::{Active, Overturned, Proposed};
    let lead = |then: &[(&str, CaseFact)]| fact(IN_TERM, then).value(Lead::Action);
    let stood = (IN_TERM, sanction(IN_TERM, Active));
    let planned = (IN_TERM, sanction(IN_TERM, Proposed));
    assert_eq!(
        lead(&[stood.clone(), (AFTER, changed(Overturned))]),
        PLAYTIME
    );
    assert_eq!(lead(&[stood, (IN_TERM, changed(Overturned))]), NOTHING);
    assert_eq!(lead(&[planned.clone(), (AFTER, changed(Active))]), NOTHING);
    assert_eq!(lead(&[planned, (IN_TERM, changed(Active))]), PLAYTIME);
}

#[test]
fn what_was_done_after_the_term_is_not_counted_of_a_concern_recorded_late_either() {
    for recorded in [IN_TERM, AFTER] {
        let then = [
            (AFTER, told(AFTER)),
            (AFTER, referred(AFTER)),
            (AFTER, sanction(AFTER, SanctionState::Served)),
            (AFTER, closed()),
        ];
        let fact = fact(recorded, &then);
        assert_eq!(fact.value(Lead::Action), NOTHING, "{recorded}");
        assert_eq!(fact.value(Lead::FirstAction), 4);
        assert_eq!(fact.value(Lead::ParentContact), 4);
        assert_eq!(fact.value(Lead::Closure), OPEN);
    }
}

#[test]
fn what_was_done_in_the_term_and_written_down_after_it_is_counted() {
    for recorded in [IN_TERM, AFTER] {
        let knew = fact(recorded, &[(AFTER, told(IN_TERM))]);
        assert_eq!(knew.value(Lead::ParentContact), 0, "{recorded}");
        let referral = fact(recorded, &[(AFTER, referred(IN_TERM))]);
        assert_eq!(referral.value(Lead::Action), REFERRAL);
        let began = sanction(IN_TERM, SanctionState::Served);
        assert_eq!(
            fact(recorded, &[(AFTER, began)]).value(Lead::Action),
            PLAYTIME
        );
    }
}

/// What is known to be wrong on the day of release is not released.
#[test]
fn what_was_put_right_before_the_release_is_counted_as_it_was() {
    let amended = |entry, change| {
        CaseFact::Amended(Amendment {
            entry,
            change,
            reason: "A slip.".into(),
        })
    };
    let source = amended(10, Change::CameThrough("pupil".into()));
    assert_eq!(fact(IN_TERM, &[(AFTER, source)]).value(Lead::Source), 0);
    let kind = amended(
        11,
        Change::Kind {
            kind: "reminder".into(),
            minutes: None,
            scope: String::new(),
        },
    );
    let began = (IN_TERM, sanction(IN_TERM, SanctionState::Served));
    assert_eq!(
        fact(IN_TERM, &[began, (AFTER, kind)]).value(Lead::Action),
        3
    );
}

/// A concern that goes on after its term is released is neither recorded nor corrected since.
#[test]
fn what_happens_after_the_release_is_no_correction() {
    for recorded in [IN_TERM, AFTER] {
        let mut year = school(recorded, &[]);
        let before = autumn(&year);
        let release = year.summary(periods(year.year)[0]).release.unwrap();
        year.ledger.push(release);
        let mut case = year.school.cases.all().next().unwrap().clone();
        let since = [
            told("2026-02-02"),
            sanction("2026-02-02", SanctionState::Active),
            closed(),
        ];
        for (seq, fact) in (20..).zip(&since) {
            case.apply(seq, at("2026-02-02"), &author(), fact);
        }
        year.school.cases.insert(case);
        let spring = year.summary(periods(year.year)[1]).release.unwrap();
        assert!(spring.counted.noted.is_empty(), "{before:?}");
    }
}

/// Few and none look alike, and neither is spoken of.
#[test]
fn a_note_of_what_was_put_right_says_how_many_or_there_is_none() {
    let (mut with, mut without) = (0, 0);
    for concerns in [20, 400] {
        let mut year = Year::invent(11, concerns);
        year.release_all();
        for one in year.ledger.releases() {
            let document = &one.document;
            let said = document.method().concat();
            assert!(said.contains("there is no such note"), "{said}");
            match document.corrections() {
                [] => without += 1,
                [note] => {
                    let digits: String = note.chars().filter(char::is_ascii_digit).collect();
                    assert!(digits.parse::<u32>().unwrap() >= 5, "{note}");
                    assert_eq!(digits, one.counted.noted.len().to_string());
                    with += 1;
                }
                more => panic!("{more:?}"),
            }
        }
    }
    assert!(with > 0 && without > 0, "{with} {without}");
}
