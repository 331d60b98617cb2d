//! The pages of a handover: cover, and a file to take along.

use zeroize::Zeroizing;

use super::{Page, PageKind, sealed_file};
use crate::app::form::{Choice, Day, Field, Picker};
use crate::app::message::{Effect, TakenOut};
use crate::app::sheet::{self, SheetKind};
use crate::app::state::{Screen, State};
use crate::domain::people::{Author, role_words};
use crate::domain::school::School;
use crate::domain::sheet::{mine, plain};

impl Page {
    /// To let somebody look after another's cases for a while.
    #[must_use]
    pub fn cover(school: &School, me: &Author) -> Self {
        let people: Vec<_> = school
            .people
            .iter()
            .filter(|one| !school.invited.contains(&one.id))
            .map(|one| Choice {
                id: one.id.clone(),
                label: one.name.clone(),
                detail: role_words(&one.role).into(),
            })
            .collect();
        let mut whose = Picker::one_of(people.clone());
        whose.suggest(people.iter().find(|one| one.id == me.id).cloned());
        let mut others = people.iter().filter(|one| one.id != me.id);
        let only = others.next().cloned().filter(|_| others.next().is_none());
        let mut by = Picker::one_of(people.clone());
        by.suggest(only);
        Self::new(
            PageKind::Cover,
            "Hand cases over for a while",
            vec![
                Field::pick("person", "Whose cases", whose),
                Field::pick("by", "Looked after by", by),
                Field::line("from", "First day")
                    .day(Day::Due)
                    .hint("tomorrow · Mon · 14/12. Empty: today."),
                Field::line("until", "Last day")
                    .day(Day::Due)
                    .hint("Fri · in 2 weeks · 14/12. Empty: until it is ended here."),
                Field::line("note", "A word to them"),
            ],
            &[
                "Every open case of theirs, and any that comes in the meantime, is in the other's list and handover on these days. They stay the owner, and after the last day nothing has to be given back.",
            ],
        )
    }

    /// To write a handover into a file, sealed.
    #[must_use]
    pub fn write_brief(person: &str) -> Self {
        Self::new(
            PageKind::WriteBrief(person.to_owned()),
            "Write the handover into a file",
            sealed_file("Such as E:\\handover.age or /media/usb/handover.age"),
            &[
                "It names children, so it leaves only sealed: `age -d` opens it. That it was written is noted in the log.",
            ],
        )
    }
}

/// The handover in full, to be sealed and written.
pub(super) fn write_brief(state: &mut State, person: String) -> Vec<Effect> {
    let kind = SheetKind::Brief(person);
    let lines = sheet::told(state, &kind, &str::to_owned);
    let (Some(Screen::Page(page)), Some(opened), SheetKind::Brief(person)) =
        (state.screens.last(), state.opened.as_deref(), kind)
    else {
        return Vec::new();
    };
    let cases = mine(&opened.school, &person, state.now.date_naive());
    let taken = TakenOut {
        name: "The handover",
        what: "a handover",
        sealed: cases.iter().any(|case| case.sealed),
        text: Zeroizing::new(plain(&lines)),
        path: page.form.text("path").trim().to_owned(),
        to: page.form.text("to").trim().to_owned(),
        passphrase: page.secret("passphrase"),
    };
    state.waits_for("Sealing the handover");
    vec![Effect::TakeOut(Box::new(taken))]
}
