//! A message at the foot of the screen: it belongs to the screen on which it was first seen, and goes with it.

use std::mem::{Discriminant, discriminant};

use chrono::{DateTime, Duration, FixedOffset};

use super::form::kind::FormKind;
use super::state::{Screen, SetupStep, State};
use crate::domain::ids::Reference;

/// How long a message stays at the foot of the screen.
const TOAST: Duration = Duration::seconds(12);

/// A message at the foot of the screen.
pub struct Toast {
    /// What it says.
    pub text: String,
    /// Whether something went wrong.
    pub bad: bool,
    /// When it goes. What went wrong stays until a key is pressed: somebody has read it then.
    pub until: Option<DateTime<FixedOffset>>,
    /// The screen it was first seen on.
    place: Option<Place>,
}

/// Which screen is shown: what it is, and of what.
#[derive(PartialEq, Eq)]
struct Place {
    depth: usize,
    screen: Discriminant<Screen>,
    step: Option<Discriminant<SetupStep>>,
    form: Option<FormKind>,
    case: Option<Reference>,
}

impl State {
    /// Says something at the foot of the screen.
    pub fn say(&mut self, text: impl Into<String>) {
        self.toast = Some(Toast {
            text: text.into(),
            bad: false,
            until: Some(self.now + TOAST),
            place: None,
        });
    }

    /// Says that something went wrong.
    pub fn warn(&mut self, text: impl Into<String>) {
        self.toast = Some(Toast {
            text: text.into(),
            bad: true,
            until: None,
            place: None,
        });
    }

    /// Says why nothing can be written, where the log has lost entries. Whether it has.
    pub fn refuse_if_wounded(&mut self) -> bool {
        let wound = self
            .opened
            .as_deref()
            .and_then(|opened| opened.wound.clone());
        if let Some(wound) = &wound {
            self.warn(wound);
        }
        wound.is_some()
    }

    /// Lets the message go that was said of another screen, or long enough ago.
    pub(super) fn settle_toast(&mut self) {
        let here = self.place();
        let now = self.now;
        let Some(toast) = self.toast.as_mut() else {
            return;
        };
        let over = toast.until.is_some_and(|until| until <= now);
        if over || (toast.place.is_some() && toast.place != here) {
            self.toast = None;
        } else {
            toast.place = here;
        }
    }

    fn place(&self) -> Option<Place> {
        let screen = self.screen()?;
        Some(Place {
            depth: self.screens.len(),
            screen: discriminant(screen),
            step: match screen {
                Screen::Setup(setup) => Some(discriminant(&setup.step)),
                _ => None,
            },
            form: match screen {
                Screen::Form(form) => Some(form.kind),
                _ => None,
            },
            case: self.case_at_hand(),
        })
    }
}
