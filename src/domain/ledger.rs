//! The ledgers across cases: sanctions in force, and children whose parents have not been reached.

use chrono::{DateTime, Days, FixedOffset, NaiveDate};

use super::case::Case;
use super::entry::{ActionKind, CaseFact, Contact, Sanction};
use super::ids::{Letter, Reference};
use super::people::Who;
use super::policy::YearGroup;
use super::school::School;
use super::vocabulary::{Flag, List, Vocabulary};

/// A child in a ledger: their class today, where they are still in the school's list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Child {
    /// Year group; none for an adult.
    pub year: Option<YearGroup>,
    /// Class.
    pub class: String,
    /// Name.
    pub name: String,
}

impl Child {
    fn of(school: &School, case: &Case, letter: Letter) -> Self {
        let first = case.concern.participants.get(letter.place());
        let one = case.participant(letter).or(first);
        match one.map(|one| &one.who) {
            Some(Who::Pupil {
                id,
                name,
                year,
                class,
                ..
            }) => match school.pupils.get(id) {
                Some(now) => Self {
                    year: Some(now.year),
                    class: now.class.clone(),
                    name: name.clone(),
                },
                None => Self {
                    year: Some(*year),
                    class: class.clone(),
                    name: name.clone(),
                },
            },
            Some(Who::Adult { name, .. }) => Self {
                year: None,
                class: String::new(),
                name: name.clone(),
            },
            None => Self {
                year: None,
                class: String::new(),
                name: letter.to_string(),
            },
        }
    }

    /// "Year 5, 5B".
    #[must_use]
    pub fn class_words(&self) -> String {
        match self.year {
            Some(year) if self.class.is_empty() => year.to_string(),
            Some(year) => format!("{year}, {}", self.class),
            None => String::new(),
        }
    }
}

/// How a sanction in force stands; the order is that of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stands {
    /// Technology was removed until a day that is past, and nobody has given it back.
    AccessOff,
    /// Its last day is past, and nobody has said that it was served or lifted.
    Lapsed,
    /// Its last day is one of the next seven, today among them.
    EndsThisWeek,
    /// In force for longer, or until somebody says so.
    InForce,
    /// It has not begun.
    Later,
}

impl Stands {
    /// The heading over them.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::AccessOff => "Past the last day, and access still off",
            Self::Lapsed => "Past the last day, and nobody has ended it",
            Self::EndsThisWeek => "Ends within a week",
            Self::InForce => "In force",
            Self::Later => "Begins later",
        }
    }
}

/// The last of the seven days that begin today.
#[must_use]
pub fn week_end(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(6)).unwrap_or(today)
}

/// A sanction in force. The order is that of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SanctionLine {
    /// How it stands.
    pub stands: Stands,
    /// Its last day, where that comes before whom it is about: among what is past its end, or ends this week.
    ends: Option<NaiveDate>,
    /// Whom it is about.
    pub child: Child,
    /// Its case.
    pub case: Reference,
    /// Its number there.
    pub number: u32,
    /// Its last day.
    pub until: Option<NaiveDate>,
}

/// The sanctions of a case that are in force.
pub fn sanctions<'a>(
    school: &'a School,
    words: &'a Vocabulary,
    case: &'a Case,
    today: NaiveDate,
) -> impl Iterator<Item = SanctionLine> + 'a {
    case.active_sanctions().map(move |sanction| {
        let stands = stands(words, sanction, today);
        SanctionLine {
            stands,
            ends: sanction.until.filter(|_| stands <= Stands::EndsThisWeek),
            child: Child::of(school, case, sanction.about),
            case: case.reference,
            number: sanction.number,
            until: sanction.until,
        }
    })
}

fn stands(words: &Vocabulary, sanction: &Sanction, today: NaiveDate) -> Stands {
    let access = words.is(List::Sanction, &sanction.kind, Flag::AsksScope);
    match sanction.until {
        Some(until) if until < today && access => Stands::AccessOff,
        Some(until) if until < today => Stands::Lapsed,
        _ if sanction.from > today => Stands::Later,
        Some(until) if until <= week_end(today) => Stands::EndsThisWeek,
        _ => Stands::InForce,
    }
}

/// A child whose parents are still to be contacted. The order is that of the ledger: those whom nobody has
/// reached come first, and of them whoever is due first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContactLine {
    /// Nobody has tried yet.
    pub untried: bool,
    /// By when the parents are to be contacted; last where no day is set.
    pub due: NaiveDate,
    /// Whose parents.
    pub child: Child,
    /// The case.
    pub case: Reference,
    /// Their letter there.
    pub about: Letter,
    /// How often it was tried.
    pub tries: usize,
    /// When the last attempt was recorded.
    pub last: Option<DateTime<FixedOffset>>,
    /// They have been neither told nor deliberately not.
    pub untold: bool,
}

/// The children of a case whose parents are still to be contacted: nobody told them, or somebody set it as
/// something to do once more. Nothing once the case is closed.
#[must_use]
pub fn contacts(school: &School, case: &Case) -> Vec<ContactLine> {
    if !case.status.is_open() {
        return Vec::new();
    }
    let mut lines = Vec::new();
    for (letter, one) in case.people() {
        if one.who.pupil().is_none() {
            continue;
        }
        let due = case
            .open_actions()
            .filter(|action| action.kind == ActionKind::ContactParents(letter))
            .map(|action| action.due)
            .min();
        let untold = one.part.is_central() && !case.parents_settled(letter);
        if !untold && due.is_none() {
            continue;
        }
        let tried = attempts(case, letter);
        let (tries, last) = tried.fold((0, None), |(tries, _), (at, _)| (tries + 1, Some(at)));
        lines.push(ContactLine {
            untried: tries == 0,
            due: due.unwrap_or(NaiveDate::MAX),
            child: Child::of(school, case, letter),
            case: case.reference,
            about: letter,
            tries,
            last,
            untold,
        });
    }
    lines
}

/// Every attempt to reach the parents of one child as it reads now, and when it was recorded; oldest first.
pub fn attempts(
    case: &Case,
    about: Letter,
) -> impl Iterator<Item = (DateTime<FixedOffset>, Contact)> {
    case.chronology.iter().filter_map(move |line| {
        let contact = matches!(line.fact, CaseFact::Contact(_));
        match contact.then(|| case.as_amended(line))? {
            CaseFact::Contact(contact) if contact.about == about => Some((line.at, contact)),
            _ => None,
        }
    })
}

/// The entry from which somebody goes on with a sanction: the one that set it.
#[must_use]
pub fn sanction_entry(case: &Case, number: u32) -> Option<u64> {
    let mut lines = case.chronology.iter();
    lines
        .find(|line| matches!(&line.fact, CaseFact::Sanction(one) if one.number == number))
        .map(|line| line.seq)
}

/// The entry from which somebody goes on with a contact: that a child's parents are to be contacted, or else the
/// last attempt.
#[must_use]
pub fn contact_entry(case: &Case, about: Letter) -> Option<u64> {
    let is_set = |fact: &CaseFact| matches!(fact, CaseFact::ActionSet(action) if action.kind == ActionKind::ContactParents(about));
    let is_tried =
        |fact: &CaseFact| matches!(fact, CaseFact::Contact(contact) if contact.about == about);
    let mut lines = case.chronology.iter().rev();
    let set = lines.find(|line| is_set(&line.fact));
    let tried = || {
        case.chronology
            .iter()
            .rev()
            .find(|line| is_tried(&line.fact))
    };
    set.or_else(tried).map(|line| line.seq)
}
