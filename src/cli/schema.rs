//! `daybook schema`: what `daybook add` reads, with an example of each request.

use std::process::ExitCode;

use serde_json::Value;

use super::{Done, print_json};
use crate::domain::command::Command;

/// One request a line, in an order in which a new school's log takes them all.
const EXAMPLES: &str = include_str!("examples.jsonl");

pub fn run() -> Done {
    let mut schema = schemars::schema_for!(Command);
    schema.insert("examples".to_owned(), examples().collect());
    print_json(&schema)?;
    Ok(ExitCode::SUCCESS)
}

fn examples() -> impl Iterator<Item = Value> {
    EXAMPLES
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::{DateTime, FixedOffset};

    use super::*;
    use crate::domain::decide::Desk;
    use crate::domain::entry::{Entry, FORMAT, SchoolFact, What};
    use crate::domain::people::Author;
    use crate::domain::policy::Policies;
    use crate::domain::school::School;
    use crate::domain::vocabulary::Vocabulary;

    /// Every field of `small` is in `large`, with the same value.
    fn is_kept(small: &Value, large: &Value) -> bool {
        match (small, large) {
            (Value::Object(small), Value::Object(large)) => small
                .iter()
                .all(|(key, value)| large.get(key).is_some_and(|kept| is_kept(value, kept))),
            (Value::Array(small), Value::Array(large)) => {
                small.len() == large.len()
                    && small
                        .iter()
                        .zip(large)
                        .all(|(one, kept)| is_kept(one, kept))
            }
            _ => small == large,
        }
    }

    #[test]
    fn nothing_of_an_example_is_lost() {
        assert_eq!(examples().count(), EXAMPLES.lines().count());
        for example in examples() {
            let command: Command = serde_json::from_value(example.clone()).unwrap();
            let back = serde_json::to_value(&command).unwrap();
            assert!(is_kept(&example, &back), "{example} became {back}");
        }
    }

    #[test]
    fn every_request_has_an_example() {
        let schema = serde_json::to_value(schemars::schema_for!(Command)).unwrap();
        let known: BTreeSet<_> = schema["oneOf"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                one["properties"]["command"]["const"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        let shown: BTreeSet<_> = examples()
            .map(|example| example["command"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(known.len(), 15);
        assert_eq!(known, shown);
    }

    #[test]
    fn a_new_school_takes_every_example_in_order() {
        let me = Author {
            id: "ada".to_owned(),
            name: "Ada Example".to_owned(),
            role: "dsl".to_owned(),
        };
        let now: DateTime<FixedOffset> = "2026-11-24T15:00:00+00:00".parse().unwrap();
        let entry = |what| Entry {
            daybook: FORMAT,
            at: now,
            by: me.clone(),
            what,
        };
        let mut school = School::default();
        let policy = Policies::shipped().by_id("st-james-2024").unwrap();
        for fact in [
            SchoolFact::PersonAdded(me.clone()),
            SchoolFact::PolicyAdopted {
                policy: policy.id.clone(),
                title: policy.title.clone(),
                from: policy.in_force_from,
            },
        ] {
            school.apply(school.seq + 1, &entry(What::School(fact)));
        }
        let mut last = None;
        for example in examples() {
            let mut command: Command = serde_json::from_value(example.clone()).unwrap();
            if let (Some(case), Some(last)) = (command.case_mut(), &last) {
                assert_eq!(case, "last");
                case.clone_from(last);
            }
            let desk = Desk {
                school: &school,
                policies: Policies::shipped(),
                words: Vocabulary::shipped(),
                me: &me,
                now,
            };
            let decided = desk
                .decide(&command)
                .unwrap_or_else(|refused| panic!("{example}: {refused}"));
            last = Some(decided.reference.to_string());
            for what in decided.facts {
                school.apply(school.seq + 1, &entry(what));
            }
        }
        assert_eq!(school.cases.len(), 2);
    }
}
