//! Making a summary: the facts, the ledger and what the headteacher wrote become a document.

mod compose;
mod confidential;
mod corrections;
pub mod document;
mod words;

use chrono::NaiveDate;

use self::document::{Assurance, Profile, Protected};
use super::disclosure::{LOWEST_THRESHOLD, THRESHOLD};
use super::facts::{Fact, Reading, facts};
use super::ledger::{Counted, Ledger, Released};
use super::menu::{Lead, Menu};
use super::period::Period;
use super::protect::Printing;
use crate::domain::policy::Policies;
use crate::domain::school::School;
use crate::domain::terms::{Term, Terms};
use crate::domain::year::AcademicYear;

/// Why a summary cannot be released.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The term is still running.
    #[error(
        "{} is not over. A term can be released when its last day, holidays included, is past; until then it can be previewed.",
        .0.words()
    )]
    Running(Period),
    /// It is released.
    #[error(
        "{} is released already, and a release never changes. It can be saved again as it was.",
        .0.words()
    )]
    Released(Period),
    /// A later term of the year is released.
    #[error(
        "A later term of the same year is released already. Terms are released in their order: what {} says could tell what that one withholds.",
        .0.words()
    )]
    Passed(Period),
    /// An earlier term of the year is to be released first: later it could not be any more, and the year not either.
    #[error(
        "{} is to be released first: once a later term is, it never can be, and neither can the year.",
        .0.words()
    )]
    EarlierFirst(Period),
    /// It was over before the log began.
    #[error("{} was over before this log began: there is nothing to tell of it.", .0.words())]
    BeforeLog(Period),
    /// A year is released after its three terms.
    #[error("A year is released after its three terms; of the {}, not all are.", .0.words().to_lowercase())]
    TermsMissing(Period),
}

/// What somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The term, or the year.
    pub period: Period,
    /// For whom.
    pub profile: Profile,
    /// What the headteacher wrote; of no account once the period is released.
    pub assurance: Assurance,
}

/// What a summary is made of.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The school, as its log has it.
    pub school: &'a School,
    /// Policies: those inside the program and the school's own.
    pub policies: &'a Policies,
    /// Term dates.
    pub terms: &'a Terms,
    /// Every earlier release.
    pub ledger: &'a Ledger,
    /// The term, or the year.
    pub period: Period,
    /// For whom.
    pub profile: Profile,
    /// The fewest pupils that a figure may be of; 5, or what the school raised it to.
    pub threshold: u32,
    /// What the headteacher wrote.
    pub assurance: &'a Assurance,
    /// The log's fingerprint now, without the number of its entries.
    pub fingerprint: &'a str,
    /// How many entries the log has. What is for everybody does not say it: it is a count that nobody protects.
    pub entries: u64,
    /// Today.
    pub today: NaiveDate,
}

/// A summary: what is shown, and what the log must keep if it is released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// What is rendered.
    pub document: Protected,
    /// What to append to the log when it is released; nothing for a preview, and for the confidential
    /// profile, which releases nothing.
    pub release: Option<Released>,
    /// The term of the same year that is to be released before it, if one is.
    pub first: Option<Period>,
}

