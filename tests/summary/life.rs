//! Invented school-years.

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng as StdRng;

use daybook::domain::case::Case;
use daybook::domain::entry::{
    CaseFact, ChildsView, Cited, Closure, Concern, Contact, ParentsDecision, Quote, Referral,
    Sanction,
};
use daybook::domain::ids::{Letter, PupilId, Reference};
use daybook::domain::people::{Author, Part, Participant, Who};
use daybook::domain::policy::{Policies, YearGroup};
use daybook::domain::school::{Adopted, School};
use daybook::domain::status::{SanctionState, Severity};
use daybook::domain::terms::{Term, Terms};
use daybook::domain::when::When;
use daybook::domain::year::AcademicYear;
use daybook::report::{Assurance, Ledger, Period, Profile, Request, Summary};

/// A school-year and how it goes on.
pub struct Year {
    pub school: School,
    pub ledger: Ledger,
    pub year: AcademicYear,
    /// Cases that are recorded late.
    pub later: Vec<Case>,
    pub assurance: Assurance,
    pub threshold: u32,
}

pub fn periods(year: AcademicYear) -> [Period; 4] {
    let of = |term| Period { year, term };
    [
        of(Some(Term::Autumn)),
        of(Some(Term::Spring)),
        of(Some(Term::Summer)),
        of(None),
    ]
}

fn at(day: NaiveDate) -> DateTime<FixedOffset> {
    format!("{day}T10:00:00+00:00").parse().unwrap()
}

fn author() -> Author {
    Author {
        id: "ada".into(),
        name: "Ada Specimen".into(),
        role: "dsl".into(),
    }
}

impl Year {
    /// A school that records so many concerns a year.
    pub fn invent(seed: u64, concerns: usize) -> Self {
        let mut dice = StdRng::seed_from_u64(seed);
        let year = AcademicYear::of(NaiveDate::from_ymd_opt(2025, 10, 1).unwrap());
        let mut school = School {
            name: "Sample Primary".into(),
            ..School::default()
        };
        school.adopted.push(Adopted {
            policy: "st-james-2024".into(),
            from: NaiveDate::from_ymd_opt(2024, 9, 1).unwrap(),
        });
        let pupils = dice.gen_range(concerns / 2 + 6..concerns * 2 + 30);
        let mut later = Vec::new();
        let habits = Habits::of(&mut dice);
        for number in 1..=concerns {
            let case = habits.case(&mut dice, year, u32::try_from(number).unwrap(), pupils);
            if dice.gen_ratio(1, 12) {
                later.push(case);
            } else {
                school.cases.insert(case);
            }
        }
        Self {
            school,
            ledger: Ledger::default(),
            year,
            later,
            assurance: Assurance::default(),
            threshold: 5,
        }
    }

    pub fn request(&self, period: Period, profile: Profile) -> Request<'_> {
        Request {
            school: &self.school,
            policies: Policies::shipped(),
            terms: Terms::shipped(),
            ledger: &self.ledger,
            period,
            profile,
            threshold: self.threshold,
            assurance: &self.assurance,
            fingerprint: "3f0c 11d2",
            entries: 70_417,
            today: NaiveDate::from_ymd_opt(2027, 1, 1).unwrap(),
        }
    }

    pub fn summary(&self, period: Period) -> Summary {
        let request = self.request(period, Profile::Public);
        request.make(&mut |_, _| {}).unwrap()
    }

    /// Releases the three terms and the year, late entries coming in between.
    pub fn release_all(&mut self) {
        for period in periods(self.year) {
            let summary = self.summary(period);
            self.ledger.push(summary.release.unwrap());
            let half = self.later.len() / 2;
            for case in self.later.split_off(half) {
                self.school.cases.insert(case);
            }
        }
    }
}

