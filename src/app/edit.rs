//! The editing model behind every text field: what is written, where the cursor is, and what
//! can be undone. It knows graphemes and wrapped lines, and nothing of keys or drawing.

mod buffer;
mod history;
mod layout;
mod steps;

use std::cell::{Cell, RefCell};
use std::fmt;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use zeroize::Zeroizing;

use crate::domain::words;
use history::{Change, History};
pub use layout::{Layout, Window};
use layout::{Lines, scroll_columns, scroll_rows};

/// What stands for each character of a secret.
const BULLET: &str = "•";

/// A way for the cursor to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// One grapheme back.
    Left,
    /// One grapheme on.
    Right,
    /// To the start of this word, or of the one before.
    WordLeft,
    /// To the start of the next word.
    WordRight,
    /// To the start of the line on the screen.
    LineStart,
    /// To the end of the line on the screen.
    LineEnd,
    /// One line up on the screen.
    Up,
    /// One line down on the screen.
    Down,
    /// A window up.
    PageUp,
    /// A window down.
    PageDown,
    /// To the start of the text.
    TextStart,
    /// To the end of the text.
    TextEnd,
}

/// What to delete, from the cursor on. Line starts and ends are those of the written line
/// (paragraph), whatever the window's width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erase {
    /// The grapheme before (backspace).
    Left,
    /// The grapheme after (delete).
    Right,
    /// Back to the start of a word.
    WordLeft,
    /// On to the start of the next word.
    WordRight,
    /// All before, on this line; at its start, the line break.
    LineStart,
    /// All after, on this line; at its end, the line break.
    LineEnd,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Line,
    Lines,
    Secret,
}

/// A text field's contents. They are wiped when it is dropped, with all that undo remembers.
///
/// Whatever changes something says so by returning `true`: a form can give an `Up` that went
/// nowhere to the field above.
#[derive(Clone)]
pub struct TextEdit {
    kind: Kind,
    text: Zeroizing<String>,
    cursor: usize,
    /// The column that `Up` and `Down` keep to across shorter lines.
    goal: Option<usize>,
    history: History,
    /// What the last drawing showed. Only scrolling depends on it, never the text.
    scroll: Cell<usize>,
    window: Cell<Window>,
    lines: RefCell<Lines>,
}

impl TextEdit {
    /// An empty field of one line.
    #[must_use]
    pub fn line() -> Self {
        Self::new(Kind::Line)
    }

    /// An empty field of many lines.
    #[must_use]
    pub fn lines() -> Self {
        Self::new(Kind::Lines)
    }

    /// An empty field for a passphrase: drawn as bullets, without undo (a secret is kept once)
    /// and without words to move by (their lengths are nobody's business).
    #[must_use]
    pub fn secret() -> Self {
        Self::new(Kind::Secret)
    }

    fn new(kind: Kind) -> Self {
        Self {
            kind,
            text: Zeroizing::default(),
            cursor: 0,
            goal: None,
            history: History::default(),
            scroll: Cell::new(0),
            window: Cell::new(Window {
                width: 80,
                height: 24,
            }),
            lines: RefCell::default(),
        }
    }

    /// The same field with a text in it and the cursor at its end.
    #[must_use]
    pub fn with_text(mut self, text: &str) -> Self {
        self.set_text(text);
        self
    }

    /// What is written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing is written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether the field holds more than one line, so that Enter belongs to it.
    #[must_use]
    pub fn is_multiline(&self) -> bool {
        self.kind == Kind::Lines
    }

    /// The cursor, as a byte offset into the text; always between graphemes.
    #[must_use]
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    /// The window that the field was last drawn in (80×24 before that), for [`Self::go`].
    #[must_use]
    pub const fn window(&self) -> Window {
        self.window.get()
    }

    /// Replaces all of the text, cleaned, and forgets what could be undone.
    pub fn set_text(&mut self, text: &str) {
        let cleaned = self.cleaned(text);
        self.replace(0..self.text.len(), &cleaned);
        self.history = History::default();
        self.cursor = self.text.len();
    }

