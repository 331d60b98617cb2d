//! Recording a concern: what must be known, what a clause implies, who is to be told.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::follow::day_of;
use super::read::{tidy, verbatim};
use super::{Decided, Desk, Problems, Refused, ReservedFor, about};
use crate::domain::command::NewConcern;
use crate::domain::entry::{
    Action, ActionKind, CaseFact, Cited, Concern, Contact, Link, Quote, SchoolFact, What,
};
use crate::domain::ids::Letter;
use crate::domain::people::Participant;
use crate::domain::policy::{ClauseRef, ClauseRefError, Found};
use crate::domain::status::{Severity, by_id};
use crate::domain::vocabulary::{Flag, List};
use crate::domain::when::When;

/// What saving a critical concern says (brief, "Severity").
pub const CRITICAL: &str = "Critical: speak to the DSL in person now. If a child is in danger, call the police (999) first.";

/// What the form says when imagery is involved (brief, rule 1).
pub const IMAGERY: &str =
    "Do not view, copy, print or forward the image. Write down where the device is kept instead.";

/// What is said of something that was told before it can have happened.
pub const TOLD_BEFORE: &str =
    "That is before it happened. Say when you were told, or correct when it happened.";

/// Whether something was told before it can have happened.
#[must_use]
pub fn told_before(told: When, happened: When) -> bool {
    let order = told.latest().zip(happened.earliest());
    order.is_some_and(|(told, happened)| told < happened)
}

impl<'a> Desk<'a> {
    pub(super) fn concern(&self, new: &NewConcern) -> Result<Decided, Refused> {
        let mut wrong = Problems::default();
        let (participants, joined) = self.participants(&mut wrong, new);
        let happened = self.happened(&mut wrong, &new.happened);
        let reported = self.reported(&mut wrong, &new.reported, happened);
        let clauses = self.clauses(&mut wrong, &new.clauses, happened.as_ref());
        let lead = clauses.first().map(|(_, found)| *found);
        let category = self.category(&mut wrong, &new.category, lead);
        let severity = self.severity_of(&mut wrong, &new.severity, category.as_deref(), lead);
        let came_through = wrong.take(
            "came_through",
            self.asked(List::Source, &new.came_through, "Say how it came to light"),
        );
        let source = came_through
            .as_ref()
            .and_then(|id| self.words.find(List::Source, id));
        let nameless = source.is_some_and(|term| term.is(Flag::Nameless));
        if participants.is_empty() && joined.is_empty() && !nameless && new.participants.is_empty()
        {
            wrong.add("participants", "Say who is in it.");
        }
        let reporter = if nameless {
            tidy(&new.reporter)
        } else {
            wrong.need("reporter", &new.reporter, "Say who reported it.")
        };
        let place = wrong.take(
            "place",
            self.asked(List::Place, &new.place, "Say where it happened"),
        );
        let mut devices = Vec::new();
        for device in &new.devices {
            devices.extend(wrong.take("devices", self.term(List::Device, device)));
        }
        let late_reason = match &reported {
            Some(at) if at.date_naive() < self.today() => wrong.need(
                "late_reason",
                &new.late_reason,
                "It was reported on an earlier day: say why it is recorded late.",
            ),
            _ => tidy(&new.late_reason),
        };
        let account = wrong.need("account", &new.account, "Write what happened, as fact.");
        let childs_words = quote(&mut wrong, new);
        let imagery = category
            .as_ref()
            .and_then(|id| self.words.find(List::Category, id))
            .is_some_and(|term| term.is(Flag::Imagery));
        let device_kept = if imagery {
            let say = format!("{IMAGERY} Where is it?");
            wrong.need("device_kept", &new.device_kept, &say)
        } else {
            tidy(&new.device_kept)
        };
        let report = match new.report.trim() {
            "" => None,
            name => wrong.take("report", self.waiting(name)),
        };
        let sealed = report
            .as_ref()
            .is_some_and(|(waiting, _)| waiting.for_headteacher)
            || participants
                .iter()
                .any(|one| one.reserved_for() == Some(ReservedFor::Headteacher));
        let owner = match sealed {
            true => Some(self.headteacher()),
            false => wrong
                .take("owner", self.person(&new.owner))
                .map(|(id, _)| id),
        };
        let review = match new.review.trim() {
            "" => Some(None),
            text => wrong.take("review", self.due(text, self.today())).map(Some),
        };
        let mut linked = Vec::new();
        for text in &new.linked {
            let to = wrong.take("linked", self.other_case(text));
            linked.extend(to.filter(|to| !linked.contains(to)));
        }
        let day = reported.map_or(self.today(), |at| at.date_naive());
        let reference = self.school.next_reference(day);
        let follow = self.parents(&mut wrong, new, &participants);
        let tells = self.tells(&mut wrong, new, &clauses, sealed);
        let mut say = Vec::new();
        if sealed {
            say.push(self.sealed_words());
        }
        if severity == Some(Severity::Critical) {
            say.push(CRITICAL.to_owned());
        }
        let made = (|| {
            let concern = Concern {
                reported: reported?,
                late_reason,
                happened: happened?,
                came_through: came_through?,
                reporter,
                reporter_job: tidy(&new.reporter_job),
                told_in_person: new.told_in_person,
                place: place?,
                devices,
                place_detail: tidy(&new.place_detail),
                participants,
                clauses: clauses.into_iter().map(|(cited, _)| cited).collect(),
                category: category?,
                severity: severity?,
                account,
                childs_words,
                seen: tidy(&new.seen),
                opinion: tidy(&new.opinion),
                immediate_action: tidy(&new.immediate_action),
                device_kept,
                protection_file: tidy(&new.protection_file),
                report: report.map(|(_, taken)| taken),
                owner: owner?,
                review: review?,
            };
            let mut others: Vec<_> = joined
                .into_iter()
                .map(|pupil| What::School(SchoolFact::PupilListed(pupil)))
                .collect();
            if sealed {
                others.push(What::School(SchoolFact::ConcernSealed {
                    reference,
                    on: self.today(),
                }));
                others.extend(concern.report.as_ref().map(|taken| {
                    What::School(SchoolFact::ReportTaken {
                        file: taken.file.clone(),
                    })
                }));
            }
            let mut facts = vec![CaseFact::Concern(Box::new(concern))];
            facts.extend(linked.into_iter().map(|to| {
                CaseFact::Linked(Link {
                    to,
                    why: String::new(),
                })
            }));
            for (place, mut action) in tells.into_iter().chain(follow.0).enumerate() {
                action.number = u32::try_from(place + 1).unwrap_or(u32::MAX);
                facts.push(CaseFact::ActionSet(action));
            }
            facts.extend(follow.1.into_iter().map(CaseFact::Contact));
            Some(Decided {
                reference,
                facts: others
                    .into_iter()
                    .chain(facts.into_iter().map(|fact| about(reference, fact, sealed)))
                    .collect(),
                say,
            })
        })();
        wrong.settle(made)
    }