/// How a school's concerns are spread.
struct Habits {
    areas: Vec<(&'static str, u32)>,
    years: Vec<(YearGroup, u32)>,
    places: Vec<(&'static str, u32)>,
    devices: Vec<(&'static str, u32)>,
    sources: Vec<(&'static str, u32)>,
    sections: Vec<(&'static str, u32)>,
}

fn weigh<T: Copy>(dice: &mut StdRng, of: &[T]) -> Vec<(T, u32)> {
    of.iter()
        .map(|one| {
            (
                *one,
                [0, 1, 1, 2, 3, 5, 8].choose(dice).copied().unwrap() + 1,
            )
        })
        .collect()
}

fn pick<T: Copy>(dice: &mut StdRng, of: &[(T, u32)]) -> T {
    of.choose_weighted(dice, |one| one.1).unwrap().0
}

impl Habits {
    fn of(dice: &mut StdRng) -> Self {
        Self {
            areas: weigh(
                dice,
                &[
                    "content.violence",
                    "contact.grooming",
                    "conduct.device-rule",
                    "commerce.scam",
                ],
            ),
            years: weigh(dice, &YearGroup::ALL),
            places: weigh(
                dice,
                &["classroom", "home", "remote-lesson", "off-site", "unknown"],
            ),
            devices: weigh(dice, &["school-device", "own-device", "app"]),
            sources: weigh(
                dice,
                &["pupil", "parent", "teacher", "filter-alert", "agency"],
            ),
            sections: weigh(
                dice,
                &[
                    "Safe 1",
                    "Learning 1",
                    "Trust 1",
                    "Responsible 1",
                    "Understand 1",
                    "Tell 1",
                ],
            ),
        }
    }

    fn case(&self, dice: &mut StdRng, year: AcademicYear, number: u32, pupils: usize) -> Case {
        let day = year.starts() + Days::new(dice.gen_range(0..330));
        let how_many = pick(dice, &[(0, 1), (1, 10), (2, 4), (3, 1)]);
        let group = pick(dice, &self.years);
        let participants: Vec<Participant> = (0..how_many)
            .map(|_| {
                // Some pupils come back: the square of the dice favours low numbers.
                let share: f64 = dice.r#gen();
                #[allow(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    clippy::cast_precision_loss
                )]
                let id = (share * share * pupils as f64) as u32 + 1;
                Participant {
                    who: Who::Pupil {
                        id: PupilId(id),
                        name: format!("Canarypupil{id} Quetzal"),
                        year: group,
                        class: "5Canary".into(),
                        send: None,
                        has_send: false,
                    },
                    part: *[Part::Harmed, Part::Alleged, Part::TookPart]
                        .choose(dice)
                        .unwrap(),
                    relevant: String::new(),
                }
            })
            .collect();
        let youngest = group < YearGroup::Year3 && how_many > 0;
        let clause = if youngest {
            "SJ24 KS1 2".to_owned()
        } else {
            format!("SJ24 KS2 {}", pick(dice, &self.sections))
        };
        let told = dice.gen_bool(0.6);
        let concern = Concern {
            reported: at(day),
            late_reason: String::new(),
            happened: When::exact(at(day).naive_local()),
            came_through: pick(dice, &self.sources).into(),
            reporter: "Canaryreporter Quetzal".into(),
            reporter_job: String::new(),
            told_in_person: None,
            place: pick(dice, &self.places).into(),
            devices: vec![pick(dice, &self.devices).into()],
            place_detail: "Canaryapp".into(),
            participants,
            clauses: vec![Cited {
                clause: clause.parse().unwrap(),
                policy: "st-james-2024".into(),
                text: "Canaryclause".into(),
                kept: false,
            }],
            category: pick(dice, &self.areas).into(),
            severity: Severity::Low,
            account: "Canaryaccount".into(),
            childs_words: Quote::default(),
            seen: String::new(),
            opinion: String::new(),
            immediate_action: if dice.gen_bool(0.3) {
                "Canaryaction".into()
            } else {
                String::new()
            },
            device_kept: String::new(),
            protection_file: String::new(),
            report: None,
            owner: "ada".into(),
            review: None,
        };
        let reference = Reference { year: 2025, number };
        let mut case = Case::begin(
            reference,
            u64::from(number) * 10,
            at(day),
            &author(),
            &concern,
        );
        let mut seq = u64::from(number) * 10;
        let mut then = |dice: &mut StdRng, case: &mut Case, fact: CaseFact| {
            seq += 1;
            let on = day + Days::new(*[0, 0, 1, 2, 5, 20].choose(dice).unwrap());
            case.apply(seq, at(on), &author(), &fact);
        };
        if told {
            let contact = Contact {
                about: Letter::at(0),
                with: String::new(),
                method: "phone".into(),
                result: "informed".into(),
                text: "Canarycontact".into(),
                reason: String::new(),
                happened: When::exact(at(day).naive_local()),
                told: true,
                withheld: false,
            };
            then(dice, &mut case, CaseFact::Contact(contact));
        }
        if dice.gen_bool(0.4) {
            let kind = *[
                "reminder",
                "playtime-loss",
                "technology-removed",
                "behaviour-step",
            ]
            .choose(dice)
            .unwrap();
            let sanction = Sanction {
                number: 1,
                about: Letter::at(0),
                kind: kind.into(),
                minutes: None,
                scope: String::new(),
                from: day,
                until: None,
                why: "Canarysanction".into(),
                send_considered: String::new(),
                outside_policy: String::new(),
                state: SanctionState::Served,
            };
            then(dice, &mut case, CaseFact::Sanction(sanction));
        }
        if dice.gen_bool(0.15) {
            let referral = Referral {
                agency: "police".into(),
                text: "Canaryreferral".into(),
                their_reference: String::new(),
                happened: When::exact(at(day).naive_local()),
                awaiting: false,
            };
            then(dice, &mut case, CaseFact::Referral(referral));
        }
        if dice.gen_bool(0.7) {
            let closure = Closure {
                outcome: "education".into(),
                rationale: "Canaryrationale".into(),
                childs_view: ChildsView::Said("Canaryview".into()),
                parents: ParentsDecision::Told,
                left_open: String::new(),
                in_error: false,
            };
            then(dice, &mut case, CaseFact::Closed(closure));
        }
        case
    }
}