    /// Types one character. A line break in a field of one line, or a control character
    /// anywhere, does nothing.
    pub fn insert(&mut self, c: char) -> bool {
        let cleaned = Zeroizing::new(words::clean(c.encode_utf8(&mut [0; 4])));
        if !self.is_multiline() && cleaned.contains('\n') {
            return false;
        }
        self.change(self.cursor..self.cursor, &cleaned)
    }

    /// Pastes a text, cleaned: one step to undo. In a field of one line, line breaks at its end
    /// are dropped and others become spaces.
    pub fn insert_str(&mut self, text: &str) -> bool {
        let cleaned = self.cleaned(text);
        self.history.close_step();
        let changed = self.change(self.cursor..self.cursor, &cleaned);
        self.history.close_step();
        changed
    }

    /// Writes a text over those bytes of it: one step to undo.
    pub fn write_over(&mut self, range: Range<usize>, text: &str) -> bool {
        if self.text.get(range.clone()).is_none() {
            return false;
        }
        let cleaned = self.cleaned(text);
        self.history.close_step();
        let changed = self.change(range, &cleaned);
        self.history.close_step();
        changed
    }

    fn cleaned(&self, text: &str) -> Zeroizing<String> {
        Zeroizing::new(if self.is_multiline() {
            words::clean(text)
        } else {
            words::clean_line(text.trim_end_matches(['\r', '\n']))
        })
    }

    /// Deletes.
    pub fn erase(&mut self, what: Erase) -> bool {
        let at = self.cursor;
        let range = match what {
            Erase::Left => self.before(at)..at,
            Erase::Right => at..self.after(at),
            Erase::WordLeft => self.word_before(at)..at,
            Erase::WordRight => at..self.word_after(at),
            Erase::LineStart => match self.head(at).rfind('\n') {
                Some(newline) if newline + 1 == at => newline..at,
                newline => newline.map_or(0, |newline| newline + 1)..at,
            },
            Erase::LineEnd => match self.tail(at).find('\n') {
                Some(0) => at..at + 1,
                newline => at..newline.map_or(self.text.len(), |newline| at + newline),
            },
        };
        self.change(range, "")
    }

    /// Takes back the last step.
    pub fn undo(&mut self) -> bool {
        let Some(change) = self.history.undo().cloned() else {
            return false;
        };
        self.replace(
            change.at..change.at + change.inserted.len(),
            &change.removed,
        );
        self.cursor = change.before;
        true
    }

    /// Makes again the last step taken back.
    pub fn redo(&mut self) -> bool {
        let Some(change) = self.history.redo().cloned() else {
            return false;
        };
        self.replace(
            change.at..change.at + change.removed.len(),
            &change.inserted,
        );
        self.cursor = change.after;
        true
    }

    fn change(&mut self, range: Range<usize>, with: &str) -> bool {
        if range.is_empty() && with.is_empty() {
            return false;
        }
        let (at, before) = (range.start, self.cursor);
        let removed = Zeroizing::new(self.text.get(range.clone()).unwrap_or_default().to_owned());
        self.replace(range, with);
        self.cursor = self.boundary_from(at + with.len());
        if self.kind != Kind::Secret {
            let (inserted, after) = (Zeroizing::new(with.to_owned()), self.cursor);
            self.history.record(Change {
                at,
                removed,
                inserted,
                before,
                after,
            });
        }
        true
    }

    /// The one place where the text changes.
    fn replace(&mut self, range: Range<usize>, with: &str) {
        let (at, removed) = (range.start, range.len());
        buffer::replace(&mut self.text, range, with);
        self.lines
            .get_mut()
            .edited(&self.text, at, removed, with.len());
        self.goal = None;
    }

