//! What becomes of a case, and when.

use chrono::NaiveDateTime;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::calendar::later;
use super::stock::Scenario;

/// Something that somebody does in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Rings parents who do not answer.
    NoAnswer,
    /// Tells the parents who do not know yet.
    Parents,
    /// Tells somebody whom a clause names, or does something else that was to be done.
    Done,
    /// Writes a note.
    Note,
    /// Sets something to do.
    Todo,
    /// Gives a sanction that the scenario has.
    Sanction,
    /// Takes technology away until so many days later.
    Remove(u64),
    /// Ends a sanction.
    EndSanction,
    /// Asks an agency.
    Refer,
    /// Asks an agency, and waits for it.
    Await,
    /// Hears back.
    HearBack,
    /// Decides.
    Decide,
    /// Sets the next review.
    Review,
    /// Gives the case to somebody.
    Assign,
    /// Judges the severity anew.
    Severity,
    /// Ties it to another case.
    Link,
    /// Corrects something.
    Amend,
    /// Does what is left, and closes.
    Close,
    /// Opens it again.
    Reopen,
}

/// A case that is always there, so that every list of the screens has something to show.
pub struct Special {
    /// Which scenario.
    pub scenario: &'static str,
    /// When it was reported.
    pub when: Ago,
    /// What was done, how many days after it.
    pub steps: &'static [(u64, Step)],
}

/// When a special case was reported.
#[derive(Clone, Copy)]
pub enum Ago {
    /// School days back from the last day, near enough.
    Days(u64),
    /// Last spring.
    Spring,
}

use Step::{
    Amend, Assign, Await, Close, Decide, Done, EndSanction, HearBack, Link, NoAnswer, Note,
    Parents, Refer, Remove, Reopen, Review, Sanction, Severity, Todo,
};

/// The cases that are always there: one critical, one with contact overdue, one whose sanction has
/// lapsed with access still off, one that awaits an agency, one with imagery, and so on.
pub const SPECIALS: [Special; 12] = [
    Special {
        scenario: "grooming",
        when: Ago::Days(1),
        steps: &[(0, Refer), (0, Note)],
    },
    Special {
        scenario: "messages",
        when: Ago::Days(16),
        steps: &[(0, NoAnswer), (1, Note)],
    },
    Special {
        scenario: "photo",
        when: Ago::Days(19),
        steps: &[(0, Parents), (0, Parents), (1, Remove(7)), (2, Note)],
    },
    Special {
        scenario: "self-harm",
        when: Ago::Days(9),
        steps: &[(0, Parents), (0, Await), (2, Note), (3, Decide)],
    },
    Special {
        scenario: "image",
        when: Ago::Days(3),
        steps: &[(0, Refer), (0, Parents), (1, Note)],
    },
    Special {
        scenario: "watch",
        when: Ago::Spring,
        steps: &[
            (0, Parents),
            (0, Sanction),
            (1, EndSanction),
            (3, Note),
            (9, Close),
        ],
    },
    Special {
        scenario: "home-risk",
        when: Ago::Days(5),
        steps: &[(0, Await), (1, Note)],
    },
    Special {
        scenario: "told",
        when: Ago::Days(2),
        steps: &[(0, Done)],
    },
    Special {
        scenario: "send-words",
        when: Ago::Days(6),
        steps: &[(0, Parents), (1, Remove(14))],
    },
    Special {
        scenario: "ks1-clip",
        when: Ago::Days(0),
        steps: &[],
    },
    Special {
        scenario: "filter",
        when: Ago::Days(12),
        steps: &[(0, Parents), (0, Sanction), (4, EndSanction), (5, Note)],
    },
    Special {
        scenario: "password",
        when: Ago::Days(60),
        steps: &[
            (0, Parents),
            (0, Parents),
            (1, Sanction),
            (2, Todo),
            (2, Severity),
            (3, Amend),
            (4, Review),
            (4, Assign),
            (5, Link),
            (6, EndSanction),
            (8, Close),
            (20, Reopen),
            (21, Refer),
            (25, HearBack),
        ],
    },
];

/// What becomes of an ordinary case: steps and their moments, in order.
pub fn ordinary(
    rng: &mut ChaCha8Rng,
    scenario: &Scenario,
    families: usize,
    begun: NaiveDateTime,
) -> Vec<(NaiveDateTime, Step)> {
    let mut steps: Vec<(u64, Step)> = Vec::new();
    if scenario.parents != "withheld" {
        for _ in 0..families {
            let first = u64::from(rng.gen_bool(0.3));
            if rng.gen_bool(0.2) {
                steps.push((first, NoAnswer));
            }
            steps.push((first + u64::from(rng.gen_bool(0.3)), Parents));
        }
    }
    let asks = !scenario.agencies.is_empty() && rng.gen_bool(0.5);
    let ends = if asks {
        rng.gen_range(18..70)
    } else {
        rng.gen_range(3..32)
    };
    steps.push((rng.gen_range(0..2), Done));
    for _ in 0..rng.gen_range(0..4) {
        steps.push((rng.gen_range(1..ends), Note));
    }
    if asks {
        let (step, back) = if rng.gen_bool(0.5) {
            (Refer, 1.0)
        } else {
            (Await, 0.85)
        };
        steps.push((rng.gen_range(0..2), step));
        if rng.gen_bool(back) {
            steps.push((rng.gen_range(4..ends), HearBack));
        }
    }
    if !scenario.sanctions.is_empty() && rng.gen_bool(0.7) {
        let from = rng.gen_range(0..3);
        steps.push((from, Sanction));
        steps.push((from + rng.gen_range(1..9), EndSanction));
    }
    for (chance, step) in [
        (0.3, Decide),
        (0.25, Todo),
        (0.2, Done),
        (0.3, Review),
        (0.05, Assign),
        (0.06, Severity),
        (0.1, Link),
        (0.08, Amend),
    ] {
        if rng.gen_bool(chance) {
            steps.push((rng.gen_range(0..ends), step));
        }
    }
    steps.push((ends, Close));
    if rng.gen_bool(0.03) {
        steps.extend([(ends + 9, Reopen), (ends + 10, Note), (ends + 20, Close)]);
    }
    timed(rng, begun, &steps)
}

/// Steps with their moments: those of one day one after the other.
pub fn timed(
    rng: &mut ChaCha8Rng,
    begun: NaiveDateTime,
    steps: &[(u64, Step)],
) -> Vec<(NaiveDateTime, Step)> {
    let mut sorted = steps.to_vec();
    sorted.sort_by_key(|(day, _)| *day);
    let mut last = begun;
    let mut made = Vec::with_capacity(sorted.len());
    for (day, step) in sorted {
        let mut at = later(rng, begun, day);
        if at <= last {
            at = last + chrono::Duration::minutes(rng.gen_range(4..30));
        }
        last = at;
        made.push((at, step));
    }
    made
}
