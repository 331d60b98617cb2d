//! What a person has to know when they sit down: everything counted in one pass over the cases.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Datelike, Days, NaiveDate};

use super::case::Case;
use super::due::{Due, DueKind, due};
use super::ids::Reference;
use super::ledger::{self, ContactLine, SanctionLine, Stands, week_end};
use super::rows::{Day, Flag, Row};
use super::school::School;
use super::seen::{is_new, looked_until};
use super::status::{Severity, Status};
use super::vocabulary::Vocabulary;

/// What is counted, in the order of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tile {
    /// Open, and somebody else has written in it since I opened it last: what `is:unread` finds of open cases.
    Unread,
    /// Critical and open.
    Critical,
    /// An action, a review, a contact or the end of a sanction is overdue: what `is:overdue` finds.
    Overdue,
    /// Parents have been neither told nor deliberately not.
    Untold,
    /// A sanction ends within a week.
    Ending,
    /// A sanction is past its last day, and still in force.
    Lapsed,
    /// Waiting for an agency.
    Awaiting,
    /// Sealed reports that wait in the drop box.
    Reports,
    /// Open, and mine to look after: my own, and those of whom I cover.
    Mine,
}

impl Tile {
    /// All of them, in the order of the screen.
    pub const ALL: [Self; 9] = [
        Self::Unread,
        Self::Critical,
        Self::Overdue,
        Self::Untold,
        Self::Ending,
        Self::Lapsed,
        Self::Awaiting,
        Self::Reports,
        Self::Mine,
    ];

    /// What it is called.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Unread => "New and unread",
            Self::Critical => "Critical",
            Self::Overdue => "Overdue",
            Self::Untold => "Parents not told",
            Self::Ending => "Sanctions ending",
            Self::Lapsed => "Sanctions lapsed",
            Self::Awaiting => "Awaiting agency",
            Self::Reports => "In the drop box",
            Self::Mine => "Yours",
        }
    }

    /// Whether something is wrong where there is one.
    #[must_use]
    pub const fn is_urgent(self) -> bool {
        matches!(
            self,
            Self::Critical | Self::Overdue | Self::Lapsed | Self::Untold
        )
    }
}

/// The 4Cs, in their order.
pub const AREAS: [&str; 4] = ["content", "contact", "conduct", "commerce"];
/// How many weeks are looked back on.
pub const WEEKS: usize = 12;

/// Concerns by week and by the 4Cs, oldest week first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chart {
    /// The Monday of the first week.
    pub first: NaiveDate,
    /// For each of [`AREAS`], how many were reported in each week.
    pub counts: [[u32; WEEKS]; 4],
}

impl Chart {
    fn ending(today: NaiveDate) -> Self {
        let back = u64::from(today.weekday().num_days_from_monday()) + 7 * (WEEKS as u64 - 1);
        Self {
            first: today.checked_sub_days(Days::new(back)).unwrap_or(today),
            counts: Default::default(),
        }
    }

    fn add(&mut self, row: &Row) {
        let days = row.reported.place() - Day::from(self.first).place();
        let week = usize::try_from(days.div_euclid(7)).ok();
        if let Some(week) = week
            && let Some(count) = self
                .counts
                .get_mut(usize::from(row.area))
                .and_then(|weeks| weeks.get_mut(week))
        {
            *count += 1;
        }
    }

    /// The largest of all counts.
    #[must_use]
    pub fn most(&self) -> u32 {
        self.counts.iter().flatten().copied().max().unwrap_or(0)
    }
}

/// How things stand on one day, for one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Today {
    /// The day.
    pub on: NaiveDate,
    /// The cases of each tile but the drop box.
    cases: BTreeMap<Tile, BTreeSet<Reference>>,
    /// How many actions, reviews and ends of sanctions are overdue, and of how many children the contacts are.
    pub overdue: BTreeMap<DueKind, usize>,
    /// The first day on which something was recorded that I have not read.
    pub unread_since: Option<NaiveDate>,
    /// Everything that is due in an open case, whenever that is, by day.
    pub due: BTreeMap<NaiveDate, Vec<Due>>,
    /// Sanctions in force, in the order of the ledger.
    pub sanctions: Vec<SanctionLine>,
    /// Children whose parents are still to be contacted, in the order of the ledger.
    pub contacts: Vec<ContactLine>,
    /// Twelve weeks of concerns.
    pub chart: Chart,
    sums: Sums,
}

/// What would otherwise be counted in every frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Sums {
    overdue_of: BTreeMap<Tile, usize>,
    access_off: usize,
    next_end: Option<NaiveDate>,
    untried: usize,
}

