//! What a form is for, and the command that it becomes.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Form;
use crate::domain::command::Command;
use crate::domain::ids::Reference;
use crate::domain::when::When;

/// What a form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FormKind {
    /// A new concern.
    Concern,
    /// Something that follows in a case.
    Follow(Follow, Reference),
}

/// What follows in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Follow {
    /// A note.
    Note,
    /// An action, done or to be done.
    Action,
    /// The end of an action.
    ActionDone,
    /// Contact with a parent.
    Contact,
    /// A sanction.
    Sanction,
    /// What became of a sanction.
    SanctionState,
    /// A referral.
    Referral,
    /// A decision.
    Decision,
    /// A review date.
    Review,
    /// Who looks after the case.
    Assign,
    /// A status set by hand.
    Status,
    /// A new severity.
    Severity,
    /// A tie to another case.
    Link,
    /// A correction.
    Amend,
    /// Closing.
    Close,
    /// Opening again.
    Reopen,
}

impl Follow {
    /// Every kind.
    pub const ALL: [Self; 16] = [
        Self::Note,
        Self::Action,
        Self::ActionDone,
        Self::Contact,
        Self::Sanction,
        Self::SanctionState,
        Self::Referral,
        Self::Decision,
        Self::Review,
        Self::Assign,
        Self::Status,
        Self::Severity,
        Self::Link,
        Self::Amend,
        Self::Close,
        Self::Reopen,
    ];

    /// The command's tag.
    fn command(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Action | Self::ActionDone => "action",
            Self::Contact => "contact",
            Self::Sanction | Self::SanctionState => "sanction",
            Self::Referral => "referral",
            Self::Decision => "decision",
            Self::Review => "review",
            Self::Assign => "assign",
            Self::Status => "status",
            Self::Severity => "severity",
            Self::Link => "link",
            Self::Amend => "amend",
            Self::Close => "close",
            Self::Reopen => "reopen",
        }
    }

    /// The field that says what the form is about, where it is about one of several: a child, an entry, an action,
    /// a sanction.
    #[must_use]
    pub fn subject(self) -> Option<&'static str> {
        match self {
            Self::Contact | Self::Sanction => Some("about"),
            Self::ActionDone | Self::SanctionState => Some("number"),
            Self::Amend => Some("entry"),
            _ => None,
        }
    }

    /// What the form is called.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Note => "Note",
            Self::Action => "Action",
            Self::ActionDone => "Action done",
            Self::Contact => "Contact with a parent or carer",
            Self::Sanction => "Sanction",
            Self::SanctionState => "What became of a sanction",
            Self::Referral => "Referral",
            Self::Decision => "Decision",
            Self::Review => "Review date",
            Self::Assign => "Who looks after the case",
            Self::Status => "Status",
            Self::Severity => "Severity",
            Self::Link => "Link to another case",
            Self::Amend => "Amendment",
            Self::Close => "Close the case",
            Self::Reopen => "Reopen the case",
        }
    }
}

/// Fields of commands that are a yes or no.
const YES_OR_NO: [&str; 5] = ["opinion", "done", "dropped", "awaiting", "told_in_person"];
/// Fields of commands that are a number.
const NUMBERS: [&str; 2] = ["number", "entry"];

impl FormKind {
    /// What it is for, in a few words.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Concern => "new concern".to_owned(),
            Self::Follow(follow, reference) => format!("{reference}, {}", follow.title()),
        }
    }

    /// The command that the form holds now; `begun` is when it was begun: what is said to have been "now" was then.
    ///
    /// # Errors
    /// A sentence, when the form and the command have grown apart: a fault of the program.
    pub fn command(self, form: &Form, begun: When) -> Result<Command, String> {
        let mut values = form.values();
        for name in form.empty_moments() {
            values.insert(name.to_owned(), json!(begun.to_string()));
        }
        for name in YES_OR_NO {
            convert(&mut values, name, |text| match text {
                "yes" => Some(json!(true)),
                "no" => Some(json!(false)),
                _ => None,
            });
        }
        for name in NUMBERS {
            convert(&mut values, name, |text| {
                text.parse::<u64>().ok().map(|number| json!(number))
            });
        }
        // A person who is added by a correction is more than a name.
        if let Some(Value::Object(person)) = values.get("to").cloned() {
            let name = person.get("name").cloned().unwrap_or_default();
            values.insert("to".to_owned(), name);
            values.insert("participant".to_owned(), Value::Object(person));
        }
        match self {
            Self::Concern => {
                values.insert("command".into(), json!("concern"));
            }
            Self::Follow(follow, reference) => {
                values.insert("command".into(), json!(follow.command()));
                values.insert("case".into(), json!(reference));
            }
        }
        serde_json::from_value(Value::Object(values))
            .map_err(|error| format!("The form could not be read: {error}"))
    }
}

/// Turns a text into what the command wants, or leaves the field out.
fn convert(values: &mut Map<String, Value>, name: &str, to: impl Fn(&str) -> Option<Value>) {
    let Some(found) = values.remove(name) else {
        return;
    };
    if let Some(value) = found.as_str().and_then(to) {
        values.insert(name.to_owned(), value);
    }
}
