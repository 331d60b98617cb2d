use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};

use super::rules::{EITHER, REQUIRED, schema};
use super::*;
use crate::domain::decide::{Decided, Desk, Refused};
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
    for example in every_example() {
        let command: Command = serde_json::from_value(example.clone()).unwrap();
        let back = serde_json::to_value(&command).unwrap();
        assert!(is_kept(&example, &back), "{example} became {back}");
    }
}

#[test]
fn every_request_has_an_example() {
    let schema = schema();
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
    let shown: BTreeSet<_> = every_example()
        .iter()
        .map(|example| example["command"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(known.len(), 16);
    assert_eq!(known, shown);
}

fn every_example() -> Vec<Value> {
    let shipped = Policies::shipped().iter();
    let all: Vec<_> = shipped.flat_map(|policy| examples(&policy.id)).collect();
    assert_eq!(all.len(), 2 * EXAMPLES.lines().count());
    all
}

/// A school of its own for one test.
struct New {
    school: School,
    me: Author,
    now: DateTime<FixedOffset>,
}

impl New {
    fn under(policy: &str) -> Self {
        let me = Author {
            id: "ada".to_owned(),
            name: "Ada Example".to_owned(),
            role: "dsl".to_owned(),
        };
        let policy = Policies::shipped().by_id(policy).unwrap();
        let mut new = Self {
            school: School::default(),
            me: me.clone(),
            now: "2026-11-24T15:00:00+00:00".parse().unwrap(),
        };
        new.apply(What::School(SchoolFact::PersonAdded(me)));
        new.apply(What::School(SchoolFact::PolicyAdopted {
            policy: policy.id.clone(),
            title: policy.title.clone(),
            from: policy.in_force_from,
        }));
        new
    }

    fn apply(&mut self, what: What) {
        let entry = Entry {
            daybook: FORMAT,
            at: self.now,
            by: self.me.clone(),
            what,
        };
        self.school.apply(self.school.seq + 1, &entry);
    }

    fn decide(&self, request: &Value) -> Result<Decided, Refused> {
        let command: Command = serde_json::from_value(request.clone()).unwrap();
        let desk = Desk {
            school: &self.school,
            policies: Policies::shipped(),
            words: Vocabulary::shipped(),
            me: &self.me,
            now: self.now,
            reports: &[],
        };
        desk.decide(&command)
    }
}

/// A request without some of its fields.
fn without(request: &Value, fields: &[&str]) -> Value {
    let mut less = request.clone();
    for field in fields {
        less.as_object_mut().unwrap().remove(*field);
    }
    less
}

#[test]
fn a_new_school_takes_every_example_in_order_and_none_without_what_is_required() {
    for policy in Policies::shipped().iter() {
        let mut new = New::under(&policy.id);
        let mut last: Option<String> = None;
        for example in examples(&policy.id) {
            let mut request = example.clone();
            if let (Some(last), true) = (&last, request["case"] == "last") {
                request["case"] = last.as_str().into();
            }
            let name = request["command"].as_str().unwrap();
            let (_, required) = REQUIRED.iter().find(|(of, _)| *of == name).unwrap();
            for field in *required {
                let less = without(&request, &[field]);
                assert!(new.decide(&less).is_err(), "{name} without {field}: {less}");
            }
            if let Some((_, either)) = EITHER.iter().find(|(of, _)| *of == name) {
                let there = |fields: &[&str]| fields.iter().all(|one| request.get(one).is_some());
                let whole = either.iter().find(|fields| there(fields)).unwrap();
                for field in *whole {
                    let less = without(&request, &[field]);
                    assert!(new.decide(&less).is_err(), "{name} without {field}: {less}");
                }
            }
            let decided = new
                .decide(&request)
                .unwrap_or_else(|refused| panic!("{example}: {refused}"));
            last = Some(decided.reference.to_string());
            for what in decided.facts {
                new.apply(what);
            }
        }
        assert_eq!(new.school.cases.len(), 2);
    }
}

/// Whether a value is as a schema says, in the words of schemas that are used here.
fn fits(root: &Value, schema: &Value, value: &Value) -> bool {
    let Some(rules) = schema.as_object() else {
        return true;
    };
    rules.iter().all(|(rule, says)| match rule.as_str() {
        "$ref" => {
            let at = says.as_str().unwrap().trim_start_matches('#');
            fits(root, root.pointer(at).unwrap(), value)
        }
        "oneOf" => {
            let all = says.as_array().unwrap().iter();
            all.filter(|one| fits(root, one, value)).count() == 1
        }
        "anyOf" => says
            .as_array()
            .unwrap()
            .iter()
            .any(|one| fits(root, one, value)),
        "allOf" => says
            .as_array()
            .unwrap()
            .iter()
            .all(|one| fits(root, one, value)),
        "const" => says == value,
        "enum" => says.as_array().unwrap().contains(value),
        "required" => says
            .as_array()
            .unwrap()
            .iter()
            .all(|field| value.get(field.as_str().unwrap()).is_some()),
        "minLength" => value.as_str().is_none_or(|text| !text.is_empty()),
        "minItems" => value.as_array().is_none_or(|items| !items.is_empty()),
        "properties" => value.as_object().is_none_or(|fields| {
            fields.iter().all(|(name, value)| {
                says.get(name)
                    .is_none_or(|schema| fits(root, schema, value))
            })
        }),
        "additionalProperties" => value.as_object().is_none_or(|fields| {
            fields
                .keys()
                .all(|name| schema["properties"].get(name).is_some())
        }),
        "items" => value
            .as_array()
            .is_none_or(|items| items.iter().all(|item| fits(root, says, item))),
        "type" => {
            let is = |name: &str| match name {
                "object" => value.is_object(),
                "array" => value.is_array(),
                "string" => value.is_string(),
                "boolean" => value.is_boolean(),
                "integer" => value.is_u64(),
                "null" => value.is_null(),
                _ => panic!("{name}"),
            };
            match says {
                Value::String(name) => is(name),
                names => names
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|name| is(name.as_str().unwrap())),
            }
        }
        "minimum" | "maximum" | "format" | "default" | "description" | "title" | "$schema"
        | "$defs" => true,
        other => panic!("{other}"),
    })
}

#[test]
fn the_schema_takes_the_examples_and_not_what_lacks_something() {
    let schema = schema();
    for example in every_example() {
        assert!(fits(&schema, &schema, &example), "{example}");
    }
    for wrong in [
        serde_json::json!({"command": "note"}),
        serde_json::json!({"command": "note", "case": "last", "text": ""}),
        serde_json::json!({"command": "note", "case": "last", "text": "x", "txt": "y"}),
        serde_json::json!({"command": "action", "case": "last"}),
        serde_json::json!({"command": "severity", "case": "last", "severity": "dire", "reason": "x"}),
        serde_json::json!({"command": "delete", "case": "last"}),
    ] {
        assert!(!fits(&schema, &schema, &wrong), "{wrong}");
    }
    let mut nobody = every_example().remove(0);
    nobody["participants"][0]["part"] = "offender".into();
    assert!(!fits(&schema, &schema, &nobody));
}
