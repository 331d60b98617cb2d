//! Setting a school up: who, under which policy, with which passphrase; and the recovery key,
//! shown once. Nothing is on the disk until the recovery key is kept.

use zeroize::Zeroizing;

use crate::app::action::Action;
use crate::app::form::keys::{put, take_key};
use crate::app::form::{Choice, Field, Form, Picker};
use crate::app::message::{Effect, Founding};
use crate::app::state::{Overlay, Question, Screen, Setup, SetupStep, State, Then, Working};
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

impl Setup {
    /// The first screen.
    #[must_use]
    pub fn new() -> Self {
        Self {
            step: SetupStep::Welcome,
            form: welcome(),
            founding: Founding::default(),
        }
    }
}

impl Default for Setup {
    fn default() -> Self {
        Self::new()
    }
}

fn welcome() -> Form {
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

fn school(founding: &Founding) -> Form {
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
            Field::line("school", "School")
                .hint("Its full name.")
                .with(&founding.school),
            Field::line("name", "Your name")
                .hint("As colleagues will read it: Ms A. Example.")
                .with(&founding.name),
            Field::pick("role", "Your role", role),
            Field::pick("policy", "Policy", Picker::one_of(policies))
                .hint("The Acceptable Use Policy in force. Another can be adopted later."),
        ],
    )
}

fn passphrase() -> Form {
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

fn recovery() -> Form {
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

fn confirmation() -> Form {
    Form::new(
        "Confirm the recovery key",
        vec![
            Field::line("part", "Last 6 signs")
                .hint("Type the last six signs of the recovery key."),
        ],
    )
}

/// Takes an action.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let Some(Screen::Setup(setup)) = state.screens.last_mut() else {
        return Vec::new();
    };
    match action {
        Action::Cancel | Action::Back => {
            if matches!(setup.step, SetupStep::Welcome) {
                return Vec::new();
            }
            state.overlays.push(Overlay::Confirm(Question {
                ask: "Leave the set-up? Nothing has been kept yet.".to_owned(),
                yes: "leave",
                no: "go on",
                then: Then::LeaveSetup,
            }));
            Vec::new()
        }
        Action::Save => next(state),
        // Enter on the last field goes on, as on any page of a guided set-up.
        Action::Accept if at_end(&setup.form) => {
            take_key(&mut setup.form, action);
            refresh(setup);
            if ready(&setup.form) {
                return next(state);
            }
            setup.form.move_on();
            refresh(setup);
            Vec::new()
        }
        _ => {
            take_key(&mut setup.form, action);
            refresh(setup);
            setup.form.move_on();
            refresh(setup);
            Vec::new()
        }
    }
}

/// Text goes into the field that has the focus.
pub fn typed(state: &mut State, text: &str) -> Vec<Effect> {
    if let Some(Screen::Setup(setup)) = state.screens.last_mut() {
        let form = &mut setup.form;
        put(form, text);
        form.settle_problems();
        refresh(setup);
    }
    Vec::new()
}

fn refresh(setup: &mut Setup) {
    crate::app::form::person::refresh(&mut setup.form);
    if matches!(setup.step, SetupStep::Recovery { .. }) {
        let to_file = setup.form.chosen("how") == TO_FILE;
        setup.form.show("path", to_file);
    }
}

/// Whether the field with the focus is the last one shown.
fn at_end(form: &Form) -> bool {
    form.fields
        .iter()
        .rposition(|field| field.shown)
        .is_some_and(|last| last == form.focus)
}

/// Whether there is nothing more to ask on this page. Choosing a file shows one field more.
fn ready(form: &Form) -> bool {
    form.chosen("how") != TO_FILE || !form.text("path").trim().is_empty()
}

/// On to the next page, or what is missing on this one.
fn next(state: &mut State) -> Vec<Effect> {
    let now = state.now;
    let Some(Screen::Setup(setup)) = state.screens.last_mut() else {
        return Vec::new();
    };
    crate::app::form::keys::leave(&mut setup.form);
    let mut problems = setup.form.untaken();
    if problems.is_empty() {
        problems = missing(setup);
    }
    if !problems.is_empty() {
        let say = problems.first().map(|p| p.say.clone()).unwrap_or_default();
        setup.form.refuse(problems);
        refresh(setup);
        state.warn(say);
        return Vec::new();
    }
    let working = |what: &str| {
        Some(Working {
            what: what.to_owned(),
            since: now,
            progress: None,
            blocks: true,
        })
    };
    match &setup.step {
        SetupStep::Welcome => {
            if setup.form.chosen("start") == DEMO {
                state.working = working("Opening the demo school");
                return vec![Effect::Demo];
            }
            setup.step = SetupStep::School;
            setup.form = school(&setup.founding);
        }
        SetupStep::School => {
            let form = &setup.form;
            setup.founding.school = form.text("school").trim().to_owned();
            setup.founding.name = form.text("name").trim().to_owned();
            setup.founding.role = form.chosen("role").to_owned();
            setup.founding.policy = form.chosen("policy").to_owned();
            setup.step = SetupStep::Passphrase;
            setup.form = passphrase();
        }
        SetupStep::Passphrase => {
            setup.founding.passphrase = Zeroizing::new(setup.form.text("passphrase").to_owned());
            setup.step = SetupStep::Making;
            setup.form = Form::new("Making the keys", Vec::new());
            let founding = setup.founding.clone();
            state.working = working("Making the keys");
            return vec![Effect::Generate(Box::new(founding))];
        }
        SetupStep::Making => {}
        SetupStep::Recovery { key } => {
            if setup.form.chosen("how") == TO_FILE {
                let path = setup.form.text("path").trim().to_owned();
                state.working = working("Writing the recovery key");
                return vec![Effect::KeepRecovery(path)];
            }
            setup.step = SetupStep::Confirm { key: key.clone() };
            setup.form = confirmation();
        }
        SetupStep::Confirm { .. } => {
            state.working = working("Writing the vault");
            return vec![Effect::Found];
        }
    }
    if let Some(Screen::Setup(setup)) = state.screens.last_mut() {
        refresh(setup);
    }
    Vec::new()
}

/// What is missing on this page.
fn missing(setup: &Setup) -> Vec<Problem> {
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
        }
        SetupStep::Confirm { key } => {
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

/// The keys exist: the recovery key is shown.
pub fn generated(state: &mut State, key: Zeroizing<String>) {
    if let Some(Screen::Setup(setup)) = state.screens.last_mut() {
        setup.step = SetupStep::Recovery { key };
        setup.form = recovery();
        refresh(setup);
    }
}

/// The recovery key is in a file: part of it is typed.
pub fn kept(state: &mut State, path: String) {
    if let Some(Screen::Setup(setup)) = state.screens.last_mut()
        && let SetupStep::Recovery { key } = &setup.step
    {
        setup.step = SetupStep::Confirm { key: key.clone() };
        setup.form = confirmation();
        state.say(format!(
            "Written to {path}. Open it and type how the key ends."
        ));
    }
}

/// Back to the first screen.
pub fn leave(state: &mut State) -> Vec<Effect> {
    state.screens = vec![Screen::Setup(Box::default())];
    vec![Effect::Abandon]
}
