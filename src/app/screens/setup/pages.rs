//! The pages of setting up: what each asks, and what is missing on it.

use crate::app::form::{Choice, Field, Form, Picker};
use crate::app::state::{Setup, SetupStep};
use crate::domain::decide::Problem;
use crate::domain::policy::Policies;

/// How many characters at the end of the recovery key are typed to confirm it.
pub const CONFIRM: usize = 6;

/// What the welcome screen offers.
pub const SET_UP: &str = "set-up";
/// The other thing it offers.
pub const DEMO: &str = "demo";
/// What the recovery screen offers: to a file.
pub const TO_FILE: &str = "to-file";

pub(super) fn welcome() -> Form {
    let choices = vec![
        Choice {
            id: SET_UP.into(),
            label: "Set up our school".into(),
            detail: "three short screens".into(),
        },
        Choice {
            id: DEMO.into(),
            label: "Look round the demo school".into(),
            detail: "an invented school; nothing is kept".into(),
        },
    ];
    Form::new(
        "Welcome to Daybook",
        vec![Field::pick("start", "Begin", Picker::one_of(choices))],
    )
}

pub(super) fn school() -> Form {
    let roles = vec![
        Choice {
            id: "dsl".into(),
            label: "Designated Safeguarding Lead".into(),
            detail: "records concerns, reads every case".into(),
        },
        Choice {
            id: "deputy".into(),
            label: "Deputy DSL".into(),
            detail: "the same, in the DSL's place".into(),
        },
        Choice {
            id: "headteacher".into(),
            label: "Headteacher".into(),
            detail: "reads every case and what is sealed to the head".into(),
        },
    ];
    let policies = Policies::shipped()
        .iter()
        .map(|policy| Choice {
            id: policy.id.clone(),
            label: policy.title.clone(),
            detail: policy.short.clone(),
        })
        .collect();
    let mut role = Picker::one_of(roles);
    role.suggest(role.hits.first().cloned());
    Form::new(
        "Your school",
        vec![
            Field::line("school", "School").hint("Its full name."),
            Field::line("name", "Your name").hint("As colleagues will read it: Ms A. Example."),
            Field::pick("role", "Your role", role),
            Field::pick("policy", "Policy", Picker::one_of(policies))
                .hint("The Acceptable Use Policy in force. Another can be adopted later."),
        ],
    )
}

pub(super) fn passphrase() -> Form {
    Form::new(
        "Your passphrase",
        vec![
            Field::secret("passphrase", "Passphrase").hint(
                "Several unrelated words with a number and a sign are strong and easy to keep.",
            ),
            Field::secret("again", "Once more"),
        ],
    )
}

pub(super) fn recovery() -> Form {
    let choices = vec![
        Choice {
            id: TO_FILE.into(),
            label: "Save it to a file".into(),
            detail: "on a USB stick for the school's safe".into(),
        },
        Choice {
            id: "written".into(),
            label: "I have written it down".into(),
            detail: "on paper for the school's safe".into(),
        },
    ];
    Form::new(
        "The recovery key",
        vec![
            Field::pick("how", "Keep it", Picker::one_of(choices)),
            Field::line("path", "File")
                .hint("A new file: E:\\daybook-recovery.txt or /media/usb/daybook-recovery.txt")
                .hidden(),
        ],
    )
}

pub(super) fn confirmation() -> Form {
    Form::new(
        "Confirm the recovery key",
        vec![
            Field::line("part", "Last 6 signs")
                .hint("Type the last six signs of the recovery key."),
        ],
    )
}

/// Whether the field with the focus is the last one shown.
pub(super) fn at_end(form: &Form) -> bool {
    form.fields
        .iter()
        .rposition(|field| field.shown)
        .is_some_and(|last| last == form.focus)
}

/// Whether there is nothing more to ask on this page. Choosing a file shows one field more.
pub(super) fn ready(form: &Form) -> bool {
    form.chosen("how") != TO_FILE || !form.text("path").trim().is_empty()
}

/// What is missing on this page.
pub(super) fn missing(setup: &Setup) -> Vec<Problem> {
    let form = &setup.form;
    let mut problems = Vec::new();
    let mut need = |fine: bool, field: &'static str, say: &str| {
        if !fine {
            problems.push(Problem {
                field,
                say: say.to_owned(),
            });
        }
    };
    let filled = |name: &str| !form.text(name).trim().is_empty();
    match &setup.step {
        SetupStep::Welcome => need(!form.chosen("start").is_empty(), "start", "Choose one."),
        SetupStep::School => {
            need(filled("school"), "school", "Type the school's name.");
            need(filled("name"), "name", "Type your name.");
            need(!form.chosen("role").is_empty(), "role", "Choose your role.");
            need(
                !form.chosen("policy").is_empty(),
                "policy",
                "Choose the policy in force.",
            );
        }
        SetupStep::Passphrase => {
            let words = form.text("passphrase");
            let known = [setup.founding.school.as_str(), setup.founding.name.as_str()];
            if let Err(say) = crate::domain::passphrase::good_enough(words, &known) {
                need(false, "passphrase", &say);
            } else {
                need(
                    words == form.text("again"),
                    "again",
                    "The two are not the same. Type it once more.",
                );
            }
        }
        SetupStep::Recovery { .. } => {
            need(
                !form.chosen("how").is_empty(),
                "how",
                "Choose how the recovery key is kept.",
            );
            need(
                form.chosen("how") != TO_FILE || filled("path"),
                "path",
                "Type where to write it: a new file, with its folder.",
            );
        }
        SetupStep::Confirm { key, .. } => {
            let typed = form.text("part").trim().to_uppercase();
            let end: String = tail(key);
            need(
                typed == end,
                "part",
                "That is not how the recovery key ends. Look at what you saved or wrote down.",
            );
        }
        SetupStep::Making => {}
    }
    problems
}

fn tail(key: &str) -> String {
    let from = key.len().saturating_sub(CONFIRM);
    key.get(from..).unwrap_or(key).to_uppercase()
}
