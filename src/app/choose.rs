//! A question with several answers: the arrows move, Enter takes one, Esc leaves all as it was.

use super::action::Action;
use super::message::Effect;
use super::state::{Overlay, State, Then};
use super::update::follow;

/// What is asked, and what can be answered.
pub struct Choosing {
    /// What is asked.
    pub ask: String,
    /// The answers, the likeliest first.
    pub answers: Vec<Answer>,
    /// The one that Enter takes.
    pub cursor: usize,
}

/// One answer.
pub struct Answer {
    /// In words.
    pub words: String,
    /// The people whom the words may name, and whose names may have to be initials.
    pub people: Vec<String>,
    /// What follows.
    pub then: Then,
}

impl Answer {
    /// An answer in words alone.
    #[must_use]
    pub fn plain(words: &str, then: Then) -> Self {
        Self {
            words: words.to_owned(),
            people: Vec::new(),
            then,
        }
    }
}

impl Choosing {
    /// A question whose first answer is marked.
    #[must_use]
    pub fn new(ask: impl Into<String>, answers: Vec<Answer>) -> Self {
        Self {
            ask: ask.into(),
            answers,
            cursor: 0,
        }
    }
}

/// Takes an action.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let Some(Overlay::Choose(choosing)) = state.overlays.last_mut() else {
        return Vec::new();
    };
    let last = choosing.answers.len().saturating_sub(1);
    match action {
        Action::Up => choosing.cursor = choosing.cursor.saturating_sub(1),
        Action::Down => choosing.cursor = (choosing.cursor + 1).min(last),
        Action::Cancel => {
            state.overlays.pop();
        }
        Action::Accept => {
            let then = choosing.answers.get(choosing.cursor).map(|one| one.then);
            state.overlays.pop();
            return then.map_or_else(Vec::new, |then| follow(state, then));
        }
        _ => {}
    }
    Vec::new()
}
