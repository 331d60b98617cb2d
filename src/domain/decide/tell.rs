//! Whom the cited clauses say to tell.

use super::{Desk, Problems};
use crate::domain::command::NewConcern;
use crate::domain::entry::{Action, ActionKind, Cited};
use crate::domain::policy::{Found, Tell};

impl Desk<'_> {
    /// Everybody whom the cited clauses name: told already, or an action that stays open.
    pub(super) fn tells(
        &self,
        wrong: &mut Problems,
        new: &NewConcern,
        clauses: &[(Cited, Found<'_>)],
        sealed: bool,
    ) -> Vec<Action> {
        let mut told = Vec::new();
        for text in &new.told {
            match Tell::ALL
                .into_iter()
                .find(|tell| tell.id() == text.trim().to_lowercase().replace([' ', '-'], "_"))
            {
                Some(tell) => told.push(tell),
                None => wrong.add(
                    "told",
                    format!("{:?} is nobody that a clause names.", text.trim()),
                ),
            }
        }
        self.to_tell(clauses.iter().map(|(_, found)| *found))
            .into_iter()
            .filter(|tell| self.has_to_be_told(*tell, sealed))
            .map(|tell| self.tell_action(tell, 0, told.contains(&tell)))
            .collect()
    }

    /// Whoever records it knows it. Of what is sealed the headteacher reads, and the DSL is not told.
    pub(super) fn has_to_be_told(&self, tell: Tell, sealed: bool) -> bool {
        let settled = sealed
            && matches!(
                tell,
                Tell::Headteacher | Tell::Dsl | Tell::DslOrHeadteacher | Tell::DslOrDeputy
            );
        !settled && !self.is_me(tell)
    }

    /// What is to be done about somebody whom a clause names: open until they are told.
    pub(super) fn tell_action(&self, tell: Tell, number: u32, told: bool) -> Action {
        Action {
            number,
            kind: ActionKind::Tell(tell.id().to_owned()),
            text: format!("Tell {}", tell.label()),
            who: String::new(),
            due: self.today(),
            done: told,
        }
    }

    /// Whom these clauses say to tell, each once, in the order of the clauses.
    pub fn to_tell<'c>(&self, clauses: impl Iterator<Item = Found<'c>>) -> Vec<Tell> {
        let mut tells = Vec::new();
        for tell in clauses.flat_map(|found| found.tell().to_vec()) {
            if !tells.contains(&tell) {
                tells.push(tell);
            }
        }
        tells
    }

    /// Whether the person at the keyboard is the one to tell.
    #[must_use]
    pub fn is_me(&self, tell: Tell) -> bool {
        match tell {
            Tell::Dsl => self.me.role == "dsl",
            Tell::Headteacher => self.me.role == "headteacher",
            Tell::DslOrHeadteacher => matches!(self.me.role.as_str(), "dsl" | "headteacher"),
            Tell::DslOrDeputy => matches!(self.me.role.as_str(), "dsl" | "deputy"),
            _ => false,
        }
    }
}
