//! Requests at random: some sensible, many not.

use daybook::domain::command::{
    Command, NewAction, NewAmendment, NewAssignment, NewClosure, NewConcern, NewContact,
    NewDecision, NewLink, NewNote, NewParticipant, NewReferral, NewReopening, NewReview,
    NewSanction, NewSeverity, NewStatus, NewTags,
};
use proptest::prelude::*;
use proptest::sample::select;

use crate::typed::{case, category, clause, day, one_of, part, person, severity, text};

fn participant() -> impl Strategy<Value = NewParticipant> {
    (
        one_of(&[
            "Sam Invented",
            "Robin Sample",
            "New Pupil",
            "Ada Invented",
            "",
        ]),
        part(),
        prop::option::weighted(0.6, 0_u32..9),
        one_of(&["Year 4", "Reception", "", ""]),
        one_of(&["", "", "", "parent", "outside", "staff", "headteacher"]),
        text(),
    )
        .prop_map(
            |(name, part, pupil, year, adult, relevant)| NewParticipant {
                name,
                part,
                pupil,
                year,
                adult,
                relevant,
                ..NewParticipant::default()
            },
        )
}

fn concern() -> impl Strategy<Value = Command> {
    let what = (
        prop::collection::vec(participant(), 0..4),
        prop::collection::vec(clause(), 0..3),
        category(),
        severity(),
        one_of(&["today 9:15", "yesterday pm", "unknown"]),
        one_of(&["", "", "", "yesterday 15:00"]),
        text(),
        text(),
    );
    let how = (
        one_of(&["teacher", "filter-alert", "Anonymous"]),
        one_of(&["playground", "remote-lesson", "Home"]),
        one_of(&["", "withheld", "contact"]),
        prop::collection::vec(one_of(&["dsl", "it-technician", "police"]), 0..2),
        prop::collection::vec(case(), 0..2),
        one_of(&["", "in 2 weeks"]),
        prop_oneof![3 => Just((String::new(), String::new())), 1 => (text(), text())],
        one_of(&["", "", "deputy", "Harper Sample"]),
    );
    (what, how).prop_map(|(what, how)| {
        let (participants, clauses, category, severity, happened, reported, account, late_reason) =
            what;
        let (came_through, place, parents, told, linked, review, (question, words), owner) = how;
        Command::Concern(Box::new(NewConcern {
            participants,
            clauses,
            category,
            severity,
            happened,
            reported,
            account: account.clone(),
            late_reason,
            came_through,
            reporter: "Tim Example".into(),
            place,
            parents,
            parents_reason: account.clone(),
            told,
            linked,
            review,
            question,
            words,
            owner,
            device_kept: account,
            ..NewConcern::default()
        }))
    })
}

fn sanction() -> impl Strategy<Value = Command> {
    let number = prop::option::weighted(0.6, 1_u32..3);
    let kind = one_of(&[
        "playtime-loss",
        "technology-removed",
        "reminder",
        "removed-from-session",
        "other",
    ]);
    let rest = (
        one_of(&["15", "15 minutes", "999"]),
        one_of(&["wifi", "all"]),
        day(),
        text(),
        text(),
    );
    let state = one_of(&["", "proposed", "active", "served", "lifted", "overturned"]);
    (case(), number, person(), kind, rest, state).prop_map(
        |(case, number, about, kind, (minutes, scope, from, why, outside_policy), state)| {
            Command::Sanction(NewSanction {
                case,
                number,
                about,
                kind,
                minutes,
                scope,
                from,
                send_considered: why.clone(),
                reason: why.clone(),
                why,
                outside_policy,
                state,
                ..NewSanction::default()
            })
        },
    )
}

/// What is corrected, and to what: mostly a pair that makes sense.
fn correction() -> impl Strategy<Value = (String, String)> {
    let field = || {
        select(
            &[
                "account",
                "words",
                "question",
                "text",
                "why",
                "reason",
                "rationale",
                "device_kept",
                "with",
            ][..],
        )
    };
    let pair = |fields: &'static [&'static str], to: BoxedStrategy<String>| {
        (select(fields).prop_map(str::to_owned), to)
    };
    prop_oneof![
        3 => (field().prop_map(str::to_owned), text()),
        1 => pair(&["happened"], day()),
        1 => pair(&["category"], category()),
        1 => pair(&["place"], one_of(&["home", "club"])),
        1 => pair(&["came_through"], one_of(&["pupil", "agency"])),
        4 => pair(&["part", "remove-participant"], person()),
        2 => pair(&["add-participant"], person()),
        2 => pair(&["add-clause", "remove-clause"], clause()),
        1 => pair(&["account", "no such field"], clause()),
        4 => of_an_entry(),
    ]
}

