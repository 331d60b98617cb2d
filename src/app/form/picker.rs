//! A field whose value is chosen from a list by typing part of it.

use serde_json::{Value, json};

use crate::app::edit::TextEdit;

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is written into the command.
    pub id: String,
    /// What the person reads.
    pub label: String,
    /// A few words more: class and year, a clause's text.
    pub detail: String,
}

impl Choice {
    /// A choice without further words.
    pub fn plain(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            detail: String::new(),
        }
    }
}

/// Where the choices come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A fixed list, filtered by what is typed.
    List(Vec<Choice>),
    /// The pupils' list, and adults and new pupils by a form of words.
    People,
    /// The clauses of the policy in force.
    Clauses,
    /// The other cases.
    Cases,
    /// People who have reported before, and whatever is typed.
    Reporters,
}

/// Something that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The choice.
    pub choice: Choice,
    /// What the command holds, where that is more than the id.
    pub value: Value,
    /// Chosen by the form, not by the person: a better suggestion may replace it.
    pub suggested: bool,
}

/// The state of a field of this kind.
#[derive(Clone, Debug)]
pub struct Picker {
    /// Where the choices come from.
    pub source: Source,
    /// Several can be chosen.
    pub several: bool,
    /// What has been typed.
    pub typing: TextEdit,
    /// The choices that fit it, best first.
    pub hits: Vec<Choice>,
    /// The choice that Enter takes.
    pub cursor: usize,
    /// The person has typed or moved, so Enter takes rather than moves on.
    pub active: bool,
    /// What was chosen, in order.
    pub chosen: Vec<Chosen>,
    /// Which of those has the cursor, when one of them has.
    pub on: Option<usize>,
    /// What was chosen before each change, for undo, and what undo took back.
    before: Vec<Vec<Chosen>>,
    after: Vec<Vec<Chosen>>,
}

impl Picker {
    /// An empty field.
    #[must_use]
    pub fn new(source: Source, several: bool) -> Self {
        Self {
            source,
            several,
            typing: TextEdit::line(),
            hits: Vec::new(),
            cursor: 0,
            active: false,
            chosen: Vec::new(),
            on: None,
            before: Vec::new(),
            after: Vec::new(),
        }
    }

    /// A field with one choice from a fixed list.
    #[must_use]
    pub fn one_of(choices: Vec<Choice>) -> Self {
        Self {
            hits: choices.clone(),
            ..Self::new(Source::List(choices), false)
        }
    }

    /// A field with any number of choices from a fixed list.
    #[must_use]
    pub fn any_of(choices: Vec<Choice>) -> Self {
        Self {
            several: true,
            ..Self::one_of(choices)
        }
    }

    /// The choice under the cursor.
    #[must_use]
    pub fn at_cursor(&self) -> Option<&Choice> {
        self.hits.get(self.cursor)
    }

