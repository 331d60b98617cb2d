//! A case as a story that can be read aloud: the same words on the screen and on paper.

mod mask;
mod paper;
pub mod standing;

use chrono::NaiveDate;

use super::case::{Case, Line, TrackedSanction};
use super::entry::{CaseFact, Change, ChildsView, Concern, ParentsDecision, Sanction};
use super::ids::Letter;
use super::school::School;
use super::status::SanctionState;
use super::vocabulary::{List, Vocabulary};
use super::when::full_day;

pub use mask::{masked, names};
pub use paper::case;

/// What a story is told with.
#[derive(Clone, Copy)]
pub struct Teller<'a> {
    /// The school.
    pub school: &'a School,
    /// Its words.
    pub words: &'a Vocabulary,
    /// How a name may be shown: in full, or as initials.
    pub name: &'a dyn Fn(&str) -> String,
    /// Today.
    pub today: NaiveDate,
}

/// One paragraph of an entry: what it is, and the text. A line without a heading goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// "Account", "Why", or nothing.
    pub heading: &'static str,
    /// The text.
    pub text: String,
}

fn p(heading: &'static str, text: impl Into<String>) -> Paragraph {
    Paragraph {
        heading,
        text: text.into(),
    }
}

impl Teller<'_> {
    fn label(&self, list: List, id: &str) -> String {
        self.words.label(list, id).to_owned()
    }

    /// A participant as the story names them: their name and letter.
    #[must_use]
    pub fn who(&self, case: &Case, letter: Letter) -> String {
        let first = case.concern.participants.get(letter.place());
        let known = case.participant(letter).or(first);
        known.map_or_else(
            || format!("{letter}"),
            |one| format!("{} ({letter})", (self.name)(one.who.name())),
        )
    }

    /// What a sanction is, without whose and when.
    #[must_use]
    pub fn sanction_kind(&self, sanction: &Sanction) -> String {
        let mut text = self.label(List::Sanction, &sanction.kind);
        if let Some(minutes) = sanction.minutes {
            text.push_str(&format!(", {minutes} minutes"));
        }
        if !sanction.scope.is_empty() {
            text.push_str(": ");
            text.push_str(&self.label(List::SanctionScope, &sanction.scope));
        }
        text
    }

    /// A sanction in one line: what, whose, from when until when.
    #[must_use]
    pub fn sanction(&self, case: &Case, sanction: &Sanction) -> String {
        let mut text = self.sanction_of(case, sanction);
        match sanction.until {
            Some(until) if until == sanction.from => {
                text.push_str(&format!(" · {}", full_day(until)));
            }
            Some(until) => text.push_str(&format!(
                " · {} to {}",
                full_day(sanction.from),
                full_day(until)
            )),
            None => text.push_str(&format!(" · from {}", full_day(sanction.from))),
        }
        text
    }

    /// The same as it is in that state: the days that were planned say nothing of what is over.
    #[must_use]
    pub fn sanction_in(&self, case: &Case, sanction: &Sanction, state: SanctionState) -> String {
        if state.stands() {
            self.sanction(case, sanction)
        } else {
            self.sanction_of(case, sanction)
        }
    }

    fn sanction_of(&self, case: &Case, sanction: &Sanction) -> String {
        let (kind, who) = (self.sanction_kind(sanction), self.who(case, sanction.about));
        format!("{kind} · {who}")
    }

    /// How a sanction stands, in a few words: `Active until Fri 27 Nov`, `Lifted`.
    #[must_use]
    pub fn stands(&self, tracked: &TrackedSanction) -> String {
        let label = self.label(List::SanctionState, tracked.state.id());
        if !tracked.state.stands() {
            return label;
        }
        let day = |on| super::when::day(on, self.today);
        let Sanction { from, until, .. } = tracked.sanction;
        let proposed = tracked.state == SanctionState::Proposed;
        let to_come = proposed || from > self.today;
        let lapsed = until.is_some_and(|until| until < self.today);
        let until_words = until.map_or_else(String::new, |on| format!(" until {}", day(on)));
        match until {
            Some(only) if only == from && proposed => format!("{label} for {}", day(only)),
            Some(only) if only == from && to_come => {
                let tomorrow = self.today.succ_opt() == Some(only);
                let on = if tomorrow { "" } else { "on " };
                format!("{label} {on}{}", day(only))
            }
            _ if to_come => format!("{label} from {}{until_words}", day(from)),
            _ if lapsed => format!("{label}{until_words}, now past"),
            _ => format!("{label}{until_words}"),
        }
    }

    /// An entry as paragraphs, as it reads with its amendments.
    #[must_use]
    pub fn entry(&self, case: &Case, line: &Line) -> Vec<Paragraph> {
        let mut out = self.fact(case, &case.as_amended(line));
        for seq in &line.amended_by {
            let first = case.chronology.iter().find(|other| other.seq == *seq);
            if let Some(amendment) = first {
                out.push(p(
                    "",
                    format!(
                        "Amended on {} by {}; the first version stands below.",
                        amendment.at.format("%-d %b %Y"),
                        (self.name)(&amendment.by.name)
                    ),
                ));
            }
        }
        if !line.amended_by.is_empty() {
            let now = self.fact(case, &case.as_amended(line));
            for first in self.fact(case, &line.fact) {
                if !now.contains(&first) {
                    let text = match first.heading {
                        "" => first.text,
                        heading => format!("{heading}: {}", first.text),
                    };
                    out.push(p("First version", text));
                }
            }
        }
        if let CaseFact::Concern(concern) = &line.fact
            && let Some(taken) = &concern.report
        {
            let report = &taken.report;
            out.push(p(
                "Drop box",
                format!(
                    "From an unsigned report that says it is from {}: {}",
                    report.from, report.account
                ),
            ));
        }
        if line.set_back {
            out.push(p(
                "Clock",
                "The computer's clock was set back: this is dated before what was written before it.",
            ));
        }
        out.retain(|paragraph| !paragraph.text.is_empty());
        for paragraph in &mut out {
            paragraph.text = self.masked(case, &paragraph.text);
        }
        out
    }

    fn fact(&self, case: &Case, fact: &CaseFact) -> Vec<Paragraph> {
        match fact {
            CaseFact::Concern(concern) => self.concern(concern),
            CaseFact::Note(note) => vec![p("", &note.text)],
            CaseFact::ActionSet(action) => {
                let mut text = self.masked(case, &action.text);
                if !action.done {
                    text.push_str(&format!(", by {}", full_day(action.due)));
                }
                if !action.who.is_empty() {
                    text.push_str(&format!(" ({})", action.who));
                }
                vec![p("", text)]
            }
            CaseFact::ActionDone(done) => {
                let what = case
                    .actions
                    .iter()
                    .find(|tracked| tracked.action.number == done.number)
                    .map_or("", |tracked| tracked.action.text.as_str());
                vec![p("", self.masked(case, what)), p("", &done.text)]
            }
            CaseFact::Contact(contact) => {
                let mut about = format!(
                    "{} · {}",
                    self.who(case, contact.about),
                    self.label(List::ContactResult, &contact.result)
                );
                if !contact.method.is_empty() {
                    about.push_str(" · ");
                    about.push_str(&self.label(List::ContactMethod, &contact.method));
                }
                if !contact.with.is_empty() {
                    about.push_str(&format!(" · {}", (self.name)(&contact.with)));
                }
                if !contact.withheld {
                    about.push_str(&format!(" · {}", contact.happened));
                }
                vec![
                    p("", about),
                    p("", &contact.text),
                    p("Reason", &contact.reason),
                ]
            }
            CaseFact::Sanction(sanction) => vec![
                p("", self.sanction(case, sanction)),
                p("Why", &sanction.why),
                p("SEND", &sanction.send_considered),
                p("Outside policy because", &sanction.outside_policy),
                p(
                    "State",
                    self.label(List::SanctionState, sanction.state.id()),
                ),
            ],
            CaseFact::SanctionChanged(change) => {
                let what = case
                    .sanctions
                    .iter()
                    .find(|tracked| tracked.sanction.number == change.number)
                    .map_or_else(String::new, |tracked| {
                        self.sanction_in(case, &tracked.sanction, change.state)
                    });
                vec![
                    p("", what),
                    p("Is now", self.label(List::SanctionState, change.state.id())),
                    p("", &change.reason),
                ]
            }
            CaseFact::Referral(referral) => vec![
                p(
                    "",
                    format!(
                        "{} · {}",
                        self.label(List::Agency, &referral.agency),
                        referral.happened
                    ),
                ),
                p("", &referral.text),
                p("Their reference", &referral.their_reference),
                p(
                    "",
                    if referral.awaiting {
                        "The case waits for them."
                    } else {
                        ""
                    },
                ),
            ],
            CaseFact::Decision(decision) => vec![
                p("", &decision.what),
                p("Why", &decision.why),
                p("Rejected", &decision.rejected),
            ],
            CaseFact::Assigned(assignment) => vec![
                p("", format!("To {}", (self.name)(&assignment.name))),
                p("", &assignment.note),
            ],
            CaseFact::Review(review) => vec![
                p(
                    "",
                    review
                        .on
                        .map_or_else(|| "No review date".to_owned(), full_day),
                ),
                p("", &review.note),
            ],
            CaseFact::StatusSet(set) => vec![
                p("", self.label(List::Status, set.status.id())),
                p("Why", &set.reason),
            ],
            CaseFact::SeveritySet(set) => vec![
                p("", self.label(List::Severity, set.severity.id())),
                p("Why", &set.reason),
            ],
            CaseFact::Tagged(tagging) => vec![
                p("", tagging.added.join(", ")),
                p("Taken off", tagging.removed.join(", ")),
            ],
            CaseFact::Linked(link) => vec![p("", link.to.to_string()), p("", &link.why)],
            CaseFact::Amended(amendment) => vec![
                p("", self.change(case, amendment.entry, &amendment.change)),
                p("Reason", &amendment.reason),
            ],
            CaseFact::Closed(closure) => vec![
                p("Outcome", self.label(List::Outcome, &closure.outcome)),
                p("Rationale", &closure.rationale),
                match &closure.childs_view {
                    ChildsView::Said(view) => p("Child's view", view),
                    ChildsView::NotSought(reason) => {
                        p("Child's view", format!("not sought: {reason}"))
                    }
                },
                match &closure.parents {
                    ParentsDecision::Told => p("Parents", "told"),
                    ParentsDecision::Withheld(reason) => {
                        p("Parents", format!("not told: {reason}"))
                    }
                    ParentsDecision::NotConcerned(reason) => {
                        p("Parents", format!("not concerned: {reason}"))
                    }
                },
                p("Left open", &closure.left_open),
            ],
            CaseFact::Reopened { reason } => vec![p("", reason)],
        }
    }

    fn concern(&self, c: &Concern) -> Vec<Paragraph> {
        let reporter = if c.reporter.is_empty() {
            String::new()
        } else if c.reporter_job.is_empty() {
            format!(", reported by {}", (self.name)(&c.reporter))
        } else {
            format!(
                ", reported by {} ({})",
                (self.name)(&c.reporter),
                c.reporter_job
            )
        };
        let mut place = self.label(List::Place, &c.place);
        let devices: Vec<_> = c
            .devices
            .iter()
            .map(|id| self.label(List::Device, id))
            .collect();
        for part in [devices.join(", "), c.place_detail.clone()] {
            if !part.is_empty() {
                place.push_str(" · ");
                place.push_str(&part);
            }
        }
        let clauses: Vec<_> = c
            .clauses
            .iter()
            .map(|cited| {
                let kept = if cited.kept {
                    " (kept, not broken)"
                } else {
                    ""
                };
                format!("{}: {}{kept}", cited.clause, cited.text)
            })
            .collect();
        vec![
            p("Happened", c.happened.to_string()),
            p(
                "Came to light",
                format!("{}{reporter}", self.label(List::Source, &c.came_through)),
            ),
            p(
                "Reported",
                c.reported.format("%a %-d %b %Y, %H:%M").to_string(),
            ),
            p("Recorded late because", &c.late_reason),
            p(
                "Told in person",
                match c.told_in_person {
                    Some(true) => "yes",
                    Some(false) => "no",
                    None => "",
                },
            ),
            p("Where", place),
            p("Clauses", clauses.join("; ")),
            p(
                "Category",
                format!(
                    "{} · {}",
                    self.label(List::Category, &c.category),
                    self.label(List::Severity, c.severity.id())
                ),
            ),
            p("Account", &c.account),
            p("Asked", &c.childs_words.question),
            p(
                "Child's own words",
                if c.childs_words.words.is_empty() {
                    String::new()
                } else {
                    format!("“{}”", c.childs_words.words)
                },
            ),
            p("Seen", &c.seen),
            p("Professional opinion", &c.opinion),
            p("Done at once", &c.immediate_action),
            p("Device kept", &c.device_kept),
            p("Child-protection file", &c.protection_file),
        ]
    }

    fn change(&self, case: &Case, entry: u64, change: &Change) -> String {
        let line = case.chronology.iter().find(|line| line.seq == entry);
        let of = line.map_or("entry", |line| line.fact.title());
        match change {
            Change::Text { field, to } => {
                let title = line
                    .and_then(|line| {
                        let texts = line.fact.texts();
                        texts.iter().find(|(name, ..)| name == field).map(|t| t.1)
                    })
                    .unwrap_or("Text");
                format!("{of}, {}: now reads “{to}”", title.to_lowercase())
            }
            Change::Happened(when) => format!("{of}: happened {when}"),
            Change::Category(id) => format!("{of}: category {}", self.label(List::Category, id)),
            Change::Place(id) => format!("{of}: where: {}", self.label(List::Place, id)),
            Change::CameThrough(id) => {
                format!("{of}: came to light: {}", self.label(List::Source, id))
            }
            Change::ParticipantAdded(one) => format!(
                "Added {} ({}), {}",
                (self.name)(one.who.name()),
                one.who.about(),
                self.label(List::Role, one.part.id())
            ),
            Change::ParticipantPart { letter, part } => format!(
                "{}: {}",
                self.who(case, *letter),
                self.label(List::Role, part.id())
            ),
            Change::ParticipantRemoved(letter) => {
                format!("{} was not in it", self.who(case, *letter))
            }
            Change::ClauseAdded(cited) => format!("Added clause {}: {}", cited.clause, cited.text),
            Change::ClauseRemoved(clause) => format!("{clause} is not touched"),
            Change::About(letter) => format!("{of}: {}", self.who(case, *letter)),
            Change::Result { result, .. } => {
                format!("{of}: {}", self.label(List::ContactResult, result))
            }
            Change::Method(id) => format!("{of}: {}", self.label(List::ContactMethod, id)),
            Change::Kind { kind, .. } => format!("{of}: {}", self.label(List::Sanction, kind)),
            Change::Minutes(minutes) => format!("{of}: {minutes} minutes"),
            Change::Scope(id) => format!("{of}: {}", self.label(List::SanctionScope, id)),
            Change::From(day) => format!("{of}: first day {}", full_day(*day)),
            Change::Until(Some(day)) => format!("{of}: last day {}", full_day(*day)),
            Change::Until(None) => format!("{of}: last day not decided"),
        }
    }
}
