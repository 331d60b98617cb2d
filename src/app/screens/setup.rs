//! Setting a school up: who, under which policy, with which passphrase; and the recovery key,
//! shown once. Nothing is on the disk until the recovery key is kept.

mod pages;

use std::mem::{discriminant, replace};

use zeroize::Zeroizing;

use crate::app::action::Action;
use crate::app::form::Form;
use crate::app::form::keys::{put, take_key};
use crate::app::message::{Effect, Founding};
use crate::app::state::{
    Overlay, Question, Screen, Setup, SetupPage, SetupStep, State, Then, Working,
};
use crate::domain::decide::Problem;

pub use pages::{CONFIRM, DEMO, SET_UP, TO_FILE};

impl Setup {
    /// The first screen.
    #[must_use]
    pub fn new() -> Self {
        Self {
            step: SetupStep::Welcome,
            form: pages::welcome(),
            founding: Founding::default(),
            behind: Vec::new(),
            ahead: Vec::new(),
        }
    }

    /// On to another page. Where one has been back, that page is as it was left.
    fn go_on(&mut self, step: SetupStep, fresh: fn() -> Form) {
        let left = self.ahead.pop();
        let form = match left.filter(|page| discriminant(&page.step) == discriminant(&step)) {
            Some(page) => page.form,
            None => {
                self.ahead.clear();
                fresh()
            }
        };
        self.behind.push(SetupPage {
            step: replace(&mut self.step, step),
            form: replace(&mut self.form, form),
        });
    }

    /// Back to the page before, with what was typed on either.
    fn go_back(&mut self) {
        if let Some(page) = self.behind.pop() {
            self.ahead.push(SetupPage {
                step: replace(&mut self.step, page.step),
                form: replace(&mut self.form, page.form),
            });
        }
    }
}

impl Default for Setup {
    fn default() -> Self {
        Self::new()
    }
}

/// Takes an action.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let Some(Screen::Setup(setup)) = state.screens.last_mut() else {
        return Vec::new();
    };
    match action {
        Action::Cancel | Action::Back => back(state),
        Action::Save => next(state),
        // Enter on the last field goes on, as on any page of a guided set-up.
        Action::Accept if pages::at_end(&setup.form) => {
            take_key(&mut setup.form, action);
            refresh(setup);
            if pages::ready(&setup.form) {
                return next(state);
            }
            setup.form.move_on();
            refresh(setup);
            Vec::new()
        }
        _ => {
            take_key(&mut setup.form, action);
            setup.form.settle_problems();
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

/// One page back. From the first one leaves, and from the recovery key it is given up: both are asked about.
fn back(state: &mut State) -> Vec<Effect> {
    let Some(Screen::Setup(setup)) = state.screens.last_mut() else {
        return Vec::new();
    };
    let question = match &setup.step {
        SetupStep::Welcome => {
            let quit = state.keys.first(Action::Quit).unwrap_or_default();
            state.say(format!("{quit} closes Daybook."));
            return Vec::new();
        }
        SetupStep::School if setup.form.is_touched() || !setup.ahead.is_empty() => Question {
            ask: "Leave the set-up? Nothing has been kept yet.".to_owned(),
            yes: "leave",
            no: "go on",
            then: Then::LeaveSetup,
        },
        SetupStep::Recovery { .. } => Question {
            ask: "Go back? This recovery key will open nothing then; you will be shown another."
                .to_owned(),
            yes: "go back",
            no: "stay",
            then: Then::DropKey,
        },
        _ => {
            setup.go_back();
            return Vec::new();
        }
    };
    state.overlays.push(Overlay::Confirm(question));
    Vec::new()
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
        problems = pages::missing(setup);
    }
    let say = problems.first().map(|problem| problem.say.clone());
    setup.form.refuse(problems);
    if let Some(say) = say {
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
            setup.go_on(SetupStep::School, pages::school);
        }
        SetupStep::School => {
            let form = &setup.form;
            setup.founding.school = form.text("school").trim().to_owned();
            setup.founding.name = form.text("name").trim().to_owned();
            setup.founding.role = form.chosen("role").to_owned();
            setup.founding.policy = form.chosen("policy").to_owned();
            setup.go_on(SetupStep::Passphrase, pages::passphrase);
        }
        SetupStep::Passphrase => {
            setup.founding.passphrase = Zeroizing::new(setup.form.text("passphrase").to_owned());
            setup.go_on(SetupStep::Making, || {
                Form::new("Making the keys", Vec::new())
            });
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
            let step = SetupStep::Confirm {
                key: key.clone(),
                file: None,
            };
            setup.go_on(step, pages::confirmation);
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

/// The keys exist: the recovery key is shown.
pub fn generated(state: &mut State, key: Zeroizing<String>) {
    if let Some(Screen::Setup(setup)) = state.screens.last_mut() {
        setup.step = SetupStep::Recovery { key };
        setup.form = pages::recovery();
        refresh(setup);
    }
}

/// The recovery key is in a file: part of it is typed.
pub fn kept(state: &mut State, path: String) {
    if let Some(Screen::Setup(setup)) = state.screens.last_mut()
        && let SetupStep::Recovery { key } = &setup.step
    {
        let step = SetupStep::Confirm {
            key: key.clone(),
            file: Some(path),
        };
        setup.go_on(step, pages::confirmation);
    }
}

/// A job of the set-up came to nothing: why is said where it can be mended.
pub fn failed(state: &mut State, why: String) {
    if let Some(Screen::Setup(setup)) = state.screens.last_mut() {
        match &setup.step {
            SetupStep::Recovery { .. } => {
                setup.form.refuse(vec![Problem {
                    field: "path",
                    say: why,
                }]);
                return;
            }
            SetupStep::Making => setup.go_back(),
            _ => {}
        }
    }
    state.warn(why);
}

/// Back from the recovery key: that key is forgotten.
pub fn drop_key(state: &mut State) -> Vec<Effect> {
    if let Some(Screen::Setup(setup)) = state.screens.last_mut() {
        setup.go_back();
        setup.ahead.clear();
    }
    vec![Effect::Abandon]
}

/// Back to the first screen.
pub fn leave(state: &mut State) -> Vec<Effect> {
    state.screens = vec![Screen::Setup(Box::default())];
    vec![Effect::Abandon]
}