impl Request<'_> {
    /// Whether it can be released now.
    ///
    /// # Errors
    /// Why not, in words for the headteacher.
    pub fn may_release(&self) -> Result<(), Refusal> {
        self.may_follow()?;
        if !self.period.is_over(self.terms, self.today) {
            return Err(Refusal::Running(self.period));
        }
        match self.earlier() {
            Some(earlier) => Err(Refusal::EarlierFirst(earlier)),
            None => Ok(()),
        }
    }

    /// The first term of the same year before this one that can still be released.
    fn earlier(&self) -> Option<Period> {
        let this = self.period.term?;
        let before = Term::ALL.into_iter().take_while(|term| *term != this);
        let mut before = before.map(|term| Period {
            term: Some(term),
            ..self.period
        });
        before.find(|one| {
            self.ledger.find(*one).is_none()
                && !self.ledger.is_past(*one)
                && self.has_begun_by(*one)
        })
    }

    fn may_follow(&self) -> Result<(), Refusal> {
        let Self { ledger, period, .. } = self;
        if ledger.find(*period).is_some() {
            return Err(Refusal::Released(*period));
        }
        if !self.has_begun_by(*period) {
            return Err(Refusal::BeforeLog(*period));
        }
        if ledger.is_past(*period) {
            return Err(Refusal::Passed(*period));
        }
        let released = |term| {
            let term = Some(term);
            ledger.find(Period { term, ..*period }).is_some()
        };
        if period.term.is_none() && !Term::ALL.into_iter().all(released) {
            return Err(Refusal::TermsMissing(*period));
        }
        Ok(())
    }

    /// The summary: a release as it was made, where there is one; of a term that is not over, a
    /// preview. `progress` hears how many steps are done, of how many.
    ///
    /// # Errors
    /// When it can be neither released nor previewed.
    pub fn make(&self, progress: &mut dyn FnMut(usize, usize)) -> Result<Summary, Refusal> {
        let menu = self.menu();
        if self.profile == Profile::Confidential {
            return Ok(Summary {
                document: self.confidential(&menu),
                release: None,
                first: None,
            });
        }
        if let Some(released) = self.ledger.find(self.period) {
            return Ok(Summary {
                document: released.document.clone(),
                release: None,
                first: None,
            });
        }
        self.may_follow()?;
        let now = self.facts(&menu, self.period.year);
        Ok(self.of_facts(&menu, &now, progress))
    }

    /// The summary of what its year's terms hold now.
    fn of_facts(
        &self,
        menu: &Menu,
        now: &[Vec<Fact>; 3],
        progress: &mut dyn FnMut(usize, usize),
    ) -> Summary {
        let of_term = self.period.term.and_then(|term| now.get(term as usize));
        let mut counted = of_term.cloned().unwrap_or_default();
        // Whatever was corrected since, a concern that is counted in a release is in no other.
        let released = self.ledger.counted();
        counted.retain(|fact| !released.contains(&fact.case));
        let mut known = self.ledger.known(self.period.year, menu);
        let place = self.period.term.map(|term| term as usize);
        if let Some(term) = place.and_then(|place| known.terms.get_mut(place)) {
            *term = Some(counted.clone());
        }
        let printing = Printing {
            menu,
            known: &known,
            terms: self.period.part(),
            threshold: self.threshold(),
        };
        let printed = printing.print(progress);
        let corrections = self.corrections(menu, now);
        let preview = !self.period.is_over(self.terms, self.today);
        let document = self.compose(menu, &printed, &corrections.sentences, preview);
        let release = Released {
            period: self.period,
            document: document.clone(),
            counted: Counted {
                facts: counted,
                rules: menu
                    .dimension(Lead::Rule)
                    .map(|one| one.categories().to_vec())
                    .unwrap_or_default(),
                covers: printed.covers,
                total: printed.total,
                shown: printed.shown,
                noted: corrections.noted,
            },
        };
        Summary {
            document,
            release: (!preview).then_some(release),
            first: self.earlier(),
        }
    }

    fn has_begun_by(&self, period: Period) -> bool {
        has_begun_by(self.school, self.terms, period)
    }

    fn has_concern_by(&self, period: Period) -> bool {
        has_concern_by(self.school, self.terms, period)
    }

    /// The menu: sections of every policy that the school adopted by the end of the period.
    #[must_use]
    pub fn menu(&self) -> Menu {
        let until = self.period.days(self.terms).last;
        let adopted = self.school.adopted.iter().filter(|one| one.from <= until);
        let policies = adopted.filter_map(|one| self.policies.by_id(&one.policy));
        Menu::of(policies, &self.ledger.rules(self.period.year))
    }

    /// What each term of a year holds now.
    fn facts(&self, menu: &Menu, year: AcademicYear) -> [Vec<Fact>; 3] {
        let reading = Reading {
            menu,
            policies: self.policies,
            terms: self.terms,
        };
        facts(self.school, reading, year)
    }

    /// A school may ask for more than five, and for fewer down to three. A year keeps what it began
    /// with: what is printed already was judged by that.
    fn threshold(&self) -> u32 {
        let begun = self.ledger.threshold(self.period.year);
        begun.unwrap_or(self.threshold).max(LOWEST_THRESHOLD)
    }
}

/// Whether a school had a policy or a concern by the end of a period: from then on it has something to tell, and be
/// it that there was little.
#[must_use]
pub fn has_begun_by(school: &School, terms: &Terms, period: Period) -> bool {
    let last = period.days(terms).last;
    school.adopted.iter().any(|one| one.from <= last) || has_concern_by(school, terms, period)
}

fn has_concern_by(school: &School, terms: &Terms, period: Period) -> bool {
    let last = period.days(terms).last;
    let mut rows = school.cases.rows();
    rows.any(|row| row.reported <= last.into())
}

/// The threshold of a school that set none.
#[must_use]
pub const fn usual_threshold() -> u32 {
    THRESHOLD
}

/// The thresholds that a school may set: above the most, a primary school has nothing to print.
pub const THRESHOLDS: std::ops::RangeInclusive<u32> = LOWEST_THRESHOLD..=50;