    /// Moves the cursor. `window` is the one that the field is drawn in: lines and pages are
    /// the reader's.
    pub fn go(&mut self, motion: Motion, window: Window) -> bool {
        self.history.close_step();
        let at = self.cursor;
        let page = window.height.saturating_sub(1).max(1);
        let end = self.text.len();
        let vertical = match motion {
            Motion::Up => Some((1, false)),
            Motion::Down => Some((1, true)),
            Motion::PageUp => Some((page, false)),
            Motion::PageDown => Some((page, true)),
            _ => None,
        };
        if let Some((rows, down)) = vertical {
            return self.is_multiline() && self.go_rows(rows, down, window.width);
        }
        self.goal = None;
        self.cursor = match motion {
            Motion::Left => self.before(at),
            Motion::Right => self.after(at),
            Motion::WordLeft => self.word_before(at),
            Motion::WordRight => self.word_after(at),
            Motion::LineStart if self.is_multiline() => {
                self.on_line(window.width, |lines, row| lines.get(row).start)
            }
            Motion::LineEnd if self.is_multiline() => self.on_line(window.width, |lines, row| {
                lines.last_offset(&self.text, row)
            }),
            Motion::LineStart | Motion::TextStart => 0,
            _ => end,
        };
        self.cursor != at
    }

    fn on_line(&self, width: usize, find: impl Fn(&Lines, usize) -> usize) -> usize {
        let mut lines = self.lines.borrow_mut();
        let lines = lines.wrap(&self.text, width);
        find(lines, lines.row_of(self.cursor))
    }

    fn go_rows(&mut self, rows: usize, down: bool, width: usize) -> bool {
        let lines = self.lines.get_mut().wrap(&self.text, width);
        let from = lines.row_of(self.cursor);
        let last = lines.len().saturating_sub(1);
        let to = if down {
            (from + rows).min(last)
        } else {
            from.saturating_sub(rows)
        };
        if to == from {
            return false;
        }
        let before = self
            .text
            .get(lines.get(from).start..self.cursor)
            .unwrap_or_default();
        let goal = self.goal.unwrap_or_else(|| words::width(before));
        self.cursor = lines.offset_on(&self.text, to, goal);
        self.goal = Some(goal);
        true
    }

    /// What to draw in a window, scrolled so that the cursor is inside it.
    #[must_use]
    pub fn layout(&self, width: usize, height: usize) -> Layout<'_> {
        self.window.set(Window { width, height });
        if width == 0 || height == 0 {
            return Layout {
                lines: Vec::new(),
                cursor: (0, 0),
                first_visible: 0,
                total: 1,
            };
        }
        if self.is_multiline() {
            self.layout_lines(width, height)
        } else {
            self.layout_line(width)
        }
    }

    fn layout_lines(&self, width: usize, height: usize) -> Layout<'_> {
        let mut lines = self.lines.borrow_mut();
        let lines = lines.wrap(&self.text, width);
        let row = lines.row_of(self.cursor);
        let first = scroll_rows(self.scroll.get(), row, lines.len(), height);
        self.scroll.set(first);
        let shown = (first..lines.len().min(first + height))
            .map(|row| self.text.get(lines.get(row)).unwrap_or_default().into())
            .collect();
        let before = self
            .text
            .get(lines.get(row).start..self.cursor)
            .unwrap_or_default();
        // Blanks at a wrap hang over the edge; a cursor among them waits at it.
        let column = words::width(before).min(width - 1);
        Layout {
            lines: shown,
            cursor: (column, row - first),
            first_visible: first,
            total: lines.len(),
        }
    }

    fn layout_line(&self, width: usize) -> Layout<'_> {
        let (line, cursor): (std::borrow::Cow<'_, str>, usize) = if self.kind == Kind::Secret {
            let bullets = |text: &str| BULLET.repeat(text.graphemes(true).count());
            (
                bullets(&self.text).into(),
                bullets(self.head(self.cursor)).len(),
            )
        } else {
            (self.text().into(), self.cursor)
        };
        let shown = scroll_columns(&line, self.scroll.get(), cursor, width);
        self.scroll.set(shown.start);
        let column = words::width(line.get(shown.start..cursor).unwrap_or_default());
        let visible = match line {
            std::borrow::Cow::Borrowed(line) => line.get(shown).unwrap_or_default().into(),
            std::borrow::Cow::Owned(line) => line.get(shown).unwrap_or_default().to_owned().into(),
        };
        Layout {
            lines: vec![visible],
            cursor: (column.min(width - 1), 0),
            first_visible: 0,
            total: 1,
        }
    }
}

/// Says nothing of what is written: it may end up in a log.
impl fmt::Debug for TextEdit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextEdit")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