    /// Who looks after what is sealed to the headteacher.
    fn headteacher(&self) -> String {
        let role = "headteacher";
        let here = std::iter::once(self.me).chain(&self.school.people);
        here.into_iter()
            .find(|person| person.role == role)
            .map_or_else(|| role.to_owned(), |person| person.id.clone())
    }

    fn sealed_words(&self) -> String {
        let mine = self.me.role == "headteacher";
        let there = self
            .school
            .people
            .iter()
            .any(|one| one.role == "headteacher");
        match (mine, there) {
            (true, _) => "Sealed to you as headteacher. Nobody else can open it.",
            (_, true) => "Sealed to the headteacher. Nobody else can open it, you neither. Tell the headteacher in person today.",
            (_, false) => "Sealed to the headteacher, who has no key here yet: let them in with the recovery key. Tell the headteacher in person today.",
        }
        .to_owned()
    }

    /// A term that must be given.
    fn asked(&self, list: List, text: &str, say: &str) -> Result<String, String> {
        if text.trim().is_empty() {
            return Err(format!("{say}."));
        }
        self.term(list, text)
    }

    fn happened(&self, wrong: &mut Problems, text: &str) -> Option<When> {
        if text.trim().is_empty() {
            wrong.add(
                "happened",
                "Say when it happened: today 10:40, yesterday pm, 14/11 9am, or unknown.",
            );
            return None;
        }
        wrong.take("happened", self.past(text))
    }

    fn reported(
        &self,
        wrong: &mut Problems,
        text: &str,
        happened: Option<When>,
    ) -> Option<DateTime<FixedOffset>> {
        let told = wrong.take("reported", self.past(text))?;
        if happened.is_some_and(|happened| told_before(told, happened)) {
            wrong.add("reported", TOLD_BEFORE);
            return None;
        }
        match told {
            When::Exact(at) | When::Around(at) => {
                at.and_local_timezone(*self.now.offset()).single()
            }
            When::About { date, .. } => date
                .and_hms_opt(12, 0, 0)
                .and_then(|at| at.and_local_timezone(*self.now.offset()).single())
                // "This morning", said at nine, is not after nine.
                .map(|noon| noon.min(self.now)),
            When::Unknown => {
                wrong.add(
                    "reported",
                    "Say when you were told; leave it empty if that is now.",
                );
                None
            }
        }
    }

