//! A log in memory: a school with people, pupils and a policy, and what is asked of it.

use chrono::{DateTime, FixedOffset};
use daybook::domain::case::Case;
use daybook::domain::command::Command;
use daybook::domain::decide::{Decided, Desk, Refused};
use daybook::domain::entry::{CaseFact, Concern, Entry, FORMAT, SchoolFact, What};
use daybook::domain::ids::{PupilId, Reference};
use daybook::domain::people::{Author, Pupil};
use daybook::domain::policy::{Policies, SendLevel, YearGroup};
use daybook::domain::school::School;
use daybook::domain::vocabulary::Vocabulary;
use serde_json::{Value, json};

/// A Tuesday of the autumn term, ten to eleven.
pub const NOW: &str = "2026-11-24T10:50:00+00:00";

/// The log and who sits before it.
#[derive(Clone)]
pub struct Log {
    pub school: School,
    pub entries: Vec<Entry>,
    pub me: Author,
    pub now: DateTime<FixedOffset>,
}

/// A person with a key.
pub fn author(id: &str, name: &str, role: &str) -> Author {
    Author {
        id: id.into(),
        name: name.into(),
        role: role.into(),
    }
}

impl Log {
    /// St James' policy; six pupils; the DSL at the keyboard.
    pub fn new() -> Self {
        Self::under("st-james-2024")
    }

    /// The same school under another policy.
    pub fn under(policy: &str) -> Self {
        let dsl = author("dsl", "Dana Example", "dsl");
        let mut log = Self {
            school: School::default(),
            entries: Vec::new(),
            me: dsl.clone(),
            now: NOW.parse().unwrap(),
        };
        log.fact(SchoolFact::Founded {
            school: "Pretend Primary".into(),
        });
        for person in [
            dsl,
            author("deputy", "Devi Sample", "deputy"),
            author("head", "Harper Sample", "headteacher"),
        ] {
            log.fact(SchoolFact::PersonAdded(person));
        }
        log.adopt(policy, "2023-09-01");
        let y = |year: &str| year.parse::<YearGroup>().unwrap();
        for (id, name, year, class, send) in [
            (1, "Sam Invented", y("Year 5"), "5E", None),
            (2, "Alex Pretend", y("Year 5"), "5E", None),
            (3, "Robin Sample", y("Reception"), "RS", None),
            (4, "Kit Madeup", y("Year 4"), "4K", Some(SendLevel::P4ToP7)),
            (5, "Jo Fictional", y("Year 1"), "1F", None),
            (6, "Robin Sample", y("Year 6"), "6R", None),
        ] {
            log.fact(SchoolFact::PupilListed(Pupil {
                upn: String::new(),
                id: PupilId(id),
                name: name.into(),
                year,
                class: class.into(),
                born: None,
                send,
                has_send: false,
            }));
        }
        log
    }

    pub fn adopt(&mut self, policy: &str, from: &str) {
        self.fact(SchoolFact::PolicyAdopted {
            policy: policy.into(),
            title: policy.into(),
            from: from.parse().unwrap(),
        });
    }

    pub fn fact(&mut self, fact: SchoolFact) {
        self.append(What::School(fact));
    }

    pub fn append(&mut self, what: What) {
        let entry = Entry {
            daybook: FORMAT,
            at: self.now,
            by: self.me.clone(),
            what,
        };
        // What is sealed to the headteacher is in the log, and nobody else reads it back.
        if self.me.role == "headteacher" || !entry.what.is_sealed() {
            self.school.apply(self.entries.len() as u64 + 1, &entry);
        }
        self.entries.push(entry);
    }