    /// The id of the first thing chosen.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.chosen.first().map(|chosen| chosen.choice.id.as_str())
    }

    /// Whether what is chosen in it is people, by name.
    #[must_use]
    pub fn names_people(&self) -> bool {
        matches!(self.source, Source::People | Source::Reporters)
    }

    /// Whether Enter would take the marked line: something was typed or moved, or nothing is chosen yet.
    #[must_use]
    pub fn is_choosing(&self) -> bool {
        self.active || (!self.several && self.chosen.is_empty())
    }

    /// The choice that what was typed names in full, if it names one and no other.
    #[must_use]
    pub fn named(&self) -> Option<&Choice> {
        let typed = self.typing.text().trim().to_lowercase();
        let mut named = self
            .hits
            .iter()
            .filter(|hit| hit.label.to_lowercase() == typed);
        let first = named.next()?;
        named.next().is_none().then_some(first)
    }

    /// What was typed and not taken, in words; none when there is nothing of the kind.
    #[must_use]
    pub fn untaken(&self) -> Option<String> {
        let typed = self.typing.text().trim();
        if typed.is_empty() {
            return None;
        }
        let typed = crate::domain::words::fit(typed, 30);
        Some(if self.hits.is_empty() {
            format!("Nothing fits “{typed}”. Change it; Esc clears it.")
        } else {
            format!("“{typed}” is not chosen yet: Enter takes the marked line, Esc clears it.")
        })
    }

    /// Moves the cursor by `by`, stopping at either end.
    pub fn move_by(&mut self, by: isize) {
        let last = self.hits.len().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
        self.active = true;
    }

    /// Takes a choice.
    pub fn choose(&mut self, choice: Choice, value: Value) {
        self.will_change();
        if !self.several {
            self.chosen.clear();
        }
        self.chosen.retain(|other| other.choice.id != choice.id);
        self.chosen.push(Chosen {
            choice,
            value,
            suggested: false,
        });
        self.settle();
    }

    /// Puts a suggestion where the person has chosen nothing.
    pub fn suggest(&mut self, choice: Option<Choice>) {
        if self.chosen.iter().any(|chosen| !chosen.suggested) {
            return;
        }
        self.chosen = choice
            .into_iter()
            .map(|choice| Chosen {
                value: json!(choice.id),
                choice,
                suggested: true,
            })
            .collect();
    }

    /// What is chosen now was the form's own doing, and is nothing to undo.
    pub fn make_suggestion(&mut self) {
        self.before.clear();
        for one in &mut self.chosen {
            one.suggested = true;
        }
    }

    /// The place of the chosen one that a key acts on: the one with the cursor, or the last.
    #[must_use]
    pub fn at_hand(&self) -> Option<usize> {
        let last = self.chosen.len().checked_sub(1)?;
        Some(self.on.unwrap_or(last).min(last))
    }

    /// Moves the cursor among what was chosen, which stands above what can be chosen. Says whether it did.
    pub fn move_on_chosen(&mut self, up: bool) -> bool {
        if !self.several || !self.typing.is_empty() {
            return false;
        }
        let count = self.chosen.len();
        let at_top = !self.active || self.cursor == 0;
        self.on = match (self.on, up) {
            (None, true) if at_top && count > 0 => Some(count - 1),
            (None, _) => return false,
            (Some(on), true) => Some(on.saturating_sub(1)),
            (Some(on), false) => Some(on + 1).filter(|next| *next < count),
        };
        self.active = false;
        self.cursor = 0;
        true
    }

    /// Takes the one at hand back.
    pub fn take_back(&mut self) {
        if let Some(place) = self.at_hand() {
            self.will_change();
            self.chosen.remove(place);
            self.on = self.on.filter(|_| place < self.chosen.len());
        }
    }

    /// Remembers what is chosen now, before it changes.
    pub fn will_change(&mut self) {
        self.before.push(self.chosen.clone());
        self.after.clear();
    }

    /// Takes the last change of what was chosen back.
    pub fn undo(&mut self) {
        if let Some(earlier) = self.before.pop() {
            self.after
                .push(std::mem::replace(&mut self.chosen, earlier));
            self.on = None;
        }
    }

    /// Makes it again.
    pub fn redo(&mut self) {
        if let Some(later) = self.after.pop() {
            self.before.push(std::mem::replace(&mut self.chosen, later));
            self.on = None;
        }
    }

    /// Forgets what was typed, once it has been used.
    pub fn settle(&mut self) {
        self.typing.set_text("");
        self.cursor = 0;
        self.active = false;
        self.on = None;
    }

    /// What the command holds.
    #[must_use]
    pub fn value(&self) -> Value {
        if self.several {
            Value::Array(self.chosen.iter().map(|c| c.value.clone()).collect())
        } else {
            self.chosen
                .first()
                .map_or_else(|| json!(""), |c| c.value.clone())
        }
    }

    /// What was chosen, on one line.
    #[must_use]
    pub fn summary(&self) -> String {
        let labels: Vec<_> = self
            .chosen
            .iter()
            .map(|chosen| chosen.choice.label.as_str())
            .collect();
        labels.join(", ")
    }
}