impl Today {
    /// Counts everything. `read` are cases that were opened and are not in the log yet.
    #[must_use]
    pub fn of(
        school: &School,
        words: &Vocabulary,
        me: &str,
        read: &[Reference],
        on: NaiveDate,
    ) -> Self {
        let looked = looked_until(school, me, read);
        let mut today = Self {
            on,
            chart: Chart::ending(on),
            ..Self::default()
        };
        for row in school.cases.rows() {
            if row.status != Status::RecordedInError {
                today.chart.add(row);
            }
            let open = row.status.is_open();
            if (open || row.is(Flag::InForce))
                && let Some(case) = school.cases.get(&row.reference)
            {
                today.add_sanctions(school, words, case);
                if open {
                    today.add_open(school, case, me, &looked);
                }
            }
        }
        today.due.values_mut().for_each(|day| day.sort_unstable());
        today.sanctions.sort_unstable();
        today.contacts.sort_unstable();
        today.sums = today.sum();
        today
    }

    fn sum(&self) -> Sums {
        let overdue = self.cases(Tile::Overdue);
        let late = |tile| self.cases(tile).intersection(overdue).count();
        let standing = |stands| {
            self.sanctions
                .iter()
                .filter(move |line| line.stands == stands)
        };
        let untold = self.contacts.iter().filter(|line| line.untold);
        Sums {
            overdue_of: Tile::ALL.map(|tile| (tile, late(tile))).into(),
            access_off: standing(Stands::AccessOff).count(),
            next_end: standing(Stands::EndsThisWeek)
                .filter_map(|line| line.until)
                .min(),
            untried: untold.filter(|line| line.untried).count(),
        }
    }

    fn add_sanctions(&mut self, school: &School, words: &Vocabulary, case: &Case) {
        for line in ledger::sanctions(school, words, case, self.on) {
            match line.stands {
                Stands::AccessOff | Stands::Lapsed => self.count(Tile::Lapsed, case),
                Stands::EndsThisWeek => self.count(Tile::Ending, case),
                Stands::InForce | Stands::Later => {}
            }
            self.sanctions.push(line);
        }
    }

    fn add_open(
        &mut self,
        school: &School,
        case: &Case,
        me: &str,
        looked: &HashMap<Reference, u64>,
    ) {
        let looked = looked.get(&case.reference).copied().unwrap_or(0);
        let mut by = case.chronology.trail().by.iter();
        if by.any(|(by, last)| by != me && *last > looked) {
            self.count(Tile::Unread, case);
            let mut lines = case.chronology.iter();
            let first = lines.find(|line| is_new(line, me, looked));
            let day = first.map(|line| line.at.date_naive());
            self.unread_since = self.unread_since.into_iter().chain(day).min();
        }
        if case.severity == Severity::Critical {
            self.count(Tile::Critical, case);
        }
        if case.status == Status::AwaitingAgency {
            self.count(Tile::Awaiting, case);
        }
        if case.owner == me || school.looks_after(case, self.on) == me {
            self.count(Tile::Mine, case);
        }
        let mut late_of = BTreeSet::new();
        for one in due(case) {
            if one.day < self.on {
                // A child's parents are to be reached once, however often that was set as something to do.
                let contact = one.kind == DueKind::Contact;
                let about = one.about(case).filter(|_| contact);
                if about.is_none_or(|about| late_of.insert(about)) {
                    *self.overdue.entry(one.kind).or_default() += 1;
                }
                self.count(Tile::Overdue, case);
            }
            self.due.entry(one.day).or_default().push(one);
        }
        let lines = ledger::contacts(school, case);
        if lines.iter().any(|line| line.untold) {
            self.count(Tile::Untold, case);
        }
        self.contacts.extend(lines);
    }

    fn count(&mut self, tile: Tile, case: &Case) {
        self.cases.entry(tile).or_default().insert(case.reference);
    }

    /// The cases that a tile counts.
    #[must_use]
    pub fn cases(&self, tile: Tile) -> &BTreeSet<Reference> {
        static NONE: BTreeSet<Reference> = BTreeSet::new();
        self.cases.get(&tile).unwrap_or(&NONE)
    }

    /// How many cases of a tile are overdue.
    #[must_use]
    pub fn overdue_of(&self, tile: Tile) -> usize {
        self.sums.overdue_of.get(&tile).copied().unwrap_or(0)
    }

    /// The next day on which a sanction ends, of those that end within a week.
    #[must_use]
    pub const fn next_end(&self) -> Option<NaiveDate> {
        self.sums.next_end
    }

    /// How many children's parents nobody has told or tried to reach.
    #[must_use]
    pub const fn untried(&self) -> usize {
        self.sums.untried
    }

    /// What is due within a week, today among it, in order.
    pub fn agenda(&self) -> impl Iterator<Item = &Due> {
        self.due
            .range(self.on..=week_end(self.on))
            .flat_map(|(_, day)| day)
    }

    /// How much that is.
    #[must_use]
    pub fn agenda_len(&self) -> usize {
        let week = self.due.range(self.on..=week_end(self.on));
        week.map(|(_, day)| day.len()).sum()
    }

    /// What is due on one day, in order.
    #[must_use]
    pub fn on_day(&self, day: NaiveDate) -> &[Due] {
        self.due.get(&day).map_or(&[], Vec::as_slice)
    }

    /// Lapsed sanctions that keep a child from technology.
    #[must_use]
    pub const fn access_off(&self) -> usize {
        self.sums.access_off
    }
}
