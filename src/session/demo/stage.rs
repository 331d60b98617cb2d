//! Lets an invented school live: what is due first happens first, as in a real log.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveDateTime};
use rand::distributions::{Distribution as _, WeightedIndex};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::Plan;
use super::acts::Act;
use super::calendar::{self, before, is_school_day, on_or_before};
use super::concern::{Reported, report};
use super::life::{Ago, SPECIALS, Step, ordinary, timed};
use super::prose::Cast;
use super::roll::Roll;
use super::stock::Stock;
use crate::domain::command::Command;
use crate::domain::decide::Desk;
use crate::domain::ids::{PupilId, Reference};
use crate::domain::people::Author;
use crate::domain::policy::Policies;
use crate::domain::vocabulary::Vocabulary;
use crate::session::complaint::Complaint;
use crate::vault::ledger::{Bulk, Ledger};

/// Cases of these last days may have been let slide.
const RECENT: u64 = 60;

/// The school, and all that is still to happen in it.
pub struct Stage {
    log: Bulk,
    me: Author,
    stock: &'static Stock,
    rng: ChaCha8Rng,
    details: ChaCha8Rng,
    roll: Roll,
    until: DateTime<FixedOffset>,
    cases: u64,
    due: BinaryHeap<Reverse<Due>>,
    order: u64,
    /// Of each case that is still lived: its scenario and whom its texts name.
    alive: BTreeMap<Reference, (usize, Cast, PupilId)>,
    /// The last case of each child, and of each scenario.
    of_child: BTreeMap<PupilId, Reference>,
    of_scenario: BTreeMap<usize, Reference>,
}

/// Something that is to happen. The order makes two things of one minute happen as they were planned.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Due {
    at: NaiveDateTime,
    order: u64,
    what: Event,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    September,
    Concern {
        scenario: usize,
        special: Option<usize>,
    },
    Follow {
        case: Reference,
        step: Step,
        last: bool,
    },
}

impl Stage {
    /// A school with its children, and every concern that will be reported.
    pub fn new(log: Bulk, plan: &Plan) -> Result<Self, Complaint> {
        let stock = Stock::shipped()?;
        let mut rng = ChaCha8Rng::seed_from_u64(plan.seed);
        let mut details = rng.clone();
        details.set_stream(1);
        let begins = calendar::begins(plan);
        let classes = match plan.cases {
            0..=200 => 1,
            201..=5_000 => 2,
            _ => 4,
        };
        let (roll, children) = Roll::begin(stock, &mut rng, classes, begins.date_naive());
        let mut stage = Self {
            me: log.me(),
            log,
            stock,
            rng,
            details,
            roll,
            until: plan.until,
            cases: u64::from(plan.cases),
            due: BinaryHeap::new(),
            order: 0,
            alive: BTreeMap::new(),
            of_child: BTreeMap::new(),
            of_scenario: BTreeMap::new(),
        };
        stage.log.add(begins, children)?;
        stage.plan_septembers(begins.date_naive());
        stage.plan_concerns(plan, begins.date_naive())?;
        Ok(stage)
    }

    fn at_last(&self) -> NaiveDateTime {
        self.until.naive_local()
    }

    fn plan(&mut self, at: NaiveDateTime, what: Event) {
        self.order += 1;
        self.due.push(Reverse(Due {
            at,
            order: self.order,
            what,
        }));
    }

    fn plan_septembers(&mut self, from: NaiveDate) {
        for year in from.year()..=self.until.year() {
            if let Some(first) = NaiveDate::from_ymd_opt(year, 9, 1)
                && first > from
            {
                self.plan(calendar::at(first, 7 * 60), Event::September);
            }
        }
    }

    fn plan_concerns(&mut self, plan: &Plan, from: NaiveDate) -> Result<(), Complaint> {
        let today = self.until.date_naive();
        for (special, one) in SPECIALS.iter().enumerate().take(plan.cases as usize) {
            let Some(scenario) = self.stock.scenario(one.scenario) else {
                continue;
            };
            let day = match one.when {
                Ago::Days(days) => on_or_before(before(today, days)),
                Ago::Spring => calendar::last_spring(today),
            };
            // Early enough that what followed that day has followed.
            let at = calendar::at(day, 8 * 60 + self.rng.gen_range(31..50));
            let just_now = self.at_last() - chrono::Duration::minutes(25);
            let special = Some(special);
            self.plan(at.min(just_now), Event::Concern { scenario, special });
        }
        let weights = WeightedIndex::new(self.stock.scenarios.iter().map(|one| one.weight))
            .map_err(|error| {
                Complaint::failed(format!("The scenarios are at fault: {error}"), "")
            })?;
        let days: Vec<_> = from
            .iter_days()
            .take_while(|day| *day < today)
            .filter(|day| is_school_day(*day))
            .collect();
        let ordinary = (plan.cases as usize).saturating_sub(SPECIALS.len());
        for _ in 0..ordinary {
            let scenario = weights.sample(&mut self.rng);
            let day = days.get(self.rng.gen_range(0..days.len().max(1)));
            let day = day.copied().unwrap_or(from);
            let at = calendar::hour(&mut self.rng, day);
            self.plan(
                at,
                Event::Concern {
                    scenario,
                    special: None,
                },
            );
        }
        Ok(())
    }

