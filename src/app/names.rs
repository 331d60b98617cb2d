//! Names as they may be shown: while somebody else can see the screen, as initials.

use super::state::{Opened, State};
use crate::domain::words::initials;

impl State {
    /// A name as it may be shown now.
    #[must_use]
    pub fn name(&self, name: &str) -> String {
        if self.initials {
            initials(name)
        } else {
            name.to_owned()
        }
    }

    /// A text as it may be shown now: the names within it that the log knows are initials where names are.
    #[must_use]
    pub fn shown(&self, text: &str) -> String {
        let mut shown = text.to_owned();
        if !self.initials {
            return shown;
        }
        let Some(opened) = self.opened.as_deref() else {
            return shown;
        };
        for name in self.known(opened) {
            if shown.contains(name) {
                shown = shown.replace(name, &initials(name));
            }
        }
        shown
    }

    /// Everybody who may be named outside of a case's own screen, and whoever is in the case at hand.
    fn known<'a>(&self, opened: &'a Opened) -> impl Iterator<Item = &'a str> {
        let case = self
            .case_at_hand()
            .and_then(|reference| opened.school.cases.get(&reference));
        let inside = case.into_iter().flat_map(|case| {
            let people = case.people().map(|(_, one)| one.who.name());
            people.chain([case.concern.reporter.as_str()])
        });
        let pupils = opened.school.pupils.values().map(|one| one.name.as_str());
        let people = opened.school.people.iter().map(|one| one.name.as_str());
        inside
            .chain(pupils)
            .chain(people)
            .filter(|name| !name.is_empty())
    }
}
