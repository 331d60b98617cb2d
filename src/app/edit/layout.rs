//! Where the text of a field falls in its window.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::domain::words::{glyphs, lines_from, offset_at, width, wrap};

/// The cells that a field is drawn in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

/// What to draw, and where the cursor is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout<'a> {
    /// The lines inside the window, first to last; never more than its height.
    pub lines: Vec<Cow<'a, str>>,
    /// The cursor's column and row inside the window.
    pub cursor: (usize, usize),
    /// How many lines are hidden above the window, for a scroll bar.
    pub first_visible: usize,
    /// How many lines there are in all.
    pub total: usize,
}

/// The wrapped lines of a text, kept up to date so that a key costs the same in a long text.
#[derive(Clone, Default)]
pub(super) struct Lines {
    /// The columns that they are wrapped to; `None` before the first time.
    columns: Option<usize>,
    ranges: Vec<Range<usize>>,
}

impl Lines {
    /// Wraps the text unless that has been done. One column is kept free for a cursor that
    /// stands after the last letter of a full line.
    pub fn wrap(&mut self, text: &str, window_width: usize) -> &Self {
        let columns = window_width.saturating_sub(1).max(1);
        if self.columns != Some(columns) {
            self.ranges = wrap(text, columns);
            self.columns = Some(columns);
        }
        self
    }

    /// Wraps anew the lines that an edit can have changed; `text` is the one after it.
    ///
    /// A line was ended by a glyph at most two lines below, so lines three and more above the
    /// edit stand. Below it, as soon as a line starts where one did before, so do all others.
    pub fn edited(&mut self, text: &str, at: usize, removed: usize, inserted: usize) {
        let Some(columns) = self.columns else { return };
        let first = self.row_of(at.saturating_sub(1)).saturating_sub(3);
        let mut resume = self.ranges.len();
        let mut fresh = Vec::new();
        for line in lines_from(text, self.get(first).start, columns) {
            if line.start > at + inserted {
                let old = line.start - inserted + removed;
                if let Ok(row) = self.ranges.binary_search_by_key(&old, |line| line.start) {
                    resume = row;
                    break;
                }
            }
            fresh.push(line);
        }
        for line in self.ranges.iter_mut().skip(resume) {
            *line = line.start - removed + inserted..line.end - removed + inserted;
        }
        self.ranges.splice(first.min(resume)..resume, fresh);
    }

    #[cfg(test)]
    pub fn ranges(&self) -> &[Range<usize>] {
        &self.ranges
    }

    pub const fn len(&self) -> usize {
        self.ranges.len()
    }

    pub fn get(&self, row: usize) -> Range<usize> {
        self.ranges.get(row).cloned().unwrap_or_default()
    }

    /// The line that an offset is drawn on: at a wrap, the lower one.
    pub fn row_of(&self, offset: usize) -> usize {
        self.ranges
            .partition_point(|line| line.start <= offset)
            .saturating_sub(1)
    }

    /// The offset on a line that is nearest to a column, and still drawn on that line.
    pub fn offset_on(&self, text: &str, row: usize, column: usize) -> usize {
        let line = self.get(row);
        let drawn = text.get(line.clone()).unwrap_or_default();
        let offset = line.start + offset_at(drawn, column);
        offset.min(self.last_offset(text, row))
    }

    /// The last place for a cursor on a line: before its last grapheme where it was wrapped, as
    /// its end is the start of the next.
    pub fn last_offset(&self, text: &str, row: usize) -> usize {
        let line = self.get(row);
        let wrapped = self
            .ranges
            .get(row + 1)
            .is_some_and(|next| next.start == line.end);
        let drawn = text.get(line.clone()).unwrap_or_default();
        match drawn.grapheme_indices(true).next_back() {
            Some((last, _)) if wrapped => line.start + last,
            _ => line.end,
        }
    }
}

/// The first line to show so that `row` is inside the window and no room is wasted below.
pub(super) fn scroll_rows(first: usize, row: usize, total: usize, height: usize) -> usize {
    let lowest = row.saturating_sub(height.saturating_sub(1));
    first
        .clamp(lowest, row)
        .min(total.saturating_sub(height))
        .max(lowest)
}

/// The part of a single line to show, given the offset it began at last time: the cursor stays
/// inside, and no room is wasted at the end.
pub(super) fn scroll_columns(
    text: &str,
    first: usize,
    cursor: usize,
    columns: usize,
) -> Range<usize> {
    let room = columns.saturating_sub(1);
    let full_from = start_of_tail(text, room);
    let seen_from = start_of_tail(text.get(..cursor).unwrap_or_default(), room);
    let wanted = first.min(full_from).min(cursor).max(seen_from);
    let start = glyphs(text)
        .map(|glyph| glyph.start)
        .find(|&start| start >= wanted);
    let start = start.unwrap_or(cursor).min(cursor);
    let shown = text.get(start..).unwrap_or_default();
    start..start + offset_at(shown, columns)
}

/// Where the longest end of the text that fits in `room` begins.
fn start_of_tail(text: &str, room: usize) -> usize {
    let mut used = 0;
    text.grapheme_indices(true)
        .rev()
        .take_while(|(_, grapheme)| {
            used += width(grapheme);
            used <= room
        })
        .last()
        .map_or(text.len(), |(start, _)| start)
}