    /// Lets everything happen up to the last moment, and makes it durable.
    pub fn play(mut self, progress: &mut dyn FnMut(u64, u64)) -> Result<Ledger, Complaint> {
        let mut done = 0;
        while let Some(Reverse(due)) = self.due.pop() {
            if due.at > self.at_last() {
                break;
            }
            match due.what {
                Event::September => {
                    let day = due.at.date();
                    let facts = self.roll.move_up(self.stock, &mut self.rng, day);
                    let at = self.moment(due.at);
                    self.log.add(at, facts)?;
                }
                Event::Concern { scenario, special } => {
                    self.report(scenario, special, due.at)?;
                    done += 1;
                    if done % 50 == 0 || done == self.cases {
                        progress(done, self.cases);
                    }
                }
                Event::Follow { case, step, last } => {
                    self.follow(case, step, due.at)?;
                    if last {
                        self.alive.remove(&case);
                    }
                }
            }
        }
        Ok(self.log.finish()?)
    }

    fn moment(&self, at: NaiveDateTime) -> DateTime<FixedOffset> {
        at.and_local_timezone(*self.until.offset())
            .single()
            .unwrap_or(self.until)
    }

    fn report(
        &mut self,
        scenario: usize,
        special: Option<usize>,
        at: NaiveDateTime,
    ) -> Result<(), Complaint> {
        let Some(told) = self.stock.scenarios.get(scenario) else {
            return Ok(());
        };
        let Some(reported) = report(
            self.stock,
            &mut self.rng,
            &mut self.details,
            &self.roll,
            told,
            at,
        ) else {
            return Ok(());
        };
        let Reported {
            concern,
            cast,
            child,
        } = reported;
        let families = concern.participants.iter();
        let families = families
            .filter(|one| one.pupil.is_some() && one.part != "witness")
            .count();
        let case = self.ask(at, &Command::Concern(Box::new(concern)))?;
        let special = special.and_then(|place| SPECIALS.get(place));
        let mut steps = match special {
            Some(special) => timed(&mut self.rng, at, special.steps),
            None => ordinary(&mut self.rng, told, families, at),
        };
        let recent = at.date() > before(self.until.date_naive(), RECENT);
        if special.is_none() && recent && self.rng.gen_bool(0.2) {
            steps.retain(|(when, _)| *when < at + chrono::Duration::days(3));
        }
        let count = steps.len();
        for (place, (when, step)) in steps.into_iter().enumerate() {
            let last = place + 1 == count;
            self.plan(when, Event::Follow { case, step, last });
        }
        if count > 0 {
            self.alive.insert(case, (scenario, cast, child));
        }
        self.of_child.entry(child).or_insert(case);
        self.of_scenario.insert(scenario, case);
        Ok(())
    }

    fn follow(&mut self, case: Reference, step: Step, at: NaiveDateTime) -> Result<(), Complaint> {
        let now = self.moment(at);
        let requests = {
            let school = self.log.school();
            let (Some((scenario, cast, child)), Some(known)) =
                (self.alive.get(&case), school.cases.get(&case))
            else {
                return Ok(());
            };
            let Some(told) = self.stock.scenarios.get(*scenario) else {
                return Ok(());
            };
            let of_child = self.of_child.get(child);
            let of_scenario = self.of_scenario.get(scenario);
            let mut known_ones = of_child.into_iter().chain(of_scenario);
            let related = known_ones.find(|other| **other != case);
            let related = related.or_else(|| school.cases.keys().next()).copied();
            Act {
                desk: desk(school, &self.me, now),
                stock: self.stock,
                rng: &mut self.rng,
                details: &mut self.details,
                cast,
                scenario: told,
                related,
            }
            .requests(known, step)
        };
        for request in &requests {
            self.ask(at, request)?;
        }
        Ok(())
    }

    /// Puts a request to the rules and writes what they answer.
    fn ask(&mut self, at: NaiveDateTime, request: &Command) -> Result<Reference, Complaint> {
        let now = self.moment(at);
        let decided = desk(self.log.school(), &self.me, now)
            .decide(request)
            .map_err(|refused| {
                Complaint::failed(
                    format!("The invented school broke a rule on {at}: {refused}"),
                    "",
                )
            })?;
        self.log.add(now, decided.facts)?;
        Ok(decided.reference)
    }
}

fn desk<'a>(
    school: &'a crate::domain::school::School,
    me: &'a Author,
    now: DateTime<FixedOffset>,
) -> Desk<'a> {
    Desk {
        reports: &[],
        school,
        policies: Policies::shipped(),
        words: Vocabulary::shipped(),
        me,
        now,
    }
}
