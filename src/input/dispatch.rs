//! Keys one after the other, and what they come to.

use super::chord::{Chord, Key, Name};
use super::keymap::{Found, Keymap, pretty};
use crate::app::action::{Action, Context};

/// A keymap and the keys of a sequence that is not complete yet.
pub struct Dispatcher {
    keymap: Keymap,
    pending: Vec<Chord>,
}

/// What a key comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An action.
    Action(Action),
    /// A character of text.
    Text(char),
    /// The beginning of a sequence, with what may follow, in words.
    Pending(String),
    /// A sequence was left with Esc.
    Left,
    /// Nothing; the keys in words.
    Unbound(String),
}

impl Dispatcher {
    /// No key pressed yet.
    #[must_use]
    pub fn new(keymap: Keymap) -> Self {
        Self {
            keymap,
            pending: Vec::new(),
        }
    }

    /// Takes a key, looked up in these contexts, the nearest first. A nearer context's key hides
    /// the same key of a farther one.
    pub fn feed(&mut self, chord: Chord, contexts: &[Context]) -> Outcome {
        let fresh = self.pending.is_empty();
        if !fresh && chord == Chord::plain(Key::Named(Name::Esc)) {
            self.pending.clear();
            return Outcome::Left;
        }
        let types = contexts.first().is_some_and(|context| context.types_text());
        if fresh
            && types
            && let Some(c) = chord.text()
        {
            return Outcome::Text(c);
        }
        self.pending.push(chord);
        for context in contexts {
            match self.keymap.look_up(*context, &self.pending) {
                Found::Action(action) => {
                    self.pending.clear();
                    return Outcome::Action(action);
                }
                Found::Begins => return Outcome::Pending(self.hint(contexts)),
                Found::Nothing => {}
            }
        }
        let keys = std::mem::take(&mut self.pending);
        Outcome::Unbound(pretty(&keys))
    }

    /// Forgets the beginning of a sequence.
    pub fn reset(&mut self) {
        self.pending.clear();
    }

    fn hint(&self, contexts: &[Context]) -> String {
        let follows: Vec<_> = self
            .keymap
            .following(contexts, &self.pending)
            .into_iter()
            .map(|(key, action)| {
                let title = action.info().title;
                let title = title.strip_prefix("Go to: ").unwrap_or(title);
                format!("{key} {title}")
            })
            .collect();
        format!("{} then: {}", pretty(&self.pending), follows.join(" · "))
    }
}
