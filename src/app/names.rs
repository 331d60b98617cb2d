//! Names as they may be shown: while somebody else can see the screen, as initials.

use super::state::{Opened, Screen, State};
use crate::domain::story::{self, masked};
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

    /// A text as it may be shown now: the names within it that the log knows are initials where names are. Of
    /// the people of the case or the form at hand their first names and surnames are, too.
    #[must_use]
    pub fn shown(&self, text: &str) -> String {
        self.shown_among(text, &[])
    }

    /// The same of a text that is about these people as well.
    #[must_use]
    pub fn shown_among(&self, text: &str, others: &[String]) -> String {
        if !self.initials {
            return text.to_owned();
        }
        let Some(opened) = self.opened.as_deref() else {
            return text.to_owned();
        };
        let pupils = opened.school.pupils.values().map(|one| one.name.as_str());
        let people = opened.school.people.iter().map(|one| one.name.as_str());
        let mut shown = text.to_owned();
        for name in pupils.chain(people).filter(|name| !name.is_empty()) {
            if shown.contains(name) {
                shown = shown.replace(name, &initials(name));
            }
        }
        let mut names = self.at_hand(opened);
        names.extend(others.iter().map(String::as_str));
        masked(&shown, &names, &initials)
    }

    /// Everybody in the case at hand, and everybody named in a form that is open.
    fn at_hand<'a>(&'a self, opened: &'a Opened) -> Vec<&'a str> {
        let case = self
            .case_at_hand()
            .and_then(|reference| opened.school.cases.get(&reference));
        let mut names = case.map_or_else(Vec::new, story::names);
        for screen in &self.screens {
            if let Screen::Form(screen) = screen {
                names.extend(screen.form.names());
            }
        }
        names
    }
}