    pub fn desk(&self) -> Desk<'_> {
        Desk {
            school: &self.school,
            policies: Policies::shipped(),
            reports: &[],
            words: Vocabulary::shipped(),
            me: &self.me,
            now: self.now,
        }
    }

    pub fn decide(&self, command: &Value) -> Result<Decided, Refused> {
        let command: Command = serde_json::from_value(command.clone()).unwrap();
        self.desk().decide(&command)
    }

    /// The same log as the headteacher reads it.
    pub fn as_headteacher(&self) -> Self {
        let mut log = self.clone();
        log.me = author("head", "Harper Sample", "headteacher");
        log.school = School::default();
        for (seq, entry) in (1..).zip(&log.entries) {
            log.school.apply(seq, entry);
        }
        log
    }

    /// Asks, expects a yes and records it.
    pub fn ask(&mut self, command: Value) -> Decided {
        let decided = self
            .decide(&command)
            .unwrap_or_else(|refused| panic!("{command}: {refused}"));
        for what in decided.facts.clone() {
            self.append(what);
        }
        decided
    }

    /// Asks, and expects a no about that field; gives its words.
    pub fn refused(&self, command: Value, field: &str) -> String {
        let refused = self.decide(&command).expect_err("this is not allowed");
        let words = refused.problems.iter().find(|one| one.field == field);
        words
            .unwrap_or_else(|| panic!("{field} is not what is wrong: {refused:?}"))
            .say
            .clone()
    }

    /// Asks about the newest case, as [`Log::ask`].
    pub fn follow(&mut self, command: &str, rest: Value) -> Decided {
        self.ask(self.about(command, rest))
    }

    /// Asks about the newest case, as [`Log::refused`].
    pub fn no(&self, command: &str, rest: Value, field: &str) -> String {
        self.refused(self.about(command, rest), field)
    }

    fn about(&self, command: &str, rest: Value) -> Value {
        let case = self.case().reference;
        with(json!({ "command": command, "case": case }), rest)
    }

    /// Records the usual concern with these differences.
    pub fn concern(&mut self, differences: Value) -> Reference {
        self.ask(concern(differences)).reference
    }

    /// The newest case.
    pub fn case(&self) -> &Case {
        self.school.cases.all().next_back().unwrap()
    }

    /// The newest case's concern as it was first written.
    pub fn first_version(&self) -> &Concern {
        match &self.case().chronology[0].fact {
            CaseFact::Concern(concern) => concern,
            other => panic!("{other:?}"),
        }
    }

    /// The texts of the newest case's open actions.
    pub fn to_do(&self) -> Vec<&str> {
        self.case()
            .open_actions()
            .map(|a| a.text.as_str())
            .collect()
    }
}

/// One object laid over another.
pub fn with(mut base: Value, over: Value) -> Value {
    for (name, value) in over.as_object().unwrap() {
        base[name] = value.clone();
    }
    base
}

/// Sam was harmed; Alex is alleged to have taken a photo and passed it on.
pub fn concern(differences: Value) -> Value {
    with(
        json!({
            "command": "concern",
            "happened": "today 9:15",
            "came_through": "teacher",
            "reporter": "Tim Example",
            "reporter_job": "Year 5 teacher",
            "place": "playground",
            "participants": [
                { "pupil": 1, "part": "harmed" },
                { "pupil": 2, "part": "alleged" },
            ],
            "clauses": ["SJ24 KS2 Safe 2"],
            "category": "conduct.photo-without-permission",
            "account": "Alex took a photo of Sam and sent it to a class chat.",
        }),
        differences,
    )
}

/// The usual concern about one pupil of the list.
pub fn about(pupil: u32, differences: Value) -> Value {
    let one = json!({ "participants": [{ "pupil": pupil, "part": "alleged" }] });
    concern(with(one, differences))
}

/// A playtime loss for whoever it can be about.
pub fn playtime(differences: Value) -> Value {
    with(
        json!({
            "kind": "playtime-loss",
            "minutes": "15",
            "why": "It is what the policy names.",
            "send_considered": "none known",
        }),
        differences,
    )
}

/// All that closing asks for.
pub fn closing(differences: Value) -> Value {
    with(
        json!({
            "outcome": "education",
            "rationale": "The photo is gone and the lesson was taught.",
            "childs_view": "Sam says it is sorted.",
            "parents": "withheld",
            "parents_reason": "It would put Sam at risk.",
            "left_open": "Nobody is left to be told.",
        }),
        differences,
    )
}