/// What is corrected in a contact or in a sanction.
fn of_an_entry() -> BoxedStrategy<(String, String)> {
    let to = one_of(&[
        "A",
        "B",
        "informed",
        "no-answer",
        "phone",
        "playtime-loss",
        "other",
        "10",
        "device",
        "today",
        "Fri",
    ]);
    let fields = [
        "about", "result", "method", "kind", "minutes", "scope", "from", "until",
    ];
    (select(fields.to_vec()).prop_map(str::to_owned), to).boxed()
}

fn amendment() -> impl Strategy<Value = Command> {
    let entry = prop_oneof![3 => Just(None), 2 => (10_u64..40).prop_map(Some)];
    let who = prop::option::weighted(0.3, participant());
    (case(), entry, correction(), part(), who, text()).prop_map(
        |(case, entry, (field, to), part, participant, reason)| {
            Command::Amend(NewAmendment {
                case,
                entry,
                field,
                to,
                part,
                participant,
                reason,
            })
        },
    )
}

fn closure() -> impl Strategy<Value = Command> {
    let outcome = one_of(&["education", "Unsubstantiated", "recorded-in-error"]);
    let parents = one_of(&["told", "withheld", "not-concerned"]);
    (case(), outcome, text(), parents, text()).prop_map(|(case, outcome, said, parents, reason)| {
        Command::Close(NewClosure {
            case,
            outcome,
            rationale: said.clone(),
            view_not_sought: said.clone(),
            childs_view: String::new(),
            parents,
            parents_reason: reason.clone(),
            left_open: reason,
        })
    })
}

/// Any request.
pub fn command() -> impl Strategy<Value = Command> {
    let number = || prop::option::weighted(0.5, 0_u32..8);
    prop_oneof![
        3 => concern(),
        4 => sanction(),
        4 => amendment(),
        2 => closure(),
        1 => (case(), text(), any::<bool>())
            .prop_map(|(case, text, opinion)| Command::Note(NewNote { case, text, opinion })),
        2 => (case(), number(), text(), day(), any::<(bool, bool)>()).prop_map(
            |(case, number, text, due, (done, dropped))| Command::Action(NewAction {
                case, number, text, done, dropped, who: String::new(),
                due: if number.is_some() && done { String::new() } else { due },
            })
        ),
        3 => (case(), person(), one_of(&["phone", "At the gate"]), one_of(&["informed", "no-answer", "withheld-risk"]), text(), day())
            .prop_map(|(case, about, method, result, reason, again)| Command::Contact(NewContact {
                case, about, method, result, reason, again, ..NewContact::default()
            })),
        1 => (case(), one_of(&["police", "LADO"]), text(), any::<bool>()).prop_map(
            |(case, agency, text, awaiting)| Command::Referral(NewReferral {
                case, agency, text, awaiting, ..NewReferral::default()
            })
        ),
        1 => (case(), text(), text(), text()).prop_map(|(case, what, why, rejected)| {
            Command::Decision(NewDecision { case, what, why, rejected })
        }),
        1 => (case(), day(), text()).prop_map(|(case, on, note)| Command::Review(NewReview { case, on, note })),
        1 => (case(), one_of(&["me", "deputy", "Harper Sample"]), text())
            .prop_map(|(case, owner, note)| Command::Assign(NewAssignment { case, owner, note })),
        1 => (case(), one_of(&["open", "monitoring", "awaiting agency", "closed"]), text())
            .prop_map(|(case, status, reason)| Command::Status(NewStatus { case, status, reason })),
        1 => (case(), severity(), text())
            .prop_map(|(case, severity, reason)| Command::Severity(NewSeverity { case, severity, reason })),
        1 => (case(), one_of(&["group-chat", "Year 6 Watch", "x"]), any::<bool>()).prop_map(|(case, tag, on)| {
            let (add, remove) = if on { (vec![tag], vec![]) } else { (vec![], vec![tag]) };
            Command::Tag(NewTags { case, add, remove })
        }),
        1 => (case(), case(), text()).prop_map(|(case, to, why)| Command::Link(NewLink { case, to, why })),
        2 => (case(), text()).prop_map(|(case, reason)| Command::Reopen(NewReopening { case, reason })),
    ]
}