    fn clauses(
        &self,
        wrong: &mut Problems,
        given: &[String],
        happened: Option<&When>,
    ) -> Vec<(Cited, Found<'a>)> {
        if given.is_empty() {
            wrong.add(
                "clauses",
                "Choose the clause of the policy that it touches.",
            );
        }
        let day = happened.and_then(day_of).unwrap_or_else(|| self.today());
        let mut cited: Vec<(Cited, Found<'a>)> = Vec::new();
        for text in given {
            match self.cite(text, day) {
                Ok((one, _)) if cited.iter().any(|(other, _)| other.clause == one.clause) => {}
                Ok(one) => cited.push(one),
                Err(say) => wrong.add("clauses", say),
            }
        }
        cited
    }

    /// A clause of the policy in force on a day, spelled out.
    pub(super) fn cite(&self, text: &str, day: NaiveDate) -> Result<(Cited, Found<'a>), String> {
        let asked: ClauseRef = text
            .parse()
            .map_err(|error: ClauseRefError| error.to_string())?;
        let found = self
            .policies
            .get(&asked)
            .ok_or_else(|| format!("No policy here has a clause {asked}."))?;
        let in_force = self.school.policy_on(day);
        if in_force != Some(found.policy.id.as_str()) {
            let other = in_force
                .and_then(|id| self.policies.by_id(id))
                .map_or("no policy", |policy| policy.short.as_str());
            return Err(format!(
                "{asked} is not in force here on {}: {other} is.",
                day.format("%-d %b %Y")
            ));
        }
        let cited = Cited {
            clause: asked,
            policy: found.policy.id.clone(),
            text: found.clause.text.clone(),
            kept: found.clause.protects,
        };
        Ok((cited, found))
    }

    fn category(
        &self,
        wrong: &mut Problems,
        given: &str,
        lead: Option<Found<'_>>,
    ) -> Option<String> {
        if !given.trim().is_empty() {
            return wrong.take("category", self.term(List::Category, given));
        }
        let suggested = lead.and_then(|found| found.clause.category.clone());
        if suggested.is_none() {
            wrong.add("category", "Choose what kind of concern it is (the 4Cs).");
        }
        suggested
    }

    fn severity_of(
        &self,
        wrong: &mut Problems,
        given: &str,
        category: Option<&str>,
        lead: Option<Found<'_>>,
    ) -> Option<Severity> {
        if !given.trim().is_empty() {
            let severity = by_id(&Severity::ALL, Severity::id, given);
            if severity.is_none() {
                wrong.add("severity", "Choose low, moderate, high or critical.");
            }
            return severity;
        }
        let suggested = self.suggested_severity(category, lead);
        if suggested.is_none() {
            wrong.add("severity", "Choose how severe it is.");
        }
        suggested
    }

    /// The severity that the clause suggests, where it is still of the clause's own category (an image
    /// of abuse is more than its category); otherwise the category's.
    #[must_use]
    pub fn suggested_severity(
        &self,
        category: Option<&str>,
        lead: Option<Found<'_>>,
    ) -> Option<Severity> {
        let clause = lead.map(|found| found.clause);
        let own = clause.filter(|clause| {
            let suggested = clause.category.as_deref();
            suggested.is_none() || category.is_none() || suggested == category
        });
        let of_category = category
            .and_then(|id| self.words.find(List::Category, id))
            .and_then(|term| term.severity.as_deref());
        own.and_then(|clause| clause.severity.as_deref())
            .or(of_category)
            .or_else(|| clause.and_then(|clause| clause.severity.as_deref()))
            .and_then(|id| by_id(&Severity::ALL, Severity::id, id))
    }

    /// What is set for each pupil's parents: an action to contact them, or contact withheld.
    fn parents(
        &self,
        wrong: &mut Problems,
        new: &NewConcern,
        participants: &[Participant],
    ) -> (Vec<Action>, Vec<Contact>) {
        let pupils = participants
            .iter()
            .enumerate()
            .filter(|(_, one)| one.part.is_central() && one.who.pupil().is_some());
        match new.parents.trim().to_lowercase().as_str() {
            "" | "contact" => {
                let due = wrong
                    .take("parents_due", self.due(&new.parents_due, self.today()))
                    .unwrap_or_else(|| self.today());
                let actions = pupils.map(|(place, one)| Action {
                    number: 0,
                    kind: ActionKind::ContactParents(Letter::at(place)),
                    text: format!("Contact {}'s parents", one.who.name()),
                    who: String::new(),
                    due,
                    done: false,
                });
                (actions.collect(), Vec::new())
            }
            "withheld" => {
                let reason = wrong.need(
                    "parents_reason",
                    &new.parents_reason,
                    "Say why the parents are not to be told: the risk to the child.",
                );
                let contacts = pupils.map(|(place, _)| Contact {
                    about: Letter::at(place),
                    with: String::new(),
                    method: String::new(),
                    result: "withheld-risk".to_owned(),
                    text: String::new(),
                    reason: reason.clone(),
                    happened: When::Exact(self.clock()),
                    told: false,
                    withheld: true,
                });
                (Vec::new(), contacts.collect())
            }
            _ => {
                wrong.add(
                    "parents",
                    "Say whether to contact the parents, or that it is withheld.",
                );
                (Vec::new(), Vec::new())
            }
        }
    }
}

fn quote(wrong: &mut Problems, new: &NewConcern) -> Quote {
    let quote = Quote {
        question: tidy(&new.question),
        words: verbatim(&new.words),
    };
    if !quote.words.is_empty() && quote.question.is_empty() {
        wrong.add(
            "question",
            "Write the question that was asked, or that the child spoke unprompted.",
        );
    }
    if quote.words.is_empty() && !quote.question.is_empty() {
        wrong.add("words", "Write the child's own words.");
    }
    quote
}
