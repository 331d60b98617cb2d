//! What a form can say of the rules: what must be there, and which words there are to choose from.
//! The requests themselves let everything be left out, so that all that is missing can be told at once.

use serde_json::{Map, Value, json};

use crate::domain::people::AdultKind;
use crate::domain::vocabulary::{List, Vocabulary};

/// Of each request, what it never goes without.
pub(super) const REQUIRED: &[(&str, &[&str])] = &[
    (
        "concern",
        &["happened", "came_through", "place", "clauses", "account"],
    ),
    ("note", &["case", "text"]),
    ("action", &["case"]),
    ("contact", &["case", "result"]),
    ("sanction", &["case"]),
    ("referral", &["case", "agency", "text"]),
    ("decision", &["case", "what", "why"]),
    ("review", &["case", "on"]),
    ("assign", &["case", "owner"]),
    ("status", &["case", "status"]),
    ("severity", &["case", "severity", "reason"]),
    ("link", &["case", "to"]),
    ("tag", &["case"]),
    ("amend", &["case", "field", "reason"]),
    ("close", &["case", "outcome", "rationale"]),
    ("reopen", &["case", "reason"]),
];

/// Of two kinds of a request, one: set something, or say what became of it.
pub(super) const EITHER: &[(&str, [&[&str]; 2])] = &[
    ("action", [&["text"], &["number"]]),
    ("tag", [&["add"], &["remove"]]),
    (
        "sanction",
        [&["kind", "why", "send_considered"], &["number", "state"]],
    ),
];

/// Words that no school can change, by field; with the requests in which the field has them.
const FIXED: &[(&str, &[&str], &[&str])] = &[
    (
        "severity",
        &["concern", "severity"],
        &["low", "moderate", "high", "critical"],
    ),
    (
        "status",
        &["status"],
        &["open", "monitoring", "awaiting-agency"],
    ),
    (
        "state",
        &["sanction"],
        &["proposed", "active", "served", "lifted", "overturned"],
    ),
    ("parents", &["concern"], &["contact", "withheld"]),
    (
        "parents",
        &["close"],
        &["told", "withheld", "not-concerned"],
    ),
    ("part", &["amend"], PARTS),
];

const PARTS: &[&str] = &["harmed", "alleged", "took-part", "witness", "bystander"];

/// Words that a school can change, by field.
const CHOSEN: &[(&str, &[&str], List)] = &[
    ("came_through", &["concern"], List::Source),
    ("place", &["concern"], List::Place),
    ("devices", &["concern"], List::Device),
    ("category", &["concern"], List::Category),
    ("method", &["contact"], List::ContactMethod),
    ("result", &["contact"], List::ContactResult),
    ("kind", &["sanction"], List::Sanction),
    ("scope", &["sanction"], List::SanctionScope),
    ("agency", &["referral"], List::Agency),
    ("outcome", &["close"], List::Outcome),
];

/// The schema of one request, with what the rules ask of it.
pub(super) fn schema() -> Value {
    let mut schema = super::known();
    if let Some(Value::Array(requests)) = schema.get_mut("oneOf") {
        for request in requests.iter_mut().filter_map(Value::as_object_mut) {
            tell(request);
        }
    }
    if let Some(person) = schema
        .pointer_mut("/$defs/NewParticipant/properties")
        .and_then(Value::as_object_mut)
    {
        one_of(person, "part", PARTS, false);
        one_of(person, "adult", &AdultKind::ALL.map(AdultKind::id), false);
    }
    schema
}

fn tell(request: &mut Map<String, Value>) {
    let name = request
        .get("properties")
        .and_then(|fields| fields.pointer("/command/const"))
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let of_this = |names: &[&str]| names.contains(&name.as_str());
    let needed: &[&str] = REQUIRED
        .iter()
        .find(|(of, _)| *of == name)
        .map_or(&[], |(_, fields)| fields);
    let mut required = vec!["command"];
    required.extend(needed);
    request.insert("required".to_owned(), json!(required));
    if let Some((_, either)) = EITHER.iter().find(|(of, _)| *of == name) {
        let either: Vec<_> = either.iter().map(|one| json!({"required": one})).collect();
        request.insert("anyOf".to_owned(), either.into());
    }
    let Some(fields) = request.get_mut("properties").and_then(Value::as_object_mut) else {
        return;
    };
    for field in needed {
        if let Some(field) = fields.get_mut(*field).and_then(Value::as_object_mut) {
            field.remove("default");
            let least = match field.get("type").and_then(Value::as_str) {
                Some("array") => "minItems",
                _ => "minLength",
            };
            field.insert(least.to_owned(), 1.into());
        }
    }
    for (field, _, words) in FIXED.iter().filter(|(_, of, _)| of_this(of)) {
        one_of(fields, field, words, needed.contains(field));
    }
    for (field, _, list) in CHOSEN.iter().filter(|(_, of, _)| of_this(of)) {
        choose(fields, field, *list);
    }
    if let Some(people) = fields
        .get_mut("participants")
        .and_then(Value::as_object_mut)
        && let Some(person) = people.remove("items")
    {
        let with_part = json!({"allOf": [person], "required": ["part"]});
        people.insert("items".to_owned(), with_part);
    }
}

/// One of these words; where it may be left out, none as well.
fn one_of(fields: &mut Map<String, Value>, field: &str, words: &[&str], needed: bool) {
    let mut words = words.to_vec();
    if !needed {
        words.push("");
    }
    if let Some(field) = fields.get_mut(field).and_then(Value::as_object_mut) {
        field.insert("enum".to_owned(), json!(words));
    }
}

/// One of the school's words: those that Daybook ships are told, and others may be there.
fn choose(fields: &mut Map<String, Value>, field: &str, list: List) {
    let Some(field) = fields.get_mut(field).and_then(Value::as_object_mut) else {
        return;
    };
    let words: Vec<_> = Vocabulary::shipped()
        .offered(list)
        .map(|term| format!("{} ({})", term.id, term.label))
        .collect();
    let before = field.get("description").and_then(Value::as_str);
    let described = format!(
        "{} As shipped: {}. A school may have words of its own: `daybook vocabulary`.",
        before.unwrap_or_default(),
        words.join(", ")
    );
    field.insert("description".to_owned(), described.into());
}
