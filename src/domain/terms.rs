//! Terms and their halves: which one a day belongs to, and when each begins.
//!
//! Every day belongs to exactly one half of one term. A holiday belongs to the half before it: the
//! half-term break to the term's first half, Christmas to the autumn term, the summer holiday to the
//! summer term. The days of September before the pupils come belong to the autumn term, for the
//! academic year turns on 1 September whatever a school does. A half begins on a weekday: the weekend
//! after a break belongs to the break. Of a year that nobody gave dates for, [`YearDates::usual`] is
//! taken.

mod dates;
mod parse;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate, Weekday};

use super::year::AcademicYear;

pub use dates::{DatesFault, TermDates, YearDates};
pub use parse::TermsError;

const SHIPPED: &str = include_str!("../../data/terms.toml");

/// A term of the school's year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// September to Christmas.
    Autumn,
    /// Christmas to Easter.
    Spring,
    /// Easter to July.
    Summer,
}

impl Term {
    /// All three, in order.
    pub const ALL: [Self; 3] = [Self::Autumn, Self::Spring, Self::Summer];

    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Autumn => "autumn",
            Self::Spring => "spring",
            Self::Summer => "summer",
        }
    }

    /// The term of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim();
        Self::ALL
            .into_iter()
            .find(|term| term.name().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Before the half-term break, or after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Half {
    /// Before it.
    First,
    /// After it.
    Second,
}

/// A half of a term of one academic year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HalfTerm {
    /// The academic year.
    pub year: AcademicYear,
    /// The term.
    pub term: Term,
    /// Which half of it.
    pub half: Half,
}

impl HalfTerm {
    /// The six halves of a year, in order.
    #[must_use]
    pub fn of_year(year: AcademicYear) -> [Self; 6] {
        let one = |term, half| Self { year, term, half };
        [
            one(Term::Autumn, Half::First),
            one(Term::Autumn, Half::Second),
            one(Term::Spring, Half::First),
            one(Term::Spring, Half::Second),
            one(Term::Summer, Half::First),
            one(Term::Summer, Half::Second),
        ]
    }

    /// The half before it.
    #[must_use]
    pub const fn previous(self) -> Self {
        let Self { year, term, half } = self;
        let (year, term) = match (half, term) {
            (Half::Second, term) => (year, term),
            (Half::First, Term::Autumn) => (year.previous(), Term::Summer),
            (Half::First, Term::Spring) => (year, Term::Autumn),
            (Half::First, Term::Summer) => (year, Term::Spring),
        };
        let half = other(half);
        Self { year, term, half }
    }

    /// The half after it.
    #[must_use]
    pub const fn next(self) -> Self {
        let Self { year, term, half } = self;
        let (year, term) = match (half, term) {
            (Half::First, term) => (year, term),
            (Half::Second, Term::Autumn) => (year, Term::Spring),
            (Half::Second, Term::Spring) => (year, Term::Summer),
            (Half::Second, Term::Summer) => (year.next(), Term::Autumn),
        };
        let half = other(half);
        Self { year, term, half }
    }
}

const fn other(half: Half) -> Half {
    match half {
        Half::First => Half::Second,
        Half::Second => Half::First,
    }
}

/// `first half of the autumn term 2026-27`.
impl fmt::Display for HalfTerm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let half = match self.half {
            Half::First => "first",
            Half::Second => "second",
        };
        write!(f, "{half} half of the {} term {}", self.term, self.year)
    }
}

/// Days from the first to the last, both of them included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
}

impl Days {
    /// Whether a day is one of them.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.last
    }
}

/// The term dates that a school goes by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    years: BTreeMap<AcademicYear, YearDates>,
}

impl Terms {
    /// The dates inside the program, read once.
    ///
    /// They are compiled in and a test reads them, so a mistake cannot reach a school.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static ONCE: OnceLock<Terms> = OnceLock::new();
        ONCE.get_or_init(|| Self::parse(SHIPPED).unwrap_or_default())
    }

    /// These dates, with a school's own laid over them.
    #[must_use]
    pub fn with<'a>(&self, own: impl IntoIterator<Item = &'a YearDates>) -> Self {
        let mut made = self.clone();
        for dates in own {
            made.years.insert(dates.year, *dates);
        }
        made
    }

    /// The years that somebody gave dates for, in order.
    pub fn years(&self) -> impl DoubleEndedIterator<Item = &YearDates> {
        self.years.values()
    }

    /// Whether somebody gave dates for a year.
    #[must_use]
    pub fn knows(&self, year: AcademicYear) -> bool {
        self.years.contains_key(&year)
    }

    /// The dates of a year, the usual ones where nobody gave any.
    #[must_use]
    pub fn year(&self, year: AcademicYear) -> YearDates {
        let given = self.years.get(&year).copied();
        given.unwrap_or_else(|| YearDates::usual(year))
    }

    /// The half that a day belongs to.
    #[must_use]
    pub fn half_of(&self, day: NaiveDate) -> HalfTerm {
        let year = AcademicYear::of(day);
        let begun = HalfTerm::of_year(year)
            .into_iter()
            .rev()
            .find(|half| self.starts(*half) <= day);
        begun.unwrap_or(HalfTerm {
            year,
            term: Term::Autumn,
            half: Half::First,
        })
    }

    /// The day on which a half begins: for the autumn term, 1 September.
    #[must_use]
    pub fn starts(&self, half: HalfTerm) -> NaiveDate {
        let dates = self.year(half.year);
        match (half.term, half.half) {
            (Term::Autumn, Half::First) => half.year.starts(),
            (term, Half::First) => dates.term(term).first,
            (term, Half::Second) => back(dates.term(term).half_term[1]),
        }
    }

    /// The days that belong to a half, its holiday included.
    #[must_use]
    pub fn days(&self, half: HalfTerm) -> Days {
        let first = self.starts(half);
        let next = self.starts(half.next());
        let last = next.pred_opt().unwrap_or(NaiveDate::MIN);
        Days { first, last }
    }

    /// The days that belong to a term, its holidays included.
    #[must_use]
    pub fn term_days(&self, year: AcademicYear, term: Term) -> Days {
        let half = |half| self.days(HalfTerm { year, term, half });
        Days {
            first: half(Half::First).first,
            last: half(Half::Second).last,
        }
    }

    /// Whether pupils are at home all day: a holiday or a weekend.
    #[must_use]
    pub fn is_holiday(&self, day: NaiveDate) -> bool {
        let dates = self.year(AcademicYear::of(day));
        let open = Term::ALL.into_iter().any(|term| {
            let term = dates.term(term);
            let [from, until] = term.half_term;
            let in_term = term.first <= day && day <= term.last;
            in_term && !(from <= day && day <= until)
        });
        !open || is_weekend(day)
    }
}

/// The first weekday after a break's last day.
fn back(last: NaiveDate) -> NaiveDate {
    let after = last.iter_days().skip(1).find(|day| !is_weekend(*day));
    after.unwrap_or(last)
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}
