//! What each key does, as the resolved keymap says it: the footer, the help and the palette ask
//! here, so none of them can lie.

use super::action::{Action, Context};

/// One line: an action, where it works, and its keys in people's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyLine {
    /// Where.
    pub context: Context,
    /// What.
    pub action: Action,
    /// Its keys, the first one first; empty when none is bound.
    pub keys: Vec<String>,
}

/// The whole keymap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyTable {
    lines: Vec<KeyLine>,
}

impl KeyTable {
    /// A table with these lines, in the order of the actions.
    #[must_use]
    pub fn new(lines: Vec<KeyLine>) -> Self {
        Self { lines }
    }

    /// Every line.
    #[must_use]
    pub fn lines(&self) -> &[KeyLine] {
        &self.lines
    }

    /// The first key of an action, wherever it is bound.
    #[must_use]
    pub fn first(&self, action: Action) -> Option<String> {
        self.lines
            .iter()
            .find(|line| line.action == action && !line.keys.is_empty())
            .and_then(|line| line.keys.first().cloned())
    }

    /// The first key of an action in the nearest of these contexts.
    #[must_use]
    pub fn key(&self, contexts: &[Context], action: Action) -> Option<&str> {
        contexts.iter().find_map(|context| {
            self.lines
                .iter()
                .find(|line| line.context == *context && line.action == action)
                .and_then(|line| line.keys.first())
                .map(String::as_str)
        })
    }

    /// The lines of these contexts, the nearest context first, each action once.
    #[must_use]
    pub fn of(&self, contexts: &[Context]) -> Vec<&KeyLine> {
        let mut found: Vec<&KeyLine> = Vec::new();
        for context in contexts {
            for line in self.lines.iter().filter(|line| line.context == *context) {
                if !line.keys.is_empty() && found.iter().all(|other| other.action != line.action) {
                    found.push(line);
                }
            }
        }
        found
    }
}
