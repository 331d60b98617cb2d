//! The page on which a report from the drop box is set aside.

use super::{Page, PageKind};
use crate::app::form::Field;
use crate::app::message::{Effect, Purpose};
use crate::app::state::{Screen, State};

impl Page {
    /// To set a report aside.
    #[must_use]
    pub fn set_aside(name: &str) -> Self {
        Self::new(
            PageKind::SetAside(name.to_owned()),
            "Set the report aside",
            vec![Field::long("reason", "Why")],
            &[
                "No concern is made of it. It is kept in the log as it was written, with your reason.",
            ],
        )
    }
}

/// Sets it aside, or says why not.
pub(super) fn set_aside(state: &mut State) -> Vec<Effect> {
    let now = state.now;
    let Some(Screen::Page(page)) = state.screens.last() else {
        return Vec::new();
    };
    let (PageKind::SetAside(name), Some(opened)) = (&page.kind, state.opened.as_deref()) else {
        return Vec::new();
    };
    let decided = opened.desk(now).set_aside(name, page.form.text("reason"));
    match decided {
        Ok(facts) => {
            state.screens.pop();
            let append = Effect::Append {
                facts,
                purpose: Purpose::Quiet,
            };
            vec![append, Effect::LookInDropBox]
        }
        Err(refused) => {
            state.warn(refused.to_string());
            Vec::new()
        }
    }
}
