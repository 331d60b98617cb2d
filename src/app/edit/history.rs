//! What undo takes back, a word at a time.

use zeroize::Zeroizing;

use super::buffer;

/// One change of the text: at `at`, `removed` gave way to `inserted`.
#[derive(Clone)]
pub(super) struct Change {
    pub at: usize,
    pub removed: Zeroizing<String>,
    pub inserted: Zeroizing<String>,
    /// Where the cursor was, and where it went.
    pub before: usize,
    pub after: usize,
}

impl Change {
    /// Takes a later change into this one when the two were one movement of the hand: typing up
    /// to the end of a word and its blanks, or deleting on and on in one direction.
    fn absorb(&mut self, next: &Self) -> bool {
        if self.after != next.before {
            return false;
        }
        let inserts = self.removed.is_empty() && next.removed.is_empty();
        let deletes = self.inserted.is_empty() && next.inserted.is_empty();
        if inserts && self.at + self.inserted.len() == next.at {
            let new_word = self.inserted.ends_with(char::is_whitespace)
                && !next.inserted.starts_with(char::is_whitespace);
            if new_word {
                return false;
            }
            let end = self.inserted.len();
            buffer::replace(&mut self.inserted, end..end, &next.inserted);
        } else if deletes && next.at + next.removed.len() == self.at {
            buffer::replace(&mut self.removed, 0..0, &next.removed);
            self.at = next.at;
        } else if deletes && next.at == self.at {
            let end = self.removed.len();
            buffer::replace(&mut self.removed, end..end, &next.removed);
        } else {
            return false;
        }
        self.after = next.after;
        true
    }
}

/// The changes made, and those taken back.
#[derive(Clone, Default)]
pub(super) struct History {
    done: Vec<Change>,
    undone: Vec<Change>,
    /// Whether the next change may still join the last one.
    open: bool,
}

impl History {
    pub fn record(&mut self, change: Change) {
        self.undone.clear();
        let open = std::mem::replace(&mut self.open, true);
        let joined = open
            && self
                .done
                .last_mut()
                .is_some_and(|last| last.absorb(&change));
        if !joined {
            self.done.push(change);
        }
    }

    /// What comes next is a step of its own.
    pub const fn close_step(&mut self) {
        self.open = false;
    }

    /// The change to take back, moved to those undone.
    pub fn undo(&mut self) -> Option<&Change> {
        self.open = false;
        self.undone.push(self.done.pop()?);
        self.undone.last()
    }

    /// The change to make again, moved to those done.
    pub fn redo(&mut self) -> Option<&Change> {
        self.open = false;
        self.done.push(self.undone.pop()?);
        self.done.last()
    }
}
